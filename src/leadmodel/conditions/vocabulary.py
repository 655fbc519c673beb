"""The fields that a condition may read, with the kind of value that each holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..errors import InputError
from ..records import Graded, Lead

__all__ = ["CustomField", "FieldKind", "kind_of", "known_fields", "reader"]

Reader = Callable[[Lead, Graded | None], Any]


class FieldKind(StrEnum):
    """What a field holds; a condition that compares across kinds is a fault of the document."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """A field of the house's own: a column of the lead table, read in conditions as `fields.NAME`.

    >>> CustomField(name="amount_requested", kind=FieldKind.NUMBER).name
    'amount_requested'

    Raises `InputError` for a name that could not be a column.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise InputError(
                "name", self.name, "is no field name, use letters, digits and _ such as 'plan_size'"
            )


BUILT_IN: Mapping[str, tuple[FieldKind, Reader]] = {
    "lead.source": (FieldKind.TEXT, lambda lead, card: lead.source),
    "lead.kind": (FieldKind.TEXT, lambda lead, card: lead.kind.value),
    "lead.name": (FieldKind.TEXT, lambda lead, card: lead.name),
    "lead.email": (FieldKind.TEXT, lambda lead, card: lead.email),
    "lead.title": (FieldKind.TEXT, lambda lead, card: lead.title),
    "lead.country": (FieldKind.TEXT, lambda lead, card: lead.country),
    "company.name": (FieldKind.TEXT, lambda lead, card: lead.company.name),
    "company.industry": (FieldKind.TEXT, lambda lead, card: lead.company.industry),
    "company.employees": (FieldKind.NUMBER, lambda lead, card: lead.company.employees),
    "company.revenue": (FieldKind.NUMBER, lambda lead, card: lead.company.revenue),
    "card.grade": (FieldKind.TEXT, lambda lead, card: card and card.grade),
    "card.label": (FieldKind.TEXT, lambda lead, card: card and card.label),
    "card.level": (FieldKind.NUMBER, lambda lead, card: card and card.level),
    "card.fit": (FieldKind.NUMBER, lambda lead, card: card and card.fit),
    "card.score": (FieldKind.NUMBER, lambda lead, card: card and card.score),
    "card.sales_ready": (FieldKind.BOOLEAN, lambda lead, card: card and card.sales_ready),
}


def kind_of(value: object) -> FieldKind:
    """What a value is; a yes is no number, although Python counts with it.

    >>> kind_of(True), kind_of(1)
    (<FieldKind.BOOLEAN: 'boolean'>, <FieldKind.NUMBER: 'number'>)
    """
    if isinstance(value, bool):
        return FieldKind.BOOLEAN
    return FieldKind.TEXT if isinstance(value, str) else FieldKind.NUMBER


def known_fields(custom: tuple[CustomField, ...] = (), *, card: bool = True) -> dict[str, FieldKind]:
    """Every field by name, with its kind; without `card`, those that exist before a lead is scored.

    >>> known_fields((CustomField(name="plan"),), card=False)["fields.plan"]
    <FieldKind.TEXT: 'text'>
    """
    kinds = {name: kind for name, (kind, _) in BUILT_IN.items() if card or not name.startswith("card.")}
    return kinds | {f"fields.{field.name}": field.kind for field in custom}


def reader(field: str) -> Reader:
    """The function that reads a field of a lead and its scorecard; what is missing reads as None."""
    built_in = BUILT_IN.get(field)
    if built_in is not None:
        return built_in[1]
    name = field.removeprefix("fields.")
    return lambda lead, card: lead.fields.get(name)
