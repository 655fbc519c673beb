"""Open time: two bisections of a table, against the walk from day to day that one writes first."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from harness import Comparison
from leadmodel.hours import Holiday, Schedule, Week, add, elapsed

__all__ = ["benchmarks"]

LONDON = ZoneInfo("Europe/London")
OPENING, CLOSING = time(9), time(17)
HOLIDAYS = frozenset(
    date(year, month, day) for year in range(2019, 2030) for month, day in ((1, 1), (12, 25), (12, 28))
)
WALK = "a walk from day to day with zoneinfo"


def schedule() -> Schedule:
    """Monday to Friday from nine to five in London, with three holidays a year."""
    return Schedule(
        week=Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",))),
        zone="Europe/London",
        holidays=tuple(Holiday(date=day, name="bank holiday") for day in HOLIDAYS),
    )


def open_on(day: date) -> tuple[datetime, datetime] | None:
    """The working hours of a date in UTC, if it is a working day."""
    if day.weekday() > 4 or day in HOLIDAYS:
        return None
    opening = datetime.combine(day, OPENING, tzinfo=LONDON).astimezone(UTC)
    return opening, datetime.combine(day, CLOSING, tzinfo=LONDON).astimezone(UTC)


def walk_elapsed(start: datetime, end: datetime) -> timedelta:
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    day, last = start.astimezone(LONDON).date(), end.astimezone(LONDON).date()
    total = timedelta()
    while day <= last:
        hours = open_on(day)
        if hours is not None:
            total += max(timedelta(), min(hours[1], end) - max(hours[0], start))
        day += timedelta(days=1)
    return total


def walk_add(start: datetime, duration: timedelta) -> datetime:
    start = start.astimezone(UTC)
    day, left = start.astimezone(LONDON).date(), duration
    while True:
        hours = open_on(day)
        if hours is not None:
            opening = max(hours[0], start)
            if opening < hours[1]:
                if left <= hours[1] - opening:
                    return opening + left
                left -= hours[1] - opening
        day += timedelta(days=1)


def benchmarks() -> list[Comparison]:
    """Each question over a week, five years and a year of work; both sides give the same answer."""
    office = schedule()
    start = datetime(2021, 3, 5, 15, 5, tzinfo=LONDON)
    week, years = datetime(2021, 3, 12, 9, 4, tzinfo=LONDON), datetime(2026, 3, 9, 9, 4, tzinfo=LONDON)
    work = timedelta(hours=2000)
    assert elapsed(office, start, week) == walk_elapsed(start, week) == timedelta(hours=33, minutes=59)
    assert elapsed(office, start, years) == walk_elapsed(start, years)
    assert add(office, start, work) == walk_add(start, work)
    return [
        Comparison(
            name="hours.elapsed_week",
            ours=lambda: elapsed(office, start, week),
            reference=lambda: walk_elapsed(start, week),
            reference_is=WALK,
            number=2000,
            reference_number=100,
        ),
        Comparison(
            name="hours.elapsed_5y",
            ours=lambda: elapsed(office, start, years),
            reference=lambda: walk_elapsed(start, years),
            reference_is=WALK,
            number=2000,
            reference_number=1,
        ),
        Comparison(
            name="hours.add_2000h",
            ours=lambda: add(office, start, work),
            reference=lambda: walk_add(start, work),
            reference_is=WALK,
            number=2000,
            reference_number=2,
        ),
    ]
