"""The compiled form of a schedule: open intervals in microseconds since 1970, with a running total.

A table covers whole local years and is never changed: asking beyond it builds a wider one. Because each year is
worked out by itself, the order in which years were asked for cannot show in an answer.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import sub
from zoneinfo import ZoneInfo

from .intervals import Interval, clip, subtract, unite
from .wall import MICROS_PER_DAY, MICROS_PER_SECOND, instant, midnights, year_of, year_start

__all__ = ["Plan", "Table", "empty_table"]

#: A shift ends at the latest on the day after it starts; one day more on each side covers a year that begins or ends
#: while the clocks change.
_MARGIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a table is built from: the zone, the shifts of each weekday, and the closures as instants.

    Shifts are microseconds after midnight.
    """

    zone: ZoneInfo
    weekly: tuple[tuple[Interval, ...], ...]
    closures: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The open intervals of the years `[first_year, end_year)`, which cover the instants `[low, high)`.

    `done[i]` is the open time from `low` to `ends[i]`. Row 0 is empty and stands at `low`, so that every instant that
    is covered has a row at or before it.
    """

    plan: Plan
    first_year: int
    end_year: int
    low: int
    high: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    done: tuple[int, ...]

    def open_before(self, at: int) -> int:
        """The open time between `low` and an instant that is covered."""
        row = bisect_right(self.starts, at) - 1
        end = self.ends[row]
        return self.done[row] if at >= end else self.done[row] - end + at

    def open_between(self, first: int, last: int) -> int:
        """The open time from one covered instant to another; `open_before` twice, without the calls."""
        starts, ends, done = self.starts, self.ends, self.done
        row = bisect_right(starts, first) - 1
        end = ends[row]
        before = done[row] if first >= end else done[row] - end + first
        row = bisect_right(starts, last) - 1
        end = ends[row]
        return (done[row] if last >= end else done[row] - end + last) - before

    def covering(self, low: int, high: int) -> "Table":
        """A table that also covers the instants from `low` to `high`, both included."""
        if self.low <= low and high < self.high:
            return self
        return self.widened(year_of(low, self.plan.zone), year_of(high, self.plan.zone) + 1)

    def widened(self, first_year: int, end_year: int) -> "Table":
        """A table that also covers the years `[first_year, end_year)`, and those between them and its own."""
        plan = self.plan
        starts: list[int] = []
        ends: list[int] = []
        if self.first_year == self.end_year:
            own = range(first_year, first_year)
        else:
            own = range(self.first_year, self.end_year)
            first_year, end_year = min(first_year, self.first_year), max(end_year, self.end_year)
        for year in range(first_year, own.start):
            _append(starts, ends, *_year(plan, year))
        _append(starts, ends, self.starts[1:], self.ends[1:])
        for year in range(own.stop, end_year):
            _append(starts, ends, *_year(plan, year))
        low = year_start(first_year, plan.zone)
        return Table(
            plan=plan,
            first_year=first_year,
            end_year=end_year,
            low=low,
            high=year_start(end_year, plan.zone),
            starts=(low, *starts),
            ends=(low, *ends),
            done=tuple(accumulate(map(sub, ends, starts), initial=0)),
        )


def empty_table(plan: Plan) -> Table:
    """A table that covers nothing yet."""
    return Table(plan=plan, first_year=0, end_year=0, low=1, high=0, starts=(1,), ends=(1,), done=(0,))


def _append(
    starts: list[int], ends: list[int], more_starts: tuple[int, ...], more_ends: tuple[int, ...]
) -> None:
    """Put a later stretch behind an earlier one; what runs on over the seam is one interval."""
    if ends and more_starts and ends[-1] == more_starts[0]:
        ends.pop()
        more_starts = more_starts[1:]
    starts += more_starts
    ends += more_ends


def _year(plan: Plan, year: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The starts and the ends of what is open in one local year."""
    first = date(year, 1, 1).toordinal()
    count = date(year + 1, 1, 1).toordinal() - first
    marks = midnights(first - _MARGIN, count + 2 * _MARGIN + 2, plan.zone)
    low, high = marks[_MARGIN], marks[_MARGIN + count]
    rows = unite(_shifts(plan, first - _MARGIN, marks))
    opened = clip(subtract(rows, clip(plan.closures, marks[0], marks[-1])), low, high)
    return tuple(start for start, _ in opened), tuple(end for _, end in opened)


def _shifts(plan: Plan, first: int, marks: list[int]) -> list[Interval]:
    """Every shift that starts on one of the dates between the marks, as instants; some may be empty or overlap."""
    zone, weekly = plan.zone, plan.weekly
    rows: list[Interval] = []
    for index in range(len(marks) - 2):
        begin, middle = marks[index], marks[index + 1]
        # A date that a zone skipped is not worked; a shift must not move to the date that came instead.
        if middle <= begin:
            continue
        ordinal = first + index
        plain = middle - begin == MICROS_PER_DAY
        next_plain = marks[index + 2] - middle == MICROS_PER_DAY
        for start, end in weekly[(ordinal - 1) % 7]:
            opening = begin + start if plain else _instant(ordinal, start, zone)
            if end <= MICROS_PER_DAY and plain:
                closing = begin + end
            elif end > MICROS_PER_DAY and next_plain:
                closing = middle + end - MICROS_PER_DAY
            else:
                closing = _instant(ordinal, end, zone)
            rows.append((opening, closing))
    return rows


def _instant(ordinal: int, micros: int, zone: ZoneInfo) -> int:
    return instant(ordinal, micros // MICROS_PER_SECOND, zone)
