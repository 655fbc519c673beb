"""Questions that calendars are known to answer wrongly, each with the right answer."""

from datetime import timedelta

import pytest

from leadmodel.hours import Schedule, Week, add, elapsed, is_open, next_open

from .worlds import ALWAYS, EVERY_DAY, NIGHTS, OFFICE, WORKDAYS, at, off

HOUR = timedelta(hours=1)
UTC_OFFICE = Schedule(week=OFFICE, zone="UTC")


def weekdays(*hours: str, zone: str = "UTC", holidays: tuple[str, ...] = ()) -> Schedule:
    week = Week(**dict.fromkeys(WORKDAYS, hours))
    return Schedule(week=week, zone=zone, holidays=off(*holidays))


def test_the_hour_of_a_saturday_lead_starts_at_mondays_opening_not_at_its_own_time_of_day() -> None:
    assert add(UTC_OFFICE, at("2026-10-24T16:30Z"), HOUR) == at("2026-10-26T10:00Z")


def test_after_two_holidays_and_a_weekend_the_clock_starts_at_the_opening() -> None:
    schedule = weekdays("10:00-18:00", holidays=("2026-11-26", "2026-11-27"))

    assert add(schedule, at("2026-11-26T15:00Z"), 2 * HOUR) == at("2026-11-30T12:00Z")


def test_from_after_hours_to_after_hours_the_day_between_counts_in_full() -> None:
    assert elapsed(UTC_OFFICE, at("2026-10-23T18:00Z"), at("2026-10-26T18:00Z")) == 8 * HOUR


def test_a_monday_off_leaves_nothing_between_friday_evening_and_monday_evening() -> None:
    schedule = weekdays("09:00-17:00", holidays=("2026-10-26",))

    assert elapsed(schedule, at("2026-10-23T18:00Z"), at("2026-10-26T18:00Z")) == timedelta()


def test_a_night_shift_has_eight_hours() -> None:
    schedule = Schedule(week=NIGHTS, zone="UTC")

    assert elapsed(schedule, at("2026-10-26T22:00Z"), at("2026-10-27T06:00Z")) == 8 * HOUR


def test_after_the_last_holiday_of_a_list_days_are_ordinary() -> None:
    schedule = weekdays("09:00-17:00", holidays=("2015-12-25",))

    assert next_open(schedule, at("2026-12-25T00:00Z")) == at("2026-12-25T09:00Z")
    assert add(schedule, at("2026-12-24T16:00Z"), 2 * HOUR) == at("2026-12-25T10:00Z")


def test_a_shift_from_0130_on_the_night_with_two_0130s_begins_at_the_first() -> None:
    schedule = Schedule(week=Week(sun=("01:30-05:00",)), zone="America/New_York")

    assert elapsed(schedule, at("2026-11-01T00:00-04:00"), at("2026-11-02T00:00-05:00")) == 4.5 * HOUR


def test_the_early_hours_of_a_night_shift_belong_to_it() -> None:
    schedule = Schedule(week=Week(**dict.fromkeys(EVERY_DAY, ("23:00-01:00",))), zone="UTC")

    assert elapsed(schedule, at("2026-10-27T00:30Z"), at("2026-10-27T12:00Z")) == 0.5 * HOUR


def test_hours_that_overlap_are_not_counted_twice() -> None:
    schedule = weekdays("09:00-13:00", "12:00-17:00")

    assert elapsed(schedule, at("2026-10-26T00:00Z"), at("2026-10-27T00:00Z")) == 8 * HOUR


def test_seconds_in_the_weekly_hours_are_kept() -> None:
    assert next_open(weekdays("09:00:30-17:00"), at("2026-10-26T00:00Z")) == at("2026-10-26T09:00:30Z")


def test_a_gap_of_half_an_hour_moves_a_start_by_half_an_hour() -> None:
    schedule = Schedule(week=Week(sun=("02:15-10:00",)), zone="Australia/Lord_Howe")

    assert next_open(schedule, at("2026-10-04T00:00+10:30")) == at("2026-10-04T02:45+11:00")


def test_the_second_0115_of_a_night_is_past_an_end_at_0130() -> None:
    schedule = Schedule(week=Week(sun=("00:00-01:30",)), zone="America/New_York")

    assert is_open(schedule, at("2026-11-01T01:15-04:00"))
    assert not is_open(schedule, at("2026-11-01T01:15-05:00"))


@pytest.mark.parametrize("week", [ALWAYS, Week(sat=("22:00-06:00",))], ids=["always", "night"])
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-07T22:00-05:00", "2026-03-08T03:00-04:00"),
        ("2026-10-31T22:00-04:00", "2026-11-01T01:00-05:00"),
    ],
)
def test_four_hours_over_a_change_of_the_clocks_are_four_hours(week: Week, start: str, due: str) -> None:
    assert add(Schedule(week=week, zone="America/New_York"), at(start), 4 * HOUR) == at(due)


@pytest.mark.parametrize(
    ("day", "next_day", "hours"),
    [
        ("2026-03-08T00:00-05:00", "2026-03-09T00:00-04:00", 23),
        ("2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00", 25),
    ],
)
def test_days_have_23_and_25_hours_when_the_clocks_change(day: str, next_day: str, hours: int) -> None:
    schedule = Schedule(week=ALWAYS, zone="America/New_York")

    assert elapsed(schedule, at(day), at(next_day)) == hours * HOUR


def test_the_night_between_two_days_holds_no_business_time_to_hold_for() -> None:
    assert elapsed(UTC_OFFICE, at("2026-10-26T18:00Z"), at("2026-10-27T08:00Z")) == timedelta()


def test_the_friday_that_samoa_skipped_is_not_worked_on_the_saturday() -> None:
    schedule = Schedule(week=OFFICE, zone="Pacific/Apia")

    assert elapsed(schedule, at("2011-12-29T16:00-10:00"), at("2011-12-31T23:00+14:00")) == HOUR


def test_eight_hours_from_fridays_closing_end_at_mondays_closing() -> None:
    assert add(UTC_OFFICE, at("2026-10-23T17:00Z"), 8 * HOUR) == at("2026-10-26T17:00Z")


def test_four_hours_from_friday_at_four_end_on_monday_at_eleven() -> None:
    assert add(weekdays("08:00-17:00"), at("2026-10-23T16:00Z"), 4 * HOUR) == at("2026-10-26T11:00Z")


def test_eight_hours_from_christmas_eve_in_england_end_on_the_29th() -> None:
    schedule = weekdays("09:00-17:00", zone="Europe/London", holidays=("2026-12-25", "2026-12-28"))

    assert add(schedule, at("2026-12-24T16:30Z"), 8 * HOUR) == at("2026-12-29T16:30Z")


def test_half_hours_are_not_rounded_away() -> None:
    assert add(UTC_OFFICE, at("2026-10-26T09:00Z"), 1.5 * HOUR) == at("2026-10-26T10:30Z")


def test_going_back_from_the_opening_never_lands_in_closed_time() -> None:
    start = add(UTC_OFFICE, at("2026-10-26T09:00Z"), -0.5 * HOUR)

    assert start == at("2026-10-23T16:30Z")
    assert is_open(UTC_OFFICE, start)


def test_a_reversed_range_is_negative() -> None:
    assert elapsed(UTC_OFFICE, at("2026-10-26T10:00Z"), at("2026-10-23T16:00Z")) == -2 * HOUR
