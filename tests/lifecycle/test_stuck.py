"""Leads without a disposition, and those that a rep left in Working or holds the right way."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, NoTransitionError, TimeError
from leadmodel.lifecycle import Abandonment, abandoned, hold, replay, stuck_by_rep, stuck_leads
from leadmodel.records import Case, Event, EventId, EventKind, LeadId, RepId, Stage, Working, parse_instant

from .noting import GENEROUS, NO_RESPONSE, SALES_NURTURE, day, generous, long_histories, on
from .stories import ANN, BOB, MODEL, STUDENT, a_lead

ASSIGNED, TOUCHED = EventKind.ASSIGNED, EventKind.TOUCHED


def of(name: str, rep: RepId, *events: Event) -> Case:
    lead = replace(a_lead(), id=LeadId(name))
    told = [replace(event, lead=lead.id) for event in (on(0, ASSIGNED, rep), *events)]
    return replay(lead, told, GENEROUS).case


CASES = [
    of("waits", ANN),
    of("worked", ANN, on(2, TOUCHED)),
    of("left", BOB, on(1, TOUCHED, BOB)),
    of("given-up", BOB, on(1, TOUCHED, BOB), on(20, EventKind.NURTURED, None, NO_RESPONSE)),
    of("good", ANN, on(1, TOUCHED), on(20, EventKind.QUALIFIED, None)),
    of("busy", ANN, on(3, TOUCHED), on(39, TOUCHED)),
]


@pytest.mark.statement("ST-09")
def test_every_lead_that_is_assigned_or_worked_without_a_disposition_is_listed_the_oldest_first() -> None:
    found = stuck_leads(CASES, at=day(40))

    assert [(each.lead, each.owner, each.stage, each.since) for each in found] == [
        ("waits", ANN, Stage.ASSIGNED, day(0)),
        ("left", BOB, Stage.WORKING, day(1)),
        ("worked", ANN, Stage.WORKING, day(2)),
        ("busy", ANN, Stage.WORKING, day(3)),
    ]
    assert [each.untouched.days for each in found] == [40, 39, 38, 1]
    assert [each.lead for each in stuck_leads(CASES, at=day(40), longer_than=timedelta(days=39))] == [
        "waits",
        "left",
    ]


@pytest.mark.statement("MISC-09")
def test_a_lead_that_is_left_in_working_counts_against_its_rep() -> None:
    bob, ann = stuck_by_rep(CASES, at=day(31))
    assert (bob.rep, bob.assigned, bob.working, bob.violations) == (BOB, 0, 1, 1)
    assert (ann.rep, ann.assigned, ann.working, ann.violations) == (ANN, 1, 2, 0)
    assert ann.oldest_since == day(0)

    later = {each.rep: each.violations for each in stuck_by_rep(CASES, at=day(40))}
    assert later == {ANN: 1, BOB: 1}
    strict = stuck_by_rep(CASES, Abandonment(after="5d", idle="1d"), at=day(10))
    assert {each.rep: each.violations for each in strict} == {ANN: 3, BOB: 2}
    assert MODEL.abandonment is None
    assert stuck_by_rep(CASES, MODEL, at=day(40)) == stuck_by_rep(CASES, at=day(40))


@given(st.lists(long_histories(), max_size=4), st.integers(0, 60))
def test_who_is_stuck_is_whoever_a_replay_of_the_past_leaves_there(
    several: list[list[Event]], days: int
) -> None:
    cases, expected = [], set()
    for place, told in enumerate(several):
        lead = replace(a_lead(), id=LeadId(f"L{place}"))
        own = [replace(event, lead=lead.id, id=EventId(f"{place}/{event.id}")) for event in told]
        cases.append(replay(lead, own, GENEROUS).case)
        state = replay(lead, [event for event in own if event.at <= day(days)], GENEROUS).case.state
        if state.stage in (Stage.ASSIGNED, Stage.WORKING):
            expected.add((lead.id, state.stage, getattr(state, "owner", None)))
    found = stuck_leads(cases, at=day(days))
    lines = stuck_by_rep(cases, at=day(days))

    assert {(each.lead, each.stage, each.owner) for each in found} == expected
    assert sum(line.assigned + line.working for line in lines) == len(found)
    assert {each.lead for each in found if each.left_in_working} == {
        each.lead for each in abandoned(cases, Abandonment(), at=day(days))
    }
    assert all(line.oldest_since == min(e.since for e in found if e.owner == line.rep) for line in lines)


# ---------------------------------------------------------------------------------------------------- sales nurture


def working(at: str = "2026-11-30T09:00+00:00") -> Working:
    begun = parse_instant(at, "at") - timedelta(days=2)
    return Working(lead=LeadId("L1"), cycle=2, owner=ANN, assigned_at=begun, worked_at=begun)


@pytest.mark.statement("ST-21")
def test_a_rep_who_holds_a_lead_for_months_gives_it_to_nurture_and_logs_a_follow_up() -> None:
    case = generous(on(0, ASSIGNED), on(1, TOUCHED)).case
    assert isinstance(case.state, Working)
    events = hold(case.state, until=day(120), reason=SALES_NURTURE, at=day(2))
    nurtured, planned = events
    after = generous(*case.history, *events)

    assert after.refused == ()
    assert after.case.state.stage is Stage.NURTURE
    assert (nurtured.reason, nurtured.rep) == ("sales_nurture", ANN)
    assert (planned.activity, planned.rep, planned.planned_from) == ("follow_up", ANN, day(120))
    assert stuck_leads([after.case], at=day(90)) == ()
    assert hold(case.state, until=day(120), reason=SALES_NURTURE, at=day(2)) == events


@pytest.mark.statement("ST-21")
@pytest.mark.parametrize(
    ("at", "first", "last"),
    [
        ("2026-11-30T09:00+00:00", "2027-02-28T09:00+00:00", "2027-05-30T09:00+00:00"),
        ("2027-11-30T09:00+00:00", "2028-02-29T09:00+00:00", "2028-05-30T09:00+00:00"),
        ("2026-08-31T09:00+00:00", "2026-11-30T09:00+00:00", "2027-02-28T09:00+00:00"),
    ],
)
def test_a_hold_is_of_three_to_six_calendar_months(at: str, first: str, last: str) -> None:
    now = parse_instant(at, "at")
    minute = timedelta(minutes=1)

    def planned(until: datetime) -> datetime | None:
        return hold(working(at), until=until, reason=SALES_NURTURE, at=now)[1].planned_from

    for edge, beyond in ((parse_instant(first, "at"), -minute), (parse_instant(last, "at"), minute)):
        assert planned(edge) == edge
        with pytest.raises(InputError, match="is not 3 to 6 months after"):
            planned(edge + beyond)


def test_a_house_may_hold_for_longer() -> None:
    now = parse_instant("2026-11-30T09:00+00:00", "at")
    far = parse_instant("2027-11-30T09:00+00:00", "at")

    assert hold(working(), until=far, reason=SALES_NURTURE, at=now, most=12)[1].planned_from == far


def test_a_hold_needs_a_reason_for_nurture_and_somebody_who_answered() -> None:
    now = parse_instant("2026-11-30T09:00+00:00", "at")
    spring = parse_instant("2027-04-01T09:00+00:00", "at")

    with pytest.raises(NoTransitionError, match="says that nobody answered"):
        hold(working(), until=spring, reason=NO_RESPONSE, at=now)
    with pytest.raises(NoTransitionError, match="is one for 'unqualified'"):
        hold(working(), until=spring, reason=STUDENT, at=now)
    with pytest.raises(TimeError):
        hold(working(), until=spring.replace(tzinfo=None), reason=SALES_NURTURE, at=now)
    with pytest.raises(TimeError):
        hold(working(), until=spring, reason=SALES_NURTURE, at=now - timedelta(days=3))
