"""Learned points: the weights by their own condition, the points by one rate, the cost by scikit-learn."""

import json
import sys
from math import exp, log
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError
from leadmodel.records.plain import as_plain
from leadmodel.whatif import Judged, LearnedPoints, fit_points
from tests.whatif.making import DAY, HOUR, RULES, START, judged, outcomes, settled, shuffled, still_open

metrics = pytest.importorskip("sklearn.metrics")

both_ends = outcomes(min_size=2, max_size=24).filter(
    lambda rows: {True, False} <= {each.won for each in rows} and any(each.rules for each in settled(rows))
)


def funnel(times: int = 50) -> list[Judged]:
    """Of ten leads of each kind so many are won: nothing 1, a demo 5, a student 0, a demo of a VP 8."""
    kinds: list[tuple[tuple[str, ...], int]] = [
        ((), 1),
        (("demo",), 5),
        (("student",), 0),
        (("demo", "vp"), 8),
    ]
    return [
        judged(f"{turn}-{kind}-{n}", at=START + turn * HOUR, rules=rules, won=n < won)
        for turn in range(times)
        for kind, (rules, won) in enumerate(kinds)
        for n in range(10)
    ]


def log_odds(found: LearnedPoints, rules: tuple[str, ...]) -> float:
    return found.intercept + sum(rule.weight for rule in found.rules if rule.rule in rules)


def chance(value: float) -> float:
    return 1 / (1 + exp(-value))


@given(both_ends, st.sampled_from([0.1, 1.0, 10.0]))
def test_at_the_weights_that_are_found_nothing_pulls_any_more(rows: list[Judged], ridge: float) -> None:
    """The loss is convex: where its gradient vanishes is its only minimum."""
    found, known = fit_points(rows, ridge=ridge), settled(rows)
    missing = {each.lead: chance(log_odds(found, each.rules)) - bool(each.won) for each in known}

    assert sum(missing.values()) == pytest.approx(0, abs=1e-5)
    for rule in found.rules:
        pull = sum(missing[each.lead] for each in known if rule.rule in each.rules)
        assert pull + ridge * rule.weight == pytest.approx(0, abs=1e-5)


@pytest.mark.statement("SC-15")
@given(both_ends, st.integers(1, 400))
def test_weights_become_whole_points_all_at_one_uniform_rate(rows: list[Judged], doubling: int) -> None:
    found = fit_points(rows, doubling=doubling)
    rate = doubling / log(2)

    assert found.points == {rule.rule: rule.points for rule in found.rules}
    for rule in found.rules:
        assert isinstance(rule.points, int)
        assert abs(rule.points - rule.weight * rate) <= 0.5 + 1e-9
    assert abs(found.base - found.intercept * rate) <= 0.5 + 1e-9


@given(both_ends, st.data())
def test_the_order_of_the_leads_and_of_their_rules_does_not_matter(
    rows: list[Judged], data: st.DataObject
) -> None:
    assert fit_points(data.draw(shuffled(rows))) == fit_points(rows)


@given(both_ends, st.integers(1, 4))
def test_leads_that_are_not_known_yet_teach_nothing_and_are_counted(rows: list[Judged], more: int) -> None:
    before, after = fit_points(rows), fit_points([*rows, *still_open(more, rules=("new",))])

    assert (after.points, after.base, after.fitted) == (before.points, before.base, before.fitted)
    assert after.censored == before.censored + more


@given(both_ends)
def test_what_rounding_costs_is_what_scikit_learn_finds(rows: list[Judged]) -> None:
    found, known = fit_points(rows), settled(rows)
    ends = [bool(each.won) for each in known]
    exact = [round(log_odds(found, each.rules), 9) for each in known]
    points = [found.score(each.rules) for each in known]

    assert found.cost.leads == len(known)
    assert found.cost.auc == pytest.approx(metrics.roc_auc_score(ends, exact))
    assert found.cost.auc_rounded == pytest.approx(metrics.roc_auc_score(ends, points))
    assert found.cost.log_loss == pytest.approx(metrics.log_loss(ends, [chance(each) for each in exact]))
    assert found.cost.log_loss_rounded == pytest.approx(
        metrics.log_loss(ends, [found.probability(each) for each in points])
    )


@given(both_ends, st.integers(-300, 300))
def test_so_many_points_more_double_the_odds(rows: list[Judged], points: int) -> None:
    found = fit_points(rows, doubling=25)
    here, further = found.probability(points), found.probability(points + 25)

    assert further / (1 - further) == pytest.approx(2 * here / (1 - here), rel=1e-6)


def test_a_funnel_is_learnt_and_its_points_tell_what_was_won() -> None:
    found = fit_points(funnel(), ridge=0.01)

    assert found.points["demo"] == pytest.approx(20 * log(9) / log(2), abs=1)
    assert found.points["vp"] == pytest.approx(20 * log(4) / log(2), abs=1)
    assert found.points["student"] < -150
    assert found.probability(found.score([])) == pytest.approx(0.1, abs=0.01)
    assert found.probability(found.score(["vp", "demo"])) == pytest.approx(0.8, abs=0.01)
    assert found.score(["demo", "demo", "unheard of"]) == found.points["demo"]


def test_a_finer_scale_costs_less() -> None:
    coarse, fine = fit_points(funnel(), doubling=1).cost, fit_points(funnel(), doubling=1000).cost

    assert coarse.log_loss_rounded > coarse.log_loss + 1e-4
    assert fine.log_loss_rounded == pytest.approx(fine.log_loss, abs=1e-6)


def test_later_leads_test_what_earlier_ones_taught() -> None:
    rows = funnel()
    since = START + 30 * HOUR
    early = [each for each in rows if each.at < since]
    found = fit_points(rows, judge_from=since)

    assert found.points == fit_points(early).points
    assert found.cost_later is not None
    assert (found.fitted, found.cost_later.leads) == (len(early), len(rows) - len(early))
    late = [each for each in rows if each.at >= since]
    area = metrics.roc_auc_score([bool(e.won) for e in late], [found.score(e.rules) for e in late])
    assert found.cost_later.auc_rounded == pytest.approx(area)
    assert fit_points(early).cost_later is None


def test_an_outcome_that_came_too_late_teaches_nothing() -> None:
    rows = [*funnel(5), judged("late", rules=("vp",), won=False, known_at=START + 9 * DAY)]
    found = fit_points(rows, judge_from=START + DAY)

    assert (found.fitted, found.too_late) == (200, 1)
    assert found.points == fit_points(funnel(5)).points


def test_only_the_rules_that_are_asked_for_get_points() -> None:
    found = fit_points(funnel(), rules=["vp", "nobody", "vp"])

    assert list(found.points) == ["vp", "nobody"]
    assert found.points["nobody"] == 0


def test_what_cannot_be_learnt_is_told() -> None:
    rows = [
        judged(
            each.lead,
            at=each.at,
            won=each.won,
            rules=(*each.rules, "always", *(["boss"] * ("vp" in each.rules))),
        )
        for each in funnel(5)
    ]
    found = fit_points(rows, rules=["always", "boss", "never", "vp"])

    assert [(remark.code, remark.about) for remark in found.remarks] == [
        ("rule_always_matches", "always"),
        ("rules_together", "boss"),
        ("rule_never_matches", "never"),
    ]
    assert abs(found.points["always"]) <= 1
    assert found.points["boss"] == found.points["vp"] > 0


def test_too_few_wins_for_so_many_rules_are_told() -> None:
    assert "few_wins" in {remark.code for remark in fit_points(funnel(1)).remarks}
    assert "few_wins" not in {remark.code for remark in fit_points(funnel()).remarks}


def test_a_perfect_rule_has_finite_points() -> None:
    rows = [judged(f"L{n}", rules=("won",) if n % 2 else (), won=bool(n % 2)) for n in range(40)]

    assert 50 < fit_points(rows).points["won"] < 500


def test_a_card_is_plain_data_and_text() -> None:
    found = fit_points(funnel(), judge_from=START + 30 * HOUR)
    plain = as_plain(found)

    assert json.loads(json.dumps(plain)) == plain
    assert plain["points"] == dict(found.points)
    for name in ("demo", "on the same leads: AUC", "on later leads: AUC", "20 points double the odds"):
        assert name in str(found)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"doubling": 0}, "doubling"),
        ({"doubling": 2.5}, "doubling"),
        ({"ridge": 0}, "ridge"),
        ({"ridge": float("inf")}, "ridge"),
        ({"rules": []}, "is empty"),
        ({"judge_from": START}, "do not show both"),
    ],
)
def test_an_argument_without_sense_is_an_error(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        fit_points(funnel(1), **({"rules": RULES} | wrong))


def test_leads_that_all_came_out_alike_teach_nothing() -> None:
    with pytest.raises(InputError, match="3 won, 0 lost"):
        fit_points([judged(f"L{n}", rules=("vp",)) for n in range(3)])


def test_without_scikit_learn_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)

    with pytest.raises(LeadModelError, match=r"pip install 'leadmodel\[learn\]'"):
        fit_points(funnel(1))


@given(both_ends)
def test_a_rule_that_more_of_the_won_had_gets_points_and_one_alone_is_ranked_by_them(
    rows: list[Judged],
) -> None:
    """With a single rule the sign of its weight is that of the difference of the shares."""
    known = settled(rows)
    name = next(rule for each in known for rule in each.rules)
    inside = [each.won for each in known if name in each.rules]
    outside = [each.won for each in known if name not in each.rules]
    assume(inside and outside)
    difference = sum(map(bool, inside)) * len(outside) - sum(map(bool, outside)) * len(inside)
    [rule] = fit_points(rows, rules=[name]).rules

    assert (rule.weight > 1e-6) == (difference > 0)
    assert (rule.weight < -1e-6) == (difference < 0)
