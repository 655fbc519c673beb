"""What a router asks of whereabouts: what the clocks show there, whether the prospect is at work, which zone it is.

Every answer holds for all the zones that are left open, or says that it is not known.

>>> from datetime import datetime
>>> from leadmodel.hours import Week
>>> from leadmodel.whereabouts import Evidence, weigh
>>> coasts = Evidence(
...     source="country", confidence="likely", zones=["America/New_York", "America/Los_Angeles"], found="US"
... )
>>> office = Hours(name="office", week=Week(fri=["09:00-17:00"]))
>>> place = weigh([coasts])
>>> [at_work(place, office, at=datetime.fromisoformat(f"2026-11-06T{hour}:00Z")) for hour in ("13", "15", "18")]
[False, None, True]
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ..errors import InputError
from ..hours import HolidayList, Hours, is_open, schedule_in
from ..records.instants import utc
from .agreeing import clocks_agree, offset_at
from .evidence import Confidence
from .weighing import Whereabouts

__all__ = ["LocalTimes", "at_work", "local_times", "zone_if_sure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTimes:
    """The earliest and the latest that the prospect's clock may show at one instant.

    Both are that instant, each with the offset of its clock, so `==` finds them equal: `spread` says how far apart the
    clocks are, and is zero when it is known what they show.
    """

    earliest: datetime
    latest: datetime
    spread: timedelta


def local_times(
    place: Whereabouts, *, at: datetime, at_least: Confidence = Confidence.LIKELY
) -> LocalTimes | None:
    """What the prospect's clocks may show at an instant, from the earliest to the latest; None when nothing is known.

    >>> from leadmodel.records import Lead
    >>> from leadmodel.whereabouts import whereabouts
    >>> noon = datetime.fromisoformat("2026-11-06T12:00Z")
    >>> times = local_times(whereabouts(Lead(id="L1", captured_at=noon, source="form", country="ES")), at=noon)
    >>> times.earliest.isoformat(), times.latest.isoformat(), str(times.spread)
    ('2026-11-06T12:00:00+00:00', '2026-11-06T13:00:00+01:00', '1:00:00')

    Raises `TimeError` for a naive `at`, and for one at the very edge of the calendar, where the clocks would show no
    date.
    """
    instant = utc(at, "at")
    offsets = [offset_at(zone, instant) for zone in place.heard(at_least).zones]
    if not offsets:
        return None
    low, high = min(offsets), max(offsets)
    # An offset and not a zone: in the hour that occurs twice, a time in a zone equals nothing in another (PEP 495).
    return LocalTimes(
        earliest=instant.astimezone(timezone(low)),
        latest=instant.astimezone(timezone(high)),
        spread=high - low,
    )


def at_work(
    place: Whereabouts,
    hours: Hours,
    *,
    at: datetime,
    holidays: HolidayList | None = None,
    at_least: Confidence = Confidence.LIKELY,
) -> bool | None:
    """Whether the prospect keeps certain hours at an instant: True or False for sure, None when it is not known.

    `hours` is any pattern, read in each zone that is left open: when offices work, when people are awake, when the
    law lets one call. Two answers for two zones are no answer, and so is no evidence that is good enough.

    Raises `InputError` for what are no `Hours`, and `TimeError` for a naive `at`.
    """
    if not isinstance(hours, Hours):
        raise InputError("hours", hours, "are not Hours, give Hours(name='office', week=…)")
    instant = utc(at, "at")
    answers = {is_open(schedule_in(hours, zone, holidays), instant) for zone in place.heard(at_least).zones}
    return answers.pop() if len(answers) == 1 else None


def zone_if_sure(place: Whereabouts, *, at: datetime, at_least: Confidence = Confidence.LIKELY) -> str | None:
    """The zone of the prospect when only one is left open, or when all that are show the same for a year from `at`.

    >>> from leadmodel.records import Lead
    >>> from leadmodel.whereabouts import whereabouts
    >>> day = datetime.fromisoformat("2026-11-06T12:00Z")
    >>> leads = [Lead(id=code, captured_at=day, source="form", country=code) for code in ("DE", "ES")]
    >>> [zone_if_sure(whereabouts(lead), at=day) for lead in leads]
    ['Europe/Berlin', None]

    Germany has two zones, Berlin's and that of Büsingen, whose clocks have differed in the past: the first is named.
    Raises `TimeError` for a naive `at`.
    """
    instant = utc(at, "at")
    zones = place.heard(at_least).zones
    if not zones or not clocks_agree(zones, instant):
        return None
    return zones[0]
