"""Who held a lead and from when until when: every change of owner is an entry, also within one state."""

from dataclasses import dataclass
from datetime import datetime

from ..records import Case, EventId, EventKind, RepId

__all__ = ["Holding", "holdings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A stretch `[since, until)` in which one rep held the lead in one cycle; `until` is None while it lasts.

    `given_by` is the assignment that began it, `ended_by` what ended it: the next one, or a disposition after which
    nobody holds the lead.
    """

    owner: RepId
    cycle: int
    since: datetime
    until: datetime | None = None
    given_by: EventId
    ended_by: EventId | None = None


def holdings(case: Case) -> tuple[Holding, ...]:
    """Who held the lead, in order; one after the other, with gaps while it is raw, in nurture or unqualified.

    >>> from datetime import datetime, UTC
    >>> from ..records import Event, Lead
    >>> from .replay import replay
    >>> def hour(number): return datetime(2026, 11, 6, number, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=hour(9), source="form")
    >>> class House:
    ...     reasons = ()
    >>> case = replay(lead, [
    ...     Event(id="e1", lead="L1", kind=EventKind.ASSIGNED, at=hour(9), rep="ann"),
    ...     Event(id="e2", lead="L1", kind=EventKind.ASSIGNED, at=hour(11), rep="bob"),
    ... ], House()).case
    >>> [(each.owner, each.since.hour, each.until and each.until.hour) for each in holdings(case)]
    [('ann', 9, 11), ('bob', 11, None)]

    Who won a customer still holds it. A hand-out to whoever has the lead already changes nothing.
    """
    found: list[Holding] = []
    refused = set(case.refused)
    arrivals = {visit.entered_by: visit for visit in case.visits}
    owner: RepId | None = None
    since: datetime | None = None
    given_by: EventId | None = None
    cycle = 0
    for event in case.history:
        if event.id in refused:
            continue
        visit = arrivals.get(event.id)
        holder, number = owner, cycle
        if visit is not None:
            holder, number = visit.owner, visit.cycle
        if event.kind is EventKind.ASSIGNED:
            holder = event.rep
        if (holder, number) == (owner, cycle):
            continue
        if owner is not None and since is not None and given_by is not None:
            found.append(
                Holding(
                    owner=owner,
                    cycle=cycle,
                    since=since,
                    until=event.at,
                    given_by=given_by,
                    ended_by=event.id,
                )
            )
        owner, cycle, since, given_by = holder, number, event.at, event.id
    if owner is not None and since is not None and given_by is not None:
        found.append(Holding(owner=owner, cycle=cycle, since=since, given_by=given_by))
    return tuple(found)
