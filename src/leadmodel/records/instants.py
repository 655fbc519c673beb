"""The door for times: aware in, UTC out, and whole microseconds since 1970 for the arithmetic in between.

>>> from datetime import datetime
>>> from zoneinfo import ZoneInfo
>>> utc(datetime(2026, 10, 30, 15, 5, tzinfo=ZoneInfo("America/New_York")), "at")
datetime.datetime(2026, 10, 30, 19, 5, tzinfo=datetime.timezone.utc)
"""

from datetime import UTC, datetime, timedelta

from ..errors import TimeError

__all__ = ["from_micros", "iso", "micros", "parse_instant", "utc"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAIVE = "has no time zone, give the offset too, such as 2026-10-30T15:05-04:00"
MICROS_PER_SECOND = 1_000_000
MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND


def utc(value: datetime, argument: str) -> datetime:
    """The same instant in UTC.

    Raises `TimeError` for a naive datetime: guessing a zone would move every clock that hangs on it.
    """
    given: object = value
    if not isinstance(given, datetime):
        raise TimeError(argument, value, NAIVE)
    if given.tzinfo is UTC:
        return given
    if given.utcoffset() is None:
        raise TimeError(argument, value, NAIVE)
    try:
        return given.astimezone(UTC)
    except OverflowError:
        raise TimeError(argument, value, "lies outside the years 1 to 9999 in UTC") from None


def micros(value: datetime) -> int:
    """Whole microseconds since 1970-01-01T00:00Z; exact, also across a change of the clocks.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    # Subtracting two datetimes of one ZoneInfo is wall-clock arithmetic; against a UTC epoch it never is.
    gap = value - EPOCH
    return gap.days * MICROS_PER_DAY + gap.seconds * MICROS_PER_SECOND + gap.microseconds


def from_micros(value: int) -> datetime:
    """The UTC datetime of a number of microseconds since 1970.

    >>> from_micros(1000000)
    datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)
    """
    return EPOCH + timedelta(0, 0, value)


def parse_instant(text: str, argument: str) -> datetime:
    """Read an ISO 8601 instant with an offset.

    >>> parse_instant("2026-10-30T15:05:00-04:00", "at").isoformat()
    '2026-10-30T19:05:00+00:00'

    Raises `TimeError` when the text is not ISO 8601, or names no offset.
    """
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise TimeError(argument, text, "is not an ISO 8601 instant such as 2026-10-30T15:05-04:00") from None
    if value.utcoffset() is None:
        raise TimeError(argument, text, NAIVE)
    return utc(value, argument)


def iso(value: datetime) -> str:
    """The instant as text, in UTC with a Z; what every dump of this library writes.

    >>> iso(datetime(2026, 10, 30, 19, 5, tzinfo=UTC))
    '2026-10-30T19:05:00Z'

    Raises `TimeError` for a naive datetime.
    """
    return utc(value, "value").isoformat().replace("+00:00", "Z")
