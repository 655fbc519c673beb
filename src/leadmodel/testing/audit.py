"""What a store holds after a race, against what the workers were told and against the laws."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from ..errors import LeadModelError
from ..records import EventKind, FrozenMap, LeadId
from ..routing import Entry, EntryKind, Ledger, pick
from ..routing.ledger import in_lowest_terms
from ..stores import Book, Load, Place
from .logs import Answer, Logs
from .plan import Plan, RacedStore
from .report import Fault, FaultCode

__all__ = ["Audit"]

#: Of each kind so many faults are kept: one would do, and a broken store has thousands.
MOST_OF_A_KIND = 20


@dataclass
class Audit:
    """Looks at everything once; `faults` is what it has found."""

    plan: Plan
    logs: Logs
    faults: list[Fault] = field(default_factory=list)
    kinds: Counter[FaultCode] = field(default_factory=Counter)
    largest: tuple[int, int] = (0, 1)
    promised: int = 0

    def fault(self, code: FaultCode, says: str, **evidence: object) -> None:
        self.kinds[code] += 1
        if self.kinds[code] <= MOST_OF_A_KIND:
            self.faults.append(Fault(code=code, says=says, evidence=FrozenMap(evidence)))

    def look(self, store: RacedStore, leads: list[LeadId]) -> int:
        """Every check; returns the number of entries."""
        for text in self.logs.crashes:
            self.fault(FaultCode.CRASHED, text.strip().splitlines()[-1], traceback=text)
        books: dict[str, tuple[Entry, ...]] = {}
        places: dict[str, Place] = {}
        told: dict[str, list[str]] = {}
        load: Mapping[str, Load] = {}
        for name in self.plan.names:
            seen = store.read(leads[0], ledger=name, after=0, key="audit")
            books[name], load = seen.entries, seen.load
        for lead in leads:
            name = self.plan.ledger_of(lead)
            try:
                places[lead] = store.read(lead, ledger=name, after=len(books[name]), key="audit").place
            except LeadModelError:
                self.fault(FaultCode.LOST, f"{lead} is nowhere", lead=lead)
            told[lead] = [str(each.rep) for each in store.events(lead) if each.kind is EventKind.ASSIGNED]
        self.answers()
        for entries in books.values():
            self.ledger(entries)
            self.capacity(entries)
        self.kept(books, places)
        self.counted(books.values(), places)
        self.events(books.values(), told)
        self.loads(places, load)
        return sum(map(len, books.values()))

    def answers(self) -> None:
        """One key, one answer, written once; and of each version of a lead one change."""
        made: dict[tuple[str, int], Answer] = {}
        for key, found in self.logs.answers.items():
            if len(found) > 1 or self.logs.written[key] > 1:
                self.fault(
                    FaultCode.ANSWERED_TWICE,
                    f"{key} was written {self.logs.written[key]} times, with {len(found)} different answers",
                    key=key,
                    answers=tuple(found),
                )
            for each in found:
                other = made.setdefault((each.lead, each.version), each)
                if other.key != key:
                    self.fault(
                        FaultCode.ASSIGNED_TWICE,
                        f"{each.lead} was changed twice at version {each.version}, by {other.key} and {key}",
                        lead=each.lead,
                        answers=(other, each),
                    )

    def ledger(self, entries: tuple[Entry, ...]) -> None:
        """Numbers without gaps, every turn in turn, and no lag too large; as far as it makes sense."""
        numbers = [each.number for each in entries]
        if numbers != list(range(1, len(numbers) + 1)):
            wrong = next(place for place, number in enumerate(numbers, 1) if number != place)
            says = f"the entry at place {wrong} has the number {numbers[wrong - 1]}"
            self.fault(FaultCode.GAP, says, place=wrong, number=numbers[wrong - 1])
            return
        if not entries:
            return
        book = Book(Ledger(name=entries[0].ledger))
        everybody = set(self.plan.reps)
        same = True
        for entry in entries:
            if entry.kind is EntryKind.CHARGED:
                turn = pick(book.ledger, entry.shares, at=entry.at, weights=self.plan.reps).rep
                if turn != entry.rep:
                    says = f"entry {entry.number} gave {entry.lead} to {entry.rep}, it was the turn of {turn}"
                    self.fault(FaultCode.OUT_OF_TURN, says, entry=entry, turn=turn)
            try:
                book.take((entry,))
            except LeadModelError as error:
                self.fault(FaultCode.ASSIGNED_TWICE, f"entry {entry.number}: {error}", entry=entry)
                return
            same = same and set(entry.shares) == everybody
            self.promised += same
            self._lag(book.ledger, entry.number, promised=same)

    def _lag(self, ledger: Ledger, number: int, *, promised: bool) -> None:
        largest = max(abs(standing.lag) for standing in ledger.reps.values())
        if largest * self.largest[1] > self.largest[0] * ledger.unit:
            self.largest = in_lowest_terms(largest, ledger.unit)
        if promised and largest >= ledger.unit:
            says = f"at entry {number} a lag came to {largest}/{ledger.unit} of a lead"
            self.fault(FaultCode.UNFAIR, says, number=number, lag=(largest, ledger.unit))

    def capacity(self, entries: tuple[Entry, ...]) -> None:
        """At every version of the ledger: what each rep certainly held then.

        A lead is held from its charge until it is given back, or until closing it was begun. A charge was written
        before any later one was answered, so a close that was begun after that answer came after it.
        """
        cap = self.plan.capacity
        if cap is None:
            return
        ledger = entries[0].ledger if entries else ""
        answered = {
            each.number: each.at
            for found in self.logs.answers.values()
            for each in found
            if self.plan.ledger_of(each.lead) == ledger
        }
        known = [answered.get(each.number) for each in entries]
        latest: int | None = None
        for place in reversed(range(len(known))):
            at = known[place]
            if at is not None:
                latest = at if latest is None else min(at, latest)
            known[place] = latest
        held: defaultdict[str, set[str]] = defaultdict(set)
        ends: list[tuple[int, str, str]] = []
        for entry, at in zip(entries, known, strict=True):
            lead, rep = str(entry.lead), entry.rep
            if entry.kind is EntryKind.GIVEN_BACK:
                held[rep].discard(lead)
                continue
            while ends and (at is None or ends[0][0] <= at):
                _, whose, closed = heappop(ends)
                held[whose].discard(closed)
            held[rep].add(lead)
            if lead in self.logs.closes:
                heappush(ends, (min(self.logs.closes[lead]), rep, lead))
            if len(held[rep]) > cap:
                says = f"at entry {entry.number} {rep} held {len(held[rep])} leads of {cap}"
                self.fault(FaultCode.OVER_CAPACITY, says, entry=entry, held=tuple(sorted(held[rep])))

    def kept(self, books: Mapping[str, tuple[Entry, ...]], places: Mapping[str, Place]) -> None:
        """Whatever was answered is there."""
        last: dict[str, Answer] = {}
        for found in self.logs.answers.values():
            for each in found:
                if each.lead not in last or last[each.lead].version < each.version:
                    last[each.lead] = each
                if each.number is None:
                    continue
                entries = books[self.plan.ledger_of(each.lead)]
                entry = entries[each.number - 1] if each.number <= len(entries) else None
                if entry is None or entry.lead != each.lead or each.rep not in (None, entry.rep):
                    says = f"{each.key} was answered with entry {each.number}, which is another one or none"
                    self.fault(FaultCode.LOST, says, answer=each, entry=entry)
        for lead, each in last.items():
            place = places.get(lead)
            if place is None:
                continue
            as_told = place.owner == each.rep and place.waits == (each.do == "back")
            if place.version <= each.version or (place.version == each.version + 1 and not as_told):
                says = f"{lead} is not where {each.key} was told that it is"
                self.fault(FaultCode.LOST, says, lead=lead, place=place, answer=each)

    def counted(self, books: Iterable[tuple[Entry, ...]], places: Mapping[str, Place]) -> None:
        """The ledger counts each lead for the rep who has it, or had it when it was closed."""
        counts: dict[str, str | None] = {}
        lines: Counter[str] = Counter()
        for entry in (each for entries in books for each in entries):
            counts[str(entry.lead)] = entry.rep if entry.kind is EntryKind.CHARGED else None
            lines[str(entry.lead)] += 1
        for lead, place in places.items():
            rep = counts.get(lead)
            if lines[lead] > place.version:
                says = f"{lead} has changed {place.version} times, and the ledger has {lines[lead]} entries of it"
                self.fault(FaultCode.MISCOUNTED, says, lead=lead, place=place, entries=lines[lead])
            closed = place.owner is None and not place.waits
            if closed and lead not in self.logs.closes:
                says = f"{lead} neither waits nor is held, and nobody closed it"
                self.fault(FaultCode.LOST, says, lead=lead, place=place)
            elif rep != place.owner and not (closed and rep is not None):
                where = "waits" if place.waits else f"is with {place.owner}" if place.owner else "is closed"
                says = f"{lead} {where}, and counts for {rep or 'nobody'}"
                self.fault(FaultCode.MISCOUNTED, says, lead=lead, place=place, rep=rep)

    def events(self, books: Iterable[tuple[Entry, ...]], told: Mapping[str, list[str]]) -> None:
        """Each lead is told to be assigned as often as it was charged, to the same reps in the same order."""
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for entry in (each for entries in books for each in entries):
            if entry.kind is EntryKind.CHARGED:
                wanted[str(entry.lead)].append(entry.rep)
        for lead, reps in told.items():
            if reps != wanted[lead]:
                says = f"{lead} is told to be assigned to {reps}, and was charged to {wanted[lead]}"
                self.fault(FaultCode.UNTOLD, says, lead=lead, told=tuple(reps), charged=tuple(wanted[lead]))

    def loads(self, places: Mapping[str, Place], load: Mapping[str, Load]) -> None:
        """What each rep is said to hold is what they hold, and nobody waits for somebody who has room."""
        held = Counter(str(place.owner) for place in places.values() if place.owner is not None)
        for rep, holds, capacity in self.logs.over:
            says = f"{rep} was read to hold {holds} leads of {capacity}"
            self.fault(FaultCode.OVER_CAPACITY, says, rep=rep, held=holds, capacity=capacity)
        for rep, each in load.items():
            if each.held != held[rep]:
                says = f"{rep} is said to hold {each.held} leads, and holds {held[rep]}"
                self.fault(FaultCode.WRONG_LOAD, says, rep=rep, load=each)
            if each.capacity is not None and held[rep] > each.capacity:
                says = f"{rep} holds {held[rep]} leads of {each.capacity}"
                self.fault(FaultCode.OVER_CAPACITY, says, rep=rep, load=each)
        waits = [lead for lead, place in places.items() if place.waits]
        room = [rep for rep, each in load.items() if not each.full]
        if waits and room:
            says = f"{len(waits)} leads wait, {waits[0]} among them, while {room[0]} has room"
            self.fault(FaultCode.NOT_DRAINED, says, leads=tuple(waits[:100]), reps=tuple(room))
