"""Which hours nobody covers, by language and territory, over the weeks to come.

A lead in Italian that comes on a Friday evening waits for whoever speaks Italian; this tells how long, before it comes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush

from ..errors import InputError
from ..hours import Calendar, segments
from ..hours.intervals import Interval
from ..records import RepId, language_tag, speaks, utc
from ..records.instants import from_micros, micros
from ..records.lead import country_code
from .desk import Desk
from .roster import Rep

__all__ = ["Covered", "Gap", "Sole", "coverage"]

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch `[start, end)` of the hours asked about in which nobody is at work."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sole:
    """A stretch in which one rep alone is at work: should they be ill, nobody is."""

    start: datetime
    end: datetime
    rep: RepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One language in one territory; None is any. `asked` is the time asked about, `covered` how much of it is worked.

    `reps` are those who may answer at all. `longest_wait` is that of a lead which comes at `worst_at`, the worst
    instant of the hours asked about; without anybody until the end of the weeks it is None, and `worst_at` is when that
    begins. Where everything is covered both are None.
    """

    language: str
    territory: str | None
    reps: tuple[RepId, ...]
    asked: timedelta
    covered: timedelta
    gaps: tuple[Gap, ...]
    sole: tuple[Sole, ...]
    worst_at: datetime | None
    longest_wait: timedelta | None

    @property
    def percent(self) -> int:
        """How much is covered, in whole percent, rounded down, so that a hundred means all of it."""
        return 100 if not self.asked else int(100 * self.covered // self.asked)

    def __str__(self) -> str:
        where = "" if self.territory is None else f" in {self.territory}"
        if not self.reps:
            return f"{self.language}{where}: nobody"
        gaps, reps = len(self.gaps), len(self.reps)
        found = f"{gaps} gap{'s' * (gaps != 1)}, {reps} rep{'s' * (reps != 1)}"
        return f"{self.language}{where}: {self.percent} % of the hours, {found}"


def coverage(
    desk: Desk,
    *,
    since: datetime,
    languages: Iterable[str],
    territories: Iterable[str | None] = (None,),
    weeks: int = 4,
    hours: Calendar | None = None,
) -> tuple[Covered, ...]:
    """Who covers which language in which territory over some weeks from an instant on; leave and holidays count.

    A rep covers a language as a router asks it (`it` answers `it-CH`), and a territory if it is among theirs. `hours`
    are those asked about, such as the prospects' own day; None is all day, every day.

    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import Rep, open_desk
    >>> class House:
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",), tue=("09:00-17:00",))),)
    ...     holidays = ()
    >>> desk = open_desk([Rep(id="ida", zone="Europe/Rome", hours="office", languages=("it",))], House())
    >>> monday = datetime.fromisoformat("2026-11-09T00:00+01:00")
    >>> italian, german = coverage(desk, since=monday, languages=("it-CH", "de"), weeks=1)
    >>> print(italian), print(german)
    it-CH: 9 % of the hours, 3 gaps, 1 rep
    de: nobody
    (None, None)
    >>> italian.worst_at.isoformat(), italian.longest_wait
    ('2026-11-10T16:00:00+00:00', None)

    The order is that of the languages, then of the territories. Raises `TimeError` for a naive `since`, `InputError`
    for less than a week, and for a language or country that is none.
    """
    if weeks < 1:
        raise InputError("weeks", weeks, "is less than one, give how many weeks to look at")
    start = utc(since, "since")
    end = start + weeks * WEEK
    asked = [(micros(start), micros(end))] if hours is None else _open(hours, start, end)
    worked = {rep.id: _worked(rep, desk.schedules[rep.id], start, end) for rep in desk.reps}
    places = [None if each is None else country_code(each, "territories") for each in territories]
    found = []
    for language in languages:
        tag = language_tag(language, "languages")
        for place in places:
            able = [
                rep.id
                for rep in desk.reps
                if speaks(rep.languages, tag) and (place is None or place in rep.territories)
            ]
            found.append(_covered(tag, place, tuple(sorted(able)), worked, asked))
    return tuple(found)


def _covered(
    language: str,
    territory: str | None,
    able: tuple[RepId, ...],
    worked: Mapping[RepId, list[Interval]],
    asked: list[Interval],
) -> Covered:
    shifts = list(_staffed({rep: worked[rep] for rep in able}))
    gaps: list[Gap] = []
    sole: list[Sole] = []
    total = sum(end - begin for begin, end in asked)
    empty = 0
    for begin, end, staff in _within(shifts, asked):
        if not staff:
            empty += end - begin
            if gaps and gaps[-1].end == from_micros(begin):
                begin = micros(gaps.pop().start)
            gaps.append(Gap(start=from_micros(begin), end=from_micros(end)))
        elif len(staff) == 1:
            (rep,) = staff
            if sole and sole[-1].rep == rep and sole[-1].end == from_micros(begin):
                begin = micros(sole.pop().start)
            sole.append(Sole(start=from_micros(begin), end=from_micros(end), rep=rep))
    worst_at, wait = _worst(gaps, [begin for begin, _, _ in shifts])
    return Covered(
        language=language,
        territory=territory,
        reps=able,
        asked=timedelta(0, 0, total),
        covered=timedelta(0, 0, total - empty),
        gaps=tuple(gaps),
        sole=tuple(sole),
        worst_at=worst_at,
        longest_wait=wait,
    )


def _open(hours: Calendar, start: datetime, end: datetime) -> list[Interval]:
    return [(micros(each.start), micros(each.end)) for each in segments(hours, start, end)]


def _worked(rep: Rep, schedule: Calendar, start: datetime, end: datetime) -> list[Interval]:
    """When a rep is at work and takes leads."""
    first = start if rep.active_from is None else max(start, rep.active_from)
    last = end if rep.active_until is None else min(end, rep.active_until)
    return _open(schedule, first, last) if first < last else []


def _staffed(worked: Mapping[RepId, list[Interval]]) -> Iterator[tuple[int, int, frozenset[RepId]]]:
    """The stretches in which somebody is at work, each with everybody who is; cut wherever anybody comes or goes."""
    edges: list[tuple[int, bool, RepId]] = []
    for rep, spans in worked.items():
        for begin, end in spans:
            heappush(edges, (begin, True, rep))
            heappush(edges, (end, False, rep))
    here: set[RepId] = set()
    since = 0
    while edges:
        at = edges[0][0]
        if here and since < at:
            yield since, at, frozenset(here)
        while edges and edges[0][0] == at:
            _, comes, rep = heappop(edges)
            if comes:
                here.add(rep)
            else:
                here.discard(rep)
        since = at


def _within(
    shifts: list[tuple[int, int, frozenset[RepId]]], asked: list[Interval]
) -> Iterator[tuple[int, int, frozenset[RepId]]]:
    """The hours asked about, cut by who is at work; nobody where none is."""
    place = 0
    for begin, end in asked:
        now = begin
        while place and shifts[place - 1][1] > now:
            place -= 1
        while now < end:
            while place < len(shifts) and shifts[place][1] <= now:
                place += 1
            if place == len(shifts) or shifts[place][0] >= end:
                yield now, end, frozenset()
                break
            opens, closes, staff = shifts[place]
            if now < opens:
                yield now, opens, frozenset()
                now = opens
            until = min(closes, end)
            yield now, until, staff
            now = until


def _worst(gaps: list[Gap], comings: list[int]) -> tuple[datetime | None, timedelta | None]:
    """The instant at which a lead waits longest, and how long; whoever comes outside the hours asked about counts."""
    worst: tuple[datetime | None, timedelta | None] = None, None
    longest = -1
    for gap in gaps:
        begin = micros(gap.start)
        following = bisect_right(comings, begin)
        if following == len(comings):
            return gap.start, None
        if comings[following] - begin > longest:
            longest = comings[following] - begin
            worst = gap.start, timedelta(0, 0, longest)
    return worst
