"""Lead management as code: one declared model, and plain functions that answer questions about it.

Each name is loaded with the room that owns it on first use: `import leadmodel` alone costs next to nothing.

>>> import leadmodel
>>> leadmodel.errors.hint("manger", ["manager", "rep"])
", did you mean 'manager'?"
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import conditions as conditions
    from . import documents as documents
    from . import errors as errors
    from . import flow as flow
    from . import frames as frames
    from . import hours as hours
    from . import interop as interop
    from . import lifecycle as lifecycle
    from . import matching as matching
    from . import metrics as metrics
    from . import model as model
    from . import overdue as overdue
    from . import plots as plots
    from . import process as process
    from . import records as records
    from . import routing as routing
    from . import schema as schema
    from . import scoring as scoring
    from . import sla as sla
    from . import stores as stores
    from . import testing as testing
    from . import whatif as whatif
    from . import whereabouts as whereabouts
    from .conditions import Condition as Condition
    from .conditions import CustomField as CustomField
    from .conditions import FieldKind as FieldKind
    from .documents import render_alignment as render_alignment
    from .documents import render_process as render_process
    from .errors import DefinitionError as DefinitionError
    from .errors import Finding as Finding
    from .errors import InputError as InputError
    from .errors import LeadModelError as LeadModelError
    from .errors import NoTransitionError as NoTransitionError
    from .errors import RowError as RowError
    from .errors import TimeError as TimeError
    from .errors import UnknownNameError as UnknownNameError
    from .flow import MatrixCell as MatrixCell
    from .flow import Report as Report
    from .flow import run as run
    from .hours import Holiday as Holiday
    from .hours import HolidayList as HolidayList
    from .hours import Hours as Hours
    from .hours import Schedule as Schedule
    from .hours import Timeline as Timeline
    from .hours import TimeOff as TimeOff
    from .hours import Week as Week
    from .lifecycle import Abandonment as Abandonment
    from .lifecycle import Machine as Machine
    from .lifecycle import Move as Move
    from .lifecycle import QualifiedGate as QualifiedGate
    from .lifecycle import Reason as Reason
    from .lifecycle import Replay as Replay
    from .lifecycle import Step as Step
    from .lifecycle import Verdict as Verdict
    from .lifecycle import advance as advance
    from .lifecycle import allowed as allowed
    from .lifecycle import assign as assign
    from .lifecycle import audit as audit
    from .lifecycle import can as can
    from .lifecycle import eligible_for_marketing as eligible_for_marketing
    from .lifecycle import eligible_for_outbound as eligible_for_outbound
    from .lifecycle import lose as lose
    from .lifecycle import mermaid as mermaid
    from .lifecycle import move_table as move_table
    from .lifecycle import nurture as nurture
    from .lifecycle import qualify as qualify
    from .lifecycle import reassign as reassign
    from .lifecycle import replay as replay
    from .lifecycle import resume as resume
    from .lifecycle import run_machine as run_machine
    from .lifecycle import unqualify as unqualify
    from .lifecycle import win as win
    from .lifecycle import work as work
    from .matching import Duplicate as Duplicate
    from .matching import Matching as Matching
    from .matching import find_duplicates as find_duplicates
    from .metrics import Measures as Measures
    from .metrics import measure as measure
    from .model import LeadModel as LeadModel
    from .overdue import LateLead as LateLead
    from .overdue import PendingStep as PendingStep
    from .process import Alignment as Alignment
    from .process import Process as Process
    from .process import ProcessStep as ProcessStep
    from .process import missing_parts as missing_parts
    from .process import overdue_steps as overdue_steps
    from .records import Assigned as Assigned
    from .records import Case as Case
    from .records import Company as Company
    from .records import Cycle as Cycle
    from .records import Event as Event
    from .records import EventId as EventId
    from .records import EventKind as EventKind
    from .records import Lead as Lead
    from .records import LeadId as LeadId
    from .records import LeadKind as LeadKind
    from .records import Nurture as Nurture
    from .records import Qualified as Qualified
    from .records import Raw as Raw
    from .records import RepId as RepId
    from .records import Stage as Stage
    from .records import State as State
    from .records import Unqualified as Unqualified
    from .records import Visit as Visit
    from .records import Won as Won
    from .records import Working as Working
    from .records import spell as spell
    from .routing import Candidate as Candidate
    from .routing import Decision as Decision
    from .routing import Desk as Desk
    from .routing import Rep as Rep
    from .routing import Routing as Routing
    from .routing import Stream as Stream
    from .routing import WhyNot as WhyNot
    from .routing import availability as availability
    from .routing import open_desk as open_desk
    from .routing import ready_to_route as ready_to_route
    from .routing import route as route
    from .schema import dump_model as dump_model
    from .schema import load_model as load_model
    from .schema import model_schema as model_schema
    from .schema import parse_model as parse_model
    from .scoring import BehaviourRule as BehaviourRule
    from .scoring import FitRule as FitRule
    from .scoring import GradeBand as GradeBand
    from .scoring import LevelBand as LevelBand
    from .scoring import Scorecard as Scorecard
    from .scoring import Scoring as Scoring
    from .scoring import score as score
    from .sla import Clock as Clock
    from .sla import ClockCycle as ClockCycle
    from .sla import HoursOf as HoursOf
    from .sla import LadderStep as LadderStep
    from .sla import SlaPolicy as SlaPolicy
    from .sla import TimerState as TimerState
    from .sla import Trigger as Trigger
    from .sla import clocks as clocks
    from .sla import explain_clocks as explain_clocks

__version__ = "0.1.0"

#: Which room owns which names. Adding one takes three lines: here, in `__all__`, and above for type checkers.
_FACE = {
    "conditions": "Condition CustomField FieldKind",
    "documents": "render_alignment render_process",
    "errors": (
        "DefinitionError Finding InputError LeadModelError NoTransitionError RowError TimeError "
        "UnknownNameError"
    ),
    "flow": "MatrixCell Report run",
    "hours": "Holiday HolidayList Hours Schedule TimeOff Timeline Week",
    "lifecycle": (
        "Abandonment Machine Move QualifiedGate Reason Replay Step Verdict advance allowed assign audit "
        "can eligible_for_marketing eligible_for_outbound lose mermaid move_table nurture qualify "
        "reassign replay resume run_machine unqualify win work"
    ),
    "matching": "Duplicate Matching find_duplicates",
    "metrics": "Measures measure",
    "model": "LeadModel",
    "overdue": "LateLead PendingStep",
    "process": "Alignment Process ProcessStep missing_parts overdue_steps",
    "records": (
        "Assigned Case Company Cycle Event EventId EventKind Lead LeadId LeadKind Nurture Qualified Raw "
        "RepId Stage State Unqualified Visit Won Working spell"
    ),
    "routing": "Candidate Decision Desk Rep Routing Stream WhyNot availability open_desk ready_to_route route",
    "schema": "dump_model load_model model_schema parse_model",
    "scoring": "BehaviourRule FitRule GradeBand LevelBand Scorecard Scoring score",
    "sla": "Clock ClockCycle HoursOf LadderStep SlaPolicy TimerState Trigger clocks explain_clocks",
}
_HOME = {name: room for room, names in _FACE.items() for name in names.split()}

#: Rooms that are read as `leadmodel.errors`, without an import of their own.
_ROOMS = frozenset(
    (
        "conditions documents errors flow frames hours interop lifecycle matching metrics model overdue "
        "plots process records routing schema scoring sla stores testing whatif whereabouts"
    ).split()
)

__all__ = [
    "Abandonment",
    "Alignment",
    "Assigned",
    "BehaviourRule",
    "Candidate",
    "Case",
    "Clock",
    "ClockCycle",
    "Company",
    "Condition",
    "CustomField",
    "Cycle",
    "Decision",
    "DefinitionError",
    "Desk",
    "Duplicate",
    "Event",
    "EventId",
    "EventKind",
    "FieldKind",
    "Finding",
    "FitRule",
    "GradeBand",
    "Holiday",
    "HolidayList",
    "Hours",
    "HoursOf",
    "InputError",
    "LadderStep",
    "LateLead",
    "Lead",
    "LeadId",
    "LeadKind",
    "LeadModel",
    "LeadModelError",
    "LevelBand",
    "Machine",
    "Matching",
    "MatrixCell",
    "Measures",
    "Move",
    "NoTransitionError",
    "Nurture",
    "PendingStep",
    "Process",
    "ProcessStep",
    "Qualified",
    "QualifiedGate",
    "Raw",
    "Reason",
    "Rep",
    "RepId",
    "Replay",
    "Report",
    "Routing",
    "RowError",
    "Schedule",
    "Scorecard",
    "Scoring",
    "SlaPolicy",
    "Stage",
    "State",
    "Step",
    "Stream",
    "TimeError",
    "TimeOff",
    "Timeline",
    "TimerState",
    "Trigger",
    "UnknownNameError",
    "Unqualified",
    "Verdict",
    "Visit",
    "Week",
    "WhyNot",
    "Won",
    "Working",
    "advance",
    "allowed",
    "assign",
    "audit",
    "availability",
    "can",
    "clocks",
    "conditions",
    "documents",
    "dump_model",
    "eligible_for_marketing",
    "eligible_for_outbound",
    "errors",
    "explain_clocks",
    "find_duplicates",
    "flow",
    "frames",
    "hours",
    "interop",
    "lifecycle",
    "load_model",
    "lose",
    "matching",
    "measure",
    "mermaid",
    "metrics",
    "missing_parts",
    "model",
    "model_schema",
    "move_table",
    "nurture",
    "open_desk",
    "overdue",
    "overdue_steps",
    "parse_model",
    "plots",
    "process",
    "qualify",
    "ready_to_route",
    "reassign",
    "records",
    "render_alignment",
    "render_process",
    "replay",
    "resume",
    "route",
    "routing",
    "run",
    "run_machine",
    "schema",
    "score",
    "scoring",
    "sla",
    "spell",
    "stores",
    "testing",
    "unqualify",
    "whatif",
    "whereabouts",
    "win",
    "work",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _ROOMS:
        return import_module(f".{name}", __name__)
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    # Kept, so that the next look costs what any attribute costs.
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
