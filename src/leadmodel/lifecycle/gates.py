"""What has to be noted before a lead may count as qualified, where a house declares such a gate.

"The Measurable Lead Model" suggests one of three parts: an opportunity was created, a contact role was added to it, and
it has reached a named stage. A state does not know what was noted, so the gate is asked of a case: before the event is
recorded (`gate_missing`), and afterwards for every qualified lead (`gate_misses`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..errors import Finding
from ..records import Case, EventId, EventKind, LeadId, Note, RepId, utc
from .standing import notes_between

__all__ = [
    "GateMiss",
    "HasGate",
    "QualifiedGate",
    "check_gate",
    "gate_misses",
    "gate_missing",
    "suggested_gate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifiedGate:
    """The notes that are needed, all of them, within the time round in which the lead is qualified.

    With `one_subject` they have to be about one and the same thing, such as one opportunity; a note that names no
    subject counts for any.
    """

    needs: tuple[str, ...]
    one_subject: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", tuple(self.needs))


class HasGate(Protocol):
    """Anything that declares the gate, or that there is none; such as the model of the house."""

    @property
    def qualified_gate(self) -> QualifiedGate | None: ...


def suggested_gate(stage: str = Note.MEETING_COMPLETED) -> QualifiedGate:
    """The gate of three parts, with the name of the stage that the opportunity must have reached.

    >>> suggested_gate("demo_given").needs
    ('opportunity_created', 'contact_role_added', 'demo_given')
    """
    return QualifiedGate(needs=(Note.OPPORTUNITY_CREATED.value, Note.CONTACT_ROLE_ADDED.value, str(stage)))


def gate_missing(case: Case, model: QualifiedGate | HasGate, *, at: datetime) -> tuple[str, ...]:
    """What is not yet noted in the time round that was under way at an instant, in the order of the gate.

    Empty when all is there, or when there is no gate; all of it when the lead was never assigned. Raises `TimeError`
    for a naive `at`.

    >>> from leadmodel.records import Lead, Raw
    >>> captured = datetime.fromisoformat("2026-11-02T09:00Z")
    >>> lead = Lead(id="L1", captured_at=captured, source="form")
    >>> raw = Case(lead=lead, history=(), state=Raw(lead="L1", since=captured))
    >>> gate_missing(raw, QualifiedGate(needs=("opportunity_created",)), at=captured)
    ('opportunity_created',)
    """
    at = utc(at, "at")
    gate = model if isinstance(model, QualifiedGate) else model.qualified_gate
    if gate is None:
        return ()
    begun = [cycle.assigned_at for cycle in case.cycles if cycle.assigned_at <= at]
    return _missing(case, gate, begun[-1], at) if begun else gate.needs


@dataclass(frozen=True, slots=True, kw_only=True)
class GateMiss:
    """A lead that was qualified although something was missing at the time."""

    lead: LeadId
    cycle: int
    owner: RepId
    at: datetime
    event: EventId | None
    missing: tuple[str, ...]


def gate_misses(
    cases: Iterable[Case], model: QualifiedGate | HasGate, *, at: datetime
) -> tuple[GateMiss, ...]:
    """Every time a lead was qualified without what the gate asks for, in the order in which it happened.

    What was noted afterwards does not mend it. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    gate = model if isinstance(model, QualifiedGate) else model.qualified_gate
    found: list[GateMiss] = []
    for case in cases if gate is not None else ():
        for cycle in case.cycles:
            when = cycle.qualified_at
            if gate is None or when is None or when > at:
                continue
            missing = _missing(case, gate, cycle.assigned_at, when)
            if missing:
                found.append(
                    GateMiss(
                        lead=case.lead.id,
                        cycle=cycle.number,
                        owner=cycle.owner,
                        at=when,
                        event=_qualified_by(case, when),
                        missing=missing,
                    )
                )
    return tuple(sorted(found, key=lambda each: (each.at, each.lead)))


def check_gate(gate: QualifiedGate, path: str) -> Iterator[Finding]:
    """Faults of a gate: one that asks for nothing, or twice for the same, or for a note without a name."""
    if not gate.needs:
        yield Finding(f"{path}.needs", "() is empty, say what has to be noted or leave the gate out")
    for place, need in enumerate(gate.needs):
        if not need:
            yield Finding(f"{path}.needs[{place}]", "'' is not a name")
        elif need in gate.needs[:place]:
            yield Finding(f"{path}.needs[{place}]", f"note {need!r} is asked for twice")


def _missing(case: Case, gate: QualifiedGate, start: datetime, end: datetime) -> tuple[str, ...]:
    about: dict[str | None, set[str]] = {}
    for event in notes_between(case, gate.needs, start, end):
        about.setdefault(event.subject if gate.one_subject else None, set()).add(event.activity or "")
    of_any = about.pop(None, set())
    # Nearest to complete, and of two alike the one that was spoken of first.
    best = max((each | of_any for each in about.values()), key=len, default=of_any)
    return tuple(need for need in gate.needs if need not in best)


def _qualified_by(case: Case, when: datetime) -> EventId | None:
    return next(
        (
            event.id
            for event in case.history
            if event.kind is EventKind.QUALIFIED and event.at == when and event.id not in case.refused
        ),
        None,
    )
