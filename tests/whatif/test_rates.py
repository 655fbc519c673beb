"""Intervals of shares: by the definition, at the ends, and against figures from the papers."""

from fractions import Fraction
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.whatif import rate_of
from leadmodel.whatif.rates import gap_between, gap_to, z_of

wholes = st.integers(1, 400)


@given(st.floats(0.001, 0.9999))
def test_so_many_standard_errors_hold_so_much_of_a_normal_distribution(confidence: float) -> None:
    assert z_of(confidence) == pytest.approx(NormalDist().inv_cdf((1 + confidence) / 2), abs=1e-8)


@given(st.data(), wholes)
def test_the_ends_of_the_interval_are_z_standard_errors_of_their_own_from_the_share(
    data: st.DataObject, whole: int
) -> None:
    """Wilson's definition, which the closed form solves."""
    part = data.draw(st.integers(0, whole))
    rate, z = rate_of(part, whole), z_of(0.95)

    for end in (rate.low, rate.high):
        assert abs(part / whole - end) == pytest.approx(z * sqrt(end * (1 - end) / whole), abs=1e-9)
    assert 0 <= rate.low <= part / whole <= rate.high <= 1


def test_of_none_and_of_all_the_interval_is_not_nothing() -> None:
    none, everybody = rate_of(0, 10), rate_of(10, 10)

    assert (none.low, everybody.high) == (0.0, 1.0)
    assert none.high == pytest.approx(1 - everybody.low)
    assert 0.27 < none.high < 0.28


def test_of_nothing_there_is_no_share_and_it_may_be_anything() -> None:
    nothing = rate_of(0, 0)

    assert (nothing.share, nothing.low, nothing.high, str(nothing)) == (None, 0.0, 1.0, "0 of 0")


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3)])
def test_a_part_is_within_the_whole(part: int, whole: int) -> None:
    with pytest.raises(InputError, match="is not between 0 and the whole"):
        rate_of(part, whole)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, float("nan")])
def test_a_confidence_is_between_nothing_and_certainty(confidence: float) -> None:
    with pytest.raises(InputError, match="confidence"):
        rate_of(1, 2, confidence=confidence)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)]
)
def test_wilsons_interval_is_that_of_newcombes_table(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3."""
    rate = rate_of(part, whole)

    assert [rate.low, rate.high] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_the_interval_of_a_gap_is_that_of_newcombes_table(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10."""
    gap = gap_between(rate_of(*after), rate_of(*before), z_of(0.95))

    assert gap is not None
    assert [gap.low, gap.high] == pytest.approx([low, high], abs=5e-5)
    assert gap.apart


@given(st.data(), wholes, wholes)
def test_a_gap_the_other_way_round_is_its_mirror(data: st.DataObject, one: int, other: int) -> None:
    first = rate_of(data.draw(st.integers(0, one)), one)
    second = rate_of(data.draw(st.integers(0, other)), other)
    there, back = gap_between(first, second, 1.96), gap_between(second, first, 1.96)

    assert there is not None
    assert back is not None
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))
    assert there.low <= there.value <= there.high
    assert there.apart == back.apart


@given(st.data(), wholes, st.floats(0, 1))
def test_a_gap_to_a_number_is_apart_when_the_number_is_outside_the_interval(
    data: st.DataObject, whole: int, expected: float
) -> None:
    rate = rate_of(data.draw(st.integers(0, whole)), whole)
    assume(min(abs(rate.low - expected), abs(rate.high - expected)) > 1e-12)
    gap = gap_to(rate, expected, z_of(0.95))

    assert gap is not None
    assert gap.apart == (not rate.low <= expected <= rate.high)


def test_there_is_no_gap_to_or_from_nothing() -> None:
    assert gap_between(rate_of(0, 0), rate_of(1, 2), 1.96) is None
    assert gap_between(rate_of(1, 2), rate_of(0, 0), 1.96) is None
    assert gap_to(rate_of(0, 0), 0.5, 1.96) is None


@given(st.data(), wholes)
def test_a_share_is_the_nearest_float_to_the_fraction(data: st.DataObject, whole: int) -> None:
    part = data.draw(st.integers(0, whole))

    assert rate_of(part, whole).share == float(Fraction(part, whole))
