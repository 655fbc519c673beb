"""Pitfalls of fair distribution that the field has shipped, by their number in the list that routing was built from."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.records import LeadId, RepId
from leadmodel.routing.entries import Entry, EntryKind
from leadmodel.routing.ledger import Ledger, charge, give_back, join, leave, ledger_from
from leadmodel.routing.pick import allot, pick
from leadmodel.routing.session import Session
from leadmodel.routing.weights import Ramp, Weight, shares_of
from tests.routing.fairness_worlds import START
from tests.routing.rivals import TurnUsedUp

EMPTY = Ledger(name="inbound")
ANN, BOB, CID, DAN = (RepId(name) for name in ("ann", "bob", "cid", "dan"))
TEAM = (ANN, BOB, CID)
HOUR = timedelta(hours=1)


def lead(number: int) -> LeadId:
    return LeadId(f"L{number}")


def many(
    ledger: Ledger,
    count: int,
    eligible: tuple[RepId, ...] = TEAM,
    weights: Mapping[str, Weight] | None = None,
    costs: tuple[int, ...] = (1,),
) -> tuple[Ledger, Counter[RepId]]:
    """The ledger after some more leads, an hour apart, and who got how many of them."""
    got: Counter[RepId] = Counter()
    for number in range(ledger.version, ledger.version + count):
        cost = costs[number % len(costs)]
        at = START + number * HOUR
        ledger, rep = allot(ledger, lead(number), eligible, at=at, weights=weights, cost=cost)
        assert rep is not None
        got[rep] += 1
    return ledger, got


def test_pitfall_01_a_new_hire_is_not_flooded_and_gets_a_fair_share_by_weight_from_the_first_day() -> None:
    ledger, _ = many(EMPTY, 300)
    ledger = join(ledger, DAN, at=START + 400 * HOUR)
    weights: dict[str, Weight] = {ANN: 2, BOB: 2, CID: 2, DAN: 1}

    assert ledger.lag(DAN) == (0, 1)
    assert many(ledger, 7, (*TEAM, DAN), weights)[1][DAN] == 1
    assert many(ledger, 70, (*TEAM, DAN), weights)[1] == {ANN: 20, BOB: 20, CID: 20, DAN: 10}


def test_pitfall_02_who_comes_back_from_leave_starts_where_they_left() -> None:
    ledger, _ = many(EMPTY, 100)
    before = ledger.lag(ANN)
    ledger, _ = many(ledger, 50, (BOB, CID))

    assert ledger.lag(ANN) == before
    assert many(ledger, 30)[1] == {ANN: 10, BOB: 10, CID: 10}


def test_pitfall_03_a_week_away_does_not_echo_a_month_later() -> None:
    ledger, _ = many(EMPTY, 3 * 7, (BOB, CID))
    weeks = []
    for _ in range(10):
        ledger, got = many(ledger, 3 * 7)
        weeks.append(got[ANN])

    assert weeks == [7] * 10


def test_pitfall_04_thirty_small_runs_give_fifteen_each_because_the_turn_is_remembered() -> None:
    ledger, got = EMPTY, Counter[RepId]()
    for _ in range(30):
        ledger, run = many(ledger_from((), start=ledger), 1, (ANN, BOB))
        got += run

    assert got == {ANN: 15, BOB: 15}


def test_pitfall_06_at_no_time_has_a_lower_weight_received_more_than_a_higher_one() -> None:
    weights: dict[str, Weight] = {ANN: 5, BOB: 3, CID: 1}
    ledger, got = EMPTY, Counter[RepId]()
    for _ in range(90):
        ledger, one = many(ledger, 1, TEAM, weights)
        got += one
        assert got[ANN] >= got[BOB] >= got[CID]

    assert got == {ANN: 50, BOB: 30, CID: 10}


@pytest.mark.parametrize("weight", [0, -1, 0.5, float("nan"), True, None, "2"])
def test_pitfall_07_a_weight_that_is_none_is_refused_before_anything_is_routed(weight: Any) -> None:
    with pytest.raises(
        InputError, match="is not a whole number of at least 1, leave out who is to get nothing"
    ):
        pick(EMPTY, TEAM, at=START, weights={ANN: 1, BOB: weight, CID: 1})
    with pytest.raises(InputError, match="is not a whole number of at least 1"):
        Session(EMPTY, TEAM, at=START, weights={ANN: 1, BOB: weight, CID: 1})
    with pytest.raises(InputError, match=r"weight of 'bob': .* is not a whole number of at least 1"):
        charge(EMPTY, lead(1), ANN, at=START, shares={ANN: 1, BOB: weight})
    with pytest.raises(InputError, match=r"full: .* is not a whole number of at least 1"):
        Ramp(full=weight, since=START)


def test_pitfall_07_one_rep_alone_gets_it_and_nobody_is_an_answer() -> None:
    ledger, got = many(EMPTY, 5, (ANN,), {ANN: 7})

    assert (got, ledger.lag(ANN)) == ({ANN: 5}, (0, 1))
    assert allot(ledger, lead(9), (), at=START) == (ledger, None)
    assert pick(EMPTY, (), at=START, weights={}).rep is None


def test_pitfall_08_fifteen_a_month_is_a_ratio_and_does_not_round_to_nothing() -> None:
    assert many(EMPTY, 45, (ANN, BOB), {ANN: 30, BOB: 15})[1] == {ANN: 30, BOB: 15}


def test_pitfall_13_nobody_is_filled_to_the_cap_while_others_have_none() -> None:
    session = Session(EMPTY, TEAM, at=START)
    pool = session.pool(without=("full",))
    open_leads: Counter[RepId] = Counter()
    spread = []
    for number in range(9):
        rep = session.give(lead(number), pool, at=START)
        assert rep is not None
        open_leads[rep] += 1
        session.mark("full", [each for each in TEAM if open_leads[each] == 3])
        spread.append(max(open_leads.values()) - min(open_leads[each] for each in TEAM))

    assert max(spread) == 1
    assert session.give(lead(9), pool, at=START) is None


def test_pitfall_14_the_turn_and_its_charge_are_one_step_so_the_next_turn_is_somebody_elses() -> None:
    first = pick(EMPTY, TEAM, at=START)
    ledger, rep = allot(EMPTY, lead(1), TEAM, at=START)

    assert (first.rep, rep) == (ANN, ANN)
    assert pick(ledger, TEAM, at=START).rep == BOB


def test_pitfall_14_of_two_workers_who_read_one_version_only_one_can_be_written() -> None:
    one, _ = allot(EMPTY, lead(1), TEAM, at=START)
    other, _ = allot(EMPTY, lead(2), TEAM, at=START)
    assert one.entry is not None
    assert other.entry is not None

    assert one.version == other.version == 1
    with pytest.raises(InputError, match="number: 1 is told in two ways"):
        ledger_from((one.entry, other.entry))


def test_pitfall_18_who_left_is_never_drawn_and_their_going_moves_nobody_elses_turn() -> None:
    ledger, _ = many(EMPTY, 4)
    turn = pick(ledger, (BOB, CID), at=START)
    ledger = leave(ledger, ANN, at=START + 5 * HOUR)

    assert pick(ledger, TEAM, at=START) == turn
    assert many(ledger, 20)[1] == {BOB: 10, CID: 10}
    with pytest.raises(
        InputError, match="reps: 'ann' left at 2026-11-09T14:00:00Z, let them join again first"
    ):
        Session(ledger, TEAM, at=START + 6 * HOUR)
    with pytest.raises(InputError, match="rep: 'ann' left at"):
        charge(ledger, lead(99), ANN, at=START + 6 * HOUR, shares={ANN: 1})


def test_pitfall_18_who_comes_back_goes_on_with_what_was_owed() -> None:
    ledger, _ = many(EMPTY, 4)
    gone = leave(ledger, ANN, at=START + 5 * HOUR)
    back = join(gone, ANN, at=START + 9 * HOUR)

    assert gone.lag(ANN) == ledger.lag(ANN) == back.lag(ANN) == (-2, 3)
    assert leave(gone, ANN, at=START + 6 * HOUR) is gone
    assert join(back, ANN, at=START + 9 * HOUR) is back
    assert many(back, 2)[1] == {BOB: 1, CID: 1}


def test_pitfall_19_an_edit_of_the_team_changes_nobody_elses_standing() -> None:
    ledger, _ = many(EMPTY, 10)
    kept = {rep: ledger.standing(rep) for rep in (BOB, CID)}
    ledger = leave(join(ledger, DAN, at=START + 20 * HOUR), ANN, at=START + 20 * HOUR)

    assert {rep: ledger.standing(rep) for rep in (BOB, CID)} == kept


def test_pitfall_20_a_failed_claim_or_a_full_plate_does_not_use_up_a_turn() -> None:
    assert [pick(EMPTY, TEAM, at=START).rep for _ in range(3)] == [ANN, ANN, ANN]

    rival, ours, theirs = TurnUsedUp(), EMPTY, Counter[str]()
    for number in range(60):
        full = {ANN} if number % 2 == 0 else set[RepId]()
        theirs[rival.give(TEAM, dict.fromkeys(TEAM, 1), set(full))] += 1
        ours, _ = allot(
            ours, lead(number), [rep for rep in TEAM if rep not in full], at=START + number * HOUR
        )

    # Free for half of the leads, a third of each: ten. Drawn while full, the rival's turns are gone.
    assert ours.standing(ANN).received == 10
    assert theirs[ANN] != 10


def test_pitfall_30_no_show_and_then_cancelled_gives_back_one_lead_and_not_two() -> None:
    ledger, rep = allot(EMPTY, lead(1), TEAM, at=START)
    once = give_back(ledger, lead(1), at=START + HOUR, why="no_show")
    twice = give_back(once, lead(1), at=START + 2 * HOUR, why="cancelled")

    assert twice is once
    assert [once.lag(each) for each in TEAM] == [(0, 1)] * 3
    assert rep is not None
    passed_on = charge(once, lead(1), BOB, at=START + 3 * HOUR, shares={BOB: 1, CID: 1})
    assert give_back(passed_on, lead(1), at=START + 4 * HOUR, rep=rep) is passed_on


def test_pitfall_30_the_same_job_run_twice_charges_once() -> None:
    ledger, rep = allot(EMPTY, lead(1), TEAM, at=START)

    assert allot(ledger, lead(1), TEAM, at=START + HOUR) == (ledger, rep)
    assert charge(ledger, lead(1), ANN, at=START + HOUR, shares={ANN: 1, BOB: 1}) is ledger
    with pytest.raises(InputError, match="lead: 'L1' counts for 'ann' already, give it back first"):
        charge(ledger, lead(1), BOB, at=START + HOUR, shares={ANN: 1, BOB: 1})


def test_pitfall_32_a_lead_counts_when_it_is_given_and_not_when_it_is_begun() -> None:
    """Twelve leads of one instant, none of which anybody has touched."""
    session = Session(EMPTY, TEAM, at=START)
    got = Counter(session.give(lead(number), session.pool(), at=START) for number in range(12))

    assert got == {ANN: 4, BOB: 4, CID: 4}


def test_pitfall_33_leads_that_cost_more_are_divided_by_cost() -> None:
    """Every third lead takes an hour, the others ten minutes."""
    ledger, _ = many(EMPTY, 300, (ANN, BOB), costs=(60, 10, 10))
    minutes = [ledger.standing(rep).received for rep in (ANN, BOB)]

    assert sum(minutes) == 100 * 80
    assert abs(minutes[0] - minutes[1]) < 2 * 60
    assert abs(Fraction(*ledger.lag(ANN))) < 60


def test_pitfall_34_whether_an_owners_lead_counts_is_said_by_whom_it_is_divided_among() -> None:
    theirs_alone = shares_of((ANN,), at=START)
    one_of_the_queue = shares_of(TEAM, at=START)

    assert charge(EMPTY, lead(1), ANN, at=START, shares=theirs_alone).lag(ANN) == (0, 1)
    assert charge(EMPTY, lead(1), ANN, at=START, shares=one_of_the_queue).lag(ANN) == (-2, 3)


def test_a_choice_by_hand_names_who_chose_and_is_charged_as_any_other() -> None:
    shares = shares_of((BOB, CID), at=START)
    with pytest.raises(InputError, match=r"rep: 'ann' was not eligible, name who chose them \(`by`\)"):
        charge(EMPTY, lead(1), ANN, at=START, shares=shares)
    ledger = charge(EMPTY, lead(1), ANN, at=START, shares=shares, by="mia", why="asked for her")

    assert [ledger.lag(rep) for rep in TEAM] == [(-1, 1), (1, 2), (1, 2)]
    assert (ledger.charges["L1"].by, ledger.charges["L1"].why) == ("mia", "asked for her")
    assert ledger.entry is not None
    assert ledger.entry.by == "mia"
    session = Session(EMPTY, TEAM, at=START)
    with pytest.raises(InputError, match="by: '' is empty, say who chose"):
        session.give_to(ANN, lead(1), session.pool(), at=START, by="")


def test_a_ramp_raises_the_share_step_by_step_and_gives_no_credit_for_the_time_before() -> None:
    weights: dict[str, Weight] = {ANN: 4, BOB: Ramp(full=4, since=START, every="100h")}
    ledger, shares = EMPTY, []
    for _ in range(5):
        ledger, got = many(ledger, 100, (ANN, BOB), weights)
        shares.append(got[BOB])

    assert shares == [20, 33, 43, 50, 50]


def test_several_queues_may_share_a_ledger_and_a_rep_may_be_in_several() -> None:
    inbound, _ = many(EMPTY, 1, (ANN, BOB))
    partners, _ = many(Ledger(name="partners"), 1, (ANN, BOB))

    assert pick(inbound, (ANN, BOB), at=START).rep == BOB
    assert pick(Ledger(name="events"), (ANN, BOB), at=START).rep == ANN
    assert partners.lag(ANN) == inbound.lag(ANN)
    assert inbound.entry is not None
    with pytest.raises(InputError, match="ledger: 'inbound' is not 'partners', fold each ledger alone"):
        ledger_from((inbound.entry,), start=partners)


def told(number: int, kind: EntryKind, rep: RepId = ANN, **changes: Any) -> Entry:
    if kind in (EntryKind.CHARGED, EntryKind.GIVEN_BACK):
        changes = {"lead": lead(1), "shares": {ANN: 1, BOB: 1}} | changes
    return Entry(ledger="inbound", number=number, kind=kind, at=START, rep=rep, **changes)


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ((), "entries: .* is empty, and nothing names the ledger"),
        ((told(2, EntryKind.CHARGED),), "number: 2 follows 0, what is between them is missing"),
        ((told(1, EntryKind.GIVEN_BACK),), "lead: 'L1' does not count for 'ann', it cannot be given back"),
        (
            (told(1, EntryKind.CHARGED), told(2, EntryKind.CHARGED, BOB)),
            "lead: 'L1' counts for 'ann' already, give it back first",
        ),
        (
            (told(1, EntryKind.CHARGED), told(2, EntryKind.GIVEN_BACK, BOB)),
            "lead: 'L1' does not count for 'bob', it cannot be given back",
        ),
        ((told(1, EntryKind.LEFT, BOB), told(2, EntryKind.CHARGED)), "rep: 'bob' left at"),
    ],
)
def test_entries_that_cannot_have_happened_are_refused(entries: tuple[Entry, ...], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        ledger_from(entries)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"cost": 0}, "cost: 0 is not a whole number of at least 1"),
        ({"lead": None}, "lead: None is empty, 'charged' needs the lead"),
        ({"shares": {}}, "shares: {} is empty, a lead is divided among those who are eligible"),
        ({"rep": RepId("")}, "rep: '' is empty, every entry names one"),
        ({"number": 0}, "number: 0 is below 1, entries are counted from one"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        told(**{"number": 1, "kind": EntryKind.CHARGED, **changes})


def test_somebody_without_a_weight_or_named_twice_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="unknown weight of rep 'cid'"):
        pick(EMPTY, TEAM, at=START, weights={ANN: 1, BOB: 1})
    with pytest.raises(InputError, match="eligible: 'ann' is named twice"):
        pick(EMPTY, (ANN, BOB, ANN), at=START)
