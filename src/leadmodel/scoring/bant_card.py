"""Grading a lead by BANT, as of an instant: a letter from its answers, a number from its size, and a line for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import UnknownNameError
from ..records import utc
from ..records.zones import zone_named
from .bant_answered import AnswerState, answered, sized
from .bant_answers import Bant, Need
from .bant_model import BantModel, SizeAnswer, Weighed
from .bant_points import Element, shown_points
from .bant_sum import letter_of, shares_of, total_of
from .treatments import Treatment

__all__ = ["AnswerState", "BantCard", "BantLine", "grade_bant", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BantLine:
    """What one element gave: its `answer` as told, the `points` of 100 that the model gives for it, and its share.

    `choice` is the answer of the model that it counts as, such as a band of months. Without an answer there are no
    points and the share is 0.
    """

    element: Element
    weight: int
    state: AnswerState
    answer: str | None
    choice: str | None
    points: int | None
    share_thousandths: int

    def __str__(self) -> str:
        head = self.element.value.replace("_", " ")
        if self.state is AnswerState.KNOWN:
            band = "" if self.choice == self.answer else f" ({self.choice})"
            share = shown_points(self.share_thousandths)
            return f"{head}: {self.answer}{band}, {self.points} points at weight {self.weight}: {share}"
        told = "unknown" if self.answer is None else f"{self.answer} has passed, ask again"
        return f"{head}: {told}, weight {self.weight}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BantCard:
    """Where a lead stands in the matrix, as of `at`, with a line for each element that the model asks about.

    The total is on a scale of 100 points, in thousandths, and the shares of the lines add up to it exactly. `known` of
    `asked` elements are answered; once all are, the total lies between `least_thousandths` and `most_thousandths`.
    `sized_by` is the answer that gave the number; None where the model assumes one, and where there is none: then
    `number` and `cell` are None, and so is `treatment`, unless it is the same for every number. `capped_by` is the need
    for which a lead has the last letter, whatever its points.
    """

    at: datetime
    total_thousandths: int
    least_thousandths: int
    most_thousandths: int
    letter: str
    number: int | None
    cell: str | None
    treatment: Treatment | None
    known: int
    asked: int
    sized_by: SizeAnswer | None
    capped_by: Need | None
    lines: tuple[BantLine, ...]

    def __str__(self) -> str:
        cell = self.cell or f"{self.letter}, size unknown"
        total = shown_points(self.total_thousandths)
        answers = f"{self.known} of {self.asked} answers known"
        head = f"{cell} ({self.treatment or 'treatment unknown'}): {total} of 100 points, {answers}"
        capped = () if self.capped_by is None else (f"  the last letter, because of {self.capped_by}",)
        return "\n".join([head, *capped, *(f"  {line}" for line in self.lines)])


def grade_bant(answers: Bant, model: BantModel, *, at: datetime) -> BantCard:
    """Grade the answers of a lead, as of an instant.

    >>> from leadmodel.scoring.bant_shipped import bant_matrix
    >>> friday = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> buyer = Bant(budget="available", budget_amount=1_000_000, title="VP", decision_maker=True, decides_in=3)
    >>> print(grade_bant(buyer, bant_matrix(), at=friday))
    A1 (sales): 70.000 of 100 points, 4 of 7 answers known
      budget: available, 100 points at weight 25: 25.000
      authority: decision_maker, 100 points at weight 20: 20.000
      title: VP (vp or vice president), 100 points at weight 5: 5.000
      need: unknown, weight 15
      compelling event: unknown, weight 10
      decision: 3 months (within 3 months), 100 points at weight 20: 20.000
      activation: unknown, weight 5

    What is not answered adds nothing and takes nothing away, and a date that has passed is not answered any more. The
    size never changes the letter, nor an answer of BANT the number: a highly qualified lead may be small, and is A4
    then ("Zephyr 47"). A limit counts when it is met. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    today = at.astimezone(zone_named(model.zone)).date()
    weighed = model.weighed
    told = [answered(each, answers, today=today) for each in weighed]
    worth = [
        None if found.place is None else each.choices[found.place].points
        for each, found in zip(weighed, told, strict=True)
    ]
    parts = [(each.weight, points or 0) for each, points in zip(weighed, worth, strict=True)]
    every = sum(each.weight for each in weighed)
    over = every
    if model.unanswered == "left_out":
        over = sum(each.weight for each, points in zip(weighed, worth, strict=True) if points is not None)
    total = total_of(parts, over)
    capped_by = answers.need if answers.need in model.last_letter_for else None
    letter = model.letters[-1].letter if capped_by else letter_of(total, model.letters)
    number, sized_by = sized(answers, model)
    numbers = [band.number for band in model.sizes] if number is None else [number]
    treatments = {model.treatments.treatment_of(f"{letter}{each}") for each in numbers}
    return BantCard(
        at=at,
        total_thousandths=total,
        least_thousandths=total_of(_ended(weighed, worth, least=True), every),
        most_thousandths=total_of(_ended(weighed, worth, least=False), every),
        letter=letter,
        number=number,
        cell=None if number is None else f"{letter}{number}",
        treatment=treatments.pop() if len(treatments) == 1 else None,
        known=sum(points is not None for points in worth),
        asked=len(worth),
        sized_by=sized_by,
        capped_by=capped_by,
        lines=tuple(
            BantLine(
                element=each.element,
                weight=each.weight,
                state=found.state,
                answer=found.answer,
                choice=None if found.place is None else each.choices[found.place].name,
                points=points,
                share_thousandths=share,
            )
            for each, found, points, share in zip(weighed, told, worth, shares_of(parts, over), strict=True)
        ),
    )


def standing(card: BantCard, model: BantModel) -> tuple[int, int, int]:
    """Where a card stands among others, the best first: a key to sort by.

    The letter decides, then the number, then the total; a lead of unknown size comes behind the others of its letter.

    >>> from leadmodel.scoring.bant_shipped import bant_matrix
    >>> friday, model = datetime.fromisoformat("2026-11-06T09:00Z"), bant_matrix()
    >>> cards = [grade_bant(Bant(budget="available", size=size), model, at=friday) for size in ("small", None, "large")]
    >>> [card.cell for card in sorted(cards, key=lambda card: standing(card, model))]
    ['C1', 'C3', None]

    Raises `UnknownNameError` for a card with a letter or a number that this model does not have.
    """
    letters = [band.letter for band in model.letters]
    numbers = [band.number for band in model.sizes]
    if card.letter not in letters:
        raise UnknownNameError("letter", card.letter, letters)
    if card.number is not None and card.number not in numbers:
        raise UnknownNameError("number", str(card.number), map(str, numbers))
    size = len(numbers) if card.number is None else numbers.index(card.number)
    return letters.index(card.letter), size, -card.total_thousandths


def _ended(weighed: Sequence[Weighed], worth: Sequence[int | None], *, least: bool) -> list[tuple[int, int]]:
    """The parts with every open question answered in the worst way, or in the best."""
    return [
        (each.weight, points if points is not None else each.least if least else each.most)
        for each, points in zip(weighed, worth, strict=True)
    ]
