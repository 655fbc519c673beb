"""The quick ways answer as the long ways do: one call in place of two, and a table that is there already."""

import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError
from leadmodel.hours import Calendar, Holiday, Overlay, Schedule, add, add_micros, elapsed, elapsed_micros
from leadmodel.hours.calendar import table_over
from leadmodel.hours.search import SEARCH_LENGTH
from leadmodel.hours.wall import FIRST_INSTANT, LAST_INSTANT, MICROS_PER_DAY
from leadmodel.records.instants import from_micros, micros

from .worlds import ALWAYS, NIGHTS, OFFICE, calendars, leave, micros_near, rich_worlds

TICK = timedelta(microseconds=1)


@given(st.data())
def test_adding_at_once_is_looking_up_the_open_time_and_then_the_instant(data: st.DataObject) -> None:
    hours, change = data.draw(calendars())
    start = micros(data.draw(micros_near(change)))
    table = table_over(hours, start - 400 * MICROS_PER_DAY, start + 400 * MICROS_PER_DAY)
    left = table.total - table.open_before(start)
    near_the_end = st.integers(left - 2, left + 2)
    length = max(1, data.draw(st.one_of(st.integers(1, 9 * MICROS_PER_DAY), near_the_end)))

    if length > left:
        with pytest.raises(IndexError):
            table.after(start, length)
    else:
        found = table.after(start, length)
        assert found == table.earliest(table.open_before(start) + length)
        assert table.open_between(start, found) == length
        assert table.open_between(start, found - 1) == length - 1


def outcome(ask: object, *arguments: object) -> object:
    """The answer, or the words of the refusal."""
    try:
        return ask(*arguments)  # type: ignore[operator]
    except LeadModelError as error:
        return str(error)


@given(st.data())
def test_hours_that_were_asked_before_answer_as_fresh_ones_do(data: st.DataObject) -> None:
    fresh, change = data.draw(calendars())
    used = copy.deepcopy(fresh)
    middle = datetime(change.year, change.month, change.day, tzinfo=UTC)
    table_over(used, micros(middle) - 800 * MICROS_PER_DAY, micros(middle) + 800 * MICROS_PER_DAY)
    start, end = (data.draw(micros_near(change)) for _ in range(2))
    length = data.draw(st.timedeltas(timedelta(days=-30), timedelta(days=30)))

    assert outcome(elapsed, fresh, start, end) == outcome(elapsed, used, start, end)
    assert outcome(add, fresh, start, length) == outcome(add, used, start, length)


def asked_widely(hours: Calendar) -> Calendar:
    table_over(hours, FIRST_INSTANT, FIRST_INSTANT)
    table_over(hours, LAST_INSTANT, LAST_INSTANT)
    return hours


EDGES = (FIRST_INSTANT, FIRST_INSTANT + 1, LAST_INSTANT - 1, LAST_INSTANT)
#: West of Greenwich the last local year ends after the last instant that can be asked about.
HONOLULU = Schedule(week=NIGHTS, zone="Pacific/Honolulu")
WIDE = asked_widely(Schedule(week=NIGHTS, zone="Pacific/Honolulu"))


@given(
    st.one_of(st.sampled_from(EDGES), st.integers(-9, 9).map(lambda gap: LAST_INSTANT + gap)),
    st.one_of(st.integers(-3, 3), st.integers(-2 * MICROS_PER_DAY, 2 * MICROS_PER_DAY)),
)
def test_a_wide_table_does_not_lead_out_of_the_years_that_can_be_asked_about(start: int, length: int) -> None:
    narrow = replace(HONOLULU)

    assert outcome(add_micros, WIDE, start, length) == outcome(add_micros, narrow, start, length)
    assert outcome(elapsed_micros, WIDE, start, start + length) == outcome(
        elapsed_micros, narrow, start, start + length
    )


@given(st.integers(-5 * MICROS_PER_DAY, 5 * MICROS_PER_DAY), st.integers(1, 3 * MICROS_PER_DAY))
def test_a_wide_table_does_not_reach_over_a_closure_that_ends_the_search(shift: int, length: int) -> None:
    gone = (leave("2026-11-02", "2036-11-04"),)
    start = micros(datetime(2026, 11, 2, tzinfo=UTC)) + shift
    for fresh in (
        Schedule(week=OFFICE, zone="UTC", time_off=gone),
        Overlay(base=Schedule(week=OFFICE, zone="UTC"), time_off=gone),
    ):
        used = copy.copy(fresh)
        table_over(used, start - SEARCH_LENGTH, start + 2 * SEARCH_LENGTH)

        assert outcome(add_micros, fresh, start, length) == outcome(add_micros, used, start, length)
        assert outcome(add, fresh, from_micros(start), length * TICK) == outcome(
            add, used, from_micros(start), length * TICK
        )


@given(st.data())
def test_holidays_of_other_years_do_not_show_in_a_year(data: st.DataObject) -> None:
    plain, change = data.draw(rich_worlds())
    years = data.draw(st.lists(st.integers(2, 800), max_size=4))
    zones = st.sampled_from((None, "Asia/Kathmandu", "Pacific/Apia"))
    far = tuple(
        Holiday(date=date(year, 1, 1), name="far", zone=data.draw(zones))
        for gap in years
        for year in (max(1, change.year - 3 * gap), change.year + gap)
    )
    more = replace(plain, holidays=(*plain.holidays, *far))
    start, end = (data.draw(micros_near(change)) for _ in range(2))

    assert elapsed(more, start, end) == elapsed(plain, start, end)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"])
@pytest.mark.parametrize("elsewhere", ["Pacific/Kiritimati", "Pacific/Pago_Pago", None])
@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_holiday_at_the_turn_of_the_year_closes_both_years_wherever_its_midnights_are(
    zone: str, elsewhere: str | None, day: date
) -> None:
    always = Schedule(week=ALWAYS, zone=zone)
    closed = replace(always, holidays=(Holiday(date=day, name="turn", zone=elsewhere),))
    begin, end = datetime(2025, 12, 28, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)

    assert elapsed(always, begin, end) - elapsed(closed, begin, end) == timedelta(days=1)


@pytest.mark.parametrize(
    "wrong", [None, "2026-11-02", 5, date(2026, 11, 2), datetime(2026, 11, 2), timedelta(1)]
)
@pytest.mark.parametrize("asked", [False, True], ids=["fresh", "asked before"])
def test_the_quick_way_refuses_what_the_long_way_refuses(wrong: object, asked: bool) -> None:
    office = Schedule(week=OFFICE, zone="Europe/London")
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    if asked:
        elapsed(office, noon, noon)

    with pytest.raises(LeadModelError, match="start"):
        elapsed(office, wrong, noon)  # type: ignore[arg-type]
    with pytest.raises(LeadModelError, match="end"):
        elapsed(office, noon, wrong)  # type: ignore[arg-type]
    with pytest.raises(LeadModelError, match="start"):
        add(office, wrong, timedelta(hours=1))  # type: ignore[arg-type]
    if not isinstance(wrong, timedelta):
        with pytest.raises(LeadModelError, match="duration"):
            add(office, noon, wrong)  # type: ignore[arg-type]
