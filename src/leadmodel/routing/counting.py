"""A fairness ledger beside a floor: it learns who is in a set by the set's names, and only what has changed."""

from datetime import datetime
from itertools import islice

from ..errors import InputError
from ..records import LeadId, RepId
from .bits import members
from .floor import Floor
from .lane import Chosen
from .ledger import Ledger, ledger_from
from .pool import Pool
from .session import Session
from .weights import Weight

__all__ = ["Counting"]

#: The attribute of a set that was put together on the spot.
ON_THE_SPOT = "chosen"


class Counting:
    """One ledger of a stream."""

    def __init__(self, ledger: Ledger, floor: Floor) -> None:
        self.start = ledger
        self.floor = floor
        weights: dict[str, Weight] = {rep.id: rep.weight for rep in floor.reps}
        self.session = Session(ledger, weights, at=floor.now, weights=weights)
        self._told: dict[str, int] = {}
        self._pools: dict[tuple[str, ...], Pool] = {}

    def check_new(self, lead: LeadId) -> None:
        """Raises `InputError` for a lead that counts for somebody."""
        holder = self.session.holder(lead)
        if holder is not None:
            raise InputError("lead", lead, f"counts for {holder!r} already, give it back first")

    def give(self, lead: LeadId, chosen: Chosen, *, at: datetime, cost: int) -> RepId:
        """Give a lead to whose turn it is."""
        rep = self.session.give(lead, self._pool(chosen), at=at, cost=cost)
        assert rep is not None
        return rep

    def give_to(
        self, rep: RepId, lead: LeadId, chosen: Chosen, *, at: datetime, cost: int, by: str | None = None
    ) -> None:
        """Give a lead to somebody, whosever turn it is, and divide it among those chosen."""
        self.session.give_to(rep, lead, self._pool(chosen), at=at, cost=cost, by=by)

    def ledger_after(self, entries: int) -> Ledger:
        """The ledger as it stood after so many entries of this stream."""
        if entries == self.session.length:
            return self.session.ledger()
        if entries == 0:
            return self.start
        return ledger_from(islice(self.session.entries(), entries), start=self.start)

    def _pool(self, chosen: Chosen) -> Pool:
        names = chosen.alike_is
        if names is None:
            self._tell(ON_THE_SPOT, chosen.alike)
            names = (ON_THE_SPOT,)
        else:
            for name in names:
                self._tell(name, self.floor.set_named(name))
        pool = self._pools.get(names)
        if pool is None:
            pool = self._pools[names] = self.session.pool(*names)
        return pool

    def _tell(self, name: str, mask: int) -> None:
        """Let the session know who is in a set, if that has changed."""
        told = self._told.get(name, 0)
        if told is mask or told == mask:
            return
        reps = self.floor.reps
        self.session.change(
            name,
            add=[reps[place].id for place in members(mask & ~told)],
            remove=[reps[place].id for place in members(told & ~mask)],
        )
        self._told[name] = mask
