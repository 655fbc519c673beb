"""Laws of backfill: what was written is read back, the stays tile the time, and no order of rows makes a difference."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import RowError
from leadmodel.interop.field_history import (
    Backfill,
    Began,
    FieldVisit,
    HistoryCode,
    HistoryPlan,
    read_hubspot_history,
    read_salesforce_history,
)
from leadmodel.interop.field_history_order import Change, in_line
from leadmodel.lifecycle import replay
from leadmodel.lifecycle.vocabularies import SALESFORCE
from leadmodel.records import Lead, LeadId
from tests.interop.history_oracle import (
    LAST,
    NAMES,
    OWNERS,
    STATUSES,
    Row,
    TrueLife,
    as_hubspot,
    as_salesforce,
    instant,
    lawful_lives,
    rows_say,
    salesforce_time,
    true_lives,
    value_at,
)

PLAN = HistoryPlan(words=SALESFORCE)
NOW = instant(LAST)


class NoReasons:
    reasons = ()


def nothing_changes_on_creation(life: TrueLife) -> bool:
    """HubSpot tells no old value, so of two values on one instant nobody knows which was first."""
    return all(second > life.created for values in (life.statuses, life.owners) for second, _ in values[1:])


def stays(visits: tuple[FieldVisit, ...]) -> list[tuple[Any, ...]]:
    return [(visit.entered_at, visit.value) for visit in visits]


def truth(life: tuple[tuple[int, str | None], ...]) -> list[tuple[Any, ...]]:
    return [(instant(second), value) for second, value in life]


def seen_at(visits: tuple[FieldVisit, ...], second: int) -> str | None:
    holding = [
        visit
        for visit in visits
        if visit.entered_at <= instant(second) and (visit.left_at is None or instant(second) < visit.left_at)
    ]
    assert len(holding) == 1, "exactly one stay holds each instant"
    return holding[0].value


def without_rows(found: Backfill) -> Backfill:
    return replace(
        found, findings=tuple(sorted((replace(each, rows=()) for each in found.findings), key=str))
    )


def from_salesforce(life: TrueLife, **options: Any) -> Backfill:
    record, rows = as_salesforce(life, **options)
    return read_salesforce_history([record], rows, PLAN, at=NOW)


@pytest.mark.statement("TH-07", "ST-41")
@given(life=true_lives())
def test_a_true_life_written_as_salesforce_rows_is_read_back_with_every_entry_and_exit(
    life: TrueLife,
) -> None:
    found = from_salesforce(life)

    assert stays(found.visits) == truth(life.statuses)
    assert stays(found.owners) == truth(life.owners)
    assert [visit.began for visit in found.visits] == [Began.CREATED] + [Began.CHANGED] * (
        len(life.statuses) - 1
    )


@pytest.mark.statement("TH-07", "ST-41")
@given(life=true_lives().filter(nothing_changes_on_creation), milliseconds=st.booleans())
def test_a_true_life_written_as_hubspot_history_is_read_back(life: TrueLife, milliseconds: bool) -> None:
    found = read_hubspot_history([as_hubspot(life, milliseconds=milliseconds)], PLAN, at=NOW)

    for visits, values in ((found.visits, life.statuses), (found.owners, life.owners)):
        for second in range(life.created, LAST + 1):
            assert seen_at(visits, second) == value_at(values, second)


@given(life=true_lives(apart=False))
def test_several_changes_on_one_second_leave_the_value_where_it_really_was(life: TrueLife) -> None:
    found = from_salesforce(life)
    open_order = {each.at for each in found.findings if each.code is HistoryCode.ORDER_UNSURE}

    assert seen_at(found.visits, LAST) == life.statuses[-1][1]
    assert not [
        each for each in found.findings if each.code in (HistoryCode.GAP, HistoryCode.CURRENT_DIFFERS)
    ]
    if not open_order:
        assert stays(found.visits) == truth(life.statuses)
    for second in range(life.created, LAST + 1):
        assert seen_at(found.visits, second) == value_at(life.statuses, second)


@given(life=true_lives())
def test_the_status_as_of_any_second_is_what_the_raw_rows_say(life: TrueLife) -> None:
    record, rows = as_salesforce(life)
    found = read_salesforce_history([record], rows, PLAN, at=NOW)

    for second in range(life.created, LAST + 1):
        assert seen_at(found.visits, second) == rows_say(rows, "Status", record["Status"], second)


any_rows = st.lists(
    st.builds(
        lambda name, second, old, new: {
            "LeadId": "L1",
            "Field": name,
            "CreatedDate": salesforce_time(second),
            "OldValue": old,
            "NewValue": new,
        },
        st.sampled_from(["Status", "Owner", "Rating"]),
        st.integers(-3, LAST + 5),
        st.sampled_from([*STATUSES, None, "Lost in space"]),
        st.sampled_from([*STATUSES, None, "Lost in space"]),
    ),
    max_size=12,
)


@st.composite
def broken_histories(draw: st.DrawFn) -> tuple[Row, list[Row]]:
    """Rows that do not fit each other nor the record: gaps, copies, contradictions, before and after all times."""
    record = {
        "Id": "L1",
        "CreatedDate": salesforce_time(draw(st.integers(0, LAST))),
        "Status": draw(st.sampled_from([*STATUSES, None])),
        "OwnerId": draw(st.sampled_from([*OWNERS, None])),
    }
    return record, draw(any_rows)


@pytest.mark.statement("TH-03", "TH-11")
@given(told=broken_histories())
def test_however_broken_a_history_is_the_stays_tile_the_time_and_none_is_negative(
    told: tuple[Row, list[Row]],
) -> None:
    record, rows = told
    found = read_salesforce_history([record], rows, PLAN, at=NOW)

    for visits, name in ((found.visits, "Status"), (found.owners, "Owner")):
        times = [
            row["CreatedDate"] for row in rows if row["Field"] == name and row["OldValue"] != row["NewValue"]
        ]
        assert visits[0].entered_at.strftime("%Y-%m-%dT%H:%M:%S.000+0000") == min(
            [record["CreatedDate"], *times]
        )
        assert [visit.left_at for visit in visits[:-1]] == [visit.entered_at for visit in visits[1:]]
        assert visits[-1].left_at is None
        assert sum((visit.lasted(NOW) for visit in visits), timedelta()) == NOW - visits[0].entered_at
        assert all(visit.lasted(NOW) >= timedelta() for visit in visits)
        assert all(before.value != after.value for before, after in pairwise(visits))


@given(told=broken_histories(), data=st.data())
def test_the_order_of_the_rows_makes_no_difference(told: tuple[Row, list[Row]], data: st.DataObject) -> None:
    record, rows = told
    shuffled = data.draw(st.permutations(rows))

    assert without_rows(read_salesforce_history([record], shuffled, PLAN, at=NOW)) == without_rows(
        read_salesforce_history([record], rows, PLAN, at=NOW)
    )


@given(life=true_lives(apart=False), data=st.data())
def test_the_order_of_hubspot_entries_makes_no_difference(life: TrueLife, data: st.DataObject) -> None:
    told = as_hubspot(life)
    shuffled = {
        **told,
        "propertiesWithHistory": {
            name: data.draw(st.permutations(entries))
            for name, entries in told["propertiesWithHistory"].items()
        },
    }

    assert without_rows(read_hubspot_history([shuffled], PLAN, at=NOW)) == without_rows(
        read_hubspot_history([told], PLAN, at=NOW)
    )


@given(told=broken_histories())
def test_each_row_that_does_not_fit_the_value_before_it_is_listed(told: tuple[Row, list[Row]]) -> None:
    record, rows = told
    changed = [row for row in rows if row["Field"] == "Status" and row["OldValue"] != row["NewValue"]]
    changed.sort(key=lambda row: str(row["CreatedDate"]))
    if len({row["CreatedDate"] for row in changed}) < len(changed):
        return
    found = read_salesforce_history([record], rows, PLAN, at=NOW)
    gaps = [
        after["CreatedDate"] for before, after in pairwise(changed) if before["NewValue"] != after["OldValue"]
    ]

    assert [
        each.at.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        for each in found.findings
        if each.code is HistoryCode.GAP and each.at and each.why.startswith("the status")
    ] == gaps
    assert any(
        each.code is HistoryCode.CURRENT_DIFFERS and each.why.count("the status") for each in found.findings
    ) == (bool(changed) and changed[-1]["NewValue"] != record["Status"])


@given(life=lawful_lives())
def test_history_to_events_to_replay_comes_to_the_stages_of_the_vocabulary(life: TrueLife) -> None:
    found = from_salesforce(life)
    lead = Lead(id=LeadId("L1"), captured_at=instant(life.created), source="form")

    assert found.findings == ()
    assert replay(lead, found.events, NoReasons()).refused == ()
    for second in range(life.created, LAST + 1):
        until = [event for event in found.events if event.at <= instant(second)]
        status, owner = value_at(life.statuses, second), value_at(life.owners, second)
        state = replay(lead, until, NoReasons()).case.state
        assert status is not None
        place = SALESFORCE.place_of(status).only
        assert place is not None
        assert state.stage is place.stage
        assert getattr(state, "owner", owner) == owner


@given(told=broken_histories())
def test_without_a_finding_replay_refuses_nothing(told: tuple[Row, list[Row]]) -> None:
    record, rows = told
    found = read_salesforce_history([record], rows, PLAN, at=NOW)
    born = min([visit.entered_at for visit in found.visits])
    result = replay(Lead(id=LeadId("L1"), captured_at=born, source="form"), found.events, NoReasons())

    assert found.findings or not result.refused


@given(life=true_lives(cleared=False))
def test_an_owner_told_by_id_and_by_name_is_one_change_and_by_name_alone_it_is_the_same_with_a_table(
    life: TrueLife,
) -> None:
    both, by_id = from_salesforce(life), from_salesforce(life, names_too=False)
    record, rows = as_salesforce(life)
    names_alone = [
        row for row in rows if row["Field"] != "Owner" or not str(row["NewValue"]).startswith("005")
    ]
    reps = {**{name: name for name in OWNERS}, **{NAMES[name]: name for name in OWNERS}}
    by_name = read_salesforce_history([record], names_alone, replace(PLAN, reps=reps), at=NOW)

    assert both.owners == by_id.owners == by_name.owners
    assert both.events == by_id.events == by_name.events


pairs = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=6,
)


@given(pairs=pairs, start=st.sampled_from("ABCD"))
def test_the_order_on_one_instant_is_the_one_that_trying_all_of_them_finds(
    pairs: list[tuple[str, str]], start: str
) -> None:
    def fits(order: Sequence[tuple[str, str]]) -> bool:
        return all(before[1] == after[0] for before, after in pairwise([("", start), *order]))

    lines = {order for order in permutations(pairs) if fits(order)}
    changes = [Change(NOW, old, new, told_by_id=True) for old, new in pairs]
    found = in_line(changes, start, start)

    assert Counter((each.old, each.new) for each in found.changes) == Counter(pairs), "each counts once"
    if lines:
        assert tuple((each.old, each.new) for each in found.changes) == min(lines)
        assert found.unsure == (len(lines) > 1)
    else:
        assert found.unsure == (len(pairs) > 1), "a single row that does not fit is a gap and nothing else"
        assert not fits([(each.old or "", each.new or "") for each in found.changes])


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    "Id LeadId Field CreatedDate OldValue NewValue Status OwnerId id createdAt properties propertiesWithHistory "
    "hs_lead_status value timestamp MasterRecordId"
)
keys = st.sampled_from(KEYS.split())
objects = st.lists(st.dictionaries(keys, junk, max_size=6) | junk, max_size=4)


@given(first=objects, second=objects)
def test_nothing_but_a_row_error_comes_of_rubbish(first: list[Any], second: list[Any]) -> None:
    for program in ("salesforce", "hubspot"):
        try:
            if program == "salesforce":
                found = read_salesforce_history(first, second, PLAN, at=NOW)
            else:
                found = read_hubspot_history(first, PLAN, at=NOW)
            assert isinstance(found, Backfill)
        except RowError as error:
            assert error.findings
