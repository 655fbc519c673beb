"""Our values as rows for others."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.interop import csv_text, rows_of
from leadmodel.lifecycle import tracker
from leadmodel.metrics import measure
from leadmodel.records import Case, Company
from tests.building import MONDAY, assigned, case_of, lead, moment, nurtured, touched

LATER = moment("2026-12-01T00:00Z")


def story() -> Case:
    return case_of(lead(), assigned(MONDAY), touched(MONDAY), nurtured(MONDAY))


@pytest.mark.statement("TH-12")
def test_the_status_tracker_can_be_exported_row_by_row() -> None:
    rows = tracker(story(), at=LATER)

    read = list(csv.DictReader(StringIO(csv_text(rows))))

    assert [row["moved_to"] for row in read] == ["raw", "assigned", "working", "nurture"]
    assert read[1]["moved_in"] == "2026-11-09T12:00:00Z"
    assert read[0]["moved_from"] == ""


@pytest.mark.statement("TH-12")
def test_measures_and_histories_can_be_exported_too() -> None:
    case = story()

    measured = list(csv.DictReader(StringIO(csv_text(measure([case], by="rep", at=LATER)))))
    events = list(csv.DictReader(StringIO(csv_text(case.history))))

    assert [row["name"] for row in measured] == ["ann"]
    assert [row["kind"] for row in events] == ["assigned", "touched", "nurtured"]


def test_a_value_within_a_value_becomes_columns_of_its_own() -> None:
    fields = {"plan": "pro", "trial": True}
    (row,) = rows_of([lead(company=Company(name="Acme"), languages=("it", "en"), fields=fields)])

    assert (row["company.name"], row["languages"], row["fields.plan"]) == ("Acme", "it;en", "pro")
    assert row["fields.trial"] == "true"


def test_columns_are_those_of_all_rows() -> None:
    text = csv_text([lead("L1", fields={"a": 1}), lead("L2", fields={"b": 2})])

    first, second = csv.DictReader(StringIO(text))
    assert (first["fields.a"], first["fields.b"], second["fields.a"], second["fields.b"]) == (
        "1",
        "",
        "",
        "2",
    )


def test_nothing_is_no_row() -> None:
    assert (rows_of([]), csv_text([])) == ([], "")


@pytest.mark.parametrize("value", ["text", 7, None, ["a"]])
def test_what_has_no_fields_makes_no_row(value: object) -> None:
    with pytest.raises(InputError, match="makes no row"):
        rows_of([value])


def test_a_list_of_tables_fits_in_no_row() -> None:
    with pytest.raises(InputError, match="which no row can hold"):
        csv_text([story()])


@given(st.text(), st.text())
def test_any_text_survives(name: str, industry: str) -> None:
    (read,) = csv.DictReader(StringIO(csv_text([Company(name=name, industry=industry)]), newline=""))

    assert (read["name"], read["industry"]) == (name, industry)
