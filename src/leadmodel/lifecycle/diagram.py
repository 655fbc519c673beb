"""A machine as pictures for people: a Mermaid diagram and a Markdown table, both written from the moves themselves.

>>> print(mermaid(Machine(
...     name="calls", inside="working", states=("dialling", "connected"), start="dialling",
...     moves=(Move(out_of="dialling", on="spoke", to="connected"),),
... )))
stateDiagram-v2
    [*] --> dialling
    dialling --> connected: spoke
"""

import re
from collections.abc import Iterable, Mapping

from ..records import EventKind, FrozenMap, Stage
from .machine import LEAD_MACHINE, Machine, Move

__all__ = ["mermaid", "move_table"]

#: What the lead's moves ask for besides the right stage, as footnotes; `advance` decides, this only says it.
NOTES: Mapping[str, tuple[str, tuple[tuple[Stage, EventKind], ...]]] = FrozenMap(
    {
        "¹": (
            "Only for a reason that is a declared pre-qualification criterion (`without_touch`).",
            (
                (Stage.RAW, EventKind.NURTURED),
                (Stage.RAW, EventKind.UNQUALIFIED),
                (Stage.ASSIGNED, EventKind.NURTURED),
                (Stage.ASSIGNED, EventKind.UNQUALIFIED),
                (Stage.NURTURE, EventKind.UNQUALIFIED),
            ),
        ),
        "²": (
            "Passed on or handed off; the clock runs on.",
            (
                (Stage.ASSIGNED, EventKind.ASSIGNED),
                (Stage.WORKING, EventKind.ASSIGNED),
                (Stage.QUALIFIED, EventKind.ASSIGNED),
            ),
        ),
        "³": (
            "By the owner, as a human; a colleague's touch answers the lead and is noted.",
            ((Stage.ASSIGNED, EventKind.TOUCHED),),
        ),
        "⁴": (
            "The opportunity is lost: a lead is a lead until it is won.",
            ((Stage.QUALIFIED, EventKind.NURTURED),),
        ),
        "⁵": (
            "The next cycle, with a clock of its own.",
            ((Stage.NURTURE, EventKind.ASSIGNED), (Stage.WON, EventKind.ASSIGNED)),
        ),
    }
)

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
#: Words that Mermaid reads as its own.
_TAKEN = frozenset(
    "as class classdef default direction end fork join choice note scale state style click href hide title "
    "accdescr acctitle bt lr rl root tb statediagram".split()
)


def mermaid(machine: Machine = LEAD_MACHINE) -> str:
    """The text of a Mermaid `stateDiagram-v2`, by default that of the lead.

    What leads back to where it came from is left out: it is noted and moves nothing. Names that Mermaid cannot take as
    they are get short ones, and show as they are.
    """
    ids = _ids([*machine.states, *machine.ends])
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_escaped(state)}" as {short}' for state, short in ids.items() if short != state]
    lines.append(f"    [*] --> {ids[machine.start]}")
    lines += [
        f"    {ids[move.out_of]} --> {ids[move.to]}: {_escaped(move.on)}"
        for move in machine.moves
        if move.out_of != move.to
    ]
    lines += [f"    {ids[end]} --> [*]" for end in machine.ends]
    return "\n".join(lines)


def move_table(machine: Machine = LEAD_MACHINE) -> str:
    """A Markdown table with a row for each state and a column for whatever moves one, by default that of the lead.

    An empty cell is no move. `noted` is what leads back to the state itself, but for the lead's assignments: to be
    passed on changes who owes the answer. The lead's own table ends with the footnotes of its cells.

    >>> print(move_table(Machine(
    ...     name="calls", inside="working", states=("dialling", "connected"), start="dialling",
    ...     moves=(Move(out_of="dialling", on="spoke", to="connected"),),
    ... )))
    | from | spoke |
    |---|---|
    | dialling | connected |
    | connected | |
    """
    own = machine is LEAD_MACHINE
    columns = list(dict.fromkeys(move.on for move in machine.moves))
    if own:
        columns = [kind.value for kind in EventKind if kind.value in columns]
    cells = {(move.out_of, move.on): _cell(move, own=own) for move in machine.moves}
    rows = [
        state
        for state in ([stage.value for stage in Stage] if own else [*machine.states, *machine.ends])
        if own or state in machine.states or state not in _exits(machine)
    ]
    lines = [_row(["from", *columns]), "|" + "---|" * (len(columns) + 1)]
    lines += [_row([state, *(cells.get((state, on), "") for on in columns)]) for state in rows]
    if own:
        lines += ["", "An empty cell is refused.", *(f"{sign} {text}" for sign, (text, _) in NOTES.items())]
    return "\n".join(lines)


def _ids(states: list[str]) -> dict[str, str]:
    """A name for each state that Mermaid can read, and that no other state has."""
    ids: dict[str, str] = {}
    for place, state in enumerate(states):
        short = state if _simple(state) else f"s{place}"
        while short != state and short in states:
            short += "_"
        ids[state] = short
    return ids


def _cell(move: Move, *, own: bool) -> str:
    if move.to == move.out_of and not (own and move.on == EventKind.ASSIGNED):
        return "noted"
    signs = [sign for sign, (_, places) in NOTES.items() if (move.out_of, move.on) in places] if own else []
    return " ".join([move.to, *signs])


def _exits(machine: Machine) -> set[str]:
    """The ends that are stages of the lead: it goes on from there."""
    stages = {stage.value for stage in Stage}
    return set(machine.ends) & stages if machine.inside else set()


def _row(cells: Iterable[str]) -> str:
    told = [" ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|") for cell in cells]
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in told)


def _simple(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None and name.lower() not in _TAKEN


def _escaped(name: str) -> str:
    """A name as the text of a diagram: what could end it is written as Mermaid's own codes."""
    plain = " ".join(name.split())
    return re.sub(r"[^\w .,/()'-]", lambda found: f"#{ord(found[0])};", plain) or "#32;"
