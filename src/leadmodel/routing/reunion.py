"""When the reps of several pools will be able to take a lead together, should nothing but time change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from .asked import Asked
from .attendance import NEVER, Presence, presence, ready_for
from .combination import Combinations, OutOfStepsError
from .pools import PoolPolicy
from .response import may_have

__all__ = ["goes_together_from"]

#: Nobody plans a call for later than that.
LOOK_AHEAD = timedelta(days=92)


def goes_together_from(
    asked: Asked, pools: Sequence[PoolPolicy], combinations: Combinations
) -> datetime | None:
    """The first instant after the one asked about at which there is a combination.

    Time changes who is ready at instants that are known beforehand, so it goes from each of them to the next.
    """
    lanes = [_Lane(asked, pool) for pool in pools]
    if not _some([lane.ever() for lane in lanes], combinations, unknown=True):
        return None
    at = asked.at
    seen: dict[int, Presence] = {}
    ready = [lane.ready_at(at, seen) for lane in lanes]
    while (at := min(lane.until for lane in lanes)) - asked.at <= LOOK_AHEAD:
        before, ready = ready, [lane.ready_at(at, seen) for lane in lanes]
        if ready != before and _some(ready, combinations, unknown=False):
            return at
    return None


def _some(lists: list[list[int]], combinations: Combinations, *, unknown: bool) -> bool:
    """Whether there is a combination; `unknown` where that takes too long to find out."""
    try:
        return combinations.first(lists) is not None
    except OutOfStepsError:
        return unknown


class _Lane:
    """One pool: who may have the lead by all but time, by what has been dropped, and who is ready."""

    def __init__(self, asked: Asked, pool: PoolPolicy) -> None:
        self.asked = asked
        self.pool = pool
        self.patience = asked.routing.patience_of(pool)
        self.until = asked.at
        self._soft = pool.soft()
        place = {rep.id: number for number, rep in enumerate(asked.desk.reps)}
        #: By how many of the soft needs are dropped.
        self._able = [
            [place[rep.id] for rep in may_have(asked, pool, self._soft[:count])]
            for count in range(len(self._soft) + 1)
        ]
        self._ready: dict[int, tuple[bool, datetime]] = {}

    def ever(self) -> list[int]:
        """All who may have it once everything soft is dropped."""
        return self._able[-1]

    def ready_at(self, at: datetime, seen: dict[int, Presence]) -> list[int]:
        """Who can have it at an instant; `until` is then the next at which that may change."""
        waited = self.asked.waited(at)
        waits = [need.patience for need in self._soft if need.patience is not None]
        dropped = sum(wait <= waited for wait in waits)
        changes = [at + (wait - waited) for wait in waits if wait > waited]
        found = []
        for place in self._able[-1]:
            ready, until = self._ready.get(place, (False, at))
            if until <= at:
                ready, until = self._ready[place] = self._look(place, at, seen)
            changes.append(until)
            if ready:
                found.append(place)
        self.until = min(changes, default=NEVER)
        able = {*self._able[dropped]}
        return [place for place in found if place in able]

    def _look(self, place: int, at: datetime, seen: dict[int, Presence]) -> tuple[bool, datetime]:
        desk = self.asked.desk
        rep = desk.reps[place]
        if place not in seen or seen[place].until <= at:
            seen[place] = presence(rep, desk.schedules[rep.id], at)
        return ready_for(
            rep,
            seen[place],
            desk.load.get(rep.id, 0),
            desk.given.get(rep.id, {}),
            at,
            self.patience,
            self.pool.notice,
        )
