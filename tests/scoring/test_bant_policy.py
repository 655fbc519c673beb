"""What BANT promises, one promise a test, with the figures and the examples that "Zephyr 47" gives."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from leadmodel.scoring.bant_answers import Authority, Bant, Budget, CompellingEvent, Need, Size
from leadmodel.scoring.bant_card import grade_bant, standing
from leadmodel.scoring.bant_fields import BantFields, read_bant
from leadmodel.scoring.bant_model import BudgetPoints, NeedPoints
from leadmodel.scoring.bant_shipped import bant_matrix
from leadmodel.scoring.escalation import escalates
from tests.building import lead
from tests.scoring.bant_building import AT, BEST, MODEL, card, tiny

# ------------------------------------------------------------------------------------------------------ the questions


@pytest.mark.statement("BM-01")
def test_a_budget_is_available_or_will_be_provided_or_is_none_and_each_is_worth_less() -> None:
    assert [each.value for each in Budget] == ["available", "will_be_provided", "none"]
    assert [card(budget=each).total_thousandths for each in Budget] == [25_000, 12_500, 0]


@pytest.mark.statement("BM-02")
def test_authority_asks_for_the_title_for_a_decision_maker_and_for_an_influencer() -> None:
    assert card(title="VP Sales").total_thousandths == 5_000
    assert card(title="Clerk").total_thousandths == 0
    assert card(decision_maker=True).total_thousandths == 20_000
    assert card(decision_maker=False, influencer=True).total_thousandths == 12_000
    assert card(decision_maker=False, influencer=False).total_thousandths == 0
    assert card(title="VP", decision_maker=True).total_thousandths == 25_000


@pytest.mark.statement("BM-03")
def test_need_is_a_problem_to_solve_or_research_or_a_job_or_studies_or_something_to_sell() -> None:
    assert [each.value for each in Need] == [
        "problem_to_solve",
        "researching",
        "job_seeker",
        "student",
        "selling_to_you",
    ]
    assert [card(need=each).total_thousandths for each in Need] == [15_000, 3_000, 0, 0, 0]
    assert Bant(need=Need.PROBLEM_TO_SOLVE, problem="The month-end takes a week").problem


@pytest.mark.statement("BM-04")
@pytest.mark.parametrize(
    ("day", "points"),
    [
        (date(2026, 11, 6), 100),
        (date(2027, 2, 6), 100),
        (date(2027, 2, 7), 60),
        (date(2027, 5, 6), 60),
        (date(2027, 5, 7), 30),
        (date(2027, 11, 6), 30),
        (date(2027, 11, 7), 0),
        (date(2026, 11, 5), None),
    ],
)
def test_timeframe_asks_when_they_decide_and_the_last_day_of_a_band_is_in_it(
    day: date, points: int | None
) -> None:
    line = next(line for line in card(decides_on=day).lines if line.element == "decision")

    assert line.points == points


@pytest.mark.statement("SC-25")
def test_a_first_score_looks_at_five_dimensions() -> None:
    events = [card(compelling_event=each).total_thousandths for each in CompellingEvent]
    four_words = [each for each in Authority if each is not Authority.NEITHER]
    authorities = [card(authority=each).total_thousandths for each in four_words]

    assert events == [10_000, 2_000]
    assert [each.value for each in four_words] == ["decision_maker", "influencer", "recommender", "user"]
    assert authorities == sorted(authorities, reverse=True) == [20_000, 12_000, 8_000, 4_000]
    assert card(decides_in=3).total_thousandths == 20_000
    assert card(activates_in=6).total_thousandths == 5_000
    assert card(budget="available").total_thousandths == 25_000
    assert [each.value for each in Size] == ["large", "medium", "small", "microscopic"]
    assert [card(size=each).number for each in Size] == [1, 2, 3, 4]


# ----------------------------------------------------------------------------------------------- figures and examples


@pytest.mark.statement("BM-05")
def test_a_vp_with_a_million_who_decides_in_three_months_ranks_above_a_job_seeker_who_downloads() -> None:
    mapping = BantFields(
        budget="fields.budget",
        budget_amount="fields.budget_amount",
        authority="fields.authority",
        title="lead.title",
        need="fields.need",
        decides_in="fields.decides_in",
    )
    buyer = lead(
        "L1",
        title="VP",
        fields={
            "budget": "available",
            "budget_amount": 1_000_000,
            "authority": "decision maker",
            "decides_in": 3,
        },
    )
    seeker = lead("L2", title="Analyst", fields={"need": "job seeker", "downloads": 500})
    cards = [grade_bant(read_bant(each, mapping).answers, MODEL, at=AT) for each in (seeker, buyer)]

    first, last = sorted(cards, key=lambda each: standing(each, MODEL))

    assert (first.cell, first.total_thousandths, first.treatment) == ("A1", 70_000, "sales")
    assert (last.letter, last.total_thousandths, last.treatment) == ("C", 0, "nurture")


@pytest.mark.statement("BM-06")
def test_each_house_weighs_the_elements_in_its_own_way() -> None:
    money = tiny(budget=BudgetPoints(weight=9, available=100, will_be_provided=50, none=0))
    points = {"problem_to_solve": 100, "researching": 50, "job_seeker": 0, "student": 0, "selling_to_you": 0}
    pain = tiny(need=NeedPoints(weight=9, **points))
    funded: dict[str, Any] = {"budget": "available", "need": "researching"}
    pressed: dict[str, Any] = {"budget": "none", "need": "problem_to_solve"}

    assert (
        card(money, **funded).total_thousandths == 95_000 > card(money, **pressed).total_thousandths == 10_000
    )
    assert (
        card(pain, **funded).total_thousandths == 55_000 < card(pain, **pressed).total_thousandths == 90_000
    )


@pytest.mark.statement("BM-07")
def test_letters_are_bands_on_a_scale_of_a_hundred_points_and_a_limit_counts_when_it_is_met() -> None:
    assert card(**BEST).total_thousandths == 100_000
    assert card().total_thousandths == 0
    reached: dict[str, Any] = {"budget": "available", "authority": "decision_maker", "activates_in": 6}
    reached |= {"need": "problem_to_solve"}
    assert card(**reached).total_thousandths == 65_000
    assert (card(**reached).letter, card(**reached, title="VP").letter) == ("B", "A")
    assert [card(budget="available", need=need).letter for need in ("problem_to_solve", "researching")] == [
        "B",
        "C",
    ]


@pytest.mark.statement("BM-08", "CF-04")
@pytest.mark.parametrize(
    ("revenue", "of_four", "of_three"),
    [
        (1_000_001, 1, 1),
        (1_000_000, 1, 1),
        (999_999, 2, 2),
        (250_000, 2, 2),
        (249_999, 3, 3),
        (50_000, 3, 3),
        (49_999, 4, 3),
        (0, 4, 3),
    ],
)
def test_size_is_a_second_axis_of_four_numbers_or_of_three(revenue: int, of_four: int, of_three: int) -> None:
    three = bant_matrix(sizes=3)

    assert (card(revenue=revenue).number, card(three, revenue=revenue).number) == (of_four, of_three)
    assert (card(revenue=revenue).letter, card(**BEST, revenue=revenue).letter) == ("C", "A")
    assert len(MODEL.cells) == 12
    assert len(three.cells) == 9


@pytest.mark.statement("BM-09", "BM-10")
def test_the_best_lead_is_a1_and_the_worst_c4() -> None:
    best = card(**BEST, revenue=1_000_000)
    worst = card(budget="none", need="student", decides_in=36, size="microscopic")

    assert (best.cell, worst.cell) == ("A1", "C4")
    assert (MODEL.cells[0], MODEL.cells[-1]) == ("A1", "C4")
    assert standing(best, MODEL) < standing(worst, MODEL)


@pytest.mark.statement("BM-11")
def test_a_highly_qualified_lead_with_a_small_opportunity_is_a4() -> None:
    small = card(**BEST, revenue=5_000)

    assert (small.cell, small.total_thousandths) == ("A4", 100_000)
    assert (small.treatment, card(bant_matrix(reading="rank"), **BEST, revenue=5_000).treatment) == (
        "nurture",
        "sales",
    )


@pytest.mark.statement("BM-12", "BM-13", "NR-10", "SC-21")
def test_as_a_lead_tells_more_it_rises_to_b2_and_is_handed_to_sales_once() -> None:
    told: dict[str, Any] = {"revenue": 300_000}
    cells: list[str | None] = [None]
    for more in (
        {"budget": "available"},
        {"need": "researching"},
        {"authority": "influencer"},
        {"need": "problem_to_solve"},
        {"decides_in": 3},
    ):
        told |= more
        cells.append(card(**told).cell)
    assert cells == [None, "C2", "C2", "B2", "B2", "A2"]

    already, handed = False, []
    for before, after in pairwise(cells):
        step = escalates(before, after, MODEL.treatments, already=already, cells=MODEL.cells)
        already = already or step.due
        handed.append(step.reason.value)
    assert handed == ["below", "below", "rose", "was_with_sales", "was_with_sales"]
