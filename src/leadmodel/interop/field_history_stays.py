"""From the changes of one field to its stays: the first value, the gaps, the cut, and the reading's own instant.

A row says what the value was before it. That is more than its time: it orders the rows of one instant, and it shows
where a row is missing. Rows count whatever order they come in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, pairwise

from ..records import LeadId, iso
from .field_history_order import Change, Value, in_line, line_start
from .field_history_values import Began, FieldVisit, HistoryCode, HistoryFinding

__all__ = ["Seen", "Told", "stays_of"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A value that was there at an instant, as an older export shows it."""

    at: datetime
    value: Value


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of one field of one record; history before `kept_since` is gone.

    `opening` is the value before the first change, where that is told rather than to be found out.
    """

    lead: LeadId
    field: str
    created: datetime
    changes: Sequence[Change]
    current: Value
    kept_since: datetime | None = None
    seen: Sequence[Seen] = ()
    opening: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    value: Value
    at: datetime
    began: Began


@dataclass(slots=True)
class _Found:
    lead: LeadId
    findings: list[HistoryFinding] = field(default_factory=list)

    def add(self, code: HistoryCode, why: str, at: datetime | None, changes: Sequence[Change] = ()) -> None:
        rows = tuple(sorted(change.row for change in changes if change.row))
        self.findings.append(HistoryFinding(code=code, lead=self.lead, why=why, at=at, rows=rows))


def stays_of(told: Told, *, at: datetime) -> tuple[list[FieldVisit], list[HistoryFinding]]:
    """The stays of a field until `at`, without gap or overlap, and what the history does not settle."""
    found = _Found(told.lead)
    if told.created > at:
        found.add(HistoryCode.AFTER_NOW, f"created at {iso(told.created)}, after the reading", told.created)
        return [], found.findings
    changes = sorted((each for each in told.changes if each.old != each.new), key=lambda each: each.at)
    groups = [[*rows] for _, rows in groupby(changes, key=lambda each: each.at)]
    starts = [*told.opening, *_starts(groups, told.current)[len(told.opening) :]]
    entries = _before_the_rows(told, groups[0] if groups else [], starts[0], found)
    for start, rows in zip(starts, groups, strict=False):
        _apply(told, rows, start, entries, found)
    if told.opening == (None,) and len(entries) > 1 and entries[1].at == entries[0].at:
        # Set as it was created: there was no time without a value.
        entries[:2] = [replace(entries[1], began=Began.CREATED)]
    _reach_now(told, entries, [each for each in changes if each.at > at], at, found)
    _compare(told, entries, found)
    until = [entry for entry in entries if entry.at <= at]
    ends = [entry.at for entry in until[1:]]
    visits = [
        FieldVisit(lead=told.lead, value=entry.value, entered_at=entry.at, left_at=end, began=entry.began)
        for entry, end in zip(until, [*ends, None], strict=True)
    ]
    return visits, found.findings


def _starts(groups: Sequence[Sequence[Change]], current: Value) -> list[Value]:
    """The value before each group, and at last the current one; backwards, as a round trip needs to know its end."""
    starts = [current]
    for rows in reversed(groups):
        starts.append(line_start(rows, starts[-1]))
    return starts[::-1]


def _before_the_rows(told: Told, first: Sequence[Change], value: Value, found: _Found) -> list[_Entry]:
    """What was there before the first row, and since when that is known."""
    kept, earliest = told.kept_since, first[0].at if first else None
    if kept is None or kept <= told.created:
        if earliest is None or earliest >= told.created:
            return [_Entry(value, told.created, Began.CREATED)]
        created = iso(told.created)
        why = f"{told.field} changed at {iso(earliest)}, before the record was created at {created}"
        found.add(HistoryCode.BEFORE_CREATED, why, earliest, first)
        return [_Entry(value, earliest, Began.CREATED)]
    start = kept if earliest is None else min(kept, earliest)
    why = f"{told.field} is told since {iso(start)} only, the record was created at {iso(told.created)}"
    found.add(HistoryCode.CUT, why, start)
    entries: list[_Entry] = []
    for seen in sorted(told.seen, key=lambda each: each.at):
        if told.created <= seen.at < start and (not entries or entries[-1].value != seen.value):
            entries.append(_Entry(seen.value, seen.at, Began.SEEN))
    if not entries or entries[-1].value != value:
        entries.append(_Entry(value, start, Began.CUT))
    return entries


def _apply(told: Told, rows: Sequence[Change], start: Value, entries: list[_Entry], found: _Found) -> None:
    """The rows of one instant, after what was there."""
    ordered = in_line(rows, entries[-1].value, start)
    when = rows[0].at
    if ordered.repeated:
        found.add(
            HistoryCode.REPEATED, f"the same change of {told.field} more than once", when, ordered.repeated
        )
    if ordered.unsure:
        why = f"changes of {told.field} at {iso(when)} fit more than one order"
        found.add(HistoryCode.ORDER_UNSURE, why, when, ordered.changes)
    for change in ordered.changes:
        value = entries[-1].value
        if change.old != value:
            why = f"{told.field} was {value!r}, and a row says that it was {change.old!r}"
            found.add(HistoryCode.GAP, why, when, [change])
            entries.append(_Entry(change.old, when, Began.GAP))
        entries.append(_Entry(change.new, when, Began.CHANGED))


def _reach_now(
    told: Told, entries: list[_Entry], late: Sequence[Change], at: datetime, found: _Found
) -> None:
    if late:
        found.add(HistoryCode.AFTER_NOW, f"changes of {told.field} after the reading", late[0].at, late)
    value = entries[-1].value
    if value == told.current:
        return
    why = f"the rows leave {told.field} at {value!r}, the record has {told.current!r}"
    found.add(HistoryCode.CURRENT_DIFFERS, why, at)
    if not late:
        entries.append(_Entry(told.current, at, Began.GAP))


def _compare(told: Told, entries: Sequence[_Entry], found: _Found) -> None:
    """Snapshots of a time that the history covers add nothing; one that shows another value is listed."""
    for seen in told.seen:
        shown = {entry.value for entry, after in pairwise(entries) if entry.at <= seen.at <= after.at}
        if entries[-1].at <= seen.at:
            shown.add(entries[-1].value)
        if shown and seen.value not in shown:
            why = f"a snapshot shows {told.field} {seen.value!r}, the history {_listed(shown)}"
            found.add(HistoryCode.SNAPSHOT_DIFFERS, why, seen.at)


def _listed(values: set[Value]) -> str:
    return " or ".join(sorted(map(repr, values)))
