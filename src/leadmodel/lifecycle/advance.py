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

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ..errors import InputError, NoTransitionError, UnknownNameError
from ..records import (
    Assigned,
    Event,
    EventKind,
    Nurture,
    Qualified,
    Raw,
    Stage,
    State,
    Unqualified,
    Won,
    Working,
    iso,
)
from . import moves
from .bypass import flagged_reason
from .moves import entered_at
from .reasons import HasReasons, Reason, find_reason
from .table import TABLE, allowed

__all__ = ["Result", "Step", "Taken", "advance", "step_of", "take"]


#: Bound once: looking up a member of an enumeration costs more than the comparison that it is for.
_ACTIVITY, _NOTED, _ASSIGNED, _TOUCHED = (
    EventKind.ACTIVITY,
    EventKind.NOTED,
    EventKind.ASSIGNED,
    EventKind.TOUCHED,
)
_QUALIFIED, _NURTURED, _UNQUALIFIED = EventKind.QUALIFIED, EventKind.NURTURED, EventKind.UNQUALIFIED
#: The same rows as plain dicts, which answer faster than read-only views of them.
_ROWS = {stage: dict(TABLE[stage]) for stage in Stage}


class Result(StrEnum):
    """What an event did."""

    MOVED = "moved"
    NOTED = "noted"
    REFUSED = "refused"


_DID_MOVE, _DID_NOTHING = Result.MOVED, Result.NOTED


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
    after, result, code, why = take(state, event, model, entered_at(state))
    return step_of(after, event, result, code, why)


#: What became of a state, before it is made into a `Step`: a replay needs that only of what is out of the ordinary.
Taken = tuple[State, Result, str, str]


def take(state: State, event: Event, model: HasReasons, entered: datetime) -> Taken:
    """What `advance` does, for those who know that the event is the lead's own, and when it came to its state."""
    kind, stage = event.kind, state.stage
    if event.at < entered:
        why = f"happened at {iso(event.at)}, before the lead came to {stage.value} at {iso(entered)}"
        return _refused(state, "too_early", why)
    if kind is _ACTIVITY or kind is _NOTED or (kind is _TOUCHED and event.automatic):
        return state, _DID_NOTHING, "", ""
    becomes = _ROWS[stage].get(kind)
    if becomes is None:
        choices = ", ".join(each.value for each in allowed(stage))
        instead = f"only {choices}" if choices else "that stage is final"
        why = f"a lead in {stage.value} cannot be {kind.value}, {instead}"
        return _refused(state, "not_allowed", why)
    if kind is _TOUCHED and becomes is stage:
        return state, _DID_NOTHING, "", ""
    reason = None
    if kind is _NURTURED or kind is _UNQUALIFIED:
        if not event.reason:
            return _refused(state, "reason_missing", f"{kind.value} without a reason")
        try:
            reason = _reason(model, event.reason)
        except UnknownNameError as error:
            return _refused(state, "reason_unknown", str(error))
    try:
        after = _move(state, event, reason)
    except NoTransitionError as error:
        if kind is _TOUCHED:
            return state, _DID_NOTHING, "not_the_owner", error.why
        flagged = flagged_reason(reason, becomes, model)
        if flagged is not None:
            return _move(state, event, flagged), _DID_MOVE, "bypassed", error.why
        return _refused(state, "reason_refused", error.why)
    return after, _DID_NOTHING if becomes is stage and after == state else _DID_MOVE, "", ""


def _move(state: State, event: Event, reason: Reason | None) -> State:
    """The state to which a typed move leads; the table has said that there is one."""
    kind, at, rep = event.kind, event.at, event.rep
    if kind is _ASSIGNED and rep:
        match state:
            case Raw() | Nurture() | Won():
                return moves.assign(state, to=rep, at=at)
            case Assigned():
                return moves.reassign(state, to=rep, at=at)
            case Working():
                return moves.reassign(state, to=rep, at=at)
            case Qualified():
                return moves.reassign(state, to=rep, at=at)
    elif kind is _TOUCHED and rep:
        if isinstance(state, Assigned):
            return moves.work(state, by=rep, at=at)
    elif kind is _QUALIFIED:
        if isinstance(state, Working):
            return moves.qualify(state, at=at)
    elif kind is _NURTURED and reason:
        if isinstance(state, Qualified):
            return moves.lose(state, reason=reason, at=at)
        if isinstance(state, (Raw, Assigned, Working)):
            return moves.nurture(state, reason=reason, at=at)
    elif kind is _UNQUALIFIED and reason:
        if not isinstance(state, (Unqualified, Won)):
            return moves.unqualify(state, reason=reason, at=at)
    elif isinstance(state, Qualified):
        return moves.win(state, at=at)
    return state


def _reason(model: HasReasons, code: str) -> Reason:
    # As `find_reason` finds it, without a dictionary for one look.
    for each in reversed(model.reasons):
        if each.code == code:
            return each
    return find_reason(model.reasons, code)


if TYPE_CHECKING:
    _StepDraft: Any
else:

    class _StepDraft:
        __slots__ = Step.__slots__


def step_of(state: State, event: Event, result: Result, code: str, why: str) -> Step:
    """A step from what was taken."""
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


def _refused(state: State, code: str, why: str) -> Taken:
    return state, Result.REFUSED, code, why
