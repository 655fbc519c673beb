"""How the stores that the tests look at are opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from leadmodel.stores import MemoryStore, PostgresStore, SqliteStore
from tests.stores.server import Server

AnyStore = MemoryStore | SqliteStore | PostgresStore


@dataclass(frozen=True)
class Kept:
    """`make` opens a store on what is kept, and can be sent to another process unless it is kept in memory."""

    make: Callable[[], Any]
    processes: bool = True

    @contextmanager
    def opened(self) -> Iterator[AnyStore]:
        store = self.make()
        try:
            yield store
        finally:
            if self.processes:
                store.close()


def kept_in_memory() -> Kept:
    store = MemoryStore()
    return Kept(lambda: store, processes=False)


def kept_in_sqlite(folder: Path) -> Kept:
    return Kept(partial(SqliteStore, str(folder / "leads.db"), durable=False))


def kept_in_postgres(server: Server) -> Kept:
    return Kept(partial(PostgresStore, server.new_schema()))
