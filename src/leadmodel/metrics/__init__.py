"""How are we doing: measures over cases."""

from .measure import Measures, left_out, measure
from .survival import median, median_with_waiting
from .volume import OffHours, off_hours, waiting_saved

__all__ = [
    "Measures",
    "OffHours",
    "left_out",
    "measure",
    "median",
    "median_with_waiting",
    "off_hours",
    "waiting_saved",
]
