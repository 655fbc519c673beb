"""What the promises promise, one a test; the Friday example to the minute."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leadmodel.conditions import Condition
from leadmodel.errors import DefinitionError, InputError, TimeError
from leadmodel.hours import Calendar, Hours, Schedule, Week
from leadmodel.model import LeadModel
from leadmodel.records import Case, Event
from leadmodel.routing import open_desk
from leadmodel.scoring import score
from leadmodel.sla import Clock, ClockState, LadderStep, SlaPolicy, clocks
from tests.building import (
    HOUSE,
    LADDER,
    MONDAY,
    NEW_YORK,
    OFFICE,
    WEEKDAYS,
    assigned,
    case_of,
    counts,
    did,
    grades,
    house,
    lead,
    leave,
    levels,
    moment,
    nurtured,
    qualified,
    rep,
    scoring,
    touched,
    unqualified,
)

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
OF_ANN = {"ann": NEW_YORK}
BUSINESS = house(sla=(SlaPolicy(name="inbound", target="2h", basis="business", ladder=LADDER),))


def only(
    case: Case, at: datetime, model: LeadModel = HOUSE, schedules: Mapping[str, Calendar] | None = None
) -> Clock:
    (clock,) = clocks(case, model, schedules=OF_ANN if schedules is None else schedules, at=at)
    return clock


def story(*events: Event) -> Case:
    return case_of(lead(), *events)


def promise(**changes: object) -> LeadModel:
    return house(sla=(SlaPolicy(**({"name": "p", "target": "2h"} | changes)),))  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------- the Friday example

FRIDAY, NINE_O_FOUR = moment("2026-10-23T15:05-04:00"), moment("2026-10-26T09:04-04:00")


@pytest.mark.statement("SL-05", "SL-01", "CF-02")
def test_friday_1505_to_monday_0904_is_119_minutes_within_and_65_hours_59_beyond_the_promise() -> None:
    case = story(assigned(FRIDAY), touched(NINE_O_FOUR))
    calendar, business = only(case, NINE_O_FOUR), only(case, NINE_O_FOUR, BUSINESS)

    for clock in (calendar, business):
        assert clock.elapsed_business == 119 * MINUTE
        assert clock.elapsed_calendar == 65 * HOUR + 59 * MINUTE
        assert clock.due_business == moment("2026-10-26T09:05-04:00")
        assert clock.due_calendar == moment("2026-10-23T17:05-04:00")
    assert (calendar.state, calendar.due) == (ClockState.BREACHED, calendar.due_calendar)
    assert (business.state, business.due) == (ClockState.MET, business.due_business)


@pytest.mark.statement("SL-06")
def test_the_same_on_a_weekday_is_17_hours_59_and_119_minutes() -> None:
    start, end = moment("2026-10-27T15:05-04:00"), moment("2026-10-28T09:04-04:00")
    clock = only(story(assigned(start), touched(end)), end)

    assert clock.elapsed_calendar == 17 * HOUR + 59 * MINUTE
    assert clock.elapsed_business == 119 * MINUTE


@pytest.mark.statement("CF-13")
def test_over_the_american_change_in_autumn_the_same_weekend_is_66_hours_59() -> None:
    start, end = moment("2026-10-30T15:05-04:00"), moment("2026-11-02T09:04-05:00")
    clock = only(story(assigned(start), touched(end)), end)

    assert clock.elapsed_calendar == 66 * HOUR + 59 * MINUTE
    assert clock.elapsed_business == 119 * MINUTE
    assert clock.due_business == moment("2026-11-02T09:05-05:00")


@pytest.mark.statement("SL-07")
def test_the_calendar_counts_unless_business_time_is_asked_for_and_both_are_reported() -> None:
    silent = SlaPolicy(name="p", target="2h")
    case = story(assigned(FRIDAY))
    plain, asked_for = only(case, NINE_O_FOUR), only(case, NINE_O_FOUR, BUSINESS)

    assert (silent.basis, plain.basis, asked_for.basis) == ("calendar", "calendar", "business")
    assert (plain.state, asked_for.state) == (ClockState.BREACHED, ClockState.RUNNING)
    assert plain.elapsed_business == asked_for.elapsed_business == 119 * MINUTE
    assert plain.elapsed_calendar == asked_for.elapsed_calendar == 65 * HOUR + 59 * MINUTE


@pytest.mark.statement("SL-02")
def test_a_target_of_two_hours_and_a_maximum_of_24_are_two_promises_on_one_lead() -> None:
    target, most = promise(target="2h"), promise(target="24h")
    states = {}
    for waited in (2, 3, 24, 25):
        case = story(assigned(MONDAY), touched(MONDAY + waited * HOUR))
        states[waited] = tuple(str(only(case, MONDAY + 48 * HOUR, model).state) for model in (target, most))

    assert states == {
        2: ("met", "met"),
        3: ("breached", "met"),
        24: ("breached", "met"),
        25: ("breached", "breached"),
    }


@pytest.mark.statement("SL-08")
@pytest.mark.parametrize(("span", "worked"), [("09:00-17:00", 119), ("08:00-18:00", 239)])
def test_working_hours_may_be_nine_to_five_or_eight_to_six(span: str, worked: int) -> None:
    schedule = Schedule(week=Week(**dict.fromkeys(WEEKDAYS, (span,))), zone="America/New_York")

    clock = only(story(assigned(FRIDAY), touched(NINE_O_FOUR)), NINE_O_FOUR, schedules={"ann": schedule})

    assert clock.elapsed_business == worked * MINUTE


@pytest.mark.statement("SL-08")
def test_the_hours_are_those_of_the_owners_own_zone() -> None:
    model = house(hours=(Hours(name="nine to five", week=OFFICE),))
    schedules = {}
    for zone in ("America/New_York", "America/Los_Angeles"):
        desk = open_desk([rep("ann", zone=zone, hours="nine to five")], model)
        schedules[zone] = only(story(assigned(FRIDAY)), NINE_O_FOUR, model, desk.schedules).elapsed_business

    assert schedules == {"America/New_York": 119 * MINUTE, "America/Los_Angeles": 4 * HOUR + 55 * MINUTE}


# ---------------------------------------------------------------------------------- when it starts and stops


@pytest.mark.statement("SL-01")
def test_the_clock_starts_at_the_assignment_and_not_when_the_lead_came_in() -> None:
    early = lead(captured_at=MONDAY - 100 * HOUR)
    clock = only(case_of(early, assigned(MONDAY)), MONDAY + HOUR)

    assert (clock.started_at, clock.elapsed_calendar) == (MONDAY, HOUR)


@pytest.mark.statement("ST-03")
def test_nothing_is_owed_to_a_raw_lead() -> None:
    assert clocks(story(), HOUSE, schedules=OF_ANN, at=MONDAY) == ()


@pytest.mark.statement("ST-04")
def test_being_assigned_starts_the_clock_and_not_before() -> None:
    case = story(assigned(MONDAY))

    assert clocks(case, HOUSE, schedules=OF_ANN, at=MONDAY - TICK) == ()
    assert only(case, MONDAY).started_at == MONDAY
    assert only(case, MONDAY).owner == "ann"


@pytest.mark.statement("SL-01")
def test_the_first_human_touch_stops_it_for_good() -> None:
    case = story(assigned(MONDAY), touched(MONDAY + HOUR), touched(MONDAY + 5 * HOUR))
    clock = only(case, MONDAY + 90 * HOUR)

    assert (clock.stopped_at, clock.elapsed_calendar) == (MONDAY + HOUR, HOUR)
    assert (clock.state, clock.alerts, clock.next_alert_at) == (ClockState.MET, (), None)


@pytest.mark.statement("SL-29", "CD-14", "CF-15")
def test_an_automatic_touch_stops_nothing() -> None:
    mailed = only(story(assigned(MONDAY), touched(MONDAY + HOUR, automatic=True)), MONDAY + 3 * HOUR)
    called = only(
        story(assigned(MONDAY), touched(MONDAY + HOUR, automatic=True), touched(MONDAY + 3 * HOUR)),
        MONDAY + 3 * HOUR,
    )

    assert (mailed.state, mailed.stopped_at, mailed.late) == (ClockState.BREACHED, None, True)
    assert (called.state, called.stopped_at, called.late) == (ClockState.BREACHED, MONDAY + 3 * HOUR, False)


def test_the_answer_of_a_colleague_stops_the_clock_of_the_lead() -> None:
    clock = only(story(assigned(MONDAY), touched(MONDAY + HOUR, "bob")), MONDAY + 9 * HOUR)

    assert (clock.state, clock.stopped_at, clock.owner) == (ClockState.MET, MONDAY + HOUR, "ann")


def test_passing_a_lead_on_does_not_hide_how_long_it_has_waited() -> None:
    case = story(assigned(MONDAY), assigned(MONDAY + 25 * HOUR, "bob"))
    clock = only(case, MONDAY + 26 * HOUR)

    assert (clock.owner, clock.started_at, clock.elapsed_calendar) == ("bob", MONDAY, 26 * HOUR)
    assert (clock.state, clock.late) == (ClockState.BREACHED, True)
    assert [alert.after for alert in clock.alerts] == ["24h"]


@pytest.mark.parametrize(
    ("waited", "state"), [(2 * HOUR - TICK, "met"), (2 * HOUR, "met"), (2 * HOUR + TICK, "breached")]
)
@pytest.mark.parametrize("basis", ["calendar", "business"])
def test_a_touch_on_the_due_instant_is_in_time(waited: timedelta, state: str, basis: str) -> None:
    start = moment("2026-11-09T10:00-05:00")
    case = story(assigned(start), touched(start + waited))

    assert only(case, start + 9 * HOUR, promise(basis=basis)).state == state


@pytest.mark.parametrize(("waited", "state"), [(2 * HOUR - TICK, "running"), (2 * HOUR, "breached")])
def test_who_still_waits_on_the_due_instant_has_waited_too_long(waited: timedelta, state: str) -> None:
    clock = only(story(assigned(MONDAY)), MONDAY + waited)

    assert clock.state == state
    assert clock.late is (state == "breached")


def test_a_touch_that_has_not_happened_yet_stops_nothing() -> None:
    case = story(assigned(MONDAY), touched(MONDAY + HOUR))

    assert only(case, MONDAY + HOUR - TICK).state is ClockState.RUNNING
    assert only(case, MONDAY + HOUR).state is ClockState.MET


@pytest.mark.statement("ST-13")
def test_a_bypass_cancels_the_clock_because_nobody_answered() -> None:
    clock = only(story(assigned(MONDAY), unqualified(MONDAY + HOUR, "student")), MONDAY + 90 * HOUR)

    assert (clock.state, clock.stopped_at, clock.late) == (ClockState.CANCELLED, None, False)
    assert clock.elapsed_calendar == HOUR
    assert (clock.alerts, clock.next_alert_at) == ((), None)


def test_a_bypass_that_is_yet_to_come_cancels_nothing() -> None:
    case = story(assigned(MONDAY), unqualified(MONDAY + HOUR, "student"))

    assert only(case, MONDAY + HOUR - TICK).state is ClockState.RUNNING
    assert only(case, MONDAY + HOUR).state is ClockState.CANCELLED


def test_letting_a_late_lead_go_does_not_hide_the_breach() -> None:
    case = story(assigned(MONDAY), unqualified(MONDAY + 3 * HOUR, "student"))
    after = only(case, MONDAY + 90 * HOUR)

    assert only(case, MONDAY + 3 * HOUR - TICK).late
    assert (after.state, after.late, after.closed_at) == (ClockState.BREACHED, False, MONDAY + 3 * HOUR)
    assert (after.alerts, after.next_alert_at) == ((), None)


@pytest.mark.statement("SL-26", "ST-19")
def test_a_recycled_lead_has_a_clock_of_its_own_and_keeps_the_first_one() -> None:
    again = MONDAY + 100 * HOUR
    case = story(
        assigned(MONDAY), touched(MONDAY + 3 * HOUR), nurtured(MONDAY + 4 * HOUR), assigned(again, "bob")
    )
    first, second = clocks(case, HOUSE, schedules=OF_ANN, at=again + HOUR)

    assert (first.cycle, first.owner, first.state) == (1, "ann", ClockState.BREACHED)
    assert (second.cycle, second.owner, second.state) == (2, "bob", ClockState.RUNNING)
    assert (second.started_at, second.due, second.elapsed_calendar) == (again, again + 2 * HOUR, HOUR)
    assert clocks(case, HOUSE, schedules=OF_ANN, at=again - TICK) == (
        only(story(*case.history[:3]), again - TICK),
    )


def test_what_follows_a_qualified_lead_leaves_its_clock_alone() -> None:
    case = story(
        assigned(MONDAY), touched(MONDAY + HOUR), qualified(MONDAY + 2 * HOUR), nurtured(MONDAY + 9 * HOUR)
    )

    assert only(case, MONDAY + 90 * HOUR).elapsed_calendar == HOUR


# ------------------------------------------------------------------------------------------------ the ladder


@pytest.mark.statement("SL-14", "SL-15")
@pytest.mark.parametrize(
    ("waited", "told"),
    [
        (24 * HOUR - TICK, []),
        (24 * HOUR, [("rep",)]),
        (48 * HOUR - TICK, [("rep",)]),
        (48 * HOUR, [("rep",), ("rep", "manager")]),
        (72 * HOUR - TICK, [("rep",), ("rep", "manager")]),
        (72 * HOUR, [("rep",), ("rep", "manager"), ("rep", "manager", "executive")]),
        (1000 * HOUR, [("rep",), ("rep", "manager"), ("rep", "manager", "executive")]),
    ],
)
def test_at_24_48_and_72_hours_the_rep_then_the_manager_then_the_executive_hear_of_it(
    waited: timedelta, told: list[tuple[str, ...]]
) -> None:
    clock = only(story(assigned(MONDAY)), MONDAY + waited)

    assert [alert.alert for alert in clock.alerts] == told
    assert [alert.at for alert in clock.alerts] == [MONDAY + step.offset for step in LADDER[: len(told)]]
    assert clock.next_alert_at == (MONDAY + LADDER[len(told)].offset if len(told) < 3 else None)


@pytest.mark.statement("CF-13")
def test_a_day_of_the_ladder_is_24_elapsed_hours_also_when_the_clocks_change() -> None:
    saturday = moment("2026-10-31T12:00-04:00")

    assert only(story(assigned(saturday)), saturday).next_alert_at == moment("2026-11-01T11:00-05:00")


def test_the_ladder_runs_by_the_calendar_also_where_the_promise_is_in_business_time() -> None:
    clock = only(story(assigned(FRIDAY)), FRIDAY + 24 * HOUR, BUSINESS)

    assert (clock.state, [alert.after for alert in clock.alerts]) == (ClockState.RUNNING, ["24h"])


def test_once_somebody_answers_nobody_is_alerted_any_more() -> None:
    case = story(assigned(MONDAY), touched(MONDAY + 25 * HOUR))

    assert len(only(case, MONDAY + 25 * HOUR - TICK).alerts) == 1
    assert only(case, MONDAY + 25 * HOUR).alerts == ()


# -------------------------------------------------------------------------------------------------- segments

SEGMENTED = house(
    sla=(
        SlaPolicy(
            name="urgent",
            target="5m",
            when=Condition(field="lead.source", one_of=("chat", "demo_request", "pricing_request")),
        ),
        SlaPolicy(name="large", target="4h", when=Condition(field="company.employees", at_least=1000)),
        SlaPolicy(name="rest", target="24h", when=Condition(field="lead.source", one_of=("whitepaper",))),
    )
)


@pytest.mark.statement("SL-04", "SL-03")
@pytest.mark.parametrize(
    ("source", "policy", "due"),
    [
        ("chat", "urgent", timedelta(minutes=5)),
        ("demo_request", "urgent", timedelta(minutes=5)),
        ("pricing_request", "urgent", timedelta(minutes=5)),
        ("whitepaper", "rest", timedelta(hours=24)),
    ],
)
def test_a_chat_a_demo_and_a_pricing_request_are_urgent_and_a_whitepaper_is_not(
    source: str, policy: str, due: timedelta
) -> None:
    clock = only(case_of(lead(source=source), assigned(MONDAY)), MONDAY, SEGMENTED)

    assert (clock.policy, clock.due - MONDAY) == (policy, due)


def test_a_lead_that_no_policy_covers_or_of_which_too_little_is_known_has_no_clock() -> None:
    tradeshow = case_of(lead(source="tradeshow"), assigned(MONDAY))

    assert clocks(tradeshow, SEGMENTED, schedules=OF_ANN, at=MONDAY) == ()
    assert clocks(tradeshow, house(sla=()), schedules=OF_ANN, at=MONDAY) == ()


@pytest.mark.statement("SL-17")
@pytest.mark.parametrize(("priority", "due"), [("one", 60), ("two", 240)])
def test_priority_one_is_due_within_60_minutes_and_priority_two_within_4_hours(
    priority: str, due: int
) -> None:
    model = house(
        sla=(
            SlaPolicy(name="one", target="60m", when=Condition(field="card.level", equals=1)),
            SlaPolicy(name="two", target="4h", when=Condition(field="card.level", equals=2)),
        ),
        scoring=scoring(behaviour=(counts("demo", 50),), grades=grades(), levels=levels(50), sales_ready=()),
    )
    events = [did("demo", MONDAY)] if priority == "one" else []
    case = case_of(lead(), *events, assigned(MONDAY))
    (clock,) = clocks(case, model, schedules=OF_ANN, at=MONDAY, card=score(case, model, at=MONDAY))

    assert (clock.policy, clock.due) == (priority, MONDAY + due * MINUTE)


def test_the_first_policy_that_a_lead_meets_is_the_one_that_counts() -> None:
    both = house(
        sla=(
            SlaPolicy(name="a", target="1h", when=Condition(field="lead.source", present=True)),
            SlaPolicy(name="b", target="2h"),
        )
    )

    assert only(story(assigned(MONDAY)), MONDAY, both).policy == "a"


# ------------------------------------------------------------------------------------- whose hours are known


@pytest.mark.parametrize("basis", ["calendar", "business"])
def test_an_owner_without_working_hours_is_held_to_the_calendar(basis: str) -> None:
    clock = only(story(assigned(FRIDAY)), FRIDAY + 3 * HOUR, promise(basis=basis), schedules={})

    assert (clock.due, clock.due_business, clock.elapsed_business) == (FRIDAY + 2 * HOUR, None, None)
    assert clock.state is ClockState.BREACHED


@pytest.mark.parametrize("basis", ["calendar", "business"])
def test_an_owner_who_will_never_work_that_long_is_held_to_the_calendar(basis: str) -> None:
    gone = open_desk([rep("ann", leave=(leave("2026-10-24", "2060-01-01"),))], HOUSE)
    clock = only(story(assigned(FRIDAY)), FRIDAY + 3 * HOUR, promise(basis=basis), dict(gone.schedules))

    assert (clock.due, clock.due_business, clock.elapsed_business) == (FRIDAY + 2 * HOUR, None, timedelta())


def test_leave_of_the_owner_is_no_business_time() -> None:
    away = open_desk([rep("ann", leave=(leave("2026-11-09", "2026-11-16"),))], HOUSE)
    clock = only(story(assigned(MONDAY)), MONDAY + 50 * HOUR, BUSINESS, dict(away.schedules))

    assert (clock.state, clock.elapsed_business) == (ClockState.RUNNING, timedelta())
    assert clock.due == moment("2026-11-16T11:00Z")


# ------------------------------------------------------------------------------------ refusals and documents


def test_an_instant_of_another_zone_is_the_same_instant_and_a_naive_one_is_refused() -> None:
    case = story(assigned(MONDAY))

    assert only(case, moment("2026-11-09T08:00-05:00")) == only(case, MONDAY + HOUR)
    assert only(case, moment("2026-11-09T08:00-05:00")).at.tzinfo is UTC
    with pytest.raises(TimeError, match="no time zone"):
        clocks(case, HOUSE, schedules=OF_ANN, at=datetime(2026, 11, 9))


@pytest.mark.parametrize("target", ["", "soon", "0h", "2", "-2h", "2h2h", "40000d"])
def test_a_promise_needs_a_length_of_time(target: str) -> None:
    with pytest.raises(InputError) as caught:
        SlaPolicy(name="p", target=target)
    assert caught.value.argument == "target"
    if target != "0h":
        with pytest.raises(InputError) as step:
            LadderStep(after=target, alert=("rep",))
        assert step.value.argument == "after"


@pytest.mark.statement("SL-14")
def test_a_ladder_may_begin_at_once() -> None:
    at_once = replace(HOUSE.sla[0], ladder=(LadderStep(after="0h", alert=("rep",)), *LADDER))
    clock = only(story(assigned(MONDAY)), MONDAY, replace(HOUSE, sla=(at_once,)))

    assert [(alert.at, alert.alert) for alert in clock.alerts] == [(MONDAY, ("rep",))]
    assert clock.next_alert_at == MONDAY + 24 * HOUR


def test_a_step_alerts_somebody() -> None:
    with pytest.raises(InputError, match="alert"):
        LadderStep(after="24h", alert=())


def test_every_fault_of_the_promises_is_found_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        house(
            sla=(
                SlaPolicy(name="a", target="1h", ladder=(LADDER[1], LADDER[0], LADDER[0])),
                SlaPolicy(name="a", target="2h", when=Condition(field="lead.sorce", equals="chat")),
            )
        )

    assert [str(each) for each in caught.value.findings] == [
        "$.sla[0].ladder[1].after: '24h' does not come after the '48h' before it",
        "$.sla[0].ladder[2].after: '24h' does not come after the '24h' before it",
        "$.sla[1].name: policy 'a' is declared twice",
        "$.sla[1]: no lead reaches 'a': a policy before it takes every lead",
        "$.sla[1].when.field: unknown field 'lead.sorce', did you mean 'lead.source'?",
    ]
