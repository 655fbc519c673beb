"""The measures as three tables: who picked leads up, what became of them, and how soon they were answered."""

from collections.abc import Callable, Iterator, Sequence

from rich.console import RenderableType

from ..flow import Report
from ..metrics import Measures
from .sheet import Cell, Head, Sheet, Styled, length, share

__all__ = ["figures"]


def figures(report: Report, sheet: Sheet) -> Iterator[RenderableType]:
    """The measures overall, by source and by rep."""
    if not report.overall:
        yield sheet.title("Measures")
        yield sheet.line("no lead was assigned yet")
        return
    yield sheet.title("Picked up (worked or bypassed; the rate is over inbound leads)")
    yield from _table(report, ("assigned", "worked", "bypassed", "waiting", "pick-up rate"), _pick_up, sheet)
    yield sheet.title("What became of them (the rate is over worked leads)")
    yield from _table(
        report, ("worked", "qualified", "rate", "nurture", "unqualified", "won"), _outcomes, sheet
    )
    yield sheet.title("Time to the first answer, inbound leads, median")
    yield from _table(
        report, ("answered", "calendar", "office hours", "with those\nwho wait"), _answers, sheet
    )


def _table(
    report: Report, titles: Sequence[str], cells: Callable[[Measures], list[Cell]], sheet: Sheet
) -> Iterator[RenderableType]:
    """One table over all groups, so that its columns stand in one line."""
    rows: list[list[Cell]] = []
    for group, measures in (("", report.overall), ("by source", report.by_source), ("by rep", report.by_rep)):
        if group:
            rows.append([""] * (len(titles) + 1))
            rows.append([Styled(group, "bold"), *[""] * len(titles)])
        rows += ([each.name, *cells(each)] for each in measures[: sheet.limit])
        left_out = len(measures[sheet.limit :])
        if left_out:
            rows.append([Styled(f"... and {left_out} more", "dim"), *[""] * len(titles)])
    heads = [Head(""), *(Head(title, "right") for title in titles)]
    yield from sheet.table(heads, rows, every_row=True)


def _pick_up(of: Measures) -> list[Cell]:
    return [of.assigned, of.worked, of.bypassed, of.waiting, share(of.pick_up_rate)]


def _outcomes(of: Measures) -> list[Cell]:
    return [of.worked, of.qualified, share(of.qualified_rate), of.nurture, of.unqualified, of.won]


def _answers(of: Measures) -> list[Cell]:
    return [of.answered, length(of.response), length(of.response_business), length(of.response_with_waiting)]
