"""What each source tells of a place: the country, the phone number, the point on the map."""

import re
import sys
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.whereabouts import (
    Confidence,
    Coordinates,
    Evidence,
    Source,
    at_work,
    coordinates_evidence,
    one_zone,
    phone_evidence,
    whereabouts,
    zone_if_sure,
    zones_of_country,
)

from .worlds import OFFICE, at, lead

LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE


def table(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


# ------------------------------------------------------------------------------------------------------- countries


def test_every_country_has_the_zones_of_the_other_table_of_the_database() -> None:
    """`zone1970.tab` has one row for each zone, with all the countries in which somebody keeps it.

    So it adds a place here and there: a bird observatory of Australia keeps the clocks of Tokyo.
    """
    rows = table("zone1970.tab")
    for country, *_ in table("iso3166.tab"):
        expected = {row[2] for row in rows if country in row[0].split(",")}
        zones = zones_of_country(country)
        ones = {one_zone(zone) for zone in zones}
        assert ones <= {one_zone(zone) for zone in expected}
        assert len(ones) >= len(expected) - 1
        assert [ZoneInfo(zone).key for zone in zones] == list(zones)
        assert zones or not expected


def test_two_names_of_a_zone_show_the_same_clocks() -> None:
    for name in ("US/Pacific", "Asia/Calcutta", "Europe/Oslo", "GB-Eire", "Etc/UCT"):
        assert one_zone(name) != name
        for month in range(1, 13):
            instant = at(f"2026-{month:02}-15T12:00Z")
            clocks = [
                instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in (name, one_zone(name))
            ]
            assert clocks[0] == clocks[1]
    assert one_zone("No/Zone") == "No/Zone"


def test_no_name_leads_to_a_name_that_leads_on() -> None:
    """A link to a link would make one zone two: the tz database allows it, and the table has none."""
    for zone in available_timezones():
        assert one_zone(one_zone(zone)) == one_zone(zone)


@given(st.text(max_size=4))
def test_any_text_has_the_zones_of_a_country_or_none(text: str) -> None:
    assert (zones_of_country(text) != ()) == (text in {row[0] for row in table("zone.tab")})


# ----------------------------------------------------------------------------------------------------------- phones


@pytest.fixture(scope="module")
def _phone() -> None:
    pytest.importorskip("phonenumbers", reason="the extra `phone` is not installed")


@pytest.mark.usefixtures("_phone")
@pytest.mark.parametrize(
    ("number", "country", "zones", "confidence", "found"),
    [
        ("+41 44 668 18 00", None, ("Europe/Zurich",), LIKELY, "fixed_line number of CH"),
        ("044 668 18 00", "CH", ("Europe/Zurich",), LIKELY, "fixed_line number of CH"),
        ("+41 79 123 45 67", None, ("Europe/Zurich",), POSSIBLE, "mobile number of CH"),
        ("tel:+44-20-7946-0000", None, ("Europe/London",), LIKELY, "fixed_line number of GB"),
        ("+1 (415) 555-2671", None, ("America/Los_Angeles",), POSSIBLE, "fixed_line_or_mobile number of US"),
        ("+1 (415) 555-2671", "CH", ("America/Los_Angeles",), POSSIBLE, "fixed_line_or_mobile number of US"),
        ("+800 1234 5678", None, (), POSSIBLE, "toll_free number of no country"),
        ("044 668 18 00", None, (), POSSIBLE, "a number that cannot be read"),
        ("044 668 18 00", "UK", (), POSSIBLE, "a number that cannot be read"),
        ("ask Ann", "CH", (), POSSIBLE, "a number that cannot be read"),
        ("+41 44 668", None, (), POSSIBLE, "a number that nobody can have"),
        ("+" + "1" * 1_000_000, None, (), POSSIBLE, "a number that is too long"),
        ("", None, (), POSSIBLE, "a number that cannot be read"),
    ],
)
def test_a_number_tells_a_zone_as_surely_as_its_kind_allows(
    number: str, country: str | None, zones: tuple[str, ...], confidence: Confidence, found: str
) -> None:
    assert phone_evidence(number, country=country) == Evidence(
        source=Source.PHONE, confidence=confidence, zones=zones, found=found
    )


@pytest.mark.usefixtures("_phone")
@pytest.mark.parametrize("number", ["+1 800 555 1234", "+61 412 345 678", "+61 1800 123 456"])
def test_a_number_without_a_place_stays_a_set_of_which_nothing_is_sure(number: str) -> None:
    place = whereabouts(lead(), phone=number)

    assert len(place.zones) >= 6
    assert place.confidence is POSSIBLE
    assert zone_if_sure(place, at=at("2026-11-06T12:00Z")) is None
    assert zone_if_sure(place, at=at("2026-11-06T12:00Z"), at_least=POSSIBLE) is None


@pytest.mark.usefixtures("_phone")
@given(
    st.text(max_size=80) | st.from_regex(r"(\+|00)?[0-9 ()/;x.-]{1,30}", fullmatch=True),
    st.none() | st.sampled_from(["US", "CH", "UK", "ZZ"]),
)
def test_any_text_is_evidence_whose_zones_exist(number: str, country: str | None) -> None:
    found = phone_evidence(number, country=country)

    assert [ZoneInfo(zone).key for zone in found.zones] == list(found.zones)
    assert found.confidence in (LIKELY, POSSIBLE)


@pytest.mark.usefixtures("_phone")
def test_every_kind_of_example_number_is_likely_only_when_it_is_a_fixed_line() -> None:
    phonenumbers = pytest.importorskip("phonenumbers")
    kinds = phonenumbers.PhoneNumberType
    checked = 0
    for region in phonenumbers.SUPPORTED_REGIONS:
        for kind in (kinds.FIXED_LINE, kinds.MOBILE, kinds.TOLL_FREE):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            text = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
            found = phone_evidence(text)
            is_fixed = phonenumbers.number_type(example) == kinds.FIXED_LINE
            assert found.confidence is (LIKELY if is_fixed else POSSIBLE)
            assert text.lstrip("+") not in str(found)
            checked += 1
    assert checked > 400


@pytest.mark.usefixtures("_phone")
@pytest.mark.parametrize("number", [None, 41446681800, b"+41446681800"])
def test_a_number_that_is_no_text_is_refused(number: object) -> None:
    with pytest.raises(InputError, match=r"^phone: .* is not a phone number as text"):
        phone_evidence(number)  # type: ignore[arg-type]


def test_without_the_library_of_numbers_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)

    with pytest.raises(InputError, match=r"install leadmodel\[phone\]") as caught:
        phone_evidence("+41 44 668 18 00")
    assert "668" not in str(caught.value)


@pytest.mark.usefixtures("_phone")
@pytest.mark.statement("RT-04")
def test_a_prospect_of_the_west_coast_is_at_work_when_new_york_has_gone_home() -> None:
    place = whereabouts(lead(country="US"), phone="+1 415 555 2671")
    late = at("2026-11-06T16:30-08:00")

    assert at_work(place, OFFICE, at=late, at_least=POSSIBLE) is True
    assert at_work(whereabouts(lead(zone="America/New_York")), OFFICE, at=late) is False
    # A number is taken along, so it is no fact: who wants to be sure only knows that it is somewhere in the country.
    assert at_work(place, OFFICE, at=late) is None


# ------------------------------------------------------------------------------------------------------ coordinates


@pytest.fixture(scope="module")
def _geo() -> None:
    pytest.importorskip("tzfpy", reason="the extra `geo` is not installed")


def degrees(sign: str, whole: str, minutes: str, seconds: str | None) -> float:
    value = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3_600
    return -value if sign == "-" else value


@pytest.mark.usefixtures("_geo")
def test_at_the_principal_place_of_every_zone_that_zone_is_found() -> None:
    """`zone.tab` has a place for each zone, to the minute of arc, which is up to 2 km."""
    rows = table("zone.tab")
    for _, place, zone, *_ in rows:
        match = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?", place)
        assert match is not None
        point = Coordinates(
            latitude=degrees(*match.groups()[:4]), longitude=degrees(*match.groups()[4:]), within_km=3
        )
        assert one_zone(zone) in {one_zone(found) for found in coordinates_evidence(point).zones}
    assert len(rows) > 400


@pytest.mark.usefixtures("_geo")
@pytest.mark.parametrize(
    ("latitude", "longitude", "within", "zones"),
    [
        (46.95, 7.44, 1, ("Europe/Zurich",)),
        # Where two administrations claim a place, both zones are in use.
        (43.8, 87.6, 1, ("Asia/Shanghai", "Asia/Urumqi")),
        # Basel lies where three countries meet.
        (47.55, 7.59, 1, ("Europe/Zurich",)),
        (47.55, 7.59, 10, ("Europe/Zurich", "Europe/Berlin", "Europe/Paris")),
        # What a broken program sends, and the open sea.
        (0, 0, 1, ()),
        (40, -40, 100, ()),
        (-90, 180, 0, ("Antarctica/McMurdo",)),
    ],
)
def test_a_point_has_the_zones_that_are_near_enough(
    latitude: float, longitude: float, within: float, zones: tuple[str, ...]
) -> None:
    found = coordinates_evidence(Coordinates(latitude=latitude, longitude=longitude, within_km=within))

    assert (found.zones, found.confidence, found.source) == (zones, LIKELY, Source.COORDINATES)


@pytest.mark.usefixtures("_geo")
@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1_000))
def test_any_point_has_zones_that_exist_and_its_own_among_them(
    latitude: float, longitude: float, within: float
) -> None:
    tzfpy = pytest.importorskip("tzfpy")
    found = coordinates_evidence(Coordinates(latitude=latitude, longitude=longitude, within_km=within))

    assert [ZoneInfo(zone).key for zone in found.zones] == list(found.zones)
    own = {zone for zone in tzfpy.get_tzs(longitude, latitude) if not zone.startswith("Etc/")}
    assert own <= set(found.zones)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("latitude", 90.1),
        ("latitude", float("nan")),
        ("longitude", -180.5),
        ("longitude", "7.44"),
        ("longitude", None),
        ("latitude", True),
        ("within_km", -1),
        ("within_km", 1_001),
        ("within_km", float("inf")),
    ],
)
def test_what_is_no_place_is_refused_by_its_name(argument: str, value: object) -> None:
    values: dict[str, object] = {"latitude": 46.95, "longitude": 7.44, argument: value}
    with pytest.raises(InputError, match=f"^{argument}: .* is not a number from"):
        Coordinates(**values)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_geo")
def test_a_pair_of_numbers_is_no_place_since_nobody_knows_which_comes_first() -> None:
    with pytest.raises(InputError, match=r"are not Coordinates"):
        coordinates_evidence((46.95, 7.44))  # type: ignore[arg-type]


def test_without_the_library_of_borders_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tzfpy", None)

    with pytest.raises(InputError, match=r"install leadmodel\[geo\]"):
        coordinates_evidence(Coordinates(latitude=46.95, longitude=7.44))


# ----------------------------------------------------------------------------------------------------- all together


def test_a_lead_without_any_hint_is_nowhere_and_one_with_a_zone_is_there() -> None:
    assert whereabouts(lead()).evidence == ()
    assert whereabouts(lead(zone="Europe/Zurich")).confidence is Confidence.STATED


def test_a_country_that_is_in_no_table_is_listed_and_tells_nothing() -> None:
    place = whereabouts(lead(country="UK"))

    assert place.zones == ()
    assert [piece.found for piece in place.evidence] == ["country UK, of which no zone is known"]


@pytest.mark.usefixtures("_phone", "_geo")
def test_a_swiss_lead_with_the_number_and_the_place_of_another_country_is_in_conflict() -> None:
    berne = Coordinates(latitude=46.95, longitude=7.44)
    place = whereabouts(lead(country="CH"), phone="+1 415 555 2671", coordinates=berne)

    assert place.conflicting
    assert [(reading.sources, reading.zones) for reading in place.readings] == [
        ((Source.PHONE,), ("America/Los_Angeles",)),
        ((Source.COORDINATES, Source.COUNTRY), ("Europe/Zurich",)),
    ]
    assert zone_if_sure(place, at=at("2026-11-06T12:00Z")) == "Europe/Zurich"
    assert whereabouts(lead(country="CH", languages=("ja",))).zones == ("Europe/Zurich",)
