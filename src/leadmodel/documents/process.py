"""The process of a house as a page: one line for each step, and who hands over to whom."""

from ..process import END, Process, ProcessStep, hand_offs
from .markdown import heading, inline, paragraph, table

__all__ = ["render_process", "render_steps"]


def render_process(process: Process, *, title: str = "The process") -> str:
    """The process as Markdown, the steps in the order in which a lead can come to them.

    >>> from leadmodel.process import ProcessStep
    >>> call = ProcessStep(name="Call", owner="sales", stage="assigned", duration="24h", next=("end",))
    >>> print(render_process(Process(start="Call", steps=(call,))))
    # The process
    <BLANKLINE>
    A lead comes in at Call.
    <BLANKLINE>
    | step | owner | stage | at most | next | what is done |
    |---|---|---|---|---|---|
    | Call | sales | assigned | 24h | end |  |
    <BLANKLINE>

    The same process always gives the same text, in whatever order its steps were told.
    """
    return "\n\n".join([heading(title, 1), *render_steps(process, level=2)]) + "\n"


def render_steps(process: Process, *, level: int) -> list[str]:
    """The parts of the page, with headings of a level."""
    parts = [
        f"A lead comes in at {inline(process.start)}.",
        table(
            ("step", "owner", "stage", "at most", "next", "what is done"),
            [
                (step.name, step.owner, step.stage, step.duration, ", ".join(_next(step)), step.action)
                for step in _in_reach(process)
            ],
        ),
    ]
    if any(step.duration.endswith("mo") for step in process.steps):
        parts.append(paragraph(f"Months (mo) are calendar months in the zone {process.zone}."))
    passed = hand_offs(process)
    if passed:
        parts += [
            heading("Hand-offs", level),
            table(
                ("from", "to", "with the step", "out of"),
                [(each.owner, each.to, each.step, ", ".join(each.out_of)) for each in passed],
            ),
        ]
    if process.stages:
        rows = [
            (own.name, ", ".join(sorted(own.means)))
            for own in sorted(process.stages, key=lambda own: own.name)
        ]
        parts += [heading("Words for stages", level), table(("stage", "stands for"), rows)]
    return parts


def _next(step: ProcessStep) -> list[str]:
    return sorted(step.next, key=lambda name: (name == END, name))


def _in_reach(process: Process) -> list[ProcessStep]:
    """The steps, nearest to the start first; those that are as near by name."""
    found = [process.start]
    for name in found:
        found += [after for after in _next(process.step(name)) if after not in (END, *found)]
    return [process.step(name) for name in found]
