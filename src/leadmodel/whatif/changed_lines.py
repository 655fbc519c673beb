"""What differs between two cards of one lead, line by line; the differences add up to that of the points exactly."""

from dataclasses import dataclass

from ..scoring import Line, LineStep, Scorecard
from ..scoring.lines import Part
from ..scoring.points import Points, in_points, thousandths

__all__ = ["LineChange", "changed_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line that gives other points than before; a line that is not there gives none.

    `rule` is the id of the rule, or the name of what a bound belongs to; `says` is what the line says now, or what it
    said. The changes of a part add up to the change of its points.
    """

    rule: str
    part: Part
    step: LineStep
    before: Points
    after: Points
    says: str

    @property
    def change(self) -> Points:
        return in_points(self.thousandths)

    @property
    def thousandths(self) -> int:
        """The change in whole thousandths, which add up exactly."""
        return thousandths(self.after) - thousandths(self.before)

    def __str__(self) -> str:
        return f"{self.change:+} {self.rule}: {self.before} before, {self.after} after ({self.says})"


def changed_lines(before: Scorecard, after: Scorecard) -> tuple[LineChange, ...]:
    """The lines whose points differ, fit first, in the order of the later card and then of the earlier."""
    earlier, later = ({_key(line): line for line in card.lines} for card in (before, after))
    found = []
    for key in {**later, **earlier}:
        old, new = earlier.get(key), later.get(key)
        change = LineChange(
            part=key[0],
            step=key[1],
            rule=key[2],
            before=0 if old is None else old.points,
            after=0 if new is None else new.points,
            says=(new or old or later[key]).says,
        )
        if change.thousandths:
            found.append(change)
    return tuple(sorted(found, key=lambda change: change.part != "fit"))


def _key(line: Line) -> tuple[Part, LineStep, str]:
    return line.part, line.step, line.rule
