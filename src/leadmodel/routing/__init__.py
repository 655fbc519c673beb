"""Who should get a lead, and why not the others."""

from .account_limits import (
    AccountAllowance,
    AccountOf,
    AccountPolicy,
    HeldAccount,
    RepAccounts,
    WhatToDo,
    account_holdings,
    may_take_account,
)
from .availability import Advice, Availability, availability
from .decision import Candidate, Decision, Effect, RuleStep, StepCode, WhyNot, explain_decision
from .delegates import Delegation, DelegationCode, away_on, check_delegates, delegate_of
from .desk import Desk, HasHours, open_desk
from .entries import Entry, EntryKind
from .fairness_report import Cause, CauseCode, FairnessReport, FairShare, Override, Spread, fairness_report
from .leaving import Moved, NotPlaced, Sweep, Unplaced, sweep
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
from .needs import Need, NeedKind
from .origins import Assignment, Origin, assignments, origin_of, self_assigned
from .parts import Part, part_of, parts_of
from .pick import Pick, Place, allot, pick
from .policy import Criterion, HasRouting, Routing, check_routing
from .pool import Pool
from .pools import Nobody, PoolPolicy
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
from .quota import Period, Quota
from .replay import Replayed, decision_text, replay_decision
from .reroutes import WRONG_RECIPIENT, HandReport, Reroute, Rerouted, RerouteReport, given_by_hand, reroutes
from .roster import Rep
from .route import ready_to_route, route
from .rules import OwnerAway, OwnerOf, Rule
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
from .stream import Stream
from .weights import Ramp, Weight, shares_of, weight_at

__all__ = [
    "GTM_TABLE",
    "SOURCE_KINDS",
    "WRONG_RECIPIENT",
    "AccountAllowance",
    "AccountOf",
    "AccountPolicy",
    "Advice",
    "Assignment",
    "Availability",
    "Candidate",
    "Cause",
    "CauseCode",
    "Charge",
    "Criterion",
    "Decision",
    "Delegation",
    "DelegationCode",
    "Desk",
    "Effect",
    "Entry",
    "EntryKind",
    "FairShare",
    "FairnessReport",
    "Figure",
    "GtmPlacement",
    "GtmSegment",
    "GtmTable",
    "HandOff",
    "HandReport",
    "HasHours",
    "HasRouting",
    "HeldAccount",
    "Ledger",
    "Limits",
    "MayPull",
    "Motion",
    "MotionCheck",
    "Moved",
    "Need",
    "NeedKind",
    "Nobody",
    "NotPlaced",
    "Origin",
    "Override",
    "OwnerAway",
    "OwnerOf",
    "Part",
    "PassedOver",
    "Period",
    "Pick",
    "Place",
    "Pool",
    "PoolPolicy",
    "Pull",
    "PullAlert",
    "PullAlertCode",
    "PullAllowance",
    "PullDay",
    "PullOrder",
    "PullPolicy",
    "Quota",
    "Ramp",
    "Rep",
    "RepAccounts",
    "Replayed",
    "Reroute",
    "RerouteReport",
    "Rerouted",
    "Routing",
    "Rule",
    "RuleStep",
    "Session",
    "Spread",
    "Standing",
    "StepCode",
    "Stream",
    "Sweep",
    "Unplaced",
    "Weight",
    "WhatToDo",
    "WhyNot",
    "account_holdings",
    "allot",
    "assignments",
    "availability",
    "away_on",
    "charge",
    "check_delegates",
    "check_gtm",
    "check_motion",
    "check_routing",
    "decision_text",
    "delegate_of",
    "entry_as_plain",
    "entry_from_plain",
    "explain_decision",
    "fairness_report",
    "give_back",
    "given_by_hand",
    "gtm_segment",
    "join",
    "leave",
    "ledger_as_plain",
    "ledger_from",
    "ledger_from_plain",
    "ledgers_from",
    "may_pull",
    "may_take_account",
    "motions_of",
    "open_desk",
    "origin_of",
    "part_of",
    "parts_of",
    "pick",
    "pull",
    "pull_alerts",
    "pull_days",
    "ready_to_route",
    "replay_decision",
    "reroutes",
    "route",
    "segment_when",
    "self_assigned",
    "settle",
    "shares_of",
    "sweep",
    "weight_at",
]
