"""A table of leads is given out as a stream over the desk gives them out, in every engine."""

from datetime import timedelta
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, InputError, TimeError
from leadmodel.frames import route_frame
from tests.frames.routed_world import COLUMNS, EXPECTED, MODEL, START, desk, rows_of


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow", "duckdb"])
def test_every_engine_gives_the_leads_to_the_same_reps(engine: str) -> None:
    rows = pl.DataFrame(rows_of(90))
    tables: dict[str, Any] = {
        "polars": rows.clone,
        "pandas": rows.to_pandas,
        "pyarrow": rows.to_arrow,
        "duckdb": lambda: duckdb.connect().from_arrow(rows.to_arrow()),
    }
    table = tables[engine]()
    routed = route_frame(table, MODEL, desk=desk(), at=START, columns=COLUMNS)
    read: dict[str, Any] = {
        "polars": lambda: routed,
        "pandas": lambda: pl.from_pandas(routed),
        "pyarrow": lambda: pl.from_arrow(routed),
        "duckdb": lambda: pl.from_arrow(routed.to_arrow_table()),
    }
    found = read[engine]()

    assert type(routed) is type(table)
    assert found.select("rep", "rule", "pool").rows() == EXPECTED
    assert found["note"].to_list() == list(range(90))
    assert {rule for _, rule, _ in EXPECTED} == {"large", "swiss", "student", "others"}
    assert {rep for rep, _, _ in EXPECTED} == {"ann", "bob", "cem", "dia", "eve", "fay", None}


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(chance: Any) -> None:
    rows = rows_of(90)
    order = list(range(90))
    chance.shuffle(order)
    table = pl.DataFrame([rows[place] for place in order], infer_schema_length=None)
    routed = route_frame(table, MODEL, desk=desk(), at=START, columns=COLUMNS, prefix="to_")

    assert routed.select("to_rep", "to_rule", "to_pool").rows() == [EXPECTED[place] for place in order]


def test_an_empty_table_is_given_the_columns() -> None:
    table = pl.DataFrame(rows_of(3)).clear()
    assert route_frame(table, MODEL, desk=desk(), at=START, columns=COLUMNS).columns[-3:] == [
        "rep",
        "rule",
        "pool",
    ]


def test_every_fault_of_the_columns_is_told() -> None:
    table = pl.DataFrame({"id": ["L1"], "captured": [START], "rep": ["ann"]})
    with pytest.raises(DefinitionError) as caught:
        route_frame(table, MODEL, desk=desk(), at=START, columns={"lead.titel": "id", "lead.source": "sorce"})
    assert [str(each) for each in caught.value.findings] == [
        "columns['lead.titel']: is no field of a lead, did you mean 'lead.title'?",
        "columns['lead.source']: unknown column 'sorce', expected one of captured, id, rep",
        "lead.captured_at: has no column, did you mean 'captured'?, name it in columns",
    ]
    with pytest.raises(DefinitionError, match="rep: is a column already, give what is added a prefix"):
        route_frame(
            pl.DataFrame({"id": ["L1"], "captured_at": [START], "source": ["form"], "rep": ["ann"]}),
            MODEL,
            desk=desk(),
            at=START,
        )


@pytest.mark.parametrize(
    ("changed", "error", "says"),
    [
        ({"country": "Italy"}, InputError, "lead 'L1': country: 'Italy' is not a country code"),
        ({"source": None}, InputError, "lead 'L1': None has no source, which every lead has"),
        ({"id": None}, InputError, "lead None: None has no id, which every lead has"),
        ({"captured_at": START - timedelta(days=1)}, TimeError, "a stream goes on in the order of time"),
    ],
)
def test_a_value_that_no_lead_can_have_is_named_with_its_lead(
    changed: dict[str, Any], error: type[Exception], says: str
) -> None:
    row = {"id": "L1", "captured_at": START, "source": "form", "country": "CH"} | changed
    with pytest.raises(error, match=says):
        route_frame(pl.DataFrame([row]), MODEL, desk=desk(), at=START)


def test_two_leads_with_one_id_and_a_lazy_table_are_refused() -> None:
    table = pl.DataFrame({"id": ["L1", "L1"], "captured_at": [START, START], "source": ["form", "form"]})
    with pytest.raises(InputError, match="leads: 'L1' is the id of two leads"):
        route_frame(table, MODEL, desk=desk(), at=START)
    with pytest.raises(InputError, match="collect it first"):
        route_frame(table.lazy(), MODEL, desk=desk(), at=START)


def test_whole_numbers_that_come_as_fractions_are_whole_again() -> None:
    table = pd.DataFrame(
        {
            "id": ["L1", "L2"],
            "captured_at": [START, START],
            "source": "form",
            "company.employees": [1000, None],
        }
    )
    routed = route_frame(table, MODEL, desk=desk(), at=START)
    assert list(routed["rule"]) == ["large", "others"]
