"""Points, exact: they are declared with at most three decimals and counted in whole thousandths.

Engines differ in the last bit of a fraction, and never in a whole number.

>>> thousandths(12.5), in_points(12_500), in_points(20_000)
(12500, 12.5, 20)
"""

from decimal import Decimal
from math import isfinite

from ..errors import InputError

__all__ = ["MOST", "Points", "bounded", "in_points", "thousandths"]

#: What a rule may be worth: whole, or with up to three decimals.
Points = int | float

#: More than any model needs, and so little that a million activities of it still fit into 64 bits.
MOST = 1_000_000_000


def thousandths(points: Points, argument: str = "points") -> int:
    """The points in thousandths. Raises `InputError` for more than three decimals, and for more than a billion."""
    if isinstance(points, bool) or not isinstance(points, int | float):
        raise InputError(argument, points, "is no number of points, give one such as 20 or 2.5")
    if not isfinite(points) or abs(points) > MOST:
        raise InputError(argument, points, f"is more than {MOST:,} points")
    if isinstance(points, int):
        return points * 1000
    exact = Decimal(repr(points)) * 1000
    if exact != int(exact):
        raise InputError(
            argument, points, "has more than three decimals, and points are counted in thousandths"
        )
    return int(exact)


def in_points(thousandths: int) -> Points:
    """Thousandths as points: whole where they are."""
    return thousandths / 1000 if thousandths % 1000 else thousandths // 1000


def bounded(value: int, cap: Points | None, floor: Points | None) -> int:
    """Thousandths within bounds in points.

    >>> bounded(31_000, 25, None), bounded(-31_000, None, -10), bounded(5_000, 25, -10)
    (25000, -10000, 5000)
    """
    if cap is not None:
        value = min(value, thousandths(cap))
    return value if floor is None else max(value, thousandths(floor))
