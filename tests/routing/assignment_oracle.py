"""Every way of giving out a batch is tried, and the best is kept; what good means is one line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

Costs = Mapping[str, Mapping[str, int | None]]
Way = tuple[str | None, ...]


def ways(costs: Costs, capacities: Mapping[str, int | None]) -> Iterator[Way]:
    leads, reps = sorted(costs), [*sorted(capacities), None]
    for way in product(reps, repeat=len(leads)):
        load = Counter(rep for rep in way if rep is not None)
        if any(capacities[rep] is not None and load[rep] > (capacities[rep] or 0) for rep in load):
            continue
        if all(rep is None or costs[lead].get(rep) is not None for lead, rep in zip(leads, way, strict=True)):
            yield way


def total(way: Way, costs: Costs, rises: Mapping[str, list[int]]) -> int:
    """The own costs, and for each rep the first so many rises; the last one holds on."""
    own = sum(costs[lead][rep] or 0 for lead, rep in zip(sorted(costs), way, strict=True) if rep is not None)
    load = Counter(rep for rep in way if rep is not None)
    return own + sum(rises[rep][min(k, len(rises[rep]) - 1)] for rep in load for k in range(load[rep]))


def goodness(
    way: Way, costs: Costs, rises: Mapping[str, list[int]]
) -> tuple[int, int, list[tuple[bool, str]]]:
    """Few left out, then cheap, then the first rep for the first lead, with nobody last."""
    return way.count(None), total(way, costs, rises), [(rep is None, rep or "") for rep in way]


def best(costs: Costs, capacities: Mapping[str, int | None], rises: Mapping[str, list[int]]) -> Way:
    return min(ways(costs, capacities), key=lambda way: goodness(way, costs, rises))
