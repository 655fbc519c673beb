"""Adding up the points of rules, as lines of a generated function: the fit, or the score.

Rules that compare the same value stand together, under one look whether it is known: the order of a sum is free.
Where nothing in a part can be less than a point, whole points are added, and else thousandths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from ..conditions import Condition, Source
from ..conditions.generate import one_value
from .points import Points, thousandths
from .rules import BehaviourRule, FitRule, Group, Scoring, groups_of

__all__ = ["PartRules", "add_up", "parts_of"]

Rule = FitRule | BehaviourRule


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRules:
    """One of the two sums; `total` is the name that it has in the source."""

    total: str
    rules: Sequence[Rule]
    groups: Sequence[Group]
    start: Points
    cap: Points | None
    floor: Points | None

    def in_whole_points(self) -> bool:
        """Whether nothing in it is less than a point: no decimals are declared, and nothing fades."""
        bounded: chain[PartRules | Group | BehaviourRule] = chain(
            (self,), self.groups, (rule for rule in self.rules if isinstance(rule, BehaviourRule))
        )
        declared = [self.start, *(rule.points for rule in self.rules)]
        declared += [rule.otherwise for rule in self.rules if isinstance(rule, FitRule)]
        declared += [limit for each in bounded for limit in (each.cap, each.floor) if limit is not None]
        return not any(thousandths(points) % 1000 for points in declared) and all(
            isinstance(rule, FitRule) or rule.activity is None or rule.counted for rule in self.rules
        )


def parts_of(scoring: Scoring) -> tuple[PartRules, PartRules]:
    """The fit and the score."""
    return (
        PartRules(
            total="f",
            rules=scoring.fit,
            groups=groups_of(scoring, scoring.fit),
            start=scoring.start,
            cap=scoring.fit_cap,
            floor=scoring.fit_floor,
        ),
        PartRules(
            total="s",
            rules=scoring.behaviour,
            groups=groups_of(scoring, scoring.behaviour),
            start=0,
            cap=scoring.score_cap,
            floor=scoring.score_floor,
        ),
    )


def add_up(source: Source, part: PartRules, *, whole: bool) -> str:
    """Write the lines that add a part up, and give the expression for its sum: whole points, or thousandths."""
    unit = 1000 if whole and part.in_whole_points() else 1
    _Sum(source, part, unit).write()
    return f"{part.total} // 1000" if whole and unit == 1 else part.total


class _Sum:
    def __init__(self, source: Source, part: PartRules, unit: int) -> None:
        self.source = source
        self.part = part
        self.unit = unit
        self.subtotals = {group.name: f"{part.total}{place}" for place, group in enumerate(part.groups)}

    def write(self) -> None:
        part, lines = self.part, self.source.lines
        lines.append(f"{part.total} = {self.number(part.start)}")
        lines += [f"{name} = 0" for name in self.subtotals.values()]
        #: By the one value that they compare, those of several each on its own.
        together: dict[object, list[tuple[Rule, Condition]]] = {}
        for rule in part.rules:
            if rule.when is not None:
                together.setdefault(one_value(rule.when) or id(rule), []).append((rule, rule.when))
            elif isinstance(rule, BehaviourRule):
                self.add_activity(rule)
        for rules in together.values():
            self.add_conditions(rules)
        for group in part.groups:
            self.bound(self.subtotals[group.name], group)
            lines.append(f"{part.total} += {self.subtotals[group.name]}")
        self.bound(part.total, part)

    def number(self, points: Points, times: int = 1) -> str:
        return self.source.number(thousandths(points) * times // self.unit)

    def adds_to(self, rule: Rule) -> str:
        return self.subtotals.get(rule.group or "", self.part.total)

    def bound(self, name: str, bounds: PartRules | Group | BehaviourRule) -> None:
        for limit, sign in ((bounds.cap, ">"), (bounds.floor, "<")):
            if limit is not None:
                number = self.number(limit)
                self.source.lines.append(f"if {name} {sign} {number}: {name} = {number}")

    def add_conditions(self, rules: Sequence[tuple[Rule, Condition]]) -> None:
        """Rules that compare the same value, or a single one."""
        source = self.source
        rules = [each for each in rules if _worth_anything(each[0])]
        if not rules:
            return
        value = source.hangs_on(rules[0][1])
        if value is None or len(rules) == 1:
            source.lines += [line for rule, when in rules for line in self.condition(rule, when)]
            return
        source.lines.append(f"if {value} is not None:")
        with source.where_known(value):
            inside = [line for rule, when in rules for line in self.condition(rule, when)]
        source.lines += [f"    {line}" for line in inside]

    def condition(self, rule: Rule, when: Condition) -> list[str]:
        to, written = self.adds_to(rule), []
        if rule.points:
            written.append(f"if {self.source.holds(when)}: {to} += {self.number(rule.points)}")
        if isinstance(rule, FitRule) and rule.otherwise:
            written.append(f"if {self.source.fails(when)}: {to} += {self.number(rule.otherwise)}")
        return written

    def add_activity(self, rule: BehaviourRule) -> None:
        times, to, lines = self.source.times(rule.figure), self.adds_to(rule), self.source.lines
        # What is earned may be below zero, what is counted may not.
        done = f"{times} > 0" if rule.counted else times
        worth = self.worth(rule, times) if rule.counted else times
        if rule.cap is None and rule.floor is None:
            lines.append(f"if {done}: {to} += {worth}")
        else:
            earned = f"p{len(lines)}"
            lines.append(f"{earned} = {worth} if {done} else 0")
            self.bound(earned, rule)
            lines.append(f"{to} += {earned}")

    def worth(self, rule: BehaviourRule, times: str) -> str:
        each = times if self.number(rule.points) == "1" else f"{times} * {self.number(rule.points)}"
        if rule.at_most is None:
            return each
        all_of_it = self.number(rule.points, rule.at_most)
        most = self.source.number(rule.at_most)
        return all_of_it if rule.at_most == 1 else f"({each} if {times} < {most} else {all_of_it})"


def _worth_anything(rule: Rule) -> bool:
    return bool(rule.points or (isinstance(rule, FitRule) and rule.otherwise))
