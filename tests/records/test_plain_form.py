"""Every value as plain data."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.errors import Finding, InputError, TimeError
from leadmodel.lifecycle import TABLE, Reason, Step, replay
from leadmodel.lifecycle.advance import Result
from leadmodel.records import Event, EventId, EventKind, Lead, LeadId, RepId, Stage
from leadmodel.records.plain import as_plain

from .test_record_values import CASE, EVERY_VALUE, LEAD, NINE, STATES, TOUCH


@dataclass(frozen=True)
class House:
    reasons: tuple[Reason, ...] = ()


NO_REASONS = House()

MORE_VALUES = [
    Finding("$.x", "is wrong"),
    Condition(
        any_of=(Condition(field="lead.title", mentions=("vp",)), Condition(field="lead.country", equals="CH"))
    ),
    Reason(code="student", disposition="unqualified", says="a student"),
    Step(state=STATES[0], event=TOUCH, result=Result.REFUSED, code="not_allowed", why="no"),
    replay(LEAD, [TOUCH], NO_REASONS),
    TABLE,
    [Stage.RAW, date(2026, 11, 6), timedelta(hours=2), None, True, 1, 1.5, "x"],
    frozenset({"b", "a"}),
]


@pytest.mark.parametrize("value", [*EVERY_VALUE, *MORE_VALUES], ids=lambda value: type(value).__name__)
def test_every_value_is_json_that_reads_back_the_same(value: object) -> None:
    plain = as_plain(value)

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_a_case_shows_everything_under_the_names_of_its_fields() -> None:
    plain = as_plain(CASE)

    assert list(plain) == ["lead", "history", "state", "cycles", "refused", "visits"]
    assert plain["lead"]["fields"] == {"plan": "pro", "seats": 40, "trial": True}
    assert plain["history"][0]["kind"] == "touched"
    assert plain["state"] == {
        "stage": "working",
        "lead": "L1",
        "cycle": 1,
        "owner": "ann",
        "assigned_at": "2026-11-06T09:00:00Z",
        "worked_at": "2026-11-06T10:00:00Z",
    }


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.stage.value)
def test_a_state_says_first_which_one_it_is(state: object) -> None:
    assert next(iter(as_plain(state).items())) == ("stage", state.stage.value)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (timedelta(hours=2), 7200),
        (timedelta(0), 0),
        (-timedelta(minutes=1), -60),
        (timedelta(milliseconds=1500), 1.5),
        (-timedelta(microseconds=1), -0.000001),
        (timedelta(days=36_525, microseconds=1), 3155760000.000001),
        (datetime(2026, 11, 6, 9, tzinfo=UTC), "2026-11-06T09:00:00Z"),
        (datetime(2026, 11, 6, 9, 0, 0, 250_000, tzinfo=UTC), "2026-11-06T09:00:00.250000Z"),
        (date(2026, 11, 6), "2026-11-06"),
        (Stage.RAW, "raw"),
        (True, True),
        (0.1, 0.1),
        (10**30, 10**30),
        (math.nan, None),
        ({Stage.RAW: (1, 2)}, {"raw": [1, 2]}),
        (frozenset({"b", "a", "c"}), ["a", "b", "c"]),
    ],
)
def test_the_plain_form_of_small_things(value: object, plain: object) -> None:
    assert as_plain(value) == plain
    assert type(as_plain(value)) is type(plain)


@given(st.timedeltas(min_value=timedelta(days=-36_525), max_value=timedelta(days=36_525)))
def test_a_length_of_time_in_seconds_is_the_same_length(length: timedelta) -> None:
    assert timedelta(seconds=as_plain(length)) == length


def test_a_naive_time_has_no_plain_form() -> None:
    with pytest.raises(TimeError):
        as_plain(datetime(2026, 11, 6, 9))


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", 1j, Lead, len])
def test_what_is_none_of_the_librarys_values_has_no_plain_form(value: object) -> None:
    with pytest.raises(InputError, match="which has no plain form"):
        as_plain(value)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=5),
        st.text() | st.integers() | st.floats(allow_infinity=False) | st.booleans(),
    )
)
def test_whatever_a_house_declares_for_itself_is_plain(fields: dict[str, str | int | float | bool]) -> None:
    lead = Lead(id=LeadId("L1"), captured_at=NINE, source="form", fields=fields)
    event = Event(id=EventId("e1"), lead=LeadId("L1"), kind=EventKind.ASSIGNED, at=NINE, rep=RepId("ann"))

    plain = as_plain(replay(lead, [event], NO_REASONS))
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
