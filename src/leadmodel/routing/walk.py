"""The rules, asked in their order until one of them takes the lead.

How the reps are looked at is up to a `Sight`: the plain one judges each of them and can tell why, the fast one looks at
bit sets. Both walk the same way.
"""

from dataclasses import dataclass
from typing import Protocol

from ..records import RepId
from .asked import Asked
from .decision import RuleStep, StepCode
from .needs import Need
from .owners import owner_of
from .pools import EVERYBODY, Nobody, PoolPolicy
from .response import first_response
from .rules import OwnerAway, Rule

__all__ = ["Found", "Sight", "walk"]


class Sight(Protocol):
    """Who of a pool comes first, and whether an owner can have a lead."""

    def first(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        """The first of those who can have the lead."""

    def anyway(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        """The first of those who have what it needs, and room, whenever they are at work."""

    def can_own(self, rep: RepId, *, anyway: bool) -> bool | None:
        """Whether an owner can respond in time, or is there at all with `anyway`; None for nobody on the desk."""


@dataclass(slots=True, kw_only=True)
class Found:
    """Where a walk ended: who gets the lead, by which rule and pool, and in which way."""

    code: StepCode
    rep: RepId | None = None
    rule: Rule | None = None
    pool: PoolPolicy | None = None
    owner: RepId | None = None
    dropped: tuple[Need, ...] = ()
    together: tuple[RepId, ...] = ()


def walk(asked: Asked, sight: Sight, steps: list[RuleStep] | None = None) -> Found:
    """Ask the rules in their order; `steps` is given to be told what came of each."""
    rules, most = asked.routing.rules, asked.routing.most_hops
    if asked.passing is not None and most is not None and asked.passing.hops >= most:
        return _to_the_last(asked, sight, steps)
    if not rules:
        return _in_pool(asked, sight, None, EVERYBODY, steps)
    last: Found | None = None
    for rule in rules:
        answer = True if rule.when is None else asked.answer(rule.when)
        if answer is not True:
            if steps is not None:
                code = StepCode.UNKNOWN if answer is None else StepCode.NO_MATCH
                why = "does not know enough to tell" if answer is None else "is not for this lead"
                steps.append(RuleStep(rule=rule.id, answer=answer, code=code, pool=rule.pool, says=why))
            continue
        if rule.nurture is not None:
            found = Found(code=StepCode.NURTURED, rule=rule)
            _tell(steps, rule, found, f"keeps it back: {rule.nurture}")
        elif rule.owner is not None:
            found = _to_owner(asked, sight, rule, steps)
        else:
            found = _in_pool(asked, sight, rule, asked.routing.pool(rule.pool or ""), steps)
        if found.rep is not None or found.code in (StepCode.HELD, StepCode.NURTURED):
            return found
        if found.code is not StepCode.NO_OWNER:
            last = found
    return last or Found(code=StepCode.NO_MATCH)


def _to_owner(asked: Asked, sight: Sight, rule: Rule, steps: list[RuleStep] | None) -> Found:
    assert rule.owner is not None
    owned = owner_of(asked, rule.owner)
    if owned.rep is None:
        found = Found(code=StepCode.NO_OWNER, rule=rule)
        _tell(steps, rule, found, f"finds no owner of the {rule.owner.value}")
        return found
    anyway = rule.away is OwnerAway.ANYWAY
    can = sight.can_own(owned.rep, anyway=anyway)
    if can is not None and owned.rep in asked.without:
        found = Found(code=StepCode.OWNER_TRIED, rule=rule, owner=owned.rep)
        _tell(
            steps,
            rule,
            found,
            f"{owned.rep}, who owns {owned.of}, had this lead before, so the next rule is asked",
        )
        return found
    if can is None:
        found = Found(code=StepCode.NO_OWNER, rule=rule, owner=owned.rep)
        _tell(steps, rule, found, f"{owned.rep}, who owns {owned.of}, is not on the desk")
        return found
    if can:
        if rule.counts_in is not None:
            # Among whom it is divided: somebody there who has left the ledger is to be told now, not when it is read.
            sight.first(asked.routing.pool(rule.counts_in), ())
        found = Found(code=StepCode.TAKEN, rep=owned.rep, rule=rule, owner=owned.rep, together=owned.together)
        _tell(steps, rule, found, f"goes to {owned.rep}, who owns {owned.of}")
        return found
    code = StepCode.HELD if rule.away is OwnerAway.HOLD else StepCode.OWNER_AWAY
    found = Found(code=code, rule=rule, owner=owned.rep)
    waits = "so it waits" if code is StepCode.HELD else "so the next rule is asked"
    _tell(steps, rule, found, f"{owned.rep}, who owns {owned.of}, cannot respond in time, {waits}")
    return found


def _to_the_last(asked: Asked, sight: Sight, steps: list[RuleStep] | None) -> Found:
    """A lead that the rules pass on no more: to the last owner, who keeps it, or to nobody."""
    last = asked.routing.last_owner
    found = Found(code=StepCode.PASSED_ENOUGH)
    if last is not None and sight.can_own(last, anyway=True):
        found = Found(code=StepCode.PASSED_ENOUGH, rep=last, owner=last)
    if steps is not None:
        assert asked.passing is not None
        hops = asked.passing.hops
        often = f"was passed on {hops} time{'s' * (hops != 1)} of at most {asked.routing.most_hops}"
        why = f"goes to {last}, the last owner"
        if last is None:
            why = "waits, nobody is named as the last owner"
        elif last in asked.without:
            why = f"waits, {last}, the last owner, had it before"
        elif found.rep is None:
            why = f"waits, {last}, the last owner, takes no leads"
        _tell(steps, None, found, f"{often}, so it {why}")
    return found


def _in_pool(
    asked: Asked, sight: Sight, rule: Rule | None, pool: PoolPolicy, steps: list[RuleStep] | None
) -> Found:
    rep = sight.first(pool, ())
    if rep is not None:
        found = Found(code=StepCode.TAKEN, rep=rep, rule=rule, pool=pool)
        _tell(steps, rule, found, f"goes round {pool.name}")
        return found
    soft = asked.droppable(pool)
    for count in range(1, len(soft) + 1):
        dropped = soft[:count]
        rep = sight.first(pool, dropped)
        if rep is not None:
            found = Found(code=StepCode.TAKEN, rep=rep, rule=rule, pool=pool, dropped=dropped)
            _tell(steps, rule, found, f"goes round {pool.name}, without {', '.join(map(str, dropped))}")
            return found
    found = _nobody(asked, sight, rule, pool, soft)
    if steps is not None:
        _tell(steps, rule, found, _said(found, pool))
    return found


def _nobody(asked: Asked, sight: Sight, rule: Rule | None, pool: PoolPolicy, soft: tuple[Need, ...]) -> Found:
    if pool.nobody is Nobody.STAND_IN and pool.stand_in not in asked.without:
        return Found(code=StepCode.STOOD_IN, rep=pool.stand_in, rule=rule, pool=pool, dropped=soft)
    if pool.nobody is Nobody.ANYWAY:
        rep = sight.anyway(pool, soft)
        if rep is not None:
            return Found(code=StepCode.LOOKED_PAST, rep=rep, rule=rule, pool=pool, dropped=soft)
    if pool.nobody is Nobody.NEXT or (pool.nobody is Nobody.HOLD_IN_TIME and _too_late(asked, pool)):
        return Found(code=StepCode.NOBODY, rule=rule, pool=pool, dropped=soft)
    return Found(code=StepCode.HELD, rule=rule, pool=pool, dropped=soft)


def _too_late(asked: Asked, pool: PoolPolicy) -> bool:
    """Whether nobody can respond by the instant at which an answer is due; without one, nothing is too late."""
    if asked.due_at is None:
        return False
    first = first_response(asked, pool)
    return first is None or first.at > asked.due_at


def _said(found: Found, pool: PoolPolicy) -> str:
    if found.code is StepCode.STOOD_IN:
        return f"nobody in {pool.name} can have it, {found.rep} stands in"
    if found.code is StepCode.LOOKED_PAST:
        return f"nobody in {pool.name} can respond in time, {found.rep} gets it all the same"
    waits = "so it waits" if found.code is StepCode.HELD else "so the next rule is asked"
    return f"nobody in {pool.name} can have it, {waits}"


def _tell(steps: list[RuleStep] | None, rule: Rule | None, found: Found, says: str) -> None:
    if steps is not None:
        steps.append(
            RuleStep(
                rule=None if rule is None else rule.id,
                answer=True,
                code=found.code,
                pool=None if found.pool is None else found.pool.name,
                says=says,
            )
        )
