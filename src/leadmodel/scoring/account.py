"""The account of a score: a line for each rule, and one for each bound that took or gave something.

What a line says depends on little: a condition has three answers, and most counts are small. So lines are written once
for each answer and kept with the model.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..conditions.values import as_whole
from .lines import Line, LineStep, Outcome, Part, new_line
from .points import Points, bounded, in_points, thousandths
from .rules import BehaviourRule, FitRule, Group, Scoring
from .summing import PartRules, parts_of
from .tally import Counted, Done, Figures, counted_by

__all__ = ["Account", "Found"]

#: What a rule finds: an answer, or a count, or what was earned and how; None for unknown.
Found = bool | int | Counted | None
#: So many lines of a rule over an activity are kept: most leads do a thing a few times.
_KEPT = 16


class Account:
    """The lines of a model, prepared; a scorer makes it on first use."""

    def __init__(self, scoring: Scoring) -> None:
        fit, score = parts_of(scoring)
        self._asked = len(scoring.fit)
        self._fit = _PartAccount("fit", fit)
        self._behaviour = _PartAccount("behaviour", score)
        self._counting = [rule for rule in scoring.behaviour if rule.activity is not None]
        self._figures = [rule.figure for rule in self._counting]
        self._asking = [rule.when is not None for rule in scoring.behaviour]

    def lines(self, answers: Sequence[bool | None], found: Iterable[Found]) -> tuple[Line, ...]:
        """Every line, with the answers to the rules with a condition and what was found for those with an activity."""
        asked, each_found = self._asked, iter(found)
        each_answer = iter(answers[asked:])
        fit = self._fit.lines(answers[:asked])
        return fit + self._behaviour.lines(
            [next(each_answer) if asks else next(each_found) for asks in self._asking]
        )

    def found_in_history(self, done: Done, figures: Figures, at: datetime) -> list[Found]:
        """What was counted in a history; of what fades or repeats by window also how."""
        return [
            figures[name] if rule.counted else counted_by(rule, done.get(rule.activity or "", ()), at)
            for rule, name in zip(self._counting, self._figures, strict=True)
        ]

    def found_in_row(self, row: Mapping[str, Any]) -> list[Found]:
        """What was counted by whoever made a row."""
        return [as_whole(row.get(name)) for name in self._figures]

    def nothing_known(self) -> list[Found]:
        """What is found when nobody knows what a lead has done."""
        return [None] * len(self._counting)


class _PartAccount:
    def __init__(self, name: Part, part: PartRules) -> None:
        self._name: Part = name
        self._part = part
        self._what = "fit" if name == "fit" else "score"
        self._prepared = [_prepared(rule, name) for rule in part.rules]
        self._groups = [
            (group, [place for place, rule in enumerate(part.rules) if rule.group == group.name])
            for group in part.groups
        ]
        start = thousandths(part.start)
        self._start: tuple[Line, ...] = ()
        if start:
            self._start = (self._taken("start", LineStep.START, start, "where every lead starts"),)
        bounds = bool(part.groups) or part.cap is not None or part.floor is not None
        self._adds_up = not bounds and part.in_whole_points()

    def lines(self, found: Sequence[Found]) -> tuple[Line, ...]:
        """A line for each rule, with what it found, and those of the bounds."""
        rules = [lines[each] for lines, each in zip(self._prepared, found, strict=True)]
        if self._adds_up:
            return (*self._start, *rules)
        return (*self._start, *rules, *self._bounds(rules))

    def _bounds(self, rules: Sequence[Line]) -> Iterator[Line]:
        """What the bounds of groups and of the part took or gave, and the rounding to whole points."""
        part, what = self._part, self._what
        given = [line.thousandths for line in rules]
        total = sum(given) + thousandths(part.start)
        for group, places in self._groups:
            earned = sum([given[place] for place in places])
            taken = bounded(earned, group.cap, group.floor) - earned
            if taken:
                says = f"group {group.name} gives {_limit(taken, group)}, not {in_points(earned)}"
                yield self._taken(group.name, LineStep.GROUP, taken, says)
            total += taken
        taken = bounded(total, part.cap, part.floor) - total
        if taken:
            says = f"the {what} is {_limit(taken, part)}, not {in_points(total)}"
            yield self._taken(what, LineStep.TOTAL, taken, says)
        rest = (total + taken) % 1000
        if rest:
            yield self._taken(what, LineStep.ROUNDING, -rest, f"the {what} is in whole points")

    def _taken(self, rule: str, step: LineStep, taken: int, says: str) -> Line:
        return new_line(
            rule, self._name, Outcome.MATCH, says, points=taken, raw=taken, decayed=taken, step=step
        )


def _limit(taken: int, bounds: Group | PartRules) -> str:
    limit: Points | None = bounds.cap if taken < 0 else bounds.floor
    return f"at {'most' if taken < 0 else 'least'} {limit}"


def _prepared(rule: FitRule | BehaviourRule, part: Part) -> dict[Found, Line]:
    """The lines of a rule by what it finds: three if it has a condition, or as many as are asked for."""
    if rule.when is None:
        return _Counting(rule)
    otherwise = rule.otherwise if isinstance(rule, FitRule) else 0
    says = rule.says or str(rule.when)
    found: tuple[tuple[bool | None, Outcome, Points], ...] = (
        (True, Outcome.MATCH, rule.points),
        (False, Outcome.NO_MATCH, otherwise),
        (None, Outcome.UNKNOWN, 0),
    )
    lines: dict[Found, Line] = {}
    for answer, outcome, points in found:
        given = thousandths(points)
        lines[answer] = new_line(rule.id, part, outcome, says, points=given, raw=given, decayed=given)
    return lines


class _Counting(dict[Found, Line]):
    """The lines of a rule over an activity, written when they are first asked for."""

    def __init__(self, rule: BehaviourRule) -> None:
        self._rule = rule
        self._says = rule.says or str(rule.activity).replace("_", " ")
        self._full = thousandths(rule.points)

    def __missing__(self, found: Found) -> Line:
        if found is None:
            line = new_line(self._rule.id, "behaviour", Outcome.UNKNOWN, self._says)
        else:
            line = self._written(found if isinstance(found, Counted) else self._counted(found))
        if len(self) < _KEPT:
            self[found] = line
        return line

    def _counted(self, figure: int) -> Counted:
        """A figure that is ready made: a number of times, or what was earned."""
        if not self._rule.counted:
            did = 1 if figure else 0
            return Counted(times=did, counted=did, raw=figure, decayed=figure)
        times = max(figure, 0)
        counted = times if self._rule.at_most is None else min(times, self._rule.at_most)
        raw = self._full * counted
        return Counted(times=times, counted=counted, raw=raw, decayed=raw)

    def _written(self, found: Counted) -> Line:
        points = bounded(found.decayed, self._rule.cap, self._rule.floor)
        says = self._says
        if found.times > 1:
            says += f" ({found.times} times)"
        if found.counted < found.times:
            says += f", {found.counted} counted"
        if found.decayed != found.raw:
            says += f", {in_points(found.decayed)} left of {in_points(found.raw)}"
        if points != found.decayed:
            says += f", bounded from {in_points(found.decayed)}"
        outcome = Outcome.MATCH if found.counted else Outcome.NO_MATCH
        return new_line(
            self._rule.id, "behaviour", outcome, says, points=points, raw=found.raw, decayed=found.decayed
        )
