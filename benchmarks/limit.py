"""The least that the arithmetic of open time can cost in plain Python: one office, written out by hand.

A sorted list of openings, one of closings and one of running totals, in whole seconds, and `bisect`. It checks nothing,
answers only for the years that it was built for, and knows one zone and one pattern: what a library adds to that shows
in its ratio to this.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from operator import sub
from typing import NamedTuple
from zoneinfo import ZoneInfo

__all__ = ["BANK_HOLIDAYS", "LONDON", "Limit", "Rows", "build", "limit"]

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = 86_400

#: England and Wales, the weekdays only: as proclaimed, and in later years by the rules.
_LISTED = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in _LISTED.items() for day in days.split()
)


class Rows(NamedTuple):
    """The open stretches: when each starts and ends, and the open time by then, all in seconds."""

    starts: list[int]
    ends: list[int]
    done: list[int]


class Limit(NamedTuple):
    """The questions, as functions that have their lists at hand."""

    elapsed: Callable[[datetime, datetime], timedelta]
    elapsed_ints: Callable[[int, int], int]
    add: Callable[[datetime, timedelta], datetime]


def build(years: Iterable[int]) -> Rows:
    """Monday to Friday from nine to five in London, without bank holidays.

    No clock changes between nine and five, so one offset serves for both ends of a day.
    """
    starts = [0]
    offset_of, holidays, of_ordinal = LONDON.utcoffset, BANK_HOLIDAYS, datetime.fromordinal
    first = EPOCH.toordinal()
    for year in years:
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            if (ordinal - 1) % 7 < 5:
                day = of_ordinal(ordinal)
                if day.date() not in holidays:
                    summer = bool(offset_of(day.replace(hour=9)))
                    starts.append((ordinal - first) * DAY + (9 - summer) * 3600)
    ends = [0, *(start + 8 * 3600 for start in starts[1:])]
    return Rows(starts, ends, list(accumulate(map(sub, ends, starts))))


def limit(rows: Rows) -> Limit:
    starts, ends, done = rows

    def elapsed(first: datetime, last: datetime) -> timedelta:
        gap = first - EPOCH
        start = gap.days * DAY + gap.seconds
        gap = last - EPOCH
        end = gap.days * DAY + gap.seconds
        row = bisect_right(starts, end) - 1
        closing = ends[row]
        total = done[row] if end >= closing else done[row] - closing + end
        row = bisect_right(starts, start) - 1
        closing = ends[row]
        return (total - (done[row] if start >= closing else done[row] - closing + start)) * SECOND

    def elapsed_ints(start: int, end: int) -> int:
        row = bisect_right(starts, end) - 1
        closing = ends[row]
        total = done[row] if end >= closing else done[row] - closing + end
        row = bisect_right(starts, start) - 1
        closing = ends[row]
        return total - (done[row] if start >= closing else done[row] - closing + start)

    def add(first: datetime, duration: timedelta) -> datetime:
        gap = first - EPOCH
        start = gap.days * DAY + gap.seconds
        row = bisect_right(starts, start) - 1
        closing = ends[row]
        total = done[row] if start >= closing else done[row] - closing + start
        total += duration.days * DAY + duration.seconds
        row = bisect_left(done, total)
        return EPOCH + (ends[row] - done[row] + total) * SECOND

    return Limit(elapsed, elapsed_ints, add)
