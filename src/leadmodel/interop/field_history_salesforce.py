"""Salesforce: rows of LeadHistory beside the leads themselves.

A row has LeadId, Field, OldValue, NewValue, CreatedDate and CreatedById; a change of owner is written as two rows, one
with ids and one with names. The value at creation has no row. History is kept for 18 months, by the API for 24, and
begins no earlier than tracking was switched on for the field.
Sources: Salesforce Object Reference, StandardObjectNameHistory and Lead; Field History Tracking.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from ..records import Event, EventId, EventKind, LeadId, Note, iso, utc
from .field_history_order import Change
from .field_history_plan import SALESFORCE_ID, HistoryPlan, Snapshot, full_id
from .field_history_read import Reader, fail
from .field_history_together import Known, Record, put_together
from .field_history_values import Backfill, HistoryCode, HistoryFinding

__all__ = ["read_salesforce_history"]

Row = Mapping[str, Any]

#: 18 months in days, as few as they may have: older records may have lost rows.
KEPT = timedelta(days=546)
CONVERTED, MERGED, CREATED = "leadConverted", "leadMerged", "created"
#: What the history calls the owner: the name of the relation, or of the field.
OWNER_FIELDS = ("Owner", "OwnerId")


def read_salesforce_history(
    leads: Iterable[Row],
    rows: Iterable[Row],
    plan: HistoryPlan,
    *,
    at: datetime,
    kept_since: datetime | None = None,
    snapshots: Iterable[Snapshot] = (),
) -> Backfill:
    """Stays, events and open questions of leads from their LeadHistory, as of `at`, when the data was read.

    The value before the first row is that row's OldValue, from CreatedDate on; without rows it is the current one. A
    lead that is older than `kept_since` begins there instead, as what was before is gone; `snapshots` of older exports
    fill that time. Rows of other fields are passed over, the order of the rows does not matter.

    Raises `RowError` with every fault of the input, each with its row; `TimeError` for a naive `at` or `kept_since`.
    """
    at = utc(at, "at")
    kept_since = None if kept_since is None else utc(kept_since, "kept_since")
    people, history = Reader("Lead"), Reader("LeadHistory")
    status = plan.status or "Status"
    records, contacts = _records(people, leads, plan, status, kept_since)
    told = [*_rows(history, rows, {status, plan.reason, *OWNER_FIELDS, CREATED, MERGED, CONVERTED})]
    fail(people, history)
    complete: set[str] = set()
    strangers: dict[LeadId, list[int]] = {}
    for lead, name, change in told:
        record = records.get(lead)
        if record is None:
            strangers.setdefault(lead, []).append(change.row)
        elif name == status:
            record.status.changes.append(
                replace(change, old=plan.status_of(change.old), new=plan.status_of(change.new))
            )
        elif name in OWNER_FIELDS:
            record.owner.changes.append(change)
        elif name == CREATED:
            complete.add(lead)
        elif name == MERGED:
            why = "other leads were merged into this one, their rows are not part of its history"
            record.findings.append(_finding(HistoryCode.MERGED, lead, why, change.at, [change.row]))
        elif name == CONVERTED:
            record.events.append(_converted(lead, change.at, contacts.get(lead)))
        else:
            record.reason.changes.append(change)
    canonical = _canonical(plan)
    for lead, record in records.items():
        record.owner.changes = _by_id(record, plan, canonical)
        if kept_since is None and at - record.created > KEPT and lead not in complete:
            why = (
                f"created at {iso(record.created)}, and history is kept for 18 to 24 months; say `kept_since`"
            )
            record.findings.append(_finding(HistoryCode.MAYBE_CUT, lead, why, record.created))
    findings = [
        _finding(HistoryCode.NO_RECORD, lead, "rows of a lead that was not handed in", None, numbers)
        for lead, numbers in strangers.items()
    ]
    return put_together(records.values(), plan, at=at, snapshots=snapshots, findings=findings)


def _records(
    people: Reader, leads: Iterable[Row], plan: HistoryPlan, status: str, kept_since: datetime | None
) -> tuple[dict[LeadId, Record], dict[LeadId, str | None]]:
    records: dict[LeadId, Record] = {}
    contacts: dict[LeadId, str | None] = {}
    canonical = _canonical(plan)
    for number, row in people.objects(leads):
        name = people.text(number, row, "Id", required=True)
        created = people.instant(number, row, "CreatedDate")
        now = people.text(number, row, status)
        owner = people.text(number, row, "OwnerId")
        reason = people.text(number, row, plan.reason) if plan.reason else None
        contact = people.text(number, row, "ConvertedContactId")
        if name is None or created is None:
            continue
        lead = LeadId(full_id(name))
        if lead in records:
            people.faults.add(number, "Id", f"{name!r} stands twice, a lead has one record")
            continue
        contacts[lead] = contact
        records[lead] = Record(
            lead=lead,
            created=created,
            status=Known(current=plan.status_of(now), kept_since=kept_since),
            owner=Known(
                current=canonical.get(full_id(owner), full_id(owner)) if owner else None,
                kept_since=kept_since,
            ),
            reason=Known(current=reason, kept_since=kept_since),
        )
        if row.get("MasterRecordId"):
            why = "merged into another lead, where its life goes on"
            records[lead].findings.append(_finding(HistoryCode.MERGED, lead, why, None))
    return records, contacts


def _rows(
    history: Reader, rows: Iterable[Row], wanted: set[str | None]
) -> Iterator[tuple[LeadId, str, Change]]:
    seen: dict[str, tuple[Any, ...]] = {}
    ids: dict[str, LeadId] = {}
    for number, row in history.objects(rows):
        lead = history.text(number, row, "LeadId", required=True)
        name = history.text(number, row, "Field", required=True)
        at = history.instant(number, row, "CreatedDate")
        if name not in wanted and name is not None:
            continue
        old, new = (history.text(number, row, column) for column in ("OldValue", "NewValue"))
        own = history.text(number, row, "Id")
        if lead is None or name is None or at is None:
            continue
        if lead not in ids:
            ids[lead] = LeadId(full_id(lead))
        known = (ids[lead], name, at, old, new)
        if own is not None:
            first = seen.get(own)
            seen[own] = known
            if first is not None:
                if first != known:
                    message = f"{own!r} is the id of another row too, an id belongs to one"
                    history.faults.add(number, "Id", message)
                continue
        yield ids[lead], name, Change(at, old, new, number, own is not None)


def _canonical(plan: HistoryPlan) -> dict[str, str]:
    """For each name of an owner the id that stands for the same rep, so that names and ids are one history."""
    ids = {rep: name for name, rep in sorted(plan.reps.items(), reverse=True) if rep and _is_id(name)}
    return {name: ids[rep] for name, rep in plan.reps.items() if rep is not None and rep in ids}


def _is_id(text: str) -> bool:
    return text.startswith("00") and SALESFORCE_ID.fullmatch(text) is not None


def _by_id(record: Record, plan: HistoryPlan, canonical: Mapping[str, str]) -> list[Change]:
    """One change for each change of owner: the row with the ids, or the one with names where there is no other."""
    kept: list[Change] = []
    changes = sorted(record.owner.changes, key=lambda each: each.at)
    for at, rows in groupby(changes, key=lambda each: each.at):
        together = [*rows]
        with_ids = [each for each in together if any(map(_is_id, _values(each)))]
        names = {
            value
            for each in together
            if not with_ids
            for value in _values(each)
            if value not in plan.reps and _is_id(record.owner.current or "")
        }
        if names:
            why = (
                f"owner {' and '.join(sorted(map(repr, names)))} is told by name alone, say the rep in `reps`"
            )
            numbers = [each.row for each in together]
            record.findings.append(_finding(HistoryCode.OWNER_BY_NAME, record.lead, why, at, numbers))
        for each in with_ids or together:
            old, new = (None if value is None else full_id(value) for value in (each.old, each.new))
            kept.append(
                replace(
                    each,
                    old=None if old is None else canonical.get(old, old),
                    new=None if new is None else canonical.get(new, new),
                )
            )
    return kept


def _values(change: Change) -> list[str]:
    return [value for value in (change.old, change.new) if value is not None]


def _converted(lead: LeadId, at: datetime, contact: str | None) -> Event:
    return Event(
        id=EventId(f"{lead}/{iso(at)}/converted"),
        lead=lead,
        kind=EventKind.NOTED,
        at=at,
        activity=Note.CONVERTED,
        subject=contact,
    )


def _finding(
    code: HistoryCode, lead: LeadId, why: str, at: datetime | None, rows: Sequence[int] = ()
) -> HistoryFinding:
    return HistoryFinding(code=code, lead=lead, why=why, at=at, rows=tuple(sorted(rows)))
