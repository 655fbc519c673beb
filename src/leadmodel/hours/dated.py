"""Exceptions to the weekly hours: breaks, and the hours of one date."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ..errors import InputError, hint
from .days import all_of, plain_date, text_of
from .spans import WEEKDAYS, texts

__all__ = ["Break", "DatedShift", "agreed", "ordered_breaks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Time within the hours that nobody works: every week on some days, or on one date.

    >>> Break(hours=["12:00-12:30"], days=["mon", "tue"], name="lunch").days
    ('mon', 'tue')
    >>> Break(hours=["15:00-16:00"], date=dt.date(2026, 11, 5), name="all hands").days
    ()

    Without `days` and `date` it is every day. A weekly break takes time from the weekly hours only, a dated one from
    whatever is open. A break may run past midnight, as hours do. Raises `InputError` for hours that cannot be read
    or are missing, for an unknown day, and for `days` beside a `date`.
    """

    hours: tuple[str, ...]
    name: str = "break"
    days: tuple[str, ...] = ()
    date: dt.date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", texts("hours", self.hours))
        if not self.hours:
            raise InputError("hours", self.hours, "is empty, give at least one span such as ['12:00-12:30']")
        text_of("name", self.name)
        days = _days(self.days)
        for day in days:
            if day not in WEEKDAYS:
                raise InputError("days", day, f"is not a day of the week{hint(str(day), WEEKDAYS)}")
        if self.date is not None:
            plain_date("date", self.date)
            if days:
                raise InputError(
                    "days", days, f"stand beside the date {self.date.isoformat()}, keep one of the two"
                )
        elif not days:
            days = WEEKDAYS
        object.__setattr__(self, "days", tuple(day for day in WEEKDAYS if day in days))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedShift:
    """The hours of one date, in place of all that the week lets start on it.

    >>> DatedShift(date=dt.date(2026, 12, 24), hours=["09:00-13:00"], name="Christmas Eve").hours
    ('09:00-13:00',)

    What began the evening before goes on; no hours at all means that nothing starts. A holiday on the date still
    closes it, unless `override` is true; time off always does. Raises `InputError` for hours that cannot be read.
    """

    date: dt.date
    hours: tuple[str, ...]
    name: str = "dated shift"
    override: bool = False

    def __post_init__(self) -> None:
        plain_date("date", self.date)
        object.__setattr__(self, "hours", texts("hours", self.hours))
        text_of("name", self.name)
        if not isinstance(self.override, bool):
            raise InputError("override", self.override, "is neither true nor false")


def agreed(dated: object) -> tuple[DatedShift, ...]:
    """Dated shifts in order; raises `InputError` for what is none, and where two for one date disagree.

    >>> eve = dt.date(2026, 12, 24)
    >>> agreed([DatedShift(date=eve, hours=["09:00-13:00"]), DatedShift(date=eve, hours=[])])
    Traceback (most recent call last):
        ...
    leadmodel.errors.InputError: shifts: '2026-12-24' has two that contradict each other, () and ('09:00-13:00',)
    """
    shifts = sorted(set(all_of(DatedShift, "shifts", dated)), key=_order)
    for shift, following in pairwise(shifts):
        if shift.date != following.date:
            continue
        day = shift.date.isoformat()
        if set(shift.hours) != set(following.hours):
            both = f"{shift.hours!r} and {following.hours!r}"
            expected = f"has two that contradict each other, {both}"
            raise InputError("shifts", day, expected)
        if shift.override != following.override:
            raise InputError("shifts", day, "has two that disagree about `override`: keep one")
    return tuple(shifts)


def ordered_breaks(breaks: object) -> tuple[Break, ...]:
    """Each once, in order; raises `InputError` for what is none."""
    return tuple(sorted(set(all_of(Break, "breaks", breaks)), key=_by_hours))


def _by_hours(each: Break) -> tuple[dt.date, tuple[str, ...], tuple[str, ...], str]:
    return each.date or dt.date.min, each.days, each.hours, each.name


def _order(shift: DatedShift) -> tuple[dt.date, str, tuple[str, ...], bool]:
    return shift.date, shift.name, shift.hours, shift.override


def _days(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InputError("days", value, "is not a list of days, give one such as ['mon', 'fri']")
    return tuple(value)
