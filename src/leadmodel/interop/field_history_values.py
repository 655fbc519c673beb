"""What comes of a field's history: stays with entry and exit, and what the history itself does not settle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..records import Event, LeadId, utc

__all__ = ["Backfill", "Began", "FieldVisit", "HistoryCode", "HistoryFinding"]


class Began(StrEnum):
    """How the entry of a stay is known."""

    CREATED = "created"
    """Reconstructed: the value with which the record was created, before the first row of the history."""
    CHANGED = "changed"
    """A row of the history says so."""
    CUT = "cut"
    """The history begins here; the value was there already, nobody knows since when."""
    GAP = "gap"
    """The value was there at this instant at the latest; the row of its entry is missing."""
    SEEN = "seen"
    """A snapshot from outside shows the value at this instant; it came at this instant at the latest."""


class HistoryCode(StrEnum):
    """What a history leaves open or contradicts; each is listed, and none is settled in silence."""

    AFTER_NOW = "after_now"
    """A row, or the record itself, is later than the instant of the reading; it is left out."""
    AMBIGUOUS_STATUS = "ambiguous_status"
    """The vocabulary has several places for the status; no event is made of it."""
    BEFORE_CREATED = "before_created"
    """A row is older than its record; the first stay begins with the row."""
    CURRENT_DIFFERS = "current_differs"
    """The record has another value than its last row."""
    CUT = "cut"
    """The history begins after the record was created; what was before is not known."""
    GAP = "gap"
    """A row's old value is not the value before it; at least one row is missing."""
    MAYBE_CUT = "maybe_cut"
    """The record is older than what the program keeps, and nobody said since when history is kept."""
    MERGED = "merged"
    """Records were merged: rows of the others are missing here, or are mixed with these."""
    NO_HISTORY = "no_history"
    """A value without any entry of its own, in a program that writes one for each value."""
    NO_REASON = "no_reason"
    """A lead was dispositioned and no reason is told."""
    NO_RECORD = "no_record"
    """Rows of a record that was not handed in."""
    NO_REP = "no_rep"
    """An event needs a rep, and the owner is a queue or nobody; no event is made."""
    NO_WAY = "no_way"
    """No move leads from the stage before to this one; replay will refuse the event."""
    ORDER_LOST = "order_lost"
    """Several moves on one instant, which replay takes in another order."""
    ORDER_UNSURE = "order_unsure"
    """Several changes of one field on one instant fit more than one order."""
    OWNER_BY_NAME = "owner_by_name"
    """An owner is told by name alone, and nobody said which rep that is."""
    REPEATED = "repeated"
    """The same row more than once, without an id by which to tell."""
    SEEN = "seen"
    """An entry is known from a snapshot alone: it happened at that instant at the latest."""
    SNAPSHOT_DIFFERS = "snapshot_differs"
    """A snapshot shows another value than the history; the history counts."""
    UNKNOWN_STATUS = "unknown_status"
    """The vocabulary does not have the status; no event is made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFinding:
    """Something that the history does not settle: a stable code, the words, and the rows (from 1) that show it."""

    code: HistoryCode
    lead: LeadId
    why: str
    at: datetime | None = None
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        rows = f" (row {', '.join(map(str, self.rows))})" if self.rows else ""
        return f"{self.lead}: {self.why}{rows}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldVisit:
    """One stay of a record's field on one value, `[entered_at, left_at)`; one that lasts has no `left_at`."""

    lead: LeadId
    value: str | None
    entered_at: datetime
    left_at: datetime | None = None
    began: Began = Began.CHANGED

    @property
    def duration(self) -> timedelta | None:
        """How long the stay took; None while it lasts."""
        return None if self.left_at is None else self.left_at - self.entered_at

    def lasted(self, at: datetime) -> timedelta:
        """How long the stay took, or has taken by an instant; never below zero.

        Raises `TimeError` for a naive `at`.
        """
        until = utc(at, "at")
        if self.left_at is not None and self.left_at < until:
            until = self.left_at
        return max(until - self.entered_at, timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """What a history tells: the stays of each lead on each status, those with each owner, the events, and what is open.

    Visits come by lead and time. Events are what `replay` takes. A lead's stays follow each other without gap or
    overlap, from its creation (or from where its history begins) until now.
    """

    visits: tuple[FieldVisit, ...] = ()
    owners: tuple[FieldVisit, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[HistoryFinding, ...] = ()

    def of(self, lead: str) -> "Backfill":
        """The part that belongs to one lead."""
        return Backfill(
            visits=_belonging(self.visits, lead),
            owners=_belonging(self.owners, lead),
            events=tuple(event for event in self.events if event.lead == lead),
            findings=tuple(finding for finding in self.findings if finding.lead == lead),
        )


def _belonging(visits: Iterable[FieldVisit], lead: str) -> tuple[FieldVisit, ...]:
    return tuple(visit for visit in visits if visit.lead == lead)
