"""Values that are filled fast are the same values: equal, frozen, hashable, and ready to travel."""

import copy
import dataclasses
import inspect
import pickle
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from leadmodel.lifecycle import Replay, Step
from leadmodel.records import (
    Assigned,
    Case,
    Cycle,
    EventId,
    Nurture,
    Qualified,
    Raw,
    Unqualified,
    Visit,
    Won,
    Working,
)
from leadmodel.records import drafts as rooms

from .test_record_values import CASE, CYCLE, E1, NINE, STATES, TEN, VISIT

CASE_WITH_ALL = dataclasses.replace(
    CASE, refused=(E1,), visits=(Visit(stage=STATES[0].stage, cycle=0, owner=None, entered_at=NINE),)
)
VISIT_LEFT = dataclasses.replace(VISIT, left_at=TEN + timedelta(hours=1), left_by=EventId("e2"))
MADE: list[tuple[Callable[..., Any], object]] = [
    (rooms.new_raw, STATES[0]),
    (rooms.new_assigned, STATES[1]),
    (rooms.new_working, STATES[2]),
    (rooms.new_qualified, STATES[3]),
    (rooms.new_nurture, STATES[4]),
    (rooms.new_unqualified, STATES[5]),
    (rooms.new_won, STATES[6]),
    (rooms.new_case, CASE_WITH_ALL),
    (rooms.new_visit, VISIT_LEFT),
]


def named(make: Callable[..., Any], value: object) -> Any:
    return make(**{name: getattr(value, name) for name in inspect.signature(make).parameters})


@pytest.mark.parametrize(("make", "value"), MADE, ids=lambda each: getattr(each, "__name__", ""))
def test_a_value_that_is_filled_fast_is_the_value(make: Callable[..., Any], value: Any) -> None:
    made = named(make, value)

    assert type(made) is type(value)
    assert made == value
    assert hash(made) == hash(value)
    assert repr(made) == repr(value)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == dataclasses.replace(made) == value
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, dataclasses.fields(value)[0].name, None)


@pytest.mark.parametrize(("make", "value"), MADE, ids=lambda each: getattr(each, "__name__", ""))
def test_every_field_is_asked_for_under_its_name_and_in_its_place(
    make: Callable[..., Any], value: Any
) -> None:
    assert list(inspect.signature(make).parameters) == [field.name for field in dataclasses.fields(value)]


def test_a_draft_may_be_written_to_until_it_becomes_the_value() -> None:
    cycle = rooms.draft_cycle(CYCLE.number, CYCLE.owner, CYCLE.assigned_at, CYCLE.model)
    cycle.first_touch_at = cycle.worked_at = TEN
    cycle.__class__ = Cycle

    assert cycle == CYCLE
    with pytest.raises(dataclasses.FrozenInstanceError):
        cycle.owner = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        del cycle.owner


def test_a_new_draft_has_every_field_of_its_value() -> None:
    fresh = rooms.draft_cycle(1, CYCLE.owner, NINE, None)
    fresh.__class__ = Cycle

    assert fresh == Cycle(number=1, owner=CYCLE.owner, assigned_at=NINE)


FILLED_FAST = [Raw, Assigned, Working, Qualified, Nurture, Unqualified, Won, Cycle, Visit, Case, Step, Replay]


@pytest.mark.parametrize("kind", FILLED_FAST)
def test_no_value_that_is_filled_fast_has_checks_that_would_be_passed_by(kind: type[object]) -> None:
    assert not hasattr(kind, "__post_init__")


@pytest.mark.parametrize("kind", FILLED_FAST)
def test_a_draft_takes_the_fields_of_its_value_and_no_others(kind: type[Any]) -> None:
    draft = rooms.draft_of(kind)()
    for field in dataclasses.fields(kind):
        setattr(draft, field.name, field.name)

    with pytest.raises(AttributeError):
        draft.something_else = 1
    draft.__class__ = kind
    assert [getattr(draft, field.name) for field in dataclasses.fields(kind)] == [
        field.name for field in dataclasses.fields(kind)
    ]
    assert sys.getsizeof(draft) == sys.getsizeof(object.__new__(kind))
