"""Reading one cell: into the value that a field holds, or `UnreadableError` with what was expected.

A `Kind` reads the same values from a CSV cell, which is always text, and from JSON.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from ..errors import InputError, hint
from ..hours import TimeOff
from ..hours.wall import FIRST_YEAR, LAST_YEAR, zone_named
from ..records import language_tag
from ..records.lead import country_code
from .faults import UnreadableError, expected, shown

__all__ = [
    "BOOLEAN",
    "COUNT",
    "COUNTRIES",
    "COUNTRY",
    "INSTANT",
    "LANGUAGES",
    "LEAVE",
    "NUMBER",
    "TEXT",
    "ZONE",
    "Kind",
    "choice",
    "list_of",
    "what",
]

T = TypeVar("T")
Name = TypeVar("Name", bound=StrEnum)

WHOLE = re.compile(r"-?[0-9]{1,18}")
#: As long as a number may be before reading it costs more than the rest of the row.
LONGEST_NUMBER = 400
DECIMAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
SUCH_AS = "2026-10-30T15:05-04:00"
LEAVE_KEYS = ("start", "end", "reason")


@dataclass(frozen=True, slots=True)
class Kind:
    """How a field is read: `parse` takes the text of a CSV cell, `read` a value of JSON; neither sees what is missing.

    `few` says that the same texts come again and again, so that each needs to be read only once.
    """

    parse: Callable[[str], Any]
    read: Callable[[Any], Any]
    few: bool = False


def choice(names: type[Name]) -> Kind:
    """One of the names of a vocabulary.

    >>> from ..records import EventKind
    >>> choice(EventKind).parse("touched")
    <EventKind.TOUCHED: 'touched'>
    """
    members = {str(name.value): name for name in names}

    def parse(text: str) -> Name:
        if text not in members:
            raise UnreadableError(f"unknown kind {shown(text)}{hint(text, members)}")
        return members[text]

    return Kind(parse, lambda value: parse(_text(value)), few=True)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected text")
    return value


def _instant(text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableError(f"{shown(text)} is not an ISO 8601 instant such as {SUCH_AS}") from None
    if value.tzinfo is None:
        raise UnreadableError(f"{shown(text)} has no time zone, give the offset too, such as {SUCH_AS}")
    try:
        value = value if value.tzinfo is UTC else value.astimezone(UTC)
    except OverflowError:
        value = datetime.max.replace(tzinfo=UTC)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise UnreadableError(f"{shown(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _zone(text: str) -> str:
    try:
        zone_named(text)
    except InputError as error:
        raise UnreadableError(expected(error)) from None
    return text


def _trust(reader: Callable[[str, str], str], text: str) -> str:
    """What a function of the core makes of the text; its message without the argument, which here is the column."""
    try:
        return reader(text, "")
    except InputError as error:
        raise UnreadableError(expected(error)) from None


def _count(text: str) -> int:
    if not WHOLE.fullmatch(text):
        raise UnreadableError(f"{shown(text)} is not a whole number such as 1200, in digits alone")
    return _not_negative(int(text))


def _read_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected a whole number such as 1200")
    return _not_negative(value)


def _not_negative(value: int) -> int:
    if value < 0:
        raise UnreadableError(f"{shown(value)} is below zero, give a count or leave it out")
    return value


def _number(text: str) -> int | float:
    if len(text) <= LONGEST_NUMBER and DECIMAL.fullmatch(text):
        value = int(text) if text.removeprefix("-").isdigit() else float(text)
        if isfinite(value) if isinstance(value, float) else True:
            return value
    raise UnreadableError(f"{shown(text)} is not a number such as 1200 or 0.5")


def _read_number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected a number")
    if isinstance(value, float) and not isfinite(value):
        raise UnreadableError(f"{value!r} is too large for a number")
    return value


def _boolean(text: str) -> bool:
    folded = text.casefold()
    if folded not in ("true", "false"):
        raise UnreadableError(f"{shown(text)} is not true or false")
    return folded == "true"


def _read_boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected true or false without quotes")
    return value


def _many(items: Iterable[Any], reader: Callable[[Any], T], *, numbered: bool) -> tuple[T, ...]:
    """All items read, or every fault in them, each with its place in the list where it has one."""
    values: list[T] = []
    faults: list[tuple[str, str]] = []
    for place, item in enumerate(items):
        try:
            values.append(reader(item))
        except UnreadableError as error:
            where = f"[{place}]" if numbered else ""
            faults += ((f"{where}{inside}", message) for inside, message in error.faults)
    if faults:
        raise UnreadableError(inside=tuple(faults))
    return tuple(values)


def list_of(reader: Callable[[str], T], read: Callable[[Any], T], *, few: bool) -> Kind:
    """A list: in CSV separated by `;`, in JSON a list."""

    def parse(text: str) -> tuple[T, ...]:
        return _many([part.strip() for part in text.split(";") if part.strip()], reader, numbered=False)

    def read_list(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise UnreadableError(f"{shown(value)} is {what(value)}, expected a list")
        return _many(value, read, numbered=True)

    return Kind(parse, read_list, few=few)


def _time_off(text: str) -> TimeOff:
    span, _, reason = text.partition(" ")
    start, slash, end = span.partition("/")
    if not slash:
        raise UnreadableError(
            f"{shown(text)} is not such as '2026-11-02/2026-11-09 vacation'"
            " or '2026-10-26T13:00+01:00/2026-10-26T17:00+01:00 dentist'"
        )
    return _leave({"start": start, "end": end, "reason": reason.strip()})


def _read_leave(value: object) -> TimeOff:
    if not isinstance(value, dict):
        raise UnreadableError(
            f"{shown(value)} is {what(value)}, expected an object with start, end and reason"
        )
    faults = [
        (f".{key}"[:LONGEST_NUMBER], f"unknown key{hint(key, LEAVE_KEYS)}")
        for key in value
        if key not in LEAVE_KEYS
    ]
    faults += [(f".{key}", "is missing") for key in ("start", "end") if value.get(key) is None]
    for key in LEAVE_KEYS:
        if value.get(key) is not None and not isinstance(value[key], str):
            faults.append((f".{key}", f"{shown(value[key])} is {what(value[key])}, expected text"))
    if faults:
        raise UnreadableError(inside=tuple(faults))
    return _leave(value)


def _leave(texts: dict[str, Any]) -> TimeOff:
    start, end = _many((texts["start"], texts["end"]), _day_or_instant, numbered=False)
    try:
        return TimeOff(start=start, end=end, reason=texts.get("reason") or "leave")
    except InputError as error:
        raise UnreadableError(expected(error)) from None


def _day_or_instant(text: str) -> date:
    # No date has a colon, in any of the forms of ISO 8601; an instant may do without, but not without its T.
    if "T" in text or ":" in text:
        return _instant(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(f"{shown(text)} is not a date such as 2026-11-02") from None


def what(value: object) -> str:
    """What kind of JSON a value is, in words."""
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "nothing" if value is None else f"a {type(value).__name__}")


def _from_text(parse: Callable[[str], Any], *, few: bool = False) -> Kind:
    return Kind(parse, lambda value: parse(_text(value)), few=few)


def _language(text: str) -> str:
    return _trust(language_tag, text)


def _country(text: str) -> str:
    return _trust(country_code, text)


TEXT = Kind(str, _text)
INSTANT = _from_text(_instant)
ZONE = _from_text(_zone, few=True)
COUNTRY = _from_text(_country, few=True)
COUNT = Kind(_count, _read_count)
NUMBER = Kind(_number, _read_number)
BOOLEAN = Kind(_boolean, _read_boolean, few=True)
LANGUAGES = list_of(_language, lambda value: _language(_text(value)), few=True)
COUNTRIES = list_of(_country, lambda value: _country(_text(value)), few=True)
LEAVE = list_of(_time_off, _read_leave, few=False)
