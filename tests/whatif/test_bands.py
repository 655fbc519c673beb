"""Bands, lift and gains: ties stay together, parts add up, and what is not known yet changes no rate."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.whatif import Band, Bands, Judged, band_table, bands_of, rate_of
from tests.whatif.making import leads_of, outcomes, scaled, scores, settled, shuffled, still_open, won_of

counts = st.integers(1, 12)
edges = st.lists(st.integers(-4, 5), unique=True, max_size=6).map(lambda found: tuple(sorted(found)[::-1]))


def rates(table: Sequence[Band]) -> list[Any]:
    return [(each.won, each.lift, each.worked, each.gained, each.lift_so_far) for each in table]


@given(st.lists(scores, min_size=1, max_size=40), counts)
def test_a_band_ends_with_the_lead_that_completes_its_part_and_all_who_tie_with_it(
    given_scores: list[float], count: int
) -> None:
    bands = bands_of(given_scores, count)
    ranked = sorted(given_scores, reverse=True)
    for part in range(1, count):
        # The smallest number of leads that is at least this part of all.
        needed = next(many for many in range(1, len(ranked) + 1) if many * count >= part * len(ranked))
        last = ranked[needed - 1]
        assert last == ranked[-1] or last in bands.edges
    assert set(bands.edges) <= set(given_scores) - {ranked[-1]}
    assert len(bands) <= min(count, len(set(given_scores)))


@given(st.lists(st.integers(-99, 99), min_size=1, max_size=40, unique=True), counts)
def test_without_ties_bands_differ_by_one_lead_at_most(different: list[int], count: int) -> None:
    sizes = [
        len(group) for group in bands_of(different, count).groups(leads_of([(s, None) for s in different]))
    ]

    assert sum(sizes) == len(different)
    assert max(sizes) - min(sizes) <= 1


@given(edges, scores)
def test_a_score_is_in_the_first_band_whose_edge_it_meets(falling: tuple[int, ...], score: float) -> None:
    bands = Bands(edges=falling)
    expected = next((n for n, edge in enumerate(falling, 1) if score >= edge), len(falling) + 1)
    at_least, below = bands.span(expected)

    assert bands.band(score) == expected
    assert at_least is None or score >= at_least
    assert below is None or score < below
    [place] = [n for n, group in enumerate(bands.groups(leads_of([(score, True)])), 1) if group]
    assert place == expected


@pytest.mark.parametrize("wrong", [(1, 2), (2, 2), (3, 1, 1)])
def test_edges_fall(wrong: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="do not fall"):
        Bands(edges=wrong)


@pytest.mark.parametrize("count", [0, -1, True, 2.5])
def test_a_number_of_bands_is_one_or_more(count: Any) -> None:
    with pytest.raises(InputError, match="bands"):
        bands_of([1, 2], count)


def test_no_scores_make_no_bands() -> None:
    with pytest.raises(InputError, match="is empty"):
        bands_of([], 3)


# ----------------------------------------------------------------------------------------------------- lift and gains


@given(outcomes(), edges)
def test_the_table_is_that_of_counting_each_band_by_hand(
    rows: list[Judged], falling: tuple[int, ...]
) -> None:
    table = band_table(rows, Bands(edges=falling))
    all_won, all_known = sum(each.won is True for each in rows), len(settled(rows))
    limits = [float("inf"), *falling, float("-inf")]
    won_so_far = known_so_far = 0
    for number, band in enumerate(table, 1):
        inside = [each for each in rows if limits[number] <= each.score < limits[number - 1]]
        won, known = sum(each.won is True for each in inside), len(settled(inside))
        won_so_far, known_so_far = won_so_far + won, known_so_far + known
        assert (band.band, band.leads, band.censored) == (number, len(inside), len(inside) - known)
        assert band.won == rate_of(won, known)
        assert band.gained == ratio(won_so_far, all_won)
        assert band.worked == ratio(known_so_far, all_known)
        assert band.lift == (
            float(Fraction(won, known) / Fraction(all_won, all_known)) if known and all_won else None
        )
        assert band.lift_so_far == (
            float(Fraction(won_so_far, known_so_far) / Fraction(all_won, all_known))
            if known_so_far and all_won
            else None
        )


@given(outcomes(), edges)
def test_the_parts_add_up_to_all_and_the_lift_of_all_is_one(
    rows: list[Judged], falling: tuple[int, ...]
) -> None:
    table = band_table(rows, Bands(edges=falling))

    assert sum(band.leads for band in table) == len(rows)
    assert sum(band.won.part for band in table) == sum(each.won is True for each in rows)
    if any(each.won for each in rows):
        assert (table[-1].gained, table[-1].worked, table[-1].lift_so_far) == (1.0, 1.0, 1.0)
    else:
        assert (table[-1].gained, table[-1].lift_so_far) == (None, None)


@given(outcomes(), edges, st.data())
def test_the_order_of_the_leads_does_not_matter(
    rows: list[Judged], falling: tuple[int, ...], data: st.DataObject
) -> None:
    bands = Bands(edges=falling)

    assert band_table(data.draw(shuffled(rows)), bands) == band_table(rows, bands)


@given(outcomes(), edges, st.integers(1, 5), st.integers(-4, 5))
def test_leads_that_are_not_known_yet_change_no_rate(
    rows: list[Judged], falling: tuple[int, ...], more: int, score: int
) -> None:
    bands = Bands(edges=falling)
    before, after = band_table(rows, bands), band_table([*rows, *still_open(more, score=score)], bands)

    assert rates(after) == rates(before)
    assert sum(band.censored for band in after) == sum(band.censored for band in before) + more


@pytest.mark.statement("SC-14")
@given(outcomes(min_size=1, score=st.integers(-50, 50)), counts, st.sampled_from([2, 3, 10, 1000]))
def test_scaling_the_scores_scales_the_edges_and_nothing_else(
    rows: list[Judged], count: int, factor: int
) -> None:
    larger = scaled(rows, factor)
    small, large = bands_of([each.score for each in rows], count), bands_of([e.score for e in larger], count)

    assert large.edges == tuple(edge * factor for edge in small.edges)
    assert rates(band_table(larger, large)) == rates(band_table(rows, small))


# ----------------------------------------------------------------------------------------------- what was expected


def test_a_band_is_apart_from_a_number_or_from_an_earlier_share_whose_doubt_counts() -> None:
    rows, bands = won_of(30, 100), Bands(edges=())
    [against_number] = band_table(rows, bands, expected={1: 0.2})
    [against_few] = band_table(rows, bands, expected={1: rate_of(2, 10)})

    assert (against_number.expected, against_number.expected_from, against_number.apart) == (0.2, None, True)
    assert (against_few.expected, against_few.expected_from, against_few.apart) == (0.2, 10, False)


def test_the_confidence_is_divided_among_the_bands() -> None:
    """32 of 100 is apart from 0.23 if it is asked once, and not if it is asked of ten bands."""
    rows, once, often = won_of(32, 100), Bands(edges=()), Bands(edges=tuple(range(90, 0, -10)))

    assert [band.apart for band in band_table(rows, once, expected={1: 0.23})] == [True]
    assert [band.apart for band in band_table(rows, often, expected={5: 0.23}) if band.leads] == [False]


def test_where_nothing_was_expected_or_nobody_came_nothing_is_said() -> None:
    table = band_table(won_of(1, 2), Bands(edges=(70,)), expected={1: 0.5})

    assert [(band.expected, band.gap, band.apart) for band in table] == [
        (0.5, None, None),
        (None, None, None),
    ]


def ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
