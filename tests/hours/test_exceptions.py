"""Breaks, the hours of one date, holidays of other zones, and what an explanation says of them."""

from datetime import date, timedelta

import pytest

from leadmodel.errors import InputError, TimeError
from leadmodel.hours import (
    Break,
    DatedShift,
    Holiday,
    HolidayList,
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

from .worlds import ALWAYS, NIGHTS, OFFICE, at, leave, off

HOUR = timedelta(hours=1)
EVE = date(2026, 12, 24)
LUNCH = Break(hours=("12:00-12:30",), name="lunch")


def shift(day: str, *hours: str, name: str = "short day", override: bool = False) -> DatedShift:
    return DatedShift(date=date.fromisoformat(day), hours=hours, name=name, override=override)


def office(**parts: object) -> Schedule:
    return Schedule(week=OFFICE, zone="UTC", **parts)  # type: ignore[arg-type]


def parts(schedule: Schedule, start: str, end: str) -> list[tuple[str, str, str]]:
    return [
        (part.kind.value, part.name, f"{part.start:%d %H:%M}")
        for part in explain(schedule, at(start), at(end)).parts
    ]


# ------------------------------------------------------------------------------------------------------------- breaks


def test_a_weekly_break_takes_time_on_each_of_its_days() -> None:
    schedule = office(breaks=(Break(hours=("12:00-13:00",), days=("mon", "tue"), name="lunch"),))

    assert [
        day.open_time for day in open_per_day(schedule, at("2026-11-02T00:00Z"), at("2026-11-05T00:00Z"))
    ] == [
        7 * HOUR,
        7 * HOUR,
        8 * HOUR,
    ]
    assert add(schedule, at("2026-11-02T11:30Z"), HOUR) == at("2026-11-02T13:30Z")


def test_a_break_without_days_is_every_day_and_one_with_a_date_only_that_day() -> None:
    assert LUNCH.days == ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    meeting = office(breaks=(Break(hours=("15:00-16:00",), date=date(2026, 11, 3), name="all hands"),))

    assert not is_open(meeting, at("2026-11-03T15:30Z"))
    assert is_open(meeting, at("2026-11-10T15:30Z"))


def test_a_weekly_break_leaves_a_dated_shift_as_it_was_written_and_a_dated_break_does_not() -> None:
    whole = office(breaks=(LUNCH,), shifts=(shift("2026-12-24", "10:00-14:00"),))
    cut = office(
        breaks=(LUNCH, Break(hours=("13:00-13:30",), date=EVE)), shifts=(shift("2026-12-24", "10:00-14:00"),)
    )
    day = at("2026-12-24T00:00Z"), at("2026-12-25T00:00Z")

    assert elapsed(whole, *day) == 4 * HOUR
    assert elapsed(cut, *day) == 3.5 * HOUR


def test_a_break_of_a_night_shift_may_run_past_midnight() -> None:
    schedule = Schedule(week=NIGHTS, zone="UTC", breaks=(Break(hours=("23:45-00:15",)),))

    assert elapsed(schedule, at("2026-11-02T22:00Z"), at("2026-11-03T06:00Z")) == 7.5 * HOUR


# -------------------------------------------------------------------------------------------------------- dated shifts


def test_a_dated_shift_replaces_the_hours_of_its_date_and_of_no_other() -> None:
    schedule = office(shifts=(shift("2026-12-24", "09:00-13:00"),))

    assert next_close(schedule, at("2026-12-24T10:00Z")) == at("2026-12-24T13:00Z")
    assert next_close(schedule, at("2026-12-23T10:00Z")) == at("2026-12-23T17:00Z")
    assert next_close(schedule, at("2026-12-25T10:00Z")) == at("2026-12-25T17:00Z")


def test_a_dated_shift_opens_a_day_on_which_the_week_is_closed() -> None:
    schedule = office(shifts=(shift("2026-12-05", "10:00-12:00", "13:00-15:00", name="open Saturday"),))

    assert elapsed(schedule, at("2026-12-05T00:00Z"), at("2026-12-07T00:00Z")) == 4 * HOUR


def test_the_tail_of_the_night_before_a_dated_shift_stays() -> None:
    schedule = Schedule(week=NIGHTS, zone="UTC", shifts=(shift("2026-12-24", "12:00-14:00"),))

    assert [
        (p.start, p.end) for p in segments(schedule, at("2026-12-24T00:00Z"), at("2026-12-25T12:00Z"))
    ] == [
        (at("2026-12-24T00:00Z"), at("2026-12-24T06:00Z")),
        (at("2026-12-24T12:00Z"), at("2026-12-24T14:00Z")),
    ]


def test_a_dated_shift_may_run_into_the_next_date() -> None:
    schedule = office(shifts=(shift("2026-12-04", "20:00-02:00"),))

    assert elapsed(schedule, at("2026-12-04T00:00Z"), at("2026-12-05T12:00Z")) == 6 * HOUR


def test_a_dated_shift_without_hours_starts_nothing() -> None:
    assert next_open(office(shifts=(shift("2026-12-24"),)), at("2026-12-24T09:00Z")) == at(
        "2026-12-25T09:00Z"
    )


def test_a_holiday_closes_a_dated_shift_that_does_not_override_it() -> None:
    hours = "10:00-14:00"
    day = at("2026-12-25T00:00Z"), at("2026-12-26T00:00Z")

    closed = office(holidays=off("2026-12-25"), shifts=(shift("2026-12-25", hours),))
    opened = office(holidays=off("2026-12-25"), shifts=(shift("2026-12-25", hours, override=True),))

    assert elapsed(closed, *day) == timedelta()
    assert elapsed(opened, *day) == 4 * HOUR


def test_time_off_closes_even_a_shift_that_overrides_a_holiday() -> None:
    schedule = office(
        holidays=off("2026-12-25"),
        time_off=(leave("2026-12-25", "2026-12-26"),),
        shifts=(shift("2026-12-25", "10:00-14:00", override=True),),
    )

    assert not is_open(schedule, at("2026-12-25T11:00Z"))


def test_two_dated_shifts_that_contradict_each_other_are_refused_by_their_date() -> None:
    with pytest.raises(
        InputError, match=r"'2026-12-24' has two that contradict each other, .*10:00.* and .*09:00"
    ):
        office(
            shifts=(
                shift("2026-12-24", "10:00-14:00", name="a"),
                shift("2026-12-24", "09:00-13:00", name="b"),
            )
        )
    with pytest.raises(InputError, match="disagree about `override`"):
        office(shifts=(shift("2026-12-24", "09:00-13:00"), shift("2026-12-24", "09:00-13:00", override=True)))


def test_the_same_dated_shift_twice_is_no_contradiction() -> None:
    schedule = office(shifts=(shift("2026-12-24", "09:00-13:00"), shift("2026-12-24", "09:00-13:00")))

    assert len(schedule.shifts) == 1


def test_a_dated_shift_on_a_date_that_its_zone_skipped_is_not_worked() -> None:
    schedule = Schedule(week=OFFICE, zone="Pacific/Apia", shifts=(shift("2011-12-30", "09:00-17:00"),))

    assert segments(schedule, at("2011-12-30T18:00-10:00"), at("2012-01-01T00:00+14:00")) == ()


# ------------------------------------------------------------------------------------------------- holidays elsewhere


def test_a_holiday_with_a_zone_runs_from_midnight_to_midnight_there() -> None:
    abroad = Holiday(date=date(2026, 11, 26), name="Thanksgiving", zone="America/New_York")
    schedule = Schedule(week=ALWAYS, zone="Europe/London", holidays=(abroad,))

    assert next_close(schedule, at("2026-11-25T00:00Z")) == at("2026-11-26T05:00Z")
    assert next_open(schedule, at("2026-11-26T05:00Z")) == at("2026-11-27T05:00Z")


def test_one_date_may_be_listed_for_two_zones_but_not_twice_for_one() -> None:
    here = Holiday(date=EVE, name="here")
    there = Holiday(date=EVE, name="there", zone="Asia/Tokyo")

    assert HolidayList(name="both", days=(there, here)).days == (here, there)
    with pytest.raises(InputError, match="listed twice"):
        HolidayList(name="both", days=(there, Holiday(date=EVE, name="again", zone="Asia/Tokyo")))


def test_a_holiday_in_an_unknown_zone_is_answered_with_the_nearest() -> None:
    with pytest.raises(TimeError, match="did you mean 'Asia/Tokyo'"):
        Holiday(date=EVE, name="x", zone="Asia/Tokio")


# --------------------------------------------------------------------------------------------------------- questions


def test_the_previous_opening_and_closing_are_those_of_the_last_hours() -> None:
    saturday, monday = at("2026-10-31T12:00Z"), at("2026-11-02T10:00Z")

    assert previous_open(office(), saturday) == at("2026-10-30T09:00Z")
    assert previous_close(office(), saturday) == at("2026-10-30T17:00Z")
    assert previous_open(office(), monday) == at("2026-11-02T09:00Z")
    assert previous_close(office(), monday) == at("2026-10-30T17:00Z")


def test_at_an_opening_or_a_closing_the_previous_one_is_that_itself() -> None:
    assert previous_open(office(), at("2026-11-02T09:00Z")) == at("2026-11-02T09:00Z")
    assert previous_close(office(), at("2026-11-02T17:00Z")) == at("2026-11-02T17:00Z")


def test_a_stretch_over_new_year_is_traced_back_to_where_it_began() -> None:
    schedule = Schedule(week=NIGHTS, zone="UTC")

    assert previous_open(schedule, at("2027-01-01T03:00Z")) == at("2026-12-31T22:00Z")
    assert previous_close(schedule, at("2027-01-01T03:00Z")) == at("2026-12-31T06:00Z")


def test_around_the_clock_there_is_neither_a_previous_opening_nor_a_closing() -> None:
    for ask in (previous_open, previous_close):
        with pytest.raises(TimeError, match="before it that is near enough"):
            ask(always_open("Asia/Kathmandu"), at("2026-11-02T09:00Z"))


def test_subtracting_what_is_no_duration_is_refused() -> None:
    with pytest.raises(InputError, match="is not a timedelta"):
        subtract(office(), at("2026-11-02T09:00Z"), 3600)  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------------------- algebra


def test_london_and_new_york_share_three_hours_and_four_while_only_one_has_changed_its_clocks() -> None:
    both = intersection(
        Schedule(week=OFFICE, zone="Europe/London"), Schedule(week=OFFICE, zone="America/New_York")
    )

    assert elapsed(both, at("2026-11-05T00:00Z"), at("2026-11-06T00:00Z")) == 3 * HOUR
    assert elapsed(both, at("2026-10-28T00:00Z"), at("2026-10-29T00:00Z")) == 4 * HOUR


def test_hours_that_share_nothing_end_every_search_with_what_was_searched() -> None:
    nothing = intersection(
        Schedule(week=Week(mon=("09:00-17:00",)), zone="UTC"),
        Schedule(week=Week(tue=("09:00-17:00",)), zone="UTC"),
    )

    with pytest.raises(TimeError, match=r"no opening after it .* \(searched to 2036-11-02\)"):
        next_open(nothing, at("2026-11-02T00:00Z"))
    with pytest.raises(TimeError, match="no opening before it"):
        previous_open(nothing, at("2026-11-02T00:00Z"))
    assert segments(nothing, at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z")) == ()


def test_hours_are_combined_up_to_the_first_and_the_last_instant_that_can_be_asked_about() -> None:
    always = union(always_open("Pacific/Kiritimati"), always_open("Pacific/Pago_Pago"))
    first, last = at("1900-01-01T00:00Z"), at("2999-12-31T23:59:59.999999Z")

    assert is_open(always, first)
    assert is_open(always, last)


def test_nothing_cannot_be_combined_nor_what_has_no_hours() -> None:
    with pytest.raises(InputError, match="is empty"):
        union()
    with pytest.raises(InputError, match="has no hours"):
        intersection(office(), "office")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="has no hours"):
        difference(OFFICE, office())  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------- explanations


def test_a_break_is_named_where_it_took_open_time() -> None:
    assert parts(office(breaks=(LUNCH,)), "2026-11-06T11:00Z", "2026-11-07T18:00Z") == [
        ("open", "", "06 11:00"),
        ("break", "lunch", "06 12:00"),
        ("open", "", "06 12:30"),
        ("closed", "", "06 17:00"),
    ]


def test_a_dated_shift_is_named_beside_what_it_opened_and_what_it_took() -> None:
    schedule = office(shifts=(shift("2026-12-23", "08:00-12:00", name="party"),))

    assert parts(schedule, "2026-12-23T07:00Z", "2026-12-23T18:00Z") == [
        ("closed", "", "23 07:00"),
        ("open", "party", "23 08:00"),
        ("closed", "party", "23 12:00"),
        ("closed", "", "23 17:00"),
    ]


def test_a_shift_that_overrides_a_holiday_is_named_within_it() -> None:
    schedule = office(
        holidays=off("2026-12-25"),
        shifts=(shift("2026-12-25", "10:00-14:00", name="emergency", override=True),),
    )

    assert parts(schedule, "2026-12-25T00:00Z", "2026-12-26T00:00Z") == [
        ("holiday", "day off 2026-12-25", "25 00:00"),
        ("open", "emergency", "25 10:00"),
        ("holiday", "day off 2026-12-25", "25 14:00"),
    ]


def test_combined_hours_are_explained_by_the_days_off_of_their_parts() -> None:
    london = Schedule(week=OFFICE, zone="Europe/London", holidays=off("2026-12-25"))
    york = Schedule(
        week=OFFICE, zone="America/New_York", time_off=(leave("2026-12-24", "2026-12-25", "skiing"),)
    )
    start, end = at("2026-12-24T15:00Z"), at("2026-12-25T20:00Z")

    shared = explain(intersection(london, york), start, end)
    either = explain(union(london, york), start, end)
    only = explain(difference(london, york), start, end)

    assert {(part.kind, part.name) for part in shared.parts} == {
        (PartKind.TIME_OFF, "skiing"),
        (PartKind.HOLIDAY, "day off 2026-12-25"),
    }
    assert [part.kind for part in either.parts if part.kind is PartKind.OPEN] == [PartKind.OPEN] * 2
    assert only.parts[0].kind is PartKind.OPEN
    assert str(shared).splitlines()[0] == "0 min open of 29 h, times in Europe/London"


# --------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hours": ()}, "is empty"),
        ({"hours": "12:00-13:00"}, "is not a list of time spans"),
        ({"hours": ("12:00-12:00",)}, "ends where it starts"),
        ({"hours": ("12:00-13:00",), "days": ("monday",)}, "is not a day of the week"),
        ({"hours": ("12:00-13:00",), "days": "mon"}, "is not a list of days"),
        ({"hours": ("12:00-13:00",), "days": ("mon",), "date": EVE}, "keep one of the two"),
        ({"hours": ("12:00-13:00",), "date": "2026-12-24"}, "is not a plain date"),
        ({"hours": ("12:00-13:00",), "name": 3}, "is not text"),
    ],
)
def test_a_break_that_cannot_be_meant_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Break(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"date": "2026-12-24"}, "is not a plain date"),
        ({"hours": ("24:00-06:00",)}, "starts at 24:00"),
        ({"hours": 9}, "is not a list of time spans"),
        ({"override": "yes"}, "neither true nor false"),
        ({"name": None}, "is not text"),
    ],
)
def test_a_dated_shift_that_cannot_be_meant_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        DatedShift(**({"date": EVE, "hours": ("09:00-13:00",)} | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["breaks", "shifts", "recurring"])
@pytest.mark.parametrize("value", ["x", 3, ["x"]])
def test_exceptions_of_the_wrong_kind_are_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        office(**{field: value})

    assert caught.value.argument == field
