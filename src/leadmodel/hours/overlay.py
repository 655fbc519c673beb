"""One person's time off, laid over hours that many share.

The shared table is built once, and a person adds a few numbers to it: for each absence when it begins and ends, and
how much open time it took.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from operator import sub

from ..errors import InputError
from ..records.instants import from_micros
from .calendar import Calendar, keep, known_over
from .days import TimeOff
from .intervals import Interval, subtract
from .plan import Closures
from .recurring import Recurring
from .schedule import absences, ordered_recurring, ordered_time_off
from .table import Rows, Table, empty_table
from .wall import zone_named

__all__ = ["Overlay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay(Calendar):
    """Hours that are shared, without one person's time off.

    >>> from datetime import date, datetime
    >>> from leadmodel.hours import Schedule, Week, next_open
    >>> team = Schedule(week=Week(mon=["09:00-17:00"]), zone="Europe/London")
    >>> ann = Overlay(base=team, time_off=[TimeOff(start=date(2026, 10, 26), end=date(2026, 10, 31))])
    >>> next_open(ann, datetime.fromisoformat("2026-10-23T12:00Z")).isoformat()
    '2026-11-02T09:00:00+00:00'

    It answers as a `Schedule` with that `time_off` does, but refers to the table of its base, so a thousand people
    with one base cost little more than one. `zone` is the one whose midnights bound the days off: that of the base
    unless given. Raises `InputError` for a part of the wrong kind, or recurring holidays, which belong to the base.
    """

    base: Calendar
    time_off: tuple[TimeOff, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    zone: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.base, Calendar):
            raise InputError("base", self.base, "has no hours, give a Schedule or what was made of some")
        object.__setattr__(self, "time_off", ordered_time_off(self.time_off))
        object.__setattr__(self, "recurring", ordered_recurring(self.recurring))
        for each in self.recurring:
            if each.kind != "time_off":
                raise InputError("recurring", each.name, "is a holiday, list it in the base")
        if self.zone is not None:
            zone_named(self.zone)

    def _fresh(self) -> Table:
        closures = absences(zone_named(self._absent_zone()), self.time_off, self.recurring)
        empty = empty_table(_Nowhere())
        return _Laid(base=self.base, zone=self._absent_zone(), closures=closures, under=empty)

    def _zone(self) -> str:
        return self.base._zone()

    def _absent_zone(self) -> str:
        return self.base._zone() if self.zone is None else self.zone


class _Nowhere:
    """Where the rows of nothing come from."""

    __slots__ = ()

    zone = zone_named("UTC")

    def opened(self, first_year: int, end_year: int) -> list[Interval]:
        return []


class _Laid:
    """A table under which another one lies: absences, and the open time that each took from it."""

    __slots__ = (
        "_base",
        "_closures",
        "_flat",
        "_kept",
        "_lost",
        "_off_ends",
        "_off_starts",
        "_zone",
        "high",
        "low",
        "under",
    )

    low: int
    high: int
    _flat: Rows
    _kept: tuple[int, ...]

    def __init__(self, *, base: Calendar, zone: str, closures: Closures, under: Table) -> None:
        self._base, self._zone, self._closures, self.under = base, zone, closures, under
        self.low, self.high = under.low, under.high
        off: list[Interval] = []
        if self.low < self.high:
            days = (from_micros(at).date() for at in (self.low, self.high))
            first, last = next(days) - timedelta(2), next(days) + timedelta(2)
            off = closures.between(zone_named(zone), self.low, self.high, first, last)
        self._off_starts = tuple(start for start, _ in off)
        self._off_ends = tuple(end for _, end in off)
        taken = (
            under.open_between(start, end) if end < self.high else under.total - under.open_before(start)
            for start, end in off
        )
        #: The base's open time that was lost before each absence, and after the last.
        self._lost = tuple(accumulate(taken, initial=0))
        #: The open time that is left before each absence.
        self._kept = tuple(map(sub, map(under.open_before, self._off_starts), self._lost))

    @property
    def first_year(self) -> int:
        return self.under.first_year

    @property
    def end_year(self) -> int:
        return self.under.end_year

    @property
    def starts(self) -> tuple[int, ...]:
        return self._rows().starts

    @property
    def ends(self) -> tuple[int, ...]:
        return self._rows().ends

    @property
    def done(self) -> tuple[int, ...]:
        return self._rows().done

    @property
    def total(self) -> int:
        return self.under.total - self._lost[-1]

    def is_open(self, at: int) -> bool:
        index = bisect_right(self._off_starts, at)
        return not (index and at < self._off_ends[index - 1]) and self.under.is_open(at)

    def open_before(self, at: int) -> int:
        index = bisect_right(self._off_starts, at)
        if index and at < self._off_ends[index - 1]:
            return self._kept[index - 1]
        return self.under.open_before(at) - self._lost[index]

    def open_between(self, first: int, last: int) -> int:
        return self.open_before(last) - self.open_before(first)

    def after(self, start: int, length: int) -> int:
        return self.earliest(self.open_before(start) + length)

    def earliest(self, target: int) -> int:
        # Every absence before which less than the target is left lies before the answer.
        return self.under.earliest(target + self._lost[bisect_left(self._kept, target)])

    def latest(self, target: int) -> int:
        return self.under.latest(target + self._lost[bisect_right(self._kept, target)])

    def start_of(self, at: int) -> int:
        index = bisect_right(self._off_starts, at)
        return max(self.under.start_of(at), self._off_ends[index - 1] if index else self.low)

    def end_of(self, at: int) -> int:
        index = bisect_right(self._off_starts, at)
        return min(
            self.under.end_of(at), self._off_starts[index] if index < len(self._off_starts) else self.high
        )

    def between(self, low: int, high: int) -> list[Interval]:
        first, last = bisect_right(self._off_ends, low), bisect_left(self._off_starts, high)
        holes = zip(self._off_starts[first:last], self._off_ends[first:last], strict=True)
        return subtract(self.under.between(low, high), holes)

    def covering(self, low: int, high: int) -> "_Laid":
        if self.low <= low and high < self.high:
            return self
        return self._over(known_over(self._base, low, high))

    def widened(self, first_year: int, end_year: int) -> "_Laid":
        # The base may know more by now than when this was laid over it.
        known = known_over(self._base, self.low, self.high - 1)
        return self._over(keep(self._base, known.widened(first_year, end_year)))

    def _over(self, under: Table) -> "_Laid":
        return _Laid(base=self._base, zone=self._zone, closures=self._closures, under=under)

    def _rows(self) -> Rows:
        """The same as plain rows, for whoever needs them all at once."""
        try:
            return self._flat
        except AttributeError:
            flat = self._flat = _flat(self)
        return flat


def _flat(laid: _Laid) -> Rows:
    rows = laid.between(laid.low, laid.high)
    starts: Iterable[int] = (start for start, _ in rows)
    ends = [end for _, end in rows]
    return Rows(
        source=_Nowhere(),
        first_year=laid.first_year,
        end_year=laid.end_year,
        low=laid.low,
        high=laid.high,
        starts=(laid.low, *starts),
        ends=(laid.low, *ends),
        done=tuple(accumulate((end - start for start, end in rows), initial=0)),
    )
