"""How many leads a threshold hands to sales in a period, rep by rep, and whether that has changed.

"Nailing Speed to Lead" asks for it whenever a scoring model changes: too many leads and sales drowns, too few and it
starves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..records import RepId
from .judged import Judged, Number, in_time_order
from .periods import Per, by_period
from .rates import rate_of

__all__ = ["DROWNING", "STARVING", "MqlVolume", "VolumeChange", "mql_volume", "volume_changes"]

#: So many times as many leads, or more, are a change that somebody notices.
DROWNING = 1.25
#: And so many times as many, or fewer.
STARVING = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class MqlVolume:
    """The leads that met or exceeded the threshold, by period; `rep` None is everybody, leads without a rep too.

    Every period is there in which any lead was scored, with zero where none passed.
    """

    rep: RepId | None
    by_period: tuple[tuple[date, int], ...]
    leads: int
    periods: int
    per_period: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeChange:
    """The volume of one rep, or of all (`rep` None), before and after; `ratio` None after nothing.

    `beyond_chance` says whether so different a volume is more than the ups and downs of the same flow of leads.
    """

    rep: RepId | None
    before: int
    after: int
    before_per_period: float
    after_per_period: float
    ratio: float | None
    beyond_chance: bool


def mql_volume(
    outcomes: Iterable[Judged], *, threshold: Number, per: Per = "week", zone: str = "UTC"
) -> tuple[MqlVolume, ...]:
    """How many leads passed in each period: of all, then of each rep by id.

    >>> from datetime import datetime
    >>> monday = datetime.fromisoformat("2026-11-02T09:00Z")
    >>> scores = [(70, "ann"), (65, "bob"), (64, "bob")]
    >>> rows = [
    ...     Judged(lead=f"L{n}", at=monday, score=score, won=None, rep=rep) for n, (score, rep) in enumerate(scores)
    ... ]
    >>> [(each.rep, each.leads) for each in mql_volume(rows, threshold=65)]
    [(None, 2), ('ann', 1), ('bob', 1)]
    """
    rows = in_time_order(outcomes)
    periods = by_period(rows, per=per, zone=zone)
    found: list[MqlVolume] = []
    for rep in [None, *sorted({each.rep for each in rows if each.rep is not None})]:
        counts = tuple(
            (day, sum(each.score >= threshold and rep in (None, each.rep) for each in leads))
            for day, leads in periods.items()
        )
        leads = sum(count for _, count in counts)
        found.append(
            MqlVolume(
                rep=rep,
                by_period=counts,
                leads=leads,
                periods=len(periods),
                per_period=leads / len(periods) if periods else 0.0,
            )
        )
    return tuple(found)


def volume_changes(
    before: Iterable[MqlVolume], after: Iterable[MqlVolume], *, confidence: float = 0.95
) -> tuple[VolumeChange, ...]:
    """The two side by side: all, then each rep who had leads before or after, by id.

    Given how many leads there were in all, the share that fell after is held against the share of the time that did
    (the conditional test of two Poisson rates, Przyborowski and Wilenski 1940, with Wilson's interval).
    """
    earlier, later = {each.rep: each for each in before}, {each.rep: each for each in after}
    names = [None, *sorted(rep for rep in {*earlier, *later} if rep is not None)]
    spans = [next((each.periods for each in side.values()), 0) for side in (earlier, later)]
    found: list[VolumeChange] = []
    for rep in names:
        counts = [side[rep].leads if rep in side else 0 for side in (earlier, later)]
        means = [count / span if span else 0.0 for count, span in zip(counts, spans, strict=True)]
        chance = rate_of(counts[1], sum(counts), confidence=confidence)
        even = spans[1] / sum(spans) if sum(spans) else 0.5
        found.append(
            VolumeChange(
                rep=rep,
                before=counts[0],
                after=counts[1],
                before_per_period=means[0],
                after_per_period=means[1],
                ratio=means[1] / means[0] if means[0] else None,
                beyond_chance=not chance.low <= even <= chance.high,
            )
        )
    return tuple(found)
