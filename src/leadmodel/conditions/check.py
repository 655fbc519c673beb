"""Proving a condition against the fields that exist: unknown names and comparisons that can never hold."""

from collections.abc import Iterator, Mapping

from ..errors import Finding, hint
from .condition import GROUPS, NUMERIC, TEXTUAL, Condition
from .value_list import ValueList
from .vocabulary import FieldKind, kind_of

__all__ = ["check_condition"]


def check_condition(
    condition: Condition, path: str, kinds: Mapping[str, FieldKind], *, activities: bool = False
) -> Iterator[Finding]:
    """Every fault of a condition, each with its path; `activities` tells whether it may ask what a lead has done.

    >>> from .vocabulary import known_fields
    >>> [str(f) for f in check_condition(Condition(field="lead.titel", equals="VP"), "$.when", known_fields())]
    ["$.when.field: unknown field 'lead.titel', did you mean 'lead.title'?"]
    """
    for group in GROUPS:
        for place, child in enumerate(getattr(condition, group) or ()):
            yield from check_condition(child, f"{path}.{group}[{place}]", kinds, activities=activities)
    subject = condition.subject
    if subject is None:
        return
    if condition.activities is not None:
        if not activities:
            yield Finding(f"{path}.activities", "what a lead has done is known to scoring rules only")
            return
        kind: FieldKind | None = FieldKind.NUMBER
    else:
        kind = kinds.get(subject)
    if kind is None:
        room = subject.partition(".")[0]
        known = [name for name in kinds if name.partition(".")[0] == room] or list(kinds)
        yield Finding(f"{path}.field", f"unknown field {subject!r}{hint(subject, known)}")
        return
    for operator, value in condition.operators():
        yield from _check_operator(subject, kind, operator, value, f"{path}.{operator}")
    yield from _check_range(condition, path)


def _check_operator(
    subject: str, kind: FieldKind, operator: str, value: object, path: str
) -> Iterator[Finding]:
    if operator in NUMERIC and kind is not FieldKind.NUMBER:
        yield Finding(path, f"{subject!r} holds {_plural(kind)} and cannot be compared as a number")
    elif operator in TEXTUAL and kind is not FieldKind.TEXT:
        what = "words" if operator == "mentions" else "text in it"
        yield Finding(path, f"{subject!r} holds {_plural(kind)} and has no {what}")
    elif isinstance(value, ValueList):
        # What is wrong within a list is told where the list is.
        if value.kind is not None and value.kind is not kind:
            yield Finding(
                path,
                f"{subject!r} holds {_plural(kind)}, and list {value.name!r} holds {_plural(value.kind)}",
            )
    elif operator in ("equals", "one_of"):
        for each in value if isinstance(value, tuple) else (value,):
            if kind_of(each) is not kind:
                yield Finding(path, f"{subject!r} holds {_plural(kind)} and is never {each!r}")


def _check_range(condition: Condition, path: str) -> Iterator[Finding]:
    """Two limits that no number can keep."""
    for low, high in (
        ("at_least", "at_most"),
        ("at_least", "below"),
        ("above", "at_most"),
        ("above", "below"),
    ):
        least, most = getattr(condition, low), getattr(condition, high)
        if least is None or most is None:
            continue
        touching = (low, high) == ("at_least", "at_most")
        if least > most or (least == most and not touching):
            yield Finding(f"{path}.{high}", f"no number is {low} {least!r} and {high} {most!r}")


def _plural(kind: FieldKind) -> str:
    return {"text": "text", "number": "numbers", "boolean": "yes or no"}[kind.value]
