"""Machines once more, slow and obvious: is a definition sound, and what does a history make of it.

Plain dicts and lists, no code of the package but the texts of its events.
"""

from datetime import datetime
from typing import Any

from leadmodel.records import Event, Visit

from .plain_rules import LAW

Plain = dict[str, Any]

STAGES = ["raw", "assigned", "working", "qualified", "nurture", "unqualified", "won"]
KINDS = ["activity", "noted", "assigned", "touched", "qualified", "nurtured", "unqualified", "won"]


def sound(machine: Plain) -> bool:
    """Whether a definition stands the proof, by walking every path that is not longer than there are states."""
    states, ends, start = machine["states"], machine["ends"], machine["start"]
    moves, inside = machine["moves"], machine["inside"]
    if len(set(states)) < len(states) or len(set(ends)) < len(ends) or set(states) & set(ends):
        return False
    if start not in states:
        return False
    pairs = [(out_of, on) for out_of, on, _ in moves]
    if len(set(pairs)) < len(pairs):
        return False
    goes_to = {to for (before, _), to in LAW.items() if before == inside and to != inside}
    for out_of, on, to in moves:
        if out_of not in states or to not in states + ends or on in ("activity", "noted"):
            return False
        if inside and on in KINDS:
            after = LAW.get((inside, on))
            if after is None or after == inside or to != after:
                return False
        elif inside and to in STAGES:
            return False
    if inside and set(states) & set(STAGES):
        return False
    for end in ends if inside else []:
        if end in STAGES and end not in goes_to:
            return False
        if end not in STAGES and inside in ("assigned", "working", "qualified"):
            return False
    if not ends and not goes_to:
        return False
    if set(states + ends) - walks(start, moves, len(states + ends)):
        return False
    return not ends or all(walks(state, moves, len(states + ends)) & set(ends) for state in states)


def walks(start: str, moves: list[tuple[str, str, str]], length: int) -> set[str]:
    """Wherever one can be after at most so many moves."""
    seen = {start}
    for _ in range(length):
        seen = seen | {to for out_of, _, to in moves if out_of in seen}
    return seen


def fold(
    machine: Plain, history: tuple[Event, ...], visits: tuple[Visit, ...]
) -> tuple[list[Plain], set[Any], set[Any]]:
    """The sub-visits, and (event id, state, code) of what was refused and of what is surprising.

    Stay by stay: each takes the notes that lie between its ends, both included, and that no earlier one has taken.
    """
    stays = [visit for visit in visits if visit.stage.value == machine["inside"]]
    known = {on for _, on, _ in machine["moves"]} - set(KINDS)
    notes = [event for event in history if event.kind.value == "noted" and event.activity in known]
    leaving = [on for _, on, _ in machine["moves"] if on in KINDS]
    way = {(out_of, on): to for out_of, on, to in machine["moves"]}
    found: list[Plain] = []
    refused, surprising = set(), set()
    for stay in stays:
        own = [note for note in notes if within(note.at, stay)]
        notes = [note for note in notes if note not in own]
        inner = [told(machine["start"], stay.cycle, stay.entered_at, stay.entered_by)]
        for note in own:
            state = inner[-1]["state"]
            to = way.get((state, note.activity))
            if to is None:
                refused.add((note.id, state, "not_allowed"))
            elif to != state:
                inner[-1].update(left_at=note.at, left_by=note.id)
                inner.append(told(to, stay.cycle, note.at, note.id))
        if stay.left_at is not None:
            kind = next(event.kind.value for event in history if event.id == stay.left_by)
            if leaving and (inner[-1]["state"], kind) not in way:
                surprising.add((stay.left_by, inner[-1]["state"], "left_otherwise"))
            inner[-1].update(left_at=stay.left_at, left_by=stay.left_by)
        found += inner
    refused |= {(note.id, None, "not_inside") for note in notes}
    return found, refused, surprising


def told(state: str, cycle: int, at: datetime, by: str | None) -> Plain:
    return {
        "state": state,
        "cycle": cycle,
        "entered_at": at,
        "entered_by": by,
        "left_at": None,
        "left_by": None,
    }


def within(at: datetime, stay: Visit) -> bool:
    return stay.entered_at <= at and (stay.left_at is None or at <= stay.left_at)
