"""The table on the page is the table in the code."""

import re

from leadmodel.lifecycle import TABLE
from leadmodel.records import EventKind, Stage
from tests.package_tree import ROOT


def test_the_page_shows_the_transition_table() -> None:
    lines = (ROOT / "docs" / "lifecycle.md").read_text("utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| from |"))
    _, *kinds = [cell.strip() for cell in lines[start].strip("|").split("|")]
    shown: dict[str, dict[str, str]] = {}
    for line in lines[start + 2 : start + 2 + len(Stage)]:
        stage, *cells = [re.sub(r"[¹²³⁴⁵]", "", cell).strip() for cell in line.strip("|").split("|")]
        shown[stage] = {kind: cell for kind, cell in zip(kinds, cells, strict=True) if cell}

    assert shown == {
        stage.value: {
            kind.value: "noted" if kind is EventKind.TOUCHED and after is stage else after.value
            for kind, after in TABLE[stage].items()
        }
        for stage in Stage
    }
