"""Calls that a type checker has to refuse. This file is never run.

Each wrong line ends in a comment with the error code that mypy has to give there; `test_illegal_moves.py` compares.
"""

from datetime import UTC, datetime
from typing import assert_never

from leadmodel import DefinitionError, Finding, InputError
from leadmodel.errors import hint
from leadmodel.lifecycle import (
    TABLE,
    Machine,
    Move,
    Reason,
    allowed,
    assign,
    can,
    lose,
    nurture,
    qualify,
    reassign,
    run_machine,
    unqualify,
    win,
    work,
)
from leadmodel.model import LeadModel
from leadmodel.records import (
    Assigned,
    Case,
    Event,
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
    assign(assigned, to=ann, at=AT)  # E: [arg-type]
    assign(working, to=ann, at=AT)  # E: [arg-type]
    assign(qualified, to=ann, at=AT)  # E: [arg-type]
    assign(unqualified, to=ann, at=AT)  # E: [arg-type]
    reassign(raw, to=ann, at=AT)  # E: [type-var]
    reassign(in_nurture, to=ann, at=AT)  # E: [type-var]
    reassign(unqualified, to=ann, at=AT)  # E: [type-var]
    reassign(won, to=ann, at=AT)  # E: [type-var]
    work(raw, by=ann, at=AT)  # E: [arg-type]
    work(working, by=ann, at=AT)  # E: [arg-type]
    work(qualified, by=ann, at=AT)  # E: [arg-type]
    work(in_nurture, by=ann, at=AT)  # E: [arg-type]
    work(unqualified, by=ann, at=AT)  # E: [arg-type]
    work(won, by=ann, at=AT)  # E: [arg-type]
    qualify(raw, at=AT)  # E: [arg-type]
    qualify(assigned, at=AT)  # E: [arg-type]
    qualify(qualified, at=AT)  # E: [arg-type]
    qualify(in_nurture, at=AT)  # E: [arg-type]
    qualify(unqualified, at=AT)  # E: [arg-type]
    qualify(won, at=AT)  # E: [arg-type]
    nurture(qualified, reason=LATER, at=AT)  # E: [arg-type]
    nurture(in_nurture, reason=LATER, at=AT)  # E: [arg-type]
    nurture(unqualified, reason=LATER, at=AT)  # E: [arg-type]
    nurture(won, reason=LATER, at=AT)  # E: [arg-type]
    lose(raw, reason=LATER, at=AT)  # E: [arg-type]
    lose(assigned, reason=LATER, at=AT)  # E: [arg-type]
    lose(working, reason=LATER, at=AT)  # E: [arg-type]
    lose(in_nurture, reason=LATER, at=AT)  # E: [arg-type]
    lose(unqualified, reason=LATER, at=AT)  # E: [arg-type]
    lose(won, reason=LATER, at=AT)  # E: [arg-type]
    unqualify(unqualified, reason=LATER, at=AT)  # E: [arg-type]
    unqualify(won, reason=LATER, at=AT)  # E: [arg-type]
    win(raw, at=AT)  # E: [arg-type]
    win(assigned, at=AT)  # E: [arg-type]
    win(working, at=AT)  # E: [arg-type]
    win(in_nurture, at=AT)  # E: [arg-type]
    win(unqualified, at=AT)  # E: [arg-type]
    win(won, at=AT)  # E: [arg-type]


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


def forgets_who_is_raw(state: State) -> str:
    match state:
        case Assigned() | Working() | Qualified():
            return "open"
        case Nurture() | Unqualified() | Won():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


def forgets_who_is_assigned(state: State) -> str:
    match state:
        case Raw() | Working() | Qualified():
            return "open"
        case Nurture() | Unqualified() | Won():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


def forgets_who_is_worked(state: State) -> str:
    match state:
        case Raw() | Assigned() | Qualified():
            return "open"
        case Nurture() | Unqualified() | Won():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


def forgets_who_is_qualified(state: State) -> str:
    match state:
        case Raw() | Assigned() | Working():
            return "open"
        case Nurture() | Unqualified() | Won():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


def forgets_who_is_in_nurture(state: State) -> str:
    match state:
        case Raw() | Assigned() | Working() | Qualified():
            return "open"
        case Unqualified() | Won():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


def forgets_who_is_unqualified(state: State) -> str:
    match state:
        case Raw() | Assigned() | Working() | Qualified():
            return "open"
        case Nurture() | Won():
            return "closed"
        case _:
            assert_never(state)  # E: [arg-type]


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


def questions_that_make_no_sense(case: Case, event: Event, machine: Machine, model: LeadModel) -> None:
    allowed("raw")  # E: [arg-type]
    can(Stage.RAW, event, model)  # E: [arg-type]
    can(case, EventKind.WON, model)  # E: [arg-type]
    can(case, event)  # E: [call-arg]
    can(case, event, model).allowed = True  # E: [misc]
    Move("dialling", "spoke", "connected")  # E: [call-arg]
    Machine(name="calls", states=("dialling",))  # E: [call-arg]
    Machine(name="calls", states=("dialling",), start="dialling", inside="wrking")  # E: [arg-type]
    run_machine(machine, case)  # E: [arg-type]
    run_machine(case, machine).visits[0].duration.days  # E: [union-attr]


def questions_that_do(state: State, case: Case, event: Event, machine: Machine, model: LeadModel) -> bool:
    asked = (*allowed(Stage.RAW), *allowed(state), *allowed(case))
    return bool(asked) and bool(can(state, event, model)) and run_machine(case, machine).state is None
