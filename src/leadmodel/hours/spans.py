"""Spans of a day as a document writes them: `"09:00-17:00"`."""

import re
from collections.abc import Iterable

from ..errors import InputError

__all__ = ["WEEKDAYS", "Span", "parsed", "texts"]

#: The days of a week, Monday first, as `date.weekday()` counts them.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: Start and end in seconds after midnight; past 86400 the end lies on the following day.
Span = tuple[int, int]

_DAY = 86_400
_TIME = r"([01][0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?"
_SPAN = re.compile(f"{_TIME}-{_TIME}")
_EXPECTED = "is not a time span, give one such as '09:00-17:00' or '22:00-06:00'"


def parsed(spans: Iterable[str]) -> tuple[Span, ...]:
    """Spans that were proved by `texts`, as seconds after midnight.

    >>> parsed(["12:00-12:30"])
    ((43200, 45000),)
    """
    return tuple(_span("hours", span) for span in spans)


def texts(argument: str, value: object) -> tuple[str, ...]:
    """The spans of a list, each known to be readable; raises `InputError` by the argument's name."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InputError(argument, value, "is not a list of time spans, give one such as ['09:00-17:00']")
    spans = tuple(value)
    for span in spans:
        _span(argument, span)
    return spans


def _span(argument: str, text: object) -> Span:
    match = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise InputError(argument, text, _EXPECTED)
    hour, minute, second, end_hour, end_minute, end_second = (int(part or 0) for part in match.groups())
    start = hour * 3600 + minute * 60 + second
    end = end_hour * 3600 + end_minute * 60 + end_second
    if start >= _DAY:
        raise InputError(argument, text, "starts at 24:00 or later, write 00:00 on the next day")
    if end > _DAY:
        raise InputError(
            argument, text, "ends after 24:00, write the hour of the next day, such as '22:00-06:00'"
        )
    if start == end:
        raise InputError(argument, text, "ends where it starts, write 00:00-24:00 for a whole day")
    return (start, end) if start < end else (start, end + _DAY)
