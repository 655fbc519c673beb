"""Whose clock it is, which moments move it, what counts on one instant, and what is counted."""

from datetime import timedelta
from itertools import permutations

import pytest

from leadmodel.lifecycle import replay
from leadmodel.records import Case, Event, Raw
from leadmodel.sla import ClockCycle, Moment, TimerState, Trigger
from tests.building import (
    HOUSE,
    MONDAY,
    assigned,
    case_of,
    did,
    lead,
    nurtured,
    qualified,
    touched,
    unqualified,
    won,
)
from tests.sla.telling import HOUR, MINUTE, TICK, called, clock_of, noted, only, promise, story

ANN, BOB = assigned(MONDAY), assigned(MONDAY + HOUR, "bob")
OF_OWNER = promise(of="owner")
HOLD, GO = Trigger(on=Moment.NOTED, named=("hold",)), Trigger(on=Moment.NOTED, named=("go",))


def states(cycles: tuple[ClockCycle, ...]) -> list[str]:
    return [str(cycle.reading.state) for cycle in cycles]


# ------------------------------------------------------------------------------------------------ of the owner


def test_a_handover_cancels_the_owners_clock_and_starts_that_of_the_next() -> None:
    first, second = clock_of(story(ANN, BOB), MONDAY + 2 * HOUR, OF_OWNER).cycles

    assert (first.owner, first.reading.state, first.reading.cancelled_at) == ("ann", "cancelled", BOB.at)
    assert (second.owner, second.reading.state, second.reading.started_at) == ("bob", "running", BOB.at)
    assert (first.ended_by, second.started_by) == (None, BOB.id)
    assert (first.earlier_owners, second.earlier_owners, second.cycle) == ((), (), 1)


def test_to_an_owner_only_their_own_touch_is_an_answer() -> None:
    helped = touched(MONDAY + 30 * MINUTE, "bob")
    own = touched(MONDAY + 45 * MINUTE)

    assert states(clock_of(story(ANN, helped), MONDAY + HOUR, OF_OWNER).cycles) == ["running"]
    assert only(story(ANN, helped, own), MONDAY + HOUR, OF_OWNER).reading.stopped_at == own.at
    assert only(story(ANN, helped, own), MONDAY + HOUR).reading.stopped_at == helped.at


def test_an_owner_who_gets_a_lead_back_starts_anew() -> None:
    back = assigned(MONDAY + 90 * MINUTE)
    cycles = clock_of(story(ANN, BOB, back), MONDAY + 2 * HOUR, OF_OWNER).cycles

    assert [(each.owner, each.reading.used_calendar) for each in cycles] == [
        ("ann", HOUR),
        ("bob", 30 * MINUTE),
        ("ann", 30 * MINUTE),
    ]


def test_giving_a_lead_to_whoever_has_it_changes_nothing() -> None:
    again = assigned(MONDAY + HOUR)

    for model in (OF_OWNER, HOUSE):
        assert clock_of(story(ANN, again), MONDAY + 90 * MINUTE, model).cycles == (
            only(story(ANN), MONDAY + 90 * MINUTE, model),
        )


def test_a_lead_that_goes_through_two_hands_at_once_belongs_to_the_last() -> None:
    both = (called(assigned(MONDAY, "ann"), "e1"), called(assigned(MONDAY, "bob"), "e2"))
    cycle = only(story(*both), MONDAY + HOUR, OF_OWNER)

    assert (cycle.owner, cycle.earlier_owners, cycle.started_by) == ("bob", (), "e1")
    assert (only(story(*both), MONDAY + HOUR).owner, cycle.reading.used_calendar) == ("bob", HOUR)


def test_a_hold_goes_on_with_the_next_owner_until_somebody_lets_go() -> None:
    model = promise(of="owner", pause=(HOLD,), resume=(GO,))
    hold, go = noted("hold", MONDAY + 30 * MINUTE), noted("go", MONDAY + 2 * HOUR)
    _, held = clock_of(story(ANN, hold, BOB), MONDAY + 90 * MINUTE, model).cycles
    _, went = clock_of(story(ANN, hold, BOB, go), MONDAY + 3 * HOUR, model).cycles

    assert (held.reading.state, held.reading.used_calendar) == (TimerState.PAUSED, timedelta())
    assert (went.reading.state, went.reading.used_calendar) == (TimerState.RUNNING, HOUR)


def test_a_hold_ends_with_the_cycle_that_an_answer_ended() -> None:
    model = promise(of="owner", pause=(HOLD,), resume=(GO,))
    hold, answer = noted("hold", MONDAY + 30 * MINUTE), touched(MONDAY + 40 * MINUTE)
    _, after = clock_of(story(ANN, hold, answer, BOB), MONDAY + 90 * MINUTE, model).cycles

    assert (after.reading.state, after.reading.used_calendar) == (TimerState.RUNNING, 30 * MINUTE)


def test_a_touch_that_is_one_of_many_does_not_end_what_holds_the_lead() -> None:
    model = promise(of="owner", pause=(HOLD,), resume=(GO,), stop=(Trigger(on=Moment.TOUCHED, count=5),))
    hold, one = noted("hold", MONDAY + 30 * MINUTE), touched(MONDAY + 40 * MINUTE)
    _, after = clock_of(story(ANN, hold, one, BOB), MONDAY + 90 * MINUTE, model).cycles

    assert (after.reading.state, after.reading.used_calendar) == (TimerState.PAUSED, timedelta())


def test_what_cancels_a_clock_that_does_not_run_lets_go_of_no_hold() -> None:
    off = Trigger(on=Moment.NOTED, named=("off",))
    for of in ("lead", "owner"):
        model = promise(of=of, pause=(HOLD,), resume=(GO,), cancel=(off,))
        case = story(noted("hold", MONDAY - 2 * HOUR), noted("off", MONDAY - HOUR), ANN)
        assert states(clock_of(case, MONDAY + HOUR, model).cycles) == ["paused"]


def test_a_hold_ends_with_a_cycle_that_was_cancelled_or_answered_on_its_very_instant() -> None:
    off = Trigger(on=Moment.NOTED, named=("off",))
    model = promise(of="owner", pause=(HOLD,), resume=(GO,), cancel=(off,))
    hold = noted("hold", MONDAY + 30 * MINUTE)
    for ending in (noted("off", hold.at), noted("off", hold.at + MINUTE), touched(hold.at)):
        _, after = clock_of(story(ANN, hold, ending, BOB), MONDAY + 90 * MINUTE, model).cycles
        assert (after.reading.state, after.reading.used_calendar) == (TimerState.RUNNING, 30 * MINUTE)


def test_a_hold_outlives_what_would_end_a_cycle_where_none_runs_also_from_hand_to_hand() -> None:
    asked = Trigger(on=Moment.NOTED, named=("asked",))
    off = Trigger(on=Moment.NOTED, named=("off",))
    model = promise(of="owner", start=(asked,), pause=(HOLD,), resume=(GO,), cancel=(off,))
    idle = (noted("hold", MONDAY + 10 * MINUTE), noted("off", MONDAY + 20 * MINUTE))
    case = story(ANN, *idle, BOB, noted("asked", MONDAY + 2 * HOUR))

    assert states(clock_of(case, MONDAY + 3 * HOUR, model).cycles) == ["paused"]


def test_a_hold_that_would_have_to_be_counted_needs_a_cycle_to_count_in() -> None:
    second = Trigger(on=Moment.NOTED, named=("hold",), count=2)
    model = promise(of="owner", pause=(second,), resume=(GO,))
    early = [noted("hold", MONDAY - gap * HOUR) for gap in (3, 2)]
    late = [noted("hold", MONDAY + gap * 10 * MINUTE) for gap in (1, 2)]
    case = story(*early, ANN, *late, BOB)

    assert states(clock_of(case, MONDAY + 15 * MINUTE, model).cycles) == ["running"]
    assert states(clock_of(case, MONDAY + 25 * MINUTE, model).cycles) == ["paused"]
    assert states(clock_of(case, MONDAY + 2 * HOUR, model).cycles) == ["cancelled", "paused"]


def test_a_hold_from_before_the_first_assignment_holds_the_first_owners_clock() -> None:
    model = promise(of="owner", pause=(HOLD,), resume=(GO,))
    case = story(noted("hold", MONDAY - HOUR), ANN, noted("go", MONDAY + HOUR))
    cycle = only(case, MONDAY + 90 * MINUTE, model)

    assert (cycle.reading.state, cycle.reading.used_calendar) == (TimerState.RUNNING, 30 * MINUTE)


def test_the_owners_clocks_share_out_the_time_that_the_leads_clock_counts() -> None:
    case = story(ANN, BOB, assigned(MONDAY + 3 * HOUR, "cid"))
    found = clock_of(case, MONDAY + 7 * HOUR, OF_OWNER).cycles

    assert [cycle.reading.used_calendar for cycle in found] == [HOUR, 2 * HOUR, 4 * HOUR]
    assert only(case, MONDAY + 7 * HOUR).reading.used_calendar == 7 * HOUR


# -------------------------------------------------------------------------------------------------- moments


def test_worked_is_the_owners_first_touch_in_each_cycle() -> None:
    model = promise(start=(Trigger(on=Moment.WORKED),), stop=(Trigger(on=Moment.QUALIFIED),))
    again = MONDAY + 50 * HOUR
    case = story(
        ANN,
        touched(MONDAY + HOUR, "bob"),
        touched(MONDAY + 2 * HOUR),
        touched(MONDAY + 3 * HOUR),
        nurtured(MONDAY + 4 * HOUR),
        touched(MONDAY + 5 * HOUR),
        assigned(again, "bob"),
        touched(again + HOUR, "bob"),
    )
    cycles = clock_of(case, again + 2 * HOUR, model).cycles

    assert [cycle.reading.started_at for cycle in cycles] == [MONDAY + 2 * HOUR, again + HOUR]


def test_worked_comes_once_a_cycle_and_a_touch_after_the_lead_was_let_go_is_none() -> None:
    model = promise(
        target="7d", reset=(Trigger(on=Moment.WORKED),), stop=(Trigger(on=Moment.WON),), cancel=()
    )
    gone = nurtured(MONDAY + HOUR, "too_small_yet")
    touches = (touched(MONDAY + 2 * HOUR), touched(MONDAY + 3 * HOUR))

    worked = only(story(ANN, *touches), MONDAY + 4 * HOUR, model).reading
    idle = only(story(ANN, gone, *touches), MONDAY + 4 * HOUR, model).reading
    assert (worked.restarted_at, idle.restarted_at) == (MONDAY + 2 * HOUR, None)


def test_what_was_refused_moves_no_clock() -> None:
    refused = nurtured(MONDAY + HOUR, "no such reason")
    case = replay(lead(), [ANN, refused], HOUSE).case

    assert case.refused == (refused.id,)
    assert states(clock_of(case, MONDAY + 90 * MINUTE).cycles) == ["running"]


def test_a_case_that_was_put_together_by_hand_may_begin_before_the_lead_came_in() -> None:
    """A lead that came in on the instant of an event came in first."""
    model = promise(start=(Trigger(on=Moment.ACTIVITY),), stop=(Trigger(on=Moment.CAPTURED),))
    person = lead(captured_at=MONDAY)
    before, with_it = did("page", MONDAY - HOUR), did("page", MONDAY)

    def made(*events: Event) -> Case:
        return Case(lead=person, history=events, state=Raw(lead=person.id, since=MONDAY))

    cycle = only(made(before), MONDAY + HOUR, model)
    assert (cycle.reading.stopped_at, cycle.ended_by, cycle.started_by) == (MONDAY, None, before.id)
    both = promise(start=(Trigger(on=Moment.ACTIVITY), Trigger(on=Moment.CAPTURED)))
    assert only(made(with_it), MONDAY + HOUR, both).started_by is None


def test_a_handoff_of_a_qualified_lead_is_a_reassignment_and_a_customer_who_returns_an_assignment() -> None:
    model = promise(
        start=(Trigger(on=Moment.REASSIGNED),),
        stop=(Trigger(on=Moment.WON),),
        reset=(Trigger(on=Moment.ASSIGNED),),
    )
    case = story(
        ANN,
        touched(MONDAY),
        qualified(MONDAY + HOUR),
        assigned(MONDAY + 2 * HOUR, "bob"),
        won(MONDAY + 3 * HOUR),
        assigned(MONDAY + 90 * HOUR, "ann"),
    )
    cycle = only(case, MONDAY + 99 * HOUR, model)

    assert (cycle.reading.started_at, cycle.reading.stopped_at) == (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)


def test_what_a_trigger_names_is_all_that_moves_the_clock() -> None:
    model = promise(
        start=(Trigger(on=Moment.ACTIVITY, named=("demo", "chat")),),
        stop=(Trigger(on=Moment.NOTED, named=("answered",)),),
        cancel=(Trigger(on=Moment.UNQUALIFIED, named=("left",)),),
    )
    told = [did("page", MONDAY), did("chat", MONDAY + HOUR), noted("read", MONDAY + 2 * HOUR)]
    student = unqualified(MONDAY + 3 * HOUR, "student")

    assert only(story(*told, student), MONDAY + 9 * HOUR, model).reading.open
    done = story(*told, noted("answered", MONDAY + 4 * HOUR))
    assert only(done, MONDAY + 9 * HOUR, model).reading.stopped_at == MONDAY + 4 * HOUR


def test_a_clock_may_ask_for_the_owners_own_touch() -> None:
    model = promise(stop=(Trigger(on=Moment.TOUCHED, by="owner"),))
    case = story(ANN, touched(MONDAY + HOUR, "bob"), touched(MONDAY + 90 * MINUTE))

    assert only(case, MONDAY + 9 * HOUR, model).reading.stopped_at == MONDAY + 90 * MINUTE


def test_a_clock_that_starts_with_the_lead_starts_when_it_comes_in_and_no_event_did_it() -> None:
    model = promise(start=(Trigger(on=Moment.CAPTURED), Trigger(on=Moment.ASSIGNED)))
    case = case_of(lead(captured_at=MONDAY - HOUR), ANN)
    before, after = only(case, MONDAY - TICK, model), only(case, MONDAY, model)

    assert (before.reading.started_at, before.started_by, before.cycle) == (MONDAY - HOUR, None, 0)
    assert (before.owner, before.reading.used_business) == (None, None)
    assert (after.reading.used_calendar, after.started_by, after.owner, after.cycle) == (HOUR, None, "ann", 0)


# ------------------------------------------------------------------------------------------- on one instant


@pytest.mark.parametrize(
    ("notes", "state"),
    [
        ({"stop", "cancel", "reset", "start", "pause"}, "met"),
        ({"cancel", "reset", "start", "pause"}, "cancelled"),
        ({"reset", "pause"}, "paused"),
        ({"reset"}, "running"),
        ({"start", "pause"}, "paused"),
        ({"pause", "resume"}, "running"),
    ],
)
def test_on_one_instant_stop_counts_over_cancel_over_reset_and_pause_over_start(
    notes: set[str], state: str
) -> None:
    moved = {
        action: (Trigger(on=Moment.NOTED, named=(action,)),)
        for action in ("pause", "resume", "stop", "reset", "cancel")
    }
    start = (Trigger(on=Moment.ASSIGNED), Trigger(on=Moment.NOTED, named=("start",)))
    model = promise(target="7d", start=start, **moved)
    together = [noted(name, MONDAY + HOUR) for name in sorted(notes)]

    for order in list(permutations(together))[:24]:
        cycle = only(story(ANN, *order), MONDAY + 2 * HOUR, model)
        assert cycle.reading.state == state
        assert cycle.reading.restarted_at == (MONDAY + HOUR if "reset" in notes and state in OPEN else None)


OPEN = ("paused", "running")


def test_a_clock_that_starts_and_stops_on_one_instant_has_been_met() -> None:
    cycle = only(story(ANN, touched(MONDAY)), MONDAY + HOUR)

    assert (cycle.reading.state, cycle.reading.used_calendar) == (TimerState.MET, timedelta())
