"""A condition as data: how it is written, said, checked, compared and kept."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import (
    Condition,
    CustomField,
    FieldKind,
    check_condition,
    compile_condition,
    known_fields,
)
from leadmodel.errors import Finding, InputError
from leadmodel.records import Lead, LeadId
from leadmodel.records.plain import as_plain

from .kleene import conditions, leads

CH = Condition(field="lead.country", equals="CH")
VP = Condition(field="lead.title", mentions=("vp", "vice president"))
LEAD = Lead(id=LeadId("L1"), captured_at=datetime(2026, 11, 6, 9, tzinfo=UTC), source="form", country="CH")
KINDS = known_fields(
    (
        CustomField(name="plan"),
        CustomField(name="seats", kind=FieldKind.NUMBER),
        CustomField(name="trial", kind=FieldKind.BOOLEAN),
    )
)


# -------------------------------------------------------------------------------------------------------- its form


@pytest.mark.parametrize(
    ("given_fields", "argument", "says"),
    [
        ({}, "condition", "is no condition, expected a field with an operator, or one group"),
        ({"equals": "CH"}, "condition", "is no condition"),
        ({"all_of": (CH,), "any_of": (CH,)}, "condition", "is no condition"),
        ({"all_of": (CH,), "above": 5}, "condition", "is no condition"),
        ({"field": "lead.country", "all_of": (CH,)}, "condition", "stands beside field 'lead.country'"),
        (
            {"field": "lead.country"},
            "condition",
            "has no operator, expected one of equals, one_of, in_list, above",
        ),
        ({"field": "lead.country", "one_of": ()}, "one_of", "is empty, give at least one"),
        ({"field": "lead.country", "mentions": ()}, "mentions", "is empty, give at least one"),
        ({"any_of": ()}, "any_of", "is empty, give at least one"),
        ({"none_of": ()}, "none_of", "is empty, give at least one"),
        ({"field": "lead.country", "one_of": "CH"}, "one_of", "is one text, give a list of them"),
        ({"field": "lead.title", "mentions": "vp"}, "mentions", "is one text, give a list of them"),
        ({"field": "lead.title", "mentions": ("vp", "!")}, "mentions", "'!' has no word in it"),
        ({"field": "lead.title", "mentions": ("",)}, "mentions", "'' has no word in it"),
    ],
)
def test_what_is_no_condition_is_refused_when_it_is_built(
    given_fields: dict[str, object], argument: str, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        Condition(**given_fields)  # type: ignore[arg-type]

    assert caught.value.argument == argument
    assert says in str(caught.value)


def test_lists_become_tuples_and_the_callers_list_stays_the_callers() -> None:
    codes = ["CH", "IT"]
    condition = Condition(field="lead.country", one_of=codes)  # type: ignore[arg-type]
    codes.append("FR")

    assert condition == Condition(field="lead.country", one_of=("CH", "IT"))


def test_false_and_zero_are_operands() -> None:
    assert list(Condition(field="fields.x", equals=False).operators()) == [("equals", False)]
    assert list(Condition(field="fields.x", above=0).operators()) == [("above", 0)]
    assert list(Condition(field="fields.x", present=False).operators()) == [("present", False)]


def test_operators_come_in_a_fixed_order() -> None:
    condition = Condition(field="fields.x", present=True, at_most=9, above=5, equals=7)

    assert [name for name, _ in condition.operators()] == ["equals", "above", "at_most", "present"]


def test_a_condition_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        CH.equals = "IT"  # type: ignore[misc]


@given(conditions)
def test_a_condition_reads_exactly_the_fields_that_stand_in_it(condition: Condition) -> None:
    def leaves(each: Condition) -> set[str]:
        if each.field is not None:
            return {each.field}
        return set().union(*map(leaves, each.children()))

    assert condition.fields_read() == leaves(condition)


# ------------------------------------------------------------------------------------------------------- in words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (CH, "lead.country is 'CH'"),
        (VP, "lead.title mentions 'vp' or 'vice president'"),
        (Condition(field="lead.country", one_of=("CH", "IT")), "lead.country is one of 'CH', 'IT'"),
        (Condition(field="x", above=1), "x is above 1"),
        (Condition(field="x", below=1.5), "x is below 1.5"),
        (Condition(field="x", at_least=10, at_most=20), "x is at least 10 and x is at most 20"),
        (Condition(field="x", present=True), "x is known"),
        (Condition(field="x", present=False), "x is missing"),
        (Condition(field="x", equals=True), "x is True"),
        (Condition(all_of=(CH, VP)), f"({CH} and {VP})"),
        (Condition(any_of=(CH, VP)), f"({CH} or {VP})"),
        (Condition(none_of=(CH, VP)), f"not ({CH} or {VP})"),
        (Condition(any_of=(Condition(all_of=(CH, VP)), CH)), f"(({CH} and {VP}) or {CH})"),
        (Condition(none_of=(CH,)), f"not ({CH})"),
    ],
)
def test_a_condition_says_what_it_asks(condition: Condition, words: str) -> None:
    assert str(condition) == words


# -------------------------------------------------------------------------------------------------------- checked


def faults(condition: Condition) -> list[tuple[str, str]]:
    return [(finding.path, finding.message) for finding in check_condition(condition, "$.when", KINDS)]


@pytest.mark.parametrize(
    "condition",
    [
        CH,
        VP,
        Condition(all_of=(CH, Condition(none_of=(VP,)))),
        Condition(field="company.revenue", above=50_000_000, at_most=1e9),
        Condition(field="company.employees", one_of=(1, 2.5)),
        Condition(field="fields.trial", equals=False),
        Condition(field="fields.seats", present=True),
        Condition(field="card.sales_ready", equals=True),
    ],
)
def test_a_sound_condition_has_no_faults(condition: Condition) -> None:
    assert faults(condition) == []


@pytest.mark.parametrize(
    ("condition", "path", "message"),
    [
        (
            Condition(field="lead.titel", equals="VP"),
            "$.when.field",
            "unknown field 'lead.titel', did you mean 'lead.title'?",
        ),
        (
            Condition(field="fields.seat", above=5),
            "$.when.field",
            "unknown field 'fields.seat', did you mean 'fields.seats'?",
        ),
        (
            Condition(field="company.zzz", equals="x"),
            "$.when.field",
            "unknown field 'company.zzz', did you mean 'company.name'?",
        ),
        (
            Condition(field="leed.title", equals="x"),
            "$.when.field",
            "unknown field 'leed.title', did you mean 'lead.title'?",
        ),
        (
            Condition(field="lead.title", above=5),
            "$.when.above",
            "'lead.title' holds text and cannot be compared as a number",
        ),
        (
            Condition(field="fields.trial", at_least=1),
            "$.when.at_least",
            "'fields.trial' holds yes or no and cannot be compared as a number",
        ),
        (
            Condition(field="company.revenue", mentions=("million",)),
            "$.when.mentions",
            "'company.revenue' holds numbers and has no words",
        ),
        (
            Condition(field="company.employees", equals="40"),
            "$.when.equals",
            "'company.employees' holds numbers and is never '40'",
        ),
        (
            Condition(field="company.employees", equals=True),
            "$.when.equals",
            "'company.employees' holds numbers and is never True",
        ),
        (
            Condition(field="fields.trial", equals=1),
            "$.when.equals",
            "'fields.trial' holds yes or no and is never 1",
        ),
        (
            Condition(field="lead.country", one_of=("CH", 5)),
            "$.when.one_of",
            "'lead.country' holds text and is never 5",
        ),
        (
            Condition(all_of=(CH, Condition(none_of=(CH, Condition(field="lead.titel", equals="x"))))),
            "$.when.all_of[1].none_of[1].field",
            "unknown field 'lead.titel', did you mean 'lead.title'?",
        ),
    ],
)
def test_a_fault_is_found_with_its_path_and_its_fix(condition: Condition, path: str, message: str) -> None:
    assert faults(condition) == [(path, message)]


def test_every_fault_is_found_at_once() -> None:
    condition = Condition(
        any_of=(
            Condition(field="lead.titel", equals="x"),
            Condition(field="lead.title", above=5, below=9, mentions=("vp",), equals=7),
            Condition(field="company.revenue", one_of=("a", 5, "b")),
        )
    )

    assert [path for path, _ in faults(condition)] == [
        "$.when.any_of[0].field",
        "$.when.any_of[1].equals",
        "$.when.any_of[1].above",
        "$.when.any_of[1].below",
        "$.when.any_of[2].one_of",
        "$.when.any_of[2].one_of",
    ]


def test_before_a_lead_is_scored_there_is_no_card_to_ask() -> None:
    condition = Condition(field="card.grade", equals="A")
    findings = list(check_condition(condition, "$.fit", known_fields(card=False)))

    assert [finding.path for finding in findings] == ["$.fit.field"]
    assert isinstance(findings[0], Finding)
    assert not any(name.startswith("card.") for name in known_fields(card=False))


@given(conditions, leads)
def test_a_sound_comparison_is_unknown_only_where_data_is_missing(condition: Condition, lead: Lead) -> None:
    kinds = known_fields()
    if condition.field is None or list(check_condition(condition, "$", kinds)):
        return
    if compile_condition(condition)(lead, None) is None:
        assert compile_condition(Condition(field=condition.field, present=True))(lead, None) is False


@pytest.mark.parametrize("name", ["", "plan size", "1st", "plan-size", "a.b"])
def test_a_field_that_could_be_no_column_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"^name: .* is no field name"):
        CustomField(name=name)


def test_a_declared_field_is_known_by_its_kind() -> None:
    assert {name: kind for name, kind in KINDS.items() if name.startswith("fields.")} == {
        "fields.plan": FieldKind.TEXT,
        "fields.seats": FieldKind.NUMBER,
        "fields.trial": FieldKind.BOOLEAN,
    }


# ----------------------------------------------------------------------------------------- kept, compared, copied


@given(conditions, leads)
def test_having_been_compiled_shows_nowhere(condition: Condition, lead: Lead) -> None:
    fresh = pickle.loads(pickle.dumps(condition))
    before = (hash(condition), repr(condition), str(condition), as_plain(condition))
    function = compile_condition(condition)

    assert compile_condition(condition) is function
    assert (hash(condition), repr(condition), str(condition), as_plain(condition)) == before
    assert condition == fresh
    assert hash(condition) == hash(fresh)
    for copied in (pickle.loads(pickle.dumps(condition)), copy.copy(condition), copy.deepcopy(condition)):
        assert copied == condition
        assert hash(copied) == hash(condition)
        assert compile_condition(copied)(lead, None) is function(lead, None)


def test_a_changed_copy_is_compiled_anew() -> None:
    compile_condition(CH)
    italian = replace(CH, equals="IT")

    assert compile_condition(CH)(LEAD, None) is True
    assert compile_condition(italian)(LEAD, None) is False


# --------------------------------------------------------------------------------------------------------- nested


def nested(depth: int) -> Condition:
    condition = CH
    for level in range(depth):
        group = ("all_of", "any_of", "none_of")[level % 3]
        condition = Condition(**{group: (condition,)})  # type: ignore[arg-type]
    return condition


@pytest.mark.parametrize("depth", [1, 2, 10, 100, 200])
def test_a_deeply_nested_condition_is_answered_checked_and_compared(depth: int) -> None:
    condition = nested(depth)
    negations = depth // 3

    assert compile_condition(condition)(LEAD, None) is (negations % 2 == 0)
    assert condition == nested(depth)
    assert hash(condition) == hash(nested(depth))
    assert condition.fields_read() == {"lead.country"}
    assert list(check_condition(condition, "$", KINDS)) == []
    assert len(str(condition)) == len(str(CH)) + 2 * depth + len("not ") * negations


@given(st.integers(1, 60))
def test_a_nested_condition_travels(depth: int) -> None:
    condition = nested(depth)

    assert pickle.loads(pickle.dumps(condition)) == condition
    assert copy.deepcopy(condition) == condition


@pytest.mark.parametrize("depth", [1, 18, 19, 20, 21, 40, 41, 249])
def test_a_deeply_nested_condition_over_a_missing_value_is_unknown(depth: int) -> None:
    nobody = Lead(id=LeadId("L1"), captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form")
    for condition in (
        Condition(field="company.employees", at_least=5, below=90),
        Condition(field="lead.title", contains=("vp",), starts_with=("s",)),
    ):
        for level in range(depth):
            condition = Condition(**{("all_of", "any_of", "none_of")[level % 3]: (condition,)})  # type: ignore[arg-type]

        assert compile_condition(condition)(nobody, None) is None
