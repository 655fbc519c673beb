"""How well a score tells the won from the lost: AUC, Gini and KS, exact with ties.

AUC is the chance that a won lead has the higher score of the two when one won and one lost lead are drawn; equal scores
count half (Mann and Whitney 1947; Hanley and McNeil 1982). Gini is 2 AUC - 1. KS is the largest distance between the
share of the won and the share of the lost at or above one score (Kolmogorov 1933, Smirnov 1948).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from .judged import Judged, Number
from .rates import z_of

__all__ = ["Separation", "Tied", "auc_interval", "separation", "separation_of", "tally"]


class Tied(NamedTuple):
    """The leads of one score, by what became of them."""

    score: Number
    won: int
    lost: int
    censored: int

    @property
    def leads(self) -> int:
        """All of them."""
        return self.won + self.lost + self.censored


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """AUC with its interval, Gini and KS over so many won and lost leads; None unless there are some of both.

    `ks_at` is the score at which KS is reached, the highest such score; `censored` leads are in none of the figures.
    The interval is Newcombe's (2006, method 5): it stays between 0 and 1, also when the separation is perfect. It
    reckons with scores that hardly tie.
    """

    won: int
    lost: int
    censored: int
    auc: float | None
    auc_low: float
    auc_high: float
    gini: float | None
    ks: float | None
    ks_at: Number | None

    def __str__(self) -> str:
        sample = f"{self.won} won, {self.lost} lost, {self.censored} not known yet"
        if self.auc is None:
            return f"AUC unknown ({sample})"
        return (
            f"AUC {self.auc:.3f} ({self.auc_low:.3f} to {self.auc_high:.3f}), Gini {self.gini:.3f}, "
            f"KS {self.ks:.3f} at score {self.ks_at} ({sample})"
        )


def separation(outcomes: Iterable[Judged], *, confidence: float = 0.95) -> Separation:
    """How well the scores tell the won leads from the lost ones.

    >>> from datetime import datetime, timedelta
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> ends = [(70, True), (70, False), (50, True), (40, False)]
    >>> rows = [Judged(lead=f"L{n}", at=nine, score=score, won=won) for n, (score, won) in enumerate(ends)]
    >>> found = separation(rows)
    >>> found.auc, found.gini, found.ks, found.ks_at
    (0.625, 0.25, 0.5, 50)

    Of the four pairs two are right, one is a tie and one is wrong. Raises `InputError` for a `confidence` that is none.
    """
    return separation_of(tally(outcomes), z_of(confidence))


def tally(outcomes: Iterable[Judged]) -> list[Tied]:
    """How many leads there are of each score, the highest score first."""
    counts: dict[Number, list[int]] = {}
    for each in outcomes:
        counted = counts.get(each.score)
        if counted is None:
            counted = counts[each.score] = [0, 0, 0]
        counted[2 if each.won is None else 0 if each.won else 1] += 1
    return [Tied(score, *counts[score]) for score in sorted(counts, reverse=True)]


def separation_of(steps: Iterable[Tied], z: float) -> Separation:
    """The figures of a tally whose highest score comes first."""
    steps = list(steps)
    won, lost = sum(step.won for step in steps), sum(step.lost for step in steps)
    censored = sum(step.censored for step in steps)
    if not won or not lost:
        return Separation(
            won=won,
            lost=lost,
            censored=censored,
            auc=None,
            auc_low=0.0,
            auc_high=1.0,
            gini=None,
            ks=None,
            ks_at=None,
        )
    # Twice the pairs that are right, so that a tie counts one and all stays whole.
    right = won_above = lost_above = farthest = 0
    place: Number | None = None
    for step in steps:
        right += step.lost * (2 * won_above + step.won)
        won_above += step.won
        lost_above += step.lost
        distance = abs(won_above * lost - lost_above * won)
        if distance > farthest:
            farthest, place = distance, step.score
    pairs = won * lost
    low, high = auc_interval(right / (2 * pairs), won, lost, z)
    return Separation(
        won=won,
        lost=lost,
        censored=censored,
        auc=right / (2 * pairs),
        auc_low=low,
        auc_high=high,
        gini=(right - pairs) / pairs,
        ks=farthest / pairs,
        ks_at=place,
    )


def auc_interval(auc: float, won: int, lost: int, z: float) -> tuple[float, float]:
    """The areas from which the observed one is at most z standard errors away, by Newcombe's method 5."""
    mean = (won + lost) / 2 - 1

    def too_far(area: float) -> bool:
        spread = 1 + mean * (1 - area) / (2 - area) + mean * area / (1 + area)
        return (auc - area) ** 2 > z * z * area * (1 - area) * spread / (won * lost)

    def edge(outside: float) -> float:
        inside = auc
        for _ in range(60):
            middle = (outside + inside) / 2
            inside, outside = (inside, middle) if too_far(middle) else (middle, outside)
        return inside

    return (edge(0.0) if auc > 0 else 0.0), (edge(1.0) if auc < 1 else 1.0)
