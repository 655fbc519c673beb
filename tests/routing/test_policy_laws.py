"""Laws of the declared routing over random houses: rules, pools, owners, needs, quotas, ledgers and the clock."""

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.hours import TimeOff
from leadmodel.records import Case, FrozenMap, Lead, LeadId, RepId
from leadmodel.records.plain import as_plain
from leadmodel.routing import (
    Advice,
    Decision,
    Desk,
    Ledger,
    Quota,
    availability,
    decision_text,
    replay_decision,
    route,
)
from leadmodel.routing.asked import Asked
from leadmodel.routing.ledger import charge
from leadmodel.routing.scan import Scan
from leadmodel.routing.walk import walk
from tests.building import rep_with
from tests.routing.fairness_oracle import Given
from tests.routing.policy_house import Growing
from tests.routing.policy_oracle import answer, owner_responds
from tests.routing.policy_order import AT_ONCE, droppable, first_response, may_have
from tests.routing.policy_told import World, need_of
from tests.routing.policy_worlds import worlds
from tests.routing.test_routing_laws import FIRST, instants
from tests.walking import QUARTER

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def decided(world: World, desk: Desk | None = None, **changes: Any) -> Decision:
    return route(
        world.case, world.model, desk=world.desk() if desk is None else desk, **world.asked(**changes)
    )


# ---------------------------------------------------------------------------------------------------------- the oracle


@given(worlds() | worlds(ruled=False))
def test_the_decision_is_the_one_that_brute_force_finds(world: World) -> None:
    decision = decided(world)
    expected = answer(world.house, world.question)
    outcome = expected.outcome

    event(outcome.code)
    event("somebody later" if expected.retry_at else "nobody later, or somebody now")
    for why in set(expected.why_not.values()):
        event(f"somebody: {why}")
    pool = None if outcome.pool is None else outcome.pool.name
    assert (decision.rep, decision.rule, decision.pool) == (outcome.rep, outcome.rule, pool)
    assert decision.together == tuple(outcome.together)
    # What was dropped in vain is no relaxation of anything.
    dropped = outcome.dropped if outcome.rep is not None else []
    assert decision.relaxed == tuple(str(need_of(wish)) for wish in dropped)
    assert [each.rep for each in decision.candidates if each.eligible] == expected.order
    assert {each.rep: each.why_not for each in decision.candidates} == expected.why_not
    assert decision.shares == expected.shares
    assert decision.in_time == expected.in_time
    assert decision.retry_at == expected.retry_at
    if world.house.policy.rules:
        codes = [step.code for step in decision.steps if step.rule == outcome.rule]
        assert codes == ([] if outcome.rule is None else [outcome.code])


@given(worlds() | worlds(ruled=False))
def test_availability_is_the_one_that_brute_force_finds(world: World) -> None:
    house, question = world.house, world.question
    told = {name: each for name, each in world.asked().items() if name != "cost"}
    found = availability(world.case, world.model, desk=world.desk(), **told)
    outcome = answer(house, question).outcome

    now: list[str] = []
    first_at: datetime | None = None
    if outcome.pool is not None:
        pool = outcome.pool
        first_at = first_response(house, pool, question)
        soft = droppable(pool, question, question.at)
        for count in range(len(soft) + 1):
            now = now or [
                person.id
                for person in house.people
                if person.in_time(question.at, AT_ONCE)
                and may_have(house, pool, person, question, soft[:count])
            ]
    elif outcome.owner is not None:
        first_at = owner_responds(house, question, outcome.owner)
        now = [outcome.owner] if first_at == question.at else []

    event(found.advice)
    assert found.pool == (None if outcome.pool is None else outcome.pool.name)
    assert (found.now, found.first_at) == (tuple(sorted(now)), first_at)
    assert (found.first is None) == (first_at is None)
    assert (found.first_at == question.at) == bool(found.now)
    in_time = question.due is None or (first_at is not None and first_at <= question.due)
    assert found.in_time == (None if question.due is None else in_time)
    late = Advice.HOLD if in_time and first_at is not None else Advice.FALL_BACK
    assert found.advice == (Advice.GIVE if now else late)
    if now:
        assert found.first in found.now


# ------------------------------------------------------------------------------------------------- the fast pick


def edges(world: World) -> list[datetime]:
    """Instants at which something may change for somebody."""
    found = [world.question.at]
    for person in world.house.people:
        zone = person.shift.wall(world.question.at).tzinfo
        days = (FIRST + number * DAY for number in range(22))
        found += [datetime(day.year, day.month, day.day, tzinfo=zone) for day in days]
        found += [each for out in person.shift.out for each in out]
        found += [each for each in (person.active_from, person.active_until) if each is not None]
        if isinstance(person.weight, Growing):
            found += [person.weight.since + number * person.weight.days * DAY for number in range(4)]
    return found


def plainly(case: Case | Lead, world: World, desk: Desk, told: dict[str, Any]) -> RepId | None:
    """Who gets it when everybody is judged anew, on a desk that has kept nothing."""
    asked = Asked(case, world.model, desk=replace(desk), card=None, waiting_since=None, **told)
    return walk(asked, Scan(asked)).rep


def numbered(case: Case | Lead, number: int) -> Case | Lead:
    """Another lead, of whom the same is known."""
    if isinstance(case, Case):
        return replace(case, lead=replace(case.lead, id=LeadId(f"N{number}")))
    return replace(case, id=LeadId(f"N{number}"))


@given(worlds(ruled=False) | worlds(largest=3), st.data())
def test_what_a_desk_keeps_is_never_stale(world: World, data: st.DataObject) -> None:
    """Asked forward and backward, for other costs and by other models, after leads were given and without."""
    desk = world.desk()
    models = [
        world.model,
        world.model,
        replace(world.model, routing=replace(world.model.routing, respond_within="1h")),
    ]
    # Often the same instant again, or a little later, so that what is kept would be used if it could.
    turning = st.sampled_from(edges(world))
    at = world.question.at
    for number in range(data.draw(st.integers(2, 12))):
        step = data.draw(st.sampled_from(("same", "up to", "up to", "onto", "jump")))
        if step == "onto":
            later = [edge for edge in edges(world) if edge >= at]
            at = min(later, default=at)
        elif step != "same":
            at = data.draw(instants) if step == "jump" else data.draw(turning) - TICK
        told = world.asked(
            at=at,
            cost=data.draw(st.sampled_from((1, 1, 3))),
            without=data.draw(st.sampled_from(((), tuple(world.question.without)))),
        )
        here = replace(world, model=data.draw(st.sampled_from(models)))
        case = numbered(world.case, number)
        decision = route(case, here.model, desk=desk, **told)

        assert decision.rep == plainly(case, here, desk, told)
        if decision.rep in desk.schedules and data.draw(st.integers(0, 3)) == 0:
            assert decision.rep is not None
            desk = desk.gave(decision.rep, at=told["at"], decision=decision)


@given(worlds(), st.lists(instants, min_size=4, max_size=12))
def test_threads_may_ask_one_desk(world: World, moments: list[datetime]) -> None:
    desk = world.desk()

    def ask(at: datetime) -> tuple[RepId | None, str]:
        decision = decided(world, desk, at=at)
        return decision.rep, decision_text(decision)

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(ask, moments * 2))

    assert together == [
        (decision.rep, decision_text(decision)) for decision in (decided(world, at=at) for at in moments * 2)
    ]


# ------------------------------------------------------------------------------------------------------ order and time


@given(worlds() | worlds(ruled=False), st.randoms(use_true_random=False))
def test_the_order_in_which_anything_is_given_never_matters(world: World, chance: Any) -> None:
    shuffled = list(world.reps)
    chance.shuffle(shuffled)
    asked = decided(world)
    links = world.asked()["links"]
    if links is not None:
        links = replace(links, opportunities=tuple(reversed(links.opportunities)))
    desk = world.desk(shuffled)
    by_hand = replace(desk, reps=tuple(shuffled), load=FrozenMap(dict(reversed([*desk.load.items()]))))

    for other in (desk, by_hand):
        again = decided(world, other, links=links, without=frozenset(world.question.without))
        assert again == asked
        assert decision_text(again) == decision_text(asked)


@given(worlds() | worlds(ruled=False), st.data())
def test_at_the_time_to_ask_again_somebody_takes_it_and_not_a_quarter_before(
    world: World, data: st.DataObject
) -> None:
    at = world.question.at
    held = decided(world)
    if held.rep is not None or held.retry_at is None:
        assert held.retry_at is None
        return

    event("held for a while")
    waits = (held.retry_at - at) // QUARTER
    between = data.draw(st.lists(st.integers(0, waits), max_size=20))
    assert decided(world, at=held.retry_at).rep is not None
    for each in (*(held.retry_at - number * QUARTER for number in between), held.retry_at - TICK):
        if at <= each < held.retry_at:
            earlier = decided(world, at=each)
            assert (earlier.rep, earlier.retry_at) == (None, held.retry_at)


# -------------------------------------------------------------------------------------------------- a decision as value


@given(worlds() | worlds(ruled=False))
def test_a_decision_whose_rest_nobody_asked_for_yet_is_a_value_like_any_other(world: World) -> None:
    def ways() -> list[Callable[[Decision], Decision]]:
        return [
            lambda new: pickle.loads(pickle.dumps(new)),
            copy.copy,
            copy.deepcopy,
            replace,
            lambda new: new,
        ]

    known = decided(world)
    text, told = decision_text(known), str(known)
    for way in ways():
        other = way(decided(world))
        assert other == known
        assert hash(other) == hash(known)
        assert as_plain(other) == as_plain(known)
        assert (decision_text(other), str(other), other.inputs) == (text, told, known.inputs)
        assert repr(other) == repr(known)
    again = replay_decision(text, decided(world, world.desk()))
    assert (again.same, again.same_inputs, again.changed) == (True, True, ())


def changed_questions(world: World) -> list[tuple[str, Desk, dict[str, Any]]]:
    """The question with one thing changed, by its name."""
    desk, told, question = world.desk(), world.asked(), world.question
    found: list[tuple[str, Desk, dict[str, Any]]] = [
        ("at", desk, told | {"at": question.at + TICK}),
        ("cost", desk, told | {"cost": question.cost + 1}),
        ("without", desk, told | {"without": [*question.without, "y"]}),
        ("due_at", desk, told | {"due_at": question.at + 999 * DAY}),
        ("waiting_since", desk, told | {"waiting_since": question.waiting_since - QUARTER}),
        ("last_given", replace(desk, last_given=FrozenMap({"q": RepId("a")})), told),
        ("ledgers", replace(desk, ledgers=FrozenMap({"q": Ledger(name="q")})), told),
    ]
    ledger = desk.ledger or Ledger(name="desk")
    more = charge(ledger, LeadId("more"), RepId("a"), at=question.at, shares={"a": 1, "b": 1})
    found.append(("ledger", replace(desk, ledger=more), told))
    if world.reps:
        first = world.reps[0]
        name = first.id
        found += [
            ("load", replace(desk, load=FrozenMap({**desk.load, name: 99})), told),
            ("last_turn", replace(desk, last_turn=FrozenMap({name: question.at + DAY})), told),
            ("given", replace(desk, given=FrozenMap({name: FrozenMap({"2026-11-02": 99})})), told),
            ("off the desk", world.desk(world.reps[1:]), told),
        ]
        changes: list[tuple[str, Any]] = [
            ("tier", first.tier + 1),
            ("skills", {"gamma": 1}),
            ("role", "gamma"),
            ("pools", ("p9",)),
            ("weight", 77),
            ("capacity", 99),
            ("languages", ("de",)),
            ("territories", ("AT",)),
            ("quotas", (Quota(leads=99),)),
            ("active_until", question.at + 999 * DAY),
            ("leave", (TimeOff(start=question.at, end=question.at + QUARTER),)),
            ("zone", "Europe/Rome"),
            ("hours", "always" if first.hours != "always" else "office"),
        ]
        found += [
            (what, world.desk([rep_with(first, **{what: value}), *world.reps[1:]]), told)
            for what, value in changes
        ]
    return found


@given(worlds())
def test_the_digest_changes_with_any_input(world: World) -> None:
    digests = {"as it was": decided(world).inputs}
    for what, desk, told in changed_questions(world):
        digests[what] = route(world.case, world.model, desk=desk, **told).inputs
    policy = replace(world.model, routing=replace(world.model.routing, default_language="de"))
    digests["policy"] = route(world.case, policy, desk=world.desk(), **world.asked()).inputs
    digests["lead"] = route(numbered(world.case, 1), world.model, desk=world.desk(), **world.asked()).inputs

    assert len(set(digests.values())) == len(digests)


# ----------------------------------------------------------------------------------------------------- what comes of it


@given(worlds() | worlds(ruled=False))
def test_the_effect_of_a_decision_is_what_becomes_of_the_desk(world: World) -> None:
    before = world.desk()
    decision = decided(world, before)
    if decision.rep not in before.schedules:
        assert decision.effect is None
        return
    assert decision.rep is not None
    assert decision.effect is not None
    rep, effect = decision.rep, decision.effect
    after = before.gave(rep, at=decision.at, decision=decision)

    event("a ledger counts" if effect.lag else "no ledger counts")
    assert effect.open_leads == (before.load[rep], after.load[rep])
    assert effect.last_turn == (before.last_turn.get(rep), after.last_turn[rep])
    ledgers = before.ledger_named(decision.ledger), after.ledger_named(decision.ledger)
    lags = tuple(None if ledger is None else ledger.lag(rep) for ledger in ledgers)
    assert effect.lag == (None if lags == (None, None) else lags)
    if decision.pool is not None:
        assert after.last_given[decision.pool] == rep
    person = world.house.person(rep)
    assert person is not None
    if person.limits:
        day = person.shift.wall(decision.at).date().isoformat()
        assert after.given[rep][day] == before.given.get(rep, {}).get(day, 0) + 1


@given(worlds(), st.integers(1, 12))
def test_leads_given_one_after_the_other_leave_nobody_short_in_any_ledger(world: World, count: int) -> None:
    """Lags are those of a book in which every lead is divided as the decisions say, and always add up to nothing."""
    desk = world.desk()
    books = world.house.books
    at = world.question.at
    for number in range(count):
        decision = route(numbered(world.case, number), world.model, desk=desk, **world.asked(at=at))
        at += QUARTER
        if decision.rep is None or decision.rep not in desk.schedules:
            continue
        desk = desk.gave(decision.rep, at=decision.at, decision=decision)
        if decision.ledger in books:
            weights = dict(decision.shares) or {str(decision.rep): 1}
            books[decision.ledger].given[decision.lead] = Given(
                decision.rep, decision.at, decision.cost, weights
            )

    for name, book in books.items():
        ledger = desk.ledger_named(name)
        assert ledger is not None
        lags = {str(rep): Fraction(*ledger.lag(rep)) for rep in ledger.reps}
        assert sum(lags.values()) == 0
        assert lags == {rep: book.lag(rep) for rep in lags}
