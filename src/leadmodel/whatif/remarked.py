"""What a remark about a scoring model holds, and what those who make them look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ..records import FrozenMap
from ..scoring import BehaviourRule, FitRule, Scoring
from ..scoring.points import Points, in_points, thousandths
from .parts import Part, Rule, Taken
from .reach import Reckoned
from .totals import Bound

__all__ = ["Inspected", "ScoringRemark", "ScoringRemarkCode", "Severity", "remark", "signed", "together"]

Severity = Literal["warning", "note"]


class ScoringRemarkCode(StrEnum):
    """What is weak about a scoring model."""

    ALWAYS_FIRES = "always_fires"
    """In the sample a rule matches every lead."""
    ALWAYS_HOLDS = "always_holds"
    BAND_FOR_EVERYBODY = "band_for_everybody"
    BAND_OUT_OF_REACH = "band_out_of_reach"
    BUCKET_EMPTY = "bucket_empty"
    CAP_BELOW_POINTS = "cap_below_points"
    CAP_NEVER_REACHED = "cap_never_reached"
    CELL_EMPTY = "cell_empty"
    """In the sample nobody is in a cell."""
    CELL_OUT_OF_REACH = "cell_out_of_reach"
    COUNTED_TWICE = "counted_twice"
    DECAY_HARDLY_SHOWS = "decay_hardly_shows"
    DECAY_RISES = "decay_rises"
    DECAY_STEP_PAST_WINDOW = "decay_step_past_window"
    FIRES_TOGETHER = "fires_together"
    FLOOR_ABOVE_POINTS = "floor_above_points"
    FLOOR_NEVER_REACHED = "floor_never_reached"
    HIDDEN_BY_CAP = "hidden_by_cap"
    HIDDEN_BY_FLOOR = "hidden_by_floor"
    IMPLIED = "implied"
    MOSTLY_UNKNOWN = "mostly_unknown"
    NARROW_BAND = "narrow_band"
    NEVER_FIRES = "never_fires"
    """In the sample a rule matches no lead."""
    NEVER_HOLDS = "never_holds"
    NO_RULES = "no_rules"
    OTHERWISE_SAME_SIGN = "otherwise_same_sign"
    READY_EVERYBODY = "ready_everybody"
    READY_NOBODY = "ready_nobody"
    READY_SHARE = "ready_share"
    """The share of the sample that is ready for sales."""
    SAME_ACTIVITY = "same_activity"
    SAME_CONDITION = "same_condition"
    THRESHOLD_BETWEEN_POINTS = "threshold_between_points"
    TIMES_PAST_CAP = "times_past_cap"
    WINDOW_PAST_DECAY = "window_past_decay"
    ZERO_POINTS = "zero_points"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRemark:
    """One weakness: where it is, what is wrong, and what would be better.

    A `warning` is of something that cannot do what it says; a `note` may be meant so. `figures` are those that the
    words name, for programs; None stands for no limit.
    """

    code: ScoringRemarkCode
    severity: Severity
    path: str
    wrong: str
    better: str
    figures: Mapping[str, Points | None] = field(default_factory=FrozenMap)

    def __str__(self) -> str:
        return f"{self.path}: {self.wrong}; {self.better}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A model with all that was found out about it; `path` is where its scoring stands."""

    scoring: Scoring
    path: str
    taken: Taken
    reckoned: Reckoned

    def path_of(self, rule: Rule) -> str:
        """Where a rule stands."""
        if isinstance(rule, FitRule):
            return f"{self.path}.fit[{_place(self.scoring.fit, rule)}]"
        return f"{self.path}.behaviour[{_place(self.scoring.behaviour, rule)}]"

    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of the document."""
        return (*self.scoring.fit, *self.scoring.behaviour)

    def points(self, part: Part, total: Bound) -> Points | None:
        """A total in points; None for no limit."""
        if isinstance(total, float):
            return None
        return in_points(total * self.reckoned.units[part])


def remark(
    code: ScoringRemarkCode,
    path: str,
    wrong: str,
    better: str,
    *,
    severity: Severity = "warning",
    **figures: Points | None,
) -> ScoringRemark:
    """A remark with its figures by name."""
    return ScoringRemark(
        code=code, severity=severity, path=path, wrong=wrong, better=better, figures=FrozenMap(figures)
    )


def together(*points: Points) -> Points:
    """The sum of points, exactly.

    >>> together(0.1, 0.2)
    0.3
    """
    return in_points(sum(map(thousandths, points)))


def signed(points: Points | None) -> str:
    """Points with their sign.

    >>> signed(20), signed(-2.5), signed(None)
    ('+20', '-2.5', 'any number')
    """
    return "any number" if points is None else f"{points:+}"


def _place(rules: tuple[FitRule, ...] | tuple[BehaviourRule, ...], rule: Rule) -> int:
    return next(place for place, each in enumerate(rules) if each is rule)
