"""Which promise a lead has, and by whose hours it is measured."""

from datetime import timedelta

import pytest

from leadmodel.conditions import Condition
from leadmodel.routing import open_desk
from leadmodel.scoring import score
from leadmodel.sla import SlaPolicy, TimerState, clocks
from tests.building import (
    HOUSE,
    MONDAY,
    assigned,
    case_of,
    counts,
    did,
    grades,
    house,
    lead,
    leave,
    levels,
    moment,
    rep,
    scoring,
)
from tests.sla.telling import FRIDAY, HOUR, MINUTE, OF_ANN, clock_of, only, promise, story

SEGMENTED = house(
    sla=(
        SlaPolicy(
            name="urgent",
            target="5m",
            when=Condition(field="lead.source", one_of=("chat", "demo_request", "pricing_request")),
        ),
        SlaPolicy(name="large", target="4h", when=Condition(field="company.employees", at_least=1000)),
        SlaPolicy(name="rest", target="24h", when=Condition(field="lead.source", one_of=("whitepaper",))),
    )
)


@pytest.mark.statement("SL-04", "SL-03")
@pytest.mark.parametrize(
    ("source", "policy", "due"),
    [
        ("chat", "urgent", timedelta(minutes=5)),
        ("demo_request", "urgent", timedelta(minutes=5)),
        ("pricing_request", "urgent", timedelta(minutes=5)),
        ("whitepaper", "rest", timedelta(hours=24)),
    ],
)
def test_a_chat_a_demo_and_a_pricing_request_are_urgent_and_a_whitepaper_is_not(
    source: str, policy: str, due: timedelta
) -> None:
    clock = clock_of(case_of(lead(source=source), assigned(MONDAY)), MONDAY, SEGMENTED)

    assert (clock.policy, clock.due) == (policy, MONDAY + due)


def test_a_lead_that_no_policy_covers_or_of_which_too_little_is_known_has_no_clock() -> None:
    tradeshow = case_of(lead(source="tradeshow"), assigned(MONDAY))

    assert clocks(tradeshow, SEGMENTED, schedules=OF_ANN, at=MONDAY) == ()
    assert clocks(tradeshow, house(sla=()), schedules=OF_ANN, at=MONDAY) == ()


@pytest.mark.statement("SL-17")
@pytest.mark.parametrize(("priority", "due"), [("one", 60), ("two", 240)])
def test_priority_one_is_due_within_60_minutes_and_priority_two_within_4_hours(
    priority: str, due: int
) -> None:
    model = house(
        sla=(
            SlaPolicy(name="one", target="60m", when=Condition(field="card.level", equals=1)),
            SlaPolicy(name="two", target="4h", when=Condition(field="card.level", equals=2)),
        ),
        scoring=scoring(behaviour=(counts("demo", 50),), grades=grades(), levels=levels(50), sales_ready=()),
    )
    events = [did("demo", MONDAY)] if priority == "one" else []
    case = case_of(lead(), *events, assigned(MONDAY))
    (clock,) = clocks(case, model, schedules=OF_ANN, at=MONDAY, card=score(case, model, at=MONDAY))

    assert (clock.policy, clock.due) == (priority, MONDAY + due * MINUTE)


def test_the_first_policy_that_a_lead_meets_is_the_one_that_counts() -> None:
    both = house(
        sla=(
            SlaPolicy(name="a", target="1h", when=Condition(field="lead.source", present=True)),
            SlaPolicy(name="b", target="2h"),
        )
    )

    assert clock_of(story(assigned(MONDAY)), MONDAY, both).policy == "a"


# ------------------------------------------------------------------------------------- whose hours are known


@pytest.mark.parametrize("basis", ["calendar", "business"])
def test_an_owner_without_working_hours_is_held_to_the_calendar(basis: str) -> None:
    cycle = only(story(assigned(FRIDAY)), FRIDAY + 3 * HOUR, promise(basis=basis), schedules={})

    assert (cycle.reading.due, cycle.due_calendar) == (FRIDAY + 2 * HOUR, FRIDAY + 2 * HOUR)
    assert (cycle.basis, cycle.due_business, cycle.reading.used_business) == ("calendar", None, None)
    assert cycle.reading.state is TimerState.BREACHED


def test_leave_of_the_owner_is_no_business_time() -> None:
    away = open_desk([rep("ann", leave=(leave("2026-11-09", "2026-11-16"),))], HOUSE)
    found = only(
        story(assigned(MONDAY)), MONDAY + 50 * HOUR, promise(basis="business"), away.schedules
    ).reading

    assert (found.state, found.used_business) == (TimerState.RUNNING, timedelta())
    assert found.due == moment("2026-11-16T11:00Z")


def test_who_never_works_so_long_has_no_due_instant_and_the_calendar_still_tells_how_long_it_has_been() -> (
    None
):
    gone = open_desk([rep("ann", leave=(leave("2026-10-24", "2060-01-01"),))], HOUSE)
    case = story(assigned(FRIDAY))
    calendar = only(case, FRIDAY + 3 * HOUR, promise(), gone.schedules)
    business = only(case, FRIDAY + 3 * HOUR, promise(basis="business"), gone.schedules)

    assert (calendar.reading.state, calendar.reading.due) == (TimerState.BREACHED, FRIDAY + 2 * HOUR)
    assert (business.reading.state, business.reading.due) == (TimerState.RUNNING, None)
    assert "searched to 2036-10-23" in business.reading.no_due
    for cycle in (calendar, business):
        assert (cycle.due_calendar, cycle.due_business) == (FRIDAY + 2 * HOUR, None)
        assert cycle.reading.used_business == timedelta()
