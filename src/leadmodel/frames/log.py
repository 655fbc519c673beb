"""A table of events as the kernel takes it: ids and names as whole numbers, instants as microseconds in UTC.

What a single event could not be is refused here too: one without a lead, an instant or a name, an instant without a
time zone, an amount below zero, and two different events with one id.

>>> import pyarrow as pa
>>> from datetime import UTC, datetime
>>> cells = {
...     "event.lead": pa.array(["L2", "L1", "L9"]),
...     "event.at": pa.array([datetime(2026, 11, day, tzinfo=UTC) for day in (6, 7, 8)]),
...     "event.activity": pa.array(["page_viewed", "page_viewed", "demo"]),
... }
>>> log = log_of(cells, pa.array(["L1", "L2"], pa.large_string()))
>>> log.lead.tolist(), log.activity.tolist(), log.names
([1, 0, -1], [0, 0, 1], ('page_viewed', 'demo'))
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..conditions.values import as_whole, is_known
from ..errors import InputError, TimeError
from ..records import EventKind, utc
from ..records.instants import micros
from .columns import Coded, Numbers, column_of
from .hashing import places_among
from .kernel import Log

__all__ = ["EVENT_COLUMNS", "NAIVE", "codes_among", "ids_of", "log_of"]

Ints: TypeAlias = NDArray[np.int64]

#: What is read of events, and what it is called in the house's own tables.
EVENT_COLUMNS = {
    "event.lead": "lead",
    "event.at": "occurred_at",
    "event.activity": "activity",
    "event.subject": "subject",
    "event.amount": "amount",
    "event.kind": "kind",
    "event.id": "id",
}
_UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1}
NAIVE = "has no time zone, and an instant without one might be anybody's: give the column a zone, such as UTC"


def log_of(cells: Mapping[str, Any], leads: Any) -> Log:
    """The log of the columns by name; a lead is known by its place among `leads`, and other events count for nobody.

    Raises `InputError` for columns that do not hold what events are made of, and `TimeError` for naive instants.
    """
    kind = cells.get("event.kind")
    if kind is not None:
        kept = _is_activity(kind)
        if not kept.all():
            cells = {name: _filtered(column, kept) for name, column in cells.items()}
    ids = ids_of(cells["event.lead"], "event.lead")
    activity = _names(cells["event.activity"])
    subject, amount = cells.get("event.subject"), cells.get("event.amount")
    log = Log(
        lead=codes_among(ids, leads),
        at=_instants(cells["event.at"]),
        activity=activity.codes,
        names=tuple(map(str, activity.values)),
        subject=None if subject is None else _places(subject),
        amount=None if amount is None else _amounts(amount),
    )
    told = cells.get("event.id")
    return log if told is None else _each_once(log, told)


def ids_of(cells: Any, argument: str) -> Any:
    """The ids as one Arrow array of texts or whole numbers, none of them missing."""
    if not isinstance(cells, pa.Array | pa.ChunkedArray):
        try:
            cells = pa.array(cells, from_pandas=True)
        except (pa.ArrowException, TypeError):
            raise InputError(
                argument, cells[:3], "is of several kinds, give ids that are all text or all numbers"
            ) from None
    kind = cells.type
    if pa.types.is_dictionary(kind):
        return ids_of(cells.cast(kind.value_type), argument)
    if pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
        cells = cells.cast(pa.int64())
    elif (
        pa.types.is_string(kind)
        or pa.types.is_string_view(kind)
        or (pa.types.is_null(kind) and not len(cells))
    ):
        cells = cells.cast(pa.large_string())
    elif not pa.types.is_large_string(kind) and not pa.types.is_null(kind):
        raise InputError(argument, str(kind), "is no type of ids, give texts or whole numbers")
    if cells.null_count:
        raise InputError(
            argument, cells.null_count, "of the rows are empty, every row needs the id of a lead"
        )
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.chunk(0) if cells.num_chunks == 1 else cells.combine_chunks()
    return cells


def codes_among(ids: Any, among: Any) -> NDArray[Any]:
    """For each id its place among different ones, -1 where it is none of them.

    Raises `InputError` when one holds texts and the other numbers, since then none would ever be found.
    """
    if ids.type != among.type:
        if not len(ids) or not len(among):
            return np.full(len(ids), -1, np.int64)
        raise InputError(
            "event.lead", str(ids.type), f"is of another type than the ids of leads, {among.type}"
        )
    if pa.types.is_integer(ids.type):
        return places_among(ids.to_numpy(), among.to_numpy())
    codes: NDArray[Any] = pc.fill_null(pc.index_in(ids, value_set=among), -1).to_numpy(zero_copy_only=False)
    return codes


def _is_activity(cells: Any) -> NDArray[np.bool_]:
    column = column_of(cells)
    if not isinstance(column, Coded):
        raise InputError("event.kind", "numbers", "is no column of kinds, give texts such as 'activity'")
    wanted = np.array([value == EventKind.ACTIVITY for value in column.values], np.bool_)
    found: NDArray[np.bool_] = wanted[column.codes]
    return found


def _filtered(cells: Any, kept: NDArray[np.bool_]) -> Any:
    if isinstance(cells, pa.Array | pa.ChunkedArray):
        return cells.filter(pa.array(kept))
    if isinstance(cells, np.ndarray):
        return cells[kept]
    return [cell for cell, wanted in zip(cells, kept.tolist(), strict=True) if wanted]


def _names(cells: Any) -> Coded:
    """The activities, each name once."""
    column = column_of(cells)
    if not isinstance(column, Coded):
        if len(column):
            raise InputError("event.activity", column.cell(0), "is a number, say what the lead did")
        return Coded(codes=np.zeros(0, np.intp), values=())
    used = np.bincount(column.codes, minlength=len(column.values)).tolist()
    places: dict[object, int] = {}
    recoded = np.zeros(len(column.values), np.int32)
    for code, (value, times) in enumerate(zip(column.values, used, strict=True)):
        if not times:
            continue
        if not isinstance(value, str) or not value:
            raise InputError("event.activity", value, f"stands in {times} of the rows, say what the lead did")
        recoded[code] = places.setdefault(value, len(places))
    return Coded(codes=recoded[column.codes], values=tuple(places))


def _instants(cells: Any) -> Ints:
    """Microseconds since 1970 in UTC; what is finer is cut off."""
    if isinstance(cells, pa.Array | pa.ChunkedArray):
        kind = cells.type
        if cells.null_count:
            raise TimeError(
                "event.at", None, f"stands in {cells.null_count} of the rows, every event has its instant"
            )
        if not pa.types.is_timestamp(kind):
            if not len(cells):
                return np.zeros(0, np.int64)
            raise TimeError(
                "event.at", str(kind), "is no type of instants, give a timestamp with a time zone"
            )
        if kind.tz is None:
            raise TimeError("event.at", str(kind), NAIVE)
        counted = cells.cast(pa.int64()).to_numpy()
        instants: Ints = counted // 1_000 if kind.unit == "ns" else counted * _UNITS[kind.unit]
        return instants
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
        raise TimeError("event.at", str(cells.dtype), NAIVE)
    return np.fromiter((_instant(cell) for cell in cells), np.int64, len(cells))


def _instant(cell: object) -> int:
    if isinstance(cell, datetime) and cell == cell:
        return micros(utc(cell, "event.at"))
    raise TimeError("event.at", cell, "is no instant, give a datetime with a time zone")


def _places(cells: Any) -> Ints:
    """A number for each different subject, -1 for none."""
    column = column_of(cells)
    if isinstance(column, Numbers):
        codes = np.unique(column.values, return_inverse=True)[1]
        known = column.known if column.whole else column.values == column.values
        return codes if known is None else np.where(known, codes, -1)
    places: dict[object, int] = {}
    recoded = [-1 if value is None else places.setdefault(value, len(places)) for value in column.values]
    places_of: Ints = np.array(recoded, np.int64)[column.codes]
    return places_of


def _amounts(cells: Any) -> Ints:
    """Whole amounts; none is nothing."""
    column = column_of(cells)
    if isinstance(column, Numbers) and column.whole:
        values: Ints = column.values if column.known is None else np.where(column.known, column.values, 0)
        if len(values):
            _amount(int(values.min()))
        return values
    if isinstance(column, Numbers):
        different, codes = np.unique(column.values, return_inverse=True)
        column = Coded(codes=codes, values=tuple(different.tolist()))
    found: Ints = np.array([_amount(value) for value in column.values], np.int64)[column.codes]
    return found


def _amount(value: object) -> int:
    if not is_known(value):
        return 0
    whole = as_whole(value)
    if whole is None or whole >= 2**63:
        raise InputError(
            "event.amount", value, "is no whole number of 64 bits, give how much there was of it"
        )
    if whole < 0:
        raise InputError("event.amount", value, "is below zero, give how much or leave it out")
    return whole


def _each_once(log: Log, told: Any) -> Log:
    """The same id twice is one event; that both say the same is checked."""
    column = column_of(told)
    codes = _places(told)
    if len(codes) and codes.min() < 0:
        raise InputError(
            "event.id", None, f"stands in {int((codes < 0).sum())} of the rows, every event needs an id"
        )
    values, first, place = np.unique(codes, return_index=True, return_inverse=True)
    if len(values) == len(codes):
        return log
    parts = (log.lead, log.at, log.activity, log.subject, log.amount)
    for part in parts:
        if part is not None:
            differs = np.flatnonzero(part != part[first][place])
            if len(differs):
                name = column.cell(int(differs[0]))
                raise InputError(
                    "event.id", name, "stands for two different events, every event needs an id of its own"
                )
    first.sort()
    return Log(
        lead=log.lead[first],
        at=log.at[first],
        activity=log.activity[first],
        names=log.names,
        subject=None if log.subject is None else log.subject[first],
        amount=None if log.amount is None else log.amount[first],
    )
