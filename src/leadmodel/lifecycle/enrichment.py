"""Enrichment and syncs, read from notes: when data was added, how often a lead was copied before somebody had it.

"Nailing Speed to Lead" wants a lead enriched and scored in marketing automation before it goes to the CRM, so that it
is routed after one sync and not after three.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from ..errors import InputError
from ..records import Case, Event, EventId, EventKind, LeadId, Note, iso, utc
from ..records.names import named

__all__ = [
    "Enrichment",
    "EnrichmentPoint",
    "OutOfOrder",
    "Renewal",
    "SyncMeasure",
    "Syncs",
    "enrichments",
    "out_of_order",
    "renewal_due",
    "sync_measure",
    "syncs_before_routing",
]

_WEEK = timedelta(days=7)


class EnrichmentPoint(StrEnum):
    """When data is added; the `subject` of a note `enriched`."""

    PRE_FORM = "pre_form"
    """Before the form is filled, from what is known of the visitor."""
    SUBMISSION = "submission"
    """When the form is sent."""
    CRM_CREATION = "crm_creation"
    """When the record is made in the CRM."""
    RENEWAL = "renewal"
    """Again every week or month, because data changes: the person may have left the company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """One time that data was added; `point` is None where nobody said when in the process that was."""

    at: datetime
    point: EnrichmentPoint | None
    event: EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """When the data of a lead is to be renewed: `last` is None if it never was enriched, and then it is due at once."""

    last: datetime | None
    due: datetime
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Syncs:
    """How often a lead was copied between its submission and its first assignment; `too_many` is the rule's answer.

    `routed_at` is None while nobody has the lead.
    """

    lead: LeadId
    submitted_at: datetime
    routed_at: datetime | None
    count: int
    too_many: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncMeasure:
    """Over routed leads: how many there are, how many by their number of syncs, and who had too many, by id."""

    leads: int
    by_count: tuple[tuple[int, int], ...]
    too_many: tuple[LeadId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfOrder:
    """Work done in the wrong order. Codes: `scored_unenriched`, `synced_unscored`."""

    event: EventId
    at: datetime
    code: str
    why: str


def enrichments(case: Case) -> tuple[Enrichment, ...]:
    """Each time that data was added, in order. Raises `InputError` for a subject that names no such point.

    >>> from datetime import UTC
    >>> from ..records import Lead
    >>> from .replay import replay
    >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> class House:
    ...     reasons = ()
    >>> note = Event(id="e1", lead="L1", kind=EventKind.NOTED, at=nine, activity="enriched", subject="submission")
    >>> case = replay(Lead(id="L1", captured_at=nine, source="form"), [note], House()).case
    >>> [each.point.value for each in enrichments(case)]
    ['submission']
    """
    return tuple(
        Enrichment(
            at=event.at,
            point=None if event.subject is None else named(EnrichmentPoint, event.subject, "subject"),
            event=event.id,
        )
        for event in _notes(case, Note.ENRICHED)
    )


def renewal_due(case: Case, *, every: Literal["week", "month"] | timedelta, at: datetime) -> Renewal:
    """When the data of a lead is to be renewed, counted from the last time; enrichment after `at` is left out.

    A month later is the same day and time in UTC, or the last day of a shorter month. Raises `InputError` for another
    rhythm, `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    last = max((event.at for event in _notes(case, Note.ENRICHED) if event.at <= at), default=None)
    due = _later(last, every) if last is not None else case.lead.captured_at
    return Renewal(last=last, due=due, is_due=due <= at)


def syncs_before_routing(case: Case, *, at: datetime, most: int = 1) -> Syncs:
    """How often a lead was synced between its submission and its first assignment, and whether that is too often.

    A sync on the instant of the assignment comes before it, as every note does. While nobody has the lead, those until
    `at` count. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    assigned = case.cycles[0].assigned_at if case.cycles else None
    routed = assigned if assigned is not None and assigned <= at else None
    until = at if routed is None else routed
    count = sum(case.lead.captured_at <= event.at <= until for event in _notes(case, Note.SYNCED))
    return Syncs(
        lead=case.lead.id,
        submitted_at=case.lead.captured_at,
        routed_at=routed,
        count=count,
        too_many=count > most,
    )


def sync_measure(cases: Iterable[Case], *, at: datetime, most: int = 1) -> SyncMeasure:
    """How many syncs it took until leads were routed, over those that have been by an instant.

    Raises `TimeError` for a naive `at`.
    """
    counted = [syncs_before_routing(case, at=at, most=most) for case in cases]
    routed = [each for each in counted if each.routed_at is not None]
    numbers = sorted({each.count for each in routed})
    return SyncMeasure(
        leads=len(routed),
        by_count=tuple((number, sum(each.count == number for each in routed)) for number in numbers),
        too_many=tuple(sorted(each.lead for each in routed if each.too_many)),
    )


def out_of_order(case: Case) -> tuple[OutOfOrder, ...]:
    """Scores of a lead that was not enriched yet, and syncs of one that was not scored yet, in the order of time.

    On one instant the right order is assumed.
    """
    enriched = min((event.at for event in _notes(case, Note.ENRICHED)), default=None)
    scored = min((event.at for event in _notes(case, Note.SCORED)), default=None)
    found = []
    for event in _notes(case, Note.SCORED, Note.SYNCED):
        before, code, what = (
            (enriched, "scored_unenriched", "scored and not enriched")
            if event.activity == Note.SCORED
            else (scored, "synced_unscored", "synced and not scored")
        )
        if before is None or event.at < before:
            until = " at all" if before is None else f" until {iso(before)}"
            found.append(OutOfOrder(event=event.id, at=event.at, code=code, why=what + until))
    return tuple(found)


def _notes(case: Case, *names: Note) -> list[Event]:
    refused = frozenset(case.refused)
    return [
        event
        for event in case.history
        if event.kind is EventKind.NOTED and event.activity in names and event.id not in refused
    ]


def _later(last: datetime, every: Literal["week", "month"] | timedelta) -> datetime:
    if isinstance(every, timedelta):
        if every <= timedelta(0):
            raise InputError("every", every, "is not a length of time above zero")
        return last + every
    if every == "week":
        return last + _WEEK
    if every != "month":
        raise InputError("every", every, "is not one of week, month")
    year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    return last.replace(year=year, month=month, day=min(last.day, monthrange(year, month)[1]))
