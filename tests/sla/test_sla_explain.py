"""Why a clock stands as it does, as data and as text."""

from datetime import timedelta

import pytest

from leadmodel.errors import TimeError
from leadmodel.sla import Action, ClockAccount, Moment, Trigger, explain_clocks
from tests.building import MONDAY, assigned, house, touched
from tests.sla.telling import FRIDAY, HOUR, MINUTE, NINE_O_FOUR, OF_ANN, called, noted, policy, promise, story

HOLD, GO = Trigger(on=Moment.NOTED, named=("hold",)), Trigger(on=Moment.NOTED, named=("go",))


def explained(*events: object, model: object, at: object) -> ClockAccount:
    (account,) = explain_clocks(story(*events), model, schedules=OF_ANN, at=at)  # type: ignore[arg-type]
    return account


def test_the_friday_example_is_explained_line_by_line() -> None:
    given, answer = called(assigned(FRIDAY), "e1"), called(touched(NINE_O_FOUR), "e2")

    account = explained(given, answer, model=promise(basis="business"), at=NINE_O_FOUR)
    assert str(account).splitlines() == [
        "L1: clock 'response', policy 'p', in business time",
        "cycle 1: 1 h 59 min used of 65 h 59 min, times in America/New_York",
        "  Fri 2026-10-23 15:05 to Fri 2026-10-23 17:00    1 h 55 min  counted",
        "  Fri 2026-10-23 17:00 to Mon 2026-10-26 09:00          64 h  closed",
        "  Mon 2026-10-26 09:00 to Mon 2026-10-26 09:04         4 min  counted",
        "  Mon 2026-10-26 09:04 stopped",
        "  Fri 2026-10-23 15:05 start by e1",
        "  Mon 2026-10-26 09:04 stop by e2",
        "  Fri 2026-10-23 15:05 held by ann",
    ]


def test_what_held_a_clock_who_had_the_lead_and_which_event_did_what_is_told() -> None:
    hold, go = called(noted("hold", MONDAY + HOUR), "e2"), called(noted("go", MONDAY + 2 * HOUR), "e3")
    given, passed = called(assigned(MONDAY), "e1"), called(assigned(MONDAY + 90 * MINUTE, "bob"), "e4")
    model = promise(pause=(HOLD,), resume=(GO,), start=(Trigger(on=Moment.ASSIGNED),))
    (cycle,) = explained(given, hold, passed, go, model=model, at=MONDAY + 3 * HOUR).cycles

    assert [(moved.action, moved.event, moved.at - MONDAY) for moved in cycle.moved] == [
        (Action.START, "e1", timedelta()),
        (Action.PAUSE, "e2", HOUR),
        (Action.RESUME, "e3", 2 * HOUR),
    ]
    assert cycle.holders == ((MONDAY, "ann"), (MONDAY + 90 * MINUTE, "bob"))
    assert [(str(each.kind), each.end - each.start) for each in cycle.account.stretches] == [
        ("counted", HOUR),
        ("paused", HOUR),
        ("counted", HOUR),
    ]


def test_each_cycle_tells_only_of_itself_and_a_handover_is_no_event() -> None:
    given, passed = called(assigned(MONDAY), "e1"), called(assigned(MONDAY + HOUR, "bob"), "e2")
    early = called(noted("hold", MONDAY - HOUR), "e0")
    model = promise(of="owner", pause=(HOLD,))
    first, second = explained(early, given, passed, model=model, at=MONDAY + 2 * HOUR).cycles

    assert [(moved.action, moved.event) for moved in first.moved] == [
        (Action.START, "e1"),
        (Action.CANCEL, None),
    ]
    assert [(moved.action, moved.event) for moved in second.moved] == [(Action.START, "e2")]
    assert "cancel by no event" in str(explained(given, passed, model=model, at=MONDAY + 2 * HOUR))
    assert (first.holders, second.holders) == (((MONDAY, "ann"),), ((MONDAY + HOUR, "bob"),))


def test_a_promise_by_the_calendar_is_explained_by_the_calendar() -> None:
    (cycle,) = explained(assigned(FRIDAY), model=promise(), at=NINE_O_FOUR).cycles

    assert (cycle.account.used, len(cycle.account.stretches)) == (65 * HOUR + 59 * MINUTE, 1)


def test_a_clock_that_has_not_begun_has_an_empty_account_and_none_without_a_promise() -> None:
    assert explained(model=promise(), at=MONDAY).cycles == ()
    assert explain_clocks(story(), house(sla=()), schedules={}, at=MONDAY) == ()
    none = house(sla=(policy(target=None),))
    assert explain_clocks(story(assigned(MONDAY)), none, schedules={}, at=MONDAY) == ()
    with pytest.raises(TimeError, match="no time zone"):
        explained(model=promise(), at=MONDAY.replace(tzinfo=None))
