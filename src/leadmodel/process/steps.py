"""The process of a house as data: its steps, each with who is accountable, the lead stage, how long, and what is next.

The four things that each step declares are those of "A Leads Management Process Outline".

>>> calls = Process(
...     start="Follow up",
...     steps=(
...         ProcessStep(name="Follow up", owner="sales", stage="assigned", duration="24h", next=("Qualify",)),
...         ProcessStep(name="Qualify", owner="sales", stage="working", duration="7d", next=("end",)),
...     ),
... )
>>> calls.step("Qualify").owner, [step.name for step in calls.steps_in(Stage.ASSIGNED)]
('sales', ['Follow up'])
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import DefinitionError, InputError, UnknownNameError
from ..records import Stage
from ..records.names import named
from .proof import END, faults_of

__all__ = ["END", "Process", "ProcessStep", "StageName"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep:
    """One step: who is accountable for it, the lead stage, the longest that it may take, and what may come next.

    `stage` is one of our stages or a name that the process declares. `duration` is hours and days such as `24h` or
    `5d`, or calendar months such as `3mo`. `next` names steps, or `end` where the process may end. `action` says in
    plain words what is done.

    A step by itself is not proved: its process does that, so that all faults are told at once. Raises `InputError` for
    what is no text, or no list of texts.
    """

    name: str
    owner: str
    stage: str
    duration: str
    next: tuple[str, ...]
    action: str = ""

    def __post_init__(self) -> None:
        for argument in ("name", "owner", "stage", "duration", "action"):
            value: object = getattr(self, argument)
            if not isinstance(value, str):
                raise InputError(argument, value, "is not text")
            # A member of an enumeration is a text, too; kept plain, so that a step equals the one read back.
            object.__setattr__(self, argument, str(value))
        object.__setattr__(self, "next", all_names(self.next, "next"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StageName:
    """A word of the house for a lead stage, and which of our stages it stands for; there may be several.

    >>> StageName(name="lead", means=("assigned", "working")).means
    (<Stage.ASSIGNED: 'assigned'>, <Stage.WORKING: 'working'>)

    Raises `InputError` for what is no name of ours.
    """

    name: str
    means: tuple[Stage, ...]

    def __post_init__(self) -> None:
        name: object = self.name
        if not isinstance(name, str):
            raise InputError("name", name, "is not text")
        stages = all_names(self.means, "means")
        object.__setattr__(self, "means", tuple(named(Stage, each, "means") for each in stages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """Steps, proved when they are put together; the order in which they are told makes no difference.

    A lead comes in at `start`. `stages` are the house's own words for lead stages, and `zone` is where calendar months
    are counted. A loop is fine, since a lead may be recycled, as long as there is a way out of it.

    >>> Process(start="Call", steps=[
    ...     ProcessStep(name="Call", owner="", stage="asigned", duration="24h", next=("Nurtur",)),
    ...     ProcessStep(name="Nurture", owner="marketing", stage="nurture", duration="3mo", next=("Nurture",)),
    ... ])
    Traceback (most recent call last):
        ...
    leadmodel.errors.DefinitionError: the process has 4 faults
      $.steps[0].owner: is empty, say who is accountable for the step
      $.steps[0].stage: unknown stage 'asigned', did you mean 'assigned'?
      $.steps[0].next[0]: unknown step 'Nurtur', did you mean 'Nurture'?
      $.steps[1]: there is no way from 'Nurture' to the end

    Raises `DefinitionError` with every fault, and `InputError` for what is no list of steps.
    """

    steps: tuple[ProcessStep, ...]
    start: str
    stages: tuple[StageName, ...] = ()
    zone: str = "UTC"

    def __post_init__(self) -> None:
        for argument, kind in (("steps", ProcessStep), ("stages", StageName)):
            values: object = getattr(self, argument)
            if not isinstance(values, Sequence) or not all(isinstance(each, kind) for each in values):
                raise InputError(argument, values, f"is not a list of {kind.__name__}")
            object.__setattr__(self, argument, tuple(values))
        for argument in ("start", "zone"):
            if not isinstance(getattr(self, argument), str):
                raise InputError(argument, getattr(self, argument), "is not text")
        findings = tuple(faults_of(self))
        if findings:
            raise DefinitionError("the process", findings)

    def step(self, name: str) -> ProcessStep:
        """The step of that name. Raises `UnknownNameError` with the nearest that there is."""
        for step in self.steps:
            if step.name == name:
                return step
        raise UnknownNameError("step", name, [step.name for step in self.steps])

    def means(self, stage: str) -> tuple[Stage, ...]:
        """Which of our stages a word for a lead stage stands for. Raises `UnknownNameError` for no such word."""
        for own in self.stages:
            if own.name == stage:
                return own.means
        if stage in map(str, Stage):
            return (Stage(stage),)
        raise UnknownNameError("stage", stage, (*map(str, Stage), *(own.name for own in self.stages)))

    def steps_in(self, stage: Stage) -> tuple[ProcessStep, ...]:
        """The steps that a lead in one of our stages may be in."""
        return tuple(step for step in self.steps if stage in self.means(step.stage))


def all_names(values: object, argument: str) -> tuple[str, ...]:
    """A list of texts as a tuple; one text alone is refused, because its letters are no names."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise InputError(argument, values, "is not a list of names")
    for value in values:
        if not isinstance(value, str):
            raise InputError(argument, value, "is not a name")
    return tuple(map(str, values))
