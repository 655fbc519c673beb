"""The declared scoring: who fits, what counts, and where the lines between grades and levels are.

Grade (who they are) and score (what they do) are kept apart: an ideal buyer who does nothing has a high grade and a low
score, a student who reads everything the reverse ("Nailing Speed to Lead").
"""

from dataclasses import dataclass
from typing import Protocol

from ..conditions import Condition
from ..errors import InputError

__all__ = ["BehaviourRule", "FitRule", "GradeBand", "HasScoring", "LevelBand", "Scoring"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRule:
    """Points, up or down, for what a lead is: `when` asks the profile, and missing data neither gains nor loses.

    >>> FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20).points
    20
    """

    id: str
    when: Condition
    points: int
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourRule:
    """Points for each time that a lead does something, at most `at_most` times, within the last `within_days`.

    >>> BehaviourRule(id="webinar", activity="webinar_attended", points=15, at_most=2).at_most
    2

    Raises `InputError` when a limit is below one.
    """

    id: str
    activity: str
    points: int
    at_most: int | None = None
    within_days: int | None = None
    says: str = ""

    def __post_init__(self) -> None:
        for argument in ("at_most", "within_days"):
            value = getattr(self, argument)
            if value is not None and value < 1:
                raise InputError(argument, value, "is below 1, leave it out for no limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """A letter and the fit points from which it is given; the last band has none and takes the rest."""

    grade: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBand:
    """A number and the score from which it is given, 1 the most active; the last band has none and takes the rest."""

    level: int
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """A scoring model: fit rules give the grade, behaviour rules the level, and the two make a label such as `B2`.

    `sales_ready` lists the labels, cell by cell, that go to sales; "B2 or better" can be read two ways, a list cannot.
    """

    fit: tuple[FitRule, ...]
    behaviour: tuple[BehaviourRule, ...]
    grades: tuple[GradeBand, ...]
    levels: tuple[LevelBand, ...]
    sales_ready: tuple[str, ...]

    def labels(self) -> tuple[str, ...]:
        """Every cell of the matrix, best grade first, and within a grade the most active first."""
        return tuple(f"{grade.grade}{level.level}" for grade in self.grades for level in self.levels)


class HasScoring(Protocol):
    """Anything that carries a scoring model, such as the declared model of the house."""

    @property
    def scoring(self) -> Scoring: ...
