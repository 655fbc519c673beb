"""A condition as data: what a rule asks of a lead, written in a document or in Python, equal either way.

>>> big = Condition(field="company.revenue", above=50_000_000)
>>> str(big)
'company.revenue is above 50000000'
>>> str(Condition(any_of=(big, Condition(field="lead.title", mentions=("vp", "vice president")))))
"(company.revenue is above 50000000 or lead.title mentions 'vp' or 'vice president')"
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from ..errors import InputError
from ..records import Scalar
from .activities import Activities
from .value_list import UnboundList, ValueList

__all__ = ["AMONG", "GROUPS", "NUMERIC", "TEXTUAL", "Condition"]

GROUPS = ("all_of", "any_of", "none_of")
NUMERIC = ("above", "below", "at_least", "at_most")
#: Operators that look for a value among some; `asked_for` gives these.
AMONG = ("equals", "one_of", "in_list")
WORDING = {
    "equals": "is",
    "one_of": "is one of",
    "in_list": "is in list",
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
    """Slots for the compiled form, the depth and the list that is named: no fields, so neither shown nor dumped."""

    __slots__ = ("depth", "kept", "listed")
    kept: Any
    depth: int
    listed: ValueList | UnboundList | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(_Kept):
    """Either a `field` or `activities` with one or more operators that must all hold, or exactly one group.

    `mentions` finds whole words or phrases, `contains`, `starts_with` and `ends_with` any part of a text; text is
    compared without regard to letter case. `in_list` names a list of the model, and means what `one_of` means with its
    values: the model binds them to it, as `listed`, and conditions with other values are not equal. `none_of` is the
    negation of `any_of`. The answer is match, no match or unknown: see `leadmodel.conditions.compile_condition`.
    Conditions are joined with `&`, `|` and `~`; `and`, `or` and `not` would ask for the truth of a condition, which has
    none without a lead.

    Raises `InputError` when it has neither form, or both, or nothing to compare with, for a phrase without words, for a
    limit that is no number, and for groups within groups deeper than 250.
    """

    field: str | None = None
    activities: Activities | None = None
    equals: Scalar | None = None
    one_of: tuple[Scalar, ...] | None = None
    in_list: str | None = None
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
        self._name_list()
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

    def _name_list(self) -> None:
        named: object = self.in_list
        if isinstance(named, ValueList):
            object.__setattr__(self, "in_list", named.name)
            object.__setattr__(self, "listed", named)
        elif named is None or (isinstance(named, str) and named):
            object.__setattr__(self, "listed", None if named is None else UnboundList(name=named))
        else:
            raise InputError("in_list", named, "is no name of a list")

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
        """The operators that are set, with their values, in a fixed order; `in_list` with the list itself."""
        for name in OPERATORS:
            value = getattr(self, "listed" if name == "in_list" else name)
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

    def bound_to(self, listed: ValueList) -> "Condition":
        """The same comparison, looking among the values of this list.

        >>> near = Condition(field="lead.country", in_list="near")
        >>> bound = near.bound_to(ValueList(name="near", values=("CH", "IT")))
        >>> str(bound), bound == near
        ("lead.country is in list 'near'", False)
        """
        return _rebuild(_said(self) | {"in_list": listed})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Condition):
            return NotImplemented
        return self is other or (_FIELDS(self) == _FIELDS(other) and _wanted(self) == _wanted(other))

    def __hash__(self) -> int:
        return hash(_FIELDS(self))

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
        said = _said(self)
        return _rebuild, (said | {"in_list": self.listed} if isinstance(self.listed, ValueList) else said,)

    def __str__(self) -> str:
        subject = self.subject
        if subject is not None:
            return " and ".join(_phrase(subject, name, value) for name, value in self.operators())
        word = " and " if self.all_of else " or "
        inside = word.join(str(child) for child in self.children())
        return f"not ({inside})" if self.none_of else f"({inside})"


def _said(condition: Condition) -> dict[str, Any]:
    return {each.name: getattr(condition, each.name) for each in fields(condition)}


def _wanted(condition: Condition) -> object:
    return condition.listed.wanted if isinstance(condition.listed, ValueList) else None


def _rebuild(said: dict[str, Any]) -> Condition:
    return Condition(**said)


_FIELDS = attrgetter(*(each.name for each in fields(Condition)))
OPERATORS = tuple(
    f.name for f in fields(Condition) if f.name not in ("field", "activities") and f.name not in GROUPS
)


def _phrase(field: str, operator: str, value: object) -> str:
    if operator == "present":
        return f"{field} is {'known' if value else 'missing'}"
    if isinstance(value, ValueList | UnboundList):
        return f"{field} {WORDING[operator]} {value.name!r}"
    if isinstance(value, tuple):
        shown = (", " if operator == "one_of" else " or ").join(map(repr, value))
        return f"{field} {WORDING[operator]} {shown}"
    return f"{field} {WORDING[operator]} {value!r}"
