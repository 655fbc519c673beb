"""What waits longest is given out first, and nobody overtakes whom the same rep could have had."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import Case, Lead, RepId
from leadmodel.routing import Ledger, Routing, Stream, drain, in_turn, open_desk, route
from leadmodel.scoring import score
from tests.building import ANYBODY, HOUSE, MONDAY, case_of, did, house, lead, rep

MODEL = house(routing=Routing(when=ANYBODY, prefer=("fairness",)))
HOUR = timedelta(hours=1)


def test_pitfall_12_a_new_lead_does_not_overtake_one_that_waits() -> None:
    stream = Stream(open_desk([rep("ann", capacity=1)], MODEL, ledger=Ledger(name="own")), MODEL, at=MONDAY)
    old = [lead(f"L{number}", captured_at=MONDAY - number * HOUR) for number in range(3)]
    first = drain(old, stream, at=MONDAY)
    stream.free(RepId("ann"), at=MONDAY + HOUR)
    waiting = [each for each in old if each.id in {decision.lead for decision in first.waiting}]
    second = drain((lead("L9", captured_at=MONDAY + HOUR), *waiting), stream, at=MONDAY + HOUR)

    assert [each.lead for each in first.given] == ["L2"]
    assert [each.lead for each in second.given] == ["L1"]
    assert [each.lead for each in second.waiting] == ["L0", "L9"]


def test_one_that_waits_for_italian_does_not_hold_up_the_others() -> None:
    team = [rep("ida", languages=("it",), capacity=0), rep("ann")]
    stream = Stream(open_desk(team, MODEL, ledger=Ledger(name="own")), MODEL, at=MONDAY)
    waiting = [
        lead("L1", captured_at=MONDAY - 2 * HOUR, languages=("it",)),
        lead("L2", captured_at=MONDAY - HOUR),
    ]
    found = drain(waiting, stream, at=MONDAY)

    assert [(each.lead, each.rep) for each in found.given] == [("L2", "ann")]
    assert [(each.lead, each.says) for each in found.waiting] == [("L1", "everyone who could answer is full")]


def test_pitfall_31_a_lead_that_has_come_back_is_not_judged_by_when_it_was_captured() -> None:
    back = case_of(
        lead("old", captured_at=MONDAY - 900 * HOUR), did("demo_requested", MONDAY - HOUR, to="old")
    )
    fresh = lead("fresh", captured_at=MONDAY - 5 * HOUR)

    assert [_id(each) for each in in_turn([back, fresh], order="last_activity")] == ["fresh", "old"]
    assert [_id(each) for each in in_turn([back, fresh])] == ["old", "fresh"]


def test_by_score_the_best_come_first_and_who_has_no_card_last() -> None:
    hot = case_of(lead("hot", captured_at=MONDAY), did("demo_requested", MONDAY, to="hot"))
    cold = case_of(lead("cold", captured_at=MONDAY - HOUR))
    cards = {_id(each): score(each, HOUSE, at=MONDAY) for each in (hot, cold)}

    assert [_id(each) for each in in_turn([lead("none"), cold, hot], order="score", cards=cards)][
        -1
    ] == "none"
    assert cards["hot"].score >= cards["cold"].score


@given(
    st.lists(st.sampled_from((("en",), ("it",), ("de",))), max_size=8),
    st.lists(st.tuples(st.sampled_from((("en",), ("en", "it"), ("de",))), st.integers(0, 3)), max_size=4),
)
def test_nobody_overtakes_whom_the_same_rep_could_have_had(
    wishes: list[tuple[str, ...]], staff: list[tuple[tuple[str, ...], int]]
) -> None:
    team = [rep(f"r{n}", languages=languages, capacity=room) for n, (languages, room) in enumerate(staff)]
    desk = open_desk(team, MODEL, ledger=Ledger(name="own"))
    leads = [lead(f"L{n}", captured_at=MONDAY - n * HOUR, languages=wish) for n, wish in enumerate(wishes)]
    found = drain(leads, Stream(desk, MODEL, at=MONDAY), at=MONDAY)
    age = {each.id: each.captured_at for each in leads}
    able = {
        each.id: {c.rep for c in route(each, MODEL, desk=desk, at=MONDAY).candidates if c.eligible}
        for each in leads
    }

    assert sorted(each.lead for each in (*found.given, *found.waiting)) == sorted(age)
    for late in found.given:
        for early in found.waiting:
            assert age[early.lead] >= age[late.lead] or late.rep not in able[early.lead]
    assert [age[each.lead] for each in found.given] == sorted(age[each.lead] for each in found.given)


def test_another_order_and_a_lead_that_waits_twice_are_refused() -> None:
    with pytest.raises(InputError, match="order: 'age' is not one of captured, last_activity, score"):
        in_turn([lead()], order="age")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="cases: 'L1' waits twice"):
        in_turn([lead(), lead()])


def _id(each: Case | Lead) -> str:
    return each.lead.id if isinstance(each, Case) else each.id
