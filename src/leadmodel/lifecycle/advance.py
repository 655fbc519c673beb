"""One event applied to one state: what became of the lead, or why nothing did.

>>> from datetime import datetime, UTC
>>> from leadmodel.records import Raw
>>> at = datetime(2026, 11, 6, 9, tzinfo=UTC)
>>> class House:
...     reasons = ()
>>> step = advance(Raw(lead="L1", since=at), Event(id="e1", lead="L1", kind=EventKind.QUALIFIED, at=at), House())
>>> step.result.value, step.code, step.why
('refused', 'not_allowed', 'a lead in raw cannot be qualified, only assigned, nurtured, unqualified')
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..errors import InputError, NoTransitionError, UnknownNameError
from ..records import Assigned, Event, EventKind, Nurture, Qualified, Raw, Stage, State, Won, Working, iso
from ..records.drafts import draft_of
from . import moves
from .bypass import flagged_reason
from .moves import Held, entered_at
from .reasons import HasReasons, Reason, find_reason
from .table import TABLE, allowed

__all__ = ["EFFECTS", "Effect", "Result", "Step", "advance", "noted"]


class Result(StrEnum):
    """What an event did."""

    MOVED = "moved"
    NOTED = "noted"
    REFUSED = "refused"


#: Bound once: looking up a member of an enumeration costs more than the comparison that it is for.
_MOVED, _NOTED, _REFUSED = Result.MOVED, Result.NOTED, Result.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The state after an event, and for one that was refused a stable code and the reason in words.

    Codes: `not_allowed`, `too_early` (before the state that it would leave), `reason_missing`, `reason_unknown`,
    `reason_refused` (it explains another disposition, or needs a touch first); when noted, `not_the_owner` for a
    human touch by somebody else, which answers the lead and moves nothing; when moved, `bypassed` for a disposition
    without a touch that the model only flags.
    """

    state: State
    event: Event
    result: Result
    code: str = ""
    why: str = ""


def advance(state: State, event: Event, model: HasReasons) -> Step:
    """Apply an event that comes as data. A refusal is an answer, not an exception: the state stays as it was.

    The typed moves decide; this finds the one that an event means. Raises `InputError` for another lead's event.
    """
    if event.lead != state.lead:
        raise InputError("event", event.id, f"belongs to lead {event.lead!r}, not to {state.lead!r}")
    stage, entered = state.stage, entered_at(state)
    if event.at < entered:
        why = f"happened at {iso(event.at)}, before the lead came to {stage.value} at {iso(entered)}"
        return _refused(state, event, "too_early", why)
    after = EFFECTS[stage][event.kind](state, event, model)
    if isinstance(after, Step):
        return after
    return _step(after, event, _NOTED if after is state else _MOVED)


#: What an event of one kind does to a lead in one stage, once it is known to be the lead's own and not too early: the
#: state after it, which is the very same where nothing moved. Only what has a code comes as a `Step`, so that a replay
#: makes none for all the rest.
Effect = Callable[[Any, Event, HasReasons], State | Step]


def noted(state: State, event: Event, model: HasReasons) -> State:
    """The effect of what moves nothing, and is not refused either."""
    return state


def _not_allowed(state: State, event: Event, model: HasReasons) -> Step:
    choices = ", ".join(each.value for each in allowed(state))
    instead = f"only {choices}" if choices else "that stage is final"
    why = f"a lead in {state.stage.value} cannot be {event.kind.value}, {instead}"
    return _refused(state, event, "not_allowed", why)


def _assigned(state: Raw | Nurture | Won, event: Event, model: HasReasons) -> State:
    # `Event` sees to it that an assignment and a human touch have a rep.
    to: Any = event.rep
    return moves.assigned(state, to, event.at)


def _reassigned(state: Held, event: Event, model: HasReasons) -> Held:
    to: Any = event.rep
    after = moves.reassigned(state, to)
    return state if after == state else after


def _worked(state: Assigned, event: Event, model: HasReasons) -> State | Step:
    by: Any = event.rep
    try:
        return moves.worked(state, by, event.at)
    except NoTransitionError as error:
        return _step(state, event, _NOTED, "not_the_owner", error.why)


def _qualified(state: Working, event: Event, model: HasReasons) -> State:
    return moves.qualified(state, event.at)


def _won(state: Qualified, event: Event, model: HasReasons) -> State:
    return moves.won(state, event.at)


def _let_go(move: Callable[[Any, Reason, datetime], State], becomes: Stage) -> Effect:
    """A disposition by a move that needs a reason."""

    def let_go(state: State, event: Event, model: HasReasons) -> State | Step:
        if not event.reason:
            return _refused(state, event, "reason_missing", f"{event.kind.value} without a reason")
        try:
            reason = _reason(model, event.reason)
        except UnknownNameError as error:
            return _refused(state, event, "reason_unknown", str(error))
        try:
            return move(state, reason, event.at)
        except NoTransitionError as error:
            flagged = flagged_reason(reason, becomes, model)
            if flagged is None:
                return _refused(state, event, "reason_refused", error.why)
            return _step(move(state, flagged, event.at), event, _MOVED, "bypassed", error.why)

    return let_go


def _unless_automatic(effect: Effect) -> Effect:
    """A touch by a machine is noted in every stage, and nothing else."""

    def touched(state: State, event: Event, model: HasReasons) -> State | Step:
        return state if event.automatic else effect(state, event, model)

    return touched


def _effect(stage: Stage, kind: EventKind) -> Effect:
    """Whether an event may happen is the table's to say; this finds the typed move that it means."""
    becomes = TABLE[stage].get(kind)
    match kind:
        case EventKind.ACTIVITY | EventKind.NOTED:
            return noted
        case EventKind.TOUCHED:
            return noted if becomes is stage else _unless_automatic(_worked if becomes else _not_allowed)
        case _ if becomes is None:
            return _not_allowed
        case EventKind.ASSIGNED:
            return _reassigned if becomes is stage else _assigned
        case EventKind.QUALIFIED:
            return _qualified
        case EventKind.NURTURED:
            return _let_go(moves.lost if stage is Stage.QUALIFIED else moves.nurtured, becomes)
        case EventKind.UNQUALIFIED:
            return _let_go(moves.unqualified, becomes)
        case EventKind.WON:
            return _won


#: The table once more, and whole: for each stage and each kind of event what it does there. Found once, so that nothing
#: is asked about a lead to which its stage is the answer. Plain dicts, which answer faster than read-only views.
EFFECTS: Mapping[Stage, Mapping[EventKind, Effect]] = {
    stage: {kind: _effect(stage, kind) for kind in EventKind} for stage in Stage
}


def _reason(model: HasReasons, code: str) -> Reason:
    # As `find_reason` finds it, without a dictionary for one look.
    for each in reversed(model.reasons):
        if each.code == code:
            return each
    return find_reason(model.reasons, code)


_StepDraft = draft_of(Step)


def _step(state: State, event: Event, result: Result, code: str = "", why: str = "") -> Step:
    # As in `records.drafts`: a frozen value, filled fast.
    new = _StepDraft()
    new.state = state
    new.event = event
    new.result = result
    new.code = code
    new.why = why
    new.__class__ = Step
    made: Step = new
    return made


def _refused(state: State, event: Event, code: str, why: str) -> Step:
    return _step(state, event, _REFUSED, code, why)
