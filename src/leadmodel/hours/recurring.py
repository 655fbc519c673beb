"""Days that come again by a rule: every other Friday off, the last day of each quarter, Good Friday."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from ..errors import InputError, hint
from .days import all_of, plain_date, text_of
from .intervals import Interval
from .spans import parsed, texts
from .wall import FIRST_YEAR, LAST_YEAR, instant, zone_named

if TYPE_CHECKING:
    from dateutil.rrule import rrule

__all__ = ["Recurring", "occurrences", "ordered_recurring", "recurring_spans"]

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = (
    *("BYDAY", "BYEASTER", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"),
    *("COUNT", "FREQ", "INTERVAL", "UNTIL", "WKST"),
)
#: From which number to which a part may go; those of _FROM_THE_END also with a minus.
_NUMBERS = {
    "BYEASTER": (-80, 250),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYSETPOS": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYYEARDAY": (1, 366),
}
_FROM_THE_END = ("BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY")
_WHOLE = re.compile("[+-]?[0-9]{1,3}")
_WEEKDAY = re.compile("([+-]?[0-9]{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)")
#: After so many years the dates, the weekdays and the leap years come again.
_CYCLE = 400
_DAY = dt.timedelta(1)
_MOST = 10_000
_MOST_DAYS = 366
#: Long enough for the rarest rule that anybody means: 29 February on a given weekday comes every 28 years, or 40
#: where a year such as 1900 lies between.
_FORTY_YEARS = dt.timedelta(40 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Closed days that follow a rule of RFC 5545, counted from a first date.

    >>> fridays = Recurring(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", start=dt.date(2026, 10, 30), name="part time")
    >>> [day.isoformat() for day in occurrences(fridays, dt.date(2026, 11, 1), dt.date(2026, 12, 1))]
    ['2026-11-13', '2026-11-27']

    Each time it lasts `days` whole days, or only `hours` of the one day. As `"holiday"` it can be overridden by a
    dated shift, as `"time_off"` it cannot. Dates that do not exist are left out (RFC 5545 3.3.10); `BYEASTER`, a number
    of days from Easter Sunday that the RFC does not know, goes with `FREQ=YEARLY` and no other BY.
    `zone` is that of the schedule unless given.

    Raises `InputError` for a rule that cannot be read, that repeats within a day, or that names no date in the forty
    years after its start.
    """

    rule: str
    start: dt.date
    name: str
    kind: Literal["holiday", "time_off"] = "time_off"
    days: int = 1
    hours: tuple[str, ...] = ()
    zone: str | None = None

    def __post_init__(self) -> None:
        plain_date("start", self.start)
        if not FIRST_YEAR <= self.start.year <= LAST_YEAR:
            raise InputError(
                "start", self.start.isoformat(), f"is outside the years {FIRST_YEAR} to {LAST_YEAR}"
            )
        text_of("name", self.name)
        if self.kind not in ("holiday", "time_off"):
            raise InputError("kind", self.kind, "is not a kind, expected one of holiday, time_off")
        if not _is_from(1, self.days, _MOST_DAYS):
            raise InputError("days", self.days, f"is not a number of days from 1 to {_MOST_DAYS}")
        object.__setattr__(self, "hours", texts("hours", self.hours))
        if self.hours and self.days != 1:
            raise InputError(
                "days", self.days, "stand beside hours, which lie on one day: keep one of the two"
            )
        if self.zone is not None:
            zone_named(self.zone)
        if next(occurrences(self, self.start, self.start + _FORTY_YEARS), None) is None:
            raise InputError("rule", self.rule, "names no date in the forty years after its start")


def occurrences(recurring: Recurring, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The dates `[first, last)` on which it begins.

    >>> ends = Recurring(rule="FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", start=dt.date(2026, 1, 1), name="stock-taking")
    >>> [day.isoformat() for day in occurrences(ends, dt.date(2026, 2, 1), dt.date(2030, 1, 1))]
    ['2026-02-28']
    """
    parts = _parts(recurring.rule)
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if until is not None:
        last = min(last - _DAY, _until(recurring.rule, until)) + _DAY
    most = None if count is None else _number(recurring.rule, "COUNT", count)
    # A count has to be kept from the start; else the rule may begin anywhere in step, and a far year costs no more.
    start = recurring.start if count is not None else _in_step(recurring, parts, first)
    if last <= start:
        return
    # The calendar of the last years that there are is that of any others, and there a search finds its end soon.
    later = 0 if "BYEASTER" in parts else (dt.MAXYEAR - last.year) // _CYCLE * _CYCLE
    begin, end = start.replace(year=start.year + later), (last - _DAY)
    for value in islice(_rrule(recurring.rule, parts, begin, end.replace(year=end.year + later)), most):
        day = value.date().replace(year=value.year - later)
        if day >= first:
            yield day


def ordered_recurring(recurring: object) -> tuple[Recurring, ...]:
    """Each once, by start; raises `InputError` for what is none."""
    return tuple(sorted(set(all_of(Recurring, "recurring", recurring)), key=_by_start))


def _by_start(each: Recurring) -> tuple[dt.date, str, str, str, int, tuple[str, ...], str]:
    return each.start, each.rule, each.name, each.kind, each.days, each.hours, each.zone or ""


def recurring_spans(recurring: Recurring, zone: ZoneInfo, first: dt.date, last: dt.date) -> list[Interval]:
    """What it closes, as instants, of all that touches the local dates `[first, last)`."""
    local = zone if recurring.zone is None else zone_named(recurring.zone)
    begin = max(first, dt.date.min + dt.timedelta(_MOST_DAYS)) - dt.timedelta(recurring.days)
    pieces = parsed(recurring.hours) or ((0, recurring.days * 86_400),)
    spans = []
    for day in occurrences(recurring, begin, last):
        ordinal = day.toordinal()
        if instant(ordinal, 0, local) == instant(ordinal + 1, 0, local) and recurring.hours:
            continue  # a date that the zone skipped
        spans += [(instant(ordinal, start, local), instant(ordinal, end, local)) for start, end in pieces]
    return spans


def _parts(rule: object) -> dict[str, str]:
    if not isinstance(rule, str):
        raise InputError("rule", rule, "is not text such as 'FREQ=WEEKLY;BYDAY=FR'")
    parts: dict[str, str] = {}
    for piece in rule.removeprefix("RRULE:").split(";"):
        name, equals, value = piece.partition("=")
        if not equals or not value or name in parts:
            raise InputError("rule", rule, f"cannot be read at {piece!r}, write it as 'FREQ=WEEKLY;BYDAY=FR'")
        if name not in _PARTS:
            raise InputError("rule", rule, f"has an unknown part {name!r}{hint(name, _PARTS)}")
        parts[name] = value
    if parts.get("FREQ") not in _FREQUENCIES:
        raise InputError("rule", rule, f"needs a frequency, FREQ= one of {', '.join(_FREQUENCIES)}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise InputError("rule", rule, "has both COUNT and UNTIL, keep one (RFC 5545 3.3.10)")
    _number(rule, "INTERVAL", parts.get("INTERVAL", "1"))
    for name in _NUMBERS.keys() & parts.keys():
        _check_numbers(rule, name, parts[name])
    _check_weekdays(rule, parts)
    others = sorted(name for name in parts if name.startswith("BY") and name != "BYEASTER")
    if "BYEASTER" in parts and (others or parts["FREQ"] != "YEARLY"):
        raise InputError("rule", rule, "has BYEASTER, which goes with FREQ=YEARLY and no other BY")
    return parts


def _check_numbers(rule: str, name: str, text: str) -> None:
    low, high = _NUMBERS[name]
    for piece in text.split(","):
        value = int(piece) if _WHOLE.fullmatch(piece) else high + 1
        if not low <= (abs(value) if name in _FROM_THE_END else value) <= high:
            minus = ", with a minus counted from the end" if name in _FROM_THE_END else ""
            raise InputError("rule", rule, f"has {name}={text}, expected numbers from {low} to {high}{minus}")


def _check_weekdays(rule: str, parts: dict[str, str]) -> None:
    # Numbered weekdays are those of a month, or of a year that is not cut into months (RFC 5545 3.3.10).
    within_year = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts
    most = 53 if within_year else 5 if parts["FREQ"] in ("MONTHLY", "YEARLY") else 0
    for piece in parts.get("BYDAY", "MO").split(","):
        match = _WEEKDAY.fullmatch(piece)
        if match is None or not (match[1] is None or 1 <= abs(int(match[1])) <= most):
            numbers = f", with a number up to {most} or without" if most else " without numbers"
            raise InputError("rule", rule, f"has BYDAY={parts['BYDAY']}, expected MO to SU{numbers}")
    if _WEEKDAY.fullmatch(parts.get("WKST", "MO")) is None or len(parts.get("WKST", "MO")) != len("MO"):
        raise InputError("rule", rule, f"has WKST={parts['WKST']}, expected one of MO to SU")


def _is_from(least: int, value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _number(rule: str, name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and 1 <= int(text) <= _MOST):
        raise InputError("rule", rule, f"has {name}={text}, expected a number from 1 to {_MOST}")
    return int(text)


def _until(rule: str, text: str) -> dt.date:
    try:
        if len(text) == len("20261231") and text.isascii() and text.isdigit():
            return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        pass
    raise InputError("rule", rule, f"has UNTIL={text}, expected a date such as 20261231")


def _in_step(recurring: Recurring, parts: dict[str, str], day: dt.date) -> dt.date:
    """The last start not after a date from which the rule gives the same later dates."""
    start, step = recurring.start, int(parts.get("INTERVAL", "1"))
    if day <= start:
        return start
    if parts["FREQ"] in ("DAILY", "WEEKLY"):
        days = step * (7 if parts["FREQ"] == "WEEKLY" else 1)
        return start + dt.timedelta((day - start).days // days * days)
    # Whole years keep the month and the day. 29 February has no such neighbours, but so few dates that it need not.
    if (start.month, start.day) == (2, 29):
        return start
    years = (day.year - 1 - start.year) // step * step
    return start.replace(year=start.year + years) if years > 0 else start


def _rrule(rule: str, parts: dict[str, str], start: dt.date, last: dt.date) -> "rrule":
    from dateutil.rrule import rrule, rrulestr

    begin = dt.datetime.fromordinal(start.toordinal())
    text = ";".join(f"{name}={value}" for name, value in (parts | {"UNTIL": f"{last:%Y%m%d}T000000"}).items())
    try:
        read = rrulestr(text, dtstart=begin)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "rule", rule, f"cannot be read ({error}), write it as 'FREQ=WEEKLY;BYDAY=FR'"
        ) from None
    assert isinstance(read, rrule)
    return read
