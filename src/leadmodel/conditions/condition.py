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
from .activities import Activities

__all__ = ["GROUPS", "NUMERIC", "TEXTUAL", "Condition"]

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
    "contains": "contains",
    "starts_with": "starts with",
    "ends_with": "ends with",
}
#: Operators over text that take several texts, of which one has to be found.
TEXTUAL = ("mentions", "contains", "starts_with", "ends_with")
#: Deeper than anybody reads, and far from where a reader of documents or a compiler gives up.
DEEPEST = 250


class _Kept:
    """Slots for the compiled form and the depth: no fields, so neither compared, shown, pickled nor dumped."""

    __slots__ = ("depth", "kept")
    kept: Any
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(_Kept):
    """Either a `field` or `activities` with one or more operators that must all hold, or exactly one group.

    `mentions` finds whole words or phrases, `contains`, `starts_with` and `ends_with` any part of a text; text is
    compared without regard to letter case. `none_of` is the negation of `any_of`. The answer is match, no match or
    unknown: see `leadmodel.conditions.compile_condition`. Conditions are joined with `&`, `|` and `~`; `and`, `or` and
    `not` would ask for the truth of a condition, which has none without a lead.

    Raises `InputError` when it has neither form, or both, or nothing to compare with, for a phrase without words, for a
    limit that is no number, and for groups within groups deeper than 250.
    """

    field: str | None = None
    activities: Activities | None = None
    equals: Scalar | None = None
    one_of: tuple[Scalar, ...] | None = None
    above: int | float | None = None
    below: int | float | None = None
    at_least: int | float | None = None
    at_most: int | float | None = None
    mentions: tuple[str, ...] | None = None
    contains: tuple[str, ...] | None = None
    starts_with: tuple[str, ...] | None = None
    ends_with: tuple[str, ...] | None = None
    present: bool | None = None
    all_of: "tuple[Condition, ...] | None" = None
    any_of: "tuple[Condition, ...] | None" = None
    none_of: "tuple[Condition, ...] | None" = None

    def __post_init__(self) -> None:
        for name in ("one_of", *TEXTUAL, *GROUPS):
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
        for name in ("contains", "starts_with", "ends_with"):
            if "" in (getattr(self, name) or ()):
                raise InputError(name, "", "is empty and would be found in every text")
        for name in NUMERIC:
            limit = getattr(self, name)
            if limit is not None and (isinstance(limit, bool | str) or limit != limit):
                raise InputError(name, limit, "is no number, give one such as 50_000")
        self._check_form()
        depth = 1 + max((child.depth for child in self.children()), default=0)
        if depth > DEEPEST:
            raise InputError("condition", depth, f"groups lie within one another, more than {DEEPEST} deep")
        object.__setattr__(self, "depth", depth)

    def _check_form(self) -> None:
        groups = [name for name in GROUPS if getattr(self, name) is not None]
        operators = [name for name, _ in self.operators()]
        subject = self.subject
        if subject is None:
            if len(groups) != 1 or operators:
                raise InputError(
                    "condition",
                    groups + operators,
                    "is no condition, expected a field with an operator, or one group",
                )
        elif self.field is not None and self.activities is not None:
            raise InputError("condition", self.field, "stands beside activities, write one or the other")
        elif groups:
            what = f"field {self.field!r}" if self.field is not None else "activities"
            raise InputError("condition", groups, f"stands beside {what}, write one or the other")
        elif not operators:
            raise InputError("condition", subject, f"has no operator, expected one of {', '.join(OPERATORS)}")

    @property
    def subject(self) -> str | None:
        """What is compared, by name: a field, or a measure over activities; None for a group."""
        if self.field is not None:
            return self.field
        return None if self.activities is None else str(self.activities)

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
        """Every field that the answer can depend on; measures over activities are in `activities_read`.

        >>> sorted(Condition(field="lead.country", equals="CH").fields_read())
        ['lead.country']
        """
        if self.field is not None:
            return frozenset((self.field,))
        return frozenset().union(*(child.fields_read() for child in self.children()))

    def activities_read(self) -> frozenset[Activities]:
        """Every measure over activities that the answer can depend on."""
        if self.activities is not None:
            return frozenset((self.activities,))
        return frozenset().union(*(child.activities_read() for child in self.children()))

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(all_of=(*(self.all_of or (self,)), *(other.all_of or (other,))))

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(any_of=(*(self.any_of or (self,)), *(other.any_of or (other,))))

    def __invert__(self) -> "Condition":
        return Condition(none_of=self.any_of or (self,))

    def __bool__(self) -> bool:
        raise InputError("condition", str(self), "is not true or false without a lead, join with & | ~")

    def __reduce__(self) -> tuple[object, ...]:
        # What is compiled stays behind: it is made again on first use.
        return _rebuild, ({each.name: getattr(self, each.name) for each in fields(self)},)

    def __str__(self) -> str:
        subject = self.subject
        if subject is not None:
            return " and ".join(_phrase(subject, name, value) for name, value in self.operators())
        word = " and " if self.all_of else " or "
        inside = word.join(str(child) for child in self.children())
        return f"not ({inside})" if self.none_of else f"({inside})"


def _rebuild(said: dict[str, Any]) -> Condition:
    return Condition(**said)


OPERATORS = tuple(
    f.name for f in fields(Condition) if f.name not in ("field", "activities") and f.name not in GROUPS
)


def _phrase(field: str, operator: str, value: object) -> str:
    if operator == "present":
        return f"{field} is {'known' if value else 'missing'}"
    if isinstance(value, tuple):
        shown = (", " if operator == "one_of" else " or ").join(map(repr, value))
        return f"{field} {WORDING[operator]} {shown}"
    return f"{field} {WORDING[operator]} {value!r}"
