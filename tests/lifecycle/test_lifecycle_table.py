"""The transition table says what the types of the moves say, and nothing else."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, get_args, get_type_hints

import pytest

from leadmodel.lifecycle import TABLE, allowed, moves
from leadmodel.records import EventKind, Stage, State

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
