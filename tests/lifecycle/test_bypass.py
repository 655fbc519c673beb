"""What a model says about leads that leave untouched, and the count of those that did."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, TimeError
from leadmodel.lifecycle import Reason, Result, advance, bypass_counts, replay
from leadmodel.lifecycle.bypass import flagged_reason
from leadmodel.records import Case, Event, EventId, LeadId, RepId, Stage

from .noting import GENEROUS, NO_RESPONSE
from .stories import (
    ANN,
    BOB,
    INCOMPATIBLE,
    LATER,
    MODEL,
    NOON,
    REASONS,
    STATE_OF,
    STUDENT,
    a_lead,
    assigned,
    every_event,
    histories,
    hour,
    nurtured,
    touched,
    unqualified,
)

FLAGS = replace(MODEL, bypass="flag")
#: A house in which every reason is a pre-qualification criterion.
EASY = replace(MODEL, reasons=tuple(replace(reason, without_touch=True) for reason in REASONS))


@pytest.mark.statement("ST-05", "ST-13", "CF-09")
def test_a_bypass_without_a_declared_criterion_is_refused_unless_the_model_only_flags_it() -> None:
    refused = advance(STATE_OF[Stage.ASSIGNED], nurtured(NOON + 1, LATER), MODEL)
    flagged = advance(STATE_OF[Stage.ASSIGNED], nurtured(NOON + 1, LATER), FLAGS)
    declared = advance(STATE_OF[Stage.ASSIGNED], unqualified(NOON + 1, STUDENT), FLAGS)

    assert MODEL.bypass == "refuse"
    assert (refused.result, refused.code) == (Result.REFUSED, "reason_refused")
    assert (flagged.result, flagged.code, flagged.state.stage) == (Result.MOVED, "bypassed", Stage.NURTURE)
    assert flagged.why == refused.why
    assert (declared.result, declared.code) == (Result.MOVED, "")


@pytest.mark.statement("CF-09")
def test_what_is_flagged_is_listed_as_surprising() -> None:
    told = replay(a_lead(), [assigned(1), nurtured(2, LATER)], FLAGS)

    assert [(step.event.id, step.code) for step in told.surprising] == [(nurtured(2, LATER).id, "bypassed")]
    assert told.refused == ()
    assert told.case.cycles[0].bypassed


@pytest.mark.parametrize("stage", list(Stage))
def test_a_model_that_flags_does_what_one_would_do_that_declares_every_reason(stage: Stage) -> None:
    for event in every_event(NOON + 1):
        strict, flags, easy = (advance(STATE_OF[stage], event, each) for each in (MODEL, FLAGS, EASY))

        assert (flags.state, flags.result) == (easy.state, easy.result)
        let_through = strict.result is Result.REFUSED and easy.result is Result.MOVED
        assert (flags.code == "bypassed") == let_through
        if not let_through:
            assert flags == strict


def test_nobody_who_was_never_called_has_failed_to_respond_whatever_the_model_says() -> None:
    lenient = replace(GENEROUS, bypass="flag")
    step = advance(STATE_OF[Stage.ASSIGNED], nurtured(NOON + 1, NO_RESPONSE), lenient)

    assert (step.result, step.code) == (Result.REFUSED, "reason_refused")


def test_a_reason_for_another_disposition_is_not_let_through() -> None:
    assert flagged_reason(INCOMPATIBLE, Stage.NURTURE, FLAGS) is None
    assert flagged_reason(None, Stage.NURTURE, FLAGS) is None
    assert flagged_reason(STUDENT, Stage.UNQUALIFIED, FLAGS) is None


def test_a_catalogue_without_an_opinion_refuses() -> None:
    class House:
        reasons = (LATER,)

    assert advance(STATE_OF[Stage.ASSIGNED], nurtured(NOON + 1, LATER), House()).code == "reason_refused"


def test_another_word_than_the_two_is_a_fault_of_the_model() -> None:
    with pytest.raises(DefinitionError, match=r"\$\.bypass: 'allow' is not one of refuse, flag"):
        replace(MODEL, bypass="allow")  # type: ignore[arg-type]


@pytest.mark.statement("ST-13")
def test_dispositions_without_a_touch_are_counted_by_rep_with_their_ratio_and_reasons() -> None:
    def of(number: int, rep: RepId, *rest: Event) -> Case:
        lead = replace(a_lead(), id=LeadId(f"L{number}"))
        told = [replace(event, lead=lead.id) for event in (assigned(1, rep), *rest)]
        return replay(lead, told, FLAGS).case

    cases = [
        of(1, ANN, unqualified(2, STUDENT)),
        of(2, ANN, unqualified(2, STUDENT)),
        of(3, ANN, nurtured(2, LATER)),
        of(4, ANN, touched(2), nurtured(3, LATER)),
        of(5, BOB, touched(2, BOB)),
    ]
    ann, bob = bypass_counts(cases, MODEL, by="rep", at=hour(9))

    assert (ann.name, ann.assigned, ann.bypassed, ann.undeclared, ann.ratio) == ("ann", 4, 3, 1, 0.75)
    assert dict(ann.reasons) == {"budget_later": 1, "student": 2}
    assert (bob.assigned, bob.bypassed, bob.ratio, dict(bob.reasons)) == (1, 0, 0.0, {})
    assert [each.bypassed for each in bypass_counts(cases, MODEL, by="all", at=hour(1))] == [0]
    assert bypass_counts(cases, MODEL, by="all", at=hour(0)) == ()
    with pytest.raises(TimeError):
        bypass_counts(cases, MODEL, by="all", at=hour(0).replace(tzinfo=None))


@given(st.lists(histories(), max_size=5), st.integers(0, 11))
def test_the_count_is_of_the_bypassed_cycles_one_by_one(several: list[list[Event]], hours: int) -> None:
    cases, rows = [], []
    for place, told in enumerate(several):
        lead = replace(a_lead(), id=LeadId(f"L{place}"))
        events = [replace(event, lead=lead.id, id=EventId(f"{place}/{event.id}")) for event in told]
        case = replay(lead, events, FLAGS).case
        cases.append(case)
        rows += [cycle.as_of(hour(hours)) for cycle in case.cycles if cycle.assigned_at <= hour(hours)]
    declared = {reason.code for reason in MODEL.reasons if reason.without_touch}
    lines = bypass_counts(cases, MODEL, by="rep", at=hour(hours))

    assert {line.name for line in lines} == {cycle.owner for cycle in rows}
    for line in lines:
        own = [cycle for cycle in rows if cycle.owner == line.name]
        gone = [cycle.reason for cycle in own if cycle.outcome and not cycle.worked_at]
        assert (line.assigned, line.bypassed, dict(line.reasons)) == (len(own), len(gone), Counter(gone))
        assert line.undeclared == sum(code not in declared for code in gone)
        assert line.ratio == len(gone) / len(own)


def test_what_is_declared_is_what_the_model_at_hand_declares() -> None:
    again = Reason(code="tiny", disposition="nurture", says="Two people so far", without_touch=True)
    model = replace(MODEL, reasons=(*REASONS, again))
    case = replay(a_lead(), [assigned(1), nurtured(2, again)], model).case

    assert bypass_counts([case], model, by="source", at=hour(3))[0].undeclared == 0
    assert bypass_counts([case], MODEL, by="source", at=hour(3))[0].undeclared == 1
