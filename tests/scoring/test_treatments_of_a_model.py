"""What a scoring model does with each cell: sales, nurture, or nobody."""

import pytest

from leadmodel.errors import DefinitionError, UnknownNameError
from leadmodel.schema import dump_model, load_model
from leadmodel.scoring import Treatment, Treatments, box, compile_scoring, or_better, rank, score
from tests.building import MONDAY, grades, house, lead, levels, scoring

LETTERS, NUMBERS = ("A", "B", "Z"), (1, 2, 3)
B2_OR_BETTER = Treatments(sales=or_better("B2", LETTERS, NUMBERS), disqualify=("Z3",), rest=Treatment.NURTURE)


def treated(treatments: Treatments | None, **more: object) -> object:
    return scoring(**({"sales_ready": (), "treatments": treatments} | more))


@pytest.mark.statement("BM-12")
def test_the_cells_for_sales_are_those_of_the_treatments() -> None:
    model = house(scoring=treated(B2_OR_BETTER))

    assert model.scoring.sales_ready == ("A1", "A2", "B1", "B2")
    assert [model.scoring.treatment_of(cell).value for cell in ("A1", "A3", "Z3")] == [
        "sales",
        "nurture",
        "disqualify",
    ]
    assert load_model(dump_model(model)) == model


def test_the_rest_may_go_to_sales_too() -> None:
    open_house = Treatments(sales=(), disqualify=("Z3",), rest=Treatment.SALES)

    assert house(scoring=treated(open_house)).scoring.sales_ready == tuple(
        cell for cell in scoring().labels() if cell != "Z3"
    )


@pytest.mark.parametrize("read", [box, rank])
def test_both_readings_of_b2_or_better_can_be_declared(read: object) -> None:
    cells = read("B2", LETTERS, NUMBERS)  # type: ignore[operator]
    model = house(scoring=treated(Treatments(sales=cells, rest=Treatment.NURTURE)))

    assert ("A3" in model.scoring.sales_ready) is (read is rank)


def test_a_card_says_what_is_done_with_its_cell() -> None:
    model = house(scoring=treated(B2_OR_BETTER))
    card = score(lead(), model, at=MONDAY)

    assert (card.label, card.treatment) == ("Z3", Treatment.DISQUALIFY)
    assert compile_scoring(model.scoring).rate({}).treatment is Treatment.DISQUALIFY


def test_without_treatments_what_does_not_go_to_sales_is_nurtured() -> None:
    plain = scoring(grades=grades(A=50), levels=levels(50), sales_ready=("A1",))

    assert [plain.treatment_of(cell).value for cell in plain.labels()] == ["sales", *["nurture"] * 3]
    with pytest.raises(UnknownNameError, match="unknown cell 'A9'"):
        plain.treatment_of("A9")


def faults(**changes: object) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        house(scoring=scoring(**({"sales_ready": ()} | changes)))
    return [(finding.path, finding.message) for finding in caught.value.findings]


def test_treatments_and_a_list_for_sales_have_to_agree() -> None:
    assert faults(treatments=B2_OR_BETTER, sales_ready=("A1",)) == [
        ("$.scoring.sales_ready", "the treatments give A1, A2, B1, B2 to sales, leave it out")
    ]


def test_treatments_are_proved_with_the_model() -> None:
    assert faults(treatments=Treatments(sales=("A1", "A9"))) == [
        (
            "$.scoring.treatments.sales[1]",
            "unknown cell 'A9', expected one of A1, A2, A3, B1, B2, B3, Z1, Z2, Z3",
        ),
        (
            "$.scoring.treatments.rest",
            "is missing, and no treatment lists A2, A3, B1, B2, B3, Z1, Z2, Z3",
        ),
    ]
