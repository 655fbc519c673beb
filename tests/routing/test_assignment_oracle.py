"""The best assignment against every assignment there is, and the two solvers against each other."""

from contextlib import suppress
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.routing import BatchAssignment, assign_best
from tests.routing.assignment_oracle import best, goodness, total, ways

SOLVERS: tuple[Literal["python", "scipy"], ...] = ("python", "scipy")
Problem = tuple[dict[str, dict[str, int | None]], dict[str, int | None], dict[str, list[int]]]


@st.composite
def problems(draw: st.DrawFn, most_leads: int = 5, most_reps: int = 3) -> Problem:
    """Small numbers, so that many assignments are as good; and now and then a large one."""
    leads = [f"L{number}" for number in range(draw(st.integers(0, most_leads)))]
    reps = [f"r{number}" for number in range(draw(st.integers(0, most_reps)))]
    numbers = draw(st.sampled_from((st.integers(0, 2), st.integers(-3, 5), st.integers(-(10**30), 10**30))))
    cost = st.one_of(st.none(), numbers, numbers)
    costs = {lead: {rep: draw(cost) for rep in reps} for lead in leads}
    capacities = {rep: draw(st.one_of(st.none(), st.integers(0, 3))) for rep in reps}
    rises = {
        rep: sorted(draw(st.lists(st.integers(-1, 4), min_size=1, max_size=4)))
        if draw(st.booleans())
        else [0]
        for rep in reps
    }
    return costs, capacities, rises


def reps_of(found: BatchAssignment) -> tuple[str | None, ...]:
    return tuple(each.rep for each in found.places)


@given(problems())
@settings(max_examples=300, deadline=None)
def test_it_is_the_best_of_all_assignments_and_of_those_the_first(problem: Problem) -> None:
    costs, capacities, rises = problem
    found = assign_best(costs, capacities, rising=rises)
    way = best(costs, capacities, rises)

    assert reps_of(found) == way
    assert found.total == total(way, costs, rises)


@given(problems())
@settings(max_examples=200, deadline=None)
def test_scipy_gives_the_same_of_all_the_best(problem: Problem) -> None:
    costs, capacities, rises = problem
    with suppress(InputError):
        assert assign_best(costs, capacities, rising=rises, solver="scipy") == assign_best(
            costs, capacities, rising=rises
        )


def test_scipy_pays_no_rise_for_places_that_stay_empty() -> None:
    costs: dict[str, dict[str, int | None]] = {"L1": {}, "L2": {"a": 1}, "L3": {"a": 1, "b": 50}}
    capacities = {"a": 2, "b": 1}

    for solver in SOLVERS:
        found = assign_best(costs, capacities, rising={"a": [0, 100]}, solver=solver)
        assert (reps_of(found), found.total) == ((None, "a", "b"), 51)


@given(problems(most_leads=4))
@settings(max_examples=150, deadline=None)
def test_a_price_is_what_the_best_of_the_other_ways_costs_more(problem: Problem) -> None:
    costs, capacities, rises = problem
    found = assign_best(costs, capacities, rising=rises)
    every = list(ways(costs, capacities))
    left = len(found.left_out)
    for number, place in enumerate(found.places):
        others = [way for way in every if way[number] != place.rep and way.count(None) == left]
        if not others:
            assert (place.price, place.instead) == (None, None)
            continue
        cheapest = min(total(way, costs, rises) for way in others)
        assert place.price == cheapest - found.total
        assert place.instead in {way[number] for way in others if total(way, costs, rises) == cheapest}


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_what_is_given_does_not_matter(problem: Problem, chance: Random) -> None:
    costs, capacities, rises = problem
    leads, reps = list(costs), list(capacities)
    chance.shuffle(leads)
    chance.shuffle(reps)
    turned = {lead: {rep: costs[lead][rep] for rep in reps} for lead in leads}

    assert assign_best(turned, {rep: capacities[rep] for rep in reps}, rising=rises) == assign_best(
        costs, capacities, rising=rises
    )


@pytest.mark.parametrize("seed", range(24))
def test_scipy_gives_the_same_assignment(seed: int) -> None:
    chance = Random(seed)
    leads, reps = chance.randrange(1, 60), chance.randrange(1, 12)
    most = chance.choice((1, 3, 1_000))
    costs = {
        f"L{lead:02}": {
            f"r{rep:02}": chance.randrange(-most, most) for rep in range(reps) if chance.random() < 0.7
        }
        for lead in range(leads)
    }
    capacities = {f"r{rep:02}": chance.choice((0, 1, 4, 9, None)) for rep in range(reps)}
    rising = chance.choice((0, 0, 2))

    assert assign_best(costs, capacities, rising=rising, solver="scipy") == assign_best(
        costs, capacities, rising=rising
    )


def test_the_oracle_knows_a_worse_way_from_a_better_one() -> None:
    costs: dict[str, dict[str, int | None]] = {"L1": {"a": 1, "b": 1}, "L2": {"a": 1}}
    rises = {"a": [0, 5], "b": [0]}

    assert best(costs, {"a": 2, "b": 1}, rises) == ("b", "a")
    assert goodness((None, "a"), costs, rises) > goodness(("a", "a"), costs, rises)
