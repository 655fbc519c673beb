"""Small frozen values, filled as fast as ordinary ones, for the folds and moves that make millions of them.

A frozen dataclass sets each field by a call of `object.__setattr__`, and that is most of what it costs.
Here a draft is filled, which is the value without its lock, and then becomes the value; nobody has seen it before.
Only for values without checks of their own (`__post_init__`): the caller vouches for the fields.

>>> from datetime import datetime, UTC
>>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
>>> from .states import Assigned
>>> new_assigned(LeadId("L1"), 1, RepId("ann"), nine) == Assigned(lead="L1", cycle=1, owner="ann", assigned_at=nine)
True
"""

from datetime import datetime
from typing import Any

from .case import Case, Cycle
from .event import Event
from .ids import EventId, LeadId, RepId
from .lead import Lead
from .states import Assigned, Nurture, Qualified, Raw, Stage, State, Unqualified, Won, Working
from .visit import Visit

__all__ = [
    "draft_cycle",
    "draft_of",
    "new_assigned",
    "new_case",
    "new_nurture",
    "new_qualified",
    "new_raw",
    "new_unqualified",
    "new_visit",
    "new_won",
    "new_working",
]


def draft_of(value: type) -> Any:
    """A class whose instances are made empty, take any field of a frozen value, and become it by their `__class__`.

    As a subclass without slots of its own it is laid out like the value, so that the change costs next to nothing.

    >>> draft = draft_of(Raw)()
    >>> draft.lead, draft.since = "L1", datetime(2026, 11, 6)
    >>> draft.__class__ = Raw
    >>> draft.lead = "L2"
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'lead'
    """
    unlocked = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type(f"{value.__name__}Draft", (value,), {"__slots__": (), **unlocked})


_Raw, _Assigned, _Working, _Qualified = (
    draft_of(Raw),
    draft_of(Assigned),
    draft_of(Working),
    draft_of(Qualified),
)
_Nurture, _Unqualified, _Won = draft_of(Nurture), draft_of(Unqualified), draft_of(Won)
_Case, _Cycle, _Visit = draft_of(Case), draft_of(Cycle), draft_of(Visit)


def new_raw(lead: LeadId, since: datetime) -> Raw:
    """A `Raw`."""
    new = _Raw()
    new.lead = lead
    new.since = since
    new.__class__ = Raw
    made: Raw = new
    return made


def new_assigned(lead: LeadId, cycle: int, owner: RepId, assigned_at: datetime) -> Assigned:
    """An `Assigned`."""
    new = _Assigned()
    new.lead = lead
    new.cycle = cycle
    new.owner = owner
    new.assigned_at = assigned_at
    new.__class__ = Assigned
    made: Assigned = new
    return made


def new_working(
    lead: LeadId, cycle: int, owner: RepId, assigned_at: datetime, worked_at: datetime
) -> Working:
    """A `Working`."""
    new = _Working()
    new.lead = lead
    new.cycle = cycle
    new.owner = owner
    new.assigned_at = assigned_at
    new.worked_at = worked_at
    new.__class__ = Working
    made: Working = new
    return made


def new_qualified(
    lead: LeadId, cycle: int, owner: RepId, assigned_at: datetime, worked_at: datetime, qualified_at: datetime
) -> Qualified:
    """A `Qualified`."""
    new = _Qualified()
    new.lead = lead
    new.cycle = cycle
    new.owner = owner
    new.assigned_at = assigned_at
    new.worked_at = worked_at
    new.qualified_at = qualified_at
    new.__class__ = Qualified
    made: Qualified = new
    return made


def new_nurture(lead: LeadId, cycle: int, reason: str, since: datetime) -> Nurture:
    """A `Nurture`."""
    new = _Nurture()
    new.lead = lead
    new.cycle = cycle
    new.reason = reason
    new.since = since
    new.__class__ = Nurture
    made: Nurture = new
    return made


def new_unqualified(lead: LeadId, cycle: int, reason: str, since: datetime) -> Unqualified:
    """An `Unqualified`."""
    new = _Unqualified()
    new.lead = lead
    new.cycle = cycle
    new.reason = reason
    new.since = since
    new.__class__ = Unqualified
    made: Unqualified = new
    return made


def new_won(lead: LeadId, cycle: int, owner: RepId, won_at: datetime) -> Won:
    """A `Won`."""
    new = _Won()
    new.lead = lead
    new.cycle = cycle
    new.owner = owner
    new.won_at = won_at
    new.__class__ = Won
    made: Won = new
    return made


def new_case(
    lead: Lead,
    history: tuple[Event, ...],
    state: State,
    cycles: tuple[Cycle, ...],
    refused: tuple[EventId, ...],
    visits: tuple[Visit, ...],
) -> Case:
    """A `Case`."""
    new = _Case()
    new.lead = lead
    new.history = history
    new.state = state
    new.cycles = cycles
    new.refused = refused
    new.visits = visits
    new.__class__ = Case
    made: Case = new
    return made


def draft_cycle(number: int, owner: RepId, assigned_at: datetime, model: str | None) -> Any:
    """A cycle that has just been opened, and is still written to; `draft.__class__ = Cycle` ends that."""
    new = _Cycle()
    new.number = number
    new.owner = owner
    new.assigned_at = assigned_at
    new.first_touch_at = None
    new.worked_at = None
    new.qualified_at = None
    new.outcome = None
    new.outcome_at = None
    new.reason = None
    new.model = model
    return new


def new_visit(
    stage: Stage,
    cycle: int,
    owner: RepId | None,
    entered_at: datetime,
    left_at: datetime | None,
    entered_by: EventId | None,
    left_by: EventId | None,
) -> Visit:
    """A `Visit`; the last one of a lead was not left yet."""
    new = _Visit()
    new.stage = stage
    new.cycle = cycle
    new.owner = owner
    new.entered_at = entered_at
    new.left_at = left_at
    new.entered_by = entered_by
    new.left_by = left_by
    new.__class__ = Visit
    made: Visit = new
    return made
