"""A whole backlog at once: as many leads as there is room for, at the least total cost.

Giving them out one by one is greedy: the first lead may take the only rep who could have had the second. Here leads
change places along the cheapest way until none is left that helps (successive shortest paths), in whole numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..errors import InputError, UnknownNameError
from ..records import FrozenMap, LeadId, RepId
from .decision import Decision
from .desk import Desk

__all__ = ["BatchAssignment", "BatchLead", "assign_best", "best_of", "costs_of", "room_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLead:
    """What became of one lead: who gets it at which cost, and who would have been the cheapest for it alone.

    Without `rep` there was no room that another lead did not need more, or nobody could have it: then `cheapest` is
    None too.
    """

    lead: LeadId
    rep: RepId | None
    cost: int | None
    cheapest: RepId | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAssignment:
    """Every lead once, by id; `total` is the cost of all, with what further leads of one rep cost more."""

    leads: tuple[BatchLead, ...]
    total: int

    def rep_of(self) -> Mapping[str, RepId]:
        """Who gets which lead, of those that are given out."""
        return FrozenMap({each.lead: each.rep for each in self.leads if each.rep is not None})


def assign_best(
    costs: Mapping[LeadId, Mapping[RepId, int]], room: Mapping[RepId, int], *, rising: int = 0
) -> BatchAssignment:
    """Give out as many leads as can be, at the least total cost.

    `costs` are whole numbers, and whom a lead does not name cannot have it; `room` is how many leads each rep can take.
    `rising` is what each further lead of a rep costs more than the one before, so that leads are spread.

    >>> costs = {"L1": {"ann": 0, "bob": 1}, "L2": {"ann": 0}}
    >>> found = assign_best(costs, {"ann": 1, "bob": 1})
    >>> dict(found.rep_of()), found.total, found.leads[0].says
    ({'L1': 'bob', 'L2': 'ann'}, 1, 'bob at 1; ann at 0 is needed for L2')

    Of assignments that cost the same, one is found that hangs on the ids alone, and not on the order of the input. The
    work grows with the leads squared times the reps. Raises `InputError` for a cost that is no whole number, and room
    or a rise below zero; `UnknownNameError` for a rep of whom no room is told.
    """
    _check(costs, room, rising)
    solver = _Solver(costs, room, rising)
    for lead in sorted(costs):
        solver.add(lead)
    return solver.found()


def costs_of(decision: Decision) -> Mapping[RepId, int]:
    """The reps who may have a lead, by how many the router would take before them."""
    able = [each.rep for each in decision.candidates if each.eligible]
    return {rep: rank for rank, rep in enumerate(able)}


def room_on(desk: Desk, *, at_most: int) -> Mapping[RepId, int]:
    """How many more leads each rep of a desk can hold; `at_most` so many in this batch."""
    return {
        rep.id: at_most
        if rep.capacity is None
        else max(0, min(at_most, rep.capacity - desk.load.get(rep.id, 0)))
        for rep in desk.reps
    }


#: Where a lead goes that is left out.
LEFT_OUT = RepId("")


class _Solver:
    """The leads so far, at the least cost. Leads go one by one to where the cheapest chain of moves makes room."""

    def __init__(
        self, costs: Mapping[LeadId, Mapping[RepId, int]], room: Mapping[RepId, int], rising: int
    ) -> None:
        dearest = sum(max(map(abs, each.values()), default=0) for each in costs.values())
        #: More than any exchange of reps could save, so that a lead is left out only if it has to be.
        self.left_out = 2 * (dearest + rising * len(costs) ** 2) + 1
        self.costs = {lead: {**each, LEFT_OUT: self.left_out} for lead, each in costs.items()}
        self.room = {**room, LEFT_OUT: len(costs)}
        self.rising = rising
        self.reps = sorted(self.room)
        self.held: dict[RepId, list[LeadId]] = {rep: [] for rep in self.reps}

    def add(self, lead: LeadId) -> None:
        """Bring in one more lead along the cheapest chain of moves, which ends where there is room."""
        moves = self._moves()
        reach: dict[RepId, int] = dict(self.costs[lead])
        came: dict[RepId, tuple[RepId, LeadId]] = {}
        changed = sorted(reach)
        while changed:
            again: set[RepId] = set()
            for rep in changed:
                for to, (cost, moved) in moves[rep].items():
                    if to not in reach or reach[rep] + cost < reach[to]:
                        reach[to] = reach[rep] + cost
                        came[to] = rep, moved
                        again.add(to)
            changed = sorted(again)
        ends = [rep for rep in sorted(reach) if len(self.held[rep]) < self.room[rep]]
        at = min(ends, key=lambda rep: (reach[rep] + self._rise(rep), rep == LEFT_OUT, rep))
        while at in came:
            before, moved = came[at]
            self.held[before].remove(moved)
            self.held[at].append(moved)
            at = before
        self.held[at].append(lead)

    def found(self) -> BatchAssignment:
        """What became of every lead."""
        has = {lead: rep for rep, leads in self.held.items() for lead in leads}
        total = sum(self.costs[lead][rep] for lead, rep in has.items() if rep != LEFT_OUT)
        for rep, leads in self.held.items():
            if rep != LEFT_OUT:
                total += self.rising * len(leads) * (len(leads) - 1) // 2
        return BatchAssignment(leads=tuple(self._told(lead, has[lead]) for lead in sorted(has)), total=total)

    def _moves(self) -> dict[RepId, dict[RepId, tuple[int, LeadId]]]:
        """The cheapest move of a lead from each rep to each other."""
        moves: dict[RepId, dict[RepId, tuple[int, LeadId]]] = {rep: {} for rep in self.reps}
        for rep, leads in self.held.items():
            best = moves[rep]
            for lead in sorted(leads):
                here = self.costs[lead][rep]
                for to, cost in self.costs[lead].items():
                    if to != rep and (to not in best or cost - here < best[to][0]):
                        best[to] = cost - here, lead
        return moves

    def _rise(self, rep: RepId) -> int:
        return 0 if rep == LEFT_OUT else self.rising * len(self.held[rep])

    def _told(self, lead: LeadId, rep: RepId) -> BatchLead:
        able = {name: cost for name, cost in self.costs[lead].items() if name != LEFT_OUT}
        cheapest = min(able, key=lambda name: (able[name], name), default=None)
        if rep == LEFT_OUT:
            says = (
                "nobody can have it" if cheapest is None else "there is no room that others do not need more"
            )
            return BatchLead(lead=lead, rep=None, cost=None, cheapest=cheapest, says=says)
        says = f"{rep} at {able[rep]}"
        if cheapest is not None and able[cheapest] < able[rep]:
            others = ", ".join(sorted(self.held[cheapest])) or "nobody"
            why = f"is needed for {others}" if self.held[cheapest] else "has no room"
            says = f"{says}; {cheapest} at {able[cheapest]} {why}"
        return BatchLead(lead=lead, rep=rep, cost=able[rep], cheapest=cheapest, says=says)


def _check(costs: Mapping[LeadId, Mapping[RepId, int]], room: Mapping[RepId, int], rising: int) -> None:
    _whole(0, rising, "rising")
    for rep, places in room.items():
        if not rep:
            raise InputError("room", rep, "is empty, every rep needs an id of their own")
        _whole(0, places, f"room of {rep!r}")
    for lead, each in costs.items():
        for rep, cost in each.items():
            if rep not in room:
                raise UnknownNameError(f"room of rep for lead {lead!r}", rep, room)
            _whole(None, cost, f"cost of {lead!r} for {rep!r}")


def _whole(least: int | None, value: object, argument: str) -> None:
    fits = isinstance(value, int) and not isinstance(value, bool)
    if not fits or (least is not None and isinstance(value, int) and value < least):
        at_least = "" if least is None else f" of at least {least}"
        raise InputError(argument, value, f"is not a whole number{at_least}")


def best_of(decisions: Iterable[Decision], desk: Desk, *, at_most: int, rising: int = 0) -> BatchAssignment:
    """The decisions of a backlog over one desk, given out at once instead of one after the other.

    What a lead costs with a rep is how many the router would have taken before them (`costs_of`), and `at_most` is how
    many leads one rep gets in this batch.
    """
    return assign_best(
        {each.lead: costs_of(each) for each in decisions}, room_on(desk, at_most=at_most), rising=rising
    )
