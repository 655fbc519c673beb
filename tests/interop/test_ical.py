"""Calendars that people keep elsewhere, read as holidays and time off."""

import datetime as dt
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, RowError, TimeError
from leadmodel.hours import HolidayList, PartKind, Schedule, TimeOff, Week, elapsed, explain
from leadmodel.interop import read_holidays, read_time_off
from tests.hours import oracle

YEAR = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
DAY = dt.timedelta(1)
ROME = "Europe/Rome"

OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, title: str = "away", uid: str = "") -> str:
    known = [f"UID:{uid}"] if uid else []
    return "\n".join(["BEGIN:VEVENT", *known, f"SUMMARY:{title}", *lines, "END:VEVENT"]) + "\n"


def calendar(*parts: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{head}{''.join(parts)}END:VCALENDAR\n"


def off(*parts: str, zone: str = ROME, between: tuple[dt.date, dt.date] = YEAR) -> list[tuple[str, str]]:
    found = read_time_off(calendar(*parts), between=between, zone=zone)
    return [(plain(each.start), plain(each.end)) for each in found]


def plain(value: dt.date) -> str:
    return f"{value:%Y-%m-%dT%H:%MZ}" if isinstance(value, dt.datetime) else value.isoformat()


def starts(*parts: str, zone: str = ROME, between: tuple[dt.date, dt.date] = YEAR) -> list[str]:
    return [start for start, _ in off(*parts, zone=zone, between=between)]


def holidays(*parts: str, zone: str | None = None) -> dict[str, str]:
    found = read_holidays(calendar(*parts), between=YEAR, zone=zone)
    return {day.date.isoformat(): day.name for day in found.days}


def faults(text: str | bytes, *, zone: str = ROME) -> list[str]:
    with pytest.raises(RowError) as caught:
        read_time_off(text, between=YEAR, zone=zone, name="leave.ics")
    return [str(finding) for finding in caught.value.findings]


def fault(*lines: str) -> str:
    (found,) = faults(calendar(event(*lines, uid="u1")))
    assert "(event 'away', uid 'u1')" in found
    return found


# ------------------------------------------------------------------------------------------------------- whole days


def test_an_event_of_whole_days_ends_on_the_day_of_the_return() -> None:
    text = event("DTSTART;VALUE=DATE:20260803", "DTEND;VALUE=DATE:20260815")

    assert off(text) == [("2026-08-03", "2026-08-15")]


@pytest.mark.parametrize(
    "end", [(), ("DTEND;VALUE=DATE:20260804",), ("DTEND;VALUE=DATE:20260803",), ("DURATION:P1D",)]
)
def test_a_date_alone_is_one_day_however_it_is_written(end: tuple[str, ...]) -> None:
    assert off(event("DTSTART;VALUE=DATE:20260803", *end)) == [("2026-08-03", "2026-08-04")]


def test_a_holiday_of_several_days_is_one_on_each_of_those_asked_about() -> None:
    text = event("DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270104", title="closed")

    assert holidays(text) == {"2026-12-30": "closed", "2026-12-31": "closed"}


def test_a_day_with_two_names_bears_both_whatever_their_order() -> None:
    one, two = (event("DTSTART;VALUE=DATE:20260501", title=title) for title in ("Labour Day", "May Day"))

    assert holidays(one, two) == holidays(two, one) == {"2026-05-01": "Labour Day; May Day"}


def test_leave_that_hangs_over_the_edge_of_the_period_is_kept_whole() -> None:
    text = event("DTSTART;VALUE=DATE:20251220", "DTEND;VALUE=DATE:20260105")

    assert off(text) == [("2025-12-20", "2026-01-05")]
    assert off(text, between=(dt.date(2026, 1, 5), dt.date(2026, 2, 1))) == []


def test_leave_for_ever_is_read() -> None:
    assert off(event("DTSTART;VALUE=DATE:20260803", "DTEND;VALUE=DATE:99991231")) == [
        ("2026-08-03", "9999-12-31")
    ]


def test_the_list_takes_the_name_of_the_calendar_unless_another_is_given() -> None:
    text = calendar(event("DTSTART;VALUE=DATE:20260501"), head="X-WR-CALNAME:Feste\n")

    assert read_holidays(text, between=YEAR).name == "Feste"
    assert read_holidays(text, between=YEAR, name="it").name == "it"


def test_a_zone_goes_into_every_holiday() -> None:
    text = calendar(event("DTSTART;VALUE=DATE:20261126"))

    assert [day.zone for day in read_holidays(text, between=YEAR, zone="America/New_York").days] == [
        "America/New_York"
    ]


def test_a_holiday_written_from_midnight_to_midnight_is_a_whole_day() -> None:
    text = event(f"DTSTART;TZID={ROME}:20260501T000000", f"DTEND;TZID={ROME}:20260503T000000", title="bridge")

    assert holidays(text) == {"2026-05-01": "bridge", "2026-05-02": "bridge"}


def test_a_holiday_at_midnight_in_utc_needs_the_zone_whose_it_is() -> None:
    text = event("DTSTART:20260430T220000Z", "DTEND:20260501T220000Z", title="Labour Day")

    assert holidays(text, zone=ROME) == {"2026-05-01": "Labour Day"}
    with pytest.raises(RowError, match=r"calendar:4 DTSTART: is in UTC.*give the `zone`.*event 'Labour Day'"):
        holidays(text)


def test_half_a_holiday_is_a_fault_and_only_in_the_days_asked_about() -> None:
    half = event("DTSTART:20261224T140000", "DTEND:20261225T000000", title="Christmas Eve")

    with pytest.raises(RowError, match="is not a whole day, read it with read_time_off"):
        holidays(half)
    assert holidays(half.replace("2026", "2019")) == {}


# ------------------------------------------------------------------------------------------------------- with times


def test_times_become_instants() -> None:
    utc = event("DTSTART:20261026T120000Z", "DTEND:20261026T160000Z")
    rome = event(f"DTSTART;TZID={ROME}:20261026T130000", f"DTEND;TZID={ROME}:20261026T170000")
    two_zones = event(f"DTSTART;TZID={ROME}:20261026T130000", "DTEND;TZID=Europe/London:20261026T160000")
    floating = event("DTSTART:20261026T130000", "DURATION:PT4H")

    for text in (utc, rome, two_zones, floating):
        assert off(text) == [("2026-10-26T12:00Z", "2026-10-26T16:00Z")]


def test_a_time_without_a_zone_is_read_where_the_person_works() -> None:
    text = event("DTSTART:20261026T130000", "DURATION:PT4H")

    assert off(text, zone="Asia/Tokyo") == [("2026-10-26T04:00Z", "2026-10-26T08:00Z")]


def test_a_windows_name_is_the_zone_that_it_stands_for() -> None:
    text = event("DTSTART;TZID=W. Europe Standard Time:20260701T090000", "DURATION:PT1H")
    quoted = event('DTSTART;TZID="W. Europe Standard Time":20260701T090000', "DURATION:PT1H")

    assert off(text) == off(quoted) == [("2026-07-01T07:00Z", "2026-07-01T08:00Z")]


def test_an_unknown_zone_is_read_by_the_definition_that_comes_along() -> None:
    text = event("DTSTART;TZID=Customized Time Zone:20260701T090000", "DURATION:PT1H")
    winter = text.replace("0701", "1201")

    assert off(OUTLOOK_ZONE, text, winter) == off(text, OUTLOOK_ZONE, winter)
    assert starts(OUTLOOK_ZONE, text, winter) == ["2026-07-01T07:00Z", "2026-12-01T08:00Z"]


def test_two_calendars_in_one_text_keep_their_own_definitions() -> None:
    text = event("DTSTART;TZID=Customized Time Zone:20260701T090000", "DURATION:PT1H")
    fixed = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\nTZOFFSETTO:+0500\nEND:STANDARD\n"
    other = f"BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n{fixed}END:VTIMEZONE\n"

    found = read_time_off(calendar(OUTLOOK_ZONE, text) + calendar(other, text), between=YEAR, zone=ROME)
    assert [plain(each.start) for each in found] == ["2026-07-01T04:00Z", "2026-07-01T07:00Z"]
    assert "no VTIMEZONE" in faults(calendar(OUTLOOK_ZONE) + calendar(text))[0]


def test_a_zone_that_nobody_knows_is_never_taken_for_utc() -> None:
    assert fault("DTSTART;TZID=Europe/Rom:20260701T090000", "DURATION:PT1H") == (
        "leave.ics:7 DTSTART: 'Europe/Rom' is not a time zone, did you mean 'Europe/Rome'?; "
        "the calendar has no VTIMEZONE that defines it (event 'away', uid 'u1')"
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("TZOFFSETTO:+0200", "TZOFFSETTO:east"), "TZOFFSETTO 'east' is not an offset"),
        (("FREQ=YEARLY", "FREQ=SECONDLY"), "does not come every year"),
        (("DTSTART:16010101T020000", "DTSTART:1601"), "'1601' is not a time"),
        (("BYDAY=-1SU;BYMONTH=3", "BYDAY=XX;BYMONTH=3"), "cannot be read"),
        (("BYDAY=-1SU;BYMONTH=3", "BYDAY=9SU;BYMONTH=12"), "has BYDAY=9SU"),
        (("BYMONTH=10", "BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=1"), "is not a time"),
    ],
)
def test_a_definition_that_cannot_be_read_is_a_fault_of_what_needs_it(
    wrong: tuple[str, str], says: str
) -> None:
    text = event("DTSTART;TZID=Customized Time Zone:20260701T090000", "DURATION:PT1H")

    (found,) = faults(calendar(OUTLOOK_ZONE.replace(*wrong), text))
    assert says in found
    assert off(OUTLOOK_ZONE.replace(*wrong)) == []


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)))
def test_a_definition_gives_the_instants_of_the_zone_that_it_describes(wall: dt.datetime) -> None:
    # Since 1996 the whole EU changes its clocks as the definition says.
    wall = wall.replace(microsecond=0, year=max(wall.year, 1997), day=min(wall.day, 28))
    between = wall.date() - DAY, wall.date() + 2 * DAY
    own, known = (
        off(
            OUTLOOK_ZONE, event(f"DTSTART;TZID={name}:{wall:%Y%m%dT%H%M%S}", "DURATION:PT1H"), between=between
        )
        for name in ("Customized Time Zone", "Europe/Berlin")
    )

    assert own == known


def test_a_definition_holds_for_an_end_long_after_the_period() -> None:
    for end, hour in (("20300701", 7), ("20301201", 8), ("29980701", 7)):
        text = event(
            "DTSTART;TZID=Customized Time Zone:20260701T090000",
            f"DTEND;TZID=Customized Time Zone:{end}T090000",
        )
        ((_, until),) = off(OUTLOOK_ZONE, text)
        assert until.endswith(f"T{hour:02}:00Z")


def test_a_time_in_a_gap_keeps_the_offset_before_it_and_a_repeated_one_is_the_first() -> None:
    for zone in (ROME, "Customized Time Zone"):
        gap = event(f"DTSTART;TZID={zone}:20260329T023000", "DURATION:PT1H")
        fold = event(f"DTSTART;TZID={zone}:20261025T023000", "DURATION:PT1H")
        assert starts(OUTLOOK_ZONE, gap, fold) == ["2026-03-29T01:30Z", "2026-10-25T00:30Z"]


def test_days_are_counted_on_the_calendar_and_hours_by_the_clock() -> None:
    one_day = event(f"DTSTART;TZID={ROME}:20261024T120000", "DURATION:P1D")
    hours = event(f"DTSTART;TZID={ROME}:20261024T120000", "DURATION:PT24H")
    both = event(f"DTSTART;TZID={ROME}:20261024T120000", "DURATION:P1DT2H")

    assert off(one_day) == [("2026-10-24T10:00Z", "2026-10-25T11:00Z")]
    assert off(hours) == [("2026-10-24T10:00Z", "2026-10-25T10:00Z")]
    assert off(both) == [("2026-10-24T10:00Z", "2026-10-25T13:00Z")]


def test_the_day_that_apia_skipped_takes_nothing() -> None:
    lost = event("DTSTART;VALUE=DATE:20111230")
    daily = event("DTSTART;TZID=Pacific/Apia:20111228T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=5")
    between = dt.date(2011, 12, 27), dt.date(2012, 1, 3)
    nine_to_five = ("09:00-17:00",)
    week = Week(mon=nine_to_five, thu=nine_to_five, fri=nine_to_five, sat=nine_to_five)
    base = Schedule(week=week, zone="Pacific/Apia")
    away = read_time_off(calendar(lost), between=between, zone="Pacific/Apia")
    start, end = (dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) for day in between)

    assert elapsed(Schedule(week=week, zone="Pacific/Apia", time_off=away), start, end) == elapsed(
        base, start, end
    )
    assert starts(daily, zone="Pacific/Apia", between=between) == [
        "2011-12-28T19:00Z",
        "2011-12-29T19:00Z",
        "2011-12-30T19:00Z",
        "2011-12-31T19:00Z",
    ]


def test_an_event_without_a_length_takes_nothing() -> None:
    assert off(event("DTSTART:20260701T090000Z")) == []
    assert off(event("DTSTART:20260701T090000Z", "DTEND:20260701T090000Z")) == []


def test_a_period_of_instants_ends_at_the_instant() -> None:
    text = calendar(event("DTSTART:20260701T090000Z", "DURATION:PT1H"))
    nine, ten = (dt.datetime(2026, 7, 1, hour, tzinfo=dt.UTC) for hour in (9, 10))

    assert len(read_time_off(text, between=(nine, nine + dt.timedelta(seconds=1)), zone=ROME)) == 1
    assert read_time_off(text, between=(ten, ten + DAY), zone=ROME) == ()
    assert read_time_off(text, between=(nine - DAY, nine), zone=ROME) == ()


# -------------------------------------------------------------------------------------------------- that come again


def test_a_rule_is_expanded_in_the_period_alone() -> None:
    text = event("DTSTART;VALUE=DATE:20200103", "RRULE:FREQ=WEEKLY;INTERVAL=2")

    assert starts(text, between=(dt.date(2026, 1, 1), dt.date(2026, 2, 1))) == [
        "2026-01-09",
        "2026-01-23",
    ]


def test_a_repeated_time_stays_the_same_on_the_wall() -> None:
    text = event(f"DTSTART;TZID={ROME}:20260306T130000", "DURATION:PT4H", "RRULE:FREQ=MONTHLY;COUNT=3")

    assert starts(text) == ["2026-03-06T12:00Z", "2026-04-06T11:00Z", "2026-05-06T11:00Z"]


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("20260120", 3),
        ("20260119", 2),
        ("20260120T080000Z", 3),
        ("20260120T075959Z", 2),
        ("20260120T090000", 3),
    ],
)
def test_until_is_included(until: str, count: int) -> None:
    text = event(f"DTSTART;TZID={ROME}:20260106T090000", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;UNTIL={until}")

    assert len(off(text)) == count


@pytest.mark.parametrize("until", ["20260120", "20260120T000000Z", "20260120T120000"])
def test_until_of_whole_days_is_a_date_however_it_is_written(until: str) -> None:
    assert (
        starts(event("DTSTART;VALUE=DATE:20260106", f"RRULE:FREQ=WEEKLY;UNTIL={until}"))[-1] == "2026-01-20"
    )


def test_exdates_are_left_out_and_rdates_come_in() -> None:
    text = event(
        f"DTSTART;TZID={ROME}:20260106T090000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        f"EXDATE;TZID={ROME}:20260113T090000,20260106T090000",
        "EXDATE:20260120T080000Z",
        "EXDATE;VALUE=DATE:20260127",
        "RDATE:20260801T100000Z",
    )

    assert starts(text) == ["2026-02-03T08:00Z", "2026-08-01T10:00Z"]


def test_the_first_day_counts_even_when_its_rule_does_not_name_it() -> None:
    wednesday = "DTSTART;VALUE=DATE:20260107"

    assert starts(event(wednesday, "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=3")) == [
        "2026-01-07",
        "2026-01-09",
        "2026-01-16",
    ]
    assert starts(event(wednesday, "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=1")) == ["2026-01-07"]
    assert starts(event(wednesday, "RRULE:FREQ=WEEKLY;COUNT=0000002")) == ["2026-01-07", "2026-01-14"]


def test_parts_that_repeat_what_the_start_says_are_read_over() -> None:
    rule = "RRULE:freq=weekly;byhour=9;byminute=0;bysecond=00;count=2;"
    assert len(off(event(f"DTSTART;TZID={ROME}:20260106T090000", "DURATION:PT1H", rule))) == 2
    assert len(off(event("DTSTART;VALUE=DATE:20260106", "RRULE:FREQ=WEEKLY;BYHOUR=7;COUNT=2"))) == 2


@pytest.mark.parametrize("first", ["1604", "1899", "1970"])
def test_a_yearly_day_may_have_begun_long_ago(first: str) -> None:
    assert starts(event(f"DTSTART;VALUE=DATE:{first}0219", "RRULE:FREQ=YEARLY")) == ["2026-02-19"]
    leap = event("DTSTART;VALUE=DATE:16040229", "RRULE:FREQ=YEARLY")
    assert starts(leap, between=(dt.date(2024, 1, 1), dt.date(2029, 1, 1))) == ["2024-02-29", "2028-02-29"]


def test_a_changed_occurrence_stands_in_the_place_of_the_one_that_it_changes() -> None:
    series = event(
        f"DTSTART;TZID={ROME}:20260106T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4", uid="s"
    )
    moved = event(
        "RECURRENCE-ID:20260113T080000Z", "DTSTART:20260114T100000Z", "DURATION:PT2H", uid="s", title="moved"
    )
    called_off = event(
        f"RECURRENCE-ID;TZID={ROME}:20260120T090000",
        "DTSTART:20260120T080000Z",
        "STATUS:CANCELLED",
        uid="s",
    )
    expected = [
        ("2026-01-06T08:00Z", "2026-01-06T09:00Z"),
        ("2026-01-14T10:00Z", "2026-01-14T12:00Z"),
        ("2026-01-27T08:00Z", "2026-01-27T09:00Z"),
    ]

    assert off(series, moved, called_off) == off(called_off, moved, series) == expected


def test_a_changed_whole_day_may_be_named_by_its_date_or_its_midnight() -> None:
    series = event("DTSTART;VALUE=DATE:20260106", "RRULE:FREQ=WEEKLY;COUNT=2", uid="s")
    for named in ("RECURRENCE-ID;VALUE=DATE:20260113", "RECURRENCE-ID:20260113T000000"):
        assert starts(series, event(named, "DTSTART;VALUE=DATE:20260115", uid="s")) == [
            "2026-01-06",
            "2026-01-15",
        ]


def test_a_changed_occurrence_without_its_series_is_read_on_its_own() -> None:
    text = event("RECURRENCE-ID:20260113T080000Z", "DTSTART:20260114T100000Z", "DURATION:PT2H", uid="s")

    assert starts(text) == ["2026-01-14T10:00Z"]


def test_an_occurrence_moved_into_the_period_counts_and_one_moved_out_does_not() -> None:
    series = event("DTSTART;VALUE=DATE:20251230", "RRULE:FREQ=WEEKLY;COUNT=2", uid="s")
    into = event("RECURRENCE-ID;VALUE=DATE:20251230", "DTSTART;VALUE=DATE:20260102", uid="s")
    out = event("RECURRENCE-ID;VALUE=DATE:20260106", "DTSTART;VALUE=DATE:20251229", uid="s")

    assert starts(series, into, out) == ["2026-01-02"]


def test_the_later_version_of_an_event_counts_and_one_uid_for_many_loses_none() -> None:
    old = event("DTSTART;VALUE=DATE:20260106", uid="a")
    new = event("DTSTART;VALUE=DATE:20260108", "SEQUENCE:2", uid="a")
    other = event("DTSTART;VALUE=DATE:20260110", uid="a")

    assert starts(old, new) == starts(new, old) == ["2026-01-08"]
    assert starts(old, other) == ["2026-01-06", "2026-01-10"]


# --------------------------------------------------------------------------------------- what is left out, and what not


def test_a_cancelled_event_is_left_out() -> None:
    assert off(event("DTSTART;VALUE=DATE:20260106", "STATUS:CANCELLED")) == []
    assert (
        read_holidays(
            calendar(event("DTSTART;VALUE=DATE:20260106"), head="METHOD:CANCEL\n"), between=YEAR
        ).days
        == ()
    )


def test_time_marked_as_free_takes_nothing_from_a_person_and_is_no_objection_to_a_holiday() -> None:
    text = calendar(event("DTSTART;VALUE=DATE:20260106", "TRANSP:TRANSPARENT"))

    assert read_time_off(text, between=YEAR, zone=ROME) == ()
    assert len(read_time_off(text, between=YEAR, zone=ROME, free="read")) == 1
    assert len(read_holidays(text, between=YEAR).days) == 1
    assert read_holidays(text, between=YEAR, free="leave_out").days == ()


def test_a_private_event_keeps_its_title() -> None:
    def reason(*lines: str) -> str:
        text = calendar(event("DTSTART;VALUE=DATE:20260106", *lines, title="clinic"))
        return read_time_off(text, between=YEAR, zone=ROME)[0].reason

    assert reason() == reason("CLASS:PUBLIC") == "clinic"
    assert reason("CLASS:PRIVATE") == reason("CLASS:CONFIDENTIAL") == "leave"


def test_an_alarm_inside_an_event_and_what_is_no_event_change_nothing() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT5M\nSUMMARY:wake up\nEND:VALARM"
    text = event("DTSTART;VALUE=DATE:20260106", alarm)
    todo = "BEGIN:VTODO\nDTSTART;VALUE=DATE:20260301\nEND:VTODO\n"

    assert off(text, todo) == [("2026-01-06", "2026-01-07")]
    assert read_time_off(calendar(text), between=YEAR, zone=ROME)[0].reason == "away"


def test_bytes_folds_and_line_ends_are_read_as_the_standard_wants() -> None:
    text = calendar(event("DTSTART;VALUE=DATE:20260106", title="Heilige Drei Könige\\, frei"))
    raw = text.replace("\n", "\r\n").encode()
    cut = raw.index("ö".encode()) + 1
    folded = raw[:cut] + b"\r\n " + raw[cut:]

    for given_text in (text, raw, folded, b"\xef\xbb\xbf" + raw, "\ufeff" + text, text.replace("\n", "\r")):
        assert [day.name for day in read_holidays(given_text, between=YEAR).days] == [
            "Heilige Drei Könige, frei"
        ]


# ------------------------------------------------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["DURATION:PT1H"], "leave.ics:4 DTSTART: is missing"),
        (["DTSTART:2026"], "leave.ics:7 DTSTART: '2026' is not a time such as 20261225"),
        (["DTSTART;VALUE=DATE:20260230"], "'20260230' does not exist"),
        (["DTSTART:20260701T250000Z"], "does not exist in the calendar or on the clock"),
        (["DTSTART;VALUE=DATE:20260701T090000"], "is not a date such as 20261225"),
        ([f"DTSTART;TZID={ROME}:20260701T090000Z"], "is in UTC and has a TZID"),
        (["DTSTART;TZID=:20260701T090000"], "'' is not a time zone"),
        (["DTSTART:00010101T000000Z", "DTEND;TZID=Asia/Tokyo:00010101T000000"], "outside the years 1 to 9999"),
        (["DTSTART:20260701T090000Z", "DTEND:20260701T080000Z"], "leave.ics:8 DTEND: '20260701T080000Z' lies before"),
        (["DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260601"], "lies before DTSTART 20260701"),
        (["DTSTART;VALUE=DATE:20260701", "DTEND:20260701T090000Z"], "not both dates, or both times"),
        (["DTSTART;VALUE=DATE:20260701", "DURATION:PT4H"], "has hours, and the event is of whole days"),
        (["DTSTART:20260701T090000Z", "DURATION:-PT4H"], "is negative"),
        (["DTSTART:20260701T090000Z", "DURATION:P"], "is not a duration such as"),
        (["DTSTART:20260701T090000Z", "DURATION:PT4H", "DTEND:20260701T100000Z"], "stands beside DTEND"),
        (["DTSTART:20260701T090000Z", "DTSTART:20260701T100000Z"], "leave.ics:8 DTSTART: is given twice"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=HOURLY"], "needs a frequency"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=WEEKLY;BYDAI=MO"], "did you mean 'BYDAY'?"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=WEEKLY;FREQ=DAILY"], "has a part twice"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=DAILY;COUNT=0"], "has COUNT=0"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=MONTHLY;BYDAY=TU,6MO"], "has BYDAY=6MO, expected a number up"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=YEARLY;BYDAY=-54MO"], "has BYDAY=-54MO"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=YEARLY;BYEASTER=300"], "has BYEASTER, which RFC 5545"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101"], "both COUNT and UNTIL"),
        (["DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "names no date"),
        (["DTSTART:20260701T090000Z", "RRULE:FREQ=DAILY;BYHOUR=9,14"], "has BYHOUR=9,14, repeating within a day"),
        (["DTSTART;VALUE=DATE:20260701", "EXRULE:FREQ=DAILY"], "EXRULE: is not read"),
        (["DTSTART;VALUE=DATE:20260701", "RDATE:20260801T090000Z"], "not both dates, or both times"),
        (["DTSTART:20260701T090000Z", "RDATE;VALUE=PERIOD:20260801T090000Z/PT1H"], "is a period"),
        (["DTSTART;VALUE=DATE:20260701", "EXDATE:soon"], "EXDATE: 'soon' is not a time"),
        (["DTSTART:20260701T090000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260701T090000Z"], "RANGE='THISANDFUTURE'"),
        (
            ["DTSTART;VALUE=DATE:20260701", "RECURRENCE-ID;VALUE=DATE:20260701", "RRULE:FREQ=DAILY"],
            "stands beside RECURRENCE-ID",
        ),
        (["DTSTART;VALUE=DATE:20260701", "SEQUENCE:new"], "'new' is not a whole number"),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_in_which_event(lines: Sequence[str], says: str) -> None:
    assert says in fault(*lines)


def test_every_fault_is_listed_at_once_by_line() -> None:
    text = calendar(
        event("DTSTART:soon", "DURATION:long", "RDATE:20260101,y", title="one"),
        event("DTSTART;VALUE=DATE:20260106", title="fine"),
        event("DTSTART;VALUE=DATE:20260106", "RRULE:FREQ=NEVER", "EXDATE:x", "STATUS:CANCELLED", title="two"),
    )

    found = faults(text)
    assert [each.split(": ")[0] for each in found] == [
        "leave.ics:6 DTSTART",
        "leave.ics:7 DURATION",
        "leave.ics:8 RDATE",
        "leave.ics:17 RRULE",
        "leave.ics:18 EXDATE",
    ]
    assert "event 'one'" in found[0]
    assert "event 'two'" in found[4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "leave.ics:1: is not an iCalendar text: expected BEGIN:VCALENDAR, found nothing"),
        ("<html>\nsign in", "found '<html>'"),
        ("/etc/hostname", "expected BEGIN:VCALENDAR, found '/etc/hostname'"),
        ("BEGIN:VEVENT\nEND:VEVENT\n", "expected BEGIN:VCALENDAR, found 'BEGIN:VEVENT'"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nmore", "leave.ics:3: is not an iCalendar text"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "leave.ics:2: VEVENT has no END: the text is cut off"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "END:VCALENDAR closes a VEVENT that began in line 2"),
        (calendar("a broken line\n"), "'a broken line' is not a line of a calendar"),
        (calendar("BEGIN:VFREEBUSY\nEND:VFREEBUSY\n"), "VFREEBUSY is not read"),
        (calendar("BEGIN:VTODO\n", event("DTSTART:20260101"), "END:VTODO\n"), "VEVENT stands inside a VTODO"),
        (calendar(event("DTSTART:20260101")).encode("utf-16"), "is not UTF-8"),
        (calendar(event("DTSTART:20260101", title="Köln")).encode("latin-1"), "is not UTF-8"),
        (calendar(event('DTSTART;TZID="Europe/Rome:20260101T090000')), "DTSTART"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_whole_calendar_is_refused(text: str | bytes, says: str) -> None:
    assert says in faults(text)[0]


def test_a_broken_call_is_not_a_broken_calendar() -> None:
    text = calendar()
    first, last = YEAR
    with pytest.raises(InputError, match="is not two dates in order"):
        read_holidays(text, between=(last, first))
    with pytest.raises(InputError, match="is not two dates in order"):
        read_time_off(text, between=(first, last.replace(year=3000)), zone=ROME)
    with pytest.raises(TimeError, match="has no time zone"):
        read_time_off(text, between=(dt.datetime(2026, 1, 1), dt.datetime(2026, 2, 1)), zone=ROME)
    with pytest.raises(TimeError, match="is not two instants in order"):
        read_time_off(text, between=(dt.datetime(2026, 1, 1, tzinfo=dt.UTC),) * 2, zone=ROME)
    with pytest.raises(TimeError, match="did you mean 'Europe/Rome'"):
        read_time_off(text, between=YEAR, zone="Europe/Rom")
    with pytest.raises(InputError, match="expected one of leave_out, read"):
        read_holidays(text, between=YEAR, free="skip")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="is not text or bytes"):
        read_holidays(None, between=YEAR)  # type: ignore[arg-type]


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(InputError, match=r"install leadmodel\[ical\]"):
        read_holidays(calendar(), between=YEAR)


# --------------------------------------------------------------------------------------------------------------- laws

ZONES = st.sampled_from(["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
WALLS = st.datetimes(dt.datetime(2026, 1, 2), dt.datetime(2026, 12, 30)).map(
    lambda value: value.replace(microsecond=0)
)


@st.composite
def written(draw: st.DrawFn) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", draw(st.uuids()).hex)
    made.add("summary", draw(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30)))
    if draw(st.booleans()):
        first = draw(WALLS).date()
        made.add("dtstart", first)
        made.add("dtend", first + draw(st.integers(1, 40)) * DAY)
    else:
        start = draw(WALLS).replace(tzinfo=ZoneInfo(draw(ZONES)))
        length = dt.timedelta(seconds=draw(st.integers(1, 400_000)))
        made.add("dtstart", start)
        made.add("dtend", (start.astimezone(dt.UTC) + length).astimezone(ZoneInfo(draw(ZONES))))
    return made


def span_of(made: icalendar.Event) -> TimeOff:
    start, end = made.decoded("dtstart"), made.decoded("dtend")
    if isinstance(start, dt.datetime):
        start, end = start.astimezone(dt.UTC), instant_of(end)
    return TimeOff(start=start, end=end, reason=str(made["summary"]).strip() or "leave")


def instant_of(value: dt.datetime) -> dt.datetime:
    """The text of a repeated time does not say that it is the second."""
    return value.replace(fold=0).astimezone(dt.UTC)


@given(st.data())
@settings(deadline=None)
def test_what_was_written_is_read_whatever_the_order(data: st.DataObject) -> None:
    events = [
        made
        for made in data.draw(st.lists(written(), max_size=6))
        if not isinstance(made.decoded("dtstart"), dt.datetime)
        or instant_of(made.decoded("dtend")) > instant_of(made.decoded("dtstart"))
    ]
    texts = []
    for order in (events, data.draw(st.permutations(events))):
        whole = icalendar.Calendar()
        for made in order:
            whole.add_component(made)
        texts.append(whole.to_ical())
    between = dt.date(2025, 1, 1), dt.date(2028, 1, 1)
    one, other = (read_time_off(text, between=between, zone=ROME) for text in texts)

    assert one == other
    assert set(one) == {span_of(made) for made in events}


RULES = st.sampled_from(
    [
        *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY"),
        *("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        *("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ]
)  # fmt: skip
LIMITS = st.sampled_from(["", ";COUNT=1", ";COUNT=7", ";COUNT=400"])


@given(WALLS, RULES, LIMITS, st.booleans(), ZONES, st.integers(0, 900), st.integers(1, 60), st.data())
@settings(deadline=None)
def test_a_rule_means_what_another_library_says_that_it_means(
    wall: dt.datetime,
    rule: str,
    limit: str,
    whole: bool,
    zone: str,
    later: int,
    long: int,
    data: st.DataObject,
) -> None:
    # At noon no clock changes: the two differ on how long what runs over a change lasts.
    wall = wall.replace(hour=12, minute=0, second=0)
    dtstart = f";VALUE=DATE:{wall:%Y%m%d}" if whole else f";TZID={zone}:{wall:%Y%m%dT%H%M%S}"
    lines = [f"DTSTART{dtstart}", "DURATION:P1D" if whole else "DURATION:PT2H", f"RRULE:{rule}{limit}"]
    first = wall.date() + later * DAY
    last = first + long * DAY
    every = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar(event(*lines, uid="x"))))
    expected = [each.decoded("dtstart") for each in every.between(first, last)]
    by_rule = [
        start
        for start in expected
        # It may count the first date without its rule naming it; that has a test of its own.
        if (start if whole else start.replace(tzinfo=None)) != (wall.date() if whole else wall)
    ]
    one_off: bool = data.draw(st.booleans())
    if by_rule and one_off:
        gone = data.draw(st.sampled_from(by_rule))
        by_rule.remove(gone)
        value = f";VALUE=DATE:{gone:%Y%m%d}" if whole else f":{gone.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
        lines.append(f"EXDATE{value}")

    zone = "UTC" if whole else zone
    read = read_time_off(calendar(event(*lines, uid="x")), between=(first, last), zone=zone)
    start = wall.date() if whole else wall.replace(tzinfo=ZoneInfo(zone))
    found = [each.start for each in read if each.start != start]

    if ";COUNT" not in limit or _names(rule, wall):
        assert found == [each if whole else each.astimezone(dt.UTC) for each in sorted(by_rule)]


def _names(rule: str, wall: dt.datetime) -> bool:
    """Whether the rule names its first date; where it does not, what a COUNT counts is left open by RFC 5545."""
    from dateutil.rrule import rrulestr

    return wall in rrulestr(rule, dtstart=wall)


PIECES = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE"),
        *("BEGIN:STANDARD", "END:STANDARD", "DTSTART:20260101T090000", "DTSTART;TZID=Own:00010101T000000"),
        *("DTEND:99991231T235959Z", "DTEND;TZID=America/Adak:99991231T235959", "DURATION:P9999999D"),
        *("DURATION:P99999999999W", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY;BYWEEKNO=54", "RRULE:", "TZID:Own"),
        *("RRULE:FREQ=YEARLY;BYEASTER=999999999", "RRULE:FREQ=MONTHLY;BYSETPOS=0", "RDATE:,,20260101", "EXDATE:"),
        "RRULE:FREQ=MONTHLY;BYDAY=-9MO",
        *("TZOFFSETFROM:+9999", "TZOFFSETTO:-0000", "RRULE:FREQ=WEEKLY;UNTIL=00010101T000000Z", "SEQUENCE:٣"),
        *("RECURRENCE-ID:99991231", "DTSTART;TZID=../../etc/passwd:20260101T090000", "DTSTART;TZID=a,b:20260101"),
        *("SUMMARY;X=\"a;b:c", " folded", ":", ";", "DTSTART", "DTSTART;VALUE=DATE:20260101", "DTSTART:00010101"),
    ]
)  # fmt: skip


def only_documented_errors(text: str | bytes) -> None:
    for read in (
        lambda: read_holidays(text, between=YEAR),
        lambda: read_holidays(text, between=YEAR, zone="America/Adak", free="leave_out"),
        lambda: read_time_off(text, between=YEAR, zone="Pacific/Kiritimati", free="read"),
    ):
        try:
            found = read()
        except LeadModelError:
            continue
        assert isinstance(found, HolidayList | tuple)


@given(st.one_of(st.binary(), st.text(), st.text().map(calendar), st.lists(PIECES).map("\n".join)))
@settings(deadline=None)
def test_only_documented_errors_escape_from_any_text(text: str | bytes) -> None:
    only_documented_errors(text)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=8), st.lists(PIECES, max_size=8))
@settings(deadline=None)
def test_only_documented_errors_escape_from_any_event(lines: list[str], zone: list[str]) -> None:
    own = "\n".join(["BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD", *zone, "END:STANDARD", "END:VTIMEZONE"])
    only_documented_errors(
        calendar(own + "\n", event(*lines, uid="x"), event("DTSTART;TZID=Own:20260101T0900"))
    )


SOUND = calendar(
    OUTLOOK_ZONE,
    event("DTSTART;TZID=Customized Time Zone:20260106T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", uid="s"),
    event("RECURRENCE-ID:20260113T080000Z", "DTSTART:20260114T100000Z", "DTEND:20260114T110000Z", uid="s"),
    event("DTSTART;VALUE=DATE:20260803", "DTEND;VALUE=DATE:20260815", "EXDATE;VALUE=DATE:20260803"),
)


@given(
    st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 12), st.text(max_size=4)), max_size=3)
)
@settings(deadline=None)
def test_only_documented_errors_escape_from_a_damaged_calendar(damage: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for place, length, instead in damage:
        text = text[:place] + instead + text[place + length :]
    only_documented_errors(text)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=DAILY;COUNT=1000000000",
        f"FREQ=DAILY;COUNT={'9' * 5000}",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=DAILY;UNTIL=99991231",
        f"FREQ=YEARLY;BYDAY={','.join(['MO', 'TU', 'WE'] * 300)};COUNT=9999",
    ],
)
def test_no_rule_runs_for_long(rule: str) -> None:
    text = calendar(event("DTSTART:19000101T090000Z", "DURATION:PT1H", f"RRULE:{rule}"))
    began = time.perf_counter()
    with suppress(RowError):
        read_time_off(text, between=YEAR, zone=ROME)

    assert time.perf_counter() - began < 5


def test_a_count_beyond_every_question_is_no_fault() -> None:
    text = event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY;COUNT=1000000000")

    assert len(off(text)) == 365


# -------------------------------------------------------------------------------------------------- beside the hours


FEEDS = [
    calendar(
        event(f"DTSTART;TZID={ROME}:20261019T140000", "DURATION:PT90M", "RRULE:FREQ=DAILY;COUNT=9"),
        event("DTSTART;VALUE=DATE:20261023", "DTEND;VALUE=DATE:20261027"),
    ),
    calendar(
        OUTLOOK_ZONE,
        event(
            "DTSTART;TZID=Customized Time Zone:20261024T230000",
            "DURATION:PT4H",
            "RRULE:FREQ=DAILY;COUNT=3",
            "EXDATE;TZID=Customized Time Zone:20261025T230000",
        ),
        event("DTSTART:20261021T113000", "DTEND:20261021T121500"),
    ),
    calendar(event("DTSTART:20261018T000000Z", "DTEND:20261019T093000Z")),
]


@pytest.mark.parametrize("feed", FEEDS)
def test_open_time_is_the_hours_without_the_events_minute_by_minute(feed: str) -> None:
    office = "08:30-12:00", "13:00-18:00"
    night, early = ("22:00-04:00",), ("01:00-03:30",)
    week = Week(mon=office, tue=office, wed=office, thu=office, fri=office, sat=night, sun=early)
    base = Schedule(week=week, zone=ROME)
    start, end = (dt.datetime(2026, 10, day, tzinfo=dt.UTC) for day in (18, 29))
    away = read_time_off(feed, between=(start, end), zone=ROME)
    spans = [
        (each.start, each.end)
        if isinstance(each.start, dt.datetime) and isinstance(each.end, dt.datetime)
        else oracle.whole_days(each.start, each.end, ZoneInfo(ROME))
        for each in away
    ]
    counted = sum(
        is_open and not oracle.within(spans, at)
        for at, is_open in oracle.walk(base, start, end, oracle.MINUTE)
    )

    assert away
    assert elapsed(Schedule(week=week, zone=ROME, time_off=away), start, end) == counted * oracle.MINUTE


def test_explain_names_the_holiday_that_ate_the_day() -> None:
    feed = calendar(event("DTSTART;VALUE=DATE:20261207", title="Sant'Ambrogio (Milano)", uid="x"))
    office = Schedule(
        week=Week(mon=("09:00-17:00",), tue=("09:00-17:00",)),
        zone=ROME,
        holidays=read_holidays(feed, between=YEAR).days,
    )
    start, end = (dt.datetime(2026, 12, day, tzinfo=ZoneInfo(ROME)) for day in (7, 9))

    closed = [part for part in explain(office, start, end).parts if part.kind is PartKind.HOLIDAY]
    assert [part.name for part in closed] == ["Sant'Ambrogio (Milano)"]
