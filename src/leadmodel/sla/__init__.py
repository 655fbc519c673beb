"""Is it on time: response promises, their clocks, and the ladder of alerts."""

from .clock import Alert, Clock, ClockState, clocks
from .policy import HasSla, LadderStep, Recipient, SlaPolicy, check_sla

__all__ = [
    "Alert",
    "Clock",
    "ClockState",
    "HasSla",
    "LadderStep",
    "Recipient",
    "SlaPolicy",
    "check_sla",
    "clocks",
]
