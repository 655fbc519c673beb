"""A judged lead says what it is, and refuses what it cannot be."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.whatif import Feature
from leadmodel.whatif.judged import in_time_order
from leadmodel.whatif.periods import Per, by_period
from tests.whatif.making import DAY, HOUR, START, judged, outcomes


@pytest.mark.parametrize("score", [float("nan"), float("inf"), True, None, "70", 1j])
def test_a_score_is_a_finite_number(score: Any) -> None:
    with pytest.raises(InputError, match=r"^score: .* is not a finite number$"):
        judged(score=score)


@pytest.mark.parametrize("won", [1, 0, "yes", "", float("nan")])
def test_an_end_is_true_false_or_not_known_yet(won: Any) -> None:
    with pytest.raises(InputError, match=r"^won: .* is neither True nor False, nor None"):
        judged(won=won)


def test_what_is_not_known_yet_has_not_been_known_since() -> None:
    with pytest.raises(InputError, match="known_at: '2026-01-05T09:00:00Z' is given, but won is None"):
        judged(won=None, known_at=START)


def test_a_naive_time_is_an_error_and_another_offset_the_same_instant() -> None:
    with pytest.raises(TimeError, match="at: "):
        judged(at=datetime(2026, 1, 5, 9))
    with pytest.raises(TimeError, match="known_at: "):
        judged(known_at=datetime(2026, 1, 5, 9))
    with pytest.raises(TimeError, match="known_at: "):
        Feature(name="calls", value=1, known_at=datetime(2026, 1, 5, 9))

    west = START.astimezone(timezone(timedelta(hours=-5)))
    assert judged(at=west, known_at=west) == judged(at=START, known_at=START)


def test_a_feature_is_a_number_or_not_filled_in_and_named_once() -> None:
    assert Feature(name="calls", value=None).value is None
    with pytest.raises(InputError, match="value: nan is not a finite number"):
        Feature(name="calls", value=float("nan"))
    twice = (Feature(name="calls", value=1), Feature(name="calls", value=2))
    with pytest.raises(InputError, match="names one twice"):
        judged(features=twice)


def test_an_outcome_is_known_from_its_own_instant_on_and_one_without_always() -> None:
    later = judged(known_at=START + HOUR)

    assert [later.known_by(START + n * HOUR) for n in range(3)] == [False, True, True]
    assert judged().known_by(START - DAY)
    assert not judged(won=None).known_by(START + DAY)


def test_a_lead_may_be_scored_again_later_but_not_twice_at_once() -> None:
    again = [judged(score=50), judged(score=60, at=START + HOUR)]

    assert in_time_order(reversed(again)) == tuple(again)
    with pytest.raises(InputError, match="outcomes: 'L1' is scored twice at 2026-01-05T09:00:00Z"):
        in_time_order([judged(score=50), judged(score=60)])


@given(outcomes(), st.sampled_from(["day", "week", "month"]))
def test_every_lead_is_in_the_period_that_holds_its_day(rows: Any, per: Per) -> None:
    found = by_period(rows, per=per, zone="UTC")

    assert list(found) == sorted(found)
    assert sorted(each.lead for group in found.values() for each in group) == sorted(
        each.lead for each in rows
    )
    for first, group in found.items():
        for each in group:
            day = each.at.date()
            assert {
                "day": day == first,
                "week": first.weekday() == 0 and 0 <= (day - first).days < 7,
                "month": first.day == 1 and (day.year, day.month) == (first.year, first.month),
            }[per]


def test_a_day_is_that_of_the_zone() -> None:
    late = judged(at=datetime.fromisoformat("2026-03-29T23:30Z"))

    assert [str(day) for day in by_period([late], per="day", zone="Europe/Zurich")] == ["2026-03-30"]
    assert [str(day) for day in by_period([late], per="day", zone="America/New_York")] == ["2026-03-29"]
    with pytest.raises(InputError, match="did you mean 'day'"):
        by_period([late], per="days", zone="UTC")  # type: ignore[arg-type]
    with pytest.raises(TimeError, match="Europe/Zurich"):
        by_period([late], per="day", zone="Europe/Zurch")
