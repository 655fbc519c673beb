"""A batch of leads given out at once: as many as possible, at the least total cost.

One lead now needs no more than the next in turn. A backlog is another question: the one rep who speaks Italian should
not be full of leads that others could have had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from ..errors import InputError, UnknownNameError
from ..records import LeadId, RepId
from .assignment_board import Board
from .assignment_scipy import cheapest_by_scipy

__all__ = ["BatchAssignment", "BatchLoad", "BatchPlace", "LeftOut", "assign_best", "costs_of"]


class LeftOut(StrEnum):
    """Why a lead has nobody."""

    NOBODY_MAY = "nobody_may"
    """No rep has a cost for it."""
    NO_ROOM = "no_room"
    """The places of those who may have it went to others, or there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlace:
    """One lead: who gets it, what it costs there, and what it would cost to decide otherwise.

    `price` is how much more all would cost together if this lead went anywhere else than it does, and `instead` is
    where it would then go (None is nobody: another lead would take its place). Without a price there is no other way
    that places as many, or prices were not asked for. `cheapest` is the rep who costs least for this lead by itself.
    """

    lead: LeadId
    rep: RepId | None
    cost: int | None
    cheapest: RepId | None
    left_out: LeftOut | None
    price: int | None
    instead: RepId | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLoad:
    """What one rep gets of the batch, and what the rising cost of further leads adds up to."""

    rep: RepId
    leads: tuple[LeadId, ...]
    capacity: int | None
    extra: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAssignment:
    """Every lead by id, and every rep by id. `total` is the cost of all places and the extras of all loads."""

    places: tuple[BatchPlace, ...]
    loads: tuple[BatchLoad, ...]
    total: int

    @property
    def left_out(self) -> tuple[LeadId, ...]:
        return tuple(each.lead for each in self.places if each.rep is None)

    def __str__(self) -> str:
        placed = len(self.places) - len(self.left_out)
        head = f"{placed} of {len(self.places)} leads placed at a total cost of {self.total}"
        return "\n".join([head, *(each.says for each in self.places)])


def assign_best(
    costs: Mapping[str, Mapping[str, int | None]],
    capacities: Mapping[str, int | None],
    *,
    rising: int | Mapping[str, Sequence[int]] = 0,
    solver: Literal["python", "scipy"] = "python",
    prices: bool = True,
) -> BatchAssignment:
    """Give each lead at most one rep and each rep at most so many leads: most leads first, then least total cost.

    >>> costs = {"L1": {"ann": 1, "ida": 2}, "L2": {"ann": 3, "ida": 9}, "L3": {"ida": 5}}
    >>> print(assign_best(costs, {"ann": 2, "ida": 1}))
    3 of 3 leads placed at a total cost of 9
    L1 goes to ann at 1: nobody else, or one lead more is left out
    L2 goes to ann at 3: nobody else, or one lead more is left out
    L3 goes to ida at 5: nobody else, or one lead more is left out

    A rep who is not in a lead's row, or has None there, may not have it. A capacity of None is no limit. `rising`
    spreads leads: with 3 the second lead of a rep costs 3 more than its own cost, the third 6 more, and so on; or, for
    each rep, what the first, second and further lead cost more, of which the last holds on. What is left out is a
    value, with the reason. Of several assignments as good, it is the one that gives the first lead by id the first rep
    by id, where nobody comes last, then the second lead, and so on: the order of the mappings does not matter.

    `python` is exact at any size of number and needs nothing; `scipy` (extra `assign`) gives the same assignment.
    `prices=False` leaves out what deciding otherwise would cost, which takes longest where reps are many. Raises
    `UnknownNameError` for a rep without a capacity, `InputError` for a cost, capacity or rise that is no whole number,
    a capacity below zero, or a rise that falls.
    """
    if solver not in ("python", "scipy"):
        raise InputError("solver", solver, "is not one of python, scipy")
    leads, reps = sorted(costs), sorted(capacities)
    rows = _rows(costs, leads, reps)
    steps = [_steps(rising, rep, capacities[rep], len(leads)) for rep in reps]
    # Two assignments differ by less than half of it, so that one lead more is worth any detour.
    nobody, bound = len(reps), _bound(rows, steps)
    full = [{**row, nobody: bound} for row in rows]
    board = Board(full, [*steps, [0] * len(leads)])
    if solver == "scipy":
        board.take(cheapest_by_scipy(full, board.steps))
    else:
        for lead in range(len(leads)):
            board.add(lead)
    board.settle()
    others = board.otherwise() if prices else [None] * len(leads)
    # Who pays a price near that of nobody does not place as many.
    others = [None if each is None or each[0] > bound // 2 else each for each in others]
    named: list[RepId | None] = [*map(RepId, reps), None]
    places = tuple(
        _place(LeadId(lead), row, named, board.where[number], others[number])
        for number, (lead, row) in enumerate(zip(leads, rows, strict=True))
    )
    loads = tuple(
        BatchLoad(
            rep=RepId(rep),
            leads=tuple(each.lead for each in places if each.rep == rep),
            capacity=capacities[rep],
            extra=sum(steps[number][: board.held[number]]),
        )
        for number, rep in enumerate(reps)
    )
    total = sum(each.cost or 0 for each in places) + sum(each.extra for each in loads)
    return BatchAssignment(places=places, loads=loads, total=total)


def costs_of(
    leads: Sequence[str], reps: Sequence[str], matrix: Sequence[Sequence[int | None]]
) -> dict[str, dict[str, int | None]]:
    """The costs of a plain matrix, a row for each lead and a column for each rep, as `assign_best` takes them.

    >>> costs_of(["L1"], ["ann", "bob"], [[3, None]])
    {'L1': {'ann': 3, 'bob': None}}

    Raises `InputError` for a name that is listed twice, or a matrix of another size.
    """
    for argument, names in (("leads", leads), ("reps", reps)):
        for name, following in pairwise(sorted(names)):
            if name == following:
                raise InputError(argument, name, "is listed twice")
    if len(matrix) != len(leads) or any(len(row) != len(reps) for row in matrix):
        raise InputError(
            "matrix", [len(row) for row in matrix], f"is not {len(leads)} rows of {len(reps)} costs"
        )
    return {lead: dict(zip(reps, row, strict=True)) for lead, row in zip(leads, matrix, strict=True)}


def _rows(
    costs: Mapping[str, Mapping[str, int | None]], leads: list[str], reps: list[str]
) -> list[dict[int, int]]:
    place = {rep: number for number, rep in enumerate(reps)}
    rows = []
    for lead in leads:
        row: dict[int, int] = {}
        for rep, cost in costs[lead].items():
            if rep not in place:
                raise UnknownNameError("capacity of rep", rep, reps)
            if cost is not None:
                row[place[rep]] = _integer(cost, f"cost of {lead!r} for {rep!r}")
        rows.append(row)
    return rows


def _steps(
    rising: int | Mapping[str, Sequence[int]], rep: str, capacity: int | None, leads: int
) -> list[int]:
    """What each further lead of a rep costs more, for as many as it can get."""
    room = leads
    if capacity is not None:
        if _integer(capacity, f"capacity of {rep!r}") < 0:
            raise InputError(f"capacity of {rep!r}", capacity, "is below zero")
        room = min(capacity, leads)
    if not isinstance(rising, Mapping):
        if _integer(rising, "rising") < 0:
            raise InputError("rising", rising, "is below zero, so a further lead would cost less")
        return [rising * number for number in range(room)]
    given = list(rising.get(rep, ())) or [0]
    for more in given:
        _integer(more, f"rising of {rep!r}")
    if any(following < more for more, following in pairwise(given)):
        raise InputError(f"rising of {rep!r}", given, "falls, so a further lead would cost less")
    return [given[min(number, len(given) - 1)] for number in range(room)]


def _bound(rows: list[dict[int, int]], steps: list[list[int]]) -> int:
    dearest = sum(max(map(abs, row.values()), default=0) for row in rows)
    return 4 * (dearest + len(rows) * max((abs(more) for row in steps for more in row), default=0)) + 1


def _place(
    lead: LeadId,
    row: dict[int, int],
    named: list[RepId | None],
    where: int,
    other: tuple[int, int] | None,
) -> BatchPlace:
    rep = named[where]
    cheapest = named[min(row, key=lambda each: (row[each], each))] if row else None
    price, instead = (None, None) if other is None else (other[0], named[other[1]])
    left_out = None if rep is not None else LeftOut.NO_ROOM if row else LeftOut.NOBODY_MAY
    return BatchPlace(
        lead=lead,
        rep=rep,
        cost=row.get(where),
        cheapest=cheapest,
        left_out=left_out,
        price=price,
        instead=instead,
        says=_says(lead, rep, row.get(where), left_out, price, instead),
    )


def _says(
    lead: str,
    rep: str | None,
    cost: int | None,
    left_out: LeftOut | None,
    price: int | None,
    instead: str | None,
) -> str:
    if left_out is LeftOut.NOBODY_MAY:
        return f"{lead} is left out: nobody may have it"
    if left_out is LeftOut.NO_ROOM:
        why = "those who may have it have no place left"
        return f"{lead} is left out: {why}" + (
            f", with {instead} in another's place all would cost {price} more" if instead else ""
        )
    if price is None:
        return f"{lead} goes to {rep} at {cost}: nobody else, or one lead more is left out"
    to = f"with {instead}" if instead else "left out for another"
    return f"{lead} goes to {rep} at {cost}: {to} all would cost {price} more"


def _integer(value: object, argument: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(argument, value, "is not a whole number")
    return value
