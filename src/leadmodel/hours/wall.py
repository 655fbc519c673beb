"""Wall time: the only place that knows what a clock on the wall shows.

A local time that is skipped is read with the offset before the gap, one that occurs twice is its first occurrence
(RFC 5545 3.3.5; Temporal calls this "compatible"). A date that a zone skipped altogether has no length.

>>> from zoneinfo import ZoneInfo
>>> eastern = ZoneInfo("America/New_York")
>>> spring = date(2026, 3, 8).toordinal()
>>> from_micros(instant(spring, 9000, eastern)).isoformat()  # 02:30 does not occur: it reads 03:30
'2026-03-08T07:30:00+00:00'
"""

from datetime import date, datetime, timedelta
from itertools import count as count_from
from typing import cast
from zoneinfo import ZoneInfo

from ..records.instants import from_micros
from ..records.zones import zone_named

__all__ = [
    "FIRST_INSTANT",
    "FIRST_YEAR",
    "LAST_INSTANT",
    "LAST_YEAR",
    "MICROS_PER_DAY",
    "MICROS_PER_SECOND",
    "bounded_ordinal",
    "instant",
    "local",
    "midnights",
    "year_of",
    "year_start",
    "zone_named",
]

MICROS_PER_SECOND = 1_000_000
SECONDS_PER_DAY = 86_400
MICROS_PER_DAY = SECONDS_PER_DAY * MICROS_PER_SECOND

#: The years that can be asked about. A stray year 1 or 9999 is nearly always a default that leaked in, and a bound
#: keeps every table small.
FIRST_YEAR = 1900
LAST_YEAR = 2999

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)

#: The bounds of `FIRST_YEAR` and `LAST_YEAR` in UTC, both allowed, in microseconds since 1970.
FIRST_INSTANT = (date(FIRST_YEAR, 1, 1).toordinal() - _EPOCH_ORDINAL) * MICROS_PER_DAY
LAST_INSTANT = (date(LAST_YEAR + 1, 1, 1).toordinal() - _EPOCH_ORDINAL) * MICROS_PER_DAY - 1


def instant(ordinal: int, second: int, zone: ZoneInfo) -> int:
    """When the clocks show `second` seconds after midnight of a date, in microseconds since 1970.

    `second` may run past 86400 into the following dates, as the end of a night shift does. Where two local times
    are named in order, a gap may turn their instants round: the caller takes that for an empty interval.
    """
    wall = datetime.fromordinal(ordinal) + timedelta(0, second)
    offset = cast("timedelta", zone.utcoffset(wall))
    # Whole seconds since an epoch, not datetimes: subtracting datetimes of one zone would be wall-clock arithmetic.
    days = ordinal - _EPOCH_ORDINAL
    return (days * SECONDS_PER_DAY + second) * MICROS_PER_SECOND - offset // _MICROSECOND


def midnights(first: int, count: int, zone: ZoneInfo) -> list[int]:
    """The instants at which `count` dates in a row begin, from the date with ordinal `first` on.

    Two that are 24 hours apart enclose a day without a change of the clocks (no zone changes twice within a day);
    two that are equal enclose a date that did not occur.
    """
    marks = []
    known: timedelta | None = None
    shift = 0
    begin = (first - _EPOCH_ORDINAL) * MICROS_PER_DAY
    # Asked of the zone, a naive wall time is four times as quick as one that has to be given the zone first.
    offsets = map(zone.utcoffset, map(datetime.fromordinal, range(first, first + count)))
    for base, offset in zip(count_from(begin, MICROS_PER_DAY), offsets, strict=False):
        if offset is not known:
            known = offset
            shift = cast("timedelta", offset) // _MICROSECOND
        marks.append(base - shift)
    return marks


def year_start(year: int, zone: ZoneInfo) -> int:
    """The instant at which a year begins in a zone."""
    return instant(date(year, 1, 1).toordinal(), 0, zone)


def year_of(value: int, zone: ZoneInfo) -> int:
    """The year whose `year_start` was the last to come by that instant."""
    year = from_micros(value).year + 1
    while year_start(year, zone) > value:
        year -= 1
    return year


def bounded_ordinal(day: date) -> int:
    """The date's ordinal, brought to within a year of what can be asked: leave until 9999 means for ever."""
    low, high = date(FIRST_YEAR - 2, 1, 1).toordinal(), date(LAST_YEAR + 3, 1, 1).toordinal()
    return min(max(day.toordinal(), low), high)


def local(value: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at an instant; for people to read, never to calculate with."""
    return value.astimezone(zone_named(zone))
