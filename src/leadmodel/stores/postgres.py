"""A store in PostgreSQL, through psycopg 3 (the extra `postgres`): for any number of machines."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Lock, local
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import InputError, UnknownNameError
from ..records import Event, FrozenMap, LeadId, RepId, utc
from ..records.instants import micros
from ..routing import entry_as_plain, entry_from_plain
from .contract import why_refused
from .plain import change_from_plain, event_as_plain, event_from_plain
from .postgres_tables import TABLES
from .rows import SCHEMA, answer_of, change_text, check_schema, place_of, text_of
from .values import Change, Committed, Load, Place, Reading, Refused

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

__all__ = ["PostgresStore"]

T = TypeVar("T")
Params = Sequence[Any] | Mapping[str, Any]

#: A deadlock or a serialization failure has written nothing; one of the two always comes through.
MOST_TRIES = 100
#: One statement is one instant, whatever the isolation.
READING = """
SELECT
  (SELECT json_build_array(id, since, waits, owner, version) FROM lm_lead WHERE id = %(lead)s),
  (SELECT body FROM lm_answer WHERE key = %(key)s),
  (SELECT array_agg(body ORDER BY number) FROM lm_entry WHERE ledger = %(ledger)s AND number > %(after)s),
  (SELECT json_agg(json_build_array(id, held, capacity) ORDER BY id) FROM lm_rep)
"""


class PostgresStore:
    """Leads, reps, ledgers, events and answers in the tables `lm_*`, which are made where there are none.

    `address` is a connection string or URI. Each thread has a connection of its own, which is opened anew when it was
    lost. A change locks the ledger, the lead and the rep, in this order; what the database asks to repeat is repeated.

    Raises `InputError` when psycopg is not installed, and for tables of another version; what psycopg raises goes
    through.
    """

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError:
            expected = "needs the library `psycopg`, install leadmodel[postgres]"
            raise InputError("address", address, expected) from None
        self._driver = psycopg
        self._address = address
        self._local = local()
        self._lock = Lock()
        self._open: list[Connection] = []
        check_schema(self._again(_make_tables), "address", address)

    def __enter__(self) -> "PostgresStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            while self._open:
                self._open.pop().close()
            self._local = local()

    def put_lead(self, lead: LeadId, *, since: datetime) -> None:
        """Let a lead wait that is not here yet; one that is stays where it is."""
        place = Place(lead=lead, since=since, waits=True)
        row = (lead, micros(place.since))
        self._connection().execute(
            "INSERT INTO lm_lead (id, since) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING", row
        )

    def put_rep(self, rep: RepId, *, capacity: int | None = None) -> None:
        """Let a rep hold so many leads from now on; those who hold more keep them."""
        Load(capacity=capacity)
        self._connection().execute(
            "INSERT INTO lm_rep (id, capacity) VALUES (%s, %s) "
            "ON CONFLICT (id) DO UPDATE SET capacity = excluded.capacity",
            (rep, capacity),
        )

    def read(self, lead: LeadId, *, ledger: str, after: int, key: str) -> Reading:
        asked = {"lead": lead, "key": key, "ledger": ledger, "after": after}
        place, answer, entries, load = self._rows(READING, asked)[0]
        if place is None:
            raise UnknownNameError("lead", lead, ())
        return Reading(
            place=place_of(*place),
            entries=tuple(entry_from_plain(json.loads(body)) for body in entries or ()),
            load=FrozenMap({rep: Load(held=held, capacity=capacity) for rep, held, capacity in load or ()}),
            answer=None if answer is None else change_from_plain(json.loads(answer)),
        )

    def waiting(self, *, limit: int, after: tuple[datetime, str] | None = None) -> tuple[Place, ...]:
        since, lead = (-(2**63), "") if after is None else (micros(utc(after[0], "after")), after[1])
        asked = (
            "SELECT id, since, waits, owner, version FROM lm_lead "
            "WHERE waits AND (since, id) > (%s, %s) ORDER BY since, id LIMIT %s"
        )
        return tuple(place_of(*row) for row in self._rows(asked, (since, lead, limit)))

    def events(self, lead: LeadId) -> tuple[Event, ...]:
        """What was told of a lead, in the order of writing."""
        rows = self._rows("SELECT body FROM lm_event WHERE lead = %s ORDER BY place", (lead,))
        return tuple(event_from_plain(json.loads(body)) for (body,) in rows)

    def commit(self, change: Change) -> Committed | Refused:
        return self._again(lambda run: _commit(run, change))

    def _rows(self, query: str, values: Params) -> list[tuple[Any, ...]]:
        return self._connection().execute(query, values).fetchall()

    def _again(self, work: Callable[["Connection"], T]) -> T:
        """Do some work in a transaction, again where the database asks for it."""
        errors = self._driver.errors
        for left in reversed(range(MOST_TRIES)):
            run = self._connection()
            try:
                with run.transaction():
                    return work(run)
            except (errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation):
                # Unique: another has written the same key or made the same tables, which the next look will find.
                if not left:
                    raise
        raise AssertionError

    def _connection(self) -> "Connection":
        found: Connection | None = getattr(self._local, "connection", None)
        if found is None or found.closed:
            found = self._driver.connect(self._address, autocommit=True)
            self._local.connection = found
            with self._lock:
                self._open = [each for each in self._open if not each.closed]
                self._open.append(found)
        return found


def _make_tables(run: "Connection") -> int:
    (there,) = _one(run, "SELECT to_regclass('lm_schema') IS NOT NULL")
    if not there:
        run.execute("SELECT pg_advisory_xact_lock(hashtext('lm_schema'))")
        (there,) = _one(run, "SELECT to_regclass('lm_schema') IS NOT NULL")
    if not there:
        run.execute(TABLES)
        run.execute("INSERT INTO lm_schema VALUES (%s)", (SCHEMA,))
    (found,) = _one(run, "SELECT version FROM lm_schema")
    return int(found)


def _commit(run: "Connection", change: Change) -> Committed | Refused:
    entry = change.entry
    number = 0
    if entry is not None:
        number = _number(run, entry.ledger)
    row = run.execute(
        "SELECT id, since, waits, owner, version FROM lm_lead WHERE id = %s FOR UPDATE", (change.lead,)
    ).fetchone()
    if row is None:
        raise UnknownNameError("lead", change.lead, ())
    # After the locks: whoever used the key for this lead before is through, and can be seen.
    answer = run.execute("SELECT body FROM lm_answer WHERE key = %s", (change.key,)).fetchone()
    if answer is not None:
        return answer_of(change, answer[0])
    place = place_of(*row)
    load = None if change.owner is None else _load(run, change.owner)
    why = why_refused(change, place=place, number=number, load=load)
    if why is not None:
        return Refused(why=why, place=place, load=load)
    _write(run, change)
    return Committed(change=change)


def _number(run: "Connection", ledger: str) -> int:
    """The last number of a ledger, which is locked, and begun if it is new."""
    asked = "SELECT number FROM lm_ledger WHERE name = %s FOR UPDATE"
    row = run.execute(asked, (ledger,)).fetchone()
    if row is None:
        run.execute("INSERT INTO lm_ledger VALUES (%s, 0) ON CONFLICT (name) DO NOTHING", (ledger,))
        row = _one(run, asked, (ledger,))
    return int(row[0])


def _load(run: "Connection", rep: RepId) -> Load:
    row = run.execute("SELECT held, capacity FROM lm_rep WHERE id = %s FOR UPDATE", (rep,)).fetchone()
    if row is None:
        raise UnknownNameError("rep", rep, ())
    return Load(held=row[0], capacity=row[1])


def _write(run: "Connection", change: Change) -> None:
    run.execute(
        "UPDATE lm_lead SET waits = %s, owner = %s, version = %s WHERE id = %s",
        (change.waits, change.owner, change.version + 1, change.lead),
    )
    if change.entry is not None:
        body = text_of(entry_as_plain(change.entry))
        run.execute(
            "INSERT INTO lm_entry VALUES (%s, %s, %s)", (change.entry.ledger, change.entry.number, body)
        )
    for event in change.events:
        added = run.execute(
            "INSERT INTO lm_event (id, lead, body) VALUES (%s, %s, %s) ON CONFLICT (id) DO NOTHING",
            (event.id, event.lead, text_of(event_as_plain(event))),
        )
        if added.rowcount != 1:
            raise InputError("events", event.id, "is told already, every event needs an id of its own")
    run.execute("INSERT INTO lm_answer VALUES (%s, %s)", (change.key, change_text(change)))


def _one(run: "Connection", query: str, values: Params = ()) -> tuple[Any, ...]:
    row = run.execute(query, values).fetchone()
    assert row is not None
    return row
