"""A store in one SQLite file, from the standard library: for one machine, any number of processes."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from ..errors import InputError, UnknownNameError
from ..records import Event, FrozenMap, LeadId, RepId, utc
from ..records.instants import micros
from ..routing import entry_as_plain, entry_from_plain
from .contract import why_refused
from .plain import change_from_plain, event_as_plain, event_from_plain
from .rows import SCHEMA, answer_of, change_text, check_schema, place_of, text_of
from .values import Change, Committed, Load, Place, Reading, Refused

__all__ = ["SqliteStore"]

#: The triggers hold whoever writes: a lead that is held goes to nobody else, no rep gets more than there is room for,
#: what is held is counted by the database itself, and entries have no gaps.
TABLES = """
CREATE TABLE lm_schema (version INTEGER NOT NULL);
CREATE TABLE lm_rep (
  id TEXT PRIMARY KEY,
  capacity INTEGER CHECK (capacity >= 0),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0)
);
CREATE TABLE lm_lead (
  id TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  waits INTEGER NOT NULL DEFAULT 1 CHECK (waits IN (0, 1)),
  owner TEXT REFERENCES lm_rep (id),
  version INTEGER NOT NULL DEFAULT 0,
  CHECK (waits = 0 OR owner IS NULL)
);
CREATE INDEX lm_lead_waits ON lm_lead (since, id) WHERE waits = 1;
CREATE TABLE lm_entry (ledger TEXT, number INTEGER, body TEXT NOT NULL, PRIMARY KEY (ledger, number)) WITHOUT ROWID;
CREATE TABLE lm_event (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lead TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX lm_event_lead ON lm_event (lead, place);
CREATE TABLE lm_answer (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER lm_lead_once BEFORE UPDATE ON lm_lead
WHEN NEW.version <> OLD.version + 1
  OR (NEW.owner IS NOT NULL AND (OLD.waits = 0 OR NOT EXISTS (SELECT 1 FROM lm_rep WHERE id = NEW.owner)))
BEGIN SELECT RAISE(ABORT, 'the lead does not wait or has changed, or nobody knows the rep'); END;
CREATE TRIGGER lm_lead_held AFTER UPDATE OF owner ON lm_lead WHEN OLD.owner IS NOT NEW.owner
BEGIN
  UPDATE lm_rep SET held = held - 1 WHERE id = OLD.owner;
  UPDATE lm_rep SET held = held + 1 WHERE id = NEW.owner;
END;
CREATE TRIGGER lm_rep_room BEFORE UPDATE OF held ON lm_rep WHEN NEW.held > OLD.held AND NEW.held > NEW.capacity
BEGIN SELECT RAISE(ABORT, 'the rep has no room'); END;
CREATE TRIGGER lm_entry_next BEFORE INSERT ON lm_entry
WHEN NEW.number <> 1 + (SELECT COALESCE(MAX(number), 0) FROM lm_entry WHERE ledger = NEW.ledger)
BEGIN SELECT RAISE(ABORT, 'the entry is not the next one'); END;
"""


class SqliteStore:
    """Leads, reps, ledgers, events and answers in one file, which is made where there is none.

    Threads share it: there are as many connections as there are calls at once. Writers wait for each other for
    `patience` seconds, then the error of sqlite3 goes through. `durable` writes survive a loss of power; without, they
    survive the death of a process only, and cost a fraction.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, SqliteStore(f"{folder}/leads.db") as store:
    ...     store.put_rep("ann", capacity=40)
    ...     store.waiting(limit=10)
    ()

    Raises `InputError` for a file in memory, which every connection would have to itself (`MemoryStore` is that), and
    for tables of another version.
    """

    def __init__(self, path: str, *, patience: float = 60.0, durable: bool = True) -> None:
        if not path or ":memory:" in path:
            raise InputError("path", path, "is no file, use MemoryStore")
        self._path = path
        self._patience = patience
        self._durable = durable
        self._idle: list[sqlite3.Connection] = []
        with self._writing() as run:
            if not run.execute("SELECT 1 FROM sqlite_master WHERE name = 'lm_schema'").fetchone():
                for statement in _statements():
                    run.execute(statement)
                run.execute("INSERT INTO lm_schema VALUES (?)", (SCHEMA,))
            (found,) = run.execute("SELECT version FROM lm_schema").fetchone()
        try:
            check_schema(found, "path", path)
        except InputError:
            self.close()
            raise

    def __enter__(self) -> "SqliteStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open. A call that comes afterwards opens anew."""
        while self._idle:
            self._idle.pop().close()

    def put_lead(self, lead: LeadId, *, since: datetime) -> None:
        """Let a lead wait that is not here yet; one that is stays where it is."""
        self.put_leads({lead: since})

    def put_leads(self, leads: Mapping[LeadId, datetime]) -> None:
        """Many at once, in one transaction, each with the instant since when it waits."""
        places = [Place(lead=lead, since=since, waits=True) for lead, since in leads.items()]
        rows = [(place.lead, micros(place.since)) for place in places]
        with self._writing() as run:
            run.executemany("INSERT INTO lm_lead (id, since) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)

    def put_rep(self, rep: RepId, *, capacity: int | None = None) -> None:
        """Let a rep hold so many leads from now on; those who hold more keep them."""
        Load(capacity=capacity)
        with self._writing() as run:
            run.execute(
                "INSERT INTO lm_rep (id, capacity) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET capacity = excluded.capacity",
                (rep, capacity),
            )

    def read(self, lead: LeadId, *, ledger: str, after: int, key: str) -> Reading:
        with self._transaction("BEGIN") as run:
            place = self._place(run, lead)
            answer = run.execute("SELECT body FROM lm_answer WHERE key = ?", (key,)).fetchone()
            entries = run.execute(
                "SELECT body FROM lm_entry WHERE ledger = ? AND number > ? ORDER BY number", (ledger, after)
            ).fetchall()
            load = run.execute("SELECT id, held, capacity FROM lm_rep ORDER BY id").fetchall()
        return Reading(
            place=place,
            entries=tuple(entry_from_plain(json.loads(body)) for (body,) in entries),
            load=FrozenMap({rep: Load(held=held, capacity=capacity) for rep, held, capacity in load}),
            answer=None if answer is None else change_from_plain(json.loads(answer[0])),
        )

    def waiting(self, *, limit: int, after: tuple[datetime, str] | None = None) -> tuple[Place, ...]:
        since, lead = (-(2**63), "") if after is None else (micros(utc(after[0], "after")), after[1])
        asked = (
            "SELECT id, since, waits, owner, version FROM lm_lead "
            "WHERE waits = 1 AND (since, id) > (?, ?) ORDER BY since, id LIMIT ?"
        )
        with self._connection() as run:
            rows = run.execute(asked, (since, lead, limit)).fetchall()
        return tuple(place_of(*row) for row in rows)

    def events(self, lead: LeadId) -> tuple[Event, ...]:
        """What was told of a lead, in the order of writing."""
        asked = "SELECT body FROM lm_event WHERE lead = ? ORDER BY place"
        with self._connection() as run:
            rows = run.execute(asked, (lead,)).fetchall()
        return tuple(event_from_plain(json.loads(body)) for (body,) in rows)

    def commit(self, change: Change) -> Committed | Refused:
        with self._writing() as run:
            answer = run.execute("SELECT body FROM lm_answer WHERE key = ?", (change.key,)).fetchone()
            if answer is not None:
                return answer_of(change, answer[0])
            place = self._place(run, change.lead)
            load = None if change.owner is None else self._load(run, change.owner)
            number = 0
            if change.entry is not None:
                asked = "SELECT COALESCE(MAX(number), 0) FROM lm_entry WHERE ledger = ?"
                (number,) = run.execute(asked, (change.entry.ledger,)).fetchone()
            why = why_refused(change, place=place, number=number, load=load)
            if why is not None:
                return Refused(why=why, place=place, load=load)
            self._write(run, change)
        return Committed(change=change)

    def _write(self, run: sqlite3.Connection, change: Change) -> None:
        run.execute(
            "UPDATE lm_lead SET waits = ?, owner = ?, version = ? WHERE id = ?",
            (change.waits, change.owner, change.version + 1, change.lead),
        )
        if change.entry is not None:
            body = text_of(entry_as_plain(change.entry))
            run.execute(
                "INSERT INTO lm_entry VALUES (?, ?, ?)", (change.entry.ledger, change.entry.number, body)
            )
        for event in change.events:
            row = (event.id, event.lead, text_of(event_as_plain(event)))
            added = run.execute(
                "INSERT INTO lm_event (id, lead, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", row
            )
            if added.rowcount != 1:
                raise InputError("events", event.id, "is told already, every event needs an id of its own")
        run.execute("INSERT INTO lm_answer VALUES (?, ?)", (change.key, change_text(change)))

    def _place(self, run: sqlite3.Connection, lead: LeadId) -> Place:
        asked = "SELECT id, since, waits, owner, version FROM lm_lead WHERE id = ?"
        row = run.execute(asked, (lead,)).fetchone()
        if row is None:
            raise UnknownNameError("lead", lead, ())
        return place_of(*row)

    def _load(self, run: sqlite3.Connection, rep: RepId) -> Load:
        row = run.execute("SELECT held, capacity FROM lm_rep WHERE id = ?", (rep,)).fetchone()
        if row is None:
            raise UnknownNameError("rep", rep, ())
        return Load(held=row[0], capacity=row[1])

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._connection() as run:
            run.execute(begin)
            try:
                yield run
                run.execute("COMMIT")
            except BaseException:
                if run.in_transaction:
                    run.execute("ROLLBACK")
                raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else has meanwhile: one that lies idle, or a new one."""
        try:
            found = self._idle.pop()
        except IndexError:
            found = self._connect()
        try:
            yield found
        finally:
            self._idle.append(found)

    def _connect(self) -> sqlite3.Connection:
        found = sqlite3.connect(
            self._path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        # To ask takes no lock; to change takes the whole file.
        if found.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            found.execute("PRAGMA journal_mode = WAL")
        found.execute(f"PRAGMA synchronous = {'FULL' if self._durable else 'NORMAL'}")
        found.execute("PRAGMA foreign_keys = ON")
        return found


def _statements() -> list[str]:
    """The tables, statement by statement, since `executescript` would end the transaction."""
    found: list[str] = []
    part = ""
    for line in TABLES.strip().splitlines():
        part += line + "\n"
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return found
