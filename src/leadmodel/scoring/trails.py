"""What a lead has done, sorted by who asks for it: each rule and each measure has the activities that it can count.

The figures at any instant come from these without a look at the rest of the history.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..records import Case, Lead
from .asked import DAY, HOUR, Asked, AskedMeasure, AskedRule, Done, done_of
from .scorer import Cell, compile_scoring
from .tally import Counted

__all__ = [
    "Older",
    "Trail",
    "Trails",
    "Window",
    "counting",
    "earned_at",
    "measured",
    "put",
    "trails_of",
    "worth_at",
]

#: A window of a rule and a subject, within which the latest `at_most` count.
Window = tuple[int, str | None]
Answers = tuple[bool | None, ...]
Sums = tuple[tuple[int, ...], tuple[int, ...]]


class Older(NamedTuple):
    """What is left of activities that were forgotten, all of them older than those that are kept.

    Of a rule: `times` it was done, `counted` of them for good in windows that are over, and for each of the other
    `windows` how many count as long as no later one takes their place. Of a measure: `counted` is its figure,
    `subjects` their names.
    """

    times: int = 0
    counted: int = 0
    windows: tuple[tuple[Window, int], ...] = ()
    subjects: tuple[str, ...] = ()


class Trail(NamedTuple):
    """The activities that one rule or measure can count, in the order of time; `ats` are their instants."""

    done: tuple[Done, ...] = ()
    ats: tuple[int, ...] = ()
    older: Older = Older()


def put(trail: Trail, done: Done) -> Trail:
    """The trail with one activity more, in its place."""
    ats = trail.ats
    place = bisect_right(ats, done.at)
    # On one instant by id, so that the order in which they came does not show.
    while place and ats[place - 1] == done.at and trail.done[place - 1].id > done.id:
        place -= 1
    return Trail(
        (*trail.done[:place], done, *trail.done[place:]), (*ats[:place], done.at, *ats[place:]), trail.older
    )


def counting(rule: AskedRule, trail: Trail, at: int) -> tuple[int, Sequence[int], int]:
    """How often it was done as of an instant, the places of those that count, and how many forgotten ones count."""
    older = trail.older
    end = bisect_right(trail.ats, at)
    begin = 0 if rule.within is None else bisect_right(trail.ats, at - rule.within)
    times = end - begin + older.times
    most = rule.rule.at_most
    if most is None:
        return times, range(begin, end), older.counted
    if rule.per is None and not rule.rule.per_subject:
        first = max(begin, end - most)
        spare = most - (end - first)
        return times, range(first, end), min(spare, sum(count for _, count in older.windows))
    used: dict[Window, int] = {}
    places = []
    for place in range(end - 1, begin - 1, -1):
        window = rule.window(trail.done[place])
        if used.get(window, 0) < most:
            used[window] = used.get(window, 0) + 1
            places.append(place)
    left = sum(min(count, most - used.get(window, 0)) for window, count in older.windows)
    return times, places[::-1], older.counted + left


def worth_at(rule: AskedRule, trail: Trail, at: int) -> Counted:
    """What a rule counts as of an instant; the points before its bounds."""
    times, places, older = counting(rule, trail, at)
    counted = len(places) + older
    raw = rule.full * counted
    if not rule.by_hour:
        return Counted(times=times, counted=counted, raw=raw, decayed=raw)
    return Counted(times=times, counted=counted, raw=raw, decayed=_decayed(rule, trail, at, places, older))


def earned_at(rule: AskedRule, trail: Trail, at: int) -> int:
    """What a rule gives as of an instant, in thousandths and within its bounds."""
    _, places, older = counting(rule, trail, at)
    if not rule.by_hour:
        return rule.bounded(rule.full * (len(places) + older))
    return rule.bounded(_decayed(rule, trail, at, places, older))


def _decayed(rule: AskedRule, trail: Trail, at: int, places: Sequence[int], older: int) -> int:
    # `AskedRule.worth`, written out: most of the time goes into this line.
    ats, by_hour, rest, known = trail.ats, rule.by_hour, rule.rest, len(rule.by_hour)
    hours = [(at - ats[place]) // HOUR for place in places]
    return rest * older + sum([by_hour[hour] if hour < known else rest for hour in hours])


def measured(asked: AskedMeasure, trail: Trail, at: int) -> int | None:
    """The figure of a measure as of an instant."""
    end = bisect_right(trail.ats, at)
    begin = 0 if asked.within is None else bisect_right(trail.ats, at - asked.within)
    older = trail.older
    match asked.measure.measure:
        case "count":
            return older.counted + end - begin
        case "amount":
            return older.counted + sum(done.amount for done in trail.done[begin:end])
        case "subjects":
            return len({*older.subjects, *(done.subject for done in trail.done[begin:end])} - {None})
        case _:
            return (at - trail.ats[end - 1]) // DAY if end > begin else None


class Trails:
    """All that is asked of one lead. Nothing in it changes; `with_done` gives another one."""

    __slots__ = ("_last", "asked", "base", "fixed", "known", "lead", "measures", "rules")

    def __init__(
        self, asked: Asked, lead: Lead, known: bool, rules: dict[int, Trail], measures: dict[int, Trail]
    ) -> None:
        self.asked = asked
        self.lead = lead
        self.known = known
        self.rules = rules
        self.measures = measures
        self.fixed: Answers = tuple(each.answer(lead, None, {}) for each in asked.fixed)
        base = asked.empty_sums()
        for each, answer in zip(asked.fixed, self.fixed, strict=True):
            base[each.part][each.group] += each.worth(answer)
        self.base = base
        self._last: tuple[tuple[int | None, ...], Answers, Sums] | None = None

    def with_done(self, done: Done) -> "Trails":
        """With one activity more; the same if nothing asks for it."""
        rules = {
            rule.place: put(self.rules.get(rule.place, Trail()), done)
            for rule in self.asked.rules_of.get(done.activity, ())
            if rule.takes(done)
        }
        measures = {
            place: put(self.measures.get(place, Trail()), done)
            for place in self.asked.measuring(done.activity)
        }
        return self.with_trails(self.rules | rules, self.measures | measures) if rules or measures else self

    def with_trails(self, rules: dict[int, Trail], measures: dict[int, Trail]) -> "Trails":
        new = object.__new__(Trails)
        new.asked, new.lead, new.known = self.asked, self.lead, self.known
        new.fixed, new.base = self.fixed, self.base
        new.rules, new.measures = rules, measures
        new._last = None
        return new

    def moving(self, at: int) -> tuple[Answers, Sums]:
        """What the conditions over activities find as of an instant, and the points that they give, by part."""
        asked = self.asked
        figures = tuple(
            [measured(asked.measures[place], trail, at) for place, trail in self.measures.items()]
        )
        last = self._last
        if last is not None and last[0] == figures:
            return last[1], last[2]
        named: dict[str, int | None] = {}
        if self.known:
            named = {
                each.name: None if each.measure.measure == "days_since" else 0 for each in asked.measures
            }
            named |= {
                asked.measures[place].name: figure
                for place, figure in zip(self.measures, figures, strict=True)
            }
        answers = tuple(each.answer(self.lead, None, named) for each in asked.moving)
        sums = asked.empty_sums()
        for each, answer in zip(asked.moving, answers, strict=True):
            sums[each.part][each.group] += each.worth(answer)
        found = (tuple(sums[0]), tuple(sums[1]))
        # Whoever looks next finds either this or the one before, and both are right.
        self._last = (figures, answers, found)
        return answers, found

    def conditions(self, at: int) -> list[list[int]]:
        """The points of all conditions as of an instant, summed up by part and group."""
        if not self.asked.moving:
            return [list(part) for part in self.base]
        _, moving = self.moving(at)
        return [
            [one + other for one, other in zip(*part, strict=True)]
            for part in zip(self.base, moving, strict=True)
        ]

    def earned(self, at: int) -> int:
        """What the rules over activities give together, each within its own bounds."""
        found = 0
        for place, trail in self.rules.items():
            found += earned_at(self.asked.rules[place], trail, at)
        return found

    def by_group(self, at: int) -> list[list[int]]:
        """The points of all rules as of an instant, summed up by part and group, before the bounds of either."""
        found = self.conditions(at)
        for place, trail in self.rules.items():
            rule = self.asked.rules[place]
            found[1][rule.group] += earned_at(rule, trail, at)
        return found

    def sums(self, at: int) -> tuple[int, int]:
        """Fit and score in thousandths as of an instant."""
        fit, score = self.by_group(at)
        return self.asked.parts[0].total(fit), self.asked.parts[1].total(score)

    def whole(self, at: int) -> tuple[int, int]:
        """Fit and score in whole points."""
        fit, score = self.sums(at)
        return fit // 1000, score // 1000

    def cell(self, fit: int, score: int) -> Cell:
        return compile_scoring(self.asked.scoring).cell(fit, score)

    def answers(self, at: int) -> tuple[bool | None, ...]:
        """What each rule with a condition finds, fit rules first."""
        found = [(each.place, answer) for each, answer in zip(self.asked.fixed, self.fixed, strict=True)]
        if self.asked.moving:
            moving, _ = self.moving(at)
            found += [(each.place, answer) for each, answer in zip(self.asked.moving, moving, strict=True)]
        return tuple(answer for _, answer in sorted(found))

    def moments(self) -> list[int]:
        """The instants at which something was done that is asked for."""
        return sorted({at for trail in (*self.rules.values(), *self.measures.values()) for at in trail.ats})


def trails_of(subject: Case | Lead, asked: Asked, *, until: int | None = None) -> Trails:
    """The trails of a case, of what was done until an instant; of a bare lead nobody knows what it has done."""
    if isinstance(subject, Lead):
        return Trails(asked, subject, False, {}, {})
    done = sorted(_done(subject, until), key=_order)
    rules: dict[int, list[Done]] = {}
    measures: dict[int, list[Done]] = {}
    for each in done:
        for rule in asked.rules_of.get(each.activity, ()):
            if rule.takes(each):
                rules.setdefault(rule.place, []).append(each)
        for place in asked.measuring(each.activity):
            measures.setdefault(place, []).append(each)
    return Trails(
        asked,
        subject.lead,
        True,
        {place: _trail(found) for place, found in rules.items()},
        {place: _trail(found) for place, found in measures.items()},
    )


def _done(case: Case, until: int | None) -> Iterable[Done]:
    for event in case.history:
        done = done_of(event)
        if done is not None and (until is None or done.at <= until):
            yield done


def _order(done: Done) -> tuple[int, str]:
    return done.at, done.id


def _trail(done: list[Done]) -> Trail:
    return Trail(tuple(done), tuple(each.at for each in done))
