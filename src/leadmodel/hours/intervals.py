"""Sets of half-open intervals `[start, end)` as sorted, disjoint pairs of integers.

>>> subtract(unite([(9, 13), (12, 17), (17, 18)]), [(11, 12)])
[(9, 11), (12, 18)]
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

__all__ = ["Interval", "clip", "intersect", "subtract", "unite"]

Interval = tuple[int, int]

_start, _end = itemgetter(0), itemgetter(1)


def unite(intervals: Iterable[Interval]) -> list[Interval]:
    """All that lies in at least one of them; empty ones vanish, and those that touch become one."""
    united: list[Interval] = []
    last_start, last_end = 0, 0
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if united and start <= last_end:
            if end > last_end:
                last_end = end
                united[-1] = (last_start, end)
            continue
        last_start, last_end = start, end
        united.append((start, end))
    return united


def clip(intervals: Sequence[Interval], low: int, high: int) -> list[Interval]:
    """What of a set lies in `[low, high)`."""
    first = bisect_right(intervals, low, key=_end)
    last = bisect_left(intervals, high, lo=first, key=_start)
    clipped = list(intervals[first:last])
    if clipped:
        clipped[0] = (max(clipped[0][0], low), clipped[0][1])
        clipped[-1] = (clipped[-1][0], min(clipped[-1][1], high))
    return clipped


def subtract(intervals: Sequence[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """What of one set lies in no hole of another."""
    rows = list(intervals)
    left: list[Interval] = []
    done = 0
    for hole_start, hole_end in holes:
        first = bisect_right(rows, hole_start, lo=done, key=_end)
        last = bisect_left(rows, hole_end, lo=first, key=_start)
        left += rows[done:first]
        done = last
        if first == last:
            continue
        start, end = rows[first][0], rows[last - 1][1]
        if start < hole_start:
            left.append((start, hole_start))
        if end > hole_end:
            # The next hole may lie in what is left of this row.
            done = last - 1
            rows[done] = (hole_end, end)
    return left + rows[done:]


def intersect(intervals: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """What lies in both of two sets."""
    shared: list[Interval] = []
    index = place = 0
    while index < len(intervals) and place < len(others):
        start, end = intervals[index]
        other_start, other_end = others[place]
        first, last = max(start, other_start), min(end, other_end)
        if first < last:
            shared.append((first, last))
        if end <= other_end:
            index += 1
        else:
            place += 1
    return shared
