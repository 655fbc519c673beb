"""How are we doing: measures over cases."""

from .measure import Measures, measure
from .survival import median, median_with_waiting

__all__ = ["Measures", "measure", "median", "median_with_waiting"]
