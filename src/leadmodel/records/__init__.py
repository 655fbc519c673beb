"""The values that every room shares: leads, events, states, cases, and the small things that they are made of."""

from .browser import accept_language
from .case import Case, Cycle, Graded
from .durations import duration, spell
from .event import Event, EventKind, first_told, in_order
from .frozen import FrozenMap
from .ids import EventId, LeadId, RepId
from .instants import iso, parse_instant, utc
from .languages import language_tag, speaks
from .lead import Company, Lead, LeadKind, Scalar
from .levels import Level, language_level, spoken_at
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
from .nearby import proposed_substitutes
from .notes import Note
from .states import Assigned, Nurture, Qualified, Raw, Stage, State, Unqualified, Won, Working
from .substitutes import Answered, Reached, answers, check_substitutes
from .visit import Visit

__all__ = [
    "Account",
    "AccountId",
    "Answered",
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
    "Level",
    "Links",
    "Note",
    "Nurture",
    "Opportunity",
    "OpportunityId",
    "Qualified",
    "Raw",
    "Reached",
    "RepId",
    "Scalar",
    "Stage",
    "State",
    "Unqualified",
    "Visit",
    "Won",
    "Working",
    "accept_language",
    "answers",
    "check_substitutes",
    "duration",
    "first_told",
    "in_order",
    "iso",
    "language_level",
    "language_tag",
    "parse_instant",
    "proposed_substitutes",
    "speaks",
    "spell",
    "spoken_at",
    "utc",
]
