"""What a lead has done, as the figures that rules ask for: counts, sums, and what fading activities are still worth.

One look at the history, whatever the number of rules: each activity goes to those that ask for it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from ..conditions import Activities, Source, compile_source, measure_activities
from ..conditions.ages import age_in_hours, whole_hours, window_of
from ..records import Event, EventKind
from .decay import DecayTable
from .points import thousandths
from .rules import BehaviourRule, Scoring

__all__ = ["Counted", "Done", "Figures", "Tally", "by_activity", "compile_tally", "counted_by", "tallier"]

#: By name: `count(page_viewed)`, `earned(webinar)`; None for what is unknown.
Figures = dict[str, int | None]
#: An activity and its age in hours.
Aged = tuple[Event, int]
#: What was done by an instant, by the name of the activity.
Done = Mapping[str, Sequence[Event]]
_ACTIVITY = EventKind.ACTIVITY
_NOTHING: tuple[Event, ...] = ()
_FIRST = datetime.min.replace(tzinfo=UTC)


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


def by_activity(history: Iterable[Event], at: datetime) -> Done:
    """What was done by an instant: one look at the history serves every rule."""
    done: dict[str | None, list[Event]] = {}
    find = done.get
    for event in history:
        if event.kind is _ACTIVITY and event.at <= at:
            name = event.activity
            found = find(name)
            if found is None:
                done[name] = [event]
            else:
                found.append(event)
    return cast("Done", done)


def compile_tally(scoring: Scoring) -> Callable[[Done, datetime], Figures]:
    """A function that gives every figure that the rules of a model ask for, of what was done by an instant."""
    tally = Tally(Source(), scoring)
    items = ", ".join(f"{tally.source.bind(name)}: {tally.figure(name)}" for name in tally.asked)
    return compile_source(tally.source, "done, at", f"{{{items}}}")


class Tally:
    """Writes figures into the source of a function of `done` and `at`: each costs little more than a loop by hand."""

    def __init__(self, source: Source, scoring: Scoring) -> None:
        self.source = source
        self._starts: dict[int, str] = {}
        self._owns: dict[str, str] = {}
        #: Who asks for a figure, by its name.
        self.asked: dict[str, BehaviourRule | Activities] = {
            rule.figure: rule for rule in scoring.behaviour if rule.activity is not None
        }
        measures = {measure for when in scoring.conditions() for measure in when.activities_read()}
        self.asked |= {str(measure): measure for measure in sorted(measures, key=str)}

    def figure(self, name: str) -> str | None:
        """The expression of a figure, after the lines that count it; None when nobody asks for it."""
        asked = self.asked.get(name)
        if isinstance(asked, Activities):
            return self._of_measure(asked)
        return None if asked is None else self._of_rule(asked, asked.activity or "")

    def _of_rule(self, rule: BehaviourRule, activity: str) -> str:
        hours = None if rule.within is None else whole_hours(rule.within, "within")
        own = self._own(activity)
        if rule.counted:
            return self._count(own, hours)
        if rule.per or rule.per_subject or rule.min_amount or rule.decay is None:
            return f"{self.source.bind(_left)}({self.source.bind(rule)}, {own}, at)"
        table = rule.decay.table(thousandths(rule.points))
        return self._fade(own, table, hours=hours, at_most=rule.at_most)

    def _of_measure(self, measure: Activities) -> str:
        if measure.measure == "count" and len(measure.of) == 1:
            return self._count(self._own(measure.of[0]), measure.hours)
        events = f"[{', '.join(f'*{self._own(name)}' for name in measure.of)}]"
        if not measure.of:
            events = "[event for own in done.values() for event in own]"
        return f"{self.source.bind(measure_activities)}({self.source.bind(measure)}, {events}, at)"

    def _count(self, own: str, hours: int | None) -> str:
        if hours is None:
            return f"{self.source.bind(len)}({own})"
        count = self._name("n")
        asked = self._asked(hours)
        self.source.lines += [f"{count} = 0", f"for event in {own}:", f"    {asked}{count} += 1"]
        return count

    def _fade(self, own: str, table: DecayTable, *, hours: int | None, at_most: int | None) -> str:
        bind, number = self.source.bind, self.source.number
        earned, ages = self._name("n"), self._name("a")
        asked = "" if hours is None else self._asked(hours)
        # A loop for each step, not a comprehension: before Python 3.12 that is a function of its own.
        self.source.lines += [
            f"{ages} = []",
            f"for event in {own}:",
            f"    {asked}{ages}.append(at - event.at)",
        ]
        if at_most is not None:
            most = number(at_most)
            self.source.lines.append(
                f"if {bind(len)}({ages}) > {most}: {ages} = {bind(sorted)}({ages})[:{most}]"
            )
        left = f"{bind(table.by_hour)}[hours] if hours < {len(table.by_hour)} else {number(table.rest)}"
        self.source.lines += [
            f"{earned} = 0",
            f"for age in {ages}:",
            # `age_in_hours`, written out.
            "    hours = age.days * 24 + age.seconds // 3600",
            f"    {earned} += {left}",
        ]
        return earned

    def _asked(self, hours: int) -> str:
        """The question whether an event is less than so many whole hours old."""
        name = self._starts.get(hours)
        if name is None:
            name = self._starts[hours] = self._name("b")
            back = self.source.bind(timedelta(hours=hours) - timedelta.resolution)
            self.source.lines += [
                f"try: {name} = at - {back}",
                f"except {self.source.bind(OverflowError)}: {name} = {self.source.bind(_FIRST)}",
            ]
        return f"if event.at >= {name}: "

    def _own(self, activity: str) -> str:
        """The name of what was done of an activity."""
        name = self._owns.get(activity)
        if name is None:
            name = self._owns[activity] = self._name("o")
            nothing = self.source.bind(_NOTHING)
            self.source.lines.append(f"{name} = done.get({self.source.bind(activity)}, {nothing})")
        return name

    def _name(self, letter: str) -> str:
        return f"{letter}{len(self.source.lines)}"


def tallier(scoring: Scoring) -> Callable[[Iterable[Event], datetime], Figures]:
    """The same as a function of a history.

    An activity without a history of it counts nothing: the figures of an empty history are zeros, and how long ago it
    was is unknown.
    """
    figures = compile_tally(scoring)
    return lambda history, at: figures(by_activity(history, at), at)


def _left(rule: BehaviourRule, done: Sequence[Event], at: datetime) -> int:
    return counted_by(rule, done, at).decayed
