"""The same corpus on Spark, where rows are scored by workers and the events of a lead come together in one of them."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from leadmodel.frames import figures_frame, route_frame, score_frame
from leadmodel.routing import parts_of
from tests.frames import routed_world
from tests.frames.backends import Row, rows_of
from tests.frames.corpus import AT, EVENTS, LEADS, MODEL, events_table, figures_one_by_one, one_by_one
from tests.package_tree import SRC

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime, and there is none"),
    # It is happy with the pandas that it warns about, as far as this goes.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One worker, in a zone that is not UTC."""
    from pyspark.sql import SparkSession

    given = {name: os.environ.get(name) for name in ("PYSPARK_PYTHON", "PYTHONPATH", "SPARK_LOCAL_IP")}
    paths = [str(SRC), *filter(None, [given["PYTHONPATH"]])]
    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(paths),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "512m")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.sql.session.timeZone", "America/New_York")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    for name, value in given.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


def answers(table: Any, expected: list[Row]) -> list[Row]:
    return [{name: row[name] for name in expected[0]} for row in rows_of(table)]


def test_rows_are_scored_by_workers(spark: Any) -> None:
    scored = score_frame(spark.createDataFrame(LEADS), MODEL, per_rule=True)
    expected = one_by_one(MODEL)

    assert scored.columns[: LEADS.num_columns] == LEADS.column_names
    assert answers(scored, expected) == expected


def test_the_events_of_a_lead_come_together(spark: Any) -> None:
    events = spark.createDataFrame(events_table()).repartition(3)
    scored = score_frame(spark.createDataFrame(LEADS), MODEL, at=AT, events=events, per_rule=True)
    expected = one_by_one(MODEL, EVENTS)

    assert answers(scored, expected) == expected
    assert len(scored.columns) == LEADS.num_columns + len(expected[0])


def test_the_figures_of_a_feed_are_those_of_each_history(spark: Any) -> None:
    found = rows_of(figures_frame(spark.createDataFrame(events_table()), MODEL, at=AT))

    assert {row.pop("lead"): row for row in found} == figures_one_by_one(MODEL, EVENTS)


def test_in_an_empty_feed_everybody_has_done_nothing(spark: Any) -> None:
    # A table without rows has no types that Spark could take over.
    events = spark.createDataFrame(events_table()).limit(0)
    expected = one_by_one(MODEL, ())

    scored = score_frame(spark.createDataFrame(LEADS), MODEL, at=AT, events=events, per_rule=True)

    assert answers(scored, expected) == expected


def test_each_part_of_a_policy_is_routed_by_a_worker_as_it_is_in_one_process(spark: Any) -> None:
    rows = pa.Table.from_pylist(routed_world.rows_of(90))
    routed = route_frame(
        spark.createDataFrame(rows).repartition(4),
        routed_world.MODEL,
        desk=routed_world.desk(),
        at=routed_world.START,
        columns=routed_world.COLUMNS,
    )
    found = {row["note"]: (row["rep"], row["rule"], row["pool"]) for row in rows_of(routed)}

    parts = parts_of(routed_world.MODEL, routed_world.desk())
    assert [part.pools for part in parts] == [("large",), ("swiss",), ("world",)]
    assert [found[number] for number in range(90)] == routed_world.EXPECTED
    assert routed.columns == [*rows.column_names, "rep", "rule", "pool"]
