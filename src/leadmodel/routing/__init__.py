"""Who should get a lead, and why not the others."""

from .assignment import BatchAssignment, BatchLoad, BatchPlace, LeftOut, assign_best, costs_of
from .backlog import Backlog, Drained, Given, Held, HeldCode, Waiting, backlog, drain
from .coverage import Alone, Coverage, CoverageCell, Staffed, Wait, coverage
from .coverage_table import CoverageTable, WeekHour, coverage_table
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
from .pick import Pick, Place, allot, pick
from .policy import Criterion, HasRouting, Routing, check_routing
from .pool import Pool
from .roster import Desk, HasHours, Rep, open_desk
from .route import ready_to_route, route
from .session import Session
from .weights import Ramp, Weight, shares_of, weight_at

__all__ = [
    "Alone",
    "Backlog",
    "BatchAssignment",
    "BatchLoad",
    "BatchPlace",
    "Candidate",
    "Cause",
    "CauseCode",
    "Charge",
    "Coverage",
    "CoverageCell",
    "CoverageTable",
    "Criterion",
    "Decision",
    "Desk",
    "Drained",
    "Entry",
    "EntryKind",
    "FairShare",
    "FairnessReport",
    "Given",
    "HasHours",
    "HasRouting",
    "Held",
    "HeldCode",
    "Ledger",
    "LeftOut",
    "Override",
    "Pick",
    "Place",
    "Pool",
    "Ramp",
    "Rep",
    "Routing",
    "Session",
    "Spread",
    "Staffed",
    "Standing",
    "Wait",
    "Waiting",
    "WeekHour",
    "Weight",
    "WhyNot",
    "allot",
    "assign_best",
    "backlog",
    "charge",
    "check_routing",
    "costs_of",
    "coverage",
    "coverage_table",
    "drain",
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
    "pick",
    "ready_to_route",
    "route",
    "settle",
    "shares_of",
    "weight_at",
]
