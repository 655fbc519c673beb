"""Other people's words: what each source calls a lead, both ways, and that a vocabulary proves itself."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, InputError, UnknownNameError
from leadmodel.lifecycle import (
    TABLE,
    Fact,
    Place,
    Reason,
    Term,
    Vocabulary,
    advance,
    check_reasons,
    check_words,
    facts_of,
    shipped_reasons,
)
from leadmodel.lifecycle.vocabularies import (
    HUBSPOT,
    OUTCOMES,
    OUTLINE,
    PIPELINE,
    SALESFORCE,
    VOCABULARIES,
    WORD_REASONS,
)
from leadmodel.lifecycle.vocabulary_table import word_table
from leadmodel.records import EventKind, Stage
from tests.lifecycle.stories import NOON, STATE_OF, assigned, happened, touched

CATALOGUE = (*shipped_reasons(), *WORD_REASONS)
MQL, SQL = "Marketing Qualified Lead", "Sales Qualified Lead"
PAGE = Path(__file__).parents[2] / "docs" / "vocabularies.md"
words = pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda each: each.name)


def name_by_hand(vocabulary: Vocabulary, stage: Stage, facts: frozenset[str]) -> set[str]:
    """The slow way: every word with a place whose facts hold, unless another such place asks for more of them."""
    ladder = ["engaged", "fits", "sales_ready"]
    furthest = max((ladder.index(fact) for fact in facts if fact in ladder), default=-1)
    held = {fact for fact in facts if fact not in ladder or ladder.index(fact) == furthest}
    fitting = [
        (set(place.facts), term.name)
        for term in vocabulary.terms
        for place in list(term.means) + list(term.also_for)
        if place.stage == stage and set(place.facts) <= held and not term.read_only
    ]
    return {name for facts_, name in fitting if all(not facts_ < other for other, _ in fitting)}


@words
@given(stage=st.sampled_from(Stage), facts=st.frozensets(st.sampled_from(Fact), max_size=4))
def test_the_word_for_a_place_is_the_one_that_asks_for_most_of_what_is_true(
    vocabulary: Vocabulary, stage: Stage, facts: frozenset[str]
) -> None:
    assert {*vocabulary.name_of(stage, facts).all} == name_by_hand(vocabulary, stage, facts)


@words
@pytest.mark.statement("ST-42")
def test_a_word_put_into_our_terms_and_back_is_the_same_word(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms:
        for place in vocabulary.place_of(term.name).all:
            back = vocabulary.name_of(place.stage, place.facts).all
            assert back == (term.name,) or (place.stage in vocabulary.shared and term.name in back)


@words
@pytest.mark.statement("ST-42")
def test_each_stage_that_a_vocabulary_covers_has_a_word_and_the_others_have_none(
    vocabulary: Vocabulary,
) -> None:
    for stage in Stage:
        found = vocabulary.name_of(stage)
        assert bool(found.all) == (stage in vocabulary.covers)
        assert found.several == (stage in vocabulary.shared)


@words
def test_the_event_of_a_word_is_one_that_leads_to_its_stage(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms:
        for place in term.means:
            if place.by is not None:
                assert place.stage in {row.get(place.by) for row in TABLE.values()}


@words
def test_the_reasons_of_the_words_are_in_the_catalogue_that_ships(vocabulary: Vocabulary) -> None:
    assert list(check_words(vocabulary, CATALOGUE)) == []
    assert list(check_reasons(CATALOGUE, "$.reasons")) == []


@pytest.mark.statement("ST-26")
def test_the_pipeline_has_six_stages_in_order_and_customer_after_them() -> None:
    assert [term.name for term in PIPELINE.terms[:7]] == [
        "Just a Name",
        "Engaged",
        "Prospect",
        "Marketing Qualified Lead",
        "Sales Qualified Lead",
        "Opportunity",
        "Customer",
    ]
    order = [*Stage]
    places = [min(order.index(place.stage) for place in term.means) for term in PIPELINE.terms[:6]]
    assert places == sorted(places)


@pytest.mark.statement("ST-27")
def test_just_a_name_is_a_raw_record_of_which_nothing_else_is_known_and_no_lead() -> None:
    assert PIPELINE.name_of(Stage.RAW).only == "Just a Name"
    assert not PIPELINE.term("Just a Name").is_lead


@pytest.mark.statement("ST-28")
def test_engaged_is_raw_with_a_response_and_still_no_lead() -> None:
    assert PIPELINE.name_of(Stage.RAW, [Fact.ENGAGED]).only == "Engaged"
    assert not PIPELINE.term("Engaged").is_lead


@pytest.mark.statement("ST-29")
def test_a_prospect_fits_the_profile_whether_it_responded_or_not_and_may_be_nurtured() -> None:
    assert PIPELINE.name_of(Stage.RAW, [Fact.FITS]).only == "Prospect"
    assert PIPELINE.name_of(Stage.RAW, [Fact.FITS, Fact.ENGAGED]).only == "Prospect"
    assert PIPELINE.name_of(Stage.NURTURE, [Fact.NEVER_ASSIGNED]).only == "Prospect"
    assert PIPELINE.term("Prospect").is_lead


@pytest.mark.statement("ST-30")
def test_an_mql_has_crossed_the_threshold_and_needed_no_human_before() -> None:
    assert PIPELINE.name_of(Stage.RAW, [Fact.SALES_READY, Fact.FITS]).only == MQL
    assert PIPELINE.name_of(Stage.ASSIGNED).only == MQL
    assert all(
        place.by is not EventKind.TOUCHED
        for term in PIPELINE.terms[:4]
        for place in (*term.means, *term.also_for)
    )


@pytest.mark.statement("ST-31")
def test_a_lead_stays_mql_while_it_is_worked_until_sales_accepts_it_or_finds_it_qualified() -> None:
    assert PIPELINE.name_of(Stage.ASSIGNED).only == PIPELINE.name_of(Stage.WORKING).only == MQL
    assert PIPELINE.name_of(Stage.WORKING, [Fact.ACCEPTED]).only == SQL
    assert PIPELINE.name_of(Stage.QUALIFIED).only == SQL


@pytest.mark.statement("ST-31", "CF-05")
def test_no_match_at_all_is_disqualified() -> None:
    assert PIPELINE.name_of(Stage.UNQUALIFIED, [Fact.NO_MATCH]).only == "Disqualified"


@pytest.mark.statement("ST-32")
def test_from_sql_sales_chooses_one_of_three() -> None:
    assert PIPELINE.term(SQL).next == ("Deferred", "Recycled", "Opportunity")
    stages = [PIPELINE.place_of(name).only for name in PIPELINE.term(SQL).next]
    assert [place.stage for place in stages if place] == [Stage.NURTURE, Stage.NURTURE, Stage.QUALIFIED]


@pytest.mark.statement("ST-33", "CF-20")
def test_from_anywhere_a_lead_may_go_to_graveyard_or_contact_which_are_unqualified_for_a_reason() -> None:
    assert PIPELINE.from_anywhere == ("Graveyard", "Contact")
    for name, code in (("Graveyard", "bad_contact_data"), ("Contact", "not_for_sale")):
        place = PIPELINE.place_of(name).only
        assert place is not None
        assert (place.stage, place.reason) == (Stage.UNQUALIFIED, code)
        for stage in (Stage.RAW, Stage.ASSIGNED, Stage.WORKING, Stage.QUALIFIED, Stage.NURTURE):
            event = happened(EventKind.UNQUALIFIED, NOON + 1, reason=place.reason)
            after = advance(STATE_OF[stage], event, type("House", (), {"reasons": CATALOGUE})())
            assert after.state.stage is Stage.UNQUALIFIED, f"out of {stage.value}"
            assert PIPELINE.name_of(after.state.stage, facts_of(after.state)).only == name
    assert not PIPELINE.term("Contact").is_lead


@pytest.mark.statement("ST-34", "CF-06")
def test_reaching_out_has_three_outcomes_and_deferring_is_sales_nurture() -> None:
    assert [term.name for term in OUTCOMES.terms] == ["Opportunity", "Defer", "Recycle"]
    assert OUTCOMES.name_of(Stage.NURTURE, [Fact.ON_HOLD]).only == "Defer"
    assert OUTCOMES.name_of(Stage.NURTURE).only == "Recycle"
    assert OUTCOMES.name_of(Stage.QUALIFIED).only == "Opportunity"


@pytest.mark.statement("ST-35")
def test_the_outline_has_eight_stage_words() -> None:
    assert [term.name.lower() for term in OUTLINE.terms] == [
        "suspect",
        "prospect",
        "lead",
        "opportunity",
        "win",
        "loss",
        "on hold",
        "customer",
    ]


@pytest.mark.statement("ST-36")
def test_win_loss_and_on_hold_end_the_sales_cycle_and_each_says_whether_the_lead_goes_back() -> None:
    ends = {term.name: term.returns for term in OUTLINE.terms if term.ends}

    assert ends == {"Win": False, "Loss": True, "On hold": True}
    with pytest.raises(DefinitionError, match="say if the lead goes back"):
        Vocabulary(
            name="x", covers=(Stage.WON,), terms=(Term(name="End", means=(at(Stage.WON),), ends=True),)
        )


@pytest.mark.statement("ST-37")
def test_marketing_may_recover_an_opportunity_that_is_stuck() -> None:
    assert "Prospect" in OUTLINE.term("Opportunity").next
    assert OUTLINE.name_of(TABLE[Stage.QUALIFIED][EventKind.NURTURED]).only == "Prospect"


@pytest.mark.statement("ST-38")
def test_sales_qualification_makes_an_opportunity_or_gives_the_lead_back() -> None:
    assert OUTLINE.term("Lead").next == ("Opportunity", "Prospect")
    row = TABLE[Stage.WORKING]
    names = {OUTLINE.name_of(row[kind]).only for kind in (EventKind.QUALIFIED, EventKind.NURTURED)}
    assert names == {"Opportunity", "Prospect"}


@pytest.mark.statement("ST-39")
def test_salesforce_has_four_statuses_for_raw_assigned_working_and_qualified() -> None:
    found = {
        term.name: place.stage for term in SALESFORCE.terms if (place := SALESFORCE.place_of(term.name).only)
    }

    assert found == {
        "New": Stage.RAW,
        "Marketing Qualified": Stage.ASSIGNED,
        "Working": Stage.WORKING,
        "Converted": Stage.QUALIFIED,
    }


@pytest.mark.statement("ST-40", "CF-16")
def test_working_is_the_only_status_that_no_user_sets_by_hand_a_touch_does_and_a_plan_does_not() -> None:
    assert [term.name for term in SALESFORCE.terms if not term.by_hand] == ["Working"]
    place = SALESFORCE.place_of("Working").only
    assert place is not None
    assert place.by is EventKind.TOUCHED
    house = type("House", (), {"reasons": ()})()
    planned = happened(EventKind.NOTED, NOON + 1)
    after = advance(STATE_OF[Stage.ASSIGNED], planned, house).state
    assert SALESFORCE.name_of(after.stage).only == "Marketing Qualified"
    after = advance(after, touched(NOON + 2), house).state
    assert SALESFORCE.name_of(after.stage).only == "Working"


@pytest.mark.statement("ST-42")
def test_mql_and_assigned_are_one_both_ways() -> None:
    place = PIPELINE.place_of(MQL).only
    assert place is not None
    assert place.stage is Stage.ASSIGNED
    assert PIPELINE.name_of(Stage.ASSIGNED).only == MQL


@pytest.mark.statement("ST-42")
def test_sql_is_working_or_qualified_and_nobody_picks_one_in_silence() -> None:
    found = PIPELINE.place_of(SQL)
    assert (found.several, found.only) == (True, None)
    assert [place.stage for place in found.all] == [Stage.WORKING, Stage.QUALIFIED]


@pytest.mark.statement("ST-42", "CF-07")
def test_recycled_is_nurture_and_from_there_the_next_cycle_and_no_stage_of_its_own() -> None:
    assert "recycled" not in {stage.value for stage in Stage}
    place = PIPELINE.place_of("Recycled").only
    assert place is not None
    assert place.stage is Stage.NURTURE
    step = advance(STATE_OF[Stage.NURTURE], assigned(NOON + 1), type("House", (), {"reasons": ()})())
    assert step.state.stage is Stage.ASSIGNED
    assert Fact.RECYCLED in facts_of(step.state)


@pytest.mark.statement("ST-42", "CF-06")
def test_deferred_is_nurture_of_the_sales_kind() -> None:
    place = PIPELINE.place_of("Deferred").only
    assert place is not None
    assert (place.stage, place.reason) == (Stage.NURTURE, "sales_nurture")
    assert PIPELINE.name_of(Stage.NURTURE, [Fact.ON_HOLD]).only == "Deferred"
    assert PIPELINE.name_of(Stage.NURTURE).only == "Recycled", "of itself nurture is not deferred"


@pytest.mark.statement("ST-42", "CF-05")
def test_disqualified_is_unqualified_or_nurture_and_the_reason_decides() -> None:
    assert [place.stage for place in PIPELINE.place_of("Disqualified").all] == [
        Stage.UNQUALIFIED,
        Stage.NURTURE,
    ]
    for fact, stage in ((Fact.NO_MATCH, Stage.UNQUALIFIED), (Fact.NOT_THE_BEST_NOW, Stage.NURTURE)):
        place = PIPELINE.place_of("Disqualified", [fact]).only
        assert place is not None
        assert place.stage is stage


def test_what_a_state_says_of_itself() -> None:
    assert facts_of(STATE_OF[Stage.RAW]) == frozenset()
    assert facts_of(STATE_OF[Stage.WORKING]) == {Fact.RECYCLED}
    assert facts_of(STATE_OF[Stage.NURTURE], {"budget_later": "mine"}) == {Fact.RECYCLED, "mine"}


def at(stage: Stage, *facts: str, by: EventKind | None = None, reason: str | None = None) -> Place:
    return Place(stage=stage, facts=frozenset(facts), by=by, reason=reason)


def faults(*terms: Term, **more: Any) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        Vocabulary(name="house", terms=terms, **more)
    return [str(finding) for finding in raised.value.findings]


def test_a_house_adds_its_own_words_and_facts() -> None:
    house = Vocabulary(
        name="house",
        covers=(Stage.WORKING,),
        own_facts=("replied",),
        terms=(
            Term(name="Trying", means=(at(Stage.WORKING),)),
            Term(name="Talking", means=(at(Stage.WORKING, "replied"),)),
        ),
    )

    assert house.name_of(Stage.WORKING, ["replied", "recycled"]).only == "Talking"
    assert house.name_of(Stage.RAW).all == ()
    with pytest.raises(UnknownNameError, match="did you mean 'Trying'"):
        house.place_of("Tryin")


def test_every_fault_of_a_vocabulary_is_told_at_once() -> None:
    found = faults(
        Term(name="Open", means=(at(Stage.RAW, "fitz"),), next=("Opne",)),
        Term(name="open", means=()),
        Term(name="Busy", means=(at(Stage.WORKING, by=EventKind.WON),)),
        Term(name="Active", means=(at(Stage.WORKING),)),
        Term(name="Bought", means=(at(Stage.WON),)),
        covers=(Stage.RAW, Stage.WORKING, Stage.NURTURE),
        from_anywhere=("Gone",),
    )

    assert found == [
        "$.terms[1].name: word 'open' is declared twice",
        "$.terms[1].means: word 'open' leads nowhere",
        "$.terms[0].next: unknown word 'Opne', did you mean 'Open'?",
        "$.from_anywhere: unknown word 'Gone', expected one of Active, Bought, Busy, Open, open",
        "$.terms[0].means[0].facts: unknown fact 'fitz', did you mean 'fits'?",
        "$.terms[2].means[0].by: 'won' does not lead to 'working'",
        "$.terms[4].means[0].stage: 'won' is not among the stages that are covered",
        "$.covers: no word for 'raw', although it is covered",
        "$.terms: 'working' goes by 'Busy' and 'Active', and is not among the shared",
        "$.covers: no word for 'nurture', although it is covered",
        "$.terms[2].means[0]: 'Busy' leads to a place that goes by 'Busy' and 'Active'",
        "$.terms[3].means[0]: 'Active' leads to a place that goes by 'Busy' and 'Active'",
    ]


def test_a_word_whose_place_goes_by_another_is_a_fault_unless_it_is_read_only() -> None:
    open_ = Term(name="Open", means=(at(Stage.RAW),), also_for=(at(Stage.RAW, Fact.FITS),))
    fits = at(Stage.RAW, Fact.FITS)
    old = Vocabulary(
        name="house", covers=(Stage.RAW,), terms=(open_, Term(name="Old", means=(fits,), read_only=True))
    )

    assert faults(open_, Term(name="Old", means=(fits,)), covers=(Stage.RAW,)) == [
        "$.terms[1].means[0]: 'Old' leads to a place that goes by 'Open' and 'Old'"
    ]
    assert old.place_of("old").only == fits
    assert old.name_of(Stage.RAW, [Fact.FITS]).only == "Open"


def test_a_reason_belongs_to_a_disposition() -> None:
    with pytest.raises(InputError, match="nurtured or unqualified only"):
        at(Stage.WORKING, by=EventKind.TOUCHED, reason="later")


def test_words_are_checked_against_the_reasons_of_the_house() -> None:
    wrong = (Reason(code="sales_nurture", disposition="unqualified", says="x"),)

    assert [str(finding) for finding in check_words(OUTCOMES, wrong)] == [
        "$.terms[1].means[0].reason: reason 'sales_nurture' is one for 'unqualified'",
        "$.terms[2].means[0].reason: unknown reason 'back_to_marketing', expected one of sales_nurture",
    ]


@words
def test_the_page_shows_the_table_of_each_vocabulary(vocabulary: Vocabulary) -> None:
    assert word_table(vocabulary) in PAGE.read_text("utf-8")


def test_hubspot_says_more_of_working_than_we_do() -> None:
    assert HUBSPOT.name_of(Stage.WORKING, ["attempted"]).only == "ATTEMPTED_TO_CONTACT"
    place = HUBSPOT.place_of("connected").only
    assert place is not None
    assert place.stage is Stage.WORKING
