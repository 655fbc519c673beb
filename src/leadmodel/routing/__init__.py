"""Who should get a lead, and why not the others."""

from .decision import Candidate, Decision, WhyNot, explain_decision
from .entries import Entry, EntryKind
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
    "Candidate",
    "Charge",
    "Criterion",
    "Decision",
    "Desk",
    "Entry",
    "EntryKind",
    "HasHours",
    "HasRouting",
    "Ledger",
    "Pick",
    "Place",
    "Pool",
    "Ramp",
    "Rep",
    "Routing",
    "Session",
    "Standing",
    "Weight",
    "WhyNot",
    "allot",
    "charge",
    "check_routing",
    "entry_as_plain",
    "entry_from_plain",
    "explain_decision",
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
