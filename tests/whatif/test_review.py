"""A scoring model has a review date, and one that is overdue is reported."""

from datetime import date, datetime

import pytest

from leadmodel.errors import InputError, TimeError
from leadmodel.whatif import ScoringReview, overdue_reviews

at = datetime.fromisoformat


def late(*reviews: ScoringReview, now: str) -> list[tuple[str, int]]:
    return [(each.model, each.late_by) for each in overdue_reviews(reviews, at=at(now))]


@pytest.mark.statement("SC-10", "CF-11")
def test_a_model_is_due_three_months_after_its_last_review_and_overdue_the_day_after() -> None:
    ours = ScoringReview(model="2026.1", reviewed_on=date(2026, 1, 15))

    assert ours.due == date(2026, 4, 15)
    assert late(ours, now="2026-04-15T23:59Z") == []
    assert late(ours, now="2026-04-16T00:00Z") == [("2026.1", 1)]


@pytest.mark.statement("SC-10", "CF-11")
def test_a_house_may_take_six_months() -> None:
    ours = ScoringReview(model="2026.1", reviewed_on=date(2026, 1, 15), every="6mo")

    assert late(ours, now="2026-07-15T12:00Z") == []
    assert late(ours, now="2026-07-20T12:00Z") == [("2026.1", 5)]


def test_the_day_is_that_of_the_zone() -> None:
    there = ScoringReview(model="west", reviewed_on=date(2026, 1, 15), zone="America/New_York")

    assert late(there, now="2026-04-16T03:00Z") == []
    assert late(there, now="2026-04-16T04:00Z") == [("west", 1)]


def test_the_longest_overdue_comes_first_then_by_name() -> None:
    january = [ScoringReview(model=name, reviewed_on=date(2026, 1, 1)) for name in ("b", "a")]
    older = ScoringReview(model="c", reviewed_on=date(2025, 12, 1))

    assert late(*january, older, now="2026-05-01T00:00Z") == [("c", 61), ("a", 30), ("b", 30)]


def test_a_review_that_makes_no_sense_is_an_error() -> None:
    with pytest.raises(InputError, match="every"):
        ScoringReview(model="x", reviewed_on=date(2026, 1, 1), every="12h")
    with pytest.raises(TimeError, match="zone"):
        ScoringReview(model="x", reviewed_on=date(2026, 1, 1), zone="Mars")
    with pytest.raises(TimeError, match="at"):
        overdue_reviews([], at=datetime(2026, 1, 1))
