"""The stamps of a lead, read from its history instead of kept in fields."""

from dataclasses import replace

import pytest
from hypothesis import given

from leadmodel.lifecycle import STATUS_FIELDS, replay, stamps, status_fields
from leadmodel.records import Event, EventKind, Note

from .stories import (
    ANN,
    BOB,
    MODEL,
    NINE,
    a_lead,
    assigned,
    happened,
    histories,
    hour,
    mailed_by_machine,
    nurtured,
    tell,
    touched,
)


def noted(at: float, note: Note) -> Event:
    return replace(happened(EventKind.NOTED, at, name=f"{at:06.2f}-{note.value}"), activity=note.value)


TOLD = (
    noted(0.5, Note.ENRICHED),
    noted(1, Note.SCORED),
    noted(1.5, Note.MARKETING_QUALIFIED),
    noted(1.6, Note.SYNCED),
    noted(1.7, Note.SYNCED),
    assigned(2, ANN),
    mailed_by_machine(2.5),
    assigned(3, BOB),
    touched(4, ANN),
    touched(5, BOB),
    nurtured(6),
    noted(20, Note.SCORED),
    noted(21, Note.MARKETING_QUALIFIED),
    assigned(22, BOB),
    touched(23, BOB),
)


@pytest.mark.statement("TH-01")
def test_the_seven_kinds_of_moment_are_read_from_the_events() -> None:
    found = stamps(tell(*TOLD).case)

    assert found.created_at == NINE
    assert found.enriched_at == (hour(0.5),)
    assert found.scored_at == (hour(1), hour(20))
    assert found.marketing_qualified_at == (hour(1.5), hour(21))
    assert found.synced_at == (hour(1.6), hour(1.7))
    assert found.owner_changed_at == (hour(2), hour(3), hour(22))
    assert found.first_human_touch_at == hour(4)


@pytest.mark.statement("TH-01")
def test_a_lead_to_which_nothing_happened_has_its_creation_alone() -> None:
    found = stamps(tell().case)

    assert found == type(found)(created_at=NINE)


@pytest.mark.statement("TH-02")
def test_each_status_has_the_field_that_crm_teams_give_it() -> None:
    assert dict(STATUS_FIELDS) == {
        "New": "CreatedDate",
        "Marketing Qualified": "MQL_Time_Stamp__c",
        "Working": "Working_Time_Stamp__c",
        "Converted": "Converted_Time_Stamp__c",
    }
    assert status_fields(tell(*TOLD, noted(30, Note.CONVERTED)).case) == {
        "CreatedDate": NINE,
        "MQL_Time_Stamp__c": hour(21),
        "Working_Time_Stamp__c": hour(23),
        "Converted_Time_Stamp__c": hour(30),
    }
    assert status_fields(tell().case)["Working_Time_Stamp__c"] is None


@pytest.mark.statement("TH-03")
def test_what_a_field_loses_on_the_second_time_stays_in_the_history() -> None:
    case = tell(*TOLD).case

    assert status_fields(case)["Working_Time_Stamp__c"] == hour(23)
    assert [cycle.worked_at for cycle in case.cycles] == [hour(5), hour(23)]
    assert stamps(case).marketing_qualified_at == (hour(1.5), hour(21))


def test_what_was_refused_leaves_no_stamp() -> None:
    case = tell(noted(-1, Note.ENRICHED), touched(1), assigned(2)).case

    assert stamps(case).enriched_at == ()
    assert stamps(case).first_human_touch_at is None


@given(histories())
def test_the_first_human_touch_of_a_lead_is_never_after_that_of_a_cycle(events: list[Event]) -> None:
    case = replay(a_lead(), events, MODEL).case
    in_cycles = [cycle.first_touch_at for cycle in case.cycles if cycle.first_touch_at is not None]
    first = stamps(case).first_human_touch_at

    assert not in_cycles or (first is not None and first <= min(in_cycles))
