"""Backfill, case by case: what each oddity of a real history comes to, and that it is listed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leadmodel.errors import InputError, RowError, TimeError
from leadmodel.interop.field_history import (
    Backfill,
    Began,
    HistoryCode,
    HistoryPlan,
    Snapshot,
    read_hubspot_history,
    read_salesforce_history,
)
from leadmodel.interop.field_history_plan import full_id
from leadmodel.lifecycle import Place, Reason, Term, Vocabulary, replay, shipped_reasons
from leadmodel.lifecycle.vocabularies import OUTCOMES, PIPELINE, SALESFORCE, WORD_REASONS
from leadmodel.records import EventKind, Lead, LeadId, Note, Stage

MQL = "Marketing Qualified"
PLAN = HistoryPlan(words=SALESFORCE)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOW = NOON + timedelta(hours=10)


class House:
    reasons: tuple[Reason, ...] = (*shipped_reasons(), *WORD_REASONS)


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def a_lead(
    status: str | None = "Working", created: float = 0, owner: str | None = "ann", **more: Any
) -> dict[str, Any]:
    return {"Id": "L1", "CreatedDate": hour(created), "Status": status, "OwnerId": owner, **more}


def a_row(at: float, old: str | None, new: str | None, field: str = "Status", **more: Any) -> dict[str, Any]:
    return {"LeadId": "L1", "Field": field, "CreatedDate": hour(at), "OldValue": old, "NewValue": new, **more}


def backfill(
    lead: dict[str, Any], *rows: dict[str, Any], plan: HistoryPlan = PLAN, **options: Any
) -> Backfill:
    return read_salesforce_history([lead], rows, plan, at=NOW, **options)


def told(found: Backfill) -> list[tuple[str | None, float, float | None]]:
    def since_noon(at: datetime | None) -> float | None:
        return None if at is None else (at - NOON) / timedelta(hours=1)

    return [
        (visit.value, since_noon(visit.entered_at) or 0.0, since_noon(visit.left_at))
        for visit in found.visits
    ]


def codes(found: Backfill) -> list[HistoryCode]:
    return [finding.code for finding in found.findings]


def kinds(found: Backfill) -> list[tuple[str, str | None]]:
    return [(event.kind.value, event.rep) for event in found.events]


WHOLE = (a_row(1, "New", MQL), a_row(2, MQL, "Working"))


@pytest.mark.statement("TH-07", "TH-11")
def test_a_stay_has_its_entry_its_exit_and_its_duration_though_no_row_has_one() -> None:
    found = backfill(a_lead(), *WHOLE)

    assert told(found) == [("New", 0, 1), (MQL, 1, 2), ("Working", 2, None)]
    assert [visit.duration for visit in found.visits] == [timedelta(hours=1), timedelta(hours=1), None]
    assert found.visits[2].lasted(NOW) == timedelta(hours=8)
    assert found.findings == ()


@pytest.mark.statement("TH-07")
def test_the_first_value_is_the_old_value_of_the_first_row_from_the_creation_on() -> None:
    assert told(backfill(a_lead(), a_row(3, MQL, "Working")))[0] == (MQL, 0, 3)


@pytest.mark.statement("TH-07")
def test_without_any_row_the_value_of_now_was_there_from_the_creation_on() -> None:
    found = backfill(a_lead("Marketing Qualified"))

    assert told(found) == [(MQL, 0, None)]
    assert kinds(found) == [("assigned", "ann")]


@pytest.mark.statement("ST-41", "TH-03")
def test_a_status_that_is_entered_again_is_another_stay_and_the_first_one_is_kept() -> None:
    found = backfill(
        a_lead(MQL), *WHOLE, a_row(3, "Working", MQL), a_row(4, MQL, "Working"), a_row(5, "Working", MQL)
    )

    assert [visit.value for visit in found.visits].count(MQL) == 3
    assert [visit.value for visit in found.visits].count("Working") == 2
    assert all(visit.lasted(NOW) > timedelta() for visit in found.visits)


@pytest.mark.statement("TH-03")
@pytest.mark.statement("TH-06")
def test_a_new_status_is_a_value_and_no_new_field() -> None:
    found = backfill(a_lead("Connected"), *WHOLE, a_row(3, "Working", "Connected"))

    assert told(found)[-1] == ("Connected", 3, None)
    assert codes(found) == [HistoryCode.UNKNOWN_STATUS]


def test_two_rows_of_one_second_are_put_in_the_order_in_which_they_fit() -> None:
    found = backfill(a_lead(), WHOLE[1] | {"CreatedDate": hour(1)}, WHOLE[0])

    assert told(found) == [("New", 0, 1), (MQL, 1, 1), ("Working", 1, None)]
    assert kinds(found) == [("assigned", "ann"), ("touched", "ann")]
    assert found.findings == ()


def test_many_rows_of_one_second_that_fit_one_order_only_are_not_in_doubt() -> None:
    rows = [a_row(1, "Working", "Converted"), a_row(1, "New", MQL), a_row(1, MQL, "Working")]
    found = backfill(a_lead("Converted"), *rows)

    assert [visit.value for visit in found.visits] == ["New", MQL, "Working", "Converted"]
    assert found.findings == ()


def test_rows_of_one_second_that_go_round_are_told_apart_by_what_comes_next() -> None:
    found = backfill(a_lead("New"), a_row(1, MQL, "New"), a_row(1, "New", MQL))

    assert [visit.value for visit in found.visits] == ["New", MQL, "New"]


def test_rows_of_one_second_that_fit_two_orders_are_listed() -> None:
    rows = [a_row(1, "New", name) for name in (MQL, "Working")] + [
        a_row(1, name, "New") for name in (MQL, "Working")
    ]
    found = backfill(a_lead("New"), *rows)

    assert HistoryCode.ORDER_UNSURE in codes(found)
    assert found.visits[-1].value == "New"


def test_a_row_whose_old_value_does_not_fit_is_a_gap_with_its_row_and_no_event_is_invented() -> None:
    found = backfill(a_lead("Converted"), a_row(1, "New", MQL), a_row(5, "Working", "Converted"))

    assert told(found) == [("New", 0, 1), (MQL, 1, 5), ("Working", 5, 5), ("Converted", 5, None)]
    assert found.visits[2].began is Began.GAP
    assert [(each.code, each.rows) for each in found.findings] == [(HistoryCode.GAP, (2,))]
    assert [kind for kind, _ in kinds(found)] == ["assigned", "qualified"]
    assert (
        str(found.findings[0])
        == "L1: the status was 'Marketing Qualified', and a row says that it was 'Working' (row 2)"
    )


def test_a_record_that_is_elsewhere_than_its_last_row_is_listed_and_is_there_now() -> None:
    found = backfill(a_lead("Converted"), *WHOLE)

    assert codes(found) == [HistoryCode.CURRENT_DIFFERS]
    assert told(found)[-1] == ("Converted", 10, None)
    assert found.visits[-1].began is Began.GAP


def test_the_same_row_exported_twice_is_one_row() -> None:
    with_id = [row | {"Id": f"017{number}"} for number, row in enumerate(WHOLE)]

    assert backfill(a_lead(), *with_id, *with_id).findings == ()
    assert told(backfill(a_lead(), *with_id, *with_id)) == told(backfill(a_lead(), *WHOLE))


def test_the_same_row_twice_without_an_id_is_counted_once_and_listed() -> None:
    found = backfill(a_lead(), *WHOLE, *WHOLE)

    assert told(found) == told(backfill(a_lead(), *WHOLE))
    assert {*codes(found)} == {HistoryCode.REPEATED}


def test_a_row_that_changes_nothing_is_no_stay() -> None:
    assert told(backfill(a_lead(), *WHOLE, a_row(3, "Working", "Working"))) == told(
        backfill(a_lead(), *WHOLE)
    )


def test_a_status_that_was_deleted_is_a_stay_on_nothing() -> None:
    found = backfill(a_lead(None), a_row(1, "New", None))

    assert told(found) == [("New", 0, 1), (None, 1, None)]
    assert codes(found) == [HistoryCode.UNKNOWN_STATUS]


@pytest.mark.statement("TH-10")
def test_a_history_that_is_kept_for_a_while_only_begins_where_it_is_kept_and_says_so() -> None:
    found = backfill(
        a_lead("Converted", created=-1000), a_row(5, "Working", "Converted"), kept_since=hour(-10)
    )

    assert told(found) == [("Working", -10, 5), ("Converted", 5, None)]
    assert found.visits[0].began is Began.CUT
    assert codes(found) == [HistoryCode.CUT, HistoryCode.CUT]
    assert [kind for kind, _ in kinds(found)] == ["qualified"], "nobody knows when it came to Working"


def test_rows_from_before_the_time_that_is_kept_are_taken_all_the_same() -> None:
    found = backfill(a_lead("Working", created=-1000), a_row(-20, MQL, "Working"), kept_since=hour(-10))

    assert told(found) == [(MQL, -20, -20), ("Working", -20, None)]


@pytest.mark.statement("TH-10")
def test_snapshots_of_older_exports_fill_the_time_that_the_history_has_lost() -> None:
    lead = a_lead("Converted", created=-1000)
    snapshots = [
        Snapshot(lead=LeadId("L1"), at=hour(at), status=status, owner="ann")
        for at, status in ((-900, "New"), (-800, MQL), (-700, MQL), (-600, "Working"))
    ]
    found = backfill(lead, a_row(5, "Working", "Converted"), kept_since=hour(-10), snapshots=snapshots)

    assert told(found) == [
        ("New", -900, -800),
        (MQL, -800, -600),
        ("Working", -600, 5),
        ("Converted", 5, None),
    ]
    assert [visit.began for visit in found.visits[:3]] == [Began.SEEN] * 3
    assert kinds(found) == [("assigned", "ann"), ("touched", "ann"), ("qualified", None)]
    assert codes(found).count(HistoryCode.SEEN) == 2


def test_a_snapshot_that_contradicts_the_history_is_listed_and_the_history_counts() -> None:
    seen = Snapshot(lead=LeadId("L1"), at=hour(1.5), status="Working")
    found = backfill(a_lead(), *WHOLE, snapshots=[seen])

    assert codes(found) == [HistoryCode.SNAPSHOT_DIFFERS]
    assert told(found) == told(backfill(a_lead(), *WHOLE))


def test_a_snapshot_that_agrees_is_nothing_to_list() -> None:
    seen = [Snapshot(lead=LeadId("L1"), at=hour(at), status=MQL) for at in (1, 1.5, 2)]

    assert backfill(a_lead(), *WHOLE, snapshots=seen).findings == ()


def test_a_snapshot_shows_something_and_its_time_is_aware() -> None:
    with pytest.raises(InputError, match="shows one of them"):
        Snapshot(lead=LeadId("L1"), at=NOON)
    with pytest.raises(TimeError, match="time zone"):
        Snapshot(lead=LeadId("L1"), at=NOON.replace(tzinfo=None), status="New")


@pytest.mark.statement("TH-10")
def test_a_record_older_than_what_the_program_keeps_is_listed_unless_its_creation_is_in_the_history() -> None:
    old = a_lead(created=-24 * 600)
    creation = a_row(-24 * 600, None, None, "created")

    assert codes(backfill(old))[:1] == [HistoryCode.MAYBE_CUT]
    assert HistoryCode.MAYBE_CUT not in codes(backfill(old, creation))
    assert HistoryCode.MAYBE_CUT not in codes(backfill(a_lead(created=-24 * 500)))


def test_a_row_older_than_its_record_is_listed_and_the_stays_begin_with_it() -> None:
    found = backfill(a_lead(), a_row(-1, "New", MQL), a_row(2, MQL, "Working"))

    assert told(found) == [("New", -1, -1), (MQL, -1, 2), ("Working", 2, None)]
    assert codes(found) == [HistoryCode.BEFORE_CREATED]


def test_what_is_later_than_the_reading_is_left_out_and_listed() -> None:
    found = backfill(a_lead("Converted"), *WHOLE, a_row(20, "Working", "Converted"))
    unborn = backfill(a_lead(created=11))

    assert told(found) == told(backfill(a_lead(), *WHOLE))
    assert codes(found) == [HistoryCode.AFTER_NOW]
    assert (unborn.visits, unborn.events, {*codes(unborn)}) == ((), (), {HistoryCode.AFTER_NOW})


def test_labels_and_former_names_are_read_as_the_name_of_today() -> None:
    plan = HistoryPlan(words=SALESFORCE, labels={"MQL - hot": MQL, "Open": "New"})
    found = backfill(a_lead(), a_row(1, "Open", "MQL - hot"), WHOLE[1], plan=plan)

    assert found.visits == backfill(a_lead(), *WHOLE).visits
    assert found.findings == ()


ANN, BOB, QUEUE = "0053x00000AAAAA", "0053x00000BBBBB", "00G3x00000QQQQQ"


def test_a_change_of_owner_written_by_id_and_by_name_is_one_assignment() -> None:
    rows = [a_row(3, ANN, BOB, "Owner"), a_row(3, "Ann Archer", "Bob Brown", "Owner")]
    found = backfill(a_lead(owner=full_id(BOB)), *WHOLE, *rows)

    assert kinds(found) == [("assigned", full_id(ANN)), ("touched", full_id(ANN)), ("assigned", full_id(BOB))]
    assert [visit.value for visit in found.owners] == [full_id(ANN), full_id(BOB)]
    assert found.findings == ()


def test_an_owner_told_by_name_alone_is_listed_until_somebody_says_which_rep_that_is() -> None:
    row = a_row(3, "Ann Archer", "Bob Brown", "Owner")
    reps = {ANN: "ann", BOB: "bob", "Ann Archer": "ann", "Bob Brown": "bob"}
    lead = a_lead(owner=BOB)

    assert HistoryCode.OWNER_BY_NAME in codes(backfill(lead, *WHOLE, row))
    found = backfill(lead, *WHOLE, row, plan=HistoryPlan(words=SALESFORCE, reps=reps))
    assert found.findings == ()
    assert kinds(found) == [("assigned", "ann"), ("touched", "ann"), ("assigned", "bob")]


def test_the_short_and_the_long_form_of_an_id_are_one() -> None:
    assert full_id("00D5e000000AbCd") == full_id(full_id("00D5e000000AbCd"))
    assert full_id("001D000000IqhSL") == "001D000000IqhSLIAZ"
    found = read_salesforce_history(
        [a_lead() | {"Id": "00Q3x00000AAAAA"}],
        [row | {"LeadId": full_id("00Q3x00000AAAAA")} for row in WHOLE],
        PLAN,
        at=NOW,
    )
    assert told(found) == told(backfill(a_lead(), *WHOLE))


def test_a_queue_is_no_rep_so_the_assignment_waits_for_a_person() -> None:
    found = backfill(a_lead(MQL, owner=ANN), a_row(1, "New", MQL), a_row(4, QUEUE, ANN, "Owner"))

    assert codes(found) == [HistoryCode.NO_REP]
    assert [(event.kind.value, event.rep, event.at) for event in found.events] == [
        ("assigned", full_id(ANN), hour(4))
    ]


def test_an_owner_who_changes_before_the_lead_is_with_sales_is_a_stay_and_no_assignment() -> None:
    found = backfill(a_lead("New", owner=BOB), a_row(1, ANN, BOB, "Owner"))

    assert len(found.owners) == 2
    assert found.events == ()


def test_a_lead_taken_over_and_worked_on_one_second_is_assigned_before_it_is_touched() -> None:
    rows = [a_row(1, "New", "Working"), a_row(1, ANN, BOB, "Owner")]
    found = backfill(a_lead(owner=BOB), *rows)

    assert kinds(found) == [("assigned", full_id(BOB)), ("touched", full_id(BOB))]
    assert found.findings == ()


def test_a_way_that_no_move_allows_is_listed_and_replay_refuses_it() -> None:
    found = backfill(a_lead("Converted"), a_row(1, "New", "Converted"))
    lead = Lead(id=LeadId("L1"), captured_at=NOON, source="form")

    assert codes(found) == [HistoryCode.NO_WAY]
    assert [step.code for step in replay(lead, found.events, House()).refused] == ["not_allowed"]


def test_moves_of_one_second_that_replay_takes_in_another_order_are_listed() -> None:
    words = HistoryPlan(words=PIPELINE)
    rows = [
        a_row(1, "Prospect", "Recycled"),
        a_row(1, "Recycled", "Marketing Qualified Lead"),
    ]
    found = backfill(a_lead("Marketing Qualified Lead"), *rows, plan=words)

    assert HistoryCode.ORDER_LOST in codes(found)


@pytest.mark.statement("ST-42", "CF-07")
def test_recycled_leads_to_nurture_and_from_there_to_the_next_time_round() -> None:
    words = HistoryPlan(words=PIPELINE)
    path = ["Prospect", "Marketing Qualified Lead", "Recycled", "Marketing Qualified Lead"]
    rows = [a_row(number + 1, path[number], path[number + 1]) for number in range(3)]
    found = backfill(a_lead(path[-1]), *rows, plan=words)
    lead = Lead(id=LeadId("L1"), captured_at=NOON, source="form")

    class Lenient:
        reasons = (Reason(code="back_to_marketing", disposition="nurture", says="back", without_touch=True),)

    case = replay(lead, found.events, Lenient()).case
    assert found.findings == ()
    assert [cycle.number for cycle in case.cycles] == [1, 2]
    assert case.cycles[0].outcome is Stage.NURTURE
    assert case.state.stage is Stage.ASSIGNED


def test_a_status_with_several_meanings_is_listed_and_makes_no_event() -> None:
    plan = HistoryPlan(words=PIPELINE)
    found = backfill(
        a_lead("Sales Qualified Lead"),
        a_row(1, "Marketing Qualified Lead", "Sales Qualified Lead"),
        plan=plan,
    )

    assert codes(found) == [HistoryCode.AMBIGUOUS_STATUS]
    assert [event.kind for event in found.events] == [EventKind.ASSIGNED]


@pytest.mark.statement("CF-05", "ST-42")
@pytest.mark.parametrize(
    ("text", "kind"), [("No match at all", EventKind.UNQUALIFIED), ("Others first", EventKind.NURTURED)]
)
def test_disqualified_goes_where_its_reason_says(text: str, kind: EventKind) -> None:
    plan = HistoryPlan(
        words=PIPELINE,
        reason="Reason__c",
        reasons={"No match at all": "no_match", "Others first": "not_the_best_now"},
    )
    lead = a_lead("Disqualified") | {"Reason__c": text}
    rows = [a_row(1, "Prospect", "Disqualified"), a_row(1, None, text, "Reason__c")]
    found = backfill(lead, *rows, plan=plan)

    assert [(event.kind, event.reason) for event in found.events] == [(kind, plan.reason_of(text))]
    assert found.findings == ()


def test_a_disposition_without_a_reason_is_listed() -> None:
    later = Place(stage=Stage.NURTURE, by=EventKind.NURTURED)
    words = Vocabulary(
        name="mine",
        covers=(Stage.RAW, Stage.NURTURE),
        terms=(
            Term(name="Open", means=(Place(stage=Stage.RAW),)),
            Term(name="Later", means=(later,)),
        ),
    )
    found = backfill(a_lead("Later"), a_row(1, "Open", "Later"), plan=HistoryPlan(words=words))

    assert codes(found) == [HistoryCode.NO_REASON]
    assert [event.kind for event in found.events] == [EventKind.NURTURED]


def test_a_conversion_is_noted_with_the_contact_that_the_lead_goes_on_as() -> None:
    lead = a_lead("Converted", ConvertedContactId="003C")
    rows = [*WHOLE, a_row(3, "Working", "Converted"), a_row(3, None, None, "leadConverted")]
    noted = [event for event in backfill(lead, *rows).events if event.kind is EventKind.NOTED]

    assert [(event.activity, event.subject, event.at) for event in noted] == [
        (Note.CONVERTED, "003C", hour(3))
    ]


def test_merged_records_are_listed_on_both_sides() -> None:
    survivor = backfill(a_lead(), *WHOLE, a_row(3, None, None, "leadMerged"))
    merged_away = backfill(a_lead(MasterRecordId="L2"), *WHOLE)

    assert codes(survivor) == codes(merged_away) == [HistoryCode.MERGED]


def test_rows_of_a_lead_that_was_not_handed_in_are_listed_once() -> None:
    found = backfill(
        a_lead(), *WHOLE, a_row(1, "New", MQL) | {"LeadId": "L7"}, a_row(2, MQL, "New") | {"LeadId": "L7"}
    )

    assert [(each.code, each.lead, each.rows) for each in found.findings] == [
        (HistoryCode.NO_RECORD, "L7", (3, 4))
    ]


def test_every_fault_of_the_input_is_told_at_once_with_its_row() -> None:
    leads: list[Any] = [
        {"Id": "L1", "CreatedDate": "2026-11-02T08:00"},
        {"CreatedDate": "yesterday", "Status": 7},
        {"Id": "L3", "CreatedDate": 1762070400000},
        {"Id": "L3", "CreatedDate": 1762070400000},
    ]
    rows: list[Any] = [
        a_row(1, "New", MQL, Id="h1"),
        a_row(2, "New", MQL, Id="h1"),
        {"Field": "Status", "CreatedDate": True},
        a_row(3, 1, "New"),  # type: ignore[arg-type]
        "row",
        a_row(4, "New", MQL) | {"CreatedDate": -1},
    ]
    with pytest.raises(RowError) as raised:
        read_salesforce_history(leads, rows, PLAN, at=NOW)

    assert [str(finding) for finding in raised.value.findings] == [
        "Lead:1 CreatedDate: '2026-11-02T08:00' has no time zone, give the offset too, such as 2026-10-30T15:05-04:00",
        "Lead:2 Id: is missing, it is required",
        "Lead:2 CreatedDate: 'yesterday' is not an ISO 8601 instant such as 2026-10-30T15:05-04:00",
        "Lead:2 Status: 7 is not text",
        "Lead:4 Id: 'L3' stands twice, a lead has one record",
        "LeadHistory:2 Id: 'h1' is the id of another row too, an id belongs to one",
        "LeadHistory:3 LeadId: is missing, it is required",
        "LeadHistory:3 CreatedDate: True is true or false, expected text",
        "LeadHistory:4 OldValue: 1 is not text",
        "LeadHistory:5: 'row' is not an object",
        "LeadHistory:6 CreatedDate: -1 is not a number of milliseconds since 1970",
    ]


def test_a_status_that_nobody_declared_is_told_once_for_each_lead_with_the_nearest_word() -> None:
    found = backfill(
        a_lead("Workin"), a_row(1, "New", "Workin"), a_row(2, "Workin", "New"), a_row(3, "New", "Workin")
    )

    assert [each.why for each in found.findings if each.code is HistoryCode.UNKNOWN_STATUS] == [
        "vocabulary 'salesforce' has no word 'Workin', did you mean 'Working'?"
    ]


def test_the_page_names_every_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "backfill.md").read_text("utf-8")

    assert [code.value for code in HistoryCode if f"`{code.value}`" not in page] == []


def test_naive_times_are_refused() -> None:
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(TimeError, match="at:"):
        read_salesforce_history([], [], PLAN, at=naive)
    with pytest.raises(TimeError, match="kept_since:"):
        read_salesforce_history([], [], PLAN, at=NOW, kept_since=naive)
    with pytest.raises(TimeError, match="at:"):
        read_hubspot_history([], PLAN, at=naive)
    with pytest.raises(RowError, match="time zone"):
        backfill(a_lead() | {"CreatedDate": naive})


def test_the_part_of_one_lead_is_what_its_own_history_gives() -> None:
    other = {**a_lead(), "Id": "L2"}
    both = read_salesforce_history(
        [a_lead(), other], [*WHOLE, *(row | {"LeadId": "L2"} for row in WHOLE[:1])], PLAN, at=NOW
    )

    assert both.of("L1") == backfill(a_lead(), *WHOLE)
    assert {event.lead for event in both.of("L2").events} == {"L2"}


def test_the_events_keep_their_ids_when_more_history_comes() -> None:
    early = backfill(a_lead(MQL), WHOLE[0])
    later = backfill(a_lead(), *WHOLE)

    assert [event.id for event in early.events] == [event.id for event in later.events][:1]


def an_object(entries: list[tuple[float, str]], current: str | None, **more: Any) -> dict[str, Any]:
    listed = [
        {"value": value, "timestamp": hour(at).isoformat(), "sourceType": "CRM_UI"} for at, value in entries
    ]
    return {
        "id": 51,
        "createdAt": "2026-11-02T12:00:00Z",
        "properties": {"hs_lead_status": current},
        "propertiesWithHistory": {"hs_lead_status": listed},
    } | more


def hubspot(told: dict[str, Any], **options: Any) -> Backfill:
    return read_hubspot_history([told], PLAN, at=NOW, **options)


@pytest.mark.statement("TH-07")
def test_a_hubspot_property_is_empty_before_its_first_entry() -> None:
    found = hubspot(an_object([(3, "Working"), (1, "New")], "Working"))

    assert told(found) == [(None, 0, 1), ("New", 1, 3), ("Working", 3, None)]
    assert found.visits[0].lead == "51"


def test_the_same_value_written_again_is_no_change_and_an_empty_one_is_none() -> None:
    found = hubspot(an_object([(4, ""), (3, "New"), (2, "New"), (0, "New")], None))

    assert told(found) == [("New", 0, 4), (None, 4, None)]


def test_milliseconds_as_a_number_and_as_text_are_the_same_instant() -> None:
    number = int(hour(1).timestamp() * 1000)
    entries = [{"value": "New", "timestamp": stamp} for stamp in (number, str(number))]

    for entry in entries:
        found = hubspot(an_object([], "New", propertiesWithHistory={"hs_lead_status": [entry]}))
        assert told(found)[1] == ("New", 1, None)


@pytest.mark.statement("TH-10")
def test_a_hubspot_property_with_as_many_entries_as_are_kept_begins_with_the_oldest_and_says_so() -> None:
    told_object = an_object([(5, "Converted"), (3, "Working")], "Converted")
    found = hubspot(told_object, most_kept=2)

    assert told(found) == [("Working", 3, 5), ("Converted", 5, None)]
    assert found.visits[0].began is Began.CUT
    assert codes(found) == [HistoryCode.CUT]
    assert told(hubspot(told_object, most_kept=3))[0] == (None, 0, 3)


def test_a_hubspot_value_that_has_no_history_or_another_one_is_listed() -> None:
    assert codes(hubspot(an_object([], "New"))) == [HistoryCode.NO_HISTORY]
    other = hubspot(an_object([(1, "New")], "Working"))
    assert codes(other) == [HistoryCode.CURRENT_DIFFERS]
    assert told(other) == [(None, 0, 1), ("New", 1, 10), ("Working", 10, None)]
    cut = hubspot(an_object([(1, "New")], "Working"), most_kept=1)
    assert [visit.value for visit in cut.visits] == ["New", "Working"]


def test_several_hubspot_values_on_one_instant_end_on_the_current_one_and_are_listed() -> None:
    found = hubspot(an_object([(1, "New"), (1, "Working")], "New"))

    assert found.visits[-1].value == "New"
    assert HistoryCode.ORDER_UNSURE in codes(found)


def test_hubspot_values_that_came_by_a_merge_are_listed() -> None:
    entry = {"value": "New", "timestamp": "2026-11-02T12:00:00Z", "sourceType": "MERGE_OBJECTS"}

    found = hubspot(an_object([], "New", propertiesWithHistory={"hs_lead_status": [entry]}))
    assert [(each.code, each.rows) for each in found.findings] == [(HistoryCode.MERGED, (1,))]


def test_every_fault_of_hubspot_objects_is_told_with_its_place() -> None:
    told_object = an_object([], "New", createdAt=None)
    told_object["propertiesWithHistory"] = {
        "hs_lead_status": [{"value": 1, "timestamp": "2026-11-02T12:00:00"}, 5],
        "hubspot_owner_id": "ann",
    }
    with pytest.raises(RowError) as raised:
        read_hubspot_history(
            [told_object, {"id": "x", "createdAt": "2026-11-02T12:00Z", "properties": []}], PLAN, at=NOW
        )

    assert [finding.path for finding in raised.value.findings] == [
        "objects:1 createdAt",
        "objects:1 propertiesWithHistory.hs_lead_status[0].timestamp",
        "objects:1 propertiesWithHistory.hs_lead_status[0].value",
        "objects:1 propertiesWithHistory.hs_lead_status[1]",
        "objects:1 propertiesWithHistory.hubspot_owner_id",
        "objects:2 properties",
    ]


@pytest.mark.statement("CF-06", "ST-34")
def test_deferring_comes_in_as_nurture_of_the_sales_kind() -> None:
    found = backfill(a_lead("Defer"), plan=HistoryPlan(words=OUTCOMES))

    assert [(event.kind, event.reason) for event in found.events] == [(EventKind.NURTURED, "sales_nurture")]
