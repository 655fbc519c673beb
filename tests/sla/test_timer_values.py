"""What a reading hands out is a plain frozen value, however it was put together."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, fields, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.sla import TimerCycle, TimerState, read_timer
from tests.sla.timer_worlds import DAYS, lives, places, timers

CYCLE_FIELDS = tuple(field.name for field in fields(TimerCycle))


@given(st.data())
def test_a_cycle_that_was_read_equals_one_that_was_constructed(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    at = place.instant(data.draw(st.integers(0, (DAYS + 2) * 1440)))

    for cycle in read_timer(timer, marks, at=at).cycles:
        built = TimerCycle(**{name: getattr(cycle, name) for name in CYCLE_FIELDS})
        assert type(cycle) is TimerCycle
        assert (cycle, hash(cycle), repr(cycle)) == (built, hash(built), repr(built))
        assert asdict(cycle) == asdict(built)
        for twin in (
            pickle.loads(pickle.dumps(cycle)),
            copy.copy(cycle),
            copy.deepcopy(cycle),
            replace(cycle),
        ):
            assert type(twin) is TimerCycle
            assert twin == cycle


@given(st.data())
def test_a_cycle_that_was_read_cannot_be_changed(data: st.DataObject) -> None:
    place = data.draw(places())
    marks, timer = data.draw(lives(place)), data.draw(timers(place))
    at = place.instant(data.draw(st.integers(0, (DAYS + 2) * 1440)))

    for cycle in read_timer(timer, marks, at=at).cycles:
        assert not hasattr(cycle, "__dict__")
        with pytest.raises(FrozenInstanceError):
            cycle.state = TimerState.MET  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            del cycle.due
        for value in (getattr(cycle, name) for name in CYCLE_FIELDS):
            if isinstance(value, datetime):
                assert value.utcoffset() == timedelta()


def test_a_cycle_is_constructed_by_keywords_and_by_all_of_them() -> None:
    with pytest.raises(TypeError, match="positional argument"):
        TimerCycle(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing 21 required keyword-only arguments"):
        TimerCycle(number=1)  # type: ignore[call-arg]
