"""Figures that somebody else has counted: what is a number of times, and what a line says of it."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from leadmodel.conditions import Condition
from leadmodel.scoring import (
    BehaviourRule,
    Decay,
    FitRule,
    Line,
    Outcome,
    Scorer,
    compile_scoring,
    lines_of,
)
from tests.building import scoring

RULE = BehaviourRule(id="page", activity="page", points=3, at_most=4)
FADING = BehaviourRule(id="webinar", activity="webinar", points=15, decay=Decay(half_life="7d"))


def scorer_of(*rules: BehaviourRule) -> Scorer:
    return compile_scoring(scoring(behaviour=rules))


def scored(figure: Any, rule: BehaviourRule = RULE) -> tuple[int, Outcome]:
    """The score and what its line says that was found."""
    scorer = scorer_of(rule)
    rated = scorer.rate({rule.figure: figure})
    line = lines_of(rated)[0]
    assert scorer.sums_of_row({rule.figure: figure})[1] == line.thousandths
    return rated.score, line.outcome


@pytest.mark.parametrize("figure", [2, 2.0, Decimal(2), np.int64(2), np.float64(2)])
def test_a_whole_number_of_any_kind_is_a_number_of_times(figure: Any) -> None:
    assert scored(figure) == (6, Outcome.MATCH)


@pytest.mark.parametrize("figure", [None, True, math.nan, math.inf, 2.5, Decimal("NaN"), "2", [2], object()])
def test_what_is_no_whole_number_is_unknown_and_gives_nothing(figure: Any) -> None:
    assert scored(figure) == (0, Outcome.UNKNOWN)
    assert scored(figure, FADING) == (0, Outcome.UNKNOWN)


def test_a_key_that_is_missing_is_unknown_too() -> None:
    rated = scorer_of(RULE, FADING).rate({})

    assert (rated.score, [line.outcome for line in lines_of(rated)]) == (0, [Outcome.UNKNOWN] * 2)


@pytest.mark.parametrize("figure", [0, -1, -0.0])
def test_nothing_done_gives_nothing(figure: Any) -> None:
    assert scored(figure) == (0, Outcome.NO_MATCH)


@pytest.mark.parametrize(("figure", "points"), [(12_345, 12), (-12_345, -13), (-1, -1), (999, 0)])
def test_what_is_left_of_fading_activities_comes_in_thousandths_and_may_be_below_zero(
    figure: int, points: int
) -> None:
    rated = scorer_of(FADING).rate({FADING.figure: figure})

    assert rated.score == points
    line = lines_of(rated)[0]
    assert (line.thousandths, line.outcome) == (figure, Outcome.MATCH)


@pytest.mark.parametrize(("title", "points"), [("VP", 3), ("Buyer", 1), (None, 0)])
def test_decimals_that_only_a_miss_gives_are_not_lost(title: str | None, points: int) -> None:
    asked = Condition(field="lead.title", equals="vp")
    rules = [FitRule(id=f"r{number}", when=asked, points=1, otherwise=0.5) for number in range(3)]
    scorer = compile_scoring(scoring(fit=tuple(rules)))

    assert scorer.points({"lead.title": title}) == (points, 0)


def test_the_line_of_a_count_is_the_same_whoever_asked_before() -> None:
    def says(scorer: Scorer, times: int) -> Line:
        return lines_of(scorer.rate({RULE.figure: times}))[0]

    busy = scorer_of(RULE)
    for times in (*range(60), *range(60)):
        line = says(busy, times)
        assert line == says(scorer_of(RULE), times)
        assert line.points == 3 * min(times, 4)
        assert (f"({times} times)" in line.says) is (times > 1)
        assert line.says.endswith(", 4 counted") is (times > 4)
