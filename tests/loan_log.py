"""Where the public loan log lies, if it does."""

import os
from pathlib import Path

import pytest

FILE = "bpic2012_loan_applications_part1.csv.gz"


def path_of_loan_log() -> Path:
    """The log's path; skips the test when neither LEADMODEL_DATA nor ../shared/data has it."""
    given = os.environ.get("LEADMODEL_DATA")
    beside = Path(__file__).parents[2] / "shared" / "data"
    for folder in ([Path(given)] if given else []) + [beside]:
        path = folder if folder.is_file() else folder / FILE
        if path.is_file():
            return path
    pytest.skip(f"the public loan log is not here: set LEADMODEL_DATA to the folder that holds {FILE}")
