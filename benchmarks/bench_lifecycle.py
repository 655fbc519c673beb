"""The moves of a lead and the fold of its history, against three libraries of state machines and a bare table.

All four walk the same round: assigned, worked, qualified, lost to nurture, assigned, worked, qualified, won. The bare
table is the limit: a dictionary look-up for each event, without owners, instants, reasons, stamps or a history.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from random import Random
from typing import Any, Protocol

from harness import Comparison
from leadmodel.lifecycle import (
    TABLE,
    Reason,
    Replay,
    advance,
    assign,
    lose,
    qualify,
    replay,
    win,
    work,
)
from leadmodel.records import (
    Event,
    EventId,
    EventKind,
    Lead,
    LeadId,
    Raw,
    RepId,
    Stage,
    State,
    Won,
)

__all__ = ["benchmarks"]

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
TIMES = [NINE + timedelta(hours=hour) for hour in range(12)]
L1, ANN, BOB = LeadId("L1"), RepId("ann"), RepId("bob")
LATER = Reason(code="later", disposition="nurture", says="The budget comes next year")
STUDENT = Reason(code="student", disposition="unqualified", says="A student", without_touch=True)

#: The round: what happens, and where it leads.
ROUND = (
    (EventKind.ASSIGNED, Stage.ASSIGNED),
    (EventKind.TOUCHED, Stage.WORKING),
    (EventKind.QUALIFIED, Stage.QUALIFIED),
    (EventKind.NURTURED, Stage.NURTURE),
    (EventKind.ASSIGNED, Stage.ASSIGNED),
    (EventKind.TOUCHED, Stage.WORKING),
    (EventKind.QUALIFIED, Stage.QUALIFIED),
    (EventKind.WON, Stage.WON),
)
STAGES = [stage.value for stage in Stage]
#: Each (from, by what, to) of the table, for those who want it as a list.
EDGES = [(stage, kind.value, TABLE[stage][kind].value) for stage in STAGES for kind in TABLE[stage]]
LEADS = 125_000
LOOPS = 2000


@dataclass(frozen=True)
class House:
    """As much of a model as moves need: the reasons."""

    reasons: tuple[Reason, ...] = (LATER, STUDENT)


HOUSE = House()


# ------------------------------------------------------------------------------------------------------ one round


def typed() -> Won:
    """The round by the typed moves."""
    at = TIMES
    lead = assign(Raw(lead=L1, since=at[0]), to=ANN, at=at[1])
    lost = lose(qualify(work(lead, by=ANN, at=at[2]), at=at[3]), reason=LATER, at=at[4])
    again = work(assign(lost, to=BOB, at=at[5]), by=BOB, at=at[6])
    return win(qualify(again, at=at[7]), at=at[8])


def told() -> list[Event]:
    """The round as events."""
    reps = {EventKind.ASSIGNED: (ANN, BOB), EventKind.TOUCHED: (ANN, BOB)}
    return [
        Event(
            id=EventId(f"e{place}"),
            lead=L1,
            kind=kind,
            at=TIMES[place + 1],
            rep=reps[kind][place > 3] if kind in reps else None,
            reason=LATER.code if kind is EventKind.NURTURED else None,
        )
        for place, (kind, _) in enumerate(ROUND)
    ]


def stepper(events: list[Event]) -> Callable[[], State]:
    start = Raw(lead=L1, since=TIMES[0])

    def advanced() -> State:
        state: State = start
        for event in events:
            state = advance(state, event, HOUSE).state
        return state

    return advanced


def bare_table() -> Callable[[], str]:
    """The limit: a look-up for each event."""
    table = {stage: {kind.value: after.value for kind, after in TABLE[stage].items()} for stage in STAGES}
    kinds = [kind.value for kind, _ in ROUND]

    def walked() -> str:
        stage = "raw"
        for kind in kinds:
            stage = table[stage].get(kind, stage)
        return stage

    return walked


def by_transitions() -> Callable[[], str]:
    """`transitions`: a core machine, without the look-up of callbacks that nobody has."""
    from transitions.core import Machine

    class Lead:
        state: str

    lead = Lead()
    Machine(
        model=lead,
        states=STAGES,
        initial="raw",
        auto_transitions=False,
        transitions=[{"trigger": kind, "source": a, "dest": b} for a, kind, b in EDGES],
    )
    triggers = [getattr(lead, kind.value) for kind, _ in ROUND]

    def walked() -> str:
        lead.state = "raw"
        for trigger in triggers:
            trigger()
        return lead.state

    return walked


def by_python_statemachine() -> Callable[[], str]:
    """`python-statemachine`: one machine, put back to its start before each round."""
    from statemachine import State as Place
    from statemachine import StateMachine

    places = {stage: Place(stage, value=stage, initial=stage == "raw") for stage in STAGES}
    events: dict[str, Any] = {}
    for start, kind, end in EDGES:
        edge = places[start].to(places[end])
        events[kind] = events[kind] | edge if kind in events else edge
    # Unqualified has no way out, and so is final.
    places["unqualified"]._final = True
    lead = type(
        "Lead", (StateMachine,), {**{f"in_{name}": place for name, place in places.items()}, **events}
    )()
    triggers = [getattr(lead, kind.value) for kind, _ in ROUND]

    def walked() -> str:
        lead.current_state_value = "raw"
        for trigger in triggers:
            trigger()
        return str(lead.current_state_value)

    return walked


class Core:
    """What a machine of Automat works on: nothing."""


def by_automat() -> Callable[[], str]:
    """`Automat`: a typed machine, one for each round, because nothing puts one back."""
    from automat import TypeMachineBuilder

    class Inputs(Protocol):
        def assigned(self) -> str: ...
        def touched(self) -> str: ...
        def qualified(self) -> str: ...
        def nurtured(self) -> str: ...
        def unqualified(self) -> str: ...
        def won(self) -> str: ...

    builder = TypeMachineBuilder(Inputs, Core)
    places = {stage: builder.state(stage) for stage in STAGES}
    for start, kind, end in EDGES:
        places[start].upon(getattr(Inputs, kind)).to(places[end]).returns(end)
    build = builder.build()
    core = Core()

    def walked() -> str:
        lead = build(core)
        lead.assigned()
        lead.touched()
        lead.qualified()
        lead.nurtured()
        lead.assigned()
        lead.touched()
        lead.qualified()
        return str(lead.won())

    return walked


# -------------------------------------------------------------------------------------------- a million events


def happened(dice: Random, lead: LeadId, kinds: tuple[EventKind, ...], place: int) -> Iterator[Event]:
    at = NINE + timedelta(seconds=dice.randrange(10_000_000))
    owner = ANN
    for number, kind in enumerate(kinds):
        at += timedelta(seconds=dice.randrange(1, 100_000))
        if kind is EventKind.ASSIGNED:
            owner = dice.choice((ANN, BOB))
        yield Event(
            id=EventId(f"{place}-{number}"),
            lead=lead,
            kind=kind,
            at=at,
            rep=owner if kind in (EventKind.ASSIGNED, EventKind.TOUCHED) else None,
            reason={EventKind.NURTURED: LATER.code, EventKind.UNQUALIFIED: STUDENT.code}.get(kind),
            activity="page" if kind in (EventKind.ACTIVITY, EventKind.NOTED) else None,
        )


def lives() -> list[tuple[EventKind, ...]]:
    """What becomes of a lead: 8 events on average, half of them moves."""
    page, note, given, touch, fit, later, out, won = EventKind
    return [
        (page, page, given, touch, touch, page, later),
        (page, given, touch, note, touch, fit, given, won),
        (page, page, given, given, touch, later, page, given, touch, fit, won),
        (page, given, touch, touch, page, out),
        (page, page, page, page),
        (page, given, touch, later, page, page, given, touch, later, given, touch, out),
    ]


def histories(leads: int) -> list[tuple[Lead, list[Event]]]:
    """So many leads with their events, in order."""
    dice = Random(8)
    kinds = lives()
    made = []
    for place in range(leads):
        lead = Lead(id=LeadId(f"L{place}"), captured_at=NINE, source="form")
        made.append((lead, list(happened(dice, lead.id, kinds[place % len(kinds)], place))))
    return made


def bare_fold(told: list[tuple[Lead, list[Event]]]) -> Callable[[], list[Stage]]:
    """The limit: the stage after a look-up for each event; no order, no check, no stamp, no history."""
    table = {stage: dict(TABLE[stage]) for stage in Stage}

    def folded() -> list[Stage]:
        stages = []
        for _, events in told:
            stage = Stage.RAW
            for event in events:
                stage = table[stage].get(event.kind, stage)
            stages.append(stage)
        return stages

    return folded


def a_million() -> Comparison:
    """A million events replayed, with all that a case holds, against the bare fold."""
    told = histories(LEADS)
    fold = bare_fold(told)

    def replayed() -> list[Replay]:
        return [replay(lead, events, HOUSE) for lead, events in told]

    answers = replayed()
    if [each.case.state.stage for each in answers] != fold() or any(each.refused for each in answers):
        raise AssertionError("lifecycle.replay_1m: the replay and the bare table end in different stages")
    events = sum(len(events) for _, events in told)
    return Comparison(
        name="lifecycle.replay_1m",
        ours=replayed,
        reference=fold,
        reference_is="a bare table over the same events",
        note=f"{events:,} events of {LEADS:,} leads",
    )


PEERS: dict[str, tuple[str, Callable[[], Callable[[], str]]]] = {
    "bare_table": ("a look-up in a dictionary for each event", bare_table),
    "automat": ("Automat", by_automat),
    "transitions": ("transitions", by_transitions),
    "statemachine": ("python-statemachine", by_python_statemachine),
}


def benchmarks() -> list[Comparison]:
    """The round of eight moves, typed and as events, against each that is installed; then a million events."""
    ways: dict[str, Callable[[], State]] = {"typed": typed, "advance": stepper(told())}
    found = []
    for way, ours in ways.items():
        for module, (reference_is, build) in PEERS.items():
            if module != "bare_table" and find_spec(module) is None:
                continue
            reference = build()
            if ours().stage != reference():
                raise AssertionError(f"lifecycle.{way}: {ours()!r} is not {reference()!r}")
            found.append(
                Comparison(
                    name=f"lifecycle.{way}_{module}",
                    ours=ours,
                    reference=reference,
                    reference_is=reference_is,
                    number=LOOPS,
                    reference_number=LOOPS if module == "bare_table" else LOOPS // 20,
                    note="8 moves",
                )
            )
    return [*found, a_million()]
