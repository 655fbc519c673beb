"""Drift of the scores and drift of what they mean are two things, each against its own definition."""

import json
from dataclasses import replace
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records.plain import as_plain
from leadmodel.whatif import Drift, Judged, bands_of, drift
from tests.whatif.making import chances, judged, leads_of, outcomes, scaled, settled, shuffled, still_open

some = outcomes(min_size=1)


def sound(of_ten: int, *, times: int = 100, scores: int = 10) -> list[Judged]:
    """As many leads of each score, of each ten so many won."""
    return leads_of([(score, turn % 10 < of_ten) for turn in range(times) for score in range(scores)])


def spread_over(counts: list[int]) -> list[Judged]:
    """So many leads of score 0, 1, 2, of which nobody knows the end."""
    return leads_of([(score, None) for score, count in enumerate(counts) for _ in range(count)])


def codes(found: Drift) -> set[str]:
    return {remark.code for remark in found.remarks}


@given(some, some, st.integers(1, 6))
def test_the_index_is_the_sum_of_the_changes_of_share_by_their_logarithms(
    before: list[Judged], after: list[Judged], bands: int
) -> None:
    edges = bands_of([each.score for each in before], bands)
    counts = [
        [sum(edges.band(each.score) == band for each in side) for side in (before, after)]
        for band in range(1, len(edges) + 1)
    ]
    if any(0 in pair for pair in counts):
        counts = [[count + 0.5 for count in pair] for pair in counts]  # type: ignore[misc]
    wholes = [sum(pair[side] for pair in counts) for side in (0, 1)]
    shares = [(pair[0] / wholes[0], pair[1] / wholes[1]) for pair in counts]

    found = drift(before, after, bands=bands)

    assert found.psi == pytest.approx(sum((new - old) * log(new / old) for old, new in shares), abs=1e-9)
    assert found.psi >= 0
    assert sum(band.leads_before for band in found.bands) == len(before)
    assert sum(band.leads_after for band in found.bands) == len(after)


@given(
    st.lists(st.integers(20, 400), min_size=2, max_size=3),
    st.lists(st.integers(20, 400), min_size=3, max_size=3),
)
def test_the_verdict_on_the_scores_and_what_is_said_of_them_follow_the_index(
    before: list[int], after: list[int]
) -> None:
    found = drift(spread_over(before), spread_over(after), bands=(2, 1))
    said = "stable" if found.psi < 0.10 else "shifted" if found.psi < 0.25 else "moved"
    chance = found.psi <= found.psi_by_chance

    assert found.psi_verdict == said
    assert codes(found) == (
        set() if said == "stable" else {"shift_within_chance"} if chance else {f"scores_{said}"}
    )


@pytest.mark.parametrize(("upper", "said"), [(739, "scores_shifted"), (740, "scores_moved")])
def test_a_quarter_is_the_line_between_a_shift_and_a_move(upper: int, said: str) -> None:
    found = drift(spread_over([500, 500]), spread_over([1000 - upper, upper]), bands=(1,))

    assert found.psi == pytest.approx(0.25, abs=0.002)
    assert codes(found) == {said}


def test_the_confidence_is_divided_among_the_bands() -> None:
    """40 of 100 after 26 of 100 is apart if it is asked of one band, and not if it is asked of ten."""
    before, after = leads_of([(5, n < 26) for n in range(100)]), leads_of([(5, n < 40) for n in range(100)])
    edges = tuple(range(90, 0, -10))

    assert codes(drift(before, after, bands=())) == {"outcomes_parted"}
    assert codes(drift(before, after, bands=edges)) == set()


@given(some, st.data())
def test_against_itself_nothing_has_changed_in_whatever_order(
    rows: list[Judged], data: st.DataObject
) -> None:
    found = drift(rows, data.draw(shuffled(rows)), threshold=1)

    assert (found.psi, found.verdict, found.remarks) == (0.0, "stable", ())
    assert all(band.gap is None or band.gap.value == 0 for band in found.bands)


@given(some, some, st.data())
def test_the_order_of_the_leads_does_not_matter(
    before: list[Judged], after: list[Judged], data: st.DataObject
) -> None:
    found = drift(data.draw(shuffled(before)), data.draw(shuffled(after)), threshold=0)

    assert found == drift(before, after, threshold=0)
    assert json.loads(json.dumps(as_plain(found))) == as_plain(found)


@pytest.mark.statement("SC-14")
@given(
    outcomes(min_size=1, score=st.integers(-50, 50)),
    outcomes(min_size=1, score=st.integers(-50, 50)),
    st.sampled_from([2, 75, 1000]),
)
def test_scaling_both_sides_changes_nothing(before: list[Judged], after: list[Judged], factor: int) -> None:
    def but_for_the_scale(found: Drift) -> Any:
        bands = [replace(band, at_least=None, below=None) for band in found.bands]
        return found.psi, found.verdict, bands, found.volumes, codes(found)

    small = drift(before, after, threshold=3)
    large = drift(scaled(before, factor), scaled(after, factor), threshold=3 * factor)

    assert but_for_the_scale(large) == but_for_the_scale(small)


@given(some, some, st.integers(1, 4), st.integers(-3, 4))
def test_leads_that_are_not_known_yet_change_no_share_that_was_won(
    before: list[Judged], after: list[Judged], more: int, score: int
) -> None:
    def rates(found: Drift) -> Any:
        bands = [(band.won_before, band.won_after, band.gap) for band in found.bands]
        return bands, found.won_before, found.won_after, found.separation_after.auc

    plain, crowded = (
        drift(before, side, bands=(2, 0)) for side in (after, [*after, *still_open(more, score=score)])
    )

    assert rates(crowded) == rates(plain)
    assert crowded.censored_after == plain.censored_after + more


@given(outcomes(min_size=1, score=chances), outcomes(min_size=1, score=chances))
def test_a_probability_is_held_against_what_it_promised_on_each_side(
    before: list[Judged], after: list[Judged]
) -> None:
    found = drift(before, after, scale="probability", bands=(0.5,))
    for band in found.bands:
        for side, expected in ((before, band.expected_before), (after, band.expected_after)):
            inside = [each.score for each in settled(side) if (each.score >= 0.5) == (band.band == 1)]
            assert expected == (pytest.approx(sum(inside) / len(inside)) if inside else None)
        if band.gap is not None:
            assert band.gap.value == pytest.approx(
                (band.won_after.share or 0)
                - (band.expected_after or 0)
                - (band.won_before.share or 0)
                + (band.expected_before or 0)
            )


# ------------------------------------------------------------------------------------------------------------- verdicts


def test_scores_may_be_stable_while_outcomes_part() -> None:
    found = drift(sound(3), sound(6))

    assert (found.psi, found.psi_verdict) == (0.0, "stable")
    assert (found.verdict, codes(found)) == ("act", {"outcomes_parted"})
    assert {remark.about for remark in found.remarks} == {
        str(band.band) for band in found.bands if band.apart
    }


def test_scores_may_move_while_outcomes_stay() -> None:
    high = [each for each in sound(3) if each.score > 2]
    found = drift(sound(3), high)

    assert (found.verdict, codes(found)) == ("act", {"scores_moved"})
    assert not any(band.apart for band in found.bands)


@pytest.mark.parametrize(
    ("extra", "verdict", "said"),
    [(180, "stable", set()), (300, "shifted", {"scores_shifted"}), (600, "moved", {"scores_moved"})],
)
def test_a_tenth_is_a_shift_and_a_quarter_a_move(extra: int, verdict: str, said: set[str]) -> None:
    """Two bands of 500; the extra leads are all in the upper one."""
    more = [judged(f"more{n}", score=9, won=n % 10 < 3) for n in range(extra)]
    low = [each for each in sound(3) if each.score < 5][: 500 - extra // 2]
    found = drift(sound(3), [*more, *[each for each in sound(3) if each.score > 4], *low], bands=2)

    assert (found.psi_verdict, codes(found)) == (verdict, said)


def test_few_leads_shift_by_chance_and_the_report_says_so() -> None:
    found = drift(leads_of([(n, True) for n in range(20)]), leads_of([(n * n % 20, True) for n in range(20)]))

    assert found.psi_verdict != "stable"
    assert found.psi < found.psi_by_chance
    assert (found.verdict, codes(found)) == ("stable", {"shift_within_chance"})


@pytest.mark.parametrize(
    ("bands", "confidence", "quantile"),
    [
        (1, 0.95, 0),
        (2, 0.95, 3.8415),
        (3, 0.95, 5.9915),
        (4, 0.95, 7.8147),
        (5, 0.99, 13.2767),
        (10, 0.95, 16.9190),
        (10, 0.5, 8.3428),
        (10, 0.1, 4.1682),
        (20, 0.95, 30.1435),
    ],
)
def test_what_chance_reaches_is_the_quantile_of_chi_square(
    bands: int, confidence: float, quantile: float
) -> None:
    """The quantiles are those of any printed table."""
    rows = leads_of([(n, None) for n in range(200)])
    found = drift(rows, rows[:100], bands=bands, confidence=confidence)

    assert found.psi_by_chance == pytest.approx(quantile * (1 / 200 + 1 / 100), rel=0.01)


def test_separation_that_fell_is_told() -> None:
    good = leads_of([(score, score > turn % 10) for turn in range(50) for score in range(10)])
    coin = leads_of([(score, turn % 2 == 0) for turn in range(50) for score in range(10)])

    assert "separation_fell" in codes(drift(good, coin))
    assert "separation_fell" not in codes(drift(coin, good))


def test_a_promise_that_was_never_kept_has_not_drifted() -> None:
    rows = leads_of([(0.9, n % 2 == 0) for n in range(400)])

    assert drift(rows, rows, scale="probability").verdict == "stable"


def test_a_promise_that_moves_with_what_comes_has_not_parted() -> None:
    """Twice as many are won, and the model said so."""
    before = leads_of([(0.2, n % 5 == 0) for n in range(1000)])
    after = leads_of([(0.4, n % 5 < 2) for n in range(1000)])

    as_promised = drift(before, after, scale="probability", bands=(0.9,))
    as_points = drift(before, after, bands=(0.9,))

    assert "outcomes_parted" not in codes(as_promised)
    assert "outcomes_parted" in codes(as_points)


def test_the_text_says_verdict_bands_and_reasons() -> None:
    found = drift(sound(3), sound(6), threshold=5)
    text = str(found)

    assert text.startswith("Drift: act\n")
    assert all(str(remark) in text for remark in found.remarks)
    assert "(all)" in text


@pytest.mark.parametrize(
    ("before", "after", "asked", "says"),
    [
        ([], [judged()], {}, "before"),
        ([judged()], [], {}, "after"),
        ([judged()], [judged()], {"scale": "odds"}, "scale"),
        ([judged(score=0.5)], [judged()], {"scale": "probability"}, "is no probability"),
        ([judged()], [judged()], {"bands": 0}, "bands"),
    ],
)
def test_a_question_without_sense_is_an_error(
    before: list[Judged], after: list[Judged], asked: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        drift(before, after, **asked)
