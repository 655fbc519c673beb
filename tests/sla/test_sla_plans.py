"""What was planned, and what it is about: clocks that wait for a time to come, one for each meeting."""

from datetime import timedelta

from leadmodel.records import Event
from leadmodel.sla import ClockCycle, Moment, Trigger
from tests.building import MONDAY, assigned, touched, unqualified
from tests.sla.telling import HOUR, TICK, clock_of, noted, only, promise, story

ANN = assigned(MONDAY)
MEETING = promise(
    of="subject",
    target="24h",
    start=(Trigger(on=Moment.NOTED, named=("booked",), at="planned_from"),),
    stop=(Trigger(on=Moment.NOTED, named=("held",)),),
    cancel=(Trigger(on=Moment.NOTED, named=("off",)), Trigger(on=Moment.UNQUALIFIED)),
)


def states(cycles: tuple[ClockCycle, ...]) -> list[str]:
    return [str(cycle.reading.state) for cycle in cycles]


def booked(at: timedelta, starts: timedelta, subject: str | None = "m1") -> Event:
    return noted("booked", MONDAY + at, subject, planned_from=MONDAY + starts)


def test_a_clock_may_wait_for_the_time_that_an_event_speaks_of() -> None:
    case = story(ANN, booked(HOUR, 30 * HOUR))

    assert clock_of(case, MONDAY + 30 * HOUR - TICK, MEETING).cycles == ()
    cycle = only(case, MONDAY + 31 * HOUR, MEETING)
    assert (cycle.reading.started_at, cycle.subject) == (MONDAY + 30 * HOUR, "m1")
    assert cycle.started_by == case.history[-1].id


def test_a_plan_that_is_changed_before_its_time_counts_as_changed() -> None:
    moved = story(ANN, booked(HOUR, 30 * HOUR), booked(2 * HOUR, 50 * HOUR))
    late = story(ANN, booked(HOUR, 30 * HOUR), booked(31 * HOUR, 50 * HOUR))

    assert only(moved, MONDAY + 60 * HOUR, MEETING).reading.started_at == MONDAY + 50 * HOUR
    assert only(late, MONDAY + 60 * HOUR, MEETING).reading.started_at == MONDAY + 30 * HOUR


def test_a_plan_that_is_taken_back_before_its_time_never_starts_a_clock() -> None:
    plan = booked(HOUR, 30 * HOUR)
    early, late = noted("off", MONDAY + 2 * HOUR, "m1"), noted("off", MONDAY + 31 * HOUR, "m1")

    assert clock_of(story(ANN, plan, early), MONDAY + 60 * HOUR, MEETING).cycles == ()
    assert states(clock_of(story(ANN, plan, late), MONDAY + 60 * HOUR, MEETING).cycles) == ["cancelled"]
    other = noted("off", MONDAY + 2 * HOUR, "m2")
    assert states(clock_of(story(ANN, plan, other), MONDAY + 31 * HOUR, MEETING).cycles) == ["running"]
    gone = unqualified(MONDAY + 2 * HOUR)
    assert clock_of(story(ANN, plan, gone), MONDAY + 60 * HOUR, MEETING).cycles == ()


def test_a_plan_for_the_end_does_not_overtake_the_one_for_the_beginning() -> None:
    model = promise(
        start=(Trigger(on=Moment.NOTED, named=("booked",), at="planned_from"),),
        stop=(Trigger(on=Moment.NOTED, named=("agenda",), at="planned_until"),),
    )
    agenda = noted(
        "agenda", MONDAY + 2 * HOUR, "m1", planned_from=MONDAY + 3 * HOUR, planned_until=MONDAY + 31 * HOUR
    )
    cycle = only(story(ANN, booked(HOUR, 30 * HOUR), agenda), MONDAY + 40 * HOUR, model)

    assert (cycle.reading.started_at, cycle.reading.stopped_at) == (MONDAY + 30 * HOUR, MONDAY + 31 * HOUR)


def test_what_starts_a_clock_at_once_does_not_overtake_a_plan() -> None:
    asked = Trigger(on=Moment.NOTED, named=("asked",))
    model = promise(start=(*MEETING.sla[0].start, asked))
    told = (booked(HOUR, 30 * HOUR), noted("asked", MONDAY + 2 * HOUR, "m1"), touched(MONDAY + 3 * HOUR))
    cycles = clock_of(story(ANN, *told), MONDAY + 31 * HOUR, model).cycles

    assert [cycle.reading.started_at for cycle in cycles] == [MONDAY + 2 * HOUR, MONDAY + 30 * HOUR]


def test_a_plan_made_anew_after_it_was_taken_back_stands() -> None:
    told = (booked(HOUR, 30 * HOUR), noted("off", MONDAY + 2 * HOUR, "m1"), booked(3 * HOUR, 40 * HOUR))

    assert only(story(ANN, *told), MONDAY + 41 * HOUR, MEETING).reading.started_at == MONDAY + 40 * HOUR


def test_one_of_several_touches_that_would_cancel_takes_no_plan_back() -> None:
    third = (Trigger(on=Moment.TOUCHED, count=3),)
    model = promise(start=(Trigger(on=Moment.NOTED, named=("booked",), at="planned_from"),), cancel=third)
    case = story(ANN, booked(HOUR, 30 * HOUR), touched(MONDAY + 2 * HOUR))

    assert states(clock_of(case, MONDAY + 31 * HOUR, model).cycles) == ["running"]


def test_what_is_said_later_of_an_earlier_time_was_not_known_before() -> None:
    said_late = noted("booked", MONDAY + 9 * HOUR, "m1", planned_from=MONDAY + HOUR)
    case = story(ANN, said_late)

    assert clock_of(case, MONDAY + 8 * HOUR, MEETING) == clock_of(story(ANN), MONDAY + 8 * HOUR, MEETING)
    assert only(case, MONDAY + 9 * HOUR, MEETING).reading.used_calendar == 8 * HOUR


def test_an_event_that_speaks_of_no_time_plans_nothing() -> None:
    assert clock_of(story(ANN, noted("booked", MONDAY, "m1")), MONDAY + HOUR, MEETING).cycles == ()


# --------------------------------------------------------------------------------------------- of a subject


def test_each_meeting_has_a_clock_of_its_own() -> None:
    told = [
        booked(HOUR, 30 * HOUR, "m1"),
        booked(2 * HOUR, 20 * HOUR, "m2"),
        noted("held", MONDAY + 32 * HOUR, "m1"),
    ]
    two, one = clock_of(story(ANN, *told), MONDAY + 33 * HOUR, MEETING).cycles

    assert (two.subject, two.reading.number, two.reading.state) == ("m2", 1, "running")
    assert (one.subject, one.reading.number, one.reading.state) == ("m1", 2, "met")


def test_the_cycles_of_all_meetings_come_in_the_order_in_which_they_began() -> None:
    told = [
        booked(HOUR, 10 * HOUR, "m1"),
        booked(HOUR, 20 * HOUR, "m2"),
        noted("held", MONDAY + 11 * HOUR, "m1"),
        booked(12 * HOUR, 30 * HOUR, "m1"),
    ]
    cycles = clock_of(story(ANN, *told), MONDAY + 33 * HOUR, MEETING).cycles

    assert [(each.reading.number, each.subject) for each in cycles] == [(1, "m1"), (2, "m2"), (3, "m1")]


def test_what_speaks_of_no_meeting_concerns_them_all_and_begins_none() -> None:
    told = [booked(HOUR, 20 * HOUR, "m1"), booked(HOUR, 20 * HOUR, "m2")]
    case = story(ANN, *told, unqualified(MONDAY + 21 * HOUR))

    assert states(clock_of(case, MONDAY + 22 * HOUR, MEETING).cycles) == ["cancelled", "cancelled"]
    nothing = story(ANN, *told, booked(2 * HOUR, 5 * HOUR, None))
    assert [each.subject for each in clock_of(nothing, MONDAY + 22 * HOUR, MEETING).cycles] == [
        None,
        "m1",
        "m2",
    ]


def test_a_meeting_that_nothing_has_begun_has_no_clock_and_counts_for_no_other() -> None:
    told = [
        noted("off", MONDAY + HOUR, "m9"),
        booked(HOUR, 20 * HOUR, "m1"),
        noted("held", MONDAY + HOUR, "m8"),
    ]
    cycle = only(story(ANN, *told), MONDAY + 22 * HOUR, MEETING)

    assert (cycle.subject, str(cycle.reading.state)) == ("m1", "running")


def test_a_clock_is_late_with_any_of_its_meetings_and_asks_to_be_read_again_for_the_first_of_them() -> None:
    told = [booked(HOUR, 10 * HOUR, "m1"), booked(HOUR, 20 * HOUR, "m2")]
    early = clock_of(story(ANN, *told), MONDAY + 21 * HOUR, MEETING)
    late = clock_of(story(ANN, *told), MONDAY + 35 * HOUR, MEETING)

    assert (early.late, early.next_at) == (False, MONDAY + 34 * HOUR)
    assert (late.late, late.state, late.next_at) == (True, "running", MONDAY + 44 * HOUR)
