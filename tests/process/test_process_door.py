"""Process and agreement as parts of a document: in and out unchanged, and every fault with its path."""

import copy
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError
from leadmodel.process import Alignment, Process
from leadmodel.schema import dump_model, load_model, model_schema, parse_model
from tests.building import HOUSE, house
from tests.documents import with_changes
from tests.process.worlds import AGREED, SEVEN, processes
from tests.schema.test_faults import SMALL, anything

SCHEMA = jsonschema.Draft202012Validator(model_schema())

PROCESS: dict[str, Any] = {
    "start": "Inquiry",
    "zone": "Europe/Zurich",
    "stages": [{"name": "suspect", "means": ["raw"]}],
    "steps": [
        {"name": "Inquiry", "owner": "marketing", "stage": "suspect", "duration": "1d", "next": ["Call"]},
        {
            "name": "Call",
            "owner": "sales",
            "stage": "assigned",
            "duration": "24h",
            "next": ["Nurture", "end"],
        },
        {"name": "Nurture", "owner": "marketing", "stage": "nurture", "duration": "12mo", "next": ["Call"]},
    ],
}
WHOLE: dict[str, Any] = SMALL | {
    "process": PROCESS,
    "alignment": dump_model(replace(HOUSE, alignment=AGREED))["alignment"],
}


def faults(document: dict[str, Any]) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_model(document)
    return [str(finding) for finding in caught.value.findings]


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The document with other values at paths such as `process/steps/0/owner`; `...` takes one away."""
    return with_changes(WHOLE, changes)


def test_what_is_written_in_toml_is_what_is_built_in_python() -> None:
    text = """
        version = "1"
        hours = [{ name = "office", week = { mon = ["09:00-17:00"] } }]
        reasons = [{ code = "a", disposition = "nurture", says = "b" },
                   { code = "c", disposition = "unqualified", says = "d" }]
        routing = { when = { field = "lead.source", present = true } }
        scoring = { fit = [], behaviour = [], grades = [{ grade = "A" }], levels = [{ level = 1 }], sales_ready = [] }

        [process]
        start = "Call"
        [[process.steps]]
        name = "Call"
        owner = "sales"
        stage = "assigned"
        duration = "24h"
        next = ["end"]

        [alignment]
        purpose = "One view"
        starts_on = 2026-01-01
        review_every = "3mo"
        [[alignment.goals]]
        measure = "bookings"
        at_least = 250000
        pays = ["marketing", "sales"]
        [[alignment.accepted]]
        team = "sales"
        by = "Sam Otieno"
        on = 2025-12-18
    """
    model = parse_model(text)

    assert model.process is not None
    assert model.process.step("Call").duration == "24h"
    assert model.alignment is not None
    assert model.alignment.goals[0].pays == ("marketing", "sales")
    assert model.alignment.accepted[0].on.isoformat() == "2025-12-18"
    assert load_model(dump_model(model)) == model


@settings(max_examples=settings().max_examples // 3)
@given(processes(), st.booleans())
def test_any_process_goes_out_as_it_came_in(process: Process, with_agreement: bool) -> None:
    model = house(process=process, alignment=AGREED if with_agreement else None)
    dumped = dump_model(model)

    assert load_model(dumped) == model
    assert parse_model(json.dumps(dumped), format="json") == model
    SCHEMA.validate(dumped)


def test_a_dump_leaves_out_what_is_at_its_default() -> None:
    assert dump_model(load_model(WHOLE)) == WHOLE
    assert dump_model(house(alignment=Alignment()))["alignment"] == {}
    assert not {"process", "alignment"} & set(dump_model(HOUSE))
    assert dump_model(house(process=SEVEN))["process"]["steps"][6]["next"] == ["Lead Nurturing", "end"]


FAULTS = [
    ("process/steps/0/owner", ..., "$.process.steps[0].owner: is missing, expected text"),
    ("process/steps/0/stage", ..., "$.process.steps[0].stage: is missing, expected text"),
    ("process/steps/1/duration", ..., "$.process.steps[1].duration: is missing, expected text"),
    ("process/steps/1/next", ..., "$.process.steps[1].next: is missing, expected a list"),
    ("process/steps/1/next", "end", "$.process.steps[1].next: 'end' is not a list"),
    (
        "process/steps/1/next",
        [],
        "$.process.steps[1].next: is empty, name the steps that may follow, or 'end'",
    ),
    ("process/steps/0/next/0", "Cal", "$.process.steps[0].next[0]: unknown step 'Cal', did you mean 'Call'?"),
    ("process/steps/0/next/0", 5, "$.process.steps[0].next[0]: 5 is not text"),
    ("process/steps/2/owner", "", "$.process.steps[2].owner: is empty, say who is accountable for the step"),
    (
        "process/steps/2/stage",
        "nurtur",
        "$.process.steps[2].stage: unknown stage 'nurtur', did you mean 'nurture'?",
    ),
    (
        "process/steps/2/duration",
        "a year",
        "$.process.steps[2].duration: 'a year' is not a length of time such as '24h', '5d' or '3mo'",
    ),
    ("process/start", ..., "$.process.start: is missing, expected text"),
    ("process/start", "Cal", "$.process.start: unknown step 'Cal', did you mean 'Call'?"),
    ("process/zone", "Mars", "$.process.zone: 'Mars' is not a time zone"),
    ("process/step", [], "$.process.step: unknown key 'step', did you mean 'steps'?"),
    ("process/steps", ..., "$.process.steps: is missing, expected a list"),
    ("alignment/goals/0/measure", 5, "$.alignment.goals[0].measure: 5 is not text"),
    ("alignment/review_every", "36h", "$.alignment.review_every: '36h' is not a number of days or months"),
    ("alignment/review_every", 3, "$.alignment.review_every: 3 is not text"),
    (
        "alignment/accepted/0/team",
        "slaes",
        "$.alignment.accepted[0].team: unknown team 'slaes', did you mean 'sales'?",
    ),
    ("alignment/ends_on", "2020-01-01", "$.alignment.ends_on: 2020-01-01 is before the start on 2026-01-01"),
    ("alignment/recyling", "x", "$.alignment.recyling: unknown key 'recyling', did you mean 'recycling'?"),
]


@pytest.mark.statement("ST-43")
@pytest.mark.parametrize(("path", "value", "expected"), FAULTS)
def test_one_fault_in_a_document_is_one_finding(path: str, value: object, expected: str) -> None:
    found = faults(changed((path, value)))

    assert len(found) == 1, found
    assert found[0].startswith(expected)


@given(st.lists(st.sampled_from(range(len(FAULTS))), min_size=2, max_size=4, unique=True))
def test_one_fault_does_not_hide_another_in_another_part(picked: list[int]) -> None:
    by_part = {FAULTS[place][0].partition("/")[0]: FAULTS[place] for place in picked}
    found = faults(changed(*((path, value) for path, value, _ in by_part.values()), ("version", "")))

    # What a part says is told before the whole is proved; a wrong part leaves the rest to be proved all the same.
    for _, _, expected in by_part.values():
        assert any(told.startswith(expected) for told in found), found
    assert any(told.startswith("$.version") for told in found)


def test_an_incomplete_agreement_that_claims_to_be_complete_is_a_fault_of_the_document() -> None:
    assert faults(changed(("alignment/complete", True), ("alignment/recycling", ...))) == [
        "$.alignment.recycling: is missing, say by what rule leads go back to nurturing"
    ]


def _places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deep for key, each in inside for deep in _places(each, (*path, key)))]


@given(st.data())
def test_only_definition_errors_escape_from_a_document_with_anything_in_any_place(
    data: st.DataObject,
) -> None:
    document = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        places = [each for each in _places(document) if len(each) > 1 and each[0] in ("process", "alignment")]
        if not places:
            break
        *above, last = data.draw(st.sampled_from(places))
        place: Any = document
        for part in above:
            place = place[part]
        place[last] = data.draw(anything)
    try:
        model = load_model(document)
    except DefinitionError as error:
        assert error.findings
        assert all(finding.path.startswith("$") for finding in error.findings)
    else:
        assert load_model(dump_model(model)) == model
