"""Judging a scoring model by what became of the leads, in the order of time.

The earlier leads set what has to be set (where the bands end, where the threshold lies, what share each band is
expected to win), the later ones are judged by it; no row is in both. "Lead Liaison" asks for it: put recent leads
through the model, see which score came out, and whether sales would agree.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from ..errors import InputError, hint
from ..records import iso, utc
from .bands import Bands, band_table, bands_of
from .calibration import checked_probabilities, promised
from .capacity import at_capacity
from .cells import band_inversions, cell_inversions, cell_table
from .findings import with_remarks
from .judged import Judged, Number, Scale, at_least_one, in_time_order
from .leaks import leak_suspects
from .periods import Per, by_period
from .rates import Rate, rate_of, z_of
from .reported import AtThreshold, Backtest, Window
from .separation import separation, separation_of, tally
from .thresholds import threshold_for

__all__ = ["backtest"]

SCALES = ("points", "probability")


def backtest(
    outcomes: Iterable[Judged],
    *,
    scale: Scale = "points",
    judge_from: datetime | None = None,
    bands: int | Sequence[Number] = 10,
    threshold: Number | None = None,
    capacity: int | None = None,
    per: Per = "day",
    zone: str = "UTC",
    windows: int = 4,
    labels: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> Backtest:
    """Put leads whose end is known through a score, and see what it was worth.

    >>> from datetime import timedelta
    >>> first = datetime.fromisoformat("2026-01-05T09:00Z")
    >>> rows = [
    ...     Judged(lead=f"L{n}", at=first + timedelta(hours=n), score=n % 10 * 10, won=n % 10 > 6)
    ...     for n in range(400)
    ... ]
    >>> report = backtest(rows, threshold=70)
    >>> report.earlier, report.judged, report.separation.auc, report.at_threshold.precision.part
    (200, 200, 1.0, 60)

    Leads count by `at`, then by id. Those scored before `judge_from` are the earlier ones; without it that is the
    instant of the lead in the middle, so that half of them are. The earlier ones set (1) the `bands`, if a number of
    bands is asked for and not edges, by their scores; (2) with a `capacity` and no `threshold` the threshold, as
    `threshold_for` does, by their scores; (3) on a scale of points the share that a band is expected to win, by those
    of them whose outcome was known at `judge_from`. A probability says itself what is expected. All else is told of
    the later leads alone, but leaks, which are looked for in all.

    `labels` orders the cells, best first. Raises `InputError` where there are no later leads, where all come on one
    instant, or for an argument that makes no sense.
    """
    rows = in_time_order(outcomes)
    if scale not in SCALES:
        raise InputError("scale", scale, f"is no scale{hint(str(scale), SCALES)}")
    at_least_one(windows, "windows", "number of parts")
    if scale == "probability":
        checked_probabilities(rows)
    since = _judged_from(rows) if judge_from is None else utc(judge_from, "judge_from")
    earlier = [each for each in rows if each.at < since]
    later = [each for each in rows if each.at >= since]
    if not later:
        raise InputError("judge_from", iso(since), "is after every lead, so there is nothing to judge")
    setting = earlier or later
    edges = _edges(setting, bands)
    expected = _expected(earlier, later, edges, since, scale, confidence)
    table = band_table(later, edges, expected=expected, confidence=confidence)
    cells = cell_table(later, labels=labels, confidence=confidence)
    source: Literal["given", "capacity"] = "given" if threshold is not None else "capacity"
    if threshold is None and capacity is not None:
        threshold = threshold_for(setting, capacity=capacity, per=per, zone=zone).threshold
    won = rate_of(_won(later), sum(each.settled for each in later), confidence=confidence)
    at_line = None
    if threshold is not None:
        at_line = _at_threshold(later, threshold, source, per, zone, confidence)
    report = Backtest(
        scale=scale,
        judge_from=since,
        earlier=len(earlier),
        judged=len(later),
        censored=len(later) - won.whole,
        won=won,
        won_at_least=won.part / len(later),
        won_at_most=(won.part + len(later) - won.whole) / len(later),
        separation=separation_of(tally(later), z_of(confidence)),
        bands=table,
        cells=cells,
        inversions=(*band_inversions(table), *cell_inversions(cells, labels=labels)),
        at_threshold=at_line,
        at_capacity=None
        if capacity is None
        else at_capacity(later, capacity=capacity, per=per, zone=zone, confidence=confidence),
        windows=_windows(later, windows, threshold, confidence),
        suspects=leak_suspects(rows, confidence=confidence),
        remarks=(),
    )
    return with_remarks(report, earlier, later, asked=bands, labels=labels)


def _judged_from(rows: Sequence[Judged]) -> datetime:
    if not rows:
        raise InputError("outcomes", [], "is empty, so there is nothing to judge")
    middle = rows[len(rows) // 2].at
    if middle > rows[0].at:
        return middle
    later = next((each.at for each in rows if each.at > middle), None)
    if later is None:
        says = (
            "is when every lead was scored, so none came later; give judge_from to judge them by themselves"
        )
        raise InputError("at", iso(middle), says)
    return later


def _edges(rows: Sequence[Judged], bands: int | Sequence[Number]) -> Bands:
    return (
        bands_of((each.score for each in rows), bands)
        if isinstance(bands, int)
        else Bands(edges=tuple(bands))
    )


def _expected(
    earlier: Sequence[Judged],
    later: Sequence[Judged],
    edges: Bands,
    since: datetime,
    scale: Scale,
    confidence: float,
) -> dict[int, Rate] | dict[int, float]:
    if scale == "probability":
        return promised(later, edges)
    told = [each for each in earlier if each.known_by(since)]
    groups = zip(edges.numbers(), edges.groups(told), strict=True)
    return {number: rate_of(_won(rows), len(rows), confidence=confidence) for number, rows in groups if rows}


def _at_threshold(
    rows: Sequence[Judged],
    threshold: Number,
    source: Literal["given", "capacity"],
    per: Per,
    zone: str,
    confidence: float,
) -> AtThreshold:
    passed = [each for each in rows if each.score >= threshold]
    settled, all_settled = sum(each.settled for each in passed), sum(each.settled for each in rows)
    won, all_won = _won(passed), _won(rows)
    days = by_period(rows, per=per, zone=zone)
    volumes = [(day, sum(each.score >= threshold for each in leads)) for day, leads in days.items()]
    busiest_on, busiest = max(volumes, key=lambda each: each[1])
    return AtThreshold(
        threshold=threshold,
        source=source,
        per=per,
        zone=zone,
        periods=len(days),
        leads=len(passed),
        censored=len(passed) - settled,
        per_period=len(passed) / len(days),
        busiest_on=busiest_on,
        busiest=busiest,
        precision=rate_of(won, settled, confidence=confidence),
        recall=rate_of(won, all_won, confidence=confidence),
        lift=won * all_settled / (settled * all_won) if settled and all_won else None,
        missed=all_won - won,
    )


def _windows(
    rows: Sequence[Judged], count: int, threshold: Number | None, confidence: float
) -> tuple[Window, ...]:
    """Consecutive parts of nearly equal size; leads of one instant stay together."""
    starts = [0]
    for part in range(1, count):
        place = part * len(rows) // count
        while 0 < place < len(rows) and rows[place].at == rows[place - 1].at:
            place += 1
        if starts[-1] < place < len(rows):
            starts.append(place)
    found: list[Window] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        part_of = rows[start:end]
        passed = None
        if threshold is not None:
            passing = sum(each.score >= threshold for each in part_of)
            passed = rate_of(passing, len(part_of), confidence=confidence)
        found.append(
            Window(
                first=part_of[0].at,
                last=part_of[-1].at,
                leads=len(part_of),
                won=rate_of(_won(part_of), sum(each.settled for each in part_of), confidence=confidence),
                separation=separation(part_of, confidence=confidence),
                passed=passed,
            )
        )
    return tuple(found)


def _won(rows: Iterable[Judged]) -> int:
    return sum(each.won is True for each in rows)
