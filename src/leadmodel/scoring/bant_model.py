"""The declared BANT: what each element weighs, where the letters and the sizes begin, and what is done with each cell.

>>> house = BantModel(
...     budget=BudgetPoints(weight=2, available=100, will_be_provided=50, none=0),
...     decision=TimePoints(weight=1, bands=(TimeBand(within_months=3, points=100), TimeBand(points=0))),
...     letters=(LetterBand(letter="A", at_least=60), LetterBand(letter="B")),
...     sizes=(SizeBand(number=1, at_least=100_000), SizeBand(number=2)),
...     treatments=Treatments(sales=("A1",), rest="nurture"),
...     size_by=("revenue",),
... )
>>> house.cells, [(each.element.value, each.weight) for each in house.weighed]
(('A1', 'A2', 'B1', 'B2'), [('budget', 2), ('decision', 1)])
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..errors import DefinitionError, InputError
from ..records.names import named
from .bant_answers import Need, Size
from .bant_points import (
    AuthorityPoints,
    BudgetPoints,
    Choice,
    CompellingEventPoints,
    Element,
    ElementPoints,
    NeedPoints,
    TimeBand,
    TimePoints,
    TitleBand,
    TitlePoints,
    listed,
)
from .bant_proof import faults_of
from .matrix import cells
from .treatments import Treatments

__all__ = [
    "AuthorityPoints",
    "BantModel",
    "BudgetPoints",
    "CompellingEventPoints",
    "LetterBand",
    "NeedPoints",
    "SizeAnswer",
    "SizeBand",
    "TimeBand",
    "TimePoints",
    "TitleBand",
    "TitlePoints",
    "Weighed",
]


class SizeAnswer(StrEnum):
    """The answers that can give the number: what could be earned, what they have, and what somebody called it."""

    REVENUE = "revenue"
    BUDGET_AMOUNT = "budget_amount"
    SIZE = "size"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBand:
    """A letter and the total of 100 points from which it is given; the last band has none and takes the rest."""

    letter: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeBand:
    """A number and the amount from which it is given, the largest first; the last band has none and takes the rest.

    `said` are the words for a size that mean this number: with four numbers one each, with three one has two.
    """

    number: int
    at_least: int | None = None
    said: tuple[Size, ...] = ()

    def __post_init__(self) -> None:
        said = tuple(named(Size, each, "said") for each in listed(self.said, str, "said"))
        object.__setattr__(self, "said", said)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An element that the model asks about, with its weight, its answers, and the least and the most points of one."""

    element: Element
    table: ElementPoints
    weight: int
    choices: tuple[Choice, ...]
    least: int
    most: int


class _Kept:
    """A slot for what is read off the model once: no field, so it is neither compared, shown, pickled nor dumped."""

    __slots__ = ("kept",)
    kept: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BantModel(_Kept):
    """BANT as data, proved when it is built.

    Each element has a table of points or is not asked about. `letters` and `sizes` are bands, best first; `treatments`
    says what is done with each cell. `size_by` are the answers that give the number, the first that is known;
    `unsized` is the number of a lead of which none is, and without it such a lead has no number. With a need in
    `last_letter_for` a lead has the last letter, whatever its points. `unanswered` says what an open question does: it
    adds nothing (the total grows as answers come in), or it is left out (the total is the mean of what is known). The
    dates of answers are counted from the day that `zone` has at the time.

    >>> BantModel(letters=(LetterBand(letter="A", at_least=60),), sizes=(), treatments=Treatments(sales=("A1",)))
    Traceback (most recent call last):
        ...
    leadmodel.errors.DefinitionError: the BANT model has 3 faults
      $: weighs nothing, give a table for one of budget, authority, title, need, compelling_event, decision, activation
      $.letters[0].at_least: the last letter takes the rest, leave out at_least
      $.sizes: is empty, give at least one number

    Raises `DefinitionError` with every fault, each with its path, and `InputError` for parts of another kind.
    """

    letters: tuple[LetterBand, ...]
    sizes: tuple[SizeBand, ...]
    treatments: Treatments
    budget: BudgetPoints | None = None
    authority: AuthorityPoints | None = None
    title: TitlePoints | None = None
    need: NeedPoints | None = None
    compelling_event: CompellingEventPoints | None = None
    decision: TimePoints | None = None
    activation: TimePoints | None = None
    size_by: tuple[SizeAnswer, ...] = tuple(SizeAnswer)
    unsized: int | None = None
    last_letter_for: tuple[Need, ...] = ()
    unanswered: Literal["adds_nothing", "left_out"] = "adds_nothing"
    zone: str = "UTC"

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        freeze(self, "letters", listed(self.letters, LetterBand, "letters"))
        freeze(self, "sizes", listed(self.sizes, SizeBand, "sizes"))
        for argument, names in (("size_by", SizeAnswer), ("last_letter_for", Need)):
            given = listed(getattr(self, argument), str, argument)
            freeze(self, argument, tuple(named(names, each, argument) for each in given))
        for argument, kind in (("treatments", Treatments), *_TABLES.items()):
            table = getattr(self, argument)
            if not isinstance(table, kind) and not (table is None and argument in _TABLES):
                raise InputError(argument, table, f"is not {kind.__name__}")
        findings = tuple(faults_of(self))
        if findings:
            raise DefinitionError("the BANT model", findings)

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell of the matrix, best first."""
        return cells(
            [band.letter for band in self.letters],
            [band.number for band in self.sizes],
        )

    @property
    def weighed(self) -> tuple[Weighed, ...]:
        """The elements that the model asks about, in the order of `Element`; read once and kept with it."""
        found: tuple[Weighed, ...] | None = getattr(self, "kept", None)
        if found is None:
            found = tuple(_weighed(element, table) for element, table in tables_of(self))
            object.__setattr__(self, "kept", found)
        return found


_TABLES: dict[str, type] = {
    "budget": BudgetPoints,
    "authority": AuthorityPoints,
    "title": TitlePoints,
    "need": NeedPoints,
    "compelling_event": CompellingEventPoints,
    "decision": TimePoints,
    "activation": TimePoints,
}


def _weighed(element: Element, table: ElementPoints) -> Weighed:
    choices = table.choices()
    points = [choice.points for choice in choices]
    return Weighed(element, table, table.weight, choices, min(points), max(points))


def tables_of(model: BantModel) -> Iterator[tuple[Element, ElementPoints]]:
    """The tables that there are, with their elements."""
    for name in _TABLES:
        table: ElementPoints | None = getattr(model, name)
        if table is not None:
            yield Element(name), table
