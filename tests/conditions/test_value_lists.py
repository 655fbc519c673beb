"""Lists of values by name: what a condition finds in one, how a model binds them, and what it refuses."""

import copy
import pickle
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import (
    Condition,
    Source,
    ValueList,
    bind_lists,
    check_condition,
    check_lists,
    compile_condition,
    compile_source,
    count,
    field,
    known_fields,
)
from leadmodel.errors import InputError, LeadModelError
from leadmodel.records import Company, Lead, Scalar
from tests.building import lead

from .kleene import FIELDS, MEASURED, Card, answer, cards, conditions, figures, leads, scalars

TARGETS = ValueList(name="targets", values=("Acme", "Straße AG"))
SIZES = ValueList(name="sizes", values=(5, 2.5))
NAME = field("company.name")

subjects = st.sampled_from(
    [*({"field": name} for name in FIELDS), *({"activities": each} for each in MEASURED)]
)
few = st.lists(scalars, min_size=1, max_size=4).map(tuple)


def written_out(condition: Condition) -> Condition:
    """The condition with the values of its lists in its `one_of`; where it has one of its own, beside it."""
    if condition.in_list is not None:
        assert isinstance(condition.listed, ValueList)
        said: dict[str, Any] = {"field": condition.field, "activities": condition.activities}
        own = Condition(**said, one_of=condition.listed.values)
        others = [name for name, _ in condition.operators() if name != "in_list"]
        return Condition(all_of=(own, replace(condition, in_list=None))) if others else own
    groups = {name: getattr(condition, name) for name in ("all_of", "any_of", "none_of")}
    children: dict[str, Any] = {
        name: tuple(map(written_out, each)) for name, each in groups.items() if each is not None
    }
    return Condition(**children) if children else condition


# ------------------------------------------------------------------------------------------------------------- meaning


@given(subjects, few, leads, cards, figures)
def test_a_list_means_what_its_values_mean_when_they_are_written_out(
    subject: dict[str, Any],
    values: tuple[Scalar, ...],
    asked: Lead,
    card: Card | None,
    known: dict[str, int | None],
) -> None:
    listed = Condition(**subject, in_list=ValueList(name="some", values=values))  # type: ignore[arg-type]
    written = Condition(**subject, one_of=values)

    for one, other in ((listed, written), (~listed, ~written)):
        assert compile_condition(one)(asked, card, known) is compile_condition(other)(asked, card, known)


@given(conditions, leads, cards, figures)
def test_so_it_does_among_other_comparisons(
    condition: Condition, asked: Lead, card: Card | None, known: dict[str, int | None]
) -> None:
    found = compile_condition(condition)(asked, card, known)

    assert found is compile_condition(written_out(condition))(asked, card, known)
    assert found is answer(condition, asked, card, known)


@pytest.mark.parametrize(
    ("name", "found"),
    [("Acme", True), ("ACME", True), ("STRASSE ag", True), (" Acme", False), ("", False), (None, None)],
)
def test_letter_case_does_not_matter_and_what_is_missing_is_unknown(
    name: str | None, found: bool | None
) -> None:
    asked = lead(company=Company(name=name))

    assert compile_condition(NAME.in_list(TARGETS))(asked, None) is found
    assert compile_condition(~NAME.in_list(TARGETS))(asked, None) is (None if found is None else not found)
    assert name is None or (name in TARGETS) is found


def test_a_long_list_is_one_look_up_in_one_set_however_many_conditions_ask() -> None:
    long = ValueList(name="long", values=tuple(f"account{place}.example" for place in range(10_000)))
    source = Source(lambda source, subject: "value")
    asked = [NAME.in_list(long), ~NAME.in_list(long), NAME.in_list(long) & NAME.is_known()]
    text = [source.holds(each) for each in asked] + [source.fails(each) for each in asked]
    sets = [each for each in source.bound.values() if isinstance(each, frozenset)]

    assert len(sets) == 1
    assert sets[0] is next(iter(long.wanted.values()))
    assert sum(map(len, [*source.lines, *text])) < 1_000
    assert compile_source(source, "value", text[0])("ACCOUNT9999.example")


# ---------------------------------------------------------------------------------------------------------- by its name


def test_without_its_values_a_list_cannot_be_asked() -> None:
    unbound = NAME.in_list("targets")

    assert unbound == Condition(field="company.name", in_list="targets")
    assert str(unbound) == "company.name is in list 'targets'" == str(NAME.in_list(TARGETS))
    with pytest.raises(InputError, match="'targets' is a list without its values"):
        compile_condition(unbound)


def test_binding_leaves_alone_what_names_no_list_and_binds_again_by_name() -> None:
    plain = (field("lead.country") == "CH") & NAME.is_known()
    deep = ~(plain | (count("page").in_list("sizes") & NAME.in_list("targets")))
    lists = {"targets": TARGETS, "sizes": SIZES}
    bound = bind_lists(deep, lists)

    assert bind_lists(plain, lists) is plain
    assert bind_lists(bound, lists) is bound
    assert bound != deep
    assert str(bound) == str(deep)
    other = replace(TARGETS, values=("Globex",))
    assert bind_lists(bound, {"targets": other}) == bind_lists(deep, lists | {"targets": other}) != bound


def test_conditions_with_the_same_values_are_equal_and_stay_so_on_their_way() -> None:
    bound = NAME.in_list(TARGETS)
    same = NAME.in_list(replace(TARGETS, values=("STRASSE AG", "acme")))

    assert bound == same
    assert hash(bound) == hash(same)
    assert bound != NAME.in_list("targets")
    assert bound != NAME.in_list(replace(TARGETS, values=("Acme",)))
    assert bound != object()
    for copied in (pickle.loads(pickle.dumps(bound)), copy.deepcopy(bound)):
        assert copied == bound
        assert copied.listed == TARGETS
        assert compile_condition(copied)(lead(company=Company(name="acme")), None) is True
    assert pickle.loads(pickle.dumps(NAME.in_list("targets"))) == NAME.in_list("targets")


def test_conditions_that_lie_deep_are_bound_too() -> None:
    condition = NAME.in_list("targets")
    for _ in range(200):
        condition = Condition(none_of=(condition,))

    bound = bind_lists(condition, {"targets": TARGETS})

    assert compile_condition(bound)(lead(company=Company(name="acme")), None) is True


# --------------------------------------------------------------------------------------------------------------- proof


def told(*lists: ValueList) -> list[str]:
    return [str(each) for each in check_lists(lists, "$.lists")]


def test_every_fault_of_a_list_is_told_where_it_is() -> None:
    assert told(TARGETS, SIZES) == []
    assert told(ValueList(name="none", values=())) == ["$.lists[0].values: is empty, give at least one"]
    assert told(SIZES, ValueList(name="twice", values=("Straße", "b", "STRASSE", "b"))) == [
        "$.lists[1].values[2]: 'STRASSE' is listed twice",
        "$.lists[1].values[3]: 'b' is listed twice",
    ]
    assert told(ValueList(name="mixed", values=("a", 1, "b", 2.5))) == [
        "$.lists[0].values[1]: 1 is no text, as the values before it are",
        "$.lists[0].values[3]: 2.5 is no text, as the values before it are",
    ]
    assert told(ValueList(name="numbers", values=(1, "1", 1.0, True, float("nan")))) == [
        "$.lists[0].values[1]: '1' is no number, as the values before it are",
        "$.lists[0].values[2]: 1.0 is listed twice",
        "$.lists[0].values[3]: True is neither text nor a number",
        "$.lists[0].values[4]: nan is neither text nor a number",
    ]


@given(st.lists(scalars | st.just(float("nan")), max_size=6).map(tuple))
def test_a_list_is_sound_exactly_when_its_values_are_of_one_kind_and_all_different(
    values: tuple[Scalar, ...],
) -> None:
    texts = [each.casefold() for each in values if isinstance(each, str)]
    numbers = [each for each in values if not isinstance(each, str | bool) and each == each]
    sound = len(values) in (len(set(texts)), len(set(numbers))) and bool(values)

    assert (told(ValueList(name="some", values=values)) == []) is sound


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (NAME.in_list(SIZES), ["$.in_list: 'company.name' holds text, and list 'sizes' holds numbers"]),
        (
            field("company.revenue").in_list(TARGETS),
            ["$.in_list: 'company.revenue' holds numbers, and list 'targets' holds text"],
        ),
        (
            field("card.sales_ready").in_list(SIZES),
            ["$.in_list: 'card.sales_ready' holds yes or no, and list 'sizes' holds numbers"],
        ),
        (
            count("page").in_list(TARGETS),
            ["$.in_list: 'count(page)' holds numbers, and list 'targets' holds text"],
        ),
        (count("page").in_list(SIZES), []),
        (NAME.in_list(TARGETS), []),
    ],
)
def test_a_list_of_another_kind_than_the_field_is_a_fault(condition: Condition, says: list[str]) -> None:
    found = check_condition(condition, "$", known_fields(), activities=True)

    assert [str(each) for each in found] == says


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: ValueList(name="a", values="Acme"), "'Acme' is no list of values"),  # type: ignore[arg-type]
        (lambda: ValueList(name="a", values=(None,)), "None is neither text nor a number"),  # type: ignore[arg-type]
        (lambda: ValueList(name="a", values=([],)), r"\[\] is neither text nor a number"),  # type: ignore[arg-type]
        (lambda: ValueList(name=5, values=("Acme",)), "5 is no text"),  # type: ignore[arg-type]
        (lambda: NAME.in_list(""), "'' is no name of a list"),
        (lambda: NAME.in_list(5), "5 is no name of a list"),  # type: ignore[arg-type]
        (lambda: Condition(in_list="targets"), "expected a field with an operator"),
    ],
)
def test_what_is_no_list_is_refused_when_it_is_built(build: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        build()


anything = (
    st.none() | scalars | st.floats() | st.binary(max_size=2) | st.lists(st.none() | scalars, max_size=2)
)


@given(anything, st.lists(anything, max_size=4) | anything, anything)
def test_only_errors_of_this_library_come_out_of_a_list(name: Any, values: Any, asked: Any) -> None:
    try:
        listed = ValueList(name=name, values=values)
        list(check_lists((listed,), "$"))
        compile_condition(NAME.in_list(listed))(lead(), None)
        compile_condition(NAME.in_list(asked))(lead(), None)
        _ = asked in listed
    except LeadModelError:
        pass
