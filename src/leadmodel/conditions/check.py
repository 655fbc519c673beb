"""Proving a condition against the fields that exist: unknown names and comparisons that can never hold."""

from collections.abc import Iterator, Mapping

from ..errors import Finding, hint
from .condition import GROUPS, NUMERIC, Condition
from .vocabulary import FieldKind, kind_of

__all__ = ["check_condition"]


def check_condition(condition: Condition, path: str, kinds: Mapping[str, FieldKind]) -> Iterator[Finding]:
    """Every fault of a condition, each with its path.

    >>> from .vocabulary import known_fields
    >>> [str(f) for f in check_condition(Condition(field="lead.titel", equals="VP"), "$.when", known_fields())]
    ["$.when.field: unknown field 'lead.titel', did you mean 'lead.title'?"]
    """
    for group in GROUPS:
        for place, child in enumerate(getattr(condition, group) or ()):
            yield from check_condition(child, f"{path}.{group}[{place}]", kinds)
    if condition.field is None:
        return
    kind = kinds.get(condition.field)
    if kind is None:
        known = [
            name for name in kinds if name.partition(".")[0] == condition.field.partition(".")[0]
        ] or list(kinds)
        yield Finding(f"{path}.field", f"unknown field {condition.field!r}{hint(condition.field, known)}")
        return
    for operator, value in condition.operators():
        yield from _check_operator(condition.field, kind, operator, value, f"{path}.{operator}")


def _check_operator(
    field: str, kind: FieldKind, operator: str, value: object, path: str
) -> Iterator[Finding]:
    if operator in NUMERIC and kind is not FieldKind.NUMBER:
        yield Finding(path, f"{field!r} holds {_plural(kind)} and cannot be compared as a number")
    elif operator == "mentions" and kind is not FieldKind.TEXT:
        yield Finding(path, f"{field!r} holds {_plural(kind)} and has no words")
    elif operator in ("equals", "one_of"):
        for each in value if isinstance(value, tuple) else (value,):
            if kind_of(each) is not kind:
                yield Finding(path, f"{field!r} holds {_plural(kind)} and is never {each!r}")


def _plural(kind: FieldKind) -> str:
    return {"text": "text", "number": "numbers", "boolean": "yes or no"}[kind.value]
