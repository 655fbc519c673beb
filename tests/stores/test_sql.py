"""What the tables forbid whoever writes, and how the stores in SQL open, lose and refuse what they open."""

import builtins
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from leadmodel.errors import InputError
from leadmodel.records import LeadId, RepId
from leadmodel.stores import Change, Committed, PostgresStore, SqliteStore
from tests.stores.server import Server

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
ANN, BOB = RepId("ann"), RepId("bob")
L1, L2 = LeadId("L1"), LeadId("L2")


class Raw:
    """The database behind a store, as somebody sees it who does not know the library."""

    def __init__(
        self, again: Callable[[], SqliteStore | PostgresStore], run: Any, refused: type[Exception]
    ) -> None:
        self.again = again
        self.store = again()
        self.run = run
        self.refused = refused


@contextmanager
def raw_sqlite(folder: Path) -> Iterator[Raw]:
    path = str(folder / "leads.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as run:
        raw = Raw(partial(SqliteStore, path), run, sqlite3.IntegrityError)
        with raw.store:
            yield raw


@contextmanager
def raw_postgres(server: Server) -> Iterator[Raw]:
    import psycopg

    address = server.new_schema()
    with psycopg.connect(address, autocommit=True) as run:
        raw = Raw(partial(PostgresStore, address), run, psycopg.errors.IntegrityError)
        with raw.store:
            yield raw


@pytest.fixture(params=["sqlite", "postgres"])
def raw(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    """One lead with ann, who may have one; another waits."""
    opened = (
        raw_sqlite(tmp_path) if request.param == "sqlite" else raw_postgres(request.getfixturevalue("server"))
    )
    with opened as found:
        found.store.put_rep(ANN, capacity=1)
        found.store.put_rep(BOB)
        found.store.put_leads({L1: NINE, L2: NINE})
        assert isinstance(found.store.commit(Change(key="r1", lead=L1, version=0, owner=ANN)), Committed)
        yield found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lm_lead SET owner = 'bob', version = 2 WHERE id = 'L1'",
        "UPDATE lm_lead SET owner = 'ann', waits = false, version = 1 WHERE id = 'L2'",
        "UPDATE lm_lead SET owner = 'bob', waits = false WHERE id = 'L2'",
        "UPDATE lm_lead SET owner = 'bob', waits = false, version = 2 WHERE id = 'L2'",
        "UPDATE lm_lead SET owner = 'bob', version = 1 WHERE id = 'L2'",
        "UPDATE lm_lead SET owner = 'cid', waits = false, version = 1 WHERE id = 'L2'",
        "UPDATE lm_rep SET held = 2 WHERE id = 'ann'",
        "UPDATE lm_rep SET held = -1 WHERE id = 'ann'",
        "UPDATE lm_rep SET capacity = -1 WHERE id = 'ann'",
        "INSERT INTO lm_entry VALUES ('inbound', 2, '')",
        "INSERT INTO lm_answer VALUES ('r1', '')",
    ],
)
def test_the_tables_forbid_it_whoever_writes(raw: Raw, statement: str) -> None:
    with pytest.raises(raw.refused):
        raw.run.execute(statement)


def test_what_is_held_is_counted_by_the_tables_whoever_writes(raw: Raw) -> None:
    raw.run.execute("UPDATE lm_lead SET owner = NULL, version = 2 WHERE id = 'L1'")
    raw.run.execute("UPDATE lm_lead SET owner = 'ann', waits = false, version = 1 WHERE id = 'L2'")

    load = raw.store.read(L1, ledger="inbound", after=0, key="").load
    assert (load["ann"].held, load["bob"].held) == (1, 0)


def test_tables_of_another_version_are_refused(raw: Raw) -> None:
    raw.run.execute("UPDATE lm_schema SET version = 7")

    with pytest.raises(InputError, match="has tables of version 7, this library reads version 1"):
        raw.again()


@pytest.mark.parametrize("path", ["", ":memory:", "file::memory:?cache=shared"])
def test_a_file_in_memory_is_refused(path: str) -> None:
    with pytest.raises(InputError, match="use MemoryStore"):
        SqliteStore(path)


def test_many_may_make_the_tables_at_once(tmp_path: Path, server: Server) -> None:
    address, path = server.new_schema(), str(tmp_path / "leads.db")

    def both(_: int) -> None:
        SqliteStore(path).close()
        PostgresStore(address).close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(both, range(16)))


def test_a_closed_store_opens_anew(raw: Raw) -> None:
    raw.store.close()

    assert [place.lead for place in raw.store.waiting(limit=9)] == ["L2"]


def test_connections_are_as_many_as_calls_at_once(raw: Raw) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: raw.store.waiting(limit=1), range(100)))

    assert len(raw.store._idle) <= 4


def test_a_lost_connection_is_the_drivers_error_and_the_next_call_has_a_new_one(server: Server) -> None:
    import psycopg

    with raw_postgres(server) as raw:
        raw.store.put_leads({L1: NINE})
        raw.run.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND query LIKE '%lm_lead%'"
        )
        with pytest.raises(psycopg.OperationalError):
            raw.store.waiting(limit=1)
        assert [place.lead for place in raw.store.waiting(limit=1)] == ["L1"]


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return there(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError, match=r"install leadmodel\[postgres\]"):
        PostgresStore("postgresql:///")
