"""Laws of everything that has hours: rich schedules, their unions, intersections and differences, and overlays."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError, TimeError
from leadmodel.hours import (
    Calendar,
    Overlay,
    PartKind,
    Schedule,
    Week,
    add,
    always_open,
    difference,
    elapsed,
    explain,
    intersection,
    is_open,
    next_close,
    next_open,
    open_per_day,
    previous_close,
    previous_open,
    segments,
    subtract,
    union,
)

from . import oracle
from .worlds import (
    ALWAYS,
    CHANGES,
    NIGHTS,
    OFFICE,
    absences,
    calendars,
    instants,
    micros_near,
    rich_worlds,
    worlds,
)

ZERO = timedelta()
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
#: Each of these worlds is several schedules, which take longer to draw than to ask.
few = settings(max_examples=settings().max_examples // 5)


@few
@given(st.data())
def test_open_time_is_what_a_minute_by_minute_count_finds(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    start = data.draw(instants(change, reach=2))
    end = start + timedelta(minutes=data.draw(st.integers(0, 1440)))

    assert oracle.elapsed(hours, start, end) == elapsed(hours, start, end)


@few
@given(st.data())
def test_a_rich_schedule_is_open_when_the_count_says_so(data: st.DataObject) -> None:
    schedule, change = data.draw(rich_worlds())
    start = data.draw(instants(change))

    for at, opened in oracle.walk(schedule, start, start + timedelta(hours=30), timedelta(minutes=11)):
        assert opened == is_open(schedule, at), at


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_london_hours_meet_and_miss_those_of_every_nasty_zone_exactly(zone: str, change: date) -> None:
    office = Schedule(week=OFFICE, zone="Europe/London")
    other = Schedule(week=NIGHTS, zone=zone)
    middle = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    start, end = middle - DAY, middle + DAY

    for hours in (union(office, other), intersection(office, other), difference(other, office)):
        assert oracle.elapsed(hours, start, end) == elapsed(hours, start, end)


@few
@given(st.data())
def test_open_time_adds_up_whatever_it_is_the_time_of(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    a, b, c = (data.draw(micros_near(change)) for _ in range(3))

    assert elapsed(hours, a, b) + elapsed(hours, b, c) == elapsed(hours, a, c)
    assert elapsed(hours, b, a) == -elapsed(hours, a, b)


@few
@given(st.data())
def test_what_is_added_is_measured_or_the_search_says_how_far_it_went(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    start = data.draw(micros_near(change))
    duration = data.draw(st.timedeltas(TICK, 5 * DAY))

    try:
        due = add(hours, start, duration)
    except TimeError as error:
        assert "searched to" in str(error)
        return
    assert elapsed(hours, start, due) == duration
    assert elapsed(hours, start, due - TICK) == duration - TICK
    assert subtract(hours, due, duration) == add(hours, due, -duration) == next_open(hours, start)


@few
@given(st.data())
def test_subtracting_gives_the_latest_instant(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    end = data.draw(micros_near(change))
    duration = data.draw(st.timedeltas(TICK, 5 * DAY))

    try:
        start = subtract(hours, end, duration)
    except TimeError as error:
        assert "searched to" in str(error)
        return
    assert elapsed(hours, start, end) == duration
    assert is_open(hours, start)
    assert elapsed(hours, start + TICK, end) == duration - TICK


@few
@given(st.data())
def test_openings_and_closings_bound_the_stretches_on_either_side(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    at = data.draw(st.one_of(micros_near(change), instants(change)))
    try:
        opening, closing = next_open(hours, at), next_close(hours, at)
        opened, closed = previous_open(hours, at), previous_close(hours, at)
    except TimeError as error:
        assert "searched to" in str(error)
        return

    assert at <= opening < closing
    assert elapsed(hours, at, opening) == ZERO
    assert elapsed(hours, opening, closing) == closing - opening
    assert not is_open(hours, closing)
    assert opened <= at
    assert closed <= at
    assert is_open(hours, opened)
    assert not is_open(hours, opened - TICK)
    assert not is_open(hours, closed)
    assert is_open(hours, closed - TICK)
    if is_open(hours, at):
        assert elapsed(hours, opened, at) == at - opened
        assert elapsed(hours, closed, opened) == ZERO
    else:
        assert elapsed(hours, closed, at) == ZERO
        assert elapsed(hours, opened, at) == closed - opened


@few
@given(st.data())
def test_openings_and_closings_are_the_edges_of_the_segments(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    start, end = sorted(data.draw(micros_near(change)) for _ in range(2))

    parts = segments(hours, start, end)

    assert sum((part.end - part.start for part in parts), ZERO) == elapsed(hours, start, end)
    assert all(first.end < second.start for first, second in pairwise(parts))
    for part in parts:
        if part.start != start:
            assert next_open(hours, part.start - TICK) == previous_open(hours, part.start) == part.start
        if part.end != end:
            assert next_close(hours, part.start) == previous_close(hours, part.end) == part.end


@few
@given(st.data())
def test_the_days_of_a_range_add_up_and_each_is_the_open_time_between_its_midnights(
    data: st.DataObject,
) -> None:
    hours, change = data.draw(calendars())
    start, end = sorted(data.draw(micros_near(change)) for _ in range(2))
    zone = ZoneInfo(hours._zone())

    days = open_per_day(hours, start, end)

    assert sum((day.open_time for day in days), ZERO) == elapsed(hours, start, end)
    assert all(first.date < second.date for first, second in pairwise(days))
    for day in days:
        begin, until = oracle.instant(day.date, "00:00", zone), oracle.instant(day.date, "24:00", zone)
        assert day.open_time == elapsed(hours, max(begin, start), min(until, end))
        assert oracle.occurred(day.date, zone) or until > begin


@few
@given(st.data())
def test_an_explanation_tiles_the_range_and_its_open_parts_are_the_segments(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    start, end = sorted(data.draw(micros_near(change)) for _ in range(2))
    assume(start < end)

    timeline = explain(hours, start, end)

    edges = [timeline.parts[0].start, *(part.end for part in timeline.parts)]
    opened: list[tuple[datetime, datetime]] = []
    for part in timeline.parts:
        if part.kind is PartKind.OPEN:
            # What a dated shift opened is told apart from what it touches.
            begin = opened.pop()[0] if opened and opened[-1][1] == part.start else part.start
            opened.append((begin, part.end))
    assert (start, end) == (edges[0], edges[-1])
    assert edges[1:-1] == [part.start for part in timeline.parts[1:]]
    assert opened == [(each.start, each.end) for each in segments(hours, start, end)]
    assert timeline.elapsed == elapsed(hours, start, end)


# ------------------------------------------------------------------------------------------------------------ algebra


@st.composite
def two(draw: st.DrawFn) -> tuple[Schedule, Schedule, date]:
    a, change = draw(rich_worlds())
    return a, replace(draw(worlds())[0], holidays=()), change


def same(a: Calendar, b: Calendar, change: date) -> bool:
    middle = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    return segments(a, middle - 6 * DAY, middle + 6 * DAY) == segments(b, middle - 6 * DAY, middle + 6 * DAY)


@few
@given(two(), st.data())
def test_a_union_counts_what_both_count_less_what_they_share(
    pair: tuple[Schedule, Schedule, date], data: st.DataObject
) -> None:
    a, b, change = pair
    start, end = (data.draw(micros_near(change)) for _ in range(2))

    both = elapsed(a, start, end) + elapsed(b, start, end)

    assert elapsed(union(a, b), start, end) == both - elapsed(intersection(a, b), start, end)
    assert elapsed(a, start, end) - elapsed(intersection(a, b), start, end) == elapsed(
        difference(a, b), start, end
    )


@few
@given(two(), worlds())
def test_the_laws_of_sets_hold_for_hours(
    pair: tuple[Schedule, Schedule, date], third: tuple[Schedule, date]
) -> None:
    a, b, change = pair
    c = third[0]
    always = always_open("UTC")

    assert same(union(a, b), union(b, a), change)
    assert same(intersection(a, b), intersection(b, a), change)
    assert same(union(a, union(b, c)), union(a, b, c), change)
    assert same(intersection(a, intersection(b, c)), intersection(a, b, c), change)
    assert same(intersection(a, union(b, c)), union(intersection(a, b), intersection(a, c)), change)
    assert same(
        difference(always, union(a, b)), intersection(difference(always, a), difference(always, b)), change
    )
    assert same(difference(a, b, c), difference(difference(a, b), c), change)
    assert same(union(a, intersection(a, b)), a, change)
    for alone in (union(a), intersection(a), difference(a), union(a, a), intersection(a, always)):
        assert same(alone, a, change)


@few
@given(worlds(), st.data())
def test_nothing_is_left_of_hours_without_themselves(
    world: tuple[Schedule, date], data: st.DataObject
) -> None:
    schedule, change = world
    nothing = difference(schedule, schedule)
    start, end = (data.draw(micros_near(change)) for _ in range(2))

    assert elapsed(nothing, start, end) == ZERO
    assert not is_open(nothing, start)
    for ask in (next_open, next_close, previous_open, previous_close):
        with pytest.raises(TimeError, match="searched to"):
            ask(nothing, start)
    with pytest.raises(TimeError, match="searched to"):
        add(nothing, start, TICK)
    with pytest.raises(TimeError, match="searched to"):
        subtract(nothing, start, TICK)


# ----------------------------------------------------------------------------------------------------------- overlays


@few
@given(rich_worlds(), st.data())
def test_time_off_laid_over_a_base_answers_as_time_off_compiled_in(
    world: tuple[Schedule, date], data: st.DataObject
) -> None:
    schedule, change = world
    base = replace(schedule, time_off=())
    off = data.draw(absences(change))
    laid, compiled = Overlay(base=base, time_off=off), replace(base, time_off=off)
    start, end = (data.draw(micros_near(change)) for _ in range(2))
    duration = data.draw(st.timedeltas(-5 * DAY, 5 * DAY))

    assert elapsed(laid, start, end) == elapsed(compiled, start, end)
    assert is_open(laid, start) == is_open(compiled, start)
    assert outcome(add, laid, start, duration) == outcome(add, compiled, start, duration)
    for ask in (next_open, next_close, previous_open, previous_close):
        assert outcome(ask, laid, start) == outcome(ask, compiled, start)
    if start <= end:
        assert segments(laid, start, end) == segments(compiled, start, end)
        assert explain(laid, start, end) == explain(compiled, start, end)
        assert open_per_day(laid, start, end) == open_per_day(compiled, start, end)


def outcome(ask: object, *arguments: object) -> object:
    try:
        return ask(*arguments)  # type: ignore[operator]
    except LeadModelError as error:
        return str(error)


@few
@given(calendars(), st.permutations([-2, -1, 0, 1, 2]))
def test_neither_the_order_of_questions_nor_who_asked_before_shows(
    world: tuple[Calendar, date], years: list[int]
) -> None:
    hours, change = world
    fresh: Calendar = pickle.loads(pickle.dumps(hours))
    for year in years:
        is_open(hours, datetime(change.year + year, 7, 1, tzinfo=UTC))
    start, end = (
        datetime(change.year - 2, 1, 1, tzinfo=UTC),
        datetime(change.year + 2, 12, 31, 4, 5, tzinfo=UTC),
    )

    assert fresh == hours
    assert hash(fresh) == hash(hours)
    assert elapsed(fresh, start, end) == elapsed(hours, start, end)
    assert segments(fresh, start, end) == segments(hours, start, end)


@few
@given(rich_worlds(), st.data())
def test_a_base_that_grew_for_one_person_answers_the_next_alike(
    world: tuple[Schedule, date], data: st.DataObject
) -> None:
    schedule, change = world
    ann, ben = (Overlay(base=schedule, time_off=data.draw(absences(change))) for _ in range(2))
    start = data.draw(micros_near(change))
    before = elapsed(ann, start, start + 2 * DAY)

    far = elapsed(ben, start - 1500 * DAY, start + 1500 * DAY)

    assert elapsed(ann, start, start + 2 * DAY) == before
    fresh = Overlay(base=replace(schedule), time_off=ben.time_off)
    assert elapsed(fresh, start - 1500 * DAY, start + 1500 * DAY) == far
    assert elapsed(ann, start - 1500 * DAY, start) + elapsed(ann, start, start + 1500 * DAY) == elapsed(
        Overlay(base=replace(schedule), time_off=ann.time_off), start - 1500 * DAY, start + 1500 * DAY
    )


@given(st.sampled_from(CHANGES), st.data())
def test_shifting_by_years_of_whole_weeks_changes_nothing_where_no_clock_changes(
    change: tuple[str, date], data: st.DataObject
) -> None:
    week = data.draw(
        st.sampled_from((OFFICE, NIGHTS, ALWAYS, Week(mon=("08:15-12:00",), sat=("20:00-02:00",))))
    )
    schedule = Schedule(week=week, zone=data.draw(st.sampled_from(("UTC", "Etc/GMT+11", "Asia/Kolkata"))))
    start, end = (data.draw(micros_near(change[1])) for _ in range(2))
    weeks = timedelta(weeks=52 * data.draw(st.integers(-20, 20)))

    assert elapsed(schedule, start + weeks, end + weeks) == elapsed(schedule, start, end)


@few
@given(st.data())
def test_the_seconds_around_a_transition_are_counted_exactly(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    start = oracle.instant(change, "00:00", ZoneInfo(hours._zone()))
    start += timedelta(minutes=data.draw(st.integers(-30, 200)))
    end = start + timedelta(seconds=data.draw(st.integers(0, 1200)))

    assert oracle.elapsed(hours, start, end, oracle.SECOND) == elapsed(hours, start, end)
