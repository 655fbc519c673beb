"""Each operator: what it matches, where its edge is, and what it does with missing values and other kinds."""

import math
from datetime import UTC, datetime

import pytest

from leadmodel.conditions import Condition, compile_condition
from leadmodel.conditions.vocabulary import BUILT_IN, kind_of
from leadmodel.records import Company, Lead, LeadId, LeadKind

from .kleene import Card

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
FULL = Lead(
    id=LeadId("L1"),
    captured_at=NINE,
    source="demo_request",
    kind=LeadKind.OUTBOUND,
    name="Ada",
    email="ada@example.com",
    title="VP Sales",
    country="CH",
    company=Company(name="Acme", industry="Retail", employees=40, revenue=50_000_000),
)


def ask_field(value: object, **operators: object) -> bool | None:
    """The answer to an operator about a field of the house's own; `...` leaves the field out."""
    fields = {} if value is ... else {"x": value}
    lead = Lead(id=LeadId("L1"), captured_at=NINE, source="form", fields=fields)  # type: ignore[arg-type]
    return compile_condition(Condition(field="fields.x", **operators))(lead, None)  # type: ignore[arg-type]


def ask_title(title: str | None, **operators: object) -> bool | None:
    lead = Lead(id=LeadId("L1"), captured_at=NINE, source="form", title=title)
    return compile_condition(Condition(field="lead.title", **operators))(lead, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        ("above", False, False, True),
        ("below", True, False, False),
        ("at_least", False, True, True),
        ("at_most", True, True, False),
    ],
)
def test_the_edge_of_a_comparison(operator: str, below: bool, at: bool, above: bool) -> None:
    edge = {operator: 50_000_000}

    assert ask_field(49_999_999, **edge) is below
    assert ask_field(50_000_000, **edge) is at
    assert ask_field(50_000_000.0, **edge) is at
    assert ask_field(50_000_001, **edge) is above
    assert ask_field(math.inf, **edge) is above
    assert ask_field(-math.inf, **edge) is below


def test_large_whole_numbers_are_compared_exactly() -> None:
    assert ask_field(2**53 + 1, above=2**53) is True
    assert ask_field(2**53, equals=2**53 + 1) is False


@pytest.mark.parametrize("operator", ["equals", "above", "below", "at_least", "at_most"])
@pytest.mark.parametrize("missing", [..., None, math.nan])
def test_what_is_missing_is_unknown(operator: str, missing: object) -> None:
    assert ask_field(missing, **{operator: 5}) is None


@pytest.mark.parametrize("missing", [..., None, math.nan])
def test_what_is_missing_has_no_words_and_is_in_no_list(missing: object) -> None:
    assert ask_field(missing, mentions=("x",)) is None
    assert ask_field(missing, one_of=("x", 5, True)) is None


@pytest.mark.parametrize(
    ("value", "operators"),
    [
        ("5", {"equals": 5}),
        (5, {"equals": "5"}),
        (True, {"equals": 1}),
        (1, {"equals": True}),
        (False, {"one_of": (0, "no")}),
        ("5", {"one_of": (5, 6)}),
        ("5", {"above": 1}),
        ("5", {"at_most": 9}),
        (True, {"above": 0}),
        (True, {"at_least": 1}),
        (5, {"mentions": ("5",)}),
        (True, {"mentions": ("true",)}),
    ],
)
def test_a_value_of_another_kind_is_unknown_and_so_is_the_negation(
    value: object, operators: dict[str, object]
) -> None:
    lead = Lead(id=LeadId("L1"), captured_at=NINE, source="form", fields={"x": value})  # type: ignore[dict-item]
    condition = Condition(field="fields.x", **operators)  # type: ignore[arg-type]

    assert compile_condition(condition)(lead, None) is None
    assert compile_condition(Condition(none_of=(condition,)))(lead, None) is None


def test_a_list_of_several_kinds_is_searched_among_its_own() -> None:
    assert ask_field(1, one_of=("x", 1)) is True
    assert ask_field("X", one_of=("x", 1)) is True
    assert ask_field(2, one_of=("x", 1)) is False
    assert ask_field(True, one_of=("x", 1)) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("CH", "ch"), ("straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("", ""), (0.0, 0), (1, 1.0)],
)
def test_texts_are_equal_without_regard_to_letter_case_and_numbers_by_value(
    value: object, expected: object
) -> None:
    assert ask_field(value, equals=expected) is True
    assert ask_field(value, one_of=("other", 7, expected)) is True


@pytest.mark.parametrize(
    ("value", "expected"), [("CH", "CHE"), ("CH ", "CH"), ("", "x"), (0, 1), (0.1 + 0.2, 0.3)]
)
def test_what_differs_is_no_match(value: object, expected: object) -> None:
    assert ask_field(value, equals=expected) is False
    assert ask_field(value, one_of=(expected,)) is False


@pytest.mark.parametrize(
    ("title", "phrase", "found"),
    [
        ("VP Sales", "vp", True),
        ("Sales VP", "VP", True),
        ("vp", "vp", True),
        ("SVP Sales", "vp", False),
        ("VPs of Sales", "vp", False),
        ("Senior V.P.", "vp", False),
        ("Vice-President", "vice president", True),
        ("Vice, President", "Vice President", True),
        ("Vice  \n President", "vice president", True),
        ("Vice Assistant President", "vice president", False),
        ("President, Vice", "vice president", False),
        ("vice_president", "president", True),
        ("Internship", "intern", False),
        ("Intern (marketing)", "intern", True),
        ("GESCHÄFTSFÜHRER", "geschäftsführer", True),
        ("Leiter Straße", "STRASSE", True),
        ("CEO/CTO", "cto", True),
        ("C++ Developer", "c++", True),
        ("Level 42 Wizard", "42", True),
        ("", "vp", False),
        ("!!", "vp", False),
        ("部長", "部長", True),
    ],
)
def test_mentions_finds_whole_words_and_phrases(title: str, phrase: str, found: bool) -> None:
    assert ask_title(title, mentions=(phrase,)) is found
    assert ask_title(title, mentions=("no such word", phrase)) is found


def test_present_asks_about_missing_itself_and_is_never_unknown() -> None:
    for value, known in [
        (..., False),
        (None, False),
        (math.nan, False),
        ("", True),
        (0, True),
        (False, True),
    ]:
        assert ask_field(value, present=True) is known
        assert ask_field(value, present=False) is not known


def test_several_operators_must_all_hold() -> None:
    assert [ask_field(value, at_least=10, below=50) for value in (9, 10, 49, 50)] == [
        False,
        True,
        True,
        False,
    ]
    assert ask_field("x", at_least=10, below=50) is None


def test_a_missing_value_settles_present_and_leaves_the_other_operators_unknown() -> None:
    assert ask_field(..., present=True, above=5) is False
    assert ask_field(..., present=True, equals="x") is False
    assert ask_field(..., present=False, equals="x") is None
    assert ask_field(7, present=True, above=5) is True
    assert ask_field(7, present=False, above=5) is False


def test_one_operator_that_fails_settles_it_whatever_the_others_cannot_say() -> None:
    assert ask_field("x", above=5, mentions=("y",)) is False
    assert ask_field("x", above=5, mentions=("x",)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lead.source", "demo_request"),
        ("lead.kind", "outbound"),
        ("lead.name", "Ada"),
        ("lead.email", "ada@example.com"),
        ("lead.title", "VP Sales"),
        ("lead.country", "CH"),
        ("company.name", "Acme"),
        ("company.industry", "Retail"),
        ("company.employees", 40),
        ("company.revenue", 50_000_000),
        ("card.grade", "B"),
        ("card.label", "B2"),
        ("card.level", 2),
        ("card.fit", 17),
        ("card.score", 33),
        ("card.sales_ready", True),
    ],
)
def test_every_field_reads_its_own_value_and_holds_the_kind_that_it_says(
    field: str, value: str | int | bool
) -> None:
    card = Card(grade="B", level=2, label="B2", fit=17, score=33, sales_ready=True)
    kind, _ = BUILT_IN[field]

    assert compile_condition(Condition(field=field, equals=value))(FULL, card) is True
    assert kind_of(value) is kind


def test_no_field_goes_untested() -> None:
    tested = next(
        mark.args[1]
        for mark in test_every_field_reads_its_own_value_and_holds_the_kind_that_it_says.pytestmark  # type: ignore[attr-defined]
        if mark.name == "parametrize"
    )
    assert {field for field, _ in tested} == set(BUILT_IN)
