"""Hours and days are elapsed time; a month later is the same day on the wall, or the last one of a shorter month."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.process import date_after, instant_after
from leadmodel.process.lengths import months_of

ZONES = ["UTC", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
instants = st.datetimes(
    min_value=datetime(1990, 1, 1), max_value=datetime(2060, 1, 1), timezones=st.just(UTC)
)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))


def walked(day: date, months: int) -> date:
    """Day by day through the calendar until the month is reached, and in it until the day is, or the month ends."""
    wanted, seen = day.day, 0
    while seen < months:
        day += timedelta(days=1)
        seen += day.day == 1
    while day.day != wanted and (day + timedelta(days=1)).day != 1:
        day += timedelta(days=1)
    return day


@given(days, st.integers(1, 60))
def test_a_month_later_is_what_a_walk_through_the_calendar_finds(day: date, months: int) -> None:
    assert date_after(day, f"{months}mo") == walked(day, months)


@given(instants, st.integers(1, 240), st.sampled_from(ZONES))
def test_months_are_counted_on_the_clocks_of_the_zone(start: datetime, months: int, zone: str) -> None:
    wall = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    expected = (wall + relativedelta(months=months)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    assert instant_after(start, f"{months}mo", zone=zone) == expected


@given(instants, instants, st.integers(1, 60), st.sampled_from(ZONES))
def test_who_comes_later_is_never_due_earlier_by_more_than_a_change_of_the_clocks(
    one: datetime, other: datetime, months: int, zone: str
) -> None:
    first, second = sorted((one, other))

    gap = instant_after(first, f"{months}mo", zone=zone) - instant_after(second, f"{months}mo", zone=zone)
    assert gap <= timedelta(hours=24)  # Samoa left out a whole day


@given(days, st.integers(1, 60))
def test_more_months_are_later(day: date, months: int) -> None:
    assert date_after(day, f"{months}mo") < date_after(day, f"{months + 1}mo")


@pytest.mark.parametrize(
    ("day", "length", "expected"),
    [
        ("2026-01-31", "1mo", "2026-02-28"),
        ("2028-01-31", "1mo", "2028-02-29"),
        ("2026-01-31", "3mo", "2026-04-30"),
        ("2026-12-31", "2mo", "2027-02-28"),
        ("2028-02-29", "12mo", "2029-02-28"),
        ("2026-02-28", "1mo", "2026-03-28"),
        ("2026-11-21", "90d", "2027-02-19"),
        ("2026-11-21", "48h", "2026-11-23"),
    ],
)
def test_the_end_of_a_month_is_clamped_and_not_carried_over(day: str, length: str, expected: str) -> None:
    assert date_after(date.fromisoformat(day), length).isoformat() == expected


def test_days_are_24_elapsed_hours_and_months_are_not() -> None:
    noon = datetime.fromisoformat("2026-10-25T12:00-04:00")

    # The clocks of New York go back on the first of November.
    assert instant_after(noon, "30d", zone="America/New_York") == noon + timedelta(hours=720)
    assert instant_after(noon, "1mo", zone="America/New_York") == noon + timedelta(hours=31 * 24 + 1)


def test_a_time_that_the_clocks_skip_is_read_with_the_offset_before_the_gap() -> None:
    start = datetime.fromisoformat("2026-02-08T02:30-05:00")

    due = instant_after(start, "1mo", zone="America/New_York")
    assert due.astimezone(ZoneInfo("America/New_York")).isoformat() == "2026-03-08T03:30:00-04:00"


@pytest.mark.statement("ST-43", "SL-21")
def test_a_length_is_hours_days_or_months() -> None:
    assert months_of("72h") == timedelta(hours=72)
    assert months_of("5d") == timedelta(days=5)
    assert months_of("18mo") == 18


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "mo",
        "0mo",
        "0h",
        "-1mo",
        "3 months",
        "1.5mo",
        "1mo2d",
        "2d1mo",
        "1201mo",
        "99999mo",
        "٣mo",
        "²mo",
    ],
)
def test_anything_else_is_no_length(text: str) -> None:
    with pytest.raises(InputError, match=r"^duration: .* is not (a length of time|between)"):
        months_of(text)


@given(st.text() | st.none() | st.integers())
def test_only_input_errors_escape_from_any_text(text: str) -> None:
    try:
        length = months_of(text)
    except InputError:
        return
    assert length if isinstance(length, int) else length > timedelta(0)


def test_a_result_behind_the_last_year_is_refused_and_so_is_a_naive_start() -> None:
    late = datetime(9999, 12, 1, tzinfo=UTC)

    for length in ("1mo", "1200mo", "36525d"):
        with pytest.raises(TimeError, match="behind the year 9999"):
            instant_after(late, length)
        with pytest.raises(InputError, match="behind the year 9999"):
            date_after(late.date(), length)
    with pytest.raises(TimeError, match="no time zone"):
        instant_after(datetime(2026, 1, 1), "1mo")
    with pytest.raises(InputError, match="number of days or months"):
        date_after(date(2026, 1, 1), "36h")
