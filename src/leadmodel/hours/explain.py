"""Why so much open time and no more: a range cut into open, closed, break, holiday and time off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..records.instants import from_micros
from .arithmetic import ordered
from .calendar import Calendar, table_over
from .reasons import PartKind, stretches
from .wording import exact_length, wall_time

__all__ = ["Part", "PartKind", "Timeline", "explain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch `[start, end)` of a timeline; `name` says what made it so: a holiday, the reason for
    time off, a break, a dated shift.
    """

    start: datetime
    end: datetime
    kind: PartKind
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A range of time in parts that meet end to end; the open ones add up to `elapsed`.

    As text it is for people: local times, one part a line.
    """

    start: datetime
    end: datetime
    zone: str
    elapsed: timedelta
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        lines = [
            f"{exact_length(self.elapsed)} open of {exact_length(self.end - self.start)}, times in {self.zone}"
        ]
        for part in self.parts:
            what = part.kind.value.replace("_", " ") + (f": {part.name}" if part.name else "")
            span = f"{wall_time(part.start, self.zone)} to {wall_time(part.end, self.zone)}"
            lines.append(f"  {span}  {exact_length(part.end - part.start):>12}  {what}")
        return "\n".join(lines)


def explain(schedule: Calendar, start: datetime, end: datetime) -> Timeline:
    """The range from start to end in parts, so that a figure of open time can be checked by eye.

    >>> from leadmodel.hours import Schedule, Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="America/New_York")
    >>> friday = datetime.fromisoformat("2026-10-30T15:05-04:00")
    >>> monday = datetime.fromisoformat("2026-11-02T09:04-05:00")
    >>> print(explain(office, friday, monday))
    1 h 59 min open of 66 h 59 min, times in America/New_York
      Fri 2026-10-30 15:05 to Fri 2026-10-30 17:00    1 h 55 min  open
      Fri 2026-10-30 17:00 to Mon 2026-11-02 09:00          65 h  closed
      Mon 2026-11-02 09:00 to Mon 2026-11-02 09:04         4 min  open

    A day off is shown from midnight to midnight, also where the week would have been closed; a holiday goes before
    time off. A break is shown where it took open time. The name of a dated shift stands beside what it opened, and
    beside what the week would have opened. Raises `TimeError` when the end comes before the start.
    """
    low, high = ordered(start, end)
    table = table_over(schedule, low, high, "start", "end")
    return Timeline(
        start=from_micros(low),
        end=from_micros(high),
        zone=schedule._zone(),
        elapsed=timedelta(0, 0, table.open_between(low, high)),
        parts=tuple(
            Part(
                start=from_micros(each.start),
                end=from_micros(each.end),
                kind=each.kind,
                name=" and ".join(each.names),
            )
            for each in stretches(schedule, low, high)
        ),
    )
