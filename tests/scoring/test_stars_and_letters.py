"""Models written in stars, and grades by thirds of a letter."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.errors import InputError, UnknownNameError
from leadmodel.records import Company, Event, Lead
from leadmodel.scoring import FitRule, Group, LevelBand, Scoring, check_scoring, score
from leadmodel.scoring.letters import LETTERS, third_rule, thirds_of_a_letter
from leadmodel.scoring.stars import scaled
from tests.building import MONDAY, case_of, counts, did, grades, lead, levels, scoring
from tests.conditions.kleene import leads

from .hourly import HOUR, House, case
from .models import histories, scorings

# ------------------------------------------------------------------------------------------------------------- stars


@pytest.mark.statement("SC-15", "SC-16")
@pytest.mark.parametrize(("stars", "ready"), [(7, True), (6, False), (8, True)])
def test_at_ten_points_a_star_a_threshold_of_seven_stars_is_one_of_70_points(stars: int, ready: bool) -> None:
    model = scoring(
        behaviour=(counts("demo", 4), counts("webinar", 3), counts("page", 1)),
        grades=grades(),
        levels=levels(7),
        sales_ready=("Z1",),
    )
    in_points = scaled(model, 10)
    done = {6: ("webinar", "webinar"), 7: ("demo", "webinar"), 8: ("demo", "webinar", "page")}[stars]
    events = [did(name, MONDAY - place * HOUR) for place, name in enumerate(done)]

    card = score(case_of(lead(), *events), House(in_points), at=MONDAY)

    assert in_points.levels[0].at_least == 70
    assert (card.score, card.sales_ready) == (stars * 10, ready)


@given(scorings(), leads, histories(), st.integers(1, 1000))
def test_a_uniform_rate_changes_every_figure_alike_and_no_decision(
    declared: Scoring, lead: Lead, history: list[Event], rate: int
) -> None:
    # What fades is rounded to a thousandth at either size: that alone may differ.
    steady = replace(declared, behaviour=tuple(replace(rule, decay=None) for rule in declared.behaviour))
    subject = case(lead, history)

    stars, points = (score(subject, House(each), at=MONDAY) for each in (steady, scaled(steady, rate)))

    assert (points.label, points.sales_ready) == (stars.label, stars.sales_ready)
    assert [line.thousandths for line in points.lines if line.step != "rounding"] == [
        line.thousandths * rate for line in stars.lines if line.step != "rounding"
    ]


def test_every_number_of_points_is_scaled_and_nothing_else() -> None:
    small = scoring(
        fit=(
            FitRule(
                id="vp", when=Condition(field="lead.title", present=True), points=2, otherwise=-1, group="g"
            ),
        ),
        behaviour=(replace(counts("page", 3, at_most=2, within="7d"), cap=5, floor=-1.5),),
        groups=(Group(name="g", cap=4, floor=-4),),
        grades=grades(A=2),
        levels=levels(3),
        sales_ready=("A1",),
        start=1,
        fit_cap=9,
        fit_floor=-9,
        score_cap=8,
        score_floor=-8,
    )
    large = scoring(
        fit=(
            FitRule(
                id="vp", when=Condition(field="lead.title", present=True), points=20, otherwise=-10, group="g"
            ),
        ),
        behaviour=(replace(counts("page", 30, at_most=2, within="7d"), cap=50, floor=-15),),
        groups=(Group(name="g", cap=40, floor=-40),),
        grades=grades(A=20),
        levels=levels(30),
        sales_ready=("A1",),
        start=10,
        fit_cap=90,
        fit_floor=-90,
        score_cap=80,
        score_floor=-80,
    )

    assert scaled(small, 10) == large
    assert scaled(small, 1) == small


@pytest.mark.parametrize("rate", [0, -1, 2.5, True, "10"])
def test_a_rate_is_a_whole_number_above_zero(rate: Any) -> None:
    with pytest.raises(InputError, match="no whole number"):
        scaled(scoring(), rate)


# ----------------------------------------------------------------------------------------------------------- letters


def graded(thirds: dict[str, int], start: str = "D", **who: Any) -> str:
    fields = {"industry": "company.industry", "title": "lead.title", "country": "lead.country"}
    letters = thirds_of_a_letter(start)
    model = scoring(
        fit=tuple(
            third_rule(name, Condition(field=fields[name], equals="CH"), worth)
            for name, worth in thirds.items()
        ),
        grades=letters.grades,
        start=letters.start,
        fit_cap=letters.fit_cap,
        fit_floor=letters.fit_floor,
        levels=(LevelBand(level=1),),
        sales_ready=("A+1",),
    )
    return score(lead(**who), House(model), at=MONDAY).grade


def test_a_match_raises_what_does_not_match_lowers_and_unknown_leaves_the_grade() -> None:
    assert graded({"title": 3}) == "D"
    assert graded({"title": 3}, title="ch") == "C"
    assert graded({"title": 1}, title="ch") == "D+"
    assert graded({"title": 2}, title="ch") == "C-"
    assert graded({"title": 1}, title="other") == "D-"
    assert graded({"title": 3}, title="other") == "F"
    assert graded({"title": 3, "country": 2}, title="ch", country="US") == "D+"


def test_ten_thirds_lift_a_d_to_an_a_plus_and_no_more_lift_it_further() -> None:
    five = dict.fromkeys(("title", "country", "industry"), 3)
    every: dict[str, Any] = {"title": "CH", "country": "CH", "company": Company(industry="CH")}

    assert LETTERS.index("D") + 10 == LETTERS.index("A+")
    assert graded(five, **every) == "A"
    assert graded({**five, "title": 4}, **every) == "A+"
    assert graded(five, start="A", **every) == "A+"
    assert graded(five, start="F") == "F"


@pytest.mark.parametrize("start", LETTERS)
def test_a_lead_of_which_nothing_is_known_has_the_letter_it_starts_with(start: str) -> None:
    letters = thirds_of_a_letter(start)
    model = scoring(grades=letters.grades, start=letters.start, levels=levels(), sales_ready=())

    assert list(check_scoring(model, "$", {})) == []
    assert score(lead(), House(model), at=MONDAY).grade == start


def test_another_letter_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="letter grade 'E'"):
        thirds_of_a_letter("E")
