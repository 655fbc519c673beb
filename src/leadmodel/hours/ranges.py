"""The open time of a range: stretch by stretch, and day by day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..records.instants import from_micros
from .arithmetic import ordered
from .calendar import Calendar, table_over
from .intervals import Interval
from .wall import midnights, zone_named

__all__ = ["OpenDay", "Segment", "open_between", "open_per_day", "segments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of open time `[start, end)`, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """A date in the zone of the hours, and how much of it is open."""

    date: date
    open_time: timedelta


def segments(schedule: Calendar, start: datetime, end: datetime) -> tuple[Segment, ...]:
    """The open stretches between two instants, cut to the range, in order.

    >>> from leadmodel.hours import Schedule, Week
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


def open_per_day(schedule: Calendar, start: datetime, end: datetime) -> tuple[OpenDay, ...]:
    """The dates of a range in the zone of the hours, closed ones too, with the open time of each.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], tue=["22:00-02:00"]), zone="UTC")
    >>> monday = datetime.fromisoformat("2026-11-02T16:00Z")
    >>> [str(day.open_time) for day in open_per_day(office, monday, monday + timedelta(days=2))]
    ['1:00:00', '2:00:00', '2:00:00']

    The first and the last date are cut to the range, so that all add up to `elapsed`. A night shift counts on each
    date as far as it lies there, and a date that the zone skipped is not listed. Hours that were combined are dated
    in the zone of the first part. Raises `TimeError` when the end comes before the start.
    """
    low, high = ordered(start, end)
    table = table_over(schedule, low, high, "start", "end")
    first = from_micros(low).toordinal() - 2
    count = from_micros(high).toordinal() + 4 - first
    marks = midnights(first, count, zone_named(schedule._zone()))
    days = []
    for index in range(count - 1):
        begin, until = max(marks[index], low), min(marks[index + 1], high)
        if begin < until:
            opened = timedelta(0, 0, table.open_between(begin, until))
            days.append(OpenDay(date=date.fromordinal(first + index), open_time=opened))
    return tuple(days)


def open_between(schedule: Calendar, low: int, high: int) -> list[Interval]:
    """The open intervals between two instants in microseconds, cut to the range."""
    return table_over(schedule, low, high, "start", "end").between(low, high)
