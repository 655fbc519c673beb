"""Every engine gives every lead of the corpus the answers that it gets by itself, to the thousandth."""

from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from leadmodel.frames import figures_frame, score_frame
from leadmodel.frames.figures import figures_of
from tests.frames.backends import BACKENDS, Backend, Row, rows_of
from tests.frames.corpus import (
    AT,
    EVENTS,
    LEADS,
    MODEL,
    UNPROVED,
    each_of,
    events_table,
    figures_one_by_one,
    one_by_one,
)
from tests.package_tree import ROOT

engines = pytest.mark.parametrize("engine", BACKENDS, ids=lambda engine: engine.name)


def same(table: Any, expected: list[Row]) -> None:
    names = list(expected[0])
    for place, (row, wanted) in enumerate(zip(rows_of(table), expected, strict=True)):
        assert {name: row[name] for name in names} == wanted, LEADS.slice(place, 1).to_pylist()


@engines
def test_without_a_feed_nobody_knows_what_a_lead_has_done(engine: Backend) -> None:
    scored = score_frame(engine.make(LEADS), MODEL, per_rule=True)

    same(scored, one_by_one(MODEL))
    assert type(scored) is type(engine.make(LEADS))


@engines
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_with_a_feed_every_figure_counts(engine: Backend, zone: str) -> None:
    events = engine.make(events_table(zone=zone))

    same(
        score_frame(engine.make(LEADS), MODEL, at=AT, events=events, per_rule=True), one_by_one(MODEL, EVENTS)
    )


@engines
def test_in_an_empty_feed_everybody_has_done_nothing(engine: Backend) -> None:
    events = engine.make(events_table(()))

    same(score_frame(engine.make(LEADS), MODEL, at=AT, events=events, per_rule=True), one_by_one(MODEL, ()))


@engines
def test_comparisons_across_kinds_are_unknown_everywhere(engine: Backend) -> None:
    same(score_frame(engine.make(LEADS), UNPROVED, per_rule=True), one_by_one(UNPROVED))


@engines
def test_a_table_without_rows_stays_one(engine: Backend) -> None:
    empty, nothing = engine.make(LEADS.slice(0, 0)), engine.make(events_table(()))

    assert rows_of(score_frame(empty, MODEL)) == []
    assert rows_of(score_frame(empty, MODEL, at=AT, events=engine.make(events_table()))) == []
    assert rows_of(figures_frame(nothing, MODEL, at=AT)) == []


@engines
def test_the_columns_of_the_caller_stay_as_they_are(engine: Backend) -> None:
    table = engine.make(LEADS)
    before = repr(rows_of(table))
    scored = score_frame(table, MODEL, at=AT, events=engine.make(events_table()), prefix="lead_")

    # As text, because NaN is no NaN otherwise.
    assert repr([{name: row[name] for name in LEADS.column_names} for row in rows_of(scored)]) == before
    assert list(rows_of(scored)[0])[LEADS.num_columns :] == [
        f"lead_{name}" for name in ("fit", "score", "grade", "level", "label", "sales_ready", "known")
    ]


@engines
def test_the_figures_of_a_feed_are_those_of_each_history(engine: Backend) -> None:
    found = rows_of(figures_frame(engine.make(events_table()), MODEL, at=AT))

    assert {row.pop("lead"): row for row in found} == figures_one_by_one(MODEL, EVENTS)
    assert list(found[0]) == [figure.name for figure in figures_of(MODEL.scoring)]


@engines
def test_figures_may_come_ready_made(engine: Backend) -> None:
    """Scored in one go, or counted first and handed in beside the leads."""
    figures = figures_frame(events_table(), MODEL, at=AT)
    beside = LEADS.join(figures.rename_columns({"lead": "lead.id"}), "lead.id", join_type="inner").sort_by(
        "place"
    )
    expected = [one_by_one(MODEL, EVENTS)[place] for place in beside["place"].to_pylist()]

    same(score_frame(engine.make(beside), MODEL, per_rule=True), expected)


def test_a_table_of_pandas_keeps_its_index_whatever_it_is() -> None:
    table = BACKENDS[0].make(LEADS).set_axis([place // 2 for place in range(LEADS.num_rows)])

    scored = score_frame(table, MODEL, at=AT, events=events_table())

    assert scored.index.equals(table.index)
    assert scored["label"].tolist() == [row["label"] for row in one_by_one(MODEL, EVENTS)]


def test_a_lazy_frame_of_polars_is_not_worked_out_before_it_is_collected() -> None:
    asked: list[int] = []

    def looked_at(rows: pl.DataFrame) -> pl.DataFrame:
        asked.append(len(rows))
        return rows

    watched = pl.DataFrame(LEADS).lazy().map_batches(looked_at, schema=pl.DataFrame(LEADS).schema)
    scored = score_frame(watched, MODEL)

    assert isinstance(scored, pl.LazyFrame)
    assert scored.collect_schema()["label"] == pl.String
    assert asked == []
    assert scored.collect()["label"].to_list() == [row["label"] for row in one_by_one(MODEL)]
    assert asked == [LEADS.num_rows]


def test_polars_may_work_a_lazy_frame_out_piece_by_piece() -> None:
    events = pl.DataFrame(events_table()).lazy()

    scored = score_frame(pl.DataFrame(LEADS).lazy(), MODEL, at=AT, events=events)

    found = scored.collect(engine="streaming").sort("place")["label"].to_list()
    assert found == [row["label"] for row in one_by_one(MODEL, EVENTS)]


def test_a_relation_of_duckdb_stays_with_its_connection_and_leaves_its_tables_alone() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.register("given", LEADS)
    connection.execute("CREATE TABLE leads AS SELECT * FROM given")
    scored = score_frame(connection.table("leads"), MODEL)
    del connection

    ready = scored.filter("sales_ready").aggregate("count(*)").fetchall()

    assert ready == [(sum(row["sales_ready"] for row in one_by_one(MODEL)),)]
    kept = scored.query("scored", "SELECT count(*) FROM leads")
    assert kept is not None
    assert kept.fetchall() == [(LEADS.num_rows,)]


def test_a_table_of_another_engine_may_bring_the_events_of_one_that_is_worked_out() -> None:
    for engine in BACKENDS[:2]:
        scored = score_frame(pl.DataFrame(LEADS), MODEL, at=AT, events=engine.make(events_table()))

        same(scored, [{"label": row["label"]} for row in one_by_one(MODEL, EVENTS)])


def test_whole_numbers_that_numpy_holds_as_fractions_are_scored_as_what_they_are_then() -> None:
    """A whole column of pandas with a gap becomes fractions, and large numbers are rounded by it, not by us."""
    table = LEADS.to_pandas()
    held = pa.Table.from_pandas(table, preserve_index=False)
    rounded = pa.table(
        {name: held[name] if held[name].type == pa.float64() else LEADS[name] for name in LEADS.column_names}
    )

    same(score_frame(table, UNPROVED, per_rule=True), each_of(rounded, UNPROVED))


def test_the_page_lists_the_engines_that_are_tried_and_no_others() -> None:
    page = (ROOT / "docs" / "concepts" / "frames.md").read_text("utf-8")
    listed = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")][1:]

    assert listed == [engine.name for engine in BACKENDS] + ["PySpark"]
