"""A label that a human set, kept beside the one of the machine: neither changes the other, and both are shown.

A house notes `label_set` (the label is the subject, the rep is who, the reason is why) and `label_cleared`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..records import Case, Event, EventId, EventKind, LeadId, RepId, iso, utc
from ..records.event import in_order
from .rules import HasScoring
from .scorecard import Scorecard, score

__all__ = ["LABEL_CLEARED", "LABEL_SET", "IgnoredCode", "LabelStanding", "Override", "label_standing"]

#: What a `noted` event says by its `activity`.
LABEL_SET = "label_set"
LABEL_CLEARED = "label_cleared"


class IgnoredCode(StrEnum):
    """Why a label that was set does not hold; the last two are what usually becomes of one."""

    UNKNOWN_LABEL = "unknown_label"
    """The model has no such cell, or the note says none."""
    NOBODY = "nobody"
    """The note does not say who set it."""
    REPLACED = "replaced"
    """A later note set another one, or cleared it."""
    EARLIER_CYCLE = "earlier_cycle"
    """It was set before the lead was assigned last: a new cycle begins with what the machine says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Who set which label when, and why; `why` is None where nobody said."""

    label: str
    by: RepId
    at: datetime
    why: str | None
    event: EventId

    def __str__(self) -> str:
        return f"{self.label} by {self.by} at {iso(self.at)}" + (f": {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStanding:
    """Where a lead stands by the machine and by a human, and which of the two is in force.

    `machine` is the card as it is without anybody's word, all its lines included; `human` is the label that somebody
    set in the current cycle, if it holds. `ignored` are the notes that do not hold, with the reason, in order.
    """

    lead: LeadId
    at: datetime
    machine: Scorecard
    human: Override | None
    label: str
    sales_ready: bool
    ignored: tuple[tuple[EventId, IgnoredCode], ...]

    def __str__(self) -> str:
        if self.human is None:
            return str(self.machine)
        ready = "ready for sales" if self.sales_ready else "not ready for sales"
        return f"{self.label} ({ready}), set: {self.human}\n{self.machine}"


def label_standing(case: Case, model: HasScoring, *, at: datetime) -> LabelStanding:
    """The label in force as of an instant: the one that a human set last in the current cycle, or the machine's.

    >>> from datetime import UTC, timedelta
    >>> from leadmodel.records import Lead, Raw
    >>> from leadmodel.scoring import GradeBand, LevelBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(),
    ...         behaviour=(),
    ...         grades=(GradeBand(grade="A", at_least=1), GradeBand(grade="B")),
    ...         levels=(LevelBand(level=1),),
    ...         sales_ready=("A1",),
    ...     )
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=noon, source="form")
    >>> said = Event(
    ...     id="n1", lead="L1", kind=EventKind.NOTED, at=noon, activity="label_set", subject="A1", rep="ann",
    ...     reason="knows the buyer",
    ... )
    >>> case = Case(lead=lead, history=(said,), state=Raw(lead="L1", since=noon))
    >>> stands = label_standing(case, House(), at=noon)
    >>> stands.label, stands.machine.label, str(stands.human)
    ('A1', 'B1', 'A1 by ann at 2026-11-06T12:00:00Z: knows the buyer')

    Of two notes on one instant the one with the later id holds. A note on the instant of an assignment comes before it,
    and belongs to the cycle before. Notes that were refused, and those after `at`, are left out. Raises `TimeError` for
    a naive `at`.
    """
    at = utc(at, "at")
    machine = score(case, model, at=at)
    labels = model.scoring.labels()
    began = max((cycle.assigned_at for cycle in case.cycles if cycle.assigned_at <= at), default=None)
    human: Override | None = None
    ignored: dict[EventId, IgnoredCode] = {}
    for event in _notes(case, at):
        if event.activity == LABEL_CLEARED:
            if human is not None:
                ignored[human.event], human = IgnoredCode.REPLACED, None
            continue
        found = _read(event, labels, began)
        if isinstance(found, IgnoredCode):
            ignored[event.id] = found
            continue
        if human is not None:
            ignored[human.event] = IgnoredCode.REPLACED
        human = found
    label = machine.label if human is None else human.label
    order = [event.id for event in _notes(case, at)]
    return LabelStanding(
        lead=case.lead.id,
        at=at,
        machine=machine,
        human=human,
        label=label,
        sales_ready=label in model.scoring.sales_ready,
        ignored=tuple((each, ignored[each]) for each in order if each in ignored),
    )


def _notes(case: Case, at: datetime) -> tuple[Event, ...]:
    refused = frozenset(case.refused)
    return in_order(
        event
        for event in case.history
        if event.kind is EventKind.NOTED
        and event.activity in (LABEL_SET, LABEL_CLEARED)
        and event.at <= at
        and event.id not in refused
    )


def _read(event: Event, labels: tuple[str, ...], began: datetime | None) -> Override | IgnoredCode:
    if began is not None and event.at <= began:
        return IgnoredCode.EARLIER_CYCLE
    if event.subject is None or event.subject not in labels:
        return IgnoredCode.UNKNOWN_LABEL
    if event.rep is None:
        return IgnoredCode.NOBODY
    return Override(label=event.subject, by=event.rep, at=event.at, why=event.reason, event=event.id)
