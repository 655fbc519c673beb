"""Laws of open time, over random weeks, days off and changes of the clocks."""

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError
from leadmodel.hours import (
    Holiday,
    PartKind,
    Schedule,
    TimeOff,
    Week,
    add,
    add_micros,
    elapsed,
    elapsed_micros,
    explain,
    is_open,
    next_close,
    next_open,
    segments,
)
from leadmodel.records.instants import from_micros, micros

from . import oracle
from .worlds import ALWAYS, CHANGES, NIGHTS, OFFICE, instants, micros_near, weeks, worlds

ZERO = timedelta()
TICK = timedelta(microseconds=1)


@given(st.data())
def test_elapsed_is_what_a_minute_by_minute_count_finds(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(instants(change, reach=2))
    end = start + timedelta(minutes=data.draw(st.integers(0, 3 * 1440)))

    assert oracle.elapsed(schedule, start, end) == elapsed(schedule, start, end)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("week", [OFFICE, ALWAYS, NIGHTS], ids=["office", "always", "nights"])
def test_the_five_days_around_every_change_of_the_clocks_are_counted_exactly(
    zone: str, change: date, week: Week
) -> None:
    schedule = Schedule(week=week, zone=zone, holidays=(Holiday(date=change + timedelta(2), name="after"),))
    middle = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    start, end = middle - timedelta(days=2), middle + timedelta(days=3)

    assert oracle.elapsed(schedule, start, end) == elapsed(schedule, start, end)


@given(st.data())
def test_seconds_in_the_weekly_hours_are_counted_exactly(data: st.DataObject) -> None:
    zone, change = data.draw(st.sampled_from(CHANGES))
    first, last = sorted(data.draw(st.lists(st.integers(0, 4 * 3600), min_size=2, max_size=2, unique=True)))
    text = f"{timedelta(seconds=first)!s:0>8}-{timedelta(seconds=last)!s:0>8}"
    schedule = Schedule(
        week=Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), (text,))), zone=zone
    )
    start = oracle.instant(change, "00:00", ZoneInfo(zone))
    start += timedelta(seconds=data.draw(st.integers(0, 3600)))
    end = start + timedelta(seconds=data.draw(st.integers(0, 3600)))

    assert oracle.elapsed(schedule, start, end, oracle.SECOND) == elapsed(schedule, start, end)


@given(st.data())
def test_is_open_agrees_with_the_count_at_every_step(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(instants(change))

    for at, opened in oracle.walk(schedule, start, start + timedelta(hours=30), timedelta(minutes=7)):
        assert opened == is_open(schedule, at), at


@given(st.data())
def test_where_no_clock_changes_open_time_can_be_read_from_the_clock(data: st.DataObject) -> None:
    day_hours = st.sampled_from(("00:00-24:00", "08:15-12:00", "13:00-17:45", "09:00-18:00"))
    days = {
        day: tuple(data.draw(st.lists(day_hours, min_size=1, max_size=2)))
        for day in ("mon", "tue", "wed", "thu")
    }
    schedule = Schedule(
        week=Week(**days), zone=data.draw(st.sampled_from(("Asia/Kathmandu", "America/Chicago")))
    )
    start = data.draw(instants(date(2026, 6, 16)))
    end = start + timedelta(minutes=data.draw(st.integers(0, 2 * 1440)))

    assert oracle.on_the_clock_face(schedule, start, end) == elapsed(schedule, start, end)


@given(st.data())
def test_open_time_adds_up_and_changes_its_sign_with_the_direction(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    a, b, c = (data.draw(micros_near(change)) for _ in range(3))

    assert elapsed(schedule, a, b) + elapsed(schedule, b, c) == elapsed(schedule, a, c)
    assert elapsed(schedule, b, a) == -elapsed(schedule, a, b)
    assert elapsed(schedule, a, a) == ZERO
    assert abs(elapsed(schedule, a, b)) <= abs(b - a)


@given(st.data())
def test_what_is_added_is_what_is_then_measured_at_the_earliest_instant(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(micros_near(change))
    duration = data.draw(st.timedeltas(TICK, timedelta(days=20)))

    due = add(schedule, start, duration)

    assert elapsed(schedule, start, due) == duration
    assert elapsed(schedule, start, due - TICK) == duration - TICK
    assert add(schedule, due, -duration) == next_open(schedule, start)


@given(st.data())
def test_subtracting_mirrors_adding_and_gives_the_latest_instant(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    end = data.draw(micros_near(change))
    duration = data.draw(st.timedeltas(TICK, timedelta(days=20)))

    start = add(schedule, end, -duration)

    assert elapsed(schedule, start, end) == duration
    assert elapsed(schedule, start + TICK, end) == duration - TICK
    assert is_open(schedule, start)


@given(st.data())
def test_adding_in_two_steps_is_adding_once(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(micros_near(change))
    first, second = data.draw(st.tuples(*[st.timedeltas(TICK, timedelta(days=9))] * 2))

    assert add(schedule, add(schedule, start, first), second) == add(schedule, start, first + second)
    assert add(schedule, add(schedule, start, -first), -second) == add(schedule, start, -first - second)


@given(st.data())
def test_adding_nothing_changes_nothing_even_while_closed(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(micros_near(change))

    assert add(schedule, start, ZERO) == start


@given(st.data())
def test_the_next_opening_and_closing_bound_the_first_open_stretch(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(micros_near(change))
    opening = next_open(schedule, start)
    assume(not all(day == ("00:00-24:00",) for day in (schedule.week.mon, schedule.week.sun)))

    closing = next_close(schedule, start)

    assert start <= opening < closing
    assert elapsed(schedule, start, opening) == ZERO
    assert elapsed(schedule, opening, closing) == closing - opening
    assert is_open(schedule, opening)
    assert is_open(schedule, closing - TICK)
    assert not is_open(schedule, closing)


@given(st.data())
def test_segments_are_sorted_apart_and_add_up(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start, end = sorted(data.draw(micros_near(change)) for _ in range(2))

    parts = segments(schedule, start, end)

    assert sum((part.end - part.start for part in parts), ZERO) == elapsed(schedule, start, end)
    assert all(start <= part.start < part.end <= end for part in parts)
    assert all(first.end < second.start for first, second in pairwise(parts))


@given(st.data())
def test_an_explanation_tiles_the_range_and_its_open_parts_add_up(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start, end = sorted(data.draw(micros_near(change)) for _ in range(2))
    assume(start < end)

    timeline = explain(schedule, start, end)

    edges = [timeline.parts[0].start, *(part.end for part in timeline.parts)]
    opened = [part for part in timeline.parts if part.kind is PartKind.OPEN]
    assert (start, end) == (timeline.start, timeline.end) == (edges[0], edges[-1])
    assert edges[1:-1] == [part.start for part in timeline.parts[1:]]
    assert all(part.start < part.end for part in timeline.parts)
    assert all((a.kind, a.name) != (b.kind, b.name) for a, b in pairwise(timeline.parts))
    assert timeline.elapsed == elapsed(schedule, start, end) == sum((p.end - p.start for p in opened), ZERO)
    assert [(p.start, p.end) for p in opened] == [(s.start, s.end) for s in segments(schedule, start, end)]
    assert len(str(timeline).splitlines()) == 1 + len(timeline.parts)


@given(st.data())
def test_days_off_are_named_in_an_explanation_and_a_holiday_goes_before_leave(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start, end = sorted(data.draw(micros_near(change)) for _ in range(2))
    zone = ZoneInfo(schedule.zone)
    holidays = {
        (oracle.instant(day.date, "00:00", zone), oracle.instant(day.date, "24:00", zone))
        for day in schedule.holidays
    }

    for part in explain(schedule, start, end).parts:
        in_holiday = any(a <= part.start < b for a, b in holidays)
        in_day_off = any(a <= part.start < b for a, b in oracle.days_off(schedule, start, end))
        assert in_holiday == (part.kind is PartKind.HOLIDAY)
        assert (in_day_off and not in_holiday) == (part.kind is PartKind.TIME_OFF)
        assert bool(part.name) == in_day_off


@given(weeks(), st.sampled_from(CHANGES), st.permutations([-2, -1, 0, 1, 2]))
def test_the_order_in_which_years_are_asked_for_does_not_show(
    week: Week, change: tuple[str, date], years: list[int]
) -> None:
    zone, day = change
    fresh = Schedule(week=week, zone=zone, holidays=(Holiday(date=day, name="off"),))
    used = Schedule(week=week, zone=zone, holidays=(Holiday(date=day, name="off"),))
    for year in years:
        is_open(used, datetime(day.year + year, 7, 1, tzinfo=UTC))
    start, end = datetime(day.year - 2, 1, 1, tzinfo=UTC), datetime(day.year + 2, 12, 31, 4, 5, tzinfo=UTC)

    assert elapsed(fresh, start, end) == elapsed(used, start, end)
    assert segments(fresh, start, end) == segments(used, start, end)


@given(st.data())
def test_days_off_may_be_listed_in_any_order_and_twice(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    shuffled = Schedule(
        week=schedule.week,
        zone=schedule.zone,
        holidays=tuple(data.draw(st.permutations(schedule.holidays * 2))),
        time_off=tuple(data.draw(st.permutations(schedule.time_off * 2))),
    )
    start, end = (data.draw(micros_near(change)) for _ in range(2))

    assert shuffled == schedule
    assert hash(shuffled) == hash(schedule)
    assert elapsed(shuffled, start, end) == elapsed(schedule, start, end)


@given(st.data())
def test_a_schedule_stays_a_value_after_it_was_asked(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start, end = (data.draw(micros_near(change)) for _ in range(2))
    before, text = pickle.dumps(schedule), repr(schedule)

    answer = elapsed(schedule, start, end)

    assert pickle.dumps(schedule) == before
    assert repr(schedule) == text
    for twin in (pickle.loads(before), copy.copy(schedule), copy.deepcopy(schedule)):
        assert twin == schedule
        assert hash(twin) == hash(schedule)
        assert elapsed(twin, start, end) == answer


@given(st.data())
def test_whole_numbers_give_the_answers_that_datetimes_give(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start, end = (data.draw(micros_near(change)) for _ in range(2))
    zone = data.draw(st.sampled_from([ZoneInfo(name) for name, _ in CHANGES]))
    duration = end - start

    measured = elapsed_micros(schedule, micros(start), micros(end))
    due = add_micros(schedule, micros(start), duration // TICK)

    assert elapsed(schedule, start.astimezone(zone), end.astimezone(zone)) == measured * TICK
    assert add(schedule, start.astimezone(zone), duration) == from_micros(due)
    assert add(schedule, start, duration).tzinfo is UTC


_any_text = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[0-3][0-9]:[0-7][0-9](:[0-7][0-9])?-[0-3][0-9]:[0-7][0-9]", fullmatch=True),
)
_any_zone = st.one_of(
    st.text(max_size=8), st.sampled_from([*(name for name, _ in CHANGES), "America", "../UTC", ""])
)
_any_time = st.one_of(
    st.datetimes(), st.datetimes(timezones=st.timezones()), st.sampled_from((datetime.min, datetime.max))
)


@given(
    st.lists(_any_text, max_size=3),
    _any_zone,
    st.lists(st.tuples(st.dates(), st.dates()), max_size=3),
    _any_time,
    _any_time,
    st.timedeltas(),
)
@example(
    ["09:00-17:00"],
    "UTC",
    [(date(1, 1, 1), date.max)],
    *[datetime.max.replace(tzinfo=UTC)] * 2,
    timedelta.max,
)
@example(
    ["09:00-17:00"],
    "UTC",
    [(date(1, 1, 1), date.max)],
    *[datetime(2026, 1, 1, tzinfo=UTC)] * 2,
    timedelta.min,
)
def test_only_documented_errors_escape(
    texts: list[str],
    zone: str,
    leaves: list[tuple[date, date]],
    start: datetime,
    end: datetime,
    duration: timedelta,
) -> None:
    def attempt() -> None:
        schedule = Schedule(
            week=Week(mon=texts),  # type: ignore[arg-type]
            zone=zone,
            holidays=tuple(Holiday(date=day, name="x") for day, _ in leaves),
            time_off=tuple(TimeOff(start=first, end=last) for first, last in leaves),
        )
        for question in (elapsed, segments, explain):
            question(schedule, start, end)
        for ask in (is_open, next_open, next_close):
            ask(schedule, start)
        add(schedule, start, duration)

    try:
        attempt()
    except LeadModelError as error:
        assert str(error)


@given(_any_time, st.timedeltas(), st.lists(st.tuples(st.dates(), st.dates()), max_size=2))
@example(datetime.max.replace(tzinfo=UTC), timedelta.max, [])
@example(datetime.min.replace(tzinfo=UTC), timedelta.min, [(date.min, date.max)])
def test_each_question_answers_or_raises_a_documented_error(
    start: datetime, duration: timedelta, leaves: list[tuple[date, date]]
) -> None:
    schedule = Schedule(
        week=OFFICE,
        zone="Europe/London",
        holidays=tuple(Holiday(date=day, name="x") for day, _ in leaves),
        time_off=tuple(TimeOff(start=min(pair), end=max(pair)) for pair in leaves if pair[0] != pair[1]),
    )
    for question in (is_open, next_open, next_close):
        try:
            question(schedule, start)
        except LeadModelError as error:
            assert str(error)
    try:
        due = add(schedule, start, duration)
    except LeadModelError as error:
        assert str(error)
    else:
        assert elapsed(schedule, start, due) == duration
