"""Conditions are three-valued as SQL is: the compiled form against the truth tables, and the laws that follow."""

from collections.abc import Callable, Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadmodel.conditions import Condition, Source, compile_condition, compile_source
from leadmodel.records import Lead

from . import kleene
from .kleene import AND, NOT, OR, Answer, Card, cards, conditions, figures, leads

#: Three questions about a lead without a title from Switzerland: yes, no, unknown.
YES = Condition(field="lead.country", equals="CH")
NO = Condition(field="lead.country", equals="IT")
UNKNOWN = Condition(field="lead.title", equals="VP")
ASKED: dict[Answer, Condition] = {True: YES, False: NO, None: UNKNOWN}
PAIRS = list(product(ASKED, repeat=2))


def swiss() -> Lead:
    from datetime import UTC, datetime

    from leadmodel.records import LeadId

    return Lead(
        id=LeadId("L1"), captured_at=datetime(2026, 11, 6, 9, tzinfo=UTC), source="form", country="CH"
    )


def of_row(condition: Condition) -> Callable[[Mapping[str, object]], Answer]:
    """The condition over a mapping, compiled as scoring does it."""
    source = Source(lambda source, subject: f"row.get({source.bind(subject)})")
    holds, fails = source.holds(condition), source.fails(condition)
    return compile_source(source, "row", f"True if {holds} else False if {fails} else None")


def ask(condition: Condition, lead: Lead | None = None, card: Card | None = None) -> Answer:
    return compile_condition(condition)(lead or swiss(), card)


@given(conditions, leads, cards, figures)
@example(Condition(field="lead.title", equals="VP", present=False), swiss(), None, {})
@example(Condition(field="lead.title", mentions=("VP",), present=True), swiss(), None, {})
@example(Condition(field="lead.country", above=5, mentions=("xx",)), swiss(), None, {})
def test_the_compiled_form_answers_as_the_truth_tables_do(
    condition: Condition, lead: Lead, card: Card | None, figures: dict[str, int | None]
) -> None:
    expected = kleene.answer(condition, lead, card, figures)

    assert compile_condition(condition)(lead, card, figures) is expected
    assert kleene.answer(condition, lead, card) is compile_condition(condition)(lead, card)


@given(conditions, leads)
def test_a_row_answers_as_the_lead_does(condition: Condition, lead: Lead) -> None:
    row = {name: kleene.read(name, lead, None) for name in kleene.FIELDS}

    assert of_row(condition)(row) is kleene.answer(condition, lead, None)


@given(conditions, conditions, leads, figures)
def test_joining_with_signs_is_joining_in_groups(
    one: Condition, other: Condition, lead: Lead, figures: dict[str, int | None]
) -> None:
    def asked(condition: Condition) -> Answer:
        return compile_condition(condition)(lead, None, figures)

    assert asked(one & other) is AND[asked(one), asked(other)]
    assert asked(one | other) is OR[asked(one), asked(other)]
    assert asked(~one) is NOT[asked(one)]
    assert asked(~(one & other)) is asked(~one | ~other)


@pytest.mark.parametrize("value", ASKED)
def test_the_three_questions_have_the_three_answers(value: Answer) -> None:
    assert ask(ASKED[value]) is value


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_all_of_is_and(one: Answer, other: Answer) -> None:
    assert ask(Condition(all_of=(ASKED[one], ASKED[other]))) is AND[one, other]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_any_of_is_or(one: Answer, other: Answer) -> None:
    assert ask(Condition(any_of=(ASKED[one], ASKED[other]))) is OR[one, other]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_none_of_is_the_negation_of_or(one: Answer, other: Answer) -> None:
    assert ask(Condition(none_of=(ASKED[one], ASKED[other]))) is NOT[OR[one, other]]


@pytest.mark.parametrize("group", ["all_of", "any_of"])
@pytest.mark.parametrize("value", ASKED)
def test_a_group_of_one_is_its_member(group: str, value: Answer) -> None:
    assert ask(Condition(**{group: (ASKED[value],)})) is value  # type: ignore[arg-type]


def test_what_is_missing_never_matches_and_its_negation_does_not_match_either() -> None:
    assert ask(UNKNOWN) is None
    assert ask(Condition(none_of=(UNKNOWN,))) is None
    assert ask(Condition(none_of=(Condition(none_of=(UNKNOWN,)),))) is None


@given(st.lists(conditions, min_size=1, max_size=4), leads, cards, st.randoms(use_true_random=False))
def test_the_order_in_a_group_does_not_matter(
    members: list[Condition], lead: Lead, card: Card | None, dice: Random
) -> None:
    shuffled = list(members)
    dice.shuffle(shuffled)

    for group in ("all_of", "any_of", "none_of"):
        one = ask(Condition(**{group: members}), lead, card)  # type: ignore[arg-type]
        assert ask(Condition(**{group: shuffled}), lead, card) is one  # type: ignore[arg-type]


@given(st.lists(conditions, min_size=1, max_size=3), leads, cards)
def test_de_morgan(members: list[Condition], lead: Lead, card: Card | None) -> None:
    none = ask(Condition(none_of=tuple(members)), lead, card)
    all_not = ask(Condition(all_of=tuple(Condition(none_of=(each,)) for each in members)), lead, card)

    assert none is all_not


@given(conditions, leads, cards)
def test_a_double_negation_is_the_condition(condition: Condition, lead: Lead, card: Card | None) -> None:
    twice = Condition(none_of=(Condition(none_of=(condition,)),))

    assert ask(twice, lead, card) is ask(condition, lead, card)


@given(conditions, leads, cards)
def test_only_the_fields_that_a_condition_reads_can_change_its_answer(
    condition: Condition, lead: Lead, card: Card | None
) -> None:
    fields = condition.fields_read()
    assert fields or condition.activities_read()
    if not condition.activities_read():
        everything = {str(each): 5 for each in kleene.MEASURED}
        assert compile_condition(condition)(lead, card, everything) is ask(condition, lead, card)
    if not any(field.startswith("card.") for field in fields):
        assert ask(condition, lead, Card()) is ask(condition, lead, None)
    if not any(field.startswith("fields.") for field in fields):
        bare = Lead(
            id=lead.id,
            captured_at=lead.captured_at,
            source=lead.source,
            title=lead.title,
            email=lead.email,
            country=lead.country,
            company=lead.company,
        )
        assert ask(condition, bare, card) is ask(condition, lead, card)


def test_without_a_scorecard_what_asks_for_one_is_unknown() -> None:
    ready = Condition(field="card.sales_ready", equals=True)

    assert ask(ready, card=None) is None
    assert ask(ready, card=Card(sales_ready=True)) is True
    assert ask(ready, card=Card(sales_ready=False)) is False
    assert ask(Condition(field="card.score", at_least=0), card=Card(score=0)) is True
