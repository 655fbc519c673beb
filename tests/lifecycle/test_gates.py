"""What has to be noted before a lead may count as qualified, against every way of choosing the notes."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, TimeError
from leadmodel.lifecycle import QualifiedGate, gate_misses, gate_missing, replay, suggested_gate
from leadmodel.records import Event, EventKind

from .noting import noted, noted_histories
from .stories import MODEL, a_lead, assigned, hour, nurtured, qualified, tell, touched

GATE = suggested_gate()
HOUSE = replace(MODEL, qualified_gate=GATE)
NEEDS = ("opportunity_created", "contact_role_added", "meeting_completed")


@pytest.mark.statement("ST-14")
def test_the_suggested_gate_has_three_parts_and_needs_them_all() -> None:
    assert GATE.needs == NEEDS
    for count in range(4):
        for done in combinations(NEEDS, count):
            notes = [noted(3 + place, name) for place, name in enumerate(done)]
            case = tell(assigned(1), touched(2), *notes).case
            assert gate_missing(case, HOUSE, at=hour(9)) == tuple(need for need in NEEDS if need not in done)


@pytest.mark.statement("ST-14")
def test_each_company_sets_its_own_gate_or_none() -> None:
    own = replace(MODEL, qualified_gate=QualifiedGate(needs=("budget_confirmed",)))
    case = tell(assigned(1), touched(2), noted(3, "budget_confirmed")).case

    assert gate_missing(case, own, at=hour(4)) == ()
    assert gate_missing(case, suggested_gate("demo_given"), at=hour(4)) == (*NEEDS[:2], "demo_given")
    assert gate_missing(case, MODEL, at=hour(4)) == ()
    assert gate_misses([case], MODEL, at=hour(4)) == ()


@pytest.mark.statement("ST-14")
def test_a_lead_that_was_qualified_too_soon_is_listed_with_what_was_missing() -> None:
    told = (assigned(1), touched(2), noted(3, NEEDS[0]), qualified(4), noted(5, NEEDS[1]), noted(5, NEEDS[2]))
    case = tell(*told).case
    (miss,) = gate_misses([case], HOUSE, at=hour(9))

    assert (miss.lead, miss.cycle, miss.owner, miss.at) == ("L1", 1, "ann", hour(4))
    assert (miss.event, miss.missing) == (qualified(4).id, NEEDS[1:])
    assert gate_misses([case], HOUSE, at=hour(3)) == ()


def test_what_was_noted_on_the_instant_counts_and_what_was_noted_in_an_earlier_attempt_does_not() -> None:
    whole = [noted(4, name) for name in NEEDS]
    assert gate_misses([tell(assigned(1), touched(2), *whole, qualified(4)).case], HOUSE, at=hour(9)) == ()

    again = tell(assigned(1), touched(2), *whole, nurtured(5), assigned(6), touched(7), qualified(8)).case
    assert [miss.missing for miss in gate_misses([again], HOUSE, at=hour(9))] == [NEEDS]
    assert gate_missing(again, HOUSE, at=hour(5)) == ()
    assert gate_missing(again, HOUSE, at=hour(6)) == NEEDS


def test_the_three_may_have_to_be_about_one_opportunity() -> None:
    strict = replace(GATE, one_subject=True)
    two = (noted(3, NEEDS[0], "o1"), noted(3.1, NEEDS[1], "o2"), noted(3.2, NEEDS[2]))
    case = tell(assigned(1), touched(2), *two).case

    assert gate_missing(case, GATE, at=hour(9)) == ()
    assert gate_missing(case, strict, at=hour(9)) == (NEEDS[1],)
    mended = tell(assigned(1), touched(2), *two, noted(4, NEEDS[0], "o2")).case
    assert gate_missing(mended, strict, at=hour(9)) == ()


@given(noted_histories(*NEEDS), st.integers(0, 10), st.booleans())
def test_it_is_complete_when_some_choice_of_notes_is(told: list[Event], hours: int, one: bool) -> None:
    case = replay(a_lead(), told, MODEL).case
    gate = replace(GATE, one_subject=one)
    missing = gate_missing(case, gate, at=hour(hours))
    begun = [cycle.assigned_at for cycle in case.cycles if cycle.assigned_at <= hour(hours)]
    usable = [
        (event.activity, event.subject)
        for event in case.history
        if begun and event.kind is EventKind.NOTED and begun[-1] <= event.at <= hour(hours)
    ]
    whole = any(
        {name for name, _ in choice} == set(NEEDS)
        and (not one or len({about for _, about in choice if about is not None}) <= 1)
        for choice in combinations(usable, 3)
    )

    assert (missing == ()) == whole
    assert missing == tuple(need for need in NEEDS if need in missing)
    for miss in gate_misses([case], gate, at=hour(hours)):
        assert miss.missing == gate_missing(case, gate, at=miss.at)


@pytest.mark.parametrize(
    ("needs", "fault"),
    [
        ((), r"\$\.qualified_gate\.needs: \(\) is empty"),
        (("a", ""), r"\$\.qualified_gate\.needs\[1\]: '' is not a name"),
        (("a", "b", "a"), r"\$\.qualified_gate\.needs\[2\]: note 'a' is asked for twice"),
    ],
)
def test_a_gate_that_asks_for_nothing_or_twice_is_a_fault(needs: tuple[str, ...], fault: str) -> None:
    with pytest.raises(DefinitionError, match=fault):
        replace(MODEL, qualified_gate=QualifiedGate(needs=needs))


def test_a_naive_instant_is_refused_and_a_lead_that_nobody_has_lacks_everything() -> None:
    assert gate_missing(tell(noted(1, NEEDS[0])).case, HOUSE, at=hour(2)) == NEEDS
    with pytest.raises(TimeError):
        gate_missing(tell().case, HOUSE, at=hour(2).replace(tzinfo=None))
    with pytest.raises(TimeError):
        gate_misses([], HOUSE, at=hour(2).replace(tzinfo=None))
