"""A worker's own copy of a ledger, which catches up on the entries that others wrote at the cost of those alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush

from ..records import FrozenMap
from ..records.instants import micros
from ..routing import Charge, Entry, EntryKind, Ledger, Standing, ledger_from

__all__ = ["Book"]

NO_CHARGES: FrozenMap[Charge] = FrozenMap()


class Book:
    """Follows a ledger entry by entry. A worker keeps one for each ledger, and threads do not share it.

    `ledger` has the lags and turns of all entries and none of the charges, so a new one costs as much as there are
    reps, however many leads there have been. What counts is in `charges`; `full` puts both together.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> told = {"at": nine, "rep": "ann", "lead": "L1", "shares": {"ann": 1, "bob": 1}}
    >>> book = Book(Ledger(name="inbound"))
    >>> book.take([Entry(ledger="inbound", number=1, kind="charged", **told)])
    >>> book.version, book.ledger.lag("bob"), dict(book.ledger.charges), book.charges["L1"].rep
    (1, (1, 2), {}, 'ann')
    """

    def __init__(self, ledger: Ledger) -> None:
        self.charges: dict[str, Charge] = dict(ledger.charges)
        self._settled = {rep: standing.settled_turn for rep, standing in ledger.reps.items()}
        #: The turns of each rep, latest first; one that does not count any more may lie below the first.
        self._turns: dict[str, list[tuple[int, str]]] = {}
        for lead, charge in self.charges.items():
            self._note(lead, charge)
        self.ledger = self._without_charges(ledger)

    @property
    def version(self) -> int:
        """The number of the last entry that is in it."""
        return self.ledger.version

    def take(self, entries: Iterable[Entry]) -> None:
        """Catch up on entries; those that are in it already are passed over.

        Raises what `ledger_from` raises, and then nothing has changed.
        """
        fresh = [each for each in entries if each.number > self.version]
        if not fresh:
            return
        mentioned = {str(each.lead) for each in fresh}
        known = {lead: self.charges[lead] for lead in mentioned if lead in self.charges}
        returned = {str(each.lead) for each in fresh if each.kind is EntryKind.GIVEN_BACK}
        reps = dict(self.ledger.reps)
        for rep in {charge.rep for lead, charge in known.items() if lead in returned}:
            reps[rep] = replace(reps[rep], settled_turn=self._last_turn(rep, returned))
        start = replace(self.ledger, reps=FrozenMap(reps), charges=FrozenMap(known))
        ledger = ledger_from(fresh, start=start)
        for lead in known:
            del self.charges[lead]
        for lead, charge in ledger.charges.items():
            self.charges[lead] = charge
            self._note(lead, charge)
        self.ledger = self._without_charges(ledger)

    def full(self) -> Ledger:
        """The ledger with every charge, as `ledger_from` makes it of all entries; the cost grows with the leads."""
        reps = {
            rep: replace(standing, settled_turn=self._settled.get(rep))
            for rep, standing in self.ledger.reps.items()
        }
        return replace(self.ledger, reps=FrozenMap(reps), charges=FrozenMap(self.charges))

    def _without_charges(self, ledger: Ledger) -> Ledger:
        reps: dict[str, Standing] = {}
        for rep, standing in ledger.reps.items():
            settled = standing.settled_turn == standing.last_turn
            reps[rep] = standing if settled else replace(standing, settled_turn=standing.last_turn)
        return replace(ledger, reps=FrozenMap(reps), charges=NO_CHARGES)

    def _note(self, lead: str, charge: Charge) -> None:
        heappush(self._turns.setdefault(charge.rep, []), (-micros(charge.at), lead))

    def _last_turn(self, rep: str, returned: set[str]) -> datetime | None:
        """The latest lead of a rep that counts, but for those that are about to be given back."""
        turns = self._turns.get(rep, [])
        kept: list[tuple[int, str]] = []
        latest = self._settled.get(rep)
        while turns:
            at, lead = turns[0]
            charge = self.charges.get(lead)
            if charge is None or charge.rep != rep or -micros(charge.at) != at:
                heappop(turns)
            elif lead in returned:
                kept.append(heappop(turns))
            else:
                latest = charge.at if latest is None else max(latest, charge.at)
                break
        for each in kept:
            heappush(turns, each)
        return latest
