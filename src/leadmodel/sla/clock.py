"""The response clock: is a lead on time, by the calendar and by the owner's working hours, and who has to hear of it.

It starts when the lead is assigned and stops at the first human touch by anybody; passing the lead on does not stop it
("The Measurable Lead Model"). A day is 24 elapsed hours, and the due instant itself still counts as met.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..conditions import compile_condition
from ..errors import TimeError
from ..hours import Calendar, add, elapsed
from ..records import Case, Cycle, Graded, LeadId, RepId, utc
from .policy import HasSla, LadderStep, Recipient, SlaPolicy

__all__ = ["Alert", "Clock", "ClockState", "clocks"]


class ClockState(StrEnum):
    """How a promise stands: breached is for good, also when the answer came at last."""

    RUNNING = "running"
    MET = "met"
    BREACHED = "breached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A step of the ladder that has been reached, with the instant and those to tell."""

    after: str
    at: datetime
    alert: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One lead's response clock in one cycle, as of `at`.

    It ends when somebody touches the lead (`stopped_at`), or when the lead is dispositioned without a touch
    (`closed_at`): in time that cancels the clock, for there was no answer to be fast; a breach stays one.
    `elapsed_*` run to that end, or to `at`. Business figures are None where the owner's hours are not known.
    """

    lead: LeadId
    cycle: int
    policy: str
    owner: RepId
    at: datetime
    state: ClockState
    started_at: datetime
    stopped_at: datetime | None
    closed_at: datetime | None
    basis: str
    due: datetime
    due_calendar: datetime
    due_business: datetime | None
    elapsed_calendar: timedelta
    elapsed_business: timedelta | None
    alerts: tuple[Alert, ...]
    next_alert_at: datetime | None

    @property
    def late(self) -> bool:
        """Still waiting for an answer, and past due: what somebody has to act on now."""
        return self.state is ClockState.BREACHED and self.stopped_at is None and self.closed_at is None


def clocks(
    case: Case,
    model: HasSla,
    *,
    schedules: Mapping[str, Calendar],
    at: datetime,
    card: Graded | None = None,
) -> tuple[Clock, ...]:
    """The response clocks of a case as of an instant: one a cycle that had begun by then, oldest first.

    `schedules` holds the reps' working time by id (`Desk.schedules`); an owner who is not there has no business clock,
    and a promise in business time is then kept by the calendar. A lead that no policy covers has no clock.
    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    policy = _policy(case, model, card)
    if policy is None:
        return ()
    begun = (cycle for cycle in case.cycles if cycle.assigned_at <= at)
    return tuple(_clock(case, cycle, policy, schedules.get(cycle.owner), at) for cycle in begun)


def _policy(case: Case, model: HasSla, card: Graded | None) -> SlaPolicy | None:
    for policy in model.sla:
        if policy.when is None or compile_condition(policy.when)(case.lead, card):
            return policy
    return None


def _clock(case: Case, cycle: Cycle, policy: SlaPolicy, schedule: Calendar | None, at: datetime) -> Clock:
    started = cycle.assigned_at
    stopped = _not_later(cycle.first_touch_at, at)
    closed = _not_later(cycle.outcome_at, at) if stopped is None else None
    end = stopped or closed or at
    due_calendar = started + policy.promise
    due_business = _business_due(schedule, started, policy.promise) if schedule else None
    due = due_business if policy.basis == "business" and due_business else due_calendar
    waiting = stopped is None and closed is None
    if end > due or (waiting and end == due):
        state = ClockState.BREACHED
    elif closed is not None:
        state = ClockState.CANCELLED
    else:
        state = ClockState.MET if stopped else ClockState.RUNNING
    reached = [step for step in policy.ladder if started + step.offset <= end] if waiting else []
    ahead = [step for step in policy.ladder if started + step.offset > end] if waiting else []
    return Clock(
        lead=case.lead.id,
        cycle=cycle.number,
        policy=policy.name,
        owner=cycle.owner,
        at=at,
        state=state,
        started_at=started,
        stopped_at=stopped,
        closed_at=closed,
        basis=policy.basis,
        due=due,
        due_calendar=due_calendar,
        due_business=due_business,
        elapsed_calendar=end - started,
        elapsed_business=elapsed(schedule, started, end) if schedule else None,
        alerts=tuple(_alert(step, started) for step in reached),
        next_alert_at=started + ahead[0].offset if ahead else None,
    )


def _business_due(schedule: Calendar, started: datetime, promise: timedelta) -> datetime | None:
    try:
        return add(schedule, started, promise)
    except TimeError:
        # Somebody who left for good never works that long; the calendar goes on.
        return None


def _alert(step: LadderStep, started: datetime) -> Alert:
    return Alert(after=step.after, at=started + step.offset, alert=step.alert)


def _not_later(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant is not None and instant <= at else None
