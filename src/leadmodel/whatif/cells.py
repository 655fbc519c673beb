"""The cells of a matrix such as A1 to C3, and whether what is called better was won more often.

A score that is worth its name has no inversions: of two neighbouring bands or cells the better one is won more often.
Where it is not, either the model is wrong there or the sample is small; the intervals tell which may be.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ..errors import UnknownNameError
from .bands import Band
from .judged import Judged
from .rates import Rate, rate_of

__all__ = ["Cell", "Inversion", "band_inversions", "cell_inversions", "cell_table", "ordered"]

#: A letter with a sign, or without one, and a level: B, A+, C3.
_LETTERED = re.compile(r"[A-Z][+-]?[0-9]*")
_SIGNS = {"+": 0, "": 1, "-": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its leads, those not known yet among them, the share won of the rest, and that by the share of all."""

    label: str
    leads: int
    censored: int
    won: Rate
    lift: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversion:
    """Two neighbours of which the one that is called better was won less often.

    Where the intervals `overlap` it may be chance, and more leads will tell.
    """

    of: Literal["band", "cell"]
    better: str
    worse: str
    better_won: Rate
    worse_won: Rate
    overlap: bool

    def __str__(self) -> str:
        may = "which may be chance" if self.overlap else "beyond chance"
        return (
            f"{self.of} {self.better} was won less often than {self.worse}, {may}: "
            f"{self.better_won}, against {self.worse_won}"
        )


def ordered(labels: Iterable[str]) -> bool:
    """Whether the labels themselves tell which is better: a letter, a sign and a number, such as B, A+ or C3.

    >>> ordered(["A1", "C3"]), ordered(["A+", "B-"]), ordered(["hot", "cold"])
    (True, True, False)
    """
    return all(_LETTERED.fullmatch(label) for label in labels)


def cell_table(
    outcomes: Iterable[Judged], *, labels: Sequence[str] | None = None, confidence: float = 0.95
) -> tuple[Cell, ...]:
    """Every cell that a lead has, in the order of `labels`, or else A before B and 1 before 2.

    Leads without a label are in no cell. Raises `UnknownNameError` for a label that `labels` does not name.
    """
    groups: dict[str, list[Judged]] = {}
    for each in outcomes:
        if each.label is not None:
            groups.setdefault(each.label, []).append(each)
    if labels is not None:
        for label in sorted(groups):
            if label not in labels:
                raise UnknownNameError("label", label, labels)
        names = [label for label in dict.fromkeys(labels) if label in groups]
    else:
        names = sorted(groups, key=_place if ordered(groups) else None)
    counts = {name: (_won(groups[name]), _settled(groups[name])) for name in names}
    all_won = sum(won for won, _ in counts.values())
    all_settled = sum(settled for _, settled in counts.values())
    return tuple(
        Cell(
            label=name,
            leads=len(groups[name]),
            censored=len(groups[name]) - settled,
            won=rate_of(won, settled, confidence=confidence),
            lift=won * all_settled / (settled * all_won) if settled and all_won else None,
        )
        for name, (won, settled) in counts.items()
    )


def band_inversions(table: Iterable[Band]) -> tuple[Inversion, ...]:
    """Every band that was won less often than the next one below it; bands without settled leads are passed over."""
    rates = [(str(each.band), each.won) for each in table]
    return tuple(_inverted("band", rates))


def cell_inversions(cells: Iterable[Cell], *, labels: Sequence[str] | None = None) -> tuple[Inversion, ...]:
    """Every cell that was won less often than its neighbour one grade or one level below; by grade, then by level.

    The order of grades and of levels is that in which `labels` first names them (`Scoring.labels()` gives them so);
    without it A is better than B and 1 better than 2. Labels that have no order are not compared.
    """
    table = {each.label: each.won for each in cells}
    if labels is None and not ordered(table):
        return ()
    parts = [_parted(label) for label in (table if labels is None else labels)]
    grades, levels = dict.fromkeys(grade for grade, _ in parts), dict.fromkeys(level for _, level in parts)
    if labels is None:
        # Cells without leads are not there, so the first to be seen need not be the best.
        grades = dict.fromkeys(sorted(grades, key=_place))
        levels = dict.fromkeys(sorted(levels, key=lambda level: int(level or 0)))
    found: list[Inversion] = []
    for grade in grades:
        row = [f"{grade}{level}" for level in levels]
        found += _inverted("cell", [(label, table[label]) for label in row if label in table])
    for level in levels:
        column = [f"{grade}{level}" for grade in grades]
        found += _inverted("cell", [(label, table[label]) for label in column if label in table])
    return tuple(found)


def _inverted(of: Literal["band", "cell"], rates: Sequence[tuple[str, Rate]]) -> Iterator[Inversion]:
    told = [(name, rate) for name, rate in rates if rate.whole]
    for (better, high), (worse, low) in pairwise(told):
        if high.part * low.whole < low.part * high.whole:
            yield Inversion(
                of=of,
                better=better,
                worse=worse,
                better_won=high,
                worse_won=low,
                overlap=high.overlaps(low),
            )


def _parted(label: str) -> tuple[str, str]:
    grade = label.rstrip("0123456789")
    return grade, label[len(grade) :]


def _place(label: str) -> tuple[str, int, int]:
    grade, level = _parted(label)
    return grade[0], _SIGNS[grade[1:]], int(level or 0)


def _won(rows: Iterable[Judged]) -> int:
    return sum(each.won is True for each in rows)


def _settled(rows: Iterable[Judged]) -> int:
    return sum(each.won is not None for each in rows)
