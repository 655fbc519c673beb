"""Calendars that people keep elsewhere: iCalendar text into holidays and time off (the extra `ical`).

The text is handed in, nothing is fetched. Rules are expanded between two dates, never endlessly, and a text with
faults is refused with all of them: an event that cannot be read would be an absence that nobody sees.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from ..errors import InputError, TimeError
from ..hours import Holiday, HolidayList, TimeOff
from ..hours.wall import FIRST_YEAR, LAST_YEAR, bounded_ordinal, instant, zone_named
from ..records.instants import micros, utc
from .faults import FaultList
from .ical_events import read_event
from .ical_expansion import Occurrence, occurrences_between
from .ical_text import Feed, read_feeds
from .ical_values import Event, Moment
from .ical_zones import ZoneClock, Zones

__all__ = ["read_holidays", "read_time_off"]

_DAY = dt.timedelta(1)
_MIDNIGHT = dt.time()


def read_holidays(
    text: str | bytes,
    *,
    between: tuple[dt.date, dt.date],
    zone: str | None = None,
    free: Literal["read", "leave_out"] = "read",
    name: str | None = None,
) -> HolidayList:
    r"""The days of a public calendar from the first date up to the second, which is not included.

    >>> feed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\n"
    >>> feed += "SUMMARY:Christmas Day\nEND:VEVENT\nEND:VCALENDAR\n"
    >>> [day.date.isoformat() for day in read_holidays(feed, between=(dt.date(2026, 1, 1), dt.date(2028, 1, 1))).days]
    ['2026-12-25', '2027-12-25']

    An event of several days is a holiday on each; a day that has two names bears both. `zone` goes into every holiday,
    for those who observe the days of another place. Days marked as free (TRANSP:TRANSPARENT) are read, because public
    feeds mark every day so. An event with times must run from midnight to midnight.

    Raises `RowError` with every fault and its line; `InputError` for a period that is none, or when the library
    `icalendar` is not installed; `TimeError` for an unknown zone. Source: RFC 5545.
    """
    first, last = _dates(between)
    _choice("free", free, ("leave_out", "read"))
    local = None if zone is None else zone_named(zone)
    faults = FaultList(name or "calendar")
    feeds, found = _read(text, ZoneClock(local or dt.UTC), first, last, faults)
    names: dict[dt.date, set[str]] = {}
    for each in found:
        if each.event.free and free == "leave_out":
            continue
        start, end = _whole_days(each, local, (first, last), faults)
        for day in range(max(start, first).toordinal(), min(end, last).toordinal()):
            names.setdefault(dt.date.fromordinal(day), set()).add(each.event.title or "holiday")
    if faults:
        faults.fail()
    days = [Holiday(date=day, name="; ".join(sorted(titles)), zone=zone) for day, titles in names.items()]
    return HolidayList(name=name or _title(feeds), days=tuple(days))


def read_time_off(
    text: str | bytes,
    *,
    between: tuple[dt.date, dt.date] | tuple[dt.datetime, dt.datetime],
    zone: str,
    free: Literal["read", "leave_out"] = "leave_out",
    name: str = "calendar",
) -> tuple[TimeOff, ...]:
    r"""What one person's calendar takes from their hours between two dates of their zone, or two instants.

    >>> feed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Rome:20261026T130000\nDURATION:PT4H\n"
    >>> feed += "SUMMARY:dentist\nEND:VEVENT\nEND:VCALENDAR\n"
    >>> week = dt.date(2026, 10, 26), dt.date(2026, 11, 2)
    >>> read_time_off(feed, between=week, zone="Europe/Rome")[0].start.isoformat()
    '2026-10-26T12:00:00+00:00'

    Sorted by start. An event of whole days becomes `TimeOff` in dates, one with times in instants; what hangs over the
    edge of the period is kept whole. `zone` is where the person works: times without a zone are read there. An event
    marked as free, a cancelled one and one without a length take nothing; the title of a private one stays out.

    Raises `RowError` with every fault and its line; `InputError` for a period that is none, or when the library
    `icalendar` is not installed; `TimeError` for an unknown zone or a naive instant. Source: RFC 5545.
    """
    _choice("free", free, ("leave_out", "read"))
    local = zone_named(zone)
    begin, end = _period(between, local)
    first, last = (at.astimezone(local).date() for at in (begin, end))
    faults = FaultList(name)
    _, found = _read(text, ZoneClock(local), first, last + _DAY, faults)
    spans: dict[TimeOff, tuple[int, int]] = {}
    for each in found:
        start, stop = (_micros(value, local) for value in (each.start, each.end))
        touches = start < micros(end) and stop > micros(begin)
        if touches and not (each.event.free and free == "leave_out"):
            reason = "leave" if each.event.private else each.event.title or "leave"
            spans[TimeOff(start=each.start, end=each.end, reason=reason)] = (start, stop)
    return tuple(sorted(spans, key=lambda off: (*spans[off], off.reason, off.whole_days)))


def _read(
    text: str | bytes, floating: ZoneClock, first: dt.date, last: dt.date, faults: FaultList
) -> tuple[list[Feed], list[Occurrence]]:
    try:
        import icalendar  # noqa: F401 - the modules beside this one need it
    except ImportError:
        raise InputError("library", "icalendar", "is not installed, install leadmodel[ical]") from None
    if not isinstance(text, str | bytes):
        raise InputError("text", text, "is not text or bytes, read the file or the answer first")
    feeds = read_feeds(text, faults)
    found: list[Occurrence] = []
    for feed in feeds:
        found += occurrences_between(_events(feed, floating, last, faults), first, last)
    if faults:
        faults.fail()
    return feeds, found


def _events(feed: Feed, floating: ZoneClock, last: dt.date, faults: FaultList) -> Iterable[Event]:
    zones = Zones(feed.zones)
    read = [
        read_event(component, zones, floating=floating, last=last, faults=faults) for component in feed.events
    ]
    # A calendar that was sent to call events off (RFC 5546 1.4) holds no absences.
    if feed.component.text("METHOD").upper() == "CANCEL":
        return []
    return [event for event in read if event is not None]


def _title(feeds: list[Feed]) -> str:
    titles = (feed.component.text("NAME") or feed.component.text("X-WR-CALNAME") for feed in feeds)
    return next(filter(None, titles), "calendar")


def _whole_days(
    found: Occurrence, zone: ZoneInfo | None, between: tuple[dt.date, dt.date], faults: FaultList
) -> tuple[dt.date, dt.date]:
    """The dates `[start, end)` of an occurrence; a part of a day is a fault when it touches the dates asked about."""
    start, end = found.start, found.end
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        return start, end
    moment = found.event.start
    assert isinstance(moment, Moment)
    clock = moment.clock if zone is None else ZoneClock(zone)
    wall, stop = clock.wall(start), clock.wall(end)
    asked = wall.date() < between[1] and stop.date() >= between[0]
    if asked and moment.utc and zone is None:
        fault = "is in UTC, which has no days of its own: give the `zone` whose holidays they are"
        faults.add(found.event.line, "DTSTART", f"{fault} ({found.event.label})")
    elif asked and (wall.time(), stop.time()) != (_MIDNIGHT, _MIDNIGHT):
        fault = (
            f"{wall:%Y-%m-%dT%H:%M} to {stop:%Y-%m-%dT%H:%M} is not a whole day, read it with read_time_off"
        )
        faults.add(found.event.line, "DTSTART", f"{fault} ({found.event.label})")
    return wall.date(), stop.date()


def _micros(value: dt.date | dt.datetime, zone: ZoneInfo) -> int:
    if isinstance(value, dt.datetime):
        return micros(value)
    return instant(bounded_ordinal(value), 0, zone)


def _dates(between: object) -> tuple[dt.date, dt.date]:
    if isinstance(between, tuple) and len(between) == 2:
        first, last = between
        plain = [isinstance(day, dt.date) and not isinstance(day, dt.datetime) for day in between]
        if all(plain) and first.year >= FIRST_YEAR and last.year <= LAST_YEAR and first < last:
            return first, last
    raise InputError("between", between, f"is not two dates in order, from {FIRST_YEAR} to {LAST_YEAR}")


def _period(between: object, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    if (
        isinstance(between, tuple)
        and len(between) == 2
        and all(isinstance(at, dt.datetime) for at in between)
    ):
        begin, end = (utc(at, "between") for at in between)
        if begin >= end or begin.year <= FIRST_YEAR or end.year >= LAST_YEAR:
            raise TimeError(
                "between", between, f"is not two instants in order, from {FIRST_YEAR} to {LAST_YEAR}"
            )
        return begin, end
    begin, end = (
        dt.datetime.combine(day, _MIDNIGHT, tzinfo=zone).astimezone(dt.UTC) for day in _dates(between)
    )
    return begin, end


def _choice(argument: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise InputError(argument, value, f"is not a choice, expected one of {', '.join(choices)}")
