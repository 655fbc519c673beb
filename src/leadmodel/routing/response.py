"""When somebody of a pool can respond first, whatever they are doing now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from ..records import RepId
from .asked import Asked
from .judge import eligible_from, responds_at, unmet
from .needs import Need
from .pools import Nobody, PoolPolicy
from .roster import Rep

__all__ = ["Response", "first_response", "may_have", "owner_responds", "takes_again"]

NO_WAIT = timedelta(0)


class Response(NamedTuple):
    """The instant, and who it is."""

    at: datetime
    rep: RepId


def may_have(asked: Asked, pool: PoolPolicy, dropped: tuple[Need, ...]) -> Iterator[Rep]:
    """The reps whom nothing but time keeps from a lead: in the pool, with what it needs, and with room."""
    desk = asked.desk
    members = [rep for rep in desk.reps if pool.has(rep)]
    language = asked.language(members, pool)
    needs = asked.needs(pool, dropped)
    for rep in members:
        if rep.id in asked.without:
            continue
        if rep.capacity is not None and desk.load.get(rep.id, 0) >= rep.capacity:
            continue
        if all(unmet(rep, need, asked, language) is None for need in needs):
            yield rep


def first_response(asked: Asked, pool: PoolPolicy) -> Response | None:
    """The first instant from the one asked about at which a rep of the pool is at work and may have the lead.

    Needs that may be dropped later count from then on. Ties go to the rep's id. None is never.
    """
    return _first(asked, pool, NO_WAIT)


def takes_again(asked: Asked, pool: PoolPolicy) -> Response | None:
    """The first instant at which the pool gives the lead to somebody, should nothing but time change."""
    return _first(asked, pool, asked.routing.patience_of(pool), anyway=pool.nobody is Nobody.ANYWAY)


def owner_responds(asked: Asked, owner: RepId) -> datetime | None:
    """The first instant at which an owner is at work and may have the lead; None is never."""
    rep = next(each for each in asked.desk.reps if each.id == owner)
    if owner in asked.without or responds_at(rep, asked.desk, asked.at) is None:
        return None
    return eligible_from(rep, asked.desk, NO_WAIT, asked.at, quotas=())


def _first(asked: Asked, pool: PoolPolicy, patience: timedelta, *, anyway: bool = False) -> Response | None:
    best: Response | None = None
    for dropped, since in _levels(asked, pool):
        if best is not None and since >= best.at:
            break
        for rep in may_have(asked, pool, dropped):
            if responds_at(rep, asked.desk, asked.at) is None:
                # Never at work again, as far as anybody looks ahead.
                continue
            free = eligible_from(rep, asked.desk, patience, since, quotas=rep.quotas, notice=pool.notice)
            if anyway and free is not None:
                # Whoever comes back some time is looked past as soon as there may be leads for them at all.
                free = since if rep.active_from is None else max(since, rep.active_from)
            if free is not None and (best is None or (free, rep.id) < best):
                best = Response(free, rep.id)
    return best


def _levels(asked: Asked, pool: PoolPolicy) -> Iterator[tuple[tuple[Need, ...], datetime]]:
    """What may be dropped, and from when on, from nothing to all that is soft."""
    soft = pool.soft()
    already = asked.waited(asked.at)
    yield (), asked.at
    for count, need in enumerate(soft, start=1):
        assert need.patience is not None
        yield soft[:count], asked.at + max(NO_WAIT, need.patience - already)
