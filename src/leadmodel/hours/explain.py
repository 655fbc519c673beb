"""Why so much open time and no more: a range cut into open, closed, holiday and time off."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..records.instants import from_micros
from .arithmetic import open_between, ordered
from .schedule import Schedule, closures
from .wall import local
from .week import WEEKDAYS

__all__ = ["Part", "PartKind", "Timeline", "explain"]


class PartKind(StrEnum):
    """What a stretch of a timeline is."""

    OPEN = "open"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    TIME_OFF = "time_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch `[start, end)` of a timeline; `name` is the holiday's name or the reason for the time off."""

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
        lines = [f"{_length(self.elapsed)} open of {_length(self.end - self.start)}, times in {self.zone}"]
        for part in self.parts:
            what = part.kind.value.replace("_", " ") + (f": {part.name}" if part.name else "")
            span = f"{_shown(part.start, self.zone)} to {_shown(part.end, self.zone)}"
            lines.append(f"  {span}  {_length(part.end - part.start):>12}  {what}")
        return "\n".join(lines)


def explain(schedule: Schedule, start: datetime, end: datetime) -> Timeline:
    """The range from start to end in parts, so that a figure of open time can be checked by eye.

    >>> from leadmodel.hours import Week
    >>> office = Schedule(week=Week(mon=["09:00-17:00"], fri=["09:00-17:00"]), zone="America/New_York")
    >>> friday = datetime.fromisoformat("2026-10-30T15:05-04:00")
    >>> monday = datetime.fromisoformat("2026-11-02T09:04-05:00")
    >>> print(explain(office, friday, monday))
    1 h 59 min open of 66 h 59 min, times in America/New_York
      Fri 2026-10-30 15:05 to Fri 2026-10-30 17:00    1 h 55 min  open
      Fri 2026-10-30 17:00 to Mon 2026-11-02 09:00          65 h  closed
      Mon 2026-11-02 09:00 to Mon 2026-11-02 09:04         4 min  open

    A day off is shown from midnight to midnight, also where the week would have been closed; a holiday goes before
    time off. Raises `TimeError` when the end comes before the start.
    """
    low, high = ordered(start, end)
    opened = open_between(schedule, low, high)
    # A local date may lie a day beside the date in UTC, and the zones that jumped over a date one more.
    first, last = from_micros(low).date() - timedelta(2), from_micros(high).date() + timedelta(2)
    layers = [(PartKind.TIME_OFF, *closure) for closure in closures(schedule, "time_off", first, last)]
    layers += [(PartKind.HOLIDAY, *closure) for closure in closures(schedule, "holidays", first, last)]
    layers += [(PartKind.OPEN, span, "") for span in opened]
    return Timeline(
        start=from_micros(low),
        end=from_micros(high),
        zone=schedule.zone,
        elapsed=timedelta(0, 0, sum(b - a for a, b in opened)),
        parts=_painted(low, high, layers),
    )


def _painted(low: int, high: int, layers: list[tuple[PartKind, tuple[int, int], str]]) -> tuple[Part, ...]:
    """Closed time with the layers painted over it, later ones on top; neighbours that look alike are one part."""
    inside = [
        (kind, (max(a, low), min(b, high)), name) for kind, (a, b), name in layers if a < high and low < b
    ]
    cuts = sorted({low, high, *(edge for _, span, _ in inside for edge in span)})
    looks: list[tuple[PartKind, tuple[str, ...]]] = [(PartKind.CLOSED, ())] * (len(cuts) - 1)
    for kind, (first, last), name in inside:
        for index in range(bisect_left(cuts, first), bisect_left(cuts, last)):
            under, names = looks[index]
            # Two holidays on one date, or overlapping leave: both are the reason.
            kept = names if kind is under else ()
            looks[index] = (kind, kept if name in kept else (*kept, name))
    parts: list[Part] = []
    begin = 0
    for index in range(1, len(cuts)):
        if index == len(looks) or looks[index] != looks[begin]:
            kind, names = looks[begin]
            start, end = from_micros(cuts[begin]), from_micros(cuts[index])
            parts.append(Part(start=start, end=end, kind=kind, name=" and ".join(names)))
            begin = index
    return tuple(parts)


def _shown(value: datetime, zone: str) -> str:
    wall = local(value, zone)
    # Not `%a`: the name of a day must not depend on the locale of the machine.
    weekday = WEEKDAYS[wall.weekday()].capitalize()
    time = wall.time().isoformat("auto" if wall.second or wall.microsecond else "minutes")
    return f"{weekday} {wall.date().isoformat()} {time}"


def _length(value: timedelta) -> str:
    minutes, seconds = divmod(value.days * 86_400 + value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}" if value.microseconds else ""
    words = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    words += [f"{seconds}{fraction} s"] * bool(seconds or fraction)
    return " ".join(words) or "0 min"
