"""The questions about open time for whole NumPy arrays: the same table, the same answers, a million at a time.

Instants are `datetime64` in UTC or whole microseconds since 1970 (`int64`), and the answers come back in kind. One of
two arrays may be a single value. Needs NumPy (the extra `arrays`), and nothing else in the library imports this module.

>>> from leadmodel.hours import Schedule, Week
>>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="UTC")
>>> came = np.array(["2026-10-30T15:05", "2026-10-31T12:00"], dtype="datetime64[s]")
>>> add_many(office, came, timedelta(hours=2)).astype("datetime64[m]").astype(str).tolist()
['2026-11-02T09:05', '2026-11-02T11:00']
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, TimeError
from ..records.instants import micros, utc
from .arithmetic import add_micros
from .calendar import Calendar, table_over
from .table import Table
from .wall import FIRST_INSTANT, FIRST_YEAR, LAST_INSTANT, LAST_YEAR

__all__ = ["add_many", "elapsed_many", "is_open_many"]

Ints: TypeAlias = NDArray[np.int64]
Times: TypeAlias = NDArray[np.datetime64] | np.datetime64 | datetime
Spans: TypeAlias = NDArray[np.timedelta64] | np.timedelta64 | timedelta
Micros: TypeAlias = Ints | np.int64 | int

_NAT = np.iinfo(np.int64).min
_SPAN = LAST_INSTANT - FIRST_INSTANT
_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400 * 10**9
_CLOCK = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
#: Nanoseconds in a unit. A `datetime64[D]` is a date and no instant, while a day as a duration is 24 hours.
_UNITS = {"M": _CLOCK, "m": _CLOCK | {"D": _DAY, "W": 7 * _DAY}}
_INSTANTS = "is not an array of instants, give datetime64 in UTC (hours to nanoseconds) or int64 microseconds"
_DURATIONS = "is not an array of durations, give timedelta64 (weeks to nanoseconds) or int64 microseconds"
#: So many values at once stay in the processor's cache through all the steps.
_BLOCK = 16_384
#: Cells are laid out only for this many times more questions.
_WORTHWHILE = 4
#: After every instant that can be asked about.
_SENTINEL = 2 * LAST_INSTANT


def elapsed_many(schedule: Calendar, starts: Times | Micros, ends: Times | Micros) -> NDArray[Any]:
    """`elapsed` for each pair of instants.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="UTC")
    >>> came = np.array(["2026-10-30T15:05", "NaT"], dtype="datetime64[s]")
    >>> elapsed_many(office, came, datetime.fromisoformat("2026-11-02T09:04Z")).astype("timedelta64[m]").tolist()
    [datetime.timedelta(seconds=7140), None]

    NaT on either side gives NaT. What is finer than a microsecond is cut off. Raises `InputError` for other types,
    for `int64` beside `datetime64`, and for two arrays of different shapes, and `TimeError` as `elapsed` does.
    """
    first, last = _instants("starts", starts), _instants("ends", ends)
    shape, missing = _paired(first, last)
    if first.empty or last.empty:
        return _result(np.full(shape, _NAT), None, "m8[us]" if first.timed else "i8")
    earliest, latest = min(first, last, key=_low), max(first, last, key=_high)
    table = table_over(schedule, earliest.low, latest.high, earliest.argument, latest.argument)
    curve = _curve(table, earliest.low, latest.high, first.ints.size + last.ints.size)
    open_time = curve.open_before(last.ints) - curve.open_before(first.ints)
    return _result(open_time, missing, "m8[us]" if first.timed else "i8")


def add_many(schedule: Calendar, starts: Times | Micros, durations: Spans | Micros) -> NDArray[Any]:
    """`add` for each instant and its duration; negative durations subtract.

    >>> from leadmodel.hours import Schedule, Week
    >>> thursdays = Schedule(week=Week(thu=["00:00-24:00"]), zone="UTC")
    >>> add_many(thursdays, np.array([5, 7]), np.array([7, 0])).tolist()
    [12, 7]

    NaT on either side gives NaT. Raises as `elapsed_many` does, and `TimeError` when one of the answers is too far.
    """
    first, lengths = _instants("starts", starts), _durations("durations", durations)
    shape, missing = _paired(first, lengths)
    if first.empty or lengths.empty:
        return _result(np.full(shape, _NAT), None, "M8[us]" if first.timed else "i8")
    begin, length = np.broadcast_arrays(first.ints, lengths.ints)
    if missing is not None:
        length = np.where(missing, 0, length)
    table = table_over(schedule, first.low, first.high, "starts", "starts")
    targets = np.asarray(
        _curve(table, first.low, first.high, first.ints.size).open_before(first.ints) + length
    )
    # The two that lead furthest out make the table as wide as all need, or raise what they raise by themselves.
    for index in (targets.argmin(), targets.argmax()):
        if not 0 <= targets.flat[index] <= table.done[-1]:
            _alone(schedule, begin, length, index)
    wider = table_over(schedule, first.low, first.high, "starts", "starts")
    # A table that was widened into the past counts from an earlier instant.
    targets += wider.open_before(first.low) - table.open_before(first.low)
    return _result(_reached(wider, begin, length, targets), missing, "M8[us]" if first.timed else "i8")


def is_open_many(schedule: Calendar, instants: Times | Micros) -> NDArray[np.bool_]:
    """`is_open` for each instant; NaT is not open.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(fri=["09:00-17:00"]), zone="UTC")
    >>> is_open_many(office, np.array(["2026-10-30T09:00", "2026-10-30T17:00", "NaT"], dtype="datetime64[s]")).tolist()
    [True, False, False]

    Raises as `elapsed_many` does.
    """
    asked = _instants("instants", instants)
    if asked.empty:
        return np.zeros(asked.ints.shape, np.bool_)
    table = table_over(schedule, asked.low, asked.high, "instants", "instants")
    answer = _curve(table, asked.low, asked.high, asked.ints.size).is_open(asked.ints)
    if asked.missing is not None:
        answer[asked.missing] = False
    return answer


# ------------------------------------------------------------------------------------------------ arrays at the door


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """An argument in whole microseconds, with its bounds; where a value is missing stands one of the others."""

    argument: str
    ints: Ints
    missing: NDArray[np.bool_] | None
    low: int
    high: int
    timed: bool
    empty: bool


def _low(values: _Values) -> int:
    return values.low


def _high(values: _Values) -> int:
    return values.high


def _instants(argument: str, given: Times | Micros) -> _Values:
    if isinstance(given, datetime):
        given = np.datetime64(micros(utc(given, argument)), "us")
    return _values(argument, np.asarray(given), "M", _INSTANTS, range(FIRST_INSTANT, LAST_INSTANT + 1))


def _durations(argument: str, given: Spans | Micros) -> _Values:
    if isinstance(given, timedelta):
        given = np.timedelta64(given // _MICROSECOND, "us")
    return _values(argument, np.asarray(given), "m", _DURATIONS, range(-_SPAN, _SPAN + 1))


def _values(argument: str, array: NDArray[Any], kind: str, expected: str, allowed: range) -> _Values:
    """Read an array; its bounds are looked at before its unit is changed, so that nothing can overflow."""
    native = array.dtype.newbyteorder("=")
    timed = native.kind == kind
    nanos = 1000
    if timed:
        unit, count = np.datetime_data(native)
        nanos = _UNITS[kind].get(unit, 0) * count
    if not (timed or native == np.int64) or not nanos or (nanos % 1000 and 1000 % nanos):
        raise InputError(argument, str(array.dtype), expected)
    ints = np.ascontiguousarray(array, native).view(np.int64).reshape(array.shape)
    present, missing = ints, None
    if timed and ints.size and ints.min() == _NAT:
        missing = ints == _NAT
        present = ints[~missing]
    if not present.size:
        return _Values(argument=argument, ints=ints, missing=missing, low=0, high=0, timed=timed, empty=True)
    low, high = (int(value) * nanos // 1000 for value in (present.min(), present.max()))
    for value in (low, high):
        if value not in allowed:
            raise TimeError(argument, value, f"microseconds leave the years {FIRST_YEAR} to {LAST_YEAR}")
    if missing is not None:
        ints = np.where(missing, present[0], ints)
    if nanos > 1000:
        ints = ints * (nanos // 1000)
    elif nanos < 1000:
        ints = ints // (1000 // nanos)
    return _Values(
        argument=argument,
        ints=np.asarray(ints),
        missing=missing,
        low=low,
        high=high,
        timed=timed,
        empty=False,
    )


def _paired(first: _Values, second: _Values) -> tuple[tuple[int, ...], NDArray[np.bool_] | None]:
    """The shape of the answer and where it is missing; raises when two arguments do not fit each other."""
    if first.timed != second.timed:
        kinds = ["int64", "datetime64 and timedelta64"]
        raise InputError(
            second.argument,
            kinds[second.timed],
            f"does not go with {first.argument} in {kinds[first.timed]}, give both in one kind",
        )
    shapes = first.ints.shape, second.ints.shape
    if shapes[0] != shapes[1] and () not in shapes:
        raise InputError(
            second.argument,
            shapes[1],
            f"is not the shape of {first.argument}, {shapes[0]}, give that or one value",
        )
    missing = None
    for values in (first, second):
        if values.missing is not None:
            missing = values.missing if missing is None else missing | values.missing
    return max(shapes, key=len), missing


def _result(ints: Ints, missing: NDArray[np.bool_] | None, kind: str) -> NDArray[Any]:
    if missing is not None:
        ints = np.where(missing, _NAT, ints)
    return cast("NDArray[Any]", np.asarray(ints).view(kind))


# ---------------------------------------------------------------------------------------------------- the table's curve


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    """Open time as a function of the instant, piece by piece: it rises along `[starts, ends)` and is flat elsewhere.

    An instant belongs to the first piece that ends after it, or, with a `shift`, to the piece at `(at - low) >> shift`.
    """

    low: int
    shift: int | None
    starts: Ints
    ends: Ints
    offsets: Ints

    def open_before(self, at: Ints) -> Ints:
        """The open time since the table's beginning."""
        answer = np.empty(at.shape, np.int64)
        flat, out = at.reshape(-1), answer.reshape(-1)
        for begin in range(0, flat.size, _BLOCK):
            values, part = flat[begin : begin + _BLOCK], out[begin : begin + _BLOCK]
            pieces = self._pieces(values)
            np.maximum(values, self.starts.take(pieces), out=part)
            np.minimum(part, self.ends.take(pieces), out=part)
            part += self.offsets.take(pieces)
        return answer

    def is_open(self, at: Ints) -> NDArray[np.bool_]:
        answer = np.empty(at.shape, np.bool_)
        flat, out = at.reshape(-1), answer.reshape(-1)
        for begin in range(0, flat.size, _BLOCK):
            values = flat[begin : begin + _BLOCK]
            pieces = self._pieces(values)
            out[begin : begin + _BLOCK] = (self.starts.take(pieces) <= values) & (
                values < self.ends.take(pieces)
            )
        return answer

    def _pieces(self, at: Ints) -> NDArray[np.int64]:
        if self.shift is None:
            return self.ends.searchsorted(at, "right")
        return (at - self.low) >> self.shift


def _curve(table: Table, low: int, high: int, questions: int) -> _Curve:
    """The part of a table that questions from `low` to `high` need."""
    rows = slice(bisect_right(table.ends, low), bisect_left(table.starts, high + 1))
    starts, ends, done = (
        np.array(column[rows], np.int64) for column in (table.starts, table.ends, table.done)
    )
    # Behind the last piece comes one without length, for the instants after it.
    starts, ends = np.append(starts, _SENTINEL), np.append(ends, _SENTINEL)
    offsets = np.append(done, table.done[rows.stop - 1]) - ends
    # Cells no wider than the narrowest closure meet one piece each, and a look into a cell needs no search.
    closure = int((starts[1:] - ends[:-1]).min(initial=high - low + 1))
    shift = closure.bit_length() - 1
    cells = ((high - low) >> shift) + 1
    if cells * _WORTHWHILE > questions:
        return _Curve(low=low, shift=None, starts=starts, ends=ends, offsets=offsets)
    pieces = ends.searchsorted(low + (np.arange(cells) << shift), "right")
    return _Curve(low=low, shift=shift, starts=starts[pieces], ends=ends[pieces], offsets=offsets[pieces])


def _reached(table: Table, begin: Ints, length: Ints, targets: Ints) -> Ints:
    """The instants at which so much open time had passed since the table's beginning."""
    rows = slice(
        bisect_left(table.done, int(targets.min())), bisect_right(table.done, int(targets.max())) + 1
    )
    done = np.array(table.done[rows], np.int64)
    offsets = done - np.array(table.ends[rows], np.int64)
    answer = np.array(begin)
    target, step, out = (values.reshape(-1) for values in (targets, length, answer))
    for start in range(0, target.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        ahead = step[block] > 0
        # Forward to the first instant that reaches the target, back to the last that does not go beyond it.
        found = done.searchsorted(target[block], "left")
        if not ahead.all():
            found = np.where(ahead, found, done.searchsorted(target[block], "right"))
        moved = target[block] - offsets.take(found, mode="clip")
        np.copyto(out[block], moved, where=step[block] != 0)
    return answer


def _alone(schedule: Calendar, begin: Ints, length: Ints, index: np.intp) -> None:
    """Ask about one value by itself: the table grows as far as that needs, or the right error is raised."""
    add_micros(schedule, int(begin.flat[index]), int(length.flat[index]))
