"""A machine of the house's own is proved when it is built, and the lead's own table stands the same proof."""

import pickle
import tomllib
from contextlib import suppress
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, InputError, LeadModelError, UnknownNameError
from leadmodel.lifecycle import LEAD_MACHINE, TABLE, Machine, Move, allowed
from leadmodel.model import LeadModel
from leadmodel.records import EventKind, Stage
from leadmodel.schema import dump_model, load_model, model_schema

from . import plain_machine
from .machines import CALLS, DEAL, MACHINES, ONBOARDING
from .plain_rules import LAW
from .stories import MODEL


def faults(**definition: Any) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        Machine(**{"name": "m"} | definition)
    assert caught.value.what == "machine 'm'"
    return [str(finding) for finding in caught.value.findings]


def move(out_of: str, on: str, to: str) -> Move:
    return Move(out_of=out_of, on=on, to=to)


# ------------------------------------------------------------------------------------------------- the lead's own table


def test_the_leads_own_table_said_as_a_machine_steps_as_the_table_does() -> None:
    for stage in Stage:
        assert LEAD_MACHINE.ways(stage) == allowed(stage)
        for kind in EventKind:
            assert LEAD_MACHINE.after(stage, kind) == TABLE[stage].get(kind)


def test_the_leads_own_machine_stands_the_proof_with_one_start_and_one_end() -> None:
    again = Machine(
        name=LEAD_MACHINE.name,
        states=LEAD_MACHINE.states,
        start=LEAD_MACHINE.start,
        ends=LEAD_MACHINE.ends,
        moves=LEAD_MACHINE.moves,
    )

    assert again == LEAD_MACHINE
    assert (LEAD_MACHINE.start, LEAD_MACHINE.ends) == ("raw", ("unqualified",))
    assert len(LEAD_MACHINE.moves) == sum(map(len, TABLE.values())) == len(LAW)


@pytest.mark.parametrize("taken", range(len(LEAD_MACHINE.moves)))
def test_a_lead_that_could_not_make_one_of_its_moves_is_proved_anew(taken: int) -> None:
    moves = LEAD_MACHINE.moves[:taken] + LEAD_MACHINE.moves[taken + 1 :]
    plain = as_plain(LEAD_MACHINE) | {"moves": [(each.out_of, each.on, each.to) for each in moves]}

    if plain_machine.sound(plain):
        assert replace(LEAD_MACHINE, moves=moves).moves == moves
    else:
        with pytest.raises(DefinitionError):
            replace(LEAD_MACHINE, moves=moves)


# ------------------------------------------------------------------------------------------------------------ faults


def test_every_fault_is_told_at_once_and_each_says_where() -> None:
    assert faults(
        inside="working",
        states=("dialling", "connected", "connected", "won"),
        start="diling",
        ends=("nurture", "nurture", "raw", "done", "connected"),
        moves=(
            move("dialling", "spoke", "conected"),
            move("dialing", "spoke", "connected"),
            move("connected", "nurtured", "nurture"),
            move("connected", "nurtured", "connected"),
            move("connected", "hung_up", "nurture"),
            move("done", "spoke", "dialling"),
            move("connected", "touched", "dialling"),
            move("connected", "won", "dialling"),
            move("connected", "noted", "dialling"),
            move("connected", "unqualified", "nurture"),
        ),
    ) == [
        "$.states[2]: state 'connected' is declared twice",
        "$.states[3]: 'won' is a stage of the lead, give what is inside one a name of its own",
        "$.start: unknown state 'diling', did you mean 'dialling'?",
        "$.ends[1]: end 'nurture' is declared twice",
        "$.ends[2]: no lead goes from 'working' to 'raw', expected qualified, nurture or unqualified",
        (
            "$.ends[3]: 'done' is not a stage, and a lead that is working goes on: "
            "expected qualified, nurture or unqualified"
        ),
        "$.ends[4]: 'connected' is among the states, and an end is not left again",
        (
            "$.ends[4]: 'connected' is not a stage, and a lead that is working goes on: "
            "expected qualified, nurture or unqualified"
        ),
        "$.moves[0].to: unknown state 'conected', did you mean 'connected'?",
        "$.moves[1].out_of: unknown state 'dialing', did you mean 'dialling'?",
        "$.moves[3].to: 'nurtured' takes a lead from 'working' to 'nurture', not to 'connected'",
        "$.moves[3]: 'nurtured' out of 'connected' is declared twice, see moves[2]",
        "$.moves[4].on: only the lead's own moves lead to 'nurture': expected nurtured, not 'hung_up'",
        "$.moves[5].out_of: 'done' is an end, nothing leads out of it",
        (
            "$.moves[6].on: 'touched' takes no lead out of 'working', expected the name of a note or "
            "qualified, nurtured or unqualified"
        ),
        (
            "$.moves[7].on: 'won' takes no lead out of 'working', expected the name of a note or "
            "qualified, nurtured or unqualified"
        ),
        "$.moves[8].on: 'noted' is a kind of event that moves nothing, give the name of a note",
        "$.moves[9].to: 'unqualified' takes a lead from 'working' to 'unqualified', not to 'nurture'",
    ]


def test_every_state_is_reached_and_from_every_one_there_is_a_way_to_an_end() -> None:
    assert faults(
        inside="won",
        states=("kick_off", "lost_in_space", "round", "round_again"),
        start="kick_off",
        ends=("live", "gone"),
        moves=(
            move("kick_off", "went_live", "live"),
            move("kick_off", "left", "round"),
            move("round", "left", "round_again"),
            move("round_again", "left", "round"),
        ),
    ) == [
        "$.states[1]: there is no way from the start to 'lost_in_space'",
        "$.states[1]: there is no way from 'lost_in_space' to an end",
        "$.states[2]: there is no way from 'round' to an end",
        "$.states[3]: there is no way from 'round_again' to an end",
        "$.ends[1]: there is no way from the start to 'gone'",
    ]


def test_what_a_wrong_name_alone_causes_is_not_told() -> None:
    told = faults(
        inside="won",
        states=("kick_off", "training"),
        start="kick_off",
        ends=("live",),
        moves=(move("kick_off", "trained", "trainin"), move("training", "went_live", "life")),
    )

    assert told == [
        "$.moves[0].to: unknown state 'trainin', did you mean 'training'?",
        "$.moves[1].to: unknown state 'life', did you mean 'live'?",
    ]


def test_a_machine_begins_in_one_state_that_is_no_end() -> None:
    assert faults(states=(), start="a", ends=("b",), moves=()) == [
        "$.states: is empty, a machine needs a state to start in",
        "$.start: unknown state 'a'",
    ]
    assert faults(states=("a",), start="b", ends=("b",), moves=(move("a", "go", "b"),))[0] == (
        "$.start: 'b' is an end, nothing could happen"
    )


def test_what_nobody_leaves_needs_an_end_of_its_own() -> None:
    assert faults(states=("a",), start="a") == [
        "$.ends: is empty, and it runs all the lead's life: declare an end"
    ]
    assert faults(states=("a",), start="a", inside="unqualified") == [
        "$.ends: is empty, and a lead never leaves 'unqualified': declare an end"
    ]
    assert Machine(name="m", states=("a",), start="a", inside=Stage.WORKING).ends == ()


@pytest.mark.statement("ST-10")
@pytest.mark.parametrize("stage", [Stage.ASSIGNED, Stage.WORKING, Stage.QUALIFIED])
def test_a_sub_stage_of_a_lead_that_has_to_go_on_is_never_an_end(stage: Stage) -> None:
    [told] = faults(
        inside=stage,
        states=("trying",),
        start="trying",
        ends=("connected",),
        moves=(move("trying", "spoke", "connected"),),
    )

    assert told.startswith(f"$.ends[0]: 'connected' is not a stage, and a lead that is {stage.value} goes on")


@pytest.mark.parametrize(
    ("definition", "argument"),
    [
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"states": "ab"}, "states"),
        ({"states": ("a", "")}, "states"),
        ({"states": 7}, "states"),
        ({"ends": (None,)}, "ends"),
        ({"inside": "workng"}, "inside"),
        ({"moves": (("a", "b", "c"),)}, "moves"),
        ({"moves": 3}, "moves"),
    ],
)
def test_what_is_no_definition_at_all_is_refused_by_name(definition: dict[str, Any], argument: str) -> None:
    fine: dict[str, Any] = {"name": "m", "states": ("a",), "start": "a", "inside": "working"}

    with pytest.raises(InputError) as caught:
        Machine(**fine | definition)
    assert caught.value.argument == argument


@pytest.mark.parametrize("argument", ["out_of", "on", "to"])
@pytest.mark.parametrize("value", ["", None, 5])
def test_a_move_has_three_names(argument: str, value: object) -> None:
    fine: dict[str, Any] = {"out_of": "a", "on": "b", "to": "c"}

    with pytest.raises(InputError) as caught:
        Move(**fine | {argument: value})
    assert caught.value.argument == argument


@pytest.mark.parametrize("machine", MACHINES)
def test_an_unknown_state_has_no_ways(machine: Machine) -> None:
    for ask in (lambda: machine.after("nowhere", "spoke"), lambda: machine.ways("nowhere")):
        with pytest.raises(UnknownNameError):
            ask()
    for end in machine.ends:
        assert machine.ways(end) == ()


# ------------------------------------------------------------------------------------------------ the same, in general


def as_plain(machine: Machine) -> plain_machine.Plain:
    return {
        "states": list(machine.states),
        "ends": list(machine.ends),
        "start": machine.start,
        "inside": machine.inside.value if machine.inside else None,
        "moves": [(each.out_of, each.on, each.to) for each in machine.moves],
    }


NAMES = st.sampled_from(["a", "b", "c", "won", "nurture"])
CAUSES = st.sampled_from(["x", "y", "won", "nurtured", "unqualified", "touched", "noted", "assigned"])


@st.composite
def definitions(draw: st.DrawFn) -> plain_machine.Plain:
    """Small definitions, sound and not; half are near misses of sound ones."""
    if draw(st.booleans()):
        base = as_plain(draw(st.sampled_from([*MACHINES, LEAD_MACHINE])))
        changed: dict[str, Any] = {}
        match draw(st.sampled_from(["moves", "ends", "states", "start", "inside", "nothing"])):
            case "moves":
                place = draw(st.integers(0, len(base["moves"]) - 1))
                names = st.sampled_from([*base["states"], *base["ends"], "won", "nowhere"])
                ons = st.sampled_from([on for _, on, _ in base["moves"]] + ["won", "touched", "qualified"])
                moves = list(base["moves"])
                moves[place : place + draw(st.integers(0, 1))] = draw(
                    st.lists(st.tuples(names, ons, names), max_size=1)
                )
                changed["moves"] = moves
            case "ends":
                changed["ends"] = base["ends"] + [draw(NAMES)]
            case "states":
                changed["states"] = base["states"] + [draw(NAMES)]
            case "start":
                changed["start"] = draw(st.sampled_from([*base["states"], *base["ends"], "nowhere"]))
            case "inside":
                changed["inside"] = draw(st.sampled_from([None, *plain_machine.STAGES]))
        return base | changed
    return {
        "states": draw(st.lists(st.sampled_from(["a", "b", "c", "won"]), max_size=3)),
        "ends": draw(st.lists(NAMES, max_size=2)),
        "start": draw(NAMES),
        "inside": draw(st.sampled_from([None, *plain_machine.STAGES])),
        "moves": draw(st.lists(st.tuples(NAMES, CAUSES, NAMES), max_size=5)),
    }


@given(definitions())
def test_a_machine_is_built_exactly_when_the_slow_proof_finds_it_sound(plain: plain_machine.Plain) -> None:
    definition = plain | {"name": "m", "moves": tuple(move(*each) for each in plain["moves"])}
    try:
        machine = Machine(**definition)
    except DefinitionError as error:
        assert not plain_machine.sound(plain), error
        assert len({(each.path, each.message) for each in error.findings}) == len(error.findings) > 0
    else:
        assert plain_machine.sound(plain)
        assert as_plain(machine) == plain


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from([*Stage, *EventKind]),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.builds(lambda: CALLS.moves[0]),
    max_leaves=5,
)


@given(st.fixed_dictionaries(dict.fromkeys(("name", "states", "start", "ends", "moves", "inside"), anything)))
def test_nothing_but_a_named_error_comes_of_nonsense(definition: dict[str, Any]) -> None:
    with suppress(LeadModelError):
        Machine(**definition)


# ------------------------------------------------------------------------------------------------------- in the model

WORDS = """
[[machines]]
name = "calls"
inside = "working"
states = ["dialling", "connected", "meeting"]
start = "dialling"
moves = [
  { out_of = "dialling", on = "spoke", to = "connected" },
  { out_of = "connected", on = "meeting_booked", to = "meeting" },
  { out_of = "meeting", on = "no_show", to = "dialling" },
]
"""


def with_machines(*machines: Machine) -> LeadModel:
    return replace(MODEL, machines=machines)


def test_a_model_has_no_machines_unless_it_declares_some() -> None:
    assert MODEL.machines == ()
    assert "machines" not in dump_model(MODEL)


def test_machines_are_read_from_toml_and_written_out_again() -> None:
    document = dump_model(MODEL) | tomllib.loads(WORDS)
    model = load_model(document)

    assert model.machines == (CALLS,)
    assert dump_model(model)["machines"] == document["machines"]
    every = with_machines(*MACHINES)
    assert load_model(dump_model(every)) == every == pickle.loads(pickle.dumps(every))
    assert hash(every) == hash(pickle.loads(pickle.dumps(every)))


def test_two_machines_of_a_model_have_two_names() -> None:
    with pytest.raises(DefinitionError) as caught:
        with_machines(CALLS, DEAL, replace(ONBOARDING, name="calls"))
    assert [str(each) for each in caught.value.findings] == [
        "$.machines[2].name: machine 'calls' is declared twice"
    ]


def test_the_faults_of_every_machine_and_of_the_rest_of_a_document_are_told_at_once() -> None:
    document = dump_model(with_machines(*MACHINES))
    document["version"] = ""
    calls, deal, onboarding = document["machines"]
    calls["start"] = "dialing"
    calls["moves"][1]["to"] = "meting"
    deal["inside"] = "qualifid"
    onboarding["ends"] = ["life"]
    onboarding["stats"] = []
    del onboarding["moves"][0]["on"]

    with pytest.raises(DefinitionError) as caught:
        load_model(document)
    assert [str(each) for each in caught.value.findings] == [
        "$.machines[0].moves[1].to: unknown state 'meting', did you mean 'meeting'?",
        "$.machines[0].start: unknown state 'dialing', did you mean 'dialling'?",
        "$.machines[1].inside: unknown name 'qualifid', did you mean 'qualified'?",
        "$.machines[2].moves[0].on: is missing, expected text",
        "$.machines[2].moves[2].to: unknown state 'live', did you mean 'life'?",
        "$.machines[2].stats: unknown key 'stats', did you mean 'states'?",
        "$.version: is empty, a decision has to say which model made it",
    ]


def test_the_schema_says_what_a_machine_is() -> None:
    schema = model_schema()

    assert schema["$defs"]["Machine"]["required"] == ["name", "states", "start"]
    assert schema["$defs"]["Move"]["required"] == ["out_of", "on", "to"]


@pytest.mark.parametrize("machine", [*MACHINES, LEAD_MACHINE])
def test_a_machine_does_not_change_and_a_changed_copy_is_proved_anew(machine: Machine) -> None:
    with pytest.raises(FrozenInstanceError):
        machine.start = "elsewhere"  # type: ignore[misc]
    with pytest.raises(DefinitionError):
        replace(machine, start="elsewhere")
