"""A host program that carries the package under another name; `test_vendored.py` runs it in an interpreter of its own.

Arguments: the folder that holds `host/`, whether to import all rooms or the core only, and a program to run, if any.
"""

import importlib
import pkgutil
import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

NEVER = {"leadmodel"}
NOT_IN_THE_CORE = {
    "pydantic",
    "pydantic_core",
    "click",
    "rich",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "narwhals",
    "psycopg",
}
OUTER_ROOMS = {"__main__", "cli", "frames", "interop", "plots", "schema", "stores", "testing"}


class Wall:
    """Behaves as if the blocked packages were not installed."""

    def __init__(self, blocked: set[str]) -> None:
        self.blocked = blocked

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in self.blocked:
            raise ModuleNotFoundError(f"{name} is blocked", name=name)
        return None


def import_rooms(package: ModuleType, *, core_only: bool) -> list[str]:
    prefix = f"{package.__name__}."
    names = []
    for found in pkgutil.walk_packages(package.__path__, prefix):
        room = found.name.removeprefix(prefix).partition(".")[0]
        if room == "__main__" or (core_only and (room in OUTER_ROOMS or found.name.endswith(".arrays"))):
            continue
        importlib.import_module(found.name)
        names.append(found.name)
    return names


def main() -> None:
    folder, extent, *program = sys.argv[1:]
    core_only = extent == "core"
    sys.meta_path.insert(0, Wall(NEVER | NOT_IN_THE_CORE if core_only else NEVER))
    sys.path.insert(0, folder)
    package = importlib.import_module("host._vendor.lm")
    if program:
        runpy.run_path(program[0], run_name="__main__")
    else:
        print("\n".join(import_rooms(package, core_only=core_only)))
    assert not any(name.partition(".")[0] == "leadmodel" for name in sys.modules), "the original was imported"


if __name__ == "__main__":
    main()
