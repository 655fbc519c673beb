"""Cells of any kind, as a column of Python objects has them, and the numbers on the edge of what a column can hold."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition, field
from leadmodel.frames import score_frame
from leadmodel.frames.columns import column_of
from leadmodel.frames.hashing import places_among
from leadmodel.frames.masks import mask_of
from leadmodel.scoring import BehaviourRule, FitRule, compile_scoring
from tests.building import scoring

CELLS: tuple[Any, ...] = (
    None,
    float("nan"),
    pd.NA,
    pd.NaT,
    True,
    False,
    1,
    1.0,
    "1",
    "VP",
    b"vp",
    np.str_("vp"),
    np.bool_(True),
    np.int64(5),
    np.float64(2.5),
    Decimal(5),
    Decimal("NaN"),
    Fraction(5, 2),
    10**30,
    -(10**30),
    2**53 + 1,
    "\ud800",
    date(2026, 1, 1),
    datetime(2026, 1, 1, tzinfo=UTC),
    (1, 2),
    ["VP"],
    float("inf"),
)
VALUE = field("fields.value")
SCORING = scoring(
    fit=tuple(
        FitRule(id=f"f{place}", when=when, points=1 << place, otherwise=-3)
        for place, when in enumerate(
            (
                VALUE.contains("v"),
                VALUE == "1",
                VALUE == 1,
                Condition(field="fields.value", equals=True),
                Condition(field="fields.value", one_of=("vp", 5, True)),
                VALUE > 2,
                VALUE <= 10**29,
                VALUE.is_known(),
                ~(VALUE < 5) & VALUE.is_known(),
            )
        )
    ),
    behaviour=(
        BehaviourRule(id="counted", activity="page", points=1, at_most=4),
        BehaviourRule(id="fading", activity="demo", points=1, min_amount=2, cap=100, floor=-100),
    ),
)


@pytest.mark.parametrize("cells", [CELLS, CELLS[:1], CELLS[4:8], CELLS[8:10] + CELLS[:4]], ids=len)
def test_a_column_of_objects_is_read_cell_by_cell(cells: tuple[Any, ...]) -> None:
    column = pd.Series([*cells], dtype=object)
    table = pd.DataFrame({"fields.value": column, "count(page)": column, "earned(fading)": column})
    scorer = compile_scoring(SCORING)

    scored = score_frame(table, _House())

    for place, cell in enumerate(cells):
        row = {"fields.value": cell, "count(page)": cell, "earned(fading)": cell}
        rated = scorer.rate(row)
        assert (scored["fit"][place], scored["score"][place]) == (rated.fit, rated.score), cell


class _House:
    scoring = SCORING


def test_kinds_of_columns_that_no_condition_compares_are_known_and_no_more() -> None:
    table = pl.DataFrame({"fields.value": [[1], None], "fields.when": [date(2026, 1, 1), None]})
    rule = FitRule(id="a", when=VALUE.is_known() & field("fields.when").is_known(), points=5, otherwise=1)
    other = FitRule(id="b", when=VALUE == 1, points=9, otherwise=9)

    class House:
        scoring = scoring(fit=(rule, other))

    assert score_frame(table, House()).select("fit", "known").rows() == [(5, 1), (1, 1)]


def test_decimals_and_unsigned_numbers_are_compared_exactly() -> None:
    large = 2**64 - 1
    table = pa.table(
        {
            "fields.value": pa.array([Decimal("0.10"), Decimal("0.1000001"), None], pa.decimal128(20, 7)),
            "fields.other": pa.array([large, 5, None], pa.uint64()),
        }
    )

    class House:
        scoring = scoring(
            fit=(
                FitRule(id="a", when=Decimal("0.1") < VALUE, points=1, otherwise=2),  # type: ignore[operator]
                FitRule(id="b", when=field("fields.other") >= large, points=10, otherwise=20),
            )
        )

    assert score_frame(table, House())["fit"].to_pylist() == [12, 21, 0]


def test_what_is_missing_in_a_dictionary_is_missing() -> None:
    column = column_of(pa.array([float("nan"), 1.0, None]).dictionary_encode())

    assert [column.cell(place) for place in range(3)] == [None, 1.0, None]


def test_small_and_half_wide_numbers_are_what_they_are() -> None:
    for kind in (pl.Int8, pl.UInt8, pl.Int32, pl.UInt32, pl.Float32):
        table = pl.DataFrame({"fields.value": pl.Series([5, 2, None], dtype=kind)})

        class House:
            scoring = scoring(fit=(FitRule(id="a", when=VALUE > 2, points=1, otherwise=-1),))

        assert score_frame(table, House())["fit"].to_list() == [1, -1, 0]


numbers = st.one_of(
    st.sampled_from((0, 1, 2**53, 2**53 + 1, 2**53 - 1, -(2**53) - 1, 2**63 - 1, -(2**63))),
    st.integers(-3, 3),
)
limits = st.one_of(
    numbers, st.floats(allow_nan=False), st.fractions(), st.decimals(allow_nan=False), st.just(10**400)
)


@given(
    st.sampled_from(("above", "below", "at_least", "at_most", "equals", "one_of")),
    limits,
    st.lists(numbers),
    st.lists(st.floats()),
)
def test_numbers_are_compared_with_any_limit_as_python_compares_them(
    operator: str, limit: Any, wholes: list[int], fractions: list[float]
) -> None:
    told: dict[str, Any] = {operator: (limit, 1) if operator == "one_of" else limit}
    condition = Condition(field="x", **told)
    comparisons: dict[str, Callable[[Any], bool]] = {
        "above": lambda value: value > limit,
        "below": lambda value: value < limit,
        "at_least": lambda value: value >= limit,
        "at_most": lambda value: value <= limit,
        "equals": lambda value: value == limit,
        "one_of": lambda value: value == limit or value == 1,
    }
    compare = comparisons[operator]
    for values, kind in ((wholes, np.int64), (fractions, np.float64)):
        column = column_of(np.array(values, kind))
        mask = mask_of(condition, {"x": column})
        known = [value == value for value in values]

        assert mask.holds(slice(None)).tolist() == [
            one and compare(value) for one, value in zip(known, values, strict=True)
        ]
        assert mask.fails(slice(None)).tolist() == [
            one and not compare(value) for one, value in zip(known, values, strict=True)
        ]


@given(st.sets(st.integers(-(2**63), 2**63 - 1)), st.lists(st.integers(-(2**63), 2**63 - 1)), st.booleans())
def test_places_of_whole_numbers_are_found_however_sparse_they_are(
    among: set[int], others: list[int], close: bool
) -> None:
    own = [number % 50 for number in among] if close else list(among)
    own = list(dict.fromkeys(own))
    asked = [*others, *own, *own[:3], 0, 51]

    found = places_among(np.array(asked, np.int64), np.array(own, np.int64)).tolist()

    assert found == [own.index(number) if number in own else -1 for number in asked]
