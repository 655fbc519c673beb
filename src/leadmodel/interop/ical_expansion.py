"""Events as they come: rules expanded between two dates, changed occurrences in the place of those they change."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..hours.recurring import occurrences
from .ical_values import Event, Moment, Start, day_of

__all__ = ["Occurrence", "occurrences_between"]

_DAY = dt.timedelta(1)
#: No two clocks of the world are further apart.
_ZONES_APART = 2 * _DAY


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place: `[start, end)`, as dates or as instants."""

    event: Event
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime


def occurrences_between(events: Iterable[Event], first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """Each occurrence that may touch the dates `[first, last)` in any zone, and few others.

    What is cancelled, and what a later SEQUENCE replaced, is left out; what has no length too.
    """
    current = _latest(events)
    changed: dict[str, list[Start]] = {}
    for event in current:
        if event.replaces is not None and event.uid:
            changed.setdefault(event.uid, []).append(event.replaces)
    for event in current:
        if event.cancelled:
            continue
        left_out = list(event.without)
        if event.replaces is None:
            left_out += changed.get(event.uid, [])
        for start in _starts(event, left_out, first, last):
            found = _placed(event, start)
            if found is not None:
                yield found


def _latest(events: Iterable[Event]) -> list[Event]:
    """Of what bears the same UID for the same occurrence, the versions with the highest SEQUENCE (RFC 5545 3.8.7.4).

    Two of the same version stay both: feeds that give one UID to many events are common.
    """
    everything = list(events)
    newest: dict[object, int] = {}
    for event in everything:
        newest[_identity(event)] = max(event.sequence, newest.get(_identity(event), 0))
    return [event for event in everything if not event.uid or event.sequence == newest[_identity(event)]]


def _identity(event: Event) -> object:
    replaces = event.replaces
    return event.uid, replaces.instant if isinstance(replaces, Moment) else replaces


def _starts(event: Event, left_out: list[Start], first: dt.date, last: dt.date) -> Iterator[Start]:
    days = {
        day_of(each)
        for each in left_out
        if not isinstance(event.start, Moment) or not isinstance(each, Moment)
    }
    instants = {each.instant for each in left_out if isinstance(each, Moment)}
    seen: set[dt.date | dt.datetime] = set()
    for start in (event.start, *event.more, *_by_rule(event, first, last)):
        known_by = start.instant if isinstance(start, Moment) else start
        if known_by not in seen and known_by not in instants and day_of(start) not in days:
            seen.add(known_by)
            yield start


def _by_rule(event: Event, first: dt.date, last: dt.date) -> Iterator[Start]:
    rule = event.rule
    if rule is None or rule.recurring is None:
        return
    length = event.days + event.exact.days + 1
    begin = dt.date.fromordinal(
        max((first - _ZONES_APART).toordinal() - length, day_of(event.start).toordinal())
    )
    for day in occurrences(rule.recurring, begin, last + _ZONES_APART):
        start: Start = day
        if isinstance(event.start, Moment):
            start = Moment(dt.datetime.combine(day, event.start.wall.time()), event.start.clock)
        reached = start.instant if isinstance(start, Moment) and isinstance(rule.until, dt.datetime) else day
        # Both are instants or both are dates by now.
        if rule.until is not None and reached > rule.until:
            return
        yield start


def _placed(event: Event, start: Start) -> Occurrence | None:
    """Where it lies in time. What runs past the year 9999 ends there."""
    if not isinstance(start, Moment):
        last = dt.date.fromordinal(min(start.toordinal() + event.days, dt.date.max.toordinal()))
        return Occurrence(event, start, last)
    try:
        end = start.clock.instant(start.wall + event.days * _DAY) + event.exact
    except OverflowError:
        end = dt.datetime.max.replace(tzinfo=dt.UTC)
    return Occurrence(event, start.instant, end) if end > start.instant else None
