"""How each engine hands its columns in, and takes new ones: the only module that knows one engine from another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias, TypeVar, cast

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..errors import InputError
from .columns import Coded, Numbers
from .duck import read_relation

__all__ = [
    "Added",
    "Kinds",
    "all_in_polars",
    "beside_in_spark",
    "cells_of",
    "frame_of",
    "in_duckdb",
    "in_partitions",
    "in_polars",
    "in_spark",
    "native",
    "with_added",
]

Table = TypeVar("Table")
New: TypeAlias = NDArray[Any] | Numbers | Coded
#: New columns by name: numbers, yes or no, or texts as codes.
Added: TypeAlias = Mapping[str, New]
#: What new columns hold.
Kinds: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = Callable[[nw.DataFrame[Any]], Added]
FrameAnswer: TypeAlias = Callable[[nw.DataFrame[Any]], nw.DataFrame[Any]]
TableAnswer: TypeAlias = Callable[[pa.Table], pa.Table]
Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]


_BESIDE = "leadmodel_beside"


def frame_of(table: Any, argument: str) -> Frame:
    """The table as narwhals sees it. Raises `InputError` for what is none."""
    try:
        frame: Frame = nw.from_native(table)
    except TypeError:
        raise InputError(
            argument,
            type(table).__name__,
            "is no table, give one of pandas, Polars, PyArrow, DuckDB or PySpark",
        ) from None
    if isinstance(frame, nw.LazyFrame) and frame.implementation not in LAZY:
        name = frame.implementation.value
        raise InputError(
            argument, name, "is an engine that has not been tried, give Polars, DuckDB or PySpark"
        )
    return frame


LAZY = (
    nw.Implementation.POLARS,
    nw.Implementation.DUCKDB,
    nw.Implementation.PYSPARK,
    nw.Implementation.PYSPARK_CONNECT,
)


def native(frame: Frame, like: Table) -> Table:
    """The table of the kind that was handed in."""
    return cast(Table, frame if isinstance(like, nw.DataFrame | nw.LazyFrame) else frame.to_native())


def cells_of(column: nw.Series[Any]) -> Any:
    """The cells of a column as Arrow's, NumPy's, or Python's values, as its engine has them."""
    held = column.to_native()
    if column.implementation.is_pandas_like():
        kind = held.dtype.kind if isinstance(held.dtype, np.dtype) else ""
        if kind and kind in "iufb":
            return held.to_numpy()
        if kind == "O":
            return held.tolist()
    try:
        return held if isinstance(held, pa.ChunkedArray) else column.to_arrow()
    except (pa.ArrowException, TypeError, NotImplementedError):
        return column.to_list()


def with_added(frame: nw.DataFrame[Any], added: Added, *, coded: bool = False) -> nw.DataFrame[Any]:
    """The table with new columns behind its own; new texts of an Arrow table may stay `coded`, as dictionaries."""
    new = []
    for name, column in added.items():
        if coded and isinstance(column, Coded):
            cells = pa.DictionaryArray.from_arrays(
                column.codes.astype(np.int32, copy=False), pa.array(column.values)
            )
            new.append(nw.from_native(pa.chunked_array([cells]), series_only=True).alias(name))
        else:
            new.append(_series(name, column, frame.implementation))
    return frame.with_columns(new)


def _series(name: str, column: New, engine: Any) -> nw.Series[Any]:
    if isinstance(column, Coded):
        values = nw.new_series(name, list(column.values), nw.String, backend=engine)
        return values[column.codes]
    if isinstance(column, Numbers):
        if column.known is not None:
            cells = pa.table({name: pa.array(column.values, mask=~column.known)})
            return nw.from_arrow(cells, backend=engine)[name]
        column = column.values
    kind = nw.Boolean if column.dtype == np.bool_ else nw.Int64
    return nw.new_series(name, column, kind, backend=engine)


def in_polars(frame: Any, columns: Sequence[str], kinds: Kinds, answer: Answer) -> Any:
    """A lazy frame of Polars with new columns, worked out of the columns that are needed when it is collected."""
    import polars as pl

    names = frame.collect_schema().names()
    whole = next(f"scored{number}" for number in count() if f"scored{number}" not in {*names, *kinds})

    def answered(cells: Sequence[pl.Series]) -> pl.Series:
        some = nw.from_native(pl.DataFrame(list(cells)), eager_only=True)
        new = [_series(name, column, nw.Implementation.POLARS) for name, column in answer(some).items()]
        return pl.DataFrame([each.to_native() for each in new]).to_struct(whole)

    needed = [pl.col(name) for name in columns or names[:1]]
    made = pl.Struct(_polars_kinds(kinds))
    scored = pl.map_batches(needed, answered, made, is_elementwise=True).alias(whole)
    return frame.with_columns(scored).unnest(whole)


def all_in_polars(frame: Any, key: str, kinds: Kinds, answer: FrameAnswer) -> Any:
    """A lazy frame of Polars over what a function makes of all rows of another: a key, and new columns."""

    def answered(rows: Any) -> Any:
        return answer(nw.from_native(rows, eager_only=True)).to_native()

    schema = {key: frame.collect_schema()[key]} | _polars_kinds(kinds)
    return frame.map_batches(answered, schema=schema)


def _polars_kinds(kinds: Kinds) -> dict[str, Any]:
    import polars as pl

    types = {nw.Int64: pl.Int64, nw.String: pl.String, nw.Boolean: pl.Boolean}
    return {name: types[kind] for name, kind in kinds.items()}


def in_duckdb(relation: Any, answer: FrameAnswer, needed: Sequence[str] = ()) -> Any:
    """A relation of the same connection over what a function makes of a relation's rows, worked out at once.

    Where the columns that are `needed` are named, those of text go through as dictionaries if they have few values,
    which cost DuckDB less on the way back.
    """
    rows = (
        read_relation(relation, needed) if needed else nw.from_native(relation).collect("pyarrow").to_native()
    )
    return _relation(relation, answer(nw.from_native(rows, eager_only=True)).to_native())


def _relation(beside: Any, answered: pa.Table) -> Any:
    # DuckDB finds the table by the name that it has here.
    return beside.query(_BESIDE, "SELECT * FROM answered")


def in_spark(
    frame: Any, kept: Sequence[str], kinds: Kinds, answer: TableAnswer, *, whole: bool = False
) -> Any:
    """A Spark table over what a function makes of Arrow's tables: batch by batch, or of each partition as a `whole`.

    Its columns are the `kept` ones of `frame`, and those of `kinds`.
    """
    from pyspark.sql.types import BooleanType, LongType, StringType, StructField, StructType

    types = {nw.Int64: LongType, nw.String: StringType, nw.Boolean: BooleanType}
    fields = {field.name: field for field in frame.schema.fields}
    fields = {name: fields[name] for name in kept}
    fields |= {name: StructField(name, types[kind](), True) for name, kind in kinds.items()}
    names = frame.columns

    def answered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for rows in [list(batches)] if whole else ([batch] for batch in batches):
            if rows:
                table = answer(pa.Table.from_batches(rows).rename_columns(names))
                yield from table.select(list(fields)).to_batches()

    # Spark takes a point in a name for a way into a structure.
    plain = frame.toDF(*(f"c{place}" for place in range(len(names))))
    return plain.mapInArrow(answered, StructType(list(fields.values())))


def beside_in_spark(frame: Any, other: Any, key: str, own: str) -> Any:
    """The rows of a Spark table with those of another beside them that have the same key."""
    other = other.withColumnRenamed(own, _BESIDE)
    same = frame[_quoted(key)] == other[_BESIDE]
    return frame.join(other, same, "left").drop(_BESIDE)


def in_partitions(frame: Any, key: str, columns: Iterable[str]) -> Any:
    """Some columns of a Spark table, with all rows of one key in one partition."""
    from pyspark.sql.functions import col

    return frame.select(*map(_quoted, columns)).repartition(col(_quoted(key)))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
