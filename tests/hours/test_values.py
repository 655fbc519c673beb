"""What a schedule is made of, and what is refused when it is written down."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter

from leadmodel.errors import InputError, TimeError
from leadmodel.hours import Holiday, HolidayList, Hours, Schedule, TimeOff, Week, is_open
from leadmodel.hours.week import shifts

from .worlds import OFFICE, leave, off


def test_hours_may_be_given_as_lists_and_are_kept_as_tuples() -> None:
    week = Week(mon=["09:00-12:00", "13:00-17:00"])  # type: ignore[arg-type]

    assert week.mon == ("09:00-12:00", "13:00-17:00")
    assert hash(week) == hash(Week(mon=("09:00-12:00", "13:00-17:00")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9:00-17:00",
        "09:00",
        "09:00-25:00",
        "09:60-17:00",
        "09:00-17:00:60",
        "09:00–17:00",
        " 09:00-17:00",
        "09:00-17:00\n",
        "٠٩:00-17:00",
        "24:00-06:00",
        "09:00-24:01",
        "09:00-09:00",
        "00:00-00:00",
        None,
        9,
    ],
)
def test_a_span_that_cannot_be_meant_is_refused_with_its_day(text: object) -> None:
    with pytest.raises(InputError) as caught:
        Week(mon=("09:00-17:00",), thu=(text,))  # type: ignore[arg-type]

    assert (caught.value.argument, caught.value.value) == ("thu", text)
    assert repr(text) in str(caught.value)


def test_a_span_that_ends_where_it_starts_is_told_how_to_write_a_whole_day() -> None:
    with pytest.raises(InputError, match="write 00:00-24:00 for a whole day"):
        Week(mon=("09:00-09:00",))


@pytest.mark.parametrize("value", ["09:00-17:00", 7, None])
def test_a_day_must_be_a_list_of_spans(value: object) -> None:
    with pytest.raises(InputError, match="is not a list of time spans"):
        Week(mon=value)  # type: ignore[arg-type]


def test_a_week_that_never_opens_is_refused() -> None:
    with pytest.raises(InputError, match="never opens"):
        Week()
    with pytest.raises(InputError, match="never opens"):
        Week(mon=(), sun=[])  # type: ignore[arg-type]


def test_spans_are_seconds_of_the_day_and_run_past_midnight() -> None:
    week = Week(mon=("09:00:30-17:00",), tue=("22:00-06:00", "00:00-24:00"), sun=("12:00-00:00",))

    assert shifts(week) == (
        ((32_430, 61_200),),
        ((79_200, 108_000), (0, 86_400)),
        *((),) * 4,
        ((43_200, 86_400),),
    )


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("America/New_Yrok", "America/New_York"),
        ("europe/berln", "Europe/Berlin"),
    ],
)
def test_an_unknown_zone_is_answered_with_the_nearest(zone: str, near: str) -> None:
    with pytest.raises(TimeError, match=f"did you mean '{near}'"):
        Schedule(week=OFFICE, zone=zone)


@pytest.mark.parametrize("zone", ["", "America", "../etc/passwd", "/etc/localtime", "\0", None, 3, UTC])
def test_what_is_not_a_zone_is_refused(zone: object) -> None:
    with pytest.raises(TimeError) as caught:
        Schedule(week=OFFICE, zone=zone)  # type: ignore[arg-type]

    assert (caught.value.argument, caught.value.value) == ("zone", zone)


def test_a_date_that_is_listed_twice_is_named() -> None:
    days = [
        Holiday(date=date(2026, 7, 3), name="Independence Day"),
        Holiday(date=date(2026, 7, 3), name="Company day"),
    ]

    with pytest.raises(
        InputError, match=r"'2026-07-03' is listed twice, as 'Independence Day' and 'Company day'"
    ):
        HolidayList(name="us", days=tuple(days))


def test_a_holiday_list_is_kept_in_the_order_of_dates() -> None:
    listed = HolidayList(name="us", days=off("2026-12-25", "2026-01-01"))

    assert [day.date for day in listed.days] == [date(2026, 1, 1), date(2026, 12, 25)]


def test_a_schedule_may_observe_two_holidays_on_one_date() -> None:
    days = (Holiday(date=date(2026, 11, 2), name="b"), Holiday(date=date(2026, 11, 2), name="a"))
    schedule = Schedule(week=OFFICE, zone="UTC", holidays=days)

    assert [day.name for day in schedule.holidays] == ["a", "b"]
    assert not is_open(schedule, datetime(2026, 11, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize("end", ["2026-08-03", "2026-08-02"])
def test_time_off_must_end_after_it_starts(end: str) -> None:
    with pytest.raises(InputError, match="is not after the start 2026-08-03"):
        leave("2026-08-03", end)


def test_a_datetime_is_not_taken_for_a_date() -> None:
    with pytest.raises(InputError, match="is not a plain date"):
        Holiday(date=datetime(2026, 12, 25, tzinfo=UTC), name="x")
    with pytest.raises(InputError, match="is not a plain date"):
        TimeOff(start=date(2026, 12, 25), end=datetime(2026, 12, 27, tzinfo=UTC))


@pytest.mark.parametrize(
    "part", [{"week": {}}, {"holidays": ["2026-12-25"]}, {"holidays": 3}, {"time_off": "x"}]
)
def test_parts_of_the_wrong_kind_are_refused_by_name(part: dict[str, object]) -> None:
    whole: dict[str, object] = {"week": OFFICE, "zone": "UTC"}

    with pytest.raises(InputError) as caught:
        Schedule(**whole | part)  # type: ignore[arg-type]

    assert caught.value.argument == next(iter(part))


def test_hours_need_a_week() -> None:
    with pytest.raises(InputError, match="is not a Week"):
        Hours(name="office", week={"mon": ["09:00-17:00"]})  # type: ignore[arg-type]


def test_a_name_must_be_text() -> None:
    with pytest.raises(InputError, match="is not text"):
        Holiday(date=date(2026, 12, 25), name=None)  # type: ignore[arg-type]


def test_documents_are_read_and_written_through_the_same_classes() -> None:
    adapter = TypeAdapter(Schedule)
    schedule = Schedule(
        week=Week(mon=("09:00-17:00",)),
        zone="Europe/London",
        holidays=off("2026-12-25"),
        time_off=(leave("2026-08-03", "2026-08-15"),),
    )
    is_open(schedule, datetime(2026, 11, 2, 12, tzinfo=UTC))

    dumped = adapter.dump_json(schedule)
    fields = {"week", "zone", "holidays", "time_off", "breaks", "shifts", "recurring"}

    assert adapter.validate_json(dumped) == schedule
    assert set(adapter.dump_python(schedule)) == fields
    assert set(adapter.json_schema()["properties"]) == fields
