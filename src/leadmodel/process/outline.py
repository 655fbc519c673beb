"""The seven steps of "A Leads Management Process Outline", as data to fill in.

The text names the steps, what happens in them and where a lead goes on; accountable owners it gives for five of them,
and lengths for none. So the outline is no process yet: a house says the rest, and the whole is proved.

>>> process = outlined(
...     durations=dict(zip(SEVEN_NAMES, ("1d", "1h", "12mo", "24h", "7d", "6mo", "5d"))),
...     owners={"Inquiries": "marketing", "Lead Scoring": "marketing"},
... )
>>> process.start, process.step("Win/Loss/On Hold").next
('Inquiries', ('Lead Nurturing', 'end'))
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..errors import DefinitionError, Finding, hint
from ..records import FrozenMap, Stage
from .steps import END, Process, ProcessStep

__all__ = ["SEVEN_NAMES", "SEVEN_STEPS", "OutlineStep", "outlined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineStep:
    """A step as the text has it: `owner` is None where it names nobody, and `stage` is the one of ours that fits."""

    name: str
    owner: str | None
    stage: Stage
    next: tuple[str, ...]
    action: str


SEVEN_STEPS = (
    OutlineStep(
        name="Inquiries",
        owner=None,
        stage=Stage.RAW,
        next=("Lead Scoring",),
        action="Take in what comes from forms, phone calls, events and other sources",
    ),
    OutlineStep(
        name="Lead Scoring",
        owner=None,
        stage=Stage.RAW,
        next=("Lead Nurturing", "Sales Follow Up"),
        action="Rank by compelling event, decision making, timeframe, budget and size",
    ),
    OutlineStep(
        name="Lead Nurturing",
        owner="marketing",
        stage=Stage.NURTURE,
        next=("Sales Follow Up",),
        action="Send content at regular intervals until the lead is ready for sales",
    ),
    OutlineStep(
        name="Sales Follow Up",
        owner="sales",
        stage=Stage.ASSIGNED,
        next=("Sales Qualification/Disqualification",),
        action="The right rep gets in touch, by criteria that were settled before",
    ),
    OutlineStep(
        name="Sales Qualification/Disqualification",
        owner="sales",
        stage=Stage.WORKING,
        next=("Sales Cycle Management", "Lead Nurturing"),
        action="Make an opportunity of it, or disqualify it and pass it back to marketing",
    ),
    OutlineStep(
        name="Sales Cycle Management",
        owner="sales",
        stage=Stage.QUALIFIED,
        next=("Win/Loss/On Hold", "Lead Nurturing"),
        action="Manage the opportunity towards a sale; marketing recovers what gets stuck",
    ),
    OutlineStep(
        name="Win/Loss/On Hold",
        owner="sales",
        stage=Stage.WON,
        next=("Lead Nurturing", END),
        action="Record what became of it, and whether it goes back to marketing",
    ),
)

SEVEN_NAMES = tuple(step.name for step in SEVEN_STEPS)

_NOTHING: Mapping[str, str] = FrozenMap({})


def outlined(
    *, durations: Mapping[str, str], owners: Mapping[str, str] = _NOTHING, zone: str = "UTC"
) -> Process:
    """The seven steps with the lengths and owners of a house; its owners replace those of the text.

    >>> outlined(durations={"Inquiry": "1d"})
    Traceback (most recent call last):
        ...
    leadmodel.errors.DefinitionError: the process has 10 faults
      $.durations.Inquiry: unknown step 'Inquiry', did you mean 'Inquiries'?
      $.steps[0].duration: is missing, say how long 'Inquiries' may take
      $.steps[0].owner: is missing, say who is accountable for 'Inquiries'
      $.steps[1].duration: is missing, say how long 'Lead Scoring' may take
      $.steps[1].owner: is missing, say who is accountable for 'Lead Scoring'
      $.steps[2].duration: is missing, say how long 'Lead Nurturing' may take
      $.steps[3].duration: is missing, say how long 'Sales Follow Up' may take
      $.steps[4].duration: is missing, say how long 'Sales Qualification/Disqualification' may take
      $.steps[5].duration: is missing, say how long 'Sales Cycle Management' may take
      $.steps[6].duration: is missing, say how long 'Win/Loss/On Hold' may take

    Raises `DefinitionError` with everything that is missing or names no step.
    """
    missing = tuple(_missing(durations, owners))
    if missing:
        raise DefinitionError("the process", missing)
    return Process(
        start=SEVEN_NAMES[0],
        steps=tuple(
            ProcessStep(
                name=step.name,
                owner=owners.get(step.name) or step.owner or "",
                stage=step.stage,
                duration=durations[step.name],
                next=step.next,
                action=step.action,
            )
            for step in SEVEN_STEPS
        ),
        zone=zone,
    )


def _missing(durations: Mapping[str, str], owners: Mapping[str, str]) -> Iterator[Finding]:
    for what, told in (("durations", durations), ("owners", owners)):
        for name in told:
            if name not in SEVEN_NAMES:
                yield Finding(f"$.{what}.{name}", f"unknown step {name!r}{hint(name, SEVEN_NAMES)}")
    for place, step in enumerate(SEVEN_STEPS):
        if step.name not in durations:
            yield Finding(f"$.steps[{place}].duration", f"is missing, say how long {step.name!r} may take")
        if not (owners.get(step.name) or step.owner):
            yield Finding(f"$.steps[{place}].owner", f"is missing, say who is accountable for {step.name!r}")
