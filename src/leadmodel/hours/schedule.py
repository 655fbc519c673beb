"""When one person or team works: a weekly pattern in a zone, what differs on some dates, and the days off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..errors import InputError
from ..records.instants import micros
from .calendar import Calendar, keep, table_over
from .dated import Break, DatedShift, agreed, ordered_breaks
from .days import Holiday, TimeOff, all_of
from .intervals import Interval, unite
from .plan import Closures, Day, Plan
from .recurring import Recurring, ordered_recurring
from .table import Table, empty_table
from .wall import MICROS_PER_SECOND, bounded_ordinal, instant, zone_named
from .week import WEEKDAYS, Week, leave_something, parsed, shifts

__all__ = [
    "Schedule",
    "absences",
    "always_open",
    "day_of",
    "holiday_spans",
    "keep",
    "ordered_recurring",
    "ordered_time_off",
    "table_over",
    "time_off_spans",
]

_Named = tuple[Interval, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Calendar):
    """The hours of one person or team: a week in a zone, without breaks, holidays and time off.

    >>> from leadmodel.hours import Week, next_open
    >>> from datetime import datetime
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="Europe/London")
    >>> next_open(office, datetime.fromisoformat("2026-10-23T12:00Z")).isoformat()
    '2026-10-26T09:00:00+00:00'

    `shifts` replace what the week starts on their dates. The order in which anything is listed does not matter, and
    days off may overlap. A day off also closes the tail of a night shift that runs into it. Raises `TimeError` for an
    unknown zone, with the nearest name, and `InputError` for a part of the wrong kind, for two shifts that contradict
    each other, and for breaks that leave nothing of the week.
    """

    week: Week
    zone: str
    holidays: tuple[Holiday, ...] = ()
    time_off: tuple[TimeOff, ...] = ()
    breaks: tuple[Break, ...] = ()
    shifts: tuple[DatedShift, ...] = ()
    recurring: tuple[Recurring, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.week, Week):
            raise InputError("week", self.week, "is not a Week")
        zone_named(self.zone)
        freeze = object.__setattr__
        holidays = sorted(set(all_of(Holiday, "holidays", self.holidays)), key=_by_date)
        freeze(self, "holidays", tuple(holidays))
        freeze(self, "time_off", ordered_time_off(self.time_off))
        freeze(self, "breaks", ordered_breaks(self.breaks))
        freeze(self, "shifts", agreed(self.shifts))
        freeze(self, "recurring", ordered_recurring(self.recurring))
        leave_something(self.week, self.breaks, self.shifts)

    def _fresh(self) -> Table:
        return empty_table(_plan(self))

    def _zone(self) -> str:
        return self.zone


def always_open(zone: str) -> Schedule:
    """Around the clock, every day of the year.

    >>> always_open("Asia/Kathmandu").week.sun
    ('00:00-24:00',)

    Raises `TimeError` for an unknown zone.
    """
    return Schedule(week=Week(**dict.fromkeys(WEEKDAYS, ("00:00-24:00",))), zone=zone)


def holiday_spans(
    holidays: Iterable[Holiday], zone: ZoneInfo, first: date = date.min, last: date = date.max
) -> list[_Named]:
    """The holidays that touch the dates from first to last, as instants, each with its name."""
    return [
        (_span(day.date, 1, zone if day.zone is None else zone_named(day.zone)), day.name)
        for day in holidays
        if first <= day.date <= last
    ]


def time_off_spans(
    time_off: Iterable[TimeOff], zone: ZoneInfo, first: date = date.min, last: date = date.max
) -> list[_Named]:
    """The time off that touches the dates from first to last, as instants, each with its reason."""
    return [
        (_span_off(off, zone), off.reason)
        for off in time_off
        if _date_of(off.start) <= last and first <= _date_of(off.end)
    ]


def absences(zone: ZoneInfo, time_off: Iterable[TimeOff], recurring: Iterable[Recurring]) -> Closures:
    """All the time that somebody is away."""
    fixed = unite(span for span, _ in time_off_spans(time_off, zone))
    return Closures(
        fixed=tuple(fixed), recurring=tuple(each for each in recurring if each.kind == "time_off")
    )


def ordered_time_off(time_off: object) -> tuple[TimeOff, ...]:
    """Each once, by date; raises `InputError` for what is none."""
    return tuple(sorted(set(all_of(TimeOff, "time_off", time_off)), key=_by_dates))


def day_of(hours: Iterable[str]) -> Day:
    """Spans as microseconds after midnight."""
    return tuple((start * MICROS_PER_SECOND, end * MICROS_PER_SECOND) for start, end in parsed(hours))


def _plan(schedule: Schedule) -> Plan:
    zone = zone_named(schedule.zone)
    weekly_breaks = tuple(
        tuple(
            span
            for each in schedule.breaks
            if day in each.days
            for span in day_of(each.hours)
        )
        for day in WEEKDAYS
    )  # fmt: skip
    dated: dict[int, Day] = {}
    overriding: dict[int, Day] = {}
    for shift in schedule.shifts:
        ordinal = shift.date.toordinal()
        dated[ordinal] = () if shift.override else day_of(shift.hours)
        if shift.override:
            overriding[ordinal] = day_of(shift.hours)
    return Plan(
        zone=zone,
        weekly=tuple(
            tuple((start * MICROS_PER_SECOND, end * MICROS_PER_SECOND) for start, end in day)
            for day in shifts(schedule.week)
        ),
        holidays=Closures(
            dates=tuple(
                (day.date.toordinal(), zone if day.zone is None else zone_named(day.zone))
                for day in schedule.holidays
            ),
            recurring=tuple(each for each in schedule.recurring if each.kind == "holiday"),
        ),
        absences=absences(zone, schedule.time_off, schedule.recurring),
        weekly_breaks=weekly_breaks if any(weekly_breaks) else (),
        dated_breaks=tuple(
            (each.date.toordinal(), day_of(each.hours)) for each in schedule.breaks if each.date is not None
        ),
        dated=dated,
        overriding=overriding,
    )


def _span(day: date, days: int, zone: ZoneInfo) -> Interval:
    ordinal = bounded_ordinal(day)
    return instant(ordinal, 0, zone), instant(ordinal + days, 0, zone)


def _span_off(off: TimeOff, zone: ZoneInfo) -> Interval:
    if isinstance(off.start, datetime) and isinstance(off.end, datetime):
        return micros(off.start), micros(off.end)
    return _span(off.start, bounded_ordinal(off.end) - bounded_ordinal(off.start), zone)


def _date_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _by_date(day: Holiday) -> tuple[date, str, str]:
    return day.date, day.name, day.zone or ""


def _by_dates(off: TimeOff) -> tuple[bool, date, date, str]:
    # Dates and instants cannot be compared, so that those of a kind stand together.
    return not off.whole_days, off.start, off.end, off.reason
