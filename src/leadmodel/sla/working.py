"""Working time for clocks: one schedule, or several one after the other when the hours or the owner changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ..errors import InputError, TimeError
from ..hours import Calendar, add_micros, elapsed_micros
from ..records.instants import micros
from .marks import reachable

__all__ = ["Working", "reach", "working"]


class Working(NamedTuple):
    """The hours that count: those of `schedule`, and before that those of `earlier`, each until its instant."""

    schedule: Calendar
    earlier: tuple[tuple[int, Calendar], ...] = ()

    def parts(self, start: int, end: int) -> Iterator[tuple[Calendar, int, int]]:
        """Whose hours count from when to when, for a span that is not empty."""
        for until, calendar in self.earlier:
            if start < until:
                yield calendar, start, min(until, end)
                start = until
                if end <= until:
                    return
        yield self.schedule, start, end

    def used(self, start: int, end: int) -> int:
        """The open time in a span."""
        if not self.earlier:
            return elapsed_micros(self.schedule, start, end)
        if start == end:
            return 0
        return sum(elapsed_micros(calendar, low, high) for calendar, low, high in self.parts(start, end))

    def after(self, start: int, length: int) -> int:
        """The earliest instant by which so much open time has passed.

        Raises `TimeError` when the search finds no opening, with how far it looked.
        """
        for until, calendar in self.earlier:
            if start < until:
                opened = elapsed_micros(calendar, start, until)
                if length <= opened:
                    return add_micros(calendar, start, length)
                length -= opened
                start = until
        return add_micros(self.schedule, start, length)


def working(schedule: Calendar | None, since: datetime | None, before: Calendar | None) -> Working | None:
    """The hours of a reading; None where there are none.

    Raises `InputError` when only one of `since` and `before` is given, or when there are no hours to go on with, and
    `TimeError` for a naive `since`.
    """
    if since is None and before is None:
        return None if schedule is None else Working(schedule)
    if since is None:
        raise InputError("since", since, "is missing, say from when the timer's own hours count")
    edited = reachable(since, "since")
    if not isinstance(before, Calendar):
        raise InputError("before", before, "is not a schedule, give the hours that counted until since")
    if schedule is None:
        raise InputError("before", before, "is followed by no hours, give the timer a schedule")
    return Working(schedule, ((micros(edited), before),))


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
