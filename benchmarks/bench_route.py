"""Whose turn it is, at ten reps and at ten thousand, and a million leads over a thousand reps.

There is no peer whose answer is the same, so the reference is the plain way: a loop over the reps with the same filters
and the same key, in whole numbers, written out by hand. Both sides give the same turns before anything is timed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from math import gcd, lcm
from random import Random

from harness import Comparison
from leadmodel.records import LeadId
from leadmodel.routing import Ledger, Pool, Session

__all__ = ["benchmarks"]

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
LANGUAGES = ("de", "es", "fr", "it")
WEIGHTS = (25, 50, 75, 100)
SHIFTS = 6
PLAIN = "a loop over the reps: the same filters and key, in whole numbers"
MANY = 1_000_000
#: The plain way would take minutes for the million; the first leads of the same stream tell what one of them costs.
SOME = 5_000


@dataclass(slots=True)
class Person:
    """A rep as a plain program keeps one; `lag` is in parts of a lead."""

    id: str
    weight: int
    languages: tuple[str, ...]
    shift: int
    on_leave: bool
    full: bool
    on_shift: bool = False
    lag: int = 0
    last_turn: datetime = LONG_AGO


class PlainDesk:
    """The plain way, exact: every lag is looked at for every lead."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self.unit = 1
        self.multiple = lcm(*WEIGHTS)

    def able(self, language: str) -> list[Person]:
        return [
            each
            for each in self.people
            if each.on_shift and not each.on_leave and not each.full and language in each.languages
        ]

    def pick(self, language: str) -> Person | None:
        best, best_key = None, None
        unit, multiple = self.unit, self.multiple
        for each in self.people:
            if each.on_shift and not each.on_leave and not each.full and language in each.languages:
                lag = each.lag
                key = lag < 0, (unit - lag) * (multiple // each.weight), -each.weight, each.last_turn, each.id
                if best_key is None or key < best_key:
                    best, best_key = each, key
        return best

    def ranked(self, language: str) -> list[tuple[str, int]]:
        """Everybody in the order of turns, with the weight: what an explanation cannot do without."""
        unit, multiple = self.unit, self.multiple
        keys = [
            (
                each.lag < 0,
                (unit - each.lag) * (multiple // each.weight),
                -each.weight,
                each.last_turn,
                each.id,
            )
            for each in self.able(language)
        ]
        return [(key[4], -key[2]) for key in sorted(keys)]

    def give(self, language: str, at: datetime) -> str | None:
        rep = self.pick(language)
        if rep is None:
            return None
        able = self.able(language)
        total = sum(each.weight for each in able)
        total //= gcd(*(each.weight for each in able))
        if self.unit % total:
            factor = lcm(self.unit, total) // self.unit
            self.unit *= factor
            for each in self.people:
                each.lag *= factor
        whole = sum(each.weight for each in able)
        for each in able:
            each.lag += self.unit * each.weight // whole
        rep.lag -= self.unit
        rep.last_turn = at
        return rep.id


def people(count: int) -> list[Person]:
    """All speak English, two of five another language and one of ten a third; some are on leave, some full."""
    chance = Random(count)
    found = []
    for number in range(count):
        more = chance.choices((0, 1, 2), (5, 4, 1))[0]
        found.append(
            Person(
                id=f"rep{number:05}",
                weight=chance.choices(WEIGHTS, (1, 1, 1, 7))[0],
                languages=("en", *sorted(chance.sample(LANGUAGES, more))),
                shift=number % SHIFTS,
                on_leave=number % 20 == 7,
                full=number % 10 == 3,
            )
        )
    return found


class Floor:
    """The same people, plain and in a session; whatever changes is told to both."""

    def __init__(self, count: int) -> None:
        team = people(count)
        self.plain = PlainDesk(team)
        weights = {each.id: each.weight for each in team}
        self.session = Session(Ledger(name="inbound"), weights, at=MONDAY, weights=weights)
        for language in ("en", *LANGUAGES):
            self.session.mark(language, [each.id for each in team if language in each.languages])
        self.session.mark("on leave", [each.id for each in team if each.on_leave])
        self.session.mark("full", [each.id for each in team if each.full])
        self.shifts = [[each.id for each in team if each.shift == shift] for shift in range(SHIFTS)]
        self.pools: dict[str, Pool] = {
            language: self.session.pool(language, "on shift", without=("on leave", "full"))
            for language in ("en", *LANGUAGES)
        }

    def shift(self, hour: int) -> None:
        """Shifts of eight hours begin every four, so that two are at work at a time."""
        now = hour // 4 % SHIFTS
        on = {now, (now - 1) % SHIFTS}
        self.session.mark("on shift", [rep for shift in on for rep in self.shifts[shift]])
        for each in self.plain.people:
            each.on_shift = each.shift in on

    def both(self, number: int, language: str, at: datetime) -> None:
        """Give out one lead in both ways, and see that they agree."""
        ours = self.session.give(LeadId(f"L{number}"), self.pools[language], at=at)
        plain = self.plain.give(language, at)
        if ours != plain:
            raise AssertionError(f"lead {number}: {ours!r} is not {plain!r}")

    def settle_in(self) -> None:
        """Two hundred leads, so that nobody stands at zero any more."""
        self.shift(0)
        for number, language in enumerate(wishes(200)):
            self.both(number, language, MONDAY + timedelta(seconds=number))


def wishes(count: int) -> list[str]:
    """Six of ten leads ask for English."""
    return Random(count).choices(("en", *LANGUAGES), (6, 1, 1, 1, 1), k=count)


def stream(floor: Floor, count: int, *, check: bool = False) -> Session:
    """The first leads of a million that come in thirty days, with a shift's change every four hours."""
    step = timedelta(days=30) / MANY
    at, hour = MONDAY, -1
    give, pools = floor.session.give, floor.pools
    for number, language in enumerate(wishes(count)):
        at += step
        if at.hour // 4 != hour:
            hour = at.hour // 4
            floor.shift(at.hour)
        if check:
            floor.both(number, language, at)
        else:
            give(LeadId(f"L{number}"), pools[language], at=at)
    return floor.session


def plain_stream(count: int) -> None:
    floor = Floor(1_000)
    step = timedelta(days=30) / MANY
    at, hour = MONDAY, -1
    for language in wishes(count):
        at += step
        if at.hour // 4 != hour:
            hour = at.hour // 4
            floor.shift(at.hour)
        floor.plain.give(language, at)


def picks() -> Iterator[Comparison]:
    calls = {
        10: ("10", 5_000, 2_000),
        100: ("100", 5_000, 500),
        1_000: ("1k", 5_000, 50),
        10_000: ("10k", 2_000, 5),
    }
    at = MONDAY + timedelta(hours=1)
    ours = {}
    for count, (label, number, plain_number) in calls.items():
        floor = Floor(count)
        floor.settle_in()
        best = floor.plain.pick("en")
        ours[count] = partial(floor.session.pick, floor.pools["en"], at=at)
        if best is None or ours[count]() != best.id:
            raise AssertionError(f"route.one_{label}: {ours[count]()!r} is not {best!r}")
        yield Comparison(
            name=f"route.one_{label}",
            ours=ours[count],
            reference=partial(floor.plain.pick, "en"),
            reference_is=PLAIN,
            number=number,
            reference_number=plain_number,
            note=f"{len(floor.session.eligible(floor.pools['en']))} of {count} eligible",
        )
    yield Comparison(
        name="route.growth_10_to_10k",
        ours=ours[10_000],
        reference=ours[10],
        reference_is="our own pick among ten reps",
        number=5_000,
    )


def explanation() -> Comparison:
    floor = Floor(1_000)
    floor.settle_in()
    at = MONDAY + timedelta(hours=1)
    told = floor.session.explain(floor.pools["en"], at=at)
    common = gcd(*(each.weight for each in floor.plain.able("en")))
    plain = [(name, weight // common) for name, weight in floor.plain.ranked("en")]
    if [(each.rep, each.weight) for each in told.places] != plain:
        raise AssertionError("route.explain: the two orders differ")
    return Comparison(
        name="route.explain",
        ours=partial(floor.session.explain, floor.pools["en"], at=at),
        reference=partial(floor.plain.ranked, "en"),
        reference_is="a loop and a sort: the ids and weights in the order of turns",
        number=20,
        note=f"1,000 reps, {len(told.places)} eligible, each with weight, lag, finish and last turn",
    )


def benchmarks() -> list[Comparison]:
    stream(Floor(1_000), SOME, check=True)
    return [
        *picks(),
        Comparison(
            name="route.stream_1m_over_1k",
            ours=lambda: stream(Floor(1_000), MANY),
            reference=lambda: plain_stream(SOME),
            reference_is=f"the plain way for {SOME:,} leads of such a stream, not for the million",
            note="a million leads a call",
        ),
        explanation(),
    ]
