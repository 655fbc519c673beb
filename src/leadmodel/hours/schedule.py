"""When one person or team works: a weekly pattern in a zone, without the days on which nobody comes."""

from dataclasses import dataclass
from datetime import date

from ..errors import InputError, TimeError
from ..records.instants import from_micros
from .days import Holiday, TimeOff, all_of
from .intervals import Interval, unite
from .table import Plan, Table, empty_table
from .wall import (
    FIRST_INSTANT,
    FIRST_YEAR,
    LAST_INSTANT,
    LAST_YEAR,
    MICROS_PER_SECOND,
    bounded_ordinal,
    instant,
    zone_named,
)
from .week import Week, shifts

__all__ = ["Schedule", "closures", "keep", "table_over"]


class _Compiled:
    """A place for the table beside the fields: no part of the value, so not compared, shown, copied or pickled."""

    __slots__ = ("_table",)

    _table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(_Compiled):
    """The hours of one person or team: a week in a zone, without holidays and time off.

    >>> from leadmodel.hours import Week, next_open
    >>> from datetime import datetime
    >>> office = Schedule(week=Week(mon=["09:00-17:00"]), zone="Europe/London")
    >>> next_open(office, datetime.fromisoformat("2026-10-23T12:00Z")).isoformat()
    '2026-10-26T09:00:00+00:00'

    The order in which days off are listed does not matter, and they may overlap. A day off also closes the tail of a
    night shift that runs into it. Raises `TimeError` for an unknown zone, with the nearest name, and `InputError`
    for a part of the wrong kind.
    """

    week: Week
    zone: str
    holidays: tuple[Holiday, ...] = ()
    time_off: tuple[TimeOff, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.week, Week):
            raise InputError("week", self.week, "is not a Week")
        zone_named(self.zone)
        holidays = sorted(set(all_of(Holiday, "holidays", self.holidays)), key=_by_date)
        time_off = sorted(set(all_of(TimeOff, "time_off", self.time_off)), key=_by_dates)
        object.__setattr__(self, "holidays", tuple(holidays))
        object.__setattr__(self, "time_off", tuple(time_off))


def table_over(schedule: Schedule, low: int, high: int, low_is: str = "at", high_is: str = "at") -> Table:
    """The schedule's table, which covers the instants from `low` to `high`, both included.

    Raises `TimeError` for an instant outside the years that can be asked about, by the name of its argument.
    """
    try:
        table = schedule._table
    except AttributeError:
        table = empty_table(_plan(schedule))
    if table.low <= low and high < table.high:
        return table
    # Only a miss can be out of bounds, so the quick way need not look.
    for argument, value in ((low_is, low), (high_is, high)):
        if not FIRST_INSTANT <= value <= LAST_INSTANT:
            raise _outside(argument, value)
    return keep(schedule, table.covering(low, high))


def keep(schedule: Schedule, table: Table) -> Table:
    """Keep a wider table with its schedule, for the next question.

    One reference is replaced, so a thread that asks meanwhile finds the old table or the new one; both are right.
    """
    object.__setattr__(schedule, "_table", table)
    return table


def closures(
    schedule: Schedule, kind: str, first: date = date.min, last: date = date.max
) -> list[tuple[Interval, str]]:
    """The days off of one kind that touch the dates from first to last, as instants, each with its name or reason.

    `kind` is the field: `"holidays"` or `"time_off"`.
    """
    zone = zone_named(schedule.zone)

    def span(day: date, days: int) -> Interval:
        ordinal = bounded_ordinal(day)
        return instant(ordinal, 0, zone), instant(ordinal + days, 0, zone)

    if kind == "holidays":
        return [(span(day.date, 1), day.name) for day in schedule.holidays if first <= day.date <= last]
    return [
        (span(off.start, bounded_ordinal(off.end) - bounded_ordinal(off.start)), off.reason)
        for off in schedule.time_off
        if off.start <= last and first < off.end
    ]


def _outside(argument: str, value: int) -> TimeError:
    """The error for an instant that no table may reach."""
    try:
        shown: object = from_micros(value).isoformat()
    except (OverflowError, TypeError):
        shown = value
    return TimeError(argument, shown, f"is outside the years {FIRST_YEAR} to {LAST_YEAR}")


def _plan(schedule: Schedule) -> Plan:
    spans = [span for kind in ("holidays", "time_off") for span, _ in closures(schedule, kind)]
    return Plan(
        zone=zone_named(schedule.zone),
        weekly=tuple(
            tuple((start * MICROS_PER_SECOND, end * MICROS_PER_SECOND) for start, end in day)
            for day in shifts(schedule.week)
        ),
        closures=tuple(unite(spans)),
    )


def _by_date(day: Holiday) -> tuple[date, str]:
    return day.date, day.name


def _by_dates(off: TimeOff) -> tuple[date, date, str]:
    return off.start, off.end, off.reason
