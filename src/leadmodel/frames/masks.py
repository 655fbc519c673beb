"""A condition over whole columns: which rows it holds for, and which it is known not to hold for.

As in `leadmodel.conditions.generate` there are two answers, because there are three: where neither is true, the answer
is unknown. Over columns with few different values, each value is asked once, by the very function that answers for a
single lead, so that no engine has a say in what letter case, a word or a missing value is. Numbers are compared where
they are, with limits that are brought into the column's own kind without rounding.

>>> import numpy as np
>>> from ..conditions import field
>>> from .columns import Numbers
>>> heads = Numbers(values=np.array([5.0, 50.0, float("nan")]))
>>> large = mask_of(field("company.employees") > 10, {"company.employees": heads})
>>> large.holds(slice(None)).tolist(), large.fails(slice(None)).tolist()
([False, True, False], [True, False, False])
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..conditions import Condition, Source, compile_source
from ..conditions.condition import AMONG, NUMERIC
from .columns import Coded, Numbers
from .reading import Joint, Read
from .steps import Stepped, exact_limit, exact_values, numbers_in

__all__ = ["Mask", "Table", "answers_by_value", "hangs_on", "known_in", "mask_of"]

Bools: TypeAlias = NDArray[np.bool_]

_OPPOSITE = {"above": "at_most", "at_most": "above", "below": "at_least", "at_least": "below"}
_COMPARED: Mapping[str, Callable[[Any, Any], Bools]] = {
    "above": np.greater,
    "at_least": np.greater_equal,
    "below": np.less,
    "at_most": np.less_equal,
}

#: Looking a number up costs as much as comparing it with about so many.
_FEW_VALUES = 32


class Mask(Protocol):
    """The answers to a condition for some of the rows at a time, which stay in the processor's cache."""

    def holds(self, part: slice) -> Bools:
        """Where it matches."""

    def fails(self, part: slice) -> Bools:
        """Where it is known not to match."""


@dataclass(frozen=True, slots=True)
class Table:
    """Answers by value, looked up by code."""

    codes: NDArray[Any]
    held: Bools
    failed: Bools

    def holds(self, part: slice) -> Bools:
        return self.held.take(self.codes[part])

    def fails(self, part: slice) -> Bools:
        return self.failed.take(self.codes[part])


@dataclass(frozen=True, slots=True)
class _Group:
    """By De Morgan: not all match as soon as one does not, and none of them matches when none does."""

    children: Sequence[Mask]
    every: bool
    negated: bool

    def holds(self, part: slice) -> Bools:
        return self._side(part, not self.negated)

    def fails(self, part: slice) -> Bools:
        return self._side(part, self.negated)

    def _side(self, part: slice, holds: bool) -> Bools:
        found = (child.holds(part) if holds else child.fails(part) for child in self.children)
        return reduce(np.logical_and if self.every == holds else np.logical_or, found)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Numbers against a limit. NaN is on neither side of any."""

    column: Numbers
    above: tuple[str, Any]
    beside: tuple[str, Any]

    def holds(self, part: slice) -> Bools:
        return self._where(part, *self.above)

    def fails(self, part: slice) -> Bools:
        return self._where(part, *self.beside)

    def _where(self, part: slice, operator: str, limit: Any) -> Bools:
        found = _COMPARED[operator](self.column.values[part], limit)
        known = self.column.known
        return found if known is None else found & known[part]


@dataclass(frozen=True, slots=True)
class _Among:
    """Numbers that are one of some: a few are compared one by one, many are looked up."""

    column: Numbers
    wanted: NDArray[Any]

    def holds(self, part: slice) -> Bools:
        return self._found(part) & known_in(self.column, part)

    def fails(self, part: slice) -> Bools:
        return ~self._found(part) & known_in(self.column, part)

    def _found(self, part: slice) -> Bools:
        values = self.column.values[part]
        if len(self.wanted) > _FEW_VALUES:
            # Arrow tells the two zeros of fractions apart; with a zero added there is only one.
            own, wanted = (
                pa.array(each if self.column.whole else each + 0.0) for each in (values, self.wanted)
            )
            found: Bools = pc.is_in(own, value_set=wanted).to_numpy(zero_copy_only=False)
            return found
        none = np.zeros(len(values), np.bool_)
        return reduce(np.logical_or, (values == each for each in self.wanted.tolist()), none)


@dataclass(frozen=True, slots=True)
class _Present:
    column: Numbers
    wanted: bool

    def holds(self, part: slice) -> Bools:
        known = known_in(self.column, part)
        return known if self.wanted else ~known

    def fails(self, part: slice) -> Bools:
        return ~self.holds(part)


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A number where another kind of value is asked about."""

    column: Numbers

    def holds(self, part: slice) -> Bools:
        return np.zeros(len(self.column.values[part]), np.bool_)

    def fails(self, part: slice) -> Bools:
        return self.holds(part)


def mask_of(condition: Condition, columns: Mapping[str, Read]) -> Mask:
    """The answers to a condition, over the columns of all subjects that it reads, by their names."""
    subjects = {*condition.fields_read(), *map(str, condition.activities_read())}
    if len(subjects) == 1:
        (name,) = subjects
        column = columns[name]
        if isinstance(column, Coded):
            answers = answers_by_value(condition, column)
            return Table(column.codes, answers == 1, answers == 0)
        if isinstance(column, Stepped):
            steps = mask_of(condition, {name: column.values})
            return Table(column.codes, steps.holds(slice(None)), steps.fails(slice(None)))
        if isinstance(column, Joint):
            table = mask_of(condition, {name: column.column})
            assert isinstance(table, Table)
            return Table(column.codes, table.held[column.own], table.failed[column.own])
    if condition.subject is None:
        children = tuple(mask_of(child, columns) for child in condition.children())
        return _Group(children, bool(condition.all_of), bool(condition.none_of))
    numbers = columns[condition.subject]
    assert isinstance(numbers, Numbers)
    parts = [_number_mask(numbers, operator, value) for operator, value in condition.operators()]
    return parts[0] if len(parts) == 1 else _Group(parts, every=True, negated=False)


def hangs_on(mask: Mask) -> Numbers | None:
    """The column of numbers that is compared, when there is an answer exactly where it has a value."""
    return mask.column if isinstance(mask, _Compared | _Among) else None


def known_in(column: Numbers, part: slice) -> Bools:
    """Where some rows of a column have a number."""
    if column.known is not None:
        return column.known[part]
    values = column.values[part]
    return np.ones(len(values), np.bool_) if column.whole else values == values


def answers_by_value(condition: Condition, column: Coded) -> NDArray[np.int8]:
    """What a condition over one subject says to each value of a column: 1 yes, 0 no, -1 unknown."""
    source = Source(lambda _, __: "value")
    holds, fails = source.holds(condition), source.fails(condition)
    answer = compile_source(source, "value", f"1 if {holds} else 0 if {fails} else -1")
    return np.fromiter(map(answer, column.values), np.int8, len(column.values))


def _number_mask(column: Numbers, operator: str, value: Any) -> Mask:
    if operator == "present":
        return _Present(column, bool(value))
    if operator in NUMERIC:
        sides = (exact_limit(each, value, whole=column.whole) for each in (operator, _OPPOSITE[operator]))
        return _Compared(column, *sides)
    if operator in AMONG:
        numbers = numbers_in(value)
        if numbers:
            exact = exact_values(numbers, whole=column.whole)
            return _Among(column, np.array(list(exact), np.int64 if column.whole else np.float64))
    return _Unknown(column)
