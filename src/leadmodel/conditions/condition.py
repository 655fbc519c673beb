"""A condition as data: what a rule asks of a lead, written in a document or in Python, equal either way.

>>> big = Condition(field="company.revenue", above=50_000_000)
>>> str(big)
'company.revenue is above 50000000'
>>> str(Condition(any_of=(big, Condition(field="lead.title", mentions=("vp", "vice president")))))
"(company.revenue is above 50000000 or lead.title mentions 'vp' or 'vice president')"
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from ..errors import InputError
from ..records import Scalar

__all__ = ["GROUPS", "NUMERIC", "Condition"]

GROUPS = ("all_of", "any_of", "none_of")
NUMERIC = ("above", "below", "at_least", "at_most")
WORDING = {
    "equals": "is",
    "one_of": "is one of",
    "above": "is above",
    "below": "is below",
    "at_least": "is at least",
    "at_most": "is at most",
    "mentions": "mentions",
}


class _Kept:
    """A slot for the compiled form: no field, so it is neither compared, shown, pickled nor dumped."""

    __slots__ = ("kept",)
    kept: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(_Kept):
    """Either a `field` with one or more operators that must all hold, or exactly one group of conditions.

    `mentions` finds whole words or phrases; text is compared without regard to letter case. `none_of` is the negation
    of `any_of`. The answer is match, no match or unknown: see `leadmodel.conditions.compile_condition`.

    Raises `InputError` when it has neither form, or both, or a field without an operator, for a phrase without words,
    and for a limit that is no number.
    """

    field: str | None = None
    equals: Scalar | None = None
    one_of: tuple[Scalar, ...] | None = None
    above: int | float | None = None
    below: int | float | None = None
    at_least: int | float | None = None
    at_most: int | float | None = None
    mentions: tuple[str, ...] | None = None
    present: bool | None = None
    all_of: "tuple[Condition, ...] | None" = None
    any_of: "tuple[Condition, ...] | None" = None
    none_of: "tuple[Condition, ...] | None" = None

    def __post_init__(self) -> None:
        for name in ("one_of", "mentions", *GROUPS):
            value = getattr(self, name)
            if value is not None:
                if isinstance(value, str):
                    raise InputError(name, value, "is one text, give a list of them")
                object.__setattr__(self, name, tuple(value))
                if not value:
                    raise InputError(name, value, "is empty, give at least one")
        for phrase in self.mentions or ():
            if not any(letter.isalnum() for letter in phrase):
                raise InputError("mentions", phrase, "has no word in it, give letters or digits")
        for name in NUMERIC:
            limit = getattr(self, name)
            if limit is not None and (isinstance(limit, bool | str) or limit != limit):
                raise InputError(name, limit, "is no number, give one such as 50_000")
        groups = [name for name in GROUPS if getattr(self, name) is not None]
        operators = [name for name, _ in self.operators()]
        if self.field is None:
            if len(groups) != 1 or operators:
                raise InputError(
                    "condition",
                    groups + operators,
                    "is no condition, expected a field with an operator, or one group",
                )
        elif groups:
            raise InputError(
                "condition", groups, f"stands beside field {self.field!r}, write one or the other"
            )
        elif not operators:
            raise InputError(
                "condition", self.field, f"has no operator, expected one of {', '.join(OPERATORS)}"
            )

    def operators(self) -> Iterator[tuple[str, object]]:
        """The operators that are set, with their values, in a fixed order."""
        for name in OPERATORS:
            value = getattr(self, name)
            if value is not None:
                yield name, value

    def children(self) -> "tuple[Condition, ...]":
        """The conditions of the group; empty for a comparison."""
        return self.all_of or self.any_of or self.none_of or ()

    def fields_read(self) -> frozenset[str]:
        """Every field that the answer can depend on.

        >>> sorted(Condition(field="lead.country", equals="CH").fields_read())
        ['lead.country']
        """
        if self.field is not None:
            return frozenset((self.field,))
        return frozenset().union(*(child.fields_read() for child in self.children()))

    def __str__(self) -> str:
        if self.field is not None:
            return " and ".join(_phrase(self.field, name, value) for name, value in self.operators())
        word = " and " if self.all_of else " or "
        inside = word.join(str(child) for child in self.children())
        return f"not ({inside})" if self.none_of else f"({inside})"


OPERATORS = tuple(f.name for f in fields(Condition) if f.name != "field" and f.name not in GROUPS)


def _phrase(field: str, operator: str, value: object) -> str:
    if operator == "present":
        return f"{field} is {'known' if value else 'missing'}"
    if isinstance(value, tuple):
        shown = " or ".join(map(repr, value)) if operator == "mentions" else ", ".join(map(repr, value))
        return f"{field} {WORDING[operator]} {shown}"
    return f"{field} {WORDING[operator]} {value!r}"
