"""The cover of one kind of lead by weekday and hour, as the clocks of a zone show them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from ..errors import InputError
from ..hours.intervals import clip
from ..hours.wall import MICROS_PER_DAY, MICROS_PER_SECOND, local, zone_named
from ..records.instants import from_micros, micros
from .coverage import CoverageCell
from .staffing import within

__all__ = ["CoverageTable", "WeekHour", "coverage_table"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOUR = 3_600 * MICROS_PER_SECOND
#: Hours since 1970 are counted from a Thursday.
THURSDAY = 3 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHour:
    """One hour of the week over all weeks of the range; Monday is 0.

    `asked_time` is how much of it is asked for, `covered_time` how much of that has somebody at work, and `fewest` how
    few are ever at work in it, None where it is not asked for. `rep_time` is the time of all reps together.
    """

    weekday: int
    hour: int
    asked_time: timedelta
    covered_time: timedelta
    rep_time: timedelta
    fewest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTable:
    """The 168 hours of the week, from Monday at midnight on, in a zone; the sums are those of the cell."""

    title: str
    zone: str
    hours: tuple[WeekHour, ...]

    def __str__(self) -> str:
        shown = ["." if each.fewest is None else str(each.fewest) for each in self.hours]
        wide = max(2, *map(len, shown))
        lines = [f"{self.title}: fewest at work by hour in {self.zone}"]
        lines.append(" ".join(["   ", *(f"{hour:02}".rjust(wide) for hour in range(24))]))
        for day, name in enumerate(DAYS):
            lines.append(" ".join([name, *(text.rjust(wide) for text in shown[24 * day : 24 * day + 24])]))
        return "\n".join(lines)


@dataclass(slots=True)
class _Slot:
    asked: int = 0
    covered: int = 0
    reps: int = 0
    counts: set[int] = field(default_factory=set)


def coverage_table(cell: CoverageCell, *, zone: str) -> CoverageTable:
    """How well each hour of the week is covered; as text it shows the fewest at work, `.` where nothing is asked for.

    >>> from datetime import datetime
    >>> from leadmodel.hours import Schedule, Week
    >>> from leadmodel.routing import Desk, Rep, coverage
    >>> ida = Rep(id="ida", zone="Europe/Rome", hours="office", languages=("it",))
    >>> desk = Desk(reps=(ida,), schedules={"ida": Schedule(week=Week(mon=("09:30-17:00",)), zone="Europe/Rome")})
    >>> found = coverage(desk, since=datetime.fromisoformat("2026-11-02T00:00Z"), weeks=2)
    >>> table = coverage_table(found.cell("it"), zone="Europe/Rome")
    >>> [(each.hour, str(each.covered_time), each.fewest) for each in table.hours[9:11]]
    [(9, '1:00:00', 0), (10, '2:00:00', 1)]

    An hour that the clocks show twice counts twice, one that they skip not at all. Raises `TimeError` for an unknown
    zone.
    """
    if not isinstance(cell, CoverageCell):
        raise InputError("cell", cell, "is not a cell of a coverage, such as coverage(...).cells[0]")
    zone_named(zone)
    slots = [_Slot() for _ in range(7 * 24)]
    asked = [(micros(each.start), micros(each.end)) for each in cell.asked]
    crews = [(micros(each.start), micros(each.end), each.reps, 0) for each in cell.staffed]
    for start, end, offset in _offsets(crews[0][0], crews[-1][1], zone):
        # As if the clocks were those of UTC: until the next change the difference is always the same.
        for first, last, count, _ in within(crews, clip(asked, start, end)):
            for slot, length in _by_hour(first + offset, last + offset):
                slots[slot].asked += length
                slots[slot].covered += length if count else 0
                slots[slot].reps += length * count
                slots[slot].counts.add(count)
    return CoverageTable(
        title=cell.title,
        zone=zone,
        hours=tuple(
            WeekHour(
                weekday=number // 24,
                hour=number % 24,
                asked_time=timedelta(0, 0, slot.asked),
                covered_time=timedelta(0, 0, slot.covered),
                rep_time=timedelta(0, 0, slot.reps),
                fewest=min(slot.counts, default=None),
            )
            for number, slot in enumerate(slots)
        ),
    )


def _by_hour(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The hours of the week in a stretch of wall time, and how much of each."""
    while start < end:
        until = min(end, (start // HOUR + 1) * HOUR)
        yield (start // HOUR + THURSDAY) % (7 * 24), until - start
        start = until


def _offsets(low: int, high: int, zone: str) -> Iterator[tuple[int, int, int]]:
    """The stretches of a range between changes of the clocks, each with what the clocks are ahead of UTC."""
    start, offset = low, _offset(low, zone)
    for day in range(low, high, MICROS_PER_DAY):
        until = min(day + MICROS_PER_DAY, high)
        if _offset(until, zone) == offset:
            continue
        # No zone changes twice within a day: the change is the first instant that differs.
        before, change = day, until
        while change - before > 1:
            middle = (before + change) // 2
            if _offset(middle, zone) == offset:
                before = middle
            else:
                change = middle
        yield start, change, offset
        start, offset = change, _offset(until, zone)
    if start < high:
        yield start, high, offset


def _offset(at: int, zone: str) -> int:
    return cast("timedelta", local(from_micros(at), zone).utcoffset()) // timedelta(microseconds=1)
