"""The best of each day by score, against drawing at random (every draw counted) and against the first to come."""

from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.whatif import AtCapacity, Judged, at_capacity
from tests.whatif.making import (
    DAY,
    HOUR,
    START,
    judged,
    leads_of,
    outcomes,
    scaled,
    settled,
    shuffled,
    still_open,
)

crowds = outcomes(max_size=14)
capacities = st.integers(1, 4)


def days(rows: list[Judged]) -> list[list[Judged]]:
    return [
        [each for each in rows if each.at.date() == day] for day in sorted({each.at.date() for each in rows})
    ]


@given(crowds, capacities)
def test_at_random_is_the_mean_over_every_way_to_draw(rows: list[Judged], capacity: int) -> None:
    won = known = Fraction(0)
    for leads in days(rows):
        taken = min(capacity, len(leads))
        for drawn in combinations(leads, taken):
            won += Fraction(sum(each.won is True for each in drawn), comb(len(leads), taken))
            known += Fraction(len(settled(drawn)), comb(len(leads), taken))
    found = at_capacity(rows, capacity=capacity)

    assert (found.random_won, found.random_settled) == (float(won), float(known))
    assert found.lift == (float(found.best.won.part / won) if won else None)


@given(crowds, capacities)
def test_the_best_are_those_whom_fewer_than_the_capacity_go_before(rows: list[Judged], capacity: int) -> None:
    """A higher score goes before; of equal ones who came earlier, and at one instant the smaller id."""
    best, first = [], []
    for leads in days(rows):
        for each in leads:
            better = [
                other
                for other in leads
                if (-other.score, other.at, other.lead) < (-each.score, each.at, each.lead)
            ]
            earlier = [other for other in leads if (other.at, other.lead) < (each.at, each.lead)]
            best += [each] if len(better) < capacity else []
            first += [each] if len(earlier) < capacity else []
    found = at_capacity(rows, capacity=capacity)
    for told, expected in ((found.best, best), (found.first, first)):
        assert told.leads == len(expected)
        assert told.won.part == sum(each.won is True for each in expected)
        assert told.won.whole == len(settled(expected))
        assert told.censored == len(expected) - len(settled(expected))
    assert found.tight == sum(len(leads) > capacity for leads in days(rows))


@given(crowds)
def test_with_room_for_all_everybody_is_worked_and_no_score_helps(rows: list[Judged]) -> None:
    found = at_capacity(rows, capacity=10**9)
    won = sum(each.won is True for each in rows)

    assert found.best == found.first
    assert (found.best.leads, found.best.won.part, found.won_in_all) == (len(rows), won, won)
    assert (found.random_won, found.random_settled, found.tight) == (won, len(settled(rows)), 0)
    assert (found.lift, found.lift_first) == ((1.0, 1.0) if won else (None, None))


@given(crowds, capacities, st.data())
def test_the_order_of_the_leads_does_not_matter(
    rows: list[Judged], capacity: int, data: st.DataObject
) -> None:
    assert at_capacity(data.draw(shuffled(rows)), capacity=capacity) == at_capacity(rows, capacity=capacity)


@pytest.mark.statement("SC-14")
@given(outcomes(score=st.integers(-50, 50)), capacities, st.sampled_from([2, 7, 1000]))
def test_scaling_the_scores_changes_nothing(rows: list[Judged], capacity: int, factor: int) -> None:
    assert at_capacity(scaled(rows, factor), capacity=capacity) == at_capacity(rows, capacity=capacity)


def test_equal_scores_are_taken_as_they_came() -> None:
    found = at_capacity(leads_of([(50, False), (50, True), (50, False)]), capacity=2)

    assert (found.best.won.part, found.best.won.whole) == (1, 2)


def test_who_is_not_known_yet_takes_a_place_that_sales_would_have_worked() -> None:
    known = leads_of([(70, True), (60, True), (50, False)])
    crowded = at_capacity([*known, *still_open(1, score=90)], capacity=2)

    assert (at_capacity(known, capacity=2).best.won.part, crowded.best.won.part) == (2, 1)
    assert (crowded.best.leads, crowded.best.censored, crowded.best.won.whole) == (2, 1, 1)


def test_nothing_is_carried_over_to_the_next_day() -> None:
    rows = [judged("a"), judged("b"), judged("c", at=START + DAY, won=False)]
    found = at_capacity(rows, capacity=1)

    assert (found.best.leads, found.best.won.part, found.won_in_all) == (2, 1, 2)


def test_a_day_is_one_of_the_zone() -> None:
    late = START.replace(hour=23)
    rows = [judged("a", at=late), judged("b", at=late + 2 * HOUR)]

    assert at_capacity(rows, capacity=1).best.leads == 2
    assert at_capacity(rows, capacity=1, zone="America/New_York").best.leads == 1
    assert at_capacity(rows, capacity=1, per="month").best.leads == 1


def test_fifty_a_day_by_a_score_that_knows_win_five_times_what_chance_would() -> None:
    def day(number: int) -> list[Judged]:
        return [
            judged(f"{number}-{n}", at=START + number * DAY + timedelta(minutes=n), score=n, won=n >= 225)
            for n in range(250)
        ]

    found: AtCapacity = at_capacity([*day(0), *day(1)], capacity=50)

    assert (found.best.won.part, found.first.won.part, found.random_won) == (50, 0, 10.0)
    assert (found.lift, found.lift_first, found.tight) == (5.0, None, 2)


@pytest.mark.parametrize("capacity", [0, -1, True, 1.5, float("inf")])
def test_a_capacity_is_a_number_of_leads(capacity: int) -> None:
    with pytest.raises(InputError, match="capacity"):
        at_capacity([], capacity=capacity)
