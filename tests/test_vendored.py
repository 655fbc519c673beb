"""The package works as a copy, under another name, in somebody else's tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.package_tree import PACKAGE, ROOT, core_sources, label

#: Run with the copy as `host._vendor.lm` and no `leadmodel` in sight; it says with `assert` what has to come out.
DECISION = ROOT / "tests" / "vendored_decision.py"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("embedder")
    vendor = folder / "host" / "_vendor"
    shutil.copytree(PACKAGE, vendor / "lm", ignore=shutil.ignore_patterns("__pycache__"))
    for package in (vendor, vendor.parent):
        (package / "__init__.py").touch()
    return folder


def run_host(*arguments: object) -> subprocess.CompletedProcess[str]:
    program = ROOT / "tests" / "vendored_host.py"
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", str(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
    )


def modules_under(name: str, paths: list[Path]) -> set[str]:
    found = {f"{name}." + label(path).removesuffix(".py").replace("/", ".") for path in paths}
    return {module.removesuffix(".__init__") for module in found} - {name}


def test_the_core_of_a_copy_needs_neither_the_original_nor_anything_heavy(host: Path) -> None:
    done = run_host(host, "core")

    assert done.returncode == 0, done.stderr
    # The array twin is the one module of the core that needs its extra.
    needed = [path for path in core_sources() if label(path) != "hours/arrays.py"]
    assert set(done.stdout.split()) == modules_under("host._vendor.lm", needed)


def test_every_room_of_a_copy_can_be_imported(host: Path) -> None:
    done = run_host(host, "all")

    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) >= modules_under("host._vendor.lm", core_sources())


@pytest.mark.skipif(not DECISION.exists(), reason="no decision to make yet")
def test_a_copy_makes_the_same_decision(host: Path) -> None:
    done = run_host(host, "all", DECISION)

    assert done.returncode == 0, done.stderr


def test_a_copy_that_reaches_for_the_original_is_caught(host: Path, tmp_path: Path) -> None:
    broken = tmp_path / "reaches.py"
    broken.write_text("import leadmodel.errors\n", encoding="utf-8")

    done = run_host(host, "all", broken)

    assert done.returncode != 0
    assert "leadmodel is blocked" in done.stderr
