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
from enum import StrEnum
from typing import assert_never

from ..errors import InputError, NoTransitionError, UnknownNameError
from ..records import (
    Assigned,
    Event,
    EventKind,
    Nurture,
    Qualified,
    Raw,
    State,
    Unqualified,
    Won,
    Working,
    iso,
)
from . import moves
from .moves import entered_at
from .reasons import HasReasons, Reason, find_reason
from .table import TABLE, allowed

__all__ = ["Result", "Step", "advance"]


_MOVES_NOTHING = (EventKind.ACTIVITY, EventKind.NOTED)


class Result(StrEnum):
    """What an event did."""

    MOVED = "moved"
    NOTED = "noted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The state after an event, and for one that was refused a stable code and the reason in words.

    Codes: `not_allowed`, `too_early` (before the state that it would leave), `reason_missing`, `reason_unknown`,
    `reason_refused` (it explains another disposition, or needs a touch first); when noted, `not_the_owner` for a
    human touch by somebody else, which answers the lead and moves nothing.
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
    kind = event.kind
    if event.at < entered_at(state):
        why = f"happened at {iso(event.at)}, before the lead came to {state.stage.value} at {iso(entered_at(state))}"
        return _refused(state, event, "too_early", why)
    if kind in _MOVES_NOTHING or (kind is EventKind.TOUCHED and event.automatic):
        return Step(state=state, event=event, result=Result.NOTED)
    becomes = TABLE[state.stage].get(kind)
    if becomes is None:
        choices = ", ".join(each.value for each in allowed(state.stage))
        instead = f"only {choices}" if choices else "that stage is final"
        why = f"a lead in {state.stage.value} cannot be {kind.value}, {instead}"
        return _refused(state, event, "not_allowed", why)
    if kind is EventKind.TOUCHED and becomes is state.stage:
        return Step(state=state, event=event, result=Result.NOTED)
    reason = None
    if kind is EventKind.NURTURED or kind is EventKind.UNQUALIFIED:
        if not event.reason:
            return _refused(state, event, "reason_missing", f"{kind.value} without a reason")
        try:
            reason = find_reason(model.reasons, event.reason)
        except UnknownNameError as error:
            return _refused(state, event, "reason_unknown", str(error))
    try:
        after = _move(state, event, reason)
    except NoTransitionError as error:
        if kind is EventKind.TOUCHED:
            return Step(state=state, event=event, result=Result.NOTED, code="not_the_owner", why=error.why)
        return _refused(state, event, "reason_refused", error.why)
    result = Result.NOTED if after is state or after == state else Result.MOVED
    return Step(state=after, event=event, result=result)


def _move(state: State, event: Event, reason: Reason | None) -> State:
    at, rep = event.at, event.rep
    match state:
        case Raw() | Nurture() | Won() if event.kind is EventKind.ASSIGNED and rep:
            return moves.assign(state, to=rep, at=at)
        case Assigned() if event.kind is EventKind.ASSIGNED and rep:
            return moves.reassign(state, to=rep, at=at)
        case Working() if event.kind is EventKind.ASSIGNED and rep:
            return moves.reassign(state, to=rep, at=at)
        case Qualified() if event.kind is EventKind.ASSIGNED and rep:
            return moves.reassign(state, to=rep, at=at)
        case Assigned() if event.kind is EventKind.TOUCHED and rep:
            return moves.work(state, by=rep, at=at)
        case Working() if event.kind is EventKind.QUALIFIED:
            return moves.qualify(state, at=at)
        case Qualified() if event.kind is EventKind.WON:
            return moves.win(state, at=at)
        case Qualified() if event.kind is EventKind.NURTURED and reason:
            return moves.lose(state, reason=reason, at=at)
        case Raw() | Assigned() | Working() if event.kind is EventKind.NURTURED and reason:
            return moves.nurture(state, reason=reason, at=at)
        case Raw() | Assigned() | Working() | Qualified() | Nurture() if (
            event.kind is EventKind.UNQUALIFIED and reason
        ):
            return moves.unqualify(state, reason=reason, at=at)
        case Raw() | Assigned() | Working() | Qualified() | Nurture() | Unqualified() | Won():
            return state
        case _:
            assert_never(state)


def _refused(state: State, event: Event, code: str, why: str) -> Step:
    return Step(state=state, event=event, result=Result.REFUSED, code=code, why=why)
