"""A slow counter of open time, written to be obviously right and to share nothing with the package.

It steps through the range, a minute (or a second) at a time, and asks for each step whether it lies in a shift. A local
time becomes an instant as PEP 495 says: with `fold=0` a skipped time keeps the offset before the gap, and a repeated
one is its first occurrence.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadmodel.hours import Schedule

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

Span = tuple[datetime, datetime]


def instant(day: date, text: str, zone: ZoneInfo) -> datetime:
    """When the clocks show a time of day, in UTC; 24:00 is midnight of the next date."""
    if text.startswith("24"):
        return instant(day + DAY, "00:00", zone)
    return datetime.combine(day, time.fromisoformat(text), tzinfo=zone).astimezone(UTC)


def occurred(day: date, zone: ZoneInfo) -> bool:
    """Whether the calendars on the wall ever showed that date."""
    return datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC).astimezone(zone).date() == day


def dates(schedule: Schedule, start: datetime, end: datetime) -> Iterator[date]:
    day = start.astimezone(UTC).date() - 3 * DAY
    while day <= end.astimezone(UTC).date() + 3 * DAY:
        yield day
        day += DAY


def shifts(schedule: Schedule, start: datetime, end: datetime) -> list[Span]:
    """Every shift that may touch the range, from the date that it starts on."""
    zone, week = ZoneInfo(schedule.zone), schedule.week
    found = []
    for day in dates(schedule, start, end):
        if not occurred(day, zone):
            continue
        for text in (week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun)[day.weekday()]:
            opening, closing = text.split("-")
            until = day if closing > opening else day + DAY
            found.append((instant(day, opening, zone), instant(until, closing, zone)))
    return found


def days_off(schedule: Schedule, start: datetime, end: datetime) -> list[Span]:
    """Every date of the range that is a holiday or lies in time off, from its midnight to the next."""
    zone = ZoneInfo(schedule.zone)
    holidays = {holiday.date for holiday in schedule.holidays}
    return [
        (instant(day, "00:00", zone), instant(day, "24:00", zone))
        for day in dates(schedule, start, end)
        if day in holidays or any(off.start <= day < off.end for off in schedule.time_off)
    ]


def walk(
    schedule: Schedule, start: datetime, end: datetime, step: timedelta
) -> Iterator[tuple[datetime, bool]]:
    """Each step of the range and whether it is open."""
    opened, closed = shifts(schedule, start, end), days_off(schedule, start, end)
    at = start.astimezone(UTC)
    while at < end:
        yield at, any(a <= at < b for a, b in opened) and not any(a <= at < b for a, b in closed)
        at += step


def elapsed(schedule: Schedule, start: datetime, end: datetime, step: timedelta = MINUTE) -> timedelta:
    """The open time of a range: the open steps, counted."""
    return sum((step for _, is_open in walk(schedule, start, end, step) if is_open), timedelta())


def on_the_clock_face(schedule: Schedule, start: datetime, end: datetime) -> timedelta:
    """The open time of a range, read from local clocks: right while no clock changes and nothing runs overnight."""
    zone, week = ZoneInfo(schedule.zone), schedule.week
    total, at = timedelta(), start.astimezone(UTC)
    while at < end:
        wall = at.astimezone(zone)
        today = (week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun)[wall.weekday()]
        shown = f"{wall:%H:%M}"
        if any(text[:5] <= shown < text[6:] for text in today):
            total += MINUTE
        at += MINUTE
    return total
