"""A backtest goes with time: the earlier leads set, the later ones are judged, and nothing looks ahead."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.records.plain import as_plain
from leadmodel.whatif import (
    Backtest,
    Judged,
    at_capacity,
    backtest,
    bands_of,
    cell_table,
    leak_suspects,
    rate_of,
    separation,
    threshold_for,
)
from tests.whatif.making import (
    DAY,
    HOUR,
    START,
    chances,
    judged,
    leads_of,
    outcomes,
    scaled,
    settled,
    shuffled,
    still_open,
)

#: Leads that do not all come on one instant.
spread = outcomes(min_size=2).filter(lambda rows: len({each.at for each in rows}) > 1)


def parts(rows: Sequence[Judged], report: Backtest) -> tuple[list[Judged], list[Judged]]:
    """The earlier and the later leads, by the instant that the report names."""
    earlier = [each for each in rows if each.at < report.judge_from]
    return earlier, [each for each in rows if each.at >= report.judge_from]


def won(rows: Sequence[Judged]) -> int:
    return sum(each.won is True for each in rows)


# ------------------------------------------------------------------------------------------------- who sets


@given(spread)
def test_the_lead_in_the_middle_parts_them_or_the_next_instant_after_the_first(rows: list[Judged]) -> None:
    report = backtest(rows)
    instants = sorted(each.at for each in rows)
    middle = instants[len(rows) // 2]
    earlier, later = parts(rows, report)

    assert report.judge_from == (
        middle if middle > instants[0] else min(at for at in instants if at > middle)
    )
    assert (report.earlier, report.judged) == (len(earlier), len(later))
    assert min(report.earlier, report.judged) > 0


@given(spread, st.integers(1, 6))
def test_the_earlier_scores_set_the_bands_and_their_known_outcomes_what_is_expected(
    rows: list[Judged], bands: int
) -> None:
    report = backtest(rows, bands=bands)
    earlier, later = parts(rows, report)
    edges = bands_of([each.score for each in earlier], bands)
    known = [
        each
        for each in earlier
        if each.won is not None and (each.known_at is None or each.known_at <= report.judge_from)
    ]

    assert [band.at_least for band in report.bands] == [*edges.edges, None]
    for band in report.bands:
        before = [each for each in known if edges.band(each.score) == band.band]
        now = [each for each in later if edges.band(each.score) == band.band]
        assert (band.leads, band.won.part, band.won.whole) == (len(now), won(now), len(settled(now)))
        assert band.expected == (won(before) / len(before) if before else None)
        assert band.expected_from == (len(before) or None)


@given(spread, st.data())
def test_what_becomes_of_the_later_leads_sets_nothing(rows: list[Judged], data: st.DataObject) -> None:
    before = backtest(rows, capacity=1)
    changed = [
        each
        if each.at < before.judge_from
        else replace(each, won=data.draw(st.sampled_from([True, False, None])), known_at=None)
        for each in rows
    ]
    after = backtest(changed, capacity=1)

    assert [(b.at_least, b.expected) for b in after.bands] == [(b.at_least, b.expected) for b in before.bands]
    assert (after.at_threshold and after.at_threshold.threshold) == (
        before.at_threshold and before.at_threshold.threshold
    )


@given(spread, st.data())
def test_what_became_of_the_earlier_leads_is_in_no_figure_of_the_later_ones(
    rows: list[Judged], data: st.DataObject
) -> None:
    before = backtest(rows, capacity=1)
    changed = [
        replace(each, won=data.draw(st.sampled_from([True, False, None])), known_at=None)
        if each.at < before.judge_from
        else each
        for each in rows
    ]
    after = backtest(changed, capacity=1)

    def of_later(report: Backtest) -> Any:
        bands = [(band.won, band.lift, band.gained) for band in report.bands]
        return bands, report.separation, report.won, report.at_threshold, report.at_capacity, report.windows

    assert of_later(after) == of_later(before)


def test_an_outcome_that_was_not_known_yet_when_judging_began_teaches_nothing() -> None:
    early = [judged(f"a{n}", won=n < 2, known_at=START + (2 * DAY if n == 0 else HOUR)) for n in range(4)]
    report = backtest([*early, judged("z", at=START + DAY)], judge_from=START + DAY, bands=1)
    [band] = report.bands

    assert (band.expected_from, band.expected) == (3, 1 / 3)
    assert "not_known_in_time" in {remark.code for remark in report.remarks}


@given(spread, st.integers(1, 5))
def test_the_parts_over_time_hold_every_later_lead_once_and_in_order(
    rows: list[Judged], windows: int
) -> None:
    report = backtest(rows, windows=windows, threshold=1)
    _, later = parts(rows, report)

    assert 1 <= len(report.windows) <= windows
    assert sum(window.leads for window in report.windows) == report.judged
    for before, after in zip(report.windows, report.windows[1:], strict=False):
        assert before.last < after.first
    for window in report.windows:
        inside = [each for each in later if window.first <= each.at <= window.last]
        assert (window.leads, window.won) == (len(inside), rate_of(won(inside), len(settled(inside))))
        assert window.separation == separation(inside)
        assert window.passed == rate_of(sum(each.score >= 1 for each in inside), len(inside))


# -------------------------------------------------------------------------------------------- threshold and capacity


@given(spread, st.integers(-3, 4))
def test_at_a_threshold_precision_recall_and_volume_are_counted(rows: list[Judged], line: int) -> None:
    report = backtest(rows, threshold=line)
    _, later = parts(rows, report)
    found, passed = report.at_threshold, [each for each in later if each.score >= line]
    days = {each.at.date() for each in later}
    assert found is not None

    assert (found.threshold, found.source, found.periods) == (line, "given", len(days))
    assert (found.leads, found.censored) == (len(passed), len(passed) - len(settled(passed)))
    assert found.per_period == len(passed) / len(days)
    assert found.precision == rate_of(won(passed), len(settled(passed)))
    assert found.recall == rate_of(won(passed), won(later))
    assert found.missed == won(later) - won(passed)
    volumes = {day: sum(each.at.date() == day for each in passed) for day in days}
    assert (found.busiest, volumes[found.busiest_on]) == (max(volumes.values()),) * 2
    if won(later) and settled(passed):
        share = won(passed) / len(settled(passed))
        assert found.lift == pytest.approx(share / (won(later) / len(settled(later))))


@given(spread, st.integers(1, 3))
def test_a_capacity_sets_the_threshold_by_the_earlier_leads_and_is_judged_on_the_later(
    rows: list[Judged], capacity: int
) -> None:
    report = backtest(rows, capacity=capacity)
    earlier, later = parts(rows, report)
    line = threshold_for(earlier, capacity=capacity).threshold

    assert report.at_capacity == at_capacity(later, capacity=capacity)
    if line is None:
        assert report.at_threshold is None
        assert "no_threshold_fits" in {remark.code for remark in report.remarks}
    else:
        assert report.at_threshold is not None
        assert (report.at_threshold.threshold, report.at_threshold.source) == (line, "capacity")


@given(spread)
def test_with_room_for_all_the_capacity_is_everybody(rows: list[Judged]) -> None:
    found = backtest(rows, capacity=10**9).at_capacity

    assert found is not None
    assert found.best == found.first
    assert found.best.won.part == found.won_in_all


# ------------------------------------------------------------------------------------------------------------- laws


@given(spread, st.data())
def test_the_order_of_the_leads_does_not_matter(rows: list[Judged], data: st.DataObject) -> None:
    assert backtest(data.draw(shuffled(rows)), capacity=2) == backtest(rows, capacity=2)


@pytest.mark.statement("SC-14")
@given(
    outcomes(min_size=2, score=st.integers(-50, 50)).filter(lambda rows: len({each.at for each in rows}) > 1),
    st.sampled_from([2, 3, 75, 1000]),
)
def test_scaled_to_another_number_the_model_is_judged_the_same(rows: list[Judged], factor: int) -> None:
    small, large = backtest(rows, threshold=10), backtest(scaled(rows, factor), threshold=10 * factor)

    def but_for_the_scale(report: Backtest) -> Any:
        bands = [replace(band, at_least=None, below=None) for band in report.bands]
        line = report.at_threshold and replace(report.at_threshold, threshold=0)
        whole = replace(report.separation, ks_at=None)
        codes = [(remark.code, remark.about) for remark in report.remarks]
        return bands, line, whole, report.won, report.cells, report.inversions, codes

    assert but_for_the_scale(large) == but_for_the_scale(small)


@given(spread, st.integers(1, 4), st.integers(-3, 4))
def test_leads_that_are_not_known_yet_change_no_rate(rows: list[Judged], more: int, score: int) -> None:
    fixed: dict[str, Any] = {"judge_from": START + 2 * DAY, "bands": (2, 0), "threshold": 1, "windows": 1}
    assume(any(each.at >= fixed["judge_from"] for each in rows))
    both = [*still_open(more, score=score), *still_open_later(more, score)]
    before, after = backtest(rows, **fixed), backtest([*rows, *both], **fixed)

    def rates(report: Backtest) -> Any:
        line = report.at_threshold
        bands = [(b.won, b.lift, b.gained, b.worked, b.expected, b.gap) for b in report.bands]
        of_line = line and (line.precision, line.recall, line.lift, line.missed)
        return bands, report.won, report.separation.auc, report.separation.ks, of_line, report.inversions

    assert rates(after) == rates(before)
    assert after.censored == before.censored + more


def still_open_later(count: int, score: int) -> list[Judged]:
    return [judged(f"later{n}", at=START + 4 * DAY, score=score, won=None) for n in range(count)]


@given(spread)
def test_the_share_won_lies_between_its_bounds_whatever_becomes_of_those_not_known_yet(
    rows: list[Judged],
) -> None:
    report = backtest(rows)
    _, later = parts(rows, report)

    assert report.won_at_least == won([replace(e, won=bool(e.won), known_at=None) for e in later]) / len(
        later
    )
    assert report.won_at_most == sum(each.won is not False for each in later) / len(later)


@given(spread)
def test_cells_and_suspects_are_those_of_their_own_functions(rows: list[Judged]) -> None:
    report = backtest(rows)
    _, later = parts(rows, report)

    assert report.cells == cell_table(later)
    assert report.suspects == leak_suspects(rows)


@given(outcomes(min_size=2, score=chances).filter(lambda rows: len({each.at for each in rows}) > 1))
def test_a_probability_promises_itself(rows: list[Judged]) -> None:
    report = backtest(rows, scale="probability", bands=2)
    _, later = parts(rows, report)
    for band in report.bands:
        inside = [
            each.score
            for each in settled(later)
            if (band.at_least is None or each.score >= band.at_least)
            and (band.below is None or each.score < band.below)
        ]
        assert band.expected == (pytest.approx(sum(inside) / len(inside)) if inside else None)
        assert band.expected_from is None


@given(spread, st.booleans())
def test_a_report_is_plain_data_and_text(rows: list[Judged], sized: bool) -> None:
    report = backtest(rows, capacity=2 if sized else None, threshold=0)
    plain = as_plain(report)

    assert json.loads(json.dumps(plain)) == plain
    assert plain["judged"] == report.judged
    text = str(report)
    assert all(str(remark) in text for remark in report.remarks)
    assert f"won: {report.won}" in text


@pytest.mark.statement("SC-17")
def test_recent_leads_put_through_a_model_show_what_came_out_and_whether_sales_would_agree() -> None:
    """Sales took 30 of the 100 later leads: 20 of the 25 that reached 70, and 10 of the others."""
    taken = [(70, n % 5 != 0) for n in range(25)] + [(60, n < 10) for n in range(75)]
    report = backtest(
        leads_of([*[(70, True), (60, False)] * 50, *taken]), threshold=70, judge_from=START + 100 * HOUR
    )
    line = report.at_threshold
    assert line is not None

    assert (line.leads, line.precision.part, line.recall.share, line.missed) == (25, 20, 20 / 30, 10)
    assert line.lift == pytest.approx(20 / 25 / (30 / 100))


# ------------------------------------------------------------------------------------------------------------ misuse


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"scale": "percent"}, "scale"),
        ({"windows": 0}, "windows"),
        ({"bands": 0}, "bands"),
        ({"bands": (1, 2)}, "edges"),
        ({"capacity": 0}, "capacity"),
        ({"per": "year", "threshold": 1}, "per"),
        ({"judge_from": START + 99 * DAY}, "is after every lead"),
        ({"scale": "probability"}, "is no probability"),
        ({"confidence": 1}, "confidence"),
    ],
)
def test_an_argument_without_sense_is_an_error(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        backtest(leads_of([(70, True), (50, False)]), **wrong)


def test_leads_of_one_instant_cannot_be_parted() -> None:
    together = [judged("a"), judged("b", won=False)]

    with pytest.raises(InputError, match="none came later"):
        backtest(together)
    with pytest.raises(InputError, match="is empty"):
        backtest([])
    with pytest.raises(TimeError, match="judge_from"):
        backtest(together, judge_from=START.replace(tzinfo=None))
    assert backtest(together, judge_from=START).remarks[0].code == "judged_by_itself"
