"""The declared model: one document that says who is worth calling, who calls, how soon, and why a lead may be let go.

It is plain data, proved when it is built: every fault at once, each with its path.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from .conditions import CustomField, known_fields
from .errors import DefinitionError, Finding
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
from .scoring import Scoring, check_scoring
from .sla import SlaPolicy, check_sla

__all__ = ["LeadModel", "check_model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadModel:
    """Policy, all of it: scoring, routing, hours, promises and reasons, under a version.

    People, leave and load are not in it; they belong to the desk. `fields` declares columns of the house's own,
    `machines` its sub-stages and pipelines. `bypass` says what becomes of a disposition without a touch whose reason is
    no pre-qualification criterion, `abandonment` when a lead is left in Working, `qualified_gate` what has to be noted
    before one is qualified. `process` declares the steps with their owners, `alignment` what the teams have agreed.
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
    machines: tuple[Machine, ...] = ()
    bypass: Literal["refuse", "flag"] = "refuse"
    abandonment: Abandonment | None = None
    qualified_gate: QualifiedGate | None = None
    process: Process | None = None
    alignment: Alignment | None = None

    def __post_init__(self) -> None:
        for name in ("hours", "reasons", "sla", "holidays", "fields", "machines"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
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
    yield from check_routing(model.routing, "$.routing", everything)
    yield from check_sla(
        model.sla,
        "$.sla",
        everything,
        hours=[each.name for each in model.hours],
        holidays=[each.name for each in model.holidays],
        reasons=[each.code for each in model.reasons],
    )


def _check_names(names: list[str], path: str, what: str) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if not name:
            yield Finding(f"{path}[{place}].name", f"is empty, a {what} needs a name")
        elif name in names[:place]:
            yield Finding(f"{path}[{place}].name", f"{what} {name!r} is declared twice")
