"""What comparing two versions of a model tells, one promise a test."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from leadmodel.conditions import field
from leadmodel.errors import InputError, TimeError
from leadmodel.records import Case, Lead
from leadmodel.records.plain import as_plain
from leadmodel.scoring import BehaviourRule, Decay, FitRule, GradeBand, Group, Scoring
from leadmodel.whatif import ScoringDiff, diff_rules, diff_scoring
from tests.building import MONDAY, case_of, did, grades, lead, levels, scoring

TITLE = field("lead.title")
VP = FitRule(id="vp", when=TITLE.mentions("vp"), points=20)
STUDENT = FitRule(id="student", when=TITLE.mentions("student"), points=-50)
PAGE = BehaviourRule(id="page", activity="page", points=10, at_most=3)
OLD = scoring(
    fit=(VP, STUDENT),
    behaviour=(PAGE,),
    grades=grades(A=30, B=20),
    levels=levels(20),
    sales_ready=("A1",),
)
#: Titles and how often they read a page.
PEOPLE = (("VP Sales", 3), ("VP", 0), ("Student", 3), ("Clerk", 1))


def people() -> list[Case]:
    hour = timedelta(hours=1)
    return [
        case_of(
            lead(f"L{place}", title=title),
            *(did("page", MONDAY - hours * hour, to=f"L{place}") for hours in range(times, 0, -1)),
        )
        for place, (title, times) in enumerate(PEOPLE)
    ]


def diff(new: Scoring, **told: Any) -> ScoringDiff:
    return diff_scoring(OLD, new, people(), at=MONDAY, **told)


BETTER = replace(OLD, fit=(replace(VP, points=30), STUDENT))


def test_who_moves_from_which_cell_to_which_and_by_which_line() -> None:
    first, second = diff(BETTER).leads

    assert (first.lead, first.before.label, first.after.label, first.moved) == ("L0", "B1", "A1", True)
    (line,) = first.lines
    assert (line.rule, line.before, line.after, line.change) == ("vp", 20, 30, 10)
    assert (second.lead, second.after.label, second.after.sales_ready) == ("L1", "A2", False)


def test_moves_are_a_matrix_of_cells_that_holds_every_lead() -> None:
    found = diff(BETTER)

    assert [(move.before, move.after, move.leads) for move in found.moves] == [
        ("B1", "A1", 1),
        ("B2", "A2", 1),
        ("Z1", "Z1", 1),
        ("Z2", "Z2", 1),
    ]
    assert (found.sample, found.ready_before, found.ready_after) == (4, 0, 1)


def test_a_lead_can_change_its_points_and_stay_in_its_cell() -> None:
    found = diff(replace(OLD, fit=(VP, replace(STUDENT, points=-60))))

    assert [each.lead for each in found.leads] == ["L2"]
    assert found.moved == ()


def test_a_lead_whose_points_come_from_elsewhere_is_told_of_though_it_has_as_many() -> None:
    more = FitRule(id="sales", when=TITLE.mentions("vp"), points=5)
    found = diff(replace(OLD, fit=(replace(VP, points=15), more, STUDENT)))

    assert [each.lead for each in found.leads] == ["L0", "L1"]
    assert [(line.rule, line.change) for line in found.leads[0].lines] == [("vp", -5), ("sales", 5)]


def test_a_cell_that_goes_to_sales_from_now_on_moves_its_leads() -> None:
    found = diff(replace(OLD, sales_ready=("A1", "B1")))

    assert [(each.lead, each.lines) for each in found.moved] == [("L0", ())]
    assert [str(told) for told in found.rules.other] == ["B1 ready for sales from no to yes"]


def test_each_rule_tells_how_it_is_declared_differently_and_how_many_leads_it_touches() -> None:
    new = replace(
        OLD,
        fit=(replace(VP, points=30), FitRule(id="clerk", when=TITLE == "Clerk", points=5)),
        behaviour=(replace(PAGE, at_most=2, decay=Decay(half_life="14d")),),
    )
    effects = {(each.rule, each.kind): (each.leads, each.change) for each in diff(new).effects}

    assert effects[("vp", "changed")] == (2, 20)
    assert effects[("clerk", "added")] == (1, 5)
    assert effects[("student", "removed")] == (1, 50)
    assert effects[("page", "changed")][0] == 3


def test_a_changed_rule_that_touches_nobody_is_told_as_well() -> None:
    found = diff(replace(OLD, fit=(VP, STUDENT, FitRule(id="king", when=TITLE == "King", points=5))))

    assert [(each.rule, each.kind, each.leads, each.change) for each in found.effects] == [
        ("king", "added", 0, 0)
    ]
    assert not found.same


def test_what_a_bound_takes_is_a_line_of_its_own() -> None:
    found = diff(replace(BETTER, fit_cap=25))
    line = found.leads[0].lines[1]

    assert (line.step, line.rule, line.change) == ("total", "fit", -5)
    assert ("total", "fit", 2) in [(each.step, each.rule, each.leads) for each in found.effects]


@pytest.mark.statement("MISC-08")
def test_a_model_that_changes_tells_how_many_ready_leads_each_rep_gets_in_a_week() -> None:
    wide = replace(OLD, sales_ready=("A1", "B1", "B2", "Z1"))
    found = diff(wide, reps=2, period=timedelta(days=14), capacity=0.5)

    assert (found.ready_before, found.ready_after) == (0, 3)
    assert found.workload is not None
    assert (found.workload.before, found.workload.after, found.workload.ratio) == (0, 0.75, None)
    assert found.workload.verdict == "drowning"
    assert "for each rep and week: 0.0 before, 0.8 after: drowning at a capacity of 0.5" in str(found)


@pytest.mark.statement("MISC-08")
@pytest.mark.parametrize(
    ("capacity", "verdict"),
    [(0.74, "drowning"), (0.75, "fed"), (1.5, "fed"), (1.51, "starving"), (None, None)],
)
def test_sales_drowns_above_its_capacity_and_starves_below_half_of_it(capacity: float, verdict: str) -> None:
    wide = replace(OLD, sales_ready=("A1", "B1", "B2", "Z1"))
    found = diff(wide, reps=2, period=timedelta(days=14), capacity=capacity)

    assert found.workload is not None
    assert found.workload.verdict == verdict


def test_without_reps_there_is_no_workload_and_half_a_question_is_an_error() -> None:
    assert diff(BETTER).workload is None
    week = timedelta(weeks=1)
    for told in (
        {"reps": 2},
        {"period": week},
        {"reps": 0, "period": week},
        {"reps": 1, "period": timedelta(0)},
        {"reps": 1, "period": week, "capacity": 0},
    ):
        with pytest.raises(InputError):
            diff(BETTER, **told)


@pytest.mark.statement("SC-17")
def test_recent_leads_are_put_through_two_versions_before_one_of_them_is_used() -> None:
    before: list[Case | Lead] = [*people()[:2]]
    after = [*before, lead("L9", title="VP")]

    assert diff_scoring(OLD, BETTER, before, at=MONDAY).ready_after == 1
    assert len(diff_scoring(OLD, BETTER, after, at=MONDAY).moved) == 3


def test_a_lead_is_in_a_sample_once_and_an_instant_has_a_zone() -> None:
    with pytest.raises(InputError, match="'L0' is there twice"):
        diff_scoring(OLD, OLD, [*people(), *people()], at=MONDAY)
    with pytest.raises(TimeError):
        diff_scoring(OLD, OLD, [], at=datetime(2026, 11, 9))


def test_a_difference_reads_as_text_and_is_plain_data() -> None:
    found = diff(BETTER)

    assert str(found).splitlines() == [
        "2 of 4 leads move, 2 change in points or cell",
        "ready for sales: 0 before, 1 after (+1)",
        "  changed fit rule 'vp': points from 20 to 30",
        "what comes of it:",
        "  fit rule 'vp': 2 leads, +20 points in all",
        "moves:",
        "  B1 to A1: 1",
        "  B2 to A2: 1",
    ]
    assert str(diff(OLD)) == "no difference on 4 leads"
    assert as_plain(found)["leads"][0]["lines"][0]["after"] == 30


# ----------------------------------------------------------------------------------------------- without any sample


def test_rules_are_compared_by_id_and_field_by_field() -> None:
    new = replace(
        OLD,
        fit=(replace(VP, points=30, otherwise=-5), replace(STUDENT, when=TITLE.mentions("pupil"))),
        behaviour=(replace(PAGE, at_most=None, within="30d"),),
    )

    assert str(diff_rules(OLD, new)).splitlines() == [
        "changed fit rule 'student': when from lead.title mentions 'student' to lead.title mentions 'pupil'",
        "changed fit rule 'vp': points from 20 to 30, otherwise from 0 to -5",
        "changed behaviour rule 'page': at_most from 3 to nothing, within from nothing to 30d",
    ]


def test_a_rule_that_went_to_the_other_part_is_gone_here_and_new_there() -> None:
    new = replace(
        OLD, fit=(VP,), behaviour=(PAGE, BehaviourRule(id="student", when=STUDENT.when, points=-50))
    )

    assert [(each.part, each.kind) for each in diff_rules(OLD, new).rules] == [
        ("fit", "removed"),
        ("behaviour", "added"),
    ]


def test_bands_bounds_and_groups_are_compared_too() -> None:
    new = replace(
        OLD,
        start=5,
        score_cap=50,
        groups=(Group(name="g", cap=10),),
        grades=(GradeBand(grade="A", at_least=35), GradeBand(grade="Z")),
        levels=levels(20, 10),
    )

    assert [str(each) for each in diff_rules(OLD, new).other] == [
        "start from 0 to 5",
        "score_cap from nothing to 50",
        "group g from nothing to at most 10",
        "grade A from 30 and more to 35 and more",
        "grade B from 20 and more to nothing",
        "level 2 from the rest to 10 and more",
        "level 3 from nothing to the rest",
    ]


def test_the_order_of_rules_is_no_difference() -> None:
    found = diff_rules(OLD, replace(OLD, fit=(STUDENT, VP)))

    assert found.same
    assert str(found) == "no difference"
