"""What the promises promise, one a test: the Friday example to the minute, what starts a clock and what stops it."""

from datetime import UTC, datetime, timedelta

import pytest

from leadmodel.errors import TimeError
from leadmodel.hours import Hours, Schedule, Week
from leadmodel.routing import open_desk
from leadmodel.sla import SlaPolicy, TimerState, clocks
from tests.building import (
    HOUSE,
    LADDER,
    MONDAY,
    OFFICE,
    WEEKDAYS,
    assigned,
    case_of,
    house,
    lead,
    moment,
    nurtured,
    qualified,
    rep,
    touched,
    unqualified,
)
from tests.sla.telling import (
    FRIDAY,
    HOUR,
    MINUTE,
    NINE_O_FOUR,
    OF_ANN,
    TICK,
    clock_of,
    only,
    promise,
    reading,
    story,
)

BUSINESS = promise(basis="business", ladder=LADDER)

# ---------------------------------------------------------------------------------------- the Friday example


@pytest.mark.statement("SL-05", "SL-01", "CF-02")
def test_friday_1505_to_monday_0904_is_119_minutes_within_and_65_hours_59_beyond_the_promise() -> None:
    case = story(assigned(FRIDAY), touched(NINE_O_FOUR))
    calendar, business = only(case, NINE_O_FOUR), only(case, NINE_O_FOUR, BUSINESS)

    for cycle in (calendar, business):
        assert cycle.reading.used_business == 119 * MINUTE
        assert cycle.reading.used_calendar == 65 * HOUR + 59 * MINUTE
        assert cycle.due_business == moment("2026-10-26T09:05-04:00")
        assert cycle.due_calendar == moment("2026-10-23T17:05-04:00")
    assert (calendar.reading.state, calendar.reading.due) == (TimerState.BREACHED, calendar.due_calendar)
    assert (business.reading.state, business.reading.due) == (TimerState.MET, business.due_business)


@pytest.mark.statement("SL-06")
def test_the_same_on_a_weekday_is_17_hours_59_and_119_minutes() -> None:
    start, end = moment("2026-10-27T15:05-04:00"), moment("2026-10-28T09:04-04:00")
    found = reading(story(assigned(start), touched(end)), end)

    assert found.used_calendar == 17 * HOUR + 59 * MINUTE
    assert found.used_business == 119 * MINUTE


@pytest.mark.statement("CF-13")
def test_over_the_american_change_in_autumn_the_same_weekend_is_66_hours_59() -> None:
    start, end = moment("2026-10-30T15:05-04:00"), moment("2026-11-02T09:04-05:00")
    cycle = only(story(assigned(start), touched(end)), end)

    assert cycle.reading.used_calendar == 66 * HOUR + 59 * MINUTE
    assert cycle.reading.used_business == 119 * MINUTE
    assert cycle.due_business == moment("2026-11-02T09:05-05:00")


@pytest.mark.statement("SL-07", "CF-02")
def test_the_calendar_counts_unless_business_time_is_asked_for_and_both_are_reported() -> None:
    silent = SlaPolicy(name="p", target="2h")
    case = story(assigned(FRIDAY))
    plain, asked_for = only(case, NINE_O_FOUR), only(case, NINE_O_FOUR, BUSINESS)

    assert (silent.basis, plain.basis, asked_for.basis) == ("calendar", "calendar", "business")
    assert (plain.reading.state, asked_for.reading.state) == (TimerState.BREACHED, TimerState.RUNNING)
    for cycle in (plain, asked_for):
        assert cycle.reading.used_business == 119 * MINUTE
        assert cycle.reading.used_calendar == 65 * HOUR + 59 * MINUTE
    assert (plain.due_calendar, plain.due_business) == (asked_for.due_calendar, asked_for.due_business)


@pytest.mark.statement("SL-02")
@pytest.mark.parametrize(
    ("waited", "states"),
    [
        (2, ("met", "met")),
        (3, ("breached", "met")),
        (24, ("breached", "met")),
        (25, ("breached", "breached")),
    ],
)
def test_a_target_of_two_hours_and_a_maximum_of_24_are_two_promises_on_one_lead(
    waited: int, states: tuple[str, str]
) -> None:
    case = story(assigned(MONDAY), touched(MONDAY + waited * HOUR))
    one = reading(case, MONDAY + 48 * HOUR, promise(target="2h", maximum="24h"))

    told = tuple(reading(case, MONDAY + 48 * HOUR, promise(target=each)).state for each in ("2h", "24h"))
    assert told == states
    assert (one.breached_at is not None, one.exceeded_at is not None) == tuple(
        state == "breached" for state in states
    )
    assert (one.due, one.latest) == (MONDAY + 2 * HOUR, MONDAY + 24 * HOUR)


@pytest.mark.statement("SL-08")
@pytest.mark.parametrize(("span", "worked"), [("09:00-17:00", 119), ("08:00-18:00", 239)])
def test_working_hours_may_be_nine_to_five_or_eight_to_six(span: str, worked: int) -> None:
    schedule = Schedule(week=Week(**dict.fromkeys(WEEKDAYS, (span,))), zone="America/New_York")

    found = reading(story(assigned(FRIDAY), touched(NINE_O_FOUR)), NINE_O_FOUR, schedules={"ann": schedule})

    assert found.used_business == worked * MINUTE


@pytest.mark.statement("SL-08")
def test_the_hours_are_those_of_the_owners_own_zone() -> None:
    model = house(hours=(Hours(name="nine to five", week=OFFICE),))
    schedules = {}
    for zone in ("America/New_York", "America/Los_Angeles"):
        desk = open_desk([rep("ann", zone=zone, hours="nine to five")], model)
        schedules[zone] = reading(story(assigned(FRIDAY)), NINE_O_FOUR, model, desk.schedules).used_business

    assert schedules == {"America/New_York": 119 * MINUTE, "America/Los_Angeles": 4 * HOUR + 55 * MINUTE}


# ---------------------------------------------------------------------------------- when it starts and stops


@pytest.mark.statement("SL-01")
def test_the_clock_starts_at_the_assignment_and_not_when_the_lead_came_in() -> None:
    early = lead(captured_at=MONDAY - 100 * HOUR)
    found = reading(case_of(early, assigned(MONDAY)), MONDAY + HOUR)

    assert (found.started_at, found.used_calendar) == (MONDAY, HOUR)


@pytest.mark.statement("ST-03")
def test_nothing_is_owed_to_a_raw_lead() -> None:
    clock = clock_of(story(), MONDAY)

    assert (clock.state, clock.cycles) == (TimerState.NOT_STARTED, ())
    assert (clock.current, clock.due, clock.remaining, clock.next_at) == (None, None, None, None)
    assert (clock.elapsed_calendar, clock.elapsed_business, clock.late) == (None, None, False)


@pytest.mark.statement("ST-04")
def test_being_assigned_starts_the_clock_and_not_before() -> None:
    case = story(assigned(MONDAY))

    assert clock_of(case, MONDAY - TICK).cycles == ()
    assert reading(case, MONDAY).started_at == MONDAY
    assert only(case, MONDAY).owner == "ann"


@pytest.mark.statement("SL-01")
def test_the_first_human_touch_stops_it_for_good() -> None:
    case = story(assigned(MONDAY), touched(MONDAY + HOUR), touched(MONDAY + 5 * HOUR))
    found = reading(case, MONDAY + 90 * HOUR)

    assert (found.stopped_at, found.used_calendar) == (MONDAY + HOUR, HOUR)
    assert (found.state, found.steps, found.next_step) == (TimerState.MET, (), None)


@pytest.mark.statement("SL-29", "CD-14", "CF-15")
def test_an_automatic_touch_stops_nothing() -> None:
    mail = touched(MONDAY + HOUR, automatic=True)
    mailed = only(story(assigned(MONDAY), mail), MONDAY + 3 * HOUR)
    called = only(story(assigned(MONDAY), mail, touched(MONDAY + 3 * HOUR)), MONDAY + 3 * HOUR)

    assert (mailed.reading.state, mailed.reading.stopped_at, mailed.late) == (TimerState.BREACHED, None, True)
    assert (called.reading.state, called.late) == (TimerState.BREACHED, False)
    assert called.reading.stopped_at == MONDAY + 3 * HOUR


def test_the_answer_of_a_colleague_stops_the_clock_of_the_lead() -> None:
    cycle = only(story(assigned(MONDAY), touched(MONDAY + HOUR, "bob")), MONDAY + 9 * HOUR)

    assert (cycle.reading.state, cycle.reading.stopped_at) == (TimerState.MET, MONDAY + HOUR)
    assert cycle.owner == "ann"


def test_passing_a_lead_on_does_not_hide_how_long_it_has_waited() -> None:
    case = story(assigned(MONDAY), assigned(MONDAY + 25 * HOUR, "bob"))
    cycle = only(case, MONDAY + 26 * HOUR)

    assert (cycle.owner, cycle.earlier_owners) == ("bob", ("ann",))
    assert (cycle.reading.started_at, cycle.reading.used_calendar) == (MONDAY, 26 * HOUR)
    assert (cycle.reading.state, cycle.late) == (TimerState.BREACHED, True)
    assert [(step.step.after, step.owner) for step in cycle.steps] == [("24h", "ann")]


@pytest.mark.parametrize(
    ("waited", "state"), [(2 * HOUR - TICK, "met"), (2 * HOUR, "met"), (2 * HOUR + TICK, "breached")]
)
@pytest.mark.parametrize("basis", ["calendar", "business"])
def test_a_touch_on_the_due_instant_is_in_time(waited: timedelta, state: str, basis: str) -> None:
    start = moment("2026-11-09T10:00-05:00")
    case = story(assigned(start), touched(start + waited))

    assert reading(case, start + 9 * HOUR, promise(basis=basis)).state == state


@pytest.mark.parametrize(("waited", "state"), [(2 * HOUR - TICK, "running"), (2 * HOUR, "breached")])
def test_who_still_waits_on_the_due_instant_has_waited_too_long(waited: timedelta, state: str) -> None:
    cycle = only(story(assigned(MONDAY)), MONDAY + waited)

    assert cycle.reading.state == state
    assert cycle.late is (state == "breached")


def test_a_touch_that_has_not_happened_yet_stops_nothing() -> None:
    case = story(assigned(MONDAY), touched(MONDAY + HOUR))

    assert reading(case, MONDAY + HOUR - TICK).state is TimerState.RUNNING
    assert reading(case, MONDAY + HOUR).state is TimerState.MET


@pytest.mark.statement("ST-13")
def test_a_bypass_cancels_the_clock_because_nobody_answered() -> None:
    cycle = only(story(assigned(MONDAY), unqualified(MONDAY + HOUR, "student")), MONDAY + 90 * HOUR)
    found = cycle.reading

    assert (found.state, found.stopped_at, cycle.late) == (TimerState.CANCELLED, None, False)
    assert (found.used_calendar, found.cancelled_at) == (HOUR, MONDAY + HOUR)
    assert (found.steps, found.next_step) == ((), None)


def test_a_bypass_that_is_yet_to_come_cancels_nothing() -> None:
    case = story(assigned(MONDAY), unqualified(MONDAY + HOUR, "student"))

    assert reading(case, MONDAY + HOUR - TICK).state is TimerState.RUNNING
    assert reading(case, MONDAY + HOUR).state is TimerState.CANCELLED


def test_letting_a_late_lead_go_does_not_hide_the_breach() -> None:
    case = story(assigned(MONDAY), unqualified(MONDAY + 3 * HOUR, "student"))
    after = only(case, MONDAY + 90 * HOUR)

    assert only(case, MONDAY + 3 * HOUR - TICK).late
    assert (after.reading.state, after.late) == (TimerState.BREACHED, False)
    assert (after.reading.breached_at, after.reading.cancelled_at) == (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)
    assert (after.steps, after.reading.next_step) == ((), None)


@pytest.mark.statement("SL-26", "ST-19")
def test_a_recycled_lead_has_a_clock_of_its_own_and_keeps_the_first_one() -> None:
    again = MONDAY + 100 * HOUR
    case = story(
        assigned(MONDAY), touched(MONDAY + 3 * HOUR), nurtured(MONDAY + 4 * HOUR), assigned(again, "bob")
    )
    first, second = clock_of(case, again + HOUR).cycles

    assert (first.cycle, first.owner, first.reading.state) == (1, "ann", TimerState.BREACHED)
    assert (second.cycle, second.owner, second.reading.state) == (2, "bob", TimerState.RUNNING)
    assert (second.reading.started_at, second.reading.due) == (again, again + 2 * HOUR)
    assert second.reading.used_calendar == HOUR
    assert (first.earlier_owners, second.earlier_owners) == ((), ())
    assert clock_of(case, again - TICK).cycles == (only(story(*case.history[:3]), again - TICK),)


def test_what_follows_a_qualified_lead_leaves_its_clock_alone() -> None:
    case = story(
        assigned(MONDAY), touched(MONDAY + HOUR), qualified(MONDAY + 2 * HOUR), nurtured(MONDAY + 9 * HOUR)
    )

    assert reading(case, MONDAY + 90 * HOUR).used_calendar == HOUR


# ------------------------------------------------------------------------------------------------- instants


def test_an_instant_of_another_zone_is_the_same_instant_and_a_naive_one_is_refused() -> None:
    case = story(assigned(MONDAY))

    assert clock_of(case, moment("2026-11-09T08:00-05:00")) == clock_of(case, MONDAY + HOUR)
    assert clock_of(case, moment("2026-11-09T08:00-05:00")).at.tzinfo is UTC
    with pytest.raises(TimeError, match="no time zone"):
        clocks(case, HOUSE, schedules=OF_ANN, at=datetime(2026, 11, 9))


@pytest.mark.parametrize("year", [1899, 3000])
def test_an_instant_or_an_event_beyond_the_years_that_hours_reach_is_refused(year: int) -> None:
    beyond = datetime(year, 6, 1, tzinfo=UTC)
    old = case_of(lead(captured_at=beyond), assigned(MONDAY)) if year < 1900 else story(assigned(beyond))

    for case, at in ((story(), beyond), (old, MONDAY)):
        with pytest.raises(TimeError, match="outside the years 1900 to 2999"):
            clock_of(case, at)
