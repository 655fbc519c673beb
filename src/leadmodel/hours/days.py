"""Days that nobody works: public holidays, and one person's time off."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from ..errors import InputError
from ..records.instants import utc
from .wall import zone_named

__all__ = ["Holiday", "HolidayList", "TimeOff", "all_of", "plain_date", "text_of"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day on which nobody works, from midnight to midnight.

    Without a `zone` the midnights are those of the schedule that observes the day; with one they are that zone's, as
    when a London desk is closed while New York celebrates.

    >>> Holiday(date=dt.date(2026, 12, 25), name="Christmas Day").name
    'Christmas Day'

    Raises `InputError` when `date` is not a plain date, `TimeError` for an unknown zone.
    """

    date: dt.date
    name: str
    zone: str | None = None

    def __post_init__(self) -> None:
        plain_date("date", self.date)
        text_of("name", self.name)
        if self.zone is not None:
            zone_named(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayList:
    """Holidays under one name, in the order of their dates.

    >>> HolidayList(name="us", days=[Holiday(date=dt.date(2026, 7, 3), name="Independence Day")]).days[0].name
    'Independence Day'

    Raises `InputError` when a date is listed twice for the same zone.
    """

    name: str
    days: tuple[Holiday, ...]

    def __post_init__(self) -> None:
        days = sorted(all_of(Holiday, "days", self.days), key=lambda day: (day.date, day.zone or ""))
        for day, following in pairwise(days):
            if (day.date, day.zone) == (following.date, following.zone):
                both = f"{day.name!r} and {following.name!r}"
                raise InputError("days", day.date.isoformat(), f"is listed twice, as {both}: keep one")
        object.__setattr__(self, "days", tuple(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOff:
    """What one person does not work, `[start, end)`: whole days in that person's own zone, or between two instants.

    >>> TimeOff(start=dt.date(2026, 8, 3), end=dt.date(2026, 8, 15)).reason
    'leave'
    >>> one, five = (dt.datetime.fromisoformat(f"2026-10-26T{hour}:00+01:00") for hour in (13, 17))
    >>> TimeOff(start=one, end=five, reason="dentist").start.isoformat()
    '2026-10-26T12:00:00+00:00'

    Of dates, `end` is the day of the return; instants are kept in UTC. Raises `InputError` when `end` does not lie
    after `start` or one is a date and the other an instant, `TimeError` for a naive instant.
    """

    start: dt.date | dt.datetime
    end: dt.date | dt.datetime
    reason: str = "leave"

    def __post_init__(self) -> None:
        start, end = _date_or_instant("start", self.start), _date_or_instant("end", self.end)
        text_of("reason", self.reason)
        if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
            both = "give two dates, or two instants with their offsets"
            if isinstance(start, dt.datetime):
                raise InputError("end", end.isoformat(), f"is a date, the start is an instant: {both}")
            raise InputError("end", end.isoformat(), f"is an instant, the start is a date: {both}")
        if end <= start:
            fix = "give the later one" if isinstance(start, dt.datetime) else "give the day of the return"
            raise InputError("end", end.isoformat(), f"is not after the start {start.isoformat()}, {fix}")
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    @property
    def whole_days(self) -> bool:
        """Whether it is given in dates, and so lasts from midnight to midnight.

        >>> TimeOff(start=dt.date(2026, 8, 3), end=dt.date(2026, 8, 15)).whole_days
        True
        """
        return not isinstance(self.start, dt.datetime)


def all_of(kind: type[T], argument: str, values: object) -> list[T]:
    """The values as a list, each known to be of a kind; raises `InputError` for the first that is not."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InputError(argument, values, f"is not a list of {kind.__name__}")
    items = list(values)
    for item in items:
        if not isinstance(item, kind):
            raise InputError(argument, item, f"is not a {kind.__name__}")
    return items


def plain_date(argument: str, value: object) -> None:
    """Raise `InputError` for what is not a date without a time."""
    # A datetime is a date to Python, but its day depends on a zone, and it cannot be compared with a date.
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise InputError(argument, value, "is not a plain date such as 2026-12-25")


def _date_or_instant(argument: str, value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return utc(value, argument)
    if isinstance(value, dt.date):
        return value
    raise InputError(
        argument, value, "is neither a plain date such as 2026-12-25 nor an instant with its offset"
    )


def text_of(argument: str, value: object) -> None:
    """Raise `InputError` for what is not text."""
    if not isinstance(value, str):
        raise InputError(argument, value, "is not text")
