"""Giving the conditions of a declared part the values of the lists that they name.

>>> from .build import field
>>> targets = ValueList(name="targets", values=("Acme", "Globex"))
>>> bind_lists((field("company.name").in_list("targets"),), {"targets": targets})[0].listed is targets
True
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ..errors import Finding, hint
from .condition import GROUPS, Condition
from .value_list import ValueList

__all__ = ["bind_lists", "check_names_of_lists"]

T = TypeVar("T")


def bind_lists(part: T, lists: Mapping[str, ValueList]) -> T:
    """The part with each of its conditions bound to the lists of these names; what names none stays the very same."""
    found: Any = part
    if isinstance(part, Condition):
        found = _bound(part, lists)
    elif isinstance(part, tuple):
        inside = tuple([bind_lists(each, lists) for each in part])
        if any(new is not old for new, old in zip(inside, part, strict=True)):
            found = inside
    elif is_dataclass(part) and not isinstance(part, type | ValueList):
        told = {each.name: getattr(part, each.name) for each in fields(part) if each.init}
        changed = {name: new for name, old in told.items() if (new := bind_lists(old, lists)) is not old}
        if changed:
            found = replace(part, **changed)
    return found  # type: ignore[no-any-return]


def check_names_of_lists(part: object, path: str, known: Mapping[str, ValueList]) -> Iterator[Finding]:
    """Each condition of a declared part that names a list which there is not, with its path."""
    if isinstance(part, tuple):
        for place, each in enumerate(part):
            yield from check_names_of_lists(each, f"{path}[{place}]", known)
    elif is_dataclass(part) and not isinstance(part, type | ValueList):
        if isinstance(part, Condition) and part.in_list is not None and part.in_list not in known:
            yield Finding(
                f"{path}.in_list", f"unknown list {part.in_list!r}{hint(part.in_list, filter(None, known))}"
            )
        for each in fields(part):
            yield from check_names_of_lists(getattr(part, each.name), f"{path}.{each.name}", known)


def _bound(condition: Condition, lists: Mapping[str, ValueList]) -> Condition:
    if condition.in_list is not None:
        listed = lists.get(condition.in_list)
        return condition if listed is None or listed is condition.listed else condition.bound_to(listed)
    for group in GROUPS:
        children = getattr(condition, group) or ()
        bound: Any = tuple([_bound(child, lists) for child in children])
        if any(new is not old for new, old in zip(bound, children, strict=True)):
            return replace(condition, **{group: bound})
    return condition
