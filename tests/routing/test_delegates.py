"""Who stands in for whom: the chain, its limit, and its circles."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.hours import TimeOff
from leadmodel.records import RepId
from leadmodel.routing import DelegationCode, away_on, check_delegates, delegate_of
from tests.building import desk_of, leave, moment, rep

NINE = moment("2026-11-09T09:00Z")
NAMES = tuple(RepId(name) for name in ("ann", "bob", "cid", "dan", "eve"))
ANN, BOB, CID, DAN, EVE = NAMES
CHAIN = {ANN: BOB, BOB: CID, CID: DAN, DAN: EVE}


def out(*names: RepId) -> Callable[[RepId, datetime], bool]:
    return lambda rep, at: rep in names


@pytest.mark.parametrize(
    ("away", "hops", "to", "code", "says"),
    [
        ((), 3, ANN, "here", "ann is here"),
        ((BOB,), 0, ANN, "here", "ann is here"),
        ((ANN,), 3, BOB, "delegated", "bob stands in for ann"),
        ((ANN, BOB, CID), 3, DAN, "delegated", "dan stands in for ann, by way of bob, cid"),
        ((ANN,), 0, None, "too_far", "ann is away, and no more than 0 are asked"),
        ((ANN, BOB, CID, DAN), 3, None, "too_far", "no more than 3 are asked after ann"),
        (NAMES, 9, None, "nobody", "eve is away and named no delegate"),
    ],
)
def test_the_first_in_the_chain_who_is_not_away_stands_in(
    away: tuple[RepId, ...], hops: int, to: RepId | None, code: str, says: str
) -> None:
    found = delegate_of(ANN, CHAIN, out(*away), at=NINE, hops=hops)

    assert (found.rep, found.code) == (to, code)
    assert says in found.says


def test_a_circle_is_an_answer_and_never_an_endless_walk() -> None:
    found = delegate_of(DAN, {**CHAIN, CID: ANN, DAN: ANN}, out(*NAMES), at=NINE, hops=99)

    assert (found.rep, found.code, found.path) == (None, DelegationCode.CIRCLE, (DAN, ANN, BOB, CID, ANN))
    assert found.says == "the delegates go round in a circle: dan, ann, bob, cid, ann"
    assert delegate_of(ANN, {ANN: ANN}, out(ANN), at=NINE).code is DelegationCode.CIRCLE
    # A circle does no harm as long as somebody in it is there.
    assert delegate_of(ANN, {ANN: BOB, BOB: ANN}, out(ANN), at=NINE).rep == BOB


def test_circles_are_faults_of_the_document_and_each_is_told_once() -> None:
    delegates = {CID: BOB, BOB: CID, ANN: BOB, DAN: DAN, EVE: ANN}

    assert [str(each) for each in check_delegates(delegates, "$.delegates")] == [
        "$.delegates.bob: goes round in a circle: bob, cid, bob",
        "$.delegates.dan: goes round in a circle: dan, dan",
    ]
    assert list(check_delegates(CHAIN, "$")) == []
    assert [str(each) for each in check_delegates({ANN: RepId("bo")}, "$", reps=(ANN, BOB))] == [
        "$.ann: unknown rep 'bo', did you mean 'bob'?"
    ]


def test_away_is_who_is_on_leave_on_that_day_of_their_own_zone() -> None:
    monday = leave("2026-11-09", "2026-11-10")
    desk = desk_of(
        rep("ann", leave=(monday,)), rep("bob", zone="Pacific/Auckland", leave=(monday,)), rep("cid")
    )
    away = away_on(desk)

    assert [away(name, NINE) for name in (ANN, BOB, CID)] == [True, True, False]
    evening = NINE + timedelta(hours=6)
    assert [away(name, evening) for name in (ANN, BOB)] == [True, False]
    assert away(EVE, NINE)
    assert delegate_of(ANN, {ANN: BOB, BOB: CID}, away, at=NINE).rep == CID
    assert delegate_of(ANN, {ANN: BOB, BOB: CID}, away, at=evening).rep == BOB


def test_an_hour_at_the_dentist_is_no_day_away() -> None:
    hour = TimeOff(start=NINE, end=NINE + timedelta(hours=1), reason="dentist")

    assert not away_on(desk_of(rep(leave=(hour,))))(ANN, NINE)


def test_who_is_not_active_is_away() -> None:
    away = away_on(desk_of(rep(active_from=NINE)))

    assert [away(ANN, NINE), away(ANN, NINE - timedelta(seconds=1))] == [False, True]


def test_wrong_questions_are_errors() -> None:
    for wrong in (-1, 1.5, True):
        with pytest.raises(InputError, match=r"hops: .* is no number of hops"):
            delegate_of(ANN, {}, out(), at=NINE, hops=wrong)  # type: ignore[arg-type] # on purpose
    with pytest.raises(TimeError, match=r"at: .* has no time zone"):
        delegate_of(ANN, {}, out(), at=datetime(2026, 11, 9))
    for beyond in (datetime.min, datetime.max):
        with pytest.raises(TimeError, match="outside the years 1900 to 2999"):
            delegate_of(ANN, {}, away_on(desk_of(rep())), at=beyond.replace(tzinfo=UTC))


# ------------------------------------------------------------------------------------------------------------- laws

lists = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES))
absences = st.frozensets(st.sampled_from(NAMES))


def reachable(delegates: dict[RepId, RepId], rep: RepId) -> list[RepId]:
    """Where ever longer walks end, one by one, as far as there is somebody."""
    found = [rep]
    for _ in range(2 * len(NAMES)):
        if found[-1] not in delegates:
            break
        found.append(delegates[found[-1]])
    return found


@given(lists, absences, st.sampled_from(NAMES), st.integers(0, 6))
def test_the_answer_is_the_first_of_the_walk_who_is_there_within_the_hops(
    delegates: dict[RepId, RepId], away: Collection[RepId], rep: RepId, hops: int
) -> None:
    found = delegate_of(rep, delegates, out(*away), at=NINE, hops=hops)
    walk = reachable(delegates, rep)[: hops + 1]
    first = next((each for each in walk if each not in away), None)

    assert found.rep == first
    if first is not None:
        assert found.path == tuple(walk[: walk.index(first) + 1])
    assert len(found.path) <= hops + 2
    assert all(each in away for each in found.path[:-1])


@given(lists)
def test_who_can_come_back_to_themselves_is_in_exactly_one_circle_that_is_found(
    delegates: dict[RepId, RepId],
) -> None:
    in_circles = {rep for rep in NAMES if rep in reachable(delegates, rep)[1:]}
    told = [str(each).rpartition("circle: ")[2].split(", ")[:-1] for each in check_delegates(delegates, "$")]

    assert sorted(name for circle in told for name in circle) == sorted(in_circles)
    for circle in told:
        for name, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert delegates[RepId(name)] == following
        assert circle[0] == min(circle)


@given(lists, st.datetimes() | st.datetimes(timezones=st.just(UTC)), st.integers(-1, 3), st.text(max_size=3))
def test_only_errors_of_the_package_escape(delegates: Any, at: datetime, hops: int, who: str) -> None:
    away = away_on(desk_of(rep("ann", zone="Pacific/Auckland"), rep("bob")))
    for name in (who, "ann"):
        with suppress(LeadModelError):
            delegate_of(RepId(name), delegates, away, at=at, hops=hops)
