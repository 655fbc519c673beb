"""Everything that a model can say at once, against the slow way: laws over random models, leads and histories."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.records import Case, Event, Lead, Raw
from leadmodel.scoring import LineStep, Outcome, Scorecard, Scoring, compile_scoring, lines_of, score
from tests.building import MONDAY
from tests.conditions import kleene
from tests.conditions.kleene import leads

from .models import histories, scorings
from .plain_scoring import counting, figure, kept, milli, plain_card

ANSWERS = {Outcome.MATCH: True, Outcome.NO_MATCH: False, Outcome.UNKNOWN: None}


class House:
    """As much of a model as scoring needs."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring


def case(lead: Lead, history: Sequence[Event]) -> Case:
    return Case(lead=lead, history=tuple(history), state=Raw(lead=lead.id, since=lead.captured_at))


def as_plain_card(card: Scorecard) -> dict[str, Any]:
    names = ("fit", "score", "grade", "level", "label", "sales_ready", "known")
    rules = {
        line.rule: (ANSWERS[line.outcome], line.thousandths)
        for line in card.lines
        if line.step is LineStep.RULE
    }
    return {name: getattr(card, name) for name in names} | {"rules": rules}


@given(scorings(), leads, histories())
def test_a_card_is_what_the_slow_way_gives(scoring: Scoring, lead: Lead, history: list[Event]) -> None:
    card = score(case(lead, history), House(scoring), at=MONDAY)

    assert as_plain_card(card) == plain_card(scoring, lead, history, MONDAY)
    assert compile_scoring(scoring).points_of(lead, history, MONDAY) == (card.fit, card.score)


@given(scorings(), leads)
def test_a_bare_lead_too(scoring: Scoring, lead: Lead) -> None:
    assert as_plain_card(score(lead, House(scoring), at=MONDAY)) == plain_card(scoring, lead, None, MONDAY)


@given(scorings(), leads, histories())
def test_the_lines_of_a_part_add_up_exactly_whatever_was_bounded_and_rounded(
    scoring: Scoring, lead: Lead, history: list[Event]
) -> None:
    card = score(case(lead, history), House(scoring), at=MONDAY)

    for part, figure_of_it in (("fit", card.fit), ("behaviour", card.score)):
        assert sum(line.thousandths for line in card.lines if line.part == part) == figure_of_it * 1000
    for line in card.lines:
        assert line.step is LineStep.RULE or line.points


def row_of(scoring: Scoring, lead: Lead, history: Sequence[Event]) -> dict[str, Any]:
    """The lead as a row: its fields, and every figure counted beforehand, the slow way."""
    row = {name: kleene.read(name, lead, None) for name in kleene.FIELDS if not name.startswith("card.")}
    whens = [*(rule.when for rule in scoring.fit), *(rule.when for rule in scoring.behaviour)]
    for when in whens:
        for asked in when.activities_read() if when is not None else ():
            row[str(asked)] = figure(asked, history, MONDAY)
    for each in scoring.behaviour:
        if each.activity is not None:
            times, counted = counting(each, history, MONDAY)
            full = milli(each.points) or 0
            row[each.figure] = (
                times if each.counted else sum(kept(each.decay, full, hours) for hours in counted)
            )
    return row


@given(scorings(), leads, histories())
def test_a_row_with_ready_made_figures_comes_to_the_same(
    scoring: Scoring, lead: Lead, history: list[Event]
) -> None:
    card = score(case(lead, history), House(scoring), at=MONDAY)
    scorer = compile_scoring(scoring)
    row = row_of(scoring, lead, history)
    rated = scorer.rate(row)

    assert scorer.points(row) == (card.fit, card.score)
    assert scorer.sums_of_row(row) == scorer.sums(lead, scorer.figures(history, MONDAY))
    assert (rated.label, rated.grade, rated.level, rated.sales_ready) == (
        card.label,
        card.grade,
        card.level,
        card.sales_ready,
    )
    assert [(line.rule, line.step, line.points) for line in lines_of(rated)] == [
        (line.rule, line.step, line.points) for line in card.lines
    ]


@given(scorings(), leads, histories())
def test_what_a_row_came_to_does_not_change_with_the_row(
    scoring: Scoring, lead: Lead, history: list[Event]
) -> None:
    row = row_of(scoring, lead, history)
    rated = compile_scoring(scoring).rate(row)
    reasons = lines_of(rated)
    for name in row:
        row[name] = None

    assert lines_of(rated) == reasons
    assert lines_of(pickle.loads(pickle.dumps(rated))) == reasons


@given(scorings(), leads, histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_changes_nothing(
    scoring: Scoring, lead: Lead, history: list[Event], dice: Any
) -> None:
    shuffled = list(history)
    dice.shuffle(shuffled)

    assert score(case(lead, shuffled), House(scoring), at=MONDAY) == score(
        case(lead, history), House(scoring), at=MONDAY
    )


@given(scorings(), leads, histories(), st.integers(0, 200))
def test_a_score_as_of_an_instant_knows_nothing_of_what_came_later(
    scoring: Scoring, lead: Lead, history: list[Event], hours: int
) -> None:
    at = MONDAY - timedelta(hours=hours)
    by_then = [event for event in history if event.at <= at]

    assert score(case(lead, history), House(scoring), at=at) == score(
        case(lead, by_then), House(scoring), at=at
    )


@given(scorings(), leads, histories())
def test_a_pickled_model_scores_the_same(scoring: Scoring, lead: Lead, history: list[Event]) -> None:
    card = score(case(lead, history), House(scoring), at=MONDAY)
    other = pickle.loads(pickle.dumps(scoring))

    assert other == scoring
    assert score(case(lead, history), House(other), at=MONDAY) == card
    assert replace(scoring, sales_ready=scoring.sales_ready) == scoring
