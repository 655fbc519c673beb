"""Bands and cells that nobody reaches, everybody is in, or hardly anybody can hit."""

from collections.abc import Iterator
from math import isinf
from typing import NamedTuple

from ..scoring import GradeBand, LevelBand
from .parts import Part
from .reach import band_edges
from .remarked import Inspected, ScoringRemark, ScoringRemarkCode, remark
from .totals import Bound

__all__ = ["lint_bands"]

_PARTS: tuple[tuple[Part, str, str], ...] = (("fit", "grades", "fit"), ("behaviour", "levels", "score"))


def lint_bands(found: Inspected) -> Iterator[ScoringRemark]:
    """Every weakness of a band, of a cell that goes to sales, and of all such cells together."""
    for part, name, what in _PARTS:
        yield from _of_part(found, part, f"{found.path}.{name}", what)
    yield from _ready(found)


def _of_part(found: Inspected, part: Part, path: str, what: str) -> Iterator[ScoringRemark]:
    scoring = found.scoring
    bands: tuple[GradeBand | LevelBand, ...] = scoring.grades if part == "fit" else scoring.levels
    kind = "grade" if part == "fit" else "level"
    if len(bands) > 1 and not (scoring.fit if part == "fit" else scoring.behaviour):
        yield remark(
            ScoringRemarkCode.NO_RULES,
            path,
            f"there are {len(bands)} {kind}s and no rule that gives points to the {what}",
            f"declare rules, or a single {kind}",
            bands=len(bands),
        )
        return
    reached = found.reckoned.bands[part]
    edges = band_edges(scoring, part, found.reckoned.units[part])
    below: int | None = None
    for place, (band, edge) in enumerate(zip(bands, edges, strict=True)):
        name = band.grade if isinstance(band, GradeBand) else band.level
        seen = _Band(part, f"{path}[{place}]", f"{kind} {name}", what, band.at_least, below, edge)
        below = band.at_least
        if place not in reached:
            yield _out_of_reach(found, seen)
        elif len(reached) == 1 and len(bands) > 1:
            span = found.reckoned.span(part)
            yield remark(
                ScoringRemarkCode.BAND_FOR_EVERYBODY,
                seen.path,
                f"every lead has {seen.name}: the {what} goes {span}",
                "move the bands to where leads are",
                least=span.least,
                most=span.most,
            )
        else:
            yield from _hit(found, seen)


class _Band(NamedTuple):
    """A band, as it is declared in points and as `edge` in the unit of the totals."""

    part: Part
    path: str
    name: str
    what: str
    at_least: int | None
    below: int | None
    edge: tuple[Bound, Bound]


def _out_of_reach(found: Inspected, band: _Band) -> ScoringRemark:
    totals, (starts, ends) = found.reckoned.after[band.part], band.edge
    low, high = totals.last_below(starts), totals.first_from(ends)
    least, most = found.points(band.part, totals.least), found.points(band.part, totals.most)
    who = f"no lead has {band.name}: the {band.what}"
    if low is not None and high is not None:
        jump = f"{found.points(band.part, low)} to {found.points(band.part, high)}"
        wrong = f"{who} jumps from {jump}, past everything from {band.at_least} to below {band.below}"
        better = "let the band hold a number that points add up to"
    elif low is not None:
        wrong = f"{who} comes to {most} at most, and it starts at {band.at_least}"
        better = f"let it start at {most} or less, or give more points"
    else:
        wrong = f"{who} comes to {least} at least, and it is for less than {band.below}"
        better = "leave the band out, or let some lead have so little"
    return remark(
        ScoringRemarkCode.BAND_OUT_OF_REACH,
        band.path,
        wrong,
        better,
        least=least,
        most=most,
        at_least=band.at_least,
        below=band.below,
    )


def _hit(found: Inspected, band: _Band) -> Iterator[ScoringRemark]:
    """Where a band begins between two totals, and where it is left again by the next step up."""
    totals, unit = found.reckoned.after[band.part], found.reckoned.units[band.part]
    first = totals.first_from(band.edge[0])
    if band.at_least is None or first is None or isinf(first):
        return
    lands = int(first) * unit // 1000
    if lands > band.at_least and totals.least < first:
        yield remark(
            ScoringRemarkCode.THRESHOLD_BETWEEN_POINTS,
            f"{band.path}.at_least",
            f"{band.name} starts at {band.at_least}, and the first number of points that gets there is {lands}",
            f"say {lands}, which decides the same",
            severity="note",
            at_least=band.at_least,
            first=lands,
        )
    further = totals.first_from(first + 1)
    if band.below is None or further is None:
        return
    if (band.below - band.at_least) * 1000 < (further - first) * unit:
        yield remark(
            ScoringRemarkCode.NARROW_BAND,
            band.path,
            f"{band.name} is for {band.at_least} to below {band.below} points, and only {lands} lies in there, as the "
            f"next number of points is {found.points(band.part, further)}",
            "let the band be wider than a step of the points",
            severity="note",
            at_least=band.at_least,
            below=band.below,
            only=lands,
        )


def _ready(found: Inspected) -> Iterator[ScoringRemark]:
    """Cells that go to sales, against those in which a lead can be."""
    scoring, labels, columns = found.scoring, found.scoring.labels(), len(found.scoring.levels)
    reached = {label for place, label in enumerate(labels) if divmod(place, columns) in found.reckoned.cells}
    for place, label in enumerate(scoring.sales_ready):
        if label in reached or label not in labels:
            continue
        row, column = divmod(labels.index(label), columns)
        why = [
            f"{kind} {name} is out of reach"
            for kind, name, part, band in (
                ("grade", scoring.grades[row].grade, "fit", row),
                ("level", scoring.levels[column].level, "behaviour", column),
            )
            if band
            not in (found.reckoned.bands["fit"] if part == "fit" else found.reckoned.bands["behaviour"])
        ]
        reason = " and ".join(why) or "what gives the grade and what gives the level exclude each other"
        yield remark(
            ScoringRemarkCode.CELL_OUT_OF_REACH,
            f"{found.path}.sales_ready[{place}]",
            f"no lead is in {label}: {reason}",
            "leave the cell out, or move its bands",
        )
    ready = reached & set(scoring.sales_ready)
    if not ready:
        yield remark(
            ScoringRemarkCode.READY_NOBODY,
            f"{found.path}.sales_ready",
            f"no lead can be ready for sales: leads are in {', '.join(_in_order(labels, reached))}",
            "let a cell go to sales that leads can be in",
            cells=len(reached),
        )
    elif ready == reached:
        yield remark(
            ScoringRemarkCode.READY_EVERYBODY,
            f"{found.path}.sales_ready",
            f"every lead is ready for sales: leads are in {', '.join(_in_order(labels, reached))}",
            "keep a cell for leads that are not",
            cells=len(reached),
        )


def _in_order(labels: tuple[str, ...], some: set[str]) -> list[str]:
    return [label for label in labels if label in some]
