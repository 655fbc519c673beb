"""Sets of totals: everything that rules can come to together, as ranges of whole numbers and without a list of leads.

>>> ten_or_nothing, each_time_five = Totals.of(0, 2), Totals.from_to(0, _INFINITE)
>>> ten_or_nothing.plus(ten_or_nothing).ranges
((0, 0), (2, 2), (4, 4))
>>> ten_or_nothing.plus(each_time_five).bounded(7, None).ranges
((0, 7),)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = ["MOST_RANGES", "Bound", "Totals", "union"]

#: A whole number, or an infinity.
Bound = int | float
Range = tuple[Bound, Bound]
_INFINITE = float("inf")
#: More ranges than this are drawn together across their narrowest gaps.
MOST_RANGES = 600


@dataclass(frozen=True, slots=True)
class Totals:
    """Whole numbers of some unit, as disjoint ranges in rising order, both ends included.

    They hold at least what can be reached. `sharp` says that the least and the most can be reached too, or that there
    is none; `filled` that everything in between can.
    """

    ranges: tuple[Range, ...]
    sharp: bool = True
    filled: bool = True

    @classmethod
    def of(cls, *values: int) -> "Totals":
        """These numbers and no others."""
        return cls(_merged((value, value) for value in values))

    @classmethod
    def from_to(cls, least: Bound, most: Bound, *, filled: bool = True) -> "Totals":
        """All between two numbers."""
        return cls(((least, most),), filled=filled)

    @property
    def least(self) -> Bound:
        return self.ranges[0][0]

    @property
    def most(self) -> Bound:
        return self.ranges[-1][1]

    def plus(self, other: "Totals") -> "Totals":
        """Every sum of one of these and one of those."""
        mine, filled = _coarser(self.ranges, self.filled and other.filled)
        theirs, filled = _coarser(other.ranges, filled)
        if mine == ((0, 0),) or theirs == ((0, 0),):
            ranges = theirs if mine == ((0, 0),) else mine
        else:
            ranges = _merged((low + least, high + most) for low, high in mine for least, most in theirs)
        return Totals(ranges, self.sharp and other.sharp, filled)

    def bounded(self, cap: Bound | None, floor: Bound | None) -> "Totals":
        """What is left of them within bounds."""
        if cap is None and floor is None:
            return self
        least, most = -_INFINITE if floor is None else floor, _INFINITE if cap is None else cap
        ranges = _merged((_within(low, least, most), _within(high, least, most)) for low, high in self.ranges)
        return replace(self, ranges=ranges)

    def loosened(self) -> "Totals":
        """The same, no longer known to be reached."""
        return replace(self, sharp=False, filled=False)

    def last_below(self, bound: Bound) -> Bound | None:
        """The greatest of them that is below a bound."""
        return max((min(high, bound - 1) for low, high in self.ranges if low < bound), default=None)

    def first_from(self, bound: Bound) -> Bound | None:
        """The least of them that is not below a bound."""
        return min((max(low, bound) for low, high in self.ranges if high >= bound), default=None)

    def any_in(self, least: Bound, below: Bound) -> bool:
        """Whether one of them is at least `least` and below `below`."""
        return any(max(low, least) <= min(high, below - 1) for low, high in self.ranges)


def union(several: Iterable[Totals]) -> Totals:
    """What is in one of them."""
    parts = list(several)
    return Totals(
        _merged(each for part in parts for each in part.ranges),
        all(part.sharp for part in parts),
        all(part.filled for part in parts),
    )


def _within(value: Bound, least: Bound, most: Bound) -> Bound:
    return max(least, min(value, most))


def _merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    found: list[Range] = []
    for low, high in sorted(set(ranges)):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return tuple(found)


def _coarser(ranges: Sequence[Range], filled: bool) -> tuple[tuple[Range, ...], bool]:
    if len(ranges) <= MOST_RANGES:
        return tuple(ranges), filled
    gaps = sorted(range(1, len(ranges)), key=lambda place: (ranges[place][0] - ranges[place - 1][1], place))
    kept = sorted(gaps[len(ranges) - MOST_RANGES :])
    starts = [0, *kept]
    ends = [*kept, len(ranges)]
    drawn = tuple((ranges[a][0], ranges[b - 1][1]) for a, b in zip(starts, ends, strict=True))
    return drawn, False
