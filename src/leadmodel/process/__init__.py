"""The process of a house and the agreement between its teams, as parts of the declared model."""

from .alignment import Acceptance, Alignment, Definition, Goal, NurtureTrack, Responsibility
from .lengths import date_after, instant_after
from .outline import SEVEN_STEPS, OutlineStep, outlined
from .progress import HandOff, OverdueStep, hand_offs, overdue_steps
from .standing import HasAlignment, Standing, check_alignment, missing_parts, standing
from .steps import END, Process, ProcessStep, StageName

__all__ = [
    "END",
    "SEVEN_STEPS",
    "Acceptance",
    "Alignment",
    "Definition",
    "Goal",
    "HandOff",
    "HasAlignment",
    "NurtureTrack",
    "OutlineStep",
    "OverdueStep",
    "Process",
    "ProcessStep",
    "Responsibility",
    "StageName",
    "Standing",
    "check_alignment",
    "date_after",
    "hand_offs",
    "instant_after",
    "missing_parts",
    "outlined",
    "overdue_steps",
    "standing",
]
