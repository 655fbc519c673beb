"""A lead that rises to B2 is handed to sales, on the crossing and once in a cycle."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.scoring.escalation import EscalationReason, escalates
from leadmodel.scoring.matrix import cells
from leadmodel.scoring.treatments import Treatment, Treatments
from tests.scoring.bant_oracle import crossings

EVERY = cells(("A", "B", "C"), (1, 2, 3, 4))
TREATMENTS = Treatments(sales=("A1", "A2", "B1", "B2"), disqualify=("C4",), rest=Treatment.NURTURE)

histories = st.lists(st.sampled_from(EVERY), max_size=12)


def handed_over(history: list[str], *, known_before: bool = True) -> list[int]:
    """At which steps of one cycle a lead is escalated, as a host would keep count."""
    already, steps = False, []
    path = history if known_before else [None, *history]
    for place, (before, after) in enumerate(pairwise(path)):
        found = escalates(before, after, TREATMENTS, already=already)
        if found:
            steps.append(place)
            already = True
    return steps


@pytest.mark.statement("BM-12", "NR-10")
@pytest.mark.parametrize("before", ["B3", "C1", "A4", "C4"])
def test_a_nurtured_lead_that_rises_to_b2_is_escalated(before: str) -> None:
    found = escalates(before, "B2", TREATMENTS, already=False)

    assert found
    assert (found.due, found.reason, found.after) == (True, EscalationReason.ROSE, Treatment.SALES)
    assert found.before is TREATMENTS.treatment_of(before)


@pytest.mark.statement("BM-13")
def test_a_lead_is_escalated_on_the_crossing_and_once() -> None:
    assert handed_over(["C3", "B3", "B2", "A1", "B2"]) == [1]
    assert handed_over(["C3", "B2", "C3", "B2"]) == [0]
    again = escalates("C3", "B2", TREATMENTS, already=True)
    assert (again.due, again.reason) == (False, EscalationReason.ALREADY_ESCALATED)


@pytest.mark.statement("BM-13")
def test_a_new_cycle_may_escalate_again() -> None:
    assert escalates("C3", "B2", TREATMENTS, already=False)


@pytest.mark.statement("BM-12")
def test_rising_below_the_line_escalates_nobody() -> None:
    found = escalates("C3", "B3", TREATMENTS, already=False)

    assert (found.due, found.reason) == (False, EscalationReason.BELOW)


@given(histories, st.booleans())
def test_over_any_history_a_lead_is_handed_over_once_at_the_first_crossing(
    history: list[str], known_before: bool
) -> None:
    treated = [TREATMENTS.treatment_of(cell).value for cell in history]
    steps = handed_over(history, known_before=known_before)
    path = treated if known_before else ["unknown", *treated]
    crossed = [place for place, (a, b) in enumerate(pairwise(path)) if a != "sales" and b == "sales"]

    assert steps == crossed[:1]
    if not known_before:
        assert len(steps) == crossings(treated)


@given(st.none() | st.sampled_from(EVERY), st.none() | st.sampled_from(EVERY), st.booleans())
def test_the_reason_says_which_of_the_conditions_failed(
    before: str | None, after: str | None, already: bool
) -> None:
    found = escalates(before, after, TREATMENTS, already=already, cells=EVERY)
    was = before and TREATMENTS.treatment_of(before)
    now = after and TREATMENTS.treatment_of(after)
    holds = {
        EscalationReason.UNKNOWN: now is None,
        EscalationReason.BELOW: now in ("nurture", "disqualify"),
        EscalationReason.WAS_WITH_SALES: was == now == "sales",
        EscalationReason.ALREADY_ESCALATED: already and was != "sales" and now == "sales",
        EscalationReason.FIRST_CELL: not already and was is None and now == "sales",
        EscalationReason.ROSE: not already and was in ("nurture", "disqualify") and now == "sales",
    }

    assert [reason for reason, true in holds.items() if true] == [found.reason]
    assert found.due is (found.reason in ("rose", "first_cell"))
    assert bool(found) is found.due
    assert (found.before, found.after) == (was, now)


def test_a_cell_that_there_is_not_is_an_error_where_the_cells_are_known() -> None:
    for step in (("b3", "B2"), ("B3", "b2")):
        with pytest.raises(UnknownNameError, match=r"did you mean 'B[23]'"):
            escalates(*step, TREATMENTS, already=False, cells=iter(EVERY))


@pytest.mark.parametrize("already", [None, 0, "no"])
def test_whether_it_was_escalated_already_is_yes_or_no(already: Any) -> None:
    with pytest.raises(InputError, match=r"already: .* is neither True nor False"):
        escalates("B3", "B2", TREATMENTS, already=already)
