"""Which test shows which statement.

`docs/statements.toml` numbers what the library is to do; a test that shows one carries its number:

    @pytest.mark.statement("SL-05")

The markers are read from the source, so nothing is imported or run: on a function, on a class or as `pytestmark`,
and inside `pytest.param(..., marks=...)`, also in a list that `parametrize` refers to by name.

Without an option, `docs/features.md` is written. `--missing` lists the statements that no test shows; `--check` fails
when the page is out of date or a marker is wrong.
"""

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Book", "Markers", "Section", "Statement", "collect", "faults", "main", "page", "read"]

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {
    "000": "Nailing Speed to Lead",
    "001": "The Measurable Lead Model",
    "002": "Zephyr 47",
    "003": "Lead Liaison",
    "004": "No Lead Left Behind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One numbered sentence about what the library does."""

    id: str
    says: str
    source: tuple[str, ...]
    figure: bool
    example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Statements about one thing."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All statements, in the order of the file."""

    sections: tuple[Section, ...]

    def statements(self) -> Iterator[Statement]:
        """Every statement, section after section."""
        for section in self.sections:
            yield from section.statements


@dataclass(slots=True)
class Markers:
    """What the tests say: for each id the tests that show it, and the markers that could not be read."""

    tests: dict[str, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def read(text: str) -> Book:
    """The statements of a TOML text."""
    sections = [
        Section(
            title=section["title"],
            statements=tuple(
                Statement(
                    id=one["id"],
                    says=one["says"].strip(),
                    source=tuple(one.get("source", ())),
                    figure=one.get("figure", False),
                    example=one.get("example", False),
                )
                for one in section.get("statement", ())
            ),
        )
        for section in tomllib.loads(text)["section"]
    ]
    return Book(sections=tuple(sections))


def collect(files: Mapping[str, str]) -> Markers:
    """Read the markers of test files, given as path and source text."""
    markers = Markers()
    for path, text in sorted(files.items()):
        tree = ast.parse(text, filename=path)
        named = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        _walk(tree, path, named, (), markers)
    return markers


def faults(book: Book, markers: Markers) -> list[str]:
    """What is wrong with the numbers: one twice, one that does not exist, one that cannot be read."""
    ids = [statement.id for statement in book.statements()]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    unknown = sorted(set(markers.tests) - set(ids))
    return [
        *(f"docs/statements.toml: {name} is there twice" for name in twice),
        *(f"{test}: no statement is called {name!r}" for name in unknown for test in markers.tests[name]),
        *markers.unreadable,
    ]


def missing(book: Book, markers: Markers) -> list[Statement]:
    """The statements that no test shows."""
    return [statement for statement in book.statements() if statement.id not in markers.tests]


def page(book: Book, markers: Markers) -> str:
    """The Markdown page: each statement, and the tests that show it."""
    total = sum(1 for _ in book.statements())
    shown = total - len(missing(book, markers))
    lines = [
        "# Features, statement by statement",
        "",
        "<!-- Written by tools/statements.py from docs/statements.toml and the tests: change those. -->",
        "",
        f"{shown} of {total} statements are shown by a test that names them.",
        "A number in brackets is the source of an idea:",
        "",
        *(f"- [{number}] “{title}”" for number, title in SOURCES.items()),
        "",
    ]
    for section in book.sections:
        lines += [f"## {section.title}", ""]
        for statement in section.statements:
            tests = markers.tests.get(statement.id)
            lines += [
                f"### {statement.id}",
                "",
                statement.says,
                "",
                *([f"{facts}", ""] if (facts := _facts(statement)) else []),
                *([f"- `{test}`" for test in tests] if tests else ["- no test shows this by name"]),
                "",
            ]
    return "\n".join(lines)


def main(arguments: Sequence[str], *, root: Path = ROOT) -> int:
    """Run the command; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description="Which test shows which statement.")
    wish = parser.add_mutually_exclusive_group()
    wish.add_argument("--missing", action="store_true", help="list the statements that no test shows")
    wish.add_argument("--check", action="store_true", help="fail when docs/features.md is out of date")
    options = parser.parse_args(arguments)
    book = read((root / "docs" / "statements.toml").read_text("utf-8"))
    markers = collect(
        {
            path.relative_to(root).as_posix(): path.read_text("utf-8")
            for path in (root / "tests").rglob("*.py")
        }
    )
    wrong = faults(book, markers)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    target = root / "docs" / "features.md"
    text = page(book, markers)
    if options.missing:
        _print_missing(book, markers)
        return 0
    if options.check:
        stale = not target.exists() or target.read_text("utf-8") != text
        if stale:
            print("docs/features.md is out of date: run `make fmt`", file=sys.stderr)
        return int(stale or bool(wrong))
    target.write_text(text, encoding="utf-8")
    return int(bool(wrong))


def _print_missing(book: Book, markers: Markers) -> None:
    absent = {statement.id for statement in missing(book, markers)}
    for section in book.sections:
        open_ids = [statement.id for statement in section.statements if statement.id in absent]
        print(
            f"{section.title}: {len(section.statements) - len(open_ids)} of {len(section.statements)} shown"
        )
        if open_ids:
            print("  " + " ".join(open_ids))
    total = sum(1 for _ in book.statements())
    print(f"{total - len(absent)} of {total} statements are shown by a test, {len(absent)} are not")


def _facts(statement: Statement) -> str:
    """The small print under a statement."""
    kinds = [
        word
        for word, holds in (("a figure", statement.figure), ("a worked example", statement.example))
        if holds
    ]
    sources = " ".join(f"[{number}]" for number in statement.source)
    return " · ".join(part for part in (sources, " and ".join(kinds)) if part)


def _walk(
    node: ast.Module | ast.ClassDef,
    prefix: str,
    named: Mapping[str, ast.expr],
    inherited: tuple[str, ...],
    markers: Markers,
) -> None:
    for child in node.body:
        match child:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                inherited += _ids([value], named, prefix, markers)
    for child in node.body:
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
                for one in dict.fromkeys(inherited + _ids(child.decorator_list, named, prefix, markers)):
                    markers.tests.setdefault(one, []).append(f"{prefix}::{name}")
            case ast.ClassDef(name=name) if name.startswith("Test") or name.endswith("Test"):
                own = inherited + _ids(child.decorator_list, named, prefix, markers)
                _walk(child, f"{prefix}::{name}", named, own, markers)


def _ids(
    expressions: Iterable[ast.expr], named: Mapping[str, ast.expr], place: str, markers: Markers
) -> tuple[str, ...]:
    """The ids of the markers inside some expressions; a name stands for what the module assigned to it."""
    found: list[str] = []
    queue = list(expressions)
    followed: set[str] = set()
    while queue:
        for node in ast.walk(queue.pop(0)):
            match node:
                case ast.Call(
                    func=ast.Attribute(
                        attr="statement", value=ast.Attribute(attr="mark") | ast.Name(id="mark")
                    ),
                    args=arguments,
                ):
                    for argument in arguments:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            found.append(argument.value)
                        else:
                            markers.unreadable.append(
                                f"{place}: line {argument.lineno}: write a statement's id as a text"
                            )
                case ast.Name(id=name) if name in named and name not in followed:
                    followed.add(name)
                    queue.append(named[name])
    return tuple(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
