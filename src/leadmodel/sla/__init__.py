"""Is it on time: declared promises and the clocks that measure them, with warnings, a ladder, and an account.

`SlaPolicy` declares a promise and `clocks` answers for a lead; `Timer` and `read_timer` are the engine beneath, over
marks that a host reads out of events of its own.
"""

from .account import Account, explain_timer
from .clock import Clock, ClockCycle, ClockStep, clocks
from .cycle import TimerCycle, TimerState
from .explain import ClockAccount, CycleAccount, Moved, explain_clocks
from .holders import EarlierHours
from .ladder import LadderStep, StepAction
from .marks import Action, Mark
from .policy import HasSla, HoursOf, SlaPolicy, check_sla
from .reading import Reading, read_timer
from .timer import Timer
from .triggers import Moment, Trigger

__all__ = [
    "Account",
    "Action",
    "Clock",
    "ClockAccount",
    "ClockCycle",
    "ClockStep",
    "CycleAccount",
    "EarlierHours",
    "HasSla",
    "HoursOf",
    "LadderStep",
    "Mark",
    "Moment",
    "Moved",
    "Reading",
    "SlaPolicy",
    "StepAction",
    "Timer",
    "TimerCycle",
    "TimerState",
    "Trigger",
    "check_sla",
    "clocks",
    "explain_clocks",
    "explain_timer",
    "read_timer",
]
