"""The moves between the states, as plain functions whose types say which are possible.

`qualify` takes a `Working` lead, so qualifying a raw one does not type-check. What no type can say (the reason fits the
disposition, time does not run backwards, the owner is the one who touched) is checked, and raised.

>>> from datetime import datetime, timedelta, UTC
>>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
>>> assigned = assign(Raw(lead="L1", since=nine), to="ann", at=nine)
>>> working = work(assigned, by="ann", at=nine + timedelta(hours=1))
>>> qualify(working, at=nine + timedelta(hours=2)).stage
<Stage.QUALIFIED: 'qualified'>
"""

from dataclasses import replace
from datetime import datetime
from typing import Literal, TypeVar

from ..errors import NoTransitionError, TimeError
from ..records import Assigned, Nurture, Qualified, Raw, RepId, State, Unqualified, Won, Working, iso, utc
from .reasons import Reason
from .table import allowed

__all__ = ["assign", "entered_at", "lose", "nurture", "qualify", "reassign", "unqualify", "win", "work"]

Held = TypeVar("Held", Assigned, Working, Qualified)


def assign(lead: Raw | Nurture | Won, *, to: RepId, at: datetime) -> Assigned:
    """A rep gets the lead and owes an answer; from Nurture or Won this opens the next cycle, with a clock of its own.

    Raises `TimeError` when `at` is naive or lies before the state that it leaves, as every move does.
    """
    at = _not_before(lead, at)
    cycle = 1 if isinstance(lead, Raw) else lead.cycle + 1
    return Assigned(lead=lead.lead, cycle=cycle, owner=to, assigned_at=at)


def reassign(lead: Held, *, to: RepId, at: datetime) -> Held:
    """Another rep gets the lead; its clock runs on from the first assignment, so passing it on hides no delay.

    Out of Qualified this is the hand-off to whoever runs the opportunity.
    """
    _not_before(lead, at)
    return replace(lead, owner=to)


def work(lead: Assigned, *, by: RepId, at: datetime) -> Working:
    """The owner touched the lead, as a human.

    Working is entered by an activity and by nothing else; a status edit, a note or an automatic e-mail is none.
    Raises `NoTransitionError` when somebody else touched it: that answers the lead, and does not move it.
    """
    at = _not_before(lead, at)
    if by != lead.owner:
        why = f"touched by {by!r}, held by {lead.owner!r}"
        raise NoTransitionError(lead.stage, "touched", allowed(lead.stage), why=why)
    return Working(
        lead=lead.lead, cycle=lead.cycle, owner=lead.owner, assigned_at=lead.assigned_at, worked_at=at
    )


def qualify(lead: Working, *, at: datetime) -> Qualified:
    """Ready to buy now: only a lead that has been worked can be found so."""
    at = _not_before(lead, at)
    return Qualified(
        lead=lead.lead,
        cycle=lead.cycle,
        owner=lead.owner,
        assigned_at=lead.assigned_at,
        worked_at=lead.worked_at,
        qualified_at=at,
    )


def nurture(lead: Raw | Assigned | Working, *, reason: Reason, at: datetime) -> Nurture:
    """A fit, but not now. Before a touch this needs a reason that is a declared pre-qualification criterion.

    Raises `NoTransitionError` when the reason belongs to another disposition, or needs a touch first.
    """
    at = _not_before(lead, at)
    _fits(lead, reason, "nurture", touched=isinstance(lead, Working))
    return Nurture(lead=lead.lead, cycle=_cycle(lead), reason=reason.code, since=at)


def lose(lead: Qualified, *, reason: Reason, at: datetime) -> Nurture:
    """The opportunity is lost and the lead goes back to nurture: it is a lead until it is won."""
    at = _not_before(lead, at)
    _fits(lead, reason, "nurture", touched=True)
    return Nurture(lead=lead.lead, cycle=lead.cycle, reason=reason.code, since=at)


def unqualify(
    lead: Raw | Assigned | Working | Qualified | Nurture, *, reason: Reason, at: datetime
) -> Unqualified:
    """This person will never buy. Before a touch this needs a declared pre-qualification criterion, as in `nurture`."""
    at = _not_before(lead, at)
    _fits(lead, reason, "unqualified", touched=isinstance(lead, Working | Qualified))
    return Unqualified(lead=lead.lead, cycle=_cycle(lead), reason=reason.code, since=at)


def win(lead: Qualified, *, at: datetime) -> Won:
    """The deal is done: the end of a cycle, not of the lead."""
    at = _not_before(lead, at)
    return Won(lead=lead.lead, cycle=lead.cycle, owner=lead.owner, won_at=at)


def entered_at(state: State) -> datetime:
    """When the lead came into the state that it is in."""
    match state:
        case Assigned():
            return state.assigned_at
        case Working():
            return state.worked_at
        case Qualified():
            return state.qualified_at
        case Won():
            return state.won_at
        case Raw() | Nurture() | Unqualified():
            return state.since


def _cycle(lead: Raw | Assigned | Working | Qualified | Nurture) -> int:
    return 0 if isinstance(lead, Raw) else lead.cycle


def _not_before(state: State, at: datetime) -> datetime:
    at = utc(at, "at")
    entered = entered_at(state)
    if at < entered:
        raise TimeError(
            "at", iso(at), f"lies before the lead came to {state.stage.value!r} at {iso(entered)}"
        )
    return at


def _fits(
    state: State, reason: Reason, disposition: Literal["nurture", "unqualified"], *, touched: bool
) -> None:
    event = "nurtured" if disposition == "nurture" else "unqualified"
    if reason.disposition != disposition:
        why = f"reason {reason.code!r} is one for {reason.disposition!r}"
        raise NoTransitionError(state.stage, event, allowed(state.stage), why=why)
    if not touched and not reason.without_touch:
        why = f"nobody has touched the lead, and reason {reason.code!r} is no pre-qualification criterion"
        raise NoTransitionError(state.stage, event, allowed(state.stage), why=why)
