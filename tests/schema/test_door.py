"""A model goes out as it came in, and its JSON Schema accepts what the door accepts."""

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings

from leadmodel.errors import DefinitionError
from leadmodel.hours import DatedShift, HolidayList, Hours, Schedule
from leadmodel.schema import dump_model, load_model, model_schema, parse_model
from tests.building import HOUSE
from tests.hours.worlds import rich_worlds
from tests.schema.test_faults import SMALL, broken

SCHEMA = model_schema()


def test_a_dumped_model_is_read_back_equal() -> None:
    dumped = dump_model(HOUSE)

    assert load_model(dumped) == HOUSE
    assert parse_model(json.dumps(dumped), format="json") == HOUSE


def test_a_dump_leaves_out_what_is_at_its_default() -> None:
    assert dump_model(load_model(SMALL)) == SMALL


def test_toml_dates_are_dates() -> None:
    text = """
        version = "1"
        hours = [{ name = "office", week = { mon = ["09:00-17:00"] } }]
        holidays = [{ name = "us", days = [{ date = 2026-11-26, name = "Thanksgiving" }] }]
        reasons = [{ code = "a", disposition = "nurture", says = "b" },
                   { code = "c", disposition = "unqualified", says = "d" }]
        routing = { when = { field = "lead.source", present = true } }
        [scoring]
        fit = []
        behaviour = []
        grades = [{ grade = "A" }]
        levels = [{ level = 1 }]
        sales_ready = []
    """

    assert parse_model(text).holidays[0].days[0].date == date(2026, 11, 26)


def test_all_that_a_schedule_can_say_can_be_written_in_toml() -> None:
    text = """
        version = "1"
        reasons = [{ code = "a", disposition = "nurture", says = "b" },
                   { code = "c", disposition = "unqualified", says = "d" }]
        routing = { when = { field = "lead.source", present = true } }
        [[hours]]
        name = "shop"
        week = { mon = ["09:00-17:00"], tue = ["22:00-06:00"] }
        breaks = [{ hours = ["12:00-12:30"], name = "lunch" },
                  { hours = ["15:00-16:00"], name = "all hands", date = 2026-11-05 }]
        shifts = [{ date = 2026-12-24, hours = ["09:00-13:00"], name = "Christmas Eve", override = true }]
        recurring = [{ rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", start = 2026-11-09, name = "part time" }]
        [[holidays]]
        name = "us"
        days = [{ date = 2026-11-26, name = "Thanksgiving", zone = "America/New_York" }]
        [scoring]
        fit = []
        behaviour = []
        grades = [{ grade = "A" }]
        levels = [{ level = 1 }]
        sales_ready = []
    """
    model = parse_model(text)
    hours = model.hours[0]

    assert [(each.name, each.date) for each in hours.breaks] == [
        ("lunch", None),
        ("all hands", date(2026, 11, 5)),
    ]
    assert hours.shifts == (
        DatedShift(date=date(2026, 12, 24), hours=("09:00-13:00",), name="Christmas Eve", override=True),
    )
    assert hours.recurring[0].start == date(2026, 11, 9)
    assert model.holidays[0].days[0].zone == "America/New_York"
    assert load_model(dump_model(model)) == model
    jsonschema.validate(dump_model(model), model_schema())


@settings(max_examples=settings().max_examples // 5)
@given(rich_worlds())
def test_any_hours_and_holidays_go_out_as_they_came_in(world: tuple[Schedule, date]) -> None:
    told, _ = world
    hours = Hours(
        name="any", week=told.week, breaks=told.breaks, shifts=told.shifts, recurring=told.recurring
    )
    days = {(day.date, day.zone): day for day in told.holidays}
    model = replace(HOUSE, hours=(hours,), holidays=(HolidayList(name="all", days=tuple(days.values())),))
    dumped = dump_model(model)

    assert load_model(dumped) == model
    assert parse_model(json.dumps(dumped), format="json") == model
    jsonschema.validate(dumped, SCHEMA)


def test_the_json_schema_accepts_what_the_door_accepts() -> None:
    jsonschema.Draft202012Validator.check_schema(model_schema())
    jsonschema.validate(SMALL, model_schema())
    jsonschema.validate(dump_model(HOUSE), model_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("bogus", 1),
        ("version", 7),
        ("routing", ...),
        ("routing/prefer", ["x"]),
        ("scoring/fit/0/points", "x"),
        ("hours/0/breaks/0/hours", "12:00-13:00"),
        ("hours/0/breaks/0/day", "mon"),
        ("hours/0/shifts/0/date", 20261228),
        ("hours/0/shifts/0/hours", ...),
        ("hours/0/recurring/0/kind", "leave"),
        ("holidays/0/days/0/zone", 1),
    ],
)
def test_the_json_schema_refuses_faults_of_form(path: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken((path, value)), model_schema())
    with pytest.raises(DefinitionError):
        load_model(broken((path, value)))


def test_the_json_schema_describes_in_plain_sentences() -> None:
    described = [table["description"] for table in model_schema()["$defs"].values() if "description" in table]

    assert described
    assert not any(">>>" in text for text in described)
