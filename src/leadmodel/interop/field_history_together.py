"""The fields of one record put together: stays of its status, its owner and its reason, then the events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..records import Event, LeadId, in_order
from .field_history_events import Lived, events_of
from .field_history_order import Change, Value
from .field_history_plan import HistoryPlan, Snapshot, full_id
from .field_history_stays import Seen, Told, stays_of
from .field_history_values import Backfill, FieldVisit, HistoryFinding

__all__ = ["Known", "Record", "put_together"]


@dataclass(slots=True)
class Known:
    """What is known of one field: its value now, its changes, since when they are kept, what was before them."""

    current: Value = None
    changes: list[Change] = field(default_factory=list)
    kept_since: datetime | None = None
    opening: tuple[Value, ...] = ()


@dataclass(slots=True)
class Record:
    """One record of another program, with the fields that tell its life, and what else is known of it."""

    lead: LeadId
    created: datetime
    status: Known
    owner: Known
    reason: Known
    events: list[Event] = field(default_factory=list)
    findings: list[HistoryFinding] = field(default_factory=list)


def put_together(
    records: Iterable[Record],
    plan: HistoryPlan,
    *,
    at: datetime,
    snapshots: Iterable[Snapshot],
    findings: Iterable[HistoryFinding] = (),
) -> Backfill:
    """The backfill of all records, ordered by lead; the same whatever the order of records and rows."""
    seen: dict[str, list[Snapshot]] = {}
    for snapshot in snapshots:
        seen.setdefault(full_id(snapshot.lead), []).append(snapshot)
    visits: list[FieldVisit] = []
    owners: list[FieldVisit] = []
    events: list[Event] = []
    found: list[HistoryFinding] = []
    for record in sorted(records, key=lambda each: each.lead):
        older = seen.get(record.lead, [])
        statuses = [Seen(each.at, plan.status_of(each.status)) for each in older if each.status is not None]
        holders = [Seen(each.at, full_id(each.owner)) for each in older if each.owner is not None]
        found += record.findings
        stays = []
        for name, known, shown in (
            ("the status", record.status, statuses),
            ("the owner", record.owner, holders),
            ("the reason", record.reason, []),
        )[: 3 if plan.reason else 2]:
            each, open_ends = stays_of(_told(record, name, known, shown), at=at)
            stays.append(each)
            found += open_ends
        lived = Lived(record.lead, *stays)
        if lived.statuses:
            told, in_the_way = events_of(lived, plan)
            events += in_order([*told, *(event for event in record.events if event.at <= at)])
            found += in_the_way
        visits += lived.statuses
        owners += lived.owners
    found += findings
    return Backfill(
        visits=tuple(visits),
        owners=tuple(owners),
        events=tuple(events),
        findings=tuple(dict.fromkeys(sorted(found, key=lambda each: each.lead))),
    )


def _told(record: Record, name: str, known: Known, seen: Sequence[Seen]) -> Told:
    return Told(
        lead=record.lead,
        field=name,
        created=record.created,
        changes=known.changes,
        current=known.current,
        kept_since=known.kept_since,
        seen=seen,
        opening=known.opening,
    )
