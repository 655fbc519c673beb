"""The proof of a process: four things of each step, names that exist, every step reachable, and a way to the end.

A wrong name could stand for any step. So it counts as leading everywhere while the rest is proved, and what it alone
would cause is not told.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..errors import Finding, InputError, TimeError, hint
from ..records import Stage
from ..records.zones import zone_named
from .lengths import months_of

if TYPE_CHECKING:
    from .steps import Process

__all__ = ["END", "faults_of"]

#: Where a process ends; no step may be called so.
END = "end"


def faults_of(process: "Process") -> Iterator[Finding]:
    """Every fault of a process, each with its path."""
    names = [step.name for step in process.steps]
    said = [name for name in names if name.strip()]
    stages = [*map(str, Stage), *(own.name for own in process.stages)]
    if not names:
        yield Finding("$.steps", "is empty, a process needs a step")
    yield from _faulty_stages(process)
    for place, step in enumerate(process.steps):
        here = f"$.steps[{place}]"
        if not step.name.strip():
            yield Finding(f"{here}.name", "is empty, a step needs a name")
        elif step.name == END:
            yield Finding(f"{here}.name", f"{END!r} is where a process ends, give the step another name")
        elif step.name in names[:place]:
            yield Finding(f"{here}.name", f"step {step.name!r} is declared twice")
        if not step.owner.strip():
            yield Finding(f"{here}.owner", "is empty, say who is accountable for the step")
        if not step.stage.strip():
            yield Finding(f"{here}.stage", "is empty, say in which stage the lead is")
        elif step.stage not in stages:
            yield Finding(f"{here}.stage", f"unknown stage {step.stage!r}{hint(step.stage, stages)}")
        try:
            months_of(step.duration)
        except InputError as error:
            yield Finding(f"{here}.duration", str(error).removeprefix("duration: "))
        if not step.next:
            yield Finding(f"{here}.next", f"is empty, name the steps that may follow, or {END!r}")
        for spot, name in enumerate(step.next):
            if name in step.next[:spot]:
                yield Finding(f"{here}.next[{spot}]", f"{name!r} is named twice")
            elif name != END and name not in names:
                yield Finding(f"{here}.next[{spot}]", f"unknown step {name!r}{hint(name, [*said, END])}")
    if names and (process.start not in names or process.start == END):
        yield Finding("$.start", f"unknown step {process.start!r}{hint(process.start, said)}")
    try:
        zone_named(process.zone)
    except TimeError as error:
        yield Finding("$.zone", str(error).removeprefix("zone: "))
    yield from _faulty_ways(process)


def _faulty_stages(process: "Process") -> Iterator[Finding]:
    names = [own.name for own in process.stages]
    for place, own in enumerate(process.stages):
        here = f"$.stages[{place}]"
        if not own.name.strip():
            yield Finding(f"{here}.name", "is empty, a stage needs a name")
        elif own.name in map(str, Stage) and own.means != (Stage(own.name),):
            yield Finding(f"{here}.name", f"{own.name!r} is a stage of ours, and means itself only")
        elif own.name in names[:place]:
            yield Finding(f"{here}.name", f"stage {own.name!r} is declared twice")
        if not own.means:
            yield Finding(f"{here}.means", f"is empty, expected some of {', '.join(map(str, Stage))}")


def _faulty_ways(process: "Process") -> Iterator[Finding]:
    names = [step.name for step in process.steps]
    everywhere = {*names, END}
    ways: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for step in process.steps:
        # What leads nowhere is told as such, and may have been meant to lead anywhere.
        for name in step.next or (" ",):
            for after in [name] if name in everywhere else everywhere:
                ways.setdefault(step.name, set()).add(after)
                back.setdefault(after, set()).add(step.name)
    reached = _reached([process.start] if process.start in names else names, ways)
    ending = _reached([END], back)
    for place, step in enumerate(process.steps):
        if step.name not in reached:
            yield Finding(f"$.steps[{place}]", f"there is no way from the start to {step.name!r}")
        if step.name not in ending:
            yield Finding(f"$.steps[{place}]", f"there is no way from {step.name!r} to the end")


def _reached(starts: Iterable[str], ways: dict[str, set[str]]) -> set[str]:
    reached = set(starts)
    waiting = list(reached)
    while waiting:
        fresh = ways.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached
