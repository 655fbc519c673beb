"""Lengths in whole calendar months such as `3mo`, beside hours and days of elapsed time such as `24h`.

A month later is the same day; where that month is too short it is its last day: a month after the 31st of January is
the 28th of February, or the 29th in a leap year.

>>> date_after(date(2026, 1, 31), "1mo"), date_after(date(2026, 1, 31), "2mo")
(datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
"""

from calendar import monthrange
from datetime import date, timedelta

from ..errors import InputError
from .durations import duration

__all__ = ["DAY", "MOST_MONTHS", "date_after", "months_later", "months_of"]

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


def date_after(day: date, length: str, argument: str = "length") -> date:
    """The date so many whole days or calendar months after another.

    Raises `InputError` for a length with a part of a day, and for a result behind the year 9999.
    """
    amount = months_of(length, argument)
    try:
        if isinstance(amount, int):
            return months_later(day, amount)
        if amount % DAY:
            raise InputError(argument, length, "is not a number of days or months, such as '90d' or '3mo'")
        return day + amount
    except (OverflowError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(argument, length, f"after {day} lies behind the year 9999") from None


def months_later(day: date, months: int) -> date:
    """The same day so many months on. Raises `OverflowError` or `ValueError` behind the year 9999."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
