"""The fast way to look at the reps: bit sets over a pool whose members are numbered in the order of its criteria.

On a desk that does not change, whose turn is before whose does not change either. So the members of a pool are sorted
once by all criteria that do not hang on the lead, and numbered. Who may have a lead is a few ANDs of bit sets, and the
first of them is the lowest bit. Criteria that do hang on the lead (its country, the skill it needs) split the set on
the way. It holds until somebody comes to work or goes, and is made again then.
"""

from collections.abc import Mapping
from typing import Any

from ..records import RepId
from .asked import Asked
from .attendance import NEVER, Attendance, Presence, attendance_at, ready_for
from .desk import Desk
from .judge import judge_owner
from .keys import LONG_AGO, asked_skill, rarity
from .needs import Need, NeedKind, named_by
from .owed import ledger_of
from .pick import pick
from .policy import Routing
from .pools import Criterion, PoolPolicy
from .roster import Rep
from .scan import Scan
from .speech import can_answer
from .weights import Weight

__all__ = ["Index"]

#: What hangs on the lead, and so cannot be sorted by once for all.
BY_LEAD = ("territory", "skill")


class Index:
    """What a walk asks of the reps, answered from what the desk keeps."""

    __slots__ = ("asked",)

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def first(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        return _numbered(self.asked, pool).first(self.asked, dropped)

    def anyway(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        # Once in a while, and then everybody has to be looked at again.
        return Scan(self.asked).anyway(pool, dropped)

    def can_own(self, rep: RepId, *, anyway: bool) -> bool | None:
        who = _kept(self.asked.desk, self.asked.routing).by_id.get(rep)
        return None if who is None else judge_owner(who, self.asked, anyway=anyway).eligible


class _Kept:
    """What a desk keeps for one routing policy."""

    __slots__ = ("by_id", "pools", "routing")

    def __init__(self, desk: Desk, routing: Routing) -> None:
        self.routing = routing
        self.by_id: Mapping[str, Rep] = {rep.id: rep for rep in desk.reps}
        self.pools: dict[tuple[str, int], _Numbered] = {}


def _kept(desk: Desk, routing: Routing) -> _Kept:
    kept = getattr(desk, "indexes", None)
    if not isinstance(kept, _Kept) or kept.routing is not routing:
        kept = _Kept(desk, routing)
        object.__setattr__(desk, "indexes", kept)
    return kept


def _numbered(asked: Asked, pool: PoolPolicy) -> "_Numbered":
    desk, at = asked.desk, asked.at
    kept = _kept(desk, asked.routing)
    key = pool.name, asked.cost
    numbered = kept.pools.get(key)
    if numbered is None or not numbered.since <= at < numbered.until:
        attendance = attendance_at(desk.reps, desk.schedules, at, getattr(desk, "attendance", None))
        object.__setattr__(desk, "attendance", attendance)
        numbered = kept.pools[key] = _Numbered(asked, pool, attendance)
    return numbered


class _Numbered:
    """The members of a pool in the order of its criteria, as bits, for the instants from `since` until `until`."""

    def __init__(self, asked: Asked, pool: PoolPolicy, attendance: Attendance) -> None:
        desk, at = asked.desk, asked.at
        patience = asked.routing.patience_of(pool)
        prefer = asked.routing.order_of(pool)
        members = [
            (rep, seen) for rep, seen in zip(desk.reps, attendance.presences, strict=True) if pool.has(rep)
        ]
        ledger = desk.ledger_named(pool.ledger)
        counts = "fairness" in prefer or ledger is not None
        gone = {
            rep.id for rep, _ in members if counts and ledger is not None and ledger.standing(rep.id).left_at
        }
        static = [_static(each, asked, pool, members, gone) for each in prefer if each not in BY_LEAD]
        sort_keys = {rep.id: (*(keys[rep.id] for keys in static), rep.id) for rep, _ in members}
        members.sort(key=lambda each: sort_keys[each[0].id])
        self.pool = pool
        self.since = at
        self.until = attendance.until
        self.reps = [rep for rep, _ in members]
        self.place = {rep.id: place for place, rep in enumerate(self.reps)}
        self.everybody = (1 << len(members)) - 1
        self.ready = 0
        self.gone = sum(1 << self.place[rep] for rep in gone)
        for place, (rep, seen) in enumerate(members):
            ready, until = ready_for(
                rep,
                seen,
                desk.load.get(rep.id, 0),
                desk.given.get(rep.id, {}),
                at,
                patience,
                pool.notice,
            )
            self.until = min(self.until, until)
            if ready:
                self.ready |= 1 << place
        self._sets: dict[object, int] = {}
        self._levels: dict[str, list[int]] = {}
        self._splits = _splits(prefer, [sort_keys[rep.id] for rep in self.reps])

    def first(self, asked: Asked, dropped: tuple[Need, ...]) -> RepId | None:
        """The first of those who may have a lead; raises what the plain way raises for one who left the ledger."""
        able = self.ready
        for need in self.pool.needs:
            if need not in dropped:
                able &= self._who_meets(need, asked)
        for rep in asked.without:
            place = self.place.get(rep)
            if place is not None:
                able &= ~(1 << place)
        if not able:
            return None
        if able & self.gone:
            return Scan(asked).first(self.pool, dropped)
        for criterion, ends in self._splits:
            lowest = (able & -able).bit_length() - 1
            able &= (1 << ends[lowest]) - 1
            able = self._best(criterion, able, asked)
        return self.reps[(able & -able).bit_length() - 1].id

    def _who_meets(self, need: Need, asked: Asked) -> int:
        kind = need.of
        lead = asked.lead
        key: object
        if kind is NeedKind.LANGUAGE:
            key = lead.languages, need.fluency
        elif kind is NeedKind.TERRITORY:
            if lead.country is None:
                return self.everybody
            return self._covering(lead.country)
        else:
            name = named_by(need, lead)
            if name is None:
                return self.everybody
            key = (kind, name, need.level)
        found = self._sets.get(key)
        if found is None:
            found = self._sets[key] = self._meeting(need, asked)
        return found

    def _meeting(self, need: Need, asked: Asked) -> int:
        if need.of is NeedKind.LANGUAGE:
            language, substitutes = asked.language(self.reps, self.pool), asked.routing.substitutes
            return self._mask(lambda rep: can_answer(rep, language, substitutes, need.fluency))
        name = named_by(need, asked.lead)
        if need.of is NeedKind.ROLE:
            return self._mask(lambda rep: rep.role == name)
        return self._mask(lambda rep: rep.skills.get(str(name), 0) >= need.level)

    def _covering(self, country: str) -> int:
        found = self._sets.get(country)
        if found is None:
            found = self._sets[country] = self._mask(lambda rep: country in rep.territories)
        return found

    def _mask(self, holds: Any) -> int:
        bits = 0
        for place, rep in enumerate(self.reps):
            if holds(rep):
                bits |= 1 << place
        return bits

    def _best(self, criterion: Criterion, able: int, asked: Asked) -> int:
        """Those of a set whom a criterion likes best that hangs on the lead."""
        if criterion == "territory":
            country = asked.lead.country
            return able if country is None else able & self._covering(country) or able
        skill = asked_skill(asked, self.pool)
        if skill is None:
            return able
        if skill not in self._levels:
            levels = sorted({rep.skills.get(skill, 0) for rep in self.reps}, reverse=True)
            self._levels[skill] = [
                self._mask(lambda rep, at=at: rep.skills.get(skill, 0) == at) for at in levels
            ]
        return next(able & mask for mask in self._levels[skill] if able & mask)


def _static(
    criterion: Criterion,
    asked: Asked,
    pool: PoolPolicy,
    members: list[tuple[Rep, Presence]],
    gone: set[RepId],
) -> dict[str, Any]:
    """The key of each member by a criterion that does not hang on the lead."""
    desk = asked.desk
    reps = [rep for rep, _ in members]
    if criterion == "soonest":
        return {
            rep.id: (not seen.at_work, seen.responds if not seen.at_work else NEVER) for rep, seen in members
        }
    if criterion == "fewest_open":
        return {rep.id: desk.load.get(rep.id, 0) for rep in reps}
    if criterion == "longest_idle":
        return {rep.id: desk.last_turn.get(rep.id, LONG_AGO) for rep in reps}
    if criterion == "tier":
        return {rep.id: rep.tier for rep in reps}
    if criterion == "round_robin":
        last = desk.last_given.get(pool.name)
        return {rep.id: (last is not None and rep.id <= last, rep.id) for rep in reps}
    if criterion == "scarce":
        return dict(rarity(reps))
    weights: dict[str, Weight] = {rep.id: rep.weight for rep in reps}
    able = [rep.id for rep in reps if rep.id not in gone]
    places = pick(ledger_of(desk, pool), able, at=asked.at, weights=weights, cost=asked.cost).places
    ranks = {place.rep: rank for rank, place in enumerate(places)}
    return {rep.id: ranks.get(rep.id, len(reps)) for rep in reps}


def _splits(prefer: tuple[Criterion, ...], keys: list[tuple[Any, ...]]) -> list[tuple[Criterion, list[int]]]:
    """For each criterion that hangs on the lead: where the members end whom those before it cannot tell apart."""
    found = []
    before = 0
    for criterion in prefer:
        if criterion not in BY_LEAD:
            before += 1
            continue
        ends = [len(keys)] * len(keys)
        for place in reversed(range(len(keys) - 1)):
            alike = keys[place][:before] == keys[place + 1][:before]
            ends[place] = ends[place + 1] if alike else place + 1
        found.append((criterion, ends))
    return found
