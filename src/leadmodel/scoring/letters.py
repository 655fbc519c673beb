"""Grades by thirds of a letter: a lead starts at a letter, and each criterion moves it by one, two or three thirds.

This is the usual grading of marketing systems. What matches raises the grade, what is known not to match lowers it, and
what is unknown leaves it; from D, where leads usually start, ten thirds lead up to A+.
"""

from dataclasses import dataclass

from ..conditions import Condition
from ..errors import UnknownNameError
from .rules import FitRule, GradeBand

__all__ = ["LETTERS", "LetterGrades", "third_rule", "thirds_of_a_letter"]

#: Worst first: a letter's place is its number of thirds above F.
LETTERS = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterGrades:
    """What a scoring model takes for grades by thirds of a letter; a point is a third.

    The bounds keep a grade at A+ or at F however many more criteria match or do not.
    """

    grades: tuple[GradeBand, ...]
    start: int
    fit_cap: int
    fit_floor: int


def thirds_of_a_letter(start: str = "D") -> LetterGrades:
    """The bands from A+ to F, and the thirds that a lead starts with.

    >>> letters = thirds_of_a_letter()
    >>> [(band.grade, band.at_least) for band in letters.grades[:3]], letters.start
    ([('A+', 12), ('A', 11), ('A-', 10)], 2)

    Raises `UnknownNameError` for what is no letter grade.
    """
    if start not in LETTERS:
        raise UnknownNameError("letter grade", start, LETTERS)
    best_first = list(enumerate(LETTERS))[::-1]
    return LetterGrades(
        grades=tuple(GradeBand(grade=letter, at_least=thirds or None) for thirds, letter in best_first),
        start=LETTERS.index(start),
        fit_cap=len(LETTERS) - 1,
        fit_floor=0,
    )


def third_rule(id: str, when: Condition, thirds: int, *, says: str = "") -> FitRule:
    """A criterion that raises the grade by so many thirds where it matches, and lowers it by as many where it does not.

    >>> third_rule("industry", Condition(field="company.industry", equals="software"), 2).otherwise
    -2
    """
    return FitRule(id=id, when=when, points=thirds, otherwise=-thirds, says=says)
