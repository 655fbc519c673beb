"""What the criteria compare: a key for each rep who may have a lead, where the smaller comes first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from ..records import RepId, Scalar, iso
from .asked import Asked
from .decision import Candidate
from .needs import NeedKind, named_by
from .owed import Turns
from .pools import Criterion, PoolPolicy
from .roster import Rep

__all__ = ["LONG_AGO", "asked_skill", "compared", "keys_of", "rarity"]

LONG_AGO = datetime.min.replace(tzinfo=UTC)


def keys_of(
    candidates: Iterable[Candidate],
    asked: Asked,
    pool: PoolPolicy,
    reps: Mapping[RepId, Rep],
    turns: Turns | None,
) -> dict[str, tuple[Any, ...]]:
    """The keys of each candidate, in the order of the pool's criteria."""
    prefer = asked.routing.order_of(pool)
    readers = [_reader(criterion, asked, pool, reps, turns) for criterion in prefer]
    return {each.rep: tuple([read(each) for read in readers]) for each in candidates}


def _reader(
    criterion: Criterion, asked: Asked, pool: PoolPolicy, reps: Mapping[RepId, Rep], turns: Turns | None
) -> Callable[[Candidate], Any]:
    if criterion == "soonest":
        return lambda each: each.can_respond_at
    if criterion == "territory":
        return lambda each: not each.covers_territory
    if criterion == "fewest_open":
        return lambda each: each.open_leads
    if criterion == "longest_idle":
        # Whoever never had a turn has waited longest.
        return lambda each: each.last_turn or LONG_AGO
    if criterion == "tier":
        return lambda each: reps[each.rep].tier
    if criterion == "skill":
        skill = asked_skill(asked, pool)
        return lambda each: 0 if skill is None else -reps[each.rep].skills.get(skill, 0)
    if criterion == "round_robin":
        last = asked.desk.last_given.get(pool.name)
        return lambda each: (last is not None and each.rep <= last, each.rep)
    if criterion == "scarce":
        rare = rarity(rep for rep in reps.values() if pool.has(rep))
        return lambda each: rare[each.rep]
    return lambda each: None if turns is None else turns.rank(each.rep)


def asked_skill(asked: Asked, pool: PoolPolicy) -> str | None:
    """The first skill that a pool needs for a lead."""
    need = next((each for each in pool.needs if each.of is NeedKind.SKILL), None)
    return None if need is None else named_by(need, asked.lead)


def rarity(reps: Iterable[Rep]) -> dict[str, Fraction]:
    """How much of what is rare each rep would tie up: one over the number who have it, for each language and skill.

    This is the order of least opportunity cost: a rep who speaks English alone comes before one who is also the only
    one to speak Danish.
    """
    brought = {
        rep.id: {
            *(("language", tag.partition("-")[0]) for tag in rep.languages),
            *(("skill", name) for name in rep.skills),
        }
        for rep in reps
    }
    holders = Counter(each for brings in brought.values() for each in brings)
    return {
        rep: sum((Fraction(1, holders[each]) for each in brings), Fraction())
        for rep, brings in brought.items()
    }


def compared(prefer: tuple[Criterion, ...], keys: tuple[Any, ...]) -> dict[str, Scalar | None]:
    """Keys as a decision shows them: instants as text, a place in the round as whether it is passed."""
    return {name: _shown(key) for name, key in zip(prefer, keys, strict=True)}


def _shown(key: Any) -> Scalar | None:
    if isinstance(key, datetime):
        return None if key == LONG_AGO else iso(key)
    if isinstance(key, Fraction):
        return str(key)
    if isinstance(key, tuple):
        return bool(key[0])
    shown: Scalar | None = key
    return shown
