"""Leads outside the process: tagged, out of the measures, and to be resolved."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.lifecycle import exceptions_of, is_excepted, open_exceptions, replay
from leadmodel.metrics import left_out, measure
from leadmodel.records import Case, Event, EventKind, LeadId

from .noting import noted, noted_histories
from .stories import BOB, MODEL, a_lead, assigned, hour, nurtured, tell, touched

TAG, DONE = "exception", "exception_resolved"
JAPAN = "first leads from Japan"


def tagged(name: str, *events: Event) -> Case:
    lead = replace(a_lead(), id=LeadId(name))
    return replay(lead, [replace(event, lead=lead.id) for event in events], MODEL).case


@pytest.mark.statement("ST-23")
def test_a_tagged_lead_is_left_out_of_the_measures_and_counted() -> None:
    usual = tagged("L1", assigned(1), touched(2))
    odd = tagged("L2", assigned(1), noted(1.5, TAG, JAPAN), touched(9))
    (line,) = measure([usual, odd], by="all", at=hour(10))

    assert (line.assigned, line.answered, line.response) == (1, 1, timedelta(hours=1))
    assert left_out([usual, odd], by="all", at=hour(10)) == {"all": 1}
    assert left_out([usual, odd], by="rep", at=hour(10)) == {"ann": 1}
    assert left_out([usual, odd], by="source", at=hour(1)) == {}
    assert measure([odd], by="rep", at=hour(10)) == ()


@pytest.mark.statement("ST-23")
def test_an_exception_is_listed_until_it_is_resolved_into_the_process() -> None:
    odd = tell(assigned(1), noted(2, TAG, JAPAN), assigned(3, BOB), noted(5, DONE, JAPAN)).case

    assert [(each.lead, each.subject, each.since) for each in open_exceptions([odd], at=hour(4))] == [
        ("L1", JAPAN, hour(2))
    ]
    assert [each.owner for each in open_exceptions([odd], at=hour(4))] == ["bob"]
    assert open_exceptions([odd], at=hour(5)) == ()
    assert open_exceptions([odd], at=hour(1)) == ()
    assert [each.resolved_at for each in exceptions_of(odd, at=hour(9))] == [hour(5)]


def test_what_was_done_under_an_exception_stays_out_and_the_next_attempt_is_measured() -> None:
    case = tell(
        assigned(1),
        noted(2, TAG),
        touched(9),
        noted(10, DONE),
        nurtured(11),
        assigned(20, BOB),
        touched(21, BOB),
    ).case
    lines = measure([case], by="rep", at=hour(30))

    assert [(each.name, each.assigned) for each in lines] == [("bob", 1)]
    assert left_out([case], by="rep", at=hour(30)) == {"ann": 1}
    reopened = tell(*case.history, noted(22, TAG)).case
    assert measure([reopened], by="rep", at=hour(30)) == ()
    assert left_out([reopened], by="all", at=hour(30)) == {"all": 2}


def test_several_exceptions_are_resolved_one_by_one_or_all_at_once() -> None:
    two = (assigned(1), noted(2, TAG, "a"), noted(3, TAG, "b"), noted(3.5, TAG, "b"))

    assert [each.subject for each in open_exceptions([tell(*two).case], at=hour(9))] == ["a", "b"]
    assert [each.subject for each in open_exceptions([tell(*two, noted(4, DONE, "a")).case], at=hour(9))] == [
        "b"
    ]
    assert open_exceptions([tell(*two, noted(4, DONE)).case], at=hour(9)) == ()
    assert len(open_exceptions([tell(*two, noted(4, DONE, "c")).case], at=hour(9))) == 2


def test_the_oldest_come_first_and_a_naive_instant_is_refused() -> None:
    cases = [tagged("L2", noted(3, TAG)), tagged("L1", noted(3, TAG)), tagged("L3", noted(2, TAG))]

    assert [each.lead for each in open_exceptions(cases, at=hour(9))] == ["L3", "L1", "L2"]
    for ask in (open_exceptions, lambda cases, at: left_out(cases, by="all", at=at)):
        with pytest.raises(TimeError):
            ask(cases, at=hour(9).replace(tzinfo=None))


def open_at(case: Case, at: float) -> set[str | None]:
    """What is open at an instant, note by note."""
    found: set[str | None] = set()
    for event in case.history:
        if event.at > hour(at) or event.id in case.refused or event.kind is not EventKind.NOTED:
            continue
        if event.activity == TAG:
            found.add(event.subject)
        elif event.activity == DONE:
            found = set() if event.subject is None else found - {event.subject}
    return found


@given(noted_histories(TAG, DONE), st.integers(0, 11))
def test_what_is_open_is_what_a_walk_through_the_notes_says(told: list[Event], hours: int) -> None:
    case = replay(a_lead(), told, MODEL).case
    found = open_exceptions([case], at=hour(hours))

    assert {each.subject for each in found} == open_at(case, hours)
    assert len({each.subject for each in found}) == len(found)


@given(noted_histories(TAG, DONE), st.integers(0, 11))
def test_a_cycle_is_out_when_an_exception_is_open_now_or_was_in_any_moment_of_it(
    told: list[Event], hours: int
) -> None:
    """Everything happens on the hour, so that half past stands for all the moments between two of them."""
    case = replay(a_lead(), told, MODEL).case
    at = hour(hours)
    for cycle in case.cycles:
        if cycle.assigned_at > at:
            continue
        ended = cycle.as_of(at).outcome_at or at
        halves = [
            half for half in (step + 0.5 for step in range(hours)) if cycle.assigned_at < hour(half) < ended
        ]
        expected = bool(open_at(case, hours)) or any(open_at(case, half) for half in halves)
        assert is_excepted(case, cycle, at=at) == expected


BY: tuple[Literal["rep", "source", "all"], ...] = ("rep", "source", "all")


@given(noted_histories(TAG, DONE), st.integers(0, 11))
def test_what_is_measured_and_what_is_left_out_is_everything(told: list[Event], hours: int) -> None:
    case = replay(a_lead(), told, MODEL).case
    for by in BY:
        measured = sum(each.assigned for each in measure([case], by=by, at=hour(hours)))
        out = sum(left_out([case], by=by, at=hour(hours)).values())
        assert measured + out == len([cycle for cycle in case.cycles if cycle.assigned_at <= hour(hours)])
