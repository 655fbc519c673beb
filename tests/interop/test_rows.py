"""Reading leads, reps and events: what is taken, and what every fault is called, with its file, line and column."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest

from leadmodel.conditions import CustomField, FieldKind
from leadmodel.errors import InputError, RowError
from leadmodel.hours import TimeOff
from leadmodel.interop import Table, read_events, read_leads, read_reps
from leadmodel.records import Company, Event, EventId, EventKind, Lead, LeadId, LeadKind, RepId
from leadmodel.routing import Period, Quota, Rep

LEADS = "id,captured_at,source"
REPS = "id,zone,hours,languages"
EVENTS = "id,lead,kind,occurred_at,rep,reason,activity,automatic"
FIELDS = (
    CustomField(name="budget", kind=FieldKind.NUMBER),
    CustomField(name="target", kind=FieldKind.BOOLEAN),
    CustomField(name="plan"),
)
Format = Literal["csv", "jsonl"]
Reader = Callable[..., Table[Any]]


def faults(read: Reader, text: str, format: Format = "csv", **more: Any) -> list[str]:
    """Every fault of a text, as it is shown."""
    with pytest.raises(RowError) as caught:
        read(text, format=format, name="t", **more)
    return [str(finding) for finding in caught.value.findings]


def lines(*objects: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in objects)


LEAD: dict[str, Any] = {"id": "L1", "captured_at": "2026-11-06T10:00Z", "source": "demo"}
REP: dict[str, Any] = {"id": "ann", "zone": "Europe/Zurich", "hours": "office", "languages": ["it"]}
EVENT: dict[str, Any] = {
    "id": "e1",
    "lead": "L1",
    "kind": "touched",
    "occurred_at": "2026-11-06T10:00Z",
    "rep": "ann",
}

# ------------------------------------------------------------------------------------------------- what is taken

FULL_LEAD = Lead(
    id=LeadId("L1"),
    captured_at=datetime(2026, 11, 6, 9, tzinfo=UTC),
    source="demo",
    kind=LeadKind.OUTBOUND,
    name="Ann",
    email="a@b.c",
    title="VP",
    country="CH",
    languages=("it-CH", "en"),
    company=Company(name="Acme", industry="Tools", employees=40, revenue=5_000_000),
    fields={"budget": 12.5, "target": True, "plan": "pro"},
)


def test_a_csv_row_with_every_column_becomes_the_lead() -> None:
    own = "company.name,company.industry,company.employees,company.revenue,fields.budget,fields.target,fields.plan"
    header = f"{LEADS},kind,name,email,title,country,languages,{own}"
    row = "L1,2026-11-06T10:00+01:00,demo,outbound,Ann,a@b.c,VP,ch,IT-ch; en;,Acme,Tools,40,5000000,12.5,TRUE,pro"

    assert read_leads(f"{header}\n{row}\n", format="csv", fields=FIELDS).rows == (FULL_LEAD,)


@pytest.mark.parametrize("nested", [True, False])
def test_an_object_with_every_key_becomes_the_same_lead(nested: bool) -> None:
    company = {"name": "Acme", "industry": "Tools", "employees": 40, "revenue": 5_000_000}
    own = {"budget": 12.5, "target": True, "plan": "pro"}
    flat = {f"company.{key}": value for key, value in company.items()}
    flat |= {f"fields.{key}": value for key, value in own.items()}
    row: dict[str, Any] = {
        "id": "L1",
        "captured_at": "2026-11-06T10:00+01:00",
        "source": "demo",
        "kind": "outbound",
        "name": "Ann",
    }
    row |= {"email": "a@b.c", "title": "VP", "country": "ch", "languages": ["IT-ch", "en"]}
    row |= {"company": company, "fields": own} if nested else flat

    assert read_leads(lines(row), format="jsonl", fields=FIELDS).rows == (FULL_LEAD,)


def test_an_empty_cell_and_a_null_are_unknown_and_not_a_value() -> None:
    header = f"{LEADS},name,languages,company.employees,fields.target"
    from_csv = read_leads(f"{header}\nL1,2026-11-06T10:00Z,demo,,,,\n", format="csv", fields=FIELDS)
    empty = LEAD | {"name": "", "languages": None, "company": None, "fields": {"target": None}}

    assert from_csv.rows == read_leads(lines(empty), format="jsonl", fields=FIELDS).rows
    assert from_csv.rows == (
        Lead(id=LeadId("L1"), captured_at=datetime(2026, 11, 6, 10, tzinfo=UTC), source="demo"),
    )


def test_a_rep_comes_with_territories_capacity_and_leave() -> None:
    header = f"{REPS},name,holidays,territories,capacity,open_leads,manager,executive,leave"
    leave = "2026-11-02/2026-11-09 long vacation; 2026-12-24/2026-12-27"
    text = f"{header}\nann,Europe/Zurich,office,it;en,Ann,swiss,CH;it,10,2,max,eva,{leave}\n"
    away = [{"start": "2026-11-02", "end": "2026-11-09", "reason": "long vacation"}]
    away.append({"start": "2026-12-24", "end": "2026-12-27"})
    row = REP | {"languages": ["it", "en"], "name": "Ann", "holidays": "swiss", "territories": ["CH", "it"]}
    row |= {"capacity": 10, "open_leads": 2, "manager": "max", "executive": "eva", "leave": away}
    expected = Rep(
        id=RepId("ann"),
        zone="Europe/Zurich",
        hours="office",
        languages=("it", "en"),
        name="Ann",
        holidays="swiss",
        territories=("CH", "IT"),
        capacity=10,
        open_leads=2,
        manager="max",
        executive="eva",
        leave=(
            TimeOff(start=date(2026, 11, 2), end=date(2026, 11, 9), reason="long vacation"),
            TimeOff(start=date(2026, 12, 24), end=date(2026, 12, 27)),
        ),
    )

    assert read_reps(text, format="csv").rows == (expected,)
    assert read_reps(lines(row), format="jsonl").rows == (expected,)


#: What a cell of leave may look like.
ABSENCES = "'2026-11-02/2026-11-09 vacation' or '2026-10-26T13:00+01:00/2026-10-26T17:00+01:00 dentist'"


def test_leave_may_be_hours_between_two_instants_beside_whole_days() -> None:
    leave = "2026-10-26T13:00+01:00/2026-10-26T17:00+01:00 dentist;2026-11-02/2026-11-09; 20261110T0900Z/20261110T1000Z"
    text = f"{REPS},leave\nann,Europe/Zurich,office,it,{leave}\n"
    away = [{"start": "2026-10-26T13:00+01:00", "end": "2026-10-26T12:00-04:00", "reason": "dentist"}]
    away += [{"start": "2026-11-02", "end": "2026-11-09"}]
    away += [{"start": "2026-11-10 09:00Z", "end": "2026-11-10 10:00Z"}]
    expected = (
        TimeOff(
            start=datetime(2026, 10, 26, 12, tzinfo=UTC),
            end=datetime(2026, 10, 26, 16, tzinfo=UTC),
            reason="dentist",
        ),
        TimeOff(start=date(2026, 11, 2), end=date(2026, 11, 9)),
        TimeOff(start=datetime(2026, 11, 10, 9, tzinfo=UTC), end=datetime(2026, 11, 10, 10, tzinfo=UTC)),
    )

    assert read_reps(text, format="csv").rows[0].leave == expected
    assert read_reps(lines(REP | {"leave": away}), format="jsonl").rows[0].leave == expected


def test_every_broken_absence_is_named_with_what_would_be_right() -> None:
    broken = [
        "2026-10-26T13:00/2026-10-26T17:00+01:00",
        "2026-10-26T13:00+01:00/2026-10-27",
        "2026-10-26/2026-10-27T13:00+01:00",
        "2026-10-26T13:00+01:00/2026-10-26T12:00Z",
        "2026-10-26T25:00Z/2026-10-26T26:00Z",
        "2026-10-26 13:00+01:00/2026-10-26 17:00+01:00",
        "3500-01-01T00:00Z/3500-01-02T00:00Z",
    ]
    leave = ";".join(broken)
    kinds = "give two dates, or two instants with their offsets"

    assert cells(read_reps, f"{REPS},leave\nann,Europe/Zurich,office,it,{leave}\n") == [
        "leave: '2026-10-26T13:00' has no time zone, give the offset too, such as 2026-10-30T15:05-04:00",
        f"leave: '2026-10-27' is a date, the start is an instant: {kinds}",
        f"leave: '2026-10-27T12:00:00+00:00' is an instant, the start is a date: {kinds}",
        "leave: '2026-10-26T12:00:00+00:00' is not after the start 2026-10-26T12:00:00+00:00, give the later one",
        "leave: '2026-10-26T25:00Z' is not an ISO 8601 instant such as 2026-10-30T15:05-04:00",
        "leave: '2026-10-26T26:00Z' is not an ISO 8601 instant such as 2026-10-30T15:05-04:00",
        f"leave: '2026-10-26 13:00+01:00/2026-10-26 17:00+01:00' is not such as {ABSENCES}",
        "leave: '3500-01-01T00:00Z' lies outside the years 1900 to 2999",
        "leave: '3500-01-02T00:00Z' lies outside the years 1900 to 2999",
    ]


def test_an_event_comes_with_rep_reason_activity_and_whether_it_was_automatic() -> None:
    text = f"{EVENTS}\ne1,L1,touched,2026-11-06T05:00-05:00,ann,r,a,true\n"
    row = EVENT | {"reason": "r", "activity": "a", "automatic": True}
    expected = Event(
        id=EventId("e1"),
        lead=LeadId("L1"),
        kind=EventKind.TOUCHED,
        at=datetime(2026, 11, 6, 10, tzinfo=UTC),
        rep=RepId("ann"),
        reason="r",
        activity="a",
        automatic=True,
    )

    assert read_events(text, format="csv").rows == (expected,)
    assert read_events(lines(row), format="jsonl").rows == (expected,)


def test_lines_may_come_one_by_one_with_any_line_end() -> None:
    given = [f"{LEADS}\r\n", "L1,2026-11-06T10:00Z,demo\r\n", "\r\n", "L2,2026-11-06T10:00Z,demo"]

    table = read_leads(iter(given), format="csv")

    assert [lead.id for lead in table] == ["L1", "L2"]
    assert table.lines == (2, 4)
    assert len(table) == 2


def test_a_byte_order_mark_is_passed_over() -> None:
    assert len(read_leads(f"\ufeff{LEADS}\nL1,2026-11-06T10:00Z,demo\n", format="csv")) == 1
    assert len(read_leads(f"\ufeff{lines(LEAD)}", format="jsonl")) == 1


def test_line_numbers_are_those_of_the_file_also_after_a_cell_of_several_lines() -> None:
    text = f'{LEADS},name\nL1,2026-11-06T10:00Z,demo,"Ann\nof\n\nGreen"\nL2,never,demo,Bob\n'

    assert faults(read_leads, text) == [
        "t:6 captured_at: 'never' is not an ISO 8601 instant such as 2026-10-30T15:05-04:00"
    ]


def test_a_line_separator_inside_a_cell_ends_no_line() -> None:
    table = read_leads(f"{LEADS},name\nL1,2026-11-06T10:00Z,demo,Ann\u2028Lee\n", format="csv")

    assert table.rows[0].name == "Ann\u2028Lee"


def test_a_format_that_nobody_knows_is_named() -> None:
    with pytest.raises(InputError, match="'xlsx' is not a format, expected one of csv, jsonl"):
        read_leads("", format="xlsx")  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------- tables without rows


def test_a_file_without_leads_or_reps_is_a_fault_that_says_so() -> None:
    assert faults(read_leads, f"{LEADS}\n") == ["t:1: no leads, there is no row to read"]
    assert faults(read_reps, f"{REPS}\n") == ["t:1: no reps, there is no row to read"]
    assert faults(read_leads, "\n\n", "jsonl") == ["t:1: no leads, there is no row to read"]


def test_an_empty_csv_file_lacks_its_header() -> None:
    for empty in ("", "\n\n", "\ufeff"):
        assert faults(read_leads, empty) == [
            "t:1: the file is empty, expected a header with at least id, captured_at, source"
        ]
    assert faults(read_events, "") == [
        "t:1: the file is empty, expected a header with at least id, lead, kind, occurred_at"
    ]


def test_a_file_without_events_is_fine() -> None:
    assert len(read_events(f"{EVENTS}\n", format="csv")) == 0
    assert len(read_events("", format="jsonl")) == 0


# ------------------------------------------------------------------------------------------------------- columns


def test_missing_unknown_and_repeated_columns_are_named_at_once() -> None:
    cure = "declare it under [[fields]], or take the column out"

    assert faults(read_leads, "id,sorce,name,name,,budget\nL1,a,b,c,d,1\n", fields=FIELDS) == [
        f"t:1 sorce: unknown column 'sorce', did you mean 'source'? {cure}",
        "t:1 name: stands twice in the header",
        "t:1: column 5 has no name",
        f"t:1 budget: unknown column 'budget', did you mean 'fields.budget'? {cure}",
        "t:1 captured_at: the column is missing, it is required",
        "t:1 source: the column is missing, it is required",
    ]


def test_a_column_of_events_that_nobody_knows_cannot_be_declared_only_taken_out() -> None:
    found = faults(read_events, f"{EVENTS},wxyz\n")

    assert found == ["t:1 wxyz: unknown column 'wxyz'; take the column out"]


def test_a_key_that_nobody_knows_is_named_once_for_the_file() -> None:
    rows = [LEAD | {"id": f"L{number}", "sorce": 1, "fields": {"bugdet": 1}} for number in range(3)]

    assert [
        fault.partition(", did")[0] for fault in faults(read_leads, lines(*rows), "jsonl", fields=FIELDS)
    ] == [
        "t:1 sorce: unknown column 'sorce'",
        "t:1 fields.bugdet: unknown column 'fields.bugdet'",
    ]


def test_rows_are_checked_although_a_column_is_missing() -> None:
    found = faults(read_events, "id,lead,occurred_at\ne1,L1,today\n,L1,2026-11-06T10:00Z\n")

    assert [fault.partition(":")[2].partition(":")[0] for fault in found] == [
        "1 kind",
        "2 occurred_at",
        "3 id",
    ]


def test_another_separator_is_recognised() -> None:
    assert faults(read_leads, "id;captured_at;source\nL1;2026-11-06T10:00Z;demo\n") == [
        "t:1: cells are separated by ';', expected a comma"
    ]


# ---------------------------------------------------------------------------------------------------- broken rows


def test_half_written_rows_and_rows_too_long_are_named() -> None:
    assert faults(read_leads, f"{LEADS}\nL1,2026-11-0\nL2,2026-11-06T10:00Z,demo,more\n") == [
        "t:2: has 2 cells, the header has 3, a half-written row?",
        "t:3: has 4 cells, the header has 3, a comma that belongs into quotes?",
    ]


def test_a_quote_that_never_ends_is_named_where_it_begins() -> None:
    assert faults(read_leads, f'{LEADS}\nL1,2026-11-06T10:00Z,"demo\nL2,2026-11-06T10:00Z,demo\n') == [
        "t:2: is no CSV row: unexpected end of data"
    ]


def test_text_after_a_quoted_cell_is_a_fault_and_the_next_row_is_read() -> None:
    found = faults(read_leads, f'{LEADS}\nL1,2026-11-06T10:00Z,"demo"x\nL2,never,demo\n')

    assert found[0].startswith("t:2: is no CSV row: ")
    assert found[1].startswith("t:3 captured_at: 'never'")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "L1", ', "is no JSON: "),
        ("L1,2026-11-06T10:00Z,demo", "is no JSON: "),
        ('["L1"]', "['L1'] is not an object"),
        ('"L1"', "'L1' is not an object"),
        ('{"id": "L1", "id": "L2"}', "the key 'id' stands twice in one object"),
        ('{"company": {"employees": NaN}}', "NaN is no number in JSON"),
        ("[" * 100_000, "too deep a nesting"),
        (f'{{"id": {"1" * 5_000}}}', "cannot be read: "),
        ('{"id": "\\ud800"}', "half a character"),
        ('{"id": "a\\u0000"}', "\\u0000"),
    ],
)
def test_a_line_that_is_no_json_object_is_named(line: str, what: str) -> None:
    found = faults(read_leads, f"{lines(LEAD)}{line}\n", "jsonl")

    assert found[0].startswith("t:2: ")
    assert what in found[0]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_nul_bytes_and_half_characters_are_no_text(format: Format) -> None:
    text = (
        f"{LEADS}\nL1,2026-11-06T10:00Z,de\0mo\n" if format == "csv" else lines(LEAD | {"id": "x"}) + "\0\n"
    )
    assert "t:2: holds a NUL byte: the file is damaged, or it is not UTF-8 text" in faults(
        read_leads, text, format
    )
    assert any("half a character" in fault for fault in faults(read_leads, "\ud800\n", format))


# ---------------------------------------------------------------------------------------------------- broken cells


def cells(read: Reader, text: str) -> list[str]:
    return [fault.removeprefix("t:2 ") for fault in faults(read, text)]


def test_every_broken_cell_of_a_row_is_named_at_once() -> None:
    header = f"{LEADS},kind,country,languages,company.employees,company.revenue,fields.budget,fields.target"
    row = ",2026-11-06T10:00,demo,inbond,Chile,it;xx;english language,12.5,-1,much,yes"

    assert cells(lambda text, **more: read_leads(text, **more, fields=FIELDS), f"{header}\n{row}\n") == [
        "captured_at: '2026-11-06T10:00' has no time zone, give the offset too, such as 2026-10-30T15:05-04:00",
        "kind: unknown kind 'inbond', did you mean 'inbound'?",
        "country: 'Chile' is not a country code of two letters such as 'CH'",
        "languages: 'xx' names no language of ISO 639",
        "languages: 'english language' is not a language tag such as 'it' or 'it-CH'",
        "company.employees: '12.5' is not a whole number such as 1200, in digits alone",
        "company.revenue: -1 is below zero, give a count or leave it out",
        "fields.budget: 'much' is not a number such as 1200 or 0.5",
        "fields.target: 'yes' is not true or false",
        "id: is empty, it is required",
    ]


def test_every_broken_cell_of_a_rep_is_named_at_once() -> None:
    header = f"{REPS},territories,capacity,open_leads,leave"
    leave = "2026-11-02;2026-11-31/2026-12-01;2026-11-09/2026-11-02"
    row = f"ann,Europe/Zurch,,;,Italy,ten,١,{leave}"

    assert cells(read_reps, f"{header}\n{row}\n") == [
        "zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?",
        "territories: 'Italy' is not a country code of two letters such as 'CH'",
        "capacity: 'ten' is not a whole number such as 1200, in digits alone",
        "open_leads: '١' is not a whole number such as 1200, in digits alone",
        f"leave: '2026-11-02' is not such as {ABSENCES}",
        "leave: '2026-11-31' is not a date such as 2026-11-02",
        "leave: '2026-11-02' is not after the start 2026-11-09, give the day of the return",
        "hours: is empty, it is required",
        "languages: () is empty, a rep speaks at least one",
    ]


def test_every_broken_cell_of_an_event_is_named_at_once() -> None:
    assert cells(read_events, f"{EVENTS}\ne1,,Touched,1850-01-01T00:00Z,,,,1\n") == [
        "kind: unknown kind 'Touched', did you mean 'touched'?",
        "occurred_at: '1850-01-01T00:00Z' lies outside the years 1900 to 2999",
        "automatic: '1' is not true or false",
        "lead: is empty, it is required",
    ]


def test_what_a_kind_of_event_needs_is_asked_for_also_when_another_cell_is_broken() -> None:
    assert cells(read_events, f"{EVENTS}\ne1,L1,assigned,0001-01-01T00:00+14:00,,,,\n") == [
        "occurred_at: '0001-01-01T00:00+14:00' lies outside the years 1900 to 2999",
        "rep: None is empty, 'assigned' needs the rep",
    ]
    assert cells(read_events, f"{EVENTS}\ne1,L1,activity,2026-11-06T10:00Z,ann,,,\n") == [
        "activity: None is empty, say what the lead did"
    ]


def test_an_automatic_touch_needs_no_rep() -> None:
    assert len(read_events(f"{EVENTS}\ne1,L1,touched,2026-11-06T10:00Z,,,,true\n", format="csv")) == 1
    assert cells(read_events, f"{EVENTS}\ne1,L1,touched,2026-11-06T10:00Z,,,,false\n") == [
        "rep: None is empty, 'touched' needs the rep"
    ]


def test_wrong_types_in_json_are_named_with_their_place() -> None:
    lead = {"id": 17, "captured_at": 1762423200, "source": True, "kind": ["inbound"], "languages": "it"}
    lead |= {"country": {}, "company": {"employees": "40", "revenue": 1.5}}
    lead |= {"fields": {"budget": "1", "target": "true", "plan": 3}}
    assert faults(read_leads, lines(lead), "jsonl", fields=FIELDS) == [
        "t:1 id: 17 is a number, expected text",
        "t:1 captured_at: 1762423200 is a number, expected text",
        "t:1 source: True is true or false, expected text",
        "t:1 kind: ['inbound'] is a list, expected text",
        "t:1 languages: 'it' is text, expected a list",
        "t:1 country: {} is an object, expected text",
        "t:1 company.employees: '40' is text, expected a whole number such as 1200",
        "t:1 company.revenue: 1.5 is a number, expected a whole number such as 1200",
        "t:1 fields.budget: '1' is text, expected a number",
        "t:1 fields.target: 'true' is text, expected true or false without quotes",
        "t:1 fields.plan: 3 is a number, expected text",
    ]


def test_faults_inside_lists_say_which_item() -> None:
    rep = REP | {"languages": ["it", 5, "xx"], "territories": [None]}
    rep |= {"leave": [{"start": "2026-11-02"}, {"strat": 1, "start": 2, "end": "2026-11-09"}, "holiday"]}
    assert faults(read_reps, lines(rep), "jsonl") == [
        "t:1 languages[1]: 5 is a number, expected text",
        "t:1 languages[2]: 'xx' names no language of ISO 639",
        "t:1 territories[0]: None is nothing, expected text",
        "t:1 leave[0].end: is missing",
        "t:1 leave[1].strat: unknown key, did you mean 'start'?",
        "t:1 leave[1].start: 2 is a number, expected text",
        "t:1 leave[2]: 'holiday' is text, expected an object with start, end and reason",
    ]


def test_a_number_too_large_and_a_group_that_is_no_object_are_faults() -> None:
    text = lines(LEAD | {"company": "Acme", "fields": {"budget": 1}}).replace("1}", "1e999}")

    assert faults(read_leads, text, "jsonl", fields=FIELDS) == [
        "t:1 company: 'Acme' is not an object",
        "t:1 fields.budget: inf is too large for a number",
    ]
    assert (
        "is not a number"
        in faults(read_leads, f"{LEADS},fields.budget\nL1,2026-11-06T10:00Z,a,1e999\n", fields=FIELDS)[0]
    )


def test_a_value_given_nested_and_flat_is_given_twice() -> None:
    text = lines(LEAD | {"company": {"name": "Acme"}, "company.name": "Acme"})

    assert faults(read_leads, text, "jsonl") == [
        "t:1 company.name: is given twice, as an object and as a key of its own"
    ]


# -------------------------------------------------------------------------------------------------------- doubles


def test_a_lead_or_rep_that_stands_twice_is_one_fault_that_names_both_lines() -> None:
    lead = "L1,2026-11-06T10:00Z,demo"
    rep = "ann,Europe/Zurich,office,it"

    assert faults(read_leads, f"{LEADS}\n{lead}\n\n{lead}\n") == [
        "t:4 id: 'L1' stands in line 2 already, an id belongs to one lead"
    ]
    assert faults(read_reps, f"{REPS}\n{rep}\n{rep}\n") == [
        "t:3 id: 'ann' stands in line 2 already, an id belongs to one rep"
    ]


def test_the_same_event_twice_is_one_event_and_is_counted() -> None:
    same = ["e1,L1,touched,2026-11-06T10:00Z,ann,,,", "e1,L1,touched,2026-11-06T11:00+01:00,ann,,,false"]
    table = read_events("\n".join([EVENTS, *same, "e2,L1,won,2026-11-07T10:00Z,,,,"]), format="csv")

    assert [event.id for event in table] == ["e1", "e2"]
    assert table.lines == (2, 4)
    assert table.repeated == 1


def test_one_id_on_two_different_events_is_a_fault() -> None:
    text = f"{EVENTS}\ne1,L1,won,2026-11-06T10:00Z,,,,\ne1,L2,won,2026-11-06T10:00Z,,,,\n"

    assert faults(read_events, text) == [
        "t:3 id: 'e1' is the id of another event in line 2, an id belongs to one"
    ]


def test_a_broken_event_that_stands_twice_is_not_said_to_be_two_events() -> None:
    assert len(faults(read_events, f"{EVENTS}\n" + "e1,L1,won,today,,,,\n" * 2)) == 2


# ------------------------------------------------------------------------------------------------------- messages


def test_a_file_with_thousands_of_faults_is_read_only_so_far() -> None:
    with pytest.raises(RowError, match=r"^t, read only as far as line 335, has 1000 faults\n") as caught:
        read_events(f"{EVENTS}\n" + "x,,,,,,,\n" * 5_000, format="csv", name="t")

    assert len(caught.value.findings) == 1_000


def test_a_long_value_is_cut_short_in_the_message() -> None:
    found = faults(read_leads, f"{LEADS}\nL1,{'9' * 9_000},demo\n")

    assert len(found[0]) < 200


def test_names_of_columns_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in "".join(faults(read_leads, f"{LEADS},\x1b[2J\nL1,2026-11-06T10:00Z,demo,\n"))


def test_a_rep_comes_with_pools_skills_quotas_and_the_time_of_being_active() -> None:
    header = f"{REPS},pools,skills,role,tier,quotas,active_from,active_until"
    cells = "inbound; emea,crm:3;erp,sdr,2,2/day; 15/month,2026-01-01T00:00Z,2027-01-01T00:00+01:00"
    (found,) = read_reps(f"{header}\nann,Europe/Zurich,office,it,{cells}\n", format="csv").rows
    row = REP | {
        "languages": ["it"],
        "pools": ["inbound", "emea"],
        "skills": {"crm": 3, "erp": 1},
        "role": "sdr",
    }
    row |= {"tier": 2, "quotas": [{"leads": 2}, {"leads": 15, "per": "month"}]}
    row |= {"active_from": "2026-01-01T00:00Z", "active_until": "2026-12-31T23:00Z"}

    assert (found.pools, found.skills, found.role, found.tier) == (
        ("inbound", "emea"),
        {"crm": 3, "erp": 1},
        "sdr",
        2,
    )
    assert found.quotas == (Quota(leads=2), Quota(leads=15, per=Period.MONTH))
    assert read_reps(lines(row), format="jsonl").rows == (replace(found, id=row["id"], zone=row["zone"]),)


def test_every_fault_of_pools_skills_and_quotas_is_told() -> None:
    header = f"{REPS},pools,skills,tier,quotas"
    cells = "one;one,crm:0;crm:x;:2,0,fifteen;2/year;0/day"
    with pytest.raises(RowError) as caught:
        read_reps(f"{header}\nann,Europe/Zurich,office,it,{cells}\n", format="csv", name="r")
    assert [str(each) for each in caught.value.findings] == [
        "r:2 pools: 'one' is listed twice",
        "r:2 skills: 0 is no level, expected a whole number from 1 on",
        "r:2 skills: 'crm:x' is not a skill such as 'crm' or 'crm:3'",
        "r:2 skills: ':2' is not a skill such as 'crm' or 'crm:3'",
        "r:2 quotas: 'fifteen' is not a quota such as '2/day' or '15/month'",
        "r:2 quotas: 'year' is no period, expected one of day, month, week",
        "r:2 quotas: 0 is below 1, leave the quota out or give the rep no room",
        "r:2 tier: 0 is below 1, which is the tier that is asked first",
    ]
