"""Declared clocks against a walk minute by minute: random promises, random lives, refused events among them."""

from dataclasses import replace

from hypothesis import assume, event, given
from hypothesis import strategies as st

from leadmodel.sla import EarlierHours, clocks
from tests.sla.clock_answers import Edit, answers, shown
from tests.sla.clock_worlds import World, declared_hours, hours_of, worlds
from tests.sla.timer_oracle import BeyondTheWindowError
from tests.sla.timer_worlds import DAYS, moments

ANY_MINUTE = st.one_of(
    moments, st.integers(0, (DAYS + 2) * 1440), st.integers(DAYS * 1440, (DAYS + 2) * 1440)
)


@given(worlds(), ANY_MINUTE)
def test_every_cycle_of_a_declared_clock_is_what_walking_minute_by_minute_gives(
    world: World, at: int
) -> None:
    axis, (policy,) = world.of.axis, world.sla
    try:
        answer = answers(policy, world.case, world.of, at)
    except BeyondTheWindowError:
        assume(False)

    (clock,) = clocks(world.case, world, schedules=world.schedules, at=axis.instant(at))

    event(f"of the {policy.of}: {len(answer)} cycles")
    for each in answer:
        event(f"of the {policy.of}: {each.reading.state}")
    assert [shown(cycle, policy, axis) for cycle in clock.cycles] == answer
    assert clock.state == (answer[-1].reading.state if answer else "not_started")


@given(worlds(), ANY_MINUTE, ANY_MINUTE, st.data())
def test_hours_that_were_edited_count_until_their_instant_by_whosoever_hours_it_is(
    world: World, at: int, edited: int, data: st.DataObject
) -> None:
    axis, (policy,) = world.of.axis, world.sla
    before = data.draw(hours_of(axis))
    # The zones of the team and of the lead are no part of the hours that were edited.
    before = replace(
        before,
        team=replace(before.team, zone=world.of.team.zone),
        lead=None if world.of.lead is None else replace(before.lead or before.team, zone=world.of.lead.zone),
    )
    hours, holidays = declared_hours(before)
    try:
        answer = answers(policy, world.case, world.of, at, Edit(edited, before))
    except BeyondTheWindowError:
        assume(False)

    (clock,) = clocks(
        world.case,
        world,
        schedules=world.schedules,
        at=axis.instant(at),
        earlier=EarlierHours(
            until=axis.instant(edited),
            schedules={name: place.schedule for name, place in before.reps.items()},
            model=replace(world, hours=hours, holidays=holidays),
        ),
    )

    assert [shown(cycle, policy, axis) for cycle in clock.cycles] == answer
