"""What happened to a lead: one flat, small record, because there are many of them.

>>> from datetime import datetime, UTC
>>> Event(id="e1", lead="L1", kind=EventKind.TOUCHED, at=datetime(2026, 11, 6, tzinfo=UTC), rep="ann").kind
<EventKind.TOUCHED: 'touched'>
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..errors import InputError
from .ids import EventId, LeadId, RepId
from .instants import utc
from .names import named

__all__ = ["Event", "EventKind", "in_order"]


class EventKind(StrEnum):
    """The vocabulary, in the past tense; the order of the members is the order of events at one instant."""

    ACTIVITY = "activity"
    """The lead did something: a page, a form, a webinar. Counts for the score, moves nothing."""
    ASSIGNED = "assigned"
    """A rep got the lead, or it passed from one rep to another."""
    TOUCHED = "touched"
    """A call, an e-mail, a meeting from our side. An automatic one is recorded and moves nothing."""
    QUALIFIED = "qualified"
    NURTURED = "nurtured"
    UNQUALIFIED = "unqualified"
    WON = "won"


#: Cause before effect: on one instant a lead is assigned, then touched, then dispositioned. A clock that would start
#: and stop on the same instant is therefore stopped.
RANK = {kind: rank for rank, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, with the instant at which it did.

    Its identity is its id: the same id twice is one event. `activity` names what a lead did, `rep` who acted or
    received, `reason` why a lead was dispositioned.

    Raises `TimeError` for a naive `at`, `InputError` for an unknown kind, when an assignment or a human touch names no
    rep, or when an activity has no name.
    """

    id: EventId
    lead: LeadId
    kind: EventKind
    at: datetime
    rep: RepId | None = None
    reason: str | None = None
    activity: str | None = None
    automatic: bool = False

    def __post_init__(self) -> None:
        if not self.id:
            raise InputError("id", self.id, "is empty, every event needs an id of its own")
        if not self.lead:
            raise InputError("lead", self.lead, "is empty, an event belongs to a lead")
        kind = self.kind
        if type(kind) is not EventKind:
            # A plain text equals its member and is not the member; taken as it is, it would be noted and move nothing.
            kind = named(EventKind, kind, "kind")
            object.__setattr__(self, "kind", kind)
        if kind is EventKind.ACTIVITY:
            if not self.activity:
                raise InputError("activity", self.activity, "is empty, say what the lead did")
        elif not self.rep and (
            kind is EventKind.ASSIGNED or (kind is EventKind.TOUCHED and not self.automatic)
        ):
            raise InputError("rep", self.rep, f"is empty, {kind.value!r} needs the rep")
        object.__setattr__(self, "at", utc(self.at, "at"))


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events in the order in which they count: by instant, then cause before effect, then id.

    The order in which they came does not matter.
    """
    return tuple(sorted(events, key=_place))


def _place(event: Event) -> tuple[datetime, int, str]:
    return event.at, RANK[event.kind], event.id
