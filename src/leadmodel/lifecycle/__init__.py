"""The states' moves, the reasons for them, and the fold of events that gives a lead's state."""

from .advance import Result, Step, advance
from .moves import assign, lose, nurture, qualify, reassign, unqualify, win, work
from .reasons import HasReasons, Reason, check_reasons, find_reason
from .replay import Replay, replay
from .table import TABLE, allowed

__all__ = [
    "TABLE",
    "HasReasons",
    "Reason",
    "Replay",
    "Result",
    "Step",
    "advance",
    "allowed",
    "assign",
    "check_reasons",
    "find_reason",
    "lose",
    "nurture",
    "qualify",
    "reassign",
    "replay",
    "unqualify",
    "win",
    "work",
]
