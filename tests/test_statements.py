"""The page that says which test shows which statement is up to date; the tool behind it reads every kind of marker."""

from pathlib import Path

import pytest

import statements

BOOK = """
[[section]]
title = "Speed"

[[section.statement]]
id = "SL-01"
source = ["000", "004"]
says = "Call at once."
figure = true
example = true

[[section.statement]]
id = "SL-02"
source = []
says = "Weekends count."
"""


def marked(text: str) -> dict[str, list[str]]:
    return statements.collect({"tests/test_x.py": text}).tests


def test_the_features_page_is_up_to_date_and_no_marker_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert statements.main(["--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("@pytest.mark.statement('A')\ndef test_a(): ...", "test_a"),
        ("@mark.statement('A')\nasync def test_a(): ...", "test_a"),
        ("pytestmark = pytest.mark.statement('A')\ndef test_a(): ...", "test_a"),
        ("pytestmark = [pytest.mark.slow, pytest.mark.statement('A')]\ndef test_a(): ...", "test_a"),
        ("@pytest.mark.statement('A')\nclass TestX:\n    def test_a(self): ...", "TestX::test_a"),
        (
            "class TestX:\n    pytestmark = pytest.mark.statement('A')\n    def test_a(self): ...",
            "TestX::test_a",
        ),
        (
            "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.statement('A'))])\ndef test_a(x): ...",
            "test_a",
        ),
        (
            "ROWS = [pytest.param(1, marks=[mark.statement('A')])]\n@mark.parametrize('x', ROWS)\ndef test_a(x): ...",
            "test_a",
        ),
    ],
)
def test_a_marker_is_found_wherever_pytest_would_find_it(text: str, test: str) -> None:
    assert marked(text) == {"A": [f"tests/test_x.py::{test}"]}


def test_one_marker_may_name_several_statements_and_a_test_is_listed_once_for_each() -> None:
    text = "pytestmark = pytest.mark.statement('A')\n@pytest.mark.statement('A', 'B')\ndef test_a(): ..."

    assert marked(text) == {"A": ["tests/test_x.py::test_a"], "B": ["tests/test_x.py::test_a"]}


def test_a_helper_with_a_marker_shows_nothing() -> None:
    assert marked("@pytest.mark.statement('A')\ndef helper(): ...") == {}


def test_a_computed_id_is_a_fault() -> None:
    markers = statements.collect({"tests/test_x.py": "@pytest.mark.statement(f'A')\ndef test_a(): ..."})

    assert statements.faults(statements.read(BOOK), markers) == [
        "tests/test_x.py: line 1: write a statement's id as a text"
    ]


def test_an_id_that_is_there_twice_is_a_fault() -> None:
    book = statements.read(BOOK.replace("SL-02", "SL-01"))

    assert statements.faults(book, statements.Markers()) == ["docs/statements.toml: SL-01 is there twice"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs" / "statements.toml").write_text(BOOK, "utf-8")
    (tmp_path / "tests" / "test_x.py").write_text("@pytest.mark.statement('SL-01')\ndef test_a(): ...\n")
    return tmp_path


def test_check_fails_until_the_page_is_written_and_again_when_a_test_is_renamed(project: Path) -> None:
    assert statements.main(["--check"], root=project) == 1
    assert statements.main([], root=project) == 0
    assert statements.main(["--check"], root=project) == 0

    test = project / "tests" / "test_x.py"
    test.write_text(test.read_text().replace("test_a", "test_b"))

    assert statements.main(["--check"], root=project) == 1


def test_check_fails_on_an_id_that_nobody_wrote_down(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "tests" / "test_y.py").write_text("@pytest.mark.statement('XX-99')\ndef test_y(): ...\n")
    statements.main([], root=project)

    assert statements.main(["--check"], root=project) == 1
    assert "tests/test_y.py::test_y: no statement is called 'XX-99'" in capsys.readouterr().err


def test_missing_counts_and_names_what_no_test_shows(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert statements.main(["--missing"], root=project) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Speed: 1 of 2 shown",
        "  SL-02",
        "1 of 2 statements are shown by a test, 1 are not",
    ]


def test_the_page_gives_each_statement_its_sources_and_its_tests(project: Path) -> None:
    statements.main([], root=project)
    text = (project / "docs" / "features.md").read_text("utf-8")

    assert "### SL-01\n\nCall at once.\n\n[000] [004] · a figure and a worked example\n" in text
    assert "- `tests/test_x.py::test_a`\n" in text
    assert "### SL-02\n\nWeekends count.\n\n- no test shows this by name\n" in text
