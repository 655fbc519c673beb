"""Which clock a TZID means: an IANA zone, the Windows name of one, or the definition that the calendar brings along."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from ..errors import InputError, TimeError
from ..hours.recurring import Recurring, occurrences
from ..hours.wall import FIRST_YEAR, LAST_YEAR, zone_named
from .faults import UnreadableError, expected, shown
from .ical_text import Component

__all__ = ["Clock", "DefinedClock", "ZoneClock", "Zones", "from_1900", "recurring_of"]

#: A thousand years of two changes each are fewer.
_MOST_CHANGES = 5_000
#: Leave may end long after the period that is asked about.
_LAST = dt.date(LAST_YEAR + 1, 1, 1)
_WALL = re.compile(r"[0-9]{8}T[0-9]{6}")


class Clock(Protocol):
    """Wall time into instants and back."""

    def instant(self, wall: dt.datetime) -> dt.datetime:
        """When the clock shows a naive time.

        One that is skipped is read with the offset before the gap, one that occurs twice is its first occurrence (RFC
        5545 3.3.5).
        """

    def wall(self, at: dt.datetime) -> dt.datetime:
        """The naive time that the clock shows at an instant."""


@dataclass(frozen=True, slots=True)
class ZoneClock:
    """The clock of a zone of the zone database."""

    zone: dt.tzinfo

    def instant(self, wall: dt.datetime) -> dt.datetime:
        return wall.replace(tzinfo=self.zone).astimezone(dt.UTC)

    def wall(self, at: dt.datetime) -> dt.datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class _Change:
    onset: dt.datetime
    before: dt.timedelta
    after: dt.timedelta

    @property
    def utc(self) -> dt.datetime:
        return self.onset - self.before

    @property
    def shown_from(self) -> dt.datetime:
        """The first wall time that is read with the new offset: in a gap the old one counts, and of two the first."""
        return self.onset + max(self.after - self.before, dt.timedelta())


class DefinedClock:
    """The clock of a VTIMEZONE: its changes in order."""

    def __init__(self, changes: Iterable[_Change]) -> None:
        self._changes = sorted(changes, key=lambda change: change.utc)
        self._utc = [change.utc for change in self._changes]
        self._walls = [change.shown_from for change in self._changes]

    def instant(self, wall: dt.datetime) -> dt.datetime:
        return (wall - self._offset(bisect_right(self._walls, wall))).replace(tzinfo=dt.UTC)

    def wall(self, at: dt.datetime) -> dt.datetime:
        naive = at.astimezone(dt.UTC).replace(tzinfo=None)
        return naive + self._offset(bisect_right(self._utc, naive))

    def _offset(self, past: int) -> dt.timedelta:
        return self._changes[past - 1].after if past else self._changes[0].before


class Zones:
    """The clocks of one calendar, by TZID."""

    def __init__(self, definitions: Iterable[Component]) -> None:
        self._definitions = {each.text("TZID"): each for each in definitions}
        self._known: dict[str, Clock | UnreadableError] = {}

    def clock(self, name: str) -> Clock:
        """The clock of a TZID; raises `UnreadableError` for one that nobody knows and the calendar does not define."""
        if name not in self._known:
            try:
                self._known[name] = self._find(name)
            except UnreadableError as error:
                self._known[name] = error
        found = self._known[name]
        if isinstance(found, UnreadableError):
            raise found
        return found

    def _find(self, name: str) -> Clock:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        zone = _iana(name) or _iana(WINDOWS_TO_OLSON.get(name, ""))
        if zone is not None:
            return ZoneClock(zone)
        if name in self._definitions:
            return _defined(self._definitions[name])
        try:
            return ZoneClock(zone_named(name))
        except TimeError as error:
            near = expected(error)
            raise UnreadableError(f"{near}; the calendar has no VTIMEZONE that defines it") from None


def from_1900(start: dt.date) -> dt.date:
    """The first year of a rule that comes every year, brought to the years that can be asked about."""
    if start.year >= FIRST_YEAR:
        return start
    # 1900 had no 29 February.
    return start.replace(year=FIRST_YEAR + 4 if (start.month, start.day) == (2, 29) else FIRST_YEAR)


def recurring_of(parts: dict[str, str], first: dt.date) -> Recurring:
    """The rule with these parts, counted from a date; raises `UnreadableError` or `InputError` for one that is none."""
    # Nowhere in a calendar is there a sixth Monday of a month, and RFC 5545 has no Easter.
    most = 53 if parts.get("FREQ") == "YEARLY" and "BYMONTH" not in parts else 5
    for each in parts.get("BYDAY", "").split(","):
        ordinal = each[:-2].lstrip("+-")
        if ordinal.isdigit() and (len(ordinal) > 2 or int(ordinal) > most):
            raise UnreadableError(f"has BYDAY={each[:40]}, expected a number up to {most} before the day")
    if "BYEASTER" in parts:
        raise UnreadableError("has BYEASTER, which RFC 5545 does not know: list the dates in RDATE")
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    return Recurring(rule=rule, start=first, name="event")


def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _defined(definition: Component) -> DefinedClock:
    name = shown(definition.text("TZID"))
    if not definition.parts:
        raise UnreadableError(f"{name} is defined in line {definition.line} without STANDARD or DAYLIGHT")
    changes: list[_Change] = []
    for part in definition.parts:
        try:
            changes += _changes(part)
        except (InputError, OverflowError, UnreadableError, ValueError) as error:
            why = expected(error) if isinstance(error, InputError) else str(error)
            raise UnreadableError(
                f"{name} has a definition that cannot be read, line {part.line}: {why}"
            ) from None
        if len(changes) > _MOST_CHANGES:
            raise UnreadableError(f"{name} changes its clocks more than {_MOST_CHANGES} times")
    return DefinedClock(changes)


def _changes(part: Component) -> list[_Change]:
    before, after = _offset(part, "TZOFFSETFROM"), _offset(part, "TZOFFSETTO")
    start = _wall(part.text("DTSTART"))
    onsets = {start}
    for each in part.all("RDATE"):
        onsets |= {_wall(text) for text in each.value.split(",")}
    for each in part.all("RRULE"):
        pieces = each.value.upper().strip(";").split(";")
        until = next((piece[6:] for piece in pieces if piece.startswith("UNTIL=")), "")
        parts = dict(piece.partition("=")[::2] for piece in pieces if not piece.startswith("UNTIL="))
        if "FREQ=YEARLY" not in pieces:
            raise ValueError(f"the rule {shown(each.value)} does not come every year")
        limit = _until(until, before) if until else None
        recurring = recurring_of(parts, from_1900(start.date()))
        days = islice(occurrences(recurring, recurring.start, _LAST), _MOST_CHANGES)
        walls = (dt.datetime.combine(day, start.time()) for day in days)
        onsets |= {wall for wall in walls if limit is None or wall <= limit}
    return [_Change(onset, before, after) for onset in onsets]


def _offset(part: Component, name: str) -> dt.timedelta:
    from icalendar.prop import vUTCOffset

    try:
        offset: dt.timedelta = vUTCOffset.from_ical(part.text(name))
    except ValueError:
        raise ValueError(f"{name} {shown(part.text(name))} is not an offset such as +0100") from None
    return offset


def _until(text: str, before: dt.timedelta) -> dt.datetime:
    if text.endswith("Z"):
        return _wall(text.removesuffix("Z")) + before
    return _wall(text if "T" in text else f"{text}T235959")


def _wall(text: str) -> dt.datetime:
    try:
        if _WALL.fullmatch(text):
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"{shown(text)} is not a time such as 20261025T030000")
