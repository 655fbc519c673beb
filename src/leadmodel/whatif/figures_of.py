"""What leads can have done, as the figures that rules ask for, one for each way in which it matters to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb, floor, inf, isinf
from typing import Any

from ..conditions import Activities, Condition, asked_for
from ..conditions.condition import AMONG, NUMERIC
from ..conditions.values import as_number
from .asking import Row
from .values_of import numbers_around

__all__ = ["MOST_SITUATIONS", "Situation", "limits_of", "situations_of"]

MOST_SITUATIONS = 20_000


@dataclass(frozen=True, slots=True)
class Situation:
    """Part of a row. `further` are the same one step on, in each direction in which it can go on for ever."""

    row: Row
    further: tuple[Row, ...] = ()


def limits_of(leaf: Condition) -> tuple[Any, ...]:
    """Every number that a comparison compares with."""
    compared = [
        each for name, value in leaf.operators() if name in (*AMONG, *NUMERIC) for each in asked_for(value)
    ]
    return tuple(limit for limit in compared if as_number(limit) is not None)


def situations_of(
    measures: Sequence[Activities], leaves: Sequence[Condition], upto: Mapping[str, int]
) -> tuple[Situation, ...] | None:
    """The figures of one activity, or of several that are always counted together.

    `upto` says of a figure how far a rule over it has to be followed. How often and how long ago are told together, as
    they depend on each other: what was done within a week was done within a month. None for more than can be listed.

    >>> week, ever = Activities(of=("page",), within="7d"), Activities(of=("page",))
    >>> asked = [Condition(activities=week, at_least=1), Condition(activities=ever, at_least=1)]
    >>> [tuple(each.row.values()) for each in situations_of([week, ever], asked, {})]
    [(None, None), (0, 0), (1, 1), (1, 2), (2, 2), (0, 1), (0, 2)]
    """
    limits: dict[str, list[Any]] = {str(measure): [] for measure in measures}
    for leaf in leaves:
        limits[str(leaf.activities)] += limits_of(leaf)
    if len(measures) == 1 and measures[0].measure in ("amount", "subjects"):
        name = str(measures[0])
        around = numbers_around(limits[name], whole=True, least=0)
        return tuple(Situation({name: value}) for value in (None, *around))
    counts = sorted((each for each in measures if each.measure == "count"), key=_hours)
    lasts = [each for each in measures if each.measure == "days_since"]
    ages = {0, *(int(_hours(each)) for each in measures if each.hours is not None)}
    for each in lasts:
        days = numbers_around(limits[str(each)], whole=True, least=0)
        ages |= {24 * day for day in days}
    most = 1
    for each in counts:
        known = [floor(limit) + 1 for limit in limits[str(each)] if not isinf(limit)]
        most = max(most, upto.get(str(each), 1), *known)
    if len(ages) * comb(most + len(counts), len(counts)) > MOST_SITUATIONS:
        return None
    return tuple(_done(counts, lasts, sorted(ages), most))


def _done(
    counts: Sequence[Activities], lasts: Sequence[Activities], ages: Sequence[int], most: int
) -> Iterator[Situation]:
    """What nobody knows, what was never done, and then by the age of the latest time."""
    names = [str(each) for each in (*counts, *lasts)]
    yield Situation(dict.fromkeys(names))
    never: dict[str, int | None] = {str(each): 0 for each in counts}
    yield Situation(never | {str(each): None for each in lasts})
    for age in ages:
        last = {str(each): age // 24 if age < _hours(each) else None for each in lasts}
        reached = [str(each) for each in counts if age < _hours(each)]
        short = {str(each): 0 for each in counts if age >= _hours(each)}
        if not reached and not any(value is not None for value in last.values()):
            continue
        for times in combinations_with_replacement(range(1, most + 1), len(reached)):
            row = dict.fromkeys(names) | last | short | dict(zip(reached, times, strict=True))
            open_from = next((place for place, each in enumerate(times) if each == most), len(times))
            yield Situation(
                row,
                tuple(
                    row | dict.fromkeys(reached[place:], most + 1) for place in range(open_from, len(times))
                ),
            )


def _hours(measure: Activities) -> float:
    return inf if measure.hours is None else measure.hours
