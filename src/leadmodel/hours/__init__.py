"""When people work: weekly hours in a zone, days off, and the open time between two instants.

>>> from datetime import datetime, timedelta
>>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="America/New_York")
>>> friday = datetime.fromisoformat("2026-10-23T15:05-04:00")
>>> add(office, friday, timedelta(hours=2)).isoformat()
'2026-10-26T13:05:00+00:00'
"""

from .arithmetic import (
    Segment,
    add,
    add_micros,
    elapsed,
    elapsed_micros,
    is_open,
    next_close,
    next_open,
    segments,
)
from .days import Holiday, HolidayList, TimeOff
from .explain import Part, PartKind, Timeline, explain
from .schedule import Schedule
from .week import Hours, Week

__all__ = [
    "Holiday",
    "HolidayList",
    "Hours",
    "Part",
    "PartKind",
    "Schedule",
    "Segment",
    "TimeOff",
    "Timeline",
    "Week",
    "add",
    "add_micros",
    "elapsed",
    "elapsed_micros",
    "explain",
    "is_open",
    "next_close",
    "next_open",
    "segments",
]
