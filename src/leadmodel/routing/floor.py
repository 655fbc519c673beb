"""Who is at work, how full they are and when they had a turn, as time goes on and leads are given out.

Sets of reps are bit sets; places are positions among the reps by id. What has a name is known to the ledgers by it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import groupby

from ..hours.wall import local
from ..records import RepId
from .attendance import Presence, presence, ready_for
from .bits import mask_of, members
from .desk import Desk
from .keys import LONG_AGO
from .lane import Chosen, Lane, Named
from .policy import Routing
from .pools import PoolPolicy
from .roster import Rep
from .weights import weight_at

__all__ = ["Floor"]


AT_WORK = "at work"


class Floor:
    """All reps of a desk as of an instant that moves on."""

    def __init__(self, desk: Desk, routing: Routing, at: datetime) -> None:
        self.routing = routing
        self.reps = sorted(desk.reps, key=lambda rep: rep.id)
        self.place: dict[str, int] = {rep.id: place for place, rep in enumerate(self.reps)}
        self.schedules = desk.schedules
        self.load = {rep.id: desk.load.get(rep.id, 0) for rep in self.reps}
        self.given: dict[str, dict[str, int]] = {rep: dict(days) for rep, days in desk.given.items()}
        self.last_given: dict[str, RepId] = dict(desk.last_given)
        self.now = at
        self.presences: list[Presence] = [presence(rep, desk.schedules[rep.id], at) for rep in self.reps]
        self.at_work = mask_of(place for place, seen in enumerate(self.presences) if seen.at_work)
        self.lanes: dict[str, Lane] = {}
        #: The sets that have a name and never change.
        self.named: dict[str, int] = {}
        self.untils = [seen.until for seen in self.presences]
        self._due = [(until, place) for place, until in enumerate(self.untils)]
        heapify(self._due)
        self._by_load: dict[int, int] = {}
        for place, rep in enumerate(self.reps):
            held = self.load[rep.id]
            self._by_load[held] = self._by_load.get(held, 0) | 1 << place
        turns = sorted((desk.last_turn.get(rep.id, LONG_AGO), place) for place, rep in enumerate(self.reps))
        self.turns = [desk.last_turn.get(rep.id, LONG_AGO) for rep in self.reps]
        #: Who had the last turn when, the longest ago first.
        self._by_turn = {
            at: mask_of(place for _, place in each) for at, each in groupby(turns, lambda each: each[0])
        }

    def lane(self, pool: PoolPolicy) -> Lane:
        """A pool on this floor."""
        lane = self.lanes.get(pool.name)
        if lane is None:
            lane = self.lanes[pool.name] = Lane(self, pool)
            for place in range(len(self.reps)):
                self._look(place)
        return lane

    def move_to(self, at: datetime) -> None:
        """Let time go on, and look again at whoever has changed meanwhile."""
        due = self._due
        while due and due[0][0] <= at:
            until, place = heappop(due)
            if until != self.untils[place]:
                continue
            rep = self.reps[place]
            self.presences[place] = seen = presence(rep, self.schedules[rep.id], at)
            bit = 1 << place
            self.at_work = self.at_work | bit if seen.at_work else self.at_work & ~bit
            self.now = at
            self._look(place)
        self.now = at

    def gave(self, place: int, pool: str | None) -> None:
        """A rep got a lead, of a pool or as its owner."""
        rep = self.reps[place]
        if rep.quotas:
            days = self.given.setdefault(rep.id, {})
            today = local(self.now, rep.zone).date().isoformat()
            days[today] = days.get(today, 0) + 1
        if pool is not None:
            self.last_given[pool] = rep.id
        self._turn(place)
        self._load(place, 1)

    def freed(self, place: int) -> None:
        """A lead of a rep is open no more."""
        self._load(place, -1)

    def set_named(self, name: str) -> int:
        """Who is in the set of a name now."""
        found = self.named.get(name)
        if found is not None:
            return found
        if name == AT_WORK:
            return self.at_work
        return next(lane.ready for lane in self.lanes.values() if lane.ready_is == name)

    def mask(self, holds: Callable[[Rep], bool]) -> int:
        """The reps of whom something holds."""
        return mask_of(place for place, rep in enumerate(self.reps) if holds(rep))

    def names(self, mask: int) -> tuple[RepId, ...]:
        """The reps of a set, by id."""
        return tuple([self.reps[place].id for place in members(mask)])

    def chosen(self, reps: Iterable[RepId]) -> Chosen:
        """These reps, put together on the spot."""
        mask = mask_of(self.place[rep] for rep in reps)
        return Chosen(mask, None, mask, None)

    def in_turn(self, able: int) -> RepId:
        """Whose turn it is of a set where no ledger counts: by weight, last turn and id."""
        places = members(able)
        best = min(
            places, key=lambda each: (-weight_at(self.reps[each].weight, self.now), self.turns[each], each)
        )
        return self.reps[best].id

    def fewest_open(self, able: int) -> int:
        """Those of a set who hold the fewest open leads."""
        for held in sorted(self._by_load):
            if able & self._by_load[held]:
                return able & self._by_load[held]
        return able

    def longest_idle(self, able: int) -> int:
        """Those of a set whose last turn was longest ago."""
        return next(able & mask for mask in self._by_turn.values() if able & mask)

    def soonest(self, able: int) -> Named:
        """Those of a set who can respond first: whoever is at work, or who is the next to be."""
        working = able & self.at_work
        if working:
            return working, AT_WORK
        first = min(self.presences[place].responds for place in members(able))
        return mask_of(place for place in members(able) if self.presences[place].responds == first), None

    def _turn(self, place: int) -> None:
        bit, was = 1 << place, self.turns[place]
        if was == self.now:
            return
        left = self._by_turn[was] & ~bit
        if left:
            self._by_turn[was] = left
        else:
            del self._by_turn[was]
        self._by_turn[self.now] = self._by_turn.get(self.now, 0) | bit
        self.turns[place] = self.now

    def _load(self, place: int, more: int) -> None:
        rep, bit = self.reps[place], 1 << place
        held = self.load[rep.id]
        left = self._by_load[held] & ~bit
        if left:
            self._by_load[held] = left
        else:
            del self._by_load[held]
        held = self.load[rep.id] = held + more
        self._by_load[held] = self._by_load.get(held, 0) | bit
        if rep.capacity is not None or rep.quotas:
            self._look(place)

    def _look(self, place: int) -> None:
        """See for each pool whether a rep may have leads now, and when to look again."""
        rep, seen = self.reps[place], self.presences[place]
        held, given = self.load[rep.id], self.given.get(rep.id, {})
        until = seen.until
        for lane in self.lanes.values():
            ready, changes = ready_for(rep, seen, held, given, self.now, lane.patience, lane.notice)
            lane.set_ready(place, ready)
            until = min(until, changes)
        if until != self.untils[place]:
            self.untils[place] = until
            heappush(self._due, (until, place))
