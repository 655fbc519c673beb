"""Diagrams and tables say what the machine says, whatever its names; the footnotes say what `advance` does."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.lifecycle import LEAD_MACHINE, TABLE, Machine, Move, Result, advance, mermaid, move_table
from leadmodel.lifecycle.diagram import NOTES
from leadmodel.records import Assigned, EventKind, Qualified, Stage, Working

from .machines import CALLS, DEAL, MACHINES, ONBOARDING
from .stories import ANN, BOB, MODEL, NOON, STATE_OF, assigned, every_event, hour, touched

ARROW = re.compile(r"    (\S+) --> (\S+?)(?:: (.*))?")


def drawn(text: str) -> tuple[set[tuple[str, str, str]], list[str], list[str]]:
    """The arrows, the starts and the ends of a diagram, with the names that it shows."""
    first, *lines = text.split("\n")
    assert first == "stateDiagram-v2"
    names: dict[str, str] = {}
    arrows, starts, ends = set(), [], []
    for line in lines:
        if named := re.fullmatch(r'    state "(.*)" as (\w+)', line):
            names[named[2]] = read(named[1])
            continue
        arrow = ARROW.fullmatch(line)
        assert arrow, line
        before, after, label = arrow.groups()
        if before == "[*]":
            starts.append(names.get(after, after))
        elif after == "[*]":
            ends.append(names.get(before, before))
        else:
            arrows.add((names.get(before, before), read(label), names.get(after, after)))
    return arrows, starts, ends


def read(text: str) -> str:
    """What a reader sees of a text with Mermaid's codes in it."""
    return unescape(re.sub(r"#(\d+);", r"&#\1;", text))


@pytest.mark.parametrize("machine", [LEAD_MACHINE, *MACHINES], ids=lambda machine: machine.name)
def test_a_diagram_shows_every_move_that_leads_elsewhere_and_no_other(machine: Machine) -> None:
    arrows, starts, ends = drawn(mermaid(machine))

    assert arrows == {(move.out_of, move.on, move.to) for move in machine.moves if move.out_of != move.to}
    assert starts == [machine.start]
    assert ends == list(machine.ends)


def test_the_leads_diagram_and_table_are_those_of_the_table() -> None:
    arrows, starts, ends = drawn(mermaid())

    assert arrows == {
        (stage.value, kind.value, after.value)
        for stage in Stage
        for kind, after in TABLE[stage].items()
        if after is not stage
    }
    assert (starts, ends) == (["raw"], ["unqualified"])
    assert mermaid() == mermaid(LEAD_MACHINE)
    assert move_table() == move_table(LEAD_MACHINE)


names = (
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
    .map(lambda name: " ".join(name.split()))
    .filter(bool)
)
hard = st.sampled_from(
    [
        "end",
        "state",
        "s0",
        "s1",
        "s1_",
        "note",
        "[*]",
        "a --> b",
        "a: b",
        'x"',
        "#35;",
        "%% x",
        "root",
        "a | b",
        "a \\",
    ]
)


@given(
    st.lists(names | hard, min_size=2, max_size=6, unique=True),
    st.lists(names | hard, min_size=5, max_size=5),
)
def test_any_names_are_drawn_so_that_they_can_be_read_again(states: list[str], causes: list[str]) -> None:
    causes = [f"{cause} {place}" for place, cause in enumerate(causes)]
    moves = tuple(
        Move(out_of=before, on=on, to=after)
        for before, on, after in zip(states, causes, states[1:], strict=False)
    )
    machine = Machine(name="m", states=tuple(states[:-1]), start=states[0], ends=(states[-1],), moves=moves)
    arrows, starts, ends = drawn(mermaid(machine))

    assert arrows == {(move.out_of, move.on, move.to) for move in moves}
    assert (starts, ends) == ([states[0]], [states[-1]])
    rows = [re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1] for line in move_table(machine).split("\n")]
    assert {len(row) for row in rows} == {len(moves) + 1}
    assert len(rows) == 2 + len(states)


def test_a_table_of_a_houses_own_machine() -> None:
    assert move_table(CALLS) == (
        "| from | spoke | meeting_booked | no_show |\n"
        "|---|---|---|---|\n"
        "| dialling | connected | | |\n"
        "| connected | | meeting | |\n"
        "| meeting | | | dialling |"
    )
    assert "| training | noted | live |\n| live | | |" in move_table(ONBOARDING)
    assert "\n| won |" not in move_table(DEAL)


# ---------------------------------------------------------------------------------------------------------- footnotes


def cells(sign: str) -> set[tuple[Stage, EventKind]]:
    return set(NOTES[sign][1])


def test_every_footnote_has_its_cells_and_every_cell_is_a_move() -> None:
    for sign, (_, places) in NOTES.items():
        assert places
        assert move_table().count(sign) == len(places) + 1
        assert all(kind in TABLE[stage] for stage, kind in places)


def test_footnote_1_marks_what_only_a_pre_qualification_criterion_may_do() -> None:
    asking = set()
    for stage in Stage:
        for kind in (EventKind.NURTURED, EventKind.UNQUALIFIED):
            moved = {
                reason.without_touch
                for reason in MODEL.reasons
                for event in every_event(NOON + 1)
                if (event.kind, event.reason) == (kind, reason.code)
                and advance(STATE_OF[stage], event, MODEL).result is Result.MOVED
            }
            if moved == {True}:
                asking.add((stage, kind))

    assert asking == cells("¹")


def test_footnote_2_marks_being_passed_on_with_the_clock_running_on() -> None:
    passed = set()
    for stage, state in STATE_OF.items():
        after = advance(state, assigned(NOON + 1, BOB), MODEL).state
        if isinstance(state, Assigned | Working | Qualified) and isinstance(
            after, Assigned | Working | Qualified
        ):
            assert (after.owner, after.assigned_at, after.stage) == (BOB, state.assigned_at, stage)
            passed.add((stage, EventKind.ASSIGNED))

    assert passed == cells("²")


def test_footnote_3_marks_the_touch_that_has_to_be_the_owners() -> None:
    owners = set()
    for stage, state in STATE_OF.items():
        own, colleagues = (advance(state, touched(NOON + 1, by), MODEL) for by in (ANN, BOB))
        if own.result is Result.MOVED:
            assert (colleagues.result, colleagues.code) == (Result.NOTED, "not_the_owner")
            owners.add((stage, EventKind.TOUCHED))

    assert owners == cells("³")


def test_footnotes_4_and_5_mark_a_lost_opportunity_and_the_next_cycle() -> None:
    again = set()
    for stage, state in STATE_OF.items():
        after = advance(state, assigned(NOON + 1, BOB), MODEL).state
        if isinstance(after, Assigned) and getattr(state, "cycle", after.cycle) < after.cycle:
            assert after.assigned_at == hour(NOON + 1)
            again.add((stage, EventKind.ASSIGNED))

    assert again == cells("⁵")
    assert cells("⁴") == {(Stage.QUALIFIED, EventKind.NURTURED)}
