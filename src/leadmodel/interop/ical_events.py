"""Reading a VEVENT, with every fault that it has."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from ..errors import InputError
from ..hours.recurring import Recurring, occurrences
from .faults import FaultList, UnreadableError, expected, shown
from .ical_text import Component, Property
from .ical_values import Event, Moment, Rule, Start, day_of
from .ical_zones import Clock, Zones, from_1900, recurring_of

__all__ = ["read_event"]

T = TypeVar("T")

_WHEN = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?", re.ASCII)
_SINGLE = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "RECURRENCE-ID",
    "RRULE",
    "STATUS",
    "TRANSP",
    "CLASS",
    "SEQUENCE",
    "UID",
)
#: Days and weeks are counted on the calendar, hours by the clock (RFC 5545 3.3.6).
_DURATION = re.compile(r"(?P<nominal>[+-]?P(?:[0-9]+W)?(?:[0-9]+D)?)(?P<exact>T.+)?", re.ASCII)
_UNITS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_COUNTED = 10_000
#: Zones are at most two days apart, and both ends count.
_MARGIN = 4
_DAY = dt.timedelta(1)
_STAND_IN = dt.date(2000, 1, 1)


def read_event(
    component: Component, zones: Zones, *, floating: Clock, last: dt.date, faults: FaultList
) -> Event | None:
    """Read one; None when it has faults, which are noted. `last` is the last date that anybody asks about."""
    return _Reader(component, zones, floating, last, faults).event()


class _Reader:
    def __init__(
        self, component: Component, zones: Zones, floating: Clock, last: dt.date, faults: FaultList
    ) -> None:
        self.component = component
        self.zones = zones
        self.floating = floating
        self.last = last
        self.faults = faults
        self.sound = True
        blank = Event(
            line=component.line,
            title=component.text("SUMMARY"),
            uid=component.text("UID"),
            start=dt.date.min,
            days=0,
            exact=dt.timedelta(),
            rule=None,
            more=(),
            without=(),
            replaces=None,
            sequence=0,
            cancelled=component.text("STATUS").upper() == "CANCELLED",
            free=component.text("TRANSP").upper() == "TRANSPARENT",
            private=component.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        )
        self.blank = blank

    def event(self) -> Event | None:
        for name in _SINGLE:
            for extra in self.component.all(name)[1:]:
                self.wrong(extra, "is given twice, an event has one")
        for each in self.component.all("EXRULE"):
            self.wrong(each, "is not read (RFC 5545 has no EXRULE), list the dates in EXDATE")
        start = self.read("DTSTART", self.when)
        if start is None:
            if not self.component.all("DTSTART"):
                self.note(self.component.line, "DTSTART", "is missing, an event has a start")
            self.look_further()
            return None
        sequence = self.read("SEQUENCE", _number)
        replaces = self.read("RECURRENCE-ID", self.replaced)
        days, exact = self.length(start)
        event = replace(
            self.blank,
            start=start,
            days=days,
            exact=exact,
            rule=self.read("RRULE", lambda found: self.rule(found, start)),
            more=self.list_of("RDATE", start),
            without=self.list_of("EXDATE", start),
            replaces=replaces,
            sequence=sequence or 0,
        )
        if replaces is not None and event.rule is not None:
            self.wrong(
                self.component.all("RRULE")[0],
                "stands beside RECURRENCE-ID, which is one occurrence: keep one",
            )
        return event if self.sound else None

    def look_further(self) -> None:
        """What else is wrong with an event that has no start; a date stands in for it."""
        self.read("SEQUENCE", _number)
        self.read("RECURRENCE-ID", self.replaced)
        self.read("DTEND", self.when)
        self.read("DURATION", _duration)
        self.read("RRULE", lambda found: self.rule(found, _STAND_IN))
        for name in ("RDATE", "EXDATE"):
            self.list_of(name, None)

    def read(self, name: str, reader: Callable[[Property], T]) -> T | None:
        """The first property of that name, or None when it is absent or has a fault."""
        found = self.component.all(name)
        if not found:
            return None
        try:
            return reader(found[0])
        except UnreadableError as error:
            self.wrong(found[0], str(error))
        except InputError as error:
            self.wrong(found[0], expected(error))
        except OverflowError:
            self.wrong(found[0], f"{shown(found[0].value)} lies outside the years 1 to 9999")
        return None

    def wrong(self, found: Property, message: str) -> None:
        self.note(found.line, found.name, message)

    def note(self, line: int, name: str, message: str) -> None:
        self.sound = False
        self.faults.add(line, name, f"{message} ({self.blank.label})")

    def when(self, found: Property) -> Start:
        return self.at(found, found.value.strip())

    def at(self, found: Property, text: str) -> Start:
        kind = found.parameter("VALUE").upper()
        if kind == "PERIOD" or "/" in text:
            raise UnreadableError(f"{shown(text)} is a period, give the starts alone")
        if (
            not _WHEN.fullmatch(text)
            or (kind == "DATE" and "T" in text)
            or (kind == "DATE-TIME" and "T" not in text)
        ):
            wanted = "20261225" if kind == "DATE" else "20261225 or 20261225T090000Z"
            raise UnreadableError(
                f"{shown(text)} is not a {'date' if kind == 'DATE' else 'time'} such as {wanted}"
            )
        try:
            value = dt.datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            raise UnreadableError(f"{shown(text)} does not exist in the calendar or on the clock") from None
        if "T" not in text:
            return value.date()
        if text.endswith("Z"):
            if "TZID" in found.parameters:
                raise UnreadableError(f"{shown(text)} is in UTC and has a TZID, keep one of the two")
            clock = self.zones.clock("UTC")
        else:
            clock = self.zones.clock(found.parameter("TZID")) if "TZID" in found.parameters else self.floating
        moment = Moment(value, clock, text.endswith("Z"))
        _ = moment.instant  # raises what cannot be placed in time while the line is still known
        return moment

    def replaced(self, found: Property) -> Start:
        if found.parameter("RANGE"):
            wide = shown(found.parameter("RANGE"))
            raise UnreadableError(f"has RANGE={wide}, which is not read: give each changed occurrence")
        return self.when(found)

    def list_of(self, name: str, start: Start | None) -> tuple[Start, ...]:
        values: list[Start] = []
        for found in self.component.all(name):
            for text in filter(None, found.value.split(",")):
                try:
                    value = self.at(found, text.strip())
                except UnreadableError as error:
                    self.wrong(found, str(error))
                except OverflowError:
                    self.wrong(found, f"{shown(text)} lies outside the years 1 to 9999")
                else:
                    # A date among EXDATEs leaves out what starts on it; a start has to be of one kind.
                    mixed = start is not None and isinstance(value, Moment) != isinstance(start, Moment)
                    if name == "RDATE" and mixed:
                        self.wrong(found, f"{shown(text)} and DTSTART are not both dates, or both times")
                    values.append(value)
        return tuple(values)

    def length(self, start: Start) -> tuple[int, dt.timedelta]:
        end, lasting = self.read("DTEND", self.when), self.read("DURATION", _duration)
        if end is not None and lasting is not None:
            self.wrong(self.component.all("DURATION")[0], "stands beside DTEND, an event has one of the two")
        nothing = dt.timedelta()
        if lasting is not None:
            days, exact = lasting
            if not isinstance(start, Moment) and exact:
                self.wrong(self.component.all("DURATION")[0], "has hours, and the event is of whole days")
            return (days, exact) if isinstance(start, Moment) else (max(days, 1), nothing)
        if end is None:
            return (0 if isinstance(start, Moment) else 1), nothing
        found = self.component.all("DTEND")[0]
        if isinstance(start, Moment) and isinstance(end, Moment):
            exact = end.instant - start.instant
            if exact < nothing:
                self.wrong(found, f"{shown(found.value)} lies before DTSTART {start.wall:%Y%m%dT%H%M%S}")
            return 0, exact
        if isinstance(start, Moment) or isinstance(end, Moment):
            self.wrong(found, f"{shown(found.value)} and DTSTART are not both dates, or both times")
            return 1, nothing
        if end < start:
            self.wrong(found, f"{shown(found.value)} lies before DTSTART {start:%Y%m%d}")
        # Many programs write one day as two equal dates.
        return max((end - start).days, 1), nothing

    def rule(self, found: Property, start: Start) -> Rule:
        first = day_of(start)
        pieces = found.value.strip().upper().strip(";").split(";")
        parts = dict(piece.partition("=")[::2] for piece in pieces)
        if len(parts) < len(pieces):
            raise UnreadableError(f"{shown(found.value)} has a part twice, give each once")
        for name in _UNITS:
            if (
                name in parts
                and isinstance(start, Moment)
                and parts[name].lstrip("0") != _shown_unit(name, start)
            ):
                raise UnreadableError(f"has {name}={parts[name][:40]}, repeating within a day is not read")
            # Beside a date they mean nothing (RFC 5545 3.3.10), and else they repeat what DTSTART says.
            parts.pop(name, None)
        if "UNTIL" in parts and "COUNT" in parts:
            raise UnreadableError("has both COUNT and UNTIL, keep one (RFC 5545 3.3.10)")
        until = self.until(parts.pop("UNTIL"), start) if "UNTIL" in parts else None
        count = parts.pop("COUNT", None)
        if count is None and parts.get("FREQ") == "YEARLY" and parts.get("INTERVAL", "1") == "1":
            first = from_1900(first)
        endless = recurring_of(parts, first)
        counted = endless if count is None else _counted(parts, first, count, endless, self.last)
        return Rule(recurring=counted, until=until)

    def until(self, text: str, start: Start) -> dt.date | dt.datetime:
        value = self.at(Property(line=0, name="UNTIL", value=text, parameters={}), text)
        if not isinstance(value, Moment):
            return value
        if not isinstance(start, Moment):
            return value.wall.date()
        # In the clock of the start, whatever the text leaves out.
        return value.instant if value.utc else start.clock.instant(value.wall)


def _shown_unit(name: str, start: Moment) -> str:
    shows = {"BYHOUR": start.wall.hour, "BYMINUTE": start.wall.minute, "BYSECOND": start.wall.second}[name]
    return str(shows).lstrip("0")


def _counted(
    parts: dict[str, str], first: dt.date, count: str, endless: Recurring, last: dt.date
) -> Recurring | None:
    """The rule with its count. DTSTART is the first of them, also where the rule itself would not name it."""
    if not (count.isascii() and count.isdigit()) or not count.strip("0"):
        raise UnreadableError(f"has COUNT={count[:40]}, expected a whole number from 1")
    count = count.lstrip("0")
    named = next(occurrences(endless, first, first + _DAY), None) is not None
    # A rule names a day once, so a count beyond the days that anybody asks about counts nothing.
    if len(count) > len(str(_MOST_COUNTED)) or int(count) > max((last - first).days, 0) + _MARGIN:
        return endless
    left = int(count) - (not named)
    return recurring_of(parts | {"COUNT": str(left)}, first) if left else None


def _duration(found: Property) -> tuple[int, dt.timedelta]:
    from icalendar.prop import vDuration

    text = found.value.strip().upper()
    match = None if text[-1:] in ("P", "T") else _DURATION.fullmatch(text)
    try:
        lengths = [vDuration.from_ical(each) for each in (text, match["nominal"])] if match else None
    except (ValueError, OverflowError):
        lengths = None
    if lengths is None:
        raise UnreadableError(f"{shown(text)} is not a duration such as P1D or PT4H30M")
    whole, nominal = lengths
    if whole < dt.timedelta():
        raise UnreadableError(f"{shown(text)} is negative, an event lasts forward in time")
    return nominal.days, whole - nominal


def _number(found: Property) -> int:
    text = found.value.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise UnreadableError(f"{shown(text)} is not a whole number such as 0")
    return int(text)
