"""Every fault of a document at once.

A validator stops at a fault and never looks behind it. Here each fault is noted and a valid stand-in put in its place,
until the rest of the document can be proved; what the stand-ins themselves cause is left out.
"""

import re
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, from_json, to_json

from ..errors import DefinitionError, Finding, InputError, hint
from .shape import Path, choices, drop_unknown_keys, example, shown, type_at, words

__all__ = ["all_faults"]

#: Each round mends at least one fault; a document with more layers of faults than this is reported as far as read.
ROUNDS = 50


def all_faults(adapter: TypeAdapter[Any], kind: type, document: dict[str, Any]) -> list[Finding]:
    """The faults of a plain document, in the order of its paths; the document is left as it was."""
    mended = from_json(to_json(document))
    findings = list(drop_unknown_keys(mended, kind))
    patched: list[str] = []
    for _ in range(ROUNDS):
        try:
            adapter.validate_json(to_json(mended), strict=True)
            break
        except ValidationError as error:
            proved = next((_cause(each) for each in error.errors() if not each["loc"]), None)
            if isinstance(proved, DefinitionError):
                findings += [each for each in proved.findings if not _caused(each, patched)]
                break
            for path, told in _located(error, kind, patched):
                findings += [each for each in told if not _within(each.path, patched)]
                _mend(mended, kind, path, patched)
    return sorted(set(findings), key=lambda each: (each.path, each.message))


def _located(error: ValidationError, kind: type, patched: list[str]) -> list[tuple[Path, list[Finding]]]:
    """Each place that is wrong, once, with what to say about it."""
    found: dict[Path, list[Finding]] = {}
    for details in error.errors():
        path = _followed(details["loc"], kind)
        cause = _cause(details)
        if isinstance(cause, DefinitionError):
            # A part that proves itself, such as a machine: its paths begin where it stands. With a stand-in for one of
            # its own keys, what it would say is about the stand-in.
            told = [
                Finding(shown(path) + each.path.removeprefix("$"), each.message) for each in cause.findings
            ]
            found.setdefault(path, [] if _has_a_key_of(shown(path), patched) else told)
        elif isinstance(cause, InputError):
            path = _down_to(cause.argument, path, kind)
            found.setdefault(path, [Finding(shown(path), str(cause).removeprefix(f"{cause.argument}: "))])
        else:
            found.setdefault(path, [Finding(shown(path), _message(details, type_at(kind, path)))])
    return list(found.items())


#: The parts of `ladder[1].after`, as an error of the core names what it means.
_PARTS = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


def _down_to(argument: str, path: Path, kind: type) -> Path:
    """The path of an argument within a table, as far as a document has it."""
    for name, place in _PARTS.findall(argument):
        part: str | int = name or int(place)
        if type_at(kind, (*path, part)) is Any:
            break
        path = (*path, part)
    return path


def _followed(location: tuple[str | int, ...], kind: type) -> Path:
    """The part of a location that is a path of the document: behind it the validator names members of a union."""
    path: Path = ()
    for part in location:
        if type_at(kind, (*path, part)) is Any:
            break
        path = (*path, part)
    return path


def _cause(details: ErrorDetails) -> object:
    return details.get("ctx", {}).get("error")


def _message(details: ErrorDetails, kind: Any) -> str:
    value = details["input"]
    if details["type"] == "missing":
        return f"is missing, expected {words(kind)}"
    if choices(kind):
        near = hint(value, choices(kind)) if isinstance(value, str) else f", expected {words(kind)}"
        return f"unknown name {value!r}{near}"
    if isinstance(value, dict | list):
        return f"is a {'table' if isinstance(value, dict) else 'list'}, expected {words(kind)}"
    return f"{value!r} is not {words(kind)}"


def _within(path: str, patched: list[str]) -> bool:
    return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in patched)


#: What may only seem so while a stand-in is in the place of something else, and where that is.
_SEEMING = {"unknown pool ": "$.routing.pools", "pool ": "$.routing.rules"}


def _caused(finding: Finding, patched: list[str]) -> bool:
    """Whether a finding is about a stand-in, or may come of one elsewhere."""
    about = next((where for start, where in _SEEMING.items() if finding.message.startswith(start)), None)
    seeming = about is not None and any(each.startswith(about) for each in patched)
    return _within(finding.path, patched) or (seeming and "twice" not in finding.message)


def _has_a_key_of(table: str, patched: list[str]) -> bool:
    return any(each.rpartition(".")[0] == table and not each.endswith("]") for each in patched)


def _mend(document: Any, kind: type, path: Path, patched: list[str]) -> None:
    """Put something valid where the fault is; where that did not help, in the place of the table around it."""
    while path and shown(path) in patched:
        path = path[:-1]
    patched.append(shown(path))
    if not path:
        document.clear()
        document.update(example(kind))
        return
    *above, last = path
    place = document
    for part in above:
        place = place[part]
    # An item of a list has no name of its own.
    key = next(part for part in reversed(path) if isinstance(part, str))
    place[last] = example(type_at(kind, path), key, len(patched))
