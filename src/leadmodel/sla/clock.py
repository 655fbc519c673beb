"""The declared clocks of a lead: is it on time, by the calendar and by working hours, and what follows if nobody acts.

Nothing is stored: a clock is read from the lead's events each time, whatever order they came in. A day is 24 elapsed
hours, and the due instant itself still counts as met.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ..conditions import compile_condition
from ..hours import Calendar
from ..records import Case, EventId, Graded, LeadId, RepId
from ..records.instants import from_micros, micros
from .cycle import TimerCycle, TimerState
from .holders import EarlierHours, Holders, holders_of
from .ladder import LadderStep, StepAction
from .marks import Action, Row, Run, fold, reachable
from .policy import HasSla, SlaPolicy, compiled
from .reading import RunClock, cycle_of, due_on
from .signals import Story, story_of
from .streams import NOBODYS, Stream, streams_of
from .timer import Limits
from .triggers import Moment
from .working import Working

__all__ = ["Asked", "Clock", "ClockCycle", "ClockStep", "Lap", "clocks", "laps_of", "policies_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStep:
    """A step of the ladder that was reached, and who held the lead then; `earlier_owners` held it in this cycle before.

    `done_at` is when a lead that was to be passed on or let go was, since then; a notification leaves no trace here.
    """

    step: LadderStep
    at: datetime
    owner: RepId | None
    earlier_owners: tuple[RepId, ...]
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCycle:
    """One start of a clock and what came of it.

    `owner` held the lead at the end, or holds it now; `cycle` is the lead's own, 0 before it was first assigned.
    `started_by` and `ended_by` are the events that did so; None for the capture, and for an owner who lost the lead.
    `basis` is the declared one, or `calendar` where nobody knows the working hours. `due_calendar` and `due_business`
    say when the target is used up on each; None while paused.
    """

    reading: TimerCycle
    cycle: int
    owner: RepId | None
    earlier_owners: tuple[RepId, ...]
    subject: str | None
    started_by: EventId | None
    ended_by: EventId | None
    basis: Literal["calendar", "business"]
    due_calendar: datetime | None
    due_business: datetime | None
    steps: tuple[ClockStep, ...]

    @property
    def late(self) -> bool:
        """Past due and not ended: what somebody has to act on now."""
        return self.reading.open and self.reading.state is TimerState.BREACHED

    @property
    def to_do(self) -> tuple[ClockStep, ...]:
        """The steps that ask to pass the lead on or to let it go, while nobody has."""
        if not self.reading.open:
            return ()
        return tuple(
            each for each in self.steps if each.done_at is None and each.step.action is not StepAction.NOTIFY
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock of a lead as of `at`: the policy that it follows, and its cycles, in the order in which they began.

    Its state, as all that it answers, is that of the last cycle.
    """

    lead: LeadId
    name: str
    policy: str
    of: Literal["lead", "owner", "subject"]
    at: datetime
    state: TimerState
    cycles: tuple[ClockCycle, ...]

    @property
    def current(self) -> ClockCycle | None:
        """The last cycle that had begun."""
        return self.cycles[-1] if self.cycles else None

    @property
    def due(self) -> datetime | None:
        """When the last cycle is due."""
        return self.cycles[-1].reading.due if self.cycles else None

    @property
    def remaining(self) -> timedelta | None:
        """What is left of the target in the last cycle, negative when overdue."""
        return self.cycles[-1].reading.remaining if self.cycles else None

    @property
    def elapsed_calendar(self) -> timedelta | None:
        """The time that the last cycle used, by the calendar and without holds."""
        return self.cycles[-1].reading.used_calendar if self.cycles else None

    @property
    def elapsed_business(self) -> timedelta | None:
        """The working time that the last cycle used, without holds; None where nobody knows the hours."""
        return self.cycles[-1].reading.used_business if self.cycles else None

    @property
    def late(self) -> bool:
        """Whether any cycle is past due and has not ended."""
        return any(cycle.late for cycle in self.cycles)

    @property
    def next_at(self) -> datetime | None:
        """When a warning, a target, a maximum or a step is reached next, if nothing changes: when to ask again."""
        ahead = [cycle.reading.next_at for cycle in self.cycles if cycle.reading.next_at is not None]
        return min(ahead, default=None)


def clocks(
    case: Case,
    model: HasSla,
    *,
    schedules: Mapping[str, Calendar],
    at: datetime,
    card: Graded | None = None,
    earlier: EarlierHours | None = None,
) -> tuple[Clock, ...]:
    """The clocks of a case as of an instant, in the order in which the model declares them.

    `schedules` holds the reps' working time by id (`Desk.schedules`). Time is measured by the hours of whoever held the
    lead; where nobody knows them there are no business figures, and a promise in business time is kept by the calendar.
    A lead has no clock that none of its policies gives it. Which policy it follows is decided by what is known of it
    now, so a lead that is upgraded late is measured from its start, holds included. After an edit of the hours,
    `earlier` keeps what was decided by the old ones.

    Raises `TimeError` for a naive `at` and for an instant outside the years 1900 to 2999, `UnknownNameError` for hours
    that the model does not declare.
    """
    at = reachable(at, "at")
    policies = policies_for(case, model, card)
    if not policies:
        return ()
    asked = Asked(case, story_of(case), model, schedules, earlier, micros(at))
    return tuple(_clock(policy, limits, asked, at) for policy, limits in policies)


def policies_for(case: Case, model: HasSla, card: Graded | None) -> list[tuple[SlaPolicy, Limits]]:
    """Of each clock the first policy whose condition the lead meets, unless it has no target."""
    found: dict[str, SlaPolicy] = {}
    for policy in model.sla:
        if policy.clock not in found and (
            policy.when is None or compile_condition(policy.when)(case.lead, card)
        ):
            found[policy.clock] = policy
    limited = [(policy, compiled(policy).limits) for policy in found.values()]
    return [(policy, limits) for policy, limits in limited if limits is not None]


class Asked(NamedTuple):
    """What the clocks of one lead are read from, at one instant."""

    case: Case
    story: Story
    model: HasSla
    schedules: Mapping[str, Calendar]
    earlier: EarlierHours | None
    now: int


class Lap(NamedTuple):
    """One cycle of a clock before it is read: its runs, who held the lead in it, and the hours that count."""

    runs: list[Run]
    rows: list[Row]
    subject: str | None
    holders: Holders
    working: Working | None


def laps_of(policy: SlaPolicy, asked: Asked) -> Iterator[Lap]:
    """The cycles of a policy's clock that had begun, in the order in which they did."""
    case, story, model, schedules, earlier, now = asked
    found: list[tuple[int, list[Run], Stream]] = [
        (runs[0].start, runs, stream)
        for stream in streams_of(policy, story, now)
        for runs in fold(stream.rows, now)
    ]
    found.sort(key=_start)
    for start, runs, stream in found:
        held = holders_of(stream.owner, story.stints, start, runs[-1].end)
        working = held.working(policy.hours, case.lead, model, schedules, earlier, start)
        yield Lap(runs, stream.rows, stream.subject, held, working)


def _start(found: tuple[int, list[Run], Stream]) -> int:
    return found[0]


def _clock(policy: SlaPolicy, limits: Limits, asked: Asked, at: datetime) -> Clock:
    laps = laps_of(policy, asked)
    cycles = tuple(
        _cycle(number, lap, policy, limits, asked.story, asked.now)
        for number, lap in enumerate(laps, start=1)
    )
    return Clock(
        lead=asked.case.lead.id,
        name=policy.clock,
        policy=policy.name,
        of=policy.of,
        at=at,
        state=cycles[-1].reading.state if cycles else TimerState.NOT_STARTED,
        cycles=cycles,
    )


def _cycle(number: int, lap: Lap, policy: SlaPolicy, limits: Limits, story: Story, now: int) -> ClockCycle:
    working = lap.working
    business = policy.basis == "business" and working is not None
    start, last = lap.runs[0].start, lap.runs[-1]
    clock = RunClock(last, working)
    reading = cycle_of(number, lap.runs, limits, clock, business)
    owner, before = lap.holders.at(last.end)
    other = due_on(clock, None if business else working, limits.target) if working is not None else None
    return ClockCycle(
        reading=reading,
        cycle=sum(begun <= start for begun in story.begun),
        owner=owner,
        earlier_owners=before,
        subject=lap.subject,
        started_by=_by(lap.rows, start, Action.START),
        ended_by=None if last.ending is None else _by(lap.rows, last.end, last.ending),
        basis="business" if business else "calendar",
        due_calendar=other if business else reading.due,
        due_business=reading.due if business else other,
        steps=tuple(_step(reached.step, reached.at, lap.holders, story, now) for reached in reading.steps),
    )


def _by(rows: list[Row], at: int, action: Action) -> EventId | None:
    """The event behind a mark; where several say the same at once, the first of them."""
    found = next((name for instant, name, what in rows if instant == at and what is action), NOBODYS)
    return EventId(found) or None


_LET_GO = (Moment.NURTURED, Moment.UNQUALIFIED)
_DOES = {StepAction.REASSIGN: (Moment.REASSIGNED,), StepAction.DISPOSITION: _LET_GO, StepAction.NOTIFY: ()}


def _step(step: LadderStep, at: datetime, holders: Holders, story: Story, now: int) -> ClockStep:
    reached = micros(at)
    owner, before = holders.at(reached)
    moments = _DOES[step.action]
    done = None
    if moments:
        done = next(
            (each.at for each in story.signals if reached <= each.at <= now and each.moment in moments), None
        )
    return ClockStep(
        step=step,
        at=at,
        owner=owner,
        earlier_owners=before,
        done_at=None if done is None else from_micros(done),
    )
