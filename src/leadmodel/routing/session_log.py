"""What a session keeps of each lead: a row, from which entries, charges and the next ledger are made when asked for."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from math import gcd

from ..records import FrozenMap, LeadId, RepId
from .bits import members
from .entries import Entry, EntryKind
from .ledger import Charge, Ledger, Standing
from .weights import lowest

__all__ = ["Division", "Row", "SessionLog"]

#: When, whose place, the lead, its cost (0 when it is given back), which division, by whom and why.
Row = tuple[datetime, int, LeadId, int, int, str | None, str | None]
#: Who was eligible, as bits; which weights held then; and their sum.
Division = tuple[int, int, int]


class SessionLog:
    """The leads of a session after those of the ledger it started from; places are positions in `reps`."""

    def __init__(self, start: Ledger, reps: list[str], weights: list[int]) -> None:
        self.start = start
        self.reps = [RepId(rep) for rep in reps]
        self.place = {rep: place for place, rep in enumerate(reps)}
        self.received = [start.standing(rep).received for rep in reps]
        #: What each lead that counts was charged: the number of a row, or a charge of the ledger before.
        self.charges: dict[str, int | Charge] = dict(start.charges)
        self.rows: list[Row] = []
        self.divisions: list[Division] = []
        self._known: dict[tuple[int, int], int] = {}
        #: How often weights have changed, and the weights of each place with the number from which they hold.
        self.epoch = 0
        self._weights = [[(0, weight)] for weight in weights]
        self._leads: list[list[LeadId]] = [[] for _ in reps]
        for lead, charge in sorted(start.charges.items(), key=lambda each: each[1].at):
            self._leads[self.place[charge.rep]].append(LeadId(lead))

    def holder(self, lead: str) -> RepId:
        """For whom a lead counts that counts."""
        charge = self.charges[lead]
        return self.reps[self.rows[charge][1]] if isinstance(charge, int) else charge.rep

    def weigh(self, place: int, weight: int) -> None:
        """Note a weight that holds from the next lead on."""
        self.epoch += 1
        self._weights[place].append((self.epoch, weight))

    def weight_then(self, place: int, epoch: int) -> int:
        """The weight of a place when so many changes had been made."""
        history = self._weights[place]
        return history[bisect_right(history, epoch, key=lambda each: each[0]) - 1][1]

    def division(self, mask: int, total: int) -> int:
        """The number of a division at today's weights."""
        key = mask, self.epoch
        if key not in self._known:
            self._known[key] = len(self.divisions)
            self.divisions.append((mask, self.epoch, total))
        return self._known[key]

    def charge(
        self,
        at: datetime,
        place: int,
        lead: LeadId,
        cost: int,
        division: int,
        by: str | None = None,
        why: str | None = None,
    ) -> RepId:
        """Write down who received a lead."""
        self.charges[lead] = len(self.rows)
        self.rows.append((at, place, lead, cost, division, by, why))
        self.received[place] += cost
        self._leads[place].append(lead)
        return self.reps[place]

    def take_back(
        self, at: datetime, lead: LeadId, why: str | None
    ) -> tuple[int, int, Division | FrozenMap[int]]:
        """Write down that a lead counts no more: whose place, the cost, and among whom it was divided."""
        charge = self.charges.pop(lead)
        divided: Division | FrozenMap[int]
        if isinstance(charge, int):
            _, place, _, cost, division, _, _ = self.rows[charge]
            divided = self.divisions[division]
        else:
            place, cost, divided = self.place[charge.rep], charge.cost, charge.shares
        self.rows.append((at, place, lead, 0, -1, None, why))
        self.received[place] -= cost
        return place, cost, divided

    def last_turn(self, place: int) -> datetime | None:
        """The latest lead of a rep that still counts."""
        leads = self._leads[place]
        while leads and not self._counts_for(leads[-1], place):
            leads.pop()
        if not leads:
            return self.start.standing(self.reps[place]).settled_turn
        charge = self.charges[leads[-1]]
        return self.rows[charge][0] if isinstance(charge, int) else charge.at

    def entries(self) -> Iterator[Entry]:
        """The rows as entries of the ledger, in their order."""
        shares = self._shares()
        for number in range(len(self.rows)):
            yield self._entry(number, shares)

    def freeze(self, lags: list[int], unit: int) -> Ledger:
        """The ledger as of the last row."""
        if not self.rows:
            return self.start
        shares = self._shares()
        touched = {*self.start.reps}
        for each in shares:
            touched.update(each)
        touched.update(self.reps[row[1]] for row in self.rows)
        spare = gcd(unit, *lags)
        reps: dict[str, Standing] = {}
        for place, rep in enumerate(self.reps):
            if rep in touched:
                was = self.start.standing(rep)
                reps[rep] = Standing(
                    received=self.received[place],
                    lag=lags[place] // spare,
                    last_turn=self.last_turn(place) or was.settled_turn,
                    settled_turn=was.settled_turn,
                    left_at=was.left_at,
                )
        charges = {
            lead: self._charge(charge, shares) if isinstance(charge, int) else charge
            for lead, charge in self.charges.items()
        }
        return Ledger(
            name=self.start.name,
            unit=unit // spare,
            reps=reps,
            charges=charges,
            version=self.start.version + len(self.rows),
            entry=self._entry(len(self.rows) - 1, shares),
        )

    def _entry(self, number: int, shares: list[FrozenMap[int]]) -> Entry:
        at, place, lead, cost, division, by, why = self.rows[number]
        charged = cost > 0
        return Entry(
            ledger=self.start.name,
            number=self.start.version + 1 + number,
            kind=EntryKind.CHARGED if charged else EntryKind.GIVEN_BACK,
            at=at,
            rep=self.reps[place],
            lead=lead,
            cost=cost or 1,
            shares=shares[division] if charged else FrozenMap(),
            by=by,
            why=why,
        )

    def _charge(self, number: int, shares: list[FrozenMap[int]]) -> Charge:
        at, place, _, cost, division, by, why = self.rows[number]
        return Charge(rep=self.reps[place], at=at, cost=cost, shares=shares[division], by=by, why=why)

    def _shares(self) -> list[FrozenMap[int]]:
        return [
            lowest({self.reps[place]: self.weight_then(place, epoch) for place in members(mask)})
            for mask, epoch, _ in self.divisions
        ]

    def _counts_for(self, lead: str, place: int) -> bool:
        charge = self.charges.get(lead)
        if isinstance(charge, int):
            return self.rows[charge][1] == place
        return charge is not None and self.place[charge.rep] == place
