"""The campaign notebook runs on the bundled sample, and on the public file where that is there."""

import csv
from pathlib import Path

import make_campaign
import nbformat
import pytest
from nbclient import NotebookClient

from tests.package_tree import ROOT
from tests.public_data import path_of

NOTEBOOK = ROOT / "examples" / "campaign.ipynb"
PUBLIC = "uci_bank_marketing_part1.csv.gz"


def printed_with(campaign: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything that the cells print, with the campaign file at a path."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("LEADMODEL_CAMPAIGN", campaign)
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "examples")}}
    )
    client.execute()
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own loop, not of the notebook
@pytest.mark.statement("SC-17")
def test_the_sample_is_scored_and_judged_and_its_leak_and_its_drift_are_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = printed_with("", monkeypatch)

    assert "Backtest of points, 1200 leads from 2008-08-01T09:00:00Z on, 1200 before" in printed
    assert "known_late: feature duration" in printed
    # The scores look the same in both halves of the campaign; what they promise does not come true any more.
    assert "scores of 800 leads before and 800 after: stable" in printed
    assert "outcomes_parted: band 1" in printed
    assert "Learned from 1200 leads" in printed


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_so_is_the_public_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = printed_with(str(path_of(PUBLIC, "the public campaign file")), monkeypatch)

    assert "leads from 2008-07-17T09:00:00Z on" in printed
    assert "separates: feature duration tells won from lost alone" in printed
    assert "Drift: act" in printed
    assert "outcomes_parted: band 1" in printed


def test_the_sample_is_what_its_maker_makes(tmp_path: Path) -> None:
    made = tmp_path / "campaign.csv"
    make_campaign.main(made)

    assert made.read_bytes() == (ROOT / "examples" / "campaign.csv").read_bytes()
    with made.open(encoding="utf-8", newline="") as lines:
        assert {row["y"] for row in csv.DictReader(lines)} == {"yes", "no"}


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]

    assert all(not cell.get("outputs") for cell in notebook.cells)
