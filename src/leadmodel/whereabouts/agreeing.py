"""How far the clocks of a zone are ahead, and whether those of several zones agree over a year, to the microsecond."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from ..errors import TimeError
from .places import known_zone

__all__ = ["clocks_agree", "offset_at"]

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)

#: From an instant on, how far the clocks are ahead of UTC.
_Change = tuple[datetime, timedelta]


def offset_at(zone: str, instant: datetime) -> timedelta:
    """How far the clocks of a zone are ahead of UTC at an instant.

    >>> str(offset_at("Asia/Kathmandu", datetime(2026, 11, 6, tzinfo=UTC)))
    '5:45:00'

    Raises `TimeError` where the calendar ends: they would show a date before the year 1 or after 9999.
    """
    try:
        return instant.astimezone(known_zone(zone)).utcoffset() or timedelta(0)
    except OverflowError:
        raise TimeError("at", instant, f"has no date in {zone}, the calendar ends there") from None


def clocks_agree(zones: Sequence[str], start: datetime, days: int = 366) -> bool:
    """Whether all zones show the same time from `start` on, for some days of 24 hours.

    >>> clocks_agree(["Europe/Berlin", "Europe/Rome"], datetime(2026, 11, 6, tzinfo=UTC))
    True
    >>> clocks_agree(["America/Denver", "America/Phoenix"], datetime(2026, 11, 6, tzinfo=UTC))
    False

    Raises `TimeError` where the calendar ends.
    """
    if len(zones) < 2:
        return True
    if len({offset_at(zone, start) for zone in zones}) > 1:
        return False
    try:
        end = start + days * _DAY
    except OverflowError:
        raise TimeError("at", start, f"has no {days} days after it, the calendar ends") from None
    years = range(start.year, end.year + 1)
    courses = {
        tuple(change for year in years for change in _changes(zone, year) if start < change[0] < end)
        for zone in zones
    }
    return len(courses) == 1


@lru_cache(maxsize=4_096)
def _changes(zone: str, year: int) -> tuple[_Change, ...]:
    """The changes of the clocks of a zone in a year in UTC.

    `zoneinfo` does not show them, so they are searched for between the days. No zone changes twice within one.
    """
    found: list[_Change] = []
    since = datetime(year, 1, 1, tzinfo=UTC)
    if year > 1:
        since -= _TICK  # so that a change at the very start of the year is seen
    last = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    before = offset_at(zone, since)
    while since < last:
        until = since + _DAY if last - since > _DAY else last
        after = offset_at(zone, until)
        if after != before:
            found.append((_change(zone, since, until), after))
        since, before = until, after
    return tuple(found)


def _change(zone: str, since: datetime, until: datetime) -> datetime:
    """The first instant after `since` at which a zone has the offset that it has at `until`."""
    after = offset_at(zone, until)
    while until - since > _TICK:
        middle = since + (until - since) // 2
        if offset_at(zone, middle) == after:
            until = middle
        else:
            since = middle
    return until
