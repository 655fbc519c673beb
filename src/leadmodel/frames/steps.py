"""A column of numbers as codes, by the limits that conditions hold against it: between two of them all say the same.

A model asks a column of numbers for a few limits, and each number lies in one of the steps between them. So rules over
numbers become look-ups as rules over texts are, whatever the number of rules, and what is missing is a step of its own.
Limits are brought into the column's own kind without rounding.

>>> from ..conditions import field
>>> heads = Numbers(values=np.array([5.0, 50.0, float("nan"), 200.0]))
>>> steps = stepped(heads, [field("company.employees") >= 50, field("company.employees") > 100])
>>> steps.codes.tolist(), steps.values.values.tolist()
([0, 1, 3, 2], [-inf, 50.0, 100.00000000000001, nan])
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, nextafter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..conditions import Condition, FieldKind
from ..conditions.condition import AMONG, NUMERIC
from ..conditions.value_list import wanted_by_kind
from .columns import Numbers

__all__ = ["Stepped", "exact_limit", "exact_values", "numbers_in", "stepped"]

_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_INFINITE = float("inf")
#: A code is one byte, and the last one is kept for what is missing.
_MOST_LIMITS = 254
#: More limits than this are searched, fewer are compared one by one.
_FEW_LIMITS = 32
_BLOCK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stepped:
    """For each row the step that its number lies in, and one number of each step, the missing one last."""

    codes: NDArray[np.uint8]
    values: Numbers


def stepped(column: Numbers, conditions: Iterable[Condition]) -> Stepped | None:
    """The steps of a column between the limits of conditions over it; None when there are too many limits."""
    found: set[Any] = set()
    for limit in (limit for when in conditions for limit in _limits(when, whole=column.whole)):
        found.add(limit)
        if len(found) > _MOST_LIMITS:
            return None
    limits = sorted(found)
    codes = np.empty(len(column), np.uint8)
    for start in range(0, len(codes), _BLOCK):
        _fill(column, slice(start, start + _BLOCK), limits, codes)
    least = _LEAST if column.whole else -_INFINITE
    values = np.array(
        [least, *limits, 0 if column.whole else float("nan")], np.int64 if column.whole else float
    )
    return Stepped(codes=codes, values=Numbers(values=values, known=np.arange(len(values)) <= len(limits)))


def _fill(column: Numbers, part: slice, limits: list[Any], codes: NDArray[np.uint8]) -> None:
    values, found = column.values[part], codes[part]
    if len(limits) > _FEW_LIMITS:
        found[:] = np.searchsorted(np.array(limits, column.values.dtype), values, side="right")
    else:
        found[:] = 0
        for limit in limits:
            found += (values >= limit).view(np.uint8)
    unknown = _unknown(column, part)
    if unknown is not None:
        # The code of what is missing is the largest.
        np.maximum(found, unknown.view(np.uint8) * np.uint8(len(limits) + 1), out=found)


def _unknown(column: Numbers, part: slice) -> NDArray[np.bool_] | None:
    if column.known is not None:
        return ~column.known[part]
    values = column.values[part]
    return None if column.whole else values != values


def _limits(condition: Condition, *, whole: bool) -> Iterable[Any]:
    """The numbers from which on the answer to a comparison may be another one, up to the next of them."""
    for operator, value in condition.operators():
        sides: Iterable[tuple[str, Any]] = ()
        if operator in NUMERIC:
            sides = [exact_limit(operator, value, whole=whole)]
        elif operator in AMONG:
            exact = exact_values(numbers_in(value), whole=whole)
            sides = ((side, each) for each in exact for side in ("at_least", "above"))
        found = (_from(side, limit, whole=whole) for side, limit in sides)
        yield from (each for each in found if each is not None)


def _from(operator: str, limit: Any, *, whole: bool) -> Any:
    """The first number on the upper side of a limit; None when there is none, or all are."""
    upper = operator in ("above", "at_most")
    if whole:
        first = limit + upper
        return first if _LEAST < first <= _MOST else None
    if upper:
        return None if limit == _INFINITE else nextafter(limit, _INFINITE)
    return None if limit == -_INFINITE else limit


def exact_limit(operator: str, limit: Any, *, whole: bool) -> tuple[str, Any]:
    """The comparison with a number of the column's kind that says the same of all numbers of that kind."""
    return _whole_limit(operator, limit) if whole else _fraction_limit(operator, limit)


def numbers_in(asked: Any) -> Collection[Any]:
    """The numbers among what is asked for, each once."""
    return wanted_by_kind(asked).get(FieldKind.NUMBER, ())


def exact_values(numbers: Iterable[Any], *, whole: bool) -> Iterator[Any]:
    """Those of some numbers that a column of the kind can hold."""
    exact = map(_as_whole if whole else _as_fraction, numbers)
    return (each for each in exact if each is not None)


def _whole_limit(operator: str, limit: Any) -> tuple[str, int | float]:
    """The comparison with a whole number that says the same of whole numbers of 64 bits."""
    if limit in (_INFINITE, -_INFINITE):
        return operator, float(limit)
    if operator in ("above", "at_least"):
        operator, near = "at_least", floor(limit) + 1 if operator == "above" else ceil(limit)
    else:
        operator, near = "at_most", ceil(limit) - 1 if operator == "below" else floor(limit)
    if _LEAST <= near <= _MOST:
        return operator, near
    return operator, _INFINITE if near > 0 else -_INFINITE


def _fraction_limit(operator: str, limit: Any) -> tuple[str, float]:
    """The comparison with a floating number that says the same of floating numbers.

    Between a limit and the floating number next to it there is no other one, so only whether the number itself counts
    may change.
    """
    near = _nearest(limit)
    if near > limit:
        operator = {"above": "at_least", "at_most": "below"}.get(operator, operator)
    elif near < limit:
        operator = {"at_least": "above", "below": "at_most"}.get(operator, operator)
    return operator, near


def _nearest(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return _INFINITE if number > 0 else -_INFINITE


def _as_whole(number: Any) -> int | None:
    """The number as one of 64 bits, None when there is no such."""
    if type(number) is not int and (
        number != number or number in (_INFINITE, -_INFINITE) or number != floor(number)
    ):
        return None
    return int(number) if _LEAST <= number <= _MOST else None


def _as_fraction(number: Any) -> float | None:
    near = _nearest(number)
    return near if near == number else None
