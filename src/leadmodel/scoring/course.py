"""How fit and score go on from an instant if nothing more happens, and when they first answer a question with yes.

Every change falls on a whole hour since some activity. Between the instants at which a condition can turn, each rule
goes only up or only down, so its two ends bound what lies between; a stretch whose bounds rule the question out is
passed over whole, and any other is halved. No instant is guessed and none is skipped unseen.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from ..records.instants import micros
from .asked import DAY, HOUR, AskedRule
from .trails import Trails, counting

__all__ = ["LAST", "Course", "Live", "Question", "Turned", "Watched", "first_turns", "turns_of"]

#: The end of the calendar: what would change after it never changes.
LAST = micros(datetime.max.replace(tzinfo=UTC))
Values = list[int]


class Question(Protocol):
    """A question to whole points of fit and score; between two of its `marks` of the score the answer is the same."""

    def holds(self, fit: int, score: int) -> bool: ...
    def marks(self, fit: int) -> tuple[int, ...]: ...


class Live(NamedTuple):
    """A rule, the instants of those activities that are not worth the same for ever, and what the others are worth."""

    rule: AskedRule
    ats: tuple[int, ...]
    settled: int

    @property
    def ends(self) -> int:
        """From when on nothing of it changes."""
        within, faded = self.rule.within, self.rule.faded
        if within is None or (self.rule.rest == 0 and faded < within):
            return self.ats[-1] + faded
        return self.ats[-1] + within

    def value(self, at: int) -> int:
        rule = self.rule
        by_hour, within = rule.by_hour, rule.within
        known = len(by_hour)
        found = self.settled
        for each in self.ats:
            age = at - each
            if within is None or age < within:
                hours = age // HOUR
                found += by_hour[hours] if hours < known else rule.rest
        return rule.bounded(found)


class Course:
    """Fit and score from `start` on, as long as nothing more happens. `last` is the last instant that changes them."""

    def __init__(self, trails: Trails, start: int) -> None:
        self.trails = trails
        self.start = start
        self.rules = {place: _live(trails, place, start) for place in trails.rules}
        self.live = [live for live in self.rules.values() if live.ats]
        #: The rules whose points no longer change, summed up by group.
        self.settled = trails.asked.empty_sums()[1]
        for live in self.rules.values():
            if not live.ats:
                self.settled[live.rule.group] += live.value(start)
        #: By measure, the instants at which a condition can turn by it.
        self.turning = {
            place: [each for each in _turning(trails, place, start) if start < each <= LAST]
            for place in trails.measures
        }
        splits = {at + turn for live in self.live for at in live.ats for turn in live.rule.turns}
        splits.update(*self.turning.values())
        self.splits = sorted(split for split in splits if start < split <= LAST)
        self.last = min(max([start, *self.splits[-1:], *(live.ends for live in self.live)]), LAST)
        hours = {at % HOUR for live in self.live for at in live.ats} | {split % HOUR for split in self.splits}
        #: Within an hour, the microseconds at which something can change.
        self.beats = sorted(hours)

    def first(self, question: Question, after: int, until: int) -> int | None:
        """The first instant between the two, both left out, at which the answer is yes."""
        beats = self.beats
        if not beats:
            return None
        start = after // HOUR * len(beats) + bisect_right(beats, after % HOUR)
        end = self._beat(min(until, self.last + 1))
        cuts = self.splits[bisect_right(self.splits, after) : bisect_left(self.splits, until)]
        for cut in [*(self._beat(split) for split in cuts), end]:
            stop = min(cut, end)
            if start < stop:
                found = self._within(question, start, stop)
                if found is not None:
                    return self._instant(found)
                start = stop
        return None

    def _beat(self, at: int) -> int:
        """The number of the first beat from an instant on."""
        return at // HOUR * len(self.beats) + bisect_left(self.beats, at % HOUR)

    def _instant(self, beat: int) -> int:
        hours, place = divmod(beat, len(self.beats))
        return hours * HOUR + self.beats[place]

    def _within(self, question: Question, start: int, stop: int) -> int | None:
        """The first beat of a stretch in which no condition turns."""
        live = self.live
        fit_sums, fixed = self.trails.conditions(self._instant(start))
        parts = self.trails.asked.parts
        fit = parts[0].total(fit_sums) // 1000
        fixed = [one + other for one, other in zip(fixed, self.settled, strict=True)]
        total = parts[1].total
        marks = question.marks(fit)

        def values(beat: int) -> Values:
            at = self._instant(beat)
            return [each.value(at) for each in live]

        def score(found: Values) -> int:
            sums = fixed.copy()
            for each, value in zip(live, found, strict=True):
                sums[each.rule.group] += value
            return total(sums) // 1000

        def possible(one: Values, other: Values) -> bool:
            least, most = score(list(map(min, one, other))), score(list(map(max, one, other)))
            return question.holds(fit, least) or any(
                least < mark <= most and question.holds(fit, mark) for mark in marks
            )

        here = values(start)
        if question.holds(fit, score(here)):
            return start
        # Of each stretch the answer at its start is known to be no; the leftmost is looked at first.
        stretches = [(start, here, stop - 1, values(stop - 1))]
        while stretches:
            left, before, right, after = stretches.pop()
            if left == right or not possible(before, after):
                continue
            if right - left == 1:
                if question.holds(fit, score(after)):
                    return right
                continue
            middle = (left + right) // 2
            between = values(middle)
            if not question.holds(fit, score(between)):
                stretches.append((middle, between, right, after))
            # Else there is an answer in the left half, and the right one is never looked at.
            stretches.append((left, before, middle, between))
        return None


class Turned(NamedTuple):
    """An instant at which something turned, with whole points of fit and score just before it and from then on."""

    at: int
    before: tuple[int, int]
    after: tuple[int, int]


class Watched(Protocol):
    """What is looked for: a key of fit and score, and the scores at which it can become another than it is now."""

    def key(self, fit: int, score: int) -> object: ...
    def marks(self, fit: int, now: tuple[int, int]) -> tuple[int, ...]: ...


class _Leaves(NamedTuple):
    """Whether a key is another than it was."""

    watched: Watched
    now: tuple[int, int]
    was: object

    def holds(self, fit: int, score: int) -> bool:
        return self.watched.key(fit, score) != self.was

    def marks(self, fit: int) -> tuple[int, ...]:
        return self.watched.marks(fit, self.now)


def first_turns(
    course: Course, watched: Watched, start: int, until: int, now: tuple[int, int]
) -> Iterator[Turned]:
    """Each instant between the two, both left out, at which the key changes, if nothing more happens."""
    here = start
    while (found := course.first(_Leaves(watched, now, watched.key(*now)), here, until)) is not None:
        then = course.trails.whole(found)
        yield Turned(found, course.trails.whole(found - 1), then)
        here, now = found, then


def turns_of(trails: Trails, watched: Watched, since: int, until: int) -> Iterator[Turned]:
    """Each instant from `since` to before `until` at which the key changes, with all that happens in between."""
    here = since - 1
    now = trails.whole(here)
    for moment in [*(each for each in trails.moments() if since <= each < until), until]:
        if here + 1 < moment:
            for turned in first_turns(Course(trails, here), watched, here, moment, now):
                yield turned
                now = turned.after
        if moment < until:
            before, then = trails.whole(moment - 1), trails.whole(moment)
            if watched.key(*then) != watched.key(*before):
                yield Turned(moment, before, then)
            here, now = moment, then


def _live(trails: Trails, place: int, start: int) -> Live:
    rule, trail = trails.asked.rules[place], trails.rules[place]
    _, places, older = counting(rule, trail, start)
    ats = [trail.ats[each] for each in places]
    if rule.within is not None:
        return Live(rule, tuple(ats), rule.rest * older)
    worn = bisect_right(ats, start - rule.faded)
    return Live(rule, tuple(ats[worn:]), rule.rest * (older + worn))


def _turning(trails: Trails, place: int, start: int) -> Iterator[int]:
    """The instants at which a condition can turn by a measure, if nothing more happens."""
    asked, ats = trails.asked.measures[place], trails.measures[place].ats
    end = bisect_right(ats, start)
    begin = 0 if asked.within is None else bisect_right(ats, start - asked.within)
    if begin < end and asked.measure.measure == "days_since":
        begin = end - 1
        yield from (ats[begin] + days * DAY for days in asked.days)
    if asked.within is not None:
        yield from (at + asked.within for at in ats[begin:end])
