"""What the clocks ask for now: who waits past due, and which leads to pass on or let go because nobody acted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .records import Case, EventId, LeadId, RepId
from .routing import Desk, Rep
from .sla import Clock, ClockCycle, ClockStep, StepAction

__all__ = ["LateLead", "PendingStep", "late_leads", "pending_steps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLead:
    """A lead that waits past the due instant of a clock, with everyone whom the ladder has told by now.

    `exceeded_at` is since when it waits beyond the maximum, where the promise has one.
    """

    lead: LeadId
    name: str | None
    clock: str
    policy: str
    owner: RepId | None
    started_at: datetime
    started_by: EventId | None
    due: datetime
    exceeded_at: datetime | None
    waited: timedelta
    waited_business: timedelta | None
    alert: tuple[str, ...]
    next_step_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingStep:
    """A step of a ladder that asks to reassign a lead or to disposition it, and that nobody has done yet."""

    lead: LeadId
    clock: str
    policy: str
    action: StepAction
    reason: str | None
    at: datetime
    owner: RepId | None
    earlier_owners: tuple[RepId, ...]
    tell: tuple[str, ...]


def late_leads(running: Iterable[tuple[Case, Clock]], desk: Desk) -> tuple[LateLead, ...]:
    """Every clock that runs past due, the longest overdue first."""
    reps = {rep.id: rep for rep in desk.reps}
    late = [
        LateLead(
            lead=clock.lead,
            name=case.lead.name,
            clock=clock.name,
            policy=clock.policy,
            owner=cycle.owner,
            started_at=cycle.reading.started_at,
            started_by=cycle.started_by,
            due=cycle.reading.breached_at,
            exceeded_at=cycle.reading.exceeded_at,
            waited=cycle.reading.waited_calendar,
            waited_business=cycle.reading.waited_business,
            alert=_told(cycle, reps),
            next_step_at=None if cycle.reading.next_step is None else cycle.reading.next_step.at,
        )
        for case, clock in running
        for cycle in clock.cycles
        if cycle.late and cycle.reading.breached_at is not None
    ]
    return tuple(sorted(late, key=lambda each: (each.due, each.lead, each.clock)))


def pending_steps(running: Iterable[tuple[Case, Clock]], desk: Desk) -> tuple[PendingStep, ...]:
    """Every reassignment and disposition that is due and not done, the oldest first."""
    reps = {rep.id: rep for rep in desk.reps}
    pending = [
        PendingStep(
            lead=clock.lead,
            clock=clock.name,
            policy=clock.policy,
            action=step.step.action,
            reason=step.step.reason,
            at=step.at,
            owner=cycle.owner,
            earlier_owners=cycle.earlier_owners,
            tell=tuple(_addresses([step], cycle, reps)),
        )
        for _, clock in running
        for cycle in clock.cycles
        for step in cycle.to_do
    ]
    return tuple(sorted(pending, key=lambda each: (each.at, each.lead, each.clock)))


def _told(cycle: ClockCycle, reps: dict[RepId, Rep]) -> tuple[str, ...]:
    """Everybody once: the rep, the manager, the executive, and then those who are named."""
    return tuple(dict.fromkeys(_addresses(cycle.steps, cycle, reps)))


ROLES = ("rep", "manager", "executive")


def _addresses(steps: Iterable[ClockStep], cycle: ClockCycle, reps: dict[RepId, Rep]) -> Iterator[str]:
    """Who is meant for this lead: the roles of whoever holds it now, because it may have changed hands since."""
    asked = [recipient for step in steps for recipient in step.step.recipients]
    owner = cycle.owner
    for role in ROLES:
        if role in asked:
            rep = None if owner is None else reps.get(owner)
            named = owner if role == "rep" else rep and (rep.manager if role == "manager" else rep.executive)
            yield named or f"the {role} of {owner or 'nobody yet'}"
    yield from (recipient for recipient in asked if recipient not in ROLES)
