"""When people work: weekly hours in a zone, days off, and the open time between two instants.

>>> from datetime import datetime, timedelta
>>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="America/New_York")
>>> friday = datetime.fromisoformat("2026-10-23T15:05-04:00")
>>> add(office, friday, timedelta(hours=2)).isoformat()
'2026-10-26T13:05:00+00:00'
"""

from .arithmetic import add, add_micros, elapsed, elapsed_micros, is_open, subtract
from .calendar import Calendar
from .combined import Combined, Operation, difference, intersection, union
from .dated import Break, DatedShift
from .days import Holiday, HolidayList, TimeOff
from .declared import schedule_in
from .explain import Part, PartKind, Timeline, explain
from .openings import next_close, next_open, previous_close, previous_open
from .overlay import Overlay
from .public import public_holidays
from .ranges import OpenDay, Segment, open_per_day, segments
from .recurring import Recurring
from .schedule import Schedule, always_open
from .week import Hours, Week

__all__ = [
    "Break",
    "Calendar",
    "Combined",
    "DatedShift",
    "Holiday",
    "HolidayList",
    "Hours",
    "OpenDay",
    "Operation",
    "Overlay",
    "Part",
    "PartKind",
    "Recurring",
    "Schedule",
    "Segment",
    "TimeOff",
    "Timeline",
    "Week",
    "add",
    "add_micros",
    "always_open",
    "difference",
    "elapsed",
    "elapsed_micros",
    "explain",
    "intersection",
    "is_open",
    "next_close",
    "next_open",
    "open_per_day",
    "previous_close",
    "previous_open",
    "public_holidays",
    "schedule_in",
    "segments",
    "subtract",
    "union",
]
