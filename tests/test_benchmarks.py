"""The harness that compares ours with the plain way: what it calls, what it writes, and what it refuses."""

import gc
import json
from pathlib import Path

import pytest

import run
from harness import Comparison, Figures, measure, table


def comparison() -> Comparison:
    return Comparison(
        name="hours.elapsed",
        ours=lambda: None,
        reference=lambda: sum(range(20_000)),
        reference_is="a loop",
        number=10,
    )


def test_both_sides_run_by_turns_after_one_warm_up() -> None:
    calls: list[str] = []
    measure(
        Comparison(
            name="x",
            ours=lambda: calls.append("ours"),
            reference=lambda: calls.append("reference"),
            reference_is="the same",
            number=2,
            reference_number=1,
        ),
        rounds=2,
    )

    assert calls == ["ours", "reference", *["ours", "ours", "reference"] * 2]


def test_the_collector_is_off_while_timing_and_on_again_afterwards() -> None:
    states: list[bool] = []
    measure(
        Comparison(
            name="x", ours=lambda: states.append(gc.isenabled()), reference=list, reference_is="nothing"
        ),
        rounds=1,
    )

    assert states == [True, False]
    assert gc.isenabled()


def test_a_ratio_below_one_is_faster() -> None:
    figures = measure(comparison(), rounds=5)

    assert figures.ratio == figures.ours / figures.reference
    assert figures.ratio < 1


def test_the_table_reads_in_units_of_their_size() -> None:
    text = table([(comparison(), Figures(ours=2.5e-6, reference=0.0125, reference_is="a loop"))])

    assert text.splitlines()[1].split() == ["hours.elapsed", "2.5", "µs", "12.5", "ms", "0.0002", "a", "loop"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source = (
        "from harness import Comparison\n"
        "def benchmarks():\n"
        "    return [Comparison(name=n, ours=list, reference=dict, reference_is='a dict') for n in NAMES]\n"
    )
    (tmp_path / "bench_tested_a.py").write_text(source + "NAMES = ['tested_a.one', 'tested_a.two']\n")
    (tmp_path / "bench_tested_b.py").write_text(source + "NAMES = ['tested_b.one', 'other.two']\n")
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("", ["tested_a.one", "tested_a.two", "tested_b.one", "other.two"]),
        ("tested_b", ["tested_b.one", "other.two"]),
        ("tested_a.t", ["tested_a.two"]),
        ("other", ["other.two"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_only_picks_a_file_or_the_start_of_a_name(only: str, names: list[str]) -> None:
    assert [found.name for found in run.discover(only)] == names


@pytest.mark.usefixtures("folder")
def test_a_prefix_that_fits_nothing_says_what_there_is() -> None:
    with pytest.raises(SystemExit, match=r"no benchmark starts with 'x'; there are tested_a\.one"):
        run.discover("x")


def test_the_file_of_figures_is_flat(folder: Path) -> None:
    target = folder / "figures.json"
    run.main(["--only", "tested_a.one", "--rounds", "1", "--json", str(target)])
    figures = json.loads(target.read_text("utf-8"))

    assert list(figures) == ["tested_a.one"]
    assert set(figures["tested_a.one"]) == {"ours", "reference", "ratio", "reference_is"}
    assert figures["tested_a.one"]["reference_is"] == "a dict"


def test_the_comparisons_of_tables_run_and_agree_on_a_small_one() -> None:
    """They compare their answers before they are timed, and stop when these differ."""
    import bench_frames

    found = bench_frames.comparisons(leads=2_000, events=10_000, leads_of_events=700)

    assert [each.name for each in found] == [
        "score.polars_1m",
        "score.pandas_1m",
        "score.duckdb_1m",
        "score.events_5m",
        "score.events_5m_duckdb",
    ]
    for each in found:
        measure(each, rounds=1)
