"""Questions about open time. Each is one or two bisections of the schedule's table, whatever the span.

Times go in as aware datetimes of any zone and come out in UTC. The functions whose names end in `_micros` take and
return whole microseconds since 1970 and do the same without the cost of datetimes.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import InputError, TimeError
from ..records.instants import EPOCH, from_micros, utc
from .schedule import Schedule, keep, table_over
from .table import Table
from .wall import FIRST_INSTANT, FIRST_YEAR, LAST_INSTANT, LAST_YEAR, MICROS_PER_DAY

__all__ = [
    "Segment",
    "add",
    "add_micros",
    "elapsed",
    "elapsed_micros",
    "is_open",
    "next_close",
    "next_open",
    "open_between",
    "ordered",
    "segments",
]

#: A weekly pattern opens every week, so that ten closed years mean time off without an end.
SEARCH_YEARS = 10
_SEARCH = SEARCH_YEARS * 365 * MICROS_PER_DAY
_YEAR = 366 * MICROS_PER_DAY
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of open time `[start, end)`, in UTC."""

    start: datetime
    end: datetime


def is_open(schedule: Schedule, at: datetime) -> bool:
    """Whether somebody works at an instant; at the closing itself nobody does.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(fri=["09:00-17:00"]), zone="UTC")
    >>> is_open(office, datetime.fromisoformat("2026-10-30T09:00Z"))
    True
    >>> is_open(office, datetime.fromisoformat("2026-10-30T17:00Z"))
    False

    Raises `TimeError` for a naive time, and for one outside the years 1900 to 2999, as every function here does.
    """
    value = _micros(at, "at")
    table = table_over(schedule, value, value)
    return value < table.ends[bisect_right(table.starts, value) - 1]


def elapsed(schedule: Schedule, start: datetime, end: datetime) -> timedelta:
    """The open time between two instants; negative when the end comes first.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="UTC")
    >>> friday, monday = datetime.fromisoformat("2026-10-30T15:05Z"), datetime.fromisoformat("2026-11-02T09:04Z")
    >>> str(elapsed(office, friday, monday))
    '1:59:00'
    """
    return elapsed_micros(schedule, _micros(start, "start"), _micros(end, "end")) * _MICROSECOND


def elapsed_micros(schedule: Schedule, start: int, end: int) -> int:
    """`elapsed` for microseconds since 1970.

    >>> from leadmodel.hours import Week
    >>> elapsed_micros(Schedule(week=Week(thu=["00:00-24:00"]), zone="UTC"), 0, 86_400_000_000)
    86400000000
    """
    if start <= end:
        table = table_over(schedule, start, end, "start", "end")
    else:
        table = table_over(schedule, end, start, "end", "start")
    return table.open_between(start, end)


def add(schedule: Schedule, start: datetime, duration: timedelta) -> datetime:
    """The earliest instant by which so much open time has passed; for a negative duration the latest before it.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="UTC")
    >>> add(office, datetime.fromisoformat("2026-10-30T15:05Z"), timedelta(hours=2)).isoformat()
    '2026-11-02T09:05:00+00:00'
    >>> add(office, datetime.fromisoformat("2026-10-30T15:00Z"), timedelta(hours=2)).isoformat()
    '2026-10-30T17:00:00+00:00'

    A duration that uses up the day ends at the closing, not at the next opening; a duration of zero changes nothing,
    also while closed. Raises `TimeError` after ten years in which nothing opened, and beyond the year 2999.
    """
    if not isinstance(duration, timedelta):
        raise InputError("duration", duration, "is not a timedelta")
    return from_micros(add_micros(schedule, _micros(start, "start"), duration // _MICROSECOND))


def add_micros(schedule: Schedule, start: int, duration: int) -> int:
    """`add` for microseconds since 1970.

    >>> from leadmodel.hours import Week
    >>> add_micros(Schedule(week=Week(thu=["00:00-24:00"]), zone="UTC"), 5, 7)
    12
    """
    table = table_over(schedule, start, start, "start", "start")
    if duration == 0:
        return start
    target = table.open_before(start) + duration
    if duration > 0:
        if duration > LAST_INSTANT - start:
            raise _too_far(start, duration)
        while table.done[-1] < target:
            table = _later(schedule, table, start, max(start, table.ends[-1]), "opening")
            target = table.open_before(start) + duration
        row = bisect_left(table.done, target)
    else:
        if -duration > start - FIRST_INSTANT:
            raise _too_far(start, duration)
        while target < 0:
            table = _earlier(schedule, table, start)
            target = table.open_before(start) + duration
        # The first row that reaches beyond the target holds the latest instant at which no more than it had passed.
        row = bisect_right(table.done, target)
    return table.ends[row] - (table.done[row] - target)


def next_open(schedule: Schedule, at: datetime) -> datetime:
    """The first instant from `at` on at which somebody works: `at` itself when open.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="UTC")
    >>> next_open(office, datetime.fromisoformat("2026-10-30T17:00Z")).isoformat()
    '2026-11-02T09:00:00+00:00'

    Raises `TimeError` when nothing opens within ten years.
    """
    value = _micros(at, "at")
    table = table_over(schedule, value, value)
    row = bisect_right(table.starts, value)
    if value < table.ends[row - 1]:
        return from_micros(value)
    return from_micros(_next_start(schedule, table, value))


def next_close(schedule: Schedule, at: datetime) -> datetime:
    """The next closing after `at`: of the hours that are open at `at`, else of those that open next.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="UTC")
    >>> next_close(office, datetime.fromisoformat("2026-10-30T17:00Z")).isoformat()
    '2026-11-02T17:00:00+00:00'

    Raises `TimeError` when nothing opens or nothing closes within ten years, as around the clock.
    """
    value = _micros(at, "at")
    table = table_over(schedule, value, value)
    row = bisect_right(table.starts, value) - 1
    opening = value if value < table.ends[row] else _next_start(schedule, table, value)
    table = table_over(schedule, value, opening)
    while True:
        closing = table.ends[bisect_right(table.starts, opening) - 1]
        # An interval that fills its table to the end may go on in the next year.
        if closing < table.high:
            return from_micros(closing)
        table = _later(schedule, table, value, opening, "closing")


def segments(schedule: Schedule, start: datetime, end: datetime) -> tuple[Segment, ...]:
    """The open stretches between two instants, cut to the range, in order.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(mon=["09:00-12:00", "13:00-17:00"]), zone="UTC")
    >>> monday = datetime.fromisoformat("2026-11-02T00:00Z")
    >>> [part.start.hour for part in segments(office, monday, monday + timedelta(days=1))]
    [9, 13]

    Raises `TimeError` when the end comes before the start.
    """
    low, high = ordered(start, end)
    return tuple(
        Segment(start=from_micros(a), end=from_micros(b)) for a, b in open_between(schedule, low, high)
    )


def open_between(schedule: Schedule, low: int, high: int) -> list[tuple[int, int]]:
    """The open intervals between two instants in microseconds, cut to the range."""
    table = table_over(schedule, low, high, "start", "end")
    rows = range(bisect_right(table.ends, low), bisect_left(table.starts, high))
    return [(max(table.starts[row], low), min(table.ends[row], high)) for row in rows if low < high]


def ordered(start: datetime, end: datetime) -> tuple[int, int]:
    """Both ends of a range in microseconds since 1970; raises `TimeError` when they are the wrong way round."""
    low, high = _micros(start, "start"), _micros(end, "end")
    if high < low:
        raise TimeError("end", end, f"comes before the start {start.isoformat()}")
    return low, high


def _micros(value: datetime, argument: str) -> int:
    try:
        # As `records.instants.micros`, written out: this line is a third of what a question costs.
        gap = value - EPOCH
        return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
    except (AttributeError, OverflowError, TypeError):
        if isinstance(value, datetime):
            utc(value, argument)
        raise TimeError(argument, value, "is not an aware datetime such as 2026-10-30T15:05-04:00") from None


def _next_start(schedule: Schedule, table: Table, at: int) -> int:
    while (row := bisect_right(table.starts, at)) == len(table.starts):
        table = _later(schedule, table, at, at, "opening")
    return table.starts[row]


def _later(schedule: Schedule, table: Table, at: int, since: int, what: str) -> Table:
    """A table that reaches at least a year further; raises when ten years since an instant were searched."""
    if table.high - since >= _SEARCH or table.end_year > LAST_YEAR:
        raise _nothing(at, what, "after", table.high)
    # Twice as far each time, so that a long duration costs a few steps; but no further than the search may go.
    ahead = min(table.high - at, since + _SEARCH - table.high) // _YEAR
    years = max(1, min(ahead, LAST_YEAR + 1 - table.end_year))
    return keep(schedule, table.widened(table.first_year, table.end_year + years))


def _earlier(schedule: Schedule, table: Table, at: int) -> Table:
    since = min(at, table.starts[1]) if len(table.starts) > 1 else at
    if since - table.low >= _SEARCH or table.first_year < FIRST_YEAR:
        raise _nothing(at, "opening", "before", table.low)
    ahead = min(at - table.low, table.low - since + _SEARCH) // _YEAR
    years = max(1, min(ahead, table.first_year - FIRST_YEAR + 1))
    return keep(schedule, table.widened(table.first_year - years, table.end_year))


def _nothing(at: int, what: str, side: str, reached: int) -> TimeError:
    searched = from_micros(reached).date().isoformat()
    expected = f"has no {what} {side} it that is near enough (searched to {searched}), check the time off"
    return TimeError("at", from_micros(at).isoformat(), expected)


def _too_far(start: int, duration: int) -> TimeError:
    return TimeError(
        "duration",
        duration,
        f"microseconds from {from_micros(start).isoformat()} leave the years {FIRST_YEAR} to {LAST_YEAR}",
    )
