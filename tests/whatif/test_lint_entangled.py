"""Models that are not gone through to the end: what is said of them is too wide, says so, and is never wrong."""

import sys
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import amount, count, days_since, field, subjects
from leadmodel.scoring import BehaviourRule, Decay, FitRule, Group, Scoring, compile_scoring
from leadmodel.whatif import lint_scoring, parts, reach, sums, totals
from leadmodel.whatif.totals import MOST_RANGES, Totals
from tests.building import grades, levels, scoring
from tests.whatif.small_models import small_models

reach_module = sys.modules[reach.__module__]

TITLE, EMPLOYEES = field("lead.title"), field("company.employees")
PAGE = BehaviourRule(id="page", activity="page", points=5, at_most=3)


def by(*behaviour: BehaviourRule, fit: tuple[FitRule, ...] = (), **more: Any) -> Scoring:
    told = {"grades": grades(), "levels": levels(), "sales_ready": ()} | more
    return scoring(fit=fit, behaviour=behaviour, **told)


@pytest.mark.parametrize(
    "other",
    [
        BehaviourRule(id="idle", when=days_since() >= 30, points=-10),
        BehaviourRule(id="long", when=amount("page") >= 60, points=10),
        BehaviourRule(id="wide", when=subjects("page") >= 3, points=10),
        BehaviourRule(id="both", when=count("page", "demo") >= 3, points=10),
        BehaviourRule(id="faded", activity="page", points=10, at_most=1, decay=Decay(half_life="7d")),
        BehaviourRule(id="large", activity="page", points=10, at_most=1, min_amount=60),
    ],
    ids=lambda rule: rule.id,
)
def test_several_measures_of_one_activity_are_taken_as_if_they_did_not_depend_on_each_other(
    other: BehaviourRule,
) -> None:
    found = reach(by(PAGE, other))

    assert (found.score.exact, found.exact) == (False, False)
    assert (found.score.least, found.score.most) == (min(0, other.points), 15 + max(0, other.points))
    assert str(found.score).startswith("within ")
    assert found.fit.exact


@pytest.mark.parametrize(
    "rules",
    [
        (PAGE, BehaviourRule(id="long", when=amount("demo") >= 60, points=10)),
        (PAGE, BehaviourRule(id="idle", when=days_since("page") >= 30, points=-10)),
        (PAGE, BehaviourRule(id="often", when=count("page", within="7d") >= 3, points=10)),
        (BehaviourRule(id="idle", when=days_since() >= 30, points=-10),),
        (BehaviourRule(id="two", when=count("page", "demo") >= 3, points=10),),
        (BehaviourRule(id="long", when=amount("page", within="7d") >= 60, points=10),),
    ],
    ids=str,
)
def test_what_does_not_overlap_or_is_counted_one_by_one_is_exact(rules: tuple[BehaviourRule, ...]) -> None:
    assert reach(by(*rules)).exact


def words(number: int, **more: Any) -> tuple[FitRule, ...]:
    return tuple(
        FitRule(id=f"w{place}", when=TITLE.mentions(f"word{place}"), points=place + 1, **more)
        for place in range(number)
    )


def test_more_phrases_than_can_be_combined_are_taken_one_by_one() -> None:
    few, many = reach(by(fit=words(10))), reach(by(fit=words(20)))

    assert (few.fit.least, few.fit.most, few.fit.exact) == (0, 55, True)
    assert (many.fit.least, many.fit.most, many.fit.exact) == (0, 210, False)


def test_more_times_than_are_counted_one_by_one_may_leave_gaps_that_are_not_seen() -> None:
    demo = BehaviourRule(id="demo", activity="demo", points=4, at_most=1)
    found = [
        reach(by(BehaviourRule(id="page", activity="page", points=10, at_most=times), demo))
        for times in (9, 9000)
    ]

    assert [each.score.most for each in found] == [94, 90_004]
    assert [each.score.exact for each in found] == [True, True]
    assert [each.exact for each in found] == [True, False]


def test_of_what_cannot_be_gone_through_no_rule_is_called_dead_or_double() -> None:
    twins = (*words(20), FitRule(id="dead", when=TITLE.mentions("x") & TITLE.is_missing(), points=5))
    codes = {remark.code for remark in lint_scoring(by(fit=twins))}

    assert not codes & {"never_holds", "always_holds", "implied", "same_condition"}


def test_a_rule_that_is_small_by_itself_is_gone_through_though_its_bundle_is_not() -> None:
    """Thousands of combinations in all, and no more than a few for the rule that can never match."""
    chain = [
        FitRule(
            id=f"c{place}",
            when=(field(f"fields.n{place}") > 1) | (field(f"fields.n{place + 1}") > 2),
            points=1,
        )
        for place in range(12)
    ]
    dead = FitRule(id="dead", when=(field("fields.n0") > 5) & (field("fields.n0") < 4), points=100)
    found = reach(by(fit=(*chain, dead)))

    assert (found.fit.most, found.fit.exact) == (12, False)


def test_what_hangs_together_through_groups_and_both_parts_is_within_its_bounds() -> None:
    """Each of many rules touches a group, the fit and the score; what they come to is never said to be less."""
    groups = (Group(name="f", cap=7), Group(name="s", floor=-3))
    fit = tuple(
        FitRule(
            id=f"f{place}", when=field(f"fields.n{place}") > 1, points=2, group="f" if place % 2 else None
        )
        for place in range(8)
    )
    acts = tuple(
        BehaviourRule(
            id=f"s{place}", when=~(field(f"fields.n{place}") > 1), points=-1, group="s" if place % 3 else None
        )
        for place in range(8)
    )
    model = by(*acts, fit=fit, groups=groups)
    scorer, found = compile_scoring(model), reach(model)
    rated = [
        scorer.points({f"fields.n{place}": value for place, value in enumerate(values)})
        for values in product((None, 1, 2), repeat=8)
    ]

    assert (found.fit.least, found.fit.most) == (min(fit for fit, _ in rated), max(fit for fit, _ in rated))
    assert (found.score.least, found.score.most) == (
        min(each for _, each in rated),
        max(each for _, each in rated),
    )
    assert found.exact


@given(small_models(fit=3, behaviour=3, activities=("page",)))
def test_whoever_looks_less_closely_sees_more_within_reach_and_says_that_it_may_not_be(
    model: Scoring,
) -> None:
    close = reach(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "MOST_ROWS", 8)
        patch.setattr(sums, "MOST_VECTORS", 2)
        patch.setattr(reach_module, "MOST_VECTORS", 2)
        patch.setattr(totals, "MOST_RANGES", 2)
        far = reach(model)

    assert set(close.cells) <= set(far.cells)
    for near, wide in ((close.fit, far.fit), (close.score, far.score)):
        assert wide.least is None or (near.least is not None and wide.least <= near.least)
        assert wide.most is None or (near.most is not None and wide.most >= near.most)
        if wide.exact and near.exact:
            assert wide == near
    if far.exact and close.exact:
        assert far == close


# ------------------------------------------------------------------------------------------------------ the arithmetic

numbers = st.frozensets(st.integers(-20, 20), min_size=1, max_size=6)


@given(numbers, numbers, st.none() | st.integers(-9, 9), st.none() | st.integers(-9, 9))
def test_sums_and_bounds_of_sets_are_those_of_their_members(
    mine: frozenset[int], theirs: frozenset[int], cap: int | None, floor: int | None
) -> None:
    if cap is not None and floor is not None:
        cap, floor = max(cap, floor), min(cap, floor)
    sums = {one + other for one in mine for other in theirs}
    kept = {max(min(each, 99 if cap is None else cap), -99 if floor is None else floor) for each in sums}
    found = Totals.of(*mine).plus(Totals.of(*theirs)).bounded(cap, floor)

    assert {each for each in range(-50, 51) if found.any_in(each, each + 1)} == kept
    assert (found.least, found.most) == (min(kept), max(kept))
    assert found.last_below(0) == max((each for each in kept if each < 0), default=None)
    assert found.first_from(0) == min((each for each in kept if each >= 0), default=None)


def test_more_ranges_than_anybody_needs_are_drawn_together_and_hold_all_that_they_held() -> None:
    many = Totals.of(*(3 * each for each in range(MOST_RANGES * 2)))
    found = many.plus(Totals.of(0, 1))

    assert (found.least, found.most) == (0, 3 * (MOST_RANGES * 2 - 1) + 1)
    assert (found.sharp, found.filled) == (True, False)
    assert all(found.any_in(3 * each, 3 * each + 1) for each in range(MOST_RANGES * 2))


def test_what_is_loose_on_one_side_is_loose_in_all() -> None:
    loose = Totals.of(1).loosened()

    assert not loose.plus(Totals.of(2)).sharp
    assert not Totals.of(2).plus(loose).filled
    assert not Totals.of(2).plus(loose).bounded(1, None).sharp
