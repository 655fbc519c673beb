"""Fading points: the table against the definition in decimal numbers, and what is refused."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.scoring import Decay, DecayStep
from tests.scoring.plain_scoring import kept

WORN = Decay(steps=(DecayStep(after="30d", keeps=50), DecayStep(after="90d", keeps=0)))


@given(
    st.integers(-3_000_000, 3_000_000) | st.just(10**12),
    st.sampled_from(["1h", "7h", "1d", "14d", "365d"]),
    st.integers(0, 24 * 365 * 12),
)
@example(1, "1h", 0)
@example(1, "1h", 1)
@example(3, "1h", 1)
@example(-5, "1h", 1)
@example(25_000, "14d", 14 * 24)
def test_what_is_left_after_hours_is_the_power_rounded_half_to_even(
    full: int, half_life: str, hours: int
) -> None:
    decay = Decay(half_life=half_life)

    assert decay.thousandths(full, hours=hours) == kept(decay, full, hours)


@given(st.integers(-100_000, 100_000), st.integers(0, 24 * 100))
def test_steps_keep_their_percentage_from_their_age_on(full: int, hours: int) -> None:
    assert WORN.thousandths(full, hours=hours) == kept(WORN, full, hours)


def test_25_points_that_halve_every_14_days_are_12_and_a_half_after_14() -> None:
    left = [Decay(half_life="14d").thousandths(25_000, hours=days * 24) for days in (0, 14, 28, 365)]

    assert left == [25_000, 12_500, 6_250, 0]


@given(st.integers(0, 10**6), st.sampled_from(["3h", "2d", "30d"]), st.integers(0, 5000))
def test_points_only_ever_fade_and_lost_points_fade_alike(full: int, half_life: str, hours: int) -> None:
    decay = Decay(half_life=half_life)

    assert decay.thousandths(full, hours=hours) >= decay.thousandths(full, hours=hours + 1) >= 0
    assert decay.thousandths(-full, hours=hours) == -decay.thousandths(full, hours=hours)


def test_nothing_is_nothing_at_any_age() -> None:
    assert Decay(half_life="1d").thousandths(0, hours=0) == 0
    assert WORN.thousandths(0, hours=10**9) == 0


@pytest.mark.parametrize(
    ("said", "argument", "message"),
    [
        ({}, "decay", "needs a half_life or steps"),
        ({"half_life": "1d", "steps": (DecayStep(after="1d", keeps=5),)}, "decay", "one of the two"),
        ({"half_life": "90m"}, "half_life", "is no whole number of hours"),
        ({"half_life": "2000d"}, "half_life", "more than five years"),
        ({"half_life": "soon"}, "half_life", "is not a length of time"),
        (
            {"steps": (DecayStep(after="2d", keeps=5), DecayStep(after="48h", keeps=1))},
            "steps[1].after",
            "does not come after",
        ),
        ({"steps": (DecayStep(after="2d", keeps=101),)}, "steps[0].keeps", "no percentage"),
        ({"steps": (DecayStep(after="2d", keeps=-1),)}, "steps[0].keeps", "no percentage"),
    ],
)
def test_what_is_no_decay_is_refused(said: dict[str, object], argument: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        Decay(**said)  # type: ignore[arg-type]

    assert caught.value.argument == argument


def test_a_decay_says_what_it_does() -> None:
    assert str(Decay(half_life="14d")) == "halves every 14d"
    assert str(WORN) == "50% after 30d, 0% after 90d"


def test_the_reference_itself_halves() -> None:
    assert [kept(Decay(half_life="2h"), 1000, hours) for hours in (0, 2, 4)] == [1000, 500, 250]
    assert Decimal(kept(Decay(half_life="2h"), 10**9, 1)) / 10**9 == Decimal("0.707106781")
