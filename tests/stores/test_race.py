"""The race finds nothing in the stores that are right, and finds every one at fault that is wrong."""

import pytest

from leadmodel.errors import InputError
from leadmodel.records import FrozenMap
from leadmodel.stores import MemoryStore
from leadmodel.testing import FaultCode, RaceReport, race
from tests.stores import broken
from tests.stores.kinds import Kept


def found(report: RaceReport) -> set[FaultCode]:
    return {each.code for each in report.faults}


def test_a_store_that_is_right_stands_a_race(kept: Kept) -> None:
    report = race(kept.make, leads=300, workers=4, kills=6, processes=kept.processes)

    assert report.ok, str(report)
    assert report.kills == 6
    assert report.entries >= 300
    assert report.counts["replayed"] > 0
    assert "no fault found" in str(report)


def test_with_one_set_of_reps_no_lag_comes_to_a_lead(kept: Kept) -> None:
    reps = {"ann": 100, "bob": 7, "cid": 1}
    report = race(
        kept.make, leads=200, workers=3, reps=reps, capacity=None, returns=0, processes=kept.processes
    )

    assert report.ok, str(report)
    assert (report.entries, report.promised) == (200, 200)
    assert 0 < report.largest_lag[0] < report.largest_lag[1]


def test_room_for_one_lead_each_is_never_exceeded(kept: Kept) -> None:
    report = race(kept.make, leads=120, workers=4, capacity=1, processes=kept.processes)

    assert report.ok, str(report)


def test_readings_that_lag_behind_do_no_harm() -> None:
    report = race(broken.OldReadings, leads=300, workers=4, capacity=3, processes=False)

    assert report.ok, str(report)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (broken.NoCompareAndSet, FaultCode.ASSIGNED_TWICE),
        (broken.CapOutside, FaultCode.OVER_CAPACITY),
        (broken.StaleLedger, FaultCode.OUT_OF_TURN),
        (broken.TurnUsed, FaultCode.MISCOUNTED),
        (broken.NoAnswers, FaultCode.ANSWERED_TWICE),
        (broken.TwoSteps, FaultCode.WRONG_LOAD),
        (broken.LosesLeads, FaultCode.LOST),
        (broken.HidesTheQueue, FaultCode.NOT_DRAINED),
        (broken.TellsNothing, FaultCode.UNTOLD),
    ],
)
def test_a_store_that_is_wrong_is_found_at_fault(make: type[MemoryStore], code: FaultCode) -> None:
    report = race(make, leads=400, workers=6, capacity=6, processes=False, patience=20)

    assert code in found(report), str(report)
    fault = next(each for each in report.faults if each.code is code)
    assert fault.says
    assert fault.evidence != FrozenMap()


@pytest.mark.parametrize("wrong", [{"leads": 0}, {"workers": 0}, {"window": 0}, {"reps": {}}])
def test_nothing_to_race_is_a_broken_call(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError, match=f"{next(iter(wrong))}: 0 is below 1"):
        race(MemoryStore, processes=False, **wrong)  # type: ignore[arg-type]
