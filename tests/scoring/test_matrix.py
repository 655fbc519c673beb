"""The matrix of grades and sizes: its cells, and both readings of "B2 or better"."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.scoring.matrix import box, cells, or_better, rank

ABC, ONE_TO_FOUR = ("A", "B", "C"), (1, 2, 3, 4)

letters = st.lists(
    st.text(st.characters(categories=["L"]), min_size=1, max_size=2), min_size=1, max_size=5, unique=True
)
numbers = st.lists(st.integers(-3, 12), min_size=1, max_size=5, unique=True)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[list[str], list[int]]:
    """Letters and numbers that make no two cells that read alike."""
    across, down = draw(letters), draw(numbers)
    assume(len(set(cells(across, down))) == len(across) * len(down))
    return across, down


def grid(across: list[str], down: list[int]) -> dict[tuple[int, int], str]:
    """The cells by their place, as one would write them on squared paper."""
    return {(x, y): f"{letter}{number}" for x, letter in enumerate(across) for y, number in enumerate(down)}


# ------------------------------------------------------------------------------------------- figures from the texts


@pytest.mark.statement("BM-09")
def test_three_grades_and_four_sizes_make_twelve_cells() -> None:
    every = cells(ABC, ONE_TO_FOUR)

    assert len(set(every)) == 12
    assert every == ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4")


@pytest.mark.statement("BM-10")
def test_a1_is_the_premium_cell_and_c4_the_lowest() -> None:
    every = cells(ABC, ONE_TO_FOUR)

    assert (every[0], every[-1]) == ("A1", "C4")
    assert all(every.index(f"A{size}") < every.index(f"C{size}") for size in ONE_TO_FOUR)
    assert all(every.index(f"{grade}1") < every.index(f"{grade}4") for grade in ABC)


@pytest.mark.statement("BM-12", "CF-03")
def test_b2_to_a1_is_a_box_of_four_or_a_rank_of_six_and_the_box_unless_one_asks() -> None:
    assert box("B2", ABC, ONE_TO_FOUR) == ("A1", "A2", "B1", "B2")
    assert rank("B2", ABC, ONE_TO_FOUR) == ("A1", "A2", "A3", "A4", "B1", "B2")
    assert or_better("B2", ABC, ONE_TO_FOUR) == box("B2", ABC, ONE_TO_FOUR)
    assert or_better("B2", ABC, ONE_TO_FOUR, reading="box") == box("B2", ABC, ONE_TO_FOUR)
    assert or_better("B2", ABC, ONE_TO_FOUR, reading="rank") == rank("B2", ABC, ONE_TO_FOUR)


@pytest.mark.statement("BM-08", "CF-04")
def test_the_sizes_run_to_three_in_prose_and_to_four_in_the_matrix_and_both_do() -> None:
    assert len(cells(ABC, (1, 2, 3))) == 9
    assert box("B2", ABC, (1, 2, 3)) == box("B2", ABC, ONE_TO_FOUR)
    assert rank("B2", ABC, (1, 2, 3)) == ("A1", "A2", "A3", "B1", "B2")


# --------------------------------------------------------------------------------------------------------------- laws


@given(matrices(), st.data())
def test_box_and_rank_are_what_one_reads_off_squared_paper(
    matrix: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    across, down = matrix
    paper = grid(across, down)
    (x, y), corner = data.draw(st.sampled_from(sorted(paper.items())))

    boxed, ranked = box(corner, across, down), rank(corner, across, down)

    assert set(boxed) == {cell for (i, j), cell in paper.items() if i <= x and j <= y}
    assert set(ranked) == {cell for (i, j), cell in paper.items() if i < x or (i == x and j <= y)}
    assert len(boxed) == (x + 1) * (y + 1)
    assert len(ranked) == x * len(down) + y + 1


@given(matrices(), st.data())
def test_a_box_lies_within_the_rank_and_both_hold_the_corner_and_the_best_cell(
    matrix: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    every = cells(*matrix)
    corner = data.draw(st.sampled_from(every))

    boxed, ranked = box(corner, *matrix), rank(corner, *matrix)

    assert set(boxed) <= set(ranked)
    assert {corner, every[0]} <= set(boxed)
    for found in (boxed, ranked):
        assert list(found) == sorted(found, key=every.index)
        assert found[-1] == corner


@given(matrices(), st.data())
def test_what_is_better_asks_for_no_more_cells(
    matrix: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    """Monotone: a cell within the box of another has a smaller box, and an earlier one a smaller rank."""
    every = cells(*matrix)
    corner = data.draw(st.sampled_from(every))
    inside = data.draw(st.sampled_from(box(corner, *matrix)))
    earlier = data.draw(st.sampled_from(rank(corner, *matrix)))

    assert set(box(inside, *matrix)) <= set(box(corner, *matrix))
    assert set(rank(earlier, *matrix)) <= set(rank(corner, *matrix))


@given(matrices())
def test_the_last_cell_asks_for_all_and_the_first_for_itself(matrix: tuple[list[str], list[int]]) -> None:
    every = cells(*matrix)

    for reading in (box, rank):
        assert reading(every[-1], *matrix) == every
        assert reading(every[0], *matrix) == every[:1]


def test_letters_and_numbers_may_be_given_as_anything_that_can_be_gone_through() -> None:
    assert box("B2", iter(ABC), range(1, 5)) == box("B2", ABC, ONE_TO_FOUR)
    assert rank("B2", iter(ABC), iter(ONE_TO_FOUR)) == rank("B2", ABC, ONE_TO_FOUR)
    assert cells((), ONE_TO_FOUR) == cells(ABC, ()) == ()


# ------------------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("across", "down", "says"),
    [
        ("ABC", (1, 2), "letters: 'ABC' is one text, give a list of letters"),
        (("A", ""), (1, 2), "letters: '' is no letter"),
        (("A", " "), (1, 2), "letters: ' ' is no letter"),
        (("A", 1), (1, 2), "letters: 1 is no letter"),
        (("A", None), (1, 2), "letters: None is no letter"),
        (("A",), (1, 2.0), "numbers: 2.0 is no whole number"),
        (("A",), ("1",), "numbers: '1' is no whole number"),
        (("A",), (1, True), "numbers: True is no whole number"),
    ],
)
def test_what_is_no_letter_or_no_number_is_an_error(across: Any, down: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        cells(across, down)
    for reading in (box, rank):
        with pytest.raises(InputError, match=says):
            reading("A1", across, down)


def test_a_corner_that_is_no_cell_names_those_that_there_are() -> None:
    for reading in (box, rank, or_better):
        with pytest.raises(UnknownNameError, match="unknown cell 'b5', expected one of A1, A2") as caught:
            reading("b5", ABC, ONE_TO_FOUR)
        assert caught.value.known == cells(ABC, ONE_TO_FOUR)


def test_a_reading_that_is_neither_is_an_error() -> None:
    with pytest.raises(InputError, match="reading: 'square' is not one of box, rank"):
        or_better("B2", ABC, ONE_TO_FOUR, reading="square")  # type: ignore[arg-type]


def test_where_two_cells_read_alike_no_corner_can_be_named() -> None:
    """`A11` is size 11 of grade A and size 1 of grade A1, so nobody can say what stands before it."""
    assert cells(("A", "A1"), (1, 11)) == ("A1", "A11", "A11", "A111")
    for reading in (box, rank):
        with pytest.raises(InputError, match="two cells that read 'A11', rename one"):
            reading("A111", ("A", "A1"), (1, 11))
