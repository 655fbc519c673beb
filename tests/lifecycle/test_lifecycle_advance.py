"""One event applied to one state, against the law written out in plain dicts."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from leadmodel.errors import InputError
from leadmodel.lifecycle import Result, Step, advance, allowed
from leadmodel.records import Event, EventKind, LeadId, Raw, RepId, Stage, State

from . import plain_rules
from .stories import (
    ANN,
    BOB,
    L1,
    LATER,
    MODEL,
    NINE,
    NOON,
    STATE_OF,
    STUDENT,
    assigned,
    every_event,
    happened,
    nurtured,
    qualified,
    touched,
    unqualified,
)

CODES = {"too_early", "not_allowed", "reason_missing", "reason_unknown", "reason_refused"}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("at", [NOON - 1, NOON, NOON + 1], ids=["before", "on entry", "after"])
def test_every_event_does_to_every_state_what_the_law_says(stage: Stage, at: int) -> None:
    state = STATE_OF[stage]
    for event in every_event(at):
        after, result, code = plain_rules.apply(plain_rules.as_dict(state), event)
        step = advance(state, event, MODEL)

        assert (plain_rules.as_dict(step.state), step.result.value, step.code) == (after, result, code), event
        assert step.event is event
        assert bool(step.code) is bool(step.why)


def test_every_code_and_every_result_is_reached() -> None:
    steps = [
        advance(state, event, MODEL)
        for state in STATE_OF.values()
        for event in every_event(NOON - 1) + every_event(NOON + 1)
    ]

    assert {step.code for step in steps if step.result is Result.REFUSED} == CODES
    assert {step.code for step in steps if step.result is Result.NOTED} == {"", "not_the_owner"}
    assert {step.code for step in steps if step.result is Result.MOVED} == {""}
    assert {step.state.stage for step in steps if step.result is Result.MOVED} == set(Stage) - {Stage.RAW}


@pytest.mark.parametrize("stage", Stage)
def test_what_does_not_move_leaves_the_very_same_state(stage: Stage) -> None:
    for event in every_event(NOON - 1) + every_event(NOON + 1):
        step = advance(STATE_OF[stage], event, MODEL)
        if step.result is not Result.MOVED:
            assert step.state == STATE_OF[stage]


@pytest.mark.parametrize("stage", Stage)
def test_what_may_happen_next_is_what_is_not_refused_as_impossible(stage: Stage) -> None:
    possible = {
        event.kind
        for event in every_event(NOON + 1)
        if advance(STATE_OF[stage], event, MODEL).code != "not_allowed"
    }
    ever_noted = {
        EventKind.ACTIVITY,
        EventKind.NOTED,
        EventKind.TOUCHED,
    }  # a machine's mail is a touch that is noted anywhere

    assert possible - ever_noted == set(allowed(stage)) - ever_noted


def why(state: Stage, event: Event) -> str:
    return advance(STATE_OF[state], event, MODEL).why


def test_a_refusal_says_why_in_words() -> None:
    assert (
        why(Stage.RAW, qualified(4))
        == "a lead in raw cannot be qualified, only assigned, nurtured, unqualified"
    )
    assert (
        why(Stage.UNQUALIFIED, assigned(4)) == "a lead in unqualified cannot be assigned, that stage is final"
    )
    assert why(Stage.WORKING, happened(EventKind.NURTURED, 4)) == "nurtured without a reason"
    assert why(Stage.WORKING, happened(EventKind.NURTURED, 4, reason="budget")) == (
        "unknown reason 'budget', did you mean 'budget_later'?"
    )
    assert why(Stage.ASSIGNED, nurtured(4, LATER)) == (
        "nobody has touched the lead, and reason 'budget_later' is no pre-qualification criterion"
    )
    assert why(Stage.WORKING, nurtured(4, STUDENT)) == "reason 'student' is one for 'unqualified'"
    assert why(Stage.ASSIGNED, touched(4, BOB)) == "touched by 'bob', held by 'ann'"
    assert why(Stage.ASSIGNED, touched(2)) == (
        "happened at 2026-11-02T11:00:00Z, before the lead came to assigned at 2026-11-02T12:00:00Z"
    )


def test_an_event_of_another_lead_is_a_broken_call() -> None:
    stray = Event(id=touched(4).id, lead=LeadId("L2"), kind=EventKind.TOUCHED, at=touched(4).at, rep=ANN)

    with pytest.raises(InputError, match="belongs to lead 'L2', not to 'L1'"):
        advance(STATE_OF[Stage.ASSIGNED], stray, MODEL)


def test_a_house_without_reasons_can_still_work_and_win_and_lets_nobody_go() -> None:
    class House:
        reasons = ()

    assert advance(STATE_OF[Stage.ASSIGNED], touched(4), House()).state.stage is Stage.WORKING
    assert advance(STATE_OF[Stage.WORKING], unqualified(4), House()).code == "reason_unknown"


class LifeOfALead(RuleBasedStateMachine):
    """Anything may be tried at any moment, forwards in time and a little backwards."""

    state: State
    plain: plain_rules.Plain

    @initialize()
    def capture(self) -> None:
        self.clock = 0
        self.state = Raw(lead=L1, since=NINE)
        self.plain = plain_rules.as_dict(self.state)
        self.number = 0

    def happens(
        self,
        kind: EventKind,
        ahead: int,
        rep: RepId | None,
        reason: str | None = None,
        automatic: bool = False,
    ) -> Step:
        self.clock = max(0, self.clock + ahead)
        self.number += 1
        at = NINE + timedelta(minutes=self.clock)
        event = Event(
            id=happened(kind, 0, rep=ANN, name=f"e{self.number}").id,
            lead=L1,
            kind=kind,
            at=at,
            rep=rep,
            reason=reason,
            activity="page" if kind in (EventKind.ACTIVITY, EventKind.NOTED) else None,
            automatic=automatic,
        )
        before = self.state
        step = advance(before, event, MODEL)
        self.plain, result, code = plain_rules.apply(self.plain, event)
        assert (step.result.value, step.code) == (result, code)
        if step.result is not Result.MOVED:
            assert step.state == before
        elif step.state.stage is not before.stage:
            assert plain_rules.LAW[before.stage.value, kind.value] == step.state.stage.value
        self.state = step.state
        return step

    reps = st.sampled_from([ANN, BOB])
    ahead = st.integers(-2, 30)
    codes = st.sampled_from([*plain_rules.CATALOGUE, "nonsense", None])

    @rule(ahead=ahead, rep=reps)
    def assign(self, ahead: int, rep: RepId) -> None:
        self.happens(EventKind.ASSIGNED, ahead, rep)

    @rule(ahead=ahead, rep=reps)
    def touch(self, ahead: int, rep: RepId) -> None:
        self.happens(EventKind.TOUCHED, ahead, rep)

    @rule(ahead=ahead)
    def mail_by_machine(self, ahead: int) -> None:
        step = self.happens(EventKind.TOUCHED, ahead, None, automatic=True)
        assert step.result is not Result.MOVED

    @rule(ahead=ahead)
    def act(self, ahead: int) -> None:
        step = self.happens(EventKind.ACTIVITY, ahead, None)
        assert step.result is not Result.MOVED

    @rule(ahead=ahead)
    def qualify(self, ahead: int) -> None:
        self.happens(EventKind.QUALIFIED, ahead, None)

    @rule(ahead=ahead)
    def win(self, ahead: int) -> None:
        self.happens(EventKind.WON, ahead, None)

    @rule(ahead=ahead, reason=codes)
    def nurture(self, ahead: int, reason: str | None) -> None:
        self.happens(EventKind.NURTURED, ahead, None, reason)

    # Final, so it comes seldom: only with the one reason that works, or with none.
    @rule(ahead=ahead, reason=st.sampled_from(["student", None]), chance=st.integers(0, 4))
    def unqualify(self, ahead: int, reason: str | None, chance: int) -> None:
        self.happens(EventKind.UNQUALIFIED, ahead, None, reason if chance == 0 else None)

    @invariant()
    def the_state_is_the_one_that_the_plain_rules_keep(self) -> None:
        assert plain_rules.as_dict(self.state) == self.plain


# The example count comes from the profile.
TestLifeOfALead = LifeOfALead.TestCase
TestLifeOfALead.settings = settings(stateful_step_count=30)
