"""What a document may look like, read off the dataclasses: which keys a table has and which type lies at a path.

>>> from leadmodel.model import LeadModel
>>> type_at(LeadModel, ("scoring", "fit", 3, "id"))
<class 'str'>
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ..conditions import Condition
from ..errors import Finding, hint
from ..hours import DatedShift, Week
from ..hours.week import WEEKDAYS
from ..lifecycle import Machine
from ..process import Process
from ..routing import PoolPolicy, Rule
from ..scoring import BantModel, BehaviourRule, Decay, NeedPoints, Threshold

__all__ = ["Path", "choices", "drop_unknown_keys", "example", "shown", "table_fields", "type_at", "words"]

Path = tuple[str | int, ...]

#: Valid stand-ins, by key, for texts that have a form of their own, alone or in a list.
FORMED: Mapping[str, Any] = {
    "after": "1h",
    "days": "mon",
    "default_language": "en",
    "duration": "1h",
    "half_life": "1h",
    "hours": "03:00:00-03:00:01",
    "idle": "1h",
    "leave_notice": "1d",
    "per": "1h",
    "respond_within": "1h",
    "review_every": "1mo",
    "rule": "FREQ=DAILY",
    "same_form_within": "1h",
    "shared_domains": "a.example",
    "stage": "raw",
    "target": "1h",
    "within": "1h",
    "zone": "UTC",
} | dict.fromkeys(WEEKDAYS, "00:00-24:00")

#: Stand-ins for dates begin here, each a day later: two that are alike would be a fault of their own.
FIRST_DATE = date(1901, 1, 1)


def shown(path: Sequence[str | int]) -> str:
    """A path as people write it.

    >>> shown(("routing", "rules", 2, "pool"))
    '$.routing.rules[2].pool'
    """
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


@cache
def table_fields(kind: type) -> dict[str, tuple[Any, Field[Any]]]:
    """The keys of a table with the type and the declaration of each."""
    hints = get_type_hints(kind)
    return {each.name: (hints[each.name], each) for each in fields(kind) if each.init}


def type_at(kind: Any, path: Sequence[str | int]) -> Any:
    """The type that a document has at a path, without its None; `Any` where there is none."""
    kind = _present(kind)
    for part in path:
        if is_dataclass(kind) and isinstance(kind, type):
            kind = _present(table_fields(kind).get(str(part), (Any, None))[0])
        elif get_origin(kind) is tuple:
            kind = _present(get_args(kind)[0])
        else:
            return Any
    return kind


def drop_unknown_keys(document: Any, kind: Any, path: Path = ()) -> Iterator[Finding]:
    """Take out every key that no table has, and say where it was and what is nearest to it."""
    kind = _present(kind)
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(document, dict):
        known = table_fields(kind)
        for key in list(document):
            if key not in known:
                del document[key]
                yield Finding(shown((*path, key)), f"unknown key {key!r}{hint(key, known)}")
            else:
                yield from drop_unknown_keys(document[key], known[key][0], (*path, key))
    elif get_origin(kind) is tuple and isinstance(document, list):
        for place, item in enumerate(document):
            if isinstance(item, dict | list):
                yield from drop_unknown_keys(item, get_args(kind)[0], (*path, place))


def example(kind: Any, key: str = "", number: int = 0) -> Any:
    """A value that is valid by itself, to put in the place of a fault so that the rest can be proved.

    `number` tells one from another where two of them might clash.
    """
    if key in FORMED and isinstance(FORMED[key], str) == (kind is str):
        return FORMED[key]
    if choices(kind):
        return choices(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return example(get_args(kind)[0], key, number)
    if get_origin(kind) is tuple:
        return [example(_present(get_args(kind)[0]), key, number)]
    if kind is date:
        return (FIRST_DATE + timedelta(number)).isoformat()
    if is_dataclass(kind) and isinstance(kind, type):
        if kind is Condition:
            return {"field": "lead.source", "present": True}
        if kind is Week:
            return {day: [FORMED[day]] for day in WEEKDAYS}
        if kind is Machine:
            # A loop through a single state, which any stage can hold and which needs no end of its own.
            return {"name": f"placeholder {number}", "states": ["a"], "start": "a", "inside": "raw"}
        if kind is BehaviourRule:
            return {"id": f"placeholder {number}", "activity": "placeholder", "points": 0}
        if kind is Rule:
            return {"id": f"placeholder {number}", "nurture": "placeholder"}
        if kind is PoolPolicy:
            return {"name": f"placeholder {number}"}
        if kind is BantModel:
            need = example(NeedPoints) | {"problem_to_solve": 100}
            table = {"letters": [{"letter": "A"}], "sizes": [{"number": 1}], "treatments": {"sales": ["A1"]}}
            return table | {"size_by": ["revenue"], "need": need}
        if kind is Threshold:
            return {"at_least": 1}
        if kind is Decay:
            return {"half_life": FORMED["half_life"]}
        if kind is Process:
            # In place of a wrong `next` alone stands a step that there is not: such a one may lead anywhere.
            step = {"name": "a", "owner": "a", "stage": "raw", "duration": "1h", "next": ["end"]}
            return {"start": "a", "steps": [step]}
        if kind is DatedShift:
            # One that opened something would hide that breaks leave nothing of the week.
            return {"date": example(date, number=number), "hours": []}
        return {
            name: example(_present(hinted), name, number)
            for name, (hinted, declared) in table_fields(kind).items()
            if declared.default is MISSING and declared.default_factory is MISSING
        }
    return {int: 1, float: 0.0, bool: False}.get(kind, "placeholder")


def choices(kind: Any) -> tuple[str, ...]:
    """The names that a value may have, for an enumeration or a literal; empty otherwise."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(member.value for member in kind)
    return tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else ()


def words(kind: Any) -> str:
    """What is expected at a place, in plain words."""
    if choices(kind):
        return f"one of {', '.join(choices(kind))}"
    if get_origin(kind) is tuple:
        return "a list"
    if is_dataclass(kind):
        return "a table"
    if get_origin(kind) in (Union, UnionType):
        parts = [words(part) for part in get_args(kind) if not (part is int and float in get_args(kind))]
        return " or ".join(parts)
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    return names.get(kind, f"a {getattr(kind, '__name__', 'value')}")


def _present(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        parts = tuple(part for part in get_args(kind) if part is not NoneType)
        return parts[0] if len(parts) == 1 else Union[parts]  # noqa: UP007 - built at run time
    return kind
