"""Short ways to grade by the shipped model and by a tiny one."""

from datetime import UTC, datetime
from typing import Any

from leadmodel.scoring.bant_answers import Bant, Size
from leadmodel.scoring.bant_card import BantCard, grade_bant
from leadmodel.scoring.bant_model import BantModel, BudgetPoints, LetterBand, NeedPoints, SizeBand
from leadmodel.scoring.bant_shipped import bant_matrix
from leadmodel.scoring.treatments import Treatment, Treatments

AT = datetime(2026, 11, 6, 9, tzinfo=UTC)
MODEL = bant_matrix()

#: Everything that could be better is best, but for the size.
BEST: dict[str, Any] = {
    "budget": "available",
    "title": "VP Finance",
    "authority": "decision_maker",
    "need": "problem_to_solve",
    "compelling_event": "official_project",
    "decides_in": 3,
    "activates_in": 6,
}


def card(model: BantModel = MODEL, at: datetime = AT, **answers: Any) -> BantCard:
    return grade_bant(Bant(**answers), model, at=at)


def tiny(**changes: Any) -> BantModel:
    """Two elements of the same weight, grades from 50, two sizes; A1 goes to sales."""
    told: dict[str, Any] = {
        "budget": BudgetPoints(weight=1, available=100, will_be_provided=50, none=0),
        "need": NeedPoints(
            weight=1, problem_to_solve=100, researching=50, job_seeker=0, student=0, selling_to_you=0
        ),
        "letters": (LetterBand(letter="A", at_least=50), LetterBand(letter="B")),
        "sizes": (
            SizeBand(number=1, at_least=1000, said=(Size.LARGE, Size.MEDIUM)),
            SizeBand(number=2, said=(Size.SMALL, Size.MICROSCOPIC)),
        ),
        "treatments": Treatments(sales=("A1",), rest=Treatment.NURTURE),
    }
    return BantModel(**(told | changes))
