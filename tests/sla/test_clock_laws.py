"""Laws of the declared clocks: they hold for every promise, every life of a lead and every instant of asking."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.lifecycle import replay
from leadmodel.records import Case, Event, EventId, EventKind, RepId
from leadmodel.sla import Clock, ClockCycle, Moment, TimerState, Trigger, clocks, explain_clocks
from leadmodel.sla.account import StretchKind
from tests.building import HOUSE
from tests.sla.clock_worlds import USUAL, World, worlds
from tests.sla.timer_worlds import DAYS, moments

ANY_MINUTE = st.one_of(
    moments, st.integers(0, (DAYS + 2) * 1440), st.integers(DAYS * 1440, (DAYS + 2) * 1440)
)
TICK = timedelta(microseconds=1)


def asked(world: World, at: int, case: Case | None = None) -> tuple[Clock, ...]:
    return clocks(
        world.case if case is None else case,
        world,
        schedules=world.schedules,
        at=world.of.axis.instant(at),
    )


def with_events(world: World, *more: Event) -> Case:
    return replay(world.case.lead, [*world.case.history, *more], HOUSE).case


def told(world: World, minute: int, kind: EventKind, **said: Any) -> Event:
    return Event(
        id=EventId("new"), lead=world.case.lead.id, kind=kind, at=world.of.axis.instant(minute), **said
    )


@given(worlds(), ANY_MINUTE, st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_changes_nothing(world: World, at: int, chance: Any) -> None:
    events = [*world.case.history, *world.case.history[::2]]
    chance.shuffle(events)

    assert asked(world, at, replay(world.case.lead, events, HOUSE).case) == asked(world, at)


@given(worlds(), ANY_MINUTE, ANY_MINUTE, st.sampled_from(("ann", "bob", None)))
def test_an_automatic_touch_changes_nothing(world: World, at: int, when: int, by: str | None) -> None:
    mailed = told(world, when, EventKind.TOUCHED, automatic=True, rep=by)

    assert asked(world, at, with_events(world, mailed)) == asked(world, at)


@given(worlds(), ANY_MINUTE, ANY_MINUTE, st.sampled_from((None, "m1")))
def test_a_note_that_no_trigger_names_changes_nothing(
    world: World, at: int, when: int, subject: str | None
) -> None:
    note = told(
        world,
        when,
        EventKind.NOTED,
        activity="something else",
        subject=subject,
        planned_from=world.of.axis.instant(when + 60),
    )

    assert asked(world, at, with_events(world, note)) == asked(world, at)


@given(worlds(), ANY_MINUTE)
def test_what_was_refused_changes_nothing(world: World, at: int) -> None:
    kept = [event for event in world.case.history if event.id not in world.case.refused]
    without = replay(world.case.lead, kept, HOUSE).case

    assert asked(world, at) == asked(world, at, without)


@given(worlds(), ANY_MINUTE, ANY_MINUTE)
def test_a_disposition_without_a_reason_is_refused_and_changes_nothing(
    world: World, at: int, when: int
) -> None:
    case = with_events(world, told(world, when, EventKind.NURTURED))

    assert "new" in case.refused
    assert asked(world, at, case) == asked(world, at)


@given(worlds(), ANY_MINUTE)
def test_what_happens_later_is_not_known_yet(world: World, at: int) -> None:
    now = world.of.axis.instant(at)
    by_now = [event for event in world.case.history if event.at <= now]
    assume(world.case.lead.captured_at <= now)

    assert asked(world, at) == asked(world, at, replay(world.case.lead, by_now, HOUSE).case)


@given(worlds(), ANY_MINUTE, ANY_MINUTE)
def test_a_pause_of_no_length_changes_nothing(world: World, at: int, when: int) -> None:
    """Where holding and letting go are notes of their own that nothing else listens to."""
    (policy,) = world.sla
    hold, go = (Trigger(on=Moment.NOTED, named=(name,)) for name in ("zero hold", "zero go"))
    listening = replace(
        world,
        sla=(replace(policy, pause=(*policy.pause, hold), resume=(*policy.resume, go)),),
    )
    both = [
        replace(told(world, when, EventKind.NOTED, activity=name), id=EventId(name))
        for name in ("zero hold", "zero go")
    ]

    assert asked(listening, at, with_events(world, *both)) == asked(world, at)


@given(worlds(several=3), ANY_MINUTE)
def test_the_clocks_of_a_lead_know_nothing_of_each_other(world: World, at: int) -> None:
    apart = [asked(replace(world, sla=(policy,)), at) for policy in world.sla]

    assert asked(world, at) == tuple(clock for (clock,) in apart)


@given(worlds(), st.lists(ANY_MINUTE, min_size=2, max_size=5))
def test_a_cycle_that_has_ended_stays_as_it_was(world: World, minutes: list[int]) -> None:
    for earlier, later in pairwise(sorted(minutes)):
        before, after = asked(world, earlier)[0], asked(world, later)[0]
        ended = [_of_its_own(cycle) for cycle in before.cycles if not cycle.reading.open]
        still = [_of_its_own(cycle) for cycle in after.cycles]
        if _nobody_writes_history(world):
            assert all(cycle in still for cycle in ended)


def _of_its_own(cycle: ClockCycle) -> ClockCycle:
    """Without its place among the others, which one that began meanwhile may change, and without what is done later."""
    return replace(
        cycle,
        reading=replace(cycle.reading, number=0),
        steps=tuple(replace(step, done_at=None) for step in cycle.steps),
    )


def _nobody_writes_history(world: World) -> bool:
    """Whether no event speaks of a time before it."""
    return not any(
        plan is not None and plan < event.at
        for event in world.case.history
        for plan in (event.planned_from, event.planned_until)
    )


#: Promises that do not listen to who has the lead.
DEAF: dict[str, Any] = {
    action: tuple(
        trigger for trigger in usual if trigger.on in (Moment.ASSIGNED, Moment.TOUCHED, Moment.NOTED)
    )
    for action, usual in USUAL.items()
}


@given(worlds(), ANY_MINUTE, st.integers(1, DAYS * 1440), st.sampled_from(("ann", "bob", "cid", "eva")))
def test_passing_a_lead_on_changes_nothing_by_the_calendar(world: World, at: int, when: int, to: str) -> None:
    kept = [event for event in world.case.history if event.kind in MOVES_NO_STAGE]
    captured = replace(world.case.lead, captured_at=world.of.axis.instant(0))
    given_out = replace(told(world, 0, EventKind.ASSIGNED, rep=RepId("bob")), id=EventId("first"))
    case = replay(captured, [given_out, *kept], HOUSE).case
    passed_on = told(world, when, EventKind.ASSIGNED, rep=RepId(to))
    passed = replay(captured, [given_out, *kept, passed_on], HOUSE).case
    for of in ("lead", "subject"):
        plain = replace(world, sla=(replace(world.sla[0], of=of, basis="calendar", ladder=(), **DEAF),))
        first, second = asked(plain, at, case)[0], asked(plain, at, passed)[0]
        assert [_by_calendar(each) for each in first.cycles] == [_by_calendar(each) for each in second.cycles]


#: A lead that stays in the hands of the reps, so that who touches it decides nothing.
MOVES_NO_STAGE = (EventKind.ASSIGNED, EventKind.TOUCHED, EventKind.NOTED, EventKind.ACTIVITY)


def _by_calendar(cycle: ClockCycle) -> tuple[object, ...]:
    found = cycle.reading
    return (
        found.state,
        found.started_at,
        found.stopped_at,
        found.cancelled_at,
        found.due,
        found.breached_at,
        found.used_calendar,
        found.remaining,
        cycle.due_calendar,
    )


@given(worlds(), ANY_MINUTE)
def test_the_clocks_of_the_owners_never_overlap_and_each_lies_where_its_owner_had_the_lead(
    world: World, at: int
) -> None:
    of_owner = replace(world, sla=(replace(world.sla[0], of="owner"),))
    cycles = asked(of_owner, at)[0].cycles
    held = [
        (event.at, event.rep)
        for event in world.case.history
        if event.kind is EventKind.ASSIGNED and event.id not in world.case.refused
    ]

    ends = []
    for cycle in cycles:
        end = cycle.reading.stopped_at or cycle.reading.cancelled_at or world.of.axis.instant(at)
        ends.append(end)
        assert [rep for since, rep in held if since <= cycle.reading.started_at][-1] == cycle.owner
        assert all(rep == cycle.owner for since, rep in held if cycle.reading.started_at < since < end)
    assert all(end <= later.reading.started_at for end, later in zip(ends, cycles[1:], strict=False))


@given(worlds(), ANY_MINUTE)
def test_until_the_next_instant_nothing_is_reached_and_on_it_something_is(world: World, at: int) -> None:
    """The lead is left alone after the instant of asking."""
    now = world.of.axis.instant(at)
    alone = [event for event in world.case.history if event.at <= now and not event.planned_from]
    assume(world.case.lead.captured_at <= now)
    case = replay(world.case.lead, alone, HOUSE).case
    (clock,) = asked(world, at, case)
    if clock.next_at is None:
        return

    def reached(instant: Any) -> list[tuple[object, ...]]:
        (found,) = clocks(case, world, schedules=world.schedules, at=instant)
        return [
            (
                each.reading.state,
                each.reading.breached_at,
                each.reading.exceeded_at,
                each.reading.warnings,
                each.steps,
            )
            for each in found.cycles
        ]

    assert clock.next_at > clock.at
    assert reached(clock.next_at - TICK) == reached(clock.at)
    assert reached(clock.next_at) != reached(clock.at)


@given(worlds(), ANY_MINUTE)
def test_the_account_of_a_clock_adds_up_to_the_time_that_it_used(world: World, at: int) -> None:
    (clock,) = asked(world, at)
    (account,) = explain_clocks(world.case, world, schedules=world.schedules, at=world.of.axis.instant(at))

    assert (account.lead, account.name, account.policy) == (clock.lead, clock.name, clock.policy)
    assert len(account.cycles) == len(clock.cycles)
    for cycle, told_of in zip(clock.cycles, account.cycles, strict=True):
        found, sums = cycle.reading, told_of.account
        business = cycle.basis == "business"
        assert sums.used == (found.used_business if business else found.used_calendar)
        assert sums.start == (found.restarted_at or found.started_at)
        assert sums.end - sums.start == found.waited_calendar
        for one, other in pairwise(sums.stretches):
            assert one.end == other.start
        counted = [each for each in sums.stretches if each.kind is StretchKind.COUNTED]
        assert sum((each.end - each.start for each in counted), timedelta()) == sums.used
        assert all(found.started_at <= moved.at <= sums.end for moved in told_of.moved)
        assert (told_of.holders[-1][1] if told_of.holders else None) == cycle.owner
        if cycle.started_by is not None:
            assert cycle.started_by in {moved.event for moved in told_of.moved}
    assert f"clock {clock.name!r}" in str(account)


@given(worlds(several=2), ANY_MINUTE)
def test_a_clock_says_of_itself_what_its_last_cycle_says(world: World, at: int) -> None:
    for clock in asked(world, at):
        last = clock.cycles[-1] if clock.cycles else None
        assert clock.current == last
        assert clock.state == (TimerState.NOT_STARTED if last is None else last.reading.state)
        if last is not None:
            assert (clock.due, clock.remaining) == (last.reading.due, last.reading.remaining)
            assert clock.elapsed_calendar == last.reading.used_calendar
            assert clock.elapsed_business == last.reading.used_business
        assert clock.late == any(
            each.reading.state is TimerState.BREACHED and each.reading.open for each in clock.cycles
        )
        assert [each.reading.number for each in clock.cycles] == list(range(1, len(clock.cycles) + 1))
