"""The weekly pattern: which hours of each weekday are worked, and what differs from it, as a document writes them."""

from dataclasses import dataclass

from ..errors import InputError
from .dated import Break, DatedShift, agreed, ordered_breaks
from .intervals import subtract, unite
from .recurring import Recurring, ordered_recurring
from .spans import WEEKDAYS, Span, parsed, texts

__all__ = ["WEEKDAYS", "Hours", "Week", "leave_something", "parsed", "shifts", "texts"]

_DAY = 86_400


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


class _Kept:
    """A place for the schedules made of a pattern: no part of the value, so not compared, shown, copied or pickled."""

    __slots__ = ("_kept",)

    _kept: dict[tuple[str, str | None], tuple[object, object]]

    @property
    def kept(self) -> dict[tuple[str, str | None], tuple[object, object]]:
        """By zone and name of the holidays: the holidays, and the schedule that they make."""
        try:
            return self._kept
        except AttributeError:
            object.__setattr__(self, "_kept", {})
            return self._kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(_Kept):
    """A named pattern, to be used by several people in their own zones: a week, and what differs from it.

    >>> import datetime as dt
    >>> office = Hours(
    ...     name="office",
    ...     week=Week(mon=["09:00-17:00"]),
    ...     breaks=[Break(hours=["12:00-12:30"], name="lunch")],
    ...     shifts=[DatedShift(date=dt.date(2026, 12, 28), hours=["10:00-14:00"])],
    ... )
    >>> office.breaks[0].name, office.shifts[0].hours
    ('lunch', ('10:00-14:00',))

    What `breaks`, `shifts` and `recurring` mean is what they mean in a `Schedule`; a recurring rule without a zone is
    read in that of each person. Raises `InputError` for a part of the wrong kind, for two shifts that contradict each
    other, and for breaks that leave nothing of the week.
    """

    name: str
    week: Week
    breaks: tuple[Break, ...] = ()
    shifts: tuple[DatedShift, ...] = ()
    recurring: tuple[Recurring, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.week, Week):
            raise InputError("week", self.week, "is not a Week")
        freeze = object.__setattr__
        freeze(self, "breaks", ordered_breaks(self.breaks))
        freeze(self, "shifts", agreed(self.shifts))
        freeze(self, "recurring", ordered_recurring(self.recurring))
        leave_something(self.week, self.breaks, self.shifts)


def leave_something(week: Week, breaks: tuple[Break, ...], dated: tuple[DatedShift, ...]) -> None:
    """Raise `InputError` when weekly breaks take all of a week, and no dated shift opens anything either.

    >>> leave_something(Week(mon=["09:00-17:00"]), (Break(hours=["08:00-13:00", "13:00-18:00"]),), ())
    Traceback (most recent call last):
        ...
    leadmodel.errors.InputError: breaks: ('break',) leave nothing of the week, so that it never opens
    """
    weekly = [each for each in breaks if each.date is None]
    if not weekly or any(shift.hours for shift in dated):
        return
    worked = _placed(shifts(week), range(7))
    # What runs on from Sunday meets the breaks of the Monday after, and a break of Sunday those hours of Monday.
    taken = [span for each in weekly for span in _placed(_by_day(each), range(-1, 8))]
    if not subtract(unite(worked), unite(taken)):
        names = tuple(each.name for each in weekly)
        raise InputError("breaks", names, "leave nothing of the week, so that it never opens")


def shifts(week: Week) -> tuple[tuple[Span, ...], ...]:
    """The seven days of a week, Monday first, as seconds after midnight.

    >>> shifts(Week(mon=("22:00-06:00",)))[0]
    ((79200, 108000),)
    """
    return tuple(parsed(getattr(week, day)) for day in WEEKDAYS)


def _by_day(each: Break) -> tuple[tuple[Span, ...], ...]:
    spans = parsed(each.hours)
    return tuple(spans if day in each.days else () for day in WEEKDAYS)


def _placed(days: tuple[tuple[Span, ...], ...], places: range) -> list[Span]:
    """The spans of some days in a row as seconds since the Monday that is day 0."""
    return [(place * _DAY + start, place * _DAY + end) for place in places for start, end in days[place % 7]]
