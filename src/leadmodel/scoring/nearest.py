"""The fewest answers and activities that lift a sum to a line, and of as few those that lift it most.

Everything of a size is looked at, except what provably cannot reach the line or cannot beat what was found: a stretch
of the search is passed over when even the best that is left would not do. Bounds never turn a smaller sum into a larger
one, so what the rules of a part can gain one by one bounds what they gain together.
"""

from bisect import insort
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..records import EventId
from .asked import AskedPart, AskedRule, Done
from .trails import Trail, Trails, earned_at

__all__ = [
    "BEYOND",
    "Answer",
    "Doing",
    "Found",
    "doing_of",
    "done_again",
    "fewest_answers",
    "fewest_doings",
    "most_of",
]

#: More thousandths than any model can give.
BEYOND = 10**18


class Answer(NamedTuple):
    """An answer to a fit rule that would gain points; `known` if it is known today that the answer is another."""

    place: int
    group: int
    gain: int
    known: bool


class Doing(NamedTuple):
    """An activity that would gain points: for each rule, its group, what one time gains at most, and all times."""

    activity: str
    amount: int
    gains: tuple[tuple[int, int, int], ...]


class Found(NamedTuple):
    """A choice that reaches the line, as it is ranked: least of what is known otherwise, most points, first by place.

    `picks` are the places of answers, or of doings, one for each time.
    """

    known: int
    less: int
    picks: tuple[int, ...]


def fewest_answers(
    part: AskedPart, sums: Sequence[int], answers: Sequence[Answer], need: int, most: int
) -> list[Found]:
    """The best choices of as few answers as will do; none if all of them together will not."""
    upto = [_by_group(answers[place:], len(sums)) for place in range(len(answers) + 1)]
    for size in range(len(answers) + 1):
        found: list[Found] = []

        def look(start: int, left: int, here: list[int], known: int, picks: tuple[int, ...]) -> None:
            best = part.total([each + more[left] for each, more in zip(here, upto[start], strict=True)])
            if best < need or _beaten(found, most, known, best):  # noqa: B023 - called in this turn only
                return
            if not left:
                _keep(found, most, Found(known, -part.total(here), picks))  # noqa: B023 - the same
                return
            for place in range(start, len(answers) - left + 1):
                answer = answers[place]
                then = [*here]
                then[answer.group] += answer.gain
                look(place + 1, left - 1, then, known + answer.known, (*picks, place))

        look(0, size, list(sums), 0, ())
        if found:
            return found
    return []


def fewest_doings(
    trails: Trails, at: int, doings: Sequence[Doing], need: int, *, most: int, size: int
) -> list[tuple[Found, Trails]]:
    """The best choices of exactly so many activities, each with the trails that they make."""
    part = trails.asked.parts[1]
    groups = 1 + len(part.groups)
    upto = [_times_by_group(doings[place:], groups, size) for place in range(len(doings) + 1)]
    slack = [0] * groups
    for each in trails.asked.moving:
        if each.part == 1:
            slack[each.group] += max(each.yes, each.no, 0) - min(each.yes, each.no, 0)
    found: list[Found] = []
    made: dict[tuple[int, ...], Trails] = {}

    def look(start: int, left: int, here: Trails, picks: tuple[int, ...]) -> None:
        sums = here.by_group(at)[1]
        best = part.total(
            [each + more[left] + spare for each, more, spare in zip(sums, upto[start], slack, strict=True)]
        )
        if best < need or _beaten(found, most, 0, best):
            return
        if not left:
            total = part.total(sums)
            if total >= need:
                _keep(found, most, Found(0, -total, picks))
                made[picks] = here
            return
        for place in range(start, len(doings)):
            doing = doings[place]
            look(place, left - 1, done_again(here, doing, at, picks.count(place)), (*picks, place))

    look(0, size, trails, ())
    return [(each, made[each.picks]) for each in found]


def done_again(trails: Trails, doing: Doing, at: int, before: int) -> Trails:
    """With the activity done once more at an instant, on something new."""
    name = f"+{doing.activity}/{before}"
    return trails.with_done(Done(at, EventId(name), doing.activity, name, doing.amount))


def most_of(part: AskedPart, sums: Sequence[int], gains: Sequence[tuple[int, int]]) -> int:
    """What a part can come to when each of these gains goes to its group."""
    here = list(sums)
    for group, gain in gains:
        here[group] = min(here[group] + gain, BEYOND)
    return part.total(here)


def doing_of(trails: Trails, at: int, activity: str) -> Doing:
    """What one activity more can gain."""
    rules = trails.asked.rules_of.get(activity, ())
    return Doing(
        activity=activity,
        amount=max((rule.rule.min_amount or 0 for rule in rules), default=0),
        gains=tuple(
            (rule.group, rule.full, _room(rule, trails.rules.get(rule.place, Trail()), at))
            for rule in rules
            if rule.full > 0
        ),
    )


def _room(rule: AskedRule, trail: Trail, at: int) -> int:
    """What a rule can gain by activities of now, all of them together."""
    room = BEYOND
    if rule.rule.at_most is not None and not rule.rule.per_subject:
        room = rule.rule.at_most * rule.full
    if rule.cap is not None:
        room = min(room, rule.cap - earned_at(rule, trail, at))
    return room


def _by_group(answers: Sequence[Answer], groups: int) -> list[list[int]]:
    """For each group, what so many of the answers gain at most."""
    sums = []
    for group in range(groups):
        gains = sorted((each.gain for each in answers if each.group == group), reverse=True)
        gains += [0] * (len(answers) - len(gains))
        sums.append(list(accumulate(gains, initial=0)))
    return sums


def _times_by_group(doings: Sequence[Doing], groups: int, size: int) -> list[list[int]]:
    """For each group, what so many times of any of the activities gain at most."""
    gains: list[list[int]] = [[] for _ in range(groups)]
    for doing in doings:
        for group in range(groups):
            own = [(once, room) for where, once, room in doing.gains if where == group]
            whole = [sum(min(once * times, room) for once, room in own) for times in range(size + 1)]
            gains[group] += [later - earlier for earlier, later in pairwise(whole)]
    return [list(accumulate([*sorted(each, reverse=True), *[0] * size][:size], initial=0)) for each in gains]


def _beaten(found: list[Found], most: int, known: int, best: int) -> bool:
    """Whether all that is wanted was found, and nothing from here on can come before the last of it.

    What is looked at later comes later in the order of places, so that as good is not good enough.
    """
    return len(found) == most and (known, -best) >= found[-1][:2]


def _keep(found: list[Found], most: int, new: Found) -> None:
    insort(found, new)
    del found[most:]
