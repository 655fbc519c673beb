"""Calls that a type checker has to refuse. This file is never run.

Each wrong line ends in a comment with the error code that mypy has to give there; `test_illegal_moves.py` compares.
"""

from datetime import UTC, datetime
from typing import assert_never

from leadmodel import DefinitionError, Finding, InputError
from leadmodel.errors import hint
from leadmodel.lifecycle import (
    TABLE,
    Reason,
    assign,
    lose,
    nurture,
    qualify,
    reassign,
    unqualify,
    win,
    work,
)
from leadmodel.records import (
    Assigned,
    EventKind,
    Lead,
    LeadId,
    Nurture,
    Qualified,
    Raw,
    RepId,
    Stage,
    State,
    Unqualified,
    Won,
    Working,
)

Finding(path="$.routing", message=7)  # E: [arg-type]
Finding(path="$.routing").path  # E: [call-arg]
DefinitionError("the model", ["a text is not a finding"])  # E: [list-item]
InputError("at", "x")  # E: [call-arg]
hint("x", known=3)  # E: [arg-type]


def paint(finding: Finding) -> None:
    finding.path = "$"  # E: [misc]
    finding.colour  # E: [attr-defined]


def fine(finding: Finding) -> str:
    return finding.path + finding.message


AT = datetime(2026, 11, 6, 9, tzinfo=UTC)
LATER = Reason(code="budget_later", disposition="nurture", says="Budget not available for 6+ months")


def moves_that_no_lead_can_make(
    raw: Raw,
    assigned: Assigned,
    working: Working,
    qualified: Qualified,
    in_nurture: Nurture,
    unqualified: Unqualified,
    won: Won,
    ann: RepId,
) -> None:
    qualify(raw, at=AT)  # E: [arg-type]
    qualify(assigned, at=AT)  # E: [arg-type]
    qualify(in_nurture, at=AT)  # E: [arg-type]
    work(raw, by=ann, at=AT)  # E: [arg-type]
    work(working, by=ann, at=AT)  # E: [arg-type]
    win(working, at=AT)  # E: [arg-type]
    win(raw, at=AT)  # E: [arg-type]
    lose(working, reason=LATER, at=AT)  # E: [arg-type]
    lose(won, reason=LATER, at=AT)  # E: [arg-type]
    assign(unqualified, to=ann, at=AT)  # E: [arg-type]
    assign(working, to=ann, at=AT)  # E: [arg-type]
    reassign(raw, to=ann, at=AT)  # E: [type-var]
    nurture(qualified, reason=LATER, at=AT)  # E: [arg-type]
    nurture(unqualified, reason=LATER, at=AT)  # E: [arg-type]
    unqualify(won, reason=LATER, at=AT)  # E: [arg-type]


def moves_that_say_too_little(working: Working, assigned: Assigned, ann: RepId) -> None:
    nurture(working, at=AT)  # E: [call-arg]
    unqualify(working, at=AT)  # E: [call-arg]
    nurture(working, reason="budget_later", at=AT)  # E: [arg-type]
    qualify(working)  # E: [call-arg]
    qualify(working, AT)  # E: [call-arg]
    work(assigned, at=AT)  # E: [call-arg]
    Reason(code="won", disposition="won", says="not a way to let a lead go")  # E: [arg-type]


def names_that_are_mixed_up(raw: Raw, assigned: Assigned, lead: LeadId, ann: RepId) -> None:
    assign(raw, to="ann", at=AT)  # E: [arg-type]
    assign(raw, to=lead, at=AT)  # E: [arg-type]
    work(assigned, by="ann", at=AT)  # E: [arg-type]
    Lead(id="L1", captured_at=AT, source="form")  # E: [arg-type]
    Lead(id=ann, captured_at=AT, source="form")  # E: [arg-type]
    Raw(lead="L1", since=AT)  # E: [arg-type]


def values_that_do_not_change(assigned: Assigned, ann: RepId) -> None:
    assigned.owner = ann  # E: [misc]
    assigned.worked_at  # E: [attr-defined]
    TABLE[Stage.RAW][EventKind.WON] = Stage.WON  # E: [index]


def forgets_who_has_won(state: State) -> str:
    match state:
        case Raw() | Assigned() | Working() | Qualified():
            return "open"
        case Nurture() | Unqualified():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


def forgets_nobody(state: State) -> str:
    match state:
        case Raw() | Assigned() | Working() | Qualified():
            return "open"
        case Nurture() | Unqualified() | Won():
            return "closed"
        case _:
            assert_never(state)


def everything_in_its_place(raw: Raw, ann: RepId) -> Won:
    assigned = reassign(assign(raw, to=ann, at=AT), to=RepId("bob"), at=AT)
    working = reassign(work(assigned, by=RepId("bob"), at=AT), to=ann, at=AT)
    nurture(raw, reason=LATER, at=AT)
    lose(qualify(working, at=AT), reason=LATER, at=AT)
    return win(reassign(qualify(working, at=AT), to=ann, at=AT), at=AT)
