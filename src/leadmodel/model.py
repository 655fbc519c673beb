"""The declared model: one document that says who is worth calling, who calls, how soon, and why a lead may be let go.

It is plain data, proved when it is built: every fault at once, each with its path.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from .conditions import (
    CustomField,
    FieldKind,
    ValueList,
    bind_lists,
    check_lists,
    check_names_of_lists,
    known_fields,
)
from .errors import DefinitionError, Finding, hint
from .hours import HolidayList, Hours
from .lifecycle import (
    Abandonment,
    Machine,
    QualifiedGate,
    Reason,
    check_abandonment,
    check_gate,
    check_reasons,
)
from .matching import Matching
from .process import Alignment, Process, check_alignment
from .routing import Routing, check_routing
from .scoring import (
    BantFields,
    BantModel,
    Category,
    Scoring,
    ScoringReview,
    Threshold,
    check_categories,
    check_review,
    check_scoring,
)
from .sla import SlaPolicy, check_sla

__all__ = ["LeadModel", "check_model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadModel:
    """Policy, all of it: scoring, routing, hours, promises and reasons, under a version.

    People, leave and load are not in it; they belong to the desk. `fields` declares columns of the house's own, `lists`
    the values that conditions ask for by name, `machines` its sub-stages and pipelines. `bypass` says what becomes of a
    disposition without a touch whose reason is no pre-qualification criterion, `abandonment` when a lead is left in
    Working, `qualified_gate` what has to be noted before one is qualified. `process` declares the steps with their
    owners, `alignment` what the teams have agreed. `threshold` is the line at which a lead is handed off, `categories`
    are scoring models for those who are not scored by `scoring`, and `scoring_review` says who agreed to them and when
    they are reviewed. `bant` grades by BANT, from answers in the fields that `bant_fields` names.
    Raises `DefinitionError`, whose `findings` hold every fault with its path.
    """

    version: str
    scoring: Scoring
    routing: Routing
    hours: tuple[Hours, ...]
    reasons: tuple[Reason, ...]
    sla: tuple[SlaPolicy, ...] = ()
    holidays: tuple[HolidayList, ...] = ()
    matching: Matching = field(default_factory=Matching)
    fields: tuple[CustomField, ...] = ()
    lists: tuple[ValueList, ...] = ()
    machines: tuple[Machine, ...] = ()
    bypass: Literal["refuse", "flag"] = "refuse"
    abandonment: Abandonment | None = None
    qualified_gate: QualifiedGate | None = None
    process: Process | None = None
    alignment: Alignment | None = None
    threshold: Threshold | None = None
    categories: tuple[Category, ...] = ()
    scoring_review: ScoringReview | None = None
    bant: BantModel | None = None
    bant_fields: BantFields | None = None

    def __post_init__(self) -> None:
        for name in ("hours", "reasons", "sla", "holidays", "fields", "lists", "machines", "categories"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        lists = _lists_by_name(self)
        for each in fields(self):
            # By name, whatever they were bound to before: a part may come from another version of the model.
            object.__setattr__(self, each.name, bind_lists(getattr(self, each.name), lists))
        findings = tuple(check_model(self))
        if findings:
            raise DefinitionError("the model", findings)


def check_model(model: LeadModel) -> Iterator[Finding]:
    """Every fault of a model that its parts cannot see alone: names that clash, and names that refer to nothing."""
    profile = known_fields(model.fields, card=False)
    everything = known_fields(model.fields)
    if not model.version:
        yield Finding("$.version", "is empty, a decision has to say which model made it")
    yield from _check_names([each.name for each in model.fields], "$.fields", "field")
    yield from _check_names([each.name for each in model.lists], "$.lists", "list")
    yield from check_lists(model.lists, "$.lists")
    yield from check_names_of_lists(model, "$", _lists_by_name(model))
    yield from _check_names([each.name for each in model.hours], "$.hours", "pattern")
    yield from _check_names([each.name for each in model.holidays], "$.holidays", "list")
    yield from _check_names([each.name for each in model.machines], "$.machines", "machine")
    if not model.hours:
        yield Finding("$.hours", "is empty, declare at least one pattern that reps can work by")
    yield from check_reasons(model.reasons, "$.reasons")
    if model.bypass not in ("refuse", "flag"):
        yield Finding("$.bypass", f"{model.bypass!r} is not one of refuse, flag")
    if model.abandonment is not None:
        yield from check_abandonment(model.abandonment, model.reasons, "$.abandonment")
    if model.qualified_gate is not None:
        yield from check_gate(model.qualified_gate, "$.qualified_gate")
    yield from check_alignment(model)
    yield from check_scoring(model.scoring, "$.scoring", profile)
    yield from check_categories(model.categories, "$.categories", profile)
    if model.scoring_review is not None:
        yield from check_review(model.scoring_review, "$.scoring_review")
    if model.bant_fields is not None:
        yield from _check_bant_fields(model.bant_fields, profile)
    nurtured = [each.code for each in model.reasons if each.disposition == "nurture"]
    yield from check_routing(model.routing, "$.routing", everything, reasons=nurtured)
    yield from check_sla(
        model.sla,
        "$.sla",
        everything,
        hours=[each.name for each in model.hours],
        holidays=[each.name for each in model.holidays],
        reasons=[each.code for each in model.reasons],
    )


def _lists_by_name(model: LeadModel) -> dict[str, ValueList]:
    # Of two with one name, which is a fault, the first.
    return {each.name: each for each in reversed(model.lists)}


def _check_bant_fields(named: BantFields, profile: Mapping[str, FieldKind]) -> Iterator[Finding]:
    for each in fields(named):
        field_name = getattr(named, each.name)
        if isinstance(field_name, str) and field_name.startswith("fields.") and field_name not in profile:
            own = [name for name in profile if name.startswith("fields.")]
            yield Finding(
                f"$.bant_fields.{each.name}", f"unknown field {field_name!r}{hint(field_name, own)}"
            )


def _check_names(names: list[str], path: str, what: str) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if not name:
            yield Finding(f"{path}[{place}].name", f"is empty, a {what} needs a name")
        elif name in names[:place]:
            yield Finding(f"{path}[{place}].name", f"{what} {name!r} is declared twice")
