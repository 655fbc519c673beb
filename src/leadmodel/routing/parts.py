"""The independent parts of a policy: pools that share neither reps nor a ledger, so that each can be routed by itself.

What one part gives out changes nothing in another. So the leads of a stream may be dealt out by part to many workers,
and every decision is the one that a single worker would make of the whole stream.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..conditions import compile_condition
from ..records import Case, Graded, Lead, Links, RepId
from .desk import Desk
from .facts import facts_about
from .policy import HasRouting, Routing
from .pools import EVERYBODY, Nobody, PoolPolicy

__all__ = ["Part", "part_of", "parts_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some pools that go together, by name, and all reps who take their leads, by id; its name is that of the first.

    No rep and no ledger is in two parts.
    """

    name: str
    pools: tuple[str, ...]
    reps: tuple[RepId, ...]

    def desk(self, desk: Desk) -> Desk:
        """The part's own desk: its reps, and the ledgers in which its leads count."""
        mine = set(self.reps)
        return replace(desk, reps=tuple(rep for rep in desk.reps if rep.id in mine))


def parts_of(model: HasRouting, desk: Desk) -> tuple[Part, ...]:
    """The parts, by name; where no pools are declared, or an owner may be anybody, there is one.

    Pools go together that share a rep, a stand-in or a ledger, and those among which a lead may fall from one to the
    next. A rep who names no pools is in all of them.

    >>> from leadmodel.conditions import field
    >>> from leadmodel.routing import Need, PoolPolicy, Rep, Routing, Rule
    >>> class House:
    ...     routing = Routing(
    ...         when=field("lead.source").is_known(),
    ...         rules=(Rule(id="swiss", when=field("lead.country") == "CH", pool="ch"), Rule(id="rest", pool="world")),
    ...         pools=(PoolPolicy(name="ch", ledger="ch"), PoolPolicy(name="world", ledger="world")),
    ...     )
    >>> told = {"zone": "UTC", "hours": "office", "languages": ("en",)}
    >>> team = [Rep(id="a", pools=("ch",), **told), Rep(id="b", pools=("world",), **told)]
    >>> [(part.name, part.reps) for part in parts_of(House(), Desk(reps=tuple(team), schedules={}))]
    [('ch', ('a',)), ('world', ('b',))]
    """
    routing = model.routing
    pools = routing.pools or (EVERYBODY,)
    groups = _Groups(pool.name for pool in pools)
    if any(rule.owner is not None for rule in routing.rules):
        groups.join(*(pool.name for pool in pools))
    for rep in desk.reps:
        groups.join(*(pool.name for pool in pools if pool.has(rep)))
    by_ledger: dict[str | None, list[str]] = {}
    for pool in pools:
        if pool.ledger is not None or desk.ledger is not None:
            by_ledger.setdefault(pool.ledger, []).append(pool.name)
    for sharing in by_ledger.values():
        groups.join(*sharing)
    for chain in _chains(routing):
        groups.join(*chain)
    for pool in pools:
        groups.join(pool.name, *(each.name for each in pools if _takes(pool.stand_in, each, desk)))
    found = []
    for together in groups.all():
        members = [pool for pool in pools if pool.name in together]
        reps = (rep.id for rep in desk.reps if any(_takes(rep.id, pool, desk) for pool in members))
        found.append(Part(name=together[0], pools=together, reps=tuple(sorted(reps))))
    return tuple(found)


def part_of(
    case: Case | Lead,
    model: HasRouting,
    parts: Iterable[Part],
    *,
    card: Graded | None = None,
    links: Links | None = None,
) -> Part | None:
    """The part to which a lead belongs: that of the first rule that is for it; None where none sends it to a pool.

    Only what rules ask of a lead is looked at, which hangs neither on time nor on the reps.
    """
    routing = model.routing
    lead = case.lead if isinstance(case, Case) else case
    facts = facts_about(case, links)
    name = None if routing.rules else EVERYBODY.name
    for rule in routing.rules:
        if rule.when is None or compile_condition(rule.when)(lead, card, facts) is True:
            name = rule.pool if rule.owner is None else rule.counts_in or routing.pools[0].name
            break
    return next((part for part in parts if name in part.pools), None)


def _takes(rep: RepId | None, pool: PoolPolicy, desk: Desk) -> bool:
    """Whether a rep may get leads of a pool: in it, or standing in for it."""
    if rep is None:
        return False
    return rep == pool.stand_in or any(each.id == rep and pool.has(each) for each in desk.reps)


def _chains(routing: Routing) -> Iterable[tuple[str, ...]]:
    """For each pool that may pass a lead on to the following rules, itself and the pools of those."""
    for place, rule in enumerate(routing.rules):
        if rule.pool is None or not _passes_on(routing.pool(rule.pool)):
            continue
        later = (each.pool for each in routing.rules[place + 1 :] if each.pool is not None)
        yield (rule.pool, *later)


def _passes_on(pool: PoolPolicy) -> bool:
    return pool.nobody in (Nobody.NEXT, Nobody.HOLD_IN_TIME)


class _Groups:
    """Names that go together, by union and find."""

    def __init__(self, names: Iterable[str]) -> None:
        self._above = {name: name for name in names}

    def join(self, *names: str) -> None:
        for name in names[1:]:
            first, other = sorted((self._top(names[0]), self._top(name)))
            self._above[other] = first

    def all(self) -> list[tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self._above):
            found.setdefault(self._top(name), []).append(name)
        return [tuple(names) for _, names in sorted(found.items())]

    def _top(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = name = self._above[self._above[name]]
        return name
