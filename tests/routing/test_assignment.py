"""The best assignment of a batch, against every assignment there is."""

from itertools import product
from random import Random

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import Routing, assign_best, best_of, open_desk, room_on, route
from tests.building import ANYBODY, MONDAY, house, lead, rep

Costs = dict[LeadId, dict[RepId, int]]
REPS = [RepId(name) for name in "abc"]


@st.composite
def batches(draw: st.DrawFn) -> tuple[Costs, dict[RepId, int], int]:
    leads = [LeadId(f"L{number}") for number in range(draw(st.integers(0, 5)))]
    costs = {each: draw(st.dictionaries(st.sampled_from(REPS), st.integers(-3, 9))) for each in leads}
    room = {each: draw(st.integers(0, 3)) for each in REPS}
    return costs, room, draw(st.sampled_from((0, 0, 1, 4)))


def brute_force(costs: Costs, room: dict[RepId, int], rising: int) -> tuple[int, int]:
    """How many leads can be given out at most, and what that costs at least."""
    best = (0, 0)
    for choice in product([None, *REPS], repeat=len(costs)):
        chosen = dict(zip(costs, choice, strict=True))
        held = [rep for rep in chosen.values() if rep is not None]
        if any(rep is not None and rep not in costs[each] for each, rep in chosen.items()):
            continue
        if any(held.count(rep) > room[rep] for rep in REPS):
            continue
        total = sum(costs[each][rep] for each, rep in chosen.items() if rep is not None)
        total += sum(rising * held.count(rep) * (held.count(rep) - 1) // 2 for rep in REPS)
        best = max(best, (len(held), -total))
    return best[0], -best[1]


@given(batches())
def test_no_assignment_gives_out_more_or_costs_less(batch: tuple[Costs, dict[RepId, int], int]) -> None:
    costs, room, rising = batch
    found = assign_best(costs, room, rising=rising)
    given_out = [each for each in found.leads if each.rep is not None]

    event(f"{len(given_out)} of {len(costs)}")
    assert (len(given_out), found.total) == brute_force(costs, room, rising)
    assert [each.lead for each in found.leads] == sorted(costs)
    for each in given_out:
        assert each.rep is not None
        assert each.cost == costs[each.lead][each.rep]
    for name in REPS:
        assert sum(each.rep == name for each in given_out) <= room[name]


@given(batches(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    batch: tuple[Costs, dict[RepId, int], int], chance: Random
) -> None:
    costs, room, rising = batch
    shuffled: Costs = {}
    for each in chance.sample(sorted(costs), len(costs)):
        shuffled[each] = {
            name: costs[each][name] for name in chance.sample(sorted(costs[each]), len(costs[each]))
        }
    other = {name: room[name] for name in chance.sample(REPS, len(REPS))}

    assert assign_best(shuffled, other, rising=rising) == assign_best(costs, room, rising=rising)


def test_greedy_would_leave_a_lead_that_the_best_gives_out() -> None:
    model = house(routing=Routing(when=ANYBODY, prefer=("longest_idle",)))
    desk = open_desk([rep("ann", languages=("en", "it"), capacity=1), rep("bob", capacity=1)], model)
    leads = [lead("L1"), lead("L2", languages=("it",))]
    decisions = [route(each, model, desk=desk, at=MONDAY) for each in leads]
    best = best_of(decisions, desk, at_most=5)

    assert [each.rep for each in decisions] == ["ann", "ann"]
    assert dict(best.rep_of()) == {"L1": "bob", "L2": "ann"}
    assert best.leads[0].says == "bob at 1; ann at 0 is needed for L2"


def test_a_rise_spreads_leads_that_one_rep_would_get_all() -> None:
    costs: Costs = {LeadId(f"L{number}"): {RepId("a"): 0, RepId("b"): 1} for number in range(6)}
    room = {RepId("a"): 9, RepId("b"): 9}

    assert set(assign_best(costs, room).rep_of().values()) == {"a"}
    spread = list(assign_best(costs, room, rising=2).rep_of().values())
    assert (spread.count(RepId("a")), spread.count(RepId("b"))) == (3, 3)


def test_room_is_what_a_desk_can_hold_more() -> None:
    model = house()
    desk = open_desk(
        [rep("ann", capacity=3, open_leads=1), rep("bob"), rep("cid", capacity=1, open_leads=4)], model
    )
    assert dict(room_on(desk, at_most=7)) == {"ann": 2, "bob": 7, "cid": 0}


@pytest.mark.parametrize(
    ("costs", "room", "rising", "says"),
    [
        ({"L1": {"ann": 1.5}}, {"ann": 1}, 0, "cost of 'L1' for 'ann': 1.5 is not a whole number"),
        ({"L1": {"ann": True}}, {"ann": 1}, 0, "True is not a whole number"),
        ({}, {"ann": -1}, 0, "room of 'ann': -1 is not a whole number of at least 0"),
        ({}, {}, -1, "rising: -1 is not a whole number of at least 0"),
        ({}, {"": 1}, 0, "room: '' is empty"),
    ],
)
def test_what_is_no_cost_or_room_is_refused(
    costs: Costs, room: dict[RepId, int], rising: int, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        assign_best(costs, room, rising=rising)


def test_a_rep_of_whom_no_room_is_told_is_named() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'ann'"):
        assign_best({LeadId("L1"): {RepId("anna"): 1}}, {RepId("ann"): 1})
