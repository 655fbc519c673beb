"""What is done with each cell: lists that cannot be read two ways, every fault of them, and the picture."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, UnknownNameError
from leadmodel.scoring.matrix import cells, or_better
from leadmodel.scoring.treatments import Treatment, Treatments, check_treatments, picture

ABC, ONE_TO_FOUR = ("A", "B", "C"), (1, 2, 3, 4)
EVERY = cells(ABC, ONE_TO_FOUR)
INSIDE_SALES = Treatments(sales=("A1", "A2", "B1", "B2"), rest=Treatment.NURTURE)

#: Cells, some of which there are not, and some more than once.
listed = st.lists(st.sampled_from((*EVERY, "D1", "b2", "")), max_size=6).map(tuple)
rests = st.none() | st.sampled_from(Treatment)


def faults(treatments: Treatments, every: tuple[str, ...] = EVERY) -> list[str]:
    return [str(fault) for fault in check_treatments(treatments, every, "$.t")]


@pytest.mark.statement("BM-12")
@pytest.mark.parametrize(("reading", "worked"), [("box", "A1 A2 B1 B2"), ("rank", "A1 A2 A3 A4 B1 B2")])
def test_inside_sales_works_b2_to_a1_and_everything_below_is_nurtured(reading: Any, worked: str) -> None:
    treatments = Treatments(sales=or_better("B2", ABC, ONE_TO_FOUR, reading=reading), rest=Treatment.NURTURE)

    assert faults(treatments) == []
    for cell in EVERY:
        assert treatments.treatment_of(cell) == ("sales" if cell in worked.split() else "nurture")


@pytest.mark.statement("SC-21")
def test_the_cell_decides_who_follows_up_marketing_or_sales() -> None:
    assert INSIDE_SALES.treatment_of("A1") is Treatment.SALES
    assert INSIDE_SALES.treatment_of("C4") is Treatment.NURTURE


@given(listed, listed, listed, rests)
def test_a_treatment_is_what_a_table_of_cells_says(
    sales: tuple[str, ...], nurture: tuple[str, ...], disqualify: tuple[str, ...], rest: Treatment | None
) -> None:
    """The oracle is a dict that is filled from the last list to the first, so that the first one stands."""
    treatments = Treatments(sales=sales, nurture=nurture, disqualify=disqualify, rest=rest)
    table = (
        dict.fromkeys(disqualify, "disqualify")
        | dict.fromkeys(nurture, "nurture")
        | dict.fromkeys(sales, "sales")
    )

    for cell in EVERY:
        if cell in table or rest is not None:
            assert treatments.treatment_of(cell) == table.get(cell, rest)
        else:
            with pytest.raises(UnknownNameError, match=f"unknown cell '{cell}'"):
                treatments.treatment_of(cell)


@given(listed, listed, listed, rests)
def test_treatments_without_a_fault_treat_every_cell_and_send_somebody_to_sales(
    sales: tuple[str, ...], nurture: tuple[str, ...], disqualify: tuple[str, ...], rest: Treatment | None
) -> None:
    treatments = Treatments(sales=sales, nurture=nurture, disqualify=disqualify, rest=rest)
    named = [*sales, *nurture, *disqualify]
    covered = set(EVERY) <= set(named) or rest is not None
    to_sales = bool(sales) or (rest == "sales" and not set(EVERY) <= set(named))
    sound = len(set(named)) == len(named) and set(named) <= set(EVERY) and covered and to_sales

    assert (faults(treatments) == []) is sound
    if sound:
        assert "sales" in {treatments.treatment_of(cell) for cell in EVERY}


def test_every_fault_is_told_at_once_with_its_path_and_the_nearest_name() -> None:
    broken = Treatments(sales=("A1", "AA2", "A1"), nurture=("A1", "B1"), disqualify=("C9", "B1"))

    assert faults(broken, ("A1", "A2", "B1", "C1")) == [
        "$.t.sales[1]: unknown cell 'AA2', did you mean 'A2'?",
        "$.t.sales[2]: cell 'A1' is listed twice",
        "$.t.nurture[0]: cell 'A1' is listed under sales already",
        "$.t.disqualify[0]: unknown cell 'C9', expected one of A1, A2, B1, C1",
        "$.t.disqualify[1]: cell 'B1' is listed under nurture already",
        "$.t.rest: is missing, and no treatment lists A2, C1",
    ]


@pytest.mark.parametrize(
    ("treatments", "says"),
    [
        (Treatments(sales=(), rest=Treatment.NURTURE), "is empty, no lead would ever go to sales"),
        (
            Treatments(sales=(), nurture=EVERY, rest=Treatment.SALES),
            "is empty, no lead would ever go to sales",
        ),
    ],
)
def test_treatments_that_send_nobody_to_sales_are_at_fault(treatments: Treatments, says: str) -> None:
    assert faults(treatments) == [f"$.t.sales: {says}"]


def test_where_every_cell_is_listed_nothing_has_to_take_the_rest() -> None:
    assert faults(Treatments(sales=EVERY[:4], nurture=EVERY[4:11], disqualify=EVERY[11:])) == []


def test_sales_may_take_the_rest() -> None:
    assert faults(Treatments(sales=(), nurture=("C4",), rest=Treatment.SALES)) == []


def test_two_cells_that_read_alike_are_at_fault_once() -> None:
    alike = cells(("A", "A1"), (1, 11))

    assert faults(Treatments(sales=("A1",), rest=Treatment.NURTURE), alike) == [
        "$.t: two cells of the matrix read 'A11', rename a letter"
    ]


def test_a_misspelt_cell_takes_the_rest_unless_one_says_which_cells_there_are() -> None:
    assert INSIDE_SALES.treatment_of("a1") is Treatment.NURTURE
    with pytest.raises(UnknownNameError, match="did you mean 'A1'"):
        INSIDE_SALES.treatment_of("a1", cells=iter(EVERY))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sales": "A1"}, "sales: 'A1' is not a list of cells"),
        ({"sales": 1}, "sales: 1 is not a list of cells"),
        ({"nurture": ("A1", 1)}, "nurture: 1 is no cell"),
        ({"disqualify": None}, "disqualify: None is not a list of cells"),
        ({"rest": "nuture"}, "rest: 'nuture' is not one of the names, did you mean 'nurture'"),
        ({"rest": 1}, "rest: 1 is not one of the names"),
    ],
)
def test_parts_of_another_kind_are_an_error(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Treatments(**{"sales": ("A1",)} | changes)


def test_lists_and_plain_names_become_tuples_and_members() -> None:
    plain: dict[str, Any] = {"sales": ["A1"], "rest": "nurture"}

    assert Treatments(**plain) == Treatments(sales=("A1",), rest=Treatment.NURTURE)
    assert Treatments(**plain).rest is Treatment.NURTURE
    assert hash(Treatments(**plain)) == hash(Treatments(sales=("A1",), rest=Treatment.NURTURE))


# ------------------------------------------------------------------------------------------------------------ picture


def read_markdown(text: str) -> dict[str, str]:
    """The picture read back as a reader would: heads across, sizes down."""
    head, rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    assert set(rule) == {"---"}
    return {f"{head[place]}{row[0]}": row[place] for row in rows for place in range(1, len(head))}


@given(
    st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True),
    st.lists(st.integers(1, 9), min_size=1, unique=True),
    st.data(),
)
def test_the_picture_says_of_each_cell_what_is_done_with_it(
    across: list[str], down: list[int], data: st.DataObject
) -> None:
    every = cells(across, down)
    sales = data.draw(st.sets(st.sampled_from(every)))
    treatments = Treatments(sales=tuple(sales), rest=Treatment.DISQUALIFY)
    expected = {cell: treatments.treatment_of(cell).value for cell in every}

    assert read_markdown(picture(across, down, treatments)) == expected
    head, *rows = [line.split() for line in picture(across, down, treatments, format="text").splitlines()]
    assert head == across
    assert {f"{letter}{row[0]}": row[1 + x] for row in rows for x, letter in enumerate(head)} == expected


def test_the_picture_in_full() -> None:
    mixed = Treatments(sales=("A1", "A2", "B1", "B2"), disqualify=("C4",), rest=Treatment.NURTURE)

    assert picture(ABC, ONE_TO_FOUR, mixed).splitlines() == [
        "|  | A | B | C |",
        "|---|---|---|---|",
        "| 1 | sales | sales | nurture |",
        "| 2 | sales | sales | nurture |",
        "| 3 | nurture | nurture | nurture |",
        "| 4 | nurture | nurture | disqualify |",
    ]
    assert picture(ABC, ONE_TO_FOUR, mixed, format="text").splitlines() == [
        "   A        B        C",
        "1  sales    sales    nurture",
        "2  sales    sales    nurture",
        "3  nurture  nurture  nurture",
        "4  nurture  nurture  disqualify",
    ]


def test_a_letter_with_marks_of_its_own_does_not_break_the_table() -> None:
    text = picture(("a|b", "c\n*d*"), (1,), Treatments(sales=(), rest=Treatment.SALES))

    assert text.splitlines()[0] == "|  | a\\|b | c \\*d\\* |"
    assert len(text.splitlines()) == 3


def test_a_picture_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="unknown cell 'A2'"):
        picture(("A",), (1, 2), Treatments(sales=("A1",)))
    with pytest.raises(InputError, match="format: 'html' is not one of markdown, text"):
        picture(("A",), (1,), INSIDE_SALES, format="html")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="letters: 'ABC' is one text"):
        picture("ABC", (1,), INSIDE_SALES)


anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.lists(st.text(max_size=2), max_size=3)
)


@given(st.dictionaries(st.sampled_from(("sales", "nurture", "disqualify", "rest")), anything))
def test_whatever_is_given_only_documented_errors_escape(given_parts: dict[str, Any]) -> None:
    try:
        treatments = Treatments(**{"sales": ()} | given_parts)
        list(check_treatments(treatments, EVERY, "$"))
        treatments.treatment_of("A1", cells=EVERY)
        picture(ABC, ONE_TO_FOUR, treatments)
    except LeadModelError:
        pass
