"""Reading a clock: how it stands at an instant, cycle by cycle, and when it has to be looked at again.

A reading is worked out from the marks each time and never stored, so it cannot disagree with them. A limit is reached
at the first instant at which the clock runs and has used so much time. The instant of a pause or of an end is no
longer one at which it runs: who answers on the very instant is in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import InputError
from ..hours import Calendar
from ..records.instants import EPOCH
from .cycle import DRAFT, Ahead, Reached, TimerCycle, TimerState, Warned
from .ladder import LadderStep
from .marks import Action, Mark, Run, laps, reachable
from .timer import Limits, Timer, limits_of
from .working import Working, reach, working

__all__ = ["Reading", "RunClock", "cycle_of", "due_on", "read_timer"]

_MICROSECOND = timedelta(microseconds=1)
#: Bound once, for the speed of it.
_STOP, _CANCEL = Action.STOP, Action.CANCEL
_RUNNING, _PAUSED, _MET = TimerState.RUNNING, TimerState.PAUSED, TimerState.MET
_BREACHED, _CANCELLED = TimerState.BREACHED, TimerState.CANCELLED


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


class RunClock:
    """The spans of one run, each with the time used in it on both bases."""

    __slots__ = ("business", "calendar", "hours", "live", "opened", "run", "running", "settled")

    def __init__(self, run: Run, hours: Working | None) -> None:
        spans = run.spans
        self.run = run
        self.hours = hours
        self.calendar = 0
        for first, last in spans:
            self.calendar += last - first
        self.opened = None if hours is None else [hours.used(first, last) for first, last in spans]
        self.business = None if self.opened is None else sum(self.opened)
        #: The span that nothing has paused, so that the time after it counts as if it ran on; the others are settled.
        self.running = None if run.held is not None else spans[-1]
        self.settled = spans if self.running is None else spans[:-1]
        self.live = run.ending is None

    def find(
        self, basis: Working | None, need: int, *, placed: bool = False
    ) -> tuple[int | None, int | None, str]:
        """When a limit was reached; else when it will be, or would have been; else why nobody can say."""
        coming: int | str
        if self.settled:
            opened = None if basis is None else self.opened
            for place, (first, end) in enumerate(self.settled):
                used = end - first if opened is None else opened[place]
                if need <= used:
                    coming = first + need if basis is None else reach(basis, first, need, placed=placed)
                    if not isinstance(coming, str) and coming < end:
                        return coming, None, ""
                need -= used
        if self.running is None:
            return None, None, "paused"
        first, end = self.running
        coming = first + need if basis is None else reach(basis, first, need, placed=placed)
        if isinstance(coming, str):
            return None, None, coming
        # Half-open, but for a run that goes on: the instant of the reading belongs to it.
        if coming < end or (coming == end and self.live):
            return coming, None, ""
        return None, coming, ""


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
    cycles = [
        cycle_of(number, lap, limits, RunClock(lap[-1], hours), business)
        for number, lap in enumerate(found, 1)
    ]
    return Reading(at=at, cycles=tuple(cycles))


def cycle_of(number: int, lap: list[Run], limits: Limits, clock: RunClock, business: bool) -> TimerCycle:
    """One cycle out of its runs; `clock` is that of the last of them."""
    start, end, _, held, ending = clock.run
    hours = clock.hours
    basis = hours if business else None
    breached, due, no_due = clock.find(basis, limits.target)
    exceeded = latest = None
    if limits.maximum is not None:
        exceeded, latest, _ = clock.find(basis, limits.maximum)
    ahead = [due, latest]
    warnings: list[Warned] = []
    for share, text in limits.warnings:
        reached, coming, _ = clock.find(basis, share)
        if reached is None:
            ahead.append(coming)
            break
        warnings.append(Warned(fraction=text, at=_instant(reached)))
    steps: list[Reached] = []
    next_step: LadderStep | None = None
    next_step_at: int | None = None
    asked: list[bool] = []
    for offset, placed, step in limits.steps:
        # No step comes before an earlier one that is placed the same way.
        if placed in asked:
            continue
        reached, coming, _ = clock.find(hours if placed else None, offset, placed=placed)
        if reached is not None:
            steps.append(Reached(step=step, at=_instant(reached)))
            continue
        asked.append(placed)
        sooner = coming is not None and (next_step_at is None or coming < next_step_at)
        if ending is None and (next_step is None or sooner):
            next_step, next_step_at = step, coming
    if len(steps) > 1:
        # Steps of the two placings overtake each other; on one instant they stay as declared.
        steps.sort(key=_when)
    ahead.append(next_step_at)
    next_at: int | None = None
    if ending is None:
        for instant in ahead:
            if instant is not None and (next_at is None or instant < next_at):
                next_at = instant
    stopped, cancelled = ending is _STOP, ending is _CANCEL
    if breached is not None:
        state = _BREACHED
    elif stopped:
        state = _MET
    elif cancelled:
        state = _CANCELLED
    else:
        state = _RUNNING if held is None else _PAUSED
    used, opened = clock.calendar, clock.business
    waited, waited_open = end - start, opened
    if hours is not None and used != waited:
        waited_open = hours.used(start, end)
    # A number that stands in two fields is turned into a datetime or a timedelta once: that is what costs here.
    started_at, end_at = _instant(start), None if ending is None else _instant(end)
    due_at = _maybe(due if breached is None else breached)
    latest_at = _maybe(latest if exceeded is None else exceeded)
    waited_calendar = waited * _MICROSECOND
    used_calendar = waited_calendar if used == waited else used * _MICROSECOND
    used_business = None if opened is None else opened * _MICROSECOND
    if waited_open == opened:
        waited_business = used_business
    else:
        waited_business = None if waited_open is None else waited_open * _MICROSECOND
    counted = used_business if business and used_business is not None else used_calendar
    cycle = DRAFT(
        number=number,
        state=state,
        started_at=started_at if len(lap) == 1 else _instant(lap[0].start),
        restarted_at=None if len(lap) == 1 else started_at,
        paused_since=None if held is None or ending is not None else _instant(max(held, start)),
        stopped_at=end_at if stopped else None,
        cancelled_at=end_at if cancelled else None,
        due=due_at,
        no_due=no_due,
        breached_at=None if breached is None else due_at,
        latest=latest_at,
        exceeded_at=None if exceeded is None else latest_at,
        remaining=limits.length - counted,
        used_calendar=used_calendar,
        used_business=used_business,
        waited_calendar=waited_calendar,
        waited_business=waited_business,
        warnings=tuple(warnings),
        steps=tuple(steps),
        next_step=None if next_step is None else Ahead(step=next_step, at=_maybe(next_step_at)),
        next_at=due_at if next_at is not None and next_at == due else _maybe(next_at),
        earlier_breaches=() if len(lap) == 1 else tuple(_breaches(lap[:-1], basis, limits.target)),
    )
    cycle.__class__ = TimerCycle
    return cycle


def due_on(clock: RunClock, basis: Working | None, target: int) -> datetime | None:
    """When the target of a run was or will be used up on a basis; None while it is paused, and where it never will."""
    reached, due, _ = clock.find(basis, target)
    return _maybe(due if reached is None else reached)


def _breaches(runs: list[Run], basis: Working | None, target: int) -> Iterable[datetime]:
    for run in runs:
        breached, _, _ = RunClock(run, basis).find(basis, target)
        if breached is not None:
            yield _instant(breached)


def _when(reached: Reached) -> datetime:
    return reached.at


def _instant(value: int) -> datetime:
    return EPOCH + value * _MICROSECOND


def _maybe(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + value * _MICROSECOND
