"""What a router asks, against every zone there is at the instants around which clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.hours import Holiday, HolidayList, Hours, Week, is_open, schedule_in
from leadmodel.whereabouts import (
    Confidence,
    LocalTimes,
    Source,
    Whereabouts,
    at_work,
    clocks_agree,
    local_times,
    weigh,
    whereabouts,
    zone_if_sure,
    zones_of_country,
)

from .worlds import OFFICE, at, lead, seen

#: `localtime` is the zone of the machine, `Factory` that of a machine which nobody has set up.
EVERY = sorted(available_timezones() - {"localtime", "Factory"})
#: Two days before to two days after the clocks of America, Europe, Australia, Chile, Egypt and Morocco change.
CHANGES = [
    "2026-03-08",
    "2026-03-29",
    "2026-04-05",
    "2026-09-06",
    "2026-04-24",
    "2026-02-15",
    "2026-10-25",
    "2026-11-01",
]
AROUND_CHANGES = st.builds(
    lambda day, minutes: at(f"{day}T00:00Z") + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-2_880, 2_880),
)
SOME_ZONES = st.lists(st.sampled_from(EVERY), min_size=1, max_size=8)


def open_to(*zones: str) -> Whereabouts:
    return weigh([seen(Source.COUNTRY, Confidence.LIKELY, *zones)])


def naive(zone: str, instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@given(SOME_ZONES, AROUND_CHANGES)
def test_the_clocks_are_the_first_and_the_last_of_all_the_zones(zones: list[str], instant: datetime) -> None:
    times = local_times(open_to(*zones), at=instant)
    walls = [naive(zone, instant) for zone in zones]

    assert times is not None
    assert (times.earliest.replace(tzinfo=None), times.latest.replace(tzinfo=None)) == (
        min(walls),
        max(walls),
    )
    assert times.earliest == times.latest == instant
    assert times.spread == max(walls) - min(walls)


def test_in_the_hour_that_occurs_twice_the_clocks_are_still_the_same_instant() -> None:
    second = at("2026-10-24T21:59Z")  # Beirut shows 23:59 for the second time
    times = local_times(open_to("Asia/Beirut"), at=second)

    assert second.astimezone(ZoneInfo("Asia/Beirut")).fold == 1
    assert times is not None
    assert times.latest == second
    assert times.latest.isoformat() == "2026-10-24T23:59:00+02:00"


def test_over_all_zones_at_each_change_the_clocks_are_a_day_and_more_apart() -> None:
    place = open_to(*EVERY)
    for day in CHANGES:
        for hour in range(0, 24, 3):
            instant = at(f"{day}T{hour:02}:00Z")
            walls = [naive(zone, instant) for zone in EVERY]
            times = local_times(place, at=instant)
            assert times is not None
            assert times.spread == max(walls) - min(walls) >= timedelta(hours=25)


def keeps_office_hours(zone: str, instant: datetime) -> bool:
    wall = naive(zone, instant)
    return wall.weekday() < 5 and 9 <= wall.hour < 17


@settings(deadline=None)
@given(SOME_ZONES, AROUND_CHANGES)
def test_the_prospect_is_at_work_for_sure_when_the_clocks_of_every_zone_say_so(
    zones: list[str], instant: datetime
) -> None:
    answers = {keeps_office_hours(zone, instant) for zone in zones}

    assert at_work(open_to(*zones), OFFICE, at=instant) is (answers.pop() if len(answers) == 1 else None)


@given(SOME_ZONES, st.sampled_from(EVERY), AROUND_CHANGES)
def test_one_more_zone_never_makes_an_answer_surer(zones: list[str], more: str, instant: datetime) -> None:
    narrow, wide = open_to(*zones), open_to(*zones, more)

    assert at_work(wide, OFFICE, at=instant) in (None, at_work(narrow, OFFICE, at=instant))
    clocks, more_clocks = local_times(narrow, at=instant), local_times(wide, at=instant)
    assert clocks is not None
    assert more_clocks is not None
    assert clocks.spread <= more_clocks.spread
    assert zone_if_sure(wide, at=instant) is None or zone_if_sure(narrow, at=instant) is not None


def test_hours_keep_their_breaks_nights_and_holidays_in_every_zone() -> None:
    nights = Hours(name="nights", week=Week(thu=("22:00-06:00",)))
    feast = HolidayList(name="feast", days=(Holiday(date=at("2026-11-06T00:00Z").date(), name="feast"),))
    place = open_to("Europe/Berlin", "Europe/London")
    instant = at("2026-11-06T04:30Z")

    assert at_work(place, nights, at=instant) is True
    assert at_work(place, nights, at=instant, holidays=feast) is False
    assert at_work(place, nights, at=instant + timedelta(hours=1)) is None
    assert [is_open(schedule_in(nights, zone), instant + timedelta(hours=1)) for zone in place.zones] == [
        False,
        True,
    ]


def test_nothing_known_is_unknown_and_never_no() -> None:
    for place in (Whereabouts(), weigh([seen(Source.PHONE, Confidence.POSSIBLE, "UTC")])):
        assert at_work(place, OFFICE, at=at("2026-11-06T12:00Z")) is None
        assert local_times(place, at=at("2026-11-06T12:00Z")) is None
        assert zone_if_sure(place, at=at("2026-11-06T12:00Z")) is None


def test_a_hint_counts_only_for_who_asks_for_hints() -> None:
    hint = weigh([seen(Source.PHONE, Confidence.POSSIBLE, "America/Los_Angeles")])
    noon = at("2026-11-06T20:00Z")

    assert at_work(hint, OFFICE, at=noon, at_least=Confidence.POSSIBLE) is True
    assert zone_if_sure(hint, at=noon, at_least=Confidence.POSSIBLE) == "America/Los_Angeles"
    times = local_times(hint, at=noon, at_least=Confidence.POSSIBLE)
    assert times == LocalTimes(earliest=noon, latest=noon, spread=timedelta(0))


# ------------------------------------------------------------------------------------------------------ one zone


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("CH", "Europe/Zurich"),
        ("DE", "Europe/Berlin"),
        ("NO", "Europe/Oslo"),
        ("MY", "Asia/Kuala_Lumpur"),
        ("US", None),
        ("ES", None),
        ("NZ", None),
        ("UK", None),
    ],
)
def test_a_country_is_one_zone_when_all_its_clocks_agree(country: str, zone: str | None) -> None:
    assert zone_if_sure(whereabouts(lead(country=country)), at=at("2026-11-06T12:00Z")) == zone


def slow_agree(zones: list[str], start: datetime, days: int) -> bool:
    """Looked at every quarter of an hour: nothing has changed its clocks at any other time since 1990."""
    quarter = timedelta(minutes=15)
    infos = [ZoneInfo(zone) for zone in zones]
    return all(
        len({(start + quarter * step).astimezone(info).utcoffset() for info in infos}) == 1
        for step in range(days * 96)
    )


@pytest.mark.parametrize(
    ("zones", "start", "agree"),
    [
        (["Europe/Berlin", "Europe/Busingen", "Europe/Paris"], "2026-01-01T00:00Z", True),
        # The same days, other hours of the day.
        (["Europe/Bucharest", "Europe/Chisinau"], "2019-01-01T00:00Z", False),
        (["America/New_York", "America/Toronto"], "2026-06-30T12:34Z", True),
        (["America/New_York", "America/Havana"], "2026-01-01T00:00Z", False),
        (["America/Denver", "America/Phoenix"], "2026-01-01T00:00Z", False),
        (["Asia/Bangkok", "Asia/Jakarta"], "2026-01-01T00:00Z", True),
        (["Europe/Berlin", "Africa/Lagos"], "2025-11-01T00:00Z", False),
    ],
)
def test_clocks_agree_when_they_do_at_every_quarter_of_an_hour(
    zones: list[str], start: str, agree: bool
) -> None:
    assert slow_agree(zones, at(start), 366) is agree
    assert clocks_agree(zones, at(start)) is agree


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(zones_of_country("US") + zones_of_country("AU") + zones_of_country("MX")),
        min_size=2,
        max_size=3,
    ),
    st.integers(-40, 40),
    st.integers(1, 30),
)
def test_over_some_days_around_a_change_the_quick_way_says_what_the_slow_one_does(
    zones: list[str], hours: int, days: int
) -> None:
    for day in ("2026-03-08", "2026-11-01", "2026-04-05"):
        start = at(f"{day}T09:00Z") + timedelta(hours=hours)
        assert clocks_agree(zones, start, days) == slow_agree(zones, start, days)


def test_a_change_just_before_the_end_counts_and_one_at_the_end_does_not() -> None:
    zones = ["America/Denver", "America/Phoenix"]
    change = at("2026-03-08T09:00Z")

    assert clocks_agree(zones, change - timedelta(days=10), 10)
    assert not clocks_agree(zones, change - timedelta(days=10) + timedelta(microseconds=1), 10)
    assert not clocks_agree(zones, change, 1)
    assert clocks_agree(zones, at("2026-11-01T08:00Z"), 100)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_ends_of_the_calendar_are_time_errors(year: str) -> None:
    edge = at(f"{year}-01-01T00:00Z") if year == "0001" else at(f"{year}-12-31T23:30Z")
    zones = ("America/New_York", "Asia/Tokyo", "Europe/Berlin", "Europe/Busingen")

    with pytest.raises(TimeError, match="calendar end"):
        local_times(open_to(*zones), at=edge)
    with pytest.raises(TimeError, match="calendar end"):
        clocks_agree(zones, edge)


@given(
    st.datetimes() | st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Tokyo")])),
    st.lists(st.sampled_from(EVERY), max_size=3),
)
@settings(deadline=None, max_examples=60)
def test_only_errors_of_the_library_escape(instant: datetime, zones: list[str]) -> None:
    place = open_to(*zones)
    for ask in (
        lambda: local_times(place, at=instant),
        lambda: at_work(place, OFFICE, at=instant),
        lambda: zone_if_sure(place, at=instant),
    ):
        try:
            ask()
        except LeadModelError as error:
            assert isinstance(error, TimeError)
            assert instant.tzinfo is None or not 1900 < instant.year < 2999


def test_a_naive_time_and_hours_that_are_none_are_refused() -> None:
    with pytest.raises(TimeError, match=r"^at: .* has no time zone"):
        at_work(Whereabouts(), OFFICE, at=datetime(2026, 11, 6))
    with pytest.raises(InputError, match=r"^hours: .* are not Hours"):
        at_work(Whereabouts(), Week(mon=("09:00-17:00",)), at=at("2026-11-06T12:00Z"))  # type: ignore[arg-type]


def test_an_unknown_confidence_is_refused_with_the_choice() -> None:
    for ask in (local_times, zone_if_sure):
        with pytest.raises(
            InputError, match=r"^at_least: 'sure' is not one of the names, expected one of likely"
        ):
            ask(Whereabouts(), at=at("2026-11-06T12:00Z"), at_least="sure")  # type: ignore[arg-type]


@pytest.mark.statement("RT-03")
def test_who_is_at_work_now_is_told_from_the_country_alone_where_that_is_enough() -> None:
    place = whereabouts(lead(country="US"))

    assert at_work(place, OFFICE, at=at("2026-11-06T16:00Z")) is None
    assert at_work(place, OFFICE, at=at("2026-11-06T20:00Z")) is True
    assert at_work(place, OFFICE, at=at("2026-11-06T12:00Z")) is False
    assert at_work(whereabouts(lead(country="CH")), OFFICE, at=at("2026-11-06T12:00Z")) is True
