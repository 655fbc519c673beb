"""How a lead stands against the process: which steps have had their time, and where leads pass from owner to owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..records import (
    Assigned,
    Case,
    EventKind,
    LeadId,
    Note,
    Qualified,
    Stage,
    State,
    Won,
    Working,
    in_order,
    utc,
)
from .lengths import instant_after
from .steps import END, Process, ProcessStep

__all__ = ["HandOff", "OverdueStep", "hand_offs", "overdue_steps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueStep:
    """A step that has lasted as long as it may, or longer: `owner` is accountable for it.

    `since` is when the lead came into the step if a note tells (`noted`), and else when it came into the stage.
    """

    lead: LeadId
    step: str
    owner: str
    stage: Stage
    since: datetime
    due: datetime
    late_by: timedelta
    noted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """A step at which leads pass from one owner to another: out of which steps, from whom, to whom."""

    step: str
    to: str
    out_of: tuple[str, ...]
    owner: str


def overdue_steps(case: Case, process: Process, *, at: datetime) -> tuple[OverdueStep, ...]:
    """The steps that a lead is in at an instant and that have had their time, the longest overdue first.

    A history tells the stage of a lead, and several steps may share a stage: each of them is held against the whole
    time in the stage. A house that wants to know better notes the step, `Note.PROCESS_STEP` with the step's name as the
    `subject`: then it is that step alone, from the note on, and after one with the subject `end` it is none. Notes from
    before the stage, and about steps of another, do not count.

    Where the process may end, a lead that stays has ended as far as anybody can tell; such a step is overdue only if it
    was noted. On the due instant itself a lead that is still there is late. Raises `TimeError` for a naive `at`.

    >>> from datetime import UTC
    >>> from leadmodel.process import ProcessStep
    >>> from leadmodel.records import Lead, Raw
    >>> came = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> intake = ProcessStep(name="Intake", owner="marketing", stage="raw", duration="24h", next=("Call",))
    >>> call = ProcessStep(name="Call", owner="sales", stage="assigned", duration="2h", next=("end",))
    >>> process = Process(start="Intake", steps=(intake, call))
    >>> lead = Lead(id="L1", captured_at=came, source="form")
    >>> case = Case(lead=lead, history=(), state=Raw(lead="L1", since=came))
    >>> [(each.step, str(each.late_by)) for each in overdue_steps(case, process, at=came + timedelta(hours=25))]
    [('Intake', '1:00:00')]
    """
    at = utc(at, "at")
    stay = _stay(case, at)
    if stay is None:
        return ()
    stage, entered = stay
    late: list[OverdueStep] = []
    for step, since, noted in _where(case, process, stage, entered, at):
        due = instant_after(since, step.duration, zone=process.zone)
        if due <= at:
            late.append(
                OverdueStep(
                    lead=case.lead.id,
                    step=step.name,
                    owner=step.owner,
                    stage=stage,
                    since=since,
                    due=due,
                    late_by=at - due,
                    noted=noted,
                )
            )
    return tuple(sorted(late, key=lambda each: (each.due, each.step)))


def hand_offs(process: Process) -> tuple[HandOff, ...]:
    """Every point at which leads pass to another owner, by the name of the step that takes them over.

    A pipeline that is divided between two teams has a single one in each direction, or a lead may slip through.

    >>> from leadmodel.process import ProcessStep
    >>> score = ProcessStep(name="Score", owner="marketing", stage="raw", duration="1h", next=("Accept",))
    >>> accept = ProcessStep(name="Accept", owner="sales", stage="assigned", duration="24h", next=("end",))
    >>> [(each.owner, each.to, each.step) for each in hand_offs(Process(start="Score", steps=(score, accept)))]
    [('marketing', 'sales', 'Accept')]
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for step in process.steps:
        for name in step.next:
            if name != END and process.step(name).owner != step.owner:
                found.setdefault((name, step.owner, process.step(name).owner), []).append(step.name)
    return tuple(
        HandOff(step=name, owner=owner, to=to, out_of=tuple(sorted(before)))
        for (name, owner, to), before in sorted(found.items())
    )


def _where(
    case: Case, process: Process, stage: Stage, entered: datetime, at: datetime
) -> Iterator[tuple[ProcessStep, datetime, bool]]:
    steps = {step.name: step for step in process.steps_in(stage)}
    current: str | None = None
    since = entered
    for event in in_order(case.history):
        if (
            event.kind is EventKind.NOTED
            and event.activity == Note.PROCESS_STEP
            and entered <= event.at <= at
        ):
            name = event.subject
            # Saying again where a lead is does not give it its time again.
            if name is not None and (name in steps or name == END) and name != current:
                current, since = name, event.at
    if current is None:
        yield from ((step, entered, False) for step in steps.values() if END not in step.next)
    elif current != END:
        yield steps[current], since, True


def _stay(case: Case, at: datetime) -> tuple[Stage, datetime] | None:
    """The stage that a lead was in at an instant, and since when; None before it came in."""
    for visit in reversed(case.visits):
        if visit.entered_at <= at:
            return visit.stage, visit.entered_at
    entered = _entered(case.state)
    return (case.state.stage, entered) if not case.visits and entered <= at else None


def _entered(state: State) -> datetime:
    if isinstance(state, Assigned):
        return state.assigned_at
    if isinstance(state, Working):
        return state.worked_at
    if isinstance(state, Qualified):
        return state.qualified_at
    return state.won_at if isinstance(state, Won) else state.since
