"""A store in PostgreSQL, through psycopg 3 (the extra `postgres`): for any number of machines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

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

Params = Sequence[Any] | Mapping[str, Any]

#: What was refused and holds by now is sent again; so is what met a deadlock or could not be serialized.
MOST_TRIES = 100
#: One statement is one instant, whatever the isolation.
READING = """
SELECT
  (SELECT json_build_array(id, since, waits, owner, version) FROM lm_lead WHERE id = %(lead)s),
  (SELECT body FROM lm_answer WHERE key = %(key)s),
  (SELECT array_agg(body ORDER BY number) FROM lm_entry WHERE ledger = %(ledger)s AND number > %(after)s),
  (SELECT json_agg(json_build_array(id, held, capacity) ORDER BY id) FROM lm_rep)
"""
#: The same for a change that was not written.
FINDING = """
SELECT
  (SELECT json_build_array(id, since, waits, owner, version) FROM lm_lead WHERE id = %(lead)s),
  (SELECT body FROM lm_answer WHERE key = %(key)s),
  COALESCE((SELECT number FROM lm_ledger WHERE name = %(ledger)s), 0),
  (SELECT json_build_array(held, capacity) FROM lm_rep WHERE id = %(owner)s),
  (SELECT min(id) FROM lm_event WHERE id = ANY (%(events)s))
"""
#: Asked of the table of tables: names are remembered within a transaction, also that there was nothing of that name.
THERE = """
SELECT EXISTS (
  SELECT FROM pg_class WHERE relname = 'lm_schema' AND relnamespace = to_regnamespace(current_schema()::text)
)
"""
COMMIT = "SELECT lm_commit(%s, %s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s, %s)"


class PostgresStore:
    """Leads, reps, ledgers, events and answers in the tables `lm_*`, which are made where there are none.

    `address` is a connection string or URI. Threads share the store: there are as many connections as there are calls
    at once, and one that was lost is opened anew. A change is one call of a function in the database, which locks the
    ledger, the lead and the rep, in this order, and for no longer than the server needs.

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
        self._idle: list[Connection] = []
        with self._connection() as run, run.transaction():
            found = _make_tables(run)
        try:
            check_schema(found, "address", address)
        except InputError:
            self.close()
            raise

    def __enter__(self) -> "PostgresStore":
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
        self._put(
            "INSERT INTO lm_lead (id, since) SELECT * FROM unnest(%s::text[], %s::bigint[]) "
            "ON CONFLICT (id) DO NOTHING",
            ([place.lead for place in places], [micros(place.since) for place in places]),
        )

    def put_rep(self, rep: RepId, *, capacity: int | None = None) -> None:
        """Let a rep hold so many leads from now on; those who hold more keep them."""
        Load(capacity=capacity)
        self._put(
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
        errors = self._driver.errors
        row = _row_of(change)
        for left in reversed(range(MOST_TRIES)):
            try:
                if self._rows(COMMIT, row)[0][0]:
                    return Committed(change=change)
            except (errors.IntegrityError, errors.SerializationFailure, errors.DeadlockDetected):
                if not left:
                    raise
            found = self._found(change)
            if found is not None:
                return found
        raise AssertionError(MOST_TRIES)

    def _found(self, change: Change) -> Committed | Refused | None:
        """Why a change could not be written; None if it could be by now."""
        entry = change.entry
        asked = {
            "lead": change.lead,
            "key": change.key,
            "ledger": None if entry is None else entry.ledger,
            "owner": change.owner,
            "events": [event.id for event in change.events],
        }
        place, answer, number, load, told = self._rows(FINDING, asked)[0]
        if answer is not None:
            return answer_of(change, answer)
        if place is None:
            raise UnknownNameError("lead", change.lead, ())
        if load is None and change.owner is not None:
            raise UnknownNameError("rep", change.owner, ())
        held = None if load is None else Load(held=load[0], capacity=load[1])
        found = place_of(*place)
        why = why_refused(change, place=found, number=number, load=held)
        if why is not None:
            return Refused(why=why, place=found, load=held)
        if told is not None:
            raise InputError("events", told, "is told already, every event needs an id of its own")
        return None

    def _rows(self, query: str, values: Params) -> list[tuple[Any, ...]]:
        with self._connection() as run:
            return run.execute(query, values).fetchall()

    def _put(self, query: str, values: Params) -> None:
        with self._connection() as run:
            run.execute(query, values)

    @contextmanager
    def _connection(self) -> Iterator["Connection"]:
        """A connection that nobody else has meanwhile: one that lies idle, or a new one."""
        try:
            found = self._idle.pop()
        except IndexError:
            found = self._driver.connect(self._address, autocommit=True)
        try:
            yield found
        except self._driver.Error:
            raise
        except BaseException:
            # Broken off in the middle, so nobody knows what it would say next.
            found.close()
            raise
        finally:
            if not found.closed:
                self._idle.append(found)


def _make_tables(run: "Connection") -> int:
    there: bool
    (there,) = _one(run, THERE)
    if not there:
        # One makes them, and the others wait until they are there.
        run.execute("SELECT pg_advisory_xact_lock(hashtext('lm_schema'))")
        (there,) = _one(run, THERE)
    if not there:
        run.execute(TABLES)
        run.execute("INSERT INTO lm_schema VALUES (%s)", (SCHEMA,))
    (found,) = _one(run, "SELECT version FROM lm_schema")
    return int(found)


def _row_of(change: Change) -> tuple[object, ...]:
    entry = change.entry
    return (
        change.lead,
        change.waits,
        change.owner,
        change.version,
        None if entry is None else entry.ledger,
        None if entry is None else entry.number,
        None if entry is None else text_of(entry_as_plain(entry)),
        [str(event.id) for event in change.events],
        [text_of(event_as_plain(event)) for event in change.events],
        change.key,
        change_text(change),
    )


def _one(run: "Connection", query: str, values: Params = ()) -> tuple[Any, ...]:
    row = run.execute(query, values).fetchone()
    assert row is not None
    return row
