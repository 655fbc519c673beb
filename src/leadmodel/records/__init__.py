"""The values that every room shares: leads, events, states, cases, and the small things that they are made of."""

from .case import Case, Cycle, Graded
from .durations import duration, spell
from .event import Event, EventKind, first_told, in_order
from .frozen import FrozenMap
from .ids import EventId, LeadId, RepId
from .instants import iso, parse_instant, utc
from .languages import language_tag, speaks
from .lead import Company, Lead, LeadKind, Scalar
from .links import (
    Account,
    AccountId,
    Campaign,
    CampaignGoal,
    CampaignId,
    Contact,
    ContactId,
    ContactRole,
    Links,
    Opportunity,
    OpportunityId,
)
from .notes import Note
from .states import Assigned, Nurture, Qualified, Raw, Stage, State, Unqualified, Won, Working
from .visit import Visit

__all__ = [
    "Account",
    "AccountId",
    "Assigned",
    "Campaign",
    "CampaignGoal",
    "CampaignId",
    "Case",
    "Company",
    "Contact",
    "ContactId",
    "ContactRole",
    "Cycle",
    "Event",
    "EventId",
    "EventKind",
    "FrozenMap",
    "Graded",
    "Lead",
    "LeadId",
    "LeadKind",
    "Links",
    "Note",
    "Nurture",
    "Opportunity",
    "OpportunityId",
    "Qualified",
    "Raw",
    "RepId",
    "Scalar",
    "Stage",
    "State",
    "Unqualified",
    "Visit",
    "Won",
    "Working",
    "duration",
    "first_told",
    "in_order",
    "iso",
    "language_tag",
    "parse_instant",
    "speaks",
    "spell",
    "utc",
]
