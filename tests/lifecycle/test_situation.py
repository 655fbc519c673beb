"""New business, an existing opportunity, an existing customer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.lifecycle import Situation, handling, replay, situation
from leadmodel.records import Event, Stage

from .stories import MODEL, a_lead, assigned, histories, hour, nurtured, qualified, tell, touched, won

WON = (assigned(1), touched(2), qualified(3), won(4))


def of(*events: Event, at: float = 99, **known: bool) -> tuple[str, int]:
    found = situation(tell(*events).case, at=hour(at), **known)
    assert found.handling == handling(found.situation)
    return found.situation.value, found.attempt


@pytest.mark.statement("ST-24")
def test_every_lead_is_in_one_of_three_situations_each_with_a_rule_of_its_own() -> None:
    assert of() == ("new_business", 1)
    assert of(*WON[:3]) == ("existing_opportunity", 1)
    assert of(*WON) == ("existing_customer", 2)
    assert len({handling(each) for each in Situation}) == len(Situation) == 3
    assert of(*WON, assigned(9), touched(10)) == ("existing_customer", 2)
    assert of(*WON, assigned(9), touched(10), qualified(11)) == ("existing_opportunity", 2)


@pytest.mark.statement("ST-24")
def test_what_the_account_is_through_somebody_else_counts_too() -> None:
    assert of(opportunity=True) == ("existing_opportunity", 1)
    assert of(customer=True) == ("existing_customer", 1)
    assert of(customer=True, opportunity=True) == ("existing_opportunity", 1)


@pytest.mark.statement("ST-25")
def test_new_business_that_went_round_before_is_new_business_and_a_fresh_attempt() -> None:
    lost = (assigned(1), touched(2), qualified(3), nurtured(4))

    assert of(assigned(1), touched(2), nurtured(3)) == ("new_business", 2)
    assert of(*lost) == ("new_business", 2)
    assert of(*lost, assigned(9)) == ("new_business", 2)
    assert of(*lost, assigned(9), touched(10), nurtured(11)) == ("new_business", 3)
    assert of(*lost, at=3.5) == ("existing_opportunity", 1)


@given(histories(), st.integers(-1, 11))
def test_it_is_read_from_what_had_happened_by_then(told: list[Event], hours: int) -> None:
    found = situation(replay(a_lead(), told, MODEL).case, at=hour(hours))
    past = replay(a_lead(), [event for event in told if event.at <= hour(hours)], MODEL).case
    ended = [cycle for cycle in past.cycles if cycle.outcome not in (None, Stage.QUALIFIED)]
    if past.state.stage is Stage.QUALIFIED:
        expected = Situation.EXISTING_OPPORTUNITY
    elif "won" in [event.kind.value for event in past.history if event.id not in past.refused]:
        expected = Situation.EXISTING_CUSTOMER
    else:
        expected = Situation.NEW_BUSINESS

    assert (found.situation, found.earlier, found.attempt) == (expected, len(ended), len(ended) + 1)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError):
        situation(tell().case, at=hour(1).replace(tzinfo=None))
