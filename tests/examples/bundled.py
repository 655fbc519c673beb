"""The bundled world as values, and what the demo shows of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from leadmodel.cli.document import as_document, dumped
from leadmodel.flow import Report, run
from leadmodel.interop import read_events, read_leads, read_reps
from leadmodel.model import LeadModel
from leadmodel.records import Case, Event, Lead
from leadmodel.routing import Decision, Rep, open_desk
from leadmodel.schema import parse_model
from leadmodel.sla import Clock, clocks

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WORLD = EXAMPLES / "world"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that `run` is given."""

    model: LeadModel
    leads: tuple[Lead, ...]
    reps: tuple[Rep, ...]
    events: tuple[Event, ...]
    at: datetime

    def with_model(self, **changes: object) -> "World":
        return replace(self, model=replace(self.model, **changes))  # type: ignore[arg-type]

    def each_rep(self, change: Callable[[Rep], Rep]) -> "World":
        return replace(self, reps=tuple(change(rep) for rep in self.reps))

    def each_lead(self, change: Callable[[Lead], Lead]) -> "World":
        return replace(self, leads=tuple(change(lead) for lead in self.leads))

    def each_event(self, change: Callable[[Event], Event | None]) -> "World":
        """Events for which the change gives None are left out."""
        changed = (change(event) for event in self.events)
        return replace(self, events=tuple(event for event in changed if event is not None))

    def run(self) -> Report:
        return run(self.model, leads=self.leads, reps=self.reps, events=self.events, at=self.at)


@cache
def bundled() -> World:
    """The files of `examples/world`, read as the command line reads them."""
    model = parse_model((WORLD / "model.toml").read_text("utf-8"), format="toml")
    return World(
        model=model,
        leads=read_leads(_lines("leads.csv"), format="csv", fields=model.fields).rows,
        reps=read_reps(_lines("reps.csv"), format="csv").rows,
        events=read_events(_lines("events.csv"), format="csv").rows,
        at=datetime.fromisoformat((WORLD / "AT").read_text("utf-8").strip()),
    )


def _lines(name: str) -> list[str]:
    return (WORLD / name).read_text("utf-8").splitlines(keepends=True)


@cache
def report() -> Report:
    return bundled().run()


def shown(report: Report) -> str:
    """All that `--json` prints of a report."""
    return dumped(as_document(report, None, repeated=0))


def case_of(lead: str) -> Case:
    return next(case for case in report().cases if case.lead.id == lead)


def decision_on(lead: str, given: Report | None = None) -> Decision:
    return next(decision for decision in (given or report()).decisions if decision.lead == lead)


def clock_of(lead: str, name: str = "response") -> Clock:
    """A clock of a lead as the report ran it."""
    world = bundled()
    desk = open_desk(world.reps, world.model)
    card = report().cards[lead]
    found = clocks(case_of(lead), world.model, schedules=desk.schedules, at=world.at, card=card)
    return next(clock for clock in found if clock.name == name)
