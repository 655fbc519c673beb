"""Times at the door: aware in, UTC out, exact in between."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.records import iso, parse_instant, utc
from leadmodel.records.instants import from_micros, micros

ZONES = ["America/New_York", "Europe/Zurich", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]
aware = st.datetimes(timezones=st.sampled_from([UTC, *map(ZoneInfo, ZONES)]), allow_imaginary=True)
NEW_YORK = ZoneInfo("America/New_York")


class Vague(tzinfo):
    """A zone that exists and does not know its offset: the standard library calls such a datetime naive."""

    def utcoffset(self, dt: datetime | None) -> None:
        return None

    def dst(self, dt: datetime | None) -> None:
        return None

    def tzname(self, dt: datetime | None) -> None:
        return None


def test_a_naive_time_is_refused_by_the_name_of_its_argument() -> None:
    with pytest.raises(TimeError, match=r"^captured_at: .* has no time zone, give the offset too") as caught:
        utc(datetime(2026, 10, 30, 15, 5), "captured_at")

    assert caught.value.argument == "captured_at"
    assert caught.value.value == datetime(2026, 10, 30, 15, 5)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=Vague()), "2026-01-01T00:00Z", None, 0])
def test_what_is_no_instant_is_refused(value: object) -> None:
    with pytest.raises(TimeError, match="has no time zone"):
        utc(value, "at")  # type: ignore[arg-type]


def test_a_time_error_is_an_input_error() -> None:
    assert issubclass(TimeError, InputError)


@given(aware)
def test_the_instant_stays_and_the_zone_becomes_utc(value: datetime) -> None:
    try:
        got = utc(value, "at")
    except TimeError:
        assert value.year in {1, 9999}
        return

    assert got.tzinfo is UTC
    assert got.timestamp() == pytest.approx(value.timestamp(), abs=1e-3)
    assert got == value.astimezone(UTC)
    assert utc(got, "at") is got


def test_the_two_half_past_ones_of_a_night_in_november_are_an_hour_apart() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)

    assert utc(first, "at") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert utc(second, "at") == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert micros(second) - micros(first) == 3_600_000_000


def test_a_wall_time_that_never_was_is_read_with_the_offset_before_the_gap() -> None:
    assert utc(datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK), "at") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert utc(datetime(2026, 3, 8, 2, 30, fold=1, tzinfo=NEW_YORK), "at") == datetime(
        2026, 3, 8, 6, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("value", [datetime.min, datetime.max])
def test_both_ends_of_the_calendar_are_instants(value: datetime) -> None:
    assert utc(value.replace(tzinfo=UTC), "at") == value.replace(tzinfo=UTC)
    assert from_micros(micros(value.replace(tzinfo=UTC))) == value.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")),
        datetime.max.replace(tzinfo=NEW_YORK),
    ],
)
def test_an_instant_beyond_the_calendar_in_utc_is_refused(value: datetime) -> None:
    with pytest.raises(TimeError, match="outside the years 1 to 9999 in UTC"):
        utc(value, "at")


@given(aware)
def test_microseconds_count_elapsed_time_and_not_the_wall(value: datetime) -> None:
    exact = value.replace(tzinfo=None) - value.utcoffset() - datetime(1970, 1, 1)  # type: ignore[operator]

    assert micros(value) == exact // timedelta(microseconds=1)


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_read_back_exactly(value: datetime) -> None:
    assert from_micros(micros(value)) == value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-10-30T15:05:00-04:00", datetime(2026, 10, 30, 19, 5, tzinfo=UTC)),
        ("2026-10-30T15:05-04:00", datetime(2026, 10, 30, 19, 5, tzinfo=UTC)),
        ("2026-10-30T19:05Z", datetime(2026, 10, 30, 19, 5, tzinfo=UTC)),
        ("20261030T190500Z", datetime(2026, 10, 30, 19, 5, tzinfo=UTC)),
        ("2026-10-30 19:05:00.000001+00:00", datetime(2026, 10, 30, 19, 5, 0, 1, tzinfo=UTC)),
    ],
)
def test_an_iso_8601_instant_with_an_offset_is_read(text: str, wanted: datetime) -> None:
    assert parse_instant(text, "at") == wanted


@pytest.mark.parametrize("text", ["2026-10-30T15:05", "2026-10-30"])
def test_an_instant_without_an_offset_is_refused(text: str) -> None:
    with pytest.raises(TimeError, match="has no time zone"):
        parse_instant(text, "occurred_at")


@pytest.mark.parametrize(
    "text", ["", "noon", "30.10.2026 15:05", "2026-02-30T10:00Z", "2026-10-30T25:00Z", "1793387100"]
)
def test_what_is_no_iso_8601_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(
        TimeError, match=r"^occurred_at: .* is not an ISO 8601 instant such as 2026-10-30T15:05"
    ):
        parse_instant(text, "occurred_at")


@given(st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", fullmatch=True))
def test_any_text_is_an_aware_instant_or_a_time_error(text: str) -> None:
    try:
        got = parse_instant(text, "at")
    except TimeError:
        return
    assert got.tzinfo is UTC


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_back(value: datetime) -> None:
    assert iso(value).endswith("Z")
    assert parse_instant(iso(value), "at") == value


def test_an_instant_is_written_in_utc_whatever_zone_it_came_in() -> None:
    assert iso(datetime(2026, 10, 30, 15, 5, tzinfo=NEW_YORK)) == "2026-10-30T19:05:00Z"


def test_a_naive_time_is_not_written_as_if_this_machine_knew_its_zone() -> None:
    with pytest.raises(TimeError, match="has no time zone"):
        iso(datetime(2026, 10, 30, 15, 5))
