"""Stores that are wrong on purpose, each in one way: the race has to find every one of them at fault.

They are the memory store with one guard taken out, and a pause where the guard was, so that others come between.
"""

import time
from dataclasses import replace

from leadmodel.records import LeadId
from leadmodel.routing import Entry
from leadmodel.stores import Change, Committed, MemoryStore, Reading, Refused, WhyRefused
from leadmodel.stores.contract import why_refused


class Unguarded(MemoryStore):
    """Checks what it likes before the lock, and writes whatever has happened since."""

    def checked(self, change: Change) -> Committed | Refused | None:
        """The answer or the refusal, on what is there now."""
        answer = self._answers.get(change.key)
        if answer is not None:
            return Committed(change=answer, replayed=True)
        place = self._place(change.lead)
        load = None if change.owner is None else self._load[change.owner]
        told = self._entries.get(change.entry.ledger, ()) if change.entry else ()
        why = why_refused(change, place=place, number=len(told), load=load)
        return None if why is None else Refused(why=why, place=place, load=load)

    def written(self, change: Change) -> Committed:
        self._write(change, self._place(change.lead))
        return Committed(change=change)


class NoCompareAndSet(Unguarded):
    """Looks whether the lead is free, and assigns it a moment later."""

    def commit(self, change: Change) -> Committed | Refused:
        with self._lock:
            found = self.checked(change)
        if found is not None:
            return found
        time.sleep(0.0005)
        with self._lock:
            place = self._place(change.lead)
            # It would be noticed at once if the numbers of the ledger were not made to fit.
            entry = change.entry
            if entry is not None:
                entry = replace(entry, number=len(self._entries.get(entry.ledger, ())) + 1)
            return self.written(replace(change, version=place.version, entry=entry))


class CapOutside(Unguarded):
    """Looks at the rep's load before the transaction, and not within."""

    def commit(self, change: Change) -> Committed | Refused:
        with self._lock:
            found = self.checked(change)
        if isinstance(found, Refused):
            return found
        time.sleep(0.0005)
        with self._lock:
            found = self.checked(change)
            if isinstance(found, Refused) and found.why is WhyRefused.FULL:
                found = None
            return found if found is not None else self.written(change)


class StaleLedger(Unguarded):
    """Numbers the entries itself, whatever the decision was made on."""

    def commit(self, change: Change) -> Committed | Refused:
        time.sleep(0.0005)
        with self._lock:
            entry = change.entry
            if entry is not None and change.key not in self._answers:
                entry = replace(entry, number=len(self._entries.get(entry.ledger, ())) + 1)
                change = replace(change, entry=entry)
            found = self.checked(change)
            return found if found is not None else self.written(change)


class TurnUsed(Unguarded):
    """Writes the ledger first, and then finds that the lead is gone or the rep is full."""

    def commit(self, change: Change) -> Committed | Refused:
        time.sleep(0.0005)
        with self._lock:
            found = self.checked(change)
            entry = change.entry
            if isinstance(found, Refused) and entry is not None and entry.number == self._next(entry):
                self._entries.setdefault(entry.ledger, []).append(entry)
            return found if found is not None else self.written(change)

    def _next(self, entry: Entry) -> int:
        return len(self._entries.get(entry.ledger, ())) + 1


class NoAnswers(MemoryStore):
    """Forgets what it has answered."""

    def commit(self, change: Change) -> Committed | Refused:
        outcome = super().commit(change)
        self._answers.clear()
        self._told.clear()
        return outcome


class TwoSteps(MemoryStore):
    """Releases the rep in a step of its own, which who dies in between never takes."""

    def commit(self, change: Change) -> Committed | Refused:
        with self._lock:
            owner = self._place(change.lead).owner
        outcome = super().commit(change)
        if isinstance(outcome, Committed) and not outcome.replayed and change.owner is None and owner:
            with self._lock:
                load = self._load[owner]
                self._load[owner] = replace(load, held=load.held + 1)
        return outcome


class LosesLeads(MemoryStore):
    """Now and then answers, and has not written."""

    asked = 0

    def commit(self, change: Change) -> Committed | Refused:
        self.asked += 1
        if self.asked % 40 == 0 and change.owner is not None:
            place = self.read(change.lead, ledger="race-0", after=10**9, key=change.key).place
            if place.version == change.version:
                return Committed(change=change)
        return super().commit(change)


class HidesTheQueue(MemoryStore):
    """A lead that was given back is not found again."""

    def commit(self, change: Change) -> Committed | Refused:
        outcome = super().commit(change)
        if isinstance(outcome, Committed) and change.waits:
            with self._lock:
                self._queue = [each for each in self._queue if each[1] != change.lead]
        return outcome


class TellsNothing(MemoryStore):
    """Keeps the events for itself."""

    def events(self, lead: LeadId) -> tuple[()]:
        return ()


class OldReadings(MemoryStore):
    """Reads what reps hold an instant late, which is allowed: nothing may come of it."""

    before: Reading | None = None

    def read(self, lead: LeadId, *, ledger: str, after: int, key: str) -> Reading:
        now = super().read(lead, ledger=ledger, after=after, key=key)
        last, self.before = self.before, now
        return replace(now, load=last.load) if last is not None else now
