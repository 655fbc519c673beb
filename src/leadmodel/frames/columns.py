"""A column as the kernel sees it: numbers in an array, or codes into a list of the different values that it holds.

Engines differ in how they show what is missing, and in what they do with it. So every column comes in through here,
where None, NaN and NaT all become missing, and from here on no engine is asked any more.

>>> titles = coded(["VP", None, "VP", float("nan")])
>>> titles.codes.tolist(), titles.values
([0, 1, 0, 1], ('VP', None))
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..conditions.values import is_known

__all__ = ["Coded", "Column", "Numbers", "Pieces", "coded", "column_of", "missing"]

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

#: A value that is there and that no condition compares, such as a date or a list: it is known, and that is all.
_OTHER: object = ()
_MOST = np.iinfo(np.int64).max
#: Rows of a chunk from which on it may stay a piece of its own.
_LONG = 32_768


class Pieces:
    """Numbers that lie in several arrays, one behind the other, and are read some rows at a time.

    >>> numbers = Pieces([np.array([1, 2]), np.array([3, 4])])
    >>> numbers[1:3].tolist(), np.asarray(numbers).tolist()
    ([2, 3], [1, 2, 3, 4])
    """

    __slots__ = ("arrays", "begins", "dtype")

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self.arrays = arrays
        self.dtype = arrays[0].dtype
        self.begins: list[int] = np.cumsum([0, *map(len, arrays)]).tolist()

    def __len__(self) -> int:
        return self.begins[-1]

    def __getitem__(self, part: slice) -> NDArray[Any]:
        start, stop, _ = part.indices(len(self))
        pairs = zip(self.arrays, self.begins, strict=False)
        found = [
            array[max(start - begin, 0) : stop - begin]
            for array, begin in pairs
            if begin < stop and start < begin + len(array)
        ]
        return found[0] if len(found) == 1 else np.concatenate(found or [self.arrays[0][:0]])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.concatenate(self.arrays).astype(dtype or self.dtype, copy=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """Whole numbers or fractions; what is missing is NaN among fractions, and not `known` among whole numbers."""

    values: NDArray[Any]
    known: Bools | None = None

    def __len__(self) -> int:
        return len(self.values)

    @property
    def whole(self) -> bool:
        return self.values.dtype.kind == "i"

    def cell(self, place: int) -> object:
        """The value in a row, as Python has it."""
        if self.known is not None and not self.known[place]:
            return None
        return self.values[place : place + 1].item()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """Values of any kind, each once, and for each row the place of its own among them."""

    codes: NDArray[Any]
    values: tuple[object, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def cell(self, place: int) -> object:
        return self.values[self.codes[place]]


Column: TypeAlias = Numbers | Coded


def missing(rows: int) -> Coded:
    """A column in which nothing is known."""
    return Coded(codes=np.zeros(rows, np.int8), values=(None,))


def coded(cells: Iterable[object]) -> Coded:
    """The column of Python values of any kind: the slow way, for columns of objects.

    A yes, a one and 1.0 are equal and are not the same to a condition, so a type of its own is a value of its own.
    """
    places: dict[object, int] = {}
    values: list[object] = []
    codes: list[int] = []
    for cell in cells:
        known = cell if is_known(cell) else None
        key: object = (known.__class__, known)
        try:
            place = places.setdefault(key, len(values))
        except TypeError:
            # A list, which cannot be looked up.
            place = len(values)
        if place == len(values):
            values.append(known)
        codes.append(place)
    return Coded(codes=np.array(codes, np.intp), values=tuple(values))


def column_of(cells: Any, *, pieces: bool = False) -> Column:
    """The column of a NumPy array, of Arrow's arrays, or of a sequence of Python values.

    Numbers of a table of Arrow may stay in `pieces`, which spares a copy for those who read them row by row.
    """
    if pieces and isinstance(cells, pa.ChunkedArray) and len(cells) > cells.num_chunks * _LONG:
        own = cells.type
        if pa.types.is_floating(own) or (pa.types.is_integer(own) and not pa.types.is_uint64(own)):
            return _pieced([_of_arrow(chunk) for chunk in cells.chunks if len(chunk)])
    if isinstance(cells, np.ndarray):
        return _of_numpy(cells)
    if isinstance(cells, pa.Array | pa.ChunkedArray):
        return _of_arrow(cells)
    return _of_objects(cells)


def _of_numpy(cells: NDArray[Any]) -> Column:
    kind = cells.dtype.kind
    if kind == "f":
        return Numbers(values=cells.astype(np.float64, copy=False))
    if kind in "iu" and not (kind == "u" and len(cells) and int(cells.max()) > _MOST):
        return Numbers(values=cells.astype(np.int64, copy=False))
    if kind == "b":
        return Coded(codes=cells.astype(np.uint8), values=(False, True, None))
    return _of_objects(cells.tolist())


def _of_objects(cells: Sequence[object]) -> Column:
    kinds = set(map(type, cells))
    if str in kinds and all(issubclass(kind, str | float) or _answers_nothing(kind) for kind in kinds):
        try:
            return _of_arrow(pa.array(cells, pa.large_string(), from_pandas=True))
        except (pa.ArrowException, TypeError, UnicodeError):
            # A number among the texts, or text that is no Unicode.
            pass
    return coded(cells)


def _answers_nothing(kind: type) -> bool:
    return kind is type(None) or kind.__name__ in ("NAType", "NaTType")


def _of_arrow(cells: Any) -> Column:
    kind = cells.type
    if pa.types.is_integer(kind):
        return _whole(cells)
    if pa.types.is_floating(kind):
        return Numbers(values=_flat(cells.cast(pa.float64())).to_numpy(zero_copy_only=False))
    if pa.types.is_dictionary(kind):
        return _dictionary(_flat(cells))
    if pa.types.is_boolean(kind):
        codes = pc.fill_null(cells.cast(pa.uint8()), 2)
        return Coded(codes=_flat(codes).to_numpy(zero_copy_only=False), values=(False, True, None))
    if pa.types.is_string_view(kind):
        return _of_arrow(cells.cast(pa.large_string()))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_decimal(kind):
        return _dictionary(_flat(cells.dictionary_encode()))
    if pa.types.is_null(kind):
        return missing(len(cells))
    known = _flat(cells.is_valid()).to_numpy(zero_copy_only=False)
    return Coded(codes=known.astype(np.uint8), values=(None, _OTHER))


def _pieced(found: Sequence[Any]) -> Numbers:
    known = None
    if any(each.known is not None for each in found):
        known = np.concatenate(
            [np.ones(len(each), np.bool_) if each.known is None else each.known for each in found]
        )
    # To whoever takes a part of them they are an array.
    values = Pieces([each.values for each in found])
    return Numbers(values=cast(NDArray[Any], values), known=known)


def _whole(cells: Any) -> Column:
    known = None if not cells.null_count else _flat(cells.is_valid()).to_numpy(zero_copy_only=False)
    full = cells if known is None else pc.fill_null(cells, 0)
    if pa.types.is_uint64(cells.type) and len(cells) and (pc.max(full).as_py() or 0) > _MOST:
        return coded(cells.to_pylist())
    values = _flat(full).to_numpy(zero_copy_only=False)
    return Numbers(values=values.astype(np.int64, copy=False), known=known)


def _dictionary(cells: Any) -> Coded:
    """The codes and values of Arrow's own dictionary; a code of its own for what has none."""
    values = cells.dictionary.to_pylist()
    values = [value if is_known(value) else None for value in values]
    codes = cells.indices
    if codes.null_count:
        codes = (
            pc.fill_null(codes, len(values))
            if _fits(codes.type, len(values))
            else _widened(codes, len(values))
        )
    return Coded(codes=codes.to_numpy(zero_copy_only=False), values=(*values, None))


def _fits(kind: Any, code: int) -> bool:
    return bool(code < 2 ** (kind.bit_width - 1))


def _widened(codes: Any, code: int) -> Any:
    return pc.fill_null(codes.cast(pa.int64()), code)


def _flat(cells: Any) -> Any:
    """One array of what may come in several chunks."""
    if isinstance(cells, pa.ChunkedArray):
        return cells.chunk(0) if cells.num_chunks == 1 else cells.combine_chunks()
    return cells
