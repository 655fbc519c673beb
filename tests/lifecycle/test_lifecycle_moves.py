"""Each move: where it leads, what it keeps, and when it is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadmodel.errors import Finding, InputError, NoTransitionError, TimeError, UnknownNameError
from leadmodel.lifecycle import (
    Reason,
    allowed,
    assign,
    check_reasons,
    find_reason,
    lose,
    nurture,
    qualify,
    reassign,
    unqualify,
    win,
    work,
)
from leadmodel.lifecycle.moves import entered_at
from leadmodel.records import Assigned, Nurture, Qualified, Raw, Stage, State, Unqualified, Won, Working

from .stories import ANN, BOB, INCOMPATIBLE, L1, LATER, NOON, REASONS, STATE_OF, STUDENT, TOO_SMALL, hour

TICK = timedelta(microseconds=1)
RAW = Raw(lead=L1, since=hour(0))
ASSIGNED = Assigned(lead=L1, cycle=2, owner=ANN, assigned_at=hour(1))
WORKING = Working(lead=L1, cycle=2, owner=ANN, assigned_at=hour(1), worked_at=hour(2))
QUALIFIED = Qualified(
    lead=L1, cycle=2, owner=ANN, assigned_at=hour(1), worked_at=hour(2), qualified_at=hour(3)
)
NURTURE = Nurture(lead=L1, cycle=2, reason="budget_later", since=hour(3))
WON = Won(lead=L1, cycle=2, owner=ANN, won_at=hour(4))

Move = Callable[..., State]
#: Every move from every state that its types allow, with what comes of it at hour 5.
HAPPY: list[tuple[Move, State, dict[str, Any], State]] = [
    (assign, RAW, {"to": BOB}, Assigned(lead=L1, cycle=1, owner=BOB, assigned_at=hour(5))),
    (assign, NURTURE, {"to": BOB}, Assigned(lead=L1, cycle=3, owner=BOB, assigned_at=hour(5))),
    (assign, WON, {"to": BOB}, Assigned(lead=L1, cycle=3, owner=BOB, assigned_at=hour(5))),
    (reassign, ASSIGNED, {"to": BOB}, Assigned(lead=L1, cycle=2, owner=BOB, assigned_at=hour(1))),
    (
        reassign,
        WORKING,
        {"to": BOB},
        Working(lead=L1, cycle=2, owner=BOB, assigned_at=hour(1), worked_at=hour(2)),
    ),
    (
        reassign,
        QUALIFIED,
        {"to": BOB},
        Qualified(lead=L1, cycle=2, owner=BOB, assigned_at=hour(1), worked_at=hour(2), qualified_at=hour(3)),
    ),
    (
        work,
        ASSIGNED,
        {"by": ANN},
        Working(lead=L1, cycle=2, owner=ANN, assigned_at=hour(1), worked_at=hour(5)),
    ),
    (
        qualify,
        WORKING,
        {},
        Qualified(lead=L1, cycle=2, owner=ANN, assigned_at=hour(1), worked_at=hour(2), qualified_at=hour(5)),
    ),
    (nurture, RAW, {"reason": TOO_SMALL}, Nurture(lead=L1, cycle=0, reason="too_small", since=hour(5))),
    (nurture, ASSIGNED, {"reason": TOO_SMALL}, Nurture(lead=L1, cycle=2, reason="too_small", since=hour(5))),
    (nurture, WORKING, {"reason": LATER}, Nurture(lead=L1, cycle=2, reason="budget_later", since=hour(5))),
    (lose, QUALIFIED, {"reason": LATER}, Nurture(lead=L1, cycle=2, reason="budget_later", since=hour(5))),
    (unqualify, RAW, {"reason": STUDENT}, Unqualified(lead=L1, cycle=0, reason="student", since=hour(5))),
    (
        unqualify,
        ASSIGNED,
        {"reason": STUDENT},
        Unqualified(lead=L1, cycle=2, reason="student", since=hour(5)),
    ),
    (
        unqualify,
        WORKING,
        {"reason": INCOMPATIBLE},
        Unqualified(lead=L1, cycle=2, reason="incompatible", since=hour(5)),
    ),
    (
        unqualify,
        QUALIFIED,
        {"reason": INCOMPATIBLE},
        Unqualified(lead=L1, cycle=2, reason="incompatible", since=hour(5)),
    ),
    (unqualify, NURTURE, {"reason": STUDENT}, Unqualified(lead=L1, cycle=2, reason="student", since=hour(5))),
    (win, QUALIFIED, {}, Won(lead=L1, cycle=2, owner=ANN, won_at=hour(5))),
]
IDS = [f"{move.__name__}-{before.stage.value}" for move, before, _, _ in HAPPY]
each_move = pytest.mark.parametrize(("move", "before", "with_what", "after"), HAPPY, ids=IDS)


@each_move
def test_a_move_leads_to_its_state_and_keeps_the_stamps(
    move: Move, before: State, with_what: dict[str, Any], after: State
) -> None:
    assert move(before, at=hour(5), **with_what) == after


@each_move
def test_a_move_may_happen_on_the_instant_at_which_the_state_was_entered_and_not_before(
    move: Move, before: State, with_what: dict[str, Any], after: State
) -> None:
    entered = entered_at(before)

    assert move(before, at=entered, **with_what).stage is after.stage
    with pytest.raises(TimeError, match=f"lies before the lead came to '{before.stage.value}' at ") as caught:
        move(before, at=entered - TICK, **with_what)
    assert caught.value.argument == "at"


@each_move
def test_a_move_at_a_naive_time_is_refused(
    move: Move, before: State, with_what: dict[str, Any], after: State
) -> None:
    with pytest.raises(TimeError, match=r"^at: .* has no time zone"):
        move(before, at=datetime(2027, 1, 1), **with_what)


@each_move
def test_a_move_writes_its_stamp_in_utc(
    move: Move, before: State, with_what: dict[str, Any], after: State
) -> None:
    local = hour(5).astimezone(ZoneInfo("America/New_York"))
    moved = move(before, at=local, **with_what)

    assert moved == after
    assert entered_at(moved).tzinfo is hour(5).tzinfo


def test_a_colleagues_touch_does_not_make_the_owner_work_the_lead() -> None:
    with pytest.raises(NoTransitionError) as caught:
        work(ASSIGNED, by=BOB, at=hour(5))

    error = caught.value
    assert (error.state, error.event, error.why) == ("assigned", "touched", "touched by 'bob', held by 'ann'")
    assert error.allowed == tuple(sorted(allowed(Stage.ASSIGNED)))
    assert str(error).startswith("'touched' may not happen to a lead in 'assigned': touched by 'bob'")


WRONG: list[tuple[Move, State, Reason]] = [
    (nurture, RAW, STUDENT),
    (nurture, ASSIGNED, STUDENT),
    (nurture, WORKING, STUDENT),
    (lose, QUALIFIED, INCOMPATIBLE),
    *((unqualify, state, TOO_SMALL) for state in (RAW, ASSIGNED, WORKING, QUALIFIED, NURTURE)),
]


@pytest.mark.parametrize(("move", "before", "reason"), WRONG)
def test_a_reason_explains_one_disposition_and_not_the_other(
    move: Move, before: State, reason: Reason
) -> None:
    with pytest.raises(NoTransitionError, match=f"reason '{reason.code}' is one for '{reason.disposition}'"):
        move(before, reason=reason, at=hour(5))


@pytest.mark.parametrize(
    ("move", "before", "reason"),
    [
        (nurture, RAW, LATER),
        (nurture, ASSIGNED, LATER),
        (unqualify, RAW, INCOMPATIBLE),
        (unqualify, ASSIGNED, INCOMPATIBLE),
        (unqualify, NURTURE, INCOMPATIBLE),
    ],
)
def test_before_a_touch_only_a_pre_qualification_criterion_will_do(
    move: Move, before: State, reason: Reason
) -> None:
    with pytest.raises(NoTransitionError, match=f"reason '{reason.code}' is no pre-qualification criterion"):
        move(before, reason=reason, at=hour(5))


@pytest.mark.parametrize("reason", [LATER, TOO_SMALL])
def test_after_a_touch_every_reason_of_the_disposition_will_do(reason: Reason) -> None:
    assert nurture(WORKING, reason=reason, at=hour(5)).reason == reason.code
    assert lose(QUALIFIED, reason=reason, at=hour(5)).reason == reason.code


@pytest.mark.parametrize("stage", Stage)
def test_a_state_was_entered_when_its_newest_stamp_says(stage: Stage) -> None:
    assert entered_at(STATE_OF[stage]) == hour(NOON)


@pytest.mark.parametrize("move", [partial(assign, RAW, to=ANN), partial(work, ASSIGNED, by=ANN)])
def test_a_move_leaves_the_state_that_it_was_given_as_it_was(move: Callable[..., State]) -> None:
    move(at=hour(9))

    assert Raw(lead=L1, since=hour(0)) == RAW
    assert Assigned(lead=L1, cycle=2, owner=ANN, assigned_at=hour(1)) == ASSIGNED


# ---------------------------------------------------------------------------------------------------------- reasons


def test_a_reason_is_found_by_its_code() -> None:
    assert [find_reason(iter(REASONS), reason.code) for reason in REASONS] == list(REASONS)


def test_an_unknown_reason_shows_the_nearest_one() -> None:
    with pytest.raises(UnknownNameError, match="unknown reason 'studnt', did you mean 'student'"):
        find_reason(REASONS, "studnt")


@pytest.mark.parametrize("argument", ["code", "says"])
def test_a_reason_needs_a_code_and_plain_words(argument: str) -> None:
    with pytest.raises(InputError, match=f"^{argument}: '' is empty"):
        Reason(**{"code": "x", "says": "y", "disposition": "nurture", argument: ""})  # type: ignore[arg-type]


def test_a_good_catalogue_has_no_faults() -> None:
    assert list(check_reasons(REASONS, "$.reasons")) == []


def test_every_fault_of_a_catalogue_is_found_at_once() -> None:
    assert list(check_reasons((LATER, TOO_SMALL, LATER), "$.reasons")) == [
        Finding("$.reasons[2].code", "reason 'budget_later' is declared twice"),
        Finding("$.reasons", "no reason leads to 'unqualified', so no lead can be dispositioned there"),
    ]
    assert [finding.path for finding in check_reasons((), "$.reasons")] == ["$.reasons", "$.reasons"]
