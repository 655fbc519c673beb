"""The so-many-th of its kind: what a trigger with a count waits for, and from when on it counts."""

from leadmodel.sla import ClockCycle, Moment, TimerState, Trigger
from tests.building import MONDAY, assigned, nurtured, touched
from tests.sla.telling import HOUR, MINUTE, clock_of, noted, only, promise, story

ANN = assigned(MONDAY)
HOLD, GO = Trigger(on=Moment.NOTED, named=("hold",)), Trigger(on=Moment.NOTED, named=("go",))


def states(cycles: tuple[ClockCycle, ...]) -> list[str]:
    return [str(cycle.reading.state) for cycle in cycles]


def test_the_so_many_th_since_the_cycle_began_is_the_one_that_counts() -> None:
    touches = [touched(MONDAY + hours * HOUR) for hours in range(1, 7)]
    model = promise(target="7d", stop=(Trigger(on=Moment.TOUCHED, count=5),))

    assert only(story(ANN, *touches[:4]), MONDAY + 9 * HOUR, model).reading.state == "running"
    cycle = only(story(ANN, *touches), MONDAY + 9 * HOUR, model)
    assert (cycle.reading.stopped_at, cycle.ended_by) == (MONDAY + 5 * HOUR, touches[4].id)


def test_a_reset_and_the_next_cycle_count_from_one_again() -> None:
    model = promise(
        target="7d",
        stop=(Trigger(on=Moment.TOUCHED, count=2),),
        reset=(Trigger(on=Moment.NOTED, named=("again",)),),
    )
    told = [
        ANN,
        touched(MONDAY + HOUR),
        noted("again", MONDAY + 2 * HOUR),
        touched(MONDAY + 3 * HOUR),
        touched(MONDAY + 4 * HOUR),
        touched(MONDAY + 5 * HOUR),
        nurtured(MONDAY + 6 * HOUR),
        assigned(MONDAY + 9 * HOUR),
        touched(MONDAY + 10 * HOUR),
    ]
    last = touched(MONDAY + 12 * HOUR)
    first, second = clock_of(story(*told), MONDAY + 11 * HOUR, model).cycles

    assert first.reading.stopped_at == MONDAY + 4 * HOUR
    assert second.reading.state == "running"
    _, done = clock_of(story(*told, last), MONDAY + 20 * HOUR, model).cycles
    assert done.reading.stopped_at == last.at


def test_a_touch_on_the_very_start_is_the_first_one_even_where_a_reset_comes_with_it() -> None:
    reset = (Trigger(on=Moment.ASSIGNED),)
    for more in ({}, {"reset": reset}):
        model = promise(stop=(Trigger(on=Moment.TOUCHED, count=2),), **more)
        cycle = only(story(ANN, touched(MONDAY), touched(MONDAY + HOUR)), MONDAY + 2 * HOUR, model)
        assert cycle.reading.stopped_at == MONDAY + HOUR


def test_the_same_trigger_written_twice_counts_each_touch_once() -> None:
    model = promise(stop=(Trigger(on=Moment.TOUCHED, count=2),) * 2)

    assert only(story(ANN, touched(MONDAY + HOUR)), MONDAY + 90 * MINUTE, model).reading.open


def test_the_same_trigger_for_two_actions_counts_for_each_of_them() -> None:
    second = (Trigger(on=Moment.TOUCHED, count=2),)
    model = promise(stop=second, reset=second)

    found = only(story(ANN, touched(MONDAY + HOUR)), MONDAY + 90 * MINUTE, model).reading
    assert (found.open, found.restarted_at) == (True, None)


def test_what_came_after_the_so_many_th_counts_no_more() -> None:
    model = promise(pause=(Trigger(on=Moment.NOTED, named=("hold",), count=2),), resume=(GO,))
    holds = [noted("hold", MONDAY + minutes * MINUTE) for minutes in (10, 20, 40)]
    case = story(ANN, *holds, noted("go", MONDAY + 30 * MINUTE))

    assert states(clock_of(case, MONDAY + 25 * MINUTE, model).cycles) == ["paused"]
    assert states(clock_of(case, MONDAY + 45 * MINUTE, model).cycles) == ["running"]


def test_a_cycle_that_was_met_takes_its_count_with_it() -> None:
    asked = (Trigger(on=Moment.NOTED, named=("asked",)),)
    model = promise(start=asked, stop=(Trigger(on=Moment.TOUCHED, count=2),), cancel=())
    told = [noted("asked", MONDAY), noted("asked", MONDAY + 3 * HOUR)]
    touches = [touched(MONDAY + minutes * MINUTE) for minutes in (30, 60, 90, 210, 240)]
    cycles = clock_of(story(ANN, *told, *touches), MONDAY + 5 * HOUR, model).cycles

    assert [cycle.reading.stopped_at for cycle in cycles] == [MONDAY + HOUR, MONDAY + 4 * HOUR]


def test_a_cancelled_cycle_takes_its_count_with_it() -> None:
    model = promise(target="7d", stop=(Trigger(on=Moment.TOUCHED, count=2),))
    again = MONDAY + 9 * HOUR
    told = [ANN, touched(MONDAY + HOUR), nurtured(MONDAY + 2 * HOUR), assigned(again)]
    one, two = touched(again + HOUR), touched(again + 2 * HOUR)

    assert states(clock_of(story(*told, one), again + 3 * HOUR, model).cycles) == ["cancelled", "running"]
    assert states(clock_of(story(*told, one, two), again + 3 * HOUR, model).cycles) == ["cancelled", "met"]


def test_two_triggers_that_ask_for_the_same_of_one_event_ask_for_it_once() -> None:
    model = promise(pause=(HOLD, Trigger(on=Moment.NOTED, named=("hold", "wait"))), resume=(GO,))
    case = story(ANN, noted("hold", MONDAY + HOUR), noted("go", MONDAY + HOUR))

    assert only(case, MONDAY + 90 * MINUTE, model).reading.state is TimerState.RUNNING
