"""What holds of every ledger and every stream, against the definition in fractions."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.records import LeadId
from leadmodel.routing.ledger import Ledger, charge, give_back, ledger_from, ledgers_from, settle
from leadmodel.routing.ledger_plain import (
    entry_as_plain,
    entry_from_plain,
    ledger_as_plain,
    ledger_from_plain,
)
from leadmodel.routing.pick import allot, pick
from leadmodel.routing.weights import shares_of
from tests.routing.fairness_oracle import Book
from tests.routing.fairness_worlds import START, Stream, streams
from tests.routing.fairness_worlds import given as give_all

EMPTY = Ledger(name="inbound")


def lags(ledger: Ledger) -> dict[str, Fraction]:
    return {rep: Fraction(*ledger.lag(rep)) for rep in ledger.reps}


@given(streams(), st.data())
def test_turns_lags_and_last_turns_are_those_of_the_definition(stream: Stream, data: st.DataObject) -> None:
    book, ledger = Book(), EMPTY
    for each in stream.arrivals:
        expected = book.give(
            each.lead, {rep: stream.weights[rep] for rep in each.eligible}, each.at, each.cost
        )
        ledger, rep = allot(
            ledger, each.lead, each.eligible, at=each.at, weights=stream.weights, cost=each.cost
        )
        assert rep == expected
        if data.draw(st.integers(0, 5)) == 0:
            lead = LeadId(data.draw(st.sampled_from(sorted(book.given))))
            del book.given[lead]
            ledger = give_back(ledger, lead, at=each.at)
            event("one was given back")

    for name in stream.weights:
        received = sum(each.cost for each in book.given.values() if each.rep == name)
        assert Fraction(*ledger.lag(name)) == book.lag(name)
        assert Fraction(*ledger.entitled(name)) == book.lag(name) + received
        assert (ledger.standing(name).received, ledger.standing(name).last_turn) == (
            received,
            book.last_turn(name),
        )


@given(streams())
def test_what_all_are_entitled_to_is_what_all_received(stream: Stream) -> None:
    ledger = EMPTY
    for each in stream.arrivals:
        ledger, _ = give_all(ledger, [each], stream.weights)

        assert sum(standing.lag for standing in ledger.reps.values()) == 0


@given(streams(longest=200, same_set=True, one_cost=True))
def test_with_one_set_of_eligible_reps_no_lag_comes_to_a_lead_at_any_weights(stream: Stream) -> None:
    ledger = EMPTY
    for each in stream.arrivals:
        ledger, _ = give_all(ledger, [each], stream.weights)

        assert all(abs(lag) < 1 for lag in lags(ledger).values())
    event(f"heaviest to lightest: {max(stream.weights.values()) // min(stream.weights.values()) // 25 * 25}+")


@given(streams(same_set=True))
def test_with_one_set_no_lag_comes_to_the_dearest_lead(stream: Stream) -> None:
    ledger = EMPTY
    for each in stream.arrivals:
        ledger, _ = give_all(ledger, [each], stream.weights)

    dearest = max(each.cost for each in stream.arrivals)
    assert all(abs(lag) < dearest for lag in lags(ledger).values())


@given(streams(), st.integers(2, 50))
def test_the_scale_of_the_weights_is_immaterial(stream: Stream, factor: int) -> None:
    plain = give_all(EMPTY, stream.arrivals, stream.weights)
    scaled = give_all(EMPTY, stream.arrivals, {rep: factor * w for rep, w in stream.weights.items()})

    assert scaled == plain


@given(streams(), st.integers(2, 50))
def test_the_unit_of_the_costs_is_immaterial(stream: Stream, factor: int) -> None:
    _, plain = give_all(EMPTY, stream.arrivals, stream.weights)
    ledger = EMPTY
    for each, expected in zip(stream.arrivals, plain, strict=True):
        ledger, rep = allot(
            ledger, each.lead, each.eligible, at=each.at, weights=stream.weights, cost=factor * each.cost
        )
        assert rep == expected


@given(streams(), st.randoms(use_true_random=False))
def test_the_order_of_the_reps_never_matters(stream: Stream, chance: Any) -> None:
    ledger, _ = give_all(EMPTY, stream.arrivals, stream.weights)
    reps = list(stream.weights)
    asked = pick(ledger, reps, at=stream.arrivals[-1].at, weights=stream.weights)
    chance.shuffle(reps)

    assert pick(ledger, reps, at=stream.arrivals[-1].at, weights=stream.weights) == asked


@given(streams(longest=12), st.data())
def test_giving_back_undoes_exactly_one_charge_and_only_once(stream: Stream, data: st.DataObject) -> None:
    ledger, turns = give_all(EMPTY, stream.arrivals, stream.weights)
    place = data.draw(st.integers(0, len(turns) - 1))
    without = EMPTY
    for number, (each, rep) in enumerate(zip(stream.arrivals, turns, strict=True)):
        if number != place:
            shares = shares_of(each.eligible, at=each.at, weights=stream.weights)
            without = charge(without, each.lead, rep, at=each.at, shares=shares, cost=each.cost)
    lead = stream.arrivals[place].lead
    back = give_back(ledger, lead, at=stream.arrivals[-1].at)

    assert [back.standing(rep) for rep in stream.weights] == [without.standing(rep) for rep in stream.weights]
    assert (back.unit, back.charges) == (without.unit, without.charges)
    assert give_back(back, lead, at=stream.arrivals[-1].at) is back


@given(streams())
def test_who_is_not_eligible_keeps_the_lag(stream: Stream) -> None:
    ledger = EMPTY
    for each in stream.arrivals:
        before = {rep: ledger.lag(rep) for rep in stream.weights if rep not in each.eligible}
        ledger, _ = give_all(ledger, [each], stream.weights)

        assert {rep: ledger.lag(rep) for rep in before} == before


@given(streams(), st.randoms(use_true_random=False))
def test_the_entries_make_the_ledger_in_any_order_and_told_twice(stream: Stream, chance: Any) -> None:
    ledger, entries = EMPTY, []
    for number, each in enumerate(stream.arrivals):
        ledger, _ = give_all(ledger, [each], stream.weights)
        entries.append(ledger.entry)
        if number % 4 == 3:
            ledger = give_back(ledger, stream.arrivals[number - 2].lead, at=each.at, why="bounced")
            entries.append(ledger.entry)
    told = [each for each in entries if each is not None]
    half = ledger_from(told[: len(told) // 2], start=EMPTY)
    chance.shuffle(told)

    assert ledger_from([*told, *told]) == ledger
    assert ledger_from(told, start=half) == ledger
    assert ledgers_from(told) == {"inbound": ledger}
    assert [entry_from_plain(json.loads(json.dumps(entry_as_plain(each)))) for each in told] == told


@given(streams())
def test_plain_data_goes_through_json_and_comes_back_equal(stream: Stream) -> None:
    ledger, _ = give_all(EMPTY, stream.arrivals, stream.weights)
    ledger = settle(ledger, before=stream.arrivals[len(stream.arrivals) // 2].at)

    assert ledger_from_plain(json.loads(json.dumps(ledger_as_plain(ledger)))) == ledger


@given(streams(), st.integers(0, 40))
def test_settling_changes_no_lag_and_no_turn_to_come(stream: Stream, minutes: int) -> None:
    half = len(stream.arrivals) // 2
    ledger, _ = give_all(EMPTY, stream.arrivals[:half], stream.weights)
    settled = settle(ledger, before=START.replace(minute=minutes))

    assert lags(settled) == lags(ledger)
    assert settled.version == ledger.version
    assert (
        give_all(settled, stream.arrivals[half:], stream.weights)[1]
        == (give_all(ledger, stream.arrivals[half:], stream.weights)[1])
    )
