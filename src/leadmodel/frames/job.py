"""One scoring of a table, as a value that can be sent to where the rows are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..records import FrozenMap
from ..scoring import Scoring
from .beside import side_by_side
from .columns import Coded, Column, Numbers, column_of, missing
from .engines import Added, Kinds, cells_of, with_added
from .figures import figures_of
from .kernel import Last
from .names import Bound
from .totals import totals

__all__ = ["Job", "at_places"]

#: What is added to a table of leads, and what it holds.
ANSWERS: Kinds = FrozenMap(
    {
        "fit": nw.Int64,
        "score": nw.Int64,
        "grade": nw.String,
        "level": nw.Int64,
        "label": nw.String,
        "sales_ready": nw.Boolean,
        "known": nw.Int64,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A model, the columns that it reads, and what to answer.

    `counted` says that the figures were joined from a feed of events, so that a lead without any has done nothing.
    """

    scoring: Scoring
    bound: Bound
    prefix: str
    per_rule: bool
    counted: bool = False

    def kinds(self) -> Kinds:
        """The columns that are added, with what they hold."""
        found = {f"{self.prefix}{name}": kind for name, kind in ANSWERS.items()}
        if self.per_rule:
            ids = [rule.id for rule in self.scoring.fit] + [rule.id for rule in self.scoring.behaviour]
            found |= {f"{self.prefix}thousandths({name})": nw.Int64 for name in ids}
        return found

    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        return tuple(dict.fromkeys(column for column in self.bound.values() if column is not None))

    def answer(self, rows: nw.DataFrame[Any], figures: Mapping[str, Column] = FrozenMap()) -> Added:
        """The new columns of a table; `figures` are those that its events have given."""
        scoring, size = self.scoring, len(rows)
        read = [name for name in self.bound if name not in figures]
        columns: dict[str, Column] = dict(figures) | dict(zip(read, self._columns(rows, read), strict=True))
        if self.counted:
            for figure in figures_of(scoring):
                if not isinstance(figure, Last):
                    columns[figure.name] = _at_least_nothing(columns[figure.name])
        found = totals(scoring, columns, size, per_rule=self.per_rule)
        cell = found.grade * np.int32(len(scoring.levels)) + found.level
        labels = scoring.labels()
        made: dict[str, NDArray[Any] | Coded] = {
            "fit": found.fit,
            "score": found.score,
            "grade": Coded(codes=found.grade, values=tuple(band.grade for band in scoring.grades)),
            "level": np.array([band.level for band in scoring.levels], np.int64).take(found.level),
            "label": Coded(codes=cell, values=labels),
            "sales_ready": np.array([label in scoring.sales_ready for label in labels], np.bool_).take(cell),
            "known": found.known,
        }
        made |= {f"thousandths({rule})": values for rule, values in found.rules.items()}
        return {f"{self.prefix}{name}": column for name, column in made.items()}

    def _columns(self, rows: nw.DataFrame[Any], names: Sequence[str]) -> list[Column]:
        def column(name: str) -> Column:
            held = self.bound[name]
            return missing(len(rows)) if held is None else column_of(cells_of(rows[held]), pieces=True)

        # Most of the time goes into finding the different texts of a column, which Arrow does beside Python.
        return side_by_side(column, names, rows=len(rows))

    def of_arrow(self, rows: pa.Table) -> pa.Table:
        """The table with its new columns."""
        frame = nw.from_native(rows, eager_only=True)
        return with_added(frame, self.answer(frame)).to_native()


def at_places(figures: Mapping[str, Numbers], places: NDArray[Any] | None) -> Mapping[str, Numbers]:
    """Figures of leads, for rows that name their leads by their places; None for one row a lead."""
    if places is None:
        return figures
    return {
        name: Numbers(
            values=figure.values[places], known=None if figure.known is None else figure.known[places]
        )
        for name, figure in figures.items()
    }


def _at_least_nothing(column: Column) -> Column:
    """A figure that nobody has counted anything for is zero."""
    if isinstance(column, Coded):
        return Coded(codes=column.codes, values=tuple(0 if each is None else each for each in column.values))
    if column.known is not None:
        return Numbers(values=np.where(column.known, column.values, 0))
    return column if column.whole else Numbers(values=np.nan_to_num(column.values, nan=0.0))
