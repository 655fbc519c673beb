"""Who is at work, found by looking at the clock on the wall a quarter of an hour (or a minute) at a time.

It shares nothing with the package, and is right where hours begin and end on a step and no clock changes within them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
WORKDAYS = range(5)

#: What the house declares as `tests.building.PATTERNS`, as hours of the day; past 24 they lie on the next day.
SHIFTS = {
    "office": {day: [(9, 17)] for day in WORKDAYS},
    "night": {day: [(22, 30)] for day in WORKDAYS},
    "always": {day: [(0, 24)] for day in range(7)},
    "lunch": {day: [(8, 12), (13, 18)] for day in WORKDAYS},
}


@dataclass
class Worker:
    """Somebody's hours as plain data; `away` are the days off, each from its first date to before its last."""

    zone: str
    hours: str
    away: list[tuple[date, date]]
    holidays: list[date]

    def wall(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def on_leave(self, at: datetime) -> bool:
        return any(first <= self.wall(at).date() < back for first, back in self.away)

    def works(self, at: datetime) -> bool:
        wall = self.wall(at)
        if self.on_leave(at) or wall.date() in self.holidays:
            return False
        hour = wall.hour + wall.minute / 60
        today = SHIFTS[self.hours].get(wall.weekday(), [])
        before = SHIFTS[self.hours].get((wall.weekday() - 1) % 7, [])
        return any(a <= hour < b for a, b in today) or any(a <= hour + 24 < b for a, b in before)


def steps(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    at = start.astimezone(UTC)
    while at < end:
        yield at
        at += step


def first(start: datetime, holds: Callable[[datetime], bool], *, within: timedelta) -> datetime | None:
    """The first quarter of an hour at which something holds; the start itself may lie within a quarter."""
    if holds(start):
        return start
    quarter = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0) + QUARTER
    return next((at for at in steps(quarter, start + within, QUARTER) if holds(at)), None)


def worked(worker: Worker, start: datetime, end: datetime) -> timedelta:
    """How long somebody was at work between two whole minutes: the minutes, counted."""
    return sum((MINUTE for at in steps(start, end, MINUTE) if worker.works(at)), timedelta())


def worked_through(
    worker: Worker, start: datetime, length: timedelta, *, within: timedelta
) -> datetime | None:
    """When somebody has been at work for so long since the start."""
    left = length
    for at in steps(start, start + within, MINUTE):
        if worker.works(at):
            left -= MINUTE
            if not left:
                return at + MINUTE
    return None
