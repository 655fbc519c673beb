"""The decisions of a backlog as a batch: given out at once at the least cost, instead of one after the other."""

from collections.abc import Iterable

from .assignment import BatchAssignment, assign_best
from .decision import Decision
from .desk import Desk

__all__ = ["best_of", "room_on"]


def best_of(decisions: Iterable[Decision], desk: Desk, *, at_most: int, rising: int = 0) -> BatchAssignment:
    """Who gets each lead of a batch: as many as can be are given out, to reps whom the router likes as well as can be.

    The decisions are of one desk that stays as it is; what a lead costs with a rep is how many the router would have
    taken before them. `at_most` is how many leads one rep gets in this batch, and `rising` spreads them further
    (`assign_best`). The order of the leads changes nothing, where one after the other the first may take the only rep
    who could have had the second.
    """
    costs: dict[str, dict[str, int | None]] = {}
    for each in decisions:
        able = [candidate.rep for candidate in each.candidates if candidate.eligible]
        costs[each.lead] = {rep: rank for rank, rep in enumerate(able)}
    return assign_best(costs, room_on(desk, at_most=at_most), rising=rising)


def room_on(desk: Desk, *, at_most: int) -> dict[str, int | None]:
    """How many more leads each rep of a desk can hold, and no more than so many."""
    free: dict[str, int | None] = {}
    for rep in desk.reps:
        left = at_most if rep.capacity is None else rep.capacity - desk.load.get(rep.id, 0)
        free[rep.id] = max(0, min(at_most, left))
    return free
