"""What a model sees in the answers of a lead: which of its choices each one is, and which number the size gives."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .bant_answers import Bant
from .bant_model import BantModel, SizeAnswer, Weighed
from .bant_points import Element, TimePoints, TitlePoints
from .bant_time import PASSED, months_left

__all__ = ["AnswerState", "Answered", "answered", "sized"]


class AnswerState(StrEnum):
    """Whether an element is answered: known, unknown, or told as a date that has passed and has to be asked again."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    PASSED = "passed"


class Answered(NamedTuple):
    """An answer as it was told, and its place among the choices of the element; None where there is none."""

    state: AnswerState
    answer: str | None
    place: int | None


UNKNOWN = Answered(AnswerState.UNKNOWN, None, None)


def answered(weighed: Weighed, answers: Bant, *, today: date) -> Answered:
    """What a lead has told of one element.

    >>> from .bant_shipped import bant_matrix
    >>> budget = bant_matrix().weighed[0]
    >>> answered(budget, Bant(budget="none"), today=date(2026, 11, 6))
    Answered(state=<AnswerState.KNOWN: 'known'>, answer='none', place=2)
    """
    table = weighed.table
    if isinstance(table, TitlePoints):
        return _found(answers.title, table.place_of)
    if isinstance(table, TimePoints):
        return _dated(weighed.element, table, answers, today)
    name = {
        Element.BUDGET: answers.budget,
        Element.AUTHORITY: answers.authority_known,
        Element.NEED: answers.need,
        Element.COMPELLING_EVENT: answers.compelling_event,
    }[weighed.element]
    return _found(name, [choice.name for choice in weighed.choices].index)


def sized(answers: Bant, model: BantModel) -> tuple[int | None, SizeAnswer | None]:
    """The number of a lead, and the answer that gave it: the first of `size_by` that is known, else what is assumed.

    >>> from .bant_shipped import bant_matrix
    >>> sized(Bant(size="small", budget_amount=1_000_000), bant_matrix())
    (1, <SizeAnswer.BUDGET_AMOUNT: 'budget_amount'>)
    >>> sized(Bant(), bant_matrix())
    (None, None)
    """
    for by in model.size_by:
        amount = {SizeAnswer.REVENUE: answers.revenue, SizeAnswer.BUDGET_AMOUNT: answers.budget_amount}.get(
            by
        )
        for band in model.sizes:
            if by is SizeAnswer.SIZE:
                if answers.size in band.said:
                    return band.number, by
            elif amount is not None and (band.at_least is None or amount >= band.at_least):
                return band.number, by
    return model.unsized, None


def _found(told: str | None, place_of: Callable[[str], int]) -> Answered:
    return UNKNOWN if told is None else Answered(AnswerState.KNOWN, str(told), place_of(told))


def _dated(element: Element, table: TimePoints, answers: Bant, today: date) -> Answered:
    if element is Element.DECISION:
        on, within = answers.decides_on, answers.decides_in
    else:
        on, within = answers.activates_on, answers.activates_in
    left = months_left(on, within, answers.said_on, today=today)
    if left is None:
        return UNKNOWN
    said = "" if answers.said_on is None else f" from {answers.said_on.isoformat()}"
    told = on.isoformat() if on is not None else f"{within} month{'s' * (within != 1)}{said}"
    if left == PASSED:
        return Answered(AnswerState.PASSED, told, None)
    return Answered(AnswerState.KNOWN, told, table.place_of(left))
