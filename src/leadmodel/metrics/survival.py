"""How long until the answer, counting those who still wait.

Leaving out the leads that nobody has answered yet flatters: it is the slow ones that are missing. Kaplan and Meier
(1958) count each waiting lead for as long as it has waited.
"""

from collections.abc import Iterable

__all__ = ["median", "median_with_waiting"]

#: Products of ratios carry rounding errors of about 1e-16 each; a survival this near to one half has reached it.
ROUNDING = 1e-12


def median(values: Iterable[int]) -> int | None:
    """The middle value, or the mean of the middle two rounded down; None when there is none.

    >>> median([30, 10, 20]), median([10, 20]), median([])
    (20, 15, None)
    """
    ranked = sorted(values)
    if not ranked:
        return None
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) // 2


def median_with_waiting(answered: Iterable[int], waiting: Iterable[int]) -> int | None:
    """The time by which half of all leads are answered, as Kaplan and Meier estimate it; None if it is not reached.

    >>> median_with_waiting([10, 20, 30], []), median_with_waiting([10, 20, 30], [25, 40, 50])
    (20, 30)
    >>> median_with_waiting([10], [40, 50]) is None
    True
    """
    # On equal times an answer counts before the end of a wait: that lead was still at risk when it came.
    ends = sorted([(time, 0) for time in answered] + [(time, 1) for time in waiting])
    at_risk = len(ends)
    surviving = 1.0
    for time, censored in ends:
        if not censored:
            surviving *= (at_risk - 1) / at_risk
            if surviving <= 0.5 + ROUNDING:
                return time
        at_risk -= 1
    return None
