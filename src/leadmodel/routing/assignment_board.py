"""Leads on reps at the least total cost, exact in whole numbers: the search behind `assign_best`.

Successive shortest paths (R. Busacker and P. Gowen, 1960) with potentials (J. Edmonds and R. Karp, 1972), on a graph of
the reps alone: going from one rep to another costs what the cheapest of the leads there costs to be moved. So a further
lead costs as much as there are reps, not leads. The last rep is nobody, at a price above all others, which makes a full
answer of every question and puts the number of leads before their cost.
"""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import permutations

from ..errors import LeadModelError

__all__ = ["Board"]


class Board:
    """An assignment on its way, and the potentials that prove it to be the cheapest.

    `rows` are the costs of each lead by rep, `steps` what the first, second and further lead of each rep costs more, as
    many as there are places; neither falls along its row.
    """

    def __init__(self, rows: Sequence[Mapping[int, int]], steps: Sequence[Sequence[int]]) -> None:
        self.rows, self.steps = rows, steps
        self.sink = len(steps)
        self.where = [-1] * len(rows)
        self.held = [0] * len(steps)
        #: From one rep to another: what moving each lead costs, and the lead. Those who have gone are passed over.
        self.moves: list[dict[int, list[tuple[int, int]]]] = [{} for _ in steps]
        self.settled = [False] * len(rows)
        first = min((more[0] for more in steps if more), default=0)
        self.potential = [*([0] * len(steps)), first]

    def put(self, lead: int, rep: int) -> None:
        """Note that a lead is with a rep."""
        self.where[lead] = rep
        row, moves = self.rows[lead], self.moves[rep]
        own = row[rep]
        for other, cost in row.items():
            if other != rep:
                heappush(moves.setdefault(other, []), (cost - own, lead))

    def cheapest(self, rep: int, other: int) -> tuple[int, int] | None:
        """What it costs to move a lead from one rep to another, and which; None where none may be moved."""
        heap = self.moves[rep].get(other)
        while heap:
            lead = heap[0][1]
            if self.where[lead] == rep and not self.settled[lead]:
                return heap[0]
            heappop(heap)
        return None

    def step_in(self, rep: int) -> int | None:
        """What one lead more with a rep costs for itself; None where there is no room."""
        more = self.steps[rep]
        return more[self.held[rep]] if self.held[rep] < len(more) else None

    def step_out(self, rep: int) -> int | None:
        """What one lead less with a rep costs: a saving; None where there is none."""
        return -self.steps[rep][self.held[rep] - 1] if self.held[rep] else None

    def add(self, lead: int) -> None:
        """Take in one more lead, along the path that costs least."""
        potential, sink = self.potential, self.sink
        distance = {rep: cost - potential[rep] for rep, cost in self.rows[lead].items()}
        heap = sorted((gap, rep) for rep, gap in distance.items())
        came: dict[int, tuple[int, int]] = {}
        done: set[int] = set()
        best, end = 0, -1
        while heap:
            gap, rep = heappop(heap)
            if rep in done:
                continue
            if end >= 0 and gap >= best:
                break
            done.add(rep)
            more = self.step_in(rep)
            if more is not None:
                total = gap + more + potential[rep] - potential[sink]
                if end < 0 or total < best:
                    best, end = total, rep
            for other in self.moves[rep]:
                move = None if other in done else self.cheapest(rep, other)
                if move is None:
                    continue
                further = gap + move[0] + potential[rep] - potential[other]
                if other not in distance or further < distance[other]:
                    distance[other] = further
                    came[other] = rep, move[1]
                    heappush(heap, (further, other))
        for rep in done:
            potential[rep] += min(distance[rep] - best, 0)
        self.held[end] += 1
        while end in came:
            rep, moved = came[end]
            self.put(moved, end)
            end = rep
        self.put(lead, end)

    def take(self, where: Sequence[int]) -> None:
        """Begin with an assignment that is known to be the cheapest, and find its potentials (Bellman and Ford)."""
        for lead, rep in enumerate(where):
            self.put(lead, rep)
            self.held[rep] += 1
        self.potential = [0] * (self.sink + 1)
        for _ in range(len(self.potential) + 1):
            if not self._relax():
                return
        raise LeadModelError("the assignment of the solver is not the cheapest, which no rounding explains")

    def _relax(self) -> bool:
        potential, changed = self.potential, False
        for rep in range(self.sink):
            arcs = [(rep, self.sink, self.step_in(rep)), (self.sink, rep, self.step_out(rep))]
            for other in self.moves[rep]:
                move = self.cheapest(rep, other)
                arcs.append((rep, other, None if move is None else move[0]))
            for start, end, cost in arcs:
                if cost is not None and potential[start] + cost < potential[end]:
                    potential[end] = potential[start] + cost
                    changed = True
        return changed

    def settle(self) -> None:
        """Of all the cheapest, go over to that with the first rep for the first lead, then for the second, and on."""
        potential = self.potential
        for lead, row in enumerate(self.rows):
            rep = self.where[lead]
            self.settled[lead] = True
            free = row[rep] - potential[rep]
            alike = [other for other in sorted(row) if other < rep and row[other] - potential[other] == free]
            if not alike:
                continue
            onward = self._free_ways(rep, alike[0])
            first = next((other for other in alike if other in onward), None)
            if first is not None:
                self._go_round(lead, first, rep, onward)

    def _free_ways(self, target: int, wanted: int) -> dict[int, int]:
        """Who can pass on a lead at no cost so that the target takes one less in the end, and to whom."""
        potential, sink = self.potential, self.sink
        onward: dict[int, int] = {}
        queue = [target]
        for rep in queue:
            for other in range(sink + 1):
                if other in onward or other == target:
                    continue
                cost = self._arc(other, rep)
                if cost is not None and cost + potential[other] == potential[rep]:
                    onward[other] = rep
                    queue.append(other)
            if wanted in onward:
                break
        return onward

    def _arc(self, start: int, end: int) -> int | None:
        if end == self.sink:
            return self.step_in(start)
        if start == self.sink:
            return self.step_out(end)
        move = self.cheapest(start, end)
        return None if move is None else move[0]

    def _go_round(self, lead: int, first: int, last: int, onward: Mapping[int, int]) -> None:
        """Move a lead to another rep, and from each rep on the way one to the next, until its old place is filled."""
        self.put(lead, first)
        rep = first
        while rep != last:
            following = onward[rep]
            if following == self.sink:
                self.held[rep] += 1
            elif rep == self.sink:
                self.held[following] -= 1
            else:
                move = self.cheapest(rep, following)
                if move is not None:
                    self.put(move[1], following)
            rep = following

    def otherwise(self) -> list[tuple[int, int] | None]:
        """For each lead: what it costs more at least if it goes elsewhere, and where it goes then; None is nowhere."""
        potential = self.potential
        self.settled = [False] * len(self.rows)
        for lead, rep in enumerate(self.where):
            self.put(lead, rep)
        into: list[list[tuple[int, int]]] = [[] for _ in potential]
        for start, end in permutations(range(self.sink + 1), 2):
            cost = self._arc(start, end)
            if cost is not None:
                into[end].append((start, cost + potential[start] - potential[end]))
        found: list[tuple[int, int] | None] = [None] * len(self.rows)
        for rep in set(self.where):
            leads = [lead for lead, place in enumerate(self.where) if place == rep]
            farthest: int | None = None
            for gap, place in _nearest(into, rep):
                if farthest is not None and gap > farthest:
                    break
                for lead in leads:
                    row = self.rows[lead]
                    if place == rep or place not in row:
                        continue
                    more = row[place] - potential[place] - row[rep] + potential[rep] + gap
                    known = found[lead]
                    if known is None or (more, place) < known:
                        found[lead] = more, place
                options = [known[0] for lead in leads if (known := found[lead]) is not None]
                # No way is shorter than its beginning, so what lies farther off cannot be better for any of them.
                farthest = max(options) if len(options) == len(leads) else None
        return found


def _nearest(into: list[list[tuple[int, int]]], target: int) -> Iterator[tuple[int, int]]:
    """The places from which a target is reached, the nearest first, each with its distance; by Dijkstra."""
    near = {target: 0}
    heap = [(0, target)]
    while heap:
        gap, place = heappop(heap)
        if gap != near[place]:
            continue
        yield gap, place
        for other, length in into[place]:
            further, known = gap + length, near.get(other)
            if known is None or further < known:
                near[other] = further
                heappush(heap, (further, other))
