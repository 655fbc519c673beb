"""A real campaign: a made-up score is judged, what only the call could tell is caught, and so is the drift."""

from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise

import polars as pl
import pytest

from leadmodel.whatif import Judged, at_capacity, backtest, drift, fit_points, separation, threshold_for
from tests.campaign import path_of_campaign, read_campaign


@pytest.fixture(scope="module")
def calls() -> list[Judged]:
    return read_campaign(path_of_campaign())


@pytest.fixture(scope="module")
def table(calls: list[Judged]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "day": [c.at.date() for c in calls],
            "score": [c.score for c in calls],
            "won": [bool(c.won) for c in calls],
        }
    )


def rescored(calls: list[Judged], **points: int) -> list[Judged]:
    return [replace(call, score=sum(points.get(rule, 0) for rule in call.rules)) for call in calls]


def test_the_campaign_is_read_whole_and_in_order_of_time(calls: list[Judged]) -> None:
    months = [
        (year, month) for (year, month), _ in groupby(calls, key=lambda each: (each.at.year, each.at.month))
    ]

    assert (len(calls), sum(bool(call.won) for call in calls)) == (30_000, 1_520)
    assert all(before.at <= after.at for before, after in pairwise(calls))
    assert months == [(2008, month) for month in (5, 6, 7, 8, 10, 11, 12)] + [(2009, 1), (2009, 2)]


@pytest.mark.statement("SC-17")
def test_a_made_up_score_separates_a_little_and_the_bands_fall_as_they_should(
    calls: list[Judged], table: pl.DataFrame
) -> None:
    report = backtest(calls, capacity=50)
    later = table.filter(pl.col("day") >= report.judge_from.date())
    by_score = (
        later.group_by("score").agg(won=pl.col("won").sum(), all=pl.len()).sort("score", descending=True)
    )

    assert (report.earlier, report.judged) == (14_987, 15_013)
    assert report.separation.auc is not None
    assert 0.55 < report.separation.auc_low < report.separation.auc < report.separation.auc_high < 0.60
    for band in report.bands:
        inside = by_score.filter(
            (pl.col("score") >= (-999 if band.at_least is None else band.at_least))
            & (pl.col("score") < (999 if band.below is None else band.below))
        )
        assert (band.won.part, band.won.whole) == (inside["won"].sum(), inside["all"].sum())
    assert report.bands[0].lift == pytest.approx(1.30, abs=0.01)
    assert [each.overlap for each in report.inversions] == [True]


def test_polars_finds_the_same_area_and_the_same_best_fifty_of_each_day(
    calls: list[Judged], table: pl.DataFrame
) -> None:
    ranked = table.with_columns(rank=pl.col("score").rank("average"))
    won = ranked.filter("won")
    ranks = float(won.select(pl.col("rank").sum()).item())
    area = (ranks - won.height * (won.height + 1) / 2) / won.height / (len(calls) - won.height)
    best = (
        table.sort("day", "score", descending=[False, True], maintain_order=True)
        .group_by("day", maintain_order=True)
        .head(50)
    )
    first = table.group_by("day", maintain_order=True).head(50)
    sizes = table.group_by("day").agg(won=pl.col("won").sum(), all=pl.len())
    expected = sizes.select((pl.col("won") * pl.min_horizontal("all", 50) / pl.col("all")).sum()).item()

    found = at_capacity(calls, capacity=50)

    assert separation(calls).auc == pytest.approx(area, abs=1e-12)
    assert found.best.won.part == best["won"].sum()
    assert found.first.won.part == first["won"].sum()
    assert found.random_won == pytest.approx(expected)


def test_the_length_of_the_call_is_caught_because_it_is_known_late_and_because_it_is_too_good(
    calls: list[Judged],
) -> None:
    suspects = backtest(calls).suspects
    found = Counter((suspect.code, suspect.name) for suspect in suspects)

    assert found == {
        ("scored_late", ""): 1,
        ("known_late", "duration"): 1,
        ("separates", "duration"): 1,
        ("beats_the_score", "duration"): 1,
    }
    assert suspects[0].late == sum(call.features[0].value == 0 for call in calls) == 2
    [late] = [suspect for suspect in suspects if suspect.code == "known_late"]
    assert (late.late, late.leads) == (29_998, 30_000)


def test_without_times_the_length_of_the_call_is_still_too_good(calls: list[Judged]) -> None:
    undated = [
        replace(call, known_at=None, features=tuple(replace(each, known_at=None) for each in call.features))
        for call in calls
    ]

    assert [(suspect.code, suspect.name) for suspect in backtest(undated).suspects] == [
        ("separates", "duration"),
        ("beats_the_score", "duration"),
    ]


def test_a_score_made_of_the_length_of_the_call_is_suspected_itself(calls: list[Judged]) -> None:
    cheating = [
        replace(call, score=call.features[0].value or 0, features=(), known_at=None) for call in calls
    ]

    assert [(each.code, each.of) for each in backtest(cheating).suspects] == [("separates", "score")]


def test_more_and_more_say_yes_and_every_band_that_parts_is_told(calls: list[Judged]) -> None:
    found = drift(calls[:15_000], calls[15_000:])

    assert found.won_before.high < found.won_after.low
    assert found.verdict == "act"
    assert {remark.about for remark in found.remarks if remark.code == "outcomes_parted"} == {"1", "2", "3"}


def test_scores_that_are_stable_by_their_index_have_parted_from_what_comes(calls: list[Judged]) -> None:
    """Savings and loans are spread among the people as they were; it is the share of yes in each band that rose."""
    calls = rescored(calls, saver=10, loan=-5)
    found = drift(calls[:15_000], calls[15_000:])

    assert (found.psi_verdict, found.verdict) == ("stable", "act")
    assert found.psi < 0.02
    assert {remark.code for remark in found.remarks} == {"outcomes_parted"}


def test_a_line_for_fifty_a_day_keeps_to_it_on_average_and_says_on_which_days_it_does_not(
    calls: list[Judged], table: pl.DataFrame
) -> None:
    found = threshold_for(calls, capacity=50, margin=5)
    volumes = table.filter(pl.col("score") >= found.threshold).group_by("day").len()

    assert found.passing is not None
    assert found.looser is not None
    assert found.passing.per_period <= 50 < found.looser.per_period
    assert found.passing.leads == volumes["len"].sum()
    assert found.crowded == volumes.filter(pl.col("len") > 50).height
    assert found.busiest == volumes["len"].max()
    assert found.near is not None
    assert found.near.apart is False


def test_points_that_are_learnt_early_are_tested_late_and_rounding_costs_next_to_nothing(
    calls: list[Judged],
) -> None:
    pytest.importorskip("sklearn")
    found = fit_points(calls, judge_from=calls[15_000].at)
    assert found.cost_later is not None
    assert found.cost.auc is not None
    assert found.cost.auc_rounded is not None

    assert (found.fitted, found.cost_later.leads) == (14_987, 15_013)
    assert "bought_before" not in found.points, "nobody had bought before in the first months"
    assert found.cost.log_loss_rounded - found.cost.log_loss < 1e-4
    assert abs(found.cost.auc_rounded - found.cost.auc) < 0.001
