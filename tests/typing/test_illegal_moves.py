"""What the types are for: mypy refuses a wrong call before it runs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from leadmodel.records import Stage, State
from tests.lifecycle.test_lifecycle_table import EVENT_OF, journeys
from tests.package_tree import ROOT

CASES = sorted(Path(__file__).parent.glob("illegal_*.py"))
EXPECTED = re.compile(r"#\s*E:\s*((?:\[[a-z-]+\]\s*)+)$")
FOUND = re.compile(r"^[^:]+:(\d+): error: .*\[([a-z-]+)\]$", re.MULTILINE)


def expected_errors(text: str) -> set[tuple[int, str]]:
    return {
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        if (comment := EXPECTED.search(line))
        for code in re.findall(r"\[([a-z-]+)\]", comment[1])
    }


def mypy_errors(path: Path, cache: Path) -> set[tuple[int, str]]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--no-error-summary",
            "--no-pretty",
            "--cache-dir",
            str(cache),
            str(path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return {(int(line), code) for line, code in FOUND.findall(done.stdout)}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_mypy_refuses_exactly_the_marked_lines(path: Path, tmp_path: Path) -> None:
    wanted = expected_errors(path.read_text("utf-8"))

    assert wanted, "a file of wrong calls without a single mark checks nothing"
    assert mypy_errors(path, tmp_path) == wanted


def test_every_move_is_tried_from_every_state_that_it_cannot_leave_and_every_state_is_forgotten_once() -> (
    None
):
    """The list of wrong calls is whole: it is what the types of the moves leave out."""
    text = (Path(__file__).parent / "illegal_moves.py").read_text("utf-8")
    tried = {
        (move, state.removeprefix("in_"))
        for move, state in re.findall(
            r"^    (\w+)\((\w+), .*# E: \[(?:arg-type|type-var)\]$", text, re.MULTILINE
        )
        if state.removeprefix("in_") in {stage.value for stage in Stage}
    }
    legal = {(move.__name__, before.value) for move in EVENT_OF for before, _ in journeys(move)}
    every = {(move.__name__, stage.value) for move in EVENT_OF for stage in Stage}
    missing = [
        {state.__name__ for state in get_args(State)} - set(re.findall(r"(\w+)\(\)", body))
        for body in re.findall(r"match state:\n(.*?)assert_never\(state\)  # E:", text, re.DOTALL)
    ]

    assert {
        (move, state) for move, state in tried if move in {each.__name__ for each in EVENT_OF}
    } >= every - legal
    assert sorted(missing, key=sorted) == sorted([{state.__name__} for state in get_args(State)], key=sorted)


def test_an_unmarked_mistake_is_noticed(tmp_path: Path) -> None:
    case = tmp_path / "case.py"
    case.write_text(
        'from leadmodel import Finding\n\nFinding(path=1, message="")\nFinding("a", "b")  # E: [arg-type]\n'
    )

    assert expected_errors(case.read_text()) == {(4, "arg-type")}
    assert mypy_errors(case, tmp_path / "cache") == {(3, "arg-type")}
