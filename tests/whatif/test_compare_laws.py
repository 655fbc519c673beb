"""Laws of the difference of two models, over models and leads of every kind."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.records.plain import as_plain
from leadmodel.scoring import Scoring, score
from leadmodel.whatif import RulesDiff, diff_rules, diff_scoring
from tests.building import MONDAY
from tests.whatif.sampling import Scored, samples
from tests.whatif.small_models import small_models

models = small_models(fit=2, behaviour=2, activities=("page",))
OPPOSITE = {"added": "removed", "removed": "added", "changed": "changed", None: None}


def mirrored(rules: RulesDiff) -> tuple[Any, Any]:
    turned = [
        (
            each.rule,
            each.part,
            OPPOSITE[each.kind],
            [(told.what, told.after, told.before) for told in each.changes],
        )
        for each in rules.rules
    ]
    return turned, sorted((told.what, told.after, told.before) for told in rules.other)


def straight(rules: RulesDiff) -> tuple[Any, Any]:
    told = [
        (each.rule, each.part, each.kind, [(one.what, one.before, one.after) for one in each.changes])
        for each in rules.rules
    ]
    return told, sorted((one.what, one.before, one.after) for one in rules.other)


@given(models, samples())
def test_a_model_does_not_differ_from_itself(model: Scoring, sample: list[Any]) -> None:
    diff = diff_scoring(model, model, sample, at=MONDAY)

    assert diff.same
    assert (diff.leads, diff.effects, diff.rules.rules, diff.rules.other) == ((), (), (), ())
    assert all(move.before == move.after for move in diff.moves)
    assert diff.ready_before == diff.ready_after


@given(models, models, samples())
def test_the_way_back_is_the_mirror_of_the_way_there(old: Scoring, new: Scoring, sample: list[Any]) -> None:
    there, back = diff_scoring(old, new, sample, at=MONDAY), diff_scoring(new, old, sample, at=MONDAY)

    assert straight(back.rules) == mirrored(there.rules)
    assert [(each.lead, each.after, each.before) for each in back.leads] == [
        (each.lead, each.before, each.after) for each in there.leads
    ]
    for forth, again in zip(there.leads, back.leads, strict=True):
        assert Counter((line.rule, line.step, line.thousandths) for line in forth.lines) == Counter(
            (line.rule, line.step, -line.thousandths) for line in again.lines
        )
    assert {(move.after, move.before, move.leads) for move in back.moves} == {
        (move.before, move.after, move.leads) for move in there.moves
    }
    assert {
        (each.rule, each.part, each.step, OPPOSITE[each.kind], each.leads, -each.change)
        for each in back.effects
    } == {(each.rule, each.part, each.step, each.kind, each.leads, each.change) for each in there.effects}
    assert (back.ready_before, back.ready_after) == (there.ready_after, there.ready_before)


@given(models, models, samples())
def test_the_lines_of_a_lead_add_up_to_its_points_and_the_effects_to_those_of_all(
    old: Scoring, new: Scoring, sample: list[Any]
) -> None:
    diff = diff_scoring(old, new, sample, at=MONDAY)
    for each in diff.leads:
        for part, points in (
            ("fit", each.after.fit - each.before.fit),
            ("behaviour", each.after.score - each.before.score),
        ):
            assert sum(line.thousandths for line in each.lines if line.part == part) == 1000 * points
    for effect in diff.effects:
        own = [
            line.thousandths
            for each in diff.leads
            for line in each.lines
            if (line.part, line.step, line.rule) == (effect.part, effect.step, effect.rule)
        ]
        assert (len(own), sum(own)) == (effect.leads, round(effect.change * 1000))


@given(models, models, samples())
def test_every_lead_is_told_of_as_its_two_cards_say(old: Scoring, new: Scoring, sample: list[Any]) -> None:
    cards = [tuple(score(case, Scored(scoring=model), at=MONDAY) for model in (old, new)) for case in sample]
    diff = diff_scoring(Scored(scoring=old), Scored(scoring=new), sample, at=MONDAY)
    told = {each.lead: (each.before.label, each.after.label) for each in diff.leads}
    seen = [(first.label, second.label) for first, second in cards]

    assert {(move.before, move.after): move.leads for move in diff.moves} == Counter(seen)
    assert (diff.ready_before, diff.ready_after) == (
        sum(first.sales_ready for first, _ in cards),
        sum(second.sales_ready for _, second in cards),
    )
    for (first, second), labels in zip(cards, seen, strict=True):
        alike = (first.fit, first.score, first.label, first.sales_ready) == (
            second.fit,
            second.score,
            second.label,
            second.sales_ready,
        )
        assert told.get(first.lead, None if alike else ()) in (None, labels)
        assert alike or first.lead in told
    assert len(diff.moved) == sum(
        (first.label, first.sales_ready) != (second.label, second.sales_ready) for first, second in cards
    )


@given(models, models, samples(), st.randoms(use_true_random=False))
def test_neither_the_order_of_cases_nor_that_of_rules_matters(
    old: Scoring, new: Scoring, sample: list[Any], chance: Any
) -> None:
    diff = diff_scoring(old, new, sample, at=MONDAY)
    shuffled = list(sample)
    chance.shuffle(shuffled)

    assert diff_scoring(old, new, shuffled, at=MONDAY) == diff
    assert as_plain(diff)["sample"] == len(sample)
    assert str(diff)


@given(models, models)
def test_two_models_are_the_same_exactly_when_no_difference_is_told(old: Scoring, new: Scoring) -> None:
    """But for the order of what has none: the rules, the groups, and the cells for sales."""

    def unordered(model: Scoring) -> Any:
        def by_id(rules: Any) -> Any:
            return {rule.id: rule for rule in rules}

        groups = {(group.name, group.cap, group.floor) for group in model.groups}
        bounds = (model.start, model.fit_cap, model.fit_floor, model.score_cap, model.score_floor)
        return (
            by_id(model.fit),
            by_id(model.behaviour),
            model.grades,
            model.levels,
            set(model.sales_ready),
            groups,
            bounds,
        )

    assert diff_rules(old, new).same is (unordered(old) == unordered(new))
