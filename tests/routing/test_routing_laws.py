"""Laws of routing over random rosters in several zones, leads and instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.hours import Holiday, HolidayList, TimeOff
from leadmodel.model import LeadModel
from leadmodel.records import FrozenMap, Lead
from leadmodel.routing import Desk, Rep, Routing, WhyNot, open_desk, route
from tests.building import ANYBODY, house, lead, rep
from tests.routing.oracle import Person, Question, answer
from tests.walking import Worker

ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Zurich",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "UTC",
)
CRITERIA = ("soonest", "territory", "fewest_open", "longest_idle")
LENGTHS = {"15m": 15, "2h": 120, "24h": 1440, "72h": 4320}
HOLIDAYS = (date(2026, 11, 2), date(2026, 11, 11))
#: The first of the three weeks around the ends of summer time.
FIRST = date(2026, 10, 23)

languages = st.sampled_from(("en", "en", "en", "it", "it-CH", "it-IT"))
countries = st.sampled_from(("US", "CH", "GB"))
midday = datetime(2026, 11, 2, 12, tzinfo=UTC)
instants = st.one_of(
    st.integers(-8 * 96, 9 * 96).map(lambda quarters: midday + quarters * timedelta(minutes=15)),
    st.integers(-8 * 86_400, 9 * 86_400).map(lambda seconds: midday + timedelta(seconds=seconds)),
)


@st.composite
def leaves(draw: st.DrawFn) -> list[tuple[date, date]]:
    away = []
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        start = FIRST + timedelta(days=draw(st.integers(0, 20)))
        away.append((start, start + timedelta(days=draw(st.integers(1, 9)))))
    if draw(st.integers(0, 29)) == 29:
        away.append((FIRST, date(2050, 1, 1)))
    return away


@st.composite
def people(draw: st.DrawFn, name: str) -> Person:
    return Person(
        id=name,
        worker=Worker(
            zone=draw(st.sampled_from(ZONES)),
            hours=draw(st.sampled_from(("office", "office", "lunch", "night", "always"))),
            away=draw(leaves()),
            holidays=list(draw(st.sampled_from(((), HOLIDAYS)))),
        ),
        languages=draw(st.lists(languages, min_size=1, max_size=3)),
        territories=draw(st.lists(countries, max_size=2, unique=True)),
        capacity=draw(st.sampled_from((None, None, None, 0, 2, 3))),
        open_leads=draw(st.sampled_from((1, 1, 1, 0, 2, 3))),
        last_turn=draw(st.none() | st.integers(0, 3).map(lambda days: midday - timedelta(days=20 + days))),
    )


@dataclass
class World:
    """One question, put to the package and to the oracle."""

    question: Question
    people: list[Person]
    model: LeadModel
    reps: list[Rep]
    lead: Lead

    def desk(self, reps: list[Rep] | None = None) -> Desk:
        opened = open_desk(self.reps if reps is None else reps, self.model)
        turns = {person.id: person.last_turn for person in self.people if person.last_turn}
        return Desk(
            reps=opened.reps, schedules=opened.schedules, load=opened.load, last_turn=FrozenMap(turns)
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    roster = [draw(people(name)) for name in "abcdef"[: draw(st.sampled_from((6, 5, 4, 3, 1, 0)))]]
    respond_within = draw(st.sampled_from(tuple(LENGTHS)))
    question = Question(
        country=draw(st.none() | countries),
        languages=draw(st.lists(languages, max_size=2)),
        default_language=draw(languages),
        respond_within=timedelta(minutes=LENGTHS[respond_within]),
        prefer=draw(st.lists(st.sampled_from(CRITERIA), min_size=1, unique=True)),
        at=draw(instants),
    )
    routing: dict[str, Any] = {
        "when": ANYBODY,
        "default_language": question.default_language,
        "respond_within": respond_within,
        "prefer": tuple(question.prefer),
    }
    days = tuple(Holiday(date=day, name="day off") for day in HOLIDAYS)
    return World(
        question=question,
        people=roster,
        model=house(routing=Routing(**routing), holidays=(HolidayList(name="some", days=days),)),
        reps=[
            rep(
                person.id,
                zone=person.worker.zone,
                hours=person.worker.hours,
                holidays="some" if person.worker.holidays else None,
                languages=tuple(person.languages),
                territories=tuple(person.territories),
                capacity=person.capacity,
                open_leads=person.open_leads,
                leave=tuple(TimeOff(start=start, end=end) for start, end in person.worker.away),
            )
            for person in roster
        ],
        lead=lead(country=question.country, languages=tuple(question.languages)),
    )


@given(worlds())
def test_the_decision_is_the_one_that_brute_force_finds(world: World) -> None:
    decision = route(world.lead, world.model, desk=world.desk(), at=world.question.at)
    expected = answer(world.question, world.people)
    seen = {each.rep: each for each in decision.candidates}

    event(f"{len(expected.order)} eligible")
    for why in set(expected.why_not.values()):
        event(f"somebody: {why}")
    assert [each.rep for each in decision.candidates if each.eligible] == expected.order
    assert decision.rep == (expected.order[0] if expected.order else None)
    assert {name: each.why_not for name, each in seen.items()} == expected.why_not
    assert {name: each.can_respond_at for name, each in seen.items()} == expected.responds
    assert {name: each.ask_again_at for name, each in seen.items()} == expected.ask_again
    held = [when for when in expected.ask_again.values() if when]
    assert decision.retry_at == (min(held, default=None) if not expected.order else None)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_reps_never_matters(world: World, chance: Any) -> None:
    shuffled = list(world.reps)
    chance.shuffle(shuffled)

    asked = route(world.lead, world.model, desk=world.desk(), at=world.question.at)
    again = route(world.lead, world.model, desk=world.desk(shuffled), at=world.question.at)

    assert again == asked


@given(worlds())
def test_every_rep_is_in_the_decision_once_and_whoever_is_not_eligible_comes_by_id(world: World) -> None:
    decision = route(world.lead, world.model, desk=world.desk(), at=world.question.at)
    others = [each.rep for each in decision.candidates if not each.eligible]

    assert sorted(each.rep for each in decision.candidates) == sorted(each.id for each in world.reps)
    assert others == sorted(others)
    assert [each.eligible for each in decision.candidates] == sorted(
        (each.eligible for each in decision.candidates), reverse=True
    )
    for each in decision.candidates:
        assert each.eligible == (each.why_not in (None, WhyNot.OUTRANKED))
        assert (each.why_not is None) == (each.rep == decision.rep)


@given(worlds())
def test_a_lead_that_is_held_finds_somebody_at_the_time_to_ask_again(world: World) -> None:
    at = world.question.at
    decision = route(world.lead, world.model, desk=world.desk(), at=at)
    if decision.retry_at is None:
        return

    again = route(world.lead, world.model, desk=world.desk(), at=decision.retry_at)

    assert decision.rep is None
    assert decision.retry_at > at
    assert again.rep is not None


@given(worlds())
def test_a_rep_whom_only_time_keeps_away_is_eligible_when_it_says(world: World) -> None:
    decision = route(world.lead, world.model, desk=world.desk(), at=world.question.at)
    for each in decision.candidates:
        if each.ask_again_at is not None:
            later = route(world.lead, world.model, desk=world.desk(), at=each.ask_again_at)
            assert next(other for other in later.candidates if other.rep == each.rep).eligible


@given(worlds())
def test_whoever_gets_a_lead_speaks_its_language_has_room_and_answers_in_time(world: World) -> None:
    decision = route(world.lead, world.model, desk=world.desk(), at=world.question.at)
    for each in decision.candidates:
        if each.eligible:
            person = next(one for one in world.people if one.id == each.rep)
            assert person.capacity is None or person.open_leads < person.capacity
            assert each.can_respond_at is not None
            assert world.question.at <= each.can_respond_at
            assert each.can_respond_at - world.question.at <= world.question.respond_within


@given(worlds())
def test_taking_the_outranked_off_the_desk_leaves_the_lead_with_whom_it_was(world: World) -> None:
    decision = route(world.lead, world.model, desk=world.desk(), at=world.question.at)
    outranked = {each.rep for each in decision.candidates if each.why_not is WhyNot.OUTRANKED}
    fewer = [each for each in world.reps if each.id not in outranked]

    assert route(world.lead, world.model, desk=world.desk(fewer), at=world.question.at).rep == decision.rep
