"""Shares of a sample, each with its size and an honest interval.

A share of 3 in 4 and one of 300 in 400 are the same number and not the same knowledge. The interval is Wilson's (1927),
which stays between 0 and 1 and does not shrink to nothing when all or none were won.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import erf, sqrt

from ..errors import InputError

__all__ = ["Gap", "Rate", "gap_between", "gap_to", "rate_of", "wilson", "z_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`part` of `whole`: the share, None of nothing, and between what the true share may well lie.

    >>> str(rate_of(3, 4)), str(rate_of(300, 400))
    ('3 of 4 (75.0%, 30.1% to 95.4%)', '300 of 400 (75.0%, 70.5% to 79.0%)')
    """

    part: int
    whole: int
    share: float | None
    low: float
    high: float

    def __str__(self) -> str:
        if self.share is None:
            return "0 of 0"
        return f"{self.part} of {self.whole} ({self.share:.1%}, {self.low:.1%} to {self.high:.1%})"

    def overlaps(self, other: "Rate") -> bool:
        """Whether the two intervals have a point in common."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How much higher one share is than another or than what was expected, and between what that may well lie."""

    value: float
    low: float
    high: float

    @property
    def apart(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def rate_of(part: int, whole: int, *, confidence: float = 0.95) -> Rate:
    """The share with Wilson's interval; of nothing the interval is all of 0 to 1.

    >>> round(rate_of(0, 10).high, 6)
    0.277533

    Raises `InputError` unless the part is within the whole.
    """
    if not 0 <= part <= whole:
        raise InputError("part", part, f"is not between 0 and the whole, {whole}")
    low, high = wilson(part, whole, z_of(confidence))
    return Rate(part=part, whole=whole, share=part / whole if whole else None, low=low, high=high)


def wilson(part: int, whole: int, z: float) -> tuple[float, float]:
    """Wilson's score interval: the shares from which the observed one is at most z standard errors away."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, z * z / whole
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    # At the ends the formula gives 0 and 1 but for the last bit.
    low = 0.0 if part == 0 else middle - half
    high = 1.0 if part == whole else middle + half
    return low, high


def gap_between(after: Rate, before: Rate, z: float) -> Gap | None:
    """How much the share has risen, with Newcombe's hybrid score interval (1998, method 10); None if one is empty."""
    if after.share is None or before.share is None:
        return None
    low_after, high_after = wilson(after.part, after.whole, z)
    low_before, high_before = wilson(before.part, before.whole, z)
    value = after.share - before.share
    down = sqrt((after.share - low_after) ** 2 + (high_before - before.share) ** 2)
    up = sqrt((high_after - after.share) ** 2 + (before.share - low_before) ** 2)
    return Gap(value=value, low=value - down, high=value + up)


def gap_to(actual: Rate, expected: float, z: float) -> Gap | None:
    """How much the share lies above an expected number; None if there is no share."""
    if actual.share is None:
        return None
    low, high = wilson(actual.part, actual.whole, z)
    return Gap(value=actual.share - expected, low=low - expected, high=high - expected)


@lru_cache(maxsize=256)
def z_of(confidence: float) -> float:
    """How many standard errors either way hold so much of a normal distribution.

    >>> round(z_of(0.95), 6)
    1.959964

    Raises `InputError` unless it is above 0 and below 1.
    """
    if not 0 < confidence < 1:
        raise InputError("confidence", confidence, "is not between 0 and 1, such as 0.95")
    low, high = 0.0, 40.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if erf(middle / sqrt(2)) < confidence else (low, middle)
    # The last bits of `erf` are the machine's own.
    return round(low, 9)
