"""Where a lead stood at an instant is what a replay of all that had happened by then says."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.lifecycle import replay, standing
from leadmodel.lifecycle.moves import entered_at
from leadmodel.records import Case, Event, EventKind, Stage

from .noting import GENEROUS, long_histories
from .stories import (
    ANN,
    BOB,
    NINE,
    a_lead,
    assigned,
    histories,
    hour,
    mailed_by_machine,
    tell,
    touched,
)


@given(histories() | long_histories(), st.integers(-2, 60))
def test_it_is_what_a_replay_of_the_past_says(told: list[Event], hours: int) -> None:
    at = hour(hours)
    found = standing(replay(a_lead(), told, GENEROUS).case, at=at)
    past = replay(a_lead(), [event for event in told if event.at <= at], GENEROUS).case

    if at < NINE:
        assert found is None
        return
    assert found is not None
    assert found.stage is past.state.stage
    assert found.since == entered_at(past.state)
    assert found.cycle == getattr(past.state, "cycle", 0)
    assert found.owner == getattr(past.state, "owner", None)
    touches = [
        event.at
        for event in past.history
        if event.kind is EventKind.TOUCHED and not event.automatic and event.id not in past.refused
        if event.at >= found.since
    ]
    assert found.last_touch_at == max(touches, default=None)


def test_a_case_that_was_put_together_without_visits_stands_where_its_state_says() -> None:
    whole = tell(assigned(1), touched(2), mailed_by_machine(3), assigned(4, BOB)).case
    bare = Case(lead=whole.lead, history=whole.history, state=whole.state)

    assert standing(bare, at=hour(5)) == standing(whole, at=hour(5))
    assert standing(bare, at=hour(1)) is None


def test_who_passed_it_on_is_no_longer_its_owner_and_was_until_then() -> None:
    case = tell(assigned(1), touched(2), assigned(4, BOB)).case

    for at, owner in ((3, ANN), (4, BOB), (9, BOB)):
        found = standing(case, at=hour(at))
        assert found is not None
        assert (found.stage, found.owner, found.last_touch_at) == (Stage.WORKING, owner, hour(2))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match="no time zone"):
        standing(tell().case, at=hour(1).replace(tzinfo=None))
    assert standing(tell().case, at=NINE - timedelta(microseconds=1)) is None
