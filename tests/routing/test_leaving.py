"""The leads of a leaver, one promise a test: which go, to whom, what stays together, and what nobody can take."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.records import AccountId, Case, LeadId, RepId
from leadmodel.routing import (
    Ledger,
    NotPlaced,
    Standing,
    Sweep,
    allot,
    charge,
    join,
    leave,
    ledger_from,
    sweep,
)
from tests.building import assigned, case_of, lead, moment, nurtured, qualified, touched, won

NINE = moment("2026-11-09T09:00Z")
HOUR = timedelta(hours=1)
ANN, BOB, CID, DAN = (RepId(name) for name in ("ann", "bob", "cid", "dan"))
EMPTY = Ledger(name="inbound")


def account_in(case: Case) -> AccountId | None:
    """`acme-1` belongs to acme."""
    name, dash, _ = case.lead.id.partition("-")
    return AccountId(name) if dash else None


def held(id: str, hours: float = 0, owner: str = "ann") -> Case:
    return case_of(lead(id), assigned(NINE + hours * HOUR, owner, to=id))


def swept(cases: Iterable[Case], able: Any = (BOB, CID), **changes: Any) -> Sweep:
    """`able` is who may have any lead, or who may have which by the beginning of its id."""

    def eligible(case: Case) -> Iterable[RepId]:
        if isinstance(able, dict):
            return next(reps for start, reps in able.items() if case.lead.id.startswith(start))
        return tuple(able)

    told: dict[str, Any] = {
        "ledger": EMPTY,
        "account_of": account_in,
        "at": NINE + 24 * HOUR,
        "eligible": eligible,
    }
    return sweep(ANN, cases, **(told | changes))


def test_open_leads_go_in_the_order_of_their_states_and_then_the_longest_held_first() -> None:
    working = case_of(lead("W"), assigned(NINE, to="W"), touched(NINE + HOUR, to="W"))
    done = case_of(
        lead("Q"), assigned(NINE, to="Q"), touched(NINE + HOUR, to="Q"), qualified(NINE + 2 * HOUR, to="Q")
    )
    found = swept([done, working, held("B", 5), held("C", 1), held("A", 5)])

    assert [(each.lead, each.stage.value) for each in found.moved] == [
        ("C", "assigned"),
        ("A", "assigned"),
        ("B", "assigned"),
        ("W", "working"),
        ("Q", "qualified"),
    ]


def test_what_the_leaver_does_not_hold_open_stays_where_it_is() -> None:
    cold = case_of(lead("N"), assigned(NINE, to="N"), nurtured(NINE + HOUR, "too_small_yet", to="N"))
    customer = case_of(
        lead("C"),
        assigned(NINE, to="C"),
        touched(NINE, to="C"),
        qualified(NINE, to="C"),
        won(NINE + HOUR, to="C"),
    )
    passed = case_of(lead("P"), assigned(NINE, to="P"), assigned(NINE + HOUR, "bob", to="P"))
    found = swept([cold, customer, passed, held("O", owner="cid"), case_of(lead("R"))])

    assert (found.moved, found.unplaced) == ((), ())
    assert str(found) == "ann leaves 0 open leads"


def test_the_burst_is_spread_and_not_dumped_on_whoever_is_next() -> None:
    found = swept([held(f"L{number}", number) for number in range(7)], (BOB, CID, DAN))

    assert [len(found.to(rep)) for rep in (BOB, CID, DAN)] == [3, 2, 2]
    assert all(abs(found.ledger.lag(rep)[0]) < found.ledger.lag(rep)[1] for rep in (BOB, CID, DAN))


def test_who_is_owed_leads_gets_them_first_and_weights_count() -> None:
    ledger = charge(EMPTY, LeadId("earlier"), BOB, at=NINE, shares={BOB: 1, CID: 1}, cost=4)
    found = swept([held(f"L{number}", number) for number in range(4)], ledger=ledger)
    assert (found.to(BOB), len(found.to(CID))) == ((), 4)

    weighed = swept([held(f"L{number}", number) for number in range(6)], weights={BOB: 2, CID: 1})
    assert [len(weighed.to(rep)) for rep in (BOB, CID)] == [4, 2]


def test_the_leads_of_one_account_go_to_one_successor_as_one_turn_of_their_weight() -> None:
    cases = [
        held("acme-1", 0),
        held("X", 1),
        held("acme-2", 2),
        held("Y", 3),
        held("acme-3", 4),
        held("Z", 5),
    ]
    found = swept(cases)

    assert found.to(BOB) == ("acme-1", "acme-2", "acme-3")
    assert found.to(CID) == ("X", "Y", "Z")
    assert [each.with_account for each in found.moved] == [True, True, True, False, False, False]
    assert found.split == ()


def test_whose_turn_it_is_for_an_account_goes_by_what_all_of_it_costs() -> None:
    """Two leads owed at weight one are over before a lead at weight two, and not before five."""
    owed = Ledger(name="inbound", reps={BOB: Standing(lag=2), CID: Standing(lag=0), DAN: Standing(lag=-2)})
    weights = {BOB: 1, CID: 2}

    assert swept([held("acme-1")], ledger=owed, weights=weights).to(BOB) == ("acme-1",)
    whole = [held(f"acme-{number}", number) for number in range(5)]
    assert len(swept(whole, ledger=owed, weights=weights).to(CID)) == 5


def test_an_account_goes_to_somebody_who_may_have_all_of_it_whosever_turn_it_is() -> None:
    able = {"acme-1": (BOB, CID), "acme-2": (CID, DAN)}

    assert swept([held("acme-1"), held("acme-2", 1)], able).to(CID) == ("acme-1", "acme-2")


def test_an_account_that_nobody_may_have_whole_goes_in_parts_and_is_named() -> None:
    able = {"acme-1": (BOB,), "acme-2": (CID,), "acme-3": (BOB, CID), "solo-1": (CID,)}
    found = swept([held("acme-1", 0), held("acme-2", 1), held("acme-3", 2), held("solo-1", 3)], able)

    assert (found.to(BOB), found.to(CID)) == (("acme-1", "acme-3"), ("acme-2", "solo-1"))
    assert found.split == ("acme",)


def test_a_lead_that_nobody_can_take_is_listed_with_the_reason() -> None:
    able = {"acme-1": (ANN,), "acme-2": (BOB,), "X": ()}
    found = swept([held("acme-1"), held("acme-2", 1), held("X", 2)], able)

    assert [(each.lead, each.account, each.code, each.says) for each in found.unplaced] == [
        ("acme-1", "acme", NotPlaced.NOBODY, "nobody else is eligible for it"),
        ("X", None, NotPlaced.NOBODY, "nobody else is eligible for it"),
    ]
    assert (found.to(BOB), found.split) == (("acme-2",), ("acme",))
    assert str(found).splitlines() == [
        "ann leaves 3 open leads",
        "bob gets acme-2",
        "nobody gets acme-1: nobody else is eligible for it",
        "nobody gets X: nobody else is eligible for it",
    ]


def test_nobody_gets_more_than_they_have_room_for() -> None:
    cases = [held(f"L{number}", number) for number in range(5)]
    found = swept(cases, room={BOB: 1, CID: 2})

    assert (len(found.to(BOB)), len(found.to(CID))) == (1, 2)
    assert [(each.lead, each.code, each.says) for each in found.unplaced] == [
        ("L3", NotPlaced.NO_ROOM, "bob, cid can hold no more"),
        ("L4", NotPlaced.NO_ROOM, "bob, cid can hold no more"),
    ]
    # Who is full is not eligible, and is owed nothing for what the others get.
    assert found.ledger.lag(BOB) == (-1, 2)


def test_an_account_goes_to_somebody_who_has_room_for_all_of_it() -> None:
    cases = [held("acme-1"), held("acme-2", 1), held("acme-3", 2)]

    assert swept(cases, room={BOB: 2, CID: 3}).to(CID) == ("acme-1", "acme-2", "acme-3")
    filled = swept([*cases, held("X", 3)], room={BOB: 0, CID: 3})
    assert (len(filled.to(CID)), [each.lead for each in filled.unplaced]) == (3, ["X"])
    parted = swept(cases, room={BOB: 1, CID: 2})
    assert (parted.to(CID), parted.to(BOB), parted.split) == (("acme-1", "acme-2"), ("acme-3",), ("acme",))


def test_the_turn_of_each_is_charged_and_what_the_leaver_had_is_given_back() -> None:
    ledger, _ = allot(EMPTY, LeadId("L1"), (ANN,), at=NINE)
    ledger = charge(ledger, LeadId("old"), ANN, at=NINE, shares={ANN: 1, BOB: 1})
    found = swept(
        [held("L1"), held("L2", 1)], ledger=ledger, cost=lambda case: 3 if case.lead.id == "L2" else 1
    )

    after = found.ledger
    assert {name: (each.rep, each.cost) for name, each in after.charges.items()} == {
        "old": (ANN, 1),
        "L1": (BOB, 1),
        "L2": (CID, 3),
    }
    assert after.standing(ANN).left_at == NINE + 24 * HOUR
    assert [each.kind.value for each in found.entries] == ["left", "given_back", "charged", "charged"]
    assert found.entries[1].why == "left"
    assert ledger_from(found.entries, start=ledger) == after
    assert sum(each.lag for each in after.reps.values()) == 0


def test_who_left_before_gets_nothing_and_sweeping_again_changes_nothing() -> None:
    gone = leave(join(EMPTY, BOB, at=NINE), BOB, at=NINE)
    found = swept([held("L1"), held("L2", 1)], ledger=gone)
    assert (found.to(CID), found.to(BOB)) == (("L1", "L2"), ())

    passed_on = [
        case_of(each.lead, *each.history, assigned(NINE + 25 * HOUR, "cid", to=each.lead.id))
        for each in (held("L1"), held("L2", 1))
    ]
    again = swept(passed_on, ledger=found.ledger)
    assert (again.moved, again.entries, again.ledger) == ((), (), found.ledger)


def test_wrong_questions_are_errors() -> None:
    with pytest.raises(InputError, match="cases: 'L1' is there twice"):
        swept([held("L1"), held("L1")])
    with pytest.raises(InputError, match="room: -1 is no number of leads that 'bob' can hold"):
        swept([], room={BOB: -1})
    with pytest.raises(InputError, match="cost: 0 is not a whole number of at least 1"):
        swept([held("L1")], cost=lambda case: 0)
    with pytest.raises(UnknownNameError, match="unknown weight of rep 'cid'"):
        swept([held("L1")], weights={BOB: 1})
    with pytest.raises(TimeError, match=r"at: .* has no time zone"):
        swept([], at=datetime(2026, 11, 9))
