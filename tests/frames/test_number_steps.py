"""Columns as conditions read them: numbers by steps, columns joined, numbers in pieces, and DuckDB batch by batch."""

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.frames import columns, duck, reading, score_frame, totals
from leadmodel.frames.columns import Coded, Numbers, Pieces, coded, column_of
from leadmodel.frames.masks import mask_of
from leadmodel.frames.reading import joined
from leadmodel.frames.steps import stepped
from tests.frames.backends import BACKENDS, Backend, rows_of
from tests.frames.corpus import LEADS, UNPROVED, one_by_one

EVERY = slice(None)
EDGES = (0, 1, 2**53, 2**53 + 1, 2**53 - 1, -(2**53) - 1, 2**63 - 1, -(2**63))
WHOLE = st.one_of(st.sampled_from(EDGES), st.integers(-4, 4))
LIMITS = st.one_of(
    WHOLE,
    st.floats(allow_nan=False),
    st.fractions(),
    st.sampled_from((10**400, -(10**400), 2**63, -(2**63) - 1, 0.5, -0.0, 5e-324)),
)
ASKED: tuple[st.SearchStrategy[dict[str, Any]], ...] = (
    st.builds(
        lambda name, limit: {name: limit}, st.sampled_from(("above", "below", "at_least", "at_most")), LIMITS
    ),
    st.builds(lambda low, high: {"at_least": low, "below": high}, LIMITS, LIMITS),
    st.builds(lambda limit: {"equals": limit}, LIMITS),
    st.builds(lambda limits: {"one_of": (*limits, "5", True)}, st.lists(LIMITS, max_size=3)),
    st.builds(lambda wanted: {"present": wanted}, st.booleans()),
    st.just({"contains": ("5",)}),
)
CONDITIONS = st.recursive(
    st.one_of(*ASKED).map(lambda told: Condition(field="x", **told)),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda children: st.sampled_from(
            (
                Condition(all_of=tuple(children)),
                Condition(any_of=tuple(children)),
                Condition(none_of=tuple(children)),
            )
        )
    ),
    max_leaves=5,
)


def columns_of(wholes: list[int | None], fractions: list[float | None]) -> tuple[Numbers, Numbers, Numbers]:
    known = np.array([each is not None for each in wholes], np.bool_)
    held = np.array([each or 0 for each in wholes], np.int64)
    floating = np.array([float("nan") if each is None else each for each in fractions], np.float64)
    return Numbers(values=held, known=known), Numbers(values=held), Numbers(values=floating)


def leaves(condition: Condition) -> list[Condition]:
    return [leaf for child in condition.children() for leaf in leaves(child)] or [condition]


@pytest.mark.parametrize("few", [0, 1_000], ids=["searched", "compared one by one"])
@given(
    asked=st.lists(CONDITIONS, min_size=1, max_size=4),
    wholes=st.lists(st.none() | WHOLE),
    fractions=st.lists(st.none() | st.floats() | WHOLE.map(float)),
)
def test_steps_answer_as_the_numbers_themselves_do(
    few: int, asked: list[Condition], wholes: list[int | None], fractions: list[float | None]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leadmodel.frames.steps._FEW_LIMITS", few)
        for column in columns_of(wholes, fractions):
            steps = stepped(column, [leaf for condition in asked for leaf in leaves(condition)])
            assert steps is not None
            for condition in asked:
                plain, by_steps = mask_of(condition, {"x": column}), mask_of(condition, {"x": steps})
                assert by_steps.holds(EVERY).tolist() == plain.holds(EVERY).tolist()
                assert by_steps.fails(EVERY).tolist() == plain.fails(EVERY).tolist()


def test_more_limits_than_a_byte_can_tell_are_no_steps() -> None:
    column = Numbers(values=np.arange(5))
    asked = [Condition(field="x", above=limit) for limit in range(255)]

    assert stepped(column, asked) is None
    assert stepped(column, asked[:-1]) is not None


@given(st.lists(st.lists(st.integers(0, 4), min_size=7, max_size=7), min_size=1, max_size=4))
def test_joined_columns_tell_the_value_of_each(values: list[list[int]]) -> None:
    apart = {str(place): coded(each) for place, each in enumerate(values)}
    together = joined(apart)

    for name, column in apart.items():
        joint = together[name]
        assert joint.own[joint.codes].tolist() == column.codes.tolist()
    assert len({id(joint.codes) for joint in together.values()}) == 1


@given(st.lists(st.lists(st.integers(0, 9)), min_size=1), st.integers(0, 12), st.integers(0, 12))
def test_pieces_are_read_like_one_array(arrays: list[list[int]], start: int, stop: int) -> None:
    pieces, whole = (
        Pieces([np.array(each, np.int64) for each in arrays]),
        np.array([each for array in arrays for each in array], np.int64),
    )

    assert pieces[start:stop].tolist() == whole[start:stop].tolist()
    assert np.asarray(pieces).tolist() == whole.tolist()
    assert len(pieces) == len(whole)


@pytest.mark.parametrize(
    "engine",
    [each for each in BACKENDS if "Arrow" in each.name or each.name == "DuckDB"],
    ids=lambda each: each.name,
)
@pytest.mark.parametrize("batch", [1, 13, 50])
@pytest.mark.parametrize("few", [0, 4, 10**9], ids=["all as dictionaries", "some", "none"])
def test_neither_batches_nor_pieces_nor_joints_change_an_answer(
    monkeypatch: pytest.MonkeyPatch, engine: Backend, batch: int, few: int
) -> None:
    monkeypatch.setattr(duck, "_BATCH", batch)
    monkeypatch.setattr(duck, "_FEW", few)
    monkeypatch.setattr(columns, "_LONG", 0)
    monkeypatch.setattr(reading, "_MANY", 0)
    monkeypatch.setattr(reading, "_BLOCK", 11)
    monkeypatch.setattr(totals, "_BLOCK", 7)
    parts = [LEADS.slice(start, 20) for start in range(0, LEADS.num_rows, 20)]
    table = engine.make(pa.concat_tables(parts))
    expected = one_by_one(UNPROVED)

    found = rows_of(score_frame(table, UNPROVED, per_rule=True))

    assert [{name: row[name] for name in expected[0]} for row in found] == expected


def test_a_relation_with_ever_more_texts_comes_back_as_it_was() -> None:
    """The first batch has one text, the others have one for each row; a list and a day go along."""
    query = """
        SELECT
            i,
            CASE WHEN i > 70000 AND i % 7 > 0 THEN concat('lead ', i) WHEN i % 3 > 0 THEN 'few' END AS "say ""so",
            [i, NULL] AS many, DATE '2026-01-01' + (i % 9)::INTEGER AS day, i % 2 = 0 AS even
        FROM range(200000) AS given (i)
    """
    relation = duckdb.connect().query(query)

    rows = duck.read_relation(relation, ['say "so'])

    assert rows.cast(relation.to_arrow_table().schema).equals(relation.to_arrow_table())
    assert rows.schema.field(1).type == pa.string()
    few = duck.read_relation(relation.filter("i < 70000"), ['say "so'])
    assert [len(set(each.dictionary.to_pylist())) for each in few.column(1).chunks] == [1, 1]


def test_what_goes_wrong_in_duckdb_is_told() -> None:
    query = "SELECT CASE WHEN i = 150000 THEN error('gone') ELSE i END AS i FROM range(200000) AS given (i)"
    relation = duckdb.connect().query(query)

    with pytest.raises(duckdb.Error, match="gone"):
        duck.read_relation(relation, [])


def test_whole_numbers_of_a_chunk_without_gaps_lie_beside_one_with_gaps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(columns, "_LONG", 0)
    cells = pa.chunked_array([[1, 2], [None, 4], pa.array([], pa.int64())])

    column = column_of(cells, pieces=True)

    assert isinstance(column, Numbers)
    assert [column.cell(place) for place in range(4)] == [1, 2, None, 4]
    assert not isinstance(column_of(cells), Coded)
