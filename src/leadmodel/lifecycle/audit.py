"""What the model of today would refuse of a history that stands.

A replay with `trust` takes what was recorded; this asks each recorded move of the model once more. The two differ when
the house has taken a reason out of its catalogue since, or has stopped to accept one before a touch.
"""

from dataclasses import dataclass

from ..records import Case, Raw, State
from .advance import Result, Step, advance
from .reasons import HasReasons
from .replay import as_recorded

__all__ = ["Objection", "audit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An event that the model refuses: the step with its code and words, and whether it `stood` in the case anyway.

    `cycle` is the time round in which it happened, 0 before the first; `opened_under` is the version of the model that
    this cycle was opened under, if it is known.
    """

    step: Step
    stood: bool
    cycle: int
    opened_under: str | None = None


def audit(case: Case, model: HasReasons) -> tuple[Objection, ...]:
    """Every event of a case that the model would refuse, in order, each against the state in which it really came.

    >>> from datetime import datetime, UTC
    >>> from ..records import Event, EventKind, Lead
    >>> from .replay import replay
    >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=nine, source="form")
    >>> class House:
    ...     reasons = ()
    >>> gone = Event(id="e1", lead="L1", kind=EventKind.UNQUALIFIED, at=nine, reason="student")
    >>> case = replay(lead, [gone], House(), trust=True).case
    >>> case.state.stage.value, [(found.step.code, found.stood) for found in audit(case, House())]
    ('unqualified', [('reason_unknown', True)])

    What the case itself had refused did nothing then, and is listed if it would be refused today as well. Raises
    `InputError` for a history that holds another lead's event.
    """
    state: State = Raw(lead=case.lead.id, since=case.lead.captured_at)
    versions = {cycle.number: cycle.model for cycle in case.cycles}
    refused_then = set(case.refused)
    found: list[Objection] = []
    for event in case.history:
        cycle = 0 if isinstance(state, Raw) else state.cycle
        step = advance(state, event, model)
        stands = event.id not in refused_then
        if stands:
            state = advance(state, event, as_recorded(event, model)).state
        if step.result is Result.REFUSED:
            found.append(Objection(step=step, stood=stands, cycle=cycle, opened_under=versions.get(cycle)))
    return tuple(found)
