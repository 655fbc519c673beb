"""The main job on the public loan log: read 158,706 rows, fold, score, run the clocks, take the measures.

There is no peer that does this, so the reference is what nobody can do without: reading the rows and their times.
"""

import csv
import os
import sys
from datetime import datetime
from pathlib import Path

from harness import Comparison

ROOT = Path(__file__).parents[1]
FILE = "bpic2012_loan_applications_part1.csv.gz"


def benchmarks() -> list[Comparison]:
    folder = Path(os.environ.get("LEADMODEL_DATA", ROOT.parent / "shared" / "data"))
    path = folder if folder.is_file() else folder / FILE
    if not path.is_file():
        print(
            f"flow.loan_log is left out: set LEADMODEL_DATA to the folder that holds {FILE}", file=sys.stderr
        )
        return []
    sys.path.insert(0, str(ROOT / "examples"))
    import loan_funnel  # only now: without the log the examples need not be importable

    lines = loan_funnel.open_log(path)
    rows = len(lines) - 1

    def read_only() -> datetime:
        reader = csv.reader(lines)
        next(reader)
        return max(datetime.fromisoformat(row[6]) for row in reader)

    return [
        Comparison(
            name="flow.loan_log",
            ours=lambda: loan_funnel.run_log(lines),
            reference=read_only,
            reference_is=f"csv.reader and datetime.fromisoformat over the same {rows} rows, and nothing else",
            note=f"{rows} rows a call",
        )
    ]
