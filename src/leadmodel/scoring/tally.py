"""What a lead has done, as the figures that rules ask for: counts, sums, and what fading activities are still worth.

One look at the history, whatever the number of rules: each activity goes to those that ask for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..conditions import Activities, measure_activities
from ..conditions.ages import age_in_hours, whole_hours, window_of
from ..records import Event, EventKind
from .points import thousandths
from .rules import BehaviourRule, Scoring

__all__ = ["Counted", "Figures", "counted_by", "tallier"]

#: By name: `count(page_viewed)`, `earned(webinar)`; None for what is unknown.
Figures = dict[str, int | None]
#: An activity and its age in hours.
Aged = tuple[Event, int]
_ACTIVITY = EventKind.ACTIVITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one rule counts as of an instant: how often it was done, how often that counts, and what it is worth.

    `raw` and `decayed` are thousandths of a point, before the bounds of the rule.
    """

    times: int
    counted: int
    raw: int
    decayed: int


def counted_by(rule: BehaviourRule, history: Iterable[Event], at: datetime) -> Counted:
    """What a rule over an activity counts, event by event: the plain way, for explanations."""
    hours = None if rule.within is None else whole_hours(rule.within, "within")
    done = [
        (event, age)
        for event in history
        if event.kind is _ACTIVITY
        and event.activity == rule.activity
        and (age := age_in_hours(event.at, at)) >= 0
        and (hours is None or age < hours)
        and (rule.min_amount is None or (event.amount or 0) >= rule.min_amount)
    ]
    ages = _ages_that_count(rule, done)
    full = thousandths(rule.points)
    raw = full * len(ages)
    if rule.decay is None:
        return Counted(times=len(done), counted=len(ages), raw=raw, decayed=raw)
    table = rule.decay.table(full)
    return Counted(times=len(done), counted=len(ages), raw=raw, decayed=sum(table.at(age) for age in ages))


def _ages_that_count(rule: BehaviourRule, done: Sequence[Aged]) -> list[int]:
    """The ages of the latest `at_most` in each window and with each thing, or of all."""
    most = rule.at_most
    if most is None:
        return [age for _, age in done]
    per = None if rule.per is None else whole_hours(rule.per, "per")
    groups: dict[tuple[int, str | None], list[int]] = {}
    for event, age in done:
        window = 0 if per is None else window_of(event.at, per)
        groups.setdefault((window, event.subject if rule.per_subject else None), []).append(age)
    return [age for ages in groups.values() for age in sorted(ages)[:most]]


def tallier(scoring: Scoring) -> Callable[[Iterable[Event], datetime], Figures]:
    """A function of a history and an instant that gives every figure that the rules of a model ask for.

    An activity without a history of it counts nothing: the figures of an empty history are zeros, and how long ago it
    was is unknown.
    """
    counts: dict[str, list[tuple[str, int | None]]] = {}
    fading: list[tuple[str, str, int | None, int | None, tuple[int, ...], int]] = []
    special: list[BehaviourRule] = []
    measures: set[Activities] = set()
    for rule in scoring.fit:
        measures |= rule.when.activities_read()
    for behaviour in scoring.behaviour:
        name = behaviour.activity
        if name is None:
            measures |= behaviour.when.activities_read() if behaviour.when is not None else set()
            continue
        hours = None if behaviour.within is None else whole_hours(behaviour.within, "within")
        if behaviour.counted:
            asked = counts.setdefault(name, [])
            if (behaviour.figure, hours) not in asked:
                asked.append((behaviour.figure, hours))
        elif behaviour.per or behaviour.per_subject or behaviour.min_amount or behaviour.decay is None:
            special.append(behaviour)
        else:
            table = behaviour.decay.table(thousandths(behaviour.points))
            fading.append((behaviour.figure, name, hours, behaviour.at_most, table.by_hour, table.rest))
    # A count that nobody else makes is as cheap here as there.
    for each in [each for each in measures if each.measure == "count" and len(each.of) == 1]:
        measures.discard(each)
        asked = counts.setdefault(each.of[0], [])
        if (str(each), each.hours) not in asked:
            asked.append((str(each), each.hours))
    names = frozenset(counts) | {name for _, name, *_ in fading}
    asked_for = sorted(counts.items())
    others = sorted((str(each), each) for each in measures)

    def tallied(history: Iterable[Event], at: datetime) -> Figures:
        history = tuple(history)
        ages: dict[str, list[int]] = {name: [] for name in names}
        find = ages.get
        for event in history:
            if event.kind is _ACTIVITY:
                found = find(event.activity)  # type: ignore[arg-type]
                if found is not None:
                    # `age_in_hours`, written out: half of the time goes into this loop.
                    age = at - event.at
                    hours = age.days * 24 + age.seconds // 3600
                    if hours >= 0:
                        found.append(hours)
        figures: Figures = {}
        for name, asked in asked_for:
            own = ages[name]
            for figure, limit in asked:
                figures[figure] = len(own) if limit is None else sum([hours < limit for hours in own])
        for figure, name, limit, most, by_hour, rest in fading:
            own = ages[name]
            if limit is not None:
                own = [hours for hours in own if hours < limit]
            if most is not None and len(own) > most:
                own = sorted(own)[:most]
            known = len(by_hour)
            figures[figure] = sum([by_hour[hours] if hours < known else rest for hours in own])
        for rule in special:
            figures[rule.figure] = counted_by(rule, history, at).decayed
        for figure, measure in others:
            figures[figure] = measure_activities(measure, history, at)
        return figures

    return tallied
