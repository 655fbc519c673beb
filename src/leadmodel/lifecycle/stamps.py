"""The stamps that a CRM keeps in fields, read from the history: nothing is overwritten, so nothing has to be guarded.

What is not a move is told by a note (`enriched`, `scored`, `marketing_qualified`, `synced`), each as often as it
happens.
"""

from dataclasses import dataclass
from datetime import datetime

from ..records import Case, EventKind, FrozenMap, Note
from .holdings import holdings

__all__ = ["STATUS_FIELDS", "Stamps", "stamps", "status_fields"]

#: The usual field of each status, as many CRM teams have it.
STATUS_FIELDS: FrozenMap[str] = FrozenMap(
    {
        "New": "CreatedDate",
        "Marketing Qualified": "MQL_Time_Stamp__c",
        "Working": "Working_Time_Stamp__c",
        "Converted": "Converted_Time_Stamp__c",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """The seven kinds of moment of a lead, each with all its instants; only two of them come once.

    `owner_changed_at` has every hand-out, the first one too; `first_human_touch_at` is over all cycles.
    """

    created_at: datetime
    enriched_at: tuple[datetime, ...] = ()
    scored_at: tuple[datetime, ...] = ()
    marketing_qualified_at: tuple[datetime, ...] = ()
    synced_at: tuple[datetime, ...] = ()
    owner_changed_at: tuple[datetime, ...] = ()
    first_human_touch_at: datetime | None = None


def stamps(case: Case) -> Stamps:
    """The stamps of a lead, from its events; what was refused left none.

    >>> from datetime import UTC
    >>> from ..records import Event, Lead
    >>> from .replay import replay
    >>> def hour(number): return datetime(2026, 11, 6, number, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=hour(9), source="form")
    >>> class House:
    ...     reasons = ()
    >>> case = replay(lead, [
    ...     Event(id="e1", lead="L1", kind=EventKind.NOTED, at=hour(10), activity="enriched"),
    ...     Event(id="e2", lead="L1", kind=EventKind.ASSIGNED, at=hour(11), rep="ann"),
    ... ], House()).case
    >>> found = stamps(case)
    >>> found.created_at.hour, found.enriched_at[0].hour, found.owner_changed_at[0].hour
    (9, 10, 11)
    """
    return Stamps(
        created_at=case.lead.captured_at,
        enriched_at=_noted(case, Note.ENRICHED),
        scored_at=_noted(case, Note.SCORED),
        marketing_qualified_at=_noted(case, Note.MARKETING_QUALIFIED),
        synced_at=_noted(case, Note.SYNCED),
        owner_changed_at=tuple(held.since for held in holdings(case)),
        first_human_touch_at=_first_human_touch(case),
    )


def status_fields(case: Case) -> FrozenMap[datetime | None]:
    """The fields of `STATUS_FIELDS` as a CRM would show them now: the last time of each, None for never.

    It is a view for reports that want fields. What such fields lose on the second time is in `Case.visits`.
    """
    worked = [cycle.worked_at for cycle in case.cycles if cycle.worked_at is not None]
    last = {
        "New": case.lead.captured_at,
        "Marketing Qualified": _last(_noted(case, Note.MARKETING_QUALIFIED)),
        "Working": _last(tuple(worked)),
        "Converted": _last(_noted(case, Note.CONVERTED)),
    }
    return FrozenMap({name: last[status] for status, name in STATUS_FIELDS.items()})


def _noted(case: Case, note: Note) -> tuple[datetime, ...]:
    refused = set(case.refused)
    return tuple(
        event.at
        for event in case.history
        if event.kind is EventKind.NOTED and event.activity == note and event.id not in refused
    )


def _first_human_touch(case: Case) -> datetime | None:
    refused = set(case.refused)
    for event in case.history:
        if event.kind is EventKind.TOUCHED and not event.automatic and event.id not in refused:
            return event.at
    return None


def _last(instants: tuple[datetime, ...]) -> datetime | None:
    return instants[-1] if instants else None
