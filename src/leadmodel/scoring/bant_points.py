"""What each answer is worth: a table for each element of BANT, with its weight and its points from 0 to 100.

A weight is any whole number from 1 on: what counts is its share of all weights, which need not come to 100. An element
that a house does not ask about has no table.

>>> BudgetPoints(weight=30, available=100, will_be_provided=60, none=0).choices()[1]
Choice(name='will_be_provided', points=60)
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from ..conditions.values import words_of as words_of_folded
from ..errors import InputError

__all__ = [
    "AuthorityPoints",
    "BudgetPoints",
    "Choice",
    "CompellingEventPoints",
    "Element",
    "ElementPoints",
    "NeedPoints",
    "TimeBand",
    "TimePoints",
    "TitleBand",
    "TitlePoints",
    "shown_points",
    "words_of",
]


class Element(StrEnum):
    """What is asked of a lead, in the order of a card; `size` gives the number, the others give the letter."""

    BUDGET = "budget"
    AUTHORITY = "authority"
    TITLE = "title"
    NEED = "need"
    COMPELLING_EVENT = "compelling_event"
    DECISION = "decision"
    ACTIVATION = "activation"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that an element can have, or one band of them, and its points."""

    name: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """An element whose answers have names: a field for each."""

    weight: int

    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(each.name, getattr(self, each.name)) for each in fields(self) if each.name != "weight"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPoints(_Named):
    """What a budget is worth: one for this project, one that will be provided, none."""

    available: int
    will_be_provided: int
    none: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityPoints(_Named):
    """What the part in the decision is worth; `neither` is somebody who neither decides nor influences."""

    decision_maker: int
    influencer: int
    recommender: int
    user: int
    neither: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPoints(_Named):
    """What the need is worth: a problem to solve, or one of the four that mostly lead nowhere."""

    problem_to_solve: int
    researching: int
    job_seeker: int
    student: int
    selling_to_you: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompellingEventPoints(_Named):
    """What stands behind it: an official project, or somebody who gathers information."""

    official_project: int
    information_gatherer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBand:
    """Points for titles that mention one of these words or phrases; the last band has none and takes the rest.

    Whole words count, without regard to letter case: `vp` is in "VP, Sales", and not in "MVP".
    """

    points: int
    mentions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentions", listed(self.mentions, str, "mentions"))

    @property
    def name(self) -> str:
        """The band in words."""
        return " or ".join(self.mentions) or "any other title"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePoints:
    """What a title is worth, by the first band that it is in."""

    weight: int
    bands: tuple[TitleBand, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", listed(self.bands, TitleBand, "bands"))

    def choices(self) -> tuple[Choice, ...]:
        """Its bands as answers."""
        return tuple(Choice(band.name, band.points) for band in self.bands)

    def place_of(self, title: str) -> int:
        """The first band that a title is in."""
        text = words_of(title)
        last = len(self.bands) - 1
        return next(
            (
                place
                for place, band in enumerate(self.bands)
                if any(words_of(phrase) in text for phrase in band.mentions)
            ),
            last,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBand:
    """Points for what is at most so many months away, the last day included; the last band has no limit."""

    points: int
    within_months: int | None = None

    @property
    def name(self) -> str:
        """The band in words."""
        months = self.within_months
        return "later" if months is None else f"within {months} month{'s' * (months != 1)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePoints:
    """What a date is worth by the months until then: that of the decision, or that of the activation."""

    weight: int
    bands: tuple[TimeBand, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", listed(self.bands, TimeBand, "bands"))

    def choices(self) -> tuple[Choice, ...]:
        """Its bands as answers."""
        return tuple(Choice(band.name, band.points) for band in self.bands)

    def place_of(self, months: int) -> int:
        """The first band that so many months are in."""
        return next(
            place
            for place, band in enumerate(self.bands)
            if band.within_months is None or months <= band.within_months
        )


Part = TypeVar("Part")
ElementPoints = BudgetPoints | AuthorityPoints | TitlePoints | NeedPoints | CompellingEventPoints | TimePoints


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The words of a text without letter case, each with a space on both sides, so that `in` finds whole ones.

    >>> words_of("vice president") in words_of("Vice-President, Sales"), words_of("vp") in words_of("MVP")
    (True, False)
    """
    return words_of_folded(text.casefold())


def shown_points(thousandths: int) -> str:
    """Thousandths of a point as points.

    >>> shown_points(72_500)
    '72.500'
    """
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def listed(values: object, kind: type[Part], argument: str) -> tuple[Part, ...]:
    """A list of one kind as a tuple; a text alone is no list, although it can be gone through."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        raise InputError(argument, values, f"is not a list of {kind.__name__}")
    listed = tuple(values)
    for each in listed:
        if not isinstance(each, kind):
            raise InputError(argument, each, f"is not a {kind.__name__}")
    return listed
