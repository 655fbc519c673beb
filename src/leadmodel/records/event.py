"""What happened to a lead: one flat, small record, because there are many of them.

>>> from datetime import datetime, UTC
>>> Event(id="e1", lead="L1", kind=EventKind.TOUCHED, at=datetime(2026, 11, 6, tzinfo=UTC), rep="ann").kind
<EventKind.TOUCHED: 'touched'>
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ..errors import InputError
from .ids import EventId, LeadId, RepId
from .instants import iso, utc
from .names import named

__all__ = ["Event", "EventKind", "first_told", "in_order"]


class EventKind(StrEnum):
    """The vocabulary, in the past tense; the order of the members is the order of events at one instant."""

    ACTIVITY = "activity"
    """The lead did something: a page, a form, a webinar. Counts for the score, moves nothing."""
    NOTED = "noted"
    """The house records something of its own: a hold, a booked meeting, an approval. Moves nothing but clocks."""
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

    Its identity is its id: the same id twice is one event. `activity` names what a lead did or what was noted, `rep`
    who acted or received, `reason` why a lead was dispositioned. `subject` is the id of what an event is about, such as
    a meeting; `amount` is how much of it there was, as a whole number in a unit of the house's own, such as the seconds
    spent on a page; `planned_from` and `planned_until` are the time that it speaks of, such as that of a meeting booked
    now. `recorded_at` is when it was written down, None for as it happened; `model` is the version of the declared
    model that was in force then.

    Raises `TimeError` for a naive time, `InputError` for an unknown kind, when an assignment or a human touch names no
    rep, when an activity or a note has no name, when an amount is below zero, when a plan ends before it begins, or
    when an event was written down before it happened.
    """

    id: EventId
    lead: LeadId
    kind: EventKind
    at: datetime
    rep: RepId | None = None
    reason: str | None = None
    activity: str | None = None
    automatic: bool = False
    subject: str | None = None
    amount: int | None = None
    planned_from: datetime | None = None
    planned_until: datetime | None = None
    recorded_at: datetime | None = None
    model: str | None = None

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
        if kind is EventKind.ACTIVITY or kind is EventKind.NOTED:
            if not self.activity:
                what = "the lead did" if kind is EventKind.ACTIVITY else "was noted"
                raise InputError("activity", self.activity, f"is empty, say what {what}")
        elif not self.rep and (
            kind is EventKind.ASSIGNED or (kind is EventKind.TOUCHED and not self.automatic)
        ):
            raise InputError("rep", self.rep, f"is empty, {kind.value!r} needs the rep")
        object.__setattr__(self, "at", utc(self.at, "at"))
        if self.amount is not None and self.amount < 0:
            raise InputError("amount", self.amount, "is below zero, give how much or leave it out")
        if self.planned_from is not None or self.planned_until is not None:
            self._check_plan()
        if self.recorded_at is not None:
            object.__setattr__(self, "recorded_at", utc(self.recorded_at, "recorded_at"))
            if self.recorded_at < self.at:
                raise InputError(
                    "recorded_at",
                    iso(self.recorded_at),
                    f"is before it happened at {iso(self.at)}, tell what is yet to come as a plan (planned_from)",
                )

    @property
    def known_at(self) -> datetime:
        """Since when the event is known: when it was written down, or when it happened."""
        return self.at if self.recorded_at is None else self.recorded_at

    def _check_plan(self) -> None:
        for name in ("planned_from", "planned_until"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, utc(value, name))
        if self.planned_from is None:
            raise InputError("planned_from", None, "is missing, a plan that ends also begins")
        if self.planned_until is not None and self.planned_until < self.planned_from:
            raise InputError("planned_until", iso(self.planned_until), f"is before {iso(self.planned_from)}")


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events in the order in which they count: by instant, then cause before effect, then id.

    The order in which they came does not matter.
    """
    return tuple(sorted(events, key=_place))


def first_told(one: Event, other: Event) -> Event | None:
    """Of two tellings of one event the one that was written down first; None when they contradict each other.

    Written down again later, and otherwise the same, is the same event.
    """
    if one is other or one == other:
        return one
    if replace(one, recorded_at=None) != replace(other, recorded_at=None):
        return None
    return min(one, other, key=_told)


def _told(event: Event) -> tuple[datetime, bool]:
    return event.known_at, event.recorded_at is not None


def _place(event: Event) -> tuple[datetime, int, str]:
    return event.at, RANK[event.kind], event.id
