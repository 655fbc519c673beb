"""The figures of a history: each as the slow way counts it, in whatever order the events are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import amount, count, days_since, subjects
from leadmodel.records import Event
from leadmodel.scoring import BehaviourRule, Decay, compile_scoring, score
from leadmodel.scoring.tally import Figures, tallier
from tests.building import MONDAY, case_of, did, house, lead, scoring

from .models import activity_rules, histories
from .plain_scoring import counting, kept, milli

FADES = Decay(half_life="1d")
DAY = timedelta(days=1)


def figures(history: list[Event], *rules: BehaviourRule, at: datetime = MONDAY) -> Figures:
    return tallier(scoring(behaviour=rules))(history, at)


def rule(**limits: Any) -> BehaviourRule:
    return BehaviourRule(id="page", activity="page", points=16, **limits)


@given(st.tuples(activity_rules("a", None), activity_rules("b", None)), histories())
def test_a_figure_is_what_the_slow_way_counts(
    rules: tuple[BehaviourRule, BehaviourRule], history: list[Event]
) -> None:
    found = figures(history, *rules)

    for each in rules:
        times, ages = counting(each, history, MONDAY)
        full = milli(each.points) or 0
        expected = times if each.counted else sum(kept(each.decay, full, hours) for hours in ages)
        assert found[each.figure] == expected


@pytest.mark.parametrize("days", [(3, 1, 2), (1, 2, 3), (2, 3, 1)])
def test_the_latest_are_those_that_count_in_whatever_order_they_are_told(days: tuple[int, ...]) -> None:
    history = [did("page", MONDAY - number * DAY) for number in days]

    assert figures(history, rule(at_most=1, decay=FADES)) == {"earned(page)": 8_000}
    assert figures(history, rule(at_most=2, decay=FADES)) == {"earned(page)": 8_000 + 4_000}
    assert figures(history, rule(at_most=2, decay=FADES, within="2d")) == {"earned(page)": 8_000}


def test_a_window_that_begins_before_the_calendar_takes_everything() -> None:
    at = datetime(3, 1, 1, tzinfo=UTC)
    first = did("page", datetime.min.replace(tzinfo=UTC))
    ever = "36500d"
    fading = BehaviourRule(
        id="fading", activity="page", points=16, within=ever, decay=Decay(half_life="1825d"), at_most=9
    )

    assert figures([first], rule(within=ever), at=at) == {f"count(page within {ever})": 1}
    assert figures([first, did("page", at)], fading, at=at)["earned(fading)"] in range(16_000, 32_000)


def test_a_line_says_how_often_it_was_done_what_counted_and_what_is_left() -> None:
    model = house(scoring=scoring(behaviour=(rule(at_most=2, decay=FADES),)))
    done = [did("page", MONDAY - number * DAY) for number in (1, 2, 3)]

    (line,) = score(case_of(lead(), *done), model, at=MONDAY).lines

    assert line.says == "page (3 times), 2 counted, 12 left of 32"
    assert (line.points, line.raw, line.decayed) == (12, 32, 12)


def test_two_rules_that_ask_for_the_same_share_a_figure() -> None:
    model = scoring(
        behaviour=(
            rule(),
            BehaviourRule(id="again", activity="page", points=1),
            BehaviourRule(id="often", when=count("page") >= 2, points=100),
        )
    )
    scorer = compile_scoring(model)
    history = [did("page", MONDAY), did("page", MONDAY - DAY)]

    assert scorer.figures(history, MONDAY) == {"count(page)": 2}
    assert scorer.points({"count(page)": 2}) == (0, 2 * 16 + 2 + 100)


def test_an_empty_history_has_zeros_and_no_last_time() -> None:
    asked = [count("page"), count(), amount("page"), subjects(), days_since("page")]
    model = scoring(
        behaviour=tuple(
            BehaviourRule(id=f"r{place}", when=each >= 1, points=1) for place, each in enumerate(asked)
        )
    )

    assert compile_scoring(model).figures([], MONDAY) == {
        "count(page)": 0,
        "count(anything)": 0,
        "amount(page)": 0,
        "subjects(anything)": 0,
        "days_since(page)": None,
    }
