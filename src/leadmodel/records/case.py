"""A case: one lead with its history, the state that follows from it, and each time round the cycle."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from .event import Event
from .ids import EventId, RepId
from .lead import Lead
from .states import Stage, State
from .visit import Visit

__all__ = ["Case", "Cycle", "Graded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One time round: the stamps between an assignment and what came of it. Recycling opens the next one.

    `owner` is who picked the lead up, or who holds it until somebody does; `first_touch_at` is the first human touch by
    any rep and stops the lead's clock; `worked_at` is the owner's own, which moves the lead to Working. `outcome` is
    what became of the lead last: its disposition, or what followed a qualified one (won, or lost and back in nurture);
    `qualified_at` stays. `model` is the version of the declared model under which the cycle was opened, if the event
    that opened it says so.
    """

    number: int
    owner: RepId
    assigned_at: datetime
    first_touch_at: datetime | None = None
    worked_at: datetime | None = None
    qualified_at: datetime | None = None
    outcome: Stage | None = None
    outcome_at: datetime | None = None
    reason: str | None = None
    model: str | None = None

    def as_of(self, at: datetime) -> "Cycle":
        """The cycle as it stood at an instant: later stamps are left out, and an outcome that came later is open.

        Before a qualified lead was lost or won its outcome was Qualified. Who held the lead at the time is not kept.
        """
        if all(
            stamp is None or stamp <= at for stamp in (self.first_touch_at, self.worked_at, self.outcome_at)
        ):
            return self
        qualified = _not_later(self.qualified_at, at)
        decided = self.outcome_at is not None and self.outcome_at <= at
        return replace(
            self,
            first_touch_at=_not_later(self.first_touch_at, at),
            worked_at=_not_later(self.worked_at, at),
            qualified_at=qualified,
            outcome=self.outcome if decided else Stage.QUALIFIED if qualified else None,
            outcome_at=self.outcome_at if decided else qualified,
            reason=self.reason if decided else None,
        )

    @property
    def bypassed(self) -> bool:
        """Dispositioned without the owner's touch: picked up, but no answer whose speed could be measured."""
        return self.outcome is not None and self.worked_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that is known of one lead, as of the last event in its history; `refused` events did nothing.

    `visits` are its stays in the states, one after the other from the capture on; the last one lasts still.
    """

    lead: Lead
    history: tuple[Event, ...]
    state: State
    cycles: tuple[Cycle, ...] = ()
    refused: tuple[EventId, ...] = ()
    visits: tuple[Visit, ...] = ()


def _not_later(stamp: datetime | None, at: datetime) -> datetime | None:
    return stamp if stamp is not None and stamp <= at else None


class Graded(Protocol):
    """What conditions may read of a scorecard: the rooms that score and the rooms that ask do not know each other."""

    @property
    def grade(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def fit(self) -> int: ...
    @property
    def score(self) -> int: ...
    @property
    def sales_ready(self) -> bool: ...
