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
from tests.documents import with_changes

VALID = dump_model(HOUSE)

SMALL: dict[str, Any] = {
    "version": "1",
    "fields": [{"name": "seats", "kind": "number"}],
    "hours": [
        {
            "name": "office",
            "week": {"mon": ["09:00-17:00"]},
            "breaks": [
                {"hours": ["12:00-12:30"], "name": "lunch", "days": ["mon", "tue"]},
                {"hours": ["15:00-16:00"], "name": "all hands", "date": "2026-11-02"},
            ],
            "shifts": [{"date": "2026-12-28", "hours": [], "name": "between the years"}],
            "recurring": [
                {"rule": "FREQ=MONTHLY;BYDAY=1MO", "start": "2026-11-02", "name": "stock", "kind": "holiday"}
            ],
        }
    ],
    "holidays": [{"name": "us", "days": [{"date": "2026-11-26", "name": "Thanksgiving"}]}],
    "reasons": [
        {"code": "later", "disposition": "nurture", "says": "Budget not available for 6+ months"},
        {"code": "never", "disposition": "unqualified", "says": "No longer at organization"},
    ],
    "routing": {"when": {"field": "card.sales_ready", "equals": True}},
    "scoring": {
        "fit": [{"id": "vp", "when": {"field": "lead.title", "mentions": ["vp"]}, "points": 20}],
        "behaviour": [
            {"id": "demo", "activity": "demo_requested", "points": 30, "group": "web"},
            {
                "id": "page",
                "activity": "page_viewed",
                "points": 2.5,
                "at_most": 3,
                "per": "1d",
                "within": "90d",
                "decay": {"steps": [{"after": "30d", "keeps": 50}, {"after": "60d", "keeps": 10}]},
                "group": "web",
            },
            {
                "id": "silent",
                "when": {"activities": {"measure": "days_since", "of": ["page_viewed"]}, "at_least": 30},
                "points": -10,
            },
        ],
        "groups": [{"name": "web", "cap": 20}],
        "score_floor": 0,
        "grades": [{"grade": "A", "at_least": 20}, {"grade": "B"}],
        "levels": [{"level": 1, "at_least": 30}, {"level": 2}],
        "sales_ready": ["A1"],
    },
    "sla": [
        {
            "name": "inbound",
            "target": "2h",
            "when": {"any_of": [{"field": "lead.kind", "equals": "inbound"}]},
            "ladder": [
                {"after": "24h", "recipients": ["rep"]},
                {"after": "48h", "recipients": ["rep", "manager"]},
            ],
        }
    ],
}


def broken(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The small model with values put at dotted paths; `...` takes the key out."""
    return with_changes(SMALL, changes)


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
    ("scoring/fit/0/points", "20", "$.scoring.fit[0].points: '20' is not a number"),
    ("scoring/fit/0/points", 2.5555, "$.scoring.fit[0].points: 2.5555 has more than three decimals"),
    ("scoring/fit/0/points", True, "$.scoring.fit[0].points: True is not a number"),
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
    (
        "scoring/behaviour/0/activity",
        ...,
        "$.scoring.behaviour[0].activity: None needs an activity or a condition",
    ),
    ("scoring/behaviour/1/per", "90m", "$.scoring.behaviour[1].per: '90m' is no whole number of hours"),
    (
        "scoring/behaviour/1/within",
        "a while",
        "$.scoring.behaviour[1].within: 'a while' is not a length of time",
    ),
    ("scoring/behaviour/1/cap", -5, "$.scoring.behaviour[1].cap: -5 is below zero"),
    (
        "scoring/behaviour/1/group",
        "wep",
        "$.scoring.behaviour[1].group: unknown group 'wep', did you mean 'web'?",
    ),
    ("scoring/behaviour/1/decay", {}, "$.scoring.behaviour[1].decay: None needs a half_life or steps"),
    (
        "scoring/behaviour/1/decay/steps/1/after",
        "30d",
        "$.scoring.behaviour[1].decay.steps[1].after: '30d' does not come after the step before it",
    ),
    (
        "scoring/behaviour/1/decay/steps/0/keeps",
        500,
        "$.scoring.behaviour[1].decay.steps[0].keeps: 500 is no percentage",
    ),
    (
        "scoring/behaviour/2/when/activities/measure",
        "days_sinc",
        "$.scoring.behaviour[2].when.activities.measure: unknown name 'days_sinc', did you mean 'days_since'?",
    ),
    (
        "scoring/behaviour/2/when/activities/within",
        "1m",
        "$.scoring.behaviour[2].when.activities.within: '1m' is no whole number of hours",
    ),
    (
        "scoring/fit/0/when",
        {"activities": {"of": ["a"]}, "mentions": ["x"]},
        "$.scoring.fit[0].when.mentions: 'count(a)' holds numbers and has no words",
    ),
    (
        "routing/when",
        {"activities": {}, "above": 1},
        "$.routing.when.activities: what a lead has done is known",
    ),
    ("scoring/groups/0/cap", "many", "$.scoring.groups[0].cap: 'many' is not a number"),
    ("scoring/groups/0/cap", ..., "$.scoring.groups[0]: group 'web' bounds nothing"),
    ("scoring/score_cap", -1, "$.scoring.score_cap: -1 is below the floor of 0"),
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
    ("hours/0/brakes", [], "$.hours[0].brakes: unknown key 'brakes', did you mean 'breaks'?"),
    ("hours/0/week/mon", [7], "$.hours[0].week.mon[0]: 7 is not text"),
    ("hours/0/breaks/0/hours", ["12-13"], "$.hours[0].breaks[0].hours: '12-13' is not a time span"),
    ("hours/0/breaks/0/hours", ["12:00-12:00"], "$.hours[0].breaks[0].hours: '12:00-12:00' ends where it"),
    ("hours/0/breaks/0/hours", [], "$.hours[0].breaks[0].hours: () is empty, give at least one span"),
    ("hours/0/breaks/0/hours", [12], "$.hours[0].breaks[0].hours[0]: 12 is not text"),
    (
        "hours/0/breaks/0/days",
        ["mon", "tues"],
        "$.hours[0].breaks[0].days: 'tues' is not a day of the week, did you mean 'tue'?",
    ),
    ("hours/0/breaks/0/days", [1], "$.hours[0].breaks[0].days[0]: 1 is not text"),
    (
        "hours/0/breaks/1/days",
        ["mon"],
        "$.hours[0].breaks[1].days: ('mon',) stand beside the date 2026-11-02, keep one of the two",
    ),
    (
        "hours/0/breaks/0",
        {"hours": ["00:00-24:00"], "name": "strike"},
        "$.hours[0].breaks: ('strike',) leave nothing of the week, so that it never opens",
    ),
    ("hours/0/shifts/0/date", ..., "$.hours[0].shifts[0].date: is missing, expected a date"),
    (
        "hours/0/shifts/0/date",
        "2026-12-28T09:00",
        "$.hours[0].shifts[0].date: '2026-12-28T09:00' is not a date",
    ),
    ("hours/0/shifts/0/override", "yes", "$.hours[0].shifts[0].override: 'yes' is not true or false"),
    (
        "hours/0/shifts",
        [{"date": "2026-12-24", "hours": ["09:00-13:00"]}, {"date": "2026-12-24", "hours": []}],
        "$.hours[0].shifts: '2026-12-24' has two that contradict each other, () and ('09:00-13:00',)",
    ),
    (
        "hours/0/recurring/0/rule",
        "FREQ=WEEKLY;BYDAY=XX",
        "$.hours[0].recurring[0].rule: 'FREQ=WEEKLY;BYDAY=XX' has BYDAY=XX, expected MO to SU",
    ),
    (
        "hours/0/recurring/0/rule",
        "FREQ=YEARLY;BYMNTH=2",
        "$.hours[0].recurring[0].rule: 'FREQ=YEARLY;BYMNTH=2' has an unknown part 'BYMNTH', did you mean 'BYMONTH'?",
    ),
    (
        "hours/0/recurring/0/rule",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "$.hours[0].recurring[0].rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' names no date",
    ),
    ("hours/0/recurring/0/days", 0, "$.hours[0].recurring[0].days: 0 is not a number of days from 1 to 366"),
    (
        "hours/0/recurring/0/kind",
        "holliday",
        "$.hours[0].recurring[0].kind: unknown name 'holliday', did you mean 'holiday'?",
    ),
    (
        "hours/0/recurring/0/zone",
        "Europe/Zurch",
        "$.hours[0].recurring[0].zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?",
    ),
    (
        "holidays/0/days/0/zone",
        "America/New_Yrok",
        "$.holidays[0].days[0].zone: 'America/New_Yrok' is not a time zone, did you mean 'America/New_York'?",
    ),
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
        "23h",
        "$.sla[0].ladder[1].after: '23h' comes before the '24h' above it, put the steps in order",
    ),
    ("sla/0/ladder/0/recipients", [""], "$.sla[0].ladder[0].recipients: '' is not a name"),
    (
        "sla/0/ladder/0/action",
        "reasign",
        "$.sla[0].ladder[0].action: unknown name 'reasign', did you mean 'reassign'?",
    ),
    (
        "sla/0/ladder/0/action",
        "disposition",
        "$.sla[0].ladder[0].reason: is missing, a disposition needs its reason",
    ),
    (
        "sla/0/stop",
        [{"on": "tuched"}],
        "$.sla[0].stop[0].on: unknown name 'tuched', did you mean 'touched'?",
    ),
    (
        "sla/0/start",
        [{"on": "noted"}],
        "$.sla[0].start[0].named: () is empty, say which notes are meant",
    ),
    (
        "sla/0/cancel",
        [{"on": "unqualified", "named": ["nevr"]}],
        "$.sla[0].cancel[0].named[0]: unknown reason 'nevr', did you mean 'never'?",
    ),
    (
        "sla/0/hours",
        {"of": "lead", "pattern": "ofice"},
        "$.sla[0].hours.pattern: unknown hours 'ofice', did you mean 'office'?",
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
        ("sla/0/ladder/1/recipients", []),
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
            "$.sla[0].ladder[1].recipients",
            "$.reasons[0].says",
            "$.routing.prefer[0]",
            "$.routing.when.field",
        ]
    )


def test_every_fault_of_hours_comes_at_once_and_none_that_only_a_stand_in_would_have() -> None:
    """Two dates that cannot be read are no date listed twice, and a broken text does not make a shift contradict."""
    document = broken(
        (
            "hours/0/breaks",
            [
                {"hours": ["9-10"], "days": ["mo"]},
                {"hours": ["12:00-13:00"], "date": "tomorrow"},
                {"name": 5},
            ],
        ),
        (
            "hours/0/shifts",
            [
                {"date": "24.12.2026", "hours": ["09:00-13:00"]},
                {"date": "25.12.2026", "hours": ["10:00-13:00"]},
                {"date": "2026-12-26", "hours": ["10:00"], "override": 1},
            ],
        ),
        (
            "hours/0/recurring",
            [
                {"rule": "weekly", "start": "2026-13-01", "name": "a", "days": 0, "zone": "Mars"},
                {
                    "rule": "FREQ=DAILY",
                    "start": "2026-11-02",
                    "name": "b",
                    "days": 2,
                    "hours": ["09:00-10:00"],
                },
            ],
        ),
        ("holidays/0/days", [{"date": "x", "name": "a", "zone": "UTC+1"}, {"date": "y", "name": "b"}]),
    )

    assert [text.partition(": ")[0] for text in faults(document)] == [
        "$.holidays[0].days[0].date",
        "$.holidays[0].days[0].zone",
        "$.holidays[0].days[1].date",
        "$.hours[0].breaks[0].days",
        "$.hours[0].breaks[0].hours",
        "$.hours[0].breaks[1].date",
        "$.hours[0].breaks[2].hours",
        "$.hours[0].breaks[2].name",
        "$.hours[0].recurring[0].days",
        "$.hours[0].recurring[0].rule",
        "$.hours[0].recurring[0].start",
        "$.hours[0].recurring[0].zone",
        "$.hours[0].recurring[1].days",
        "$.hours[0].shifts[0].date",
        "$.hours[0].shifts[1].date",
        "$.hours[0].shifts[2].hours",
        "$.hours[0].shifts[2].override",
    ]


def test_shifts_that_contradict_each_other_do_not_hide_that_breaks_leave_nothing() -> None:
    document = broken(
        ("hours/0/breaks", [{"hours": ["00:00-24:00"]}]),
        (
            "hours/0/shifts",
            [{"date": "2026-12-24", "hours": []}, {"date": "2026-12-24", "hours": [], "override": True}],
        ),
    )

    assert [text.partition(": ")[0] for text in faults(document)] == [
        "$.hours[0].breaks",
        "$.hours[0].shifts",
    ]


@given(st.lists(st.sampled_from(range(len(ONE_FAULT))), min_size=2, max_size=4, unique=True))
def test_one_fault_does_not_hide_another(picked: list[int]) -> None:
    chosen = [ONE_FAULT[place] for place in sorted(picked)]
    tables = [path.rpartition("/")[0] or path for path, _, _ in chosen]
    # One change would undo the other, or take away what it refers to: those are other documents.
    assume(not any((one + "/").startswith(other + "/") for one, other in permutations(tables, 2)))
    assume(not ("fields/0" in tables and any("fields." in str(value) for _, value, _ in chosen)))
    # The nearest name is another one when the names are changed.
    paths = [path for path, _, _ in chosen]
    for wrong, declared in (("nevr", "reasons"), ("ofice", "hours")):
        assume(not (wrong in str(chosen) and any(path.startswith(declared) for path in paths)))
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
