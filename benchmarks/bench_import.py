"""What `import leadmodel` costs a program that has not used it yet, and what the whole core costs one that has.

Both sides start an interpreter and pay for it.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from harness import Comparison

SRC = Path(__file__).resolve().parent.parent / "src"
OUTER_ROOMS = {"schema", "interop", "cli", "__main__"}
BARE = "import dataclasses, enum, datetime, zoneinfo"


def interpreter(program: str) -> Callable[[], object]:
    """A call that runs the program in a fresh, isolated interpreter."""
    command = [sys.executable, "-I", "-c", program]

    def run() -> object:
        return subprocess.run(command, check=True, capture_output=True)

    return run


def core_modules() -> list[str]:
    package = SRC / "leadmodel"
    paths = [path.relative_to(SRC).with_suffix("") for path in sorted(package.rglob("*.py"))]
    return [
        ".".join(path.parts).removesuffix(".__init__")
        for path in paths
        if path.parts[1] not in OUTER_ROOMS and path.parts[-1] != "arrays"
    ]


def benchmarks() -> list[Comparison]:
    here = f"import sys; sys.path.insert(0, {str(SRC)!r}); "
    reference_is = f"a bare interpreter that runs `{BARE}`"
    return [
        Comparison(
            name="import.core",
            ours=interpreter(f"{here}import leadmodel"),
            reference=interpreter(BARE),
            reference_is=reference_is,
        ),
        Comparison(
            name="import.every_core_room",
            ours=interpreter(f"{here}import {', '.join(core_modules())}"),
            reference=interpreter(BARE),
            reference_is=reference_is,
        ),
    ]
