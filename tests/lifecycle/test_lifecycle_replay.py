"""The fold of a lead's events: same events in, same case out."""

from dataclasses import asdict, fields, replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.lifecycle import Replay, Result, advance, replay
from leadmodel.records import Cycle, Event, EventKind, LeadId, Raw, Stage, in_order

from . import plain_rules
from .plain_replay import plain_replay
from .stories import (
    ANN,
    BOB,
    LATER,
    MODEL,
    NINE,
    STUDENT,
    TOO_SMALL,
    a_lead,
    assigned,
    happened,
    histories,
    hour,
    mailed_by_machine,
    nurtured,
    qualified,
    tell,
    touched,
    unqualified,
    won,
)


def codes(steps: Replay) -> list[tuple[str, str]]:
    return [(str(step.event.id), step.code) for step in steps.refused]


@given(histories())
def test_a_replay_finds_what_the_plain_rules_find(events: list[Event]) -> None:
    state, cycles, refused, surprising = plain_rules.fold(NINE, events)
    replayed = replay(a_lead(), events, MODEL)

    assert plain_rules.as_dict(replayed.case.state) == state
    assert [asdict(cycle) for cycle in replayed.case.cycles] == cycles
    assert [asdict(visit) for visit in replayed.case.visits] == plain_rules.visits(NINE, events)
    assert codes(replayed) == refused
    assert [(str(step.event.id), step.code) for step in replayed.surprising] == surprising
    assert replayed.case.history == in_order(events)
    assert replayed.case.lead == a_lead()


@given(histories(max_size=30))
def test_a_replay_is_a_loop_over_single_steps(events: list[Event]) -> None:
    assert replay(a_lead(), events, MODEL) == plain_replay(a_lead(), events, MODEL)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_come_does_not_matter(events: list[Event], dice: Random) -> None:
    wanted = replay(a_lead(), events, MODEL)
    dice.shuffle(events)

    assert replay(a_lead(), iter(events), MODEL) == wanted


@given(histories(), st.data())
def test_the_same_event_twice_counts_once(events: list[Event], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(events))) if events else []

    assert replay(a_lead(), events + again, MODEL) == replay(a_lead(), events, MODEL)


@given(histories(), st.integers(0, 16))
def test_replaying_a_beginning_and_then_the_rest_is_replaying_all(events: list[Event], cut: int) -> None:
    ordered = in_order(events)
    whole = replay(a_lead(), events, MODEL)
    first = replay(a_lead(), ordered[:cut], MODEL)

    state, refused = first.case.state, list(first.refused)
    for event in ordered[cut:]:
        step = advance(state, event, MODEL)
        state = step.state
        refused += [step] if step.result is Result.REFUSED else []

    assert state == whole.case.state
    assert tuple(refused) == whole.refused
    # What is over is over: a cycle that was closed by another is never written to again.
    assert whole.case.cycles[: max(0, len(first.case.cycles) - 1)] == first.case.cycles[:-1]


@given(histories())
def test_leaving_out_what_was_refused_changes_nothing(events: list[Event]) -> None:
    whole = replay(a_lead(), events, MODEL)
    bad = {step.event.id for step in whole.refused}
    rest = replay(a_lead(), [event for event in events if event.id not in bad], MODEL)

    assert rest.refused == ()
    assert (rest.case.state, rest.case.cycles) == (whole.case.state, whole.case.cycles)


@given(histories())
def test_cycles_are_numbered_from_one_without_gaps_and_begin_one_after_the_other(events: list[Event]) -> None:
    cycles = replay(a_lead(), events, MODEL).case.cycles

    assert [cycle.number for cycle in cycles] == list(range(1, len(cycles) + 1))
    assert all(one.assigned_at <= other.assigned_at for one, other in pairwise(cycles))
    assert all(
        one.outcome_at is not None and one.outcome_at <= other.assigned_at for one, other in pairwise(cycles)
    )


@pytest.mark.statement("MT-17")
@given(histories())
def test_no_duration_is_negative_whatever_the_events(events: list[Event]) -> None:
    for cycle in replay(a_lead(), events, MODEL).case.cycles:
        stamps = [
            cycle.assigned_at,
            cycle.first_touch_at,
            cycle.worked_at,
            cycle.qualified_at,
            cycle.outcome_at,
        ]
        known = [stamp for stamp in stamps if stamp is not None]
        assert known == sorted(known)


@given(histories())
def test_a_worked_lead_was_touched_first_and_a_qualified_one_was_worked(events: list[Event]) -> None:
    for cycle in replay(a_lead(), events, MODEL).case.cycles:
        if cycle.worked_at is not None:
            assert cycle.first_touch_at is not None
            assert cycle.first_touch_at <= cycle.worked_at
        if cycle.qualified_at is not None:
            assert cycle.worked_at is not None
        assert (cycle.outcome is None) is (cycle.outcome_at is None)
        assert cycle.outcome in {None, Stage.QUALIFIED, Stage.NURTURE, Stage.UNQUALIFIED, Stage.WON}


def test_a_whole_life_with_three_cycles_is_told_stamp_by_stamp() -> None:
    replayed = tell(
        assigned(1, ANN),
        touched(2, BOB),  # a colleague answers
        assigned(3, BOB),  # and gets the lead
        touched(4, BOB),
        nurtured(5, LATER),
        assigned(6, ANN),
        nurtured(7, TOO_SMALL),  # nobody touched it
        touched(8, BOB),  # a follow-up in nurture moves nothing
        assigned(9, BOB),
        touched(10, BOB),
        qualified(11),
        assigned(12, ANN),  # handed over to the one who closes
        won(13),
    )

    assert replayed.refused == ()
    assert replayed.case.cycles == (
        Cycle(
            number=1,
            owner=BOB,
            assigned_at=hour(1),
            first_touch_at=hour(2),
            worked_at=hour(4),
            outcome=Stage.NURTURE,
            outcome_at=hour(5),
            reason="budget_later",
        ),
        Cycle(
            number=2,
            owner=ANN,
            assigned_at=hour(6),
            outcome=Stage.NURTURE,
            outcome_at=hour(7),
            reason="too_small",
        ),
        Cycle(
            number=3,
            owner=BOB,
            assigned_at=hour(9),
            first_touch_at=hour(10),
            worked_at=hour(10),
            qualified_at=hour(11),
            outcome=Stage.WON,
            outcome_at=hour(13),
        ),
    )
    assert plain_rules.as_dict(replayed.case.state) == {
        "stage": "won",
        "cycle": 3,
        "owner": "ann",
        "won_at": hour(13),
    }


def test_a_colleagues_touch_answers_the_lead_and_does_not_move_it() -> None:
    replayed = tell(assigned(1, ANN), touched(2, BOB))

    assert replayed.case.state.stage is Stage.ASSIGNED
    assert replayed.case.cycles[0].first_touch_at == hour(2)
    assert replayed.case.cycles[0].worked_at is None
    assert [(step.code, step.why) for step in replayed.surprising] == [
        ("not_the_owner", "touched by 'bob', held by 'ann'")
    ]
    assert replayed.refused == ()


def test_only_the_first_touch_of_a_cycle_is_the_first() -> None:
    cycle = tell(assigned(1), touched(2, BOB), touched(3, ANN), touched(4, ANN)).case.cycles[0]

    assert (cycle.first_touch_at, cycle.worked_at) == (hour(2), hour(3))


def test_passing_on_a_lead_that_waits_changes_who_is_measured_and_not_since_when() -> None:
    cycle = tell(assigned(1, ANN), assigned(2, BOB)).case.cycles[0]

    assert (cycle.owner, cycle.assigned_at) == (BOB, hour(1))


def test_passing_on_a_lead_that_is_worked_leaves_the_cycle_with_who_picked_it_up() -> None:
    replayed = tell(assigned(1, ANN), touched(2, ANN), assigned(3, BOB))

    assert replayed.case.cycles[0].owner == ANN
    assert plain_rules.as_dict(replayed.case.state)["owner"] == BOB


def test_a_lost_opportunity_leaves_the_cycle_its_qualification() -> None:
    cycle = tell(assigned(1), touched(2), qualified(3), nurtured(4)).case.cycles[0]

    assert (cycle.qualified_at, cycle.outcome, cycle.outcome_at) == (hour(3), Stage.NURTURE, hour(4))


def test_a_lead_that_never_was_assigned_has_no_cycle() -> None:
    replayed = tell(nurtured(1, TOO_SMALL), unqualified(2, STUDENT))

    assert replayed.case.state.stage is Stage.UNQUALIFIED
    assert replayed.case.cycles == ()


def test_giving_up_a_lead_in_nurture_leaves_the_last_cycle_as_it_ended() -> None:
    before = tell(assigned(1), touched(2), nurtured(3))
    after = tell(assigned(1), touched(2), nurtured(3), unqualified(4, STUDENT))

    assert after.case.state.stage is Stage.UNQUALIFIED
    assert after.case.cycles == before.case.cycles


def test_on_one_instant_a_lead_is_assigned_then_worked_then_qualified_then_won() -> None:
    replayed = tell(won(1), qualified(1), touched(1), assigned(1))

    assert replayed.refused == ()
    assert replayed.case.state.stage is Stage.WON
    cycle = replayed.case.cycles[0]
    assert cycle.assigned_at == cycle.first_touch_at == cycle.qualified_at == cycle.outcome_at == hour(1)


def test_what_happened_before_the_lead_was_known_is_refused_as_too_early() -> None:
    replayed = tell(happened(EventKind.ACTIVITY, -1), assigned(-0.5), touched(1))

    assert [step.code for step in replayed.refused] == ["too_early", "too_early", "not_allowed"]
    assert replayed.case.state == Raw(lead=a_lead().id, since=NINE)
    assert len(replayed.case.history) == 3


def test_no_events_leave_a_raw_lead() -> None:
    case = tell().case

    assert (case.state, case.cycles, case.history) == (Raw(lead=a_lead().id, since=NINE), (), ())


def test_two_different_events_with_one_id_are_refused() -> None:
    event = touched(2)

    with pytest.raises(InputError, match="is the id of two different events, an id belongs to one"):
        tell(assigned(1), event, replace(event, rep=BOB))


def test_an_event_of_another_lead_is_refused() -> None:
    with pytest.raises(InputError, match="belongs to lead 'L2', not to 'L1'"):
        tell(replace(touched(2), lead=LeadId("L2")))


def test_a_machines_mail_is_kept_in_the_history_and_nowhere_else() -> None:
    replayed = tell(assigned(1), mailed_by_machine(2))
    silent = tell(assigned(1))

    assert len(replayed.case.history) == 2
    assert replace(replayed.case, history=()) == replace(silent.case, history=())
    assert {field.name for field in fields(replayed)} == {"case", "refused", "surprising"}
    assert (replayed.refused, replayed.surprising) == ((), ())
