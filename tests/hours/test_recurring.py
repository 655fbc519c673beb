"""Days off that follow a rule, and public holidays from the library that knows them."""

import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.hours import (
    Overlay,
    PartKind,
    Recurring,
    Schedule,
    add,
    elapsed,
    explain,
    is_open,
    next_open,
    public_holidays,
)
from leadmodel.hours.recurring import occurrences
from tests.package_tree import SRC

from .worlds import OFFICE, at

HOUR = timedelta(hours=1)
FRIDAYS = Recurring(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", start=date(2026, 10, 30), name="part time")


def test_every_other_friday_off_is_named_and_closed() -> None:
    schedule = Schedule(week=OFFICE, zone="UTC", recurring=(FRIDAYS,))

    assert not is_open(schedule, at("2026-10-30T12:00Z"))
    assert is_open(schedule, at("2026-11-06T12:00Z"))
    assert not is_open(schedule, at("2026-11-13T12:00Z"))
    assert add(schedule, at("2026-10-29T16:00Z"), 2 * HOUR) == at("2026-11-02T10:00Z")
    (only,) = explain(schedule, at("2026-11-13T10:00Z"), at("2026-11-13T11:00Z")).parts
    assert (only.kind, only.name) == (PartKind.TIME_OFF, "part time")


def test_an_afternoon_may_recur_and_a_holiday_may_last_days() -> None:
    afternoons = Recurring(
        rule="FREQ=WEEKLY;BYDAY=WE", start=date(2026, 1, 1), name="school", hours=("13:00-17:00",)
    )
    closing = Recurring(
        rule="FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1",
        start=date(2020, 1, 1),
        name="summer",
        kind="holiday",
        days=14,
    )
    schedule = Schedule(week=OFFICE, zone="UTC", recurring=(afternoons, closing))

    assert elapsed(schedule, at("2026-11-04T00:00Z"), at("2026-11-05T00:00Z")) == 4 * HOUR
    assert next_open(schedule, at("2026-07-31T17:00Z")) == at("2026-08-17T09:00Z")


def test_dates_that_do_not_exist_are_left_out() -> None:
    ends = Recurring(rule="FREQ=MONTHLY;BYMONTHDAY=31", start=date(2026, 1, 1), name="stock-taking")

    assert [day.month for day in occurrences(ends, date(2026, 1, 1), date(2027, 1, 1))] == [
        1,
        3,
        5,
        7,
        8,
        10,
        12,
    ]


def test_a_count_is_kept_from_the_start_and_until_includes_its_date() -> None:
    counted = Recurring(rule="FREQ=DAILY;COUNT=3", start=date(2026, 12, 30), name="x")
    until = Recurring(rule="FREQ=DAILY;UNTIL=20270101", start=date(2026, 12, 30), name="x")

    for each in (counted, until):
        assert list(occurrences(each, date(2027, 1, 1), date(2028, 1, 1))) == [date(2027, 1, 1)]


def test_recurring_leave_is_laid_over_a_base_but_a_recurring_holiday_belongs_to_it() -> None:
    base = Schedule(week=OFFICE, zone="UTC")

    assert not is_open(Overlay(base=base, recurring=(FRIDAYS,)), at("2026-10-30T12:00Z"))
    holiday = Recurring(rule="FREQ=YEARLY", start=date(2026, 12, 25), name="Christmas", kind="holiday")
    with pytest.raises(InputError, match="list it in the base"):
        Overlay(base=base, recurring=(holiday,))


_days = st.lists(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1, unique=True).map(
    ",".join
)
_rules = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={};WKST=SU".format, st.integers(1, 5), _days),
    st.builds("FREQ=WEEKLY;INTERVAL={}".format, st.integers(1, 5)),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, st.integers(1, 14)),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYDAY={};BYSETPOS=-1".format, st.integers(1, 7), _days),
    st.builds("FREQ=YEARLY;INTERVAL={}".format, st.integers(1, 4)),
    st.builds("FREQ=YEARLY;INTERVAL={};BYWEEKNO=1,53;BYDAY=MO".format, st.integers(1, 3)),
    st.builds("FREQ=YEARLY;BYEASTER={}".format, st.integers(-2, 50)),
)


@given(_rules, st.dates(date(1990, 1, 1), date(2026, 12, 31)), st.integers(-30, 9000))
def test_a_rule_that_begins_in_step_names_the_dates_that_it_names_from_its_start(
    rule: str, start: date, later: int
) -> None:
    first = start + timedelta(later)
    last = first + timedelta(500)
    whole = rrulestr(rule, dtstart=at(f"{start}T00:00Z").replace(tzinfo=None))
    recurring = Recurring(rule=rule, start=start, name="x")

    expected = [
        day.date() for day in takewhile(lambda value: value.date() < last, whole) if day.date() >= first
    ]

    assert list(occurrences(recurring, first, last)) == expected


def test_a_far_year_costs_no_more_than_a_near_one() -> None:
    """From the start on there would be 350,000 dates to skip."""
    schedule = Schedule(
        week=OFFICE,
        zone="UTC",
        recurring=(Recurring(rule="FREQ=DAILY;INTERVAL=2", start=date(2026, 1, 1), name="x"),),
    )

    assert elapsed(schedule, at("2990-01-01T00:00Z"), at("2991-01-01T00:00Z")) < 140 * 8 * HOUR


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", "cannot be read"),
        (7, "is not text"),
        ("BYDAY=FR", "needs a frequency"),
        ("FREQ=HOURLY", "needs a frequency"),
        ("FREQ=WEEKLY;BYDAYS=FR", "did you mean 'BYDAY'"),
        ("FREQ=WEEKLY;BYDAY=XX", "has BYDAY=XX, expected MO to SU without numbers"),
        ("FREQ=WEEKLY;FREQ=DAILY", "cannot be read at"),
        ("FREQ=DAILY;INTERVAL=0", "has INTERVAL=0"),
        ("FREQ=DAILY;COUNT=x", "has COUNT=x"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "both COUNT and UNTIL"),
        ("FREQ=DAILY;UNTIL=20270230", "expected a date such as 20261231"),
        ("FREQ=DAILY;UNTIL=20200101", "names no date"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "names no date"),
        ("FREQ=YEARLY;BYMONTH=13", "has BYMONTH=13, expected numbers from 1 to 12$"),
        ("FREQ=YEARLY;BYMONTH=-1", "expected numbers from 1 to 12$"),
        ("FREQ=YEARLY;BYYEARDAY=0", "expected numbers from 1 to 366, with a minus counted from the end"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "has BYMONTHDAY=1,,2"),
        ("FREQ=MONTHLY;BYMONTHDAY=99999999", "expected numbers from 1 to 31"),
        ("FREQ=MONTHLY;BYDAY=53SU", "has BYDAY=53SU, expected MO to SU, with a number up to 5 or without"),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=-6SU", "with a number up to 5"),
        ("FREQ=YEARLY;BYDAY=0SU", "with a number up to 53"),
        ("FREQ=WEEKLY;BYDAY=1MO", "without numbers"),
        ("FREQ=WEEKLY;BYDAY=MO;WKST=1SU", "has WKST=1SU"),
        ("FREQ=WEEKLY;BYEASTER=366", "has BYEASTER=366, expected numbers from -80 to 250"),
        ("FREQ=MONTHLY;BYEASTER=1", "has BYEASTER, which goes with FREQ=YEARLY and no other BY"),
        ("FREQ=YEARLY;BYEASTER=1;BYMONTH=1", "has BYEASTER, which goes with FREQ=YEARLY and no other BY"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "names no date"),
        ("FREQ=WEEKLY;BYSETPOS=13", "names no date"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(rule: object, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        Recurring(rule=rule, start=date(2026, 1, 1), name="x")  # type: ignore[arg-type]

    assert caught.value.argument == "rule"


PARTS = (
    "BYDAY",
    "BYEASTER",
    "BYMONTH",
    "BYMONTHDAY",
    "BYSETPOS",
    "BYWEEKNO",
    "BYYEARDAY",
    "COUNT",
    "INTERVAL",
)
VALUES = (
    "MO",
    "1MO",
    "-1FR",
    "53SU",
    "0",
    "1",
    "-1",
    "31",
    "366",
    "-366",
    "29,30",
    "13",
    "99999",
    "+1",
    "²",
    "1.5",
)


@given(
    st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
    st.dictionaries(st.sampled_from((*PARTS, "UNTIL", "WKST")), st.sampled_from(VALUES), max_size=4),
    st.sampled_from((date(1900, 1, 1), date(2028, 2, 29), date(2999, 12, 31))),
)
def test_any_parts_make_a_rule_or_a_clear_error_and_soon(
    frequency: str, parts: dict[str, str], start: date
) -> None:
    """A rule without dates would be looked through until the year 9999."""
    rule = ";".join((f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())))
    begun = time.process_time()
    try:
        read = Recurring(rule=rule, start=start, name="x")
    except InputError as error:
        assert error.argument == "rule"
    else:
        assert next(occurrences(read, start, start + timedelta(41 * 366))) >= start
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": "2026-01-01"}, "is not a plain date"),
        ({"start": date(1, 1, 1)}, "is outside the years"),
        ({"days": 0}, "is not a number of days"),
        ({"days": True}, "is not a number of days"),
        ({"days": 2, "hours": ("09:00-10:00",)}, "keep one of the two"),
        ({"kind": "leave"}, "is not a kind"),
        ({"hours": ("9-10",)}, "is not a time span"),
    ],
)
def test_the_rest_of_a_recurring_day_is_proved_too(given: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Recurring(**({"rule": "FREQ=DAILY", "start": date(2026, 1, 1), "name": "x"} | given))  # type: ignore[arg-type]


def test_public_holidays_come_by_country_and_subdivision() -> None:
    england = public_holidays("GB", [2026], subdivision="ENG", zone="Europe/London")
    scotland = public_holidays("GB", [2026], subdivision="SCT", name="scotland")

    assert date(2026, 12, 28) in {day.date for day in england.days}
    assert {day.zone for day in england.days} == {"Europe/London"}
    assert date(2026, 1, 2) in {day.date for day in scotland.days} - {day.date for day in england.days}
    assert (england.name, scotland.name) == ("GB-ENG", "scotland")
    schedule = Schedule(week=OFFICE, zone="Europe/London", holidays=england.days)
    assert add(schedule, at("2026-12-24T16:30Z"), 8 * HOUR) == at("2026-12-29T16:30Z")


def test_only_the_years_that_were_asked_for_are_listed() -> None:
    assert {day.date.year for day in public_holidays("US", [2024, 2026]).days} == {2024, 2026}
    assert public_holidays("US", []).days == ()


def test_an_unknown_country_or_subdivision_is_answered_with_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="unknown country 'DEX', did you mean 'DE"):
        public_holidays("DEX", [2026])
    with pytest.raises(UnknownNameError, match=r"expected one of .*ENG"):
        public_holidays("GB", [2026], subdivision="LONDON")
    with pytest.raises(TimeError, match="did you mean"):
        public_holidays("GB", [2026], zone="Europe/Londn")
    with pytest.raises(InputError, match="is not a year"):
        public_holidays("GB", [26])


def test_the_hours_load_neither_dateutil_nor_the_holidays_until_they_are_needed() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(SRC)!r}); import leadmodel.hours as h; "
        "h.next_open(h.always_open('UTC'), __import__('datetime').datetime.fromisoformat('2026-11-02T00:00Z')); "
        "print({'dateutil', 'holidays', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=60)

    assert (done.stdout.strip(), done.stderr) == ("set()", "")


def test_without_the_holidays_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)

    with pytest.raises(InputError, match=r"install leadmodel\[holidays\]"):
        public_holidays("GB", [2026])
