"""The weekly pattern: which hours of each weekday are worked, as a document writes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import InputError

__all__ = ["WEEKDAYS", "Hours", "Shift", "Week", "parsed", "shifts", "texts"]

#: The fields of a week, Monday first, as `date.weekday()` counts them.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: Start and end in seconds after midnight; past 86400 the end lies on the following day.
Shift = tuple[int, int]

_DAY = 86_400
_TIME = r"([01][0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?"
_SHIFT = re.compile(f"{_TIME}-{_TIME}")
_EXPECTED = "is not a time span, give one such as '09:00-17:00' or '22:00-06:00'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The hours that are worked on each day of the week, as `"HH:MM-HH:MM"` or with seconds.

    >>> Week(mon=["09:00-12:30", "13:00-17:00"]).mon
    ('09:00-12:30', '13:00-17:00')

    An end before the start lies on the next day (`"22:00-06:00"`); `24:00` is an end, never a start; hours that
    overlap count once. Raises `InputError`, with the day and the text, for a span that cannot be read or that ends
    where it starts, and for a week that never opens.
    """

    mon: tuple[str, ...] = ()
    tue: tuple[str, ...] = ()
    wed: tuple[str, ...] = ()
    thu: tuple[str, ...] = ()
    fri: tuple[str, ...] = ()
    sat: tuple[str, ...] = ()
    sun: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        opens = False
        for day in WEEKDAYS:
            spans = texts(day, getattr(self, day))
            object.__setattr__(self, day, spans)
            opens = opens or bool(spans)
        if not opens:
            raise InputError("week", {}, "never opens, give at least one span such as mon = ['09:00-17:00']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A named weekly pattern, to be used by several people in their own zones.

    >>> Hours(name="office", week=Week(mon=("09:00-17:00",))).name
    'office'
    """

    name: str
    week: Week

    def __post_init__(self) -> None:
        if not isinstance(self.week, Week):
            raise InputError("week", self.week, "is not a Week")


def shifts(week: Week) -> tuple[tuple[Shift, ...], ...]:
    """The seven days of a week, Monday first, as seconds after midnight.

    >>> shifts(Week(mon=("22:00-06:00",)))[0]
    ((79200, 108000),)
    """
    return tuple(parsed(getattr(week, day)) for day in WEEKDAYS)


def parsed(spans: Iterable[str]) -> tuple[Shift, ...]:
    """Spans that were proved by `texts`, as seconds after midnight.

    >>> parsed(["12:00-12:30"])
    ((43200, 45000),)
    """
    return tuple(_shift("hours", span) for span in spans)


def texts(argument: str, value: object) -> tuple[str, ...]:
    """The spans of a list, each known to be readable; raises `InputError` by the argument's name."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InputError(argument, value, "is not a list of time spans, give one such as ['09:00-17:00']")
    spans = tuple(value)
    for span in spans:
        _shift(argument, span)
    return spans


def _shift(day: str, text: object) -> Shift:
    match = _SHIFT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise InputError(day, text, _EXPECTED)
    hour, minute, second, end_hour, end_minute, end_second = (int(part or 0) for part in match.groups())
    start = hour * 3600 + minute * 60 + second
    end = end_hour * 3600 + end_minute * 60 + end_second
    if start >= _DAY:
        raise InputError(day, text, "starts at 24:00 or later, write 00:00 on the next day")
    if end > _DAY:
        raise InputError(day, text, "ends after 24:00, write the hour of the next day, such as '22:00-06:00'")
    if start == end:
        raise InputError(day, text, "ends where it starts, write 00:00-24:00 for a whole day")
    return (start, end) if start < end else (start, end + _DAY)
