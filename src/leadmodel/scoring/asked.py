"""What a scoring model asks of a history, taken apart once: who asks for an activity, and when its worth can change.

Instants are whole microseconds since 1970 here, and points are thousandths.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from numbers import Real
from typing import Any, NamedTuple

from ..conditions import Activities, Compiled, Condition, asked_for, compile_condition
from ..conditions.ages import whole_hours
from ..records import Event, EventId, EventKind
from ..records.instants import micros
from .points import Points, thousandths
from .rules import BehaviourRule, FitRule, Scoring, groups_of

__all__ = [
    "DAY",
    "HOUR",
    "Asked",
    "AskedCondition",
    "AskedMeasure",
    "AskedPart",
    "AskedRule",
    "Done",
    "asked_of",
    "done_of",
]

HOUR = 3_600_000_000
DAY = 24 * HOUR


class Done(NamedTuple):
    """An activity, as much of it as scoring reads."""

    at: int
    id: EventId
    activity: str
    subject: str | None
    amount: int


def done_of(event: Event) -> Done | None:
    """What a lead did; None for an event that is no activity."""
    if event.kind is not EventKind.ACTIVITY or event.activity is None:
        return None
    return Done(micros(event.at), event.id, event.activity, event.subject, event.amount or 0)


@dataclass(frozen=True, slots=True)
class AskedRule:
    """A rule over an activity: `place` is its place among them, `group` the sum that it goes to.

    From `faded` on, an age, an activity is worth `rest`. Where its worth may rise with its age, `turns` are the ages
    at which it changes; else there are none.
    """

    rule: BehaviourRule
    place: int
    group: int
    within: int | None
    per: int | None
    full: int
    by_hour: tuple[int, ...]
    rest: int
    turns: tuple[int, ...]
    faded: int
    cap: int | None
    floor: int | None

    def takes(self, done: Done) -> bool:
        return self.rule.min_amount is None or done.amount >= self.rule.min_amount

    def worth(self, age: int) -> int:
        """What one activity of an age in microseconds is worth, if it counts."""
        hours = age // HOUR
        return self.by_hour[hours] if hours < len(self.by_hour) else self.rest

    def window(self, done: Done) -> tuple[int, str | None]:
        """Of all with the same window and subject the latest `at_most` count."""
        rule = self.rule
        return (
            0 if self.per is None else done.at // self.per,
            done.subject if rule.per_subject else None,
        )

    def bounded(self, value: int) -> int:
        return clamped(value, self.cap, self.floor)


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """A measure that some condition reads, and the numbers of days at which a condition may turn by it."""

    measure: Activities
    name: str
    within: int | None
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """A rule with a condition: `place` is its place among them, fit rules first."""

    rule: FitRule | BehaviourRule
    place: int
    part: int
    group: int
    yes: int
    no: int
    answer: Compiled

    def worth(self, answer: bool | None) -> int:
        return 0 if answer is None else self.yes if answer else self.no


@dataclass(frozen=True, slots=True)
class AskedPart:
    """How the sums of a part come together: the first is of what is in no group, then one for each group."""

    start: int
    groups: tuple[tuple[int | None, int | None], ...]
    cap: int | None
    floor: int | None

    def total(self, sums: Sequence[int]) -> int:
        """Thousandths of the part within all bounds; it never falls when one of the sums rises."""
        found = self.start + sums[0]
        for place, (cap, floor) in enumerate(self.groups, start=1):
            found += clamped(sums[place], cap, floor)
        return clamped(found, self.cap, self.floor)


@dataclass(frozen=True, slots=True)
class Asked:
    """A scoring model, taken apart; `asked_of` makes it. Part 0 is the fit, part 1 the score.

    `fixed` conditions read the profile only; `moving` ones read what the lead has done, by one of the `measures`.
    """

    scoring: Scoring
    parts: tuple[AskedPart, AskedPart]
    rules: tuple[AskedRule, ...]
    rules_of: dict[str, tuple[AskedRule, ...]]
    fixed: tuple[AskedCondition, ...]
    moving: tuple[AskedCondition, ...]
    measures: tuple[AskedMeasure, ...]
    measures_of: dict[str, tuple[int, ...]]
    measures_of_any: tuple[int, ...]

    def measuring(self, activity: str) -> tuple[int, ...]:
        """The places of the measures that an activity goes into."""
        return self.measures_of.get(activity, ()) + self.measures_of_any

    def empty_sums(self) -> list[list[int]]:
        return [[0] * (1 + len(part.groups)) for part in self.parts]


def asked_of(scoring: Scoring) -> Asked:
    """A scoring model, taken apart; done once and kept with it."""
    kept: Asked | None = getattr(scoring, "kept_asked", None)
    if kept is None:
        kept = _taken_apart(scoring)
        object.__setattr__(scoring, "kept_asked", kept)
    return kept


def clamped(value: int, cap: int | None, floor: int | None) -> int:
    if cap is not None and value > cap:
        value = cap
    return floor if floor is not None and value < floor else value


def _taken_apart(scoring: Scoring) -> Asked:
    fit_groups = {group.name: place for place, group in enumerate(groups_of(scoring, scoring.fit), start=1)}
    own_groups = {
        group.name: place for place, group in enumerate(groups_of(scoring, scoring.behaviour), start=1)
    }
    rules: list[AskedRule] = []
    conditions: list[AskedCondition] = []
    for fit in scoring.fit:
        conditions.append(_condition(fit, fit.when, len(conditions), 0, fit_groups))
    for rule in scoring.behaviour:
        if rule.when is None:
            rules.append(_rule(rule, len(rules), own_groups.get(rule.group or "", 0)))
        else:
            conditions.append(_condition(rule, rule.when, len(conditions), 1, own_groups))
    measures = _measures([each.rule.when for each in conditions if each.rule.when is not None])
    return Asked(
        scoring=scoring,
        parts=(
            _part(scoring, scoring.fit, scoring.start, scoring.fit_cap, scoring.fit_floor),
            _part(scoring, scoring.behaviour, 0, scoring.score_cap, scoring.score_floor),
        ),
        rules=tuple(rules),
        rules_of={
            name: tuple(rule for rule in rules if rule.rule.activity == name)
            for name in {str(rule.rule.activity) for rule in rules}
        },
        fixed=tuple(each for each in conditions if not _reads_activities(each)),
        moving=tuple(each for each in conditions if _reads_activities(each)),
        measures=measures,
        measures_of={
            name: tuple(place for place, each in enumerate(measures) if name in each.measure.of)
            for name in {name for each in measures for name in each.measure.of}
        },
        measures_of_any=tuple(place for place, each in enumerate(measures) if not each.measure.of),
    )


def _rule(rule: BehaviourRule, place: int, group: int) -> AskedRule:
    full = thousandths(rule.points)
    by_hour: tuple[int, ...] = ()
    rest = full
    if rule.decay is not None:
        table = rule.decay.table(full)
        rest = table.rest
        # The tail of a table may be what is left in the end already.
        hours = max((hour for hour, left in enumerate(table.by_hour, start=1) if left != rest), default=0)
        by_hour = table.by_hour[:hours]
    left = (*by_hour, rest)
    wears = all(abs(later) <= abs(earlier) for earlier, later in pairwise(left))
    return AskedRule(
        rule=rule,
        place=place,
        group=group,
        within=None if rule.within is None else whole_hours(rule.within, "within") * HOUR,
        per=None if rule.per is None else whole_hours(rule.per, "per") * HOUR,
        full=full,
        by_hour=by_hour,
        rest=rest,
        turns=()
        if wears
        else tuple(hour * HOUR for hour in range(1, len(left)) if left[hour] != left[hour - 1]),
        faded=len(by_hour) * HOUR,
        cap=_bound(rule.cap),
        floor=_bound(rule.floor),
    )


def _condition(
    rule: FitRule | BehaviourRule, when: Condition, place: int, part: int, groups: dict[str, int]
) -> AskedCondition:
    return AskedCondition(
        rule=rule,
        place=place,
        part=part,
        group=groups.get(rule.group or "", 0),
        yes=thousandths(rule.points),
        no=thousandths(rule.otherwise) if isinstance(rule, FitRule) else 0,
        answer=compile_condition(when),
    )


def _part(
    scoring: Scoring,
    rules: Sequence[FitRule | BehaviourRule],
    start: Points,
    cap: Points | None,
    floor: Points | None,
) -> AskedPart:
    return AskedPart(
        start=thousandths(start),
        groups=tuple((_bound(group.cap), _bound(group.floor)) for group in groups_of(scoring, rules)),
        cap=_bound(cap),
        floor=_bound(floor),
    )


def _bound(points: Points | None) -> int | None:
    return None if points is None else thousandths(points)


def _reads_activities(asked: AskedCondition) -> bool:
    return asked.rule.when is not None and bool(asked.rule.when.activities_read())


def _measures(conditions: Sequence[Condition]) -> tuple[AskedMeasure, ...]:
    days: dict[Activities, set[int]] = {}
    for condition in conditions:
        for leaf in _leaves(condition):
            if leaf.activities is not None:
                days.setdefault(leaf.activities, set()).update(_turning_days(leaf))
    return tuple(
        AskedMeasure(
            measure=each,
            name=str(each),
            within=None if each.hours is None else each.hours * HOUR,
            days=tuple(sorted(days[each])) if each.measure == "days_since" else (),
        )
        for each in sorted(days, key=str)
    )


def _leaves(condition: Condition) -> Iterator[Condition]:
    if condition.subject is not None:
        yield condition
    for child in condition.children():
        yield from _leaves(child)


def _turning_days(leaf: Condition) -> Iterator[int]:
    """The whole numbers of days at which a comparison can turn: the limit, and the first number above it."""
    for _, value in leaf.operators():
        for each in asked_for(value):
            limit: Any = each
            if isinstance(each, bool) or not isinstance(each, Real | Decimal) or not math.isfinite(limit):
                continue
            for day in (math.ceil(limit), math.floor(limit) + 1):
                if day > 0:
                    yield day
