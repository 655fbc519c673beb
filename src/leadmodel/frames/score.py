"""Scoring a table of leads: the same model, and for every row the answer that a single lead would get."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import narwhals as nw
import pyarrow.compute as pc

from ..errors import InputError
from ..records import FrozenMap, utc
from ..records.instants import micros
from ..scoring import HasScoring
from .counting import bound_of, count_for, figures_frame
from .engines import beside_in_spark, cells_of, frame_of, in_duckdb, in_polars, in_spark, native, with_added
from .figures import figures_of
from .job import Job, at_places
from .log import codes_among, ids_of
from .names import Missing, bound_leads

__all__ = ["score_frame"]

Table = TypeVar("Table")


def score_frame(
    leads: Table,
    model: HasScoring,
    *,
    at: datetime | None = None,
    events: Any = None,
    columns: Mapping[str, str] = FrozenMap(),
    missing: Missing = "error",
    per_rule: bool = False,
    prefix: str = "",
) -> Table:
    """Score every row of a table: a table of the same kind, with fit, score, grade, level and label behind its columns.

    >>> import polars as pl
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20),),
    ...         behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=30),),
    ...         grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
    ...         levels=(LevelBand(level=1, at_least=30), LevelBand(level=2)),
    ...         sales_ready=("A1",),
    ...     )
    >>> leads = pl.DataFrame({"title": ["VP Sales", "MVP", None], "count(demo_requested)": [1, 2, None]})
    >>> score_frame(leads, House()).select("label", "sales_ready", "known").rows()
    [('A1', True, 1), ('B1', False, 1), ('B2', False, 0)]

    Added are `fit`, `score`, `grade`, `level`, `label`, `sales_ready`, and `known`, the number of fit rules that had
    the data to answer; with `per_rule` also what each rule gave within its own bounds, as `thousandths(RULE)` in whole
    thousandths of a point. All names begin with `prefix`.

    A field such as `lead.title` is read from the column of that name, or from `title`, or from the one that `columns`
    names for it. One without a column is an error, unless `missing` says that it is unknown in every row. What a lead
    has done comes from `events`, as of `at` (see `figures_frame`), or ready made in columns that are named as the
    figures are. Without either nobody knows what it has done; with events, a lead that has none has done nothing.

    A table of pandas, Polars or PyArrow and a DuckDB relation are answered at once; lazy tables of Polars and of Spark
    stay lazy, and their events have to come from the same engine. Raises `DefinitionError` with every fault of the
    columns, and `InputError` for a table of another kind, and for a score beyond 64 bits.
    """
    scoring = model.scoring
    frame = frame_of(leads, "leads")
    names = frame.collect_schema().names()
    job = Job(scoring=scoring, bound={}, prefix=prefix, per_rule=per_rule)
    bound = bound_leads(
        scoring, names, columns, missing=missing, events=events is not None, added=job.kinds()
    )
    key = bound.pop("lead.id", None)
    job = Job(scoring=scoring, bound=bound, prefix=prefix, per_rule=per_rule)
    moment = None
    if events is not None:
        if at is None:
            raise InputError("at", at, "is missing, what happened is counted as of an instant")
        moment = utc(at, "at")

    relation = frame.implementation.is_duckdb()

    def answered(rows: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        if moment is None:
            return with_added(rows, job.answer(rows), coded=relation)
        ids = ids_of(cells_of(rows[str(key)]), "lead.id")
        different = pc.unique(ids)
        places = None if len(different) == len(ids) else codes_among(ids, different)
        figures = count_for(events, scoring, columns, different, micros(moment))
        return with_added(rows, job.answer(rows, at_places(figures, places)), coded=relation)

    if isinstance(frame, nw.DataFrame):
        return native(answered(frame), leads)
    if relation:
        return native(nw.from_native(in_duckdb(frame.to_native(), answered, job.columns())), leads)
    if moment is not None:
        frame, job = _joined(frame, job, str(key), events, model, moment, columns)
    made = frame.to_native()
    if frame.implementation.is_polars():
        made = in_polars(made, job.columns(), job.kinds(), job.answer)
        made = made.select(*names, *job.kinds())
    else:
        made = in_spark(made, names, job.kinds(), job.of_arrow)
    return native(nw.from_native(made), leads)


def _joined(
    frame: nw.LazyFrame[Any],
    job: Job,
    key: str,
    events: Any,
    model: HasScoring,
    at: datetime,
    columns: Mapping[str, str],
) -> tuple[nw.LazyFrame[Any], Job]:
    """The leads of a lazy table with the figures of their events beside them, and the scoring of that."""
    told = frame_of(events, "events").lazy()
    if told.implementation is not frame.implementation:
        other = told.implementation.value
        raise InputError(
            "events", other, f"is another engine than that of the leads, {frame.implementation.value}"
        )
    own = str(bound_of(told, model.scoring, columns)["event.lead"])
    kinds = frame.collect_schema()[key], told.collect_schema()[own]
    if kinds[0] != kinds[1]:
        raise InputError(
            "event.lead", str(kinds[1]), f"is another type than that of the ids of leads, {kinds[0]}"
        )
    figures = nw.from_native(figures_frame(told.to_native(), model, at=at, columns=columns))
    names = [figure.name for figure in figures_of(model.scoring)]
    if frame.implementation.is_polars():
        beside = frame.to_native().join(
            figures.to_native(), left_on=key, right_on=own, how="left", maintain_order="left"
        )
        frame = nw.from_native(beside)
    else:
        frame = nw.from_native(beside_in_spark(frame.to_native(), figures.to_native(), key, own))
    bound = job.bound | {name: name for name in names}
    return frame, Job(
        scoring=job.scoring, bound=bound, prefix=job.prefix, per_rule=job.per_rule, counted=True
    )
