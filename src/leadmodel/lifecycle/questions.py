"""What may happen next, asked before it happens: the answer of `advance` without the move.

>>> from datetime import datetime, UTC
>>> from leadmodel.records import EventKind, Raw
>>> at = datetime(2026, 11, 6, 9, tzinfo=UTC)
>>> class House:
...     reasons = ()
>>> verdict = can(Raw(lead="L1", since=at), Event(id="e1", lead="L1", kind=EventKind.WON, at=at), House())
>>> verdict.allowed, verdict.code, verdict.why
(False, 'not_allowed', 'a lead in raw cannot be won, only assigned, nurtured, unqualified')
"""

from dataclasses import dataclass

from ..records import Case, Event, State
from .advance import Result, advance
from .reasons import HasReasons

__all__ = ["Verdict", "can"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an event may happen; `code` and `why` are those of the step, so they may also say what is surprising.

    A verdict is true when the event is allowed: `if can(case, event, model): ...`.
    """

    allowed: bool
    code: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def can(lead: State | Case, event: Event, model: HasReasons) -> Verdict:
    """Whether `advance` would take an event, and the reason if it would not.

    An event that would only be noted is allowed. A case is asked in the state that it has now: an event from before its
    last move is `too_early` here, while `replay` would put it in its place. Raises `InputError` for an event of another
    lead.
    """
    step = advance(lead.state if isinstance(lead, Case) else lead, event, model)
    return Verdict(allowed=step.result is not Result.REFUSED, code=step.code, why=step.why)
