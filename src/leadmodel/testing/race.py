"""The race: many workers on one store, which die, repeat themselves and get in each other's way, and then the proof."""

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from threading import Thread

from ..errors import InputError
from ..records import FrozenMap, LeadId, RepId
from ..routing import Ledger
from ..stores import Book, Refused, give_out
from .audit import Audit
from .logs import Logs
from .plan import START, Plan, RacedStore
from .report import FaultCode, RaceReport
from .worker import KILL, run_process, run_thread

__all__ = ["race"]

#: A worker that has not ended so many seconds after it was to stop is stuck in a call.
GRACE = 10.0
PAGE = 100
REPS = FrozenMap({"ann": 4, "bob": 3, "cid": 2, "dan": 1, "eve": 1, "fay": 1})


def race(
    make_store: Callable[[], RacedStore],
    *,
    leads: int = 1_000,
    workers: int = 4,
    reps: Mapping[str, int] = REPS,
    capacity: int | None = 20,
    kills: int = 4,
    repeats: int = 10,
    returns: int = 8,
    window: int = 32,
    ledgers: int = 2,
    seed: int = 0,
    processes: bool = True,
    patience: float = 600.0,
) -> RaceReport:
    """Race `workers` over an empty store, and prove that what it holds afterwards can have happened.

    `make_store` opens the store in this process and in each worker's own, so it can be pickled: a function of a
    module, or a `partial` of one. Workers give out `leads` to `reps`, whose weights are given and who each hold
    `capacity` (None is no limit); they take one of the oldest `window` that wait. Leads count in one of `ledgers`,
    whose reps are the same. In `repeats` of a hundred requests a request is sent again or twice at once, in `returns`
    a lead is given back, and leads are closed so that there is room. `kills` times a worker is killed, at some line of
    a commit or after it, and started again: it knows what it has asked, and asks again what it has no answer to. Then
    all that wait are given out, and everything is checked.

    Without `processes` the workers are threads with one store, and what a killed one would not know is an answer that
    is lost. `patience` is for how many seconds the race may last. `seed` decides the chances, not who is quicker.

    >>> from leadmodel.stores import MemoryStore
    >>> report = race(MemoryStore, leads=60, workers=3, processes=False)
    >>> report.ok, report.leads
    (True, 60)

    A fault is a value, with its evidence. Raises `InputError` for a number below one, or for no rep.
    """
    for name, value in (
        ("leads", leads),
        ("workers", workers),
        ("window", window),
        ("ledgers", ledgers),
        ("reps", len(reps)),
    ):
        if value < 1:
            raise InputError(name, value, "is below 1, there is nothing to race")
    plan = Plan(
        leads=leads,
        workers=workers,
        reps=FrozenMap(dict(sorted(reps.items()))),
        capacity=capacity,
        seed=seed,
        kills=kills,
        repeats=repeats,
        returns=returns,
        window=window,
        ledgers=ledgers,
    )
    store = make_store()
    names = [LeadId(f"L{number:06}") for number in range(leads)]
    store.put_leads({name: START + timedelta(seconds=number) for number, name in enumerate(names)})
    for rep in plan.reps:
        store.put_rep(RepId(rep), capacity=capacity)
    try:
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, f"{number}.log") for number in range(workers)]
            began = time.monotonic()
            if processes:
                killed, stuck = _run_processes(make_store, plan, paths, began + patience)
            else:
                killed, stuck = _run_threads(store, plan, paths, began + patience)
            seconds = time.monotonic() - began
            audit = Audit(plan, Logs.read(path for path in paths if os.path.exists(path)))
        for number, says in stuck:
            audit.fault(FaultCode.CRASHED, says, worker=number)
        if not audit.logs.crashes:
            _drain(store, plan, audit)
        entries = audit.look(store, names)
    finally:
        close = getattr(store, "close", None)
        if close is not None:
            close()
    return RaceReport(
        leads=leads,
        workers=workers,
        kills=killed,
        entries=entries,
        seconds=seconds,
        largest_lag=audit.largest,
        promised=audit.promised,
        counts=FrozenMap(audit.logs.counts),
        faults=tuple(audit.faults),
    )


def _run_processes(
    make: Callable[[], RacedStore], plan: Plan, paths: list[str], until: float
) -> tuple[int, list[tuple[int, str]]]:
    """Run every worker to its end, again where it was killed: how many were, and who came to no good end."""
    context = get_context("spawn")
    killed, stuck = 0, []
    generations = [0] * plan.workers

    def started(number: int) -> SpawnProcess:
        process = context.Process(
            target=run_process, args=(make, plan, number, paths[number], generations[number], until)
        )
        process.start()
        return process

    running: dict[int, SpawnProcess] = {}
    try:
        for number in range(plan.workers):
            running[number] = started(number)
        while running:
            for number, process in list(running.items()):
                process.join(0.02)
                if process.exitcode is None:
                    if time.monotonic() > until + GRACE:
                        process.kill()
                        process.join()
                        stuck.append((number, f"worker {number} did not come to an end"))
                        del running[number]
                elif process.exitcode in (-KILL, KILL):
                    killed += 1
                    generations[number] += 1
                    running[number] = started(number)
                else:
                    if process.exitcode:
                        stuck.append((number, f"worker {number} ended with {process.exitcode}"))
                    del running[number]
    finally:
        # Whoever breaks a race off leaves nobody racing.
        for process in running.values():
            process.kill()
    return killed, stuck


def _run_threads(
    store: RacedStore, plan: Plan, paths: list[str], until: float
) -> tuple[int, list[tuple[int, str]]]:
    lost: list[int] = []
    threads = [
        Thread(target=partial(run_thread, store, plan, number, path, lost, until), daemon=True)
        for number, path in enumerate(paths)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until + GRACE - time.monotonic()))
    stuck = [
        (number, f"worker {number} did not come to an end")
        for number, thread in enumerate(threads)
        if thread.is_alive()
    ]
    return len(lost), stuck


def _drain(store: RacedStore, plan: Plan, audit: Audit) -> None:
    """Give out what waits, as far as there is room."""
    at = START + timedelta(microseconds=time.monotonic_ns() // 1000)
    books = {name: Book(Ledger(name=name)) for name in plan.names}
    page = store.waiting(limit=PAGE)
    while page:
        for place in page:
            book = books[plan.ledger_of(place.lead)]
            key = f"drain-{place.lead}-{place.version}"
            outcome = give_out(store, place.lead, book=book, decide=plan.decide, key=key, at=at)
            if isinstance(outcome, Refused):
                return
            audit.logs.counts["drained"] += 1
        page = store.waiting(limit=PAGE, after=(page[-1].since, page[-1].lead))
