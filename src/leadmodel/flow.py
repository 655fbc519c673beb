"""The whole flow in one call: score every lead, route those that wait, run the clocks, take the measures.

Nothing is stored: the same leads, reps, events and instant give the same report.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .errors import InputError
from .lifecycle import (
    AbandonmentDue,
    GateMiss,
    LeadException,
    Step,
    abandoned,
    gate_misses,
    open_exceptions,
    replay,
)
from .matching import Duplicate, find_duplicates
from .metrics import Measures, measure
from .model import LeadModel
from .overdue import LateLead, PendingStep, late_leads, pending_steps
from .records import Case, Event, EventId, FrozenMap, Lead, LeadId, Raw, Stage, first_told, utc
from .routing import Decision, Desk, Ledger, Rep, open_desk, pass_on, ready_to_route, route
from .scoring import Scorecard, score
from .sla import Clock, StepAction, TimerState, clocks

__all__ = ["MatrixCell", "Progress", "Report", "run"]

#: Told the stage of the work, how many leads are done in it, and of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """How many people have a label, and whether it goes to sales."""

    label: str
    grade: str
    level: int
    leads: int
    sales_ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the flow found as of `at`; `leads` and `events` count what there was by then.

    `matrix` counts people (duplicates are left out) in every cell; `decisions` are in the order in which they were
    made; `refused` are events that may not happen to the lead as it stood, `surprising` those that were only noted;
    `in_future` and `leads_in_future` list what came after `at`, and does not count yet; `undecided` are leads of which
    too little is known to say whether they are ready. `clock_states` counts by clock; `pending` are the steps of the
    ladders that ask to pass a lead on or to let it go, and `reassigned` decides for the former who is next: somebody
    who has not held the lead in that cycle. `abandoned` were left in Working longer than the model allows,
    `gate_misses` were qualified without what it asks for, and `exceptions` are still outside the process, and so
    outside the measures.
    """

    model: str
    at: datetime
    leads: int
    leads_in_future: tuple[LeadId, ...]
    events: int
    in_future: tuple[EventId, ...]
    stages: Mapping[str, int]
    matrix: tuple[MatrixCell, ...]
    duplicates: tuple[Duplicate, ...]
    undecided: tuple[LeadId, ...]
    decisions: tuple[Decision, ...]
    clock_states: Mapping[str, Mapping[str, int]]
    late: tuple[LateLead, ...]
    pending: tuple[PendingStep, ...]
    reassigned: tuple[Decision, ...]
    abandoned: tuple[AbandonmentDue, ...]
    gate_misses: tuple[GateMiss, ...]
    exceptions: tuple[LeadException, ...]
    by_rep: tuple[Measures, ...]
    by_source: tuple[Measures, ...]
    overall: tuple[Measures, ...]
    refused: tuple[Step, ...]
    surprising: tuple[Step, ...]
    cards: Mapping[str, Scorecard]
    cases: tuple[Case, ...]


def run(
    model: LeadModel,
    *,
    leads: Iterable[Lead],
    reps: Iterable[Rep],
    events: Iterable[Event] = (),
    at: datetime,
    progress: Progress | None = None,
) -> Report:
    """Run the flow over all leads as of an instant.

    Events after `at` are counted and left out; those that a lead may not take are listed. Waiting leads are routed
    oldest first, and each decision fills the desk for the next. The same event twice counts once.

    Raises `InputError` for two leads or two different events with one id and for an event of an unknown lead,
    `TimeError` for a naive `at`, and what `open_desk` raises for the reps.
    """
    at = utc(at, "at")
    tell = progress or _silent
    known = _by_id(leads)
    people = {lead.id: lead for lead in known.values() if lead.captured_at <= at}
    histories, in_future = _histories(known, events, at)
    duplicates = find_duplicates(people.values(), model)
    twice = {each.lead for each in duplicates}
    cases: list[Case] = []
    cards: dict[str, Scorecard] = {}
    refused: list[Step] = []
    surprising: list[Step] = []
    for lead in people.values():
        replayed = replay(lead, histories[lead.id], model)
        cases.append(replayed.case)
        refused += replayed.refused
        surprising += replayed.surprising
        cards[lead.id] = score(replayed.case, model, at=at)
        tell("score", len(cases), len(people))
    ledger = Ledger(name="run") if "fairness" in model.routing.prefer else None
    desk = open_desk(reps, model, cases=cases, ledger=ledger)
    undecided, decisions, desk = _route_waiting(cases, cards, twice, model, desk, at, tell)
    running = [
        (case, clock)
        for case in cases
        for clock in clocks(case, model, schedules=desk.schedules, at=at, card=cards[case.lead.id])
    ]
    pending = pending_steps(running, desk)
    by_id = {case.lead.id: case for case in cases}
    return Report(
        model=model.version,
        at=at,
        leads=len(people),
        leads_in_future=tuple(lead for lead in known if lead not in people),
        events=sum(len(histories[lead]) for lead in people),
        in_future=tuple(sorted(in_future)),
        stages=_count(Stage, [case.state.stage for case in cases]),
        matrix=_matrix(model, [card for lead, card in cards.items() if lead not in twice]),
        duplicates=duplicates,
        undecided=undecided,
        decisions=decisions,
        clock_states=_clock_states(running),
        late=late_leads(running, desk),
        pending=pending,
        reassigned=_reassign(pending, by_id, model, desk, at),
        abandoned=abandoned(cases, model, at=at),
        gate_misses=gate_misses(cases, model, at=at),
        exceptions=open_exceptions(cases, at=at),
        by_rep=measure(cases, by="rep", at=at, schedules=desk.schedules),
        by_source=measure(cases, by="source", at=at, schedules=desk.schedules),
        overall=measure(cases, by="all", at=at, schedules=desk.schedules),
        refused=tuple(refused),
        surprising=tuple(surprising),
        cards=FrozenMap(cards),
        cases=tuple(cases),
    )


def _silent(stage: str, done: int, of: int) -> None:
    """Nobody watches."""


def _by_id(leads: Iterable[Lead]) -> dict[LeadId, Lead]:
    people: dict[LeadId, Lead] = {}
    for lead in sorted(leads, key=lambda each: each.id):
        if lead.id in people:
            raise InputError("leads", lead.id, "is the id of two leads, an id belongs to one")
        people[lead.id] = lead
    return people


def _histories(
    people: Mapping[LeadId, Lead], events: Iterable[Event], at: datetime
) -> tuple[dict[LeadId, list[Event]], list[EventId]]:
    histories: dict[LeadId, list[Event]] = {lead: [] for lead in people}
    seen: dict[EventId, Event] = {}
    in_future: list[EventId] = []
    for event in events:
        told = first_told(seen.get(event.id, event), event)
        if told is None:
            raise InputError("events", event.id, "is the id of two different events, an id belongs to one")
        seen[event.id] = told
    for event in seen.values():
        if event.lead not in histories:
            raise InputError(
                "events", event.id, f"belongs to lead {event.lead!r}, who is not among the leads"
            )
        if event.at > at or people[event.lead].captured_at > at:
            in_future.append(event.id)
        else:
            histories[event.lead].append(event)
    return histories, in_future


def _route_waiting(
    cases: list[Case],
    cards: Mapping[str, Scorecard],
    twice: set[LeadId],
    model: LeadModel,
    desk: Desk,
    at: datetime,
    tell: Progress,
) -> tuple[tuple[LeadId, ...], tuple[Decision, ...], Desk]:
    """Those who know too little to be judged, and a decision for each who is ready; captured first, first served."""
    undecided: list[LeadId] = []
    decisions: list[Decision] = []
    queue = [case for case in cases if isinstance(case.state, Raw) and case.lead.id not in twice]
    queue.sort(key=lambda case: (case.lead.captured_at, case.lead.id))
    for done, case in enumerate(queue, start=1):
        ready = ready_to_route(case, model, card=cards[case.lead.id])
        if ready is None:
            undecided.append(case.lead.id)
        elif ready:
            decision = route(case, model, desk=desk, at=at)
            decisions.append(decision)
            if decision.rep is not None:
                desk = desk.gave(decision.rep, at=at, decision=decision)
        tell("route", done, len(queue))
    return tuple(undecided), tuple(decisions), desk


def _reassign(
    pending: Iterable[PendingStep], cases: Mapping[LeadId, Case], model: LeadModel, desk: Desk, at: datetime
) -> tuple[Decision, ...]:
    """Who gets each lead that is to be passed on; once a lead, however many of its clocks ask for it."""
    decisions: dict[LeadId, Decision] = {}
    for step in pending:
        if step.action is not StepAction.REASSIGN or step.lead in decisions:
            continue
        tried = step.earlier_owners if step.owner is None else (*step.earlier_owners, step.owner)
        decision = pass_on(cases[step.lead], model, desk=desk, at=at, tried=tried)
        decisions[step.lead] = decision
        if decision.rep is not None:
            desk = desk.gave_back(step.lead, at=at, why="passed_on")
            desk = desk.gave(decision.rep, at=at, decision=decision)
    return tuple(decisions.values())


def _matrix(model: LeadModel, cards: Iterable[Scorecard]) -> tuple[MatrixCell, ...]:
    counted = Counter(card.label for card in cards)
    ready = model.scoring.sales_ready
    return tuple(
        MatrixCell(
            label=f"{grade.grade}{level.level}",
            grade=grade.grade,
            level=level.level,
            leads=counted[f"{grade.grade}{level.level}"],
            sales_ready=f"{grade.grade}{level.level}" in ready,
        )
        for grade in model.scoring.grades
        for level in model.scoring.levels
    )


def _clock_states(running: Iterable[tuple[Case, Clock]]) -> Mapping[str, Mapping[str, int]]:
    """How many cycles of each clock are in which state; a clock that nothing has started counts once."""
    found: dict[str, list[str]] = {}
    for _, clock in running:
        states = [cycle.reading.state for cycle in clock.cycles] or [TimerState.NOT_STARTED]
        found.setdefault(clock.name, []).extend(states)
    return FrozenMap({name: _count(TimerState, found[name]) for name in sorted(found)})


def _count(names: Iterable[str], found: Iterable[str]) -> Mapping[str, int]:
    counted = Counter(found)
    return FrozenMap({str(name): counted[name] for name in names})
