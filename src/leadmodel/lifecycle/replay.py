"""The fold: a lead's events in order give its state, its cycles with their stamps, and the list of what was refused.

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
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from ..errors import InputError
from ..records import (
    Case,
    Cycle,
    Event,
    EventId,
    EventKind,
    Lead,
    RepId,
    Stage,
    State,
    Visit,
    first_told,
    in_order,
)
from ..records.drafts import draft_cycle, draft_of, new_case, new_raw, new_visit
from .advance import EFFECTS, Result, Step, advance, noted
from .moves import entered_at
from .reasons import HasReasons, Reason

__all__ = ["Replay", "as_recorded", "replay", "resume"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A case, with the steps that changed nothing although they might have been meant to: refused, or surprising."""

    case: Case
    refused: tuple[Step, ...] = ()
    surprising: tuple[Step, ...] = ()


def replay(lead: Lead, events: Iterable[Event], model: HasReasons, *, trust: bool = False) -> Replay:
    """Fold a lead's events, in their own order whatever order they come in; the same event twice counts once.

    With `trust` a disposition stands with the reason that was recorded, whatever the model's catalogue says of it
    today: what has happened has happened. What `audit` lists is the difference.

    Raises `InputError` when two different events carry one id, or an event belongs to another lead.
    """
    return _fold(lead, _once(lead, events), model, trust, None)


def resume(
    known: Replay | Case, events: Iterable[Event], model: HasReasons, *, trust: bool = False
) -> Replay:
    """Go on from a case with further events: the same as one replay of all of them, at the cost of the new ones.

    An event that belongs before what is known already makes it a replay of everything, under this model. From a
    `Replay` comes what one replay would have given; a bare `Case` has no steps, so that only those of events that it
    did not have are listed. Raises what `replay` raises.

    >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=nine, source="form")
    >>> class House:
    ...     reasons = ()
    >>> given = Event(id="e1", lead="L1", kind=EventKind.ASSIGNED, at=nine, rep="ann")
    >>> resume(replay(lead, [], House()), [given], House()) == replay(lead, [given], House())
    True
    """
    before = known if isinstance(known, Replay) else Replay(case=known)
    case = before.case
    had = {event.id: event for event in case.history}
    fresh: list[Event] = []
    again = not case.visits
    for event in _once(case.lead, events):
        first = had.get(event.id)
        if first is None:
            fresh.append(event)
        elif _agreed(first, event) is not first:
            again = True
            fresh.append(event)
    if not fresh and not again:
        return before
    if case.history and fresh and in_order((case.history[-1], fresh[0]))[0] is fresh[0]:
        again = True
    if again:
        whole = _fold(case.lead, _once(case.lead, (*case.history, *fresh)), model, trust, None)
        if isinstance(known, Replay):
            return whole
        return Replay(
            case=whole.case,
            refused=tuple(step for step in whole.refused if step.event.id not in had),
            surprising=tuple(step for step in whole.surprising if step.event.id not in had),
        )
    after = _fold(case.lead, tuple(fresh), model, trust, case)
    return Replay(
        case=after.case,
        refused=before.refused + after.refused,
        surprising=before.surprising + after.surprising,
    )


#: Bound once: looking up a member of an enumeration costs more than the comparison that it is for.
_TOUCHED = EventKind.TOUCHED
_ASSIGNED, _WORKING, _QUALIFIED = Stage.ASSIGNED, Stage.WORKING, Stage.QUALIFIED
_NURTURE, _UNQUALIFIED, _WON = Stage.NURTURE, Stage.UNQUALIFIED, Stage.WON
_REFUSED = Result.REFUSED
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _fold(
    lead: Lead, events: tuple[Event, ...], model: HasReasons, trust: bool, before: Case | None
) -> Replay:
    """What `advance` does, event after event, and what is written of it; `before` is what they follow on."""
    refused: list[Step] = []
    surprising: list[Step] = []
    state: State
    # What is still written to, and becomes a `Cycle` once nothing more can change.
    cycle: Any = None
    # The visit that lasts: since when, by which event, held by whom, and in which cycle.
    entered_by: EventId | None
    owner: RepId | None
    if before is None:
        state = new_raw(lead.id, lead.captured_at)
        visits: list[Visit] = []
        cycles: list[Cycle] = []
        entered, entered_by, owner, number = lead.captured_at, None, None, 0
    else:
        state = before.state
        visits = list(before.visits)
        cycles = list(before.cycles)
        last = visits.pop()
        entered, entered_by, owner, number = last.entered_at, last.entered_by, last.owner, last.cycle
        cycle = _written_on(cycles.pop()) if cycles else None
    # Events are in order, so that only the state which they find can have come later than some of them.
    early = 0
    for event in events:
        if event.at >= entered_at(state):
            break
        refused.append(advance(state, event, model))
        early += 1
    stage = state.stage
    effects = EFFECTS[stage]
    for event in events[early:]:
        kind = event.kind
        effect = effects[kind]
        if effect is noted:
            continue
        after: Any = effect(state, event, as_recorded(event, model) if trust else model)
        if after is state:
            continue
        if type(after) is Step:
            if after.result is _REFUSED:
                refused.append(after)
                continue
            surprising.append(after)
            after = after.state
        at = event.at
        if kind is _TOUCHED:
            # Only an assigned lead gets here: whoever touches it has answered it, and the owner has moved it as well.
            if cycle.first_touch_at is None:
                cycle.first_touch_at = at
            if after is state:
                continue
        state = after
        now = after.stage
        holder: Any = None if now is _NURTURE or now is _UNQUALIFIED else after.owner
        if now is stage:
            # Passed on while it waits: the cycle goes along. While it is worked, or handed off when it is qualified,
            # the cycle stays with the rep who picked the lead up.
            if now is _ASSIGNED:
                cycle.owner = holder
            continue
        visits.append(new_visit(stage, number, owner, entered, at, entered_by, event.id))
        entered, entered_by, owner, number = at, event.id, holder, after.cycle
        if now is _ASSIGNED:
            if cycle is not None:
                cycle.__class__ = Cycle
                cycles.append(cycle)
            cycle = draft_cycle(number, holder, at, event.model)
        elif now is _WORKING:
            cycle.worked_at = at
        elif cycle is not None and stage is not _NURTURE:
            # Out of Nurture, or straight out of Raw, no cycle is running whose stamps could change.
            cycle.outcome = now
            cycle.outcome_at = at
            if now is _QUALIFIED:
                cycle.qualified_at = at
            elif now is not _WON:
                cycle.reason = after.reason
        stage, effects = now, EFFECTS[now]
    visits.append(new_visit(stage, number, owner, entered, None, entered_by, None))
    if cycle is not None:
        cycle.__class__ = Cycle
        cycles.append(cycle)
    gone = tuple([step.event.id for step in refused]) if refused else ()
    if before is not None:
        events, gone = before.history + events, before.refused + gone
    case = new_case(lead, events, state, tuple(cycles), gone, tuple(visits))
    return _new_replay(case, tuple(refused), tuple(surprising))


class _Recorded:
    """A catalogue in which the reason that was recorded explains what it was recorded for."""

    __slots__ = ("reasons",)

    def __init__(self, code: str, disposition: Literal["nurture", "unqualified"]) -> None:
        self.reasons = (Reason(code=code, disposition=disposition, says=code, without_touch=True),)


def as_recorded(event: Event, model: HasReasons) -> HasReasons:
    """The model as it must have been when a disposition was recorded; for any other event the model itself."""
    if event.reason and event.kind is EventKind.NURTURED:
        return _Recorded(event.reason, "nurture")
    if event.reason and event.kind is EventKind.UNQUALIFIED:
        return _Recorded(event.reason, "unqualified")
    return model


def _written_on(cycle: Cycle) -> Any:
    """A draft of a cycle as it is, to be written to again."""
    new = draft_cycle(cycle.number, cycle.owner, cycle.assigned_at, cycle.model)
    new.first_touch_at, new.worked_at = cycle.first_touch_at, cycle.worked_at
    new.qualified_at, new.reason = cycle.qualified_at, cycle.reason
    new.outcome, new.outcome_at = cycle.outcome, cycle.outcome_at
    return new


def _once(lead: Lead, events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, and in order."""
    history = tuple(events)
    owner = lead.id
    by_id: dict[EventId, Event] = {}
    ordered, last = True, _LONG_AGO
    for event in history:
        if event.lead != owner:
            raise InputError("events", event.id, f"belongs to lead {event.lead!r}, not to {owner!r}")
        by_id[event.id] = event
        at = event.at
        if at <= last:
            ordered = False
        last = at
    if len(by_id) < len(history):
        by_id.clear()
        for event in history:
            by_id[event.id] = _agreed(by_id.get(event.id, event), event)
        history = tuple(by_id.values())
    return history if ordered else in_order(history)


def _agreed(first: Event, event: Event) -> Event:
    told = first if first is event else first_told(first, event)
    if told is None:
        raise InputError("events", event.id, "is the id of two different events, an id belongs to one")
    return told


_ReplayDraft = draft_of(Replay)


def _new_replay(case: Case, refused: tuple[Step, ...], surprising: tuple[Step, ...]) -> Replay:
    # As in `records.drafts`: a frozen value, filled fast.
    new = _ReplayDraft()
    new.case = case
    new.refused = refused
    new.surprising = surprising
    new.__class__ = Replay
    made: Replay = new
    return made
