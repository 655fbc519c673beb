"""Coverage by counting heads: each minute is looked at, and everybody is asked whether they are at work in it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from leadmodel.hours import Calendar
from tests.hours.oracle import opened_by
from tests.walking import MINUTE, steps

#: How far after the range somebody is waited for.
PATIENCE = timedelta(days=30)


@dataclass
class Heads:
    """What a walk through the minutes sees."""

    counts: list[int] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)
    gaps: list[datetime] = field(default_factory=list)
    alone: Counter[str] = field(default_factory=Counter)
    longest: timedelta = timedelta(0)
    worst: datetime | None = None
    unanswered: datetime | None = None
    slots: dict[tuple[int, int], list[int]] = field(default_factory=dict)


def heads(
    people: Mapping[str, Calendar],
    asked: Calendar | None,
    start: datetime,
    end: datetime,
    zone: str = "UTC",
) -> Heads:
    later = end + PATIENCE
    works = {rep: opened_by(calendar, start, later) for rep, calendar in people.items()}
    wanted: Callable[[datetime], bool] = (
        opened_by(asked, start, end) if asked is not None else (lambda at: True)
    )
    found = Heads()
    waiting: datetime | None = None
    for at in steps(start, end, MINUTE):
        there = [rep for rep in works if works[rep](at)]
        asks = wanted(at)
        found.counts.append(len(there))
        found.asked.append(asks)
        if asks:
            wall = at.astimezone(ZoneInfo(zone))
            found.slots.setdefault((wall.weekday(), wall.hour), []).append(len(there))
        if asks and len(there) == 1:
            found.alone[there[0]] += 1
        if asks and not there:
            found.gaps.append(at)
            waiting = waiting or at
        if there and waiting is not None:
            answer(found, waiting, at)
            waiting = None
    if waiting is not None:
        for at in steps(end, later, MINUTE):
            if any(works[rep](at) for rep in works):
                answer(found, waiting, at)
                return found
        found.unanswered = waiting
    return found


def answer(found: Heads, since: datetime, at: datetime) -> None:
    if at - since > found.longest:
        found.longest, found.worst = at - since, since
