"""What may happen next, asked: `allowed` and `can` say what `advance` then does."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.lifecycle import Result, Verdict, advance, allowed, can
from leadmodel.records import Event, LeadId, Stage

from .stories import (
    BOB,
    INCOMPATIBLE,
    MODEL,
    NOON,
    STATE_OF,
    STUDENT,
    assigned,
    every_event,
    histories,
    nurtured,
    qualified,
    tell,
    touched,
    unqualified,
)

CASES = {stage: replace(tell().case, state=state) for stage, state in STATE_OF.items()}


@pytest.mark.parametrize("stage", Stage)
def test_what_is_allowed_is_the_same_for_a_stage_a_state_and_a_case(stage: Stage) -> None:
    assert allowed(stage) == allowed(STATE_OF[stage]) == allowed(CASES[stage])


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("at", [NOON - 1, NOON, NOON + 1])
def test_can_is_the_answer_of_advance_without_the_move(stage: Stage, at: int) -> None:
    before = STATE_OF[stage]
    for event in every_event(at):
        step = advance(before, event, MODEL)
        expected = Verdict(allowed=step.result is not Result.REFUSED, code=step.code, why=step.why)

        assert can(before, event, MODEL) == can(CASES[stage], event, MODEL) == expected
        assert bool(expected) is expected.allowed
        assert expected.allowed or expected.code


@given(histories(), st.integers(-1, 12))
def test_what_can_happen_to_a_case_happens_when_it_is_told_last(events: list[Event], at: int) -> None:
    case = tell(*events).case
    for event in every_event(at):
        if case.history and event.at <= case.history[-1].at:
            continue
        replayed = tell(*events, event)

        assert can(case, event, MODEL).allowed is (event.id not in replayed.case.refused)


@pytest.mark.parametrize("stage", Stage)
def test_only_what_is_allowed_can_happen_and_all_that_is_allowed_can(stage: Stage) -> None:
    moving = [event for event in every_event(NOON + 1) if event.kind.value not in ("activity", "noted")]
    possible = {event.kind for event in moving if not event.automatic and can(STATE_OF[stage], event, MODEL)}

    assert possible == set(allowed(stage))


def test_a_verdict_says_why_not() -> None:
    raw, working = tell().case, tell(assigned(1), touched(2)).case

    verdict = can(raw, qualified(1), MODEL)
    assert not verdict
    assert verdict.why == "a lead in raw cannot be qualified, only assigned, nurtured, unqualified"
    assert can(working, qualified(1), MODEL).code == "too_early"
    assert can(working, qualified(3), MODEL)
    assert can(tell(assigned(1)).case, nurtured(2), MODEL).code == "reason_refused"
    assert can(tell(assigned(1)).case, unqualified(2, STUDENT), MODEL)
    assert not can(tell(assigned(1)).case, unqualified(2, INCOMPATIBLE), MODEL)


def test_what_is_surprising_is_allowed_and_says_so() -> None:
    verdict = can(tell(assigned(1)).case, touched(2, BOB), MODEL)

    assert (verdict.allowed, verdict.code) == (True, "not_the_owner")


def test_asking_changes_nothing() -> None:
    case = tell(assigned(1)).case
    before = {field.name: getattr(case, field.name) for field in fields(case)}
    can(case, touched(2), MODEL)

    assert {field.name: getattr(case, field.name) for field in fields(case)} == before
    assert case.state.stage is Stage.ASSIGNED


def test_an_event_of_another_lead_is_no_question_at_all() -> None:
    with pytest.raises(InputError):
        can(tell().case, replace(assigned(1), lead=LeadId("L2")), MODEL)
