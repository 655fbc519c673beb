"""A VEVENT as a value: when it starts, how long it lasts, by which rule it comes again."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from ..hours.recurring import Recurring
from .faults import shown
from .ical_zones import Clock

__all__ = ["Event", "Moment", "Rule", "Start", "day_of"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time and the clock that shows it."""

    wall: dt.datetime
    clock: Clock
    utc: bool = False

    @property
    def instant(self) -> dt.datetime:
        return self.clock.instant(self.wall)


#: An all-day event starts with a date, another with a moment.
Start: TypeAlias = dt.date | Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The dates on which an event comes again, apart from the first; `until` is a date or an instant, included."""

    recurring: Recurring | None
    until: dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One VEVENT. It lasts `days` of the calendar and then `exact` time."""

    line: int
    title: str
    uid: str
    start: Start
    days: int
    exact: dt.timedelta
    rule: Rule | None
    more: tuple[Start, ...]
    without: tuple[Start, ...]
    replaces: Start | None
    sequence: int
    cancelled: bool
    free: bool
    private: bool

    @property
    def label(self) -> str:
        """How a message tells it from the others."""
        return f"event {shown(self.title)}" + (f", uid {shown(self.uid)}" if self.uid else "")


def day_of(start: Start) -> dt.date:
    """The date that the event's own calendar shows when it starts."""
    return start.wall.date() if isinstance(start, Moment) else start
