"""Leads that the process has no place for yet: tagged, left out of the measures, and to be resolved.

A note `exception` tags a lead, and `exception_resolved` takes the tag off again. Their `subject` says which is meant
where a lead has several; one that is resolved without a subject resolves them all.

>>> from leadmodel.records import Lead, Raw
>>> nine = datetime.fromisoformat("2026-11-02T09:00Z")
>>> tag = Event(id="e1", lead="L1", kind="noted", at=nine, activity="exception", subject="first lead from Japan")
>>> lead = Lead(id="L1", captured_at=nine, source="form")
>>> case = Case(lead=lead, history=(tag,), state=Raw(lead="L1", since=nine))
>>> [(each.subject, each.resolved_at) for each in open_exceptions([case], at=nine)]
[('first lead from Japan', None)]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..records import Case, Cycle, Event, LeadId, Note, RepId, utc
from .standing import notes_between, standing

__all__ = ["LeadException", "exceptions_of", "is_excepted", "open_exceptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadException:
    """One exception of a lead, from the note that tagged it until it was resolved; `owner` holds the lead now."""

    lead: LeadId
    subject: str | None
    since: datetime
    resolved_at: datetime | None
    tagged_by: RepId | None
    owner: RepId | None


def exceptions_of(case: Case, *, at: datetime) -> tuple[LeadException, ...]:
    """Every exception of a lead by an instant, open or resolved, in the order in which they were tagged.

    Tagging again what is tagged already changes nothing. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    notes = notes_between(case, (Note.EXCEPTION, Note.EXCEPTION_RESOLVED), None, at)
    if not notes:
        return ()
    found: list[tuple[Event, datetime | None]] = []
    still: dict[str | None, int] = {}
    for note in notes:
        if note.activity == Note.EXCEPTION:
            if note.subject not in still:
                still[note.subject] = len(found)
                found.append((note, None))
            continue
        for subject in list(still) if note.subject is None else [note.subject]:
            place = still.pop(subject, None)
            if place is not None:
                found[place] = (found[place][0], note.at)
    stands = standing(case, at=at)
    owner = None if stands is None else stands.owner
    return tuple(
        LeadException(
            lead=case.lead.id,
            subject=tag.subject,
            since=tag.at,
            resolved_at=resolved_at,
            tagged_by=tag.rep,
            owner=owner,
        )
        for tag, resolved_at in found
    )


def open_exceptions(cases: Iterable[Case], *, at: datetime) -> tuple[LeadException, ...]:
    """The exceptions that nobody has resolved yet, the oldest first: each has to get a place in the process.

    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    found = [each for case in cases for each in exceptions_of(case, at=at) if each.resolved_at is None]
    return tuple(sorted(found, key=lambda each: (each.since, each.lead, each.subject or "")))


def is_excepted(case: Case, cycle: Cycle, *, at: datetime) -> bool:
    """Whether one time round stays out of the measures.

    While an exception is open the whole lead does; once it is resolved, only those times round that it fell into: what
    was done under an exception says nothing about the process. Raises `TimeError` for a naive `at`.
    """
    tagged = exceptions_of(case, at=at)
    if not tagged:
        return False
    ended = cycle.as_of(utc(at, "at")).outcome_at
    return any(
        each.resolved_at is None
        or (
            max(cycle.assigned_at, each.since) < each.resolved_at
            and (ended is None or max(cycle.assigned_at, each.since) < ended)
        )
        for each in tagged
    )
