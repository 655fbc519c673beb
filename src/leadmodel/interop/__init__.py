"""Other people's shapes into ours: rows of files, calendars, and field histories, with every fault at once."""

from .export import csv_text, rows_of
from .field_history import (
    Backfill,
    Began,
    FieldVisit,
    HistoryCode,
    HistoryFinding,
    HistoryPlan,
    Snapshot,
    read_hubspot_history,
    read_salesforce_history,
)
from .formats import Format
from .ical import read_holidays, read_time_off
from .references import check_references
from .rows import read_events, read_leads, read_reps
from .tables import Table

__all__ = [
    "Backfill",
    "Began",
    "FieldVisit",
    "Format",
    "HistoryCode",
    "HistoryFinding",
    "HistoryPlan",
    "Snapshot",
    "Table",
    "check_references",
    "csv_text",
    "read_events",
    "read_holidays",
    "read_hubspot_history",
    "read_leads",
    "read_reps",
    "read_salesforce_history",
    "read_time_off",
    "rows_of",
]
