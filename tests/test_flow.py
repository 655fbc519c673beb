"""The whole flow: one report for one set of facts, whatever order they come in and wherever they are counted."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.flow import Report, run
from leadmodel.lifecycle import Abandonment, Reason, suggested_gate
from leadmodel.matching import Matching
from leadmodel.metrics import measure
from leadmodel.records import Company, Event, EventId, EventKind, Lead, LeadId, Note, Stage
from leadmodel.records.plain import as_plain
from leadmodel.routing import Rep, Routing, open_desk, route
from leadmodel.scoring import score
from leadmodel.sla import SlaPolicy, clocks
from tests.building import (
    HOUSE,
    LADDER,
    MONDAY,
    assigned,
    counts,
    desk_of,
    did,
    grades,
    house,
    lead,
    leave,
    nurtured,
    points,
    qualified,
    rep,
    scoring,
    touched,
    unqualified,
    won,
)
from tests.stories import Life, events_of, lives

ROOT = Path(__file__).resolve().parent.parent
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
MODEL = house(
    scoring=scoring(
        fit=(
            points("vp", Condition(field="lead.title", mentions=("vp",)), 20),
            points("large", Condition(field="company.employees", at_least=500), 30),
        ),
        behaviour=(counts("webinar", 25, at_most=2), counts("unsubscribed", -50)),
        grades=grades(A=50, B=20),
    ),
    routing=Routing(
        when=Condition(
            any_of=(
                Condition(field="card.sales_ready", equals=True),
                Condition(field="lead.source", equals="demo"),
                Condition(field="company.employees", at_least=5000),
            )
        ),
        respond_within="12h",
    ),
    sla=(
        SlaPolicy(
            name="demo", target="2h", when=Condition(field="lead.source", equals="demo"), ladder=LADDER
        ),
        SlaPolicy(name="rest", target="24h", basis="business"),
    ),
)
REPS = (
    rep("ann", zone="America/New_York", capacity=4, manager="max", executive="eve"),
    rep("bob", languages=("en", "it"), territories=("GB", "CH"), capacity=6),
    rep("cid", zone="Asia/Kolkata", languages=("fr",), leave=(leave("2026-11-02", "2026-12-01"),)),
)
#: After every life of `tests.stories`.
AT = datetime.fromisoformat("2026-12-15T15:00+00:00")


def report(
    leads: Iterable[Lead] = (),
    events: Iterable[Event] = (),
    reps: Iterable[Rep] = REPS,
    at: datetime = MONDAY,
    **changes: Any,
) -> Report:
    return run(changes.get("model", HOUSE), leads=leads, reps=reps, events=events, at=at)


def printed(found: Report) -> str:
    return json.dumps(as_plain(found))


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Lead], list[Event]]:
    """Leads in all stages, duplicates among them, and what happened to each."""
    people, told = [], []
    for number in range(draw(st.integers(0, 6))):
        life: Life = draw(lives(f"L{number}"))
        person = lead(
            life.lead,
            source=life.source,
            kind=life.kind,
            email=draw(
                st.sampled_from((None, "a@a.example", "A@a.example", "b@a.example", f"{number}@a.example"))
            ),
            title=draw(st.sampled_from((None, "VP Sales", "Clerk"))),
            country=draw(st.sampled_from((None, "CH", "US"))),
            languages=draw(st.sampled_from(((), ("it",), ("fr", "en")))),
            company=Company(employees=draw(st.sampled_from((None, 10, 700, 9000)))),
            captured_at=AT - timedelta(days=draw(st.integers(60, 62))),
        )
        people.append(person)
        told += events_of(life)
        told += [
            replace(did(name, AT - gap * HOUR, to=life.lead), id=EventId(f"{life.lead}-{place}"))
            for place, (name, gap) in enumerate(
                draw(
                    st.lists(
                        st.tuples(st.sampled_from(("webinar", "unsubscribed")), st.integers(-3, 900)),
                        max_size=3,
                    )
                )
            )
        ]
        told += [qualified(AT - HOUR, to=life.lead)] if draw(st.integers(0, 5)) == 0 else []
    return people, told


# ----------------------------------------------------------------------------------------------------- order


@given(days(), st.randoms(use_true_random=False))
def test_the_report_is_the_same_whatever_order_leads_reps_and_events_come_in(
    day: tuple[list[Lead], list[Event]], chance: Any
) -> None:
    people, told = day
    shuffled: list[list[Any]] = [list(people), list(REPS), [*told, *told[::3]]]
    for each in shuffled:
        chance.shuffle(each)

    plain = report(people, told, at=AT, model=MODEL)
    again = report(iter(shuffled[0]), iter(shuffled[2]), iter(shuffled[1]), at=AT, model=MODEL)

    assert again == plain
    assert printed(again) == printed(plain)


@given(days())
def test_the_report_is_what_the_rooms_say_one_by_one(day: tuple[list[Lead], list[Event]]) -> None:
    people, told = day
    found = report(people, told, at=AT, model=MODEL)
    twice = {each.lead for each in found.duplicates}

    assert found.leads == len(people) == len(found.cases)
    assert found.events + len(found.in_future) == len(told)
    assert found.in_future == tuple(sorted(event.id for event in told if event.at > AT))
    assert dict(found.stages) == {
        stage.value: sum(case.state.stage is stage for case in found.cases) for stage in Stage
    }
    assert sum(cell.leads for cell in found.matrix) == len(people) - len(twice)
    assert {cell.label: cell.leads for cell in found.matrix if cell.leads} == Counter(
        card.label for name, card in found.cards.items() if name not in twice
    )
    desk = open_desk(REPS, MODEL)
    states: Counter[tuple[str, str]] = Counter()
    for case in found.cases:
        card = found.cards[case.lead.id]
        assert card == score(case, MODEL, at=AT)
        for clock in clocks(case, MODEL, schedules=desk.schedules, at=AT, card=card):
            states.update((clock.name, cycle.reading.state) for cycle in clock.cycles)
            states.update([] if clock.cycles else [(clock.name, "not_started")])
    assert {
        (clock, name): count
        for clock, counted in found.clock_states.items()
        for name, count in counted.items()
        if count
    } == states
    assert [each.assigned for each in found.by_rep] == [
        each.assigned for each in measure(found.cases, by="rep", at=AT)
    ]
    assert {each.source for each in (case.lead for case in found.cases if case.cycles)} == {
        each.name for each in found.by_source
    }
    assert [each.lead for each in found.late] == [
        each.lead for each in sorted(found.late, key=lambda late: (late.due, late.lead))
    ]


@given(days())
def test_whoever_is_raw_ready_and_no_duplicate_is_decided_about_once_oldest_first(
    day: tuple[list[Lead], list[Event]],
) -> None:
    people, told = day
    found = report(people, told, at=AT, model=MODEL)
    decided = [each.lead for each in found.decisions]
    by_id = {case.lead.id: case for case in found.cases}
    twice = {each.lead for each in found.duplicates}

    def ready(person: Lead) -> bool | None:
        answers = (
            found.cards[person.id].sales_ready,
            person.source == "demo",
            None if person.company.employees is None else person.company.employees >= 5000,
        )
        return True if True in answers else None if None in answers else False

    waiting = [
        person
        for person in sorted(people, key=lambda each: (each.captured_at, each.id))
        if by_id[person.id].state.stage is Stage.RAW and person.id not in twice
    ]
    assert decided == [person.id for person in waiting if ready(person) is True]
    assert list(found.undecided) == [person.id for person in waiting if ready(person) is None]


PROGRAM = "from tests.test_flow import a_day, printed; print(printed(a_day()))"


def a_day() -> Report:
    people = [
        lead(f"L{number}", source="demo", email=f"{number % 7}@a.example", title="VP", country="CH")
        for number in range(12)
    ]
    told = [
        *(did("webinar", MONDAY - number * HOUR, to=f"L{number}") for number in range(12)),
        *(assigned(MONDAY - 80 * HOUR, ("ann", "bob")[number % 2], to=f"L{number}") for number in range(5)),
        touched(MONDAY - 79 * HOUR, to="L2"),
        qualified(MONDAY - 78 * HOUR, to="L2"),
        qualified(MONDAY - 78 * HOUR, to="L6"),
        touched(MONDAY - 78 * HOUR, "zoe", to="L0"),
    ]
    return report(people, told, model=MODEL)


def test_another_process_with_other_hashes_prints_the_same_bytes() -> None:
    outputs = []
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, cwd=ROOT, env=environment, timeout=120
        )
        assert done.returncode == 0, done.stderr.decode()
        outputs.append(done.stdout)

    assert outputs[0] == outputs[1]
    assert outputs[0].decode().strip() == printed(a_day())
    told = json.loads(outputs[0])
    assert [len(told[part]) for part in ("decisions", "late", "refused", "surprising")] == [4, 3, 1, 1]


# ------------------------------------------------------------------------------------------ what is left out


def test_what_lies_in_the_future_is_counted_and_left_out() -> None:
    soon = [assigned(MONDAY + TICK), touched(MONDAY + HOUR)]
    found = report([lead()], [did("webinar", MONDAY), *soon])

    assert (found.events, len(found.in_future)) == (1, 2)
    assert replace(found, in_future=()) == report([lead()], [did("webinar", MONDAY)])
    assert report([lead()], soon, at=MONDAY + TICK).in_future == (soon[-1].id,)


def test_an_event_that_came_twice_counts_once() -> None:
    told = [assigned(MONDAY - HOUR), touched(MONDAY + HOUR)]

    assert report([lead()], told * 3) == report([lead()], told)


def test_duplicates_are_listed_kept_out_of_the_matrix_and_not_routed() -> None:
    first, second = (
        lead("L2", email="ada@a.example"),
        lead("L1", email="Ada@a.example", captured_at=MONDAY - HOUR),
    )
    found = report([first, second])

    assert [(each.lead, each.of) for each in found.duplicates] == [("L1", "L2")]
    assert [each.lead for each in found.decisions] == ["L2"]
    assert sum(cell.leads for cell in found.matrix) == 1
    alone = report([first, second], model=house(matching=Matching(same_person="none")))
    assert [each.lead for each in alone.decisions] == ["L2", "L1"]


def test_a_lead_that_is_captured_later_is_not_routed_yet() -> None:
    assert report([lead(captured_at=MONDAY + TICK)]).decisions == ()
    assert len(report([lead(captured_at=MONDAY)]).decisions) == 1


def test_only_raw_leads_are_routed() -> None:
    told = [
        assigned(MONDAY - 9 * HOUR, to="L1"),
        nurtured(MONDAY - 9 * HOUR, "too_small_yet", to="L2"),
        unqualified(MONDAY - 9 * HOUR, to="L3"),
    ]
    found = report([lead(f"L{number}") for number in (1, 2, 3, 4)], told)

    assert [each.lead for each in found.decisions] == ["L4"]


# -------------------------------------------------------------------------------------------- the desk fills


def test_the_desk_fills_up_while_leads_are_given_out_oldest_first() -> None:
    people = [lead(f"L{age}", captured_at=MONDAY - age * HOUR) for age in (1, 2, 3)]
    found = report(people, reps=[rep("ann", capacity=1), rep("bob", languages=("fr",))])

    assert [(each.lead, each.rep) for each in found.decisions] == [("L3", "ann"), ("L2", None), ("L1", None)]
    assert found.decisions[1].says == "everyone who could answer is full"


def test_leads_in_work_take_room_too() -> None:
    told = [assigned(MONDAY - HOUR, to="L1"), touched(MONDAY - HOUR, to="L1")]
    found = report([lead("L1"), lead("L2")], told, reps=[rep("ann", capacity=1)])

    assert [each.rep for each in found.decisions] == [None]
    done = [*told, qualified(MONDAY - HOUR / 2, to="L1")]
    assert [
        each.rep for each in report([lead("L1"), lead("L2")], done, [rep("ann", capacity=1)]).decisions
    ] == ["ann"]


def test_leads_are_spread_over_the_desk() -> None:
    found = report([lead(f"L{number}") for number in range(9)], reps=[rep("ann"), rep("bob"), rep("cid")])

    assert Counter(each.rep for each in found.decisions) == {"ann": 3, "bob": 3, "cid": 3}


def test_a_decision_is_the_one_that_route_makes_at_that_desk() -> None:
    found = report([lead()], [])

    assert found.decisions == (route(lead(), HOUSE, desk=desk_of(*REPS), at=MONDAY),)


# ------------------------------------------------------------------------------------------------ late leads


@pytest.mark.statement("SL-11")
def test_late_leads_come_longest_overdue_first_with_everyone_who_has_to_hear_of_it() -> None:
    people = [lead(f"L{number}", name=f"Lead {number}") for number in (1, 2, 3, 4)]
    told = [
        assigned(MONDAY - 3 * HOUR, to="L1"),
        assigned(MONDAY - 80 * HOUR, to="L2"),
        assigned(MONDAY - 50 * HOUR, "zoe", to="L3"),
        assigned(MONDAY - HOUR, to="L4"),
    ]
    found = report(people, told, reps=[rep("ann", manager="max", executive="eve")])

    assert [(each.lead, each.name, each.owner, each.alert) for each in found.late] == [
        ("L2", "Lead 2", "ann", ("ann", "max", "eve")),
        ("L3", "Lead 3", "zoe", ("zoe", "the manager of zoe")),
        ("L1", "Lead 1", "ann", ()),
    ]
    assert [each.next_step_at for each in found.late] == [None, MONDAY + 22 * HOUR, MONDAY + 21 * HOUR]
    assert [each.waited for each in found.late] == [80 * HOUR, 50 * HOUR, 3 * HOUR]
    assert [each.waited_business for each in found.late] == [11 * HOUR, None, 3 * HOUR]
    assert [each.started_at for each in found.late] == [MONDAY - gap * HOUR for gap in (80, 50, 3)]
    assert as_plain(found.clock_states) == {
        "response": {
            "not_started": 0, "running": 1, "paused": 0, "met": 0, "breached": 3, "cancelled": 0
        }
    }  # fmt: skip


def test_whoever_holds_the_lead_now_is_the_one_who_is_alerted() -> None:
    told = [assigned(MONDAY - 30 * HOUR), assigned(MONDAY - HOUR, "bob")]
    (late,) = report([lead()], told, reps=[rep("ann"), rep("bob")]).late

    assert (late.owner, late.alert, late.waited) == ("bob", ("bob",), 30 * HOUR)


def test_clocks_follow_the_score_of_the_lead() -> None:
    model = house(
        scoring=scoring(behaviour=(counts("webinar", 50),), sales_ready=("Z1",)),
        sla=(SlaPolicy(name="ready", target="1h", when=Condition(field="card.sales_ready", equals=True)),),
    )
    told = [assigned(MONDAY - 2 * HOUR), did("webinar", MONDAY - 3 * HOUR)]

    assert [each.policy for each in report([lead()], told, model=model).late] == ["ready"]
    assert report([lead()], told[:1], model=model).late == ()


# ------------------------------------------------------------------------------------ refused and surprising


def test_what_may_not_happen_is_listed_with_its_code_and_changes_nothing() -> None:
    told = [
        assigned(MONDAY - 9 * HOUR),
        won(MONDAY - 8 * HOUR),
        nurtured(MONDAY - 7 * HOUR, "no such reason"),
    ]
    found = report([lead()], told)

    assert [(step.event.kind.value, step.code) for step in found.refused] == [
        ("won", "not_allowed"),
        ("nurtured", "reason_unknown"),
    ]
    assert found.stages["assigned"] == 1
    assert found.events == 3


def test_the_touch_of_a_colleague_is_surprising_and_answers_the_lead() -> None:
    found = report([lead()], [assigned(MONDAY - HOUR), touched(MONDAY - HOUR / 2, "bob")])

    assert [step.code for step in found.surprising] == ["not_the_owner"]
    assert found.clock_states["response"]["met"] == 1
    assert found.overall[0].answered == 1


# -------------------------------------------------------------------------------------- the rest of a report


def test_a_report_says_which_model_made_it_and_as_of_when_in_utc() -> None:
    found = report([], at=datetime.fromisoformat("2026-11-09T07:00-05:00"))

    assert (found.model, found.at, found.at.isoformat()) == ("test-1", MONDAY, "2026-11-09T12:00:00+00:00")


def test_an_empty_house_has_an_empty_report_with_every_cell_and_stage_at_zero() -> None:
    found = report([], [], reps=[])

    assert (found.leads, found.events, found.decisions, found.late, found.overall) == (0, 0, (), (), ())
    assert [cell.label for cell in found.matrix] == list(HOUSE.scoring.labels())
    assert [cell.label for cell in found.matrix if cell.sales_ready] == list(HOUSE.scoring.sales_ready)
    assert set(found.stages.values()) == {0}


def test_progress_is_told_for_every_lead_that_is_scored_and_every_one_that_waits() -> None:
    heard: list[tuple[str, int, int]] = []
    people = [lead("L1"), lead("L2"), lead("L3")]
    run(
        HOUSE,
        leads=people,
        reps=REPS,
        events=[assigned(MONDAY - HOUR, to="L2")],
        at=MONDAY,
        progress=lambda stage, done, of: heard.append((stage, done, of)),
    )

    assert heard == [("score", 1, 3), ("score", 2, 3), ("score", 3, 3), ("route", 1, 2), ("route", 2, 2)]


@pytest.mark.parametrize(
    ("leads", "events", "argument", "value"),
    [
        ([lead("L1"), lead("L1", source="form")], [], "leads", "L1"),
        ([lead("L1"), lead("L1")], [], "leads", "L1"),
        ([lead("L1")], [replace(did("webinar", MONDAY, to="L2"), id=EventId("e7"))], "events", "e7"),
        ([lead("L1")], [replace(did("webinar", MONDAY + HOUR, to="L2"), id=EventId("e7"))], "events", "e7"),
        (
            [lead("L1")],
            [replace(did(name, MONDAY), id=EventId("e7")) for name in ("webinar", "page")],
            "events",
            "e7",
        ),
        (
            [lead("L1"), lead("L2")],
            [replace(did("webinar", MONDAY, to=name), id=EventId("e7")) for name in ("L1", "L2")],
            "events",
            "e7",
        ),
    ],
    ids=["two leads", "a lead twice", "no such lead", "nor later", "two events", "two events of two leads"],
)
def test_an_id_belongs_to_one_and_an_event_to_somebody(
    leads: list[Lead], events: list[Event], argument: str, value: str
) -> None:
    with pytest.raises(InputError) as caught:
        report(leads, events)

    assert (caught.value.argument, caught.value.value) == (argument, value)


def test_faults_of_the_roster_and_a_naive_instant_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="hours of rep 'ann'"):
        report([], reps=[rep("ann", hours="ofice")])
    with pytest.raises(InputError, match="listed twice"):
        report([], reps=[rep("ann"), rep("ann")])
    with pytest.raises(TimeError, match="no time zone"):
        report([], at=datetime(2026, 11, 9))


# ------------------------------------------------------------------------------------------- what the model asks for


def test_who_was_left_in_work_went_past_the_gate_or_is_an_exception_is_in_the_report() -> None:
    auto = Reason(code="auto_abandoned", disposition="nurture", says="Left in work", abandoned="auto")
    model = house(
        reasons=(*HOUSE.reasons, auto),
        abandonment=Abandonment(after="30d", idle="7d"),
        qualified_gate=suggested_gate(),
    )
    tagged = Event(
        id=EventId("x"), lead=LeadId("L3"), kind=EventKind.NOTED, at=MONDAY, activity=Note.EXCEPTION.value
    )
    events = [
        assigned(MONDAY, to="L1"),
        touched(MONDAY, to="L1"),
        assigned(MONDAY, to="L2"),
        touched(MONDAY, to="L2"),
        qualified(MONDAY + HOUR, to="L2"),
        assigned(MONDAY, to="L3"),
        tagged,
    ]
    people = [lead("L1"), lead("L2"), lead("L3")]
    a_month_later = MONDAY + 30 * 24 * HOUR

    found = report(people, events, at=a_month_later, model=model)
    the_day_before = report(people, events, at=a_month_later - TICK, model=model)
    without = report(people, events, at=a_month_later)

    assert [(each.lead, each.reason) for each in found.abandoned] == [("L1", "auto_abandoned")]
    assert the_day_before.abandoned == ()
    assert [each.lead for each in found.gate_misses] == ["L2"]
    assert [each.lead for each in found.exceptions] == ["L3"]
    assert found.overall[0].assigned == 2
    assert (without.abandoned, without.gate_misses) == ((), ())
