"""The values that every room shares: leads, events, states, cases, and the small things that they are made of."""

from .case import Case, Cycle, Graded
from .durations import duration, spell
from .event import Event, EventKind, in_order
from .frozen import FrozenMap
from .ids import EventId, LeadId, RepId
from .instants import iso, parse_instant, utc
from .languages import language_tag, speaks
from .lead import Company, Lead, LeadKind, Scalar
from .notes import Note
from .states import Assigned, Nurture, Qualified, Raw, Stage, State, Unqualified, Won, Working

__all__ = [
    "Assigned",
    "Case",
    "Company",
    "Cycle",
    "Event",
    "EventId",
    "EventKind",
    "FrozenMap",
    "Graded",
    "Lead",
    "LeadId",
    "LeadKind",
    "Note",
    "Nurture",
    "Qualified",
    "Raw",
    "RepId",
    "Scalar",
    "Stage",
    "State",
    "Unqualified",
    "Won",
    "Working",
    "duration",
    "in_order",
    "iso",
    "language_tag",
    "parse_instant",
    "speaks",
    "spell",
    "utc",
]
