"""A BANT model to take as it is, or to copy and change.

"Zephyr 47" gives the shape: the letters of BANT, which each house weighs in its own way, a scale of 100 points, grades
A, B and C, sizes 1 to 4, a budget of a million and a decision within three months as good answers, and B2 to A1 for
sales. The other figures are a plain beginning of our own: each letter of BANT weighs 25.
"""

from typing import Literal

from ..errors import InputError
from .bant_answers import Need, Size
from .bant_model import (
    AuthorityPoints,
    BantModel,
    BudgetPoints,
    CompellingEventPoints,
    LetterBand,
    NeedPoints,
    SizeBand,
    TimeBand,
    TimePoints,
    TitleBand,
    TitlePoints,
)
from .matrix import Reading, or_better
from .treatments import Treatment, Treatments

__all__ = ["bant_matrix"]

_LETTERS = (
    LetterBand(letter="A", at_least=70),
    LetterBand(letter="B", at_least=40),
    LetterBand(letter="C"),
)

_SIZES = {
    4: (
        SizeBand(number=1, at_least=1_000_000, said=(Size.LARGE,)),
        SizeBand(number=2, at_least=250_000, said=(Size.MEDIUM,)),
        SizeBand(number=3, at_least=50_000, said=(Size.SMALL,)),
        SizeBand(number=4, said=(Size.MICROSCOPIC,)),
    ),
    3: (
        SizeBand(number=1, at_least=1_000_000, said=(Size.LARGE,)),
        SizeBand(number=2, at_least=250_000, said=(Size.MEDIUM,)),
        SizeBand(number=3, said=(Size.SMALL, Size.MICROSCOPIC)),
    ),
}


def bant_matrix(*, sizes: Literal[3, 4] = 4, reading: Reading = "box") -> BantModel:
    """Grades A to C by BANT, sizes 1 to 4 (or 1 to 3) by revenue; B2 or better goes to sales, the rest is nurtured.

    Budget weighs 25; authority 20 and the title 5; need 15 and the compelling event 10; the date of the decision 20 and
    that of the activation 5. Who seeks a job, studies or wants to sell to you has a C, whatever else they say.

    >>> bant_matrix().cells
    ('A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'C1', 'C2', 'C3', 'C4')
    >>> bant_matrix(sizes=3).treatments.sales, bant_matrix(reading="rank").treatments.sales
    (('A1', 'A2', 'B1', 'B2'), ('A1', 'A2', 'A3', 'A4', 'B1', 'B2'))

    Raises `InputError` for another number of sizes, and for a reading that is neither.
    """
    if sizes not in _SIZES:
        raise InputError("sizes", sizes, "is not one of 3, 4")
    bands = _SIZES[sizes]
    letters = [band.letter for band in _LETTERS]
    for_sales = or_better("B2", letters, [band.number for band in bands], reading=reading)
    return BantModel(
        budget=BudgetPoints(weight=25, available=100, will_be_provided=50, none=0),
        authority=AuthorityPoints(
            weight=20, decision_maker=100, influencer=60, recommender=40, user=20, neither=0
        ),
        title=TitlePoints(
            weight=5,
            bands=(
                TitleBand(mentions=("vp", "vice president"), points=100),
                TitleBand(mentions=("director", "head"), points=60),
                TitleBand(mentions=("manager",), points=30),
                TitleBand(points=0),
            ),
        ),
        need=NeedPoints(
            weight=15, problem_to_solve=100, researching=20, job_seeker=0, student=0, selling_to_you=0
        ),
        compelling_event=CompellingEventPoints(weight=10, official_project=100, information_gatherer=20),
        decision=TimePoints(
            weight=20,
            bands=(
                TimeBand(within_months=3, points=100),
                TimeBand(within_months=6, points=60),
                TimeBand(within_months=12, points=30),
                TimeBand(points=0),
            ),
        ),
        activation=TimePoints(
            weight=5,
            bands=(
                TimeBand(within_months=6, points=100),
                TimeBand(within_months=12, points=50),
                TimeBand(points=0),
            ),
        ),
        letters=_LETTERS,
        sizes=bands,
        treatments=Treatments(sales=for_sales, rest=Treatment.NURTURE),
        last_letter_for=(Need.JOB_SEEKER, Need.STUDENT, Need.SELLING_TO_YOU),
    )
