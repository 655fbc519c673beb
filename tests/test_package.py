"""What holds for the package as a whole: cheap to import, complete, readable, and closed to the outside world."""

import ast
import inspect
import json
import re
import subprocess
import sys
import typing
from importlib import import_module
from pathlib import Path

import pytest

import leadmodel
from tests.package_tree import (
    HEAVY,
    OUTER_ROOMS,
    PACKAGE,
    ROOT,
    SRC,
    core_sources,
    label,
    module_name,
    room_of,
    sources,
)

MOST_LINES = 350


def run_python(program: str) -> str:
    """What a fresh, isolated interpreter prints when it runs the program."""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_by(*modules: str) -> set[str]:
    """Top-level names of all that importing these modules loads, in a fresh interpreter."""
    program = (
        f"import sys, json; sys.path.insert(0, {str(SRC)!r}); before = set(sys.modules)\n"
        + "".join(f"import {module}\n" for module in modules)
        + "print(json.dumps(sorted({name.partition('.')[0] for name in set(sys.modules) - before})))"
    )
    return set(json.loads(run_python(program)))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def isort_style(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order that the linter keeps `__all__` in."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def exported(tree: ast.Module) -> list[str] | None:
    """The literal `__all__` of a module, if it has one."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return [str(name) for name in ast.literal_eval(value)]
    return None


# ------------------------------------------------------------------------------------------------- what it costs


def test_importing_the_face_loads_nothing_heavy_and_no_room() -> None:
    program = f"import sys; sys.path.insert(0, {str(SRC)!r}); import leadmodel; print(*sorted(sys.modules))"
    loaded = run_python(program).split()

    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert [name for name in loaded if name.startswith("leadmodel.")] == []


def test_the_whole_core_needs_the_standard_library_and_dateutil_only_in_the_hours() -> None:
    core = [path for path in core_sources() if room_of(path) != "hours"]

    assert loaded_by(*map(module_name, core)) & (HEAVY - {"dateutil"}) == set()


def test_errors_records_and_conditions_are_cheap_of_themselves() -> None:
    low = [path for path in core_sources() if room_of(path) in {"errors", "records", "conditions"}]

    assert loaded_by(*map(module_name, low)) & HEAVY == set()


def test_the_test_for_heavy_imports_would_notice_one() -> None:
    assert "pydantic" in loaded_by("pydantic")


# --------------------------------------------------------------------------------------------------- what it shows


def test_dir_of_the_face_is_complete() -> None:
    assert set(leadmodel.__all__) <= set(dir(leadmodel))


@pytest.mark.parametrize("name", leadmodel.__all__)
def test_every_name_of_the_face_is_there(name: str) -> None:
    assert getattr(leadmodel, name) is not None


def test_a_name_of_the_face_is_the_same_object_as_in_its_room() -> None:
    for name, room in leadmodel._HOME.items():
        assert getattr(leadmodel, name) is getattr(import_module(f"leadmodel.{room}"), name)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nobody'"):
        leadmodel.__getattr__("nobody")


def test_what_type_checkers_see_is_what_runs() -> None:
    guarded: dict[str, str] = {}
    rooms: set[str] = set()
    for node in tree_of(PACKAGE / "__init__.py").body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for line in node.body:
                assert isinstance(line, ast.ImportFrom)
                assert line.level == 1
                for alias in line.names:
                    assert alias.asname == alias.name, f"write `import {alias.name} as {alias.name}`"
                    if line.module is None:
                        rooms.add(alias.name)
                    else:
                        guarded[alias.name] = line.module

    assert guarded == leadmodel._HOME
    assert rooms == leadmodel._ROOMS
    assert set(leadmodel.__all__) == {*guarded, *rooms}


def test_the_version_is_a_literal() -> None:
    found = re.findall(
        r'^__version__ = "(\d+\.\d+\.\d+)"$', (PACKAGE / "__init__.py").read_text("utf-8"), re.MULTILINE
    )

    assert found == [leadmodel.__version__]


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").read_bytes() == b""


# ----------------------------------------------------------------------------------------------------- every module


@pytest.mark.parametrize("path", sources(), ids=label)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", sources(), ids=label)
def test_all_is_sorted_and_true(path: Path) -> None:
    names = exported(tree_of(path))
    if path.name == "__main__.py":
        return

    assert names is not None, "a module says what is public in `__all__`"
    assert names == sorted(set(names), key=isort_style)
    module = import_module(module_name(path))
    assert [name for name in names if not hasattr(module, name)] == []


@pytest.mark.parametrize("path", sources(), ids=label)
def test_a_module_reaches_its_neighbours_by_relative_imports(path: Path) -> None:
    absolute = [
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import) and any(a.name.partition(".")[0] == "leadmodel" for a in node.names))
        or (
            isinstance(node, ast.ImportFrom)
            and node.level == 0
            and (node.module or "").split(".")[0] == "leadmodel"
        )
    ]

    assert absolute == [], "a copy under another name would import the wrong package"


FORBIDDEN_BUILTINS = {"open", "print", "input", "eval", "exec", "compile", "breakpoint", "__import__"}


def builtins_that_reach_outside(tree: ast.Module) -> list[str]:
    return [
        f"{node.id} in line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_BUILTINS
    ]


#: Conditions become one function; tests/conditions/test_generated_source.py proves what can stand in its text.
COMPILER = "conditions/generate.py"


@pytest.mark.parametrize("path", core_sources(), ids=label)
def test_the_core_calls_nothing_that_reaches_outside(path: Path) -> None:
    """The linter can ban a module, not a builtin."""
    found = builtins_that_reach_outside(tree_of(path))

    assert [each.partition(" ")[0] for each in found] == (
        ["exec", "compile"] if label(path) == COMPILER else []
    )


def test_an_opened_file_would_be_noticed() -> None:
    assert builtins_that_reach_outside(ast.parse("with open('a') as f:\n    x = f")) == ["open in line 1"]


@pytest.mark.parametrize("path", sources(), ids=label)
def test_public_functions_and_classes_say_what_they_are(path: Path) -> None:
    tree = tree_of(path)
    public = set(exported(tree) or ())
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.name in public
        and ast.get_docstring(node) is None
    ]

    assert silent == []


@pytest.mark.parametrize("path", core_sources(), ids=label)
def test_type_hints_of_public_names_can_be_read_at_run_time(path: Path) -> None:
    """pydantic and FastAPI read them: an import under TYPE_CHECKING would break both."""
    module = import_module(module_name(path))
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value) or (path.name == "__init__.py" and inspect.isfunction(value)):
            typing.get_type_hints(value)


# -------------------------------------------------------------------------------------------------------- the fences

REACHES_OUTSIDE = [
    "from datetime import UTC, datetime\n\nx = datetime.now(UTC)\n",
    "import datetime as dt\n\nx = dt.datetime.now(dt.UTC)\n",
    "import datetime\n\nx = datetime.datetime.today()\n",
    "import datetime\n\nx = datetime.datetime.utcnow()\n",
    "from datetime import date\n\nx = date.today()\n",
    "from datetime import datetime\n\nnow = datetime.now\n",
    "import time\n\nx = time.time()\n",
    "from time import monotonic\n\nx = monotonic()\n",
    "import random\n\nx = random.random()\n",
    "from secrets import token_hex\n\nx = token_hex()\n",
    "from uuid import uuid4\n\nx = uuid4()\n",
    "import uuid\n\nx = uuid.uuid1()\n",
    "import os\n\nx = os.environ\n",
    "from os.path import exists\n\nx = exists('a')\n",
    "import logging\n\nx = logging.getLogger()\n",
    "from pathlib import Path\n\nx = Path('a').read_text()\n",
    "import socket\n\nx = socket.socket()\n",
    "import subprocess\n\nx = subprocess.run\n",
    "from io import open as o\n\nx = o('a')\n",
    "print('a')\n",
    "x = eval('1')\n",
]


def ruff_codes(snippet: str, path: str) -> set[str]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--output-format=json",
            "--stdin-filename",
            path,
            "-",
        ],
        input=snippet,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode in {0, 1}, done.stderr
    return {finding["code"] for finding in json.loads(done.stdout)}


@pytest.mark.parametrize("snippet", REACHES_OUTSIDE, ids=lambda text: text.splitlines()[-1])
def test_clocks_chance_and_input_output_are_refused_in_the_core(snippet: str) -> None:
    codes = ruff_codes(f'"""A room."""\n\n{snippet}', "src/leadmodel/routing/pick.py")

    assert codes & {"TID251", "T201", "S307"}


def test_the_command_line_may_read_the_clock_and_print() -> None:
    snippet = '"""A room."""\n\nfrom datetime import UTC, datetime\n\nprint(datetime.now(UTC))\n'

    assert ruff_codes(snippet, "src/leadmodel/cli/run.py") == set()
    assert ruff_codes(snippet, "src/leadmodel/sla/run.py") == {"TID251", "T201"}


def test_every_room_has_its_floor() -> None:
    """A room that no layer names would be outside the contract."""
    layers = re.search(
        r"^layers = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert layers is not None
    named = set(re.findall(r"\w+", layers[1]))
    rooms = {room_of(path) for path in sources()} - {""}

    assert rooms <= named
    assert named >= OUTER_ROOMS


@pytest.mark.parametrize("path", sources(), ids=label)
def test_no_text_depends_on_the_language_of_the_machine(path: Path) -> None:
    """`%a`, `%b` and their like ask the locale; a decision has to read the same everywhere."""
    code = [line.partition("#")[0] for line in path.read_text("utf-8").splitlines()]

    assert [line for line in code if re.search(r"%[aAbBpcxX]\b", line)] == []
