"""What a session promises, one promise a test; that it gives the turns of `pick` is in the laws."""

from datetime import datetime, timedelta

import pytest

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import Ledger, Ramp, Session, Standing, allot
from tests.routing.fairness_worlds import START

EMPTY = Ledger(name="inbound")
TEAM = tuple(RepId(name) for name in ("ann", "bob", "cid"))
ANN, BOB, CID = TEAM


def standing_at(unit: int, **lags: int) -> Ledger:
    return Ledger(name="inbound", unit=unit, reps={rep: Standing(lag=lag) for rep, lag in lags.items()})


def test_a_tie_between_reps_with_different_attributes_goes_by_the_last_turn_and_then_by_id() -> None:
    session = Session(EMPTY, TEAM, at=START)
    session.mark("italian", (ANN, CID))
    session.mark("german", (CID,))
    everybody = session.pool()

    given = [session.give(LeadId(f"L{number}"), everybody, at=START) for number in range(3)]
    assert given == [ANN, BOB, CID]
    given = [
        session.give(LeadId(f"M{number}"), everybody, at=START + number * timedelta(hours=1))
        for number in range(4)
    ]
    assert given == [ANN, BOB, CID, ANN]


def test_who_has_waited_longer_wins_a_tie_against_a_lower_id() -> None:
    session = Session(EMPTY, TEAM, at=START)
    session.mark("only", (ANN,))
    # The lead is the rep's alone: the turn is used and no lag moves.
    session.give(LeadId("own"), session.pool("only"), at=START)

    assert session.give(LeadId("L1"), session.pool(), at=START) == BOB


@pytest.mark.parametrize(("heavy", "light"), [(ANN, BOB), (BOB, ANN)])
def test_a_tie_between_weights_goes_to_the_larger(heavy: RepId, light: RepId) -> None:
    """Half a lead owed at weight one is over as soon as none owed at weight two."""
    session = Session(
        standing_at(2, **{heavy: 0, light: 1}), (ANN, BOB), at=START, weights={heavy: 2, light: 1}
    )

    assert session.pick(session.pool(), at=START) == heavy


def test_somebody_who_is_owed_comes_before_a_heavier_one_who_is_ahead() -> None:
    session = Session(standing_at(10, ann=-1, bob=0), (ANN, BOB), at=START, weights={ANN: 100, BOB: 1})

    assert session.pick(session.pool(), at=START) == BOB


def test_two_groups_may_change_places_at_once() -> None:
    session = Session(EMPTY, TEAM, at=START)
    session.mark("shift", (ANN,))
    session.mark("shift", (BOB, CID))

    assert session.eligible(session.pool("shift")) == (BOB, CID)
    assert session.give(LeadId("L1"), session.pool("shift"), at=START) == BOB
    assert session.give(LeadId("L2"), session.pool(without=("shift",)), at=START) == ANN


def test_asking_moves_no_turn_and_the_frozen_ledger_stays_as_it_was() -> None:
    session = Session(EMPTY, TEAM, at=START)
    pool = session.pool()
    session.give(LeadId("L1"), pool, at=START)
    frozen = session.ledger()
    asked = [session.pick(pool, at=START) for _ in range(3)]
    session.give(LeadId("L2"), pool, at=START)

    assert asked == [BOB, BOB, BOB]
    assert (frozen.version, session.ledger().version) == (1, 2)
    assert [each.number for each in session.entries()] == [1, 2]


def test_a_session_in_which_nothing_happened_is_the_ledger_it_began_with() -> None:
    ledger, _ = allot(EMPTY, LeadId("L1"), TEAM, at=START)

    assert Session(ledger, TEAM, at=START).ledger() is ledger


def test_nobody_in_the_pool_is_an_answer() -> None:
    session = Session(EMPTY, TEAM, at=START)

    assert session.give(LeadId("L1"), session.pool("italian"), at=START) is None
    assert session.pick(session.pool("italian"), at=START) is None
    assert session.explain(session.pool("italian"), at=START).rep is None


def test_a_stream_goes_on_in_the_order_of_time() -> None:
    session = Session(EMPTY, TEAM, at=START)
    session.give(LeadId("L1"), session.pool(), at=START + timedelta(hours=1))

    with pytest.raises(TimeError, match="at: '2026-11-09T09:00:00Z' is before 2026-11-09T10:00:00Z"):
        session.give(LeadId("L2"), session.pool(), at=START)
    with pytest.raises(TimeError, match=r"at: .* has no time zone"):
        session.pick(session.pool(), at=datetime(2026, 11, 9, 12))
    ledger = session.ledger()
    with pytest.raises(TimeError, match="is before the last turn of 'ann', 2026-11-09T10:00:00Z"):
        Session(ledger, TEAM, at=START)


def test_names_that_are_not_on_the_roster_and_attributes_on_both_sides_are_errors() -> None:
    session = Session(EMPTY, TEAM, at=START)

    with pytest.raises(UnknownNameError, match="unknown rep 'anne', did you mean 'ann'"):
        session.mark("shift", ("anne",))
    with pytest.raises(InputError, match=r"without: .'shift',. has an attribute that is needed too"):
        session.pool("shift", without=("shift",))
    with pytest.raises(InputError, match="reps: 'ann' is named twice"):
        Session(EMPTY, (ANN, BOB, ANN), at=START)
    with pytest.raises(UnknownNameError, match="unknown weight of rep 'cid'"):
        Session(EMPTY, TEAM, at=START, weights={ANN: 1, BOB: 1})
    with pytest.raises(InputError, match="cost: 0 is not a whole number of at least 1"):
        session.give(LeadId("L1"), session.pool(), at=START, cost=0)


def test_a_refused_cost_changes_nothing() -> None:
    session = Session(EMPTY, TEAM, at=START)
    for pool in (session.pool(), session.pool("nobody")):
        with pytest.raises(InputError, match="cost"):
            session.give_to(ANN, LeadId("L1"), pool, at=START, by="mia", cost=0)

    assert session.ledger() is EMPTY
    assert session.give(LeadId("L1"), session.pool(), at=START) == ANN


def test_thousands_of_changes_leave_no_trace() -> None:
    """Somebody who is full and free again all day is where they would be without."""
    quiet, busy = Session(EMPTY, TEAM, at=START), Session(EMPTY, TEAM, at=START)
    for number in range(500):
        for _ in range(4):
            busy.change("full", add=(TEAM[number % 3],))
            busy.change("full", remove=(TEAM[number % 3],))
        lead, at = LeadId(f"L{number}"), START + number * timedelta(minutes=1)
        free = busy.pool(without=("full",))
        assert busy.give(lead, free, at=at) == quiet.give(lead, quiet.pool(), at=at)

    assert busy.ledger() == quiet.ledger()


def test_a_ramp_takes_its_step_at_the_very_instant() -> None:
    ramp = Ramp(full=4, since=START, every="1h", percents=(25, 100))
    session = Session(EMPTY, (ANN, BOB), at=START, weights={ANN: 2, BOB: ramp})
    tick = timedelta(microseconds=1)

    before = session.explain(session.pool(), at=START + timedelta(hours=1) - tick)
    after = session.explain(session.pool(), at=START + timedelta(hours=1))
    assert [dict(each.shares) for each in (before, after)] == [{"ann": 2, "bob": 1}, {"ann": 1, "bob": 2}]


def test_a_lead_that_is_given_back_was_no_turn() -> None:
    session = Session(EMPTY, TEAM, at=START)
    session.give(LeadId("L1"), session.pool(), at=START)

    assert session.give_back(LeadId("L1"), at=START + timedelta(hours=1))
    assert not session.give_back(LeadId("L1"), at=START + timedelta(hours=2))
    assert session.pick(session.pool(), at=START + timedelta(hours=2)) == ANN
