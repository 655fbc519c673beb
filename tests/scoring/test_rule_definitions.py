"""What a rule, a group and a model may say, and what is refused when they are written."""

import math
from typing import Any

import pytest

from leadmodel.conditions import Condition, count
from leadmodel.errors import DefinitionError, InputError
from leadmodel.scoring import BehaviourRule, Decay, FitRule, Group
from leadmodel.scoring.points import MOST, in_points, thousandths
from tests.building import ANYBODY, counts, house, points, scoring

MANY = count("page", within="7d") >= 3


def behaviour(**said: Any) -> BehaviourRule:
    told: dict[str, Any] = {"id": "b", "points": 5}
    return BehaviourRule(**(told | said))


@pytest.mark.parametrize(
    ("said", "argument", "message"),
    [
        ({}, "activity", "needs an activity or a condition"),
        ({"activity": "a", "when": MANY}, "activity", "one of the two"),
        ({"when": MANY, "at_most": 2}, "at_most", "limits an activity"),
        ({"when": MANY, "decay": Decay(half_life="1d")}, "decay", "limits an activity"),
        ({"when": MANY, "cap": 3}, "cap", "limits an activity"),
        ({"activity": "a", "at_most": 0}, "at_most", "is below 1"),
        ({"activity": "a", "min_amount": 0}, "min_amount", "is below 1"),
        ({"activity": "a", "per": "1d"}, "per", "limits nothing without at_most"),
        ({"activity": "a", "per_subject": True}, "per_subject", "limits nothing without at_most"),
        ({"activity": "a", "at_most": 1, "per": "30m"}, "per", "is no whole number of hours"),
        ({"activity": "a", "within": "1h1s"}, "within", "is no whole number of hours"),
        ({"activity": "a", "cap": -1}, "cap", "is below zero"),
        ({"activity": "a", "floor": 1}, "floor", "is above zero"),
        ({"activity": "a", "points": 0.0001}, "points", "more than three decimals"),
        ({"activity": "a", "points": math.inf}, "points", "is more than"),
        ({"activity": "a", "points": math.nan}, "points", "is more than"),
        ({"activity": "a", "points": MOST + 1}, "points", "is more than"),
        ({"activity": "a", "points": True}, "points", "is no number of points"),
        ({"activity": "a", "points": "5"}, "points", "is no number of points"),
        ({"activity": "a", "cap": 0.12345}, "cap", "more than three decimals"),
    ],
)
def test_what_is_no_behaviour_rule_is_refused(said: dict[str, Any], argument: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        behaviour(**said)

    assert caught.value.argument == argument


@pytest.mark.parametrize(
    ("build", "argument"),
    [
        (lambda: FitRule(id="f", when=ANYBODY, points=1, otherwise=0.0001), "otherwise"),
        (lambda: FitRule(id="f", when=ANYBODY, points=1, bucket="intent"), "bucket"),  # type: ignore[arg-type]
        (lambda: Group(name="web", cap=-1), "cap"),
        (lambda: Group(name="web", floor=1), "floor"),
        (lambda: scoring(start=0.0001), "start"),
        (lambda: scoring(fit_cap=1, fit_floor=2), "fit_cap"),
        (lambda: scoring(score_cap=-3, score_floor=-2.5), "score_cap"),
    ],
)
def test_what_no_other_part_may_say_is_refused_too(build: Any, argument: str) -> None:
    with pytest.raises(InputError) as caught:
        build()

    assert caught.value.argument == argument


def faults(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        house(scoring=scoring(**changes))
    return [(finding.path, finding.message) for finding in caught.value.findings]


def test_groups_have_names_members_of_one_part_and_bounds() -> None:
    web, mail = (
        behaviour(id="w", activity="page", group="web"),
        behaviour(id="m", activity="mail", group="mial"),
    )
    fit = FitRule(id="f", when=ANYBODY, points=1, group="web")
    groups = (
        Group(name="web", cap=5),
        Group(name="mail", cap=5),
        Group(name="web", cap=6),
        Group(name=""),
    )

    assert faults(fit=(fit,), behaviour=(web, mail), groups=groups) == [
        ("$.scoring.groups[2].name", "group 'web' is declared twice"),
        ("$.scoring.groups[3].name", "is empty, a group needs a name"),
        ("$.scoring.groups[3]", "group '' bounds nothing, give a cap or a floor"),
        ("$.scoring.behaviour[1].group", "unknown group 'mial', did you mean 'mail'?"),
        ("$.scoring.groups[0]", "group 'web' has rules of both parts, split it"),
        ("$.scoring.groups[1]", "no rule is in group 'mail'"),
        ("$.scoring.groups[2]", "group 'web' has rules of both parts, split it"),
        ("$.scoring.groups[3]", "no rule is in group ''"),
    ]


def test_a_condition_of_a_behaviour_rule_is_proved_like_any_other() -> None:
    cyclic = behaviour(when=Condition(field="card.level", equals=1))
    unknown = behaviour(id="c", when=MANY & Condition(field="lead.titel", equals="VP"))
    text = behaviour(id="d", when=count("page").mentions("x"))
    nobody = behaviour(id="e", activity="")

    assert [path for path, _ in faults(behaviour=(cyclic, unknown, text, nobody))] == [
        "$.scoring.behaviour[0].when",
        "$.scoring.behaviour[1].when.all_of[1].field",
        "$.scoring.behaviour[2].when.mentions",
        "$.scoring.behaviour[3].activity",
    ]


def test_limits_that_no_number_keeps_are_a_fault() -> None:
    empty = Condition(field="company.employees", at_least=10, below=10)
    none = Condition(field="company.employees", above=10, at_most=10)
    one = Condition(field="company.employees", at_least=10, at_most=10)

    assert faults(fit=(points("a", empty, 1), points("b", none, 1), points("c", one, 1))) == [
        ("$.scoring.fit[0].when.below", "no number is at_least 10 and below 10"),
        ("$.scoring.fit[1].when.at_most", "no number is above 10 and at_most 10"),
    ]


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ({}, "count(page)"),
        ({"at_most": 3, "within": "7d"}, "count(page within 7d)"),
        ({"decay": Decay(half_life="1d")}, "earned(b)"),
        ({"at_most": 1, "per": "1d"}, "earned(b)"),
        ({"min_amount": 60}, "earned(b)"),
    ],
)
def test_what_a_count_decides_is_read_from_a_count(said: dict[str, Any], figure: str) -> None:
    assert behaviour(activity="page", **said).figure == figure


def test_points_are_exact_to_a_thousandth() -> None:
    assert [thousandths(each) for each in (0.1, 0.3, 1.005, -2.5, 7, 123456789.123)] == [
        100,
        300,
        1005,
        -2500,
        7000,
        123456789123,
    ]
    assert [in_points(each) for each in (100, 12_500, -7000, 0)] == [0.1, 12.5, -7, 0]


def test_two_rules_may_count_the_same_activity() -> None:
    twice = scoring(behaviour=(counts("page", 5), behaviour(id="often", when=count("page") >= 3)))

    assert house(scoring=twice).scoring == twice
