"""AUC, Gini and KS against counting every pair and every cut, with ties."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.whatif import Judged, Separation, separation
from leadmodel.whatif.rates import z_of
from tests.whatif.making import leads_of, outcomes, scaled, settled, shuffled, still_open

rows_of_both = outcomes(min_size=2).filter(lambda rows: {True, False} <= {each.won for each in rows})


def pairs_right(rows: Sequence[Judged]) -> Fraction:
    """Every won lead against every lost one: right counts one, a tie one half."""
    won = [each.score for each in rows if each.won is True]
    lost = [each.score for each in rows if each.won is False]
    halves = sum((high > low) * 2 + (high == low) for high in won for low in lost)
    return Fraction(halves, 2 * len(won) * len(lost))


def farthest(rows: Sequence[Judged]) -> tuple[Fraction, float]:
    """Every cut: the distance of the two shares at or above it, and the highest score with the largest."""
    won = [each.score for each in rows if each.won is True]
    lost = [each.score for each in rows if each.won is False]
    distances = {
        cut: abs(
            Fraction(sum(score >= cut for score in won), len(won))
            - Fraction(sum(score >= cut for score in lost), len(lost))
        )
        for cut in {each.score for each in rows}
    }
    most = max(distances.values())
    return most, max(cut for cut, distance in distances.items() if distance == most)


@given(rows_of_both)
def test_auc_is_the_share_of_the_pairs_that_are_right(rows: list[Judged]) -> None:
    found = separation(rows)

    assert found.auc == float(pairs_right(rows))
    assert found.gini == float(2 * pairs_right(rows) - 1)


@given(rows_of_both)
def test_ks_is_the_largest_distance_over_all_cuts(rows: list[Judged]) -> None:
    found = separation(rows)
    distance, place = farthest(settled(rows))

    assert found.ks == float(distance)
    assert found.ks_at == (place if distance else None)


@given(rows_of_both, st.data())
def test_the_order_of_the_leads_does_not_matter(rows: list[Judged], data: st.DataObject) -> None:
    assert separation(data.draw(shuffled(rows))) == separation(rows)


@given(rows_of_both, st.integers(1, 1000))
def test_scaling_the_scores_changes_nothing_but_where_ks_is(rows: list[Judged], factor: int) -> None:
    whole = [each for each in rows if isinstance(each.score, int)]
    assume({True, False} <= {each.won for each in whole})
    before, after = separation(whole), separation(scaled(whole, factor))

    assert after.ks_at == (None if before.ks_at is None else before.ks_at * factor)
    assert figures(after) == figures(before)


@given(rows_of_both)
def test_turning_the_scores_round_mirrors_the_area(rows: list[Judged]) -> None:
    there, back = separation(rows), separation(scaled(rows, -1))

    assert there.auc is not None
    assert back.auc == pytest.approx(1 - there.auc)
    assert (back.auc_low, back.auc_high) == pytest.approx((1 - there.auc_high, 1 - there.auc_low))
    assert back.ks == there.ks


@given(rows_of_both, st.integers(0, 5), st.integers(-9, 9))
def test_leads_that_are_not_known_yet_change_no_figure(rows: list[Judged], more: int, score: int) -> None:
    known = settled(rows)
    before, after = separation(known), separation([*known, *still_open(more, score=score)])

    assert (after.censored, figures(after), after.ks_at) == (more, figures(before), before.ks_at)


@pytest.mark.parametrize("ends", [[], [True, True], [False], [None]])
def test_without_won_and_lost_leads_there_is_nothing_to_separate(ends: list[bool | None]) -> None:
    found = separation(leads_of([(n, won) for n, won in enumerate(ends)]))

    assert (found.auc, found.gini, found.ks, found.ks_at) == (None, None, None, None)
    assert (found.auc_low, found.auc_high) == (0.0, 1.0)
    assert str(found).startswith("AUC unknown")


def test_a_score_that_is_the_same_for_all_is_a_coin() -> None:
    found = separation(leads_of([(7, True), (7, False), (7, False)]))

    assert (found.auc, found.gini, found.ks, found.ks_at) == (0.5, 0.0, 0.0, None)


# ------------------------------------------------------------------------------------------------------- the interval


@given(rows_of_both)
def test_the_ends_of_the_interval_are_z_standard_errors_of_their_own_from_the_area(
    rows: list[Judged],
) -> None:
    """Newcombe 2006, method 5: the definition, which is solved by halving."""
    found, z = separation(rows), z_of(0.95)
    assert found.auc is not None
    spare = (found.won + found.lost) / 2 - 1
    for end in (found.auc_low, found.auc_high):
        if end in (0.0, 1.0):
            assert end == found.auc
            continue
        spread = 1 + spare * (1 - end) / (2 - end) + spare * end / (1 + end)
        error = (end * (1 - end) * spread / (found.won * found.lost)) ** 0.5
        assert abs(found.auc - end) == pytest.approx(z * error, abs=1e-9)
    assert 0 <= found.auc_low <= found.auc <= found.auc_high <= 1


def test_a_perfect_separation_of_ten_leads_is_not_certain_and_one_of_a_thousand_nearly() -> None:
    few = separation(leads_of([(n, n > 4) for n in range(10)]))
    many = separation(leads_of([(n, n > 499) for n in range(1000)]))

    assert few.auc == many.auc == few.auc_high == 1.0
    assert few.auc_low < 0.75 < 0.99 < many.auc_low


@given(rows_of_both)
def test_scikit_learn_finds_the_same_area(rows: list[Judged]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    known = settled(rows)

    area = metrics.roc_auc_score([each.won for each in known], [each.score for each in known])

    assert separation(rows).auc == pytest.approx(area, abs=1e-12)


def figures(found: Separation) -> tuple[float | None, ...]:
    return (found.won, found.lost, found.auc, found.auc_low, found.auc_high, found.gini, found.ks)
