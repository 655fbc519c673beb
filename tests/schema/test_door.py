"""A model goes out as it came in, and its JSON Schema accepts what the door accepts."""

import json
from datetime import date

import jsonschema
import pytest

from leadmodel.errors import DefinitionError
from leadmodel.schema import dump_model, load_model, model_schema, parse_model
from tests.building import HOUSE
from tests.schema.test_faults import SMALL, broken


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
