"""Lists of values that several conditions share by name, such as the accounts that a house wants most.

>>> targets = ValueList(name="targets", values=("Acme", "Globex"))
>>> print(targets)
list 'targets' of 2 values

A model declares them once, and a condition says `in_list = "targets"`: it means what `one_of` means with these values.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..errors import Finding, InputError
from ..records import Scalar
from .vocabulary import FieldKind, kind_of

__all__ = ["UnboundList", "ValueList", "Wanted", "asked_for", "check_lists", "wanted_by_kind"]

#: The values that are asked for, by kind and as they are compared: a look-up costs the same however many there are.
Wanted = Mapping[FieldKind, frozenset[object]]


class _Kept:
    """A slot for the values as they are compared: no field, so neither compared, shown, pickled nor dumped."""

    __slots__ = ("wanted",)
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList(_Kept):
    """Texts or numbers under a name; a model proves that they are of one kind, and that none is there twice.

    Letter case does not matter, as in any comparison of texts; a space does.

    Raises `InputError` for a name that is no text, for what is no list of values, such as one text, and for a value
    that is neither text nor a number.
    """

    name: str
    values: tuple[Scalar, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise InputError("name", self.name, "is no text")
        values: object = self.values
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise InputError("values", values, "is no list of values, give one such as ['Acme']")
        object.__setattr__(self, "values", tuple(values))
        for value in self.values:
            if not isinstance(value, str | int | float):
                raise InputError("values", value, "is neither text nor a number")
        object.__setattr__(self, "wanted", _by_kind(self.values))

    def __contains__(self, value: object) -> bool:
        """Whether a value is one of them, as a condition finds it.

        >>> "ACME" in ValueList(name="targets", values=("Acme",))
        True
        """
        return isinstance(value, str | int | float) and _folded(value) in self.wanted.get(kind_of(value), ())

    @property
    def kind(self) -> FieldKind | None:
        """What the values are; None when they are of several kinds, or when there are none."""
        return next(iter(self.wanted)) if len(self.wanted) == 1 else None

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.name, self.values)

    def __str__(self) -> str:
        return f"list {self.name!r} of {len(self.values)} value{'s' * (len(self.values) != 1)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnboundList:
    """The name of a list whose values nobody has said yet; asking for them raises `InputError`."""

    name: str

    @property
    def values(self) -> tuple[Scalar, ...]:
        raise InputError(
            "in_list", self.name, "is a list without its values, ask through a model that declares it"
        )

    @property
    def wanted(self) -> Wanted:
        return _by_kind(self.values)


def asked_for(value: Any) -> tuple[Scalar, ...]:
    """The values among which `equals`, `one_of` or `in_list` looks, from what `Condition.operators` gives of it.

    >>> asked_for("CH"), asked_for(("CH", "IT")), asked_for(ValueList(name="near", values=("CH", "IT")))
    (('CH',), ('CH', 'IT'), ('CH', 'IT'))
    """
    if isinstance(value, ValueList | UnboundList):
        return value.values
    return value if isinstance(value, tuple) else (value,)


def wanted_by_kind(value: Any) -> Wanted:
    """The same by kind, texts folded; those of a list are made once for all conditions that ask for it."""
    return value.wanted if isinstance(value, ValueList | UnboundList) else _by_kind(asked_for(value))


def check_lists(lists: tuple[ValueList, ...], path: str) -> Iterator[Finding]:
    """Every fault of the values of lists, each with its path.

    >>> [str(each) for each in check_lists((ValueList(name="targets", values=("Acme", "ACME", 5)),), "$.lists")]
    ["$.lists[0].values[1]: 'ACME' is listed twice", '$.lists[0].values[2]: 5 is no text, as the values before it are']
    """
    for place, each in enumerate(lists):
        if not each.values:
            yield Finding(f"{path}[{place}].values", "is empty, give at least one")
        if len(each.values) == len(each.wanted.get(FieldKind.TEXT, ())):
            # Texts that are all different, as nearly every list is: nothing is looked for one by one.
            continue
        seen: set[tuple[FieldKind, object]] = set()
        for number, value in enumerate(each.values):
            kind, first = kind_of(value), kind_of(each.values[0])
            where = f"{path}[{place}].values[{number}]"
            if kind is FieldKind.BOOLEAN or value != value:
                yield Finding(where, f"{value!r} is neither text nor a number")
            elif kind is not first and first is not FieldKind.BOOLEAN:
                what = "text" if first is FieldKind.TEXT else "number"
                yield Finding(where, f"{value!r} is no {what}, as the values before it are")
            elif (kind, _folded(value)) in seen:
                yield Finding(where, f"{value!r} is listed twice")
            seen.add((kind, _folded(value)))


def _by_kind(values: tuple[Scalar, ...]) -> Wanted:
    found: dict[FieldKind, set[object]] = {}
    for value in values:
        found.setdefault(kind_of(value), set()).add(_folded(value))
    return MappingProxyType({kind: frozenset(found[kind]) for kind in FieldKind if kind in found})


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _rebuild(name: str, values: tuple[Scalar, ...]) -> ValueList:
    return ValueList(name=name, values=values)
