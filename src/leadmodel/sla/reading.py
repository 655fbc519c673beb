"""Reading a clock: how it stands at an instant, cycle by cycle, and when it has to be looked at again.

A reading is worked out from the marks each time and never stored, so it cannot disagree with them. A limit is reached
at the first instant at which the clock runs and has used so much time. The instant of a pause or of an end is no
longer one at which it runs: who answers on the very instant is in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..errors import InputError
from ..hours import Calendar
from ..records.instants import EPOCH
from .ladder import TimerStep
from .marks import Action, Mark, Run, laps, reachable
from .timer import Limits, Timer, limits_of
from .working import Working, reach, working

__all__ = ["Ahead", "Reached", "Reading", "TimerCycle", "TimerState", "Warned", "read_timer"]

_MICROSECOND = timedelta(microseconds=1)
#: Bound once, for the speed of it.
_STOP, _CANCEL = Action.STOP, Action.CANCEL


class TimerState(StrEnum):
    """How a clock stands: breached is for good, also when the answer came at last or nobody waits any more."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A warning that has been reached, with its fraction as declared."""

    fraction: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A step of the ladder that has been reached."""

    step: TimerStep
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The step that comes next if nothing changes; `at` is None while the clock is paused."""

    step: TimerStep
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A clock as of an instant: its cycles, oldest first; those that ended do not change any more."""

    at: datetime
    cycles: tuple[TimerCycle, ...]

    @property
    def current(self) -> TimerCycle | None:
        """The last cycle that had begun."""
        return self.cycles[-1] if self.cycles else None

    @property
    def state(self) -> TimerState:
        """The state of the last cycle."""
        return self.cycles[-1].state if self.cycles else TimerState.NOT_STARTED


def read_timer(
    timer: Timer,
    marks: Iterable[Mark],
    *,
    at: datetime,
    since: datetime | None = None,
    before: Calendar | None = None,
) -> Reading:
    """How the clock stood at an instant; marks may come in any order, and later ones do not count.

    >>> from leadmodel.sla.marks import Action, Mark
    >>> nine = datetime.fromisoformat("2026-10-26T09:00Z")
    >>> came = Mark(at=nine, action=Action.START, id="e1")
    >>> found = read_timer(Timer(target="2h"), [came], at=nine + timedelta(hours=1)).current
    >>> str(found.state), found.due.isoformat(), str(found.remaining)
    ('running', '2026-10-26T11:00:00+00:00', '1:00:00')

    After an edit of the hours, `since` with the hours `before` it leaves alone what was decided until then: time
    before `since` is measured by the old hours, time from it on by the timer's. Without them today's hours count for
    everything. Raises `TimeError` for a naive time or one outside the years 1900 to 2999, and `InputError` when only
    one of `since` and `before` is given or a mark is none.
    """
    if not isinstance(timer, Timer):
        raise InputError("timer", timer, "is not a Timer")
    at = reachable(at, "at")
    hours = working(timer.schedule, since, before)
    limits = limits_of(timer)
    if limits is None:
        return Reading(at=at, cycles=())
    found = laps(marks, at)
    business = timer.basis == "business"
    return Reading(
        at=at,
        cycles=tuple(_cycle(number, lap, limits, hours, business) for number, lap in enumerate(found, 1)),
    )


def _cycle(number: int, lap: list[Run], limits: Limits, hours: Working | None, business: bool) -> TimerCycle:
    run = lap[-1]
    start, end, _, held, ending = run
    clock = _Clock(run, hours)
    basis = hours if business else None
    breached, due, no_due = clock.find(basis, limits.target)
    exceeded = latest = None
    if limits.maximum is not None:
        exceeded, latest, _ = clock.find(basis, limits.maximum)
    warnings: list[Warned] = []
    ahead = [due, latest]
    for share, text in limits.warnings:
        reached, coming, _ = clock.find(basis, share)
        if reached is None:
            ahead.append(coming)
            break
        warnings.append(Warned(fraction=text, at=_instant(reached)))
    steps: list[Reached] = []
    next_step: TimerStep | None = None
    next_step_at: int | None = None
    asked: set[bool] = set()
    for offset, placed, step in limits.steps:
        # No step comes before an earlier one that is placed the same way.
        if placed in asked:
            continue
        reached, coming, _ = clock.find(hours if placed else None, offset, placed=placed)
        if reached is not None:
            steps.append(Reached(step=step, at=_instant(reached)))
            continue
        asked.add(placed)
        sooner = coming is not None and (next_step_at is None or coming < next_step_at)
        if ending is None and (next_step is None or sooner):
            next_step, next_step_at = step, coming
    # Steps of the two placings overtake each other; on one instant they stay as declared.
    steps.sort(key=_when)
    ahead.append(next_step_at)
    stopped, cancelled = ending is _STOP, ending is _CANCEL
    if breached is not None:
        state = TimerState.BREACHED
    elif stopped:
        state = TimerState.MET
    elif cancelled:
        state = TimerState.CANCELLED
    else:
        state = TimerState.RUNNING if held is None else TimerState.PAUSED
    used_calendar, used_business = clock.calendar, clock.business
    waited_business = used_business
    if hours is not None and used_calendar != end - start:
        waited_business = hours.used(start, end)
    used = used_business if business and used_business is not None else used_calendar
    coming_at = [instant for instant in ahead if instant is not None] if ending is None else []
    return TimerCycle(
        number=number,
        state=state,
        started_at=_instant(lap[0].start),
        restarted_at=_instant(start) if len(lap) > 1 else None,
        paused_since=None if held is None or ending is not None else _instant(max(held, start)),
        stopped_at=_instant(end) if stopped else None,
        cancelled_at=_instant(end) if cancelled else None,
        due=_maybe(due if breached is None else breached),
        no_due=no_due,
        breached_at=_maybe(breached),
        latest=_maybe(latest if exceeded is None else exceeded),
        exceeded_at=_maybe(exceeded),
        remaining=(limits.target - used) * _MICROSECOND,
        used_calendar=used_calendar * _MICROSECOND,
        used_business=None if used_business is None else used_business * _MICROSECOND,
        waited_calendar=(end - start) * _MICROSECOND,
        waited_business=None if waited_business is None else waited_business * _MICROSECOND,
        warnings=tuple(warnings),
        steps=tuple(steps),
        next_step=None if next_step is None else Ahead(step=next_step, at=_maybe(next_step_at)),
        next_at=_instant(min(coming_at)) if coming_at else None,
        earlier_breaches=tuple(_breaches(lap[:-1], basis, limits.target)) if len(lap) > 1 else (),
    )


def _breaches(runs: list[Run], basis: Working | None, target: int) -> Iterable[datetime]:
    for run in runs:
        breached, _, _ = _Clock(run, basis).find(basis, target)
        if breached is not None:
            yield _instant(breached)


class _Clock:
    """The spans of one run, each with the time used in it on both bases."""

    __slots__ = ("business", "calendar", "opened", "run")

    def __init__(self, run: Run, hours: Working | None) -> None:
        self.run = run
        self.calendar = 0
        for first, last in run.spans:
            self.calendar += last - first
        self.opened = None if hours is None else [hours.used(first, last) for first, last in run.spans]
        self.business = None if self.opened is None else sum(self.opened)

    def find(
        self, basis: Working | None, need: int, *, placed: bool = False
    ) -> tuple[int | None, int | None, str]:
        """When a limit was reached; else when it will be, or would have been; else why nobody can say."""
        run = self.run
        opened = None if basis is None else self.opened
        last = -1 if run.held is not None else len(run.spans) - 1
        for place, (first, end) in enumerate(run.spans):
            used = end - first if opened is None else opened[place]
            if need <= used or place == last:
                coming = reach(basis, first, need, placed=placed)
                if isinstance(coming, str):
                    if place == last:
                        return None, None, coming
                # Half-open, but for the span that still runs: the instant of the reading belongs to it.
                elif coming < end or (coming == end and place == last and run.ending is None):
                    return coming, None, ""
                elif place == last:
                    return None, coming, ""
            need -= used
        return None, None, "paused"


def _when(reached: Reached) -> datetime:
    return reached.at


def _instant(value: int) -> datetime:
    return EPOCH + value * _MICROSECOND


def _maybe(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + value * _MICROSECOND
