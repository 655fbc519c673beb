"""What a linter of scoring says, one weakness a test, with its path and its figures."""

from typing import Any

import pytest

from leadmodel.conditions import Activities, Condition, count, days_since, field
from leadmodel.records.plain import as_plain
from leadmodel.scoring import BehaviourRule, LevelBand, Scoring
from leadmodel.whatif import ScoringRemarkCode, lint_scoring
from tests.building import house, scoring
from tests.package_tree import ROOT
from tests.whatif.remarking import COUNTRY, EMPLOYEES, TITLE, VP, fit, ladder, only, page, remarks

#: Nothing to say about it.
SOUND = Scoring(
    fit=(fit(VP, 20), fit(COUNTRY == "CH", 20, id="swiss", bucket="qualification")),
    behaviour=(page(10, at_most=5),),
    grades=ladder(40, 20),
    levels=(LevelBand(level=1, at_least=40), LevelBand(level=2, at_least=20), LevelBand(level=3)),
    sales_ready=("A1", "A2"),
)


def test_of_a_sound_model_there_is_nothing_to_say() -> None:
    assert lint_scoring(SOUND) == ()


def test_a_path_starts_at_the_document_of_a_model_and_at_the_scoring_alone() -> None:
    weak = scoring(fit=(fit(VP, 0),))
    alone, inside = lint_scoring(weak), lint_scoring(house(scoring=weak))

    assert "$.fit[0].points" in [each.path for each in alone]
    assert [f"$.scoring{each.path[1:]}" for each in alone] == [each.path for each in inside]


def test_the_page_about_working_on_a_model_names_every_code() -> None:
    page = (ROOT / "docs" / "concepts" / "working_on_a_model.md").read_text("utf-8")

    assert [code for code in ScoringRemarkCode if f"`{code}`" not in page] == []


def test_warnings_come_before_notes() -> None:
    found = lint_scoring(scoring(fit=(fit(VP, 0),), behaviour=(page(cap=100, at_most=2),)))

    assert [each.severity for each in found] == sorted((each.severity for each in found), reverse=True)
    assert {each.severity for each in found} == {"warning", "note"}


def test_a_remark_is_plain_data_and_reads_as_a_sentence() -> None:
    remark = only("band_out_of_reach", fit=(fit(VP, 30),), grades=ladder(50, 20))

    assert as_plain(remark)["figures"] == {"least": 0, "most": 30, "at_least": 50, "below": None}
    assert str(remark) == f"$.grades[0]: {remark.wrong}; {remark.better}"


# ------------------------------------------------------------------------------------------------- bands and cells


def test_a_band_above_the_most_is_out_of_reach_and_so_is_its_cell() -> None:
    told: dict[str, Any] = {"fit": (fit(VP, 30),), "behaviour": (page(),), "sales_ready": ("A1", "B1")}
    remark, cell = only("band_out_of_reach", **told), only("cell_out_of_reach", **told)

    assert (remark.path, remark.severity) == ("$.grades[0]", "warning")
    assert "the fit comes to 30 at most, and it starts at 50" in remark.wrong
    assert (cell.path, cell.wrong) == ("$.sales_ready[0]", "no lead is in A1: grade A is out of reach")


def test_whoever_is_large_is_not_small_so_their_points_do_not_add_up() -> None:
    rules = (fit(EMPLOYEES >= 1000, 30, id="large"), fit(EMPLOYEES < 50, 30, id="small"))

    assert only("band_out_of_reach", fit=rules, grades=ladder(60)).figures["most"] == 30
    assert not remarks("band_out_of_reach", fit=rules, grades=ladder(30))


def test_a_cap_puts_a_band_out_of_reach_that_an_unlimited_rule_would_get_to() -> None:
    assert not remarks(
        "band_out_of_reach",
        behaviour=(page(),),
        levels=(LevelBand(level=1, at_least=900), LevelBand(level=2)),
    )
    assert remarks(
        "band_out_of_reach",
        behaviour=(page(),),
        levels=(LevelBand(level=1, at_least=900), LevelBand(level=2)),
        score_cap=899,
    )


def test_a_start_above_the_last_band_leaves_it_to_nobody() -> None:
    remark = only("band_out_of_reach", fit=(fit(VP, 10),), grades=ladder(20, 5), start=10)

    assert remark.path == "$.grades[2]"
    assert "comes to 10 at least, and it is for less than 5" in remark.wrong


def test_points_in_tens_never_hit_a_band_from_41_to_45() -> None:
    remark = only(
        "band_out_of_reach",
        behaviour=(page(10),),
        levels=(LevelBand(level=1, at_least=46), LevelBand(level=2, at_least=41), LevelBand(level=3)),
    )

    assert remark.path == "$.levels[1]"
    assert "jumps from 40 to 50, past everything from 41 to below 46" in remark.wrong


def test_wide_steps_without_a_limit_leave_gaps_as_well() -> None:
    demo = BehaviourRule(id="demo", activity="demo", points=4, at_most=1)
    bands = (LevelBand(level=1, at_least=100), LevelBand(level=2, at_least=96), LevelBand(level=3))
    remark = only("band_out_of_reach", behaviour=(page(10), demo), levels=bands)

    assert (remark.path, "jumps from 94 to 100" in remark.wrong) == ("$.levels[1]", True)


def test_a_threshold_between_two_numbers_of_points_is_really_the_higher_one() -> None:
    remark = only(
        "threshold_between_points", fit=(fit(VP, 20), fit(COUNTRY == "CH", 40, id="ch")), grades=ladder(35)
    )

    assert (remark.path, remark.severity) == ("$.grades[0].at_least", "note")
    assert (remark.figures["at_least"], remark.figures["first"]) == (35, 40)


def test_a_threshold_below_where_every_lead_starts_is_between_no_two_points() -> None:
    assert (
        only("threshold_between_points", fit=(fit(VP, 10),), start=10, grades=ladder(15, 5)).path
        == "$.grades[0].at_least"
    )
    assert not remarks("threshold_between_points", fit=(fit(VP, 10),), start=10, grades=ladder(20, 5))


def test_a_band_that_the_next_step_leaves_again_is_narrow() -> None:
    bands = (LevelBand(level=1, at_least=43), LevelBand(level=2, at_least=38), LevelBand(level=3))
    remark = only("narrow_band", behaviour=(page(10, at_most=9),), levels=bands)

    assert (remark.path, remark.figures["only"]) == ("$.levels[1]", 40)
    assert "the next number of points is 50" in remark.wrong


def test_a_band_that_everybody_is_in_is_no_band() -> None:
    remark = only("band_for_everybody", fit=(fit(VP, 10),), grades=ladder(50, 0))

    assert (remark.path, remark.figures["most"]) == ("$.grades[1]", 10)


def test_bands_without_rules_are_named_once() -> None:
    remark = only("no_rules", behaviour=(page(),))

    assert (remark.path, remark.figures["bands"]) == ("$.grades", 3)
    assert not remarks("no_rules", behaviour=(page(),), grades=ladder())


def test_a_cell_whose_grade_excludes_its_level_is_out_of_reach() -> None:
    remark = only(
        "cell_out_of_reach",
        fit=(fit(VP, 20),),
        behaviour=(BehaviourRule(id="other", when=~VP, points=20),),
        grades=ladder(20),
        levels=(LevelBand(level=1, at_least=20), LevelBand(level=2)),
        sales_ready=("A1", "A2"),
    )

    assert remark.path == "$.sales_ready[0]"
    assert "exclude each other" in remark.wrong


def test_nobody_or_everybody_ready_for_sales_is_a_warning() -> None:
    told: dict[str, Any] = {"fit": (fit(VP, 20),), "behaviour": (page(50, at_most=1),), "grades": ladder(20)}

    assert "leads are in A1, A3, Z1, Z3" in only("ready_nobody", **told, sales_ready=("A2",)).wrong
    assert only("ready_everybody", **told, sales_ready=("A1", "A3", "Z1", "Z3")).severity == "warning"


# ------------------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    "when",
    [
        Condition(field="lead.country", equals="CH", one_of=("DE", "FR")),
        Condition(field="lead.title", equals="VP", present=False),
        (EMPLOYEES > 4) & (EMPLOYEES < 5),
        EMPLOYEES < 0,
        (TITLE == "Clerk") & VP,
        COUNTRY == "Switzerland",
        Condition(activities=Activities(measure="days_since", of=("page",), within="2d"), at_least=2),
        field("lead.kind") == "webinar",
        (count("page") >= 2) & (days_since("page") > 6) & (count("page", within="7d") >= 1),
    ],
    ids=str,
)
def test_what_no_lead_can_be_never_holds(when: Condition) -> None:
    remark = only("never_holds", fit=(fit(when),))

    assert (remark.path, remark.severity) == ("$.fit[0].when", "warning")


@pytest.mark.parametrize(
    "when",
    [
        Condition(field="lead.country", equals="ch", one_of=("CH", "FR")),
        (field("fields.seats") > 4) & (field("fields.seats") < 5),
        (TITLE == "VP Sales") & VP,
        Condition(field="lead.title", mentions=("vp",), contains=("sales",)),
        TITLE.starts_with("vp") & ~VP,
        (count("page") >= 2) & (days_since("page") > 6),
        (count("page") >= 2) & (count("page", within="7d") < 1),
    ],
    ids=str,
)
def test_what_some_lead_can_be_is_not_called_dead(when: Condition) -> None:
    assert not remarks("never_holds", fit=(fit(when),))


def test_a_part_that_never_holds_is_named_where_it_stands() -> None:
    remark = only("never_holds", fit=(fit(VP | (COUNTRY == "Chad") | (EMPLOYEES > 10)),))

    assert remark.path == "$.fit[0].when.any_of[1]"
    assert remark.wrong.startswith("a part of rule 'fit'")


def test_what_holds_for_every_lead_tells_nobody_apart() -> None:
    assert only("always_holds", fit=(fit(field("lead.source").is_known()),)).severity == "warning"
    assert only("always_holds", fit=(fit(EMPLOYEES >= 0),)).severity == "note"
    assert not remarks("always_holds", fit=(fit(EMPLOYEES.is_known()),))


def test_a_rule_that_is_worth_nothing_is_named_unless_it_takes_otherwise() -> None:
    assert only("zero_points", behaviour=(page(0),)).path == "$.behaviour[0].points"
    assert not remarks("zero_points", fit=(fit(VP, 0, otherwise=-5),))


def test_the_same_sign_otherwise_is_a_warning() -> None:
    remark = only("otherwise_same_sign", fit=(fit(VP, 20, otherwise=5),))

    assert remark.path == "$.fit[0].otherwise"
    assert "give +15 when it matches" in remark.better
    assert not remarks(
        "otherwise_same_sign", fit=(fit(VP, 20, otherwise=-5), fit(~VP, 0, otherwise=1, id="x"))
    )


@pytest.mark.statement("SC-13")
def test_each_rule_is_in_one_of_three_buckets_and_an_empty_bucket_is_named() -> None:
    both = (fit(VP), fit(COUNTRY == "CH", id="ch", bucket="qualification"))
    code = ScoringRemarkCode.BUCKET_EMPTY

    assert [each.path for each in remarks(code, fit=both)] == ["$.behaviour"]
    assert (
        "no rule is in the bucket behaviour (1 of demographics, 1 of qualification)"
        in only(code, fit=both).wrong
    )
    assert "bucket qualification" in only(code, fit=both[:1], behaviour=(page(),)).wrong
    assert not remarks(code, fit=both, behaviour=(page(),))
    assert not remarks(code)


# ---------------------------------------------------------------------------------------------------- double counting


def test_two_rules_with_the_same_condition_are_one_too_many() -> None:
    rules = (fit(EMPLOYEES >= 100, 10, id="big"), fit(~(EMPLOYEES < 100), 5, id="not_small"))
    remark = only("same_condition", fit=rules)

    assert (remark.path, remark.figures["together"]) == ("$.fit[1].when", 15)
    assert not remarks("implied", fit=rules)


def test_a_thousand_people_are_a_hundred_people_too() -> None:
    rules = tuple(fit(least <= EMPLOYEES, 10, id=f"e{least}") for least in (10, 100, 1000))
    found = remarks("implied", fit=rules)

    assert [(each.path, each.severity) for each in found] == [
        ("$.fit[1].when", "note"),
        ("$.fit[2].when", "note"),
    ]
    assert ["'e10'" in each.wrong for each in found] == [True, False]


def test_what_is_within_a_rule_for_everybody_is_no_double_counting() -> None:
    assert not remarks("implied", fit=(fit(VP), fit(VP | field("lead.source").is_known(), id="all")))


def test_what_is_within_what_takes_points_is_no_double_counting() -> None:
    assert not remarks("implied", fit=(fit(VP, -5), fit(TITLE.mentions("vp sales"), 5, id="sales")))
    assert not remarks("implied", fit=(fit(VP, 5), fit(TITLE.mentions("director"), 5, id="director")))


def test_one_activity_for_two_rules_is_counted_twice_a_time() -> None:
    twice = only("same_activity", behaviour=(page(10), page(2, id="again")))
    recent = only("same_activity", behaviour=(page(10), page(2, id="again", within="7d")))

    assert (twice.path, twice.severity, twice.figures["together"]) == (
        "$.behaviour[1].activity",
        "warning",
        12,
    )
    assert recent.severity == "note"


def test_a_number_of_times_counts_on_top_of_each_time() -> None:
    often = BehaviourRule(id="often", when=count("page", within="7d") >= 3, points=5)
    idle = BehaviourRule(id="idle", when=days_since("page") >= 30, points=5)

    assert only("counted_twice", behaviour=(page(2), often)).path == "$.behaviour[1].when"
    assert not remarks("counted_twice", behaviour=(page(2), idle))
    assert not remarks("counted_twice", behaviour=(page(-2), often))
