"""A mapping that does not change."""

import copy
import json
import pickle
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.records import FrozenMap
from leadmodel.records.plain import as_plain

items = st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4) | st.booleans(), max_size=6)


@given(items)
def test_it_equals_the_dict_that_it_was_made_of(given_items: dict[str, object]) -> None:
    frozen = FrozenMap(given_items)

    assert frozen == given_items
    assert given_items == frozen
    assert dict(frozen) == given_items
    assert len(frozen) == len(given_items)
    assert all(frozen[name] == value and name in frozen for name, value in given_items.items())


@given(items, st.randoms(use_true_random=False))
def test_equal_maps_have_equal_hashes_whatever_the_order_of_their_items(
    given_items: dict[str, object], dice: Random
) -> None:
    shuffled = list(given_items.items())
    dice.shuffle(shuffled)
    one, other = FrozenMap(given_items), FrozenMap(dict(shuffled))

    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@given(items)
def test_it_survives_pickling_and_copying(given_items: dict[str, object]) -> None:
    frozen = FrozenMap(given_items)

    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(frozen, protocol)) == frozen
    assert copy.copy(frozen) == frozen
    assert copy.deepcopy(frozen) == frozen
    assert type(copy.deepcopy(frozen)) is FrozenMap


def test_changing_the_dict_that_it_was_made_of_changes_nothing() -> None:
    seats = {"seats": 40}
    frozen = FrozenMap(seats)
    seats["seats"] = 41

    assert frozen["seats"] == 40


def test_nothing_can_be_set_or_deleted() -> None:
    frozen = FrozenMap({"seats": 40})

    with pytest.raises(TypeError):
        frozen["seats"] = 41  # type: ignore[index]
    with pytest.raises(TypeError):
        del frozen["seats"]  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="a FrozenMap does not change, cannot set '_items'"):
        frozen._items = {}
    with pytest.raises(AttributeError, match="a FrozenMap does not change, cannot delete '_items'"):
        del frozen._items
    with pytest.raises(AttributeError):
        frozen.colour = "red"
    assert frozen == {"seats": 40}


def test_two_maps_with_other_items_differ() -> None:
    assert FrozenMap({"seats": 40}) != FrozenMap({"seats": 41})
    assert FrozenMap({"seats": 40}) != {"chairs": 40}
    assert FrozenMap() == {}


def test_a_missing_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        FrozenMap({"seats": 40})["chairs"]


def test_it_shows_its_items() -> None:
    assert repr(FrozenMap({"seats": 40})) == "FrozenMap({'seats': 40})"
    assert json.loads(json.dumps(as_plain(FrozenMap({"seats": 40})))) == {"seats": 40}
