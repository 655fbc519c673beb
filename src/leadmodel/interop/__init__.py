"""Other people's shapes into ours: the rows of CSV and JSON lines files, with every fault at once."""

from .formats import Format
from .references import check_references
from .rows import read_events, read_leads, read_reps
from .tables import Table

__all__ = ["Format", "Table", "check_references", "read_events", "read_leads", "read_reps"]
