"""One lead explained in full: its score line by line, the decision with a reason for every rep, its clocks."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from rich.console import RenderableType

from ..records import State
from ..routing import Decision
from ..scoring import Outcome, Scorecard
from ..sla import Clock
from .explained import Explained
from .sheet import DATE, LENGTH, Cell, Head, Sheet, Styled, instant, length

__all__ = ["explanation"]

STYLES = {Outcome.MATCH: "green", Outcome.UNKNOWN: "yellow", Outcome.NO_MATCH: "dim"}


def explanation(told: Explained, sheet: Sheet) -> Iterator[RenderableType]:
    """What is known of a lead, and why it was decided as it was."""
    lead = told.lead
    who = ", ".join(part for part in (lead.name, lead.title, lead.company.name) if part)
    yield sheet.title(f"Why: lead {lead.id}{f' ({who})' if who else ''}")
    yield sheet.line(_state(told.state))
    yield from _card(told.card, sheet)
    yield sheet.line("")
    if told.decision is not None:
        yield from _decision(told.decision, sheet)
    else:
        yield sheet.line(f"not routed: {told.why_no_decision}")
    yield from _clocks(told.clocks, sheet)


def _state(state: State) -> str:
    """The stage and what is true in it, whichever state it is."""
    names = [each.name for each in fields(state) if each.name not in ("lead", "cycle")]
    facts = [f"{name.replace('_', ' ')} {_fact(getattr(state, name))}" for name in names]
    return f"{state.stage.value}: {', '.join(facts)}"


def _fact(value: object) -> str:
    return instant(value) if isinstance(value, datetime) else str(value)


def _card(card: Scorecard, sheet: Sheet) -> Iterator[RenderableType]:
    ready = "ready for sales" if card.sales_ready else "not ready for sales"
    known = f"{card.known} of {card.asked} fit rules known"
    yield sheet.line(f"label {card.label}, {ready}: fit {card.fit}, score {card.score}, {known}")
    yield sheet.line("")
    heads = [Head("part"), Head("points", "right"), Head("rule"), Head("found"), Head("says")]
    rows: list[list[Cell]] = [
        [
            line.part,
            f"{line.points:+d}" if line.points else "0",
            line.rule,
            Styled(line.outcome.value.replace("_", " "), STYLES[line.outcome]),
            line.says,
        ]
        for line in card.lines
    ]
    yield from sheet.table(heads, rows, every_row=True)


def _decision(decision: Decision, sheet: Sheet) -> Iterator[RenderableType]:
    to = f"goes to {decision.rep}" if decision.rep is not None else "is held"
    yield sheet.line(f"{to}, answered in {decision.language}: {decision.says}", "bold")
    if decision.retry_at is not None:
        yield sheet.line(f"ask again at {instant(decision.retry_at)}", "yellow")
    yield sheet.line("each rep, with times in their own zone:")
    yield sheet.line("")
    rows: list[list[Cell]] = []
    for each in decision.candidates:
        chosen = each.rep == decision.rep
        verdict = (
            "gets it" if chosen else each.why_not.value.replace("_", " ") if each.why_not else "eligible"
        )
        style = "bold green" if chosen else ""
        rows.append([Styled(each.rep, style), Styled(verdict, style), each.says])
    yield from sheet.table([Head("rep"), Head("verdict"), Head("says")], rows, every_row=True)


def _clocks(clocks: tuple[Clock, ...], sheet: Sheet) -> Iterator[RenderableType]:
    yield sheet.line("")
    rounds = [(clock, cycle) for clock in clocks for cycle in clock.cycles]
    if not rounds:
        yield sheet.line("no clock runs or ran")
        return
    heads = [
        Head("clock"),
        Head("promise"),
        Head("owner"),
        Head("state"),
        Head("started", "right", narrowest=DATE),
        Head("due", "right", narrowest=DATE),
        Head("took", "right", narrowest=LENGTH),
        Head("in office\nhours", "right", narrowest=LENGTH),
    ]
    rows: list[list[Cell]] = [
        [
            clock.name,
            clock.policy if len(clock.cycles) == 1 else f"{clock.policy}, round {cycle.reading.number}",
            cycle.owner or "-",
            Styled(cycle.reading.state.value, "red" if cycle.reading.state.value == "breached" else ""),
            instant(cycle.reading.started_at),
            instant(cycle.reading.due),
            length(cycle.reading.used_calendar),
            length(cycle.reading.used_business),
        ]
        for clock, cycle in rounds
    ]
    yield from sheet.table(heads, rows, every_row=True)
