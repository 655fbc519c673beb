"""Every engine that is tried: how a table of Arrow becomes one of its own, and how rows come back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

Row = dict[str, Any]

#: What Arrow makes of an index of pandas.
INDEX = "__index_level_0__"


@dataclass(frozen=True, kw_only=True)
class Backend:
    """An engine, or one of the ways in which it holds its columns."""

    name: str
    make: Callable[[pa.Table], Any]
    lazy: bool = False


def _pandas_nullable(table: pa.Table) -> pd.DataFrame:
    kinds = {pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return table.to_pandas(types_mapper=kinds.get)


def _pandas_object(table: pa.Table) -> pd.DataFrame:
    """Every cell as Python has it; what is missing in three ways."""
    cells: dict[str, list[Any]] = {}
    for name in table.column_names:
        gaps = (None, float("nan"), pd.NA)
        cells[name] = [
            gaps[place % 3] if cell is None else cell for place, cell in enumerate(table[name].to_pylist())
        ]
    index = [place % 5 for place in range(table.num_rows)]
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in cells.items()}).set_axis(
        index
    )


def _pyarrow_dictionary(table: pa.Table) -> pa.Table:
    """Texts as dictionaries, in several chunks with dictionaries of their own."""
    parts = [table.slice(start, 50) for start in range(0, max(table.num_rows, 1), 50)]
    coded = [
        pa.table(
            {
                name: part[name].dictionary_encode() if part[name].type == pa.string() else part[name]
                for name in table.column_names
            }
        )
        for part in parts
    ]
    return pa.concat_tables(coded)


def _polars_categorical(table: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(table).with_columns(pl.col(pl.String).exclude("lead.id", "lead").cast(pl.Categorical))


def _duckdb(table: pa.Table) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.register("given", table)
    connection.execute("CREATE TABLE kept AS SELECT * FROM given")
    return connection.table("kept")


BACKENDS = (
    Backend(name="pandas", make=_pandas_nullable),
    Backend(name="pandas with columns of objects", make=_pandas_object),
    Backend(
        name="pandas with columns of Arrow", make=lambda table: table.to_pandas(types_mapper=pd.ArrowDtype)
    ),
    Backend(name="Polars", make=pl.DataFrame),
    Backend(name="Polars with categories", make=_polars_categorical),
    Backend(name="Polars, lazy", make=lambda table: pl.DataFrame(table).lazy(), lazy=True),
    Backend(name="PyArrow", make=lambda table: table),
    Backend(name="PyArrow with dictionaries", make=_pyarrow_dictionary),
    Backend(name="DuckDB", make=_duckdb, lazy=True),
)


def rows_of(table: Any) -> list[Row]:
    """The rows of any table, in the order of `place` where there is one."""
    frame = nw.from_native(table)
    collected = frame.collect(backend="pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    table = collected.to_arrow()
    rows: list[Row] = table.select([name for name in table.column_names if name != INDEX]).to_pylist()
    return sorted(rows, key=lambda row: row["place"]) if rows and "place" in rows[0] else rows
