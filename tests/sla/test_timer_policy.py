"""What a clock promises, one rule a test: starting, pausing, stopping, limits, steps, and what it refuses."""

import copy
import pickle
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.hours import Schedule, TimeOff, Week
from leadmodel.sla.account import StretchKind, explain_timer
from leadmodel.sla.cycle import TimerCycle, TimerState
from leadmodel.sla.ladder import LadderStep, StepAction, check_ladder
from leadmodel.sla.marks import Action, Mark
from leadmodel.sla.reading import Reading, read_timer
from leadmodel.sla.timer import Timer

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
WORKDAY = ("09:00-17:00",)
OFFICE = Schedule(week=Week(mon=WORKDAY, tue=WORKDAY, wed=WORKDAY, thu=WORKDAY, fri=WORKDAY), zone="UTC")
NEW_YORK = replace(OFFICE, zone="America/New_York")
#: A Monday, when the office opens.
NINE = datetime.fromisoformat("2026-10-26T09:00Z")
FRIDAY = datetime.fromisoformat("2026-10-23T15:05-04:00")
TWO_HOURS = Timer(target="2h")
WORKING = Timer(target="2h", basis="business", schedule=OFFICE)


def marks(*rows: tuple[str, datetime]) -> list[Mark]:
    """Marks from words and instants, each its own event."""
    return [Mark(at=at, action=Action(word), id=f"e{place}") for place, (word, at) in enumerate(rows)]


def only(timer: Timer, rows: list[Mark], at: datetime) -> TimerCycle:
    (cycle,) = read_timer(timer, rows, at=at).cycles
    return cycle


def ladder(*rows: tuple[str, str], placed: str = "calendar") -> tuple[LadderStep, ...]:
    return tuple(
        LadderStep(after=after, recipients=tuple(to.split("+")), placed=placed)  # type: ignore[arg-type]
        for after, to in rows
    )


def reached(cycle: TimerCycle) -> list[tuple[datetime, str]]:
    return [(each.at, "+".join(each.step.recipients)) for each in cycle.steps]


# ------------------------------------------------------------------------------------------------ target and stop


@pytest.mark.statement("SL-05", "CF-02")
def test_the_friday_lead_is_119_minutes_of_business_time_and_nearly_66_hours_by_the_calendar() -> None:
    monday = datetime.fromisoformat("2026-10-26T09:04-04:00")
    lead = marks(("start", FRIDAY), ("stop", monday))
    business = only(Timer(target="2h", basis="business", schedule=NEW_YORK), lead, monday)
    calendar = only(Timer(target="2h", schedule=NEW_YORK), lead, monday)

    for cycle in (business, calendar):
        assert cycle.used_business == 119 * MINUTE
        assert cycle.used_calendar == 65 * HOUR + 59 * MINUTE
    assert (business.state, business.due) == (
        TimerState.MET,
        datetime.fromisoformat("2026-10-26T09:05-04:00"),
    )
    assert (calendar.state, calendar.breached_at) == (TimerState.BREACHED, FRIDAY + 2 * HOUR)
    assert business.remaining == MINUTE


def test_stopped_on_the_due_instant_is_met_and_still_running_on_it_is_breached() -> None:
    due = NINE + 2 * HOUR
    answered = marks(("start", NINE), ("stop", due))

    assert only(TWO_HOURS, answered, due).state is TimerState.MET
    assert only(TWO_HOURS, answered, due + DAY).state is TimerState.MET
    waiting = only(TWO_HOURS, answered[:1], due)
    assert (waiting.state, waiting.breached_at, waiting.due) == (TimerState.BREACHED, due, due)
    assert only(TWO_HOURS, answered[:1], due - TICK).state is TimerState.RUNNING
    late = only(TWO_HOURS, marks(("start", NINE), ("stop", due + TICK)), due + DAY)
    assert (late.state, late.breached_at, late.stopped_at) == (TimerState.BREACHED, due, due + TICK)


def test_a_target_that_uses_up_the_day_is_due_at_the_closing() -> None:
    cycle = only(WORKING, marks(("start", NINE + 6 * HOUR)), NINE + 6 * HOUR)

    assert cycle.due == NINE + 8 * HOUR
    night = only(WORKING, marks(("start", NINE + 6 * HOUR), ("stop", NINE + 10 * HOUR)), NINE + DAY)
    assert (night.state, night.breached_at, night.used_business) == (
        TimerState.BREACHED,
        NINE + 8 * HOUR,
        2 * HOUR,
    )


def test_the_earliest_stop_wins_in_whatever_order_the_events_arrive() -> None:
    start, late, early = marks(("start", NINE), ("stop", NINE + 5 * HOUR), ("stop", NINE + HOUR))

    assert only(TWO_HOURS, [late, start], NINE + DAY).state is TimerState.BREACHED
    for order in ([late, start, early], [early, late, start]):
        cycle = only(TWO_HOURS, order, NINE + DAY)
        assert (cycle.state, cycle.stopped_at) == (TimerState.MET, NINE + HOUR)


def test_a_stop_before_any_start_stops_nothing() -> None:
    rows = marks(("stop", NINE - HOUR), ("start", NINE))

    assert only(TWO_HOURS, rows, NINE + HOUR).state is TimerState.RUNNING
    assert read_timer(TWO_HOURS, rows, at=NINE - TICK) == Reading(at=NINE - TICK, cycles=())
    assert read_timer(TWO_HOURS, rows, at=NINE - TICK).state is TimerState.NOT_STARTED
    assert read_timer(TWO_HOURS, rows, at=NINE - TICK).current is None


def test_an_event_delivered_twice_counts_once_and_at_its_earliest() -> None:
    pause = Mark(at=NINE + HOUR, action=Action.PAUSE, id="hold")
    resume = Mark(at=NINE + 2 * HOUR, action=Action.RESUME, id="go")
    once = [*marks(("start", NINE)), pause, resume]
    again = replace(pause, at=NINE + 3 * HOUR)

    assert read_timer(TWO_HOURS, [*once, pause, again], at=NINE + DAY) == read_timer(
        TWO_HOURS, once, at=NINE + DAY
    )


def test_one_event_may_stop_a_clock_that_it_starts() -> None:
    both = [Mark(at=NINE, action=action, id="one") for action in (Action.STOP, Action.START)]
    cycle = only(TWO_HOURS, both, NINE + DAY)

    assert (cycle.state, cycle.used_calendar, cycle.due) == (TimerState.MET, timedelta(0), NINE + 2 * HOUR)


# ------------------------------------------------------------------------------------------------- pause and resume


def test_a_paused_clock_has_no_due_instant_but_says_what_remains() -> None:
    rows = marks(("start", NINE), ("pause", NINE + 30 * MINUTE))
    cycle = only(TWO_HOURS, rows, NINE + 40 * DAY)

    assert (cycle.state, cycle.due, cycle.no_due) == (TimerState.PAUSED, None, "paused")
    assert (cycle.remaining, cycle.paused_since) == (90 * MINUTE, NINE + 30 * MINUTE)
    assert (cycle.used_calendar, cycle.waited_calendar) == (30 * MINUTE, 40 * DAY)
    assert cycle.next_at is None


def test_a_pause_moves_the_due_instant_by_its_length() -> None:
    rows = marks(("start", NINE), ("pause", NINE + HOUR), ("resume", NINE + 4 * HOUR))

    assert only(TWO_HOURS, rows, NINE + 4 * HOUR).due == NINE + 5 * HOUR


def test_a_night_on_hold_costs_a_business_clock_nothing() -> None:
    closing = NINE + 8 * HOUR
    started = ("start", NINE + 7 * HOUR)
    held = marks(started, ("pause", closing + HOUR), ("resume", NINE + DAY - HOUR))
    at = NINE + DAY + 30 * MINUTE

    assert only(WORKING, held, at).due == only(WORKING, marks(started), at).due == NINE + DAY + HOUR
    assert only(WORKING, held, at).used_business == 90 * MINUTE


def test_a_business_clock_is_paused_for_the_open_part_of_the_pause() -> None:
    rows = marks(("start", NINE), ("pause", NINE + HOUR), ("resume", NINE + DAY + HOUR))
    cycle = only(WORKING, rows, NINE + DAY + HOUR)

    assert cycle.due == NINE + DAY + 2 * HOUR
    assert (cycle.used_business, cycle.waited_business) == (HOUR, 9 * HOUR)


def test_a_pause_over_the_change_of_the_clocks_is_as_long_as_it_was() -> None:
    saturday = datetime.fromisoformat("2026-10-31T12:00-04:00")
    sunday = datetime.fromisoformat("2026-11-01T12:00-05:00")
    rows = marks(("start", saturday - HOUR), ("pause", saturday), ("resume", sunday))
    cycle = only(Timer(target="2h", schedule=NEW_YORK), rows, sunday)

    assert cycle.waited_calendar == 26 * HOUR
    assert cycle.used_calendar == HOUR
    assert cycle.due == sunday + HOUR


def test_paused_on_the_due_instant_is_not_breached_until_it_runs_again() -> None:
    due = NINE + 2 * HOUR
    rows = marks(("start", NINE), ("pause", due), ("resume", due + HOUR))

    held = only(TWO_HOURS, rows, due + 30 * MINUTE)
    assert (held.state, held.remaining) == (TimerState.PAUSED, timedelta(0))
    assert only(TWO_HOURS, rows, due + HOUR).breached_at == due + HOUR
    saved = only(TWO_HOURS, [*rows, Mark(at=due + HOUR, action=Action.STOP, id="s")], due + DAY)
    assert saved.state is TimerState.MET


def test_a_breach_stays_one_through_pause_stop_and_cancel() -> None:
    due = NINE + 2 * HOUR
    for word in ("pause", "stop", "cancel"):
        cycle = only(TWO_HOURS, marks(("start", NINE), (word, due + HOUR)), due + DAY)
        assert (cycle.state, cycle.breached_at, cycle.due) == (TimerState.BREACHED, due, due)
        assert cycle.remaining == -HOUR


def test_a_clock_attached_late_starts_when_the_lead_came_and_honours_the_pauses_since() -> None:
    hold = marks(("pause", NINE + HOUR), ("resume", NINE + 3 * HOUR))
    start = Mark(at=NINE, action=Action.START, id="upgraded")
    cycle = only(TWO_HOURS, [*hold, start], NINE + 3 * HOUR)

    assert (cycle.started_at, cycle.used_calendar, cycle.due) == (NINE, HOUR, NINE + 4 * HOUR)


def test_a_lead_on_hold_is_on_hold_for_a_clock_that_starts_meanwhile() -> None:
    rows = marks(("pause", NINE - HOUR), ("start", NINE), ("resume", NINE + HOUR))

    waiting = only(TWO_HOURS, rows, NINE + 30 * MINUTE)
    assert (waiting.state, waiting.paused_since, waiting.remaining) == (TimerState.PAUSED, NINE, 2 * HOUR)
    assert only(TWO_HOURS, rows, NINE + HOUR).due == NINE + 3 * HOUR


def test_what_held_a_cycle_ends_with_it() -> None:
    rows = marks(
        ("start", NINE), ("pause", NINE + HOUR), ("stop", NINE + 3 * HOUR), ("start", NINE + 5 * HOUR)
    )
    first, second = read_timer(TWO_HOURS, rows, at=NINE + 6 * HOUR).cycles

    assert (first.state, first.used_calendar, first.due) == (TimerState.MET, HOUR, None)
    assert (second.state, second.used_calendar) == (TimerState.RUNNING, HOUR)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (("pause",), TimerState.PAUSED),
        (("pause", "start"), TimerState.PAUSED),
        (("pause", "resume"), TimerState.RUNNING),
        (("pause", "stop"), TimerState.MET),
        (("start", "stop"), TimerState.MET),
        (("cancel", "stop"), TimerState.MET),
        (("cancel", "pause"), TimerState.CANCELLED),
        (("reset", "stop"), TimerState.MET),
        (("reset", "pause"), TimerState.PAUSED),
        (("reset", "cancel", "start", "resume"), TimerState.CANCELLED),
    ],
)
def test_on_one_instant_stop_goes_over_pause_and_pause_over_start(
    words: tuple[str, ...], state: TimerState
) -> None:
    for order in (words, words[::-1]):
        rows = marks(("start", NINE), *((word, NINE + HOUR) for word in order))
        reading = read_timer(TWO_HOURS, rows, at=NINE + HOUR)
        assert (len(reading.cycles), reading.state) == (1, state)


# ------------------------------------------------------------------------------------------------ cycles and resets


def test_cycles_are_kept_apart_and_the_next_start_opens_the_next() -> None:
    rows = marks(
        ("start", NINE),
        ("cancel", NINE + HOUR),
        ("start", NINE + DAY),
        ("start", NINE + DAY + HOUR),
        ("stop", NINE + DAY + 3 * HOUR),
        ("start", NINE + 2 * DAY),
    )
    states = [
        (cycle.state, cycle.started_at) for cycle in read_timer(TWO_HOURS, rows, at=NINE + 2 * DAY).cycles
    ]

    assert states == [
        (TimerState.CANCELLED, NINE),
        (TimerState.BREACHED, NINE + DAY),
        (TimerState.RUNNING, NINE + 2 * DAY),
    ]


def test_a_reset_starts_the_target_anew_and_forgets_no_breach() -> None:
    rows = marks(("start", NINE), ("reset", NINE + 3 * HOUR), ("pause", NINE + 4 * HOUR))
    cycle = only(TWO_HOURS, rows, NINE + DAY)

    assert (cycle.state, cycle.started_at, cycle.restarted_at) == (
        TimerState.PAUSED,
        NINE,
        NINE + 3 * HOUR,
    )
    assert (cycle.remaining, cycle.used_calendar, cycle.waited_calendar) == (HOUR, HOUR, 21 * HOUR)
    assert cycle.earlier_breaches == (NINE + 2 * HOUR,)
    assert (
        only(TWO_HOURS, marks(("start", NINE), ("reset", NINE + 2 * HOUR)), NINE + DAY).earlier_breaches == ()
    )


def test_a_reset_while_paused_stays_paused_with_the_whole_target() -> None:
    rows = marks(("start", NINE), ("pause", NINE + HOUR), ("reset", NINE + 2 * HOUR))
    cycle = only(TWO_HOURS, rows, NINE + 3 * HOUR)

    assert (cycle.state, cycle.remaining, cycle.paused_since) == (
        TimerState.PAUSED,
        2 * HOUR,
        NINE + 2 * HOUR,
    )


def test_a_reset_on_the_instant_of_the_start_has_nothing_to_restart() -> None:
    cycle = only(TWO_HOURS, marks(("reset", NINE), ("start", NINE)), NINE + HOUR)

    assert (cycle.started_at, cycle.restarted_at, cycle.state) == (NINE, None, TimerState.RUNNING)


def test_without_a_target_there_is_no_clock() -> None:
    reading = read_timer(Timer(target=None), marks(("start", NINE)), at=NINE + DAY)

    assert (reading.cycles, reading.state) == ((), TimerState.NOT_STARTED)
    assert explain_timer(Timer(target=None), marks(("start", NINE)), at=NINE + DAY) == ()


# ------------------------------------------------------------------------------------- warnings, maximum and steps


def test_warnings_come_at_exact_fractions_of_the_used_time() -> None:
    timer = replace(TWO_HOURS, warnings=("80%", "1/2", "12.5%"))
    rows = marks(("start", NINE), ("pause", NINE + 30 * MINUTE), ("resume", NINE + HOUR))

    early, late = only(timer, rows, NINE + HOUR), only(timer, rows, NINE + DAY)
    assert [(each.fraction, each.at) for each in late.warnings] == [
        ("12.5%", NINE + 15 * MINUTE),
        ("1/2", NINE + 90 * MINUTE),
        ("80%", NINE + 126 * MINUTE),
    ]
    assert [each.fraction for each in early.warnings] == ["12.5%"]
    assert early.next_at == NINE + 90 * MINUTE


def test_a_fraction_that_falls_between_two_microseconds_is_rounded_up() -> None:
    cycle = only(replace(TWO_HOURS, warnings=("1/7",)), marks(("start", NINE)), NINE)

    assert cycle.next_at == NINE + timedelta(microseconds=1_028_571_429)


def test_steps_are_told_in_the_order_in_which_they_were_reached() -> None:
    rungs = (*ladder(("0h", "rep"), placed="business"), *ladder(("1h", "manager")))
    timer = Timer(target="2h", schedule=OFFICE, ladder=rungs)
    cycle = only(timer, marks(("start", NINE - 6 * HOUR)), NINE)

    assert reached(cycle) == [(NINE - 5 * HOUR, "manager"), (NINE, "rep")]


@pytest.mark.statement("SL-02")
def test_a_target_of_two_hours_has_a_maximum_of_a_day() -> None:
    timer = Timer(
        target="2h",
        maximum="24h",
        ladder=(LadderStep(after="24h", action=StepAction.REASSIGN, recipients=("manager",)),),
    )
    waiting = only(timer, marks(("start", NINE)), NINE + 3 * HOUR)

    assert (waiting.breached_at, waiting.latest, waiting.exceeded_at) == (NINE + 2 * HOUR, NINE + DAY, None)
    assert waiting.next_step is not None
    assert (waiting.next_step.step.action, waiting.next_step.at) == (StepAction.REASSIGN, NINE + DAY)
    over = only(timer, marks(("start", NINE)), NINE + DAY)
    assert (over.exceeded_at, over.latest, over.next_step) == (NINE + DAY, NINE + DAY, None)
    assert only(timer, marks(("start", NINE), ("stop", NINE + DAY)), NINE + 2 * DAY).exceeded_at is None


@pytest.mark.statement("SL-14")
def test_the_ladder_tells_the_rep_at_once_then_reminds_then_climbs() -> None:
    rungs = ladder(("0h", "rep"), ("24h", "rep"), ("48h", "rep+manager"), ("72h", "rep+manager+executive"))
    timer = Timer(target="24h", ladder=rungs)
    cycle = only(timer, marks(("start", NINE)), NINE + 50 * HOUR)

    assert reached(cycle) == [(NINE, "rep"), (NINE + DAY, "rep"), (NINE + 2 * DAY, "rep+manager")]
    assert cycle.next_step is not None
    assert (cycle.next_step.at, cycle.next_step.step) == (NINE + 3 * DAY, rungs[3])
    stopped = only(timer, marks(("start", NINE), ("stop", NINE + DAY)), NINE + 9 * DAY)
    assert (reached(stopped), stopped.next_step) == ([(NINE, "rep")], None)


@pytest.mark.statement("SL-16")
def test_reaching_out_stops_the_first_clock_and_starts_seven_days_to_qualify() -> None:
    reach_out = NINE + 20 * HOUR
    respond, qualify = Timer(target="24h"), Timer(target="7d")
    first = [
        Mark(at=NINE, action=Action.START, id="assigned"),
        Mark(at=reach_out, action=Action.STOP, id="call"),
    ]
    second = [Mark(at=reach_out, action=Action.START, id="call")]

    assert only(respond, first, reach_out).state is TimerState.MET
    assert only(qualify, second, reach_out).due == reach_out + 7 * DAY
    for outcome in ("converted", "nurture", "disqualified"):
        ended = [*second, Mark(at=reach_out + 7 * DAY, action=Action.STOP, id=outcome)]
        assert only(qualify, ended, reach_out + 30 * DAY).state is TimerState.MET
    assert only(qualify, second, reach_out + 7 * DAY).state is TimerState.BREACHED


@pytest.mark.statement("SL-13")
def test_seven_days_without_a_response_ask_for_a_cold_close_and_every_response_starts_them_anew() -> None:
    close = LadderStep(after="7d", action=StepAction.DISPOSITION)
    leave_alone = LadderStep(after="30d", action=StepAction.DISPOSITION)
    timer = Timer(target="7d", ladder=(close, leave_alone))
    silent = marks(("start", NINE))
    answered = marks(("start", NINE), ("reset", NINE + 6 * DAY))

    assert [(each.at, each.step) for each in only(timer, silent, NINE + 30 * DAY).steps] == [
        (NINE + 7 * DAY, close),
        (NINE + 30 * DAY, leave_alone),
    ]
    assert only(timer, answered, NINE + 12 * DAY).steps == ()
    assert only(timer, answered, NINE + 13 * DAY).steps[0].at == NINE + 13 * DAY


@pytest.mark.statement("HM-02", "SL-22", "CF-22")
def test_a_meeting_is_dispositioned_within_a_day_after_one_reminder_or_the_manager_hears_of_it() -> None:
    timer = Timer(target="24h", ladder=ladder(("1h", "ae"), ("24h", "sales manager")))
    scheduled = marks(("start", NINE))

    assert reached(only(timer, scheduled, NINE + DAY - TICK)) == [(NINE + HOUR, "ae")]
    assert reached(only(timer, scheduled, NINE + 9 * DAY))[1:] == [(NINE + DAY, "sales manager")]
    in_time = marks(("start", NINE), ("stop", NINE + DAY))
    assert reached(only(timer, in_time, NINE + 9 * DAY)) == [(NINE + HOUR, "ae")]


def test_a_step_placed_in_business_time_waits_for_the_opening_and_one_by_the_calendar_does_not() -> None:
    night = NINE - 6 * HOUR
    at_once = ladder(("0h", "rep"), ("8h", "manager"), placed="business")
    timer = Timer(target="2h", schedule=OFFICE, ladder=at_once)

    assert reached(only(timer, marks(("start", night)), NINE + 2 * DAY)) == [
        (NINE, "rep"),
        # Eight hours are up at Monday's closing, when nobody works any more.
        (NINE + DAY, "manager"),
    ]
    by_calendar = replace(timer, ladder=ladder(("0h", "rep"), ("8h", "manager")))
    assert reached(only(by_calendar, marks(("start", night)), NINE + DAY)) == [
        (night, "rep"),
        (night + 8 * HOUR, "manager"),
    ]


def test_the_next_step_is_the_one_that_comes_first_not_the_one_declared_first() -> None:
    rungs = (
        LadderStep(after="8h", placed="business", recipients=("rep",)),
        LadderStep(after="12h", recipients=("manager",)),
    )
    timer = Timer(target="2h", schedule=OFFICE, ladder=rungs)
    cycle = only(timer, marks(("start", NINE + HOUR)), NINE + HOUR)

    assert cycle.next_step is not None
    assert (cycle.next_step.step, cycle.next_step.at) == (rungs[1], NINE + 13 * HOUR)


def test_a_paused_clock_knows_its_next_step_but_not_when() -> None:
    timer = replace(TWO_HOURS, ladder=ladder(("1h", "rep"), ("24h", "manager")))
    cycle = only(timer, marks(("start", NINE), ("pause", NINE + 2 * HOUR)), NINE + DAY)

    assert cycle.next_step is not None
    assert (cycle.next_step.step.after, cycle.next_step.at) == ("24h", None)


def test_hours_that_never_come_again_give_no_due_instant_and_say_how_far_was_searched() -> None:
    gone = replace(OFFICE, time_off=(TimeOff(start=date(2026, 10, 27), end=date.max, reason="left"),))
    timer = Timer(
        target="10h", basis="business", schedule=gone, ladder=ladder(("10h", "rep"), placed="business")
    )
    cycle = only(timer, marks(("start", NINE)), NINE + 3 * DAY)

    assert (cycle.state, cycle.due, cycle.remaining) == (TimerState.RUNNING, None, 2 * HOUR)
    assert "searched to 20" in cycle.no_due
    assert cycle.next_step is not None
    assert cycle.next_step.at is None


# -------------------------------------------------------------------------------------------- an edit of the hours


def test_a_breach_before_an_edit_of_the_hours_stands_and_what_comes_is_measured_anew() -> None:
    shorter = replace(OFFICE, week=Week(mon=("14:00-17:00",), tue=("12:00-17:00",)))
    new = replace(WORKING, schedule=shorter)
    rows = marks(("start", NINE))
    noon, tuesday_noon = NINE + 3 * HOUR, NINE + DAY + 3 * HOUR

    rewritten = read_timer(new, rows, at=tuesday_noon).cycles[0]
    assert rewritten.breached_at == NINE + 7 * HOUR
    stands = read_timer(new, rows, at=tuesday_noon, since=noon, before=OFFICE).cycles[0]
    assert (stands.breached_at, stands.used_business) == (NINE + 2 * HOUR, 6 * HOUR)
    earlier = read_timer(new, rows, at=NINE + HOUR, since=NINE + HOUR, before=OFFICE).cycles[0]
    assert (earlier.due, earlier.remaining) == (NINE + 6 * HOUR, HOUR)


def test_an_edit_at_night_does_not_move_a_target_that_was_up_at_the_closing() -> None:
    evening, closing = NINE + 11 * HOUR, NINE + 8 * HOUR
    rows = marks(("start", closing - 2 * HOUR))
    new = replace(WORKING, schedule=NEW_YORK)

    assert read_timer(new, rows, at=evening, since=evening, before=OFFICE).cycles[0].breached_at == closing


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"since": NINE}, "give the hours that counted until since"),
        ({"before": OFFICE}, "since: None is missing"),
    ],
)
def test_an_edit_is_an_instant_and_the_hours_before_it(more: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_timer(WORKING, [], at=NINE, **more)  # type: ignore[arg-type]


def test_an_edit_needs_hours_to_go_on_with() -> None:
    with pytest.raises(InputError, match="give the timer a schedule"):
        read_timer(TWO_HOURS, [], at=NINE, since=NINE, before=OFFICE)


# ------------------------------------------------------------------------------------------------------ the account


def test_the_account_shows_what_used_the_time_and_what_did_not() -> None:
    away = replace(
        NEW_YORK, time_off=(TimeOff(start=date(2026, 10, 26), end=date(2026, 10, 27), reason="leave"),)
    )
    timer = Timer(target="4h", basis="business", schedule=away)
    hold = datetime.fromisoformat("2026-10-27T10:00-04:00")
    rows = marks(("start", FRIDAY), ("pause", hold), ("resume", hold + HOUR), ("stop", hold + 2 * HOUR))
    (found,) = explain_timer(timer, rows, at=hold + DAY)

    assert str(found).splitlines() == [
        "cycle 1: 3 h 55 min used of 92 h 55 min, times in America/New_York",
        "  Fri 2026-10-23 15:05 to Fri 2026-10-23 17:00    1 h 55 min  counted",
        "  Fri 2026-10-23 17:00 to Mon 2026-10-26 00:00          55 h  closed",
        "  Mon 2026-10-26 00:00 to Tue 2026-10-27 00:00          24 h  time off: leave",
        "  Tue 2026-10-27 00:00 to Tue 2026-10-27 09:00           9 h  closed",
        "  Tue 2026-10-27 09:00 to Tue 2026-10-27 10:00           1 h  counted",
        "  Tue 2026-10-27 10:00 to Tue 2026-10-27 11:00           1 h  paused",
        "  Tue 2026-10-27 11:00 to Tue 2026-10-27 12:00           1 h  counted",
        "  Tue 2026-10-27 12:00 stopped",
    ]
    assert [part.kind for part in found.stretches].count(StretchKind.CLOSED) == 3


def test_an_account_is_exact_to_the_microsecond() -> None:
    rows = marks(("start", NINE), ("pause", NINE + HOUR), ("cancel", NINE + HOUR + TICK))
    (found,) = explain_timer(TWO_HOURS, rows, at=NINE + DAY)

    assert str(found).splitlines()[-2:] == [
        "  Mon 2026-10-26 10:00 to Mon 2026-10-26 10:00:00.000001    0.000001 s  paused",
        "  Mon 2026-10-26 10:00:00.000001 cancelled",
    ]


# -------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"target": "0h"}, "target: '0h' is not a length of time above zero"),
        ({"target": "-2h"}, "target: '-2h' is not a length"),
        ({"target": 2}, "target: 2 is not a length"),
        ({"maximum": "1h"}, "maximum: '1h' is below the target '2h'"),
        ({"maximum": "0h"}, "maximum: '0h' is not a length"),
        ({"basis": "business"}, "schedule: None is missing"),
        ({"schedule": "office"}, "schedule: 'office' is not a schedule"),
        ({"warnings": ("0%",)}, "'0%' is not a fraction between 0 and 1"),
        ({"warnings": ("100%",)}, "'100%' is not a fraction"),
        ({"warnings": ("3/2",)}, "'3/2' is not a fraction"),
        ({"warnings": ("1/0",)}, "'1/0' is not a fraction"),
        ({"warnings": ("half",)}, "'half' is not a fraction"),
        ({"warnings": "80%"}, "warnings: '80%' is not a list"),
        ({"ladder": ("24h",)}, "ladder: '24h' is not a LadderStep"),
        ({"ladder": "24h"}, "ladder: '24h' is not a list of steps"),
        ({"ladder": ladder(("1h", "rep"), placed="business")}, r"ladder\[0\].placed: 'business' needs"),
        ({"target": None, "warnings": ("1/2",)}, "warnings: .* hangs on a target"),
        ({"target": None, "maximum": "24h"}, "maximum: '24h' hangs on a target"),
    ],
)
def test_a_broken_timer_is_refused_when_it_is_built(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Timer(**({"target": "2h"} | fields))  # type: ignore[arg-type]


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="unknown basis 'busines', did you mean 'business'"):
        Timer(target="2h", basis="busines")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="did you mean 'notify'"):
        LadderStep(after="1h", action="notfy", recipients=("rep",))  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="unknown placing 'calender', did you mean 'calendar'"):
        LadderStep(after="1h", placed="calender", recipients=("rep",))  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="did you mean 'resume'"):
        Mark(at=NINE, action="resum", id="e")  # type: ignore[arg-type]


def test_a_notification_to_nobody_and_a_recipient_without_a_name_are_refused() -> None:
    with pytest.raises(InputError, match="a notification goes to somebody"):
        LadderStep(after="1h")
    with pytest.raises(InputError, match="recipients: '' is not a name"):
        LadderStep(after="1h", recipients=("",))
    with pytest.raises(InputError, match="is not a list of names"):
        LadderStep(after="1h", recipients="rep")  # type: ignore[arg-type]


def test_a_ladder_that_goes_backwards_is_refused() -> None:
    short = LadderStep(after="8h", recipients=("rep",), placed="business")
    long = LadderStep(after="24h", recipients=("manager",))

    check_ladder([long, short])
    check_ladder([short, long, replace(long, action=StepAction.REASSIGN)])
    for wrong in ([long, replace(long, after="23h")], [replace(short, after="25h"), long]):
        with pytest.raises(InputError, match=r"ladder\[1\].after: '2[34]h' comes before"):
            check_ladder(wrong)
    with pytest.raises(InputError, match=r"ladder\[1\].after: '23h'"):
        Timer(target="2h", ladder=(long, replace(long, after="23h")))
    with pytest.raises(InputError, match=r"ladder\[2\].after: '7h'"):
        check_ladder([short, long, replace(short, after="7h")])


def test_times_are_aware_and_within_reach() -> None:
    naive = NINE.replace(tzinfo=None)
    for wrong, message in ((naive, "has no time zone"), (NINE.replace(year=3000), "outside the years")):
        with pytest.raises(TimeError, match=message):
            Mark(at=wrong, action=Action.START, id="e")
        with pytest.raises(TimeError, match=message):
            read_timer(TWO_HOURS, [], at=wrong)
        with pytest.raises(TimeError, match=message):
            explain_timer(TWO_HOURS, [], at=wrong)
        with pytest.raises(TimeError, match=message):
            read_timer(WORKING, [], at=NINE, since=wrong, before=OFFICE)


def test_what_is_no_mark_and_what_is_no_timer_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="marks: 'start' is not a Mark"):
        read_timer(TWO_HOURS, ["start"], at=NINE)  # type: ignore[list-item]
    with pytest.raises(InputError, match="id: '' is not a name"):
        Mark(at=NINE, action=Action.START, id="")
    for question in (read_timer, explain_timer):
        with pytest.raises(InputError, match="timer: '2h' is not a Timer"):
            question("2h", [], at=NINE)  # type: ignore[arg-type]


def test_a_timer_that_was_copied_or_pickled_is_the_same_promise() -> None:
    timer = replace(WORKING, warnings=("80%",), ladder=ladder(("1h", "rep")))
    rows = marks(("start", NINE))

    for twin in (pickle.loads(pickle.dumps(timer)), copy.copy(timer), copy.deepcopy(timer)):
        assert twin == timer
        assert hash(twin) == hash(timer)
        assert read_timer(twin, rows, at=NINE + DAY) == read_timer(timer, rows, at=NINE + DAY)
    assert pickle.loads(pickle.dumps(read_timer(timer, rows, at=NINE + DAY))) == read_timer(
        timer, rows, at=NINE + DAY
    )
