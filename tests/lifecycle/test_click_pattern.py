"""What sales sees of a lead before it calls."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.lifecycle import activity_pattern
from leadmodel.records import Case, Event, EventId, EventKind, LeadId
from tests.building import MONDAY, assigned, case_of, lead, touched

HOUR = timedelta(hours=1)


def did(activity: str, hours: int, name: str = "") -> Event:
    return Event(
        id=EventId(name or f"{activity}-{hours}"),
        lead=LeadId("L1"),
        kind=EventKind.ACTIVITY,
        at=MONDAY + hours * HOUR,
        activity=activity,
    )


def story(*events: Event) -> Case:
    return case_of(lead(), *events)


@pytest.mark.statement("TH-17")
def test_sales_sees_what_the_lead_did_how_often_and_when_the_latest_first() -> None:
    case = story(
        did("page_viewed", 1),
        did("pricing_viewed", 5),
        did("page_viewed", 3),
        assigned(MONDAY),
        touched(MONDAY + HOUR),
    )

    found = activity_pattern(case, at=MONDAY + 9 * HOUR)

    assert [(each.activity, each.count, each.first_at, each.last_at) for each in found] == [
        ("pricing_viewed", 1, MONDAY + 5 * HOUR, MONDAY + 5 * HOUR),
        ("page_viewed", 2, MONDAY + HOUR, MONDAY + 3 * HOUR),
    ]


def test_what_is_still_to_come_is_not_seen() -> None:
    case = story(did("page_viewed", 1), did("page_viewed", 3))

    assert [each.count for each in activity_pattern(case, at=MONDAY + 2 * HOUR)] == [1]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50)), max_size=12), st.integers(0, 50))
def test_every_activity_by_then_is_counted_once(rows: list[tuple[str, int]], until: int) -> None:
    case = story(*[did(name, hours, f"e{place}") for place, (name, hours) in enumerate(rows)])

    found = activity_pattern(case, at=MONDAY + until * HOUR)

    assert {each.activity: each.count for each in found} == Counter(n for n, hours in rows if hours <= until)
    assert [each.last_at for each in found] == sorted((each.last_at for each in found), reverse=True)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match=r"^at: "):
        activity_pattern(story(), at=datetime(2026, 11, 9))
