"""Other people's shapes into ours: rows of CSV and JSON lines files, and calendars, with every fault at once."""

from .formats import Format
from .ical import read_holidays, read_time_off
from .references import check_references
from .rows import read_events, read_leads, read_reps
from .tables import Table

__all__ = [
    "Format",
    "Table",
    "check_references",
    "read_events",
    "read_holidays",
    "read_leads",
    "read_reps",
    "read_time_off",
]
