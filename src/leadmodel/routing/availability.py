"""Who can respond now, and if nobody, when the first can: whether that is in time, to hold or to fall back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..records import Case, Graded, Lead, LeadId, Links, RepId, iso
from .asked import Asked
from .decision import StepCode
from .desk import Desk
from .judge import eligible_from
from .policy import HasRouting
from .pools import PoolPolicy
from .response import NO_WAIT, first_response, may_have, owner_responds
from .scan import Scan
from .walk import walk

__all__ = ["Advice", "Availability", "availability"]


class Advice(StrEnum):
    """What to do with a lead as things stand."""

    GIVE = "give"
    """Somebody is at work and can respond at once."""
    HOLD = "hold"
    """Nobody is, but the first who can respond does so in time, or no time is set."""
    FALL_BACK = "fall_back"
    """Nobody can respond in time: do what the house does then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Who could respond to a lead. `now` are those at work at this instant, by id.

    `first` is who can respond first, at `first_at`, now if anybody can; both are None when nobody ever can. `in_time`
    tells whether that is by the instant at which an answer is due; None without one. `pool` is the pool that was asked,
    None where the lead goes to its owner or is no rule's.
    """

    lead: LeadId
    at: datetime
    pool: str | None
    now: tuple[RepId, ...]
    first: RepId | None
    first_at: datetime | None
    due_at: datetime | None
    in_time: bool | None
    advice: Advice
    says: str


def availability(
    case: Case | Lead,
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    due_at: datetime | None = None,
    without: Collection[RepId] = (),
    card: Graded | None = None,
    links: Links | None = None,
    waiting_since: datetime | None = None,
) -> Availability:
    """Who can respond to a lead at an instant, and if nobody, when the first rep can who may have it.

    Sending a lead to somebody who will not see it for a week is the failure that this is there to see. The pool is the
    one that takes the lead, or holds it. Only time is looked past: reps without room, or without what the lead needs,
    are not counted; soft needs are, from when they may be dropped. The instant of an answer that is due counts as in
    time. Raises `TimeError` for a naive time.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import Rep, Routing, open_desk
    >>> class House:
    ...     routing = Routing(when=Condition(field="lead.source", present=True))
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> desk = open_desk((Rep(id="ann", zone="Europe/London", hours="office", languages=("en",)),), House())
    >>> sunday = datetime(2026, 11, 8, 18, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=sunday, source="form")
    >>> found = availability(lead, House(), desk=desk, at=sunday, due_at=datetime(2026, 11, 8, 19, tzinfo=UTC))
    >>> found.now, found.first_at.isoformat(), found.in_time, found.advice.value
    ((), '2026-11-09T09:00:00+00:00', False, 'fall_back')
    """
    asked = Asked(
        case,
        model,
        desk=desk,
        at=at,
        without=without,
        cost=1,
        card=card,
        links=links,
        due_at=due_at,
        waiting_since=waiting_since,
    )
    found = walk(asked, Scan(asked))
    pool = found.pool
    if pool is not None:
        now = _now(asked, pool)
        soonest = first_response(asked, pool)
        first, first_at = (None, None) if soonest is None else (soonest.rep, soonest.at)
    elif found.owner is not None and found.code is not StepCode.NO_OWNER:
        first, first_at = found.owner, owner_responds(asked, found.owner)
        now = (first,) if first_at == asked.at else ()
        first = first if first_at is not None else None
    else:
        now, first, first_at = (), None, None
    in_time = None if asked.due_at is None else first_at is not None and first_at <= asked.due_at
    advice = _advice(now, first_at, in_time)
    return Availability(
        lead=asked.lead.id,
        at=asked.at,
        pool=None if pool is None else pool.name,
        now=now,
        first=first,
        first_at=first_at,
        due_at=asked.due_at,
        in_time=in_time,
        advice=advice,
        says=_says(now, first, first_at, asked.due_at),
    )


def _now(asked: Asked, pool: PoolPolicy) -> tuple[RepId, ...]:
    """Those at work at the instant itself, with the needs that may be dropped by now if it takes that."""
    for count in range(len(asked.droppable(pool)) + 1):
        dropped = asked.droppable(pool)[:count]
        able = [
            rep.id
            for rep in may_have(asked, pool, dropped)
            if eligible_from(rep, asked.desk, NO_WAIT, asked.at, quotas=rep.quotas, notice=pool.notice)
            == asked.at
        ]
        if able:
            return tuple(sorted(able))
    return ()


def _advice(now: tuple[RepId, ...], first_at: datetime | None, in_time: bool | None) -> Advice:
    if now:
        return Advice.GIVE
    if first_at is None or in_time is False:
        return Advice.FALL_BACK
    return Advice.HOLD


def _says(
    now: tuple[RepId, ...], first: RepId | None, first_at: datetime | None, due_at: datetime | None
) -> str:
    if now:
        return f"{', '.join(now)} can respond now"
    if first is None or first_at is None:
        return "nobody who may have the lead will be able to respond"
    said = f"nobody can respond now, {first} can at {iso(first_at)}"
    if due_at is None:
        return said
    return f"{said}, {'in time for' if first_at <= due_at else 'later than'} {iso(due_at)}"
