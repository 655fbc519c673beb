"""What a linter says of a model holds for every lead, and it says so whenever it does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import assume, given

from leadmodel.scoring import BehaviourRule, FitRule, Scoring, compile_scoring
from leadmodel.whatif import ScoringRemark, lint_scoring
from tests.whatif.every_lead import Row, leads
from tests.whatif.small_models import fields_of, small_models

models = small_models(fit=4, behaviour=2)


def everybody(scoring: Scoring) -> list[Row]:
    read = fields_of(scoring)
    assume(len(read) <= 2)
    return list(leads(read, {}))


def paths(found: Sequence[ScoringRemark], code: str, severity: str = "") -> set[str]:
    return {each.path for each in found if each.code == code and severity in ("", each.severity)}


def answered(scoring: Scoring, rows: Sequence[Row]) -> dict[str, list[bool | None]]:
    """By the path of each rule with a condition: what it finds, lead by lead."""
    names = [f"$.fit[{place}].when" for place in range(len(scoring.fit))]
    names += [f"$.behaviour[{place}].when" for place in range(len(scoring.behaviour))]
    scorer = compile_scoring(scoring)
    return dict(zip(names, map(list, zip(*map(scorer.answers_of_row, rows), strict=True)), strict=False))


def sums(scoring: Scoring, rows: Sequence[Row]) -> list[tuple[int, int]]:
    scorer = compile_scoring(scoring)
    return [scorer.sums_of_row(row) for row in rows]


@given(models)
def test_a_rule_is_called_dead_exactly_when_no_lead_matches_it(scoring: Scoring) -> None:
    answers = answered(scoring, everybody(scoring))
    dead = {path for path, found in answers.items() if True not in found}

    assert paths(lint_scoring(scoring), "never_holds") & set(answers) == dead


@given(models)
def test_a_rule_is_said_to_hold_always_exactly_when_every_lead_matches_it(scoring: Scoring) -> None:
    answers = answered(scoring, everybody(scoring))
    always = {path for path, found in answers.items() if set(found) == {True}}
    known = {path for path, found in answers.items() if set(found) == {True, None}}
    remarks = lint_scoring(scoring)

    assert paths(remarks, "always_holds", "warning") & set(answers) == always
    assert paths(remarks, "always_holds", "note") & set(answers) == known


@given(models)
def test_rules_are_said_to_match_the_same_leads_exactly_when_they_do(scoring: Scoring) -> None:
    answers = answered(scoring, everybody(scoring))
    every: list[FitRule | BehaviourRule] = [*scoring.fit, *scoring.behaviour]
    rules = dict(zip(answers, every, strict=True))
    matched = {
        path: frozenset(place for place, answer in enumerate(found) if answer)
        for path, found in answers.items()
        if True in found and set(found) != {True} and rules[path].points
    }
    remarks = lint_scoring(scoring)

    order = list(matched)
    later = {
        path for place, path in enumerate(order) if matched[path] in [matched[each] for each in order[:place]]
    }
    assert paths(remarks, "same_condition") == later
    for path in paths(remarks, "implied"):
        assert any(matched[path] < other for other in matched.values())
    for path, own in matched.items():
        wider = [
            each
            for each, other in matched.items()
            if own < other and rules[each].points * rules[path].points > 0
        ]
        lonely = not any(own < other for each, other in matched.items() if each not in wider)
        assert not wider or not lonely or path in paths(remarks, "implied")


@given(models)
def test_a_band_or_a_cell_is_out_of_reach_exactly_when_no_lead_is_in_it(scoring: Scoring) -> None:
    rows, scorer, remarks = everybody(scoring), compile_scoring(scoring), lint_scoring(scoring)
    cells = [scorer.rate(row).cell for row in rows]
    labels = {cell.label for cell in cells}
    empty: set[str] = set()
    if scoring.fit or len(scoring.grades) == 1:
        reached = {cell.grade for cell in cells}
        empty |= {f"$.grades[{at}]" for at, band in enumerate(scoring.grades) if band.grade not in reached}
    if scoring.behaviour or len(scoring.levels) == 1:
        found = {cell.level for cell in cells}
        empty |= {f"$.levels[{at}]" for at, band in enumerate(scoring.levels) if band.level not in found}

    assert paths(remarks, "band_out_of_reach") == empty
    assert paths(remarks, "cell_out_of_reach") == {
        f"$.sales_ready[{place}]" for place, label in enumerate(scoring.sales_ready) if label not in labels
    }
    ready = [cell.sales_ready for cell in cells]
    assert bool(paths(remarks, "ready_nobody")) is not any(ready)
    assert bool(paths(remarks, "ready_everybody")) is all(ready)


@given(models)
def test_the_first_points_past_a_threshold_are_the_least_that_some_lead_has_there(scoring: Scoring) -> None:
    points = [compile_scoring(scoring).points(row) for row in everybody(scoring)]
    for remark in lint_scoring(scoring):
        if remark.code in ("threshold_between_points", "narrow_band"):
            place = 0 if remark.path.startswith("$.grades") else 1
            least = remark.figures["at_least"]
            assert least is not None
            there = [each[place] for each in points if each[place] >= least]
            if remark.code == "threshold_between_points":
                assert min(there) == remark.figures["first"]
                assert min(there) > least
            else:
                below = remark.figures["below"]
                assert below is not None
                assert {each for each in there if each < below} == {remark.figures["only"]}


def without(scoring: Scoring, path: str) -> Scoring:
    """The model without the bound or the rule at a path."""
    where, _, bound = path.removeprefix("$.").partition("].")
    nothing: Any = {where: None}
    if not bound and "[" not in where:
        return replace(scoring, **nothing)
    part, _, place = where.removesuffix("]").partition("[")
    changed: list[Any] = list(getattr(scoring, part))
    if bound:
        changed[int(place)] = replace(changed[int(place)], **{bound: None})
    else:
        del changed[int(place)]
    less: Any = {part: tuple(changed)}
    return replace(scoring, **less)


@given(models)
def test_what_a_bound_takes_or_a_rule_gives_for_nothing_can_be_left_out(scoring: Scoring) -> None:
    rows = everybody(scoring)
    before = sums(scoring, rows)
    for remark in lint_scoring(scoring):
        if remark.code in ("cap_never_reached", "floor_never_reached", "hidden_by_floor", "hidden_by_cap"):
            assert sums(without(scoring, remark.path), rows) == before


@given(models)
def test_a_bound_of_a_part_that_changes_nobody_is_named(scoring: Scoring) -> None:
    rows, found = everybody(scoring), lint_scoring(scoring)
    before = sums(scoring, rows)
    named = paths(found, "cap_never_reached") | paths(found, "floor_never_reached")
    for name in ("fit_cap", "fit_floor", "score_cap", "score_floor"):
        if getattr(scoring, name) is not None and sums(without(scoring, f"$.{name}"), rows) == before:
            assert f"$.{name}" in named
