"""The numbered statements about states, reasons and touches, each shown with the declared model."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadmodel.flow import run
from leadmodel.lifecycle import Result, advance, allowed
from leadmodel.metrics import Measures, measure
from leadmodel.records import Assigned, Event, EventId, EventKind, Lead, LeadId, RepId, Stage
from leadmodel.routing import Rep
from leadmodel.sla import ClockCycle, TimerState, clocks

from .stories import (
    ANN,
    BOB,
    INCOMPATIBLE,
    L1,
    LATER,
    MODEL,
    NINE,
    NOON,
    SCHEDULES,
    STATE_OF,
    STUDENT,
    TOO_SMALL,
    a_lead,
    assigned,
    every_event,
    happened,
    hour,
    mailed_by_machine,
    nurtured,
    qualified,
    stage_after,
    tell,
    touched,
    unqualified,
    won,
)


def clock_of(*events: Event, at: float) -> tuple[ClockCycle, ...]:
    (clock,) = clocks(tell(*events).case, MODEL, schedules=SCHEDULES, at=hour(at))
    return clock.cycles


def measures_of(*events: Event, at: float) -> Measures:
    (found,) = measure([tell(*events).case], by="all", at=hour(at), schedules=SCHEDULES)
    return found


def ways_out_of(stage: Stage) -> dict[Stage, set[EventKind]]:
    """Where a lead can get to from a stage by one event of any kind, and by which."""
    ways: dict[Stage, set[EventKind]] = {}
    for event in every_event(NOON + 1):
        step = advance(STATE_OF[stage], event, MODEL)
        if step.state.stage is not stage:
            ways.setdefault(step.state.stage, set()).add(event.kind)
    return ways


@pytest.mark.statement("ST-01")
def test_a_lead_goes_from_raw_to_assigned_to_working_to_one_disposition_and_round_again() -> None:
    way = [
        assigned(1),
        touched(2),
        nurtured(3),
        assigned(4),
        touched(5),
        qualified(6),
        nurtured(7),
        assigned(8),
    ]

    assert [stage_after(*way[:count]).value for count in range(len(way) + 1)] == [
        "raw", "assigned", "working", "nurture", "assigned", "working", "qualified", "nurture", "assigned",
    ]  # fmt: skip
    assert stage_after(*way[:2], unqualified(3)) is Stage.UNQUALIFIED
    assert tell(*way[:2], nurtured(3), qualified(4)).refused[0].code == "not_allowed"


@pytest.mark.statement("ST-02", "ST-03")
def test_nobody_owes_a_raw_lead_anything_until_it_meets_the_criteria_and_is_assigned() -> None:
    def decided(*events: Event) -> tuple[object, ...]:
        rep = Rep(id=ANN, zone="UTC", hours="office", languages=("en",))
        report = run(
            MODEL, leads=[replace(a_lead(), title="VP Sales")], reps=[rep], events=events, at=hour(5)
        )
        return report.decisions

    looked = happened(EventKind.ACTIVITY, 1)
    asked = replace(looked, id=EventId("e2"), activity="demo_request")

    assert stage_after(looked, asked) is Stage.RAW
    assert tell(looked, asked, touched(4)).refused[0].code == "not_allowed"
    assert clock_of(looked, asked, at=100) == ()
    assert decided(looked) == ()
    assert len(decided(looked, asked)) == 1
    assert len(clock_of(looked, asked, assigned(5), at=100)) == 1


@pytest.mark.statement("ST-03")
def test_assignment_is_the_only_way_from_raw_to_assigned() -> None:
    assert ways_out_of(Stage.RAW)[Stage.ASSIGNED] == {EventKind.ASSIGNED}


@pytest.mark.statement("ST-04")
def test_assignment_gives_an_owner_and_a_date_with_a_time_and_starts_the_clock() -> None:
    event = replace(assigned(1), at=hour(1) + timedelta(minutes=5, seconds=7))
    state = tell(event).case.state
    (cycle,) = clock_of(event, at=2)

    assert state == Assigned(lead=L1, cycle=1, owner=ANN, assigned_at=event.at)
    assert (cycle.reading.state, cycle.owner, cycle.reading.started_at) == (TimerState.RUNNING, ANN, event.at)
    assert cycle.reading.used_calendar == timedelta(minutes=54, seconds=53)


@pytest.mark.statement("ST-05")
def test_being_worked_is_the_only_way_out_of_assigned_but_for_the_bypass() -> None:
    assert ways_out_of(Stage.ASSIGNED) == {
        Stage.WORKING: {EventKind.TOUCHED},
        Stage.NURTURE: {EventKind.NURTURED},
        Stage.UNQUALIFIED: {EventKind.UNQUALIFIED},
    }
    let_go = [
        reason.code
        for reason in MODEL.reasons
        for event in (nurtured(2, reason), unqualified(2, reason))
        if stage_after(assigned(1), event) is not Stage.ASSIGNED
    ]
    assert let_go == ["too_small", "student"]


@pytest.mark.statement("ST-06", "ST-40")
def test_a_reps_activity_is_necessary_for_working() -> None:
    for stage in Stage:
        if stage is not Stage.WORKING:
            assert ways_out_of(stage).get(Stage.WORKING, set()) <= {EventKind.TOUCHED}
    assert stage_after(assigned(1), happened(EventKind.ACTIVITY, 2), assigned(3, BOB)) is Stage.ASSIGNED


@pytest.mark.statement("ST-06")
def test_a_reps_activity_is_sufficient_for_working() -> None:
    assert stage_after(assigned(1), touched(2)) is Stage.WORKING


def test_a_status_cannot_be_set_there_is_no_event_that_says_so() -> None:
    assert [kind.value for kind in EventKind] == [
        "activity", "noted", "assigned", "touched", "qualified", "nurtured", "unqualified", "won",
    ]  # fmt: skip
    assert not {stage.value for stage in (Stage.WORKING, Stage.RAW)} & {kind.value for kind in EventKind}


@pytest.mark.statement("ST-07", "CD-14", "CF-15")
def test_a_machines_touch_moves_nothing_and_stops_nothing() -> None:
    told = (assigned(1), mailed_by_machine(2), mailed_by_machine(3))
    (cycle,) = clock_of(*told, at=4)

    assert stage_after(*told) is Stage.ASSIGNED
    assert (cycle.reading.state, cycle.reading.stopped_at, cycle.reading.used_calendar) == (
        TimerState.BREACHED,
        None,
        timedelta(hours=3),
    )
    assert measures_of(*told, at=4).waiting == 1


@pytest.mark.statement("CF-15", "SL-29")
def test_the_human_who_follows_an_automatic_answer_is_the_one_who_stops_the_clock() -> None:
    (cycle,) = clock_of(assigned(1), mailed_by_machine(1.5), touched(2.5), at=9)

    assert (cycle.reading.state, cycle.reading.stopped_at, cycle.reading.used_calendar) == (
        TimerState.MET,
        hour(2.5),
        timedelta(minutes=90),
    )


@pytest.mark.statement("ST-08")
def test_working_ends_in_exactly_three_dispositions() -> None:
    assert ways_out_of(Stage.WORKING) == {
        Stage.QUALIFIED: {EventKind.QUALIFIED},
        Stage.NURTURE: {EventKind.NURTURED},
        Stage.UNQUALIFIED: {EventKind.UNQUALIFIED},
    }


@pytest.mark.statement("ST-13", "CF-09")
def test_a_lead_bypasses_working_only_by_a_declared_pre_qualification_criterion() -> None:
    refused = tell(assigned(1), nurtured(2, LATER))
    passed = tell(assigned(1), nurtured(2, TOO_SMALL))

    assert (refused.case.state.stage, refused.refused[0].code) == (Stage.ASSIGNED, "reason_refused")
    assert (passed.case.state.stage, passed.refused) == (Stage.NURTURE, ())
    assert passed.case.cycles[0].bypassed
    assert passed.case.cycles[0].reason == "too_small"
    assert tell(assigned(1), unqualified(2, INCOMPATIBLE)).refused[0].code == "reason_refused"
    assert tell(assigned(1), unqualified(2, STUDENT)).case.cycles[0].bypassed


@pytest.mark.statement("ST-13")
def test_a_bypassed_lead_counts_as_picked_up_and_has_no_response_time() -> None:
    found = measures_of(assigned(1), unqualified(2, STUDENT), at=9)

    assert (found.assigned, found.worked, found.bypassed, found.picked_up) == (1, 0, 1, 1)
    assert (found.answered, found.response, found.waiting) == (0, None, 0)


@pytest.mark.statement("ST-16")
def test_nurture_can_be_tried_again_and_unqualified_never() -> None:
    in_nurture = (assigned(1), touched(2), nurtured(3))
    out = (assigned(1), touched(2), unqualified(3))

    assert stage_after(*in_nurture, assigned(4)) is Stage.ASSIGNED
    assert allowed(Stage.UNQUALIFIED) == ()
    assert ways_out_of(Stage.UNQUALIFIED) == {}
    assert tell(*out, assigned(4)).refused[0].code == "not_allowed"


def test_a_lost_opportunity_goes_to_nurture_and_may_be_tried_again() -> None:
    lost = (assigned(1), touched(2), qualified(3), nurtured(4))

    assert stage_after(*lost) is Stage.NURTURE
    assert stage_after(*lost, assigned(5)) is Stage.ASSIGNED
    assert stage_after(assigned(1), touched(2), qualified(3), won(4)) is Stage.WON
    assert tell(assigned(1), touched(2), won(3)).refused[0].code == "not_allowed"


ROUND_AND_ROUND = (
    assigned(1, ANN),
    touched(2, ANN),
    nurtured(3),
    assigned(24, BOB),
    touched(25, BOB),
    nurtured(26),
    assigned(48, ANN),
)


@pytest.mark.statement("ST-19", "SL-26")
def test_a_recycled_lead_is_in_its_next_cycle_with_a_date_and_a_clock_of_its_own() -> None:
    state = tell(*ROUND_AND_ROUND[:4]).case.state
    first, second = clock_of(*ROUND_AND_ROUND[:4], at=24.5)

    assert state == Assigned(lead=L1, cycle=2, owner=BOB, assigned_at=hour(24))
    assert "recycled" not in {stage.value for stage in Stage}
    assert (first.reading.state, first.reading.used_calendar) == (TimerState.MET, timedelta(hours=1))
    running = second.reading
    assert (running.state, running.started_at, running.used_calendar, running.due) == (
        TimerState.RUNNING,
        hour(24),
        timedelta(minutes=30),
        hour(26),
    )


@pytest.mark.statement("ST-20", "TH-09")
def test_each_time_round_keeps_its_stamps_when_the_next_begins() -> None:
    once = tell(*ROUND_AND_ROUND[:3]).case
    thrice = tell(*ROUND_AND_ROUND).case

    assert [cycle.assigned_at for cycle in thrice.cycles] == [hour(1), hour(24), hour(48)]
    assert thrice.cycles[0] == once.cycles[0]
    assert [cycle.number for cycle in thrice.cycles] == [1, 2, 3]
    assert [cycle.reason for cycle in thrice.cycles] == ["budget_later", "budget_later", None]


@pytest.mark.statement("TH-03", "ST-41")
def test_entering_a_status_again_overwrites_no_stamp_and_makes_no_negative_time() -> None:
    cycles = tell(*ROUND_AND_ROUND).case.cycles

    assert [(cycle.assigned_at, cycle.worked_at, cycle.outcome_at) for cycle in cycles] == [
        (hour(1), hour(2), hour(3)),
        (hour(24), hour(25), hour(26)),
        (hour(48), None, None),
    ]
    assert [cycle.reading.used_calendar for cycle in clock_of(*ROUND_AND_ROUND, at=48)] == [
        timedelta(hours=1),
        timedelta(hours=1),
        timedelta(0),
    ]


@pytest.mark.statement("TH-03")
def test_history_that_is_loaded_later_needs_no_backfill() -> None:
    late_first = tell(*reversed(ROUND_AND_ROUND))

    assert late_first == tell(*ROUND_AND_ROUND)
    assert late_first.refused == ()


@pytest.mark.statement("TH-11")
def test_events_hold_instants_and_the_library_computes_the_durations() -> None:
    told = (assigned(1), touched(1.75), qualified(4))

    assert measures_of(*told, at=9).response == timedelta(minutes=45)
    assert clock_of(*told, at=9)[0].reading.used_business == timedelta(minutes=45)


@pytest.mark.statement("ST-25")
@pytest.mark.parametrize(
    "before",
    [
        (assigned(1), touched(2), nurtured(3)),
        (assigned(1), touched(2), qualified(3), nurtured(4)),
        (assigned(1), touched(2), qualified(3), won(4)),
    ],
    ids=["a lead cycle", "a sales cycle that was lost", "a sales cycle that was won"],
)
def test_whoever_has_been_round_before_starts_afresh(before: tuple[Event, ...]) -> None:
    fresh = tell(assigned(24), touched(25), qualified(26)).case.cycles[0]
    again = tell(*before, assigned(24), touched(25), qualified(26)).case.cycles

    assert len(again) == 2
    assert replace(again[1], number=1) == fresh


@pytest.mark.statement("RS-01")
@pytest.mark.parametrize("kind", [EventKind.NURTURED, EventKind.UNQUALIFIED])
@pytest.mark.parametrize("stage", [stage for stage in Stage if EventKind.UNQUALIFIED in allowed(stage)])
@pytest.mark.parametrize("reason", [None, ""])
def test_nobody_is_let_go_without_a_reason(stage: Stage, kind: EventKind, reason: str | None) -> None:
    step = advance(STATE_OF[stage], happened(kind, NOON + 1, reason=reason), MODEL)

    assert step.result is Result.REFUSED
    assert step.code == ("reason_missing" if kind in allowed(stage) else "not_allowed")
    assert step.state == STATE_OF[stage]


@pytest.mark.statement("RS-01")
def test_a_reason_that_nobody_declared_is_none() -> None:
    step = tell(assigned(1), touched(2), happened(EventKind.NURTURED, 3, reason="no_budget")).refused[0]

    assert step.code == "reason_unknown"


@pytest.mark.statement("RT-08")
def test_somebody_who_comes_in_twice_is_routed_once() -> None:
    def report(second_email: str) -> tuple[LeadId, ...]:
        first = Lead(id=L1, captured_at=NINE, source="form", title="VP", email="ada@example.com")
        second = replace(first, id=LeadId("L2"), captured_at=hour(1), email=second_email)
        asked = [
            replace(
                happened(EventKind.ACTIVITY, 2, name=f"e-{lead.id}"), lead=lead.id, activity="demo_request"
            )
            for lead in (first, second)
        ]
        reps = [Rep(id=RepId("ann"), zone="UTC", hours="office", languages=("en",))]
        made = run(MODEL, leads=[second, first], reps=reps, events=asked, at=hour(3))
        return tuple(decision.lead for decision in made.decisions)

    assert report("ADA@example.com") == (L1,)
    assert report("grace@example.com") == (L1, LeadId("L2"))
