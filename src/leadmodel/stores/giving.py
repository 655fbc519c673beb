"""Decide and write as one loop: read, decide on what was read, write if it still holds, or read again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from ..errors import InputError
from ..records import Event, EventId, EventKind, FrozenMap, LeadId, RepId, utc
from ..routing import Entry, EntryKind, shares_of
from ..routing.ledger import Ledger
from .book import Book
from .contract import Store
from .values import Change, Committed, Load, Place, Reading, Refused, WhyRefused

__all__ = ["Chosen", "Decide", "give_out", "give_out_waiting", "take_back"]

#: Each refusal means that somebody else has come through, so this many in a row is a store that never says yes.
MOST_TRIES = 1_000
STALE = frozenset({WhyRefused.STALE_LEAD, WhyRefused.STALE_LEDGER, WhyRefused.TAKEN, WhyRefused.FULL})
PAGE = 100


class Chosen(Protocol):
    """What a decision has to say: a `Pick` and a `Decision` do."""

    @property
    def rep(self) -> RepId | None: ...
    @property
    def shares(self) -> FrozenMap[int]: ...
    @property
    def cost(self) -> int: ...


#: A pure function of the ledger (lags and turns, without charges), of what every rep holds, and of the lead.
Decide = Callable[[Ledger, Mapping[str, Load], LeadId], Chosen]


def give_out(
    store: Store,
    lead: LeadId,
    *,
    book: Book,
    decide: Decide,
    key: str,
    at: datetime,
    by: str | None = None,
    why: str | None = None,
    events: tuple[Event, ...] = (),
) -> Committed | Refused:
    """Give one lead to whom `decide` names: assigned, counted and charged in one step, or not at all.

    A decision that has become stale is made again, on what is there now, so a turn is used by a lead that was written
    and by no other. `key` is the caller's name for the request: asked again, it gets the first answer. `by` and `why`
    mark a choice by hand. The lead is told to be assigned, in an event whose id is the key; `events` come beside it.

    >>> from datetime import UTC
    >>> from leadmodel.routing import pick
    >>> from leadmodel.stores import MemoryStore
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> store = MemoryStore()
    >>> store.put_rep("ann", capacity=1)
    >>> store.put_lead("L1", since=nine)
    >>> def decide(ledger, load, lead):
    ...     return pick(ledger, [rep for rep in load if not load[rep].full], at=nine)
    >>> give_out(store, "L1", book=Book(Ledger(name="inbound")), decide=decide, key="r1", at=nine).rep
    'ann'

    Refusals are values: the lead is taken or closed, the rep full, nobody can have it. Raises `TimeError` for a naive
    `at`, `InputError` for a key that belongs to another lead and for a decision that cannot be charged, and what the
    store and `decide` raise.
    """
    at = utc(at, "at")
    refused: Refused | None = None
    for _ in range(MOST_TRIES):
        seen = _read(store, lead, book, key)
        if seen.answer is not None:
            return Committed(change=seen.answer, replayed=True)
        if not seen.place.waits:
            held = seen.place.owner is not None
            return Refused(why=WhyRefused.TAKEN if held else WhyRefused.CLOSED, place=seen.place)
        choice = decide(book.ledger, seen.load, lead)
        rep = choice.rep
        if rep is None:
            return Refused(why=WhyRefused.NOBODY, place=seen.place, decision=choice)
        load = seen.load.get(rep)
        if load is not None and load.full:
            return Refused(why=WhyRefused.FULL, place=seen.place, load=load, decision=choice)
        charged = _entry(book, lead, rep, choice, at=at, by=by, why=why)
        assigned = Event(id=EventId(key), lead=lead, kind=EventKind.ASSIGNED, at=at, rep=rep)
        outcome = store.commit(
            Change(
                key=key,
                lead=lead,
                version=seen.place.version,
                owner=rep,
                entry=charged,
                events=(assigned, *events),
            )
        )
        if isinstance(outcome, Committed):
            return _noted(book, outcome)
        refused = replace(outcome, decision=choice)
        if refused.why not in STALE:
            break
    assert refused is not None
    return refused


def give_out_waiting(
    store: Store,
    *,
    book: Book,
    decide: Decide,
    key: Callable[[Place], str],
    at: datetime,
) -> Iterator[Committed | Refused]:
    """Give out all that wait, oldest first: what to do when somebody has room again. Tells each outcome as it comes.

    A lead that nobody can have is passed over, and those behind it have their turn. `key` names each request, by lead
    and version for instance, so that a job that is started twice does nothing twice. Raises what `give_out` raises.
    """
    page = store.waiting(limit=PAGE)
    while page:
        for place in page:
            yield give_out(store, place.lead, book=book, decide=decide, key=key(place), at=at)
        page = store.waiting(limit=PAGE, after=(page[-1].since, page[-1].lead))


def take_back(
    store: Store,
    lead: LeadId,
    *,
    book: Book,
    key: str,
    at: datetime,
    rep: RepId | None = None,
    counts: bool = False,
    waits: bool = True,
    why: str | None = None,
    events: tuple[Event, ...] = (),
) -> Committed | Refused:
    """Take a lead from who holds it: it `waits` again, as old as it is, or is closed; the rep has room again.

    Unless it still `counts`, the ledger gives back what was charged for it, once, however often it is asked. A lead
    that is closed already can still be given back, for a no-show that is told late. With `rep` it is taken only from
    that rep. An event of the kind `noted` tells it, under the key; `events` come beside it.

    Refused as `not_held` where there is nothing to take. Raises what `give_out` raises.
    """
    at = utc(at, "at")
    refused: Refused | None = None
    for _ in range(MOST_TRIES):
        seen = _read(store, lead, book, key)
        if seen.answer is not None:
            return Committed(change=seen.answer, replayed=True)
        place = seen.place
        charge = None if counts else book.charges.get(lead)
        nothing = place.owner is None and (charge is None or place.waits)
        if nothing or (rep is not None and rep != (place.owner or (charge and charge.rep))):
            return Refused(why=WhyRefused.NOT_HELD, place=place)
        entry = None
        if charge is not None:
            entry = Entry(
                ledger=book.ledger.name,
                number=book.version + 1,
                kind=EntryKind.GIVEN_BACK,
                at=at,
                rep=charge.rep,
                lead=lead,
                why=why,
            )
        activity = "lead_given_back" if waits else "lead_closed"
        noted = Event(
            id=EventId(key),
            lead=lead,
            kind=EventKind.NOTED,
            at=at,
            rep=place.owner,
            activity=activity,
            reason=why,
        )
        outcome = store.commit(
            Change(
                key=key, lead=lead, version=place.version, waits=waits, entry=entry, events=(noted, *events)
            )
        )
        if isinstance(outcome, Committed):
            return _noted(book, outcome)
        refused = outcome
    assert refused is not None
    return refused


def _read(store: Store, lead: LeadId, book: Book, key: str) -> Reading:
    if not key:
        raise InputError("key", key, "is empty, every request needs a key of its own")
    seen = store.read(lead, ledger=book.ledger.name, after=book.version, key=key)
    if seen.answer is not None and seen.answer.lead != lead:
        raise InputError(
            "key", key, f"was used for the lead {seen.answer.lead!r}, every request needs its own"
        )
    book.take(seen.entries)
    return seen


def _entry(
    book: Book, lead: LeadId, rep: RepId, choice: Chosen, *, at: datetime, by: str | None, why: str | None
) -> Entry:
    if by is None and choice.shares and rep not in choice.shares:
        raise InputError("rep", rep, "was not eligible, name who chose them (`by`)")
    return Entry(
        ledger=book.ledger.name,
        number=book.version + 1,
        kind=EntryKind.CHARGED,
        at=at,
        rep=rep,
        lead=lead,
        cost=choice.cost,
        shares=choice.shares or shares_of((rep,), at=at),
        by=by,
        why=why,
    )


def _noted(book: Book, outcome: Committed) -> Committed:
    """A change that was written now is news to the book; an answer from before is in it, or will be read."""
    entry = outcome.change.entry
    if entry is not None and entry.number == book.version + 1:
        book.take((entry,))
    return outcome
