"""Cells of a matrix and inversions: which neighbours are compared, and in which order of better and worse."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import UnknownNameError
from leadmodel.whatif import (
    Bands,
    Inversion,
    Judged,
    band_inversions,
    band_table,
    cell_inversions,
    cell_table,
    rate_of,
)
from tests.whatif.making import LABELS, outcomes, settled, shuffled, still_open, won_of


def told(found: Sequence[Inversion]) -> list[tuple[str, str]]:
    return [(each.better, each.worse) for each in found]


def matrix(**shares: int) -> list[Judged]:
    """Ten leads in each cell, so many of them won."""
    return [row for label, won in shares.items() for row in won_of(won, 10, name=label, label=label)]


@given(outcomes())
def test_a_cell_counts_the_leads_that_carry_its_label(rows: list[Judged]) -> None:
    labelled = [each for each in rows if each.label is not None]
    cells = cell_table(rows)
    all_won, all_known = sum(each.won is True for each in labelled), len(settled(labelled))

    assert [cell.label for cell in cells] == sorted({str(each.label) for each in labelled})
    for cell in cells:
        inside = [each for each in labelled if each.label == cell.label]
        known = settled(inside)
        won = sum(each.won is True for each in known)
        assert (cell.leads, cell.censored) == (len(inside), len(inside) - len(known))
        assert cell.won == rate_of(won, len(known))
        if known and all_won:
            assert cell.lift == pytest.approx(won / len(known) / (all_won / all_known))
        else:
            assert cell.lift is None


@given(outcomes(), st.data())
def test_neither_the_order_nor_leads_that_are_not_known_yet_change_a_cell(
    rows: list[Judged], data: st.DataObject
) -> None:
    before = cell_table(rows)
    more = still_open(2, label="A1")
    after = cell_table([*data.draw(shuffled(rows)), *more])
    rates = {cell.label: (cell.won, cell.lift) for cell in after}

    assert all(rates[cell.label] == (cell.won, cell.lift) for cell in before)


# ---------------------------------------------------------------------------------------------------------- inversions


@given(outcomes(max_size=60))
def test_every_pair_of_neighbours_that_is_the_wrong_way_round_is_told_and_no_other(
    rows: list[Judged],
) -> None:
    cells = {cell.label: cell.won for cell in cell_table(rows) if cell.won.whole}
    lines = [[f"{grade}{level}" for level in "123"] for grade in "AB"]
    lines += [[f"{grade}{level}" for grade in "AB"] for level in "123"]
    expected = []
    for line in lines:
        present = [label for label in line if label in cells]
        for better, worse in pairwise(present):
            if cells[better].part / cells[better].whole < cells[worse].part / cells[worse].whole:
                expected.append((better, worse, cells[better].overlaps(cells[worse])))

    found = cell_inversions(cell_table(rows))

    assert [(each.better, each.worse, each.overlap) for each in found] == expected


def test_equal_shares_are_no_inversion() -> None:
    assert cell_inversions(cell_table(matrix(A1=3, A2=3, B1=3))) == ()


def test_an_inversion_says_whether_it_may_be_chance() -> None:
    few = matrix(A1=3, A2=4)
    many = [
        row for cell in ("A1", "A2") for row in won_of({"A1": 30, "A2": 60}[cell], 100, name=cell, label=cell)
    ]

    assert [each.overlap for each in cell_inversions(cell_table(few))] == [True]
    assert "which may be chance" in str(cell_inversions(cell_table(few))[0])
    assert [each.overlap for each in cell_inversions(cell_table(many))] == [False]
    assert "beyond chance" in str(cell_inversions(cell_table(many))[0])


def test_a_cell_without_settled_leads_is_passed_over_and_its_neighbours_meet() -> None:
    rows = [*matrix(A1=1, A3=9), *still_open(3, label="A2")]

    assert told(cell_inversions(cell_table(rows))) == [("A1", "A3")]


def test_grades_with_signs_are_in_the_order_of_a_report_card() -> None:
    rows = [row for label in ("B+", "A-", "A", "A+") for row in won_of(1, 2, name=label, label=label)]

    assert [cell.label for cell in cell_table(rows)] == ["A+", "A", "A-", "B+"]


def test_grades_with_signs_are_compared_in_that_order() -> None:
    rows = [
        row
        for label, won in {"A+": 1, "A": 2, "A-": 0}.items()
        for row in won_of(won, 9, name=label, label=label)
    ]

    assert told(cell_inversions(cell_table(rows))) == [("A+", "A")]


def test_ten_levels_count_as_numbers() -> None:
    cells = cell_table(matrix(A10=2, A9=1, A2=3))

    assert [cell.label for cell in cells] == ["A2", "A9", "A10"]
    assert told(cell_inversions(cells)) == [("A9", "A10")]


def test_labels_of_a_house_have_the_order_that_it_gives() -> None:
    rows = matrix(hot=2, warm=5, cold=1)
    order = ("hot", "warm", "cold")

    assert [cell.label for cell in cell_table(rows, labels=order)] == list(order)
    assert told(cell_inversions(cell_table(rows, labels=order), labels=order)) == [("hot", "warm")]
    assert cell_inversions(cell_table(rows)) == ()


def test_the_order_of_grades_and_levels_may_be_the_other_way_round() -> None:
    rows = matrix(A1=1, A2=5, B1=5, B2=9)
    falling = ("B2", "B1", "A2", "A1")

    assert cell_inversions(cell_table(rows, labels=falling), labels=falling) == ()
    assert len(cell_inversions(cell_table(rows))) == 4


def test_a_label_that_the_order_does_not_name_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="unknown label 'A1'"):
        cell_table(matrix(A1=1), labels=("hot", "cold"))


@given(outcomes(max_size=60), st.lists(st.integers(-3, 4), unique=True, max_size=4))
def test_bands_are_compared_with_the_next_that_has_settled_leads(
    rows: list[Judged], edges: list[int]
) -> None:
    table = band_table(rows, Bands(edges=tuple(sorted(edges, reverse=True))))
    present = [band for band in table if band.won.whole]
    expected = [
        (str(high.band), str(low.band))
        for high, low in pairwise(present)
        if high.won.part / high.won.whole < low.won.part / low.won.whole
    ]

    assert told(band_inversions(table)) == expected


def test_every_label_of_the_strategy_is_one_that_has_an_order() -> None:
    assert [cell.label for cell in cell_table(matrix(**dict.fromkeys(LABELS, 1)))] == list(LABELS)
