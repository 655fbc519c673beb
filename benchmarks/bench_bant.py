"""Grading by BANT, against the same rules written out by hand, and what would bring a lead to a cell.

The hand-written rules give the cell alone. A card has the exact share, the answer and the band of every element, so it
is longer in the making; the ratio says what the reasons cost.
"""

from datetime import UTC, datetime
from itertools import product

from harness import Comparison
from leadmodel.scoring.bant_answers import Authority, Bant, Budget, Need
from leadmodel.scoring.bant_card import grade_bant
from leadmodel.scoring.bant_missing import what_is_missing
from leadmodel.scoring.bant_shipped import bant_matrix

__all__ = ["benchmarks"]

AT = datetime(2026, 11, 6, 9, tzinfo=UTC)
MODEL = bant_matrix()

POINTS = {
    "available": 25_00,
    "will_be_provided": 12_50,
    "none": 0,
    "decision_maker": 20_00,
    "influencer": 12_00,
    "recommender": 8_00,
    "user": 4_00,
    "neither": 0,
    "problem_to_solve": 15_00,
    "researching": 3_00,
    "job_seeker": 0,
    "student": 0,
    "selling_to_you": 0,
    None: 0,
}


def by_hand(lead: Bant) -> str:
    """The cell by the rules of the shipped model, as somebody would write them down once and for all."""
    total = POINTS[lead.budget] + POINTS[lead.authority] + POINTS[lead.need]
    title = "" if lead.title is None else lead.title.lower()
    if "vp" in title:
        total += 5_00
    elif "director" in title:
        total += 3_00
    elif "manager" in title:
        total += 1_50
    if lead.decides_in is not None:
        if lead.decides_in <= 3:
            total += 20_00
        elif lead.decides_in <= 6:
            total += 12_00
        elif lead.decides_in <= 12:
            total += 6_00
    letter = "A" if total >= 70_00 else "B" if total >= 40_00 else "C"
    if lead.need in ("job_seeker", "student", "selling_to_you"):
        letter = "C"
    revenue = lead.revenue or 0
    number = 1 if revenue >= 1_000_000 else 2 if revenue >= 250_000 else 3 if revenue >= 50_000 else 4
    return f"{letter}{number}"


def leads() -> list[Bant]:
    """Every combination of a few answers: 1,200 leads."""
    return [
        Bant(budget=budget, authority=authority, need=need, title=title, decides_in=months, revenue=revenue)
        for budget, authority, need, title, months, revenue in product(
            (None, Budget.AVAILABLE, Budget.NONE),
            (None, Authority.DECISION_MAKER, Authority.INFLUENCER, Authority.USER, Authority.NEITHER),
            (None, Need.PROBLEM_TO_SOLVE, Need.RESEARCHING, Need.STUDENT, Need.SELLING_TO_YOU),
            (None, "VP Sales", "Sales manager", "Clerk"),
            (3, 9),
            (40_000, 300_000),
        )
    ]


def benchmarks() -> list[Comparison]:
    """All leads graded, and the ways of one of them to B2."""
    several = leads()
    cells = [grade_bant(each, MODEL, at=AT).cell for each in several]
    if cells != [by_hand(each) for each in several]:
        raise AssertionError("bant.grade: the card and the rules by hand come to different cells")
    poor = Bant(budget=Budget.NONE, title="Clerk", revenue=300_000)
    if not what_is_missing(poor, MODEL, target="A1", at=AT):
        raise AssertionError("bant.missing: there is a way from everywhere to A1")
    return [
        Comparison(
            name="bant.grade",
            ours=lambda: [grade_bant(each, MODEL, at=AT) for each in several],
            reference=lambda: [by_hand(each) for each in several],
            reference_is="the same rules in if and else, without reasons",
            note=f"{len(several):,} leads",
        ),
        Comparison(
            name="bant.missing",
            ours=lambda: what_is_missing(poor, MODEL, target="A1", at=AT),
            reference=lambda: grade_bant(poor, MODEL, at=AT),
            reference_is="one card",
            note="the ways of one lead from C2 to A1",
            reference_number=20,
        ),
    ]
