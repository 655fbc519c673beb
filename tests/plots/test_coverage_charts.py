"""What stands in a chart is what was answered, and nothing else."""

import sys
from datetime import UTC, datetime, timedelta

import pytest

from leadmodel.errors import InputError, LeadModelError
from leadmodel.hours import Schedule, Week
from leadmodel.plots import gap_chart, week_chart
from leadmodel.plots.coverage import gap_rows, week_rows
from leadmodel.records import RepId
from leadmodel.routing import Coverage, Desk, Rep, coverage, coverage_table

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def found() -> Coverage:
    team = (
        Rep(id=RepId("ann"), zone="Europe/Zurich", hours="own", languages=("de",)),
        Rep(id=RepId("bob"), zone="Europe/Zurich", hours="own", languages=("de", "fr")),
    )
    hours = {
        "ann": Schedule(week=Week(mon=("09:00-17:00",)), zone="Europe/Zurich"),
        "bob": Schedule(week=Week(mon=("12:30-20:00",), sat=("09:00-24:00",)), zone="Europe/Zurich"),
    }
    return coverage(Desk(reps=team, schedules=hours), since=MONDAY, weeks=2)


def test_the_bar_of_the_weeks_holds_every_stretch_once() -> None:
    told = found()
    shown = gap_chart(told).to_dict()["data"]["values"]

    assert shown == gap_rows(told)
    assert [
        (
            each["lead"],
            datetime.fromisoformat(each["start"]),
            datetime.fromisoformat(each["end"]),
            each["reps"],
        )
        for each in shown
    ] == [(cell.title, each.start, each.end, each.reps) for cell in told.cells for each in cell.staffed]


def test_the_heat_of_the_week_holds_every_hour_of_every_table_once() -> None:
    tables = [coverage_table(cell, zone="Europe/Zurich") for cell in found().cells]
    shown = week_chart(*tables).to_dict()["data"]["values"]

    assert shown == week_rows(tables)
    assert [(each["asked"] * MINUTE, each["covered"] * MINUTE, each["fewest"]) for each in shown] == [
        (each.asked_time, each.covered_time, each.fewest) for table in tables for each in table.hours
    ]
    assert {(each["weekday"], each["hour"]) for each in shown} == {
        (day, hour) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun") for hour in range(24)
    }


def test_hours_that_are_not_asked_for_stay_empty() -> None:
    told = found()
    asked = Schedule(week=Week(mon=("09:00-11:00",)), zone="Europe/Zurich")
    desk = Desk(reps=(), schedules={})
    table = coverage_table(coverage(desk, since=told.since, demand=asked).cells[0], zone="Europe/Zurich")

    assert [(each["weekday"], each["hour"], each["fewest"]) for each in week_rows([table])] == [
        ("Mon", 9, 0),
        ("Mon", 10, 0),
    ]


def test_nothing_to_draw_and_no_altair_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="tables"):
        week_chart()
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(LeadModelError, match=r"leadmodel\[plots\]"):
        gap_chart(found())
