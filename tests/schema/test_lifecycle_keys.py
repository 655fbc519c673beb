"""The rules of the lifecycle in a document: reasons that were abandoned, the bypass, abandonment and the gate."""

import copy
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError
from leadmodel.lifecycle import Abandonment, QualifiedGate
from leadmodel.schema import dump_model, load_model, model_schema, parse_model
from tests.schema.test_faults import SMALL, _places, anything

RICH: dict[str, Any] = SMALL | {
    "reasons": [
        *SMALL["reasons"],
        {"code": "left", "disposition": "nurture", "says": "Left in Working", "abandoned": "auto"},
    ],
    "bypass": "flag",
    "abandonment": {"after": "20d", "idle": "0d", "reason": "left"},
    "qualified_gate": {"needs": ["opportunity_created", "met"], "one_subject": True},
}


def faults(path: str, value: Any) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_model(broken(path, value))
    return [str(finding) for finding in caught.value.findings]


def broken(path: str, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(RICH)
    *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place: Any = document
    for part in above:
        place = place[part]
    place[last] = value
    return document


@pytest.mark.statement("ST-14")
def test_a_document_with_all_of_them_goes_out_as_it_came_in() -> None:
    model = load_model(RICH)

    assert dump_model(model) == RICH
    assert model.abandonment == Abandonment(after="20d", idle="0d", reason="left")
    assert model.qualified_gate == QualifiedGate(needs=("opportunity_created", "met"), one_subject=True)
    assert (model.bypass, model.reasons[2].abandoned) == ("flag", "auto")
    jsonschema.validate(RICH, model_schema())


@pytest.mark.statement("RS-09", "CF-17")
def test_a_table_that_says_nothing_more_has_the_thirty_and_the_seven_days() -> None:
    document = copy.deepcopy(RICH)
    document["abandonment"] = {}
    document["reasons"][2]["code"] = "auto_abandoned"

    assert load_model(document).abandonment == Abandonment(after="30d", idle="7d", reason="auto_abandoned")


def test_it_can_be_written_in_toml() -> None:
    text = """
        version = "1"
        bypass = "flag"
        abandonment = { after = "45d" }
        qualified_gate = { needs = ["met"] }
        hours = [{ name = "office", week = { mon = ["09:00-17:00"] } }]
        reasons = [{ code = "auto_abandoned", disposition = "nurture", says = "Left", abandoned = "auto" },
                   { code = "c", disposition = "unqualified", says = "d" }]
        routing = { when = { field = "lead.source", present = true } }
        [scoring]
        fit = []
        behaviour = []
        grades = [{ grade = "A" }]
        levels = [{ level = 1 }]
        sales_ready = []
    """

    assert parse_model(text).abandonment == Abandonment(after="45d")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("bypass", "flagged", "$.bypass: unknown name 'flagged', did you mean 'flag'?"),
        ("bypass", None, "$.bypass: unknown name None, expected one of"),
        ("abandonment", "30d", "$.abandonment: '30d' is not a table"),
        ("abandonment/after", "0d", "$.abandonment.after: '0d' is not a length of time above zero"),
        ("abandonment/idle", "week", "$.abandonment.idle: 'week' is not a length of time"),
        ("abandonment/idel", "7d", "$.abandonment.idel: unknown key 'idel', did you mean 'idle'?"),
        ("abandonment/reason", "lfet", "$.abandonment.reason: unknown reason 'lfet', did you mean 'left'?"),
        ("abandonment/reason", "later", "$.abandonment.reason: reason 'later' needs abandoned = 'auto'"),
        ("qualified_gate/needs", [], "$.qualified_gate.needs: () is empty"),
        ("qualified_gate/needs", ["a", "a"], "$.qualified_gate.needs[1]: note 'a' is asked for twice"),
        ("qualified_gate/needs", "met", "$.qualified_gate.needs: 'met' is not a list"),
        ("qualified_gate/needs/0", 5, "$.qualified_gate.needs[0]: 5 is not text"),
        ("qualified_gate/one_subject", "yes", "$.qualified_gate.one_subject: 'yes' is not true or false"),
    ],
)
def test_a_fault_names_its_path_the_value_and_what_would_be_right(
    path: str, value: Any, expected: str
) -> None:
    [found] = faults(path, value)

    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("reasons/2/abandoned", "both", "$.reasons[2].abandoned: unknown name 'both', expected one of"),
        ("reasons/2/disposition", "unqualified", "$.reasons[2].abandoned: 'auto' leads to nurture"),
        ("reasons/2/without_touch", True, "$.reasons[2].abandoned: 'auto' needs a lead that somebody"),
    ],
)
def test_a_reason_that_is_wrong_is_named_beside_the_rule_that_needs_it(
    path: str, value: Any, expected: str
) -> None:
    found = faults(path, value)

    assert [text.partition(": ")[0] for text in found] == ["$.abandonment.reason", "$.reasons[2].abandoned"]
    assert found[1].startswith(expected)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("bypass", "allow"),
        ("abandonment/after", 30),
        ("abandonment/idel", "7d"),
        ("qualified_gate/needs", "met"),
        ("reasons/2/abandoned", "both"),
    ],
)
def test_the_json_schema_refuses_faults_of_form(path: str, value: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken(path, value), model_schema())


@given(st.data())
def test_only_definition_errors_escape_whatever_stands_in_their_place(data: st.DataObject) -> None:
    document = copy.deepcopy(RICH)
    own = [
        place
        for place in _places(document)
        if place and place[0] in ("reasons", "bypass", "abandonment", "qualified_gate")
    ]
    *above, last = data.draw(st.sampled_from(own))
    inside: Any = document
    for part in above:
        inside = inside[part]
    inside[last] = data.draw(anything)
    try:
        load_model(document)
    except DefinitionError as error:
        assert error.findings
        assert all(finding.path.startswith("$") for finding in error.findings)
