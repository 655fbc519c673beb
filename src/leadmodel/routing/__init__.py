"""Who should get a lead, and why not the others."""

from .availability import Advice, Availability, availability
from .combination import Share
from .decision import Candidate, Decision, Effect, Passing, RuleStep, StepCode, WhyNot, explain_decision
from .desk import Desk, HasHours, open_desk
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
from .needs import Need, NeedKind
from .passing import had_by, pass_on, passed_on
from .pick import Pick, Place, allot, pick
from .policy import Criterion, HasRouting, Routing, check_routing
from .pool import Pool
from .pools import Nobody, PoolPolicy
from .quota import Period, Quota
from .replay import Replayed, decision_text, replay_decision
from .roster import Rep
from .route import ready_to_route, route
from .rules import OwnerAway, OwnerOf, Rule
from .session import Session
from .stream import Stream
from .together import Together, TogetherCode, gave_together, route_together
from .weights import Ramp, Weight, shares_of, weight_at

__all__ = [
    "Advice",
    "Availability",
    "Candidate",
    "Cause",
    "CauseCode",
    "Charge",
    "Criterion",
    "Decision",
    "Desk",
    "Effect",
    "Entry",
    "EntryKind",
    "FairShare",
    "FairnessReport",
    "HasHours",
    "HasRouting",
    "Ledger",
    "Need",
    "NeedKind",
    "Nobody",
    "Override",
    "OwnerAway",
    "OwnerOf",
    "Passing",
    "Period",
    "Pick",
    "Place",
    "Pool",
    "PoolPolicy",
    "Quota",
    "Ramp",
    "Rep",
    "Replayed",
    "Routing",
    "Rule",
    "RuleStep",
    "Session",
    "Share",
    "Spread",
    "Standing",
    "StepCode",
    "Stream",
    "Together",
    "TogetherCode",
    "Weight",
    "WhyNot",
    "allot",
    "availability",
    "charge",
    "check_routing",
    "decision_text",
    "entry_as_plain",
    "entry_from_plain",
    "explain_decision",
    "fairness_report",
    "gave_together",
    "give_back",
    "had_by",
    "join",
    "leave",
    "ledger_as_plain",
    "ledger_from",
    "ledger_from_plain",
    "ledgers_from",
    "open_desk",
    "pass_on",
    "passed_on",
    "pick",
    "ready_to_route",
    "replay_decision",
    "route",
    "route_together",
    "settle",
    "shares_of",
    "weight_at",
]
