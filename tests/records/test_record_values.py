"""Leads, companies, events, cycles, states and cases: frozen, hashable, ready to travel, and strict at the door."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from leadmodel.errors import InputError, TimeError
from leadmodel.records import (
    Assigned,
    Case,
    Company,
    Cycle,
    Event,
    EventId,
    EventKind,
    FrozenMap,
    Lead,
    LeadId,
    LeadKind,
    Nurture,
    Qualified,
    Raw,
    RepId,
    Stage,
    State,
    Unqualified,
    Visit,
    Won,
    Working,
)
from leadmodel.records.lead import country_code

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
L1, E1, ANN = LeadId("L1"), EventId("e1"), RepId("ann")

LEAD = Lead(
    id=L1,
    captured_at=NINE,
    source="demo_request",
    title="VP Sales",
    country="CH",
    languages=("it-CH", "en"),
    company=Company(name="Acme", employees=40, revenue=75_000_000),
    fields={"plan": "pro", "seats": 40, "trial": True},
)
TOUCH = Event(id=E1, lead=L1, kind=EventKind.TOUCHED, at=TEN, rep=ANN)
STATES: list[State] = [
    Raw(lead=L1, since=NINE),
    Assigned(lead=L1, cycle=1, owner=ANN, assigned_at=NINE),
    Working(lead=L1, cycle=1, owner=ANN, assigned_at=NINE, worked_at=TEN),
    Qualified(lead=L1, cycle=1, owner=ANN, assigned_at=NINE, worked_at=TEN, qualified_at=TEN),
    Nurture(lead=L1, cycle=1, reason="later", since=TEN),
    Unqualified(lead=L1, cycle=1, reason="student", since=TEN),
    Won(lead=L1, cycle=1, owner=ANN, won_at=TEN),
]
CYCLE = Cycle(number=1, owner=ANN, assigned_at=NINE, first_touch_at=TEN, worked_at=TEN)
VISIT = Visit(stage=Stage.WORKING, cycle=1, owner=ANN, entered_at=TEN, entered_by=E1)
CASE = Case(lead=LEAD, history=(TOUCH,), state=STATES[2], cycles=(CYCLE,))
EVERY_VALUE = [LEAD, LEAD.company, TOUCH, CYCLE, VISIT, CASE, *STATES]


@pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: type(value).__name__)
def test_a_value_cannot_be_changed(value: object) -> None:
    for each in dataclasses.fields(value):  # type: ignore[arg-type]
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, each.name, None)
    with pytest.raises((AttributeError, TypeError)):
        value.colour = "red"  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: type(value).__name__)
def test_a_value_travels_to_another_process_and_is_the_same_there(value: object) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(value, protocol))
        assert back == value
        assert hash(back) == hash(value)


@pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: type(value).__name__)
def test_a_copy_is_equal_and_a_value_can_be_a_key(value: object) -> None:
    assert copy.copy(value) == copy.deepcopy(value) == value
    assert {value: 1}[copy.deepcopy(value)] == 1


@pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: type(value).__name__)
def test_a_value_takes_names_and_no_positions(value: object) -> None:
    make: Callable[..., object] = type(value)
    with pytest.raises(TypeError):
        make("L1")


def test_states_of_the_same_shape_are_not_the_same_state() -> None:
    assert STATES[4] != Unqualified(lead=L1, cycle=1, reason="later", since=TEN)


def test_each_state_carries_the_stage_that_it_is() -> None:
    assert [state.stage for state in STATES] == list(Stage)


# ------------------------------------------------------------------------------------------------------- the lead


def test_a_lead_keeps_its_instant_in_utc_and_its_codes_in_their_usual_case() -> None:
    zurich = ZoneInfo("Europe/Zurich")
    lead = Lead(
        id=L1,
        captured_at=datetime(2026, 11, 6, 10, tzinfo=zurich),
        source="form",
        country="ch",
        languages=("IT_ch", "DE"),
    )

    assert (lead.captured_at, lead.captured_at.tzinfo) == (NINE, UTC)
    assert (lead.country, lead.languages) == ("CH", ("it-CH", "de"))


def test_the_same_lead_in_another_zone_is_equal_and_has_the_same_hash() -> None:
    abroad = dataclasses.replace(LEAD, captured_at=NINE.astimezone(ZoneInfo("Asia/Tokyo")))

    assert abroad == LEAD
    assert hash(abroad) == hash(LEAD)


def test_a_lead_copies_the_mapping_and_the_list_that_it_was_given() -> None:
    fields: dict[str, str | int | float | bool] = {"seats": 40}
    languages = ["it"]
    lead = Lead(id=L1, captured_at=NINE, source="form", fields=fields, languages=languages)  # type: ignore[arg-type]
    fields["seats"] = 41
    languages.append("de")

    assert lead.fields == {"seats": 40}
    assert type(lead.fields) is FrozenMap
    assert lead.languages == ("it",)


def test_what_is_not_known_of_a_lead_is_none_and_an_inbound_lead_is_the_rule() -> None:
    lead = Lead(id=L1, captured_at=NINE, source="form")

    assert lead.kind is LeadKind.INBOUND
    assert (lead.name, lead.email, lead.title, lead.country) == (None, None, None, None)
    assert (lead.languages, lead.company, dict(lead.fields)) == ((), Company(), {})


def test_a_kind_written_as_text_becomes_the_member() -> None:
    assert dataclasses.replace(LEAD, kind="outbound").kind is LeadKind.OUTBOUND  # type: ignore[arg-type]
    assert dataclasses.replace(TOUCH, kind="won").kind is EventKind.WON  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "argument", "says"),
    [
        ({"id": ""}, "id", "is empty, every lead needs an id of its own"),
        ({"source": ""}, "source", "is empty, say where the lead came from"),
        ({"kind": "sideways"}, "kind", "is not one of the names, expected one of inbound, outbound"),
        ({"country": "CHE"}, "country", "is not a country code of two letters such as 'CH'"),
        ({"country": "C1"}, "country", "is not a country code"),
        ({"country": "éé"}, "country", "is not a country code"),
        ({"country": ""}, "country", "is not a country code"),
        ({"languages": ("it", "english")}, "languages", "'english' is not a language tag"),
        ({"languages": ("xx",)}, "languages", "'xx' names no language"),
    ],
)
def test_a_lead_that_cannot_be_is_refused_by_the_name_of_the_argument(
    changes: dict[str, object], argument: str, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        dataclasses.replace(LEAD, **changes)  # type: ignore[arg-type]

    assert caught.value.argument == argument
    assert says in str(caught.value)


def test_a_lead_in_a_zone_that_is_none_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(
        TimeError, match=r"^zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'"
    ):
        dataclasses.replace(LEAD, zone="Europe/Zurch")

    assert dataclasses.replace(LEAD, zone="Europe/Zurich").zone == "Europe/Zurich"


def test_a_lead_captured_at_no_known_instant_is_refused() -> None:
    with pytest.raises(TimeError, match=r"^captured_at: "):
        dataclasses.replace(LEAD, captured_at=datetime(2026, 11, 6, 9))


@pytest.mark.parametrize("argument", ["employees", "revenue"])
def test_a_company_may_be_empty_and_not_below_it(argument: str) -> None:
    assert getattr(Company(**{argument: 0}), argument) == 0  # type: ignore[arg-type]
    with pytest.raises(InputError, match=f"^{argument}: -1 is below zero"):
        Company(**{argument: -1})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["CH", "ch", "Ch"])
def test_a_country_is_two_capital_letters(text: str) -> None:
    assert country_code(text, "country") == "CH"


# ------------------------------------------------------------------------------------------------------ the event


@pytest.mark.parametrize(
    ("changes", "argument", "says"),
    [
        ({"id": ""}, "id", "is empty, every event needs an id of its own"),
        ({"rep": None}, "rep", "is empty, 'touched' needs the rep"),
        ({"rep": ""}, "rep", "is empty, 'touched' needs the rep"),
        ({"kind": EventKind.ASSIGNED, "rep": None}, "rep", "is empty, 'assigned' needs the rep"),
        ({"kind": EventKind.ASSIGNED, "rep": None, "automatic": True}, "rep", "'assigned' needs the rep"),
        ({"kind": EventKind.ACTIVITY}, "activity", "is empty, say what the lead did"),
        ({"kind": EventKind.ACTIVITY, "activity": ""}, "activity", "is empty, say what the lead did"),
        ({"kind": EventKind.NOTED}, "activity", "is empty, say what was noted"),
        ({"planned_until": NINE}, "planned_from", "is missing, a plan that ends also begins"),
        ({"planned_from": TEN, "planned_until": NINE}, "planned_until", "is before 2026-"),
        ({"kind": "touchd"}, "kind", "is not one of the names, did you mean 'touched'?"),
    ],
)
def test_an_event_that_says_too_little_is_refused_by_the_name_of_the_argument(
    changes: dict[str, object], argument: str, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        dataclasses.replace(TOUCH, **changes)  # type: ignore[arg-type]

    assert caught.value.argument == argument
    assert says in str(caught.value)


def test_an_event_at_no_known_instant_is_refused() -> None:
    with pytest.raises(TimeError, match=r"^at: "):
        dataclasses.replace(TOUCH, at=datetime(2026, 11, 6, 9))


@pytest.mark.parametrize("name", ["planned_from", "planned_until"])
def test_a_plan_at_no_known_instant_is_refused(name: str) -> None:
    plan = {"planned_from": NINE, "planned_until": TEN} | {name: datetime(2026, 11, 6, 9)}

    with pytest.raises(TimeError, match=f"^{name}: "):
        dataclasses.replace(TOUCH, **plan)  # type: ignore[arg-type]


def test_a_plan_is_kept_in_utc_and_may_end_where_it_begins() -> None:
    local = NINE.astimezone(timezone(timedelta(hours=5, minutes=45)))

    planned = dataclasses.replace(TOUCH, planned_from=local, planned_until=NINE)

    assert planned.planned_from is not None
    assert (planned.planned_from, planned.planned_from.tzinfo) == (NINE, UTC)


def test_an_automatic_touch_needs_no_rep() -> None:
    assert dataclasses.replace(TOUCH, rep=None, automatic=True).rep is None


@pytest.mark.parametrize(
    "kind", [EventKind.QUALIFIED, EventKind.NURTURED, EventKind.UNQUALIFIED, EventKind.WON]
)
def test_a_disposition_needs_no_rep(kind: EventKind) -> None:
    assert dataclasses.replace(TOUCH, kind=kind, rep=None).kind is kind


# ------------------------------------------------------------------------------------------------------ the cycle


def test_a_cycle_is_bypassed_when_it_ended_without_its_owners_touch() -> None:
    ended = dataclasses.replace(CYCLE, outcome=Stage.NURTURE, outcome_at=TEN, reason="later")

    assert not CYCLE.bypassed
    assert not ended.bypassed
    assert dataclasses.replace(ended, worked_at=None).bypassed
    assert not dataclasses.replace(CYCLE, worked_at=None).bypassed
