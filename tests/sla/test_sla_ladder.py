"""What follows when nobody acts: who hears of it when, and what a step asks for until it is done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadmodel.sla import LadderStep, TimerState
from tests.building import HOUSE, LADDER, MONDAY, assigned, moment, touched
from tests.sla.telling import FRIDAY, HOUR, TICK, only, promise, reading, story


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
    cycle = only(story(assigned(MONDAY)), MONDAY + waited)
    ahead = cycle.reading.next_step

    assert [step.step.recipients for step in cycle.steps] == told
    assert [step.at for step in cycle.steps] == [MONDAY + step.offset for step in LADDER[: len(told)]]
    if len(told) < 3:
        assert ahead is not None
        assert (ahead.step, ahead.at) == (LADDER[len(told)], MONDAY + LADDER[len(told)].offset)
    else:
        assert ahead is None


@pytest.mark.statement("CF-13")
def test_a_day_of_the_ladder_is_24_elapsed_hours_also_when_the_clocks_change() -> None:
    saturday = moment("2026-10-31T12:00-04:00")
    ahead = reading(story(assigned(saturday)), saturday).next_step

    assert ahead is not None
    assert ahead.at == moment("2026-11-01T11:00-05:00")


def test_the_ladder_runs_by_the_calendar_also_where_the_promise_is_in_business_time() -> None:
    cycle = only(story(assigned(FRIDAY)), FRIDAY + 24 * HOUR, promise(basis="business", ladder=LADDER))

    assert (cycle.reading.state, [step.step.after for step in cycle.steps]) == (TimerState.RUNNING, ["24h"])


def test_once_somebody_answers_nobody_is_alerted_any_more() -> None:
    case = story(assigned(MONDAY), touched(MONDAY + 25 * HOUR))

    assert len(only(case, MONDAY + 25 * HOUR - TICK).steps) == 1
    for later in (25 * HOUR, 49 * HOUR, 500 * HOUR):
        cycle = only(case, MONDAY + later)
        assert [step.at for step in cycle.steps] == [MONDAY + 24 * HOUR]
        assert (cycle.reading.next_step, cycle.to_do, cycle.late) == (None, (), False)


@pytest.mark.statement("SL-14")
def test_a_ladder_may_begin_at_once() -> None:
    at_once = replace(HOUSE.sla[0], ladder=(LadderStep(after="0h", recipients=("rep",)), *LADDER))
    cycle = only(story(assigned(MONDAY)), MONDAY, replace(HOUSE, sla=(at_once,)))

    assert [(step.at, step.step.recipients) for step in cycle.steps] == [(MONDAY, ("rep",))]
    assert cycle.reading.next_step is not None
    assert cycle.reading.next_step.at == MONDAY + 24 * HOUR
