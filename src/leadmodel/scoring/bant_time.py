"""How many whole months are left until a date that a lead named.

>>> months_left(date(2026, 11, 30), None, None, today=date(2026, 8, 31))
3
"""

from calendar import monthrange
from datetime import date

__all__ = ["PASSED", "months_left"]

#: What is left of a date that lies behind.
PASSED = -1


def months_left(on: date | None, months: int | None, said_on: date | None, *, today: date) -> int | None:
    """The smallest number of calendar months that, added to today, reaches the date; `PASSED` for one that lies behind.

    A month later is the same day of the next month, or its last where that is too short, so three months from the 31st
    of August are up on the 30th of November. On the day itself 0 are left. Months that were told count from the day
    they were told, and without one from today.

    >>> months_left(None, 3, date(2026, 8, 1), today=date(2026, 10, 15))
    1
    >>> months_left(None, 3, date(2026, 8, 1), today=date(2026, 11, 2)) == PASSED
    True
    >>> months_left(None, 3, None, today=date(2026, 10, 15))
    3
    """
    if on is not None:
        month, day = _month(on), on.day
    elif months is None:
        return None
    elif said_on is None:
        return months
    else:
        month = _month(said_on) + months
        day = min(said_on.day, _days(month))
    if (month, day) < (_month(today), today.day):
        return PASSED
    return month - _month(today) + (day > today.day)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days(month: int) -> int:
    # The calendar repeats after 400 years, so a month behind the year 9999 has its days, too.
    year, place = divmod(month, 12)
    return monthrange(year % 400 + 2000, place + 1)[1]
