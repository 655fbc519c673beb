"""The lines of a scorecard: what each rule gave and what each bound took, adding up to the figures exactly."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from ..conditions.values import as_whole
from ..records import Event
from .points import Points, bounded, in_points, thousandths
from .rules import BehaviourRule, FitRule, Group, Scoring, groups_of
from .tally import Counted, counted_by

__all__ = [
    "Line",
    "LineStep",
    "Outcome",
    "behaviour_lines",
    "counts_of_history",
    "counts_of_row",
    "fit_lines",
]

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


def fit_lines(scoring: Scoring, answers: Sequence[bool | None]) -> tuple[Line, ...]:
    """The lines of the fit, with the answers to the conditions of its rules."""
    lines = [_fit_line(rule, answer) for rule, answer in zip(scoring.fit, answers, strict=True)]
    start = thousandths(scoring.start)
    if start:
        lines.insert(0, _taken("start", "fit", LineStep.START, start, "where every lead starts"))
    groups = groups_of(scoring, scoring.fit)
    return (*lines, *_bounds(lines, scoring.fit, groups, "fit", scoring.fit_cap, scoring.fit_floor))


def behaviour_lines(
    scoring: Scoring, answers: Iterable[bool | None], counted: Iterable[Counted | None]
) -> tuple[Line, ...]:
    """The lines of the score: answers to the rules with a condition, and counts for those with an activity."""
    found, counts = iter(answers), iter(counted)
    lines = [
        _condition_line(rule, next(found)) if rule.when is not None else _activity_line(rule, next(counts))
        for rule in scoring.behaviour
    ]
    groups = groups_of(scoring, scoring.behaviour)
    bounds = _bounds(lines, scoring.behaviour, groups, "behaviour", scoring.score_cap, scoring.score_floor)
    return (*lines, *bounds)


def counts_of_history(scoring: Scoring, history: Iterable[Event], at: datetime) -> list[Counted | None]:
    """What each rule with an activity counts in a history."""
    events = tuple(history)
    return [counted_by(rule, events, at) for rule in scoring.behaviour if rule.activity is not None]


def counts_of_row(scoring: Scoring, row: Mapping[str, Any]) -> list[Counted | None]:
    """What each rule with an activity counts, from figures that are ready made: the same as a scorer reads."""
    found: list[Counted | None] = []
    for rule in scoring.behaviour:
        if rule.activity is None:
            continue
        figure = as_whole(row.get(rule.figure))
        if figure is None:
            found.append(None)
        elif not rule.counted:
            found.append(
                Counted(times=1 if figure else 0, counted=1 if figure else 0, raw=figure, decayed=figure)
            )
        else:
            times = max(figure, 0)
            counted = times if rule.at_most is None else min(times, rule.at_most)
            raw = thousandths(rule.points) * counted
            found.append(Counted(times=times, counted=counted, raw=raw, decayed=raw))
    return found


def _outcome(answer: bool | None) -> Outcome:
    return Outcome.UNKNOWN if answer is None else Outcome.MATCH if answer else Outcome.NO_MATCH


def _fit_line(rule: FitRule, answer: bool | None) -> Line:
    points = 0 if answer is None else rule.points if answer else rule.otherwise
    says = rule.says or str(rule.when)
    return Line(
        rule=rule.id,
        part="fit",
        outcome=_outcome(answer),
        points=points,
        raw=points,
        decayed=points,
        says=says,
    )


def _condition_line(rule: BehaviourRule, answer: bool | None) -> Line:
    points = rule.points if answer else 0
    return Line(
        rule=rule.id,
        part="behaviour",
        outcome=_outcome(answer),
        points=points,
        raw=points,
        decayed=points,
        says=rule.says or str(rule.when),
    )


def _activity_line(rule: BehaviourRule, counted: Counted | None) -> Line:
    says = rule.says or str(rule.activity).replace("_", " ")
    if counted is None:
        return Line(rule=rule.id, part="behaviour", outcome=Outcome.UNKNOWN, points=0, says=says)
    points = bounded(counted.decayed, rule.cap, rule.floor)
    if counted.times > 1:
        says += f" ({counted.times} times)"
    if counted.counted < counted.times:
        says += f", {counted.counted} counted"
    if counted.decayed != counted.raw:
        says += f", {in_points(counted.decayed)} left of {in_points(counted.raw)}"
    if points != counted.decayed:
        says += f", bounded from {in_points(counted.decayed)}"
    return Line(
        rule=rule.id,
        part="behaviour",
        outcome=Outcome.MATCH if counted.counted else Outcome.NO_MATCH,
        points=in_points(points),
        raw=in_points(counted.raw),
        decayed=in_points(counted.decayed),
        says=says,
    )


def _bounds(
    lines: Sequence[Line],
    rules: Sequence[FitRule | BehaviourRule],
    groups: Sequence[Group],
    part: Part,
    cap: Points | None,
    floor: Points | None,
) -> Iterator[Line]:
    """What the bounds of groups and of the part took or gave, and the rounding to whole points."""
    total = sum(line.thousandths for line in lines)
    group_of = {rule.id: rule.group for rule in rules}
    for group in groups:
        inside = [line for line in lines if line.step is LineStep.RULE and group_of[line.rule] == group.name]
        earned = sum(line.thousandths for line in inside)
        taken = bounded(earned, group.cap, group.floor) - earned
        if taken:
            limit = group.cap if taken < 0 else group.floor
            says = f"group {group.name} gives at {'most' if taken < 0 else 'least'} {limit}, not {in_points(earned)}"
            yield _taken(group.name, part, LineStep.GROUP, taken, says)
        total += taken
    what = "fit" if part == "fit" else "score"
    taken = bounded(total, cap, floor) - total
    if taken:
        limit = cap if taken < 0 else floor
        says = f"the {what} is at {'most' if taken < 0 else 'least'} {limit}, not {in_points(total)}"
        yield _taken(what, part, LineStep.TOTAL, taken, says)
    rest = (total + taken) % 1000
    if rest:
        yield _taken(what, part, LineStep.ROUNDING, -rest, f"the {what} is in whole points")


def _taken(rule: str, part: Part, step: LineStep, taken: int, says: str) -> Line:
    points = in_points(taken)
    return Line(
        rule=rule,
        part=part,
        outcome=Outcome.MATCH,
        points=points,
        raw=points,
        decayed=points,
        says=says,
        step=step,
    )
