"""Where an assignment came from: by marketing, taken from a queue by the rep, or a call that came in.

It is recorded with the assignment: `activity` names the origin, `subject` the queue. Who had the lead before, within
the same time round, is read from the history.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..records import Case, Event, EventId, EventKind, LeadId, RepId, Stage

__all__ = ["Assignment", "Origin", "assignments", "origin_of", "self_assigned"]


class Origin(StrEnum):
    """How a lead came to a rep."""

    MARKETING = "marketing"
    """Given out by criteria that were declared before."""
    SELF_ASSIGNED = "self_assigned"
    """Pulled from a queue by the rep."""
    INBOUND_CALL = "inbound_call"
    """The lead called, on a 1-800 number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One hand-out that changed who holds a lead.

    `before` is who held it in the same cycle, None where the assignment opened it; `origin` is None where it was not
    recorded. `stage` is the state in which the lead was before.
    """

    lead: LeadId
    cycle: int
    rep: RepId
    at: datetime
    event: EventId
    stage: Stage
    before: RepId | None = None
    origin: Origin | None = None
    queue: str | None = None
    reason: str | None = None


def origin_of(event: Event) -> Origin | None:
    """The origin that an assignment records; None for any other event, and where none of the three is recorded.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> origin_of(Event(id="e1", lead="L1", kind=EventKind.ASSIGNED, at=nine, rep="ann", activity="inbound_call"))
    <Origin.INBOUND_CALL: 'inbound_call'>
    """
    if event.kind is not EventKind.ASSIGNED or event.activity not in ORIGINS:
        return None
    return Origin(event.activity)


def self_assigned(lead: LeadId, rep: RepId, *, id: EventId, at: datetime, queue: str | None = None) -> Event:
    """The event to record when a rep pulls a lead from a queue.

    Its time is when the rep begins to work the lead, since an outbound lead is assigned by that.

    >>> from datetime import UTC
    >>> pulled = self_assigned("L1", "ann", id="e1", at=datetime(2026, 11, 9, 9, tzinfo=UTC), queue="tradeshow")
    >>> origin_of(pulled).value, pulled.subject
    ('self_assigned', 'tradeshow')

    Raises what `Event` raises.
    """
    return Event(
        id=id,
        lead=lead,
        kind=EventKind.ASSIGNED,
        at=at,
        rep=rep,
        activity=Origin.SELF_ASSIGNED.value,
        subject=queue,
    )


def assignments(case: Case) -> tuple[Assignment, ...]:
    """Every assignment of a lead in order, without those that were refused or gave it to whoever had it already.

    >>> from datetime import UTC
    >>> from leadmodel.records import Assigned, Lead, Visit
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> pulled = self_assigned("L1", "ann", id="e1", at=nine, queue="tradeshow")
    >>> (only,) = assignments(Case(
    ...     lead=Lead(id="L1", captured_at=nine, source="tradeshow_list"),
    ...     history=(pulled,),
    ...     state=Assigned(lead="L1", cycle=1, owner="ann", assigned_at=nine),
    ...     visits=(Visit(stage=Stage.ASSIGNED, cycle=1, owner="ann", entered_at=nine, entered_by="e1"),),
    ... ))
    >>> only.rep, only.origin.value, only.queue, only.before
    ('ann', 'self_assigned', 'tradeshow', None)
    """
    found: list[Assignment] = []
    refused = set(case.refused)
    arrivals = {visit.entered_by: visit for visit in case.visits}
    holder: RepId | None = None
    cycle = 0
    stage = Stage.RAW
    for event in case.history:
        if event.id in refused:
            continue
        visit, was = arrivals.get(event.id), stage
        if visit is not None:
            stage = visit.stage
            if visit.cycle != cycle:
                cycle, holder = visit.cycle, None
            elif visit.owner is None:
                holder = None
        if event.kind is not EventKind.ASSIGNED or event.rep is None or event.rep == holder:
            continue
        found.append(
            Assignment(
                lead=case.lead.id,
                cycle=cycle,
                rep=event.rep,
                at=event.at,
                event=event.id,
                stage=was,
                before=holder,
                origin=origin_of(event),
                queue=event.subject if event.activity == Origin.SELF_ASSIGNED else None,
                reason=event.reason,
            )
        )
        holder = event.rep
    return tuple(found)


ORIGINS = frozenset(each.value for each in Origin)
