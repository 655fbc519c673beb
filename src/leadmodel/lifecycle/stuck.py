"""Leads that a rep has and that nobody has let go: every one of them owes a disposition.

"The Measurable Lead Model" wants a list of all that are assigned or worked without one, and counts a lead that is left
in Working as a violation of the process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..records import Case, LeadId, RepId, Stage, utc
from .abandon import Abandonment, HasAbandonment, abandonment_due
from .standing import standing

__all__ = ["StuckCount", "StuckLead", "stuck_by_rep", "stuck_leads"]

_DEFAULT = Abandonment()


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckLead:
    """A lead in Assigned or Working, and since when; `left_in_working` when the rule of abandonment has run out on it.

    `since` is when it came to that stage. `untouched` is how long nobody has touched it, from the assignment on where
    nobody ever did.
    """

    lead: LeadId
    owner: RepId
    stage: Stage
    since: datetime
    waited: timedelta
    untouched: timedelta
    left_in_working: bool


def stuck_leads(
    cases: Iterable[Case],
    model: Abandonment | HasAbandonment = _DEFAULT,
    *,
    at: datetime,
    longer_than: timedelta = timedelta(0),
) -> tuple[StuckLead, ...]:
    """All that have no disposition and have been in their stage for at least so long, the oldest first.

    A model without a rule of abandonment is measured by the usual one: 30 days, and 7 without a touch. Raises
    `TimeError` for a naive `at`.

    >>> stuck_leads([], at=datetime.fromisoformat("2026-11-06T09:00Z"))
    ()
    """
    at = utc(at, "at")
    policy = (model if isinstance(model, Abandonment) else model.abandonment) or _DEFAULT
    found: list[StuckLead] = []
    for case in cases:
        stands = standing(case, at=at)
        if stands is None or stands.owner is None or stands.stage not in (Stage.ASSIGNED, Stage.WORKING):
            continue
        waited = at - stands.since
        if waited < longer_than:
            continue
        due = abandonment_due(case, policy, at=at)
        found.append(
            StuckLead(
                lead=case.lead.id,
                owner=stands.owner,
                stage=stands.stage,
                since=stands.since,
                waited=waited,
                untouched=at - (stands.last_touch_at or stands.since),
                left_in_working=due is not None and due.is_due,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.since, each.lead)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckCount:
    """How many leads a rep holds without a disposition; `violations` are those left in Working."""

    rep: RepId
    assigned: int
    working: int
    violations: int
    oldest_since: datetime


def stuck_by_rep(
    cases: Iterable[Case],
    model: Abandonment | HasAbandonment = _DEFAULT,
    *,
    at: datetime,
    longer_than: timedelta = timedelta(0),
) -> tuple[StuckCount, ...]:
    """The same per rep who holds them now, most violations first, then by name."""
    held: dict[RepId, list[StuckLead]] = {}
    for each in stuck_leads(cases, model, at=at, longer_than=longer_than):
        held.setdefault(each.owner, []).append(each)
    counted = [
        StuckCount(
            rep=rep,
            assigned=sum(each.stage is Stage.ASSIGNED for each in leads),
            working=sum(each.stage is Stage.WORKING for each in leads),
            violations=sum(each.left_in_working for each in leads),
            oldest_since=leads[0].since,
        )
        for rep, leads in held.items()
    ]
    return tuple(sorted(counted, key=lambda each: (-each.violations, each.rep)))
