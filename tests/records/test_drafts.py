"""Values that are filled fast are the same values: equal, frozen, hashable, and ready to travel."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from leadmodel.records import Assigned, Case, Cycle, Nurture, Qualified, Raw, Unqualified, Visit, Won, Working
from leadmodel.records import drafts as rooms

from .test_record_values import CASE, CYCLE, E1, NINE, STATES, TEN

CASE_WITH_ALL = dataclasses.replace(
    CASE, refused=(E1,), visits=(Visit(stage=STATES[0].stage, cycle=0, owner=None, entered_at=NINE),)
)
MADE: list[tuple[Callable[..., Any], object]] = [
    (rooms.new_raw, STATES[0]),
    (rooms.new_assigned, STATES[1]),
    (rooms.new_working, STATES[2]),
    (rooms.new_qualified, STATES[3]),
    (rooms.new_nurture, STATES[4]),
    (rooms.new_unqualified, STATES[5]),
    (rooms.new_won, STATES[6]),
    (rooms.new_case, CASE_WITH_ALL),
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
    visit = rooms.draft_visit(STATES[1].stage, 1, CYCLE.owner, NINE, E1)
    visit.left_at = TEN
    visit.__class__ = Visit

    assert cycle == CYCLE
    assert visit == Visit(
        stage=STATES[1].stage, cycle=1, owner=CYCLE.owner, entered_at=NINE, left_at=TEN, entered_by=E1
    )
    for value in (cycle, visit):
        with pytest.raises(dataclasses.FrozenInstanceError):
            value.owner = None


def test_a_new_draft_has_every_field_of_its_value() -> None:
    fresh = rooms.draft_cycle(1, CYCLE.owner, NINE, None)
    fresh.__class__ = Cycle
    begun = rooms.draft_visit(STATES[0].stage, 0, None, NINE, None)
    begun.__class__ = Visit

    assert fresh == Cycle(number=1, owner=CYCLE.owner, assigned_at=NINE)
    assert begun == Visit(stage=STATES[0].stage, cycle=0, owner=None, entered_at=NINE)


@pytest.mark.parametrize(
    "kind", [Raw, Assigned, Working, Qualified, Nurture, Unqualified, Won, Cycle, Visit, Case]
)
def test_no_value_that_is_filled_fast_has_checks_that_would_be_passed_by(kind: type[object]) -> None:
    assert not hasattr(kind, "__post_init__")
