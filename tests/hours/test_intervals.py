"""The interval sets beneath the table, against sets of whole numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.hours.intervals import Interval, clip, intersect, subtract, unite

_points = st.integers(0, 30)
_intervals = st.lists(st.tuples(_points, _points), max_size=8)


def points(intervals: list[Interval]) -> set[int]:
    return {point for start, end in intervals for point in range(start, end)}


def tidy(intervals: list[Interval]) -> bool:
    return all(start < end for start, end in intervals) and all(a[1] < b[0] for a, b in pairwise(intervals))


@given(_intervals)
def test_a_union_holds_what_any_holds_sorted_and_apart(intervals: list[Interval]) -> None:
    united = unite(intervals)

    assert points(united) == points(intervals)
    assert tidy(united)


@given(_intervals, _intervals)
def test_a_difference_holds_what_no_hole_holds(intervals: list[Interval], holes: list[Interval]) -> None:
    left = subtract(unite(intervals), unite(holes))

    assert points(left) == points(intervals) - points(holes)
    assert tidy(left)


@given(_intervals, _points, _points)
def test_clipping_keeps_what_lies_in_the_range(intervals: list[Interval], low: int, high: int) -> None:
    low, high = sorted((low, high))

    clipped = clip(unite(intervals), low, high)

    assert points(clipped) == points(intervals) & set(range(low, high))


@given(_intervals, _intervals)
def test_what_is_given_stays_as_it_was(intervals: list[Interval], holes: list[Interval]) -> None:
    rows, gaps = unite(intervals), unite(holes)
    before = list(rows), list(gaps)

    subtract(rows, gaps)
    clip(rows, 5, 20)

    assert (rows, gaps) == before


@given(_intervals, _intervals)
def test_an_intersection_holds_what_both_hold(intervals: list[Interval], others: list[Interval]) -> None:
    shared = intersect(unite(intervals), unite(others))

    assert points(shared) == points(intervals) & points(others)
    assert tidy(shared)
