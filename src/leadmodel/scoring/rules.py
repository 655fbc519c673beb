"""The declared scoring: who fits, what counts, and where the lines between grades and levels are.

Grade (who they are) and score (what they do) are kept apart: an ideal buyer who does nothing has a high grade and a low
score, a student who reads everything the reverse ("Nailing Speed to Lead").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ..conditions import Activities, Condition
from ..conditions.ages import whole_hours
from ..errors import InputError, UnknownNameError
from .decay import Decay
from .points import Points, thousandths
from .treatments import Treatment, Treatments

__all__ = [
    "BehaviourRule",
    "FitRule",
    "GradeBand",
    "Group",
    "HasScoring",
    "LevelBand",
    "Scoring",
    "groups_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRule:
    """Points, up or down, for what a lead is: `when` asks the profile, and missing data neither gains nor loses.

    `otherwise` is for a lead of which it is known that the condition does not hold. `bucket` is one of the kinds of
    criteria of "Lead Liaison"; the third, behaviour, is that of the behaviour rules.

    >>> FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20).points
    20

    Raises `InputError` for points with more than three decimals.
    """

    id: str
    when: Condition
    points: Points
    otherwise: Points = 0
    bucket: Literal["demographics", "qualification"] = "demographics"
    group: str | None = None
    says: str = ""

    def __post_init__(self) -> None:
        thousandths(self.points)
        thousandths(self.otherwise, "otherwise")
        if self.bucket not in ("demographics", "qualification"):
            raise InputError("bucket", self.bucket, "is not one of demographics, qualification")


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourRule:
    """Points for each time that a lead does something, or once for as long as a condition over it holds.

    Of `activity` the latest `at_most` times count, those that are not older than `within`; with `per` so many in each
    window of that length (counted in UTC from 1970), with `per_subject` so many for each thing that it was done with.
    `min_amount` leaves out what was less, and `decay` lets points fade with age. `cap` and `floor` bound what the rule
    gives in all. Lengths are whole hours, as ages are.

    `when` takes the place of `activity` for what is no sum: a number of visits, or that nothing was heard for a month.

    >>> BehaviourRule(id="webinar", activity="webinar_attended", points=15, at_most=2).at_most
    2

    Raises `InputError` when it has both or neither, when a limit is below one or has nothing to limit, when zero is
    not within its bounds, and for a length that is no whole number of hours.
    """

    id: str
    points: Points
    activity: str | None = None
    when: Condition | None = None
    at_most: int | None = None
    per: str | None = None
    per_subject: bool = False
    within: str | None = None
    min_amount: int | None = None
    decay: Decay | None = None
    cap: Points | None = None
    floor: Points | None = None
    group: str | None = None
    says: str = ""

    def __post_init__(self) -> None:
        thousandths(self.points)
        if (self.activity is None) == (self.when is None):
            raise InputError(
                "activity", self.activity, "needs an activity or a condition (when), one of the two"
            )
        if self.when is not None:
            for name in ("at_most", "per", "within", "min_amount", "decay", "cap", "floor"):
                if getattr(self, name) is not None:
                    raise InputError(
                        name, getattr(self, name), "limits an activity, and the rule has a condition"
                    )
        for name in ("at_most", "min_amount"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise InputError(name, value, "is below 1, leave it out for no limit")
        for name in ("per", "within"):
            if getattr(self, name) is not None:
                whole_hours(getattr(self, name), name)
        for name, value in (("per", self.per), ("per_subject", self.per_subject or None)):
            if value is not None and self.at_most is None:
                raise InputError(name, value, "limits nothing without at_most, say how often")
        _check_around_zero(self.cap, self.floor)

    @property
    def counted(self) -> bool:
        """Whether a number of times and nothing else decides, so that a ready-made count will do."""
        return not (self.per or self.per_subject or self.min_amount or self.decay)

    def limits(self) -> Iterator[str]:
        """Its limits in plain words, one after the other.

        >>> list(BehaviourRule(id="page", activity="page_viewed", points=1, at_most=3, per="1d", within="14d").limits())
        ['at most 3 times per 1d', 'within 14d']
        """
        if self.at_most is not None:
            per = ("" if self.per is None else f" per {self.per}") + (" for each subject" * self.per_subject)
            yield f"at most {self.at_most} times{per}"
        if self.within is not None:
            yield f"within {self.within}"
        if self.min_amount is not None:
            yield f"of at least {self.min_amount}"
        if self.decay is not None:
            yield str(self.decay)
        for name, value in (("most", self.cap), ("least", self.floor)):
            if value is not None:
                yield f"at {name} {value} points"
        if self.group is not None:
            yield f"in group {self.group}"

    @property
    def figure(self) -> str:
        """The name under which what it counts, or in thousandths what it earned, is handed in or looked up.

        >>> BehaviourRule(id="page", activity="page_viewed", points=1, within="14d").figure
        'count(page_viewed within 14d)'
        >>> BehaviourRule(id="page", activity="page_viewed", points=1, decay=Decay(half_life="7d")).figure
        'earned(page)'
        """
        if self.activity is not None and self.counted:
            return str(Activities(of=(self.activity,), within=self.within))
        return f"earned({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rules that may give no more than `cap` and no less than `floor` together; zero has to lie within."""

    name: str
    cap: Points | None = None
    floor: Points | None = None

    def __post_init__(self) -> None:
        _check_around_zero(self.cap, self.floor)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """A letter and the fit points from which it is given; the last band has none and takes the rest."""

    grade: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBand:
    """A number and the score from which it is given, 1 the most active; the last band has none and takes the rest."""

    level: int
    at_least: int | None = None


class _Kept:
    """Slots for the compiled forms: no fields, so they are neither compared, shown, pickled nor dumped."""

    __slots__ = ("kept", "kept_asked")
    kept: Any
    kept_asked: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring(_Kept):
    """A scoring model: fit rules give the grade, behaviour rules the level, and the two make a label such as `B2`.

    `sales_ready` lists the labels, cell by cell, that go to sales; "B2 or better" can be read two ways, a list cannot
    (`or_better` makes it). `treatments` says what is done with every cell, in place of `sales_ready`; without them, all
    others are nurtured.

    What happens in which order: each rule, with its decay and then its own bounds; each of the `groups`, with its
    bounds; the sum of the part, from `start` for the fit; the bounds of the part; and whole points, rounded down.
    """

    fit: tuple[FitRule, ...]
    behaviour: tuple[BehaviourRule, ...]
    grades: tuple[GradeBand, ...]
    levels: tuple[LevelBand, ...]
    sales_ready: tuple[str, ...] = ()
    treatments: Treatments | None = None
    start: Points = 0
    groups: tuple[Group, ...] = ()
    fit_cap: Points | None = None
    fit_floor: Points | None = None
    score_cap: Points | None = None
    score_floor: Points | None = None

    def __post_init__(self) -> None:
        for name in ("fit", "behaviour", "grades", "levels", "sales_ready", "groups"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if self.treatments is not None and not self.sales_ready:
            object.__setattr__(self, "sales_ready", self.given_to_sales())
        thousandths(self.start, "start")
        _check_bounds(self.fit_cap, self.fit_floor, "fit_")
        _check_bounds(self.score_cap, self.score_floor, "score_")

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of its rules, those of the fit first."""
        behaviour = tuple(rule.when for rule in self.behaviour if rule.when is not None)
        return tuple(rule.when for rule in self.fit) + behaviour

    def labels(self) -> tuple[str, ...]:
        """Every cell of the matrix, best grade first, and within a grade the most active first."""
        return tuple(f"{grade.grade}{level.level}" for grade in self.grades for level in self.levels)

    def given_to_sales(self) -> tuple[str, ...]:
        """The cells that the treatments give to sales."""
        if self.treatments is None:
            return self.sales_ready
        listed = {cell for treatment in Treatment for cell in self.treatments.of(treatment)}
        takes_rest = self.treatments.rest is Treatment.SALES
        return tuple(
            cell
            for cell in self.labels()
            if cell in self.treatments.sales or (takes_rest and cell not in listed)
        )

    def treatment_of(self, label: str) -> Treatment:
        """What is done with the leads of a cell. Raises `UnknownNameError` for a cell that there is not."""
        if label not in (cells := self.labels()):
            raise UnknownNameError("cell", label, cells)
        if self.treatments is not None:
            return self.treatments.treatment_of(label)
        return Treatment.SALES if label in self.sales_ready else Treatment.NURTURE


def groups_of(scoring: Scoring, rules: Sequence[FitRule | BehaviourRule]) -> tuple[Group, ...]:
    """The groups that these rules are in, in the order of the model."""
    named = {rule.group for rule in rules}
    return tuple(group for group in scoring.groups if group.name in named)


class HasScoring(Protocol):
    """Anything that carries a scoring model, such as the declared model of the house."""

    @property
    def scoring(self) -> Scoring: ...


def _check_around_zero(cap: Points | None, floor: Points | None) -> None:
    """Bounds between which nothing lies: a rule that finds nothing gives nothing."""
    _check_bounds(cap, floor)
    if cap is not None and cap < 0:
        raise InputError("cap", cap, "is below zero, and a rule that finds nothing gives nothing")
    if floor is not None and floor > 0:
        raise InputError("floor", floor, "is above zero, and a rule that finds nothing gives nothing")


def _check_bounds(cap: Points | None, floor: Points | None, prefix: str = "") -> None:
    if cap is not None:
        thousandths(cap, f"{prefix}cap")
    if floor is not None:
        thousandths(floor, f"{prefix}floor")
    if cap is not None and floor is not None and cap < floor:
        raise InputError(f"{prefix}cap", cap, f"is below the floor of {floor!r}")
