"""The line that sales can work: never above capacity, the lowest such, exact on ties."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.whatif import Judged, rate_of, threshold_for
from leadmodel.whatif.periods import Per
from tests.whatif.making import DAY, START, judged, leads_of, outcomes, scaled, settled, shuffled, still_open

some = outcomes(min_size=1)
capacities = st.integers(1, 8)
pers = st.sampled_from(["day", "week", "month"])


def days_with_leads(rows: list[Judged]) -> int:
    return len({each.at.date() for each in rows})


def passing(rows: list[Judged], line: float) -> list[Judged]:
    return [each for each in rows if each.score >= line]


@given(some, capacities)
def test_it_is_the_lowest_score_whose_volume_is_on_average_within_the_capacity(
    rows: list[Judged], capacity: int
) -> None:
    room = capacity * days_with_leads(rows)
    fitting = [line for line in {each.score for each in rows} if len(passing(rows, line)) <= room]

    assert threshold_for(rows, capacity=capacity).threshold == (min(fitting) if fitting else None)


@given(some, capacities)
def test_the_nearest_volume_may_exceed_the_capacity_and_of_two_as_near_it_is_the_smaller(
    rows: list[Judged], capacity: int
) -> None:
    room = capacity * days_with_leads(rows)
    volumes = {line: len(passing(rows, line)) for line in {each.score for each in rows}} | {None: 0}
    best = min(volumes, key=lambda line: (abs(volumes[line] - room), volumes[line]))

    found = threshold_for(rows, capacity=capacity, fit="nearest")

    assert found.threshold == best


@given(some, capacities, pers)
def test_what_passes_and_what_the_neighbours_let_pass_is_counted(
    rows: list[Judged], capacity: int, per: Per
) -> None:
    found = threshold_for(rows, capacity=capacity, per=per)
    lines = sorted({each.score for each in rows}, reverse=True)
    place = -1 if found.threshold is None else lines.index(found.threshold)
    around = [(place - 1, found.stricter), (place, found.passing), (place + 1, found.looser)]
    for spot, told in around:
        if not 0 <= spot < len(lines):
            assert told is None
            continue
        assert told is not None
        let = passing(rows, lines[spot])
        known = settled(let)
        won = sum(each.won is True for each in known)
        assert (told.threshold, told.leads, told.censored) == (lines[spot], len(let), len(let) - len(known))
        assert told.won == rate_of(won, len(known))
        assert told.per_period == len(let) / found.periods
        expected = None if not known else won / len(known) * len(let) / found.periods
        assert told.wins_per_period == (None if expected is None else pytest.approx(expected))
        assert told.wins_low <= (told.wins_per_period or told.wins_low) <= told.wins_high


@given(some, st.data(), capacities)
def test_the_order_of_the_leads_does_not_matter(
    rows: list[Judged], data: st.DataObject, capacity: int
) -> None:
    told = data.draw(shuffled(rows))

    assert threshold_for(told, capacity=capacity, margin=1) == threshold_for(
        rows, capacity=capacity, margin=1
    )


@pytest.mark.statement("SC-14")
@given(outcomes(min_size=1, score=st.integers(-50, 50)), capacities, st.sampled_from([2, 7, 1000]))
def test_scaling_the_scores_scales_the_line_and_lets_the_same_leads_pass(
    rows: list[Judged], capacity: int, factor: int
) -> None:
    small, large = (
        threshold_for(rows, capacity=capacity),
        threshold_for(scaled(rows, factor), capacity=capacity),
    )

    assert large.threshold == (None if small.threshold is None else small.threshold * factor)
    for one, other in ((small.passing, large.passing), (small.looser, large.looser)):
        assert (one and (one.leads, one.won)) == (other and (other.leads, other.won))


@given(some)
def test_with_room_for_all_everybody_passes(rows: list[Judged]) -> None:
    found = threshold_for(rows, capacity=10**9)

    assert found.threshold == min(each.score for each in rows)
    assert found.passing is not None
    assert found.passing.leads == len(rows)
    assert (found.looser, found.crowded) == (None, 0)


@pytest.mark.statement("SC-16")
def test_a_lead_that_meets_the_line_passes_and_one_that_falls_short_by_a_point_does_not() -> None:
    found = threshold_for(leads_of([(70, True), (69, False)]), capacity=1)

    assert found.threshold == 70
    assert found.passing is not None
    assert found.passing.leads == 1


def test_ties_pass_together_or_not_at_all() -> None:
    found = threshold_for(leads_of([(70, True)] * 5), capacity=4)

    assert (found.threshold, found.passing, found.stricter) == (None, None, None)
    assert found.looser is not None
    assert (found.looser.threshold, found.looser.leads) == (70, 5)
    assert str(found).startswith("no threshold keeps to 4 leads a day")


def test_an_average_hides_a_full_day_and_the_report_tells_it() -> None:
    rush = [judged(f"a{n}", score=80) for n in range(5)]
    calm = [judged("b", at=START + DAY, score=80), judged("c", at=START + DAY, score=10)]
    found = threshold_for([*rush, *calm], capacity=3)

    assert (found.threshold, found.periods, found.crowded) == (80, 2, 1)
    assert (found.busiest_on, found.busiest) == (date(2026, 1, 5), 5)
    assert "above capacity on 1 of 2 days, at most 5 on 2026-01-05" in str(found)


@given(some, capacities)
def test_crowded_days_are_those_with_more_than_the_capacity_and_the_earliest_of_the_busiest_is_named(
    rows: list[Judged], capacity: int
) -> None:
    found = threshold_for(rows, capacity=capacity)
    if found.threshold is None:
        assert (found.crowded, found.busiest_on, found.busiest) == (0, None, 0)
        return
    passed = [each.at.date() for each in passing(rows, found.threshold)]
    volumes = {day: passed.count(day) for day in sorted({each.at.date() for each in rows})}
    most = max(volumes.values())

    assert found.crowded == sum(volume > capacity for volume in volumes.values())
    assert (found.busiest_on, found.busiest) == (min(day for day, n in volumes.items() if n == most), most)


def test_days_without_leads_are_no_days_of_work_unless_the_caller_counts_them() -> None:
    rows = [judged("a", score=80), judged("b", score=70), judged("c", at=START + 9 * DAY, score=70)]

    assert threshold_for(rows, capacity=1).periods == 2
    assert threshold_for(rows, capacity=1).threshold == 80
    assert threshold_for(rows, capacity=1, periods=7).threshold == 70


@given(some, st.integers(1, 3))
def test_near_the_line_are_those_within_the_margin_on_either_side(rows: list[Judged], margin: int) -> None:
    found = threshold_for(rows, capacity=2, margin=margin)
    if found.threshold is None:
        assert found.near is None
        return
    line, near = found.threshold, found.near
    above = [each for each in rows if line <= each.score <= line + margin]
    below = [each for each in rows if line - margin <= each.score < line]

    assert near is not None
    assert (near.above_leads, near.below_leads) == (len(above), len(below))
    assert near.above.whole == len(settled(above))
    assert near.below.part == sum(each.won is True for each in below)


def test_59_and_61_are_not_told_apart_by_ten_leads_and_are_by_a_thousand() -> None:
    def around(many: int) -> Any:
        pairs = [(61, n < many * 0.4) for n in range(many)] + [(59, n < many * 0.3) for n in range(many)]
        return threshold_for(leads_of(pairs), capacity=many, periods=1, margin=2).near

    few, lots = around(10), around(1000)

    assert (few.below_leads, few.above_leads, few.apart) == (10, 10, False)
    assert (lots.gap.value, lots.apart) == (pytest.approx(0.1), True)


def test_expected_wins_reckon_with_leads_that_are_not_known_yet() -> None:
    """Two of four settled leads were won, and eight pass on one day: four wins are to be expected."""
    rows = [*leads_of([(70, True), (70, True), (70, False), (70, False)]), *still_open(4, score=70)]
    found = threshold_for(rows, capacity=8)

    assert found.passing is not None
    assert (found.passing.leads, found.passing.censored, found.passing.wins_per_period) == (8, 4, 4.0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"capacity": 0}, "capacity"),
        ({"capacity": True}, "capacity"),
        ({"capacity": 2.5}, "capacity"),
        ({"margin": 0}, "margin"),
        ({"margin": float("nan")}, "margin"),
        ({"periods": 0}, "periods"),
        ({"fit": "closest"}, "fit"),
        ({"per": "year"}, "per"),
    ],
)
def test_an_argument_without_sense_is_an_error(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        threshold_for(leads_of([(1, True)]), **({"capacity": 1} | wrong))


def test_no_leads_have_no_line() -> None:
    with pytest.raises(InputError, match="is empty"):
        threshold_for([], capacity=1)
