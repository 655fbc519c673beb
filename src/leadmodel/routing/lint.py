"""What is likely to be wrong with a policy over the people there are: rules that are never reached, needs nobody meets.

Nothing here is a fault of the document, which is proved when it is loaded; it is what a careful colleague would remark.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..hours.wall import local
from ..records import FrozenMap, RepId, utc
from .delegates import check_delegates
from .desk import Desk
from .needs import Need, NeedKind
from .policy import HasRouting, Routing
from .pools import EVERYBODY, Nobody, PoolPolicy
from .quota import Period
from .roster import Rep
from .rules import Rule
from .speech import can_answer

__all__ = ["RoutingRemark", "RoutingRemarkCode", "lint_routing"]

WEEK = timedelta(days=7)
DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}


class RoutingRemarkCode(StrEnum):
    """What a remark is about."""

    SHADOWED_RULE = "shadowed_rule"
    """A rule before it takes every lead that it could have."""
    EMPTY_POOL = "empty_pool"
    UNKNOWN_POOL = "unknown_pool"
    """A rep is in a pool that is not declared."""
    NOBODY_PASSES = "nobody_passes"
    """A hard filter that no member of the pool passes."""
    ONE_HOLDER_AWAY = "one_holder_away"
    """The only one who meets a need is on leave in the weeks looked at."""
    NO_STAND_IN = "no_stand_in"
    """The rep who stands in is not on the desk, or takes no leads any more."""
    TOO_LITTLE_ROOM = "too_little_room"
    """Quotas or room are below the leads that are expected."""
    DELEGATES = "delegates"
    """Delegates go round in a circle, or are not on the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRemark:
    """One remark; `path` is where in the policy, or which rep, it is about."""

    code: RoutingRemarkCode
    path: str
    says: str

    def __str__(self) -> str:
        return f"{self.path}: {self.says}"


def lint_routing(
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    weeks: int = 4,
    expected: Mapping[str, int] = FrozenMap(),
    delegates: Mapping[RepId, RepId] | None = None,
) -> tuple[RoutingRemark, ...]:
    """Remarks on a policy over a desk, for the weeks from an instant on, in the order of the policy.

    `expected` is how many leads a week each pool should get, by name; `delegates` who stands in for whom on leave.

    >>> from leadmodel.conditions import field
    >>> from leadmodel.routing import Rep, Routing
    >>> class House:
    ...     routing = Routing(
    ...         when=field("lead.source").is_known(),
    ...         rules=(Rule(id="all", pool="all"), Rule(id="swiss", when=field("lead.country") == "CH", pool="all")),
    ...         pools=(PoolPolicy(name="all"),),
    ...     )
    >>> desk = Desk(reps=(), schedules={})
    >>> for remark in lint_routing(House(), desk=desk, at=datetime.fromisoformat("2026-11-09T09:00Z")):
    ...     print(remark)
    $.routing.rules[1]: is never reached, rule 'all' before it takes every lead
    $.routing.pools[0]: nobody is in pool 'all'

    Raises `TimeError` for a naive instant.
    """
    since = utc(at, "at")
    until = since + weeks * WEEK
    routing = model.routing
    remarks = [*_shadowed(routing)]
    for place, pool in enumerate(routing.pools or (EVERYBODY,)):
        path = f"$.routing.pools[{place}]" if routing.pools else "$.routing"
        remarks += _of_pool(pool, path, routing, desk, since, until)
        if pool.name in expected:
            remarks += _room(pool, path, desk, expected[pool.name])
    remarks += _unknown_pools(routing, desk)
    reps = [rep.id for rep in desk.reps]
    for fault in check_delegates(delegates or {}, "delegates", reps=reps):
        remarks.append(RoutingRemark(code=RoutingRemarkCode.DELEGATES, path=fault.path, says=fault.message))
    return tuple(remarks)


def _shadowed(routing: Routing) -> Iterator[RoutingRemark]:
    for place, rule in enumerate(routing.rules):
        for before in routing.rules[:place]:
            if _ends(before, routing) and (before.when is None or before.when == rule.when):
                every = "every lead" if before.when is None else "the same leads"
                yield RoutingRemark(
                    code=RoutingRemarkCode.SHADOWED_RULE,
                    path=f"$.routing.rules[{place}]",
                    says=f"is never reached, rule {before.id!r} before it takes {every}",
                )
                break


def _ends(rule: Rule, routing: Routing) -> bool:
    """Whether no lead that a rule is for goes on to the following ones; an owner may always be missing."""
    if rule.nurture is not None:
        return True
    if rule.pool is None:
        return False
    return routing.pool(rule.pool).nobody in (Nobody.HOLD, Nobody.ANYWAY, Nobody.STAND_IN)


def _of_pool(
    pool: PoolPolicy, path: str, routing: Routing, desk: Desk, since: datetime, until: datetime
) -> Iterator[RoutingRemark]:
    members = [rep for rep in desk.reps if pool.has(rep) and _still(rep, since)]
    if pool.stand_in is not None and not any(
        rep.id == pool.stand_in and _still(rep, since) for rep in desk.reps
    ):
        says = f"{pool.stand_in!r}, who stands in, takes no leads on this desk"
        yield RoutingRemark(code=RoutingRemarkCode.NO_STAND_IN, path=f"{path}.stand_in", says=says)
    if not members:
        says = f"nobody is in pool {pool.name!r}"
        yield RoutingRemark(code=RoutingRemarkCode.EMPTY_POOL, path=path, says=says)
        return
    for place, need in enumerate(pool.needs):
        if need.of is NeedKind.TERRITORY or need.field is not None:
            continue
        holders = [rep for rep in members if _meets(rep, need, routing)]
        where = f"{path}.needs[{place}]"
        what = f"the language {routing.default_language}" if need.of is NeedKind.LANGUAGE else str(need)
        if not holders:
            says = f"nobody in pool {pool.name!r} has {what}"
            yield RoutingRemark(code=RoutingRemarkCode.NOBODY_PASSES, path=where, says=says)
        elif len(holders) == 1 and (away := _leave_within(holders[0], since, until)):
            says = f"only {holders[0].id!r} has {what}, who is on leave {away}"
            yield RoutingRemark(code=RoutingRemarkCode.ONE_HOLDER_AWAY, path=where, says=says)


def _meets(rep: Rep, need: Need, routing: Routing) -> bool:
    if need.of is NeedKind.LANGUAGE:
        return can_answer(rep, routing.default_language, routing.substitutes, need.fluency)
    if need.of is NeedKind.ROLE:
        return rep.role == need.name
    return rep.skills.get(str(need.name), 0) >= need.level


def _leave_within(rep: Rep, since: datetime, until: datetime) -> str:
    """The days of the first leave that lies in the weeks looked at, as text."""
    first, last = local(since, rep.zone).date(), local(until, rep.zone).date()
    days = [off for off in rep.leave if off.whole_days and off.start < last and first < off.end]
    return f"from {days[0].start} to {days[0].end}" if days else ""


def _room(pool: PoolPolicy, path: str, desk: Desk, expected: int) -> Iterator[RoutingRemark]:
    members = [rep for rep in desk.reps if pool.has(rep)]
    weekly = [
        min(each.leads * 7 // DAYS[each.per] for each in rep.quotas) if rep.quotas else None
        for rep in members
    ]
    if None not in weekly and sum(each or 0 for each in weekly) < expected:
        most = sum(each or 0 for each in weekly)
        says = f"quotas allow {most} leads a week in pool {pool.name!r}, {expected} are expected"
        yield RoutingRemark(code=RoutingRemarkCode.TOO_LITTLE_ROOM, path=path, says=says)
    room = [rep.capacity for rep in members]
    if None not in room and sum(each or 0 for each in room) < expected:
        most = sum(each or 0 for each in room)
        says = f"pool {pool.name!r} can hold {most} open leads, and {expected} are expected in a week"
        yield RoutingRemark(code=RoutingRemarkCode.TOO_LITTLE_ROOM, path=path, says=says)


def _unknown_pools(routing: Routing, desk: Desk) -> Iterator[RoutingRemark]:
    known = {pool.name for pool in routing.pools}
    for rep in sorted(desk.reps, key=lambda each: each.id):
        for name in rep.pools:
            if name not in known:
                says = f"is in pool {name!r}, which the model does not declare"
                yield RoutingRemark(code=RoutingRemarkCode.UNKNOWN_POOL, path=f"rep {rep.id!r}", says=says)


def _still(rep: Rep, at: datetime) -> bool:
    return rep.active_until is None or at < rep.active_until
