"""Lengths of time as people write them in a document: `2h`, `90m`, `3d`.

>>> duration("24h") == duration("1d")
True
"""

from datetime import timedelta
from typing import Literal

from ..errors import InputError

__all__ = ["duration", "spell"]

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
#: A hundred years: longer than any promise, and far from the end of the calendar.
LONGEST_DAYS = 36_525


def duration(
    text: str, argument: str = "duration", *, zero: Literal["refused", "allowed"] = "refused"
) -> timedelta:
    """The length that a text such as `2h` or `1h30m` names; a day is 24 elapsed hours.

    >>> duration("1h30m")
    datetime.timedelta(seconds=5400)

    Raises `InputError` for anything else, for more than a hundred years, and for zero unless that is allowed.
    """
    seconds = 0
    digits = ""
    units = list(SECONDS)
    for letter in text:
        if letter in "0123456789":
            digits += letter
        elif letter in units and 0 < len(digits) <= 12:
            seconds += int(digits) * SECONDS[letter]
            # Each unit once and in falling order, so that a length has one spelling per meaning.
            units = [unit for unit in units if SECONDS[unit] < SECONDS[letter]]
            digits = ""
        else:
            raise InputError(argument, text, "is not a length of time such as '2h', '30m' or '1d12h'")
    if zero == "allowed" and text and not digits and seconds == 0:
        return timedelta(0)
    if digits or not 0 < seconds <= LONGEST_DAYS * SECONDS["d"]:
        raise InputError(argument, text, "is not a length of time above zero such as '2h', '30m' or '1d12h'")
    return timedelta(seconds=seconds)


def spell(length: timedelta) -> str:
    """A length as people say it, to the minute; the sign is kept.

    >>> spell(timedelta(hours=65, minutes=59)), spell(timedelta(seconds=20)), spell(timedelta(0))
    ('65 h 59 min', '20 s', '0 min')
    """
    seconds = int(abs(length).total_seconds())
    sign = "-" if length < timedelta(0) and seconds else ""
    if 0 < seconds < 60:
        return f"{sign}{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    if hours == 0:
        return f"{sign}{minutes} min"
    return f"{sign}{hours} h {minutes:02d} min" if minutes else f"{sign}{hours} h"
