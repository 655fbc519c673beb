"""What a batch says of its leads, its edges, and what it refuses."""

import sys
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, UnknownNameError
from leadmodel.routing import BatchAssignment, LeftOut, assign_best, costs_of

COSTS = {"L1": {"ann": 1, "ida": 2}, "L2": {"ann": 3, "ida": 9}, "L3": {"ida": 5}}


def who(found: BatchAssignment) -> dict[str, str | None]:
    return {each.lead: each.rep for each in found.places}


def test_a_rare_rep_is_kept_for_the_lead_that_nobody_else_can_have() -> None:
    greedy_would_take = min(COSTS["L1"], key=lambda rep: COSTS["L1"][rep])
    found = assign_best({"L1": {"ann": 2, "ida": 1}, "L2": {"ida": 5}}, {"ann": 1, "ida": 1})

    assert greedy_would_take == "ann"
    assert who(found) == {"L1": "ann", "L2": "ida"}
    assert found.places[0].cheapest == "ida"
    assert found.total == 7


def test_more_leads_come_before_less_cost() -> None:
    found = assign_best({"L1": {"ann": 1, "bob": 1_000_000}, "L2": {"ann": 1}}, {"ann": 1, "bob": 1})

    assert who(found) == {"L1": "bob", "L2": "ann"}


def test_who_is_left_out_is_told_why_and_what_a_place_would_cost() -> None:
    found = assign_best({"L1": {"ann": 1}, "L2": {"ann": 4}, "L3": {"ann": None}, "L4": {}}, {"ann": 1})

    assert found.left_out == ("L2", "L3", "L4")
    assert [each.left_out for each in found.places] == [
        None,
        LeftOut.NO_ROOM,
        LeftOut.NOBODY_MAY,
        LeftOut.NOBODY_MAY,
    ]
    assert (found.places[1].price, found.places[1].instead) == (3, "ann")
    assert found.places[0].instead is None
    assert str(found).splitlines() == [
        "1 of 4 leads placed at a total cost of 1",
        "L1 goes to ann at 1: left out for another all would cost 3 more",
        "L2 is left out: those who may have it have no place left, with ann in another's place all would cost 3 more",
        "L3 is left out: nobody may have it",
        "L4 is left out: nobody may have it",
    ]


def test_a_rising_cost_spreads_leads_over_the_reps() -> None:
    costs = {f"L{number}": {"ann": 10, "bob": 11} for number in range(8)}
    flat = assign_best(costs, {"ann": None, "bob": None})
    level = assign_best(costs, {"ann": None, "bob": None}, rising=2)

    assert [len(each.leads) for each in flat.loads] == [8, 0]
    assert [len(each.leads) for each in level.loads] == [4, 4]
    assert [each.extra for each in level.loads] == [0 + 2 + 4 + 6, 0 + 2 + 4 + 6]
    assert level.total == 4 * 10 + 4 * 11 + 24
    by_rep = assign_best(costs, {"ann": None, "bob": None}, rising={"ann": [0, 0, 9]})
    assert [len(each.leads) for each in by_rep.loads] == [2, 6]


@pytest.mark.parametrize("solver", ["python", "scipy"])
def test_nothing_nobody_and_one(solver: Any) -> None:
    nothing = assign_best({}, {}, solver=solver)
    assert (nothing.places, nothing.loads, nothing.total) == ((), (), 0)
    assert who(assign_best({"L1": {}}, {}, solver=solver)) == {"L1": None}
    assert assign_best({}, {"ann": 3}, solver=solver).loads[0].leads == ()
    assert who(assign_best({"L1": {"ann": 0}}, {"ann": 0}, solver=solver)) == {"L1": None}
    one = assign_best({"L1": {"ann": -4}}, {"ann": None}, solver=solver)
    assert (who(one), one.total, one.places[0].price) == ({"L1": "ann"}, -4, None)


def test_any_number_is_exact_in_python_and_refused_where_scipy_would_round() -> None:
    huge = 10**40
    costs: dict[str, dict[str, int | None]] = {
        "L1": {"a": huge + 1, "b": huge},
        "L2": {"a": huge, "b": huge - 2},
    }

    assert assign_best(costs, {"a": 1, "b": 1}).total == 2 * huge - 1
    # Scipy sees only how far the costs lie apart.
    assert assign_best(costs, {"a": 1, "b": 1}, solver="scipy").total == 2 * huge - 1
    with pytest.raises(InputError, match="take solver='python'"):
        assign_best({"L1": {"a": huge, "b": 0}}, {"a": 1, "b": 1}, solver="scipy")


@given(st.integers(0, 2**32), st.sampled_from((3, 60)))
@settings(max_examples=15, deadline=None)
def test_the_same_assignment_and_prices_by_both_solvers_for_batches_that_no_oracle_can_try(
    seed: int, most: int
) -> None:
    chance = Random(seed)
    costs = {
        f"L{number:03}": {f"r{rep:02}": chance.randrange(most) for rep in range(15) if chance.random() < 0.5}
        for number in range(120)
    }
    capacities = {f"r{rep:02}": chance.randrange(12) for rep in range(15)}
    ours = assign_best(costs, capacities, rising=1)

    assert ours == assign_best(costs, capacities, rising=1, solver="scipy")
    for load in ours.loads:
        assert load.extra == sum(range(len(load.leads)))
        assert len(load.leads) <= capacities[load.rep]
    assert sorted(lead for load in ours.loads for lead in load.leads) == sorted(
        set(costs) - set(ours.left_out)
    )
    assert ours.total == sum(each.cost or 0 for each in ours.places) + sum(each.extra for each in ours.loads)
    assert all(each.price is None or each.price >= 0 for each in ours.places)
    lean = assign_best(costs, capacities, rising=1, prices=False)
    assert who(lean) == who(ours)
    assert {each.price for each in lean.places} == {None}


@given(st.integers(0, 2**32), st.sampled_from((4, 50)))
@settings(max_examples=15, deadline=None)
def test_a_price_is_what_the_batch_costs_more_where_the_rep_is_forbidden(seed: int, most: int) -> None:
    chance = Random(seed)
    costs = {
        f"L{number:02}": {f"r{rep}": chance.randrange(most) for rep in range(6) if chance.random() < 0.5}
        for number in range(16)
    }
    capacities = {f"r{rep}": chance.randrange(5) for rep in range(6)}
    found = assign_best(costs, capacities, rising=1)
    for place in found.places:
        if place.rep is None:
            continue
        without = {rep: cost for rep, cost in costs[place.lead].items() if rep != place.rep}
        other = assign_best({**costs, place.lead: without}, capacities, rising=1, prices=False)
        as_many = len(other.left_out) == len(found.left_out)

        assert place.price == (other.total - found.total if as_many else None)


def test_a_thousand_leads_alike_are_given_out_in_order() -> None:
    costs = {f"L{number:04}": {f"r{rep}": 7 for rep in range(10)} for number in range(1_000)}
    found = assign_best(costs, {f"r{rep}": 60 for rep in range(10)}, prices=False)

    assert found.places[59].rep == "r0"
    assert found.places[60].rep == "r1"
    assert found.left_out == tuple(f"L{number:04}" for number in range(600, 1_000))


def test_a_matrix_becomes_costs() -> None:
    costs = costs_of(["L2", "L1"], ["ann", "bob"], [[3, None], [1, 2]])

    assert costs == {"L2": {"ann": 3, "bob": None}, "L1": {"ann": 1, "bob": 2}}
    for leads, reps, matrix in (
        (["L1", "L1"], ["ann"], [[1], [1]]),
        (["L1"], ["ann", "ann"], [[1, 1]]),
        (["L1"], ["ann"], [[1, 2]]),
        (["L1"], ["ann"], []),
    ):
        with pytest.raises(InputError):
            costs_of(leads, reps, matrix)


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"costs": {"L1": {"anne": 1}}}, UnknownNameError, "did you mean 'ann'"),
    ({"costs": {"L1": {"ann": 1.5}}}, InputError, "cost of 'L1' for 'ann'"),
    ({"costs": {"L1": {"ann": float("nan")}}}, InputError, "cost of 'L1'"),
    ({"costs": {"L1": {"ann": True}}}, InputError, "cost of 'L1'"),
    ({"capacities": {"ann": -1, "ida": 1}}, InputError, "capacity of 'ann'"),
    ({"capacities": {"ann": "2", "ida": 1}}, InputError, "capacity of 'ann'"),
    ({"rising": -1}, InputError, "rising"),
    ({"rising": 0.5}, InputError, "rising"),
    ({"rising": {"ann": [2, 1]}}, InputError, "rising of 'ann'"),
    ({"rising": {"ann": [None]}}, InputError, "rising of 'ann'"),
    ({"solver": "magic"}, InputError, "solver"),
]


@pytest.mark.parametrize(("asked", "error", "says"), REFUSED)
def test_a_broken_batch_is_refused_by_name(asked: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        assign_best(**{"costs": COSTS, "capacities": {"ann": 2, "ida": 1}, **asked})


def test_without_scipy_its_solver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(LeadModelError, match=r"leadmodel\[assign\]"):
        assign_best(COSTS, {"ann": 2, "ida": 1}, solver="scipy")


_value = st.one_of(st.none(), st.integers(-3, 3), st.floats(), st.booleans(), st.text(max_size=2))


@given(
    st.dictionaries(
        st.text(max_size=2), st.dictionaries(st.sampled_from("abc"), _value, max_size=3), max_size=3
    ),
    st.dictionaries(st.sampled_from("abc"), _value, max_size=3),
    st.one_of(_value, st.dictionaries(st.sampled_from("abc"), st.lists(_value, max_size=3))),
)
@settings(max_examples=200, deadline=None)
def test_only_errors_of_the_house_escape(costs: Any, capacities: Any, rising: Any) -> None:
    with suppress(LeadModelError):
        assert isinstance(assign_best(costs, capacities, rising=rising), BatchAssignment)
