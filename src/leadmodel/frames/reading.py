"""How conditions read the columns of a table: numbers by steps, and several columns of few values as one.

A look-up costs the same whatever it finds, so columns that have few values between them are looked up together: for
each row one code, which tells the value of every one of them.

>>> from .columns import coded
>>> both = joined({"x": coded(["a", "b", "a"]), "y": coded([True, True, None])})
>>> both["x"].codes is both["y"].codes, both["x"].codes.tolist()
(True, [0, 1, 2])
>>> both["x"].own.tolist(), both["y"].own.tolist()
([0, 1, 0, 1], [0, 0, 1, 1])
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..conditions import Condition
from .beside import side_by_side
from .columns import Coded, Column, Numbers
from .steps import Stepped, stepped

__all__ = ["Joint", "Read", "joined", "read_by"]

#: More codes than this are no longer looked up as quickly.
_MOST_CODES = 4_096
#: For fewer rows than this it is not worth the while.
_MANY = 50_000
_BLOCK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joint:
    """A column that is looked up with others: the codes that they share, and for each the column's own code."""

    codes: NDArray[np.uint16]
    own: NDArray[np.intp]
    column: Coded | Stepped


#: A column as conditions read it.
Read: TypeAlias = Column | Stepped | Joint


def read_by(conditions: Iterable[Condition], columns: Mapping[str, Column]) -> dict[str, Read]:
    """The columns that conditions read, by their names."""
    asked: dict[str, list[Condition]] = {}
    waiting = list(conditions)
    while waiting:
        condition = waiting.pop()
        waiting += condition.children()
        if condition.subject is not None:
            asked.setdefault(condition.subject, []).append(condition)

    def read(name: str) -> Coded | Stepped | Numbers:
        column = columns[name]
        return (stepped(column, asked[name]) or column) if isinstance(column, Numbers) else column

    rows = max(map(len, columns.values()), default=0)
    found = dict(zip(asked, side_by_side(read, asked, rows=rows), strict=True))
    if rows < _MANY:
        return {**found}
    few: dict[str, Coded | Stepped] = {}
    codes = 1
    for name, column in sorted(found.items(), key=lambda each: _size(each[1])):
        codes *= _size(column)
        if codes <= _MOST_CODES and not isinstance(column, Numbers):
            few[name] = column
    return {**found, **(joined(few) if len(few) > 1 else {})}


def joined(columns: Mapping[str, Coded | Stepped]) -> dict[str, Joint]:
    """Columns as one, the first one changing fastest; they may not have more than 65,536 values between them."""
    sizes = [_size(column) for column in columns.values()]
    steps = np.cumprod([1, *sizes]).tolist()
    rows = len(next(iter(columns.values())).codes)
    codes = np.empty(rows, np.uint16)
    for start in range(0, rows, _BLOCK):
        part = slice(start, start + _BLOCK)
        codes[part] = 0
        for column, step in zip(columns.values(), steps, strict=False):
            own = column.codes[part].astype(np.uint16)
            own *= np.uint16(step)
            codes[part] += own
    every = np.arange(steps[-1])
    return {
        name: Joint(codes=codes, own=every // step % size, column=column)
        for (name, column), step, size in zip(columns.items(), steps, sizes, strict=False)
    }


def _size(column: Any) -> int:
    """How many codes a column has; of numbers that have none, too many."""
    return _MOST_CODES + 1 if isinstance(column, Numbers) else len(column.values)
