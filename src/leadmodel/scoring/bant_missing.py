"""What would bring a lead to a cell: the fewest answers that would have to be others.

>>> from .bant_shipped import bant_matrix
>>> friday, model = datetime.fromisoformat("2026-11-06T09:00Z"), bant_matrix()
>>> lead = Bant(budget="will_be_provided", title="Director", authority="influencer", decides_in=9, revenue=300_000)
>>> grade_bant(lead, model, at=friday).cell
'C2'
>>> for way in what_is_missing(lead, model, target="B2", at=friday, at_most=3):
...     print(way)
B2 with 43.500 points: compelling_event unknown -> official_project
B2 with 48.500 points: need unknown -> problem_to_solve
B2 with 41.500 points: authority influencer -> decision_maker
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, product
from typing import NamedTuple

from ..errors import InputError, UnknownNameError
from .bant_answers import Bant
from .bant_card import BantCard, grade_bant
from .bant_model import BantModel
from .bant_points import Element, shown_points
from .bant_sum import letter_of, total_of

__all__ = ["BantChange", "BantWay", "what_is_missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BantChange:
    """An answer that would have to be another: `before` is None where it is not known, `after` one of the model's."""

    element: Element
    before: str | None
    after: str

    def __str__(self) -> str:
        return f"{self.element} {self.before or 'unknown'} -> {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BantWay:
    """Changes that together bring a lead to a cell, in the order of `Element`; none where it is there already."""

    cell: str
    total_thousandths: int
    changes: tuple[BantChange, ...]

    def __str__(self) -> str:
        changes = ", ".join(map(str, self.changes)) or "nothing has to change"
        return f"{self.cell} with {shown_points(self.total_thousandths)} points: {changes}"


class _Option(NamedTuple):
    """An answer that an element may have: its place among them, and what it does to the letter or to the number."""

    place: int
    name: str
    points: int | None = None
    caps: bool = False
    number: int | None = None


class _Stand(NamedTuple):
    """One element of a lead: what it is, whether that is known, and what it might be."""

    element: Element
    now: _Option
    known: bool
    others: tuple[_Option, ...]


def what_is_missing(
    answers: Bant, model: BantModel, *, target: str | Iterable[str], at: datetime, at_most: int | None = None
) -> tuple[BantWay, ...]:
    """Every way to a cell, or to one of several, that changes the fewest elements; empty where there is none.

    The size counts as an element, and its answers are the numbers. Of answers that do the same, only the first is told.
    The ways come in this order: those that turn over the fewest known answers (to ask is easier than to change
    somebody's mind), those that move the total least, and then by the elements and the answers in the model's order.

    >>> from .bant_shipped import bant_matrix
    >>> friday, model = datetime.fromisoformat("2026-11-06T09:00Z"), bant_matrix()
    >>> print(*what_is_missing(Bant(budget="available"), model, target=model.treatments.sales, at=friday, at_most=1))
    B1 with 40.000 points: need unknown -> problem_to_solve, size unknown -> 1

    Elements are changed one by one: a way may ask for no budget beside a size that an amount gave, and who takes it has
    to correct the amount, too. `at_most` cuts the list. Raises `UnknownNameError` for a target that is no cell,
    `InputError` for no target at all and for an `at_most` below one, `TimeError` for a naive `at`.
    """
    targets = _targets(target, model)
    if at_most is not None and at_most < 1:
        raise InputError("at_most", at_most, "is below 1, leave it out for all")
    card = grade_bant(answers, model, at=at)
    stands = (*_graded(card, model), _sized(card, model))
    for count in range(len(stands) + 1):
        found = [
            ranked
            for places in combinations(range(len(stands)), count)
            for ranked in _ways(places, stands, model, targets, card.total_thousandths)
        ]
        if found:
            return tuple(way for _, way in sorted(found, key=lambda ranked: ranked[0])[:at_most])
    return ()


def _targets(target: str | Iterable[str], model: BantModel) -> frozenset[str]:
    named = (target,) if isinstance(target, str) or not isinstance(target, Iterable) else tuple(target)
    for cell in named:
        if not isinstance(cell, str):
            raise InputError("target", cell, "is no cell, give one such as 'A1'")
        if cell not in model.cells:
            raise UnknownNameError("cell", cell, model.cells)
    if not named:
        raise InputError("target", target, "is empty, name at least one cell")
    return frozenset(named)


def _graded(card: BantCard, model: BantModel) -> Iterator[_Stand]:
    for weighed, line in zip(model.weighed, card.lines, strict=True):
        options: dict[tuple[int, bool], _Option] = {}
        for place, choice in enumerate(weighed.choices):
            caps = weighed.element is Element.NEED and choice.name in model.last_letter_for
            options.setdefault((choice.points, caps), _Option(place, choice.name, choice.points, caps))
        capped = weighed.element is Element.NEED and card.capped_by is not None
        now = _Option(-1, line.choice or "", line.points, capped)
        yield _Stand(weighed.element, now, line.points is not None, tuple(options.values()))


def _sized(card: BantCard, model: BantModel) -> _Stand:
    numbers = [band.number for band in model.sizes]
    others = tuple(_Option(place, str(number), number=number) for place, number in enumerate(numbers))
    now = _Option(-1, "" if card.number is None else str(card.number), number=card.number)
    return _Stand(Element.SIZE, now, card.sized_by is not None, others)


def _ways(
    places: tuple[int, ...],
    stands: tuple[_Stand, ...],
    model: BantModel,
    targets: frozenset[str],
    total_now: int,
) -> Iterator[tuple[tuple[object, ...], BantWay]]:
    """The ways that change just these elements, each with what it is sorted by."""
    turned = sum(stands[place].known for place in places)
    for chosen in product(*(stands[place].others for place in places)):
        after = [stand.now for stand in stands]
        for place, option in zip(places, chosen, strict=True):
            after[place] = option
        cell, total = _cell_of(after, model)
        if cell in targets:
            changes = tuple(
                BantChange(
                    element=stands[place].element,
                    before=stands[place].now.name if stands[place].known else None,
                    after=option.name,
                )
                for place, option in zip(places, chosen, strict=True)
            )
            order = (turned, abs(total - total_now), places, tuple(option.place for option in chosen))
            yield order, BantWay(cell=cell, total_thousandths=total, changes=changes)


def _cell_of(after: list[_Option], model: BantModel) -> tuple[str, int]:
    *graded, size = after
    parts = [
        (weighed.weight, option.points or 0)
        for weighed, option in zip(model.weighed, graded, strict=True)
        if option.points is not None or model.unanswered == "adds_nothing"
    ]
    total = total_of(parts, sum(weight for weight, _ in parts))
    capped = any(option.caps for option in graded)
    letter = model.letters[-1].letter if capped else letter_of(total, model.letters)
    return "" if size.number is None else f"{letter}{size.number}", total
