"""What a host keeps, as three calls, and the comparisons that every store makes before it writes."""

from datetime import datetime
from typing import Protocol

from ..records import LeadId
from .values import Change, Committed, Load, Place, Reading, Refused, WhyRefused

__all__ = ["Store", "why_refused"]


class Store(Protocol):
    """Where leads wait and are held, with the ledger, what was told, and the answers that were given.

    Three calls, of which one writes. `commit` is one transaction on every kind of store: a handful of rows with
    conditions in SQL, one transactional write in DynamoDB, one script in Redis. Threads and processes may call at once.

    An error of the connection during `commit` leaves open whether it was written: repeat it with the same key.
    """

    def read(self, lead: LeadId, *, ledger: str, after: int, key: str) -> Reading:
        """The place of a lead, the entries of a ledger after a number, every rep's load, and the answer to a key.

        Entries come in order. Place and answer are of one instant. The others may be older: what was decided on them
        is then refused. Raises `UnknownNameError` for a lead that is not there.
        """

    def waiting(self, *, limit: int, after: tuple[datetime, str] | None = None) -> tuple[Place, ...]:
        """The leads that wait, oldest first, then by id; `after` is (since, lead) of the last on the page before."""

    def commit(self, change: Change) -> Committed | Refused:
        """Write a change as a whole, or nothing.

        In one transaction: the answer, if the key has one; else what `why_refused` says of the place, the last number
        of the ledger and the rep's load; else the place at `version + 1`, one lead more or less for the rep, the entry,
        the events, and the change as the answer to its key. Raises `InputError` for a key that was used for another
        lead and for an event that is told already, `UnknownNameError` for a lead or a rep that is not there.
        """


def why_refused(change: Change, *, place: Place, number: int, load: Load | None) -> WhyRefused | None:
    """Why a change may not be written, or None: the comparisons of `commit`, in their order.

    `place` is the lead as it is now, `number` the last one of the ledger that the entry goes to (0 for none yet), and
    `load` that of the rep who is to get it.

    >>> from datetime import UTC
    >>> place = Place(lead="L1", since=datetime(2026, 11, 9, 9, tzinfo=UTC), waits=True)
    >>> change = Change(key="r1", lead="L1", version=0, owner="ann")
    >>> why_refused(change, place=place, number=0, load=Load(held=3, capacity=3))
    <WhyRefused.FULL: 'full'>
    """
    if change.owner is not None and place.owner is not None:
        return WhyRefused.TAKEN
    if place.version != change.version:
        return WhyRefused.STALE_LEAD
    if change.owner is not None and not place.waits:
        return WhyRefused.CLOSED
    if change.entry is not None and change.entry.number != number + 1:
        return WhyRefused.STALE_LEDGER
    if load is not None and load.full:
        return WhyRefused.FULL
    return None
