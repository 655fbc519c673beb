"""How one goes to market: inbound or outbound, and target accounts as a layer over both.

"The Measurable Lead Model" has no third kind of lead for account-based work: the leads of a target account come in or
are sought out as any others, and more effort goes into them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..records import Account, FrozenMap, Lead, LeadKind

__all__ = ["SOURCE_KINDS", "Motion", "MotionCheck", "check_motion", "motions_of"]


class Motion(StrEnum):
    """An approach to the market."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    TARGET_ACCOUNTS = "target_accounts"
    """No kind of lead: it lies over inbound and outbound."""


#: What the source names as examples, by a name for the source of a lead. Product-led efforts stand on both sides: a
#: trial that somebody asked for is inbound, a user of the product whom one addresses is outbound.
SOURCE_KINDS: FrozenMap[LeadKind] = FrozenMap(
    {
        "demo_request": LeadKind.INBOUND,
        "chat": LeadKind.INBOUND,
        "free_trial": LeadKind.INBOUND,
        "business_card": LeadKind.INBOUND,
        "earlier_attempt": LeadKind.OUTBOUND,
        "tradeshow_list": LeadKind.OUTBOUND,
        "bought_list": LeadKind.OUTBOUND,
        "score": LeadKind.OUTBOUND,
        "product_led": LeadKind.OUTBOUND,
    }
)


class HasMotions(Protocol):
    """Anything that says which motions pay, such as a `GtmSegment`."""

    @property
    def name(self) -> str: ...
    @property
    def motions(self) -> tuple[Motion, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionCheck:
    """Whether the motions of a lead pay in a segment; `not_feasible` are those that do not."""

    segment: str
    motions: tuple[Motion, ...]
    not_feasible: tuple[Motion, ...]
    says: str

    @property
    def feasible(self) -> bool:
        return not self.not_feasible


def motions_of(lead: Lead, account: Account | None = None) -> tuple[Motion, ...]:
    """The motion of a lead by its kind, and the layer over it if its account is a target.

    >>> from datetime import UTC, datetime
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 9, tzinfo=UTC), source="chat")
    >>> [each.value for each in motions_of(lead, Account(id="A1", target=True))]
    ['inbound', 'target_accounts']
    """
    own = Motion(lead.kind.value)
    return (own, Motion.TARGET_ACCOUNTS) if account is not None and account.target else (own,)


def check_motion(segment: HasMotions, lead: Lead, account: Account | None = None) -> MotionCheck:
    """Whether the motions of a lead pay in the segment that its deal belongs to.

    >>> from datetime import UTC, datetime
    >>> from .segments import GTM_TABLE
    >>> cold = Lead(id="L1", captured_at=datetime(2026, 11, 9, tzinfo=UTC), source="score", kind=LeadKind.OUTBOUND)
    >>> check_motion(GTM_TABLE["sales_assisted"], cold).says
    'outbound does not pay in sales_assisted, only inbound'
    """
    motions = motions_of(lead, account)
    wrong = tuple(each for each in motions if each not in segment.motions)
    told = " and ".join(each.value for each in wrong or motions)
    if wrong:
        verb = "does" if len(wrong) == 1 else "do"
        says = f"{told} {verb} not pay in {segment.name}, only {' and '.join(segment.motions)}"
    else:
        says = f"{told} {'pays' if len(motions) == 1 else 'pay'} in {segment.name}"
    return MotionCheck(segment=segment.name, motions=motions, not_feasible=wrong, says=says)
