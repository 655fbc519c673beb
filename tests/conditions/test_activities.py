"""What a lead has done, as numbers: each measure, its edges, and conditions over it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import (
    Activities,
    Condition,
    amount,
    check_condition,
    compile_condition,
    count,
    days_since,
    field,
    known_fields,
    measure_activities,
    subjects,
)
from leadmodel.errors import InputError
from leadmodel.records import Event, EventId, EventKind, LeadId
from tests.building import MONDAY, lead
from tests.scoring.models import histories, measures
from tests.scoring.plain_scoring import figure

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def page(age: timedelta, *, subject: str | None = None, much: int | None = None, name: str = "page") -> Event:
    return Event(
        id=EventId(f"{name}/{age}/{subject}"),
        lead=LeadId("L1"),
        kind=EventKind.ACTIVITY,
        at=MONDAY - age,
        activity=name,
        subject=subject,
        amount=much,
    )


@given(measures, histories())
def test_a_measure_is_what_counting_by_hand_gives(asked: Activities, history: list[Event]) -> None:
    assert measure_activities(asked, history, MONDAY) == figure(asked, history, MONDAY)


@pytest.mark.parametrize(
    ("age", "counted"),
    [(DAY - TICK, 1), (DAY, 0), (DAY + TICK, 0), (timedelta(0), 1), (-TICK, 0)],
)
def test_within_a_day_means_less_than_24_hours_ago_and_now_counts(age: timedelta, counted: int) -> None:
    assert measure_activities(Activities(within="1d"), [page(age)], MONDAY) == counted


@pytest.mark.parametrize(("age", "days"), [(timedelta(0), 0), (DAY - TICK, 0), (DAY, 1), (2 * DAY - TICK, 1)])
def test_days_are_24_hours_and_begin_when_they_are_over(age: timedelta, days: int) -> None:
    history = [page(age), page(9 * DAY), page(-TICK)]

    assert measure_activities(Activities(measure="days_since"), history, MONDAY) == days


def test_who_has_done_nothing_has_counts_of_zero_and_no_last_time() -> None:
    found = [
        measure_activities(Activities(measure=each), [], MONDAY)
        for each in ("count", "amount", "subjects", "days_since")
    ]

    assert found == [0, 0, 0, None]


def test_what_has_no_amount_adds_nothing_and_what_has_no_subject_is_on_nothing() -> None:
    history = [page(DAY, subject="home", much=30), page(2 * DAY, subject="home"), page(3 * DAY, much=5)]

    assert measure_activities(Activities(measure="amount"), history, MONDAY) == 35
    assert measure_activities(Activities(measure="subjects"), history, MONDAY) == 1


def test_builders_write_what_a_document_declares() -> None:
    assert count("b", "a", within="7d").one_of(2, 3) == Condition(
        activities=Activities(of=("a", "b"), within="7d"), one_of=(2, 3)
    )
    assert (amount("a") > 5) == Condition(activities=Activities(measure="amount", of=("a",)), above=5)
    assert (subjects() < 5) == Condition(activities=Activities(measure="subjects"), below=5)
    assert (days_since("a") >= 30) == Condition(
        activities=Activities(measure="days_since", of=("a",)), at_least=30
    )
    assert (field("lead.title") == "VP") == Condition(field="lead.title", equals="VP")
    assert (field("lead.title") != "VP") == ~Condition(field="lead.title", equals="VP")
    assert (field("company.revenue") <= 5) == Condition(field="company.revenue", at_most=5)
    assert field("lead.email").ends_with("a", "b") == Condition(field="lead.email", ends_with=("a", "b"))
    assert field("lead.email").starts_with("a").fields_read() == {"lead.email"}
    assert field("lead.email").is_known() == Condition(field="lead.email", present=True)
    assert field("lead.email").is_missing() == Condition(field="lead.email", present=False)
    assert str(field("lead.email").contains("a", "b")) == "lead.email contains 'a' or 'b'"


def test_conditions_join_flat_and_have_no_truth_of_their_own() -> None:
    a, b, c = (Condition(field="lead.country", equals=each) for each in ("CH", "IT", "FR"))

    assert (a & b & c) == Condition(all_of=(a, b, c))
    assert (a | b | c) == Condition(any_of=(a, b, c))
    assert ~(a | b) == Condition(none_of=(a, b))
    with pytest.raises(InputError, match=r"join with & \| ~"):
        bool(a and b)


@pytest.mark.parametrize(
    ("said", "argument"),
    [
        ({"of": "page"}, "of"),
        ({"of": ("",)}, "of"),
        ({"of": ("a(b",)}, "of"),
        ({"of": ("a,b",)}, "of"),
        ({"measure": "sum"}, "measure"),
        ({"within": "90m"}, "within"),
        ({"within": "ever"}, "within"),
    ],
)
def test_what_is_no_measure_is_refused(said: dict[str, object], argument: str) -> None:
    with pytest.raises(InputError) as caught:
        Activities(**said)  # type: ignore[arg-type]

    assert caught.value.argument == argument


def test_a_field_and_a_measure_do_not_stand_side_by_side() -> None:
    with pytest.raises(InputError, match="stands beside activities"):
        Condition(field="lead.title", activities=Activities(), above=1)
    with pytest.raises(InputError, match="has no operator"):
        Condition(activities=Activities())
    with pytest.raises(InputError, match="stands beside activities"):
        Condition(activities=Activities(), all_of=(count() >= 1,))


def test_only_scoring_may_ask_what_a_lead_has_done() -> None:
    asked = ~(count("page") >= 1)

    assert [each.path for each in check_condition(asked, "$.when", known_fields())] == [
        "$.when.none_of[0].activities"
    ]
    assert list(check_condition(asked, "$.when", known_fields(), activities=True)) == []


def test_a_lead_whose_feed_nobody_has_is_unknown_and_an_empty_feed_is_zero() -> None:
    never = compile_condition(count("page") < 1)

    assert never(lead(), None) is None
    assert never(lead(), None, {"count(page)": 0}) is True


@given(st.integers(0, 3), st.integers(0, 3))
def test_between_takes_both_ends(value: int, low: int) -> None:
    asked = compile_condition(count("page").between(low, low + 1))

    assert asked(lead(), None, {"count(page)": value}) is (low <= value <= low + 1)
