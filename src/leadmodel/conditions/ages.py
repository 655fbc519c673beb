"""How old an activity is when it is scored: in whole hours, and windows are whole hours long.

>>> from datetime import datetime, UTC
>>> age_in_hours(datetime(2026, 11, 6, 9, 59, tzinfo=UTC), datetime(2026, 11, 7, 9, tzinfo=UTC))
23
"""

from datetime import UTC, datetime, timedelta

from ..errors import InputError
from ..records import duration

__all__ = ["age_in_hours", "whole_hours", "window_of"]

_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def age_in_hours(happened: datetime, at: datetime) -> int:
    """The whole hours between two instants; below zero for what is yet to come."""
    age = at - happened
    # A length of time is kept as days and as seconds of a day, which are never negative.
    return age.days * 24 + age.seconds // 3600


def whole_hours(text: str, argument: str) -> int:
    """The hours of a length such as `2h` or `30d`. Raises `InputError` when it is none, or has a part of an hour."""
    length = duration(text, argument)
    if length % _HOUR:
        raise InputError(argument, text, "is no whole number of hours, and scoring counts in hours")
    return length // _HOUR


def window_of(happened: datetime, hours: int) -> int:
    """The number of the window of so many hours that an instant lies in, counted from 1970 in UTC."""
    return (happened - _EPOCH) // (hours * _HOUR)
