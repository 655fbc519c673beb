"""The fields that a condition may read, with the kind of value that each holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..errors import InputError

__all__ = ["BUILT_IN", "CustomField", "FieldKind", "kind_of", "known_fields"]


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


#: The kind of each field, and where its value is in a lead, or in the scorecard that may not be there yet.
BUILT_IN: Mapping[str, tuple[FieldKind, str]] = {
    "lead.source": (FieldKind.TEXT, "lead.source"),
    "lead.kind": (FieldKind.TEXT, "lead.kind.value"),
    "lead.name": (FieldKind.TEXT, "lead.name"),
    "lead.email": (FieldKind.TEXT, "lead.email"),
    "lead.title": (FieldKind.TEXT, "lead.title"),
    "lead.country": (FieldKind.TEXT, "lead.country"),
    "company.name": (FieldKind.TEXT, "lead.company.name"),
    "company.industry": (FieldKind.TEXT, "lead.company.industry"),
    "company.employees": (FieldKind.NUMBER, "lead.company.employees"),
    "company.revenue": (FieldKind.NUMBER, "lead.company.revenue"),
    "card.grade": (FieldKind.TEXT, "card.grade"),
    "card.label": (FieldKind.TEXT, "card.label"),
    "card.level": (FieldKind.NUMBER, "card.level"),
    "card.fit": (FieldKind.NUMBER, "card.fit"),
    "card.score": (FieldKind.NUMBER, "card.score"),
    "card.sales_ready": (FieldKind.BOOLEAN, "card.sales_ready"),
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
