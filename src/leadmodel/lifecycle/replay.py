"""The fold: a lead's events in order give its state, its cycles with their stamps, and the list of what was refused.

>>> from datetime import datetime, UTC
>>> def on(day, **fields): return Event(lead="L1", at=datetime(2026, 11, day, tzinfo=UTC), **fields)
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 1, tzinfo=UTC), source="form")
>>> class House:
...     reasons = ()
>>> replayed = replay(lead, [
...     on(3, id="e2", kind=EventKind.TOUCHED, rep="ann"),
...     on(2, id="e1", kind=EventKind.ASSIGNED, rep="ann"),
...     on(4, id="e3", kind=EventKind.QUALIFIED),
... ], House())
>>> replayed.case.state.stage.value, replayed.case.cycles[0].first_touch_at.day
('qualified', 3)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..errors import InputError
from ..records import (
    Assigned,
    Case,
    Cycle,
    Event,
    EventKind,
    Lead,
    Nurture,
    Qualified,
    Raw,
    State,
    Unqualified,
    Won,
    Working,
    in_order,
)
from .advance import Result, Step, advance
from .reasons import HasReasons

__all__ = ["Replay", "replay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A case, with the steps that changed nothing although they might have been meant to: refused, or surprising."""

    case: Case
    refused: tuple[Step, ...] = ()
    surprising: tuple[Step, ...] = ()


def replay(lead: Lead, events: Iterable[Event], model: HasReasons) -> Replay:
    """Fold a lead's events, in their own order whatever order they come in; the same event twice counts once.

    Raises `InputError` when two different events carry one id, or an event belongs to another lead.
    """
    state: State = Raw(lead=lead.id, since=lead.captured_at)
    cycles: list[Cycle] = []
    refused: list[Step] = []
    surprising: list[Step] = []
    history = _once(lead, events)
    for event in history:
        step = advance(state, event, model)
        if step.result is Result.REFUSED:
            refused.append(step)
            continue
        if step.code:
            surprising.append(step)
        if event.kind is EventKind.TOUCHED and not event.automatic and cycles and _open(state):
            cycles[-1] = _touched(cycles[-1], event)
        if step.result is Result.MOVED:
            _stamp(cycles, state, step)
            state = step.state
    case = Case(
        lead=lead,
        history=history,
        state=state,
        cycles=tuple(cycles),
        refused=tuple(step.event.id for step in refused),
    )
    return Replay(case=case, refused=tuple(refused), surprising=tuple(surprising))


def _once(lead: Lead, events: Iterable[Event]) -> tuple[Event, ...]:
    seen: dict[str, Event] = {}
    for event in events:
        if event.lead != lead.id:
            raise InputError("events", event.id, f"belongs to lead {event.lead!r}, not to {lead.id!r}")
        first = seen.setdefault(event.id, event)
        if first is not event and first != event:
            raise InputError("events", event.id, "is the id of two different events, an id belongs to one")
    return in_order(seen.values())


def _open(state: State) -> bool:
    return isinstance(state, Assigned | Working)


def _touched(cycle: Cycle, event: Event) -> Cycle:
    return cycle if cycle.first_touch_at else replace(cycle, first_touch_at=event.at)


def _stamp(cycles: list[Cycle], before: State, step: Step) -> None:
    match step.state:
        case Assigned() as now if isinstance(before, Assigned):
            cycles[-1] = replace(cycles[-1], owner=now.owner)
        case Assigned() as now:
            cycles.append(Cycle(number=now.cycle, owner=now.owner, assigned_at=now.assigned_at))
        case Working() as now if isinstance(before, Assigned):
            cycles[-1] = replace(cycles[-1], owner=now.owner, worked_at=now.worked_at)
        case Qualified() as now if isinstance(before, Working):
            cycles[-1] = replace(
                cycles[-1], qualified_at=now.qualified_at, outcome=now.stage, outcome_at=now.qualified_at
            )
        case Nurture() | Unqualified() as now if now.cycle and not isinstance(before, Nurture):
            cycles[-1] = replace(cycles[-1], outcome=now.stage, outcome_at=now.since, reason=now.reason)
        case Won() as now:
            cycles[-1] = replace(cycles[-1], outcome=now.stage, outcome_at=now.won_at)
        case _:
            # Out of Raw, or from Nurture to Unqualified: no cycle is running whose stamps could change. A lead that is
            # passed on while it is worked, or handed off when it is qualified, stays with the rep who picked it up.
            pass
