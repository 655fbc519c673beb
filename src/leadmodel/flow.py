"""The whole flow in one call: score every lead, route those that wait, run the clocks, take the measures.

Nothing is stored: the same leads, reps, events and instant give the same report.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .errors import InputError
from .lifecycle import Step, replay
from .matching import Duplicate, find_duplicates
from .metrics import Measures, measure
from .model import LeadModel
from .records import Case, Event, EventId, FrozenMap, Lead, LeadId, Raw, RepId, Stage, utc
from .routing import Decision, Desk, Rep, open_desk, ready_to_route, route
from .scoring import Scorecard, score
from .sla import Clock, ClockState, Recipient, clocks

__all__ = ["LateLead", "MatrixCell", "Progress", "Report", "run"]

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
class LateLead:
    """A lead that still waits past its due instant, with everyone whom the ladder has told by now."""

    lead: LeadId
    name: str | None
    owner: RepId
    policy: str
    assigned_at: datetime
    due: datetime
    waited: timedelta
    waited_business: timedelta | None
    alert: tuple[str, ...]
    next_alert_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the flow found as of `at`; `leads` and `events` count what there was by then.

    `matrix` counts people (duplicates are left out) in every cell; `decisions` are in the order in which they were
    made; `refused` are events that may not happen to the lead as it stood, `surprising` those that were only noted;
    `in_future` and `leads_in_future` list what came after `at`, and does not count yet; `undecided` are leads of which
    too little is known to say whether they are ready.
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
    clock_states: Mapping[str, int]
    late: tuple[LateLead, ...]
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
    desk = open_desk(reps, model, cases=cases)
    undecided, decisions = _route_waiting(cases, cards, twice, model, desk, at, tell)
    running = [
        (case, clock)
        for case in cases
        for clock in clocks(case, model, schedules=desk.schedules, at=at, card=cards[case.lead.id])
    ]
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
        clock_states=_count(ClockState, [clock.state for _, clock in running]),
        late=_late(running, desk),
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
        if event.id in seen:
            if seen[event.id] != event:
                raise InputError(
                    "events", event.id, "is the id of two different events, an id belongs to one"
                )
            continue
        seen[event.id] = event
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
) -> tuple[tuple[LeadId, ...], tuple[Decision, ...]]:
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
                desk = desk.gave(decision.rep, at=at)
        tell("route", done, len(queue))
    return tuple(undecided), tuple(decisions)


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


def _late(running: Iterable[tuple[Case, Clock]], desk: Desk) -> tuple[LateLead, ...]:
    """Every lead that waits past due, the longest overdue first."""
    reps = {rep.id: rep for rep in desk.reps}
    late = [
        LateLead(
            lead=clock.lead,
            name=case.lead.name,
            owner=clock.owner,
            policy=clock.policy,
            assigned_at=clock.started_at,
            due=clock.due,
            waited=clock.elapsed_calendar,
            waited_business=clock.elapsed_business,
            alert=tuple(_address(role, clock.owner, reps.get(clock.owner)) for role in _told(clock)),
            next_alert_at=clock.next_alert_at,
        )
        for case, clock in running
        if clock.late
    ]
    return tuple(sorted(late, key=lambda each: (each.due, each.lead)))


def _told(clock: Clock) -> tuple[Recipient, ...]:
    roles = {role for alert in clock.alerts for role in alert.alert}
    order: tuple[Recipient, ...] = ("rep", "manager", "executive")
    return tuple(role for role in order if role in roles)


def _address(role: Recipient, owner: RepId, rep: Rep | None) -> str:
    """Who that is for this lead: resolved now, because the lead may have changed hands since the clock began."""
    if role == "rep":
        return owner
    named = rep and (rep.manager if role == "manager" else rep.executive)
    return named or f"the {role} of {owner}"


def _count(names: Iterable[str], found: Iterable[str]) -> Mapping[str, int]:
    counted = Counter(found)
    return FrozenMap({str(name): counted[name] for name in names})
