"""The rows of a DuckDB relation as a table of Arrow, read once and batch by batch.

Handing texts out and finding the different ones of a column cost about the same, so the texts of one batch are found
while DuckDB makes the next. What is kept is copied out of the batch, whose memory then serves for another one, and for
the answers on their way back: memory that is new to the process costs more than the copy.
"""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from .beside import MANY, side_by_side

__all__ = ["read_relation"]

#: Rows of a batch: so few that what has been read is still in the processor's cache when it is copied.
_BATCH = 61_440
#: A column with more different texts in a batch than one in so many rows is no dictionary.
_FEW = 4


def read_relation(relation: Any, texts: Sequence[str]) -> pa.Table:
    """All rows in their order; columns of text among `texts` that have few different values come as dictionaries.

    >>> import duckdb
    >>> relation = duckdb.sql("SELECT i, CASE i % 2 WHEN 0 THEN 'even' END AS kind FROM range(3) AS given (i)")
    >>> rows = read_relation(relation, ["kind"])
    >>> str(rows["kind"].type), rows["kind"].to_pylist()
    ('dictionary<values=string, indices=int32, ordered=0>', ['even', None, 'even'])
    """
    reader = relation.to_arrow_reader(_BATCH)
    schema = reader.schema
    coded = {name for name in texts if pa.types.is_string(schema.field(name).type)}

    def kept(batch: pa.RecordBatch) -> list[pa.Array]:
        return list(map(cells_kept, schema.names, batch.columns))

    def cells_kept(name: str, cells: pa.Array) -> pa.Array:
        if name in coded:
            dictionary = cells.dictionary_encode()
            if len(dictionary.dictionary) * _FEW <= max(len(cells), _BATCH):
                return dictionary
            coded.discard(name)
        return _copied(cells)

    try:
        pieces = side_by_side(kept, reader, rows=MANY)
    except (OSError, pa.ArrowException):
        # A stream fails as one of Arrow; asked for all at once, DuckDB raises what went wrong.
        table: pa.Table = relation.to_arrow_table()
        return table
    columns = [
        _column(field, [piece[place] for piece in pieces], coded) for place, field in enumerate(schema)
    ]
    return pa.table(columns, schema.names).unify_dictionaries()


def _column(field: pa.Field, pieces: list[pa.Array], coded: set[str]) -> pa.ChunkedArray:
    if field.name not in coded:
        # Earlier batches may have had fewer texts.
        pieces = [piece.dictionary_decode() if piece.type != field.type else piece for piece in pieces]
    return pa.chunked_array(pieces, pieces[0].type if pieces else field.type)


def _copied(cells: pa.Array) -> pa.Array:
    """The cells in memory of their own; those of rare kinds as they are."""
    if pa.types.is_primitive(cells.type) or pa.types.is_string(cells.type):
        return pa.concat_arrays([cells, cells.slice(0, 0)])
    return cells
