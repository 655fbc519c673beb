"""Coverage against a count of heads, minute by minute, around the dates on which clocks do something unpleasant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.hours import Calendar, Overlay, Schedule, Week, always_open
from leadmodel.records import RepId
from leadmodel.routing import CoverageCell, Desk, Rep, coverage, coverage_table
from tests.hours.worlds import CHANGES, OFFICE, absences, calendars, instants, leave
from tests.routing.coverage_oracle import Heads, heads

MINUTE = timedelta(minutes=1)


def desk_of(people: dict[str, Calendar]) -> Desk:
    reps = tuple(Rep(id=RepId(name), zone="UTC", hours="own", languages=("en",)) for name in sorted(people))
    return Desk(reps=reps, schedules=people)


def same(cell: CoverageCell, told: Heads) -> None:
    """Everything that a walk through the minutes can see."""
    counts = [
        each.reps for each in cell.staffed for _ in range(round((each.end - each.start) / MINUTE))
    ]  # fmt: skip
    assert counts == told.counts
    gaps = [
        each.start + number * MINUTE
        for each in cell.gaps
        for number in range(round((each.end - each.start) / MINUTE))
    ]
    assert gaps == told.gaps
    alone = dict.fromkeys(told.alone, timedelta(0))
    for each in cell.alone:
        alone[each.rep] += each.end - each.start
    assert alone == {rep: minutes * MINUTE for rep, minutes in told.alone.items()}
    assert cell.asked_time == sum(told.asked) * MINUTE
    assert cell.covered_time == cell.asked_time - len(told.gaps) * MINUTE
    wait = cell.longest_wait
    if told.unanswered is not None:
        # Nobody came for a month: never, or later than the walk went.
        assert wait is not None
        assert wait.start == told.unanswered or (wait.length or timedelta(0)) >= told.longest
        return
    assert (wait is None) == (told.worst is None)
    if wait is not None:
        assert (wait.start, wait.length) == (told.worst, told.longest)


@st.composite
def floors(draw: st.DrawFn) -> tuple[dict[str, Calendar], date]:
    first, change = draw(calendars())
    people: dict[str, Calendar] = {"a": first}
    for name in draw(st.sets(st.sampled_from("bc"))):
        shared = draw(st.booleans())
        base = first if shared else draw(calendars())[0]
        people[name] = Overlay(base=base, time_off=draw(absences(change))) if draw(st.booleans()) else base
    return people, change


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_a_week_is_what_a_walk_through_its_minutes_sees(data: st.DataObject) -> None:
    people, change = data.draw(floors())
    since = data.draw(instants(change))
    zone = data.draw(st.sampled_from(CHANGES))[0]
    demand = data.draw(st.one_of(st.none(), st.just(Schedule(week=OFFICE, zone=zone))))
    found = coverage(desk_of(people), since=since, weeks=1, demand=demand)
    told = heads(people, demand, since, since + timedelta(weeks=1), zone)

    same(found.cell("en"), told)
    table = coverage_table(found.cell("en"), zone=zone)
    for each in table.hours:
        counts = told.slots.get((each.weekday, each.hour), [])
        assert each.asked_time == len(counts) * MINUTE
        assert each.rep_time == sum(counts) * MINUTE
        assert each.covered_time == sum(map(bool, counts)) * MINUTE
        assert each.fewest == min(counts, default=None)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_every_change_of_the_clocks_is_counted_as_the_clocks_show_it(zone: str, change: date) -> None:
    people: dict[str, Calendar] = {
        "a": Schedule(
            week=Week(**dict.fromkeys(("sun", "fri", "tue"), ("00:30-03:00", "22:00-24:00"))), zone=zone
        ),
        "b": Schedule(week=Week(sat=("21:00-02:30",), mon=("01:30-02:00",)), zone=zone),
    }
    since = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=3)
    found = coverage(desk_of(people), since=since, weeks=1)
    told = heads(people, None, since, since + timedelta(weeks=1), zone)

    same(found.cell("en"), told)
    for each in coverage_table(found.cell("en"), zone=zone).hours:
        assert each.asked_time == len(told.slots.get((each.weekday, each.hour), [])) * MINUTE


def test_leave_ends_at_midnight_of_its_last_day_in_the_zone_of_the_rep() -> None:
    round_the_clock = always_open("Asia/Kolkata")
    away = Overlay(base=round_the_clock, time_off=(leave("2026-11-10", "2026-11-11"),))
    found = coverage(
        desk_of({"a": away}), since=datetime(2026, 11, 9, tzinfo=UTC), weeks=1, territories=()
    ).cells[0]

    assert [(each.start.isoformat(), each.end.isoformat()) for each in found.gaps] == [
        ("2026-11-09T18:30:00+00:00", "2026-11-10T18:30:00+00:00")
    ]
    assert [each.reps for each in found.staffed] == [1, 0, 1]
