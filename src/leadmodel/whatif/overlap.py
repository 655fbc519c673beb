"""When conditions hold, set against each other: never, always, for the same leads, or for some of the same.

Each condition is answered for every situation that the model can tell apart, and the answers are compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..conditions import Condition
from .asking import answers_to
from .parts import Bundle, Rule, Subject, Taken

__all__ = ["Holding", "Overlap", "holdings", "overlaps", "within"]


@dataclass(frozen=True, slots=True)
class Holding:
    """In which situations a condition holds and in which it fails, as sets of bits; `every` has a bit for each."""

    holds: int
    fails: int
    every: int

    @property
    def never(self) -> bool:
        return not self.holds

    @property
    def always(self) -> bool:
        return self.holds == self.every

    @property
    def always_if_known(self) -> bool:
        """It never fails: it holds as soon as there is something to answer with, if it ever does."""
        return not self.fails


@dataclass(frozen=True, slots=True)
class Overlap:
    """`narrow` holds only where `wide` holds; `same` says that the reverse is true as well."""

    narrow: Rule
    wide: Rule
    same: bool


def holdings(subjects: Sequence[Subject], conditions: Sequence[Condition]) -> list[Holding] | None:
    """What each condition finds over all that the subjects can be; None where that is too much."""
    bundle = Bundle(rules=(), subjects=tuple(subjects))
    if not bundle.listed:
        return None
    answered = answers_to(conditions)
    holds, fails, bit = [0] * len(conditions), [0] * len(conditions), 1
    for answers in {answered(row) for row, _ in bundle.situations()}:
        for place, answer in enumerate(answers):
            if answer:
                holds[place] |= bit
            elif answer is not None:
                fails[place] |= bit
        bit <<= 1
    return [Holding(held, failed, bit - 1) for held, failed in zip(holds, fails, strict=True)]


def within(taken: Taken, condition: Condition) -> Holding | None:
    """What one condition finds over all that it asks about."""
    names = condition.fields_read() | {str(each) for each in condition.activities_read()}
    found = holdings([subject for subject in taken.subjects if subject.names & names], [condition])
    return None if found is None else found[0]


def overlaps(taken: Taken) -> Iterator[Overlap]:
    """Every pair of rules of which one holds only where the other does, and none lies between them."""
    for bundle in taken.bundles:
        rules = [rule for rule in bundle.rules if rule.when is not None]
        found = holdings(bundle.subjects, [rule.when for rule in rules if rule.when is not None])
        if found is None:
            continue
        # What never holds is within everything, and everything is within what always does.
        telling = [
            (rule, held.holds)
            for rule, held in zip(rules, found, strict=True)
            if not held.never and not held.always
        ]
        for place, (narrow, inner) in enumerate(telling):
            wider = [
                (other, rule, outer)
                for other, (rule, outer) in enumerate(telling)
                if other != place and inner & outer == inner and (inner != outer or other < place)
            ]
            for _, wide, outer in wider:
                between = any(inner != middle != outer and middle & outer == middle for _, _, middle in wider)
                if not between:
                    yield Overlap(narrow, wide, inner == outer)
