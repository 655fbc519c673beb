"""What to notice in a backtest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .cells import ordered
from .judged import Judged, Number
from .remarks import Remark, RemarkCode
from .reported import Backtest

__all__ = ["ENOUGH_WINS", "with_remarks"]

#: Collins, Ogundimu and Altman (2016): a validation with fewer events can be far off.
ENOUGH_WINS = 100


def with_remarks(
    report: Backtest,
    earlier: Sequence[Judged],
    later: Sequence[Judged],
    *,
    asked: int | Sequence[Number],
    labels: Sequence[str] | None,
) -> Backtest:
    """The report with what a reader should not overlook, in the order of the report."""
    remarks = (
        *_about_the_sample(
            report, earlier, later, report.at_threshold is None and report.at_capacity is not None
        ),
        *_about_the_score(report),
        *_about_the_bands(report, asked),
        *_about_the_cells(report, labels),
    )
    return replace(report, remarks=remarks)


def _about_the_sample(
    report: Backtest, earlier: Sequence[Judged], later: Sequence[Judged], no_line: bool
) -> Iterator[Remark]:
    if not earlier:
        says = "the bands were set by the leads that are judged, since none came before: figures flatter"
        yield Remark(code=RemarkCode.JUDGED_BY_ITSELF, says=says)
    late = sum(each.settled and not each.known_by(report.judge_from) for each in earlier)
    if late:
        says = f"{late} of {len(earlier)} earlier outcomes were not known yet when judging began, and set nothing"
        yield Remark(code=RemarkCode.NOT_KNOWN_IN_TIME, says=says)
    people = len({each.lead for each in (*earlier, *later)})
    repeated = report.earlier + report.judged - people
    if repeated:
        says = f"{people} leads were scored {report.earlier + report.judged} times, so the rows are not independent"
        yield Remark(code=RemarkCode.LEAD_REPEATED, says=says)
    if report.censored:
        says = (
            f"{report.censored} of {report.judged} judged leads are not known yet and in no rate; "
            f"the share won is between {report.won_at_least:.1%} and {report.won_at_most:.1%}, whatever becomes of them"
        )
        yield Remark(code=RemarkCode.CENSORED, says=says)
    if no_line:
        says = "even the highest score comes more often than sales can work, so no threshold was set"
        yield Remark(code=RemarkCode.NO_THRESHOLD_FITS, says=says)
    rarer = min(report.won.part, report.won.whole - report.won.part)
    if not rarer:
        says = f"of {report.won.whole} settled leads all came out alike, so nothing can be told apart"
        yield Remark(code=RemarkCode.ONE_OUTCOME_ONLY, says=says)
    elif rarer < ENOUGH_WINS:
        what = "won" if rarer == report.won.part else "lost"
        says = f"{rarer} leads were {what}, and with fewer than {ENOUGH_WINS} the figures can be far off"
        yield Remark(code=RemarkCode.FEW_WINS, says=says)


def _about_the_score(report: Backtest) -> Iterator[Remark]:
    found = report.separation
    if found.auc is not None and found.auc_high < 0.5:
        says = f"the lost leads have the higher scores: {found}"
        yield Remark(code=RemarkCode.WORSE_THAN_CHANCE, says=says)
    elif found.auc is not None and found.auc_low <= 0.5:
        says = f"the score may tell no more than a coin: {found}"
        yield Remark(code=RemarkCode.NOT_BETTER_THAN_CHANCE, says=says)
    for suspect in report.suspects:
        about = suspect.name or suspect.of
        yield Remark(code=RemarkCode.LEAK_SUSPECTED, about=about, says=suspect.says)


def _about_the_bands(report: Backtest, asked: int | Sequence[Number]) -> Iterator[Remark]:
    if isinstance(asked, int) and len(report.bands) < asked:
        says = f"so many leads have the same score that there are {len(report.bands)} bands, not {asked}"
        yield Remark(code=RemarkCode.BANDS_MERGED, says=says)
    for inversion in report.inversions:
        if inversion.of == "band":
            about = f"{inversion.better}-{inversion.worse}"
            yield Remark(code=RemarkCode.BANDS_INVERTED, about=about, says=str(inversion))
    for band in report.bands:
        if band.apart and band.expected is not None:
            learnt = "" if band.expected_from is None else f" by {band.expected_from} earlier leads"
            says = f"band {band.band} was to win {band.expected:.1%}{learnt}, and won {band.won}"
            yield Remark(code=RemarkCode.EXPECTATION_MISSED, about=str(band.band), says=says)


def _about_the_cells(report: Backtest, labels: Sequence[str] | None) -> Iterator[Remark]:
    if labels is None and not ordered(cell.label for cell in report.cells):
        says = "the labels do not tell which is better, so cells are not compared; give them in order"
        yield Remark(code=RemarkCode.LABELS_NOT_ORDERED, says=says)
    for inversion in report.inversions:
        if inversion.of == "cell":
            about = f"{inversion.better}-{inversion.worse}"
            yield Remark(code=RemarkCode.CELLS_INVERTED, about=about, says=str(inversion))
