"""The columns of each table: what they are called in a file, which field they fill, and how a cell is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from ..conditions import CustomField, FieldKind
from ..records import Company, Event, EventKind, Lead, LeadKind, first_told
from ..routing import Rep
from .cells import (
    BOOLEAN,
    COUNT,
    COUNTRIES,
    COUNTRY,
    INSTANT,
    LANGUAGES,
    LEAVE,
    NUMBER,
    TEXT,
    ZONE,
    Kind,
    choice,
)
from .roster_cells import LEVELS, NAMES, QUOTAS, SKILLS

__all__ = ["EVENTS", "REPS", "Column", "Layout", "lead_layout"]

Row = TypeVar("Row")

CUSTOM = {FieldKind.TEXT: TEXT, FieldKind.NUMBER: NUMBER, FieldKind.BOOLEAN: BOOLEAN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its name in the file; `argument` is the field that it fills, where that has another name."""

    name: str
    kind: Kind = TEXT
    required: bool = False
    argument: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "argument", self.argument or self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(Generic[Row]):
    """A table: its columns, how a row becomes a value, and what may be.

    `stand_ins` take the place of cells that could not be read, so that the rest of the row is checked too.
    `objects` are the columns that JSON may nest. `cure` is the fix for a column that nobody declared.
    `first_told` picks one of two rows with one id, None when they contradict each other; without it, an id stands in
    one row.
    """

    what: str
    columns: tuple[Column, ...]
    build: Callable[[dict[str, Any]], Row]
    stand_ins: Mapping[str, Any]
    cure: str = "take the column out"
    objects: tuple[str, ...] = ()
    may_be_empty: bool = False
    first_told: Callable[[Row, Row], Row | None] | None = None
    by_name: Mapping[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})


def lead_layout(fields: Iterable[CustomField] = ()) -> Layout[Lead]:
    """The table of leads, with the columns that a model declares under `[[fields]]`."""
    custom = tuple(Column(name=f"fields.{each.name}", kind=CUSTOM[each.kind]) for each in fields)
    return Layout(
        what="leads",
        columns=(*LEAD_COLUMNS, *custom),
        build=_lead,
        stand_ins={"id": "?", "captured_at": SOME_INSTANT, "source": "?"},
        cure="declare it under [[fields]], or take the column out",
        objects=("company", "fields"),
    )


def _lead(values: dict[str, Any]) -> Lead:
    parts: dict[str, dict[str, Any]] = {"company": {}, "fields": {}}
    plain = {}
    for name, value in values.items():
        group, dot, part = name.partition(".")
        if dot:
            parts[group][part] = value
        else:
            plain[name] = value
    return Lead(company=Company(**parts["company"]), fields=parts["fields"], **plain)


def _rep(values: dict[str, Any]) -> Rep:
    return Rep(**values)


def _event(values: dict[str, Any]) -> Event:
    return Event(**values)


SOME_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)

LEAD_COLUMNS = (
    Column(name="id", required=True),
    Column(name="captured_at", kind=INSTANT, required=True),
    Column(name="source", required=True),
    Column(name="kind", kind=choice(LeadKind)),
    Column(name="name"),
    Column(name="email"),
    Column(name="phone"),
    Column(name="title"),
    Column(name="country", kind=COUNTRY),
    Column(name="zone", kind=ZONE),
    Column(name="languages", kind=LANGUAGES),
    Column(name="company.name"),
    Column(name="company.industry"),
    Column(name="company.employees", kind=COUNT),
    Column(name="company.revenue", kind=COUNT),
)

REPS: Layout[Rep] = Layout(
    what="reps",
    columns=(
        Column(name="id", required=True),
        Column(name="name"),
        Column(name="zone", kind=ZONE, required=True),
        Column(name="hours", required=True),
        Column(name="holidays"),
        Column(name="languages", kind=LANGUAGES, required=True),
        Column(name="territories", kind=COUNTRIES),
        Column(name="capacity", kind=COUNT),
        Column(name="open_leads", kind=COUNT),
        Column(name="weight", kind=COUNT),
        Column(name="manager"),
        Column(name="executive"),
        Column(name="leave", kind=LEAVE),
        Column(name="pools", kind=NAMES),
        Column(name="levels", kind=LEVELS),
        Column(name="skills", kind=SKILLS),
        Column(name="role"),
        Column(name="tier", kind=COUNT),
        Column(name="quotas", kind=QUOTAS),
        Column(name="active_from", kind=INSTANT),
        Column(name="active_until", kind=INSTANT),
    ),
    build=_rep,
    stand_ins={"id": "?", "zone": "UTC", "hours": "?", "languages": ("en",)},
)

EVENTS: Layout[Event] = Layout(
    what="events",
    columns=(
        Column(name="id", required=True),
        Column(name="lead", required=True),
        Column(name="kind", kind=choice(EventKind), required=True),
        Column(name="occurred_at", argument="at", kind=INSTANT, required=True),
        Column(name="rep"),
        Column(name="reason"),
        Column(name="activity"),
        Column(name="automatic", kind=BOOLEAN),
        Column(name="subject"),
        Column(name="amount", kind=COUNT),
        Column(name="planned_from", kind=INSTANT),
        Column(name="planned_until", kind=INSTANT),
        Column(name="recorded_at", kind=INSTANT),
        Column(name="model"),
    ),
    build=_event,
    # A kind that asks for nothing and a touch that needs nobody: a stand-in must not cause a fault of its own.
    stand_ins={
        "id": "?",
        "lead": "?",
        "kind": EventKind.WON,
        "at": SOME_INSTANT,
        "rep": "?",
        "activity": "?",
        "automatic": True,
        "planned_from": SOME_INSTANT,
    },
    may_be_empty=True,
    first_told=first_told,
)
