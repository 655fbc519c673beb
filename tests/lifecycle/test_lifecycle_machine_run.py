"""What a lead's history makes of a machine: the fold against one that goes stay by stay, and laws."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.lifecycle import LEAD_MACHINE, Machine, MachineRun, Move, run_machine
from leadmodel.metrics import measure
from leadmodel.records import Case, Event, EventId, EventKind, Stage
from leadmodel.sla import clocks

from . import plain_machine
from .machines import CALLS, DEAL, MACHINES, ONBOARDING, noted
from .stories import (
    BOB,
    MODEL,
    SCHEDULES,
    STUDENT,
    a_lead,
    assigned,
    histories,
    hour,
    nurtured,
    qualified,
    tell,
    touched,
    unqualified,
    won,
)
from .test_lifecycle_machine import as_plain

WORKED = (assigned(1), touched(2))


def run(machine: Machine, *events: Event) -> MachineRun:
    return run_machine(tell(*events).case, machine)


def stays(found: MachineRun) -> list[tuple[str, float, float | None]]:
    """State, and the hours at which it was entered and left."""

    def at(moment: object) -> float | None:
        return None if moment is None else (moment - hour(0)) / timedelta(hours=1)  # type: ignore[operator]

    return [(each.state, at(each.entered_at) or 0.0, at(each.left_at)) for each in found.visits]


def codes(found: MachineRun) -> list[tuple[str, str | None, str]]:
    return [(each.event.id, each.state, each.code) for each in found.refused]


# ------------------------------------------------------------------------------------------------------- the statements


@pytest.mark.statement("ST-10")
def test_connected_within_working_is_kept_for_messaging_and_is_no_stage_of_the_lead() -> None:
    plain = (*WORKED, touched(3), touched(5, BOB), qualified(8))
    finer = (*plain, noted(3, "spoke"), noted(6, "meeting_booked"))
    case, other = tell(*plain).case, tell(*finer).case

    assert stays(run(CALLS, *finer)) == [("dialling", 2, 3), ("connected", 3, 6), ("meeting", 6, 8)]
    assert not {state for machine in MACHINES for state in machine.states} & {stage.value for stage in Stage}
    assert (other.state, other.cycles, other.visits) == (case.state, case.cycles, case.visits)
    for at in (2, 4, 7, 9):
        assert measure([other], by="all", at=hour(at), schedules=SCHEDULES) == measure(
            [case], by="all", at=hour(at), schedules=SCHEDULES
        )
        assert clocks(other, MODEL, schedules=SCHEDULES, at=hour(at)) == clocks(
            case, MODEL, schedules=SCHEDULES, at=hour(at)
        )


@pytest.mark.statement("ST-10")
def test_no_sub_stage_keeps_a_lead_in_working_and_none_survives_it() -> None:
    found = run(CALLS, *WORKED, noted(3, "spoke"), nurtured(4), assigned(10), touched(11))

    assert stays(found) == [("dialling", 2, 3), ("connected", 3, 4), ("dialling", 11, None)]
    assert [visit.cycle for visit in found.visits] == [1, 1, 2]
    assert found.state == "dialling"


@pytest.mark.statement("MISC-01")
def test_the_list_of_stages_goes_on_after_the_sale_with_stages_of_the_houses_own() -> None:
    sold = (*WORKED, qualified(3), won(4))
    told = (*sold, noted(5, "trained"), noted(6, "trained"), noted(7, "went_live"), noted(8, "trained"))
    found = run(ONBOARDING, *told)

    assert stays(found) == [("kick_off", 4, 5), ("training", 5, 7), ("live", 7, None)]
    assert codes(found) == [("008.00-trained", "live", "not_allowed")]
    assert tell(*told).case.state.stage is Stage.WON
    assert stays(run(ONBOARDING, *told, assigned(20)))[-1] == ("live", 7, 20)


# -------------------------------------------------------------------------------------------------------------- policy


def test_a_pipeline_runs_from_qualified_to_won_and_each_way_out_was_declared() -> None:
    qualified_at_3 = (*WORKED, qualified(3))
    sold = run(
        DEAL, *qualified_at_3, noted(4, "proposal_sent"), noted(5, "terms_asked"), noted(6, "terms_changed"),
        noted(7, "terms_asked"), won(9),
    )  # fmt: skip
    lost = run(DEAL, *qualified_at_3, noted(4, "proposal_sent"), nurtured(5))

    assert stays(sold) == [
        ("discovery", 3, 4), ("proposal", 4, 5), ("negotiation", 5, 6), ("proposal", 6, 7), ("negotiation", 7, 9),
    ]  # fmt: skip
    assert stays(lost) == [("discovery", 3, 4), ("proposal", 4, 5)]
    assert (sold.refused, sold.surprising, sold.state) == ((), (), None)
    assert (lost.refused, lost.surprising, lost.state) == ((), (), None)


def test_a_lead_that_leaves_in_another_way_is_let_go_and_listed() -> None:
    skipped = run(DEAL, *WORKED, qualified(3), won(4))
    never = run(DEAL, *WORKED, qualified(3), noted(4, "proposal_sent"), unqualified(5, STUDENT))

    [surprise] = skipped.surprising
    assert (surprise.state, surprise.code, surprise.event.kind) == (
        "discovery",
        "left_otherwise",
        EventKind.WON,
    )
    assert surprise.why == "a lead in discovery left qualified when it was won, only nurtured"
    assert stays(skipped) == [("discovery", 3, 4)]
    assert [each.code for each in never.surprising] == ["left_otherwise"]
    assert run(CALLS, *WORKED, nurtured(5)).surprising == ()


def test_a_note_that_finds_no_move_is_refused_with_a_code_and_changes_nothing() -> None:
    found = run(
        CALLS,
        noted(0.5, "spoke"),
        *WORKED,
        noted(3, "no_show"),
        noted(4, "spoke"),
        nurtured(5),
        noted(6, "spoke"),
    )

    assert codes(found) == [
        ("000.50-spoke", None, "not_inside"),
        ("003.00-no_show", "dialling", "not_allowed"),
        ("006.00-spoke", None, "not_inside"),
    ]
    assert [each.why for each in found.refused] == [
        "spoke, but the lead was not in working",
        "no_show is no move out of dialling, only spoke",
        "spoke, but the lead was not in working",
    ]
    assert stays(found) == [("dialling", 2, 4), ("connected", 4, 5)]


def test_notes_of_somebody_else_are_passed_over() -> None:
    assert run(CALLS, *WORKED, noted(3, "lunch"), noted(4, "won"), noted(5, "qualified")).refused == ()


def test_a_note_on_the_instant_at_which_the_lead_comes_or_goes_is_inside() -> None:
    """The order of events puts a note before the touch that it was written with."""
    both = run(CALLS, *WORKED, noted(2, "spoke"), noted(4, "meeting_booked"), nurtured(4))
    handed_on = run(
        DEAL,
        *WORKED,
        qualified(3),
        noted(4, "proposal_sent"),
        nurtured(4),
        assigned(4),
        touched(4),
        qualified(4),
    )

    assert stays(both) == [("dialling", 2, 2), ("connected", 2, 4), ("meeting", 4, 4)]
    assert both.refused == ()
    assert stays(handed_on)[:2] == [("discovery", 3, 4), ("proposal", 4, 4)]
    assert handed_on.refused == ()


def test_a_move_back_to_the_same_state_is_no_new_stay() -> None:
    told = (*WORKED, qualified(3), won(4), noted(5, "trained"), noted(6, "trained"))

    assert stays(run(ONBOARDING, *told)) == [("kick_off", 4, 5), ("training", 5, None)]


def test_a_machine_without_a_stage_runs_all_the_leads_life() -> None:
    vip = Machine(
        name="attention",
        states=("usual", "special"),
        start="usual",
        ends=("closed",),
        moves=(
            Move(out_of="usual", on="named_account", to="special"),
            Move(out_of="special", on="nurtured", to="usual"),
            Move(out_of="usual", on="unqualified", to="closed"),
        ),
    )
    found = run(
        vip,
        noted(-1, "named_account"),
        noted(1, "named_account"),
        assigned(2),
        touched(3),
        nurtured(4),
        unqualified(5, STUDENT),
    )

    assert stays(found) == [("usual", 0, 1), ("special", 1, 4), ("usual", 4, 5), ("closed", 5, None)]
    assert [visit.cycle for visit in found.visits] == [0, 0, 1, 1]
    assert [(each.code, each.why) for each in found.refused] == [
        ("not_inside", "named_account, but the lead was not captured yet")
    ]


def test_a_lead_that_is_raw_is_inside_from_its_capture_on() -> None:
    holding = Machine(
        name="holding",
        inside=Stage.RAW,
        states=("unknown", "engaged"),
        start="unknown",
        moves=(Move(out_of="unknown", on="filled_form", to="engaged"),),
    )

    assert stays(run(holding, noted(0, "filled_form"), assigned(3))) == [("unknown", 0, 0), ("engaged", 0, 3)]
    assert codes(run(holding, noted(-1, "filled_form"))) == [("-01.00-filled_form", None, "not_inside")]


def test_a_case_that_no_replay_has_made_is_refused() -> None:
    case = Case(lead=a_lead(), history=(), state=tell().case.state)

    with pytest.raises(InputError, match="has no visits"):
        run_machine(case, CALLS)


# --------------------------------------------------------------------------------------------------------------- laws


@st.composite
def told_histories(draw: st.DrawFn) -> list[Event]:
    """A random life with random notes of the machines in it, many on one instant with a move of the lead."""
    way = draw(
        st.sampled_from(
            [
                (),
                WORKED,
                (*WORKED, qualified(3)),
                (*WORKED, qualified(3), won(5)),
                (*WORKED, nurtured(4), assigned(5), touched(5), qualified(7), won(9)),
                (*WORKED, qualified(3), nurtured(4), assigned(4), touched(4), qualified(4)),
            ]
        )
    )
    names = st.sampled_from(
        [*sorted({move.on for machine in MACHINES for move in machine.moves}), "lunch", "noted"]
    )
    notes = draw(st.lists(st.tuples(st.integers(-1, 10), names), max_size=12))
    rest = draw(histories(max_size=6))
    return [*way, *rest, *(noted(at, name, id=f"n{place:02}") for place, (at, name) in enumerate(notes))]


@given(told_histories(), st.sampled_from(MACHINES))
def test_the_fold_finds_what_goes_stay_by_stay(events: list[Event], machine: Machine) -> None:
    case = tell(*events).case
    found = run_machine(case, machine)
    visits, refused, surprising = plain_machine.fold(as_plain(machine), case.history, case.visits)

    assert [{name: getattr(visit, name) for name in visits[0]} for visit in found.visits] == visits
    assert {(each.event.id, each.state, each.code) for each in found.refused} == refused
    assert {(each.event.id, each.state, each.code) for each in found.surprising} == surprising
    assert len(found.refused) == len(refused)


@given(told_histories())
def test_the_leads_own_machine_run_over_any_history_gives_the_leads_own_visits(events: list[Event]) -> None:
    case = tell(*events).case
    found = run_machine(case, LEAD_MACHINE)

    assert [
        (visit.state, visit.cycle, visit.entered_at, visit.left_at, visit.entered_by, visit.left_by)
        for visit in found.visits
    ] == [
        (visit.stage.value, visit.cycle, visit.entered_at, visit.left_at, visit.entered_by, visit.left_by)
        for visit in case.visits
    ]
    assert (found.refused, found.surprising, found.state) == ((), (), case.state.stage.value)


@given(told_histories(), st.sampled_from(MACHINES))
def test_sub_visits_fill_the_visits_of_the_stage_without_a_gap(events: list[Event], machine: Machine) -> None:
    case = tell(*events).case
    found = run_machine(case, machine)
    around = [visit for visit in case.visits if visit.stage is machine.inside]

    for visit in found.visits:
        assert visit.duration is None or visit.duration >= timedelta(0)
        assert visit.inside is machine.inside
    assert len([visit for visit in found.visits if visit.left_at is None]) <= 1
    # Stays of the same cycle and stage lie end to end, from where the stage was entered to where it was left.
    firsts = {visit.entered_by: place for place, visit in enumerate(found.visits)}
    for outer in around:
        place = firsts[outer.entered_by]
        entered = outer.entered_at
        while True:
            inner = found.visits[place]
            assert inner.entered_at == entered
            if inner.left_by == outer.left_by:
                assert inner.left_at == outer.left_at
                break
            assert inner.left_at is not None
            entered, place = inner.left_at, place + 1


@given(told_histories(), st.sampled_from(MACHINES), st.randoms(use_true_random=False))
def test_the_order_in_which_events_come_does_not_matter(
    events: list[Event], machine: Machine, random: object
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert run(machine, *events) == run(machine, *shuffled)


@given(told_histories(), st.sampled_from(MACHINES))
def test_a_machine_moves_no_lead_whatever_it_notes(events: list[Event], machine: Machine) -> None:
    names = {move.on for move in machine.moves}
    case = tell(*events).case
    without = tell(*(event for event in events if event.activity not in names)).case

    assert (case.state, case.cycles, case.visits) == (without.state, without.cycles, without.visits)


def test_a_long_history_is_folded_in_one_pass() -> None:
    notes = [
        replace(noted(3, name), id=EventId(f"n{place:05}"), at=hour(3) + timedelta(seconds=place))
        for place, name in enumerate(["spoke", "meeting_booked", "no_show"] * 2000)
    ]
    found = run(CALLS, *WORKED, *notes)

    assert len(found.visits) == 6001
    assert found.refused == ()
