"""Three kinds of store, empty, for every test that asks for one; PostgreSQL is started for the run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.kinds import Kept, kept_in_memory, kept_in_postgres, kept_in_sqlite
from tests.stores.server import Server, started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("postgres")) as running:
        yield running


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """How a store is opened, again and again: each one sees what the others wrote."""
    if request.param == "memory":
        yield kept_in_memory()
    elif request.param == "sqlite":
        yield kept_in_sqlite(tmp_path)
    else:
        yield kept_in_postgres(request.getfixturevalue("server"))


@pytest.fixture
def store(kept: Kept) -> Iterator[object]:
    with kept.opened() as found:
        yield found
