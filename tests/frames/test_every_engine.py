"""Every engine gives every lead of the corpus the answers that it gets by itself, to the thousandth."""

from typing import Any

import pytest

from leadmodel.frames import score_frame
from tests.frames.backends import BACKENDS, Backend, Row, rows_of
from tests.frames.corpus import AT, EVENTS, LEADS, MODEL, Unproved, events_table, one_by_one

engines = pytest.mark.parametrize("engine", BACKENDS, ids=lambda engine: engine.name)


def answers(table: Any, names: list[str]) -> list[Row]:
    return [{name: row[name] for name in names} for row in rows_of(table)]


def same(table: Any, expected: list[Row]) -> None:
    found = answers(table, list(expected[0]))
    for place, (ours, wanted) in enumerate(zip(found, expected, strict=True)):
        assert ours == wanted, f"row {place}: {LEADS.slice(place, 1).to_pylist()}"


@pytest.fixture(scope="module")
def unknown() -> list[Row]:
    return one_by_one(MODEL)


@engines
def test_without_a_feed_nobody_knows_what_a_lead_has_done(engine: Backend, unknown: list[Row]) -> None:
    same(score_frame(engine.make(LEADS), MODEL, per_rule=True), unknown)


@engines
def test_with_a_feed_every_figure_counts(engine: Backend) -> None:
    expected = one_by_one(MODEL, events=EVENTS)
    scored = score_frame(engine.make(LEADS), MODEL, at=AT, events=engine.make(events_table()), per_rule=True)

    same(scored, expected)


@engines
def test_comparisons_across_kinds_are_unknown_everywhere(engine: Backend) -> None:
    same(score_frame(engine.make(LEADS), Unproved(), per_rule=True), one_by_one(Unproved()))
