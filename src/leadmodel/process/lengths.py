"""How long a step may take: hours and days of elapsed time such as `24h`, or whole calendar months such as `3mo`.

A month later is the same day and the same time on the clocks of a zone. Where that month is too short it is its last
day: a month after the 31st of January is the 28th of February, or the 29th in a leap year.

>>> from datetime import date
>>> date_after(date(2026, 1, 31), "1mo"), date_after(date(2026, 1, 31), "2mo")
(datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
"""

from datetime import datetime, timedelta

from ..errors import TimeError
from ..hours.wall import instant
from ..records.instants import from_micros, utc
from ..records.months import DAY, MOST_MONTHS, date_after, months_later, months_of
from ..records.zones import zone_named

__all__ = ["DAY", "MOST_MONTHS", "date_after", "instant_after", "months_of"]


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
        landed = instant(months_later(wall.date(), amount).toordinal(), second, place)
        return from_micros(landed + wall.microsecond)
    except (OverflowError, ValueError):
        raise TimeError("start", start, f"plus {length} lies behind the year 9999") from None
