"""HubSpot: objects with `propertiesWithHistory`, where each property lists its values, the newest first.

An entry has value, timestamp, sourceType, sourceId, sourceLabel and updatedByUserId; all values are text, an empty one
means cleared. Times are ISO 8601 or milliseconds since 1970. A property that was never set has no entry at all.
Source: HubSpot developer documentation, CRM objects, `propertiesWithHistory`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from ..records import LeadId, iso, utc
from .faults import shown
from .field_history_order import Change, Value
from .field_history_plan import HistoryPlan, Snapshot
from .field_history_read import Reader, fail
from .field_history_together import Known, Record, put_together
from .field_history_values import Backfill, HistoryCode, HistoryFinding

__all__ = ["read_hubspot_history"]

Row = Mapping[str, Any]
OWNER = "hubspot_owner_id"


def read_hubspot_history(
    objects: Iterable[Row],
    plan: HistoryPlan,
    *,
    at: datetime,
    most_kept: int | None = None,
    snapshots: Iterable[Snapshot] = (),
) -> Backfill:
    """Stays, events and open questions of objects from their property history, as of `at`, when the data was read.

    Before its first entry a property is empty. One that has `most_kept` entries may have lost older ones: it begins
    with the first entry that is left, and `snapshots` of older exports fill the time before. The same value again is no
    change; of several values on one instant none is known to be the last, but for the newest, where the current one is.

    Raises `RowError` with every fault of the input, each with the number of its object; `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    reader = Reader("objects")
    names = {"status": plan.status or "hs_lead_status", "owner": OWNER}
    if plan.reason:
        names["reason"] = plan.reason
    records: dict[LeadId, Record] = {}
    for number, row in reader.objects(objects):
        name = _id(reader, number, row)
        created = reader.instant(number, row, "createdAt")
        current = _object(reader, number, row, "properties")
        histories = _object(reader, number, row, "propertiesWithHistory")
        told = {part: _entries(reader, number, histories, known_as) for part, known_as in names.items()}
        values = {part: reader.text(number, current, known_as) for part, known_as in names.items()}
        if name is None or created is None:
            continue
        if name in records:
            reader.faults.add(number, "id", f"{name!r} stands twice, an object comes once")
            continue
        record = Record(lead=name, created=created, status=Known(), owner=Known(), reason=Known())
        records[name] = record
        for part, known_as in names.items():
            known = _known(record, known_as, told[part], values[part], most_kept)
            if part == "status":
                known = _with_labels(known, plan)
            setattr(record, part, known)
    fail(reader)
    return put_together(records.values(), plan, at=at, snapshots=snapshots)


def _id(reader: Reader, number: int, row: Row) -> LeadId | None:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return LeadId(str(value))
    text = reader.text(number, row, "id", required=True)
    return None if text is None else LeadId(text)


def _object(reader: Reader, number: int, row: Row, name: str) -> Row:
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        reader.faults.add(number, name, f"{shown(value)} is not an object")
        return {}
    return value


Entry = tuple[datetime, Value, int, bool]


def _entries(reader: Reader, number: int, histories: Row, name: str) -> list[Entry]:
    """The entries of one property: when, what, which one it was in the list (from 1), whether a merge wrote it."""
    listed = histories.get(name)
    if listed is None:
        return []
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        reader.faults.add(number, f"propertiesWithHistory.{name}", f"{shown(listed)} is not a list")
        return []
    found: list[Entry] = []
    for place, entry in enumerate(listed):
        where = f"propertiesWithHistory.{name}[{place}]"
        if not isinstance(entry, Mapping):
            reader.faults.add(number, where, f"{shown(entry)} is not an object")
            continue
        at = reader.instant(number, entry, "timestamp", label=f"{where}.timestamp")
        value = reader.text(number, entry, "value", label=f"{where}.value")
        source = entry.get("sourceType")
        if at is not None:
            found.append((at, value, place + 1, isinstance(source, str) and source.startswith("MERGE")))
    return found


def _with_labels(known: Known, plan: HistoryPlan) -> Known:
    return replace(
        known,
        current=plan.status_of(known.current),
        opening=tuple(plan.status_of(value) for value in known.opening),
        changes=[
            replace(each, old=plan.status_of(each.old), new=plan.status_of(each.new))
            for each in known.changes
        ],
    )


def _known(record: Record, name: str, entries: list[Entry], current: Value, most_kept: int | None) -> Known:
    def find(code: HistoryCode, why: str, at: datetime | None, rows: Iterable[int] = ()) -> None:
        record.findings.append(
            HistoryFinding(code=code, lead=record.lead, why=why, at=at, rows=tuple(sorted(rows)))
        )

    if not entries:
        if current is not None:
            why = f"{name} is {current!r} and has no history; it is taken to have been so since the creation"
            find(HistoryCode.NO_HISTORY, why, None)
        return Known(current=current)
    merged = [place for _, _, place, by_merge in entries if by_merge]
    if merged:
        find(HistoryCode.MERGED, f"values of {name} came from records that were merged", None, merged)
    entries.sort(key=lambda entry: entry[0])
    cut = most_kept is not None and len(entries) >= most_kept and entries[0][0] > record.created
    changes: list[Change] = []
    value: Value = None
    last = entries[-1][0]
    for when, group in groupby(entries, key=lambda entry: entry[0]):
        together = [*group]
        values = {each[1]: each[2] for each in sorted(together, key=lambda each: -each[2])}
        ordered = sorted(
            values,
            key=lambda each: (when == last and each == current, each != value, each is not None, each or ""),
        )
        if len(values) > 1:
            why = f"{name} has several values at {iso(when)}, and their order is not told"
            find(HistoryCode.ORDER_UNSURE, why, when, values.values())
        for each in ordered:
            if each != value or (cut and not changes):
                changes.append(Change(when, value, each, values[each], told_by_id=True))
                value = each
    if not cut:
        return Known(current=current, changes=changes, opening=(None,))
    # The oldest entry that is left says that its value was there; what was before it is not known.
    first = changes[0]
    return Known(current=current, changes=changes[1:], kept_since=first.at, opening=(first.new,))
