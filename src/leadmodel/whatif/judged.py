"""A lead as it was scored, and what became of it: all that judging a scoring model has to know.

How the score came about does not matter here, so the same questions can be put to points, to a probability, and to the
numbers that another system gave.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import isfinite
from typing import Literal

from ..errors import InputError
from ..records import LeadId, RepId, iso, utc

__all__ = ["Feature", "Judged", "Number", "Scale", "at_least_one", "in_time_order"]

Number = int | float

#: Points mean nothing but more or less; a probability promises a share.
Scale = Literal["points", "probability"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something that was known about a lead, as a number; `value` None when it is not filled in.

    `known_at` is when it came to be known, for what a table holds today may not have been there when the lead was
    scored. Raises `InputError` for a value that is no finite number, `TimeError` for a naive `known_at`.
    """

    name: str
    value: Number | None
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            _number(self.value, "value")
        if self.known_at is not None:
            object.__setattr__(self, "known_at", utc(self.known_at, "known_at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One lead: its `score` as of `at`, and whether it was `won`; None while that is not known yet.

    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> Judged(lead="L1", at=nine, score=70, won=None, label="B2", rules=("vp", "demo")).settled
    False

    A lead that is still open is counted and shown, and never taken for lost. `label` is its cell of a matrix, `rules`
    are the ids of the rules that matched, `rep` is who got it; `known_at` is when the outcome came to be known.
    Raises `InputError` for a score that is no finite number, for a `won` that is no bool, for a `known_at` of an
    outcome that is not known, and for a feature that is named twice; `TimeError` for a naive datetime.
    """

    lead: LeadId
    at: datetime
    score: Number
    won: bool | None
    label: str | None = None
    known_at: datetime | None = None
    rules: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()
    rep: RepId | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc(self.at, "at"))
        _number(self.score, "score")
        won: object = self.won
        if won is not None and not isinstance(won, bool):
            raise InputError("won", won, "is neither True nor False, nor None for not known yet")
        object.__setattr__(self, "rules", tuple(self.rules))
        object.__setattr__(self, "features", tuple(self.features))
        names = [each.name for each in self.features]
        if len(set(names)) < len(names):
            raise InputError("features", names, "names one twice, keep one of the two")
        if self.known_at is not None:
            if won is None:
                raise InputError("known_at", iso(self.known_at), "is given, but won is None, say which it is")
            object.__setattr__(self, "known_at", utc(self.known_at, "known_at"))

    @property
    def settled(self) -> bool:
        """Whether it is known what became of the lead."""
        return self.won is not None

    def known_by(self, instant: datetime) -> bool:
        """Whether the outcome was known at an instant; one that does not say since when has always been known."""
        return self.settled and (self.known_at is None or self.known_at <= instant)


def in_time_order(outcomes: Iterable[Judged]) -> tuple[Judged, ...]:
    """The leads by when they were scored, then by id; the order in which they are handed in does not matter.

    Raises `InputError` when a lead was scored twice on one instant: one of the two is not what it was.
    """
    rows = sorted(outcomes, key=lambda each: (each.at, each.lead))
    for before, after in pairwise(rows):
        if before.lead == after.lead and before.at == after.at:
            raise InputError(
                "outcomes", after.lead, f"is scored twice at {iso(after.at)}, keep one of the two"
            )
    return tuple(rows)


def at_least_one(value: int, argument: str, what: str) -> int:
    """The value, if it is a whole number of 1 or more; raises `InputError` if not."""
    given: object = value
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InputError(argument, value, f"is not a {what}, 1 or more")
    return given


def _number(value: object, argument: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise InputError(argument, value, "is not a finite number")
