"""Where the public data lies, if it does."""

import os
from pathlib import Path

import pytest

__all__ = ["path_of"]


def path_of(file: str, what: str) -> Path:
    """The file's path; skips the test when neither LEADMODEL_DATA nor ../shared/data has it."""
    given = os.environ.get("LEADMODEL_DATA")
    beside = Path(__file__).parents[2] / "shared" / "data"
    for place in ([Path(given)] if given else []) + [beside]:
        # LEADMODEL_DATA may name one file; the others lie beside it.
        path = place if place.name == file else (place.parent if place.is_file() else place) / file
        if path.is_file():
            return path
    pytest.skip(f"{what} is not here: set LEADMODEL_DATA to the folder that holds {file}")
