"""How long a step may take: hours and days of elapsed time such as `24h`, or whole calendar months such as `3mo`.

A month later is the same day and the same time on the clocks of a zone. Where that month is too short it is its last
day: a month after the 31st of January is the 28th of February, or the 29th in a leap year.

>>> date_after(date(2026, 1, 31), "1mo"), date_after(date(2026, 1, 31), "2mo")
(datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from ..errors import InputError, TimeError
from ..hours.wall import instant
from ..records import duration
from ..records.instants import from_micros, utc
from ..records.zones import zone_named

__all__ = ["MOST_MONTHS", "date_after", "instant_after", "months_of"]

#: A hundred years, as for elapsed time.
MOST_MONTHS = 1_200

DAY = timedelta(days=1)


def months_of(text: str, argument: str = "duration") -> int | timedelta:
    """The number of calendar months that a text such as `3mo` names, or the elapsed time of one such as `2d12h`.

    >>> months_of("3mo"), months_of("36h")
    (3, datetime.timedelta(days=1, seconds=43200))

    The two do not mix: `1mo2d` could be counted in two orders, with two results. `m` alone stands for minutes.
    Raises `InputError` for anything else, for zero and for more than a hundred years.
    """
    told: object = text
    digits = told.removesuffix("mo") if isinstance(told, str) else ""
    if isinstance(told, str) and digits != told and digits.isascii() and digits.isdigit():
        if len(digits) <= 4 and 0 < int(digits) <= MOST_MONTHS:
            return int(digits)
        raise InputError(argument, text, f"is not between 1mo and {MOST_MONTHS}mo")
    try:
        return duration(told if isinstance(told, str) else "", argument)
    except InputError:
        raise InputError(argument, text, "is not a length of time such as '24h', '5d' or '3mo'") from None


def instant_after(start: datetime, length: str, *, zone: str = "UTC") -> datetime:
    """When so much time has passed since an instant, in UTC; months are counted on the clocks of the zone.

    >>> eve = datetime.fromisoformat("2026-10-26T09:00-04:00")  # in New York, a week before the clocks go back
    >>> instant_after(eve, "1mo", zone="America/New_York").isoformat()  # 9:00 again, an hour more has passed
    '2026-11-26T14:00:00+00:00'

    A time that the clocks skip is read with the offset before the gap, one that they show twice is the first
    (RFC 5545 3.3.5). Raises `InputError` for a length that is none, `TimeError` for a naive `start`, for a zone that is
    none, and for a result behind the year 9999.
    """
    begin = utc(start, "start")
    place = zone_named(zone)
    amount = months_of(length)
    try:
        if isinstance(amount, timedelta):
            return begin + amount
        wall = begin.astimezone(place)
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        landed = instant(_months_later(wall.date(), amount).toordinal(), second, place)
        return from_micros(landed + wall.microsecond)
    except (OverflowError, ValueError):
        raise TimeError("start", start, f"plus {length} lies behind the year 9999") from None


def date_after(day: date, length: str, argument: str = "length") -> date:
    """The date so many whole days or calendar months after another.

    Raises `InputError` for a length with a part of a day, and for a result behind the year 9999.
    """
    amount = months_of(length, argument)
    try:
        if isinstance(amount, int):
            return _months_later(day, amount)
        if amount % DAY:
            raise InputError(argument, length, "is not a number of days or months, such as '90d' or '3mo'")
        return day + amount
    except (OverflowError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(argument, length, f"after {day} lies behind the year 9999") from None


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
