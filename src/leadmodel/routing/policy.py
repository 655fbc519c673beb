"""The declared routing: which leads are given out, who may get them, and in which order the criteria decide.

Everything that decides stands here, in the order in which it is asked: the rules, the pools, the needs, the criteria.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from ..conditions import Condition, FieldKind, check_condition
from ..errors import Finding, InputError, hint
from ..records import FrozenMap, RepId, check_substitutes, duration, language_tag
from .facts import AROUND
from .pools import EVERYBODY, Criterion, PoolPolicy, check_order, check_pools
from .rules import OwnerOf, Rule, check_rules

__all__ = ["Criterion", "HasRouting", "Routing", "check_routing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """A routing policy.

    A lead is given out when it meets `when` (its score, or something that it did). The `rules` are asked in their
    order; the first that is for the lead and has somebody takes it: a pool, or an owner. Without rules all reps are one
    pool.

    In a pool the hard filters come first: a rep has what the lead needs (its language: `default_language` for a lead
    that names none), is not on leave, has room, and is at work within `respond_within`, where `0h` is at once. Among
    those left the `prefer` criteria decide in their order; the rep's id breaks a tie:

    - `soonest`: who can respond first, at once being as soon as it gets
    - `territory`: who covers the lead's country
    - `skill`: who has the highest level in the first skill that the pool needs
    - `tier`: the lowest `Rep.tier`
    - `fewest_open`: who holds the fewest open leads
    - `longest_idle`: whose last turn was longest ago
    - `round_robin`: who follows by id after the one who got the last lead of the pool
    - `scarce`: whose languages and skills most others have too, so that the rare ones are kept free
    - `fairness`: whose turn it is by the ledger, entitled minus received (see `pick`); it leaves no ties, so it comes
      last, and a lead is divided among those whom the criteria before it cannot tell apart

    Nobody left is an answer too: what happens then is up to the pool. `product_field` is where a lead says which
    product it asks about, `substitutes` which languages will do in place of one that nobody speaks (`records.answers`).
    A lead is passed on by the rules at most `most_hops` times in a cycle (None is as often as there are reps who have
    not had it); after that it goes to the `last_owner`, who keeps it, or waits.

    >>> Routing(when=Condition(field="card.sales_ready", equals=True)).prefer
    ('soonest', 'territory', 'fewest_open', 'longest_idle')

    Raises `InputError` for a length of time or a language that is none, for an order of criteria that is none, for hops
    below zero, and for a last owner without a name.
    """

    when: Condition
    default_language: str = "en"
    respond_within: str = "24h"
    prefer: tuple[Criterion, ...] = ("soonest", "territory", "fewest_open", "longest_idle")
    rules: tuple[Rule, ...] = ()
    pools: tuple[PoolPolicy, ...] = ()
    product_field: str | None = None
    substitutes: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenMap)
    most_hops: int | None = None
    last_owner: RepId | None = None

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        duration(self.respond_within, "respond_within", zero="allowed")
        freeze(self, "default_language", language_tag(self.default_language, "default_language"))
        freeze(self, "prefer", check_order(self.prefer))
        freeze(self, "rules", tuple(self.rules))
        listed = {tag: _several(others) for tag, others in self.substitutes.items()}
        freeze(self, "substitutes", FrozenMap(listed))
        freeze(self, "pools", tuple(self.pools))
        if self.most_hops is not None and (type(self.most_hops) is not int or self.most_hops < 0):
            raise InputError("most_hops", self.most_hops, "is no number of hops, give 0 or more, or nothing")
        if self.last_owner == "":
            raise InputError("last_owner", self.last_owner, "is empty, name the rep or leave it out")

    @property
    def patience(self) -> timedelta:
        """`respond_within` as a length of time."""
        return duration(self.respond_within, "respond_within", zero="allowed")

    def patience_of(self, pool: PoolPolicy) -> timedelta:
        """How soon a rep of a pool has to be able to respond."""
        return duration(pool.respond_within or self.respond_within, "respond_within", zero="allowed")

    def order_of(self, pool: PoolPolicy) -> tuple[Criterion, ...]:
        """The criteria that decide within a pool."""
        return self.prefer if pool.prefer is None else pool.prefer

    def pool(self, name: str) -> PoolPolicy:
        """The pool of that name, or else all reps, who are one pool where none is declared."""
        return next((each for each in self.pools if each.name == name), EVERYBODY)


def _several(others: Any) -> Any:
    # One text in the place of a list is told with its path, by `check_substitutes`.
    return others if isinstance(others, str) else tuple(others)


class HasRouting(Protocol):
    """Anything that carries a routing policy."""

    @property
    def routing(self) -> Routing: ...


def check_routing(
    routing: Routing, path: str, kinds: Mapping[str, FieldKind], *, reasons: Sequence[str]
) -> Iterator[Finding]:
    """Every fault of a routing policy; `reasons` are the codes for which a lead may be nurtured."""
    names = [pool.name for pool in routing.pools]
    yield from check_substitutes(routing.substitutes, f"{path}.substitutes")
    yield from check_condition(routing.when, f"{path}.when", kinds)
    yield from check_rules(routing.rules, f"{path}.rules", kinds={**kinds, **AROUND}, pools=names)
    yield from check_pools(routing.pools, f"{path}.pools", kinds)
    for place, rule in enumerate(routing.rules):
        if rule.nurture is not None and rule.nurture not in reasons:
            why = f"{rule.nurture!r} is no reason to nurture a lead{hint(rule.nurture, reasons)}"
            yield Finding(f"{path}.rules[{place}].nurture", why)
    used = {name for rule in routing.rules for name in (rule.pool, rule.counts_in) if name is not None}
    for place, pool in enumerate(routing.pools):
        # A rule that names a pool wrongly may mean this one.
        if pool.name not in used and used.issubset(names):
            yield Finding(f"{path}.pools[{place}].name", f"pool {pool.name!r} is used by no rule")
    asked = any(rule.owner is OwnerOf.PRODUCT_OPPORTUNITY for rule in routing.rules)
    product = routing.product_field
    if asked and product is None:
        yield Finding(
            f"{path}.product_field", "is missing, a rule asks for the opportunity of the lead's product"
        )
    if routing.last_owner is not None and routing.most_hops is None:
        yield Finding(
            f"{path}.last_owner", f"{routing.last_owner!r} gets no lead, say after how many hops (most_hops)"
        )
    if product is not None and kinds.get(product) is not FieldKind.TEXT:
        texts = [name for name, kind in kinds.items() if kind is FieldKind.TEXT]
        yield Finding(
            f"{path}.product_field", f"{product!r} is no field that holds text{hint(product, texts)}"
        )
