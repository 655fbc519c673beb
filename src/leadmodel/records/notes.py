"""Names of notes that the library itself understands; a house adds whatever others it likes.

>>> Note.OPTED_OUT.value
'opted_out'
"""

from enum import StrEnum

__all__ = ["Note"]


class Note(StrEnum):
    """What a `noted` event says by its `activity`, where that has a meaning beyond the clocks of a house."""

    CONVERTED = "converted"
    """The lead goes on as a contact; `subject` is the contact's id."""
    ENRICHED = "enriched"
    """Data about the person or the company was added or renewed."""
    EXCEPTION = "exception"
    """The lead is outside the process, and so outside the measures."""
    EXCEPTION_RESOLVED = "exception_resolved"
    """The process has a place for it now."""
    OPTED_OUT = "opted_out"
    """The person wants no more messages."""
    SYNCED = "synced"
    """The record was copied from one system to another."""
