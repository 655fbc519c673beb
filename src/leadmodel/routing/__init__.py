"""Who should get a lead, and why not the others."""

from .decision import Candidate, Decision, WhyNot, explain_decision
from .entries import Entry, EntryKind
from .fairness_report import Cause, CauseCode, FairnessReport, FairShare, Override, Spread, fairness_report
from .ledger import (
    Charge,
    Ledger,
    Standing,
    charge,
    give_back,
    join,
    leave,
    ledger_from,
    ledgers_from,
    settle,
)
from .ledger_plain import entry_as_plain, entry_from_plain, ledger_as_plain, ledger_from_plain
from .parts import Part, parts
from .pick import Pick, Place, allot, pick
from .policy import Criterion, HasRouting, Routing, check_routing
from .pool import Pool
from .roster import Desk, HasHours, Rep, open_desk
from .route import ready_to_route, route
from .session import Session
from .weights import Ramp, Weight, shares_of, weight_at

__all__ = [
    "Candidate",
    "Cause",
    "CauseCode",
    "Charge",
    "Criterion",
    "Decision",
    "Desk",
    "Entry",
    "EntryKind",
    "FairShare",
    "FairnessReport",
    "HasHours",
    "HasRouting",
    "Ledger",
    "Override",
    "Part",
    "Pick",
    "Place",
    "Pool",
    "Ramp",
    "Rep",
    "Routing",
    "Session",
    "Spread",
    "Standing",
    "Weight",
    "WhyNot",
    "allot",
    "charge",
    "check_routing",
    "entry_as_plain",
    "entry_from_plain",
    "explain_decision",
    "fairness_report",
    "give_back",
    "join",
    "leave",
    "ledger_as_plain",
    "ledger_from",
    "ledger_from_plain",
    "ledgers_from",
    "open_desk",
    "parts",
    "pick",
    "ready_to_route",
    "route",
    "settle",
    "shares_of",
    "weight_at",
]
