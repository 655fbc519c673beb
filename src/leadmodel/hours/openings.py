"""The openings and closings next to an instant, on either side."""

from datetime import datetime

from ..records.instants import from_micros
from .arithmetic import micros_of
from .calendar import Calendar, table_over
from .search import earlier, later, near

__all__ = ["next_close", "next_open", "previous_close", "previous_open"]


def next_open(schedule: Calendar, at: datetime) -> datetime:
    """The first instant from `at` on at which somebody works: `at` itself when open.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="UTC")
    >>> next_open(office, datetime.fromisoformat("2026-10-30T17:00Z")).isoformat()
    '2026-11-02T09:00:00+00:00'

    Raises `TimeError` when nothing opens within ten years.
    """
    return from_micros(_next_open(schedule, micros_of(at, "at")))


def next_close(schedule: Calendar, at: datetime) -> datetime:
    """The next closing after `at`: of the hours that are open at `at`, else of those that open next.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="UTC")
    >>> next_close(office, datetime.fromisoformat("2026-10-30T17:00Z")).isoformat()
    '2026-11-02T17:00:00+00:00'

    Raises `TimeError` when nothing opens or nothing closes within ten years, as around the clock.
    """
    value = micros_of(at, "at")
    opening = _next_open(schedule, value)
    table = table_over(schedule, value, opening)
    while True:
        closing = table.end_of(opening)
        # A stretch that fills its table to the end may go on in the next year.
        if closing < table.high:
            return from_micros(near(value, opening, closing, "closing"))
        table = later(schedule, table, value, opening, "closing")


def previous_open(schedule: Calendar, at: datetime) -> datetime:
    """The last opening up to `at`: of the hours that are open at `at`, else of those that closed last.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="UTC")
    >>> previous_open(office, datetime.fromisoformat("2026-10-30T17:00Z")).isoformat()
    '2026-10-26T09:00:00+00:00'

    At an opening it is that one. Raises `TimeError` when there is none within ten years, as around the clock.
    """
    value = micros_of(at, "at")
    table = table_over(schedule, value, value)
    while True:
        done = table.open_before(value)
        if table.is_open(value) or done:
            inside = value if table.is_open(value) else table.earliest(done) - 1
            opening = table.start_of(inside)
            # A stretch that fills its table from the beginning may have begun in the year before.
            if opening > table.low:
                return from_micros(near(value, value, opening, "opening"))
        table = earlier(schedule, table, value, value, "opening")


def previous_close(schedule: Calendar, at: datetime) -> datetime:
    """The last closing up to `at`: at a closing it is that one, and while open the one before.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="UTC")
    >>> previous_close(office, datetime.fromisoformat("2026-11-02T16:00Z")).isoformat()
    '2026-10-26T17:00:00+00:00'

    Raises `TimeError` when there is none within ten years, as around the clock.
    """
    value = micros_of(at, "at")
    table = table_over(schedule, value, value)
    while True:
        closed = table.start_of(value) if table.is_open(value) else value
        done = table.open_before(closed)
        if done:
            return from_micros(near(value, value, table.earliest(done), "closing"))
        table = earlier(schedule, table, value, value, "closing")


def _next_open(schedule: Calendar, value: int) -> int:
    table = table_over(schedule, value, value)
    if table.is_open(value):
        return value
    while (done := table.open_before(value)) == table.total:
        table = later(schedule, table, value, value, "opening")
    # While closed, the latest instant by which no more time was open is the opening.
    return near(value, value, table.latest(done), "opening")
