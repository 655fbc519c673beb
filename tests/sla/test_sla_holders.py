"""By whose hours a clock is measured while the lead passes from hand to hand, and after the hours were edited."""

from datetime import timedelta

import pytest

from leadmodel.errors import DefinitionError, UnknownNameError
from leadmodel.hours import Holiday, HolidayList, Hours, Schedule
from leadmodel.sla import EarlierHours, HoursOf, LadderStep, Moment, StepAction, TimerState, Trigger, clocks
from tests.building import (
    ALWAYS,
    MONDAY,
    NIGHT,
    OFFICE,
    assigned,
    case_of,
    house,
    lead,
    moment,
    nurtured,
    touched,
    unqualified,
)
from tests.sla.telling import HOUR, clock_of, only, policy, promise, story

#: On this Monday London opens at 09:00 and New York at 14:00 in UTC.
LONDON = Schedule(week=OFFICE, zone="Europe/London")
NEW_YORK = Schedule(week=OFFICE, zone="America/New_York")
NEVER_AT_NOON = Schedule(week=NIGHT, zone="Europe/London")
BOTH = {"ann": LONDON, "bob": NEW_YORK}
BUSINESS = promise(basis="business", target="4h")
NINE = moment("2026-11-09T09:00Z")


def test_each_owner_is_measured_by_their_own_hours_while_they_have_the_lead() -> None:
    case = story(assigned(NINE), assigned(NINE + 3 * HOUR, "bob"))
    cycle = only(case, NINE + 7 * HOUR, BUSINESS, BOTH)

    # Three hours of London until noon, and two of New York from 14:00 on.
    assert (cycle.reading.used_business, cycle.reading.used_calendar) == (5 * HOUR, 7 * HOUR)
    assert (cycle.reading.breached_at, cycle.due_calendar) == (NINE + 6 * HOUR, NINE + 4 * HOUR)


def test_before_it_is_assigned_a_lead_is_measured_by_the_hours_of_its_first_owner() -> None:
    model = promise(start=(Trigger(on=Moment.CAPTURED),))
    case = case_of(lead(captured_at=NINE), assigned(NINE + HOUR), assigned(NINE + 2 * HOUR, "bob"))
    waiting, given = only(case, NINE, model, BOTH), only(case, NINE + 2 * HOUR, model, BOTH)

    assert (waiting.owner, waiting.reading.used_business) == (None, None)
    assert (given.owner, given.reading.used_business) == ("bob", 2 * HOUR)


def test_a_promise_that_starts_with_the_capture_cannot_be_kept_in_the_hours_of_whoever_gets_the_lead() -> (
    None
):
    says = "nobody holds a lead that comes in: measure by the hours of a team"
    with pytest.raises(DefinitionError, match=rf"\$\.sla\[0\]\.hours\.of: .*{says}"):
        promise(basis="business", start=(Trigger(on=Moment.CAPTURED),))


def test_one_owner_without_known_hours_takes_the_business_figures_from_the_whole_cycle() -> None:
    case = story(assigned(NINE), assigned(NINE + HOUR, "cid"), assigned(NINE + 2 * HOUR, "bob"))
    at = NINE + 3 * HOUR

    assert only(case, at, BUSINESS, BOTH).reading.used_business is None
    assert only(case, NINE + HOUR / 2, BUSINESS, BOTH).reading.used_business == HOUR / 2
    of_owner = promise(basis="business", of="owner")
    assert [each.basis for each in clock_of(case, at, of_owner, BOTH).cycles] == [
        "business",
        "calendar",
        "business",
    ]


def test_an_owner_who_held_the_lead_for_no_time_at_all_needs_no_hours() -> None:
    case = story(assigned(NINE), assigned(NINE + HOUR, "cid"), assigned(NINE + HOUR, "dan"))
    schedules = {"ann": LONDON, "dan": NEW_YORK}

    assert only(case, NINE + 2 * HOUR, BUSINESS, schedules).reading.used_business == HOUR


TEAM = HoursOf(of="team", pattern="office", zone="America/New_York", holidays="us")
US = HolidayList(name="us", days=(Holiday(date=NINE.date(), name="a day off"),))


def test_a_team_is_measured_by_its_own_hours_and_holidays_whoever_has_the_lead() -> None:
    case = story(assigned(NINE), assigned(NINE + 3 * HOUR, "cid"))
    working = house(sla=(policy(basis="business", hours=TEAM),), holidays=(HolidayList(name="us", days=()),))
    off = house(sla=(policy(basis="business", hours=TEAM),), holidays=(US,))

    assert only(case, NINE + 7 * HOUR, working, {}).reading.used_business == 2 * HOUR
    assert only(case, NINE + 7 * HOUR, off, {}).reading.used_business == timedelta()


def test_a_lead_is_measured_in_its_own_zone_and_without_one_by_the_calendar() -> None:
    model = promise(basis="business", hours=HoursOf(of="lead", pattern="office"))
    there, nowhere = (case_of(lead(zone=zone), assigned(NINE)) for zone in ("America/New_York", None))

    assert only(there, NINE + 7 * HOUR, model, BOTH).reading.used_business == 2 * HOUR
    assert only(nowhere, NINE + 7 * HOUR, model, BOTH).basis == "calendar"
    assert only(nowhere, NINE + 7 * HOUR, model, BOTH).reading.used_business is None


def test_hours_that_no_model_declares_are_refused_by_name() -> None:
    class Loose:
        hours = (Hours(name="office", week=OFFICE),)
        holidays = (US,)

        def __init__(self, of: HoursOf) -> None:
            self.sla = (policy(hours=of),)

    for of, says in (
        (HoursOf(of="team", pattern="ofice", zone="UTC"), "unknown hours 'ofice', did you mean 'office'?"),
        (HoursOf(of="team", pattern="office", zone="UTC", holidays="uk"), "unknown holidays 'uk'"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            clocks(story(assigned(NINE)), Loose(of), schedules={}, at=NINE)
        assert says in str(caught.value)


# ---------------------------------------------------------------------------------- after an edit of the hours


def edited(until: timedelta, **schedules: Schedule) -> EarlierHours:
    return EarlierHours(until=NINE + until, schedules=schedules)


def test_what_was_decided_by_the_old_hours_stands_after_an_edit() -> None:
    case = story(assigned(NINE))
    today = {"ann": NEVER_AT_NOON}
    (rewritten,) = clocks(case, BUSINESS, schedules=today, at=NINE + 6 * HOUR)
    (kept,) = clocks(
        case, BUSINESS, schedules=today, at=NINE + 6 * HOUR, earlier=edited(5 * HOUR, ann=LONDON)
    )

    assert (rewritten.state, rewritten.elapsed_business) == (TimerState.RUNNING, timedelta())
    assert (kept.state, kept.elapsed_business, kept.due) == (
        TimerState.BREACHED,
        5 * HOUR,
        NINE + 4 * HOUR,
    )


def test_a_rep_who_came_after_the_edit_needs_no_old_hours() -> None:
    case = story(assigned(NINE + 2 * HOUR))
    earlier = edited(HOUR, bob=NEW_YORK)
    (clock,) = clocks(case, BUSINESS, schedules=BOTH, at=NINE + 3 * HOUR, earlier=earlier)

    assert clock.elapsed_business == HOUR
    (on_it,) = clocks(
        story(assigned(NINE + HOUR)), BUSINESS, schedules=BOTH, at=NINE + 2 * HOUR, earlier=earlier
    )
    assert on_it.elapsed_business == HOUR
    (asked,) = clocks(story(assigned(NINE)), BUSINESS, schedules=BOTH, at=NINE + 3 * HOUR, earlier=earlier)
    assert asked.elapsed_business is None


def test_the_old_hours_of_a_team_are_those_of_the_old_model() -> None:
    hours = HoursOf(of="team", pattern="office", zone="Europe/London")
    new = house(sla=(policy(basis="business", hours=hours),), hours=(Hours(name="office", week=ALWAYS),))
    old = house(sla=(), hours=(Hours(name="office", week=NIGHT),))
    case = story(assigned(NINE))

    def used(earlier: EarlierHours) -> timedelta | None:
        (clock,) = clocks(case, new, schedules={}, at=NINE + 3 * HOUR, earlier=earlier)
        return clock.elapsed_business

    assert used(EarlierHours(until=NINE + 2 * HOUR, schedules={}, model=old)) == HOUR
    assert used(EarlierHours(until=NINE + 2 * HOUR, schedules={})) == 3 * HOUR


# ------------------------------------------------------------------------------------------ steps and holders

STEPS = promise(
    target="1h",
    ladder=(
        LadderStep(after="2h", action=StepAction.REASSIGN),
        LadderStep(after="4h", recipients=("manager",)),
        LadderStep(after="5h", action=StepAction.DISPOSITION, reason="student"),
    ),
)


def test_each_owner_before_is_named_once_in_the_order_in_which_they_got_the_lead() -> None:
    hands = ("ann", "bob", "cid", "bob", "ann", "dan", "cid")
    case = story(*(assigned(MONDAY + place * HOUR, name) for place, name in enumerate(hands)))
    cycle = only(case, MONDAY + 9 * HOUR)

    assert (cycle.owner, cycle.earlier_owners) == ("cid", ("ann", "bob", "dan"))


@pytest.mark.statement("SL-10", "SL-27")
def test_a_step_that_asks_to_pass_a_lead_on_is_to_do_until_somebody_else_has_it() -> None:
    waiting = only(story(assigned(MONDAY)), MONDAY + 2 * HOUR, STEPS)
    passed = story(assigned(MONDAY), assigned(MONDAY + 3 * HOUR, "bob"))
    before, after = only(passed, MONDAY + 2 * HOUR, STEPS), only(passed, MONDAY + 3 * HOUR, STEPS)

    assert [(each.at, each.owner, each.done_at) for each in waiting.to_do] == [
        (MONDAY + 2 * HOUR, "ann", None)
    ]
    assert len(before.to_do) == 1
    assert after.to_do == ()
    assert [(each.owner, each.done_at) for each in after.steps] == [("ann", MONDAY + 3 * HOUR)]


@pytest.mark.statement("SL-13")
def test_a_step_that_asks_to_let_a_lead_go_is_to_do_until_it_is_gone_and_an_answer_settles_all() -> None:
    model = promise(target="1h", ladder=STEPS.sla[0].ladder, cancel=())
    late = MONDAY + 6 * HOUR
    case = story(assigned(MONDAY), assigned(MONDAY + HOUR, "bob"))
    gone = story(
        assigned(MONDAY), assigned(MONDAY + 3 * HOUR, "bob"), nurtured(late - HOUR / 2, "too_small_yet")
    )
    held = only(case, late, model)

    assert [str(each.step.action) for each in held.to_do] == ["reassign", "disposition"]
    assert [(each.owner, each.earlier_owners) for each in held.steps] == [("bob", ("ann",))] * 3
    cycle = only(gone, late, model)
    assert [each.done_at for each in cycle.steps] == [MONDAY + 3 * HOUR, None, late - HOUR / 2]
    assert (cycle.to_do, cycle.reading.open) == ((), True)
    answered = story(assigned(MONDAY), touched(late))
    assert (only(answered, late, model).to_do, len(only(answered, late, model).steps)) == ((), 3)


def test_what_is_done_on_the_very_instant_of_the_step_is_done_and_letting_go_is_done_either_way() -> None:
    model = promise(target="1h", ladder=STEPS.sla[0].ladder, cancel=())
    passed = story(assigned(MONDAY), assigned(MONDAY + 2 * HOUR, "bob"))
    (step,) = only(passed, MONDAY + 2 * HOUR, model).steps

    assert (step.owner, step.earlier_owners, step.done_at) == ("bob", ("ann",), MONDAY + 2 * HOUR)
    for gone in (
        nurtured(MONDAY + 5 * HOUR, "too_small_yet"),
        unqualified(MONDAY + 6 * HOUR, "student"),
    ):
        *_, last = only(story(assigned(MONDAY), gone), MONDAY + 9 * HOUR, model).steps
        assert last.done_at == gone.at


def test_a_lead_that_comes_round_again_was_not_passed_on() -> None:
    model = promise(target="1h", ladder=STEPS.sla[0].ladder, cancel=())
    case = story(
        assigned(MONDAY), nurtured(MONDAY + 3 * HOUR, "too_small_yet"), assigned(MONDAY + 4 * HOUR, "bob")
    )

    assert only(case, MONDAY + 4 * HOUR, model).steps[0].done_at is None
