"""Working time for clocks: one schedule, or an older one up to an instant and a newer one from then on."""

from datetime import datetime
from typing import NamedTuple

from ..errors import InputError, TimeError
from ..hours import Calendar, add_micros, elapsed_micros
from ..records.instants import micros
from .marks import reachable

__all__ = ["Working", "reach", "working"]


class Working(NamedTuple):
    """The hours that count: those of `before` up to `since`, those of `schedule` from then on."""

    schedule: Calendar
    before: Calendar
    since: int

    def used(self, start: int, end: int) -> int:
        """The open time in a span."""
        if self.before is self.schedule or start >= self.since:
            return elapsed_micros(self.schedule, start, end)
        if end <= self.since:
            return elapsed_micros(self.before, start, end)
        return elapsed_micros(self.before, start, self.since) + elapsed_micros(self.schedule, self.since, end)

    def after(self, start: int, length: int) -> int:
        """The earliest instant by which so much open time has passed.

        Raises `TimeError` when the search finds no opening, with how far it looked.
        """
        schedule, before, since = self
        if before is schedule or start >= since:
            return add_micros(schedule, start, length)
        old = elapsed_micros(before, start, since)
        if length <= old:
            return add_micros(before, start, length)
        return add_micros(schedule, since, length - old)


def working(schedule: Calendar | None, since: datetime | None, before: Calendar | None) -> Working | None:
    """The hours of a reading; None where there are none.

    Raises `InputError` when only one of `since` and `before` is given, or when there are no hours to go on with, and
    `TimeError` for a naive `since`.
    """
    if since is None and before is None:
        return None if schedule is None else Working(schedule, schedule, 0)
    if since is None:
        raise InputError("since", since, "is missing, say from when the timer's own hours count")
    edited = reachable(since, "since")
    if not isinstance(before, Calendar):
        raise InputError("before", before, "is not a schedule, give the hours that counted until since")
    if schedule is None:
        raise InputError("before", before, "is followed by no hours, give the timer a schedule")
    return Working(schedule, before, micros(edited))


def reach(working: Working | None, start: int, length: int, *, placed: bool) -> int | str:
    """When so much time on a clock that runs from `start` has passed; the reason as text when it never will.

    `placed` moves an instant on which nobody works to the next opening: the microsecond after it is the first by which
    a microsecond more has passed.
    """
    if working is None:
        return start + length
    more = 1 if placed else 0
    try:
        return working.after(start, length + more) - more
    except TimeError as error:
        return str(error)
