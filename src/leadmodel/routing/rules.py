"""The rules of routing, in their order: the first that takes a lead says which pool or whose it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..conditions import Condition, FieldKind, check_condition
from ..errors import Finding, InputError, hint
from ..records.names import named

__all__ = ["OwnerAway", "OwnerOf", "Rule", "check_rules"]


class OwnerOf(StrEnum):
    """Of what somebody is the owner, when a lead goes to them and not round a pool."""

    LEAD = "lead"
    """The rep who had this lead the last time."""
    ACCOUNT = "account"
    """The owner of the account: its original account executive."""
    CUSTOMER = "customer"
    """Who looks after a customer now, the success manager, or else the owner of the account."""
    OPPORTUNITY = "opportunity"
    """The rep whose opportunity at the account was opened first and is still open, whatever it is about: they
    consolidate, and the owners of the others are named in the decision to be brought in."""
    PRODUCT_OPPORTUNITY = "product_opportunity"
    """The same, among the open opportunities for the product that the lead asks about."""


class OwnerAway(StrEnum):
    """What becomes of a lead whose owner cannot respond in time."""

    NEXT = "next"
    """The following rules are asked."""
    HOLD = "hold"
    """The lead waits for its owner."""
    ANYWAY = "anyway"
    """The owner gets it all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: for which leads it is (`when`, None for every lead), and where they go.

    They go to a `pool`, to an `owner`, or nowhere: `nurture` is a reason for which the lead is not given out. `away`
    says what happens while an owner cannot respond within `Routing.respond_within`; the open leads of owners are not
    limited. An owner's lead is nobody else's turn; with `counts_in` it is divided among that pool, as if it had gone
    round it.

    >>> from ..conditions import field
    >>> Rule(id="customers", when=field("account.customer") == True, owner="customer").owner
    <OwnerOf.CUSTOMER: 'customer'>

    Raises `InputError` for a rule without an id, or that says none or more than one of the three, or that says
    something about owners and names none.
    """

    id: str
    when: Condition | None = None
    pool: str | None = None
    owner: OwnerOf | None = None
    nurture: str | None = None
    away: OwnerAway = OwnerAway.NEXT
    counts_in: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise InputError("id", self.id, "is empty, a decision has to name the rule that made it")
        if sum(each is not None for each in (self.pool, self.owner, self.nurture)) != 1:
            raise InputError("pool", self.pool, f"in rule {self.id!r}: give one of pool, owner, nurture")
        if self.owner is not None and type(self.owner) is not OwnerOf:
            object.__setattr__(self, "owner", named(OwnerOf, self.owner, "owner"))
        if type(self.away) is not OwnerAway:
            object.__setattr__(self, "away", named(OwnerAway, self.away, "away"))
        for argument, default in (("away", OwnerAway.NEXT), ("counts_in", None)):
            value = getattr(self, argument)
            if self.owner is None and value != default:
                raise InputError(argument, str(value), f"is about owners, and rule {self.id!r} names none")


def check_rules(
    rules: tuple[Rule, ...], path: str, *, kinds: Mapping[str, FieldKind], pools: list[str]
) -> Iterator[Finding]:
    """Every fault of a list of rules: ids twice, pools that are not declared, and conditions."""
    names = [rule.id for rule in rules]
    for place, rule in enumerate(rules):
        here = f"{path}[{place}]"
        if rule.id in names[:place]:
            yield Finding(f"{here}.id", f"rule {rule.id!r} is declared twice")
        for what in ("pool", "counts_in"):
            pool = getattr(rule, what)
            if pool is not None and pool not in pools:
                yield Finding(f"{here}.{what}", f"unknown pool {pool!r}{hint(pool, pools)}")
        if rule.when is not None:
            yield from check_condition(rule.when, f"{here}.when", kinds)
