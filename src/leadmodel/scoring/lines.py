"""The lines of a scorecard: what each rule gave and what each bound took, adding up to the figures exactly."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..records.drafts import draft_of
from .points import Points, in_points

__all__ = ["Line", "LineStep", "Outcome", "Part", "new_line"]

Part = Literal["fit", "behaviour"]


class Outcome(StrEnum):
    """What a rule found: unknown is not no, and neither gains nor loses."""

    MATCH = "match"
    NO_MATCH = "no_match"
    UNKNOWN = "unknown"


class LineStep(StrEnum):
    """What a line is about, in the order in which it happens."""

    START = "start"
    RULE = "rule"
    GROUP = "group"
    """A group of rules gives more than its cap, or less than its floor: the line takes the difference back."""
    TOTAL = "total"
    """The same for the whole part."""
    ROUNDING = "rounding"
    """Down to whole points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an account: the `points` of all lines of a part add up to its figure, in thousandths exactly.

    Of a rule: `raw` is what was earned, `decayed` what age has left of it, and `points` what counts within the bounds
    of the rule. `rule` is its id, or the name of the group that a bound belongs to.
    """

    rule: str
    part: Part
    outcome: Outcome
    points: Points
    says: str
    raw: Points = 0
    decayed: Points = 0
    step: LineStep = LineStep.RULE

    @property
    def thousandths(self) -> int:
        """The points in whole thousandths, which add up exactly."""
        return self.points * 1000 if isinstance(self.points, int) else round(self.points * 1000)

    def __str__(self) -> str:
        if self.outcome is Outcome.MATCH or self.points:
            return f"{self.points:+} {self.says}"
        return f"{self.outcome}: {self.says}"


_LineDraft = draft_of(Line)


def new_line(
    rule: str,
    part: Part,
    outcome: Outcome,
    says: str,
    *,
    points: int = 0,
    raw: int = 0,
    decayed: int = 0,
    step: LineStep = LineStep.RULE,
) -> Line:
    """A `Line` of thousandths, filled fast as in `records.drafts`."""
    new = _LineDraft()
    new.rule = rule
    new.part = part
    new.outcome = outcome
    new.points = in_points(points)
    new.says = says
    new.raw = in_points(raw)
    new.decayed = in_points(decayed)
    new.step = step
    new.__class__ = Line
    made: Line = new
    return made
