"""Who may be contacted: every stage, and those who want no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.lifecycle import eligible_for_marketing, eligible_for_outbound, replay
from leadmodel.records import Event, Stage

from .noting import noted, noted_histories
from .stories import MODEL, NINE, a_lead, assigned, hour, nurtured, qualified, tell, touched, unqualified, won

WAYS: dict[Stage, tuple[Event, ...]] = {
    Stage.RAW: (),
    Stage.ASSIGNED: (assigned(1),),
    Stage.WORKING: (assigned(1), touched(2)),
    Stage.QUALIFIED: (assigned(1), touched(2), qualified(3)),
    Stage.NURTURE: (assigned(1), touched(2), nurtured(3)),
    Stage.UNQUALIFIED: (assigned(1), touched(2), unqualified(3)),
    Stage.WON: (assigned(1), touched(2), qualified(3), won(4)),
}
#: (marketing, outbound)
MAY = {
    Stage.RAW: (True, True),
    Stage.ASSIGNED: (True, False),
    Stage.WORKING: (False, False),
    Stage.QUALIFIED: (True, False),
    Stage.NURTURE: (True, True),
    Stage.UNQUALIFIED: (False, False),
    Stage.WON: (True, False),
}


@pytest.mark.statement("ST-12")
def test_a_lead_in_working_blocks_programmes_and_queues_and_leaving_working_unblocks_both() -> None:
    case = tell(*WAYS[Stage.NURTURE]).case

    for ask in (eligible_for_marketing, eligible_for_outbound):
        while_working, after = ask(case, at=hour(2.5)), ask(case, at=hour(3))
        assert (while_working.allowed, while_working.code) == (False, "working")
        assert while_working.why == "a rep is working on it, who would be interrupted"
        assert (after.allowed, after.code, after.why) == (True, "", "")
        assert after
        assert not while_working


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_says_who_may_write_and_who_may_take_it(stage: Stage) -> None:
    case = tell(*WAYS[stage]).case
    marketing, outbound = eligible_for_marketing(case, at=hour(9)), eligible_for_outbound(case, at=hour(9))

    assert case.state.stage is stage
    assert (marketing.allowed, outbound.allowed) == MAY[stage]
    for answer in (marketing, outbound):
        assert answer.code == ("" if answer else stage.value)
        assert bool(answer.why) == (not answer)


@pytest.mark.parametrize("stage", list(Stage))
def test_who_opted_out_is_left_alone_for_good(stage: Stage) -> None:
    case = tell(*WAYS[stage], noted(5, "opted_out"), noted(6, "opted_out")).case

    for ask in (eligible_for_marketing, eligible_for_outbound):
        assert ask(case, at=hour(4.9)).code != "opted_out"
        for at in (5, 9, 99_999):
            answer = ask(case, at=hour(at))
            assert (answer.allowed, answer.code) == (False, "opted_out")
            assert answer.why == "it wants no more messages, since 2026-11-02T14:00:00Z"


def test_before_it_came_nobody_may_and_a_naive_instant_is_refused() -> None:
    case = tell().case

    assert eligible_for_marketing(case, at=hour(-1)).code == "not_captured"
    assert eligible_for_outbound(case, at=NINE).allowed
    with pytest.raises(TimeError):
        eligible_for_marketing(case, at=NINE.replace(tzinfo=None))


@given(noted_histories("opted_out"), st.integers(0, 11))
def test_whoever_may_be_handed_out_may_be_written_to(told: list[Event], hours: int) -> None:
    case = replay(a_lead(), told, MODEL).case
    past = replay(a_lead(), [event for event in told if event.at <= hour(hours)], MODEL).case
    gone = any(event.activity == "opted_out" for event in past.history if event.id not in past.refused)
    marketing = eligible_for_marketing(case, at=hour(hours))
    outbound = eligible_for_outbound(case, at=hour(hours))

    assert (marketing.allowed, outbound.allowed) == ((False, False) if gone else MAY[past.state.stage])
    assert marketing or not outbound
