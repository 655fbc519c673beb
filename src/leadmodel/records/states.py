"""The states of a lead: one frozen value each, holding what is true in that state and in no other.

The states are those of "The Measurable Lead Model": Raw, Assigned, Working, and then exactly one of Qualified (now),
Nurture (not now) and Unqualified (never); Won ends a cycle, not the lead.

>>> from datetime import datetime, UTC
>>> Raw(lead="L1", since=datetime(2026, 11, 6, tzinfo=UTC)).stage
<Stage.RAW: 'raw'>
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from .ids import LeadId, RepId

__all__ = ["Assigned", "Nurture", "Qualified", "Raw", "Stage", "State", "Unqualified", "Won", "Working"]


class Stage(StrEnum):
    """The name of a state, for tables and files."""

    RAW = "raw"
    ASSIGNED = "assigned"
    WORKING = "working"
    QUALIFIED = "qualified"
    NURTURE = "nurture"
    UNQUALIFIED = "unqualified"
    WON = "won"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Known, not ready to be worked: no rep owes anything and no clock runs."""

    stage: ClassVar[Stage] = Stage.RAW
    lead: LeadId
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A rep owes an answer: the clock runs from `assigned_at`, whoever holds the lead since."""

    stage: ClassVar[Stage] = Stage.ASSIGNED
    lead: LeadId
    cycle: int
    owner: RepId
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The owner has touched the lead, as a human; it must end in a disposition."""

    stage: ClassVar[Stage] = Stage.WORKING
    lead: LeadId
    cycle: int
    owner: RepId
    assigned_at: datetime
    worked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified:
    """Ready to buy now; still a lead until it is won."""

    stage: ClassVar[Stage] = Stage.QUALIFIED
    lead: LeadId
    cycle: int
    owner: RepId
    assigned_at: datetime
    worked_at: datetime
    qualified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Nurture:
    """A fit, but not now; `cycle` is the last one that ran, 0 when the lead was never assigned."""

    stage: ClassVar[Stage] = Stage.NURTURE
    lead: LeadId
    cycle: int
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unqualified:
    """This person will never buy, by an objective criterion."""

    stage: ClassVar[Stage] = Stage.UNQUALIFIED
    lead: LeadId
    cycle: int
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """A customer: the cycle is over, and another may begin."""

    stage: ClassVar[Stage] = Stage.WON
    lead: LeadId
    cycle: int
    owner: RepId
    won_at: datetime


State = Raw | Assigned | Working | Qualified | Nurture | Unqualified | Won
