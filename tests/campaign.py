"""The public campaign of a bank as judged leads: 30,000 calls in order of time, where the file lies, if it does."""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadmodel.records import LeadId
from leadmodel.whatif import Feature, Judged
from tests.public_data import path_of

FILE = "uci_bank_marketing_part1.csv.gz"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: What somebody might think of the people on the list, before the first call.
POINTS = {
    "tertiary": 10,
    "single": 10,
    "saver": 15,
    "bought_before": 30,
    "mortgage": -10,
    "loan": -10,
    "called_often": -5,
}


def path_of_campaign() -> Path:
    """The file's path; skips the test when it is not there."""
    return path_of(FILE, "the public campaign")


def read_campaign(path: Path) -> list[Judged]:
    """Every call as of 9:00 on its day; the file has no year, and its months begin with May 2008.

    The outcome is known when the call ends, and so is how long it took.
    """
    rows: list[Judged] = []
    year, before = 2008, 5
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            month = MONTHS.index(row["month"]) + 1
            year, before = year + (month < before), month
            at = datetime(year, month, int(row["day"]), 9, tzinfo=UTC)
            ended = at + timedelta(seconds=int(row["duration"]))
            rules = tuple(name for name, matched in _matched(row).items() if matched)
            length = Feature(name="duration", value=int(row["duration"]), known_at=ended)
            rows.append(
                Judged(
                    lead=LeadId(f"C{number:05}"),
                    at=at,
                    score=40 + sum(POINTS[rule] for rule in rules),
                    won=row["y"] == "yes",
                    known_at=ended,
                    rules=rules,
                    features=(
                        length,
                        Feature(name="age", value=int(row["age"])),
                        Feature(name="balance", value=int(row["balance"])),
                    ),
                )
            )
    return rows


def _matched(row: dict[str, str]) -> dict[str, bool]:
    return {
        "tertiary": row["education"] == "tertiary",
        "single": row["marital"] == "single",
        "saver": int(row["balance"]) >= 1500,
        "bought_before": row["poutcome"] == "success",
        "mortgage": row["housing"] == "yes",
        "loan": row["loan"] == "yes",
        "called_often": int(row["campaign"]) > 3,
    }
