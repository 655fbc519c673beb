"""What a ledger promises beside the laws: settling, plain data, and what does not fit."""

import json
from datetime import timedelta
from typing import Any

import pytest

from leadmodel.errors import InputError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import (
    Ledger,
    Ramp,
    Standing,
    allot,
    entry_as_plain,
    entry_from_plain,
    give_back,
    ledger_as_plain,
    ledger_from_plain,
    settle,
    weight_at,
)
from tests.routing.fairness_worlds import START

HOUR = timedelta(hours=1)
EMPTY = Ledger(name="inbound")
ANN = RepId("ann")


def three_leads() -> Ledger:
    ledger = EMPTY
    for number in range(3):
        ledger, _ = allot(ledger, LeadId(f"L{number}"), ("ann", "bob"), at=START + number * HOUR)
    return ledger


def test_settling_lets_go_of_the_leads_before_an_instant_and_keeps_the_one_at_it() -> None:
    settled = settle(three_leads(), before=START + HOUR)

    assert sorted(settled.charges) == ["L1", "L2"]
    assert give_back(settled, LeadId("L0"), at=START + 3 * HOUR) is settled


def test_after_settling_the_last_turn_can_still_go_back_to_one_that_was_let_go() -> None:
    settled = settle(three_leads(), before=START + HOUR)
    back = give_back(settled, LeadId("L2"), at=START + 3 * HOUR)

    assert settled.standing("ann").last_turn == START + 2 * HOUR
    assert back.standing("ann").last_turn == START


def test_a_number_that_json_readers_could_not_hold_is_written_in_hexadecimal() -> None:
    huge = 3**20_000
    ledger = Ledger(
        name="inbound", unit=huge, reps={"ann": Standing(lag=-huge + 1), "bob": Standing(lag=2**53 - 1)}
    )
    plain = ledger_as_plain(ledger)

    assert plain["unit"] == hex(huge)
    assert plain["reps"]["ann"]["lag"].startswith("-0x")
    assert plain["reps"]["bob"]["lag"] == 2**53 - 1
    assert ledger_from_plain(json.loads(json.dumps(plain))) == ledger


def test_a_division_is_written_once_however_many_leads_it_had() -> None:
    plain = ledger_as_plain(three_leads())

    assert plain["divisions"] == [{"ann": 1, "bob": 1}]
    assert [each["division"] for each in plain["charges"].values()] == [0, 0, 0]


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": None},
        {"unit": True},
        {"reps": {"ann": {}}},
        {"charges": {"L9": {"rep": "ann"}}},
        {"divisions": []},
    ],
)
def test_plain_data_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"plain: .* does not fit, give what ledger_as_plain wrote"):
        ledger_from_plain(ledger_as_plain(three_leads()) | changes)


def test_an_entry_that_lacks_a_part_is_refused() -> None:
    entry = three_leads().entry
    assert entry is not None
    plain = entry_as_plain(entry)

    assert entry_from_plain(plain) == entry
    for part in plain:
        with pytest.raises(InputError, match=f"plain: '{part}' does not fit, give what entry_as_plain wrote"):
            entry_from_plain({name: value for name, value in plain.items() if name != part})


def test_a_ledger_has_a_name() -> None:
    with pytest.raises(InputError, match="name: '' is empty, a ledger is named"):
        Ledger(name="")


def test_before_its_first_step_a_ramp_is_at_that_step() -> None:
    ramp = Ramp(full=4, since=START)

    assert [
        weight_at(ramp, START + days * timedelta(days=1)) for days in (-400, -31, -1, 0, 29, 30, 400)
    ] == [
        *[100] * 5,
        200,
        400,
    ]
