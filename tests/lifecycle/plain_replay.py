"""The replay once more, slow and obvious: every event goes through `advance`, and every value is built anew."""

from collections.abc import Iterable
from dataclasses import replace

from leadmodel.lifecycle import HasReasons, Replay, Result, Step, advance
from leadmodel.lifecycle.moves import entered_at
from leadmodel.records import (
    Assigned,
    Case,
    Cycle,
    Event,
    EventKind,
    Lead,
    Nurture,
    Qualified,
    Raw,
    Stage,
    State,
    Unqualified,
    Visit,
    Won,
    Working,
)

RANK = list(EventKind)


def place(event: Event) -> tuple[object, ...]:
    return event.at, RANK.index(event.kind), event.id


def plain_replay(lead: Lead, events: Iterable[Event], model: HasReasons) -> Replay:
    """One step for each event, in order, and after each step whatever it changed."""
    history = tuple(sorted({event.id: event for event in events}.values(), key=place))
    state: State = Raw(lead=lead.id, since=lead.captured_at)
    cycles: list[Cycle] = []
    visits = [Visit(stage=Stage.RAW, cycle=0, owner=None, entered_at=lead.captured_at)]
    steps: list[Step] = []
    for event in history:
        step = advance(state, event, model)
        steps.append(step)
        if step.result is Result.REFUSED:
            continue
        human = event.kind is EventKind.TOUCHED and not event.automatic
        if human and isinstance(state, Assigned | Working) and cycles[-1].first_touch_at is None:
            cycles[-1] = replace(cycles[-1], first_touch_at=event.at)
        if step.result is Result.MOVED:
            stamp(cycles, state, step.state, event)
            if step.state.stage is not state.stage:
                visits[-1] = replace(visits[-1], left_at=event.at, left_by=event.id)
                visits.append(arrival(step.state, event))
            state = step.state
    refused = tuple(step for step in steps if step.result is Result.REFUSED)
    return Replay(
        case=Case(
            lead=lead,
            history=history,
            state=state,
            cycles=tuple(cycles),
            refused=tuple(step.event.id for step in refused),
            visits=tuple(visits),
        ),
        refused=refused,
        surprising=tuple(step for step in steps if step.result is not Result.REFUSED and step.code),
    )


def arrival(state: State, event: Event) -> Visit:
    assert not isinstance(state, Raw)
    return Visit(
        stage=state.stage,
        cycle=state.cycle,
        owner=None if isinstance(state, Nurture | Unqualified) else state.owner,
        entered_at=entered_at(state),
        entered_by=event.id,
    )


def stamp(cycles: list[Cycle], before: State, after: State, event: Event) -> None:
    match after:
        case Assigned() if isinstance(before, Assigned):
            cycles[-1] = replace(cycles[-1], owner=after.owner)
        case Assigned():
            fresh = Cycle(number=after.cycle, owner=after.owner, assigned_at=event.at, model=event.model)
            cycles.append(fresh)
        case Working() if isinstance(before, Assigned):
            cycles[-1] = replace(cycles[-1], worked_at=event.at)
        case Qualified() if isinstance(before, Working):
            cycles[-1] = replace(
                cycles[-1], qualified_at=event.at, outcome=Stage.QUALIFIED, outcome_at=event.at
            )
        case Nurture() | Unqualified() if cycles and not isinstance(before, Nurture):
            cycles[-1] = replace(cycles[-1], outcome=after.stage, outcome_at=event.at, reason=after.reason)
        case Won():
            cycles[-1] = replace(cycles[-1], outcome=Stage.WON, outcome_at=event.at)
        case _:
            pass
