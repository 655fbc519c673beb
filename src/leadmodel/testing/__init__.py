"""For those who embed the library: the race that their own store has to stand."""

from .plan import RacedStore
from .race import race
from .report import Fault, FaultCode, RaceReport

__all__ = ["Fault", "FaultCode", "RaceReport", "RacedStore", "race"]
