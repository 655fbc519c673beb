"""The transition table says what the types of the moves say, and nothing else."""

import inspect
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, TypeVar, get_args, get_type_hints

import pytest
from hypothesis import given

from leadmodel.lifecycle import TABLE, Result, advance, allowed, moves
from leadmodel.lifecycle.advance import EFFECTS, noted
from leadmodel.records import Event, EventKind, Stage, State

from .stories import MODEL, NOON, STATE_OF, every_event, histories, tell

#: Which event each move answers. That an event takes a lead from Qualified to Nurture is told by two moves' types.
EVENT_OF: dict[Callable[..., State], EventKind] = {
    moves.assign: EventKind.ASSIGNED,
    moves.reassign: EventKind.ASSIGNED,
    moves.work: EventKind.TOUCHED,
    moves.qualify: EventKind.QUALIFIED,
    moves.nurture: EventKind.NURTURED,
    moves.lose: EventKind.NURTURED,
    moves.unqualify: EventKind.UNQUALIFIED,
    moves.win: EventKind.WON,
}
SECOND_HALF: dict[Callable[..., State], Callable[..., State]] = {
    moves.assign: moves.assigned,
    moves.reassign: moves.reassigned,
    moves.work: moves.worked,
    moves.qualify: moves.qualified,
    moves.nurture: moves.nurtured,
    moves.lose: moves.lost,
    moves.unqualify: moves.unqualified,
    moves.win: moves.won,
}
#: Allowed, and no move: a rep may call a lead wherever it stands, and it stays there.
NOTED_ONLY = {
    (Stage.WORKING, EventKind.TOUCHED, Stage.WORKING),
    (Stage.QUALIFIED, EventKind.TOUCHED, Stage.QUALIFIED),
    (Stage.NURTURE, EventKind.TOUCHED, Stage.NURTURE),
    (Stage.WON, EventKind.TOUCHED, Stage.WON),
}


def journeys(move: Callable[..., State]) -> Iterator[tuple[Stage, Stage]]:
    """From which stage to which a move goes, read from its types alone."""
    hints: dict[str, Any] = get_type_hints(move)
    before = hints[next(iter(inspect.signature(move).parameters))]
    after = hints["return"]
    if isinstance(before, TypeVar):
        assert after is before, "a move over a type variable leads back to the state that it came from"
        yield from ((state.stage, state.stage) for state in before.__constraints__)
        return
    for state in get_args(before) or (before,):
        yield state.stage, after.stage


def test_the_table_is_what_the_types_of_the_moves_say_and_the_touches_that_are_only_noted() -> None:
    typed = {(before, kind, after) for move, kind in EVENT_OF.items() for before, after in journeys(move)}
    tabled = {(Stage(before), kind, after) for before, row in TABLE.items() for kind, after in row.items()}

    assert not typed & NOTED_ONLY
    assert tabled == typed | NOTED_ONLY


def test_every_public_move_has_its_event_and_no_two_moves_share_a_journey() -> None:
    assert {getattr(moves, name) for name in moves.__all__} - {moves.entered_at} == set(EVENT_OF)

    told = [(before, kind) for move, kind in EVENT_OF.items() for before, _ in journeys(move)]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("move", EVENT_OF, ids=lambda move: move.__name__)
def test_the_second_half_of_a_move_goes_where_the_move_goes(move: Callable[..., State]) -> None:
    assert list(journeys(SECOND_HALF[move])) == list(journeys(move))


@pytest.mark.parametrize("stage", Stage)
def test_every_kind_of_event_has_an_effect_in_every_stage_and_is_noted_where_the_table_says(
    stage: Stage,
) -> None:
    noted_there = {kind for before, kind, _ in NOTED_ONLY if before is stage}

    assert set(EFFECTS[stage]) == set(EventKind)
    assert {kind for kind, effect in EFFECTS[stage].items() if effect is noted} == {
        EventKind.ACTIVITY,
        EventKind.NOTED,
        *noted_there,
    }


def test_every_stage_has_its_row_and_every_state_its_stage() -> None:
    assert set(TABLE) == set(Stage)
    assert {state.stage for state in get_args(State)} == set(Stage)


def test_unqualified_is_the_only_final_stage() -> None:
    assert [stage for stage in Stage if not TABLE[stage]] == [Stage.UNQUALIFIED]


@pytest.mark.parametrize("stage", Stage)
def test_what_is_allowed_is_the_row_of_the_table_in_the_order_of_the_vocabulary(stage: Stage) -> None:
    assert allowed(stage) == tuple(kind for kind in EventKind if kind in TABLE[stage])
    assert set(allowed(stage)) == set(TABLE[stage])
    assert EventKind.ACTIVITY not in allowed(stage)


def test_nobody_can_write_into_the_table() -> None:
    with pytest.raises(TypeError):
        TABLE[Stage.RAW] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        TABLE[Stage.RAW][EventKind.WON] = Stage.WON  # type: ignore[index]

    assert EventKind.WON not in TABLE[Stage.RAW]


# ------------------------------------------------------------------------------------------------------- the statements


@pytest.mark.statement("ST-22")
@pytest.mark.parametrize("stage", Stage)
def test_a_stage_is_named_in_one_plain_word(stage: Stage) -> None:
    assert re.fullmatch("[a-z]{3,}", stage.value)
    assert set("aeiou") & set(stage.value), "an acronym has no vowels to speak of"


@pytest.mark.statement("ST-22")
@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.RAW])
def test_a_program_decides_who_comes_into_a_stage_and_who_does_not(stage: Stage) -> None:
    """Both criteria: some event leads into the stage, and one that was meant to and does not has a code."""
    kinds = {kind for row in TABLE.values() for kind, after in row.items() if after is stage}
    steps = [
        advance(state, event, MODEL)
        for before, state in STATE_OF.items()
        for event in every_event(NOON + 1)
        if before is not stage and event.kind in kinds
    ]
    came = [step for step in steps if step.state.stage is stage]
    stayed = [step for step in steps if step.result is Result.REFUSED]

    assert came
    assert all(step.result is Result.MOVED for step in came)
    assert stayed
    assert all(step.code and step.why for step in stayed)


@pytest.mark.statement("ST-22")
@pytest.mark.parametrize("stage", Stage)
def test_a_program_decides_who_leaves_a_stage_and_who_stays(stage: Stage) -> None:
    state = STATE_OF[stage]
    for event in every_event(NOON + 1):
        step = advance(state, event, MODEL)
        left = step.state.stage is not stage

        assert left == (step.result is Result.MOVED and TABLE[stage].get(event.kind) is not stage)
        assert step.result is not Result.REFUSED or (step.state == state and step.code and step.why)
        assert advance(state, event, MODEL) == step


@pytest.mark.statement("ST-01", "ST-08")
@given(histories())
def test_every_life_goes_round_the_cycle_and_leaves_working_by_a_disposition(events: list[Event]) -> None:
    dispositions = {Stage.QUALIFIED, Stage.NURTURE, Stage.UNQUALIFIED}
    way = [visit.stage for visit in tell(*events).case.visits]

    assert way[0] is Stage.RAW
    for before, after in pairwise(way):
        assert after in TABLE[before].values()
        assert after is not before
        if before is Stage.WORKING:
            assert after in dispositions
        if after is Stage.WORKING:
            assert before is Stage.ASSIGNED
        if after is Stage.QUALIFIED:
            assert before is Stage.WORKING


@pytest.mark.statement("ST-02")
@given(histories())
def test_a_raw_lead_is_held_by_nobody_and_no_lead_comes_back_to_raw(events: list[Event]) -> None:
    first, *rest = tell(*events).case.visits

    assert (first.stage, first.owner, first.cycle) == (Stage.RAW, None, 0)
    assert Stage.RAW not in {visit.stage for visit in rest}
    assert Stage.RAW not in {after for row in TABLE.values() for after in row.values()}
