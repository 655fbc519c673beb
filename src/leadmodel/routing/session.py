"""Many leads in a row: the same turns as `pick` and `charge`, at the cost of some microseconds each.

A session is a builder. It starts from a ledger, changes inside, and freezes into the next ledger; nothing else is kept.
Who is eligible is asked of attributes (a language, a shift, a full plate), which are bit sets over the roster.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from heapq import heappop, heappush
from math import gcd

from ..errors import InputError, TimeError, UnknownNameError
from ..records import FrozenMap, LeadId, RepId, iso, utc
from .bits import mask_of, members
from .cells import Cell, Cells
from .entries import Entry
from .ledger import Ledger
from .pick import Pick, ranked
from .pool import Pool
from .session_log import SessionLog
from .weights import Weight, lowest, next_change, weight_at, whole

__all__ = ["Session"]

LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
#: The attribute of those who may get leads at all; the ledger may know others.
ON_ROSTER = 1


class Session:
    """Gives out the leads of a stream, in the order of time, to a fixed roster.

    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> weights = {"ann": 2, "bob": 1, "cid": 1}
    >>> session = Session(Ledger(name="inbound"), weights, at=nine, weights=weights)
    >>> session.mark("italian", ("ann", "bob"))
    >>> anybody, italian = session.pool(), session.pool("italian")
    >>> [session.give(f"L{number}", anybody, at=nine) for number in range(4)]
    ['ann', 'bob', 'ann', 'cid']
    >>> session.give("L4", italian, at=nine), session.ledger().lag("bob")
    ('ann', (1, 3))

    `at` is when it begins: weights are those of that instant, and ramps take their steps as time goes on. Raises
    `UnknownNameError` for a rep without a weight where there are weights, `InputError` for one who has left the ledger
    or is named twice, `TimeError` for an instant that is naive or before a last turn of the ledger.
    """

    def __init__(
        self,
        ledger: Ledger,
        reps: Iterable[str],
        *,
        at: datetime,
        weights: Mapping[str, Weight] | None = None,
    ) -> None:
        self._now = utc(at, "at")
        declared = _declared(ledger, sorted(reps), weights, self._now)
        everybody = sorted({*declared, *ledger.reps})
        standings = [ledger.standing(rep) for rep in everybody]
        numbers = [weight_at(declared.get(rep, 1), self._now) for rep in everybody]
        self._log = SessionLog(ledger, everybody, numbers)
        self._cells = Cells(
            lags=[standing.lag for standing in standings],
            unit=ledger.unit,
            weights=numbers,
            turns=[standing.last_turn or LONG_AGO for standing in standings],
        )
        self._place = {rep: self._log.place[rep] for rep in declared}
        self._roster = self._mask(declared)
        self._cells.flip(ON_ROSTER, self._roster)
        self._marks: dict[str, tuple[int, int]] = {}
        self._pools: dict[tuple[int, int], Pool] = {}
        self._steps: list[tuple[datetime, int, Weight]] = []
        self._next_step = NEVER
        for rep, weight in declared.items():
            self._await_step(self._place[rep], weight, self._now)

    def mark(self, attribute: str, reps: Iterable[str]) -> None:
        """Let exactly these reps have an attribute from now on."""
        self._set(attribute, self._mask(reps))

    def change(self, attribute: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Give an attribute to some reps and take it from others."""
        _, has = self._attribute(attribute)
        self._set(attribute, (has | self._mask(add)) & ~self._mask(remove))

    def weigh(self, rep: RepId, weight: Weight, *, at: datetime) -> None:
        """Give a rep another weight from an instant on; what they are owed stays."""
        self._move_to(at)
        (place,) = members(self._mask((rep,)))
        self._steps = sorted(each for each in self._steps if each[1] != place)
        self._next_step = self._steps[0][0] if self._steps else NEVER
        self._weigh(place, weight, self._now)

    def pool(self, *needs: str, without: Iterable[str] = ()) -> Pool:
        """The reps who have all these attributes and none of the others; the same words give the same pool.

        Raises `InputError` for an attribute on both sides, which nobody could have.
        """
        without = tuple(without)
        wanted, forbidden = ON_ROSTER, 0
        for name in needs:
            wanted |= self._attribute(name)[0]
        for name in without:
            forbidden |= self._attribute(name)[0]
        if wanted & forbidden:
            raise InputError(
                "without", without, "has an attribute that is needed too, nobody could be in the pool"
            )
        if (wanted, forbidden) not in self._pools:
            self._pools[wanted, forbidden] = Pool(wanted, forbidden)
        return self._pools[wanted, forbidden]

    def eligible(self, pool: Pool) -> tuple[RepId, ...]:
        """Who is in a pool now, by id."""
        return tuple(self._log.reps[place] for place in members(self._eligible(pool)))

    def pick(self, pool: Pool, *, at: datetime, cost: int = 1) -> RepId | None:
        """Whose turn it is in a pool, or None if nobody is in it; nothing is charged."""
        self._move_to(at)
        best = self._first(pool, whole(cost, "cost"))
        return None if best is None else self._log.reps[best.heap[0][2]]

    def explain(self, pool: Pool, *, at: datetime, cost: int = 1) -> Pick:
        """Everybody in a pool in the order of their turns, as `pick` of the ledger would tell; made when asked for."""
        self._move_to(at)
        cells, log = self._cells, self._log
        places = {log.reps[place]: place for place in members(self._eligible(pool))}
        return ranked(
            lowest({rep: cells.weights[place] for rep, place in places.items()}),
            at=self._now,
            cost=whole(cost, "cost"),
            unit=cells.unit,
            lags={rep: cells.lag(place) for rep, place in places.items()},
            turns={rep: log.last_turn(place) for rep, place in places.items()},
        )

    def give(self, lead: LeadId, pool: Pool, *, at: datetime, cost: int = 1) -> RepId | None:
        """Pick and charge; a lead that counts already stays with its rep, and nobody in the pool is None.

        Raises `TimeError` for a naive instant or one before the last, `InputError` for a cost below one.
        """
        self._move_to(at)
        if lead in self._log.charges:
            return self._log.holder(lead)
        best = self._first(pool, whole(cost, "cost"))
        if best is None:
            return None
        pool.entitle(cost)
        place = self._cells.turn(best, cost, self._now)
        return self._log.charge(self._now, place, lead, cost, pool.division)

    def give_to(
        self,
        rep: RepId,
        lead: LeadId,
        pool: Pool,
        *,
        at: datetime,
        by: str | None,
        why: str | None = None,
        cost: int = 1,
    ) -> RepId:
        """A choice by hand, whosever turn it is; the record says who chose and why.

        The lead is divided among the pool as any other, or is that rep's alone if nobody is in it. One that counts
        already stays. Without `by` it is no choice by hand but another order of the same pool, so the rep has to be in
        it.
        """
        self._move_to(at)
        if lead in self._log.charges:
            return self._log.holder(lead)
        whole(cost, "cost")
        (place,) = members(self._mask((rep,)))
        if not by and (by is not None or not self._eligible(pool) >> place & 1):
            raise InputError("by", by, "is empty, say who chose")
        cells = self._cells
        self._renew(pool)
        if pool.total:
            division = pool.division
            pool.entitle(cost)
            cells.levels[place] += cost * cells.unit
        else:
            division = self._log.division(1 << place, cells.weights[place])
        cells.turns[place] = self._now
        cells.put(place)
        return self._log.charge(self._now, place, lead, cost, division, by, why)

    def give_back(
        self, lead: LeadId, *, at: datetime, rep: RepId | None = None, why: str | None = None
    ) -> bool:
        """Let a lead count no more, as `give_back` of a ledger does; whether there was anything to give back."""
        self._move_to(at)
        if lead not in self._log.charges or (rep is not None and self._log.holder(lead) != rep):
            return False
        cells = self._cells
        place, cost, divided = self._log.take_back(self._now, lead, why)
        if isinstance(divided, FrozenMap):
            total = sum(divided.values())
            cells.divide_by(total)
            for name, weight in divided.items():
                cells.lower(self._log.place[name], cost * weight * cells.unit // total)
        else:
            mask, epoch, total = divided
            if epoch == self._log.epoch:
                cells.lower_all(mask, cost, total)
            else:
                for each in members(mask):
                    cells.lower(each, cost * self._log.weight_then(each, epoch) * cells.unit // total)
        cells.levels[place] -= cost * cells.unit
        cells.turns[place] = self._log.last_turn(place) or LONG_AGO
        cells.put(place)
        return True

    def holder(self, lead: LeadId) -> RepId | None:
        """For whom a lead counts; None for one that does not."""
        return self._log.holder(lead) if lead in self._log.charges else None

    @property
    def length(self) -> int:
        """How many entries this session has made."""
        return len(self._log.rows)

    def ledger(self) -> Ledger:
        """The ledger as it stands, a frozen value; the session may go on."""
        lags = [self._cells.lag(place) for place in range(len(self._log.reps))]
        return self._log.freeze(lags, self._cells.unit)

    def entries(self) -> Iterator[Entry]:
        """What happened in this session, in order: with the ledger it started from they make `ledger()`."""
        return self._log.entries()

    def _first(self, pool: Pool, cost: int) -> Cell | None:
        if pool.moved != self._cells.moved or pool.unit != self._cells.unit:
            self._renew(pool)
        return pool.first(cost * self._cells.unit)

    def _renew(self, pool: Pool) -> None:
        cells = self._cells
        asked = pool.needs | pool.without
        chosen = [each for each in cells.by_key.values() if each.signature & asked == pool.needs]
        by_weight: dict[int, list[Cell]] = {}
        for each in chosen:
            by_weight.setdefault(each.weight, []).append(each)
        pool.total = sum(each.weight * each.count for each in chosen)
        pool.groups = []
        if chosen:
            cells.divide_by(pool.total // gcd(*by_weight))
            pool.groups = [
                (weight, cells.unit * weight // pool.total, by_weight[weight])
                for weight in sorted(by_weight, reverse=True)
            ]
            pool.division = self._log.division(self._eligible(pool), pool.total)
        pool.moved, pool.unit = cells.moved, cells.unit

    def _eligible(self, pool: Pool) -> int:
        mask = self._roster
        for bit, has in self._marks.values():
            if bit & pool.needs:
                mask &= has
            if bit & pool.without:
                mask &= ~has
        return mask

    def _attribute(self, name: str) -> tuple[int, int]:
        """The bit of an attribute, and who has it; one that nobody was given yet is had by nobody."""
        if name not in self._marks:
            self._marks[name] = ON_ROSTER << (len(self._marks) + 1), 0
        return self._marks[name]

    def _set(self, attribute: str, wanted: int) -> None:
        bit, has = self._attribute(attribute)
        self._marks[attribute] = bit, wanted
        self._cells.flip(bit, has ^ wanted)

    def _mask(self, reps: Iterable[str]) -> int:
        places = []
        for rep in reps:
            if rep not in self._place:
                raise UnknownNameError("rep", rep, self._place)
            places.append(self._place[rep])
        return mask_of(places)

    def _move_to(self, at: datetime) -> None:
        now = at if at.tzinfo is UTC else utc(at, "at")
        if now < self._now:
            raise TimeError(
                "at", iso(now), f"is before {iso(self._now)}, a session goes on in the order of time"
            )
        while now >= self._next_step:
            since, place, weight = heappop(self._steps)
            self._next_step = self._steps[0][0] if self._steps else NEVER
            self._weigh(place, weight, since)
        self._now = now

    def _weigh(self, place: int, weight: Weight, at: datetime) -> None:
        number = weight_at(weight, at)
        if number != self._cells.weights[place]:
            self._log.weigh(place, number)
            self._cells.weigh(place, number)
        self._await_step(place, weight, at)

    def _await_step(self, place: int, weight: Weight, at: datetime) -> None:
        due = next_change(weight, at)
        if due is not None:
            heappush(self._steps, (due, place, weight))
            self._next_step = self._steps[0][0]


def _declared(
    ledger: Ledger, roster: list[str], weights: Mapping[str, Weight] | None, at: datetime
) -> dict[str, Weight]:
    """The weight of each of the roster, who are all fit to start."""
    declared: dict[str, Weight] = {}
    for rep in roster:
        gone = ledger.standing(rep).left_at
        if gone is not None:
            raise InputError("reps", rep, f"left at {iso(gone)}, let them join again first")
        if rep in declared:
            raise InputError("reps", rep, "is named twice")
        if weights is not None and rep not in weights:
            raise UnknownNameError("weight of rep", rep, weights)
        declared[rep] = 1 if weights is None else weights[rep]
    for known, standing in ledger.reps.items():
        if standing.last_turn is not None and standing.last_turn > at:
            raise TimeError("at", iso(at), f"is before the last turn of {known!r}, {iso(standing.last_turn)}")
    return declared
