"""Batches of leads: the plain solver beside SciPy's, in sizes that grow, and beside giving out greedily.

Both solvers end in the same assignment, by the same order among equals; that is part of what is timed.
"""

from collections.abc import Iterator
from functools import partial
from random import Random

from harness import Comparison
from leadmodel.routing import assign_best

#: Leads, reps, places of each rep, and below what the costs lie: few different ones make many ties.
SIZES = ((20, 5, 5, 1_000), (200, 20, 12, 1_000), (1_000, 50, 22, 1_000), (1_000, 50, 22, 3))
BY_SCIPY = "the same by scipy.optimize.linear_sum_assignment"


def problem(
    leads: int, reps: int, places: int, below: int
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    chance = Random(leads)
    costs = {
        f"L{lead:05}": {f"r{rep:03}": chance.randrange(below) for rep in range(reps)} for lead in range(leads)
    }
    return costs, {f"r{rep:03}": places for rep in range(reps)}


def greedy(costs: dict[str, dict[str, int]], capacities: dict[str, int]) -> int:
    """One lead after the other to the cheapest rep with room: the total cost."""
    room, total = dict(capacities), 0
    for lead in sorted(costs):
        cost, rep = min((cost, rep) for rep, cost in costs[lead].items() if room[rep])
        room[rep] -= 1
        total += cost
    return total


def solvers() -> Iterator[Comparison]:
    for size in SIZES:
        costs, capacities = problem(*size)
        ours = partial(assign_best, costs, capacities, prices=False)
        scipys = partial(assign_best, costs, capacities, prices=False, solver="scipy")
        best = ours()
        if best != scipys():
            raise AssertionError(f"{size}: the two solvers differ")
        plain = greedy(costs, capacities)
        leads, reps, places, below = size
        yield Comparison(
            name=f"assign.{leads}_to_{reps}_below_{below}",
            ours=ours,
            reference=scipys,
            reference_is=BY_SCIPY,
            number=20 if leads < 100 else 1,
            note=f"{reps * places} places; total {best.total}, greedily {plain}",
        )


def benchmarks() -> list[Comparison]:
    costs, capacities = problem(*SIZES[1])
    return [
        *solvers(),
        Comparison(
            name="assign.prices",
            ours=partial(assign_best, costs, capacities),
            reference=partial(assign_best, costs, capacities, prices=False),
            reference_is="the same without the price of deciding otherwise",
            note="200 leads, 20 reps",
        ),
    ]
