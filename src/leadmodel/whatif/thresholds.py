"""Where to draw the line so that sales can work what passes it, and what lies near the line.

A lead passes when its score meets the threshold or exceeds it ("Lead Liaison"). Leads of one score pass together or not
at all, so the volume goes in steps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from ..errors import InputError, hint
from .judged import Judged, Number, at_least_one, in_time_order
from .periods import Per, by_period
from .rates import Gap, Rate, gap_between, rate_of, z_of
from .separation import Tied, tally

__all__ = ["NearTheLine", "Passing", "Threshold", "threshold_for"]

FITS = ("within", "nearest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """What passes a threshold: the leads, those not known yet among them, and the share won of the others.

    `wins_per_period` is what to expect: that share of the leads that pass in a period, between `wins_low` and
    `wins_high`. None where no lead that passed is settled.
    """

    threshold: Number
    leads: int
    censored: int
    per_period: float
    won: Rate
    wins_per_period: float | None
    wins_low: float
    wins_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearTheLine:
    """Who lies within a margin of the line: just `below` it, and just `above` it or on it.

    Where the shares won on the two sides are not `apart`, the line cuts between leads that nobody can tell apart.
    """

    margin: Number
    below_leads: int
    above_leads: int
    below: Rate
    above: Rate
    gap: Gap | None
    apart: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The line, what passes it, and what the next line up (`stricter`) and down (`looser`) would let pass.

    `threshold` is None where even the highest score comes too often; `looser` then says how often. The volume fits on
    average over the `periods`; `crowded` of them have more than the capacity all the same, the most on `busiest_on`.
    """

    threshold: Number | None
    capacity: int
    per: Per
    zone: str
    periods: int
    passing: Passing | None
    stricter: Passing | None
    looser: Passing | None
    crowded: int
    busiest_on: date | None
    busiest: int
    near: NearTheLine | None

    def __str__(self) -> str:
        from .wording import threshold_text

        return threshold_text(self)


def threshold_for(
    outcomes: Iterable[Judged],
    *,
    capacity: int,
    per: Per = "day",
    zone: str = "UTC",
    fit: Literal["within", "nearest"] = "within",
    margin: Number | None = None,
    periods: int | None = None,
    confidence: float = 0.95,
) -> Threshold:
    """The lowest score of which the leads that meet or exceed it are on average no more than sales can work.

    >>> from datetime import datetime, timedelta
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> rows = [Judged(lead=f"L{n}", at=nine, score=score, won=n < 2) for n, score in enumerate((80, 70, 60, 60, 50))]
    >>> found = threshold_for(rows, capacity=3)
    >>> found.threshold, found.passing.leads, found.looser.threshold, found.looser.leads
    (70, 2, 60, 4)

    The threshold is a score that some lead has; any number above the next lower score draws the same line. `fit`
    "nearest" takes the volume that is nearest to the capacity even if it is beyond it, of two as near the smaller.
    The average is over the periods in which leads were scored, or over `periods` if that many were worked. With a
    `margin`, `near` counts who lies that close to the line on either side. Raises `InputError` for no leads, for a
    capacity below one and for a margin or a number of periods that is not above zero.
    """
    rows = in_time_order(outcomes)
    at_least_one(capacity, "capacity", "number of leads")
    if not rows:
        raise InputError("outcomes", [], "is empty, so there is no line to draw")
    if fit not in FITS:
        raise InputError("fit", fit, f"is no way to fit{hint(str(fit), FITS)}")
    if margin is not None and not margin > 0:
        raise InputError("margin", margin, "is not above zero, leave it out to look at no one")
    if periods is not None:
        at_least_one(periods, "periods", "number of periods")
    days = by_period(rows, per=per, zone=zone)
    worked = len(days) if periods is None else periods
    steps = tally(rows)
    volumes = list(accumulate(step.leads for step in steps))
    chosen = _chosen(volumes, capacity * worked, fit)

    def line(place: int) -> Passing | None:
        return _passing(steps[: place + 1], worked, confidence) if 0 <= place < len(steps) else None

    passing = line(chosen)
    busy = _volumes(days, passing)
    # The earliest of those that are equally busy.
    busiest_on, busiest = max(busy, key=lambda each: each[1]) if busy else (None, 0)
    return Threshold(
        threshold=None if passing is None else passing.threshold,
        capacity=capacity,
        per=per,
        zone=zone,
        periods=worked,
        passing=passing,
        stricter=line(chosen - 1),
        looser=line(chosen + 1),
        crowded=sum(count > capacity for _, count in busy),
        busiest_on=busiest_on,
        busiest=busiest,
        near=None
        if passing is None or margin is None
        else _near(rows, passing.threshold, margin, confidence),
    )


def _passing(steps: Sequence[Tied], periods: int, confidence: float) -> Passing:
    """What passes at the last of these scores."""
    leads, won = sum(step.leads for step in steps), sum(step.won for step in steps)
    settled = won + sum(step.lost for step in steps)
    rate = rate_of(won, settled, confidence=confidence)
    volume = leads / periods
    return Passing(
        threshold=steps[-1].score,
        leads=leads,
        censored=leads - settled,
        per_period=volume,
        won=rate,
        wins_per_period=None if rate.share is None else rate.share * volume,
        wins_low=rate.low * volume,
        wins_high=rate.high * volume,
    )


def _chosen(volumes: Sequence[int], room: int, fit: str) -> int:
    """Which line, -1 for none: the volumes rise, and no line at all lets nobody pass."""
    within = sum(volume <= room for volume in volumes) - 1
    if fit == "nearest" and within + 1 < len(volumes):
        used = volumes[within] if within >= 0 else 0
        if volumes[within + 1] - room < room - used:
            return within + 1
    return within


def _volumes(days: dict[date, list[Judged]], passing: Passing | None) -> list[tuple[date, int]]:
    if passing is None:
        return []
    return [(day, sum(each.score >= passing.threshold for each in rows)) for day, rows in days.items()]


def _near(rows: Iterable[Judged], line: Number, margin: Number, confidence: float) -> NearTheLine:
    below = [each for each in rows if line - margin <= each.score < line]
    above = [each for each in rows if line <= each.score <= line + margin]
    rates = [
        rate_of(
            sum(each.won is True for each in side),
            sum(each.settled for each in side),
            confidence=confidence,
        )
        for side in (below, above)
    ]
    gap = gap_between(rates[1], rates[0], z_of(confidence))
    return NearTheLine(
        margin=margin,
        below_leads=len(below),
        above_leads=len(above),
        below=rates[0],
        above=rates[1],
        gap=gap,
        apart=None if gap is None else gap.apart,
    )
