"""The figures of a table of events: what each lead has done, in the form in which a model asks for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import TimeError
from ..records import FrozenMap, utc
from ..records.instants import micros
from ..scoring import HasScoring, Scoring
from .columns import Numbers
from .engines import (
    Frame,
    all_in_polars,
    cells_of,
    frame_of,
    in_duckdb,
    in_partitions,
    in_spark,
    native,
    with_added,
)
from .figures import figures_of
from .kernel import tally
from .log import NAIVE, ids_of, log_of
from .names import Bound, bound_events

__all__ = ["count_for", "figures_frame"]

Table = TypeVar("Table")


def figures_frame(
    events: Table, model: HasScoring, *, at: datetime, columns: Mapping[str, str] = FrozenMap()
) -> Table:
    """What each lead has done, as the figures that the rules of a model ask for: a table of the kind of `events`.

    >>> import polars as pl
    >>> from datetime import UTC
    >>> from leadmodel.scoring import BehaviourRule, GradeBand, LevelBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(),
    ...         behaviour=(BehaviourRule(id="page", activity="page_viewed", points=1, within="30d"),),
    ...         grades=(GradeBand(grade="A"),), levels=(LevelBand(level=1),), sales_ready=(),
    ...     )
    >>> days = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 5, 8)]
    >>> events = pl.DataFrame({"lead": ["L2", "L1", "L2"], "occurred_at": days, "activity": "page_viewed"})
    >>> figures_frame(events, House(), at=datetime(2026, 11, 9, tzinfo=UTC)).rows()
    [('L1', 1), ('L2', 2)]

    One row for each lead in the table, sorted by its id. A row is an activity; where there is a column `kind`, those
    of another kind are passed over, and where there is a column `id`, the same event twice is one. `columns` names the
    columns of `event.lead`, `event.at`, `event.activity`, `event.subject`, `event.amount`, `event.kind` and `event.id`,
    where they are not called `lead`, `occurred_at`, `activity`, and so on. How long ago something was is missing for
    who never did it.

    Raises `DefinitionError` for columns that are not there, `TimeError` for instants without a time zone, and
    `InputError` for what could be no event. Lazy tables of Polars and Spark raise the latter when they are worked out.
    """
    moment = micros(utc(at, "at"))
    frame = frame_of(events, "events")
    bound = bound_of(frame, model.scoring, columns)
    scoring, key = model.scoring, str(bound["event.lead"])
    kinds = {figure.name: nw.Int64 for figure in figures_of(scoring)}

    def counted(rows: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        return _counted(rows, scoring, bound, moment)

    def in_arrow(rows: pa.Table) -> pa.Table:
        made: pa.Table = counted(nw.from_native(rows, eager_only=True)).to_native()
        return made

    if isinstance(frame, nw.DataFrame):
        return native(counted(frame), events)
    table = frame.to_native()
    needed = tuple(dict.fromkeys(column for column in bound.values() if column is not None))
    if frame.implementation.is_polars():
        made = all_in_polars(table.select(*needed), key, kinds, counted)
    elif frame.implementation.is_duckdb():
        made = in_duckdb(table, counted)
    else:
        made = in_spark(in_partitions(table, key, needed), (key,), kinds, in_arrow, whole=True)
    return native(nw.from_native(made), events)


def count_for(
    events: Any, scoring: Scoring, columns: Mapping[str, str], leads: pa.Array, moment: int
) -> dict[str, Numbers]:
    """Every figure of these leads, in their order, from a table of events of any kind."""
    frame = frame_of(events, "events")
    bound = bound_of(frame, scoring, columns)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.select(*dict.fromkeys(filter(None, bound.values()))).collect(backend="pyarrow")
    log = log_of({name: cells_of(frame[str(column)]) for name, column in bound.items()}, leads)
    return tally(log, figures_of(scoring), leads=len(leads), at=moment)


def bound_of(frame: Frame, scoring: Scoring, columns: Mapping[str, str]) -> Bound:
    """The columns of events that are needed, with instants that have a time zone as far as their type tells."""
    schema = frame.collect_schema()
    bound = bound_events(scoring, schema.names(), columns)
    kind = schema[str(bound["event.at"])]
    if isinstance(kind, nw.Datetime) and kind.time_zone is None:
        raise TimeError("event.at", str(kind), NAIVE)
    return bound


def _counted(rows: nw.DataFrame[Any], scoring: Scoring, bound: Bound, moment: int) -> nw.DataFrame[Any]:
    cells = {name: cells_of(rows[str(column)]) for name, column in bound.items()}
    key = str(bound["event.lead"])
    leads = pc.unique(ids_of(cells["event.lead"], "event.lead"))
    leads = leads.take(pc.sort_indices(leads))
    figures = tally(log_of(cells, leads), figures_of(scoring), leads=len(leads), at=moment)
    made = nw.from_arrow(pa.table({key: leads}), backend=rows.implementation)
    return with_added(made.select(nw.col(key).cast(rows.schema[key])), figures)
