"""Whose a lead is already: the rep who had it, who runs the opportunity, who looks after the account."""

from typing import NamedTuple

from ..records import Case, Opportunity, RepId
from .asked import Asked
from .needs import Need, NeedKind, named_by
from .rules import OwnerOf

__all__ = ["Owned", "owner_of"]


class Owned(NamedTuple):
    """The owner, who is to be brought in beside them, and where that is written; nobody owns it without `rep`."""

    rep: RepId | None
    together: tuple[RepId, ...] = ()
    of: str = ""


def owner_of(asked: Asked, of: OwnerOf) -> Owned:
    """The owner that a rule asks for, in the words of "The Measurable Lead Model".

    Where an account has an open opportunity, its leads go to the rep who runs it; the first rep with one may
    consolidate those of other products and bring in their reps. A customer's leads go to the success manager, or else
    to the account executive who owns the account.
    """
    if of is OwnerOf.LEAD:
        cycles = asked.case.cycles if isinstance(asked.case, Case) else ()
        return Owned(cycles[-1].owner, of="the cycle before") if cycles else Owned(None)
    links = asked.links
    if links is None or links.account is None:
        return Owned(None)
    account = links.account
    if of is OwnerOf.ACCOUNT:
        return Owned(account.owner, of=f"account {account.id}")
    if of is OwnerOf.CUSTOMER:
        if not account.customer:
            return Owned(None)
        return Owned(account.success_manager or account.owner, of=f"customer {account.id}")
    waiting = [each for each in links.open_opportunities if each.owner is not None]
    if of is OwnerOf.PRODUCT_OPPORTUNITY:
        product = _product(asked)
        waiting = [each for each in waiting if product is not None and each.product == product]
    return _consolidated(waiting)


def _consolidated(waiting: list[Opportunity]) -> Owned:
    if not waiting:
        return Owned(None)
    first, *others = waiting
    beside = dict.fromkeys(
        each.owner for each in others if each.owner is not None and each.owner != first.owner
    )
    return Owned(first.owner, tuple(beside), f"opportunity {first.id}")


def _product(asked: Asked) -> str | None:
    field = asked.routing.product_field
    return None if field is None else named_by(Need(of=NeedKind.SKILL, field=field), asked.lead)
