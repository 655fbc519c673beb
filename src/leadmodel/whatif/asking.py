"""Putting conditions to rows of values, and to whole sets of rows that stand for every lead there can be."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..conditions import Condition, Source, compile_source

__all__ = ["Answers", "Row", "answers_to", "leaves_of"]

Row = Mapping[str, Any]
#: What each condition finds: match, no match, or None for unknown.
Answers = tuple[bool | None, ...]


def answers_to(conditions: Sequence[Condition]) -> Callable[[Row], Answers]:
    """A function of a row that answers all of them; a key that is missing is unknown.

    >>> swiss = Condition(field="lead.country", equals="CH")
    >>> answered = answers_to([swiss, ~swiss])
    >>> answered({"lead.country": "CH"}), answered({})
    ((True, False), (None, None))
    """
    source = Source(_read_row)
    said = [
        f"True if {source.holds(each)} else False if {source.fails(each)} else None, " for each in conditions
    ]
    made: Callable[[Row], Answers] = compile_source(source, "row", f"({''.join(said)})")
    return made


def leaves_of(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """The comparisons that conditions are made of."""
    for condition in conditions:
        if condition.subject is not None:
            yield condition
        else:
            yield from leaves_of(condition.children())


def _read_row(source: Source, subject: str) -> str:
    return f"row.get({source.bind(subject)})"
