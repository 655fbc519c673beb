"""One stream of leads, routed by one process and by Spark part by part: the same reps, and how long each takes.

    python benchmarks/scale.py --leads 200000 --parts 8

Spark runs on this machine, with as many cores as `--cores`; it needs a Java runtime.
"""

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any

import pyarrow as pa

from leadmodel.conditions import field
from leadmodel.frames import route_frame
from leadmodel.hours import Hours, Week
from leadmodel.records import RepId
from leadmodel.routing import Desk, PoolPolicy, Rep, Routing, Rule, open_desk, parts_of

START = datetime(2026, 11, 9, tzinfo=UTC)
COUNTRIES = ("AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "NL", "PL", "PT", "SE", "US", "CA", "BR", "JP")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class House:
    """A pool for each country, none of which shares a rep or a ledger with another."""

    version = "scale"
    hours = (Hours(name="day", week=Week(**dict.fromkeys(DAYS, ("06:00-22:00",)))),)
    holidays = ()
    fields = ()

    def __init__(self, parts: int) -> None:
        places = COUNTRIES[:parts]
        self.routing = Routing(
            when=field("lead.source").is_known(),
            prefer=("soonest", "fairness"),
            rules=tuple(Rule(id=place, when=field("lead.country") == place, pool=place) for place in places),
            pools=tuple(PoolPolicy(name=place, ledger=place) for place in places),
        )


def desk_of(house: House, parts: int, reps: int) -> Desk:
    team = [
        Rep(
            id=RepId(f"{place}{number:04}"),
            zone="UTC",
            hours="day",
            languages=("en",),
            weight=1 + number % 3,
            pools=(place,),
        )
        for place in COUNTRIES[:parts]
        for number in range(reps // parts)
    ]
    return open_desk(team, house)


def leads_of(count: int, parts: int) -> pa.Table:
    chance = Random(count)
    step = timedelta(days=7) / count
    return pa.table(
        {
            "id": [f"L{number:07}" for number in range(count)],
            "captured_at": pa.array(
                [START + number * step for number in range(count)], pa.timestamp("us", "UTC")
            ),
            "source": ["form"] * count,
            "country": chance.choices(COUNTRIES[:parts], k=count),
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--leads", type=int, default=200_000)
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--reps", type=int, default=1_000)
    parser.add_argument("--cores", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    house = House(asked.parts)
    desk = desk_of(house, asked.parts, asked.reps)
    leads = leads_of(asked.leads, asked.parts)
    print(f"{asked.leads:,} leads, {len(desk.reps):,} reps, {len(parts_of(house, desk))} parts")

    since = perf_counter()
    one = route_frame(leads, house, desk=desk, at=START)
    print(f"one process: {perf_counter() - since:.1f} s")
    expected = dict(zip(one["id"].to_pylist(), one["rep"].to_pylist(), strict=True))

    with_spark(leads, house, desk, asked.cores, expected)


def with_spark(leads: pa.Table, house: House, desk: Desk, cores: int, expected: dict[str, Any]) -> None:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", str(4 * cores))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    frame = session.createDataFrame(leads).repartition(cores)
    # The workers have imported the package before the clock runs.
    route_frame(frame.limit(10), house, desk=desk, at=START).collect()
    since = perf_counter()
    routed = route_frame(frame, house, desk=desk, at=START).select("id", "rep").collect()
    took = perf_counter() - since
    same = {row["id"]: row["rep"] for row in routed} == expected
    session.stop()
    print(f"Spark on {cores} cores: {took:.1f} s, {'the same reps' if same else 'NOT THE SAME REPS'}")
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
