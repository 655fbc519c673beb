"""Questions about open time. Each is one or two bisections of the schedule's table, whatever the span.

Times go in as aware datetimes of any zone and come out in UTC. The functions whose names end in `_micros` take and
return whole microseconds since 1970 and do the same without the cost of datetimes.
"""

from datetime import datetime, timedelta

from ..errors import InputError, TimeError
from ..records.instants import EPOCH, utc
from .calendar import Calendar, table_over
from .search import SEARCH_LENGTH, earlier, later, near_all_along, too_far
from .wall import FIRST_INSTANT, LAST_INSTANT

__all__ = [
    "add",
    "add_micros",
    "elapsed",
    "elapsed_micros",
    "is_open",
    "micros_of",
    "ordered",
    "subtract",
]

_MICROSECOND = timedelta(microseconds=1)

#: What stops the quick way: no table yet or one that is too short, and arguments of the wrong kind. The long way
#: makes the table longer, or says what is wrong.
_UNUSUAL = (AttributeError, IndexError, OverflowError, TypeError)


def is_open(schedule: Calendar, at: datetime) -> bool:
    """Whether somebody works at an instant; at the closing itself nobody does.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(fri=["09:00-17:00"]), zone="UTC")
    >>> is_open(office, datetime.fromisoformat("2026-10-30T09:00Z"))
    True
    >>> is_open(office, datetime.fromisoformat("2026-10-30T17:00Z"))
    False

    Raises `TimeError` for a naive time, and for one outside the years 1900 to 2999, as every function here does.
    """
    value = micros_of(at, "at")
    return table_over(schedule, value, value).is_open(value)


def elapsed(schedule: Calendar, start: datetime, end: datetime) -> timedelta:
    """The open time between two instants; negative when the end comes first.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="UTC")
    >>> friday, monday = datetime.fromisoformat("2026-10-30T15:05Z"), datetime.fromisoformat("2026-11-02T09:04Z")
    >>> str(elapsed(office, friday, monday))
    '1:59:00'
    """
    try:
        # `micros_of` and `table_over`, written out: each call would cost as much as the bisection behind it.
        gap = start - EPOCH
        first = (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
        gap = end - EPOCH
        last = (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
        table = schedule._table
        if FIRST_INSTANT <= first <= last <= LAST_INSTANT and table.low <= first and last < table.high:
            return table.open_between(first, last) * _MICROSECOND
    except _UNUSUAL:
        pass
    return elapsed_micros(schedule, micros_of(start, "start"), micros_of(end, "end")) * _MICROSECOND


def elapsed_micros(schedule: Calendar, start: int, end: int) -> int:
    """`elapsed` for microseconds since 1970.

    >>> from leadmodel.hours import Schedule, Week
    >>> elapsed_micros(Schedule(week=Week(thu=["00:00-24:00"]), zone="UTC"), 0, 86_400_000_000)
    86400000000
    """
    try:
        table = schedule._table
        if FIRST_INSTANT <= start <= end <= LAST_INSTANT and table.low <= start and end < table.high:
            return table.open_between(start, end)
    except _UNUSUAL:
        pass
    if start <= end:
        table = table_over(schedule, start, end, "start", "end")
    else:
        table = table_over(schedule, end, start, "end", "start")
    return table.open_between(start, end)


def add(schedule: Calendar, start: datetime, duration: timedelta) -> datetime:
    """The earliest instant by which so much open time has passed; for a negative duration the latest before it.

    >>> from leadmodel.hours import Schedule, Week
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
    try:
        # As in `elapsed`.
        gap = start - EPOCH
        first = (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
        length = (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds
        table = schedule._table
        if length > 0 and FIRST_INSTANT <= first <= LAST_INSTANT and table.low <= first < table.high:
            found = table.after(first, length)
            if found - first < SEARCH_LENGTH and found <= LAST_INSTANT:
                return EPOCH + found * _MICROSECOND
    except _UNUSUAL:
        pass
    return EPOCH + add_micros(schedule, micros_of(start, "start"), _length(duration)) * _MICROSECOND


def add_micros(schedule: Calendar, start: int, duration: int) -> int:
    """`add` for microseconds since 1970.

    >>> from leadmodel.hours import Schedule, Week
    >>> add_micros(Schedule(week=Week(thu=["00:00-24:00"]), zone="UTC"), 5, 7)
    12
    """
    try:
        table = schedule._table
        if duration > 0 and FIRST_INSTANT <= start <= LAST_INSTANT and table.low <= start < table.high:
            found = table.after(start, duration)
            if found - start < SEARCH_LENGTH and found <= LAST_INSTANT:
                return found
    except _UNUSUAL:
        pass
    table = table_over(schedule, start, start, "start", "start")
    if duration == 0:
        return start
    target = table.open_before(start) + duration
    if duration > 0:
        if duration > LAST_INSTANT - start:
            raise too_far(start, duration)
        while table.total < target:
            closed_since = table.earliest(table.total) if table.total else start
            table = later(schedule, table, start, max(start, closed_since), "opening")
            target = table.open_before(start) + duration
        return near_all_along(table, start, table.earliest(target))
    if -duration > start - FIRST_INSTANT:
        raise too_far(start, duration)
    while target < 0:
        open_since = table.latest(0) if table.total else start
        table = earlier(schedule, table, start, min(start, open_since), "opening")
        target = table.open_before(start) + duration
    return near_all_along(table, start, table.latest(target))


def subtract(schedule: Calendar, end: datetime, duration: timedelta) -> datetime:
    """The latest instant from which so much open time passes until the end: `add` backwards.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="UTC")
    >>> subtract(office, datetime.fromisoformat("2026-11-02T09:05Z"), timedelta(hours=2)).isoformat()
    '2026-10-30T15:05:00+00:00'

    A duration that uses up the day ends at the opening. Raises `TimeError` as `add` does.
    """
    if not isinstance(duration, timedelta):
        raise InputError("duration", duration, "is not a timedelta")
    return EPOCH + add_micros(schedule, micros_of(end, "end"), -_length(duration)) * _MICROSECOND


def micros_of(value: datetime, argument: str) -> int:
    """Whole microseconds since 1970; raises `TimeError` for what is not an aware datetime."""
    try:
        # As `records.instants.micros`, written out: this line is a third of what a question costs.
        gap = value - EPOCH
        return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
    except (AttributeError, OverflowError, TypeError):
        if isinstance(value, datetime):
            utc(value, argument)
        raise TimeError(argument, value, "is not an aware datetime such as 2026-10-30T15:05-04:00") from None


def _length(duration: timedelta) -> int:
    """Whole microseconds; the sum of the parts takes half the time of a division."""
    return (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds


def ordered(start: datetime, end: datetime) -> tuple[int, int]:
    """Both ends of a range in microseconds since 1970; raises `TimeError` when they are the wrong way round."""
    low, high = micros_of(start, "start"), micros_of(end, "end")
    if high < low:
        raise TimeError("end", end, f"comes before the start {start.isoformat()}")
    return low, high
