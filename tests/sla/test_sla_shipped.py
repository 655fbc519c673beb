"""The promises that come with the package, each against the text that it is from, and each written as TOML."""

import tomllib
from collections.abc import Callable
from datetime import timedelta

import pytest

from leadmodel.model import LeadModel
from leadmodel.records import Case, Event
from leadmodel.schema import dump_model, load_model
from leadmodel.sla import Clock, SlaPolicy, StepAction, TimerState, clocks
from leadmodel.sla.shipped import closed_loop, meeting_disposition, reschedule, two_hours, two_step
from tests.building import (
    MONDAY,
    assigned,
    case_of,
    house,
    lead,
    nurtured,
    qualified,
    touched,
    unqualified,
)
from tests.sla.telling import DAY, HOUR, MINUTE, OF_ANN, TICK, noted, story

STEP_BY_STEP = house(sla=two_step())


def named(case: Case, model: LeadModel, at: timedelta) -> dict[str, Clock]:
    return {clock.name: clock for clock in clocks(case, model, schedules=OF_ANN, at=MONDAY + at)}


def told(clock: Clock) -> list[tuple[timedelta, tuple[str, ...]]]:
    (cycle,) = clock.cycles
    return [(step.at - MONDAY, step.step.recipients) for step in cycle.steps]


# ---------------------------------------------------------------------------------------------- the two steps


@pytest.mark.statement("SL-15")
def test_marketo_gives_24_hours_to_reach_out_and_tells_the_rep_the_boss_and_the_executive_in_turn() -> None:
    waiting = named(story(assigned(MONDAY)), STEP_BY_STEP, 72 * HOUR)["reach-out"]
    reached = named(story(assigned(MONDAY), touched(MONDAY + 24 * HOUR)), STEP_BY_STEP, 72 * HOUR)[
        "reach-out"
    ]

    assert (waiting.state, waiting.due) == (TimerState.BREACHED, MONDAY + 24 * HOUR)
    assert told(waiting) == [
        (24 * HOUR, ("rep",)),
        (48 * HOUR, ("rep", "manager")),
        (72 * HOUR, ("executive",)),
    ]
    assert (reached.state, told(reached)) == (TimerState.MET, [])


@pytest.mark.statement("SL-16")
@pytest.mark.parametrize(
    "outcome",
    [qualified(MONDAY + 8 * DAY), nurtured(MONDAY + 8 * DAY), unqualified(MONDAY + 8 * DAY, "left")],
)
def test_from_the_reach_out_there_are_7_days_to_one_of_three_outcomes(outcome: Event) -> None:
    reach_out = MONDAY + DAY
    case = story(assigned(MONDAY), touched(reach_out))
    open_, done = (
        named(case, STEP_BY_STEP, 8 * DAY),
        named(case_of(lead(), *case.history, outcome), STEP_BY_STEP, 9 * DAY),
    )

    assert named(case, STEP_BY_STEP, DAY - TICK)["qualify"].cycles == ()
    assert (open_["qualify"].due, open_["qualify"].state) == (reach_out + 7 * DAY, TimerState.BREACHED)
    assert named(case, STEP_BY_STEP, 8 * DAY - TICK)["qualify"].state is TimerState.RUNNING
    assert done["qualify"].state is TimerState.MET


# -------------------------------------------------------------------------------------------- the closed loop


@pytest.mark.statement("SL-14")
@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_the_closed_loop_alerts_at_once_and_after_24_48_and_72_hours(steps: int) -> None:
    expected = [
        (0 * HOUR, ("rep",)),
        (24 * HOUR, ("rep",)),
        (48 * HOUR, ("rep", "manager")),
        (72 * HOUR, ("rep", "manager", "executive")),
    ]
    case = story(assigned(MONDAY))
    clock = named(case, house(sla=closed_loop()), steps * 24 * HOUR)["closed-loop"]

    assert told(clock) == expected[: steps + 1]
    assert len(told(clock)) == steps + 1


# ---------------------------------------------------------------------------------------------- the two hours

TWO_HOURS = house(sla=two_hours())


@pytest.mark.statement("SL-02", "SL-10", "CF-21")
def test_the_target_counts_from_the_assignment_and_the_maximum_from_when_the_lead_came_in() -> None:
    case = case_of(lead(captured_at=MONDAY - 20 * HOUR), assigned(MONDAY))
    found = named(case, TWO_HOURS, 4 * HOUR)
    target, maximum = found["response"], found["maximum-response"]

    assert (target.due, maximum.due) == (MONDAY + 2 * HOUR, MONDAY + 4 * HOUR)
    (step,) = maximum.cycles[0].to_do
    assert (step.step.action, step.at, step.owner) == (StepAction.REASSIGN, MONDAY + 4 * HOUR, "ann")
    assert target.cycles[0].to_do == ()
    answered = case_of(case.lead, *case.history, touched(MONDAY + HOUR))
    assert {str(clock.state) for clock in named(answered, TWO_HOURS, DAY).values()} == {"met"}


@pytest.mark.statement("SL-26")
def test_the_maximum_of_a_lead_that_comes_round_again_counts_from_its_assignment() -> None:
    again = MONDAY + 9 * DAY
    case = story(
        assigned(MONDAY), touched(MONDAY + HOUR), nurtured(MONDAY + 2 * HOUR), assigned(again, "bob")
    )
    cycle = named(case, TWO_HOURS, 9 * DAY)["maximum-response"].cycles[-1]

    assert (cycle.reading.due, cycle.reading.state) == (again + DAY, TimerState.RUNNING)


# ------------------------------------------------------------------------------------------------ the meeting

MEETINGS = house(sla=meeting_disposition())
#: A meeting on Wednesday from 12:00 to 13:00, booked on Monday.
STARTS, ENDS = MONDAY + 2 * DAY, MONDAY + 2 * DAY + HOUR
BOOKED = noted("meeting_booked", MONDAY + HOUR, "m1", planned_from=STARTS, planned_until=ENDS)
WORKED = (assigned(MONDAY), touched(MONDAY))


def meeting(*after: Event) -> Case:
    return story(*WORKED, BOOKED, *after)


@pytest.mark.statement("SL-22", "HM-02", "CF-22")
def test_what_came_of_a_meeting_is_due_24_hours_after_its_start_then_the_manager_hears_of_it() -> None:
    before = named(meeting(), MEETINGS, STARTS - TICK - MONDAY)
    silent = named(meeting(), MEETINGS, STARTS + DAY - MONDAY)
    said = meeting(noted("meeting_completed", STARTS + DAY, "m1"))

    assert [clock.cycles for clock in before.values()] == [(), ()]
    assert (silent["meeting-disposition"].state, silent["meeting-disposition"].due) == (
        TimerState.BREACHED,
        STARTS + DAY,
    )
    assert told(silent["meeting-disposition"]) == [(STARTS + DAY - MONDAY, ("manager",))]
    in_time = named(said, MEETINGS, STARTS + 9 * DAY - MONDAY)["meeting-disposition"]
    assert (in_time.state, told(in_time)) == (TimerState.MET, [])


@pytest.mark.statement("HM-02", "CF-22")
def test_the_rep_is_reminded_of_a_meeting_once_when_it_should_be_over() -> None:
    quick = meeting(noted("meeting_no_show", ENDS - TICK, "m1"))

    assert named(meeting(), MEETINGS, ENDS - TICK - MONDAY)["meeting-reminder"].cycles == ()
    for later in (timedelta(), DAY, 9 * DAY):
        assert told(named(meeting(), MEETINGS, ENDS + later - MONDAY)["meeting-reminder"]) == [
            (ENDS - MONDAY, ("rep",))
        ]
    settled = named(quick, MEETINGS, ENDS + DAY - MONDAY)
    assert settled["meeting-disposition"].state is TimerState.MET


@pytest.mark.statement("HM-02")
def test_a_meeting_that_was_called_off_or_moved_is_not_asked_about_at_its_old_time() -> None:
    off = meeting(noted("meeting_cancelled", MONDAY + DAY, "m1"))
    moved = meeting(
        noted(
            "meeting_booked",
            MONDAY + DAY,
            "m1",
            planned_from=STARTS + DAY,
            planned_until=ENDS + DAY,
        )
    )

    assert [clock.cycles for clock in named(off, MEETINGS, 9 * DAY).values()] == [(), ()]
    found = named(moved, MEETINGS, 9 * DAY)
    assert found["meeting-disposition"].due == STARTS + 2 * DAY
    assert told(found["meeting-reminder"]) == [(ENDS + DAY - MONDAY, ("rep",))]


# --------------------------------------------------------------------------------------------- the reschedule

RESCHEDULE = house(sla=reschedule())
MISSED = noted("meeting_no_show", MONDAY, "m1")


def touches(count: int) -> list[Event]:
    return [touched(MONDAY + (number + 1) * DAY) for number in range(count)]


@pytest.mark.statement("HM-06")
@pytest.mark.parametrize(
    ("events", "after", "state"),
    [
        (touches(5), 6 * DAY, "met"),
        (touches(4), 7 * DAY - TICK, "running"),
        (touches(4), 7 * DAY, "breached"),
        ([*touches(4), touched(MONDAY + 7 * DAY)], 7 * DAY, "met"),
        ([*touches(4), touched(MONDAY + 7 * DAY + MINUTE)], 8 * DAY, "breached"),
        ([*touches(4), touched(MONDAY + 6 * DAY, automatic=True)], 7 * DAY, "breached"),
        ([*touches(1), noted("meeting_booked", MONDAY + 2 * DAY, "m2")], 8 * DAY, "met"),
    ],
)
def test_a_missed_meeting_asks_for_five_touches_in_seven_days(
    events: list[Event], after: timedelta, state: str
) -> None:
    case = story(assigned(MONDAY - DAY), touched(MONDAY - DAY), MISSED, *events)

    assert named(case, RESCHEDULE, after)["reschedule"].state == state


@pytest.mark.statement("HM-06")
def test_each_missed_meeting_asks_for_its_own_five_touches() -> None:
    again = noted("meeting_no_show", MONDAY + 9 * DAY, "m2")
    case = story(assigned(MONDAY - DAY), touched(MONDAY - DAY), MISSED, *touches(5), again)
    first, second = named(case, RESCHEDULE, 10 * DAY)["reschedule"].cycles

    assert (first.reading.state, second.reading.state) == (TimerState.MET, TimerState.RUNNING)


# ------------------------------------------------------------------------------------------------ as documents

TOML: dict[Callable[[], tuple[SlaPolicy, ...]], str] = {
    two_step: """
[[sla]]
clock = "reach-out"
name = "24 hours to reach out"
target = "24h"
ladder = [
    {after = "24h", recipients = ["rep"]},
    {after = "48h", recipients = ["rep", "manager"]},
    {after = "72h", recipients = ["executive"]},
]

[[sla]]
clock = "qualify"
name = "7 days to an outcome"
target = "7d"
start = [{on = "worked"}]
stop = [{on = "qualified"}, {on = "nurtured"}, {on = "unqualified"}]
cancel = []
""",
    closed_loop: """
[[sla]]
clock = "closed-loop"
name = "four steps"
target = "24h"
ladder = [
    {after = "0h", recipients = ["rep"]},
    {after = "24h", recipients = ["rep"]},
    {after = "48h", recipients = ["rep", "manager"]},
    {after = "72h", recipients = ["rep", "manager", "executive"]},
]
""",
    two_hours: """
[[sla]]
name = "2 hours"
target = "2h"

[[sla]]
clock = "maximum-response"
name = "24 hours"
target = "24h"
start = [{on = "captured"}, {on = "assigned"}]
ladder = [{after = "24h", action = "reassign", recipients = ["manager"]}]
""",
    meeting_disposition: """
[[sla]]
clock = "meeting-disposition"
name = "24 hours"
of = "subject"
target = "24h"
start = [{on = "noted", named = ["meeting_booked"], at = "planned_from"}]
ladder = [{after = "24h", recipients = ["manager"]}]
stop = [{on = "noted", named = ["meeting_completed", "meeting_no_show"]}]
cancel = [{on = "noted", named = ["meeting_cancelled"]}]

[[sla]]
clock = "meeting-reminder"
name = "when it is over"
of = "subject"
target = "24h"
start = [{on = "noted", named = ["meeting_booked"], at = "planned_until"}]
ladder = [{after = "0h", recipients = ["rep"]}]
stop = [{on = "noted", named = ["meeting_completed", "meeting_no_show"]}]
cancel = [{on = "noted", named = ["meeting_cancelled"]}]
""",
    reschedule: """
[[sla]]
clock = "reschedule"
name = "5 touches in 7 days"
target = "7d"
start = [{on = "noted", named = ["meeting_no_show"]}]
stop = [{on = "touched", count = 5}, {on = "noted", named = ["meeting_booked"]}]
""",
}


@pytest.mark.parametrize("shipped", list(TOML), ids=lambda each: each.__name__)
def test_a_shipped_promise_is_what_a_house_would_write_down(
    shipped: Callable[[], tuple[SlaPolicy, ...]],
) -> None:
    read = load_model(dump_model(house(sla=())) | tomllib.loads(TOML[shipped]))

    assert read.sla == shipped()
    assert read == house(sla=shipped())
    assert load_model(dump_model(read)) == read


def test_a_house_may_call_its_notes_as_it_likes() -> None:
    model = house(
        sla=(
            *meeting_disposition(
                booked=("demo set",), dispositioned=("demo held",), called_off=("demo off",)
            ),
            *reschedule(missed=("stood up",), booked=("demo set",)),
        )
    )
    case = story(
        *WORKED,
        noted("demo set", MONDAY, "m1", planned_from=MONDAY + DAY, planned_until=MONDAY + DAY + HOUR),
        noted("demo held", MONDAY + DAY + HOUR, "m1"),
        noted("stood up", MONDAY + 3 * DAY, "m2"),
    )
    found = named(case, model, 4 * DAY)

    assert {name: str(clock.state) for name, clock in found.items()} == {
        "meeting-disposition": "met",
        "meeting-reminder": "met",
        "reschedule": "running",
    }
