"""The text of an iCalendar file as components, each with its line: nothing is skipped that could hold an absence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .faults import FaultList, shown

__all__ = ["Component", "Feed", "Property", "read_feeds"]

_BREAK = re.compile(r"\r\n|\n|\r")
#: More than the RFC allows in a name, for what is only passed over.
_NAME = re.compile(r"[\w.-]+(?=[;:])")
_WANTED: Mapping[str, frozenset[str]] = {
    "VCALENDAR": frozenset({"METHOD", "NAME", "X-WR-CALNAME"}),
    "VEVENT": frozenset(
        {
            *("CLASS", "DTEND", "DTSTART", "DURATION", "EXDATE", "EXRULE", "RDATE", "RECURRENCE-ID", "RRULE"),
            *("SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID"),
        }
    ),
    "VTIMEZONE": frozenset({"TZID"}),
    "STANDARD": frozenset({"DTSTART", "RDATE", "RRULE", "TZOFFSETFROM", "TZOFFSETTO"}),
    "DAYLIGHT": frozenset({"DTSTART", "RDATE", "RRULE", "TZOFFSETFROM", "TZOFFSETTO"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property: `DTSTART;TZID=Europe/Rome:20261225T090000`."""

    line: int
    name: str
    value: str
    parameters: Mapping[str, object]

    def parameter(self, name: str) -> str:
        """The value of a parameter, empty when it is absent; given several times, they are joined by commas."""
        found = self.parameters.get(name, "")
        return ",".join(map(str, found)) if isinstance(found, list) else str(found)


@dataclass(slots=True, kw_only=True)
class Component:
    """What stands between a BEGIN and its END, with the properties that the reader needs."""

    kind: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [each for each in self.properties if each.name == name]

    def text(self, name: str) -> str:
        """The first value of that name without the spaces around it, empty when there is none."""
        return next((each.value.strip() for each in self.properties if each.name == name), "")


@dataclass(slots=True, kw_only=True)
class Feed:
    """One VCALENDAR: its events and its own definitions of zones."""

    component: Component
    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)


def read_feeds(text: str | bytes, faults: FaultList) -> list[Feed]:
    """The calendars of a text; usually it is one.

    Raises `RowError` for a text that is no calendar, or in which what was begun is not ended: half a calendar would
    be half the absences.
    """
    feeds: list[Feed] = []
    stack: list[Component] = []
    for line, content in _logical_lines(text, faults):
        found = _NAME.match(content)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            kind = content.partition(":")[2].strip().upper()
            if not stack and kind != "VCALENDAR":
                _no_calendar(line, content, faults)
            _begin(kind, line, stack, feeds, faults)
        elif not stack:
            _no_calendar(line, content, faults)
        elif name == "END":
            kind = content.partition(":")[2].strip().upper()
            open_one = stack.pop()
            if kind != open_one.kind:
                faults.add(
                    line, "", f"END:{kind[:40]} closes a {open_one.kind} that began in line {open_one.line}"
                )
                faults.fail()
        elif found is None:
            cure = "expected NAME:value, and a line that continues another begins with a space (RFC 5545 3.1)"
            faults.add(line, "", f"{shown(content)} is not a line of a calendar, {cure}")
        elif name in _WANTED.get(stack[-1].kind, ()):
            _property(line, name, content, stack[-1], faults)
    if stack:
        faults.add(stack[-1].line, "", f"{stack[-1].kind} has no END: the text is cut off, ask for it anew")
        faults.fail()
    if not feeds:
        _no_calendar(1, "", faults)
    return feeds


def _begin(kind: str, line: int, stack: list[Component], feeds: list[Feed], faults: FaultList) -> None:
    component = Component(kind=kind[:40], line=line)
    if kind == "VCALENDAR":
        feeds.append(Feed(component=component))
    if kind in ("VEVENT", "VTIMEZONE", "VFREEBUSY") and stack[-1].kind != "VCALENDAR":
        faults.add(line, "", f"{kind} stands inside a {stack[-1].kind}, expected it inside a VCALENDAR")
    elif kind == "VEVENT":
        feeds[-1].events.append(component)
    elif kind == "VTIMEZONE":
        feeds[-1].zones.append(component)
    elif kind == "VFREEBUSY":
        faults.add(line, "", "VFREEBUSY is not read, ask for a calendar with its events (VEVENT)")
    elif kind in ("STANDARD", "DAYLIGHT") and stack[-1].kind == "VTIMEZONE":
        stack[-1].parts.append(component)
    stack.append(component)


def _property(line: int, name: str, content: str, component: Component, faults: FaultList) -> None:
    from icalendar.parser import Contentline

    try:
        _, parameters, value = Contentline(content).parts()
    except (AssertionError, LookupError, TypeError, ValueError):
        faults.add(line, name, f"{shown(content)} cannot be read, expected NAME;PARAMETER=...:value")
        return
    known = {str(key).upper(): each for key, each in parameters.items()}
    component.properties.append(Property(line=line, name=name, value=value, parameters=known))


def _logical_lines(text: str | bytes, faults: FaultList) -> Iterator[tuple[int, str]]:
    """The unfolded lines (RFC 5545 3.1), each with the number of its first."""
    if isinstance(text, bytes):
        # A fold may split a character of several bytes, so they are put together before they are decoded.
        raw = text.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    else:
        raw = text.removeprefix("\ufeff")
    began, pieces = 1, [""]
    for line, piece in enumerate([*_BREAK.split(raw), ""], 1):
        if piece[:1] in (" ", "\t"):
            pieces.append(piece[1:])
            continue
        whole = "".join(pieces)
        if whole.strip():
            yield began, _decoded(began, whole, faults) if isinstance(text, bytes) else whole
        began, pieces = line, [piece]


def _decoded(line: int, raw: str, faults: FaultList) -> str:
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        faults.add(line, "", f"{shown(raw)} is not UTF-8, hand in text that is decoded already")
        return raw


def _no_calendar(line: int, content: str, faults: FaultList) -> None:
    found = f"found {shown(content.strip())}" if content.strip() else "found nothing"
    faults.add(line, "", f"is not an iCalendar text: expected BEGIN:VCALENDAR, {found}")
    faults.fail()
