"""How many are at work at each instant, as one sweep over the hours of all; instants are microseconds since 1970.

>>> sweep([([(0, 8), (10, 12)], [0]), ([(6, 11)], [1])], 0, 14)
[(0, 6, 1, 0), (6, 8, 2, 1), (8, 10, 1, 1), (10, 11, 2, 1), (11, 12, 1, 0), (12, 14, 0, 0)]
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ..errors import TimeError
from ..hours import Calendar, next_open
from ..hours.calendar import table_over
from ..hours.intervals import Interval
from ..records.instants import from_micros, micros

__all__ = ["Crew", "Shift", "alone_in", "sweep", "within"]

#: A stretch `[start, end)`, how many are at work in it, and the sum of their places: of one alone, the place.
Crew = tuple[int, int, int, int]


def sweep(teams: Iterable[tuple[Sequence[Interval], Sequence[int]]], low: int, high: int) -> list[Crew]:
    """The stretches of `[low, high)` between which somebody comes or goes, in order and without a hole.

    A team shares its hours, which lie within the range; each member has a place, a whole number of their own.
    """
    steps: dict[int, list[int]] = {low: [0, 0], high: [0, 0]}
    for spans, members in teams:
        count, places = len(members), sum(members)
        for span in spans:
            for at, sign in zip(span, (1, -1), strict=True):
                step = steps.setdefault(at, [0, 0])
                step[0] += sign * count
                step[1] += sign * places
    found: list[Crew] = []
    since, count, places = low, 0, 0
    for at in sorted(steps):
        if at > since and (steps[at] != [0, 0] or at == high):
            found.append((since, at, count, places))
            since = at
        count += steps[at][0]
        places += steps[at][1]
    return found


def alone_in(crews: Iterable[Crew], asked: Sequence[Interval]) -> list[tuple[int, int, int]]:
    """Where within the asked hours one person works alone, and the place of that person."""
    return [(start, end, place) for start, end, count, place in within(crews, asked) if count == 1]


def within(crews: Iterable[Crew], asked: Sequence[Interval]) -> Iterator[Crew]:
    """The stretches, cut to a set of intervals."""
    index = 0
    for start, end, count, places in crews:
        while index < len(asked) and asked[index][1] <= start:
            index += 1
        reach = index
        while reach < len(asked) and asked[reach][0] < end:
            yield max(start, asked[reach][0]), min(end, asked[reach][1]), count, places
            reach += 1


class Shift:
    """The hours of somebody, as far as there may be leads for them."""

    def __init__(self, schedule: Calendar, since: datetime | None, until: datetime | None) -> None:
        self.schedule = schedule
        self.since = None if since is None else micros(since)
        self.until = None if until is None else micros(until)

    def within(self, low: int, high: int) -> list[Interval]:
        """The stretches of a range in which they are at work."""
        table = table_over(self.schedule, low, high, "since", "until")
        first = low if self.since is None else max(low, self.since)
        last = high if self.until is None else min(high, self.until)
        return table.between(first, last) if first < last else []

    def next_from(self, at: int) -> int | None:
        """The first instant from one on at which they are at work."""
        try:
            opens = micros(
                next_open(self.schedule, from_micros(at if self.since is None else max(at, self.since)))
            )
        except TimeError:
            return None
        return None if self.until is not None and opens >= self.until else opens

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Shift) or self.schedule is not other.schedule:
            return False
        return (self.since, self.until) == (other.since, other.until)

    def __hash__(self) -> int:
        return hash((id(self.schedule), self.since, self.until))
