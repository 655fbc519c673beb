"""The plain way to look at the reps: judge each of them, and keep why."""

from dataclasses import dataclass, replace
from typing import Any

from ..records import FrozenMap, RepId
from .asked import Asked
from .decision import Candidate, WhyNot
from .judge import judge, judge_owner
from .keys import compared, keys_of
from .needs import Need
from .owed import Turns, ledger_of
from .pools import Criterion, PoolPolicy
from .weights import Weight

__all__ = ["Look", "Scan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A pool as seen for one lead: the eligible in their order with their keys, and the others by id."""

    language: str
    prefer: tuple[Criterion, ...]
    ranked: tuple[Candidate, ...]
    rejected: tuple[Candidate, ...]
    keys: dict[str, tuple[Any, ...]]
    turns: Turns | None

    def alike(self) -> list[Candidate]:
        """Among whom the lead is divided: those whom the criteria before fairness cannot tell from the first."""
        if not self.ranked:
            return []
        before = len(self.prefer) - 1 if "fairness" in self.prefer else 0
        first = self.keys[self.ranked[0].rep][:before]
        return [each for each in self.ranked if self.keys[each.rep][:before] == first]


class Scan:
    """Judges every rep of the desk, once for each pool and each set of needs."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.reps = {rep.id: rep for rep in asked.desk.reps}
        self._looks: dict[tuple[str, tuple[Need, ...], bool], Look] = {}

    def first(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        ranked = self.look(pool, dropped).ranked
        return ranked[0].rep if ranked else None

    def anyway(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        ranked = self.look(pool, dropped, anyway=True).ranked
        return ranked[0].rep if ranked else None

    def can_own(self, rep: RepId, *, anyway: bool) -> bool | None:
        who = self.reps.get(rep)
        return None if who is None else judge_owner(who, self.asked, anyway=anyway).eligible

    def look(self, pool: PoolPolicy, dropped: tuple[Need, ...], *, anyway: bool = False) -> Look:
        """Everybody, as the pool sees them for this lead; `anyway` looks past what only time keeps away."""
        key = pool.name, dropped, anyway
        if key not in self._looks:
            self._looks[key] = self._look(pool, dropped, anyway=anyway)
        return self._looks[key]

    def _look(self, pool: PoolPolicy, dropped: tuple[Need, ...], *, anyway: bool) -> Look:
        asked, desk = self.asked, self.asked.desk
        ledger = desk.ledger_named(pool.ledger)
        judged = self.judged(pool, dropped)
        if anyway:
            judged = [_looked_past(each) for each in judged]
        able = [each for each in judged if each.eligible]
        prefer = asked.routing.order_of(pool)
        turns: Turns | None = None
        if "fairness" in prefer or ledger is not None:
            reps = [each.rep for each in able]
            turns = Turns(ledger_of(desk, pool), reps, at=asked.at, weights=self.weights(), cost=asked.cost)
        keys = keys_of(able, asked, pool, self.reps, turns)
        ranked = sorted(able, key=lambda each: (*keys[each.rep], each.rep))
        return Look(
            language=self.language(pool),
            prefer=prefer,
            ranked=tuple(
                [replace(each, keys=FrozenMap(compared(prefer, keys[each.rep]))) for each in ranked]
            ),
            rejected=tuple(sorted((each for each in judged if not each.eligible), key=lambda each: each.rep)),
            keys=keys,
            turns=turns,
        )

    def judged(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> list[Candidate]:
        """Everybody on the desk for a lead of a pool, each for themselves."""
        asked, desk = self.asked, self.asked.desk
        language, needs = self.language(pool), asked.needs(pool, dropped)
        ledger = desk.ledger_named(pool.ledger)
        return [judge(rep, asked, pool, needs, language, ledger) for rep in desk.reps]

    def language(self, pool: PoolPolicy) -> str:
        """In which language a lead is answered in a pool."""
        return self.asked.language((rep for rep in self.asked.desk.reps if pool.has(rep)), pool)

    def owner(self, owner: RepId, *, anyway: bool) -> tuple[Candidate, ...]:
        """Everybody for a lead that is somebody's already: the owner first, then the others by id."""
        mine = judge_owner(self.reps[owner], self.asked, anyway=anyway)
        others = (
            judge_owner(self.reps[name], self.asked, anyway=True)
            for name in sorted(self.reps)
            if name != owner
        )
        return mine, *(_not_the_owner(each) for each in others)

    def weights(self) -> dict[str, Weight]:
        """The weight of each rep."""
        return {name: rep.weight for name, rep in self.reps.items()}


def _looked_past(candidate: Candidate) -> Candidate:
    """A rep of whom leave, hours and quotas do not count; one who is never at work again stays out."""
    only_time = (WhyNot.ON_LEAVE, WhyNot.ON_LEAVE_SOON, WhyNot.QUOTA, WhyNot.NOT_AT_WORK)
    if candidate.why_not not in only_time or candidate.can_respond_at is None:
        return candidate
    if candidate.ask_again_at is None:
        return candidate
    return replace(candidate, eligible=True, why_not=WhyNot.OUTRANKED)


def _not_the_owner(candidate: Candidate) -> Candidate:
    return replace(
        candidate,
        eligible=False,
        why_not=WhyNot.NOT_THE_OWNER,
        says="is not the owner",
        ask_again_at=None,
    )
