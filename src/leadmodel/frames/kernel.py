"""What leads have done, from columns of events: counts, sums and fading points, for all leads and figures at once.

Leads, activities and subjects are whole numbers here. A figure that is a sum over events, each worth what a table says
of its age, is one addition into a grid of leads and figures; counts, windows and decays are all of that kind. Only what
needs the latest of a lead's events sorts them.

>>> import numpy as np
>>> from datetime import UTC, datetime, timedelta
>>> at = datetime(2026, 11, 9, tzinfo=UTC)
>>> hours = np.array([1, 30, -1, 5])
>>> log = Log(
...     lead=np.array([0, 0, 0, 1]),
...     at=micros(at) - hours * HOUR,
...     activity=np.array([0, 0, 0, 1]),
...     names=("page_viewed", "demo"),
... )
>>> daily = Sum(name="count(page_viewed within 24h)", of=("page_viewed",), table=(1,) * 24, rest=0)
>>> tally(log, [daily], leads=2, at=micros(at))["count(page_viewed within 24h)"].values.tolist()
[1, 0]
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..records.instants import micros
from .columns import Numbers

__all__ = ["HOUR", "Figure", "Last", "Latest", "Log", "Subjects", "Sum", "micros", "tally"]

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

#: An hour in microseconds.
HOUR = 3_600_000_000
_BLOCK = 65_536
#: Of tables that are made equally long, in all.
_MOST_ENTRIES = 1_000_000
#: Sums of whole numbers below this are exact as floating numbers too.
_EXACT = 2**53
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Log:
    """Events as columns: whose, when, what, on what, and how much.

    A lead of -1 is none of those that are asked about, and a subject of -1 is none. Instants are microseconds since
    1970 in UTC, and activities are places among `names`.
    """

    lead: NDArray[Any]
    at: Ints
    activity: NDArray[Any]
    names: tuple[str, ...]
    subject: NDArray[Any] | None = None
    amount: Ints | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What all figures have: a name, the activities that count (any, when none is named), and how far back."""

    name: str
    of: tuple[str, ...]
    hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Figure):
    """The sum of what each event is worth at its age in hours: 1 for a count. `amounts` multiplies by the amount."""

    table: tuple[int, ...] = ()
    rest: int = 1
    amounts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest(Figure):
    """The same of the latest `most` events, in each window of `per` hours since 1970 and on each subject."""

    table: tuple[int, ...] = ()
    rest: int = 1
    most: int | None = None
    per: int | None = None
    per_subject: bool = False
    min_amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects(Figure):
    """On how many different subjects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Last(Figure):
    """The whole days since the last one."""


def tally(log: Log, figures: Sequence[Figure], *, leads: int, at: int) -> dict[str, Numbers]:
    """Each figure for each lead, as of an instant in microseconds; what comes after it does not count yet.

    Raises `InputError` when a sum is beyond 64 bits.
    """
    found: dict[str, Numbers] = {}
    sums = [each for each in figures if isinstance(each, Sum) and not each.amounts]
    for name, values in _sums(log, sums, leads, at).items():
        found[name] = Numbers(values=values)
    for each in figures:
        if each.name in found:
            continue
        some = _chosen(log, each, at)
        if isinstance(each, Last):
            found[each.name] = _days_since(some, leads)
        elif isinstance(each, Subjects):
            found[each.name] = Numbers(values=_subjects(some, leads))
        elif isinstance(each, Latest):
            found[each.name] = Numbers(values=_latest(some, each, leads))
        else:
            found[each.name] = Numbers(values=_added(some.lead, some.amount, leads, each.name))
    return {each.name: found[each.name] for each in figures}


# --------------------------------------------------------------------------------------------- sums over all events


def _sums(log: Log, figures: Sequence[Sum], leads: int, at: int) -> dict[str, Ints]:
    """All sums, in as many passes as there are figures over one activity."""
    found: dict[str, Ints] = {}
    waiting: list[list[Sum]] = [[] for _ in log.names]
    several: list[Sum] = []
    for figure in figures:
        own = [place for place, name in enumerate(log.names) if name in figure.of]
        if len(figure.of) == 1:
            if own:
                waiting[own[0]].append(figure)
            else:
                found[figure.name] = np.zeros(leads, np.int64)
        else:
            several.append(figure)
    for turn in range(max(map(len, waiting), default=0)):
        found |= _pass(log, [own[turn] if turn < len(own) else None for own in waiting], leads, at)
    for figure in several:
        anything = [figure if not figure.of or name in figure.of else None for name in log.names]
        found |= (
            _pass(log, anything, leads, at) if any(anything) else {figure.name: np.zeros(leads, np.int64)}
        )
    return found


def _pass(log: Log, figures: Sequence[Sum | None], leads: int, at: int) -> dict[str, Ints]:
    """One look at each event: `figures` says to which figure an activity counts, by its place."""
    asked = list(dict.fromkeys(figure for figure in figures if figure is not None))
    grid = _Grid(figures, asked)
    size = len(log.at)
    cells = np.empty(size, np.int64)
    worth: NDArray[Any] = np.empty(size, np.float64 if grid.most * max(size, 1) < _EXACT else np.int64)
    strangers = bool(size and log.lead.min() < 0)
    for start in range(0, size, _BLOCK):
        part = slice(start, start + _BLOCK)
        grid.fill(log, part, at, cells[part], worth[part], strangers)
    # What counts nothing, or for a lead that nobody asks about, is added to a cell of its own.
    total = leads * len(asked) + 1
    if worth.dtype == np.float64:
        summed = np.bincount(cells, worth, total).astype(np.int64)
    else:
        summed = _exactly(cells, worth, total, asked[0].name)
    table = summed[1:].reshape(leads, len(asked))
    return {figure.name: np.ascontiguousarray(table[:, place]) for place, figure in enumerate(asked)}


class _Grid:
    """Where an event counts and what it is worth, by activity and age: tables of all figures, one behind the other.

    Each begins with a nothing for what is yet to come, and ends with what holds from its last hour on. While that does
    not cost much, all are made as long as the longest, which spares a look at how long each is.
    """

    def __init__(self, figures: Sequence[Sum | None], asked: Sequence[Sum]) -> None:
        longest = max(len(figure.table) for figure in asked)
        even = longest * len(asked) <= _MOST_ENTRIES
        tables, begin, last = [np.zeros(longest + 2 if even else 1, np.int64)], [0], [0]
        for figure in asked:
            length = longest if even else len(figure.table)
            begin.append(sum(map(len, tables)))
            last.append(length + 1)
            rest = (figure.rest,) * (length + 1 - len(figure.table))
            tables.append(np.array((0, *figure.table, *rest), np.int64))
        self.tables = np.concatenate(tables)
        self.most = int(np.abs(self.tables).max())
        self.width = len(asked)
        places = {figure.name: place for place, figure in enumerate(asked)}
        own = [0 if figure is None else places[figure.name] + 1 for figure in figures]
        #: By activity: where its table begins, its last entry, and its column in the grid behind a first cell.
        self.begin = np.array([begin[place] for place in own], np.int64)
        self.last = longest + 1 if even else np.array([last[place] for place in own], np.int64)
        self.column = np.array([max(place, 1) for place in own], np.int64)

    def fill(self, log: Log, part: slice, at: int, cells: Ints, worth: NDArray[Any], strangers: bool) -> None:
        activity = log.activity[part].astype(np.intp)
        age = at - log.at[part]
        age //= HOUR
        age += 1
        np.clip(age, 0, self.last if isinstance(self.last, int) else self.last.take(activity), out=age)
        age += self.begin.take(activity)
        worth[:] = self.tables.take(age)
        lead = log.lead[part]
        np.multiply(lead, self.width, out=cells)
        cells += self.column.take(activity)
        if strangers:
            cells[lead < 0] = 0


def _exactly(cells: Ints, worth: Ints, total: int, name: str) -> Ints:
    """Sums that may be large: of the upper and of the lower halves, which cannot leave 64 bits."""
    upper, lower = np.zeros(total, np.int64), np.zeros(total, np.int64)
    np.add.at(upper, cells, worth >> 32)
    np.add.at(lower, cells, worth & 0xFFFFFFFF)
    upper += lower >> 32
    if len(upper) and (upper.max() >= 2**31 or upper.min() < -(2**31)):
        raise InputError("events", name, "comes to more than fits into 64 bits, check the amounts")
    return (upper << 32) | (lower & 0xFFFFFFFF)


# ------------------------------------------------------------------------------------------- figures of some events


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Some:
    """The events that a figure is about, with their ages in hours."""

    lead: Ints
    age: Ints
    at: Ints
    subject: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    amount: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


def _chosen(log: Log, figure: Figure, at: int) -> _Some:
    wanted = log.lead >= 0
    wanted &= log.at <= at
    if figure.of:
        asked = np.array([name in figure.of for name in log.names], np.bool_)
        wanted &= asked[log.activity] if len(asked) else False
    if figure.hours is not None:
        wanted &= log.at > at - figure.hours * HOUR
    least = figure.min_amount if isinstance(figure, Latest) else None
    if least is not None:
        wanted &= log.amount >= least if log.amount is not None else False
    places = np.flatnonzero(wanted)
    times = log.at[places]
    nothing = np.zeros(len(places), np.int64)
    return _Some(
        lead=log.lead[places].astype(np.int64),
        age=(at - times) // HOUR,
        at=times,
        subject=nothing - 1 if log.subject is None else log.subject[places].astype(np.int64),
        amount=nothing if log.amount is None else log.amount[places],
    )


def _latest(some: _Some, figure: Latest, leads: int) -> Ints:
    table = np.array((*figure.table, figure.rest), np.int64)
    lead, age = some.lead, some.age
    if figure.most is not None:
        own = [lead]
        if figure.per is not None:
            own.append(some.at // (figure.per * HOUR))
        if figure.per_subject:
            own.append(some.subject)
        lead, age = _first(own, age, figure.most)
    worth = table[np.minimum(age, len(figure.table))]
    return _added(lead, worth, leads, figure.name)


def _first(own: Sequence[Ints], age: Ints, most: int) -> tuple[Ints, Ints]:
    """Lead and age of the youngest `most` of each group; `own` tells the groups, by lead first."""
    order = np.lexsort((age, *reversed(own[1:]), own[0])) if len(own) > 1 else _by_lead(own[0], age)
    ordered = [each[order] for each in own]
    begins = np.ones(len(order), np.bool_)
    if len(order):
        begins[1:] = reduce(np.logical_or, (each[1:] != each[:-1] for each in ordered))
    starts = np.flatnonzero(begins)
    # How many of the same group came before.
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    kept = order[rank < most]
    return own[0][kept], age[kept]


def _by_lead(lead: Ints, age: Ints) -> Ints:
    """The order by lead, and then by age: by one number for both, which sorts several times as fast."""
    oldest = int(age.max(initial=0)) + 1
    if (int(lead.max(initial=0)) + 1) * oldest > _MOST:
        return np.lexsort((age, lead))
    return np.argsort(lead * oldest + age)


def _added(lead: Ints, worth: Ints, leads: int, name: str) -> Ints:
    most = max(abs(int(worth.max(initial=0))), abs(int(worth.min(initial=0))))
    if most * max(len(worth), 1) < _EXACT:
        return np.bincount(lead, worth, leads).astype(np.int64)
    return _exactly(lead, worth, leads, name)


def _subjects(some: _Some, leads: int) -> Ints:
    has = some.subject >= 0
    lead, subject = some.lead[has], some.subject[has]
    order = np.lexsort((subject, lead))
    lead, subject = lead[order], subject[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (lead[1:] != lead[:-1]) | (subject[1:] != subject[:-1])
    return np.bincount(lead[new], minlength=leads).astype(np.int64)


def _days_since(some: _Some, leads: int) -> Numbers:
    last = np.full(leads, _MOST, np.int64)
    np.minimum.at(last, some.lead, some.age)
    known = last < _MOST
    return Numbers(values=np.where(known, last // 24, 0), known=known)
