"""What a schedule is made of, and what is refused when it is written down."""

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from leadmodel.errors import InputError, TimeError
from leadmodel.hours import (
    Break,
    DatedShift,
    Holiday,
    HolidayList,
    Hours,
    Recurring,
    Schedule,
    TimeOff,
    Week,
    elapsed,
    is_open,
    next_open,
)
from leadmodel.hours.week import shifts

from .worlds import EVERY_DAY, OFFICE, at, away, leave, off, spans, weeks


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
        DatedShift(date=datetime(2026, 12, 25, tzinfo=UTC), hours=())


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 10, 26), at("2026-10-27T12:00Z"), "end: .* is an instant, the start is a date: give two"),
        (at("2026-10-26T12:00Z"), date(2026, 10, 27), "end: .* is a date, the start is an instant: give two"),
        (
            at("2026-10-26T12:00Z"),
            datetime(2026, 10, 26, 17),
            "end: .* has no time zone, give the offset too",
        ),
        (datetime(2026, 10, 26, 13), at("2026-10-26T17:00Z"), "start: .* has no time zone, give the offset"),
        (
            at("2026-10-26T12:00Z"),
            at("2026-10-26T13:00+01:00"),
            "is not after the start .* give the later one",
        ),
        (at("2026-10-26T12:00Z"), at("2026-10-26T11:00Z"), "is not after the start 2026-10-26T12:00:00"),
        ("2026-10-26", date(2026, 10, 27), "start: '2026-10-26' is neither a plain date .* nor an instant"),
    ],
)
def test_time_off_is_two_dates_or_two_instants_with_their_offsets(start: date, end: date, said: str) -> None:
    with pytest.raises(InputError, match=said):
        TimeOff(start=start, end=end)


def test_an_instant_of_time_off_is_the_same_whatever_offset_wrote_it() -> None:
    here = away("2026-10-26T13:00+01:00", "2026-10-26T17:00+01:00")
    there = away("2026-10-26T08:00-04:00", "2026-10-26T12:00-04:00")

    assert here == there
    assert repr(here) == repr(there)
    assert hash(here) == hash(there)
    assert not here.whole_days
    assert pickle.loads(pickle.dumps(here)) == here


def test_time_off_in_days_and_in_hours_may_stand_in_one_list_in_any_order() -> None:
    mixed = (away("2026-08-04T13:00Z", "2026-08-04T15:00Z"), leave("2026-08-03", "2026-08-15"))
    schedule = Schedule(week=OFFICE, zone="UTC", time_off=mixed)

    assert schedule == Schedule(week=OFFICE, zone="UTC", time_off=mixed[::-1])
    assert [off.whole_days for off in schedule.time_off] == [True, False]


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


def test_hours_keep_what_differs_from_the_week_in_order_and_once() -> None:
    lunch, tea = Break(hours=("12:00-13:00",), name="lunch"), Break(hours=("15:00-15:15",), name="tea")
    eve, saturday = (DatedShift(date=date(2026, 12, day), hours=("09:00-13:00",)) for day in (24, 19))
    fridays = Recurring(rule="FREQ=WEEKLY;BYDAY=FR", start=date(2026, 10, 30), name="part time")

    one = Hours(
        name="shop",
        week=OFFICE,
        breaks=(tea, lunch, tea),
        shifts=(eve, saturday),
        recurring=(fridays,) * 2,
    )
    listed: dict[str, Any] = {"breaks": [lunch, tea], "shifts": [saturday, eve, eve], "recurring": [fridays]}
    other = Hours(name="shop", week=OFFICE, **listed)

    assert one == other
    assert hash(one) == hash(other)
    assert (one.breaks, one.shifts, one.recurring) == ((lunch, tea), (saturday, eve), (fridays,))


@pytest.mark.parametrize("field", ["breaks", "shifts", "recurring"])
@pytest.mark.parametrize("value", ["x", 3, ["x"], [Week(mon=("09:00-17:00",))]])
def test_parts_of_hours_of_the_wrong_kind_are_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        Hours(name="office", week=OFFICE, **{field: value})  # type: ignore[arg-type]

    assert caught.value.argument == field


def test_hours_refuse_two_dated_shifts_that_contradict_each_other() -> None:
    shifts = tuple(
        DatedShift(date=date(2026, 12, 24), hours=(hours,)) for hours in ("09:00-13:00", "10:00-12:00")
    )

    with pytest.raises(InputError, match="shifts: '2026-12-24' has two that contradict each other"):
        Hours(name="office", week=OFFICE, shifts=shifts)


WHOLE_DAY = Break(hours=("00:00-24:00",), name="strike")


@pytest.mark.parametrize(
    ("week", "breaks"),
    [
        (OFFICE, (WHOLE_DAY,)),
        (OFFICE, (Break(hours=("09:00-13:00",), name="a"), Break(hours=("13:00-17:00",), name="b"))),
        (
            Week(sun=("22:00-06:00",)),
            (Break(hours=("22:00-24:00",)), Break(hours=("00:00-06:00",), days=("mon",))),
        ),
        (Week(mon=("02:00-03:00",)), (Break(hours=("23:00-04:00",), days=("sun",)),)),
    ],
)
def test_breaks_that_leave_nothing_of_the_week_are_refused(week: Week, breaks: tuple[Break, ...]) -> None:
    with pytest.raises(InputError, match="leave nothing of the week, so that it never opens"):
        Hours(name="office", week=week, breaks=breaks)
    with pytest.raises(InputError, match="leave nothing of the week, so that it never opens"):
        Schedule(week=week, zone="UTC", breaks=breaks)


@pytest.mark.parametrize(
    ("week", "breaks", "dated"),
    [
        (OFFICE, (Break(hours=("09:00-16:59:59",)),), ()),
        (Week(mon=("02:00-03:00",)), (Break(hours=("23:00-04:00",), days=("mon",)),), ()),
        (Week(sun=("22:00-06:00",)), (Break(hours=("22:00-06:00",), days=("sat", "mon")),), ()),
        (OFFICE, (Break(hours=("00:00-24:00",), date=date(2026, 12, 24)),), ()),
        (OFFICE, (WHOLE_DAY,), (DatedShift(date=date(2026, 12, 24), hours=("09:00-13:00",)),)),
    ],
)
def test_breaks_that_leave_a_moment_of_the_week_or_a_date_are_taken(
    week: Week, breaks: tuple[Break, ...], dated: tuple[DatedShift, ...]
) -> None:
    schedule = Schedule(week=week, zone="UTC", breaks=breaks, shifts=dated)

    assert Hours(name="office", week=week, breaks=breaks, shifts=dated).breaks == breaks
    assert next_open(schedule, at("2026-11-02T00:00Z")) < at("2027-01-01T00:00Z")


@given(weeks(), st.lists(st.tuples(spans(), st.sampled_from(EVERY_DAY)), max_size=4))
def test_breaks_are_refused_just_when_no_week_opens(week: Week, pauses: list[tuple[str, str]]) -> None:
    breaks = tuple(Break(hours=(text,), days=(day,)) for text, day in pauses)
    # A dated shift years away lets any breaks be written down.
    far = DatedShift(date=date(2900, 1, 1), hours=("09:00-17:00",))
    allowed = Schedule(week=week, zone="UTC", breaks=breaks, shifts=(far,))
    opens = elapsed(allowed, at("2026-11-02T00:00Z"), at("2026-11-16T00:00Z")) > timedelta()

    try:
        Hours(name="office", week=week, breaks=breaks)
    except InputError:
        assert not opens
    else:
        assert opens


def test_a_name_must_be_text() -> None:
    with pytest.raises(InputError, match="is not text"):
        Holiday(date=date(2026, 12, 25), name=None)  # type: ignore[arg-type]


def test_documents_are_read_and_written_through_the_same_classes() -> None:
    adapter = TypeAdapter(Schedule)
    schedule = Schedule(
        week=Week(mon=("09:00-17:00",)),
        zone="Europe/London",
        holidays=off("2026-12-25"),
        time_off=(leave("2026-08-03", "2026-08-15"), away("2026-11-02T13:00Z", "2026-11-02T14:00Z")),
    )
    is_open(schedule, datetime(2026, 11, 2, 12, tzinfo=UTC))

    dumped = adapter.dump_json(schedule)
    fields = {"week", "zone", "holidays", "time_off", "breaks", "shifts", "recurring"}

    assert adapter.validate_json(dumped) == schedule
    assert set(adapter.dump_python(schedule)) == fields
    assert set(adapter.json_schema()["properties"]) == fields
