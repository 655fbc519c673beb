"""What a linter of scoring says of caps, floors and fading, one weakness a test."""

from typing import Any

import pytest

from leadmodel.scoring import BehaviourRule, Decay, DecayStep, Group
from tests.whatif.remarking import EVERYBODY, VP, fit, only, page, remarks

# --------------------------------------------------------------------------------------------------- caps and floors


def test_a_cap_below_one_time_and_a_floor_above_it_are_named() -> None:
    assert only("cap_below_points", behaviour=(page(10, cap=5),)).path == "$.behaviour[0].cap"
    assert only("floor_above_points", behaviour=(page(-10, floor=-5),)).path == "$.behaviour[0].floor"
    assert not remarks("cap_below_points", behaviour=(page(10, cap=10),))


def test_a_group_that_gives_less_than_one_of_its_rules_is_named_with_the_rule() -> None:
    remark = only("cap_below_points", fit=(fit(VP, 10, group="g"),), groups=(Group(name="g", cap=8),))

    assert (remark.path, remark.figures) == ("$.groups[0].cap", {"points": 10, "cap": 8})


@pytest.mark.parametrize(
    ("changes", "path", "most"),
    [
        ({"behaviour": (page(10, at_most=3, cap=30),)}, "$.behaviour[0].cap", 30),
        (
            {"behaviour": (page(10, at_most=3, group="g"),), "groups": (Group(name="g", cap=35),)},
            "$.groups[0].cap",
            30,
        ),
        ({"behaviour": (page(10, at_most=3),), "score_cap": 100}, "$.score_cap", 30),
        ({"fit": (fit(VP, 10),), "start": 5, "fit_cap": 15}, "$.fit_cap", 15),
    ],
)
def test_a_cap_that_nobody_gets_to_takes_nothing(changes: dict[str, Any], path: str, most: int) -> None:
    remark = only("cap_never_reached", **changes)

    assert (remark.path, remark.figures["most"]) == (path, most)


def test_a_cap_that_somebody_gets_beyond_is_not_named() -> None:
    assert not remarks("cap_never_reached", behaviour=(page(10, cap=30),))
    assert not remarks("cap_never_reached", behaviour=(page(10, at_most=4, cap=39),), score_cap=38)


def test_a_floor_below_the_least_adds_nothing() -> None:
    assert (
        only("floor_never_reached", behaviour=(page(-10, at_most=2),), score_floor=-20).figures["least"]
        == -20
    )
    assert not remarks("floor_never_reached", behaviour=(page(-10, at_most=2),), score_floor=-19)


def test_times_beyond_the_cap_change_nothing() -> None:
    remark = only("times_past_cap", behaviour=(page(10, at_most=9, cap=25),))

    assert (remark.path, remark.figures["times"]) == ("$.behaviour[0].at_most", 3)
    assert not remarks("times_past_cap", behaviour=(page(10, at_most=3, cap=25),))


def test_a_floor_that_hides_a_negative_rule_whole_is_named() -> None:
    regret = BehaviourRule(id="unsub", activity="unsubscribed", points=-10)
    grouped = BehaviourRule(id="unsub", activity="unsubscribed", points=-10, group="g")

    assert only("hidden_by_floor", behaviour=(regret,), score_floor=0).path == "$.behaviour[0]"
    assert (
        only("hidden_by_floor", behaviour=(page(), grouped), groups=(Group(name="g", floor=0),)).path
        == "$.behaviour[1]"
    )
    assert not remarks("hidden_by_floor", behaviour=(page(), regret), score_floor=0)
    assert not remarks("hidden_by_floor", behaviour=(regret,), score_floor=-1)


def test_what_takes_from_everybody_is_not_hidden_because_everybody_is_at_the_floor() -> None:
    rules = (fit(VP, 5), fit(EVERYBODY, -10, id="all"))

    assert not remarks("hidden_by_floor", fit=rules, fit_floor=0)
    assert not remarks("hidden_by_cap", fit=(fit(EVERYBODY, 10),), start=20, fit_cap=25)


def test_a_cap_that_everybody_is_at_hides_what_comes_on_top() -> None:
    assert only("hidden_by_cap", fit=(fit(VP, 10),), start=20, fit_cap=20).path == "$.fit[0]"
    assert not remarks("hidden_by_cap", fit=(fit(VP, 10),), start=19, fit_cap=20)


# ------------------------------------------------------------------------------------------------------------ fading


def fading(within: str | None, **decay: Any) -> dict[str, Any]:
    return {"behaviour": (page(10, within=within, at_most=3, decay=Decay(**decay)),)}


def test_a_window_that_lasts_long_after_the_points_have_gone_is_named() -> None:
    remark = only("window_past_decay", **fading("90d", half_life="2d"))

    assert (remark.path, remark.figures["within"]) == ("$.behaviour[0].within", 2160)
    # A hundredth is left after 6.64 halvings, a little later for the rounding to thousandths.
    assert remark.figures["gone"] == 320
    assert not remarks("window_past_decay", **fading("26d", half_life="2d"))
    assert remarks("window_past_decay", **fading("60d", steps=(DecayStep(after="30d", keeps=0),)))


def test_a_half_life_far_longer_than_the_window_hardly_shows() -> None:
    assert only("decay_hardly_shows", **fading("7d", half_life="900d")).path == "$.behaviour[0].decay"
    assert remarks("decay_hardly_shows", **fading("1h", half_life="1h"))
    assert not remarks("decay_hardly_shows", **fading("7d", half_life="30d"))
    assert not remarks("decay_hardly_shows", **fading(None, half_life="900d"))


def test_a_step_that_comes_after_the_window_is_dead() -> None:
    steps = (DecayStep(after="5d", keeps=50), DecayStep(after="7d", keeps=0))

    assert (
        only("decay_step_past_window", **fading("7d", steps=steps)).path
        == "$.behaviour[0].decay.steps[1].after"
    )
    assert not remarks("decay_step_past_window", **fading("8d", steps=steps))


def test_a_decay_whose_points_come_back_is_a_warning() -> None:
    steps = (DecayStep(after="5d", keeps=50), DecayStep(after="7d", keeps=80))

    assert only("decay_rises", **fading(None, steps=steps)).path == "$.behaviour[0].decay.steps[1].keeps"
