"""What a reading says of one cycle of a clock."""

from dataclasses import dataclass, fields, make_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from .ladder import LadderStep

__all__ = ["DRAFT", "Ahead", "Reached", "TimerCycle", "TimerState", "Warned"]


class TimerState(StrEnum):
    """How a clock stands: breached is for good, also when the answer came at last or nobody waits any more."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    CANCELLED = "cancelled"


_RUNNING, _PAUSED, _MET = TimerState.RUNNING, TimerState.PAUSED, TimerState.MET
_BREACHED, _CANCELLED = TimerState.BREACHED, TimerState.CANCELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A warning that has been reached, with its fraction as declared."""

    fraction: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A step of the ladder that has been reached."""

    step: LadderStep
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The step that comes next if nothing changes; `at` is None while the clock is paused."""

    step: LadderStep
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerCycle:
    """One start and what came of it, as of the reading.

    Used time leaves pauses out: in calendar time all of a pause, in business time the open part of it. Waited time
    leaves nothing out. Both count from the start or the last reset to the end or to the reading; the business figures
    are None without hours. `remaining` is the target less the time used on its basis, negative when overdue.

    `due` is the instant of the breach once there is one, and what the target was or will be without a further pause
    otherwise; None while paused, and where the hours never get that far (`no_due` says which). `latest` and
    `exceeded_at` are the same for the maximum. A reset starts the target anew, but no breach is forgotten:
    `earlier_breaches` holds those before the last reset.

    `next_at` is when a warning, the target, the maximum or a step is reached next, if nothing changes.
    """

    number: int
    state: TimerState
    started_at: datetime
    restarted_at: datetime | None
    paused_since: datetime | None
    stopped_at: datetime | None
    cancelled_at: datetime | None
    due: datetime | None
    no_due: str
    breached_at: datetime | None
    latest: datetime | None
    exceeded_at: datetime | None
    remaining: timedelta
    used_calendar: timedelta
    used_business: timedelta | None
    waited_calendar: timedelta
    waited_business: timedelta | None
    warnings: tuple[Warned, ...]
    steps: tuple[Reached, ...]
    next_step: Ahead | None
    next_at: datetime | None
    earlier_breaches: tuple[datetime, ...]

    @property
    def open(self) -> bool:
        """Neither stopped nor cancelled yet."""
        return self.stopped_at is None and self.cancelled_at is None


#: A cycle that is not frozen yet, with the same slots: it is filled and then becomes a `TimerCycle`. The constructor
#: of a frozen class makes one call for each field, which for this many would be a third of a plain reading.
DRAFT = cast(
    "type[TimerCycle]",
    make_dataclass(
        "_Draft",
        [(field.name, field.type) for field in fields(TimerCycle)],
        eq=False,
        repr=False,
        slots=True,
        kw_only=True,
    ),
)
