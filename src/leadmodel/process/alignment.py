"""The agreement between the teams as data: what each part of a service level agreement says.

What the model declares already (scoring, promises, owners of steps) is not said again here, so it cannot be said
differently: `leadmodel.documents.render_alignment` takes it from there.

>>> ours = Alignment(
...     purpose="One view of a lead",
...     goals=[Goal(measure="sales-ready leads a month", at_least=60, pays=("marketing", "sales"))],
...     review_every="3mo",
... )
>>> ours.teams, ours.goals[0].met(59), ours.goals[0].met(60)
(('marketing', 'sales'), False, True)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..errors import DefinitionError, InputError
from .agreed import faults_of
from .steps import all_names

__all__ = ["Acceptance", "Alignment", "Definition", "Goal", "NurtureTrack", "Responsibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A word that both teams use, and what they mean by it."""

    term: str
    says: str

    def __post_init__(self) -> None:
        plain_texts(self, "term", "says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A shared target: one measure with one line for all teams; `pays` are those whose pay hangs on it in part.

    >>> Goal(measure="answered within 2 h", at_least=90, unit="%").met(92.5)
    True

    Raises `InputError` for a bound that is no number, and for what is no text.
    """

    measure: str
    at_least: int | float | None = None
    at_most: int | float | None = None
    unit: str = ""
    pays: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        plain_texts(self, "measure", "unit")
        for argument in ("at_least", "at_most"):
            bound: object = getattr(self, argument)
            if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int | float)):
                raise InputError(argument, bound, "is not a number")
        object.__setattr__(self, "pays", all_names(self.pays, "pays"))

    def met(self, value: float) -> bool:
        """Whether a measured value is within the bounds; on the bound is met."""
        enough = self.at_least is None or value >= self.at_least
        return enough and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """What one team has taken on, beside the steps that it owns in the process."""

    team: str
    does: tuple[str, ...]

    def __post_init__(self) -> None:
        plain_texts(self, "team")
        object.__setattr__(self, "does", all_names(self.does, "does"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NurtureTrack:
    """One track of the nurturing program: who hears from us, so long `after` they came into it.

    >>> NurtureTrack(name="cold", after=("1mo", "3mo", "6mo", "9mo", "12mo"), says="a case study each").after[-1]
    '12mo'
    """

    name: str
    after: tuple[str, ...]
    says: str = ""

    def __post_init__(self) -> None:
        plain_texts(self, "name", "says")
        object.__setattr__(self, "after", all_names(self.after, "after"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A team has agreed: in whose name, and on which day."""

    team: str
    by: str
    on: date

    def __post_init__(self) -> None:
        plain_texts(self, "team", "by")
        plain_date(self.on, "on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The parts of the agreement that a model does not hold elsewhere; a house may write it bit by bit.

    `review_every` is a number of days or calendar months, counted from the last review (`reviewed_on`) or the start of
    the term. `ends_on` is the last day of the term; without it there is none. Days are those of the `zone`. With
    `complete` a part that is missing is a fault of the model, and otherwise `missing_parts` lists it.

    Raises `DefinitionError` with every fault in what is there, and `InputError` for what is no list or no date.
    """

    purpose: str = ""
    teams: tuple[str, ...] = ("marketing", "sales")
    definitions: tuple[Definition, ...] = ()
    source_priority: tuple[str, ...] = ()
    nurturing: str = ""
    nurture: tuple[NurtureTrack, ...] = ()
    recycling: str = ""
    collateral: str = ""
    goals: tuple[Goal, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    review_every: str | None = None
    reviewed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    accepted: tuple[Acceptance, ...] = ()
    zone: str = "UTC"
    complete: bool = False

    def __post_init__(self) -> None:
        plain_texts(self, "purpose", "nurturing", "recycling", "collateral", "zone")
        for argument in ("teams", "source_priority"):
            object.__setattr__(self, argument, all_names(getattr(self, argument), argument))
        kinds = (
            ("definitions", Definition),
            ("nurture", NurtureTrack),
            ("goals", Goal),
            ("responsibilities", Responsibility),
            ("accepted", Acceptance),
        )
        for argument, kind in kinds:
            values: object = getattr(self, argument)
            if not isinstance(values, Sequence) or not all(isinstance(each, kind) for each in values):
                raise InputError(argument, values, f"is not a list of {kind.__name__}")
            object.__setattr__(self, argument, tuple(values))
        for argument in ("reviewed_on", "starts_on", "ends_on"):
            if getattr(self, argument) is not None:
                plain_date(getattr(self, argument), argument)
        findings = tuple(faults_of(self))
        if findings:
            raise DefinitionError("the alignment", findings)


def plain_texts(value: object, *arguments: str) -> None:
    """Refuse what is no text; a member of an enumeration is one, and becomes the plain text that is read back."""
    for argument in arguments:
        told: object = getattr(value, argument)
        if not isinstance(told, str):
            raise InputError(argument, told, "is not text")
        object.__setattr__(value, argument, str(told))


def plain_date(value: object, argument: str) -> None:
    """Refuse what is no date; a datetime is a date to Python, and cannot be compared with one."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InputError(argument, value, "is not a date")
