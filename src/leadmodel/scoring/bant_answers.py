"""What a lead has told of Budget, Authority, Need and Timeframe, and of how large it is; None is not known.

The questions are those of "Zephyr 47": the four of BANT, and the five of its outline of a process (compelling event,
decision making, timeframe, budget, size).

>>> Bant(budget="available", title="VP Sales", decision_maker=True, decides_in=3).authority_known
<Authority.DECISION_MAKER: 'decision_maker'>
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ..errors import InputError
from ..records.names import named

__all__ = ["Authority", "Bant", "Budget", "CompellingEvent", "Need", "Size"]

#: A hundred years, as for any length in months.
MOST_MONTHS = 1_200


class Budget(StrEnum):
    """Whether there is money: for this project, not yet but it will be provided, or none."""

    AVAILABLE = "available"
    WILL_BE_PROVIDED = "will_be_provided"
    NONE = "none"


class Authority(StrEnum):
    """What the contact does in the decision; `neither` says no to deciding and to influencing, and no more."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    RECOMMENDER = "recommender"
    USER = "user"
    NEITHER = "neither"


class Need(StrEnum):
    """What they are after: a problem to solve, or something that no sale comes of."""

    PROBLEM_TO_SOLVE = "problem_to_solve"
    RESEARCHING = "researching"
    JOB_SEEKER = "job_seeker"
    STUDENT = "student"
    SELLING_TO_YOU = "selling_to_you"


class CompellingEvent(StrEnum):
    """Whether there is an official project behind it, or somebody who gathers information."""

    OFFICIAL_PROJECT = "official_project"
    INFORMATION_GATHERER = "information_gatherer"


class Size(StrEnum):
    """How large somebody calls the opportunity, where nobody has a figure."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICROSCOPIC = "microscopic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bant:
    """The answers of one lead. Amounts are in whole units of one currency, such as that of the house.

    `decision_maker` and `influencer` are the two questions of BANT, `authority` is the one word that answers both. When
    they decide is a date (`decides_on`) or a number of months (`decides_in`), counted from the day on which they said
    so (`said_on`; without it, from the day of the grading); `activates_on` and `activates_in` say the same of going
    live. `revenue` is what could be earned, `budget_amount` what they have. `problem` is kept in their own words and
    counts for nothing.

    >>> Bant(authority="user", decision_maker=True)
    Traceback (most recent call last):
        ...
    leadmodel.errors.InputError: decision_maker: True contradicts authority 'user', correct one of them

    Raises `InputError` for a name that there is not, a figure that is none, and answers that contradict each other.
    """

    budget: Budget | None = None
    budget_amount: int | None = None
    title: str | None = None
    decision_maker: bool | None = None
    influencer: bool | None = None
    authority: Authority | None = None
    need: Need | None = None
    problem: str | None = None
    compelling_event: CompellingEvent | None = None
    decides_on: date | None = None
    decides_in: int | None = None
    activates_on: date | None = None
    activates_in: int | None = None
    said_on: date | None = None
    revenue: int | None = None
    size: Size | None = None

    def __post_init__(self) -> None:
        for argument, kind in _NAMES.items():
            given = getattr(self, argument)
            if given is not None and type(given) is not kind:
                object.__setattr__(self, argument, named(kind, given, argument))
        for argument in ("title", "problem"):
            self._check(argument, str, "is not text")
        for argument in ("decision_maker", "influencer"):
            self._check(argument, bool, "is neither True nor False")
        for argument in ("decides_on", "activates_on", "said_on"):
            self._check(argument, date, "is no date, give one such as date(2026, 11, 30)")
        for argument in ("budget_amount", "revenue", "decides_in", "activates_in"):
            self._check(argument, int, "is no whole number")
            value = getattr(self, argument)
            if value is not None and value < 0:
                raise InputError(argument, value, "is below zero, leave it out where it is not known")
        for argument in ("decides_in", "activates_in"):
            if (getattr(self, argument) or 0) > MOST_MONTHS:
                raise InputError(argument, getattr(self, argument), f"is more than {MOST_MONTHS} months")
        for _, error in contradictions({each: getattr(self, each) for each in self.__slots__}):
            raise error

    @property
    def authority_known(self) -> Authority | None:
        """The one word for what the contact does in the decision, from whichever questions were answered.

        Of several the highest counts. Two times no is `neither`; one no leaves open what they are.

        >>> Bant(decision_maker=False, influencer=False).authority_known
        <Authority.NEITHER: 'neither'>
        >>> Bant(decision_maker=False).authority_known is None
        True
        """
        if self.authority is not None:
            return self.authority
        if self.decision_maker:
            return Authority.DECISION_MAKER
        if self.influencer:
            return Authority.INFLUENCER
        both = self.decision_maker is False and self.influencer is False
        return Authority.NEITHER if both else None

    def _check(self, argument: str, kind: type, expected: str) -> None:
        value = getattr(self, argument)
        # A yes is an int to Python, and an instant is a date.
        wrong = (isinstance(value, bool) and kind is int) or isinstance(value, datetime)
        if value is not None and (wrong or not isinstance(value, kind)):
            raise InputError(argument, value, expected)


def contradictions(answers: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], InputError]]:
    """The pairs of answers, by name, that cannot both be true, each with what is to be said about it."""
    authority = answers.get("authority")
    for argument, denied in _DENIES.get(authority, {}).items() if authority else ():
        if answers.get(argument) is denied:
            says = f"contradicts authority {str(authority)!r}, correct one of them"
            yield (argument, "authority"), InputError(argument, denied, says)
    amount = answers.get("budget_amount")
    if answers.get("budget") == Budget.NONE and amount:
        says = "contradicts budget 'none', correct one of them"
        yield ("budget_amount", "budget"), InputError("budget_amount", amount, says)
    for on, within in (("decides_on", "decides_in"), ("activates_on", "activates_in")):
        if answers.get(on) is not None and answers.get(within) is not None:
            says = f"stands beside {on}, give one of the two"
            yield (within, on), InputError(within, answers[within], says)


_NAMES: dict[str, type[StrEnum]] = {
    "budget": Budget,
    "authority": Authority,
    "need": Need,
    "compelling_event": CompellingEvent,
    "size": Size,
}

#: Which answers to the two questions cannot be true of somebody whom one word describes.
_DENIES: Mapping[str, Mapping[str, bool]] = {
    Authority.DECISION_MAKER: {"decision_maker": False},
    Authority.INFLUENCER: {"decision_maker": True, "influencer": False},
    Authority.RECOMMENDER: {"decision_maker": True, "influencer": True},
    Authority.USER: {"decision_maker": True, "influencer": True},
    Authority.NEITHER: {"decision_maker": True, "influencer": True},
}
