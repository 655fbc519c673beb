"""The states' moves, the reasons for them, and the fold of events that gives a lead's state."""

from .abandon import (
    Abandonment,
    AbandonmentCount,
    AbandonmentDue,
    HasAbandonment,
    abandoned,
    abandonment_counts,
    abandonment_due,
    check_abandonment,
)
from .advance import Result, Step, advance
from .audit import Objection, audit
from .bypass import BypassCount, bypass_counts
from .click_pattern import ActivityPattern, activity_pattern
from .convert import Conversion, Person, advance_case, conversion_of, convert, people, strays
from .diagram import mermaid, move_table
from .eligibility import Eligibility, eligible_for_marketing, eligible_for_outbound
from .enrichment import (
    Enrichment,
    EnrichmentPoint,
    OutOfOrder,
    Renewal,
    SyncMeasure,
    Syncs,
    enrichments,
    out_of_order,
    renewal_due,
    sync_measure,
    syncs_before_routing,
)
from .erase import forget, forget_contact
from .exceptions import LeadException, exceptions_of, is_excepted, open_exceptions
from .gates import GateMiss, HasGate, QualifiedGate, check_gate, gate_misses, gate_missing, suggested_gate
from .handover import NoShow, OwnerChange, cascade, no_show
from .holdings import Holding, holdings
from .lint_reasons import ReasonRemark, lint_reasons
from .machine import LEAD_MACHINE, Machine, Move
from .machine_run import MachineRun, MachineStep, SubVisit, run_machine
from .moves import assign, lose, nurture, qualify, reassign, unqualify, win, work
from .opportunities import Consequences, Stays, lose_opportunity, win_opportunity
from .ownership import Ownership, Role, RoleChange, Tenure, owners
from .questions import Verdict, can
from .reasons import HasReasons, Reason, check_reasons, find_reason, nurture_program
from .recorded import (
    Contradiction,
    LateEvent,
    Repeat,
    as_known,
    contradictions,
    late_events,
    repeats,
)
from .replay import Replay, replay, resume
from .sales_nurture import hold
from .shipped_reasons import (
    WrongBuyer,
    abandoned_reasons,
    need_reasons,
    nurture_reasons,
    sales_nurture_reasons,
    shipped_reasons,
    unqualified_reasons,
    wrong_buyer,
)
from .situation import LeadSituation, Situation, handling, situation
from .sourced import Sourced, sourced
from .stamps import STATUS_FIELDS, Stamps, stamps, status_fields
from .standing import Standing, standing
from .stuck import StuckCount, StuckLead, stuck_by_rep, stuck_leads
from .table import TABLE, allowed
from .tracker import TrackerRow, journey, tracker
from .vocabulary import Choices, Fact, Place, Term, Vocabulary, check_words, facts_of

__all__ = [
    "LEAD_MACHINE",
    "STATUS_FIELDS",
    "TABLE",
    "Abandonment",
    "AbandonmentCount",
    "AbandonmentDue",
    "ActivityPattern",
    "BypassCount",
    "Choices",
    "Consequences",
    "Contradiction",
    "Conversion",
    "Eligibility",
    "Enrichment",
    "EnrichmentPoint",
    "Fact",
    "GateMiss",
    "HasAbandonment",
    "HasGate",
    "HasReasons",
    "Holding",
    "LateEvent",
    "LeadException",
    "LeadSituation",
    "Machine",
    "MachineRun",
    "MachineStep",
    "Move",
    "NoShow",
    "Objection",
    "OutOfOrder",
    "OwnerChange",
    "Ownership",
    "Person",
    "Place",
    "QualifiedGate",
    "Reason",
    "ReasonRemark",
    "Renewal",
    "Repeat",
    "Replay",
    "Result",
    "Role",
    "RoleChange",
    "Situation",
    "Sourced",
    "Stamps",
    "Standing",
    "Stays",
    "Step",
    "StuckCount",
    "StuckLead",
    "SubVisit",
    "SyncMeasure",
    "Syncs",
    "Tenure",
    "Term",
    "TrackerRow",
    "Verdict",
    "Vocabulary",
    "WrongBuyer",
    "abandoned",
    "abandoned_reasons",
    "abandonment_counts",
    "abandonment_due",
    "activity_pattern",
    "advance",
    "advance_case",
    "allowed",
    "as_known",
    "assign",
    "audit",
    "bypass_counts",
    "can",
    "cascade",
    "check_abandonment",
    "check_gate",
    "check_reasons",
    "check_words",
    "contradictions",
    "conversion_of",
    "convert",
    "eligible_for_marketing",
    "eligible_for_outbound",
    "enrichments",
    "exceptions_of",
    "facts_of",
    "find_reason",
    "forget",
    "forget_contact",
    "gate_misses",
    "gate_missing",
    "handling",
    "hold",
    "holdings",
    "is_excepted",
    "journey",
    "late_events",
    "lint_reasons",
    "lose",
    "lose_opportunity",
    "mermaid",
    "move_table",
    "need_reasons",
    "no_show",
    "nurture",
    "nurture_program",
    "nurture_reasons",
    "open_exceptions",
    "out_of_order",
    "owners",
    "people",
    "qualify",
    "reassign",
    "renewal_due",
    "repeats",
    "replay",
    "resume",
    "run_machine",
    "sales_nurture_reasons",
    "shipped_reasons",
    "situation",
    "sourced",
    "stamps",
    "standing",
    "status_fields",
    "strays",
    "stuck_by_rep",
    "stuck_leads",
    "suggested_gate",
    "sync_measure",
    "syncs_before_routing",
    "tracker",
    "unqualified_reasons",
    "unqualify",
    "win",
    "win_opportunity",
    "work",
    "wrong_buyer",
]
