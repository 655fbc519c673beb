"""Several reps for one lead, one of each of several pools: an SDR and an account executive, or two for an interview.

All of them or none: where nobody of a pool goes together with the others, nobody gets the lead, and the answer says
what was in the way and when to ask again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any

from ..errors import InputError, UnknownNameError
from ..records import Case, FrozenMap, Lead, LeadId, RepId, iso
from ..records.drafts import draft_of
from ..records.names import named
from .account import because, effect_of
from .asked import Asked
from .combination import Combinations, OutOfStepsError, Share
from .decision import Candidate, Decision, RuleStep, StepCode, WhyNot
from .desk import Desk
from .digest import digest_of
from .policy import HasRouting
from .pools import PoolPolicy
from .reunion import goes_together_from
from .scan import Look, Scan
from .walk import Found
from .weights import shares_of

__all__ = ["Together", "TogetherCode", "gave_together", "route_together"]

#: Enough for three pools of a hundred; a search that needs more goes through combinations one by one.
MOST_STEPS = 100_000


class TogetherCode(StrEnum):
    """What came of asking several pools for one lead."""

    TAKEN = "taken"
    NOBODY = "nobody"
    """A pool has nobody who can have it."""
    NOT_TOGETHER = "not_together"
    """Each pool has somebody, and they do not go together."""
    GAVE_UP = "gave_up"
    """Too many combinations were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Who get a lead together: a decision for each pool, in the order of the pools, or none at all.

    `failed` is what was in the way: the pool that has nobody, or the first of what the reps have to share with which no
    combination is left, or `distinct` where there are not enough of them. `retry_at` is when there will be a
    combination should nothing but time change, None for not within a quarter of a year.
    """

    lead: LeadId
    at: datetime
    pools: tuple[str, ...]
    code: TogetherCode
    says: str
    decisions: tuple[Decision, ...] = ()
    failed: str | None = None
    retry_at: datetime | None = None

    @property
    def reps(self) -> tuple[RepId, ...]:
        """Who gets it, in the order of the pools."""
        return tuple(each.rep for each in self.decisions if each.rep is not None)

    def __str__(self) -> str:
        return "\n".join((f"{self.lead}: {self.says}", *map(str, self.decisions)))


def route_together(
    case: Case | Lead,
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    pools: Sequence[str],
    share: Sequence[Share | str] = (),
    without: Collection[RepId] = (),
    cost: int = 1,
    waiting_since: datetime | None = None,
    most_steps: int = MOST_STEPS,
) -> Together:
    """Decide which reps get a lead together, one of each pool and nobody twice.

    Each pool has its own order, needs and ledger; the rules are not asked, nor what the pools say about nobody. Each
    two reps `share` something. Of all combinations it is the first: the earliest of the first pool with whom there is
    one, then of the second, and so on. Soft needs are dropped when there is no combination otherwise, as few in all as
    it takes, and those of the last pool first.

    A ledger counts a lead once, so pools that are asked together count in ledgers of their own. There the lead is
    divided among those with whom there would have been a combination too, given who was chosen before them.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import PoolPolicy, Rep, Routing, Rule, open_desk
    >>> class House:
    ...     routing = Routing(
    ...         when=Condition(field="lead.source", present=True),
    ...         rules=(Rule(id="all", pool="sdrs"),),
    ...         pools=(PoolPolicy(name="sdrs"), PoolPolicy(name="executives")),
    ...     )
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> def somebody(id, pool, *languages):
    ...     return Rep(id=id, zone="UTC", hours="office", languages=languages, pools=(pool,))
    >>> ann, bob = somebody("ann", "sdrs", "en"), somebody("bob", "sdrs", "en", "it")
    >>> eve = somebody("eve", "executives", "it", "en-GB")
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=nine, source="form")
    >>> desk = open_desk((ann, bob, eve), House())
    >>> route_together(lead, House(), desk=desk, at=nine, pools=("sdrs", "executives"), share=("language",)).reps
    ('ann', 'eve')

    Raises `UnknownNameError` for a pool that is not declared, `InputError` for no pools, for two that count in one
    ledger, for something that reps cannot share, and for less than one step, `TimeError` for a naive time.
    """
    chosen = _pools(model, desk, pools)
    wanted = [named(Share, each, "share") for each in share]
    if type(most_steps) is not int or most_steps < 1:
        raise InputError("most_steps", most_steps, "is less than one step, in which nothing can be found")
    asked = Asked(case, model, desk=desk, at=at, without=without, cost=cost, waiting_since=waiting_since)
    return _Question(asked, chosen, Combinations(desk.reps, wanted, steps=most_steps)).answer()


def gave_together(desk: Desk, together: Together, *, at: datetime) -> Desk:
    """The desk after all of them got the lead; each is charged to the ledger of their pool.

    Raises `InputError` where nobody gets it, and what `Desk.gave` raises; then no desk has changed.
    """
    if not together.decisions:
        raise InputError("together", together.lead, f"goes to nobody, {together.says}")
    for decision in together.decisions:
        assert decision.rep is not None
        desk = desk.gave(decision.rep, at=at, decision=decision)
    return desk


def _pools(model: HasRouting, desk: Desk, names: Sequence[str]) -> list[PoolPolicy]:
    declared = {pool.name: pool for pool in model.routing.pools}
    if not names:
        raise InputError("pools", names, "is empty, name a pool for each rep")
    for name in names:
        if name not in declared:
            raise UnknownNameError("pool", name, declared)
    found = [declared[name] for name in names]
    counted = [pool.ledger for pool in found if desk.ledger_named(pool.ledger) is not None]
    for place, ledger in enumerate(counted):
        if ledger in counted[:place]:
            which = "the desk's own ledger" if ledger is None else f"ledger {ledger!r}"
            raise InputError(
                "pools",
                tuple(names),
                f"count more than once in {which}, which counts a lead once: name a ledger for each",
            )
    return found


class _Question:
    """One question to several pools."""

    def __init__(self, asked: Asked, pools: list[PoolPolicy], combinations: Combinations) -> None:
        self.asked = asked
        self.pools = pools
        self.combinations = combinations
        self.scan = Scan(asked)
        self.place = {rep.id: place for place, rep in enumerate(asked.desk.reps)}
        self._looks: dict[tuple[int, int], Look] = {}

    def answer(self) -> Together:
        droppable = [self.asked.droppable(pool) for pool in self.pools]
        most = [len(each) for each in droppable]
        for number, count in enumerate(most):
            if not self._look(number, count).ranked:
                name = self.pools[number].name
                return self._failed(TogetherCode.NOBODY, name, f"nobody in {name} can have it")
        try:
            # Fewest dropped first; of as many, those of the last pools.
            for counts in sorted(
                product(*(range(each + 1) for each in most)), key=lambda counts: (sum(counts), counts)
            ):
                found = self.combinations.first(self._lists(counts))
                if found is not None:
                    return self._taken(found, counts)
            return self._not_together(most)
        except OutOfStepsError:
            says = "too many combinations, ask for fewer pools or allow more steps"
            return self._told(TogetherCode.GAVE_UP, says)

    def _look(self, number: int, count: int) -> Look:
        key = number, count
        if key not in self._looks:
            pool = self.pools[number]
            self._looks[key] = self.scan.look(pool, self.asked.droppable(pool)[:count])
        return self._looks[key]

    def _lists(self, counts: Sequence[int]) -> list[list[int]]:
        looks = (self._look(number, count) for number, count in enumerate(counts))
        return [[self.place[each.rep] for each in look.ranked] for look in looks]

    def _not_together(self, most: Sequence[int]) -> Together:
        lists, share = self._lists(most), self.combinations.share
        count = next(
            count for count in range(len(share) + 1) if self.combinations.first(lists, count=count) is None
        )
        names = " and ".join(pool.name for pool in self.pools)
        if count == 0:
            return self._failed(
                TogetherCode.NOT_TOGETHER, "distinct", f"not enough different reps in {names}"
            )
        shared = ", ".join(share[: count - 1])
        besides = f" besides {shared}" if shared else ""
        failed = share[count - 1]
        return self._failed(
            TogetherCode.NOT_TOGETHER, failed, f"nobody in {names} shares a {failed}{besides}"
        )

    def _failed(self, code: TogetherCode, failed: str, says: str) -> Together:
        again = goes_together_from(self.asked, self.pools, self.combinations)
        when = "" if again is None else f", ask again at {iso(again)}"
        return replace(self._told(code, f"{says}{when}"), failed=str(failed), retry_at=again)

    def _told(self, code: TogetherCode, says: str) -> Together:
        return Together(
            lead=self.asked.lead.id,
            at=self.asked.at,
            pools=tuple(pool.name for pool in self.pools),
            code=code,
            says=says,
        )

    def _taken(self, found: tuple[int, ...], counts: Sequence[int]) -> Together:
        lists = self._lists(counts)
        reps = [self.asked.desk.reps[place].id for place in found]
        decisions = tuple(self._decision(number, count, lists, found) for number, count in enumerate(counts))
        names = " and ".join(f"{rep} of {pool.name}" for rep, pool in zip(reps, self.pools, strict=True))
        return replace(self._told(TogetherCode.TAKEN, f"goes to {names}"), decisions=decisions)

    def _decision(self, number: int, count: int, lists: list[list[int]], found: tuple[int, ...]) -> Decision:
        asked, pool, look = self.asked, self.pools[number], self._look(number, count)
        reps = [asked.desk.reps[place].id for place in found]
        able = {asked.desk.reps[place].id for place in self.combinations.may_follow(lists, found[:number])}
        winner, *others = [each for each in look.ranked if each.rep in able]
        apart = [self._apart(each, number, found) for each in look.ranked if each.rep not in able]
        candidates = (
            replace(winner, why_not=None),
            *others,
            *sorted((*apart, *look.rejected), key=lambda each: each.rep),
        )
        # Among those with whom there is a combination, the lead is divided as ever.
        before = len(look.prefer) - 1 if "fairness" in look.prefer else 0
        mine = look.keys[winner.rep][:before]
        alike = [each.rep for each in (winner, *others) if look.keys[each.rep][:before] == mine]
        shares: FrozenMap[int] = FrozenMap()
        if look.turns is not None:
            shares = shares_of(alike, at=asked.at, weights=self.scan.weights())
        dropped = asked.droppable(pool)[:count]
        step = Found(code=StepCode.TAKEN, rep=winner.rep, pool=pool, dropped=dropped)
        beside = tuple(rep for place, rep in enumerate(reps) if place != number)
        says = f"goes round {pool.name}{', together with ' if beside else ''}{', '.join(beside)}"
        return _new_decision(
            asked,
            self.pools,
            self.combinations.share,
            lead=asked.lead.id,
            at=asked.at,
            rep=winner.rep,
            language=look.language,
            says=because(winner, others, look),
            retry_at=None,
            candidates=candidates,
            shares=shares,
            cost=asked.cost,
            rule=None,
            pool=pool.name,
            ledger=pool.ledger,
            nurture=None,
            together=beside,
            steps=(RuleStep(rule=None, answer=True, code=StepCode.TAKEN, pool=pool.name, says=says),),
            relaxed=tuple(map(str, dropped)),
            in_time=None,
            effect=effect_of(asked, step, candidates, shares),
            model=getattr(asked.model, "version", ""),
            passing=None,
        )

    def _apart(self, candidate: Candidate, number: int, found: tuple[int, ...]) -> Candidate:
        """One who could have the lead, but not together with the others, and the first thing in the way."""
        place = self.place[candidate.rep]
        says = f"goes with nobody for {', '.join(pool.name for pool in self.pools[number + 1 :])}"
        for before, pool in zip(found[:number], self.pools, strict=False):
            unlike = self.combinations.unlike(place, before)
            if place == before:
                says = f"has it for {pool.name} already"
                break
            if unlike is not None:
                says = f"shares no {unlike} with {self.asked.desk.reps[before].id}"
                break
        return replace(candidate, eligible=False, why_not=WhyNot.NOT_TOGETHER, says=says, keys=FrozenMap())


_DecisionDraft = draft_of(Decision)


def _new_decision(asked: Asked, pools: Sequence[PoolPolicy], share: Sequence[Share], **told: Any) -> Decision:
    """A decision whose digest is found when it is asked for: that takes longer than all the rest."""
    new = _DecisionDraft()
    for name, value in told.items():
        setattr(new, name, value)
    together = {"pools": [pool.name for pool in pools], "share": [*share]}
    new.finish = lambda name: {"inputs": digest_of(asked, together=together)}
    new.__class__ = Decision
    made: Decision = new
    return made
