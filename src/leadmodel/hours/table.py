"""The compiled form of working hours: sorted open intervals in microseconds since 1970, with a running total.

A table covers whole local years and is never changed: asking beyond it builds a wider one. Because each year is
worked out by itself, the order in which years were asked for cannot show in an answer.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import Protocol
from zoneinfo import ZoneInfo

from .intervals import Interval
from .wall import year_of, year_start

__all__ = ["Rows", "Source", "Table", "empty_table"]


class Source(Protocol):
    """Where the rows of a table come from."""

    @property
    def zone(self) -> ZoneInfo: ...

    def opened(self, first_year: int, end_year: int) -> list[Interval]:
        """What is open in the local years `[first_year, end_year)`, sorted and apart."""
        ...


class Table(Protocol):
    """What is known about the open time of the years `[first_year, end_year)`, which cover `[low, high)`.

    `done[i]` is the open time from `low` to `ends[i]`. Row 0 is empty and stands at `low`, so that every instant that
    is covered has a row at or before it. Open time is counted from `low` on.
    """

    @property
    def first_year(self) -> int: ...
    @property
    def end_year(self) -> int: ...
    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def starts(self) -> tuple[int, ...]: ...
    @property
    def ends(self) -> tuple[int, ...]: ...
    @property
    def done(self) -> tuple[int, ...]: ...

    @property
    def total(self) -> int:
        """All open time that the table knows of."""
        ...

    def is_open(self, at: int) -> bool:
        """Whether an instant that is covered is open."""
        ...

    def open_before(self, at: int) -> int:
        """The open time between `low` and an instant that is covered."""
        ...

    def open_between(self, first: int, last: int) -> int:
        """The open time from one covered instant to another."""
        ...

    def after(self, start: int, length: int) -> int:
        """The first instant by which so much time, more than none, was open since a covered one.

        Raises `IndexError` when that lies beyond what is known.
        """
        ...

    def earliest(self, target: int) -> int:
        """The first instant by which so much time was open, for more than none and at most the total."""
        ...

    def latest(self, target: int) -> int:
        """The last instant by which no more time was open, for less than the total."""
        ...

    def start_of(self, at: int) -> int:
        """The opening of the stretch that is open at an instant; `low` when it may have begun before."""
        ...

    def end_of(self, at: int) -> int:
        """The closing of the stretch that is open at an instant; `high` when it may go on."""
        ...

    def between(self, low: int, high: int) -> list[Interval]:
        """The open intervals between two covered instants, cut to them."""
        ...

    def covering(self, low: int, high: int) -> "Table":
        """A table that also covers the instants from `low` to `high`, both included."""
        ...

    def widened(self, first_year: int, end_year: int) -> "Table":
        """A table that also covers the years `[first_year, end_year)`, and those between them and its own."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table that holds every open interval."""

    source: Source
    first_year: int
    end_year: int
    low: int
    high: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    done: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.done[-1]

    def is_open(self, at: int) -> bool:
        return at < self.ends[bisect_right(self.starts, at) - 1]

    def open_before(self, at: int) -> int:
        row = bisect_right(self.starts, at) - 1
        end = self.ends[row]
        return self.done[row] if at >= end else self.done[row] - end + at

    def open_between(self, first: int, last: int) -> int:
        # `open_before` twice, without the calls.
        starts, ends, done = self.starts, self.ends, self.done
        row = bisect_right(starts, first) - 1
        end = ends[row]
        before = done[row] if first >= end else done[row] - end + first
        row = bisect_right(starts, last) - 1
        end = ends[row]
        return (done[row] if last >= end else done[row] - end + last) - before

    def after(self, start: int, length: int) -> int:
        # `earliest` of `open_before` and the length, without the calls.
        ends, done = self.ends, self.done
        row = bisect_right(self.starts, start) - 1
        end = ends[row]
        target = done[row] + length if start >= end else done[row] - end + start + length
        row = bisect_left(done, target, row)
        return ends[row] - done[row] + target

    def earliest(self, target: int) -> int:
        row = bisect_left(self.done, target)
        return self.ends[row] - (self.done[row] - target)

    def latest(self, target: int) -> int:
        # The first row that reaches beyond the target holds the latest instant at which no more than it had passed.
        row = bisect_right(self.done, target)
        return self.ends[row] - (self.done[row] - target)

    def start_of(self, at: int) -> int:
        return self.starts[bisect_right(self.starts, at) - 1]

    def end_of(self, at: int) -> int:
        return self.ends[bisect_right(self.starts, at) - 1]

    def between(self, low: int, high: int) -> list[Interval]:
        if low >= high:
            return []
        starts, ends = self.starts, self.ends
        # Row 0 is empty, and may lie within the range.
        rows = range(max(1, bisect_right(ends, low)), bisect_left(starts, high))
        return [(max(starts[row], low), min(ends[row], high)) for row in rows]

    def covering(self, low: int, high: int) -> "Rows":
        if self.low <= low and high < self.high:
            return self
        return self.widened(year_of(low, self.source.zone), year_of(high, self.source.zone) + 1)

    def widened(self, first_year: int, end_year: int) -> "Rows":
        source = self.source
        starts: list[int] = []
        ends: list[int] = []
        if self.first_year == self.end_year:
            _append(starts, ends, source.opened(first_year, end_year))
        else:
            if first_year < self.first_year:
                _append(starts, ends, source.opened(first_year, self.first_year))
            _append(starts, ends, list(zip(self.starts[1:], self.ends[1:], strict=True)))
            if self.end_year < end_year:
                _append(starts, ends, source.opened(self.end_year, end_year))
            first_year, end_year = min(first_year, self.first_year), max(end_year, self.end_year)
        low = year_start(first_year, source.zone)
        return Rows(
            source=source,
            first_year=first_year,
            end_year=end_year,
            low=low,
            high=year_start(end_year, source.zone),
            starts=(low, *starts),
            ends=(low, *ends),
            done=tuple(accumulate(map(sub, ends, starts), initial=0)),
        )


def empty_table(source: Source) -> Rows:
    """A table that covers nothing yet."""
    return Rows(source=source, first_year=0, end_year=0, low=1, high=0, starts=(1,), ends=(1,), done=(0,))


def _append(starts: list[int], ends: list[int], more: list[Interval]) -> None:
    """Put a later stretch behind an earlier one; what runs on over the seam is one interval."""
    if ends and more and ends[-1] == more[0][0]:
        ends[-1] = more[0][1]
        more = more[1:]
    starts += [start for start, _ in more]
    ends += [end for _, end in more]
