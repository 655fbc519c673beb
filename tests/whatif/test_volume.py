"""How many leads each rep gets in a week, before and after a scoring model changes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.whatif import Judged, drift, mql_volume
from leadmodel.whatif.volume import volume_changes
from tests.whatif.making import DAY, START, judged, outcomes


def weeks(count: int, *, ann: int, bob: int, score: int = 70) -> list[Judged]:
    """So many leads a week for each of two reps, all of one score."""
    return [
        judged(f"{week}-{rep}-{n}", at=START + week * 7 * DAY, score=score, won=n % 2 == 0, rep=rep)
        for week in range(count)
        for rep, many in (("ann", ann), ("bob", bob))
        for n in range(many)
    ]


@given(outcomes(), st.integers(-3, 4))
def test_the_volume_is_who_meets_or_exceeds_the_threshold_in_each_week(rows: list[Judged], line: int) -> None:
    found = mql_volume(rows, threshold=line)
    mondays = sorted({each.at.date() - each.at.weekday() * DAY for each in rows})
    reps = sorted({each.rep for each in rows if each.rep is not None})

    assert [each.rep for each in found] == [None, *reps]
    for volume in found:
        mine = [each for each in rows if each.score >= line and volume.rep in (None, each.rep)]
        assert [day for day, _ in volume.by_period] == mondays
        assert volume.leads == len(mine) == sum(count for _, count in volume.by_period)
        for monday, count in volume.by_period:
            assert count == sum(0 <= (each.at.date() - monday).days < 7 for each in mine)
        assert volume.per_period == (len(mine) / len(mondays) if mondays else 0.0)


@pytest.mark.statement("MISC-08")
def test_a_new_model_that_drowns_one_rep_and_starves_another_is_told_rep_by_rep() -> None:
    before, after = weeks(4, ann=20, bob=20), weeks(4, ann=32, bob=8)
    found = drift(before, after, threshold=65, per="week")

    assert [(each.rep, each.before_per_period, each.after_per_period) for each in found.volumes] == [
        (None, 40, 40),
        ("ann", 20, 32),
        ("bob", 20, 8),
    ]
    assert [(remark.code, remark.about) for remark in found.remarks] == [
        ("volume_up", "ann"),
        ("volume_down", "bob"),
    ]
    assert "ann gets 32.00 leads a week instead of 20.00" in found.remarks[0].says
    assert found.verdict == "watch"


@pytest.mark.statement("MISC-08")
def test_a_model_that_scores_the_same_leads_higher_floods_sales() -> None:
    before = weeks(3, ann=10, bob=10, score=60)
    harder = [replace(each, score=70 if n % 2 else 60) for n, each in enumerate(before)]
    after = [replace(each, score=70) for each in before]
    found = drift(harder, after, threshold=65, bands=(100,))

    assert found.volumes[0].ratio == 2
    assert ("volume_up", "") in [(remark.code, remark.about) for remark in found.remarks]
    assert "sales gets 20.00 leads a week instead of 10.00" in str(found)


def test_a_change_that_chance_makes_is_no_flood() -> None:
    """Three leads after two are half as many again, and nothing."""
    found = drift(weeks(1, ann=2, bob=20), weeks(1, ann=3, bob=20), threshold=65)

    assert [(each.rep, each.ratio, each.beyond_chance) for each in found.volumes][1] == ("ann", 1.5, False)
    assert found.remarks == ()


def test_a_small_change_that_is_certain_is_no_flood_either() -> None:
    found = drift(weeks(40, ann=100, bob=1), weeks(40, ann=110, bob=1), threshold=65)

    assert [(each.rep, each.beyond_chance) for each in found.volumes][1] == ("ann", True)
    assert found.remarks == ()


def test_a_longer_time_is_reckoned_with() -> None:
    found = drift(weeks(2, ann=10, bob=10), weeks(8, ann=10, bob=10), threshold=65)

    assert [(each.ratio, each.beyond_chance) for each in found.volumes] == [(1.0, False)] * 3


def test_a_rep_who_had_none_and_one_who_gets_none_any_more_are_told() -> None:
    found = drift(weeks(2, ann=10, bob=0), weeks(2, ann=0, bob=10), threshold=65)

    assert [(each.rep, each.ratio) for each in found.volumes] == [(None, 1.0), ("ann", 0.0), ("bob", None)]
    assert [remark.code for remark in found.remarks] == ["volume_down", "volume_up"]


def test_a_week_in_which_nobody_passed_counts_as_none() -> None:
    quiet = judged("quiet", at=START + 7 * DAY, score=1)
    [everybody, *_] = mql_volume([*weeks(1, ann=4, bob=0), quiet], threshold=65)

    assert everybody.by_period == ((date(2026, 1, 5), 4), (date(2026, 1, 12), 0))
    assert everybody.per_period == 2


def test_of_nothing_there_is_no_change() -> None:
    [change] = volume_changes(mql_volume([], threshold=1), mql_volume([], threshold=1))

    assert (change.before, change.after, change.ratio, change.beyond_chance) == (0, 0, None, False)
