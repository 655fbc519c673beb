"""Laws over random models and tables: a table is scored as its leads are, one by one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.frames import figures_frame, score_frame
from leadmodel.records import Event
from leadmodel.scoring import Scoring
from tests.frames.backends import BACKENDS, Backend, Row, rows_of
from tests.frames.corpus import each_of, events_table
from tests.frames.random_models import AT, histories, rows, scorings, table_of

#: Those that answer at once; the others hand their columns to the same kernel, which the corpus shows.
engines = st.sampled_from([engine for engine in BACKENDS if not engine.lazy])
tables = st.lists(rows, min_size=1, max_size=6).map(table_of)


@dataclass(frozen=True)
class House:
    scoring: Scoring


def scored(table: Any, model: House, **more: Any) -> list[Row]:
    answered = rows_of(score_frame(table, model, per_rule=True, **more))
    return [{name: row[name] for name in row if "." not in name and name != "place"} for row in answered]


@given(engines, scorings(), tables)
def test_a_table_is_scored_as_its_leads_are(engine: Backend, scoring: Scoring, table: Any) -> None:
    model = House(scoring)

    assert scored(engine.make(table), model, missing="unknown") == each_of(table, model, at=AT)


@given(engines, scorings(), tables, histories(), st.booleans())
def test_and_so_it_is_with_what_they_have_done(
    engine: Backend, scoring: Scoring, table: Any, history: tuple[Event, ...], twice: bool
) -> None:
    model = House(scoring)
    events = engine.make(events_table(history, twice=twice))

    assert scored(engine.make(table), model, at=AT, events=events) == each_of(table, model, history, at=AT)


@given(scorings(), tables, histories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_events_changes_nothing(
    scoring: Scoring, table: Any, history: tuple[Event, ...], chance: Any
) -> None:
    moved = list(history)
    chance.shuffle(moved)
    order = chance.sample(range(table.num_rows), table.num_rows)
    model = House(scoring)

    first = scored(table, model, at=AT, events=events_table(history))
    second = scored(table.take(order), model, at=AT, events=events_table(moved))

    assert second == first


@given(scorings(), histories(), st.integers(-2, 200))
def test_what_comes_later_is_not_in_the_figures(
    scoring: Scoring, history: tuple[Event, ...], hours: int
) -> None:
    at = AT - timedelta(hours=hours)
    known = [event for event in history if event.at <= at]
    leads = {event.lead for event in known}

    found = rows_of(figures_frame(events_table(history), House(scoring), at=at))

    assert [row for row in found if row["lead"] in leads] == rows_of(
        figures_frame(events_table(known), House(scoring), at=at)
    )
