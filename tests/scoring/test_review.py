"""The record of a scoring model: the five steps, who agreed when, and whether it is due for review."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.errors import InputError, TimeError
from leadmodel.scoring import BehaviourRule, FitRule
from leadmodel.scoring.review import (
    Agreed,
    BuildingStep,
    ScoringReview,
    building_steps,
    check_review,
    overdue_review,
)
from tests.building import ANYBODY, MONDAY, counts, points, scoring

NOON = timedelta(hours=12)


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) + NOON


def agreed(**teams: str) -> tuple[Agreed, ...]:
    return tuple(
        Agreed(team=team, by=f"head of {team}", on=date.fromisoformat(day)) for team, day in teams.items()
    )


# ------------------------------------------------------------------------------------------------------------ review


@pytest.mark.statement("SC-10")
@pytest.mark.parametrize(
    ("every", "due"),
    [("3mo", "2026-11-30"), ("6mo", "2027-02-28"), ("90d", "2026-11-29"), ("1mo", "2026-09-30")],
)
def test_a_review_is_due_so_many_months_or_days_after_the_last_one(every: str, due: str) -> None:
    review = ScoringReview(reviewed_on=date(2026, 8, 31), review_every=every)

    for late in (-1, 0, 1, 40):
        stands = overdue_review(review, at=on(due) + timedelta(days=late))
        assert (stands.due, stands.late_by, stands.overdue) == (
            date.fromisoformat(due),
            max(late, 0),
            late > 0,
        )


@pytest.mark.statement("SC-10")
def test_a_model_is_reviewed_every_three_months_where_nobody_says_otherwise() -> None:
    assert overdue_review(ScoringReview(reviewed_on=date(2026, 1, 1)), at=on("2026-04-02")).late_by == 1


@pytest.mark.statement("SC-23")
def test_the_record_says_who_agreed_for_marketing_and_for_sales_and_when() -> None:
    review = ScoringReview(agreed=agreed(marketing="2026-03-01", sales="2026-03-10"))

    early, later = (overdue_review(review, at=on(day)) for day in ("2026-03-05", "2026-03-10"))

    assert (early.agreed, early.agreed_by, early.waiting_for, early.due) == (
        False,
        ("marketing",),
        ("sales",),
        None,
    )
    assert (later.agreed, later.agreed_by, later.waiting_for) == (True, ("marketing", "sales"), ())
    # The model is in force from the day on which the last team agreed, and is reckoned from there.
    assert (later.since, later.due) == (date(2026, 3, 10), date(2026, 6, 10))


def test_what_is_dated_later_has_not_happened_yet() -> None:
    review = ScoringReview(
        agreed=agreed(marketing="2026-03-01", sales="2026-03-01"), reviewed_on=date(2026, 6, 1)
    )

    assert overdue_review(review, at=on("2026-05-31")).since == date(2026, 3, 1)
    assert overdue_review(review, at=on("2026-06-01")).since == date(2026, 6, 1)


def test_nothing_is_due_of_a_model_that_nobody_agreed_to_or_reviewed() -> None:
    stands = overdue_review(ScoringReview(), at=MONDAY)

    assert (stands.due, stands.late_by, stands.waiting_for) == (None, 0, ("marketing", "sales"))


def test_days_are_those_of_the_zone() -> None:
    review = ScoringReview(reviewed_on=date(2026, 1, 1), review_every="1d", zone="Pacific/Auckland")

    assert overdue_review(review, at=datetime(2026, 1, 2, 10, 59, tzinfo=UTC)).late_by == 0
    assert overdue_review(review, at=datetime(2026, 1, 2, 11, tzinfo=UTC)).late_by == 1


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 30), st.integers(-400, 2000))
def test_the_due_day_is_that_of_another_calendar(reviewed: date, months: int, days: int) -> None:
    review = ScoringReview(reviewed_on=reviewed, review_every=f"{months}mo")
    today = reviewed + timedelta(days=days)

    stands = overdue_review(review, at=datetime(today.year, today.month, today.day, 12, tzinfo=UTC))

    due = reviewed + relativedelta(months=months)
    if days < 0:
        assert (stands.due, stands.late_by) == (None, 0)
    else:
        assert (stands.due, stands.late_by) == (due, max((today - due).days, 0))


@pytest.mark.parametrize("every", ["36h", "3", "", "0mo", "3 months"])
def test_a_rhythm_is_a_number_of_days_or_months(every: str) -> None:
    with pytest.raises(InputError, match="review_every"):
        ScoringReview(review_every=every)


def test_a_zone_exists_and_an_instant_has_one() -> None:
    with pytest.raises(TimeError):
        ScoringReview(zone="Europe/Zurch")
    with pytest.raises(TimeError):
        overdue_review(ScoringReview(), at=datetime(2026, 1, 1))


def test_faults_of_a_record_have_their_paths() -> None:
    review = ScoringReview(
        teams=("sales", "sales", " "), agreed=(Agreed(team="legal", by="", on=date(2026, 1, 1)),)
    )

    assert [finding.path for finding in check_review(review, "$.r")] == [
        "$.r.teams[1]",
        "$.r.teams[2]",
        "$.r.agreed[0].team",
        "$.r.agreed[0].by",
    ]
    assert [str(each) for each in check_review(ScoringReview(teams=()), "$")] == [
        "$.teams: is empty, an agreement is between teams"
    ]
    assert list(check_review(ScoringReview(agreed=agreed(sales="2026-01-01")), "$")) == []


# ------------------------------------------------------------------------------------------------------- five steps

WHOLE = scoring(
    fit=(
        points("vp", ANYBODY, 20),
        FitRule(id="budget", when=ANYBODY, points=0, otherwise=-5, bucket="qualification"),
    ),
    behaviour=(counts("demo", 30),),
)


@pytest.mark.statement("SC-12")
def test_a_model_is_built_in_five_steps_and_each_says_what_is_missing() -> None:
    half = scoring(fit=(points("vp", ANYBODY, 0),), sales_ready=())

    steps = building_steps(half, at=MONDAY)

    assert {step.step: step.missing for step in steps} == {
        BuildingStep.ALIGNMENT_MEETING: ("no meeting of the teams is on record",),
        BuildingStep.BUCKETS: ("no rule is about behaviour", "no rule is about qualification"),
        BuildingStep.THRESHOLD: ("no cell of the matrix is ready for sales",),
        BuildingStep.WEIGHTS: ("rule 'vp' gives no points",),
        BuildingStep.POINTS_AND_TEST: ("no test with recent leads is on record",),
    }
    assert [step.step for step in steps] == list(BuildingStep)
    assert len(steps) == 5
    assert not any(step.done for step in steps)


@pytest.mark.statement("SC-12")
def test_all_five_are_done_once_the_record_and_the_rules_are_there() -> None:
    review = ScoringReview(aligned_on=date(2026, 3, 1), tested_on=date(2026, 4, 1))

    assert all(step.done for step in building_steps(WHOLE, review, at=on("2026-04-01")))
    assert [step.step for step in building_steps(WHOLE, review, at=on("2026-03-31")) if not step.done] == [
        BuildingStep.POINTS_AND_TEST
    ]
    assert [step.step for step in building_steps(WHOLE, review, at=on("2026-02-28")) if not step.done] == [
        BuildingStep.ALIGNMENT_MEETING,
        BuildingStep.POINTS_AND_TEST,
    ]


def test_without_a_rule_there_are_no_weights() -> None:
    steps = {step.step: step for step in building_steps(scoring(), at=MONDAY)}

    assert steps[BuildingStep.WEIGHTS].missing == ("there is no rule",)


@pytest.mark.statement("SC-13")
def test_a_rule_belongs_to_one_of_three_buckets_and_to_no_other() -> None:
    told: dict[str, Any] = {"id": "x", "when": Condition(field="lead.title", present=True), "points": 1}

    assert [FitRule(**told, bucket=bucket).bucket for bucket in ("demographics", "qualification")] == [
        "demographics",
        "qualification",
    ]
    with pytest.raises(InputError, match="not one of demographics, qualification"):
        FitRule(**(told | {"bucket": "behaviour"}))
    # Behaviour is the bucket of the rules that look at what a lead does, and of no fit rule.
    assert not hasattr(BehaviourRule(id="x", activity="page", points=1), "bucket")
