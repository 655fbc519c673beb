"""Where the public loan log lies, if it does."""

from pathlib import Path

from tests.public_data import path_of

FILE = "bpic2012_loan_applications_part1.csv.gz"


def path_of_loan_log() -> Path:
    """The log's path; skips the test when it is not there."""
    return path_of(FILE, "the public loan log")
