"""The reports as text, for those who read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..records import iso

if TYPE_CHECKING:
    from .drift import Drift
    from .judged import Number
    from .learned import LearnedPoints
    from .reported import AtThreshold, Backtest
    from .thresholds import Passing, Threshold

__all__ = ["backtest_text", "drift_text", "learned_text", "threshold_text"]


def backtest_text(report: "Backtest") -> str:
    """The whole report."""
    lines = [
        f"Backtest of {report.scale}, {report.judged} leads from {iso(report.judge_from)} on, {report.earlier} before",
        f"won: {report.won}, {report.censored} not known yet",
        str(report.separation),
        *_table(
            ["band", "score", "leads", "open", "won of settled", "lift", "worked", "gained", "expected"],
            [
                [
                    str(band.band),
                    _span(band.at_least, band.below),
                    str(band.leads),
                    str(band.censored),
                    str(band.won),
                    _times(band.lift),
                    _percent(band.worked),
                    _percent(band.gained),
                    _percent(band.expected) + ("!" if band.apart else ""),
                ]
                for band in report.bands
            ],
        ),
    ]
    if report.cells:
        cells = [
            [cell.label, str(cell.leads), str(cell.censored), str(cell.won), _times(cell.lift)]
            for cell in report.cells
        ]
        lines += _table(["cell", "leads", "open", "won of settled", "lift"], cells)
    if report.at_threshold is not None:
        lines += _at_threshold(report.at_threshold)
    found = report.at_capacity
    if found is not None:
        random = f"{found.random_won:.1f} of {found.random_settled:.1f} at random (lift {_times(found.lift)})"
        lines += [
            f"{found.capacity} leads a {found.per}, {found.tight} of {found.periods} {found.per}s had more:",
            f"  won by the best by score: {found.best.won}, {found.best.censored} not known yet",
            f"  against {random}, and the first to come: {found.first.won} (lift {_times(found.lift_first)})",
            f"  all wins there were: {found.won_in_all}",
        ]
    lines += _table(
        ["from", "to", "leads", "won of settled", "AUC", "passed"],
        [
            [
                iso(window.first),
                iso(window.last),
                str(window.leads),
                str(window.won),
                "-" if window.separation.auc is None else f"{window.separation.auc:.3f}",
                "-" if window.passed is None else _percent(window.passed.share),
            ]
            for window in report.windows
        ],
    )
    return "\n".join([*lines, *(str(remark) for remark in report.remarks)])


def threshold_text(found: "Threshold") -> str:
    """The line, what passes it, and what its neighbours would let pass."""
    average = f"over {found.periods} {found.per}{'s' * (found.periods != 1)}"
    if found.threshold is None:
        head = f"no threshold keeps to {found.capacity} leads a {found.per} ({average})"
    else:
        head = f"threshold {found.threshold} for {found.capacity} leads a {found.per} ({average})"
    lines = [head]
    named: list[tuple[str, Passing | None]] = [
        ("stricter", found.stricter),
        ("chosen", found.passing),
        ("looser", found.looser),
    ]
    lines += _table(
        ["", "at least", "leads", f"a {found.per}", "open", "won of settled", f"wins a {found.per}"],
        [
            [
                name,
                str(each.threshold),
                str(each.leads),
                f"{each.per_period:.2f}",
                str(each.censored),
                str(each.won),
                "-" if each.wins_per_period is None else f"{each.wins_per_period:.2f}",
            ]
            for name, each in named
            if each is not None
        ],
    )
    if found.crowded:
        times = f"{found.crowded} of {found.periods} {found.per}s"
        lines.append(f"above capacity on {times}, at most {found.busiest} on {found.busiest_on}")
    near = found.near
    if near is not None:
        told = {True: "apart", False: "not told apart", None: "not to be compared"}[near.apart]
        lines.append(
            f"within {near.margin} of the line: {near.below_leads} below ({near.below}), "
            f"{near.above_leads} above ({near.above}), {told}"
        )
    return "\n".join(lines)


def drift_text(found: "Drift") -> str:
    """What has changed, and how far to worry."""
    lines = [
        f"Drift: {found.verdict}",
        f"scores of {found.before} leads before and {found.after} after: {found.psi_verdict}",
        f"PSI {found.psi:.3f}, by chance up to {found.psi_by_chance:.3f}",
        f"won before: {found.won_before}, after: {found.won_after}",
        f"before: {found.separation_before}",
        f"after:  {found.separation_after}",
        *_table(
            ["band", "score", "before", "after", "PSI", "won before", "won after", "expected after"],
            [
                [
                    str(band.band),
                    _span(band.at_least, band.below),
                    _percent(band.share_before),
                    _percent(band.share_after),
                    f"{band.psi:.3f}",
                    str(band.won_before),
                    str(band.won_after),
                    _percent(band.expected_after) + ("!" if band.apart else ""),
                ]
                for band in found.bands
            ],
        ),
    ]
    if found.volumes:
        lines += _table(
            ["rep", f"before, a {found.per}", f"after, a {found.per}", "times"],
            [
                [
                    each.rep or "(all)",
                    f"{each.before_per_period:.2f}",
                    f"{each.after_per_period:.2f}",
                    _times(each.ratio),
                ]
                for each in found.volumes
            ],
        )
    return "\n".join([*lines, *(str(remark) for remark in found.remarks)])


def learned_text(found: "LearnedPoints") -> str:
    """The card, and what rounding it cost."""
    rows = [[rule.rule, f"{rule.points:+d}", f"{rule.weight:+.3f}", str(rule.won)] for rule in found.rules]
    lines = [
        f"Learned from {found.fitted} leads, {found.won} won",
        f"{found.doubling} points double the odds, base {found.base:+d}",
        *_table(["rule", "points", "weight", "won where it matched"], rows),
    ]
    for name, cost in (("on the same leads", found.cost), ("on later leads", found.cost_later)):
        if cost is not None:
            lines.append(f"{name}: {cost}")
    return "\n".join([*lines, *(str(remark) for remark in found.remarks)])


def _at_threshold(found: "AtThreshold") -> Iterator[str]:
    source = "given" if found.source == "given" else "from what the earlier leads let sales work"
    yield (
        f"threshold {found.threshold} ({source}): {found.leads} leads pass, {found.per_period:.2f} a {found.per}, "
        f"at most {found.busiest} on {found.busiest_on}"
    )
    yield f"  precision: {found.precision} (lift {_times(found.lift)}), {found.censored} not known yet"
    yield f"  recall: {found.recall}, {found.missed} wins below the line"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns to the right, two spaces apart, under their names."""
    table = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
    return [
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in table
    ]


def _span(at_least: "Number | None", below: "Number | None") -> str:
    if at_least is None:
        return "all" if below is None else f"below {below}"
    return f"{at_least} or more" if below is None else f"{at_least} to {below}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _times(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.2f}x"
