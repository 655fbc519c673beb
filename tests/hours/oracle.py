"""A slow counter of open time, written to be obviously right and to share nothing with the package.

It steps through the range, a minute (or a second) at a time, and asks for each step whether it lies in a shift. A local
time becomes an instant as PEP 495 says: with `fold=0` a skipped time keeps the offset before the gap, and a repeated
one is its first occurrence.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadmodel.hours import Calendar, Combined, Overlay, Recurring, Schedule, TimeOff

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


def dates(schedule: Calendar, start: datetime, end: datetime) -> Iterator[date]:
    day = start.astimezone(UTC).date() - 5 * DAY
    while day <= end.astimezone(UTC).date() + 5 * DAY:
        yield day
        day += DAY


def spans_on(day: date, hours: tuple[str, ...], zone: ZoneInfo) -> list[Span]:
    """The spans that start on one date; none when the date did not occur."""
    found = []
    for text in hours if occurred(day, zone) else ():
        opening, closing = text.split("-")
        until = day if closing > opening else day + DAY
        found.append((instant(day, opening, zone), instant(until, closing, zone)))
    return found


def whole_days(first: date, last: date, zone: ZoneInfo) -> Span:
    return instant(first, "00:00", zone), instant(last, "00:00", zone)


def weekly_hours(schedule: Schedule, day: date) -> tuple[str, ...]:
    week = schedule.week
    return (week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun)[day.weekday()]


def days_off(schedule: Schedule, start: datetime, end: datetime) -> list[Span]:
    """Every date of the range that is a holiday, from its midnight to the next, and all time off."""
    zone = ZoneInfo(schedule.zone)
    holidays = {holiday.date for holiday in schedule.holidays}
    days = [whole_days(day, day + DAY, zone) for day in dates(schedule, start, end) if day in holidays]
    return days + away(schedule.time_off, zone)


def falls_on(rule: str, start: date, day: date) -> bool:
    """Whether a rule names a date, for the few kinds of rules that the tests draw."""
    parts = dict(piece.split("=") for piece in rule.split(";"))
    step = int(parts.get("INTERVAL", 1))
    if day < start or ("UNTIL" in parts and f"{day:%Y%m%d}" > parts["UNTIL"]):
        return False
    if parts["FREQ"] == "DAILY":
        return (day - start).days % step == 0
    if parts["FREQ"] == "WEEKLY":
        weeks = ((day - day.weekday() * DAY) - (start - start.weekday() * DAY)).days // 7
        named = [("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(name) for name in parts["BYDAY"].split(",")]
        return weeks % step == 0 and day.weekday() in named
    months = (day.year - start.year) * 12 + day.month - start.month
    if parts["FREQ"] == "YEARLY":
        return months % (12 * step) == 0 and day.day == start.day
    last = (day + DAY).month != day.month
    wanted = int(parts.get("BYMONTHDAY", start.day))
    return months % step == 0 and (last if wanted == -1 else day.day == wanted)


def away(time_off: tuple[TimeOff, ...], zone: ZoneInfo) -> list[Span]:
    return [
        (off.start, off.end)
        if isinstance(off.start, datetime) and isinstance(off.end, datetime)
        else whole_days(off.start, off.end, zone)
        for off in time_off
    ]


def recurring(rules: tuple[Recurring, ...], kind: str, days: list[date], zone: ZoneInfo) -> list[Span]:
    found = []
    for each in rules:
        local = ZoneInfo(each.zone) if each.zone else zone
        for day in days if each.kind == kind else ():
            if falls_on(each.rule, each.start, day):
                found += spans_on(day, each.hours, local)
                found += [] if each.hours else [whole_days(day, day + each.days * DAY, local)]
    return found


def opened_by(hours: Calendar, start: datetime, end: datetime) -> Callable[[datetime], bool]:
    """Whether an instant of a range is open."""
    if isinstance(hours, Overlay):
        zone, base = ZoneInfo(hours.zone or hours._zone()), opened_by(hours.base, start, end)
        days = list(dates(hours, start, end))
        gone = away(hours.time_off, zone) + recurring(hours.recurring, "time_off", days, zone)
        return lambda at: base(at) and not within(gone, at)
    if isinstance(hours, Combined):
        first, *others = (opened_by(part, start, end) for part in hours.parts)
        return {
            "union": lambda at: any(part(at) for part in (first, *others)),
            "intersection": lambda at: all(part(at) for part in (first, *others)),
            "difference": lambda at: first(at) and not any(part(at) for part in others),
        }[hours.operation.value]
    assert isinstance(hours, Schedule)
    return opened_by_schedule(hours, start, end)


def opened_by_schedule(schedule: Schedule, start: datetime, end: datetime) -> Callable[[datetime], bool]:
    zone, days = ZoneInfo(schedule.zone), list(dates(schedule, start, end))
    replaced = {shift.date for shift in schedule.shifts}
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    weekly = [
        span
        for day in days
        if day not in replaced
        for span in spans_on(day, weekly_hours(schedule, day), zone)
    ]
    lunch, dated_breaks = [], []
    for each in schedule.breaks:
        for day in days:
            if each.date is None and names[day.weekday()] in each.days:
                lunch += spans_on(day, each.hours, zone)
            if each.date == day:
                dated_breaks += spans_on(day, each.hours, zone)
    dated = [
        span
        for shift in schedule.shifts
        if not shift.override
        for span in spans_on(shift.date, shift.hours, zone)
    ]
    override = [
        span
        for shift in schedule.shifts
        if shift.override
        for span in spans_on(shift.date, shift.hours, zone)
    ]
    holidays = [
        whole_days(day.date, day.date + DAY, ZoneInfo(day.zone) if day.zone else zone)
        for day in schedule.holidays
    ]
    holidays += recurring(schedule.recurring, "holiday", days, zone)
    gone = away(schedule.time_off, zone) + recurring(schedule.recurring, "time_off", days, zone)

    def opened(at: datetime) -> bool:
        if within(gone, at) or within(dated_breaks, at):
            return False
        if within(override, at):
            return True
        usual = within(weekly, at) and not within(lunch, at)
        return (usual or within(dated, at)) and not within(holidays, at)

    return opened


def within(spans: list[Span], at: datetime) -> bool:
    return any(a <= at < b for a, b in spans)


def walk(
    schedule: Calendar, start: datetime, end: datetime, step: timedelta
) -> Iterator[tuple[datetime, bool]]:
    """Each step of the range and whether it is open."""
    opened = opened_by(schedule, start, end)
    at = start.astimezone(UTC)
    while at < end:
        yield at, opened(at)
        at += step


def elapsed(schedule: Calendar, start: datetime, end: datetime, step: timedelta = MINUTE) -> timedelta:
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
