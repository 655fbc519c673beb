"""Whose turn it is, at ten reps and at ten thousand, and a million leads over a thousand reps.

There is no peer whose answer is the same, so the reference is the plain way: a loop over the reps with the same filters
and the same key, in whole numbers, written out by hand; who is on shift, on leave and full it is told. Ours is the
declared policy over a desk with hours, leave and room, and each decision is kept and can tell why. Both sides give the
same turns before anything is timed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from math import gcd, lcm
from random import Random

from harness import Comparison
from leadmodel.conditions import field
from leadmodel.hours import Hours, TimeOff, Week
from leadmodel.records import Lead, LeadId, RepId
from leadmodel.routing import Decision, Desk, Ledger, Rep, Routing, Stream, open_desk, route

__all__ = ["benchmarks"]

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
LANGUAGES = ("de", "es", "fr", "it")
WEIGHTS = (25, 50, 75, 100)
SHIFTS = 6
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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


class House:
    """Shifts of eight hours that begin every four, so that two are at work at a time."""

    version = "bench"
    routing = Routing(
        when=field("lead.source").is_known(), prefer=("soonest", "fairness"), respond_within="1s"
    )
    hours = tuple(
        Hours(
            name=f"shift-{shift}",
            week=Week(**dict.fromkeys(DAYS, (f"{4 * shift:02}:00-{4 * shift + 8:02}:00",))),
        )
        if shift < 5
        else Hours(name="shift-5", week=Week(**dict.fromkeys(DAYS, ("20:00-04:00",))))
        for shift in range(SHIFTS)
    )
    holidays = ()


HOUSE = House()
AWAY = TimeOff(start=date(2026, 10, 1), end=date(2027, 3, 1))


def rep_of(person: Person) -> Rep:
    return Rep(
        id=RepId(person.id),
        zone="UTC",
        hours=f"shift-{person.shift}",
        languages=person.languages,
        weight=person.weight,
        leave=(AWAY,) if person.on_leave else (),
        capacity=0 if person.full else None,
    )


def lead_of(number: int, language: str) -> Lead:
    return Lead(id=LeadId(f"L{number}"), captured_at=MONDAY, source="form", languages=(language,))


class Floor:
    """The same people, plain and on a desk; whatever changes is told to the plain way, the desk knows it."""

    def __init__(self, count: int, *, at: datetime = MONDAY) -> None:
        team = people(count)
        self.plain = PlainDesk(team)
        desk = open_desk([rep_of(each) for each in team], HOUSE, ledger=Ledger(name="inbound"))
        self.stream = Stream(desk, HOUSE, at=at)

    def shift(self, hour: int) -> None:
        """Tell the plain way who is at work."""
        now = hour // 4 % SHIFTS
        on = {now, (now - 1) % SHIFTS}
        for each in self.plain.people:
            each.on_shift = each.shift in on

    def both(self, number: int, language: str, at: datetime) -> None:
        """Give out one lead in both ways, and see that they agree."""
        ours = self.stream.route(lead_of(number, language), at=at).rep
        plain = self.plain.give(language, at)
        if ours != plain:
            raise AssertionError(f"lead {number}: {ours!r} is not {plain!r}")

    def settle_in(self) -> Desk:
        """Two hundred leads, so that nobody stands at zero any more; the desk after them."""
        self.shift(0)
        for number, language in enumerate(wishes(200)):
            self.both(number, language, MONDAY + timedelta(seconds=number))
        return self.stream.desk()


def wishes(count: int) -> list[str]:
    """Six of ten leads ask for English."""
    return Random(count).choices(("en", *LANGUAGES), (6, 1, 1, 1, 1), k=count)


def stream(floor: Floor, count: int, *, check: bool = False) -> list[Decision]:
    """The first leads of a million that come in thirty days; the decisions are kept."""
    step = timedelta(days=30) / MANY
    at, hour = MONDAY, -1
    route_one, made = floor.stream.route, []
    leads = [lead_of(number, language) for number, language in enumerate(wishes(count))]
    for number, lead in enumerate(leads):
        at += step
        if check:
            if at.hour // 4 != hour:
                hour = at.hour // 4
                floor.shift(at.hour)
            floor.both(number, lead.languages[0], at)
        else:
            made.append(route_one(lead, at=at))
    return made


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
    asked = lead_of(1_000, "en")
    ours = {}
    for count, (label, number, plain_number) in calls.items():
        floor = Floor(count)
        desk = floor.settle_in()
        best = floor.plain.pick("en")
        ours[count] = partial(route, asked, HOUSE, desk=desk, at=at)
        found = ours[count]()
        if best is None or found.rep != best.id or found.candidates[0].rep != best.id:
            raise AssertionError(f"route.one_{label}: {found.rep!r} is not {best!r}")
        able = sum(each.eligible for each in found.candidates)
        yield Comparison(
            name=f"route.one_{label}",
            ours=ours[count],
            reference=partial(floor.plain.pick, "en"),
            reference_is=PLAIN,
            number=number,
            reference_number=plain_number,
            note=f"{able} of {count} eligible, over a desk that stays as it is",
        )
    yield Comparison(
        name="route.growth_10_to_10k",
        ours=ours[10_000],
        reference=ours[10],
        reference_is="our own decision among ten reps",
        number=5_000,
    )


def next_desk() -> Comparison:
    """What the pure functions cost when every lead makes a new desk: all reps are looked at again."""
    floor = Floor(1_000)
    desk = floor.settle_in()
    at = MONDAY + timedelta(hours=1)
    asked = lead_of(1_000, "en")

    def ours() -> Desk:
        decision = route(asked, HOUSE, desk=desk, at=at)
        assert decision.rep is not None
        return desk.gave(decision.rep, at=at, decision=decision)

    def fresh() -> Decision:
        return route(asked, HOUSE, desk=replace(desk), at=at)

    return Comparison(
        name="route.new_desk_1k",
        ours=fresh,
        reference=ours,
        reference_is="route and Desk.gave over a desk that was asked before",
        number=5,
        note="a desk that nothing was asked of yet, 1,000 reps",
    )


def explanation() -> Comparison:
    floor = Floor(1_000)
    desk = floor.settle_in()
    at = MONDAY + timedelta(hours=1)
    asked = lead_of(1_000, "en")
    told = route(asked, HOUSE, desk=desk, at=at).candidates
    plain = [name for name, _ in floor.plain.ranked("en")]
    if [each.rep for each in told if each.eligible] != plain:
        raise AssertionError("route.explain: the two orders differ")
    return Comparison(
        name="route.explain",
        ours=lambda: route(asked, HOUSE, desk=desk, at=at).candidates,
        reference=partial(floor.plain.ranked, "en"),
        reference_is="a loop and a sort: the ids and weights in the order of turns",
        number=5,
        note=f"1,000 reps, {len(plain)} eligible; every one with a reason in words, keys, lag and when to ask again",
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
            note="a million leads a call, every decision kept",
        ),
        next_desk(),
        explanation(),
    ]
