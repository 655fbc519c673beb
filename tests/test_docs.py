"""The pages are true: their examples run, their data can be read, their links lead somewhere."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from leadmodel.schema import parse_model
from tests.package_tree import PACKAGE, ROOT

PAGES = sorted(
    {*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")} - {*(ROOT / "docs" / "_build").rglob("*.md")}
)
BLOCK = re.compile(r"^```(?P<language>[\w+-]+)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<target>[^)\s#]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str) -> list[str]:
    return [
        found["text"] for found in BLOCK.finditer(path.read_text("utf-8")) if found["language"] == language
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_data_on_a_page_can_be_read(page: Path) -> None:
    for text in blocks(page, "toml"):
        tomllib.loads(text)
    for text in blocks(page, "json"):
        json.loads(text)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_whole_model_on_a_page_is_valid(page: Path) -> None:
    """A block with a version is a whole model; what stands without one is a part."""
    for text in blocks(page, "toml"):
        if "version" in tomllib.loads(text):
            assert parse_model(text).version


def transcript(block: str) -> list[tuple[list[str], list[str]]]:
    """The `leadmodel` commands of a console block, each with the lines that it shows; other commands are left out."""
    told: list[tuple[list[str], list[str]]] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            told.append((shlex.split(line[2:], comments=True), []))
        else:
            told[-1][1].append(line)
    return [(command[1:], shown) for command, shown in told if command[0] == "leadmodel"]


COMMANDS = [
    pytest.param(command, shown, id=f"{name_of(page)}: {' '.join(command)[:40]}")
    for page in PAGES
    for block in blocks(page, "console")
    for command, shown in transcript(block)
]


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_a_command_on_a_page_runs_and_prints_what_the_page_shows(
    command: list[str], shown: list[str]
) -> None:
    """`...` stands for any lines; the others come in this order."""
    done = subprocess.run(
        [sys.executable, "-m", "leadmodel", *command], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    printed = iter(done.stdout.splitlines())

    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in shown if line != "..." and line not in printed] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    prose = BLOCK.sub("", page.read_text("utf-8"))
    targets = {found["target"] for found in LINK.finditer(prose)}

    assert [target for target in targets if not (page.parent / target).exists()] == []


def code_without_prompt(block: str) -> list[str]:
    """Lines that look like code but that a doctest takes for prose, because a blank line ended the output above."""
    if not block.startswith(">>>"):
        return []
    paragraphs = re.split(r"\n\s*\n", block.strip())
    return [
        line
        for paragraph in paragraphs
        if not paragraph.startswith(">>>")
        for line in paragraph.splitlines()
        if not line.startswith((">>>", "...", "#"))
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_line_of_an_example_is_silently_left_out(page: Path) -> None:
    assert [line for block in blocks(page, "python") for line in code_without_prompt(block)] == []


def test_a_line_that_would_be_left_out_is_noticed() -> None:
    assert code_without_prompt(">>> x = 1\n\nassert x == 2\n") == ["assert x == 2"]
    assert code_without_prompt(">>> x = 1\n\n>>> x\n1\n") == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_has_one_title_and_it_comes_first(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    headings = HEADING.findall(text)

    assert headings[0] == "# "
    assert headings.count("# ") == 1


def test_the_reference_shows_every_room() -> None:
    shown = set(
        re.findall(r"automodule:: leadmodel\.(\w+)", (ROOT / "docs" / "reference.md").read_text("utf-8"))
    )
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}

    assert shown == (rooms | modules) - {"cli"}


# ------------------------------------------------------------------------------------------ the runner of examples


def run_examples(folder: Path, files: dict[str, str]) -> tuple[int, str]:
    """Run pytest over a small project with the same rules as this one."""
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_a_right_example_passes_and_only_python_runs(tmp_path: Path) -> None:
    code, out = run_examples(
        tmp_path,
        {
            "README.md": "```python\nx = 1\n```\n\n```python\n>>> x\n1\n\n```\n\n```console\n$ rm -rf /nowhere\n```\n",
            "docs/a.md": "```python\nassert 'x' not in globals()\n```\n\n```toml\nx = 1\n```\n",
        },
    )

    assert code == 0, out
    assert "3 passed" in out


def test_every_wrong_example_fails_wherever_it_stands(tmp_path: Path) -> None:
    wrong = [
        "```python\n>>> 1 + 1\n3\n```\n",
        "```python\nassert 1 + 1 == 3\n```\n",
        "```python\ny = 1\n>>> y\n1\n```\n",
    ]
    docstring = 'def one():\n    """One.\n\n    >>> 1\n    2\n    """\n'
    pages = dict.fromkeys(["README.md", "docs/a.md", "docs/deep/a.md"], "\n".join(wrong))
    modules = dict.fromkeys(["src/leadmodel/errors.py", "src/leadmodel/sla/deep/x.py"], docstring)

    code, out = run_examples(tmp_path, pages | modules)

    assert code == 1
    assert f"{len(pages) * len(wrong) + len(modules)} failed" in out
    assert "passed" not in out
