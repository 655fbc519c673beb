"""A store in memory: for tests, notebooks and services of one process."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from threading import Lock

from ..errors import InputError, UnknownNameError
from ..records import Event, EventId, FrozenMap, LeadId, RepId
from ..routing import Entry
from .contract import why_refused
from .values import Change, Committed, Load, Place, Reading, Refused

__all__ = ["MemoryStore"]


class MemoryStore:
    """Leads, reps, ledgers, events and answers in dicts, behind one lock; threads share it.

    >>> from datetime import UTC
    >>> store = MemoryStore()
    >>> store.put_lead("L1", since=datetime(2026, 11, 9, 9, tzinfo=UTC))
    >>> [place.lead for place in store.waiting(limit=10)]
    ['L1']
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._places: dict[str, Place] = {}
        self._queue: list[tuple[datetime, str]] = []
        self._load: dict[str, Load] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._told: set[EventId] = set()
        self._events: dict[str, list[Event]] = {}
        self._answers: dict[str, Change] = {}

    def put_lead(self, lead: LeadId, *, since: datetime) -> None:
        """Let a lead wait that is not here yet; one that is stays where it is."""
        self.put_leads({lead: since})

    def put_leads(self, leads: Mapping[LeadId, datetime]) -> None:
        """Many at once, each with the instant since when it waits."""
        places = [Place(lead=lead, since=since, waits=True) for lead, since in leads.items()]
        with self._lock:
            for place in places:
                if place.lead not in self._places:
                    self._places[place.lead] = place
                    insort(self._queue, (place.since, place.lead))

    def put_rep(self, rep: RepId, *, capacity: int | None = None) -> None:
        """Let a rep hold so many leads from now on; those who hold more keep them."""
        with self._lock:
            self._load[rep] = Load(held=self._load.get(rep, Load()).held, capacity=capacity)

    def read(self, lead: LeadId, *, ledger: str, after: int, key: str) -> Reading:
        with self._lock:
            return Reading(
                place=self._place(lead),
                entries=tuple(self._entries.get(ledger, ())[after:]),
                load=FrozenMap(self._load),
                answer=self._answers.get(key),
            )

    def waiting(self, *, limit: int, after: tuple[datetime, str] | None = None) -> tuple[Place, ...]:
        with self._lock:
            first = 0 if after is None else bisect_right(self._queue, after)
            return tuple(self._places[lead] for _, lead in self._queue[first : first + limit])

    def events(self, lead: LeadId) -> tuple[Event, ...]:
        """What was told of a lead, in the order of writing."""
        with self._lock:
            return tuple(self._events.get(lead, ()))

    def commit(self, change: Change) -> Committed | Refused:
        with self._lock:
            answer = self._answers.get(change.key)
            if answer is not None:
                if answer.lead != change.lead:
                    raise InputError("key", change.key, f"was used for the lead {answer.lead!r}")
                return Committed(change=answer, replayed=True)
            place = self._place(change.lead)
            load = None if change.owner is None else self._load_of(change.owner)
            told = self._entries.get(change.entry.ledger, ()) if change.entry else ()
            why = why_refused(change, place=place, number=len(told), load=load)
            if why is not None:
                return Refused(why=why, place=place, load=load)
            self._check_new(change.events)
            self._write(change, place)
            return Committed(change=change)

    def _write(self, change: Change, place: Place) -> None:
        after = replace(place, waits=change.waits, owner=change.owner, version=place.version + 1)
        self._places[change.lead] = after
        if place.waits and not after.waits:
            del self._queue[bisect_right(self._queue, (place.since, place.lead)) - 1]
        if after.waits and not place.waits:
            insort(self._queue, (place.since, place.lead))
        for rep, step in ((place.owner, -1), (change.owner, 1)):
            if rep is not None:
                load = self._load[rep]
                self._load[rep] = Load(held=load.held + step, capacity=load.capacity)
        if change.entry is not None:
            self._entries.setdefault(change.entry.ledger, []).append(change.entry)
        self._told.update(event.id for event in change.events)
        self._events.setdefault(change.lead, []).extend(change.events)
        self._answers[change.key] = change

    def _place(self, lead: LeadId) -> Place:
        if lead not in self._places:
            raise UnknownNameError("lead", lead, ())
        return self._places[lead]

    def _load_of(self, rep: RepId) -> Load:
        if rep not in self._load:
            raise UnknownNameError("rep", rep, ())
        return self._load[rep]

    def _check_new(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.id in self._told:
                raise InputError("events", event.id, "is told already, every event needs an id of its own")
