"""The moves between the states, as plain functions whose types say which are possible.

`qualify` takes a `Working` lead, so qualifying a raw one does not type-check. What no type can say (the reason fits the
disposition, time does not run backwards, the owner is the one who touched) is checked, and raised.

Each has two halves. `work` compares the instant, and `worked` has every other rule and makes the state; who has
compared the instant already, as `advance` has, takes the second half alone.

>>> from datetime import datetime, timedelta, UTC
>>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
>>> assigned = assign(Raw(lead="L1", since=nine), to="ann", at=nine)
>>> working = work(assigned, by="ann", at=nine + timedelta(hours=1))
>>> qualify(working, at=nine + timedelta(hours=2)).stage
<Stage.QUALIFIED: 'qualified'>
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Literal, TypeVar

from ..errors import NoTransitionError, TimeError
from ..records import Assigned, Nurture, Qualified, Raw, RepId, State, Unqualified, Won, Working, iso, utc
from ..records.drafts import (
    new_assigned,
    new_nurture,
    new_qualified,
    new_unqualified,
    new_won,
    new_working,
)
from .reasons import Reason
from .table import allowed

__all__ = ["assign", "entered_at", "lose", "nurture", "qualify", "reassign", "unqualify", "win", "work"]

Held = TypeVar("Held", Assigned, Working, Qualified)


def assign(lead: Raw | Nurture | Won, *, to: RepId, at: datetime) -> Assigned:
    """A rep gets the lead and owes an answer; from Nurture or Won this opens the next cycle, with a clock of its own.

    Raises `TimeError` when `at` is naive or lies before the state that it leaves, as every move does.
    """
    return assigned(lead, to, _not_before(lead, lead.won_at if isinstance(lead, Won) else lead.since, at))


def assigned(lead: Raw | Nurture | Won, to: RepId, at: datetime) -> Assigned:
    """The second half of `assign`."""
    return new_assigned(lead.lead, 1 if isinstance(lead, Raw) else lead.cycle + 1, to, at)


def reassign(lead: Held, *, to: RepId, at: datetime) -> Held:
    """Another rep gets the lead; its clock runs on from the first assignment, so passing it on hides no delay.

    Out of Qualified this is the hand-off to whoever runs the opportunity.
    """
    _not_before(lead, entered_at(lead), at)
    return reassigned(lead, to)


def reassigned(lead: Held, to: RepId) -> Held:
    """The second half of `reassign`, which leaves no stamp, and so needs no instant."""
    if isinstance(lead, Assigned):
        return new_assigned(lead.lead, lead.cycle, to, lead.assigned_at)
    if isinstance(lead, Working):
        return new_working(lead.lead, lead.cycle, to, lead.assigned_at, lead.worked_at)
    return new_qualified(lead.lead, lead.cycle, to, lead.assigned_at, lead.worked_at, lead.qualified_at)


def work(lead: Assigned, *, by: RepId, at: datetime) -> Working:
    """The owner touched the lead, as a human.

    Working is entered by an activity and by nothing else; a status edit, a note or an automatic e-mail is none.
    Raises `NoTransitionError` when somebody else touched it: that answers the lead, and does not move it.
    """
    return worked(lead, by, _not_before(lead, lead.assigned_at, at))


def worked(lead: Assigned, by: RepId, at: datetime) -> Working:
    """The second half of `work`."""
    if by != lead.owner:
        why = f"touched by {by!r}, held by {lead.owner!r}"
        raise NoTransitionError(lead.stage, "touched", allowed(lead.stage), why=why)
    return new_working(lead.lead, lead.cycle, lead.owner, lead.assigned_at, at)


def qualify(lead: Working, *, at: datetime) -> Qualified:
    """Ready to buy now: only a lead that has been worked can be found so."""
    return qualified(lead, _not_before(lead, lead.worked_at, at))


def qualified(lead: Working, at: datetime) -> Qualified:
    """The second half of `qualify`."""
    return new_qualified(lead.lead, lead.cycle, lead.owner, lead.assigned_at, lead.worked_at, at)


def nurture(lead: Raw | Assigned | Working, *, reason: Reason, at: datetime) -> Nurture:
    """A fit, but not now. Before a touch this needs a reason that is a declared pre-qualification criterion.

    Raises `NoTransitionError` when the reason belongs to another disposition, or needs a touch first.
    """
    return nurtured(lead, reason, _not_before(lead, entered_at(lead), at))


def nurtured(lead: Raw | Assigned | Working, reason: Reason, at: datetime) -> Nurture:
    """The second half of `nurture`."""
    _fits(lead, reason, "nurture", touched=isinstance(lead, Working))
    return new_nurture(lead.lead, _cycle(lead), reason.code, at)


def lose(lead: Qualified, *, reason: Reason, at: datetime) -> Nurture:
    """The opportunity is lost and the lead goes back to nurture: it is a lead until it is won."""
    return lost(lead, reason, _not_before(lead, lead.qualified_at, at))


def lost(lead: Qualified, reason: Reason, at: datetime) -> Nurture:
    """The second half of `lose`."""
    _fits(lead, reason, "nurture", touched=True)
    return new_nurture(lead.lead, lead.cycle, reason.code, at)


def unqualify(
    lead: Raw | Assigned | Working | Qualified | Nurture, *, reason: Reason, at: datetime
) -> Unqualified:
    """This person will never buy. Before a touch this needs a declared pre-qualification criterion, as in `nurture`."""
    return unqualified(lead, reason, _not_before(lead, entered_at(lead), at))


def unqualified(
    lead: Raw | Assigned | Working | Qualified | Nurture, reason: Reason, at: datetime
) -> Unqualified:
    """The second half of `unqualify`."""
    _fits(lead, reason, "unqualified", touched=isinstance(lead, (Working, Qualified)))
    return new_unqualified(lead.lead, _cycle(lead), reason.code, at)


def win(lead: Qualified, *, at: datetime) -> Won:
    """The deal is done: the end of a cycle, not of the lead."""
    return won(lead, _not_before(lead, lead.qualified_at, at))


def won(lead: Qualified, at: datetime) -> Won:
    """The second half of `win`."""
    return new_won(lead.lead, lead.cycle, lead.owner, at)


def entered_at(state: State) -> datetime:
    """When the lead came into the state that it is in."""
    return _ENTERED[type(state)](state)


_ENTERED: Mapping[type[State], Callable[[Any], datetime]] = {
    Raw: attrgetter("since"),
    Assigned: attrgetter("assigned_at"),
    Working: attrgetter("worked_at"),
    Qualified: attrgetter("qualified_at"),
    Nurture: attrgetter("since"),
    Unqualified: attrgetter("since"),
    Won: attrgetter("won_at"),
}


def _cycle(lead: Raw | Assigned | Working | Qualified | Nurture) -> int:
    return 0 if isinstance(lead, Raw) else lead.cycle


def _not_before(state: State, entered: datetime, at: datetime) -> datetime:
    if type(at) is not datetime or at.tzinfo is not UTC:
        at = utc(at, "at")
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
