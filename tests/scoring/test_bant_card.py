"""What a card says: what is not known, the last letter, sums that are exact, and the text."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.scoring.bant_card import standing
from leadmodel.scoring.bant_model import BudgetPoints, LetterBand, TimeBand, TimePoints
from leadmodel.scoring.bant_shipped import bant_matrix
from leadmodel.scoring.treatments import Treatment, Treatments
from tests.scoring.bant_building import BEST, MODEL, card, tiny

# -------------------------------------------------------------------------------------------------- what is not known


def test_an_open_question_adds_nothing_and_takes_nothing_away() -> None:
    some = card(budget="available", need="researching")

    assert (some.total_thousandths, some.known, some.asked) == (28_000, 2, 7)
    assert [line.points for line in some.lines] == [100, None, None, 20, None, None, None]
    assert (some.least_thousandths, some.most_thousandths) == (30_000, 88_000)


def test_left_out_an_open_question_counts_in_neither_sum() -> None:
    model = tiny(unanswered="left_out")

    assert card(model, budget="will_be_provided").total_thousandths == 50_000
    assert card(tiny(), budget="will_be_provided").total_thousandths == 25_000
    assert card(model).total_thousandths == 0
    both: dict[str, Any] = {"budget": "will_be_provided", "need": "researching"}
    assert card(model, **both) == card(tiny(), **both)


def test_without_a_size_there_is_no_cell_and_a_treatment_only_where_every_size_has_the_same() -> None:
    best, poor = card(**BEST), card(budget="none")

    assert (best.letter, best.number, best.cell, best.treatment) == ("A", None, None, None)
    assert (poor.letter, poor.number, poor.cell, poor.treatment) == ("C", None, None, Treatment.NURTURE)


def test_a_house_may_assume_a_size_and_the_card_shows_that_no_answer_gave_it() -> None:
    assumed = card(tiny(unsized=2), budget="available")

    assert (assumed.cell, assumed.sized_by) == ("A2", None)
    assert card(tiny(unsized=2), budget="available", size="large").cell == "A1"


def test_the_first_known_answer_gives_the_size() -> None:
    every: dict[str, Any] = {"revenue": 5_000, "budget_amount": 1_000_000, "size": "medium"}

    assert (card(**every).number, card(**every).sized_by) == (4, "revenue")
    own = tiny(size_by=("size", "budget_amount"))
    assert (card(own, **every).number, card(own, **every).sized_by) == (1, "size")
    assert card(own, revenue=5_000).number is None


def test_a_date_that_has_passed_is_asked_again_and_counts_as_not_known() -> None:
    late = card(decides_on=date(2026, 11, 5))
    line = next(line for line in late.lines if line.element == "decision")

    assert (line.state, line.answer, line.choice, line.share_thousandths) == ("passed", "2026-11-05", None, 0)
    assert (late.known, late.total_thousandths) == (0, 0)
    assert "decision: 2026-11-05 has passed, ask again, weight 20" in str(late)


def test_months_count_from_the_day_on_which_they_were_told() -> None:
    told: dict[str, Any] = {"decides_in": 6, "said_on": date(2026, 8, 1)}

    assert card(**told).total_thousandths == 20_000
    assert card(decides_in=6).total_thousandths == 12_000
    assert "6 months from 2026-08-01 (within 3 months)" in str(card(**told))


def test_today_is_the_day_of_the_house() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    model = tiny(decision=TimePoints(weight=1, bands=(TimeBand(points=90),)))
    auckland = replace(model, zone="Pacific/Auckland")

    assert card(model, late, decides_on=date(2026, 11, 30)).known == 1
    assert card(auckland, late, decides_on=date(2026, 11, 30)).known == 0
    assert card(auckland, late, decides_on=date(2026, 12, 1)).known == 1


# ---------------------------------------------------------------------------------------------------- the last letter


@pytest.mark.parametrize("need", ["job_seeker", "student", "selling_to_you"])
def test_who_wants_no_sale_has_the_last_letter_whatever_the_points(need: str) -> None:
    capped = card(**BEST | {"need": need}, revenue=1_000_000)

    assert (capped.cell, capped.total_thousandths, capped.capped_by) == ("C1", 85_000, need)
    assert "the last letter, because of" in str(capped)
    assert card(**BEST, revenue=1_000_000).capped_by is None
    assert card(need="researching").capped_by is None


def test_without_such_a_list_the_points_alone_decide() -> None:
    free = replace(MODEL, last_letter_for=())

    assert card(free, **BEST | {"need": "student"}, revenue=1_000_000).cell == "A1"


# ---------------------------------------------------------------------------------------------------------- exactness


def test_a_total_is_rounded_down_so_that_what_is_shown_meets_a_limit_only_where_the_exact_total_does() -> (
    None
):
    """2 of 3 parts are 66.666… of 100: not 67, and shown as what it is worth."""
    model = tiny(
        budget=BudgetPoints(weight=2, available=100, will_be_provided=50, none=0),
        letters=(LetterBand(letter="A", at_least=67), LetterBand(letter="B")),
        treatments=Treatments(sales=("A1",), rest=Treatment.NURTURE),
    )
    almost = card(model, budget="available")

    assert (almost.total_thousandths, almost.letter) == (66_666, "B")
    assert "66.666 of 100 points" in str(almost)


def test_the_thousandths_that_rounding_leaves_go_to_the_lines_that_lost_most_and_to_the_earlier_of_two() -> (
    None
):
    model = tiny(decision=TimePoints(weight=1, bands=(TimeBand(points=100),)))
    even = card(model, budget="available", need="problem_to_solve", decides_in=1)

    assert even.total_thousandths == 100_000
    assert [line.share_thousandths for line in even.lines] == [33_334, 33_333, 33_333]


def test_a_card_reads_as_a_sum() -> None:
    assert str(card(**BEST | {"need": "researching", "title": None}, revenue=300_000)).splitlines() == [
        "A2 (sales): 83.000 of 100 points, 6 of 7 answers known",
        "  budget: available, 100 points at weight 25: 25.000",
        "  authority: decision_maker, 100 points at weight 20: 20.000",
        "  title: unknown, weight 5",
        "  need: researching, 20 points at weight 15: 3.000",
        "  compelling event: official_project, 100 points at weight 10: 10.000",
        "  decision: 3 months (within 3 months), 100 points at weight 20: 20.000",
        "  activation: 6 months (within 6 months), 100 points at weight 5: 5.000",
    ]
    assert str(card()).startswith("C, size unknown (nurture): 0.000 of 100 points, 0 of 7 answers known")
    assert str(card(**BEST)).startswith("A, size unknown (treatment unknown): 100.000 of 100 points")


# ------------------------------------------------------------------------------------------------------- broken calls


def test_a_naive_time_is_an_error() -> None:
    with pytest.raises(TimeError, match=r"at: .* has no time zone"):
        card(at=datetime(2026, 11, 6))


def test_the_letter_stands_before_the_number_and_the_number_before_the_total() -> None:
    cards = [
        card(**BEST, size="large"),
        card(**BEST | {"title": None}, size="large"),
        card(**BEST, size="microscopic"),
        card(**BEST),
        card(budget="available", need="problem_to_solve", size="large"),
        card(budget="none", size="large"),
        card(),
    ]

    assert [each.cell for each in cards] == ["A1", "A1", "A4", None, "B1", "C1", None]
    places = [standing(each, MODEL) for each in cards]
    assert places == sorted(set(places))


def test_a_card_of_another_matrix_has_no_standing_here() -> None:
    with pytest.raises(UnknownNameError, match="unknown letter 'C'"):
        standing(card(), tiny())
    with pytest.raises(UnknownNameError, match="unknown number '4'"):
        standing(card(**BEST, size="microscopic"), tiny())


@pytest.mark.parametrize("changes", [{"sizes": 5}, {"sizes": "4"}, {"reading": "square"}])
def test_a_shipped_matrix_that_there_is_not_is_an_error(changes: Any) -> None:
    with pytest.raises(InputError, match="is not one of"):
        bant_matrix(**changes)
