"""The clock against a walk minute by minute, and the laws that hold whatever happens to a lead."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, event, given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.hours import Schedule, add, is_open
from leadmodel.sla.account import Account, StretchKind, explain_timer
from leadmodel.sla.cycle import TimerCycle, TimerState
from leadmodel.sla.ladder import LadderStep
from leadmodel.sla.marks import Action, Mark
from leadmodel.sla.reading import Reading, read_timer
from leadmodel.sla.timer import Timer
from tests.sla.timer_oracle import (
    BeyondTheWindowError,
    Expected,
    Place,
    expected,
    limits,
    opened,
    seen,
    switched,
    walk,
)
from tests.sla.timer_worlds import DAYS, lives, moments, places, timers

ANY_MINUTE = st.one_of(moments, st.integers(0, (DAYS + 2) * 1440))


@given(st.data())
def test_every_cycle_is_what_walking_minute_by_minute_gives(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer, at = data.draw(lives(place)), data.draw(timers(place)), data.draw(ANY_MINUTE)
    wanted, works = limits(timer), opened(place)
    try:
        answer = [
            expected(cycle, timer, wanted, works, at) for cycle in walk(marks, wanted, works, place, at)
        ]
    except BeyondTheWindowError:
        assume(False)

    found = read_timer(timer, marks, at=place.instant(at))

    for each in answer:
        event(each.state)
    event(f"{len(answer)} cycles")
    assert [seen(cycle, timer, place) for cycle in found.cycles] == answer
    assert [cycle.number for cycle in found.cycles] == list(range(1, len(answer) + 1))
    assert found.state == (answer[-1].state if answer else "not_started")


@given(st.data())
def test_an_edit_of_the_hours_counts_from_its_instant_on(data: st.DataObject) -> None:
    before = data.draw(places())
    after = data.draw(places(like=before))
    marks, timer = data.draw(lives(before)), data.draw(timers(after))
    at, edited = data.draw(ANY_MINUTE), data.draw(ANY_MINUTE)
    wanted, works = limits(timer), switched(before, after, edited)
    try:
        answer = [
            expected(cycle, timer, wanted, works, at) for cycle in walk(marks, wanted, works, before, at)
        ]
    except BeyondTheWindowError:
        assume(False)

    found = read_timer(
        timer, marks, at=before.instant(at), since=before.instant(edited), before=before.schedule
    )

    assert [seen(cycle, timer, before) for cycle in found.cycles] == answer


def decided(cycle: TimerCycle, until: datetime) -> tuple[object, ...]:
    """What a cycle had decided by an instant."""

    def past(instant: datetime | None) -> datetime | None:
        return instant if instant is not None and instant < until else None

    return (
        past(cycle.breached_at),
        past(cycle.exceeded_at),
        tuple(each for each in cycle.warnings if each.at < until),
        tuple(each for each in cycle.steps if each.at < until),
        cycle if cycle.stopped_at is not None and cycle.stopped_at < until else None,
        tuple(each for each in cycle.earlier_breaches if each < until),
    )


@given(st.data())
def test_what_was_decided_before_an_edit_stands(data: st.DataObject) -> None:
    before = data.draw(places())
    after = data.draw(places(like=before))
    marks, old = data.draw(lives(before)), data.draw(timers(before))
    now, edited = before.instant(data.draw(ANY_MINUTE)), before.instant(data.draw(ANY_MINUTE))
    new = replace(old, schedule=after.schedule)

    told, then = (
        read_timer(old, marks, at=now),
        read_timer(new, marks, at=now, since=edited, before=before.schedule),
    )

    def facts(reading: Reading) -> list[tuple[object, ...]]:
        # What a stopped cycle would have come to is no decision: only that may look beyond the edit.
        return [decided(replace(each, due=None, latest=None, no_due=""), edited) for each in reading.cycles]

    assert facts(told) == facts(then)
    assert read_timer(old, marks, at=now, since=edited, before=before.schedule) == told


@given(st.data())
def test_the_order_in_which_marks_arrive_never_matters(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    at = place.instant(data.draw(ANY_MINUTE))
    shuffled = data.draw(st.permutations(marks))

    assert read_timer(timer, shuffled, at=at) == read_timer(timer, marks, at=at)
    assert read_timer(timer, (*marks, *shuffled), at=at) == read_timer(timer, marks, at=at)
    assert explain_timer(timer, shuffled, at=at) == explain_timer(timer, marks, at=at)


@given(st.data())
def test_a_pause_of_zero_changes_nothing_wherever_it_falls(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    at, moment = place.instant(data.draw(ANY_MINUTE)), place.instant(data.draw(ANY_MINUTE))
    zero = [
        Mark(at=moment, action=Action.PAUSE, id="zero 1"),
        Mark(at=moment, action=Action.RESUME, id="zero 2"),
    ]

    assert read_timer(timer, [*marks, *zero], at=at) == read_timer(timer, marks, at=at)
    assert explain_timer(timer, [*zero, *marks], at=at) == explain_timer(timer, marks, at=at)


@given(st.data())
def test_a_cycle_that_has_ended_never_changes_any_more(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    early, late = sorted((data.draw(ANY_MINUTE), data.draw(ANY_MINUTE)))
    first, then = (
        read_timer(timer, marks, at=place.instant(early)),
        read_timer(timer, marks, at=place.instant(late)),
    )

    assert len(first.cycles) <= len(then.cycles)
    for number, cycle in enumerate(first.cycles):
        now = then.cycles[number]
        # A mark on the instant of the first reading is in both; so an end is final from its own instant on.
        assert now == cycle or cycle.open
        if now.restarted_at == cycle.restarted_at:
            assert now.warnings[: len(cycle.warnings)] == cycle.warnings
            assert now.steps[: len(cycle.steps)] == cycle.steps
            assert cycle.breached_at in {None, now.breached_at}
            assert cycle.exceeded_at in {None, now.exceeded_at}
        elif cycle.breached_at is not None:
            assert cycle.breached_at in now.earlier_breaches


@given(st.data())
def test_the_figures_of_a_cycle_agree_with_each_other(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    target = timedelta(minutes=int(str(timer.target)[:-1]))
    found = read_timer(timer, marks, at=place.instant(data.draw(ANY_MINUTE)))

    for cycle in found.cycles:
        assert cycle.used_business is not None
        assert cycle.waited_business is not None
        used = cycle.used_business if timer.basis == "business" else cycle.used_calendar
        assert used + cycle.remaining == target
        assert timedelta(0) <= cycle.used_business <= cycle.used_calendar <= cycle.waited_calendar
        assert cycle.used_business <= cycle.waited_business <= cycle.waited_calendar
        assert (cycle.due is None) == bool(cycle.no_due)
        assert (cycle.state is TimerState.BREACHED) == (cycle.breached_at is not None)
        if cycle.state is TimerState.RUNNING:
            assert cycle.due is not None
            assert cycle.due > found.at
            assert cycle.next_at is not None
            assert cycle.next_at > found.at
        if cycle.state is TimerState.PAUSED:
            assert (cycle.due, cycle.next_at) == (None, None)
            assert cycle.remaining >= timedelta(0)
        if cycle.state is TimerState.MET:
            assert cycle.due is None or cycle.stopped_at is None or cycle.stopped_at <= cycle.due
        assert all(step.at <= found.at for step in cycle.steps)
        assert all(warned.at <= found.at for warned in cycle.warnings)


@given(st.data())
def test_nothing_changes_between_now_and_the_instant_that_the_reading_names(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    end = (DAYS + 1) * 1440
    at = place.instant(end + data.draw(st.integers(0, 120)))
    marks = (
        *marks,
        Mark(at=place.instant(end - 1), action=Action.STOP, id="enough"),
        Mark(at=place.instant(end), action=Action.START, id="again"),
    )
    cycle = read_timer(timer, marks, at=at).current
    if cycle is None or cycle.next_at is None:
        event("nothing is ahead")
        return

    def stands(instant: datetime) -> tuple[object, ...]:
        now = read_timer(timer, marks, at=instant).cycles[-1]
        return now.state, now.exceeded_at, now.warnings, now.steps

    just_before = cycle.next_at - timedelta(microseconds=1)
    assert stands(just_before) == stands(at)
    assert stands(cycle.next_at) != stands(at)


@given(st.data())
def test_a_step_placed_in_business_time_is_reached_while_somebody_works(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    schedule = place.schedule

    for cycle in read_timer(timer, marks, at=place.instant(data.draw(ANY_MINUTE))).cycles:
        ahead = cycle.next_step
        placed = [each.at for each in cycle.steps if each.step.placed == "business"]
        if ahead is not None and ahead.at is not None and ahead.step.placed == "business":
            placed.append(ahead.at)
        assert all(is_open(schedule, instant) for instant in placed)


@given(st.data())
def test_without_pauses_a_business_target_is_due_where_the_hours_say(data: st.DataObject) -> None:
    place = data.draw(places())
    timer = replace(data.draw(timers(place)), basis="business")
    start = place.instant(data.draw(ANY_MINUTE))
    cycle = read_timer(timer, [Mark(at=start, action=Action.START, id="e")], at=start).current

    assert cycle is not None
    assert cycle.due == add(place.schedule, start, timedelta(minutes=int(str(timer.target)[:-1])))


@given(st.data())
def test_the_account_meets_end_to_end_and_adds_up_to_what_was_used(data: st.DataObject) -> None:
    before = data.draw(places())
    after = data.draw(places(like=before))
    marks, timer = data.draw(lives(before)), data.draw(timers(after))
    at = before.instant(data.draw(ANY_MINUTE))
    edit = data.draw(st.one_of(st.none(), ANY_MINUTE))
    since = None if edit is None else before.instant(edit)
    old: Schedule | None = None if edit is None else before.schedule
    cycles = read_timer(timer, marks, at=at, since=since, before=old).cycles
    accounts = explain_timer(timer, marks, at=at, since=since, before=old)

    for cycle, each in zip(cycles, accounts, strict=True):
        edges = [each.start, *(part.end for part in each.stretches)]
        assert [part.start for part in each.stretches] == edges[:-1]
        assert edges[-1] == each.end or not each.stretches
        assert each.used == (cycle.used_business if timer.basis == "business" else cycle.used_calendar)
        assert each.end - each.start == cycle.waited_calendar
        assert counted(each) == each.used
        assert len(str(each).splitlines()) == len(each.stretches) + 2


def counted(each: Account) -> timedelta:
    return sum(
        (part.end - part.start for part in each.stretches if part.kind is StretchKind.COUNTED), timedelta()
    )


def test_the_comparison_with_the_walk_notices_a_minute() -> None:
    place = Place(zone="Europe/London", begins=date(2026, 10, 23), shifts=(("09:00-17:00",),) * 7)
    marks = [Mark(at=place.instant(600), action=Action.START, id="e")]
    right, wrong = (
        Timer(target="121m", schedule=place.schedule),
        Timer(target="120m", schedule=place.schedule),
    )
    wanted, works = limits(right), opened(place)
    (cycle,) = walk(marks, wanted, works, place, 660)

    def told(timer: Timer) -> Expected:
        return seen(read_timer(timer, marks, at=place.instant(660)).cycles[0], timer, place)

    assert told(right) == expected(cycle, right, wanted, works, 660)
    assert told(wrong) != expected(cycle, right, wanted, works, 660)


# ------------------------------------------------------------------------------------------------------------ fuzz

anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.lists(st.text(max_size=3))
)
texts = st.one_of(
    anything, st.sampled_from(("2h", "0h", "-2h", "24h", "1d", "50%", "1/2", "3/2", "100%", "٣h"))
)
wild_instants = st.one_of(
    anything,
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(timezones=st.timezones()),
)
DOCUMENTED = (InputError, TimeError, UnknownNameError)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "target": texts,
            "maximum": texts,
            "basis": st.one_of(anything, st.sampled_from(("calendar", "business"))),
            "schedule": anything,
            "warnings": st.one_of(anything, st.lists(texts)),
            "ladder": anything,
        },
    )
)
def test_only_documented_errors_leave_a_timer(given_fields: dict[str, object]) -> None:
    try:
        built = Timer(**({"target": "2h"} | given_fields))  # type: ignore[arg-type]
    except DOCUMENTED:
        return
    assert replace(built) == built


@given(texts, st.one_of(anything, st.lists(anything)), anything, anything)
def test_only_documented_errors_leave_a_step(
    after: object, recipients: object, action: object, placed: object
) -> None:
    try:
        step = LadderStep(after=after, recipients=recipients, action=action, placed=placed)  # type: ignore[arg-type]
    except DOCUMENTED:
        return
    assert step.offset >= timedelta(0)


@given(
    wild_instants, st.one_of(anything, st.sampled_from(tuple(Action))), anything, wild_instants, wild_instants
)
def test_only_documented_errors_leave_a_reading(
    moment: object, action: object, name: object, at: object, since: object
) -> None:
    timer = Timer(target="36500d", warnings=("1/3",), ladder=(LadderStep(after="36500d", recipients=("a",)),))
    try:
        mark = Mark(at=moment, action=action, id=name)  # type: ignore[arg-type]
        found = read_timer(timer, [mark], at=at, since=since)  # type: ignore[arg-type]
    except DOCUMENTED:
        return
    assert len(found.cycles) <= 1
