"""Everything that the flow knows of one lead, also of one that was not routed."""

from dataclasses import dataclass
from datetime import datetime

from ..conditions import Condition
from ..errors import InputError, UnknownNameError
from ..flow import Report
from ..interop import Table
from ..model import LeadModel
from ..records import Case, Lead, Raw, State, iso
from ..routing import Decision, Rep, open_desk
from ..scoring import Scorecard
from ..sla import Clock, clocks

__all__ = ["Explained", "explained", "known_lead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One lead in full: `why_no_decision` says what kept it from being routed in this run."""

    lead: Lead
    state: State
    card: Scorecard
    clocks: tuple[Clock, ...]
    decision: Decision | None
    why_no_decision: str | None


def known_lead(lead: str, leads: Table[Lead], at: datetime) -> None:
    """Refuse a lead that cannot be explained.

    Raises `UnknownNameError`, with the nearest id, for one that is not in the table, and `InputError` for one that was
    captured only after the instant of the report.
    """
    found = next((each for each in leads if each.id == lead), None)
    if found is None:
        raise UnknownNameError("lead", lead, [each.id for each in leads])
    if found.captured_at > at:
        raise InputError("--explain", lead, f"was captured only at {iso(found.captured_at)}, after --at")


def explained(lead: str, report: Report, model: LeadModel, reps: Table[Rep]) -> Explained:
    """What became of one lead, and why."""
    case = next(each for each in report.cases if each.lead.id == lead)
    card = report.cards[lead]
    desk = open_desk(reps, model, cases=report.cases)
    decision = next((each for each in report.decisions if each.lead == lead), None)
    return Explained(
        lead=case.lead,
        state=case.state,
        card=card,
        clocks=clocks(case, model, schedules=desk.schedules, at=report.at, card=card),
        decision=decision,
        why_no_decision=None if decision else _why_no_decision(case, report, model.routing.when),
    )


def _why_no_decision(case: Case, report: Report, when: Condition) -> str:
    lead = case.lead
    if not isinstance(case.state, Raw):
        return f"is {case.state.stage.value} and waits for no rep"
    twice = next((each for each in report.duplicates if each.lead == lead.id), None)
    if twice:
        return f"is the same person as {twice.of}: {twice.why}"
    if lead.id in report.undecided:
        return f"too little is known to say whether {when}"
    return f"does not meet {when}"
