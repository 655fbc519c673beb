"""What is raised, what it says, and that it survives the way to another process."""

import copy
import pickle
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import (
    SHOWN_FINDINGS,
    DefinitionError,
    Finding,
    InputError,
    LeadModelError,
    NoTransitionError,
    RowError,
    TimeError,
    UnknownNameError,
    hint,
)
from leadmodel.records import Stage

FAULTS = (Finding("$.routing.when.field", "unknown field 'x'"), Finding("$.version", "is empty"))
EVERY_ERROR = [
    InputError("seats", 0, "is below 1"),
    TimeError("at", "noon", "has no time zone"),
    UnknownNameError("rep", "anna", ["ann", "bert"]),
    NoTransitionError("raw", "qualified", ["assigned"], why="nobody touched it"),
    DefinitionError("the model", FAULTS),
    RowError("leads.csv", [Finding("leads.csv:7 country", "is no country")]),
]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_every_error_is_caught_by_the_root_and_as_a_value_error(error: LeadModelError) -> None:
    assert isinstance(error, LeadModelError)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_from_a_worker_process_keeps_its_kind_message_and_fields(
    error: LeadModelError, protocol: int
) -> None:
    back = pickle.loads(pickle.dumps(error, protocol))

    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_a_copied_error_says_the_same(error: LeadModelError) -> None:
    back = copy.deepcopy(error)

    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_a_note_on_an_error_travels_with_it(error: LeadModelError) -> None:
    noted = copy.deepcopy(error)
    noted.add_note("while reading row 7")

    assert pickle.loads(pickle.dumps(noted)).__notes__ == ["while reading row 7"]


def test_an_input_error_names_the_argument_the_value_and_what_was_expected() -> None:
    error = InputError("seats", 0, "is below 1, leave it out for no limit")

    assert str(error) == "seats: 0 is below 1, leave it out for no limit"
    assert (error.argument, error.value) == ("seats", 0)


def test_an_unknown_name_shows_the_nearest_valid_one() -> None:
    error = UnknownNameError("rep", "Anna", ["bert", "ann"])

    assert str(error) == "unknown rep 'Anna', did you mean 'ann'?"
    assert (error.kind, error.name, error.known) == ("rep", "Anna", ("ann", "bert"))


def test_a_forbidden_move_says_from_where_by_what_why_and_what_may_happen() -> None:
    error = NoTransitionError(Stage.RAW, "qualified", ["unqualified", "assigned"], why="nobody touched it")

    assert str(error) == (
        "'qualified' may not happen to a lead in 'raw': nobody touched it (allowed: assigned, unqualified)"
    )
    assert (error.state, error.event, error.allowed) == ("raw", "qualified", ("assigned", "unqualified"))


def test_a_forbidden_move_out_of_a_final_state_says_that_nothing_may_happen() -> None:
    assert str(NoTransitionError("unqualified", "won", [])).endswith("in 'unqualified' (allowed: nothing)")


def test_a_document_error_lists_every_fault_with_its_path() -> None:
    error = DefinitionError("the model", FAULTS)

    assert str(error).splitlines() == [
        "the model has 2 faults",
        "  $.routing.when.field: unknown field 'x'",
        "  $.version: is empty",
    ]
    assert error.findings == FAULTS


def test_one_fault_is_not_spoken_of_in_the_plural() -> None:
    assert str(DefinitionError("the model", FAULTS[:1])).startswith("the model has 1 fault\n")


def test_a_message_stops_listing_and_goes_on_counting() -> None:
    faults = [Finding(f"$.rules[{place}]", "is wrong") for place in range(SHOWN_FINDINGS + 3)]
    error = DefinitionError("the model", faults)

    lines = str(error).splitlines()
    assert lines[0] == f"the model has {SHOWN_FINDINGS + 3} faults"
    assert len(lines) == SHOWN_FINDINGS + 2
    assert lines[-1] == "  and 3 more"
    assert len(error.findings) == SHOWN_FINDINGS + 3


@pytest.mark.parametrize(
    ("name", "known", "tail"),
    [
        ("Europe/Zurch", ["Europe/Zurich", "Europe/Rome"], ", did you mean 'Europe/Zurich'?"),
        ("ZURICH", ["Zurich", "Rome"], ", did you mean 'Zurich'?"),
        ("x", ["rep", "manager"], ", expected one of manager, rep"),
        ("x", [], ""),
        ("x", [f"name{number:02}" for number in range(13)], ""),
        ("x", [f"name{number:02}" for number in range(3)] * 9, ", expected one of name00, name01, name02"),
    ],
)
def test_a_hint_is_the_nearest_name_or_a_short_choice_or_nothing(
    name: str, known: list[str], tail: str
) -> None:
    assert hint(name, known) == tail


@given(st.text(max_size=12), st.lists(st.text(max_size=8), max_size=15), st.randoms(use_true_random=False))
def test_a_hint_does_not_depend_on_the_order_of_the_choices(
    name: str, known: list[str], dice: Random
) -> None:
    shuffled = list(known)
    dice.shuffle(shuffled)

    assert hint(name, shuffled) == hint(name, known)
