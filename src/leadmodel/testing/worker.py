"""One worker of a race: it gives out, takes back, closes and repeats, and dies where it is told to."""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from threading import Thread
from types import FrameType
from typing import Any

from ..records import LeadId
from ..routing import Ledger, Pick
from ..stores import Book, Change, Committed, Load, Refused, WhyRefused, give_out, take_back
from .plan import START, Plan, RacedStore

__all__ = ["KILL", "Request", "run_process", "run_thread"]

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
#: A commit of the stores here runs some five hundred lines, what it calls counted in; a worker that is to die at a
#: later one dies after it, before it has told anybody.
MOST_LINES = 700
#: So often a worker finds that all are full and it has nothing to close, before it leaves the rest to the others.
PATIENCE = 200
NO_ROOM = frozenset({WhyRefused.NOBODY.value, WhyRefused.FULL.value})


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker asks of the store: `do` is give, back or close."""

    do: str
    lead: str
    key: str


@dataclass
class Past:
    """What a worker knows of its own doing, from the log that survives it."""

    asked: list[Request] = field(default_factory=list)
    open: Request | None = None
    mine: list[str] = field(default_factory=list)

    def note(self, do: str, lead: str, what: str, *, fresh: bool) -> None:
        """Keep in mind which leads the worker may close or give back."""
        if do == "give":
            if (what == "committed" or (fresh and what == "replayed")) and lead not in self.mine:
                self.mine.append(lead)
        elif lead in self.mine:
            self.mine.remove(lead)


class Lost(BaseException):
    """A worker without a process of its own cannot be killed; this is as near as one comes."""


class Log:
    """Lines that are with the system when `tell` returns, so that they survive a killed process."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_RDWR)

    def tell(self, **values: object) -> None:
        line = json.dumps({**values, "t": time.monotonic_ns()})
        os.write(self._file, line.encode() + b"\n")

    def close(self) -> None:
        os.close(self._file)

    def past(self) -> Past:
        found = Past()
        seen: set[str] = set()
        with open(self.path, encoding="utf-8") as lines:
            for line in lines:
                told: dict[str, Any] = json.loads(line)
                if "begins" in told and told["begins"] not in seen:
                    seen.add(told["begins"])
                    found.open = Request(told["do"], told["lead"], told["begins"])
                    found.asked.append(found.open)
                elif "ends" in told:
                    fresh = found.open is not None and found.open.key == told["ends"]
                    found.note(told["do"], told["lead"], told["what"], fresh=fresh)
                    if fresh:
                        found.open = None
        return found


class Worker:
    """The life of one worker, from where its log ends."""

    def __init__(
        self, store: RacedStore, plan: Plan, number: int, path: str, generation: int, until: float
    ) -> None:
        self.until = until
        self.store = store
        self.plan = plan
        self.log = Log(path)
        self.past = self.log.past()
        self.chance = Random(f"{plan.seed}/{number}/{generation}")
        self.name = f"w{number}"
        self.books = {name: Book(Ledger(name=name)) for name in plan.names}
        self.twins = {name: Book(Ledger(name=name)) for name in plan.names}
        self.fresh: str | None = None
        mortal = generation < plan.kills // plan.workers + (number < plan.kills % plan.workers)
        share = max(8, plan.leads // plan.workers // (plan.kills // plan.workers + 2))
        self.dies_after = self.chance.randrange(2, share) if mortal else None

    def run(self, doomed: Callable[[RacedStore, Random], RacedStore]) -> None:
        done, idle, room = 0, 0, True
        if self.past.open is not None:
            self.fresh = self.past.open.key
            self.ask(self.past.open)
        while idle < PATIENCE and time.monotonic() < self.until:
            request = self.next(room)
            if request is None:
                if not self.store.waiting(limit=1):
                    return
                idle += 1
                room = True
                time.sleep(0.002)
                continue
            done += 1
            if self.dies_after is not None and done >= self.dies_after:
                self.store = doomed(self.store, self.chance)
                self.dies_after = None
            if request.do == "give" and self.chance.randrange(100) < self.plan.repeats:
                what = self.ask_twice(request)
            else:
                what = self.ask(request)
            if request.do == "give":
                room = what not in NO_ROOM
                idle = 0 if what == "committed" else idle

    def next(self, room: bool) -> Request | None:
        chance, past, plan = self.chance, self.past, self.plan
        dice = chance.randrange(100)
        if past.asked and dice < plan.repeats:
            return past.asked[-1 - chance.randrange(min(50, len(past.asked)))]
        if past.mine and dice < plan.repeats + plan.returns:
            return self.new("back", chance.choice(past.mine))
        if past.mine and (not room or (plan.capacity is not None and chance.randrange(4) == 0)):
            return self.new("close", chance.choice(past.mine))
        page = self.store.waiting(limit=plan.window) if room else ()
        return self.new("give", chance.choice(page).lead) if page else None

    def new(self, do: str, lead: str) -> Request:
        """A request that nobody has made before."""
        request = Request(do, lead, f"{self.name}-{len(self.past.asked)}-{do}")
        self.past.asked.append(request)
        self.fresh = request.key
        return request

    def ask_twice(self, request: Request) -> str:
        """Two at once with one key, as a form that is sent twice."""
        twin = Thread(target=self.ask_again, args=(request,), daemon=True)
        twin.start()
        try:
            return self.ask(request)
        finally:
            twin.join()

    def ask_again(self, request: Request) -> None:
        try:
            self.ask(request, self.twins)
        except Lost:
            pass
        except Exception:  # noqa: BLE001 - whatever the store raises is a finding
            self.log.tell(crashed=traceback.format_exc())

    def ask(self, request: Request, books: dict[str, Book] | None = None) -> str:
        fresh = books is None and request.key == self.fresh
        if fresh:
            self.fresh = None
        self.log.tell(begins=request.key, do=request.do, lead=request.lead)
        outcome = self.call(request, (books or self.books)[self.plan.ledger_of(request.lead)])
        change = outcome.change if isinstance(outcome, Committed) else None
        entry = None if change is None else change.entry
        what = "committed"
        if isinstance(outcome, Refused):
            what = outcome.why.value
        elif outcome.replayed:
            what = "replayed"
        self.log.tell(
            ends=request.key,
            do=request.do,
            lead=request.lead,
            what=what,
            rep=None if change is None else change.owner,
            number=None if entry is None else entry.number,
            version=None if change is None else change.version,
        )
        self.past.note(request.do, request.lead, what, fresh=fresh)
        return what

    def decide(self, ledger: Ledger, load: Mapping[str, Load], lead: LeadId) -> Pick:
        """As planned; a rep who is seen to hold too much is written down."""
        for rep, each in load.items():
            if each.capacity is not None and each.held > each.capacity:
                self.log.tell(over=rep, held=each.held, capacity=each.capacity)
        return self.plan.decide(ledger, load, lead)

    def call(self, request: Request, book: Book) -> Committed | Refused:
        at = START + timedelta(microseconds=time.monotonic_ns() // 1000)
        lead, key = LeadId(request.lead), request.key
        if request.do == "give":
            return give_out(self.store, lead, book=book, decide=self.decide, key=key, at=at)
        closes = request.do == "close"
        return take_back(self.store, lead, book=book, key=key, at=at, counts=closes, waits=not closes)


class Doomed:
    """A store whose next commit is the worker's last: it dies at a line within it, or before it can tell."""

    def __init__(self, store: RacedStore, chance: Random) -> None:
        self._store = store
        self._lines = chance.randrange(1, MOST_LINES)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, change: Change) -> Committed | Refused:
        left = self._lines

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal left
            left -= event == "line"
            if left <= 0:
                os.kill(os.getpid(), KILL)
            return trace

        sys.settrace(trace)
        self._store.commit(change)
        os.kill(os.getpid(), KILL)
        raise AssertionError


class Forgetful:
    """A store whose answer is lost, before or after it has written."""

    def __init__(self, store: RacedStore, chance: Random) -> None:
        self._store = store
        self._before = chance.randrange(2)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, change: Change) -> Committed | Refused:
        if not self._before:
            self._store.commit(change)
        raise Lost


def run_process(
    make: Callable[[], RacedStore], plan: Plan, number: int, path: str, generation: int, until: float
) -> None:
    """A worker as a process."""
    store = make()
    worker = Worker(store, plan, number, path, generation, until)
    try:
        worker.run(Doomed)
    except Exception:  # noqa: BLE001 - as above
        worker.log.tell(crashed=traceback.format_exc())
    finally:
        close = getattr(store, "close", None)
        if close is not None:
            close()


def run_thread(store: RacedStore, plan: Plan, number: int, path: str, lost: list[int], until: float) -> None:
    """A worker as a thread, which begins anew where its answer was lost."""
    generation = 0
    while True:
        worker = Worker(store, plan, number, path, generation, until)
        try:
            worker.run(Forgetful)
            return
        except Lost:
            lost.append(number)
            generation += 1
        except Exception:  # noqa: BLE001 - as above
            worker.log.tell(crashed=traceback.format_exc())
            return
        finally:
            worker.log.close()
