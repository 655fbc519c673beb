"""Names that must not be mixed up: mypy refuses a rep's id where a lead's is meant, at no cost at run time."""

from typing import NewType

__all__ = ["EventId", "LeadId", "RepId"]

LeadId = NewType("LeadId", str)
RepId = NewType("RepId", str)
EventId = NewType("EventId", str)
