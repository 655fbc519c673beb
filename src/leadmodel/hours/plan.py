"""From a plan in local time to open intervals, one local year at a time."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle
from operator import itemgetter
from zoneinfo import ZoneInfo

from .intervals import Interval, clip, subtract, unite
from .recurring import Recurring, recurring_spans
from .wall import MICROS_PER_DAY, MICROS_PER_SECOND, instant, midnights

__all__ = ["Closures", "Day", "Plan", "placed"]

#: The shifts that start on one date, in microseconds after midnight.
Day = tuple[Interval, ...]

_ordinal = itemgetter(0)

#: A shift ends at the latest on the day after it starts; one day more on each side covers a year that begins or ends
#: while the clocks change.
_MARGIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Closures:
    """Closed time: what is fixed, as instants; whole dates; and what comes again by a rule.

    `dates` are ordinals in order, each with the zone of its midnights: years of holidays cost nothing until the year
    is built in which they lie.
    """

    fixed: tuple[Interval, ...] = ()
    dates: tuple[tuple[int, ZoneInfo], ...] = ()
    recurring: tuple[Recurring, ...] = ()

    def between(self, zone: ZoneInfo, low: int, high: int, first: date, last: date) -> list[Interval]:
        """What is closed in `[low, high)`, sorted and apart; the dates `[first, last)` hold that range."""
        spans = clip(self.fixed, low, high)
        dates = self.dates
        begin = bisect_left(dates, first.toordinal(), key=_ordinal)
        end = bisect_left(dates, last.toordinal(), lo=begin, key=_ordinal)
        if begin < end or self.recurring:
            spans += [(instant(day, 0, local), instant(day + 1, 0, local)) for day, local in dates[begin:end]]
            for recurring in self.recurring:
                spans += recurring_spans(recurring, zone, first, last)
            spans = clip(unite(spans), low, high)
        return spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a schedule's table is built from: the zone, the shifts and breaks by weekday and date, and the closures.

    `dated` holds the dates, by ordinal, on which the week starts nothing. A date of `overriding` is open in spite
    of holidays.
    """

    zone: ZoneInfo
    weekly: tuple[Day, ...]
    holidays: Closures
    absences: Closures
    weekly_breaks: tuple[Day, ...] = ()
    dated_breaks: tuple[tuple[int, Day], ...] = ()
    dated: Mapping[int, Day]
    overriding: Mapping[int, Day]

    def opened(self, first_year: int, end_year: int) -> list[Interval]:
        """What is open in the local years `[first_year, end_year)`, sorted and apart."""
        rows: list[Interval] = []
        for year in range(first_year, end_year):
            more = self._year(year)
            if rows and more and rows[-1][1] == more[0][0]:
                rows[-1] = (rows[-1][0], more[0][1])
                more = more[1:]
            rows += more
        return rows

    def _year(self, year: int) -> list[Interval]:
        first = date(year, 1, 1).toordinal() - _MARGIN
        days_in = date(year + 1, 1, 1).toordinal() - first - _MARGIN
        marks = midnights(first, days_in + 2 * _MARGIN + 2, self.zone)
        low, high = marks[_MARGIN], marks[_MARGIN + days_in]
        begin, end = marks[0], marks[-1]
        days = date.fromordinal(first), date.fromordinal(first + len(marks))
        rows = unite(_repeated(self, self.weekly, first, marks, self.dated))
        if self.weekly_breaks:
            rows = subtract(rows, unite(_repeated(self, self.weekly_breaks, first, marks, {})))
        if self.dated:
            rows = unite([*rows, *_on_dates(self.zone, self.dated.items(), first, marks)])
        rows = subtract(rows, self.holidays.between(self.zone, begin, end, *days))
        if self.overriding:
            rows = unite([*rows, *_on_dates(self.zone, self.overriding.items(), first, marks)])
        if self.dated_breaks:
            rows = subtract(rows, unite(_on_dates(self.zone, self.dated_breaks, first, marks)))
        rows = subtract(rows, self.absences.between(self.zone, begin, end, *days))
        return clip(rows, low, high)


def placed(ordinal: int, day: Day, zone: ZoneInfo) -> list[Interval]:
    """The shifts that start on one date, as instants; none where the zone skipped the date."""
    if instant(ordinal, 0, zone) >= instant(ordinal + 1, 0, zone):
        return []
    return [(_instant(ordinal, start, zone), _instant(ordinal, end, zone)) for start, end in day]


def _on_dates(
    zone: ZoneInfo, dated: Iterable[tuple[int, Day]], first: int, marks: list[int]
) -> list[Interval]:
    rows: list[Interval] = []
    for ordinal, day in dated:
        if first <= ordinal < first + len(marks):
            rows += placed(ordinal, day, zone)
    return rows


def _repeated(
    plan: Plan, weekly: tuple[Day, ...], first: int, marks: list[int], replaced: Mapping[int, Day]
) -> list[Interval]:
    """Every shift of a week that starts on one of the dates between the marks; some may be empty or overlap."""
    rows: list[Interval] = []
    weekday = (first - 1) % 7
    days = cycle(weekly[weekday:] + weekly[:weekday])
    # On two dates in a row of 24 hours each, a shift is where the clock says, also one that runs past midnight.
    for ordinal, day, begin, middle, end in zip(
        count(first), days, marks, marks[1:], marks[2:], strict=False
    ):
        if not day or ordinal in replaced:
            continue
        if middle - begin == MICROS_PER_DAY == end - middle:
            for opening, closing in day:
                rows.append((begin + opening, begin + closing))
        else:
            rows += placed(ordinal, day, plan.zone)
    return rows


def _instant(ordinal: int, micros: int, zone: ZoneInfo) -> int:
    return instant(ordinal, micros // MICROS_PER_SECOND, zone)
