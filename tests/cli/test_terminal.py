"""The command line as a program of its own: exit codes, encodings, pipes, terminals, missing libraries."""

import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.cli.progress import Watch
from leadmodel.cli.terminal import drawn, is_live, legible
from tests.cli.house import House
from tests.package_tree import SRC

#: Python takes C as UTF-8 unless it is told not to.
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "TERM")}
    return kept | {"PYTHONPATH": str(SRC)} | settings


def program(*arguments: str, code: str = "", **settings: str) -> subprocess.CompletedProcess[bytes]:
    command = ["-c", code] if code else ["-m", "leadmodel"]
    return subprocess.run(
        [sys.executable, *command, *arguments], capture_output=True, timeout=120, env=environment(**settings)
    )


# ------------------------------------------------------------------------------------------------------- a program


def test_a_run_prints_its_report_and_ends_well(house: House) -> None:
    done = program(*house.run())

    assert (done.returncode, done.stderr) == (0, b"")
    assert "東京 太郎".encode() in done.stdout
    assert b"\x1b" not in done.stdout


def test_a_fault_goes_to_stderr_and_leaves_stdout_empty(house: House) -> None:
    for more in ([], ["--json"]):
        done = program(*house.run(*more, at="2026-11-09T10:00"))

        assert (done.returncode, done.stdout) == (2, b"")
        assert b"--at" in done.stderr


def test_where_only_ascii_can_be_shown_names_are_spelled_in_it(house: House) -> None:
    done = program(*house.run(), COLUMNS="80", **ASCII)

    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("ascii")
    assert "Chiara Re" in text
    assert "\\u6771\\u4eac" in text
    assert max(map(len, text.splitlines())) <= 80


def test_faults_are_said_in_ascii_too(house: House) -> None:
    house.write("leads.csv", house.text("leads.csv").replace("demo_request", "").replace("name,", "näme,", 1))
    done = program(*house.run(), **ASCII)

    assert (done.returncode, done.stdout) == (2, b"")
    assert "unknown column 'name'" in done.stderr.decode("ascii")


def test_the_document_can_be_read_by_a_program_whatever_the_locale(house: House) -> None:
    plain = program(*house.run("--json", "--explain", "L2"))
    ascii_only = program(*house.run("--json", "--explain", "L2"), **ASCII)

    assert plain.stdout == ascii_only.stdout
    assert json.loads(plain.stdout)["explained"]["lead"]["name"] == "東京 太郎"


def test_a_reader_who_has_seen_enough_is_no_fault(house: House) -> None:
    """The pipe is closed before the report, which is longer than a pipe holds, has been written."""
    house.add_leads(5_000)
    running = subprocess.Popen(
        [sys.executable, "-m", "leadmodel", *house.run("--json")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    running.wait(timeout=120)

    assert said == b""


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_its_libraries_it_says_in_one_line_how_to_get_them(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from leadmodel.__main__ import main; main()"
    done = program(code=code)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        f"the command line needs {missing}: pip install 'leadmodel[cli]'"
    ]


def test_a_module_of_our_own_that_is_missing_is_not_mistaken_for_a_library() -> None:
    code = "import sys; sys.modules['leadmodel.flow'] = None; from leadmodel.__main__ import main; main()"
    done = program(code=code)

    assert done.returncode == 1
    assert b"leadmodel.flow" in done.stderr


# ------------------------------------------------------------------------------------------------------ a terminal


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return monkeypatch


def test_a_terminal_gets_colour_and_one_that_wants_none_gets_none(
    plain_environment: pytest.MonkeyPatch,
) -> None:
    from rich.text import Text

    late = Text("late", style="red")

    assert drawn([late], Terminal()) == "\x1b[31mlate\x1b[0m\n"
    assert drawn([late], io.StringIO()) == "late\n"
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with plain_environment.context() as changed:
            changed.setenv(name, value)
            assert drawn([late], Terminal()) == "late\n"


def test_a_dumb_terminal_and_a_file_are_not_live(plain_environment: pytest.MonkeyPatch) -> None:
    assert is_live(Terminal())
    assert not is_live(io.StringIO())
    plain_environment.setenv("TERM", "dumb")
    assert not is_live(Terminal())


def test_a_terminal_is_filled_to_its_width(plain_environment: pytest.MonkeyPatch) -> None:
    from rich.text import Text

    plain_environment.setenv("COLUMNS", "90")

    assert max(map(len, drawn([Text("word " * 100)], Terminal()).splitlines())) in range(80, 91)


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp437", "utf-8"]))
def test_legible_text_has_only_letters_that_the_encoding_has_and_steers_nothing(
    text: str, encoding: str
) -> None:
    found = legible(text, encoding)

    assert found.encode(encoding).decode(encoding) == found
    assert found.replace("\n", "").isprintable()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)), st.sampled_from(["ascii", "utf-8"]))
def test_text_that_can_be_shown_as_it_is_is_left_as_it_is(text: str, encoding: str) -> None:
    assert legible(text, encoding) == text
    assert legible(f"Zürich {text} 東京", "utf-8") == f"Zürich {text} 東京"


# -------------------------------------------------------------------------------------------------------- progress


def test_a_long_input_is_watched_on_a_terminal(plain_environment: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    with Watch(stream) as watch:
        lines = list(watch.lines([f"{number}\n" for number in range(12_000)], "read leads"))
        watch.told("score", 500, 6_000)
        watch.told("score", 6_000, 6_000)

    assert len(lines) == 12_000
    assert "read leads" in stream.getvalue()
    assert "12000/12000" in stream.getvalue()
    assert "score" in stream.getvalue()


def test_a_short_input_is_not_watched_nor_any_where_nobody_looks(
    plain_environment: pytest.MonkeyPatch,
) -> None:
    for stream, rows in ((Terminal(), 5_000), (io.StringIO(), 50_000)):
        with Watch(stream) as watch:
            assert len(list(watch.lines(["x"] * rows, "read leads"))) == rows
            watch.told("score", rows, rows)

        assert stream.getvalue() == ""


def test_a_long_run_draws_nothing_into_a_file(house: House) -> None:
    house.add_leads(6_000)
    done = program(*house.run("--limit", "1"))

    assert (done.returncode, done.stderr) == (0, b"")
