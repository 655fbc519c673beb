"""Every fault of a document is reported at once, each with its path and the nearest valid name."""

import copy
import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError
from leadmodel.schema import dump_model, load_model, parse_model
from tests.building import HOUSE

VALID = dump_model(HOUSE)

SMALL: dict[str, Any] = {
    "version": "1",
    "fields": [{"name": "seats", "kind": "number"}],
    "hours": [{"name": "office", "week": {"mon": ["09:00-17:00"]}}],
    "holidays": [{"name": "us", "days": [{"date": "2026-11-26", "name": "Thanksgiving"}]}],
    "reasons": [
        {"code": "later", "disposition": "nurture", "says": "Budget not available for 6+ months"},
        {"code": "never", "disposition": "unqualified", "says": "No longer at organization"},
    ],
    "routing": {"when": {"field": "card.sales_ready", "equals": True}},
    "scoring": {
        "fit": [{"id": "vp", "when": {"field": "lead.title", "mentions": ["vp"]}, "points": 20}],
        "behaviour": [{"id": "demo", "activity": "demo_requested", "points": 30}],
        "grades": [{"grade": "A", "at_least": 20}, {"grade": "B"}],
        "levels": [{"level": 1, "at_least": 30}, {"level": 2}],
        "sales_ready": ["A1"],
    },
    "sla": [
        {
            "name": "inbound",
            "target": "2h",
            "when": {"any_of": [{"field": "lead.kind", "equals": "inbound"}]},
            "ladder": [{"after": "24h", "alert": ["rep"]}, {"after": "48h", "alert": ["rep", "manager"]}],
        }
    ],
}


def broken(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The small model with values put at dotted paths; `...` takes the key out."""
    document = copy.deepcopy(SMALL)
    for path, value in changes:
        *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        place: Any = document
        for part in above:
            place = place[part]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return document


def faults(document: dict[str, Any]) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_model(document)
    return [str(finding) for finding in caught.value.findings]


def test_the_small_model_is_valid() -> None:
    assert load_model(SMALL).version == "1"


ONE_FAULT = [
    ("bogus", 1, "$.bogus: unknown key 'bogus'"),
    ("verzion", 1, "$.verzion: unknown key 'verzion', did you mean 'version'?"),
    ("version", 7, "$.version: 7 is not text"),
    ("version", "", "$.version: is empty, a decision has to say which model made it"),
    ("routing", ..., "$.routing: is missing, expected a table"),
    ("routing", [], "$.routing: is a list, expected a table"),
    ("routing/prefer", ["soones"], "$.routing.prefer[0]: unknown name 'soones', did you mean 'soonest'?"),
    (
        "routing/prefer",
        ["territory", "territory"],
        "$.routing.prefer: ('territory', 'territory') needs at least one",
    ),
    ("routing/respond_within", "2 hours", "$.routing.respond_within: '2 hours' is not a length of time"),
    ("routing/default_language", "e", "$.routing.default_language: 'e' is not a language tag"),
    (
        "routing/when/field",
        "card.sales_redy",
        "$.routing.when.field: unknown field 'card.sales_redy', did you mean 'card.sales_ready'?",
    ),
    ("routing/when", {}, "$.routing.when: [] is no condition"),
    ("scoring/fit/0/points", "20", "$.scoring.fit[0].points: '20' is not a whole number"),
    ("scoring/fit/0/points", 2.5, "$.scoring.fit[0].points: 2.5 is not a whole number"),
    ("scoring/fit/0/points", True, "$.scoring.fit[0].points: True is not a whole number"),
    ("scoring/fit/0/when/field", "card.grade", "$.scoring.fit[0].when: 'card.grade' is what scoring gives"),
    (
        "scoring/fit/0/when/field",
        "fields.seat",
        "$.scoring.fit[0].when.field: unknown field 'fields.seat', did you mean 'fields.seats'?",
    ),
    (
        "scoring/fit/0/when",
        {"field": "fields.seats", "mentions": ["x"]},
        "$.scoring.fit[0].when.mentions: 'fields.seats' holds numbers and has no words",
    ),
    (
        "scoring/fit/0/when",
        {"field": "lead.title", "above": 3},
        "$.scoring.fit[0].when.above: 'lead.title' holds text and cannot be compared as a number",
    ),
    (
        "scoring/fit/0/when",
        {"field": "fields.seats", "equals": "many"},
        "$.scoring.fit[0].when.equals: 'fields.seats' holds numbers and is never 'many'",
    ),
    ("scoring/behaviour/0/id", "vp", "$.scoring.behaviour[0].id: rule 'vp' is declared twice"),
    ("scoring/behaviour/0/id", "", "$.scoring.behaviour[0].id: is empty, a rule needs an id"),
    ("sla/0/name", "", "$.sla[0].name: is empty, a policy needs a name"),
    ("scoring/behaviour/0/at_most", 0, "$.scoring.behaviour[0].at_most: 0 is below 1"),
    ("scoring/grades/1/at_least", 5, "$.scoring.grades[1].at_least: the last grade takes the rest"),
    ("scoring/levels/0/at_least", ..., "$.scoring.levels[0]: only the last level may leave out at_least"),
    (
        "scoring/sales_ready",
        ["A3"],
        "$.scoring.sales_ready[0]: unknown label 'A3', expected one of A1, A2, B1, B2",
    ),
    ("hours", [], "$.hours: is empty, declare at least one pattern"),
    ("hours/0/week", {}, "$.hours[0].week: {} never opens"),
    ("hours/0/week/mon", ["17:00-17:00"], "$.hours[0].week.mon: '17:00-17:00' ends where it starts"),
    ("holidays/0/days/0/date", "2026-02-30", "$.holidays[0].days[0].date: '2026-02-30' is not a date"),
    (
        "reasons/0/disposition",
        "nurtured",
        "$.reasons[0].disposition: unknown name 'nurtured', did you mean 'nurture'?",
    ),
    ("reasons/1/code", "later", "$.reasons[1].code: reason 'later' is declared twice"),
    ("sla/0/target", "0h", "$.sla[0].target: '0h' is not a length of time above zero"),
    (
        "sla/0/ladder/1/after",
        "24h",
        "$.sla[0].ladder[1].after: '24h' does not come after the '24h' before it",
    ),
    (
        "sla/0/ladder/0/alert",
        ["boss"],
        "$.sla[0].ladder[0].alert[0]: unknown name 'boss', expected one of executive, manager, rep",
    ),
    (
        "sla/0/when/any_of/0/field",
        "lead.knd",
        "$.sla[0].when.any_of[0].field: unknown field 'lead.knd', did you mean 'lead.kind'?",
    ),
    ("fields/0/kind", "int", "$.fields[0].kind: unknown name 'int', expected one of boolean, number, text"),
    ("fields/0/name", "a b", "$.fields[0].name: 'a b' is no field name"),
]


@pytest.mark.parametrize(
    ("path", "value", "expected"), ONE_FAULT, ids=[f"{p}={v!r}"[:60] for p, v, _ in ONE_FAULT]
)
def test_a_fault_names_its_path_the_value_and_what_would_be_right(
    path: str, value: Any, expected: str
) -> None:
    [found] = faults(broken((path, value)))

    assert found.startswith(expected)


def test_all_faults_come_at_once_whatever_layer_they_lie_in() -> None:
    """An unknown key, a wrong type, a bad form, a missing table and a name that refers to nothing, in one report."""
    document = broken(
        ("verzion", "2"),
        ("scoring/fit/0/points", "x"),
        ("scoring/fit/0/when/field", "lead.titel"),
        ("scoring/sales_ready", ["A1", "Z9"]),
        ("hours/0/week/mon", ["9-5"]),
        ("hours/0/week/tue", ["25:00-26:00"]),
        ("holidays/0/days/0", {"date": "2026-13-01"}),
        ("sla/0/target", "soon"),
        ("sla/0/ladder/1/alert", []),
        ("reasons/0/says", ""),
        ("routing/prefer", ["soones"]),
        ("routing/when/field", "card.lable"),
    )
    paths = [text.partition(": ")[0] for text in faults(document)]

    assert paths == sorted(
        [
            "$.verzion",
            "$.scoring.fit[0].points",
            "$.scoring.fit[0].when.field",
            "$.scoring.sales_ready[1]",
            "$.hours[0].week.mon",
            "$.hours[0].week.tue",
            "$.holidays[0].days[0].date",
            "$.holidays[0].days[0].name",
            "$.sla[0].target",
            "$.sla[0].ladder[1].alert",
            "$.reasons[0].says",
            "$.routing.prefer[0]",
            "$.routing.when.field",
        ]
    )


@given(st.lists(st.sampled_from(range(len(ONE_FAULT))), min_size=2, max_size=4, unique=True))
def test_one_fault_does_not_hide_another(picked: list[int]) -> None:
    chosen = [ONE_FAULT[place] for place in sorted(picked)]
    tables = [path.rpartition("/")[0] or path for path, _, _ in chosen]
    # One change would undo the other, or take away what it refers to: those are other documents.
    assume(not any((one + "/").startswith(other + "/") for one, other in permutations(tables, 2)))
    assume(not ("fields/0" in tables and any("fields." in str(value) for _, value, _ in chosen)))
    found = faults(broken(*[(path, value) for path, value, _ in chosen]))

    for _, _, expected in chosen:
        assert any(text.startswith(expected) for text in found), (expected, found)


leaves = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=True) | st.text(max_size=6)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def _places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [path] + [place for key, value in items for place in _places(value, (*path, key))]


@given(st.data())
def test_only_definition_errors_escape_from_a_document_with_anything_in_any_place(
    data: st.DataObject,
) -> None:
    document = copy.deepcopy(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(document)
        *above, last = data.draw(st.sampled_from(places[1:]))
        place: Any = document
        for part in above:
            place = place[part]
        place[last] = data.draw(anything)
    try:
        load_model(document)
    except DefinitionError as error:
        assert error.findings
        assert all(finding.path.startswith("$") for finding in error.findings)


@given(st.text())
def test_only_definition_errors_escape_from_any_text(text: str) -> None:
    for form in ("toml", "json"):
        with pytest.raises(DefinitionError):
            parse_model(text, format=form)


@pytest.mark.parametrize("text", ["", "[]", "3", "null", '{"a": 1, "a": 2}', "{" * 5000, "[" * 100_000])
def test_json_that_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        parse_model(text, format="json")


def test_toml_that_cannot_be_read_names_the_line() -> None:
    with pytest.raises(DefinitionError, match="line 2"):
        parse_model("version = '1'\nhours = oops\n", format="toml")


def test_a_document_that_is_nested_too_deeply_is_refused() -> None:
    when: Any = {"field": "lead.source", "present": True}
    for _ in range(200):
        when = {"any_of": [when]}

    assert faults(broken(("routing/when", when))) == ["$: is nested more than 100 deep"]


def test_faults_survive_a_trip_through_json() -> None:
    """TOML and JSON give the same model, and the same faults."""
    assert parse_model(json.dumps(SMALL), format="json") == load_model(SMALL)
    with pytest.raises(DefinitionError) as caught:
        parse_model(json.dumps(broken(("version", 7))), format="json")
    assert [str(finding) for finding in caught.value.findings] == ["$.version: 7 is not text"]
