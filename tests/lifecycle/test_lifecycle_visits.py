"""Every stay of a lead in a state, who held it meanwhile, and the status tracker that is read from both."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given

from leadmodel.errors import TimeError
from leadmodel.lifecycle import Holding, advance, holdings, journey, replay, tracker
from leadmodel.lifecycle.moves import entered_at
from leadmodel.lifecycle.tracker import TrackerRow
from leadmodel.records import (
    Case,
    Company,
    Event,
    EventId,
    EventKind,
    LeadId,
    Note,
    Raw,
    RepId,
    Stage,
    State,
    Visit,
    in_order,
)

from .stories import (
    ANN,
    BOB,
    MODEL,
    NINE,
    STUDENT,
    TOO_SMALL,
    a_lead,
    assigned,
    happened,
    histories,
    hour,
    nurtured,
    qualified,
    tell,
    touched,
    unqualified,
    won,
)


def noted(at: float, note: str, subject: str | None = None) -> Event:
    event = happened(EventKind.NOTED, at, name=f"{at:06.2f}-{note}")
    return replace(event, activity=note, subject=subject)


# ------------------------------------------------------------------------------------------------------- the visits


@pytest.mark.statement("TH-15")
@given(histories())
def test_a_lead_is_always_in_one_state_and_the_stays_meet_end_to_end(events: list[Event]) -> None:
    case = replay(a_lead(), events, MODEL).case
    first, last = case.visits[0], case.visits[-1]

    assert (first.stage, first.entered_at, first.entered_by) == (Stage.RAW, NINE, None)
    assert (last.left_at, last.left_by) == (None, None)
    assert (last.stage, last.entered_at) == (case.state.stage, entered_at(case.state))
    for one, other in pairwise(case.visits):
        assert (one.left_at, one.left_by) == (other.entered_at, other.entered_by)
        assert one.stage is not other.stage


@pytest.mark.statement("TH-03", "MT-17")
@given(histories())
def test_no_stay_is_shorter_than_nothing_whatever_the_events(events: list[Event]) -> None:
    visits = replay(a_lead(), events, MODEL).case.visits

    assert all(visit.duration is None or visit.duration >= timedelta() for visit in visits)
    assert all(visit.lasted(hour(-9)) == timedelta() for visit in visits)


@given(histories())
def test_the_stays_of_a_cycle_begin_and_end_with_its_stamps(events: list[Event]) -> None:
    case = replay(a_lead(), events, MODEL).case
    for cycle in case.cycles:
        stays = {visit.stage: visit for visit in case.visits if visit.cycle == cycle.number}
        assert stays[Stage.ASSIGNED].entered_at == cycle.assigned_at
        assert (stays[Stage.WORKING].entered_at if Stage.WORKING in stays else None) == cycle.worked_at
        assert (stays[Stage.QUALIFIED].entered_at if Stage.QUALIFIED in stays else None) == cycle.qualified_at
        if Stage.WORKING in stays:
            assert stays[Stage.WORKING].owner == cycle.owner


TWICE = (
    assigned(1),
    touched(2),
    nurtured(4),
    assigned(24, BOB),
    assigned(25, ANN),
    touched(26, ANN),
    qualified(29),
    won(30),
)


@pytest.mark.statement("TH-03")
def test_coming_back_to_a_state_is_another_stay_and_overwrites_nothing() -> None:
    working = [visit for visit in tell(*TWICE).case.visits if visit.stage is Stage.WORKING]

    assert working == [
        Visit(
            stage=Stage.WORKING,
            cycle=1,
            owner=ANN,
            entered_at=hour(2),
            left_at=hour(4),
            entered_by=touched(2).id,
            left_by=nurtured(4).id,
        ),
        Visit(
            stage=Stage.WORKING,
            cycle=2,
            owner=ANN,
            entered_at=hour(26),
            left_at=hour(29),
            entered_by=touched(26).id,
            left_by=qualified(29).id,
        ),
    ]


def test_a_stay_names_who_held_the_lead_when_it_came_and_nobody_where_nobody_does() -> None:
    visits = tell(*TWICE).case.visits

    assert [(visit.stage.value, visit.cycle, visit.owner) for visit in visits] == [
        ("raw", 0, None),
        ("assigned", 1, ANN),
        ("working", 1, ANN),
        ("nurture", 1, None),
        ("assigned", 2, BOB),
        ("working", 2, ANN),
        ("qualified", 2, ANN),
        ("won", 2, ANN),
    ]


def test_a_stay_that_lasts_has_lasted_until_the_instant_that_is_asked_about() -> None:
    first, last = tell(assigned(2)).case.visits

    assert (first.duration, first.lasted(hour(9)), first.lasted(hour(1))) == (
        timedelta(hours=2),
        timedelta(hours=2),
        timedelta(hours=1),
    )
    assert (last.duration, last.lasted(hour(9))) == (None, timedelta(hours=7))
    with pytest.raises(TimeError, match="has no time zone"):
        last.lasted(datetime(2026, 11, 6))


# ----------------------------------------------------------------------------------------------------- who held it


def plain_holdings(events: list[Event]) -> list[tuple[str, int, datetime, datetime | None]]:
    """The owner after each single step; a stretch ends where the owner or the cycle is another."""
    state: State = Raw(lead=a_lead().id, since=NINE)
    after: list[tuple[str | None, int, datetime]] = [(None, 0, NINE)]
    for event in in_order(events):
        state = advance(state, event, MODEL).state
        after.append((getattr(state, "owner", None), getattr(state, "cycle", 0), event.at))
    stretches: list[tuple[str, int, datetime, datetime | None]] = []
    for (owner, cycle, _), (new_owner, new_cycle, at) in pairwise(after):
        if (owner, cycle) == (new_owner, new_cycle):
            continue
        if owner is not None:
            stretches[-1] = (*stretches[-1][:3], at)
        if new_owner is not None:
            stretches.append((new_owner, new_cycle, at, None))
    return stretches


@pytest.mark.statement("OW-03")
@given(histories())
def test_every_change_of_owner_is_an_entry(events: list[Event]) -> None:
    found = holdings(replay(a_lead(), events, MODEL).case)

    assert [(each.owner, each.cycle, each.since, each.until) for each in found] == plain_holdings(events)


@pytest.mark.statement("OW-03")
def test_passing_a_lead_on_within_a_state_is_no_new_stay_and_is_an_entry_all_the_same() -> None:
    told = tell(assigned(1, ANN), touched(2, ANN), assigned(5, BOB), nurtured(9))

    assert [visit.stage.value for visit in told.case.visits] == ["raw", "assigned", "working", "nurture"]
    assert holdings(told.case) == (
        Holding(
            owner=ANN,
            cycle=1,
            since=hour(1),
            until=hour(5),
            given_by=assigned(1, ANN).id,
            ended_by=assigned(5, BOB).id,
        ),
        Holding(
            owner=BOB,
            cycle=1,
            since=hour(5),
            until=hour(9),
            given_by=assigned(5, BOB).id,
            ended_by=nurtured(9).id,
        ),
    )


def test_giving_a_lead_to_whoever_has_it_already_and_a_refused_hand_out_change_nothing() -> None:
    told = tell(assigned(1, ANN), assigned(2, ANN), unqualified(3, STUDENT), assigned(4, BOB))

    assert [(each.owner, each.since, each.until) for each in holdings(told.case)] == [(ANN, hour(1), hour(3))]


def test_whoever_won_a_customer_holds_it_until_the_next_cycle_begins() -> None:
    told = tell(assigned(1), touched(2), qualified(3), won(4), assigned(9, ANN))

    assert [(each.cycle, each.since, each.until) for each in holdings(told.case)] == [
        (1, hour(1), hour(9)),
        (2, hour(9), None),
    ]


# ----------------------------------------------------------------------------------------------------- the tracker


@pytest.mark.statement("TH-04")
def test_the_tracker_has_a_row_for_every_entry_with_its_six_fields() -> None:
    rows = tracker(tell(*TWICE).case, at=hour(40))

    assert [
        (row.lead, row.contact, row.opportunity, row.moved_to, row.moved_from, row.duration) for row in rows
    ] == [
        ("L1", None, None, "raw", None, timedelta(hours=1)),
        ("L1", None, None, "assigned", "raw", timedelta(hours=1)),
        ("L1", None, None, "working", "assigned", timedelta(hours=2)),
        ("L1", None, None, "nurture", "working", timedelta(hours=20)),
        ("L1", None, None, "assigned", "nurture", timedelta(hours=2)),
        ("L1", None, None, "working", "assigned", timedelta(hours=3)),
        ("L1", None, None, "qualified", "working", timedelta(hours=1)),
        ("L1", None, None, "won", "qualified", timedelta(hours=10)),
    ]
    assert tracker(tell(*TWICE).case)[-1].duration is None


@pytest.mark.statement("TH-11")
@given(histories())
def test_durations_are_computed_and_add_up_to_the_time_since_the_capture(events: list[Event]) -> None:
    rows = tracker(replay(a_lead(), events, MODEL).case, at=hour(99))

    assert sum((row.duration or timedelta() for row in rows), timedelta()) == timedelta(hours=99)
    assert all(row.moved_out is None or row.moved_out - row.moved_in == row.duration for row in rows)


CONVERTED = (
    assigned(1),
    touched(2),
    qualified(3),
    noted(3.5, Note.CONVERTED, "C7"),
    noted(3.5, Note.OPPORTUNITY_CREATED, "O1"),
)


@pytest.mark.statement("TH-05")
def test_on_conversion_the_rows_that_are_there_get_the_contact_and_the_opportunity() -> None:
    before = tracker(tell(*CONVERTED[:3]).case)
    after = tracker(tell(*CONVERTED).case)

    assert {(row.contact, row.opportunity) for row in before} == {(None, None)}
    assert {(row.contact, row.opportunity) for row in after} == {("C7", "O1")}
    assert [replace(row, contact=None, opportunity=None) for row in after] == list(before)


@pytest.mark.statement("TH-03", "TH-05")
def test_the_next_cycle_keeps_the_contact_and_gets_an_opportunity_of_its_own() -> None:
    again = (*CONVERTED, nurtured(5), assigned(24), touched(25), qualified(26))
    waiting = tracker(tell(*again).case)
    both = tracker(tell(*again, noted(27, Note.OPPORTUNITY_CREATED, "O2"), won(28)).case)

    assert {row.contact for row in both} == {"C7"}
    assert [(row.cycle, row.opportunity) for row in waiting if row.cycle == 2] == [(2, None)] * 3
    assert {(row.cycle, row.opportunity) for row in both} == {(0, "O1"), (1, "O1"), (2, "O2")}


def test_what_was_refused_converts_nobody() -> None:
    early = noted(-1, Note.CONVERTED, "C0")

    assert {row.contact for row in tracker(tell(early, assigned(1)).case)} == {None}


@pytest.mark.statement("TH-06")
def test_a_status_is_a_value_in_a_row_and_no_field_is_named_after_one() -> None:
    names = {field.name for field in fields(TrackerRow)}
    stages = {stage.value for stage in Stage}
    seen = {row.moved_to for row in tracker(tell(*TWICE).case)}

    assert not any(stage in name for stage in stages for name in names)
    assert seen <= stages
    assert {field.name for field in fields(Visit)} == {
        *("stage", "cycle", "owner", "entered_at", "left_at", "entered_by", "left_by")
    }


@pytest.mark.statement("TH-08")
def test_one_question_gives_the_way_of_a_company_from_lead_to_close() -> None:
    acme = Company(name="Acme")
    first = replace(a_lead(), company=acme)
    second = replace(first, id=LeadId("L2"), captured_at=hour(3))

    def of_second(event: Event) -> Event:
        return replace(event, id=EventId(f"L2-{event.id}"), lead=second.id)

    cases: list[Case] = [
        replay(second, [of_second(assigned(4, BOB)), of_second(touched(5, BOB))], MODEL).case,
        replay(first, [*CONVERTED, won(9)], MODEL).case,
    ]
    rows = journey(case for case in cases if case.lead.company == acme)

    assert [(row.lead, row.opportunity, row.moved_to) for row in rows] == [
        ("L1", "O1", "raw"),
        ("L1", "O1", "assigned"),
        ("L1", "O1", "working"),
        ("L1", "O1", "qualified"),
        ("L2", None, "raw"),
        ("L2", None, "assigned"),
        ("L2", None, "working"),
        ("L1", "O1", "won"),
    ]
    assert [row.moved_to for row in rows if row.contact == "C7"] == [
        *("raw", "assigned", "working", "qualified", "won")
    ]


@pytest.mark.statement("TH-09")
def test_the_next_assigned_date_replaces_the_first_in_the_state_and_leaves_it_in_the_history() -> None:
    case = tell(*TWICE[:4]).case
    dates = [visit.entered_at for visit in case.visits if visit.stage is Stage.ASSIGNED]

    assert case.cycles[-1].assigned_at == hour(24)
    assert dates == [cycle.assigned_at for cycle in case.cycles] == [hour(1), hour(24)]


def test_a_lead_that_is_let_go_from_raw_has_two_stays_in_no_cycle() -> None:
    case = tell(nurtured(1, TOO_SMALL)).case

    assert [(visit.stage.value, visit.cycle) for visit in case.visits] == [("raw", 0), ("nurture", 0)]
    assert holdings(case) == ()


def test_a_rep_is_named_by_id() -> None:
    assert holdings(tell(assigned(1, RepId("zoe"))).case)[0].owner == "zoe"
