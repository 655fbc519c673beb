"""What a lead is to us when it comes: new business, part of an opportunity, or a customer; each is handled its own way.

>>> handling(Situation.EXISTING_OPPORTUNITY)
'goes to whoever runs the opportunity; no time round and no clock begins'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..records import Case, FrozenMap, Stage, utc
from .standing import standing

__all__ = ["LeadSituation", "Situation", "handling", "situation"]


class Situation(StrEnum):
    """The three situations of "The Measurable Lead Model"."""

    NEW_BUSINESS = "new_business"
    EXISTING_OPPORTUNITY = "existing_opportunity"
    EXISTING_CUSTOMER = "existing_customer"


_HANDLING: Mapping[str, str] = FrozenMap(
    {
        Situation.NEW_BUSINESS: "goes by the rules of routing; a time round and a clock of its own begin",
        Situation.EXISTING_OPPORTUNITY: "goes to whoever runs the opportunity; no time round and no clock begins",
        Situation.EXISTING_CUSTOMER: "goes to whoever looks after the customer, who may begin another time round",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSituation:
    """The situation with its rule. `attempt` is the number of the time round that is under way, or would be the next.

    `earlier` counts those that have ended: they change nothing about the situation, and nothing about the next.
    """

    situation: Situation
    handling: str
    attempt: int
    earlier: int


def handling(situation: Situation) -> str:
    """What is done with a lead in a situation."""
    return _HANDLING[situation]


def situation(
    case: Case, *, at: datetime, opportunity: bool = False, customer: bool = False
) -> LeadSituation:
    """What a lead is as of an instant, from its own history and what the caller knows of its account.

    An open opportunity comes before an earlier win, because somebody runs it now. `opportunity` and `customer` say that
    the account has one, or is one, through somebody else. Raises `TimeError` for a naive `at`.

    >>> from leadmodel.records import Lead, Raw
    >>> nine = datetime.fromisoformat("2026-11-02T09:00Z")
    >>> case = Case(lead=Lead(id="L1", captured_at=nine, source="form"), history=(), state=Raw(lead="L1", since=nine))
    >>> situation(case, at=nine).situation.value, situation(case, at=nine, customer=True).situation.value
    ('new_business', 'existing_customer')
    """
    at = utc(at, "at")
    stands = standing(case, at=at)
    cycles = [cycle.as_of(at) for cycle in case.cycles if cycle.assigned_at <= at]
    ended = [cycle for cycle in cycles if cycle.outcome is not None and cycle.outcome is not Stage.QUALIFIED]
    if opportunity or (stands is not None and stands.stage is Stage.QUALIFIED):
        found = Situation.EXISTING_OPPORTUNITY
    elif customer or any(cycle.outcome is Stage.WON for cycle in ended):
        found = Situation.EXISTING_CUSTOMER
    else:
        found = Situation.NEW_BUSINESS
    return LeadSituation(
        situation=found,
        handling=_HANDLING[found],
        attempt=len(ended) + 1,
        earlier=len(ended),
    )
