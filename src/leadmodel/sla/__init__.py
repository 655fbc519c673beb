"""Is it on time: response promises and their clocks, and timers that pause, warn and start over.

`SlaPolicy` and `clocks` are the declared promise from assignment to first touch; `Timer` and `read_timer` are the
engine for any promise, over marks that a host reads out of its events.
"""

from .account import explain_timer
from .clock import Alert, Clock, ClockState, clocks
from .ladder import StepAction, TimerStep
from .marks import Action, Mark
from .policy import HasSla, LadderStep, Recipient, SlaPolicy, check_sla
from .reading import Reading, TimerCycle, TimerState, read_timer
from .timer import Timer

__all__ = [
    "Action",
    "Alert",
    "Clock",
    "ClockState",
    "HasSla",
    "LadderStep",
    "Mark",
    "Reading",
    "Recipient",
    "SlaPolicy",
    "StepAction",
    "Timer",
    "TimerCycle",
    "TimerState",
    "TimerStep",
    "check_sla",
    "clocks",
    "explain_timer",
    "read_timer",
]
