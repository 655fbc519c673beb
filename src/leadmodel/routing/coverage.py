"""Which hours nobody covers: who is at work for each language, territory and skill, and where there is a gap.

Whether a lead can be answered at four on a Saturday is known before it comes: the hours, the leave and the holidays
are on the desk already.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, product

from ..errors import InputError, UnknownNameError
from ..hours import Calendar, Segment
from ..hours.arithmetic import micros_of
from ..hours.calendar import table_over
from ..hours.intervals import Interval, subtract, unite
from ..hours.wall import MICROS_PER_DAY
from ..records import FrozenMap, RepId, iso, language_tag, speaks, spell
from ..records.instants import from_micros
from ..records.lead import country_code
from .desk import Desk
from .ledger import in_lowest_terms
from .roster import Rep
from .staffing import Crew, Shift, alone_in, sweep
from .weights import whole

__all__ = ["Alone", "Coverage", "CoverageCell", "Staffed", "Wait", "coverage"]

#: As far as a search for open time goes.
MOST_WEEKS = 520
#: The languages or territories of the cells, None where nothing is asked about them.
_Choices = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffed:
    """How many reps are at work in a stretch `[start, end)`, in UTC."""

    start: datetime
    end: datetime
    reps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A stretch `[start, end)` in which all hangs on one rep."""

    start: datetime
    end: datetime
    rep: RepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A lead that comes at `start` is answered at `end` at the earliest; None is never, as far as can be searched."""

    start: datetime
    end: datetime | None

    @property
    def length(self) -> timedelta | None:
        return None if self.end is None else self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """One kind of lead: who may answer it, and when they are at work.

    `holders` are the reps who have all that is asked for. `staffed` divides the whole range, also where nobody works.
    `gaps` and `alone` lie within the hours that are asked for (`asked`), as the two sums do. `longest_wait` starts at
    the worst instant that is asked for, the earliest if several are as bad, and may end beyond the range; None is no
    gap.
    """

    language: str | None
    territory: str | None
    attributes: FrozenMap[str]
    holders: tuple[RepId, ...]
    staffed: tuple[Staffed, ...]
    asked: tuple[Segment, ...]
    gaps: tuple[Segment, ...]
    alone: tuple[Alone, ...]
    asked_time: timedelta
    covered_time: timedelta
    longest_wait: Wait | None

    @property
    def share(self) -> tuple[int, int] | None:
        """The share of the asked hours in which somebody is at work, in lowest terms; None if none are asked for."""
        one = timedelta(microseconds=1)
        return in_lowest_terms(self.covered_time // one, self.asked_time // one) if self.asked_time else None

    @property
    def title(self) -> str:
        """What the cell is about, such as `it in CH, skill pricing`."""
        where = " in ".join(part for part in (self.language, self.territory) if part)
        others = [f"{name} {value}" for name, value in self.attributes.items()]
        return ", ".join(filter(None, (where, *others))) or "everybody"

    def __str__(self) -> str:
        done, of = f"{spell(self.covered_time)} of {spell(self.asked_time)}", self.share
        if of is None:
            return f"{self.title}: no hours are asked for"
        # Rounded down, so that all of it means all of it.
        percent = f" ({100 * of[0] // of[1]} %)"
        if self.longest_wait is None:
            head = f"{self.title}: {done} covered{percent}, no gap"
        else:
            wait = self.longest_wait
            answered = "for ever" if wait.length is None else spell(wait.length)
            gaps = f"{len(self.gaps)} gap{'s' * (len(self.gaps) != 1)}"
            head = f"{self.title}: {done} covered{percent}, {gaps}, longest wait {answered} from {iso(wait.start)}"
        by_rep = groupby(sorted(self.alone, key=lambda each: each.rep), key=lambda each: each.rep)
        hangs = [f"{rep} alone for {spell(_length(list(spans)))}" for rep, spans in by_rep]
        return ", ".join([head, *hangs])


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who is at work in `[since, until)`, for each kind of lead that was asked about."""

    since: datetime
    until: datetime
    cells: tuple[CoverageCell, ...]

    def cell(
        self, language: str | None = None, territory: str | None = None, **attributes: str
    ) -> CoverageCell:
        """The cell of one kind of lead; raises `UnknownNameError` for one that was not asked about."""
        wanted = (language, territory, FrozenMap(attributes))
        for each in self.cells:
            if (each.language, each.territory, each.attributes) == wanted:
                return each
        name = ", ".join(filter(None, (language, territory, *attributes.values())))
        raise UnknownNameError("kind of lead", name, [each.title for each in self.cells])

    def __str__(self) -> str:
        return "\n".join([f"{iso(self.since)} to {iso(self.until)}", *map(str, self.cells)])


def coverage(
    desk: Desk,
    *,
    since: datetime,
    weeks: int = 4,
    languages: Collection[str] | None = None,
    territories: Collection[str] | None = None,
    attributes: Mapping[str, Mapping[str, Collection[str]]] | None = None,
    demand: Calendar | Mapping[str, Calendar] | None = None,
) -> Coverage:
    """How many are at work for each language and territory in the next weeks, and where nobody is.

    >>> from leadmodel.hours import Schedule, Week
    >>> ida = Rep(id="ida", zone="Europe/Rome", hours="office", languages=("it", "en"))
    >>> office = Schedule(week=Week(mon=("09:00-17:00",), fri=("09:00-17:00",)), zone="Europe/Rome")
    >>> monday = datetime.fromisoformat("2026-11-02T00:00+01:00")
    >>> desk = Desk(reps=(ida,), schedules={"ida": office})
    >>> print(coverage(desk, since=monday, weeks=1, languages=("it", "fr")))
    2026-11-01T23:00:00Z to 2026-11-08T23:00:00Z
    fr: 0 min of 168 h covered (0 %), 1 gap, longest wait for ever from 2026-11-01T23:00:00Z
    it: 16 h of 168 h covered (9 %), 3 gaps, longest wait 88 h from 2026-11-02T16:00:00Z, ida alone for 16 h

    `languages` and `territories` are all that the reps name unless given, and `()` divides by none. A language is held
    by whoever can answer it (see `speaks`), a territory by whoever names it. `attributes` divide further: for each
    attribute its values, and for each value the reps who have it, such as `{"skill": {"pricing": ("ann", "bob")}}`;
    a value that nobody has is a cell without cover. `demand` is when an answer is asked for: always, within these
    hours, or within those of each territory, such as the prospects' own day. Who is at work outside of them covers
    nothing there, but ends a wait. A full plate is not looked at: it changes by the minute, hours do not.

    A week is 168 hours, also when clocks change. Raises `TimeError` for a naive `since` or a range outside the years
    that can be asked about, `UnknownNameError` for a rep who is not on the desk and for a territory without demand,
    `InputError` for a language or a country that is none, and for weeks below 1 or above 520.
    """
    if whole(weeks, "weeks") > MOST_WEEKS:
        raise InputError("weeks", weeks, f"is more than the {MOST_WEEKS} that can be looked ahead")
    low = micros_of(since, "since")
    high = low + weeks * 7 * MICROS_PER_DAY
    floor = _Floor(desk, low, high)
    spoken = _values(languages, (tag for rep in desk.reps for tag in rep.languages), "languages")
    places = _values(territories, (code for rep in desk.reps for code in rep.territories), "territories")
    others = _attributes(attributes or {}, desk)
    asked = _asked(demand, places, low, high)
    cells = []
    for language, territory, values in product(spoken, places, list(product(*others.values()))):
        named = FrozenMap(dict(zip(others, values, strict=True)))
        sets = [others[name][value] for name, value in named.items()]
        holders = [
            place
            for place, rep in enumerate(desk.reps)
            if (language is None or speaks(rep.languages, language) is not None)
            and (territory is None or territory in rep.territories)
            and all(rep.id in members for members in sets)
        ]
        cells.append(floor.cell(language, territory, named, holders, asked[territory]))
    return Coverage(since=from_micros(low), until=from_micros(high), cells=tuple(cells))


class _Floor:
    """The working hours of everybody on the desk over one range."""

    def __init__(self, desk: Desk, low: int, high: int) -> None:
        self.reps: tuple[Rep, ...] = desk.reps
        self.low, self.high = low, high
        #: Whoever shares hours without leave shares one schedule, which is told by its identity.
        self.shifts: list[Shift] = []
        self.spans: dict[Shift, list[Interval]] = {}
        for rep in desk.reps:
            if rep.id not in desk.schedules:
                raise UnknownNameError("schedule of rep", rep.id, desk.schedules)
            shift = Shift(desk.schedules[rep.id], rep.active_from, rep.active_until)
            self.shifts.append(shift)
            if shift not in self.spans:
                self.spans[shift] = shift.within(low, high)
        self.later: dict[Shift, int | None] = {}

    def cell(
        self,
        language: str | None,
        territory: str | None,
        attributes: FrozenMap[str],
        holders: list[int],
        asked: list[Interval],
    ) -> CoverageCell:
        teams: dict[Shift, list[int]] = {}
        for place in holders:
            teams.setdefault(self.shifts[place], []).append(place)
        crews = sweep(((self.spans[key], team) for key, team in teams.items()), self.low, self.high)
        at_work = unite((start, end) for start, end, count, _ in crews if count)
        gaps = subtract(asked, at_work)
        asked_time = sum(end - start for start, end in asked)
        return CoverageCell(
            language=language,
            territory=territory,
            attributes=attributes,
            holders=tuple(self.reps[place].id for place in holders),
            staffed=tuple(_staffed(crews)),
            asked=_segments(asked),
            gaps=_segments(gaps),
            alone=tuple(
                Alone(start=from_micros(start), end=from_micros(end), rep=self.reps[place].id)
                for start, end, place in alone_in(crews, asked)
            ),
            asked_time=timedelta(0, 0, asked_time),
            covered_time=timedelta(0, 0, asked_time - sum(end - start for start, end in gaps)),
            longest_wait=self._longest(gaps, at_work, holders),
        )

    def _longest(self, gaps: list[Interval], at_work: list[Interval], holders: list[int]) -> Wait | None:
        """The wait from the beginning of a gap, since every later instant of it waits less."""
        worst: tuple[int, int] | None = None
        index = 0
        for start, _ in gaps:
            while index < len(at_work) and at_work[index][0] < start:
                index += 1
            answered = at_work[index][0] if index < len(at_work) else self._after(holders)
            if answered is None:
                return Wait(start=from_micros(start), end=None)
            if worst is None or answered - start > worst[1] - worst[0]:
                worst = start, answered
        return None if worst is None else Wait(start=from_micros(worst[0]), end=from_micros(worst[1]))

    def _after(self, holders: list[int]) -> int | None:
        """The first instant from the end of the range on at which one of them works."""
        found = []
        for shift in {self.shifts[place] for place in holders}:
            if shift not in self.later:
                self.later[shift] = shift.next_from(self.high)
            if (opens := self.later[shift]) is not None:
                found.append(opens)
        return min(found, default=None)


def _staffed(crews: list[Crew]) -> Iterator[Staffed]:
    for count, together in groupby(crews, key=lambda crew: crew[2]):
        spans = list(together)
        yield Staffed(start=from_micros(spans[0][0]), end=from_micros(spans[-1][1]), reps=count)


def _values(given: Collection[str] | None, named: Iterator[str], argument: str) -> _Choices:
    """What is asked about, in alphabetical order and each once; one choice of None where nothing is."""
    if isinstance(given, str):
        raise InputError(argument, given, "is one text, give a list of them")
    read = language_tag if argument == "languages" else country_code
    return tuple(sorted(set(named) if given is None else {read(text, argument) for text in given})) or (None,)


def _attributes(
    given: Mapping[str, Mapping[str, Collection[str]]], desk: Desk
) -> dict[str, dict[str, frozenset[str]]]:
    known = {rep.id for rep in desk.reps}
    found: dict[str, dict[str, frozenset[str]]] = {}
    for name in sorted(given):
        if not given[name]:
            raise InputError("attributes", name, "has no values, leave it out")
        found[name] = {}
        for value in sorted(given[name]):
            reps = given[name][value]
            if isinstance(reps, str):
                raise InputError(f"attributes: {name} {value}", reps, "is one text, give a list of reps")
            for rep in sorted(set(reps) - known):
                raise UnknownNameError(f"rep with {name} {value!r}", rep, known)
            found[name][value] = frozenset(reps)
    return found


def _asked(
    demand: Calendar | Mapping[str, Calendar] | None, territories: _Choices, low: int, high: int
) -> dict[str | None, list[Interval]]:
    """By territory: the hours in which an answer is asked for."""
    if demand is None:
        return {territory: [(low, high)] for territory in territories}
    found: dict[str | None, list[Interval]] = {}
    for territory in territories:
        if isinstance(demand, Calendar):
            hours = demand
        elif territory is None:
            raise InputError(
                "demand", sorted(demand), "is given by territory, but no territory is asked about"
            )
        elif territory not in demand:
            raise UnknownNameError("territory in demand", territory, demand)
        else:
            hours = demand[territory]
        found[territory] = unite(table_over(hours, low, high, "since", "until").between(low, high))
    return found


def _segments(intervals: list[Interval]) -> tuple[Segment, ...]:
    return tuple(Segment(start=from_micros(start), end=from_micros(end)) for start, end in intervals)


def _length(spans: list[Alone]) -> timedelta:
    return sum((each.end - each.start for each in spans), timedelta())
