"""What a score is worth to who can work so many leads: the best of each day, against any, against the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .judged import Judged, at_least_one, in_time_order
from .periods import Per, by_period
from .rates import Rate, rate_of

__all__ = ["AtCapacity", "Worked", "at_capacity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The leads that would have been worked, those not known yet among them, and the share won of the others."""

    leads: int
    censored: int
    won: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCapacity:
    """What came of the `best` leads of each period by score, of the `first` to come, and of as many at random.

    Of those drawn at random `random_won` wins are to be expected among `random_settled` settled leads, exactly and
    without drawing. `lift` is the wins of the best by that, `lift_first` by the wins of the first; None by nothing.
    `tight` periods had more leads than could be worked: in the others everybody is worked, and no score helps.
    """

    capacity: int
    per: Per
    zone: str
    periods: int
    tight: int
    best: Worked
    first: Worked
    random_won: float
    random_settled: float
    lift: float | None
    lift_first: float | None
    won_in_all: int


def at_capacity(
    outcomes: Iterable[Judged],
    *,
    capacity: int,
    per: Per = "day",
    zone: str = "UTC",
    confidence: float = 0.95,
) -> AtCapacity:
    """What sales would have won with so many leads of each period, had it taken the best of them by score.

    >>> from datetime import datetime, timedelta
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> ends = [(30, False), (80, True), (60, False), (70, True)]
    >>> rows = [
    ...     Judged(lead=f"L{n}", at=nine + timedelta(minutes=n), score=score, won=won)
    ...     for n, (score, won) in enumerate(ends)
    ... ]
    >>> found = at_capacity(rows, capacity=2)
    >>> found.best.won.part, found.first.won.part, found.random_won, found.lift
    (2, 1, 1.0, 2.0)

    Equal scores are taken as they came, then by id. Nothing is carried over: what is not worked in its period is not
    worked at all. Leads that are not known yet take a place like any other, because sales would have worked them too.
    Raises `InputError` for a capacity below one.
    """
    rows = in_time_order(outcomes)
    at_least_one(capacity, "capacity", "number of leads")
    periods = by_period(rows, per=per, zone=zone)
    best: list[Judged] = []
    first: list[Judged] = []
    won = settled = Fraction(0)
    for leads in periods.values():
        taken = min(capacity, len(leads))
        # They come in order of time, and sorting keeps the order of those that are equal.
        best += sorted(leads, key=lambda each: -each.score)[:taken]
        first += leads[:taken]
        won += Fraction(taken * sum(each.won is True for each in leads), len(leads))
        settled += Fraction(taken * sum(each.settled for each in leads), len(leads))
    of_best, of_first = _worked(best, confidence), _worked(first, confidence)
    return AtCapacity(
        capacity=capacity,
        per=per,
        zone=zone,
        periods=len(periods),
        tight=sum(len(leads) > capacity for leads in periods.values()),
        best=of_best,
        first=of_first,
        random_won=float(won),
        random_settled=float(settled),
        lift=float(of_best.won.part / won) if won else None,
        lift_first=of_best.won.part / of_first.won.part if of_first.won.part else None,
        won_in_all=sum(each.won is True for each in rows),
    )


def _worked(rows: Sequence[Judged], confidence: float) -> Worked:
    settled = sum(each.settled for each in rows)
    rate = rate_of(sum(each.won is True for each in rows), settled, confidence=confidence)
    return Worked(leads=len(rows), censored=len(rows) - settled, won=rate)
