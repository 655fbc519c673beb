"""A model as TOML or JSON in, and out again; its JSON Schema for editors."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic_core import to_json

from ..errors import DefinitionError, Finding
from ..model import LeadModel
from ..records.plain import as_plain
from .faults import all_faults

__all__ = ["dump_model", "load_model", "model_schema", "parse_model"]

#: Deeper than any model needs, and far from the depth at which parsers fall over.
DEEPEST = 100


def parse_model(text: str, *, format: Literal["toml", "json"] = "toml") -> LeadModel:
    """Read a model from the text of a document.

    >>> parse_model("version = 1")
    Traceback (most recent call last):
        ...
    leadmodel.errors.DefinitionError: the model has 5 faults
      $.hours: is missing, expected a list
      $.reasons: is missing, expected a list
      $.routing: is missing, expected a table
      $.scoring: is missing, expected a table
      $.version: 1 is not text

    Raises `DefinitionError` with every fault, each with its path and the nearest valid name; a document that cannot be
    read at all has one fault, with its line.
    """
    try:
        document = (
            tomllib.loads(text) if format == "toml" else json.loads(text, object_pairs_hook=_no_key_twice)
        )
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise DefinitionError("the model", [Finding("$", f"is not {format.upper()}: {error}")]) from None
    except RecursionError:
        raise DefinitionError("the model", [Finding("$", "is nested too deeply to be read")]) from None
    return load_model(document)


def load_model(document: Mapping[str, Any]) -> LeadModel:
    """Read a model from plain data, such as a parsed document. Raises `DefinitionError` as `parse_model` does."""
    if not isinstance(document, Mapping):
        raise DefinitionError(
            "the model", [Finding("$", f"is a {type(document).__name__}, expected a table")]
        )
    if _depth(document) > DEEPEST:
        raise DefinitionError("the model", [Finding("$", f"is nested more than {DEEPEST} deep")])
    try:
        plain = json.loads(json.dumps(document, default=_iso_date))
    except (TypeError, ValueError) as error:
        raise DefinitionError("the model", [Finding("$", f"is not plain data: {error}")]) from None
    faults = all_faults(_adapter(), LeadModel, plain)
    if faults:
        raise DefinitionError("the model", faults)
    return _adapter().validate_json(to_json(plain), strict=True)


def dump_model(model: LeadModel) -> dict[str, Any]:
    """The model as plain data, without what is left at its default; `load_model` reads it back equal."""
    # Pydantic writes a mapping that does not change as it should, and warns that it is no dict.
    plain = _adapter().dump_python(
        model, mode="json", exclude_defaults=True, fallback=as_plain, warnings="none"
    )
    return dict(plain)


def model_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a model document, for editors and other programs.

    >>> model_schema()["required"]
    ['version', 'scoring', 'routing', 'hours', 'reasons']
    """
    schema = _adapter().json_schema()
    for table in (schema, *schema.get("$defs", {}).values()):
        if "properties" in table:
            table["additionalProperties"] = False
        if "description" in table:
            table["description"] = " ".join(table["description"].split("\n\n")[0].split())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@cache
def _adapter() -> TypeAdapter[LeadModel]:
    return TypeAdapter(LeadModel)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DefinitionError("the model", [Finding("$", f"key {key!r} is given twice in one table")])
        found[key] = value
    return found


def _iso_date(value: object) -> str:
    # TOML has dates of its own; JSON writes them as text.
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is a {type(value).__name__}")


def _depth(document: object) -> int:
    """How deep the nesting goes, without recursion: this is what guards against too much of it."""
    deepest, layer = 0, [document]
    while layer and deepest <= DEEPEST:
        deepest += 1
        inside: list[object] = []
        for each in layer:
            inside += (
                each.values() if isinstance(each, Mapping) else each if isinstance(each, list | tuple) else ()
            )
        layer = inside
    return deepest
