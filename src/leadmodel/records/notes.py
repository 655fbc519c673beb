"""Names of notes that the library itself understands; a house adds whatever others it likes.

>>> Note.OPTED_OUT.value
'opted_out'
"""

from enum import StrEnum

__all__ = ["Note"]


class Note(StrEnum):
    """What a `noted` event says by its `activity`, where that has a meaning beyond the clocks of a house."""

    CONTACT_ROLE_ADDED = "contact_role_added"
    """The person has a role in an opportunity."""
    CONVERTED = "converted"
    """The lead goes on as a contact; `subject` is the contact's id."""
    ENRICHED = "enriched"
    """Data about the person or the company was added or renewed."""
    EXCEPTION = "exception"
    """The lead is outside the process, and so outside the measures."""
    EXCEPTION_RESOLVED = "exception_resolved"
    """The process has a place for it now."""
    FOLLOW_UP = "follow_up"
    """A rep will come back to the lead at `planned_from`."""
    MARKETING_QUALIFIED = "marketing_qualified"
    """The score came to the mark from which marketing hands a lead over."""
    MEETING_BOOKED = "meeting_booked"
    """A meeting was agreed; `subject` is its id, `planned_from` when it is to be."""
    MEETING_COMPLETED = "meeting_completed"
    """A meeting took place."""
    MEETING_NO_SHOW = "meeting_no_show"
    """Nobody came to a meeting; `subject` is its id."""
    OPPORTUNITY_CREATED = "opportunity_created"
    """There is an opportunity; `subject` is its id."""
    OPTED_OUT = "opted_out"
    """The person wants no more messages."""
    OWNER_TOLD = "owner_told"
    """A rep was told of something that concerns a lead; `subject` is what it was about."""
    PROCESS_STEP = "process_step"
    """The lead came into a step of the declared process; `subject` is the name of the step."""
    ROLE_GIVEN = "role_given"
    """A rep holds the record in a role; `subject` is the role, `rep` who, or nobody."""
    SCORED = "scored"
    """The lead was given a score."""
    SYNCED = "synced"
    """The record was copied from one system to another."""
