"""What the hours room promises, one promise a test."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from leadmodel.errors import TimeError
from leadmodel.hours import (
    PartKind,
    Schedule,
    Week,
    add,
    elapsed,
    explain,
    is_open,
    next_close,
    next_open,
    segments,
)
from leadmodel.hours.wall import MICROS_PER_DAY, midnights

from .worlds import ALWAYS, NIGHTS, OFFICE, at, leave, off

EASTERN = Schedule(week=OFFICE, zone="America/New_York")
FRIDAY = at("2026-10-23T15:05-04:00")
MONDAY = at("2026-10-26T09:04-04:00")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.statement("SL-05")
def test_a_friday_lead_worked_on_monday_took_an_hour_and_59_minutes_of_business_and_66_of_calendar() -> None:
    assert elapsed(EASTERN, FRIDAY, MONDAY) == 119 * MINUTE
    assert MONDAY - FRIDAY == 65 * HOUR + 59 * MINUTE


@pytest.mark.statement("SL-05")
def test_a_two_hour_target_set_on_friday_at_1505_is_due_on_monday_at_0905() -> None:
    assert add(EASTERN, FRIDAY, 2 * HOUR) == at("2026-10-26T09:05-04:00")
    assert elapsed(EASTERN, FRIDAY, MONDAY) < 2 * HOUR
    assert at("2026-10-23T17:05-04:00") == FRIDAY + 2 * HOUR


@pytest.mark.statement("SL-05")
def test_the_weekend_on_which_the_clocks_go_back_changes_calendar_time_only() -> None:
    friday, monday = at("2026-10-30T15:05-04:00"), at("2026-11-02T09:04-05:00")

    assert elapsed(EASTERN, friday, monday) == 119 * MINUTE
    assert monday - friday == 66 * HOUR + 59 * MINUTE
    assert add(EASTERN, friday, 2 * HOUR) == at("2026-11-02T09:05-05:00")


@pytest.mark.statement("SL-06")
def test_overnight_on_weekdays_the_same_lead_took_119_minutes_of_business_and_18_hours_of_calendar() -> None:
    wednesday, thursday = at("2026-10-21T15:05-04:00"), at("2026-10-22T09:04-04:00")

    assert elapsed(EASTERN, wednesday, thursday) == 119 * MINUTE
    assert thursday - wednesday == 17 * HOUR + 59 * MINUTE


@pytest.mark.statement("SL-08")
@pytest.mark.parametrize(
    ("hours", "measured", "due"),
    [("09:00-17:00", 119 * MINUTE, "2026-10-26T09:05"), ("08:00-18:00", 239 * MINUTE, "2026-10-23T17:05")],
)
@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Asia/Kathmandu"])
def test_hours_of_nine_to_five_and_eight_to_six_are_read_in_the_zone_of_the_rep(
    hours: str, measured: timedelta, due: str, zone: str
) -> None:
    schedule = Schedule(week=Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (hours,))), zone=zone)
    local = ZoneInfo(zone)
    friday, monday = (
        datetime.fromisoformat(day).replace(tzinfo=local) for day in ("2026-10-23T15:05", "2026-10-26T09:04")
    )

    assert elapsed(schedule, friday, monday) == measured
    assert add(schedule, friday, 2 * HOUR) == datetime.fromisoformat(due).replace(tzinfo=local)


def test_a_deadline_that_uses_up_the_day_is_the_closing_not_the_next_opening() -> None:
    assert add(EASTERN, at("2026-10-23T15:00-04:00"), 2 * HOUR) == at("2026-10-23T17:00-04:00")


def test_subtracting_the_whole_day_gives_the_opening_not_the_closing_before() -> None:
    assert add(EASTERN, at("2026-10-26T11:00-04:00"), -2 * HOUR) == at("2026-10-26T09:00-04:00")
    assert add(EASTERN, at("2026-10-26T10:00-04:00"), -2 * HOUR) == at("2026-10-23T16:00-04:00")


def test_the_opening_is_open_and_the_closing_is_not() -> None:
    assert is_open(EASTERN, at("2026-10-23T09:00-04:00"))
    assert not is_open(EASTERN, at("2026-10-23T17:00-04:00"))


def test_the_next_opening_is_now_while_open_and_after_the_weekend_at_the_closing() -> None:
    assert next_open(EASTERN, FRIDAY) == FRIDAY
    assert next_open(EASTERN, at("2026-10-23T17:00-04:00")) == at("2026-10-26T09:00-04:00")


def test_the_next_closing_is_todays_while_open_and_else_that_of_the_next_open_day() -> None:
    assert next_close(EASTERN, FRIDAY) == at("2026-10-23T17:00-04:00")
    assert next_close(EASTERN, at("2026-10-23T17:00-04:00")) == at("2026-10-26T17:00-04:00")


def test_answers_are_in_utc_whatever_went_in() -> None:
    assert add(EASTERN, FRIDAY, HOUR).tzinfo is UTC
    assert next_open(EASTERN, FRIDAY).tzinfo is UTC
    assert segments(EASTERN, FRIDAY, MONDAY)[0].start.tzinfo is UTC


def test_a_day_to_2400_and_the_next_from_0000_are_open_without_a_break() -> None:
    schedule = Schedule(week=Week(mon=("09:00-24:00",), tue=("00:00-12:00",)), zone="UTC")

    (only,) = segments(schedule, at("2026-11-02T00:00Z"), at("2026-11-05T00:00Z"))

    assert (only.start, only.end) == (at("2026-11-02T09:00Z"), at("2026-11-03T12:00Z"))


def test_a_day_to_2359_is_closed_for_its_last_minute() -> None:
    schedule = Schedule(week=Week(mon=("00:00-23:59",), tue=("00:00-23:59",)), zone="UTC")

    assert (
        elapsed(schedule, at("2026-11-02T00:00Z"), at("2026-11-04T00:00Z")) == timedelta(days=2) - 2 * MINUTE
    )


def test_round_the_clock_is_calendar_time_in_every_zone_of_the_database() -> None:
    start, end = at("2026-01-01T05:00Z"), at("2026-12-30T17:00Z")
    for zone in sorted(available_timezones()):
        assert elapsed(Schedule(week=ALWAYS, zone=zone), start, end) == end - start, zone


def test_round_the_clock_is_one_segment_over_any_number_of_years() -> None:
    start, end = at("2019-06-01T00:00Z"), at("2031-06-01T00:00Z")

    (only,) = segments(Schedule(week=ALWAYS, zone="Africa/Casablanca"), start, end)

    assert (only.start, only.end) == (start, end)


def test_an_end_before_the_start_lies_on_the_next_day() -> None:
    schedule = Schedule(week=Week(fri=("22:00-06:00",)), zone="Europe/London")

    assert is_open(schedule, at("2026-07-18T04:59+00:00"))
    assert not is_open(schedule, at("2026-07-18T05:00+00:00"))
    assert not is_open(schedule, at("2026-07-17T04:00+00:00"))


def test_a_night_shift_into_a_new_year_is_one_segment() -> None:
    (only,) = segments(Schedule(week=NIGHTS, zone="UTC"), at("2026-12-31T12:00Z"), at("2027-01-01T12:00Z"))

    assert (only.start, only.end) == (at("2026-12-31T22:00Z"), at("2027-01-01T06:00Z"))


def test_a_holiday_closes_the_tail_of_the_night_shift_that_runs_into_it() -> None:
    schedule = Schedule(week=NIGHTS, zone="UTC", holidays=off("2026-12-25"))

    (before, after) = segments(schedule, at("2026-12-24T12:00Z"), at("2026-12-26T12:00Z"))

    assert (before.start, before.end) == (at("2026-12-24T22:00Z"), at("2026-12-25T00:00Z"))
    assert (after.start, after.end) == (
        at("2026-12-26T22:00Z") - timedelta(days=1, hours=-2),
        at("2026-12-26T06:00Z"),
    )


def test_a_holiday_runs_from_midnight_to_midnight_in_the_zone_of_the_schedule() -> None:
    schedule = Schedule(week=ALWAYS, zone="Australia/Sydney", holidays=off("2026-01-26"))

    assert next_close(schedule, at("2026-01-25T00:00Z")) == at("2026-01-25T13:00Z")
    assert next_open(schedule, at("2026-01-25T13:00Z")) == at("2026-01-26T13:00Z")


def test_a_holiday_on_a_day_without_a_midnight_begins_when_the_day_does() -> None:
    schedule = Schedule(week=ALWAYS, zone="America/Havana", holidays=off("2026-03-08"))

    (before, after) = segments(schedule, at("2026-03-07T00:00-05:00"), at("2026-03-10T00:00-04:00"))

    assert before.end == at("2026-03-08T00:00-05:00") == at("2026-03-08T01:00-04:00")
    assert after.start - before.end == 23 * HOUR


def test_time_off_ends_with_the_day_of_the_return() -> None:
    schedule = Schedule(week=OFFICE, zone="America/New_York", time_off=(leave("2026-10-26", "2026-10-28"),))

    assert next_open(schedule, at("2026-10-26T10:00-04:00")) == at("2026-10-28T09:00-04:00")
    assert elapsed(schedule, FRIDAY, at("2026-10-28T10:00-04:00")) == 175 * MINUTE


def test_from_closing_to_opening_there_is_nothing_open_and_no_empty_segment() -> None:
    closing, opening = at("2026-10-23T17:00-04:00"), at("2026-10-26T09:00-04:00")

    assert segments(EASTERN, closing, opening) == ()
    assert [part.kind for part in explain(EASTERN, closing, opening).parts] == [PartKind.CLOSED]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York", "UTC", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("hour", [0, 1, 23])
def test_the_first_and_the_last_hour_of_a_local_year_are_answered_by_a_fresh_schedule(
    zone: str, hour: int
) -> None:
    new_year = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    after, before = new_year + timedelta(hours=hour), new_year - timedelta(hours=hour + 1)
    wednesday, thursday = Week(wed=("00:00-24:00",)), Week(thu=("00:00-24:00",))

    assert not is_open(Schedule(week=wednesday, zone=zone), after)
    assert is_open(Schedule(week=thursday, zone=zone), after)
    assert is_open(Schedule(week=wednesday, zone=zone), before)
    assert not is_open(Schedule(week=thursday, zone=zone), before)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("hour", [1, 22])
def test_a_day_off_far_from_greenwich_is_explained_by_its_local_date(zone: str, hour: int) -> None:
    schedule = Schedule(
        week=OFFICE, zone=zone, holidays=off("2026-11-02"), time_off=(leave("2026-11-03", "2026-11-04"),)
    )
    holiday = datetime(2026, 11, 2, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    for day, kind in ((0, PartKind.HOLIDAY), (1, PartKind.TIME_OFF)):
        start = holiday + timedelta(days=day)
        assert [part.kind for part in explain(schedule, start, start + HOUR).parts] == [kind]


def test_hours_that_overlap_or_touch_count_once() -> None:
    schedule = Schedule(week=Week(mon=("09:00-13:00", "12:00-17:00", "17:00-18:00")), zone="UTC")

    (only,) = segments(schedule, at("2026-11-02T00:00Z"), at("2026-11-03T00:00Z"))

    assert only.end - only.start == 9 * HOUR


def test_a_shift_that_starts_in_the_skipped_hour_starts_when_the_hour_is_over() -> None:
    schedule = Schedule(week=Week(sun=("02:30-10:00",)), zone="America/New_York")

    assert next_open(schedule, at("2026-03-08T00:00-05:00")) == at("2026-03-08T03:30-04:00")


def test_a_shift_that_lies_in_the_skipped_hour_and_ends_before_it_starts_is_empty() -> None:
    schedule = Schedule(week=Week(sun=("02:30-03:15",)), zone="America/New_York")

    assert segments(schedule, at("2026-03-08T00:00-05:00"), at("2026-03-09T00:00-04:00")) == ()
    assert next_open(schedule, at("2026-03-08T00:00-05:00")) == at("2026-03-15T02:30-04:00")


def test_two_shifts_that_meet_in_the_skipped_hour_are_as_one() -> None:
    halves = Schedule(week=Week(sun=("00:00-02:30", "02:30-17:00")), zone="America/New_York")
    whole = Schedule(week=Week(sun=("00:00-17:00",)), zone="America/New_York")
    day = at("2026-03-08T00:00-05:00"), at("2026-03-09T00:00-04:00")

    assert segments(halves, *day) == segments(whole, *day)
    assert elapsed(halves, *day) == 16 * HOUR


def test_a_time_that_occurs_twice_is_its_first_occurrence_as_start_and_as_end() -> None:
    early = Schedule(week=Week(sun=("00:00-01:30",)), zone="America/New_York")
    late = Schedule(week=Week(sun=("01:30-05:00",)), zone="America/New_York")

    assert next_close(early, at("2026-11-01T00:00-04:00")) == at("2026-11-01T01:30-04:00")
    assert next_open(late, at("2026-11-01T00:00-04:00")) == at("2026-11-01T01:30-04:00")


def test_a_date_that_a_zone_skipped_is_not_worked_on_another_one() -> None:
    schedule = Schedule(week=Week(fri=("09:00-17:00",)), zone="Pacific/Apia")

    assert next_open(schedule, at("2011-12-29T00:00-10:00")) == at("2012-01-06T09:00+14:00")


def test_the_29th_of_february_is_a_day_like_others() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC", holidays=off("2028-03-01"))

    assert elapsed(schedule, at("2028-02-28T00:00Z"), at("2028-03-02T00:00Z")) == 16 * HOUR


def test_an_instant_is_counted_to_the_microsecond() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC")
    tick = timedelta(microseconds=1)

    assert elapsed(schedule, at("2026-11-02T08:59:59.999999Z"), at("2026-11-02T09:00:00.000001Z")) == tick
    assert add(schedule, at("2026-11-02T12:00Z"), tick) == at("2026-11-02T12:00:00.000001Z")


def test_no_zone_changes_its_clocks_twice_within_one_day() -> None:
    """The table takes a day of 24 hours for one without a change; this looks at eight and at four o'clock."""
    first, count = datetime(2026, 1, 1).toordinal(), 2 * 365
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        marks = midnights(first, count + 1, zone)
        for index in range(count):
            if marks[index + 1] - marks[index] == MICROS_PER_DAY:
                day = datetime.fromordinal(first + index)
                offset = zone.utcoffset(day)
                for hour in (8, 16):
                    assert zone.utcoffset(day.replace(hour=hour)) == offset, (name, day)


@pytest.mark.parametrize("argument", ["start", "end"])
def test_a_naive_time_is_refused_by_name(argument: str) -> None:
    times = {"start": FRIDAY, "end": MONDAY} | {argument: datetime(2026, 10, 23, 15, 5)}

    with pytest.raises(TimeError) as caught:
        elapsed(EASTERN, **times)

    assert caught.value.argument == argument
    assert caught.value.value == datetime(2026, 10, 23, 15, 5)


@pytest.mark.parametrize("question", [is_open, next_open, next_close])
@pytest.mark.parametrize("time", [datetime(2026, 10, 23), "2026-10-23T15:05Z", None, 0, FRIDAY.date()])
def test_what_is_not_an_aware_datetime_is_refused(question: object, time: object) -> None:
    assert callable(question)
    with pytest.raises(TimeError, match=r"^at: "):
        question(EASTERN, time)


@pytest.mark.parametrize(
    "time", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), at("1899-12-31T23:59:59Z")]
)
def test_times_outside_the_years_1900_to_2999_are_refused(time: datetime) -> None:
    with pytest.raises(TimeError, match="outside the years 1900 to 2999"):
        elapsed(EASTERN, FRIDAY, time)
    with pytest.raises(TimeError, match="outside the years 1900 to 2999"):
        is_open(EASTERN, time)


def test_the_first_and_the_last_instant_that_can_be_asked_about_have_answers() -> None:
    schedule = Schedule(week=ALWAYS, zone="Pacific/Kiritimati")
    first, last = at("1900-01-01T00:00Z"), at("2999-12-31T23:59:59.999999Z")

    assert is_open(schedule, first)
    assert is_open(Schedule(week=ALWAYS, zone="Pacific/Pago_Pago"), last)


@pytest.mark.parametrize(
    "duration", [timedelta.max, timedelta.min, timedelta(days=365 * 990), timedelta(days=-365 * 990)]
)
def test_a_duration_that_leads_out_of_the_years_is_refused(duration: timedelta) -> None:
    with pytest.raises(TimeError, match="2999"):
        add(EASTERN, FRIDAY, duration)


def test_a_long_duration_is_added_over_as_many_years_as_it_takes() -> None:
    monday, duration = at("2026-10-26T09:00-04:00"), timedelta(hours=40_000)

    due = add(EASTERN, monday, duration)

    assert due == at("2045-12-22T17:00-05:00") == at("2026-10-26T17:00-05:00") + timedelta(weeks=999, days=4)
    assert add(EASTERN, due, -duration) == monday
    assert add(Schedule(week=OFFICE, zone="America/New_York"), due, -duration) == monday


def test_leave_without_an_end_ends_the_search_with_what_was_searched() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC", time_off=(leave("2026-11-01", "9999-12-31"),))

    for ask in (next_open, next_close):
        with pytest.raises(TimeError, match=r"has no opening after it .* \(searched to 2036-11-01\)"):
            ask(schedule, at("2026-11-01T00:00Z"))
    with pytest.raises(TimeError, match="has no opening after it"):
        add(schedule, at("2026-10-30T16:00Z"), 2 * HOUR)
    assert add(schedule, at("2026-10-30T16:00Z"), HOUR) == at("2026-10-30T17:00Z")


def test_leave_since_ever_ends_the_search_backwards() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC", time_off=(leave("0001-01-01", "2026-11-01"),))

    with pytest.raises(TimeError, match=r"has no opening before it .* \(searched to 2016-11-01\)"):
        add(schedule, at("2026-11-02T10:00Z"), -2 * HOUR)


def test_nine_years_of_leave_are_searched_through() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC", time_off=(leave("2026-11-01", "2035-11-01"),))

    assert next_open(schedule, at("2026-11-01T00:00Z")) == at("2035-11-01T09:00Z")
    assert add(schedule, at("2035-11-01T10:00Z"), -2 * HOUR) == at("2026-10-30T16:00Z")


def test_what_never_closes_has_no_next_closing() -> None:
    with pytest.raises(TimeError, match="has no closing after it"):
        next_close(Schedule(week=ALWAYS, zone="UTC"), FRIDAY)


def test_a_range_whose_end_comes_first_has_no_segments_to_show() -> None:
    with pytest.raises(TimeError, match="comes before the start"):
        segments(EASTERN, MONDAY, FRIDAY)
    with pytest.raises(TimeError, match="comes before the start"):
        explain(EASTERN, MONDAY, FRIDAY)


def test_an_empty_range_has_no_parts() -> None:
    assert segments(EASTERN, FRIDAY, FRIDAY) == ()
    assert explain(EASTERN, FRIDAY, FRIDAY).parts == ()


def test_an_explanation_names_the_reason_of_each_closed_stretch() -> None:
    schedule = Schedule(
        week=OFFICE,
        zone="Europe/London",
        holidays=off("2026-12-25", "2026-12-28"),
        time_off=(leave("2026-12-28", "2026-12-30", "skiing"),),
    )

    timeline = explain(schedule, at("2026-12-24T16:30Z"), at("2026-12-30T09:30:05Z"))

    assert [(part.kind, part.name) for part in timeline.parts] == [
        (PartKind.OPEN, ""),
        (PartKind.CLOSED, ""),
        (PartKind.HOLIDAY, "day off 2026-12-25"),
        (PartKind.CLOSED, ""),
        (PartKind.HOLIDAY, "day off 2026-12-28"),
        (PartKind.TIME_OFF, "skiing"),
        (PartKind.CLOSED, ""),
        (PartKind.OPEN, ""),
    ]
    assert str(timeline).splitlines()[0] == "1 h 5 s open of 137 h 5 s, times in Europe/London"
    last = " ".join(str(timeline).splitlines()[-1].split())
    assert last == "Wed 2026-12-30 09:00 to Wed 2026-12-30 09:30:05 30 min 5 s open"


def test_an_hour_in_the_middle_of_a_long_leave_is_explained_by_it() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC", time_off=(leave("2026-01-01", "2027-01-01", "sabbatical"),))

    (only,) = explain(schedule, at("2026-06-01T12:00Z"), at("2026-06-01T13:00Z")).parts

    assert (only.kind, only.name) == (PartKind.TIME_OFF, "sabbatical")


def test_leave_that_overlaps_is_explained_by_both_reasons() -> None:
    schedule = Schedule(
        week=OFFICE,
        zone="UTC",
        time_off=(
            leave("2026-11-02", "2026-11-04", "leave"),
            leave("2026-11-03", "2026-11-05", "trip"),
            leave("2026-11-03", "2026-11-06", "leave"),
        ),
    )

    timeline = explain(schedule, at("2026-11-02T00:00Z"), at("2026-11-05T00:00Z"))

    assert [part.name for part in timeline.parts] == ["leave", "leave and trip", "trip and leave"]
