"""The status tracker: one row for every entry into a state, with what it moved from and how long it stayed.

The record has six fields: lead, contact, opportunity, moved to, moved from, and duration. A new status is a new value
in a row, and no new field; a second stay is a second row, and overwrites nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..records import Case, EventKind, LeadId, Note, utc

__all__ = ["TrackerRow", "journey", "tracker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    """One stay: `moved_in` and `moved_out` are its instants, `duration` is what lies between them.

    While a stay lasts it has no `moved_out`, and a `duration` only as of the instant that was asked about. The first
    row of a lead was moved from nothing.
    """

    lead: LeadId
    contact: str | None
    opportunity: str | None
    moved_to: str
    moved_from: str | None
    duration: timedelta | None
    moved_in: datetime
    moved_out: datetime | None
    cycle: int


def tracker(case: Case, *, at: datetime | None = None) -> tuple[TrackerRow, ...]:
    """The rows of a lead, one for each of its visits.

    A note `converted` names the contact by its `subject`, a note `opportunity_created` the opportunity: the rows that
    there are already get the ids too. The contact stays; the next cycle waits for an opportunity of its own.

    >>> from datetime import UTC
    >>> from ..records import Event, Lead
    >>> from .replay import replay
    >>> def hour(number): return datetime(2026, 11, 6, number, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=hour(9), source="form")
    >>> class House:
    ...     reasons = ()
    >>> case = replay(lead, [
    ...     Event(id="e1", lead="L1", kind=EventKind.ASSIGNED, at=hour(10), rep="ann"),
    ...     Event(id="e2", lead="L1", kind=EventKind.NOTED, at=hour(12), activity="converted", subject="C1"),
    ... ], House()).case
    >>> [(row.contact, row.moved_from, row.moved_to, row.duration) for row in tracker(case)]
    [('C1', None, 'raw', datetime.timedelta(seconds=3600)), ('C1', 'raw', 'assigned', None)]

    Raises `TimeError` for a naive `at`.
    """
    until = None if at is None else utc(at, "at")
    rows: list[TrackerRow] = []
    moved_from: str | None = None
    for visit in case.visits:
        duration = visit.duration
        if duration is None and until is not None:
            duration = visit.lasted(until)
        rows.append(
            TrackerRow(
                lead=case.lead.id,
                contact=None,
                opportunity=None,
                moved_to=visit.stage.value,
                moved_from=moved_from,
                duration=duration,
                moved_in=visit.entered_at,
                moved_out=visit.left_at,
                cycle=visit.cycle,
            )
        )
        moved_from = visit.stage.value
    contacts, opportunities = _links(case)
    return tuple(
        replace(row, contact=_first_from(contacts, row), opportunity=_of_cycle(opportunities, row))
        for row in rows
    )


def journey(cases: Iterable[Case], *, at: datetime | None = None) -> tuple[TrackerRow, ...]:
    """The way of a person or of a company, over all its leads and opportunities, in the order in which it was gone.

    The caller says whose cases they are: those of one contact, or those of all leads of one company.
    """
    rows = [row for case in cases for row in tracker(case, at=at)]
    return tuple(sorted(rows, key=lambda row: (row.moved_in, row.lead, row.cycle)))


#: An id that was given, in which cycle, and when.
_Link = tuple[str, int, datetime]


def _links(case: Case) -> tuple[list[_Link], list[_Link]]:
    refused = set(case.refused)
    arrivals = {visit.entered_by: visit.cycle for visit in case.visits}
    contacts: list[_Link] = []
    opportunities: list[_Link] = []
    cycle = 0
    for event in case.history:
        if event.id in refused:
            continue
        cycle = arrivals.get(event.id, cycle)
        if event.kind is EventKind.NOTED and event.subject:
            if event.activity == Note.CONVERTED:
                contacts.append((event.subject, cycle, event.at))
            elif event.activity == Note.OPPORTUNITY_CREATED:
                opportunities.append((event.subject, cycle, event.at))
    return contacts, opportunities


def _first_from(links: list[_Link], row: TrackerRow) -> str | None:
    """The contact that the lead was when the stay ended, or that it became next."""
    if not links:
        return None
    end = row.moved_out
    known = [name for name, _, at in links if end is None or at < end]
    return known[-1] if known else links[0][0]


def _of_cycle(links: list[_Link], row: TrackerRow) -> str | None:
    """The opportunity of the row's own cycle, or of the first cycle after it that has one."""
    own = [name for name, cycle, _ in links if cycle == row.cycle]
    if own:
        return own[-1]
    later = [name for name, cycle, _ in links if cycle > row.cycle]
    return later[0] if later else None
