"""A slow clock, written to be obviously right: it walks minute by minute and shares no rule with the package.

Every minute it does what the marks of that minute say, looks whether the clock runs, notes which limits it has used up,
and then counts the minute. Whether somebody works is read from the clock on the wall, which is right as long as no
shift begins or ends while the clocks change.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from leadmodel.hours import Holiday, Schedule, Week
from leadmodel.sla.cycle import TimerCycle
from leadmodel.sla.marks import Mark
from leadmodel.sla.timer import Timer

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
#: Marks lie in the first days of a window; the rest is there to see what comes.
WINDOW_DAYS = 24
WINDOW = WINDOW_DAYS * 1440


@dataclass(frozen=True)
class Place:
    """Who works when: a zone, the shifts of each weekday as text, days off; and where the window begins."""

    zone: str
    begins: date
    shifts: tuple[tuple[str, ...], ...]
    days_off: tuple[date, ...] = ()

    @property
    def schedule(self) -> Schedule:
        return Schedule(
            week=Week(**dict(zip(WEEKDAYS, self.shifts, strict=True))),
            zone=self.zone,
            holidays=[Holiday(date=day, name="day off") for day in self.days_off],  # type: ignore[arg-type]
        )

    def instant(self, minute: int) -> datetime:
        return datetime(self.begins.year, self.begins.month, self.begins.day, tzinfo=UTC) + minute * MINUTE

    def minute(self, instant: datetime) -> int:
        gap = instant - self.instant(0)
        assert gap % MINUTE == timedelta(0), instant
        return gap // MINUTE


@lru_cache(maxsize=64)
def opened(place: Place) -> tuple[bool, ...]:
    """For each minute of the window, whether somebody works."""
    zone = ZoneInfo(place.zone)
    spans = [[clock_face(text) for text in shifts] for shifts in place.shifts]
    found = []
    for minute in range(WINDOW):
        wall = place.instant(minute).astimezone(zone)
        shown = wall.hour * 60 + wall.minute
        works = False
        for start, end in spans[wall.weekday()]:
            works = works or (start <= shown and (shown < end or end < start))
        for start, end in spans[(wall.weekday() - 1) % 7]:
            works = works or (end < start and shown < end)
        found.append(works and wall.date() not in place.days_off)
    return tuple(found)


def clock_face(text: str) -> tuple[int, int]:
    """`09:00-17:00` as minutes after midnight."""
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in text.split("-"))
    return start, end


def switched(before: Place, after: Place, minute: int) -> tuple[bool, ...]:
    """The minutes of one place up to a minute, and those of another from then on."""
    assert before.begins == after.begins
    return opened(before)[:minute] + opened(after)[minute:]


@dataclass(frozen=True)
class Limit:
    """Something that is reached once so many minutes were used."""

    name: tuple[str, int]
    need: int
    business: bool
    placed: bool


def limits(timer: Timer) -> list[Limit]:
    assert timer.target is not None
    target = minutes(timer.target)
    business = timer.basis == "business"
    found = [Limit(("target", 0), target, business, False)]
    if timer.maximum is not None:
        found.append(Limit(("maximum", 0), minutes(timer.maximum), business, False))
    for place, text in enumerate(timer.warnings):
        assert text.endswith("%")
        assert target * int(text[:-1]) % 100 == 0
        found.append(Limit(("warning", place), target * int(text[:-1]) // 100, business, False))
    for place, step in enumerate(timer.ladder):
        placed = step.placed == "business"
        found.append(Limit(("step", place), minutes(step.after), placed, placed))
    return found


def minutes(text: str) -> int:
    return int(text[:-1]) * {"m": 1, "h": 60, "d": 1440}[text[-1]]


@dataclass
class Run:
    """From a start or a reset on: the minutes used and waited, and what was reached when."""

    start: int
    used: Counter[str] = field(default_factory=Counter)
    waited: Counter[str] = field(default_factory=Counter)
    hits: dict[tuple[str, int], int] = field(default_factory=dict)

    def look(self, minute: int, works: Sequence[bool], wanted: Iterable[Limit]) -> None:
        for limit in wanted:
            enough = self.used["business" if limit.business else "calendar"] >= limit.need
            if limit.name not in self.hits and enough and (works[minute] or not limit.placed):
                self.hits[limit.name] = minute

    def count(self, minute: int, works: Sequence[bool], *, running: bool) -> None:
        for tally in (self.waited, self.used) if running else (self.waited,):
            tally["calendar"] += 1
            tally["business"] += works[minute]


@dataclass
class Cycle:
    """One start, its runs, and how it ended."""

    runs: list[Run]
    held: int | None
    ended: int | None = None
    how: str = ""


def walk(
    marks: Iterable[Mark], wanted: list[Limit], works: Sequence[bool], place: Place, at: int
) -> list[Cycle]:
    """All cycles up to a minute, the marks of that minute included."""
    first_seen: dict[tuple[str, str], int] = {}
    for mark in marks:
        key, minute = (mark.id, str(mark.action)), place.minute(mark.at)
        first_seen[key] = min(minute, first_seen.get(key, minute))
    cycles: list[Cycle] = []
    held: int | None = None
    for minute in range(at + 1):
        now = Counter(action for (_, action), when in first_seen.items() if when == minute)
        current = cycles[-1] if cycles and cycles[-1].ended is None else None
        before = current is not None
        if current is None and now["start"]:
            current = Cycle(runs=[Run(minute)], held=held)
            cycles.append(current)
        if current is not None and (now["stop"] or now["cancel"]):
            current.ended, current.how = minute, "stop" if now["stop"] else "cancel"
            current.held, held = held, None
            continue
        if current is not None and before and now["reset"]:
            current.runs.append(Run(minute))
        if now["pause"] > now["resume"]:
            held = minute if held is None else held
        elif now["pause"] < now["resume"]:
            held = None
        if current is not None:
            current.held = held
            if held is None:
                current.runs[-1].look(minute, works, wanted)
            if minute < at:
                current.runs[-1].count(minute, works, running=held is None)
    return cycles


@dataclass
class Expected:
    """A cycle as the reading should show it, in minutes of the window."""

    state: str
    started: int
    restarted: int | None
    paused: int | None
    stopped: int | None
    cancelled: int | None
    due: int | None
    breached: int | None
    latest: int | None
    exceeded: int | None
    remaining: int
    used: tuple[int, int]
    waited: tuple[int, int]
    warnings: list[tuple[str, int]]
    steps: list[tuple[int, int]]
    next_step: tuple[int, int | None] | None
    next_at: int | None
    earlier: list[int]


class BeyondTheWindowError(Exception):
    """Something comes later than the window goes; the example shows nothing."""


def expected(cycle: Cycle, timer: Timer, wanted: list[Limit], works: Sequence[bool], at: int) -> Expected:
    run = cycle.runs[-1]
    ahead = deepcopy(run)
    if cycle.held is None:
        for minute in range(at if cycle.ended is None else cycle.ended, WINDOW):
            ahead.look(minute, works, wanted)
            if len(ahead.hits) == len(wanted):
                break
            ahead.count(minute, works, running=True)
        else:
            raise BeyondTheWindowError
    breached = run.hits.get(("target", 0))
    if breached is not None:
        state = "breached"
    elif cycle.ended is not None:
        state = "met" if cycle.how == "stop" else "cancelled"
    else:
        state = "running" if cycle.held is None else "paused"
    is_open = cycle.ended is None
    coming = {name: minute for name, minute in ahead.hits.items() if name not in run.hits}
    steps_left = [place for place in range(len(timer.ladder)) if ("step", place) not in run.hits]
    next_step: tuple[int, int | None] | None = None
    if is_open and steps_left:
        if cycle.held is None:
            when, place = min((coming["step", place], place) for place in steps_left)
            next_step = (place, when)
        else:
            next_step = (steps_left[0], None)
    assert timer.target is not None
    used = run.used["calendar"], run.used["business"]
    return Expected(
        state=state,
        started=cycle.runs[0].start,
        restarted=run.start if len(cycle.runs) > 1 else None,
        paused=max(cycle.held, run.start) if is_open and cycle.held is not None else None,
        stopped=cycle.ended if cycle.how == "stop" else None,
        cancelled=cycle.ended if cycle.how == "cancel" else None,
        due=ahead.hits.get(("target", 0)),
        breached=breached,
        latest=ahead.hits.get(("maximum", 0)),
        exceeded=run.hits.get(("maximum", 0)),
        remaining=minutes(timer.target) - used[timer.basis == "business"],
        used=used,
        waited=(run.waited["calendar"], run.waited["business"]),
        warnings=sorted(
            ((timer.warnings[place], when) for (name, place), when in run.hits.items() if name == "warning"),
            key=lambda warned: int(warned[0][:-1]),
        ),
        steps=sorted(
            ((place, when) for (name, place), when in run.hits.items() if name == "step"),
            key=lambda reached: (reached[1], reached[0]),
        ),
        next_step=next_step,
        next_at=min(coming.values(), default=None) if is_open else None,
        earlier=[each.hits["target", 0] for each in cycle.runs[:-1] if ("target", 0) in each.hits],
    )


def seen(cycle: TimerCycle, timer: Timer, place: Place) -> Expected:
    """What the package says, in the same words."""

    def minute(instant: datetime | None) -> int | None:
        return None if instant is None else place.minute(instant)

    def length(value: timedelta | None) -> int:
        assert value is not None
        assert value % MINUTE == timedelta(0)
        return value // MINUTE

    ahead = cycle.next_step
    return Expected(
        state=str(cycle.state),
        started=place.minute(cycle.started_at),
        restarted=minute(cycle.restarted_at),
        paused=minute(cycle.paused_since),
        stopped=minute(cycle.stopped_at),
        cancelled=minute(cycle.cancelled_at),
        due=minute(cycle.due),
        breached=minute(cycle.breached_at),
        latest=minute(cycle.latest),
        exceeded=minute(cycle.exceeded_at),
        remaining=length(cycle.remaining),
        used=(length(cycle.used_calendar), length(cycle.used_business)),
        waited=(length(cycle.waited_calendar), length(cycle.waited_business)),
        warnings=[(each.fraction, place.minute(each.at)) for each in cycle.warnings],
        steps=[(timer.ladder.index(each.step), place.minute(each.at)) for each in cycle.steps],
        next_step=None if ahead is None else (timer.ladder.index(ahead.step), minute(ahead.at)),
        next_at=minute(cycle.next_at),
        earlier=[place.minute(each) for each in cycle.earlier_breaches],
    )
