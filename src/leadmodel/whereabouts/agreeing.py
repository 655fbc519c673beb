"""What the clocks of a zone show, and whether those of several zones show the same over a year, to the microsecond."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..errors import TimeError
from ..records.zones import zone_named

__all__ = ["clocks_agree", "offset_at", "wall_in"]

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


def wall_in(zone: str, instant: datetime) -> datetime:
    """What the clocks of a zone show at an instant.

    Raises `TimeError` where the calendar ends: they would show a date before the year 1 or after 9999.
    """
    try:
        return instant.astimezone(zone_named(zone))
    except OverflowError:
        raise TimeError("at", instant, f"has no date in {zone}, the calendar ends there") from None


def offset_at(zone: str, instant: datetime) -> timedelta:
    """How far the clocks of a zone are ahead of UTC at an instant.

    >>> from datetime import UTC
    >>> str(offset_at("Asia/Kathmandu", datetime(2026, 11, 6, tzinfo=UTC)))
    '5:45:00'
    """
    return wall_in(zone, instant).utcoffset() or timedelta(0)


def clocks_agree(zones: Sequence[str], start: datetime, days: int = 366) -> bool:
    """Whether all zones show the same time from `start` on, for some days of 24 hours.

    >>> from datetime import UTC
    >>> clocks_agree(["Europe/Berlin", "Europe/Rome"], datetime(2026, 11, 6, tzinfo=UTC))
    True
    >>> clocks_agree(["America/Denver", "America/Phoenix"], datetime(2026, 11, 6, tzinfo=UTC))
    False

    Looked at once a day, and in between where they change: no zone changes its clocks twice within a day. Raises
    `TimeError` where the calendar ends.
    """
    if len(zones) < 2:
        return True
    before = offset_at(zones[0], start)
    if any(offset_at(zone, start) != before for zone in zones[1:]):
        return False
    since = start
    for _ in range(days):
        try:
            until = since + _DAY
        except OverflowError:
            raise TimeError(
                "at", start, "is too near to the end of the calendar to look a year ahead"
            ) from None
        after = offset_at(zones[0], until)
        if any(offset_at(zone, until) != after for zone in zones[1:]):
            return False
        if after != before:
            change = _change(zones[0], since, until)
            if any(
                offset_at(zone, change) != after or offset_at(zone, change - _TICK) != before
                for zone in zones
            ):
                return False
        since, before = until, after
    return True


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
