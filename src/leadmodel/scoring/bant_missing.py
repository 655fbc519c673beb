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
from .bant_sum import PER_POINT, letter_of

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
    """An answer that an element may have: its place among them, and what it does to the letter or to the number.

    `gain` is its weight × points; `caps` is whether it takes the last letter.
    """

    place: int
    name: str
    gain: int = 0
    caps: bool = False
    number: int | None = None


class _Stand(NamedTuple):
    """One element of a lead: what it is, what it weighs, whether that is known, and what it might be."""

    element: Element
    weight: int
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
        weight, is_need = weighed.weight, weighed.element is Element.NEED
        options: dict[tuple[int, bool], _Option] = {}
        for place, choice in enumerate(weighed.choices):
            caps = is_need and choice.name in model.last_letter_for
            option = _Option(place, choice.name, weight * choice.points, caps)
            options.setdefault((choice.points, caps), option)
        now = _Option(
            -1, line.choice or "", weight * (line.points or 0), is_need and card.capped_by is not None
        )
        yield _Stand(weighed.element, weight, now, line.points is not None, tuple(options.values()))


def _sized(card: BantCard, model: BantModel) -> _Stand:
    numbers = [band.number for band in model.sizes]
    others = tuple(_Option(place, str(number), number=number) for place, number in enumerate(numbers))
    now = _Option(-1, "" if card.number is None else str(card.number), number=card.number)
    return _Stand(Element.SIZE, 0, now, card.sized_by is not None, others)


def _ways(
    places: tuple[int, ...],
    stands: tuple[_Stand, ...],
    model: BantModel,
    targets: frozenset[str],
    total_now: int,
) -> Iterator[tuple[tuple[object, ...], BantWay]]:
    """The ways that change just these elements, each with what it is sorted by."""
    changed = [stands[place] for place in places]
    kept = [stand for place, stand in enumerate(stands) if place not in places]
    base = sum(stand.now.gain for stand in kept)
    over = sum(stand.weight for stand in changed)
    over += sum(stand.weight for stand in kept if stand.known or model.unanswered == "adds_nothing")
    capped = any(stand.now.caps for stand in kept)
    number_now = stands[-1].now.number
    if not _within_reach(changed, base, over, capped, number_now, model, targets):
        return
    turned = sum(stand.known for stand in changed)
    for chosen in product(*(stand.others for stand in changed)):
        total = _total(base + sum(option.gain for option in chosen), over)
        letter = _letter(total, capped or any(option.caps for option in chosen), model)
        number = chosen[-1].number if chosen and chosen[-1].number is not None else number_now
        if f"{letter}{number}" in targets:
            changes = tuple(
                BantChange(
                    element=stand.element, before=stand.now.name if stand.known else None, after=option.name
                )
                for stand, option in zip(changed, chosen, strict=True)
            )
            order = (turned, abs(total - total_now), places, tuple(option.place for option in chosen))
            yield order, BantWay(cell=f"{letter}{number}", total_thousandths=total, changes=changes)


def _within_reach(
    changed: list[_Stand],
    base: int,
    over: int,
    capped: bool,
    number_now: int | None,
    model: BantModel,
    targets: frozenset[str],
) -> bool:
    """Whether the best and the worst that these elements can give leave a target in between; most do not."""
    letters = [band.letter for band in model.letters]
    ends = [_total(base + sum(pick(_gains(stand)) for stand in changed), over) for pick in (max, min)]
    best, worst = (letters.index(_letter(total, capped, model)) for total in ends)
    between = {*letters[best : worst + 1], *(letters[-1:] if any(map(_may_cap, changed)) else ())}
    numbers = {option.number for stand in changed for option in stand.others} - {None} or {number_now}
    return any(f"{letter}{number}" in targets for letter in between for number in numbers)


def _gains(stand: _Stand) -> list[int]:
    return [option.gain for option in stand.others]


def _may_cap(stand: _Stand) -> bool:
    return any(option.caps for option in stand.others)


def _letter(total: int, capped: bool, model: BantModel) -> str:
    return model.letters[-1].letter if capped else letter_of(total, model.letters)


def _total(gained: int, over: int) -> int:
    return gained * PER_POINT // over if over else 0
