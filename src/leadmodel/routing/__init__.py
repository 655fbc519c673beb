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
from .limits import Limits
from .motions import SOURCE_KINDS, Motion, MotionCheck, check_motion, motions_of
from .origins import Assignment, Origin, assignments, origin_of, self_assigned
from .pick import Pick, Place, allot, pick
from .policy import Criterion, HasRouting, Routing, check_routing
from .pool import Pool
from .pull_queue import PassedOver, Pull, PullOrder, pull
from .pulls import (
    MayPull,
    PullAlert,
    PullAlertCode,
    PullAllowance,
    PullDay,
    PullPolicy,
    may_pull,
    pull_alerts,
    pull_days,
)
from .roster import Desk, HasHours, Rep, open_desk
from .route import ready_to_route, route
from .segments import (
    GTM_TABLE,
    Figure,
    GtmPlacement,
    GtmSegment,
    GtmTable,
    HandOff,
    check_gtm,
    gtm_segment,
    segment_when,
)
from .session import Session
from .weights import Ramp, Weight, shares_of, weight_at

__all__ = [
    "GTM_TABLE",
    "SOURCE_KINDS",
    "Assignment",
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
    "Figure",
    "GtmPlacement",
    "GtmSegment",
    "GtmTable",
    "HandOff",
    "HasHours",
    "HasRouting",
    "Ledger",
    "Limits",
    "MayPull",
    "Motion",
    "MotionCheck",
    "Origin",
    "Override",
    "PassedOver",
    "Pick",
    "Place",
    "Pool",
    "Pull",
    "PullAlert",
    "PullAlertCode",
    "PullAllowance",
    "PullDay",
    "PullOrder",
    "PullPolicy",
    "Ramp",
    "Rep",
    "Routing",
    "Session",
    "Spread",
    "Standing",
    "Weight",
    "WhyNot",
    "allot",
    "assignments",
    "charge",
    "check_gtm",
    "check_motion",
    "check_routing",
    "entry_as_plain",
    "entry_from_plain",
    "explain_decision",
    "fairness_report",
    "give_back",
    "gtm_segment",
    "join",
    "leave",
    "ledger_as_plain",
    "ledger_from",
    "ledger_from_plain",
    "ledgers_from",
    "may_pull",
    "motions_of",
    "open_desk",
    "origin_of",
    "pick",
    "pull",
    "pull_alerts",
    "pull_days",
    "ready_to_route",
    "route",
    "segment_when",
    "self_assigned",
    "settle",
    "shares_of",
    "weight_at",
]
