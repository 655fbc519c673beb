"""What the page shows is what the code gives: the table, the diagram, the codes, and the loan log's refused moves."""

import csv
import re
from collections import Counter
from functools import cache

import loan_funnel
import pytest

from leadmodel.lifecycle import TABLE, mermaid, move_table
from leadmodel.records import EventKind, Stage
from tests.loan_log import path_of_loan_log
from tests.package_tree import PACKAGE, ROOT


@cache
def page() -> str:
    return (ROOT / "docs" / "lifecycle.md").read_text("utf-8")


def section(title: str) -> str:
    _, _, rest = page().partition(f"\n## {title}\n")
    assert rest, title
    return rest.split("\n## ")[0]


def test_the_page_shows_the_transition_table() -> None:
    lines = page().splitlines()
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


def test_the_pages_diagram_and_table_are_what_the_library_writes() -> None:
    moves = section("Which moves there are")

    assert f"```mermaid\n{mermaid()}\n```\n\n{move_table()}\n\n" in moves


def test_every_code_of_a_refusal_is_on_the_page() -> None:
    codes: set[str] = set()
    for module in ("advance", "machine_run"):
        source = (PACKAGE / "lifecycle" / f"{module}.py").read_text("utf-8")
        codes |= set(re.findall(r'(?:code=|event, |state, |_NOTED, |_MOVED, )"([a-z_]+)"', source))

    assert {"not_allowed", "too_early", "reason_refused", "not_the_owner", "bypassed"} <= codes
    assert {"not_inside", "left_otherwise"} <= codes
    assert {code for code in codes if f"`{code}`" not in page()} == set()


def test_the_loan_logs_refused_moves_are_explained_by_code_and_count() -> None:
    lines = loan_funnel.open_log(path_of_loan_log())
    report = loan_funnel.run_log(lines)
    told = section("Moves that a real log would make")
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in told.splitlines()
        if line.startswith("| ") and not line.startswith("| refused |")
    ]
    counted = Counter((step.event.kind.value, step.state.stage.value, step.code) for step in report.refused)
    leads = {step.event.lead for step in report.refused}

    assert [
        (kind, stage, code.strip("`"), int(count.replace(",", ""))) for kind, stage, code, count, _ in rows
    ] == [(*key, count) for key, count in counted.most_common()]
    assert f"{report.events:,} events" in told
    assert f"in {len(leads):,} applications" in told

    # Each is another offer: since the one before, that one was cancelled and a new one was created and selected.
    refused = {int(step.event.id.split("-")[0]) for step in report.refused}
    since: dict[str, set[str]] = {}
    between: list[set[str]] = []
    for number, (case, _, _, activity, *_) in enumerate(csv.reader(lines[1:]), start=2):
        if activity == "O_SENT":
            if number in refused:
                between.append(since[case])
            since[case] = set()
        elif activity.startswith("O_"):
            since.setdefault(case, set()).add(activity)
    assert len(between) == len(report.refused)
    assert all({"O_CANCELLED", "O_CREATED", "O_SELECTED"} <= each for each in between)
    assert f"in {sum('O_SENT_BACK' in each for each in between)} cases after the applicant" in told


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_on_the_diagram(stage: Stage) -> None:
    assert re.search(rf"\b{stage.value}\b", mermaid())
