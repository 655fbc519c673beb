"""What only large tables come to: blocks, threads, tables of unequal length, and sums beyond exact fractions."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from leadmodel.errors import InputError
from leadmodel.frames import beside, hashing, kernel, score_frame, totals
from leadmodel.frames.kernel import HOUR, Latest, Log, Sum, tally
from tests.frames.backends import rows_of
from tests.frames.corpus import AT, EVENTS, LEADS, MODEL, events_table, one_by_one


@pytest.mark.parametrize("many", [1, 10**9], ids=["side by side", "one after the other"])
@pytest.mark.parametrize(("entries", "exact"), [(10**6, 2**53), (1, 2**53), (1, 1)])
def test_neither_blocks_nor_threads_nor_the_length_of_tables_change_an_answer(
    monkeypatch: pytest.MonkeyPatch, many: int, entries: int, exact: int
) -> None:
    monkeypatch.setattr(beside, "MANY", many)
    monkeypatch.setattr(totals, "_BLOCK", 7)
    monkeypatch.setattr(kernel, "_BLOCK", 11)
    monkeypatch.setattr(kernel, "_MOST_ENTRIES", entries)
    monkeypatch.setattr(kernel, "_EXACT", exact)
    expected = one_by_one(MODEL, EVENTS)

    scored = score_frame(pl.DataFrame(LEADS), MODEL, at=AT, events=events_table(), per_rule=True)

    assert [{name: row[name] for name in expected[0]} for row in rows_of(scored)] == expected


@pytest.mark.parametrize("step", [1, 1_000_003])
def test_ids_that_are_numbers_are_found_close_or_sparse(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(hashing, "_BLOCK", 13)

    def numbered(ids: pa.ChunkedArray) -> pa.Array:
        return pa.array([int(name[1:]) * step for name in ids.to_pylist()], pa.int64())

    leads = LEADS.set_column(1, "lead.id", numbered(LEADS["lead.id"]))
    told = events_table()
    events = told.set_column(1, "lead", numbered(told["lead"]))

    scored = score_frame(leads, MODEL, at=AT, events=events)

    assert scored["score"].to_pylist() == [row["score"] for row in one_by_one(MODEL, EVENTS)]


def log_of_one_lead(hours: list[int]) -> Log:
    size = len(hours)
    return Log(
        lead=np.zeros(size, np.int64),
        at=-np.array(hours, np.int64) * HOUR,
        activity=np.zeros(size, np.int64),
        names=("page",),
    )


def test_sums_of_the_largest_points_are_exact() -> None:
    worth = 10**12 + 1
    log = log_of_one_lead([1] * 9_001)
    figures = [
        Sum(name="all", of=("page",), table=(), rest=worth),
        Latest(name="some", of=("page",), table=(), rest=-worth, most=9_000),
    ]

    found = tally(log, figures, leads=1, at=0)

    assert found["all"].values.tolist() == [9_001 * worth]
    assert found["some"].values.tolist() == [-9_000 * worth]
    with pytest.raises(InputError, match="comes to more than fits into 64 bits"):
        tally(log, [Sum(name="all", of=("page",), table=(), rest=2**50)], leads=1, at=0)


def test_groups_are_told_apart_when_leads_and_ages_do_not_fit_into_one_number() -> None:
    lead = np.array([2**40, 2**40, 2**40 - 1])
    order = kernel._by_lead(lead, np.array([2**30, 2**29, 5]))

    assert order.tolist() == [2, 1, 0]


def test_a_log_without_events_gives_zeros() -> None:
    figures = [Sum(name="all", of=()), Latest(name="some", of=("page",), most=1)]

    found = tally(log_of_one_lead([]), figures, leads=2, at=0)

    assert {name: column.values.tolist() for name, column in found.items()} == {"all": [0, 0], "some": [0, 0]}
