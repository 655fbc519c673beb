"""The proof of a machine: names that exist, one start, every state reachable, and a way to an end from everywhere.

A wrong name could stand for any state. So a move with one counts as leading everywhere while the rest is proved, and
what it alone would cause is not told.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..errors import Finding, hint
from ..records import EventKind, Stage
from .table import TABLE

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["faults_of"]

#: Where a lead may not stay: it has to be worked, dispositioned, or won. Nothing inside can be an end.
_GOES_ON = (Stage.ASSIGNED, Stage.WORKING, Stage.QUALIFIED)
_STAGES = tuple(stage.value for stage in Stage)
_KINDS = tuple(kind.value for kind in EventKind)
_MOVES_NOTHING = (EventKind.ACTIVITY, EventKind.NOTED)


def faults_of(machine: "Machine") -> Iterator[Finding]:
    """Every fault of a machine, each with its path, in the order of the definition."""
    yield from _faulty_states(machine)
    yield from _faulty_start(machine)
    yield from _faulty_ends(machine)
    yield from _faulty_moves(machine)
    yield from _faulty_ways(machine)


def _faulty_states(machine: "Machine") -> Iterator[Finding]:
    if not machine.states:
        yield Finding("$.states", "is empty, a machine needs a state to start in")
    for place, state in enumerate(machine.states):
        path = f"$.states[{place}]"
        if state in machine.states[:place]:
            yield Finding(path, f"state {state!r} is declared twice")
        if machine.inside is not None and state in _STAGES:
            yield Finding(
                path, f"{state!r} is a stage of the lead, give what is inside one a name of its own"
            )


def _faulty_start(machine: "Machine") -> Iterator[Finding]:
    if machine.start in machine.ends and machine.start not in machine.states:
        yield Finding("$.start", f"{machine.start!r} is an end, nothing could happen")
    elif machine.start not in machine.states:
        yield Finding("$.start", f"unknown state {machine.start!r}{hint(machine.start, machine.states)}")


def _faulty_ends(machine: "Machine") -> Iterator[Finding]:
    inside = machine.inside
    out = _exits(inside)
    for place, end in enumerate(machine.ends):
        path = f"$.ends[{place}]"
        if end in machine.ends[:place]:
            yield Finding(path, f"end {end!r} is declared twice")
        elif end in machine.states:
            yield Finding(path, f"{end!r} is among the states, and an end is not left again")
        if inside is None:
            continue
        if end in _STAGES and end not in out:
            yield Finding(path, f"no lead goes from {inside.value!r} to {end!r}, expected {_listed(out)}")
        elif end not in _STAGES and inside in _GOES_ON:
            why = f"is not a stage, and a lead that is {inside.value} goes on"
            yield Finding(path, f"{end!r} {why}: expected {_listed(out)}")
    if not machine.ends and not out:
        where = f"a lead never leaves {inside.value!r}" if inside else "it runs all the lead's life"
        yield Finding("$.ends", f"is empty, and {where}: declare an end")


def _faulty_moves(machine: "Machine") -> Iterator[Finding]:
    told: dict[tuple[str, str], int] = {}
    for place, move in enumerate(machine.moves):
        path = f"$.moves[{place}]"
        if move.out_of not in machine.states:
            if move.out_of in machine.ends:
                yield Finding(f"{path}.out_of", f"{move.out_of!r} is an end, nothing leads out of it")
            else:
                near = hint(move.out_of, machine.states)
                yield Finding(f"{path}.out_of", f"unknown state {move.out_of!r}{near}")
        if not _known(machine, move.to):
            near = hint(move.to, (*machine.states, *machine.ends))
            yield Finding(f"{path}.to", f"unknown state {move.to!r}{near}")
        yield from _faulty_cause(machine, path, move.on, move.to)
        first = told.setdefault((move.out_of, move.on), place)
        if first != place:
            yield Finding(path, f"{move.on!r} out of {move.out_of!r} is declared twice, see moves[{first}]")


def _faulty_cause(machine: "Machine", path: str, on: str, to: str) -> Iterator[Finding]:
    """A note leads to states of the machine, a move of the lead to the stage that it leads the lead to."""
    inside = machine.inside
    if on in (kind.value for kind in _MOVES_NOTHING):
        yield Finding(f"{path}.on", f"{on!r} is a kind of event that moves nothing, give the name of a note")
    elif inside is not None and on in _KINDS:
        after = TABLE[inside].get(EventKind(on))
        if after is None or after is inside:
            ways = [kind.value for kind, stage in TABLE[inside].items() if stage is not inside]
            why = f"takes no lead out of {inside.value!r}, expected the name of a note"
            yield Finding(f"{path}.on", f"{on!r} {why}{' or ' + _listed(ways) if ways else ''}")
        elif to != after.value and _known(machine, to):
            yield Finding(
                f"{path}.to", f"{on!r} takes a lead from {inside.value!r} to {after.value!r}, not to {to!r}"
            )
    elif inside is not None and to in machine.ends and to in _exits(inside):
        ways = [kind.value for kind, stage in TABLE[inside].items() if stage.value == to]
        yield Finding(
            f"{path}.on", f"only the lead's own moves lead to {to!r}: expected {_listed(ways)}, not {on!r}"
        )


def _faulty_ways(machine: "Machine") -> Iterator[Finding]:
    ways: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    everywhere = {*machine.states, *machine.ends}
    for move in machine.moves:
        for before in [move.out_of] if move.out_of in everywhere else everywhere:
            for after in [move.to] if move.to in everywhere else everywhere:
                ways.setdefault(before, set()).add(after)
                back.setdefault(after, set()).add(before)
    starts = [machine.start] if machine.start in everywhere else everywhere
    reached = _reached(starts, ways)
    to_an_end = _reached(machine.ends, back)
    for name, states in (("states", machine.states), ("ends", machine.ends)):
        for place, state in enumerate(states):
            if state not in reached:
                yield Finding(f"$.{name}[{place}]", f"there is no way from the start to {state!r}")
            if machine.ends and state not in to_an_end:
                yield Finding(f"$.{name}[{place}]", f"there is no way from {state!r} to an end")


def _reached(starts: Iterable[str], ways: dict[str, set[str]]) -> set[str]:
    reached = set(starts)
    waiting = list(reached)
    while waiting:
        fresh = ways.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _known(machine: "Machine", state: str) -> bool:
    return state in machine.states or state in machine.ends


def _exits(inside: Stage | None) -> list[str]:
    """The stages that a lead can leave a stage for, in the order of their life."""
    if inside is None:
        return []
    return [stage.value for stage in Stage if stage is not inside and stage in TABLE[inside].values()]


def _listed(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "none"
