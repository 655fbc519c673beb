"""A visit: one stay of a lead in one state, from the event that brought it there to the event that took it away.

>>> from datetime import datetime, UTC
>>> came, went = datetime(2026, 11, 6, 9, tzinfo=UTC), datetime(2026, 11, 6, 11, tzinfo=UTC)
>>> Visit(stage=Stage.ASSIGNED, cycle=1, owner=RepId("ann"), entered_at=came, left_at=went).duration
datetime.timedelta(seconds=7200)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .ids import EventId, RepId
from .instants import utc
from .states import Stage

__all__ = ["Visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stay in a state, `[entered_at, left_at)`; who stays there still has no `left_at`.

    Coming back to a state is another visit. `cycle` is the time round that it belongs to, 0 before the first; `owner`
    is who held the lead when it came, None in a state that nobody holds (raw, nurture, unqualified). Being passed on
    within a state is no new visit. `entered_by` and `left_by` are the events; the capture of a lead is none.
    """

    stage: Stage
    cycle: int
    owner: RepId | None
    entered_at: datetime
    left_at: datetime | None = None
    entered_by: EventId | None = None
    left_by: EventId | None = None

    @property
    def duration(self) -> timedelta | None:
        """How long the stay took; None while it lasts."""
        return None if self.left_at is None else self.left_at - self.entered_at

    def lasted(self, at: datetime) -> timedelta:
        """How long the stay took, or has taken by an instant; never below zero.

        >>> from datetime import UTC
        >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
        >>> visit = Visit(stage=Stage.RAW, cycle=0, owner=None, entered_at=nine)
        >>> visit.lasted(datetime(2026, 11, 6, 9, 30, tzinfo=UTC)).seconds
        1800

        Raises `TimeError` for a naive `at`.
        """
        until = utc(at, "at")
        if self.left_at is not None and self.left_at < until:
            until = self.left_at
        return max(until - self.entered_at, timedelta())
