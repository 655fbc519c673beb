"""What coverage says of languages, territories and other attributes, its laws, and what it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError, UnknownNameError
from leadmodel.hours import Calendar, Hours, Overlay, Schedule, Week, always_open, difference
from leadmodel.records import RepId
from leadmodel.routing import Coverage, Desk, Rep, coverage, coverage_table, open_desk
from leadmodel.routing.coverage_table import CoverageTable
from tests.hours.worlds import OFFICE, leave, off

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)


class House:
    hours = (
        Hours(name="office", week=OFFICE),
        Hours(name="always", week=Week(**dict.fromkeys(("mon", "sun"), ("00:00-24:00",)))),
    )
    holidays = ()


def rep(name: str, *languages: str, **more: Any) -> Rep:
    facts = {"zone": "Europe/Zurich", "hours": "office", **more}
    return Rep(id=RepId(name), languages=languages, **facts)


TEAM = (
    rep("ann", "de", "fr", territories=("CH", "FR")),
    rep("bob", "de-AT", territories=("AT",), zone="Europe/Vienna"),
    rep("cid", "en", zone="America/New_York"),
    rep("dan", "de", territories=("CH",), leave=(leave("2026-11-09", "2026-11-16"),)),
)


def desk(*team: Rep) -> Desk:
    return open_desk(team or TEAM, House())


def test_each_language_in_each_territory_is_held_by_those_who_have_both() -> None:
    found = coverage(desk(), since=MONDAY)
    holders = {each.title: each.holders for each in found.cells}

    assert len(found.cells) == len({"de", "de-AT", "en", "fr"}) * len({"AT", "CH", "FR"})
    assert holders["de in CH"] == ("ann", "dan")
    assert holders["de in AT"] == holders["de-AT in AT"] == ("bob",)
    assert holders["en in CH"] == ()
    assert found.cell("de", "CH") is next(each for each in found.cells if each.title == "de in CH")


def test_a_skill_with_one_holder_shows_when_it_hangs_on_whom() -> None:
    found = coverage(
        desk(),
        since=MONDAY,
        languages=("de",),
        territories=("CH",),
        attributes={"skill": {"pricing": ("dan", "cid")}},
    )
    cell = found.cell("de", "CH", skill="pricing")

    assert cell.holders == ("dan",)
    assert {each.rep for each in cell.alone} == {"dan"}
    assert cell.longest_wait is not None
    # From Friday at five until the leave and the weekend after it are over.
    assert str(cell.longest_wait.length) == "9 days, 16:00:00"
    assert cell.longest_wait.start.isoformat() == "2026-11-06T16:00:00+00:00"


def test_a_value_that_nobody_has_is_a_cell_without_cover() -> None:
    cell = coverage(
        desk(), since=MONDAY, languages=(), territories=(), attributes={"pool": {"vip": ()}}
    ).cells[0]

    assert cell.title == "pool vip"
    assert cell.share == (0, 1)
    assert [(each.reps, each.end - each.start) for each in cell.staffed] == [(0, timedelta(weeks=4))]
    assert cell.longest_wait is not None
    assert cell.longest_wait.length is None
    assert "longest wait for ever" in str(cell)


def test_a_wait_ends_after_the_range_and_outside_of_the_asked_hours() -> None:
    late = Schedule(week=Week(mon=("19:00-20:00",)), zone="UTC")
    one = Desk(reps=(rep("ann", "de"),), schedules={"ann": late})
    cell = coverage(one, since=MONDAY, weeks=1, demand=Schedule(week=OFFICE, zone="UTC")).cells[0]

    assert cell.share == (0, 1)
    assert cell.longest_wait is not None
    # On Tuesday at nine; on Monday somebody comes after ten hours, though outside of what is asked for.
    assert cell.longest_wait.start == datetime(2026, 11, 3, 9, tzinfo=UTC)
    assert cell.longest_wait.end == datetime(2026, 11, 9, 19, tzinfo=UTC)


def test_the_prospects_own_day_is_asked_for_by_territory() -> None:
    days: dict[str, Calendar] = {
        "CH": Schedule(week=OFFICE, zone="Europe/Zurich", holidays=off("2026-11-10")),
        "US": Schedule(week=OFFICE, zone="America/Los_Angeles"),
    }
    team = (rep("ann", "en", territories=("CH", "US")),)
    found = coverage(desk(*team), since=MONDAY, demand=days)

    assert found.cell("en", "CH").share == (1, 1)
    assert found.cell("en", "CH").asked_time == timedelta(hours=19 * 8)
    assert found.cell("en", "US").share == (0, 1)
    with pytest.raises(UnknownNameError, match="territory in demand 'CH'"):
        coverage(desk(*team), since=MONDAY, demand={"US": days["US"]})
    with pytest.raises(InputError, match="no territory is asked about"):
        coverage(desk(*team), since=MONDAY, territories=(), demand=days)


def test_hours_that_are_never_asked_for_have_no_share_and_no_wait() -> None:
    never = difference(always_open("UTC"), always_open("UTC"))
    cell = coverage(desk(), since=MONDAY, languages=("de",), territories=(), demand=never).cells[0]

    assert (cell.share, cell.longest_wait, cell.gaps, cell.alone) == (None, None, (), ())
    assert str(cell) == "de: no hours are asked for"


def test_who_never_works_again_is_waited_for_without_an_end() -> None:
    gone = Overlay(base=Schedule(week=OFFICE, zone="UTC"), time_off=(leave("2026-11-05", "9999-01-01"),))
    cell = coverage(Desk(reps=(rep("ann", "de"),), schedules={"ann": gone}), since=MONDAY).cells[0]

    assert cell.longest_wait is not None
    assert (cell.longest_wait.start.isoformat(), cell.longest_wait.end) == ("2026-11-04T17:00:00+00:00", None)


def test_around_the_clock_by_three_teams_leaves_no_gap() -> None:
    zones = ("Europe/London", "America/Los_Angeles", "Australia/Sydney")
    hours = Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("08:00-19:00",)))
    team = tuple(rep(f"r{number}", "en", zone=zone) for number, zone in enumerate(zones))
    schedules: dict[str, Calendar] = {each.id: Schedule(week=hours, zone=each.zone) for each in team}
    cell = coverage(Desk(reps=team, schedules=schedules), since=MONDAY).cells[0]

    assert (cell.share, cell.gaps, cell.longest_wait) == ((1, 1), (), None)
    assert str(cell).startswith("en: 672 h of 672 h covered (100 %), no gap, r0 alone for")


def test_the_answer_does_not_depend_on_any_order() -> None:
    asked: dict[str, Any] = {
        "languages": ["fr", "de", "FR"],
        "attributes": {"skill": {"b": ("ann", "bob"), "a": ("bob",)}, "pool": {"x": ("cid",)}},
    }
    turned: dict[str, Any] = {
        "languages": ["de", "fr"],
        "attributes": {"pool": {"x": ("cid",)}, "skill": {"a": ("bob",), "b": ("bob", "ann")}},
    }

    assert coverage(desk(), since=MONDAY, **asked) == coverage(desk(*reversed(TEAM)), since=MONDAY, **turned)


@given(st.integers(1, 6), st.sets(st.sampled_from(TEAM), min_size=1))
@settings(max_examples=30, deadline=None)
def test_more_people_cover_no_less_and_the_parts_add_up(weeks: int, team: set[Rep]) -> None:
    whole = coverage(desk(), since=MONDAY, weeks=weeks, languages=("de",), territories=())
    part = coverage(desk(*team), since=MONDAY, weeks=weeks, languages=("de",), territories=())
    more, fewer = whole.cells[0], part.cells[0]

    assert more.covered_time >= fewer.covered_time
    for cell in (more, fewer):
        assert cell.staffed[0].start == whole.since
        assert cell.staffed[-1].end == whole.until
        for one, following in zip(cell.staffed, cell.staffed[1:], strict=False):
            assert one.end == following.start
            assert one.reps != following.reps
        gaps = sum((each.end - each.start for each in cell.gaps), timedelta(0))
        assert cell.covered_time + gaps == cell.asked_time == timedelta(weeks=weeks)
        table = coverage_table(cell, zone="Europe/Zurich")
        assert sum((each.covered_time for each in table.hours), timedelta(0)) == cell.covered_time
        assert sum((each.asked_time for each in table.hours), timedelta(0)) == cell.asked_time


def test_who_comes_as_the_asked_hours_end_is_not_alone_in_them() -> None:
    demand = Schedule(week=Week(mon=("09:00-12:00", "13:00-14:00")), zone="UTC")
    late = Schedule(week=Week(mon=("12:00-13:30",)), zone="UTC")
    one = Desk(reps=(rep("ann", "de"),), schedules={"ann": late})
    cell = coverage(one, since=MONDAY, weeks=1, demand=demand).cells[0]

    assert [(each.start.hour, each.end - each.start) for each in cell.alone] == [(13, timedelta(minutes=30))]
    assert [f"{each.start:%H:%M}-{each.end:%H:%M}" for each in cell.gaps] == ["09:00-12:00", "13:30-14:00"]


def test_a_table_reads_as_a_week() -> None:
    cell = coverage(desk(TEAM[0], TEAM[3]), since=MONDAY, weeks=1, languages=("de",), territories=()).cells[0]
    lines = str(coverage_table(cell, zone="Europe/Zurich")).splitlines()

    assert lines[0] == "de: fewest at work by hour in Europe/Zurich"
    assert lines[1].split() == [f"{hour:02}" for hour in range(24)]
    assert lines[2].split() == ["Mon", *"0" * 9, *"2" * 8, *"0" * 7]
    assert lines[8].split() == ["Sun", *"0" * 24]


def test_a_table_shows_what_nobody_asks_for() -> None:
    demand = Schedule(week=Week(tue=("10:00-12:30",)), zone="UTC")
    cell = coverage(desk(), since=MONDAY, languages=("de",), territories=(), demand=demand).cells[0]
    row = str(coverage_table(cell, zone="UTC")).splitlines()[3].split()

    assert row == ["Tue", *"." * 10, *"222", *"." * 11]


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"since": datetime(2026, 11, 2)}, TimeError, "since"),
    ({"since": datetime(2999, 12, 30, tzinfo=UTC)}, TimeError, "until"),
    ({"weeks": 0}, InputError, "weeks"),
    ({"weeks": 2.5}, InputError, "weeks"),
    ({"weeks": 521}, InputError, "weeks"),
    ({"languages": "de"}, InputError, "languages"),
    ({"languages": ("deutsch",)}, InputError, "languages"),
    ({"territories": ("Swiss",)}, InputError, "territories"),
    ({"attributes": {"skill": {}}}, InputError, "attributes"),
    ({"attributes": {"skill": {"a": "ann"}}}, InputError, "attributes"),
    ({"attributes": {"skill": {"a": ("anne",)}}}, UnknownNameError, "did you mean 'ann'"),
]


@pytest.mark.parametrize(("asked", "error", "says"), REFUSED)
def test_a_broken_question_is_refused_by_name(
    asked: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        coverage(desk(), **{"since": MONDAY, **asked})


def test_a_rep_without_hours_and_a_cell_that_is_not_there_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="schedule of rep"):
        coverage(replace(desk(), schedules={}), since=MONDAY)
    with pytest.raises(UnknownNameError, match="kind of lead"):
        coverage(desk(), since=MONDAY).cell("it", "CH")
    with pytest.raises(TimeError, match="zone"):
        coverage_table(coverage(desk(), since=MONDAY).cells[0], zone="Europe/Zurch")
    with pytest.raises(InputError, match="cell"):
        coverage_table(coverage(desk(), since=MONDAY), zone="UTC")  # type: ignore[arg-type]


_anything = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(max_size=4), st.datetimes(), st.booleans()
)


@given(
    since=st.one_of(st.datetimes(timezones=st.timezones()), st.datetimes()),
    weeks=st.one_of(st.integers(-2, 9), st.integers(), _anything),
    languages=st.one_of(st.none(), st.text(max_size=5), st.lists(st.text(max_size=5), max_size=3)),
    territories=st.one_of(st.none(), st.lists(st.text(max_size=3), max_size=3)),
)
@settings(max_examples=100, deadline=None)
def test_only_errors_of_the_house_escape(since: Any, weeks: Any, languages: Any, territories: Any) -> None:
    try:
        found = coverage(desk(), since=since, weeks=weeks, languages=languages, territories=territories)
    except LeadModelError:
        return

    assert isinstance(found, Coverage)
    assert isinstance(coverage_table(found.cells[0], zone="Australia/Lord_Howe"), CoverageTable)
