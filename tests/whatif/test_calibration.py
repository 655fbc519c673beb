"""What a probability promised, against what came: by band, in all, and by the scores of Brier and Good."""

from math import inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.whatif import Judged, calibration
from tests.whatif.making import chances, leads_of, outcomes, settled, shuffled, still_open

probable = outcomes(min_size=1, score=chances)


@given(probable, st.integers(1, 6))
def test_each_band_promises_the_mean_of_its_settled_probabilities(rows: list[Judged], bands: int) -> None:
    found = calibration(rows, bands=bands)
    for band in found.bands:
        inside = [
            each.score
            for each in settled(rows)
            if (band.at_least is None or each.score >= band.at_least)
            and (band.below is None or each.score < band.below)
        ]
        assert band.expected == (pytest.approx(sum(inside) / len(inside)) if inside else None)
    assert sum(band.leads for band in found.bands) == len(rows)


@given(probable)
def test_promised_and_won_in_all_and_both_scores_are_means_over_the_settled(rows: list[Judged]) -> None:
    found, known = calibration(rows), settled(rows)
    if not known:
        assert (found.expected, found.gap, found.apart, found.brier, found.log_loss) == (None,) * 5
        return
    of_what_came = [each.score if each.won else 1 - each.score for each in known]
    surprise = [inf if chance == 0 else -log(chance) for chance in of_what_came]

    assert found.expected == pytest.approx(sum(each.score for each in known) / len(known))
    assert found.brier == pytest.approx(sum((1 - chance) ** 2 for chance in of_what_came) / len(known))
    assert found.log_loss == pytest.approx(sum(surprise) / len(known))
    assert found.won.part == sum(each.won is True for each in known)
    assert found.censored == len(rows) - len(known)


@given(probable.filter(lambda rows: settled(rows) != []))
def test_scikit_learn_finds_the_same_scores(rows: list[Judged]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    known = [each for each in settled(rows) if 0 < each.score < 1]
    if not known:
        return
    won, given_chances = [each.won for each in known], [each.score for each in known]
    found = calibration(known)

    assert found.brier == pytest.approx(metrics.brier_score_loss(won, given_chances, labels=[False, True]))
    assert found.log_loss == pytest.approx(metrics.log_loss(won, given_chances, labels=[False, True]))


@given(probable, st.data())
def test_the_order_of_the_leads_does_not_matter(rows: list[Judged], data: st.DataObject) -> None:
    assert calibration(data.draw(shuffled(rows)), bands=3) == calibration(rows, bands=3)


@given(probable, st.integers(1, 5))
def test_leads_that_are_not_known_yet_change_no_rate(rows: list[Judged], more: int) -> None:
    edges = (0.75, 0.25)
    before = calibration(rows, bands=edges)
    after = calibration([*rows, *still_open(more, score=0.5)], bands=edges)

    assert (after.expected, after.won, after.brier, after.log_loss) == (
        before.expected,
        before.won,
        before.brier,
        before.log_loss,
    )
    assert [(b.won, b.expected, b.gap) for b in after.bands] == [
        (b.won, b.expected, b.gap) for b in before.bands
    ]


def test_a_promise_that_is_kept_is_not_apart_and_one_that_is_not_kept_is() -> None:
    kept = calibration(leads_of([(0.2, n < 20) for n in range(100)]))
    broken = calibration(leads_of([(0.2, n < 40) for n in range(100)]))

    assert (kept.apart, [band.apart for band in kept.bands]) == (False, [False])
    assert (broken.apart, [band.apart for band in broken.bands]) == (True, [True])
    assert broken.gap is not None
    assert broken.gap.value == pytest.approx(0.2)


def test_a_promise_can_be_kept_in_all_and_broken_in_every_band() -> None:
    rows = leads_of([(0.9, n < 50) for n in range(100)] + [(0.1, n < 50) for n in range(100)])
    found = calibration(rows, bands=2)

    assert found.apart is False
    assert [band.apart for band in found.bands] == [True, True]


def test_who_was_sure_and_wrong_has_an_infinite_loss() -> None:
    assert calibration(leads_of([(0, True), (1, True)])).log_loss == inf
    assert calibration(leads_of([(0, False), (1, True)])).log_loss == 0


@pytest.mark.parametrize("score", [-0.01, 1.01, 70])
def test_points_are_no_probability(score: float) -> None:
    with pytest.raises(InputError, match="of 'L0' at 2026-01-05T09:00:00Z is no probability"):
        calibration(leads_of([(score, True)]))
