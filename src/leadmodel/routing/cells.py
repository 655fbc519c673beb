"""Reps who are alike: the same weight and the same attributes, so whoever may have one of them may have all.

Every lead that one member is eligible for, all are, and all are entitled to the same share of it. So a cell adds that
share once, and the order of its members changes only with what each receives: the next in turn is the first of a heap.
"""

from datetime import datetime
from heapq import heapify, heappop, heappush, heapreplace
from math import lcm

from .bits import mask_of, members

__all__ = ["Cell", "Cells"]


class Cell:
    """Members are bits of `mask`; `lag` is that of the first in turn.

    Each member has a level in `Cells`: the lower it is the more they are owed, by as much as it differs.
    """

    __slots__ = ("count", "heap", "lag", "mask", "signature", "weight")

    def __init__(self, signature: int, weight: int) -> None:
        self.signature = signature
        self.weight = weight
        self.mask = 0
        self.count = 0
        self.lag = 0
        #: (level, last turn, place on the roster); an entry that is no longer true may lie below the first.
        self.heap: list[tuple[int, datetime, int]] = []

    @property
    def earned(self) -> int:
        """What one member is entitled to since levels were counted: a lag is this minus the level."""
        return self.lag + self.heap[0][0]

    def first_is(self, earned: int) -> None:
        """Read the lag of the first in turn anew, after the heap has changed."""
        self.lag = earned - self.heap[0][0]


class Cells:
    """All cells of a roster, and every lag in whole numbers of parts of a lead, `unit` parts to one.

    `moved` grows whenever somebody changes cells, so what was derived from them can be renewed.
    """

    def __init__(self, lags: list[int], unit: int, weights: list[int], turns: list[datetime]) -> None:
        self.unit = unit
        self.moved = 0
        self.turns = turns
        self.levels = [-lag for lag in lags]
        self.weights = weights
        self.by_key: dict[tuple[int, int], Cell] = {}
        by_weight: dict[int, list[int]] = {}
        for place, weight in enumerate(weights):
            by_weight.setdefault(weight, []).append(place)
        cells = {weight: Cell(0, weight) for weight in by_weight}
        self.of = [cells[weight] for weight in weights]
        for weight, places in by_weight.items():
            cell = self.by_key[0, weight] = cells[weight]
            cell.mask, cell.count = mask_of(places), len(places)
            self._rebuild(cell, 0)

    def lag(self, place: int) -> int:
        return self.of[place].earned - self.levels[place]

    def divide_by(self, weight: int) -> None:
        """Make the unit divisible by a weight; the order within the heaps does not change by that."""
        unit = lcm(self.unit, weight)
        factor = unit // self.unit
        if factor == 1:
            return
        self.unit = unit
        self.levels = [level * factor for level in self.levels]
        for cell in self.by_key.values():
            self._rebuild(cell, cell.earned * factor)

    def flip(self, attribute: int, places: int) -> None:
        """Turn an attribute (a bit of the signature) over for some places (bits too).

        A cell that turns as a whole only gets another name; of two that meet the smaller moves into the larger.
        """
        if not places:
            return
        self.moved += 1
        # All are taken out before the first is put in: two cells may change places.
        turning = [self._take_out(cell, cell.mask & places) for cell in self._touched(places)]
        for cell in turning:
            cell.signature ^= attribute
            self._put_in(cell)

    def weigh(self, place: int, weight: int) -> None:
        """Give somebody another weight from now on; the lag stays."""
        self.moved += 1
        self.weights[place] = weight
        cell = self._take_out(self.of[place], 1 << place)
        cell.weight = weight
        self._put_in(cell)

    def lower(self, place: int, parts: int) -> None:
        """Take back some parts of what one was entitled to."""
        self.levels[place] += parts
        self.put(place)

    def lower_all(self, places: int, cost: int, total: int) -> None:
        """Take back what a lead of some cost was to each of these places, at their weights, which add up to `total`."""
        for cell in self.by_key.values():
            hit = cell.mask & places
            parts = cost * cell.weight * self.unit // total
            if hit == cell.mask:
                cell.lag -= parts
            else:
                for place in members(hit):
                    self.lower(place, parts)

    def put(self, place: int) -> None:
        """Put somebody anew whose level or last turn has changed."""
        cell = self.of[place]
        earned = cell.earned
        heappush(cell.heap, (self.levels[place], self.turns[place], place))
        self.clean(cell, earned)

    def turn(self, cell: Cell, cost: int, at: datetime) -> int:
        """The first of a cell receives a lead: their place, after they have gone back in the order."""
        level, _, place = cell.heap[0]
        earned = cell.lag + level
        level += cost * self.unit
        self.levels[place] = level
        self.turns[place] = at
        heapreplace(cell.heap, (level, at, place))
        if len(cell.heap) == cell.count:
            cell.lag = earned - cell.heap[0][0]
        else:
            self.clean(cell, earned)
        return place

    def clean(self, cell: Cell, earned: int) -> None:
        """Drop what is no longer true from the top of a heap, or all of it when most of it is."""
        heap = cell.heap
        if len(heap) > 2 * cell.count + 8:
            self._rebuild(cell, earned)
            return
        while not self._true(cell, heap[0]):
            heappop(heap)
        cell.first_is(earned)

    def _true(self, cell: Cell, entry: tuple[int, datetime, int]) -> bool:
        level, turn, place = entry
        return self.of[place] is cell and self.levels[place] == level and self.turns[place] == turn

    def _touched(self, places: int) -> list[Cell]:
        if places.bit_count() == 1:
            return [self.of[places.bit_length() - 1]]
        return [cell for cell in self.by_key.values() if cell.mask & places]

    def _take_out(self, cell: Cell, hit: int) -> Cell:
        """Those who leave a cell, as a cell that has no name yet: the cell itself if all do."""
        if hit == cell.mask:
            del self.by_key[cell.signature, cell.weight]
            return cell
        leaving = Cell(cell.signature, cell.weight)
        leaving.mask = hit
        earned = cell.earned
        for place in members(hit):
            self.of[place] = leaving
        self._rebuild(leaving, earned)
        leaving.count = len(leaving.heap)
        cell.mask ^= hit
        cell.count -= leaving.count
        self.clean(cell, earned)
        return leaving

    def _put_in(self, cell: Cell) -> None:
        key = cell.signature, cell.weight
        large = self.by_key.get(key, cell)
        small = cell
        if large.count < small.count:
            large, small = small, large
        self.by_key[key] = large
        if large is small:
            return
        earned = large.earned
        shift = earned - small.earned
        for place in members(small.mask):
            self.of[place] = large
            self.levels[place] += shift
            heappush(large.heap, (self.levels[place], self.turns[place], place))
        large.mask |= small.mask
        large.count += small.count
        self.clean(large, earned)

    def _rebuild(self, cell: Cell, earned: int) -> None:
        cell.heap = [(self.levels[place], self.turns[place], place) for place in members(cell.mask)]
        heapify(cell.heap)
        cell.first_is(earned)
