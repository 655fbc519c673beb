"""Many people, one table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from leadmodel.errors import InputError, TimeError
from leadmodel.hours import (
    Overlay,
    Schedule,
    TimeOff,
    add,
    elapsed,
    explain,
    intersection,
    is_open,
    next_close,
    next_open,
)
from leadmodel.hours.calendar import table_over

from .worlds import ALWAYS, OFFICE, at, away, leave, off

TEAM = Schedule(week=OFFICE, zone="Europe/London", holidays=off("2026-12-25", "2026-12-28"))


def people(base: Schedule, count: int) -> list[Overlay]:
    first = date(2026, 1, 5)
    return [
        Overlay(
            base=base,
            time_off=tuple(
                TimeOff(
                    start=first + timedelta(days=7 * week + number % 5),
                    end=first + timedelta(days=7 * week + 5),
                )
                for week in range(number % 17, 104, 17)
            ),
        )
        for number in range(count)
    ]


def test_a_thousand_people_refer_to_one_table_and_add_but_their_own_absences() -> None:
    base = Schedule(week=OFFICE, zone="Europe/London")
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
    everybody = people(base, 1000)

    taken = {elapsed(person, start, end) for person in everybody}

    shared = table_over(base, 1_800_000_000_000_000, 1_800_000_000_000_000)
    assert len(taken) > 5
    for person in everybody:
        table = table_over(person, 1_800_000_000_000_000, 1_800_000_000_000_000)
        assert table.under is shared  # type: ignore[attr-defined]
        assert not hasattr(table, "_flat")


def test_the_rows_of_an_overlay_are_those_of_the_schedule_with_the_time_off_compiled_in() -> None:
    away = (leave("2026-08-03", "2026-08-15"), leave("2026-12-28", "2027-01-02"))
    laid = table_over(Overlay(base=TEAM, time_off=away), 1_790_000_000_000_000, 1_800_000_000_000_000)
    compiled = table_over(
        Schedule(week=OFFICE, zone=TEAM.zone, holidays=TEAM.holidays, time_off=away),
        1_790_000_000_000_000,
        1_800_000_000_000_000,
    )

    assert (laid.starts, laid.ends, laid.done) == (compiled.starts, compiled.ends, compiled.done)
    assert (laid.low, laid.high, laid.total) == (compiled.low, compiled.high, compiled.total)


def test_days_off_may_be_those_of_another_zone_than_the_base() -> None:
    ann = Overlay(
        base=Schedule(week=ALWAYS, zone="UTC"),
        time_off=(leave("2026-11-02", "2026-11-03"),),
        zone="Asia/Tokyo",
    )

    assert next_close(ann, at("2026-11-01T00:00Z")) == at("2026-11-01T15:00Z")
    assert next_open(ann, at("2026-11-01T15:00Z")) == at("2026-11-02T15:00Z")


def test_leave_may_be_laid_over_leave_and_over_hours_that_were_combined() -> None:
    once = Overlay(base=TEAM, time_off=(leave("2026-11-02", "2026-11-03"),))
    twice = Overlay(base=once, time_off=(leave("2026-11-03", "2026-11-04"),))
    both = Overlay(base=intersection(TEAM, once), time_off=(leave("2026-11-03", "2026-11-04"),))

    for person in (twice, both):
        assert next_open(person, at("2026-10-30T17:00Z")) == at("2026-11-04T09:00Z")
        assert add(person, at("2026-10-30T16:00Z"), timedelta(hours=2)) == at("2026-11-04T10:00Z")


def test_an_afternoon_away_is_taken_from_one_person_and_not_from_the_base() -> None:
    ann = Overlay(base=TEAM, time_off=(away("2026-10-26T14:00+01:00", "2026-10-26T18:00+01:00"),))

    assert next_close(ann, at("2026-10-26T09:00Z")) == at("2026-10-26T13:00Z")
    assert next_open(ann, at("2026-10-26T13:00Z")) == at("2026-10-27T09:00Z")
    assert add(ann, at("2026-10-26T12:00Z"), timedelta(hours=2)) == at("2026-10-27T10:00Z")
    assert next_close(TEAM, at("2026-10-26T09:00Z")) == at("2026-10-26T17:00Z")


def test_an_absence_between_two_instants_is_half_open() -> None:
    ann = Overlay(base=TEAM, time_off=(away("2026-10-26T10:00Z", "2026-10-26T11:00Z"),))
    tick = timedelta(microseconds=1)

    assert [is_open(ann, at("2026-10-26T10:00Z") + gap) for gap in (-tick, timedelta())] == [True, False]
    assert [is_open(ann, at("2026-10-26T11:00Z") + gap) for gap in (-tick, timedelta())] == [False, True]


def test_an_absence_lasts_as_long_as_it_does_also_while_the_clocks_change() -> None:
    always = Schedule(week=ALWAYS, zone="America/New_York")
    night = away("2026-11-01T00:00-04:00", "2026-11-01T03:00-05:00", "on call elsewhere")
    day = at("2026-11-01T00:00-04:00"), at("2026-11-02T00:00-05:00")

    for person in (Overlay(base=always, time_off=(night,)), replace(always, time_off=(night,))):
        assert elapsed(person, *day) == timedelta(hours=25 - 4)


def test_an_absence_is_named_between_its_instants() -> None:
    dentist = away("2026-10-26T13:00+01:00", "2026-10-26T15:00+01:00")
    day = at("2026-10-26T11:00Z"), at("2026-10-26T18:00Z")

    for person in (Overlay(base=TEAM, time_off=(dentist,)), replace(TEAM, time_off=(dentist,))):
        assert [
            (part.kind.value, part.name, f"{part.start:%H:%M}") for part in explain(person, *day).parts
        ] == [
            ("open", "", "11:00"),
            ("time_off", "dentist", "12:00"),
            ("open", "", "14:00"),
            ("closed", "", "17:00"),
        ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_an_absence_is_named_however_far_its_zone_is_from_utc(zone: str) -> None:
    always = Schedule(week=ALWAYS, zone=zone)
    for hour in range(24):
        start = at("2026-11-02T00:00Z") + timedelta(hours=hour)
        short = TimeOff(start=start, end=start + timedelta(minutes=1), reason="call")
        timeline = explain(replace(always, time_off=(short,)), start, start + timedelta(minutes=2))
        assert [part.name for part in timeline.parts] == ["call", ""]


@pytest.mark.parametrize(
    "span",
    [
        ("0001-01-01T00:00Z", "2026-10-26T10:00Z"),
        ("0001-01-01T00:00Z", "9999-12-31T23:59Z"),
    ],
)
def test_an_absence_may_reach_beyond_the_years_that_can_be_asked_about(span: tuple[str, str]) -> None:
    gone = away(*span)
    day = at("2026-10-26T08:00Z"), at("2026-10-26T10:00Z")

    for person in (Overlay(base=TEAM, time_off=(gone,)), replace(TEAM, time_off=(gone,))):
        assert elapsed(person, *day) == timedelta()
        assert explain(person, *day).parts[0].name == "dentist"


def test_leave_without_an_end_ends_the_search_as_it_does_when_compiled_in() -> None:
    gone = Overlay(base=TEAM, time_off=(leave("2026-11-01", "9999-12-31"),))

    with pytest.raises(TimeError, match=r"has no opening after it .* \(searched to 2036-11-01\)"):
        next_open(gone, at("2026-11-01T00:00Z"))
    assert not is_open(gone, at("2999-12-31T12:00Z"))


def test_an_overlay_needs_a_base_with_hours() -> None:
    with pytest.raises(InputError, match="has no hours"):
        Overlay(base=OFFICE)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="is not a TimeOff"):
        Overlay(base=TEAM, time_off=("2026-11-02",))  # type: ignore[arg-type]
    with pytest.raises(TimeError, match="is not a time zone"):
        Overlay(base=TEAM, zone="Europe/Londn")
