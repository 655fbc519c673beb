"""What a clock that was walked minute by minute comes to: who had the lead, who worked, and what was reached when.

How a limit is reached, minute by minute, is the business of `timer_oracle`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from leadmodel.records import Case
from leadmodel.sla import ClockCycle, SlaPolicy, StepAction
from tests.sla.clock_oracle import cycles_of, happenings, owners
from tests.sla.timer_oracle import WINDOW, Cycle, Expected, Place, Run, expected, limits, opened, seen


@dataclass(frozen=True)
class Hours:
    """By whose hours a world is measured: those of each rep, of the team, of the lead; `axis` numbers the minutes."""

    axis: Place
    reps: Mapping[str, Place]
    team: Place
    lead: Place | None

    def of(self, whose: str, rep: str | None) -> Place | None:
        if whose == "rep":
            return None if rep is None else self.reps.get(rep)
        return self.team if whose == "team" else self.lead


@dataclass(frozen=True)
class Edit:
    """Until which minute other hours counted."""

    until: int
    hours: Hours


@dataclass
class Answer:
    """One cycle of a declared clock, in minutes."""

    reading: Expected
    cycle: int
    owner: str | None
    earlier: tuple[str, ...]
    subject: str | None
    by: tuple[str | None, str | None]
    basis: str
    due: tuple[int | None, int | None]
    steps: list[tuple[int, int, str | None, tuple[str, ...], int | None]]


def answers(policy: SlaPolicy, case: Case, hours: Hours, at: int, edit: Edit | None = None) -> list[Answer]:
    """What the cycles of a policy's clock have to be, in the order in which they began."""
    told = happenings(case, hours.axis, at)
    found = cycles_of(policy, told, hours.axis, at)
    found.sort(key=lambda each: each["runs"][0][0])
    return [_answer(policy, each, told, hours, at, edit) for each in found]


def _answer(
    policy: SlaPolicy,
    told: dict[str, Any],
    happened: list[dict[str, Any]],
    hours: Hours,
    at: int,
    edit: Edit | None,
) -> Answer:
    start = told["runs"][0][0]
    end = at if told["ended"] is None else told["ended"]
    held_by = [(start, told["owner"])] if told["owner"] else owners(happened)
    held_by = [each for each in held_by if each[0] <= end]
    earliest = max((since for since, _ in held_by if since <= start), default=start)
    in_cycle = [each for each in held_by if each[0] >= earliest]
    works = _works(policy, held_by, start, hours, edit)
    known = works is not None
    named = {
        basis: _read(policy, told, works, at, basis if known else "calendar")
        for basis in ("calendar", "business")
    }
    basis = policy.basis if known else "calendar"
    owner, earlier = _holder(in_cycle, end, start)
    return Answer(
        reading=named[basis],
        cycle=sum(each["what"] == "assigned" and each["minute"] <= start for each in happened),
        owner=owner,
        earlier=earlier,
        subject=told["subject"],
        by=(told["started_by"] or None, told["ended_by"] or None),
        basis=basis,
        due=(named["calendar"].due, named["business"].due if known else None),
        steps=[
            (place, minute, *_holder(in_cycle, minute, start), _done(policy, place, minute, happened))
            for place, minute in named[basis].steps
        ],
    )


def _holder(
    held_by: Sequence[tuple[int, str]], minute: int, start: int
) -> tuple[str | None, tuple[str, ...]]:
    """Who has the lead in a minute, and who had it before since the cycle began."""
    past = [each for each in held_by if each[0] <= minute]
    # Of those who got it before or on the start only the last had it in this cycle.
    at_start = [rep for since, rep in past if since <= start][-1:]
    names = at_start + [rep for since, rep in past if since > start]
    if not names:
        return None, ()
    others: list[str] = []
    for name in names[:-1]:
        if name != names[-1] and name not in others:
            others.append(name)
    return names[-1], tuple(others)


def _done(policy: SlaPolicy, place: int, minute: int, happened: list[dict[str, Any]]) -> int | None:
    does = {
        StepAction.NOTIFY: (),
        StepAction.REASSIGN: ("reassigned",),
        StepAction.DISPOSITION: ("nurtured", "unqualified"),
    }[policy.ladder[place].action]
    return next(
        (each["minute"] for each in happened if each["what"] in does and each["minute"] >= minute), None
    )


def _works(
    policy: SlaPolicy, held_by: list[tuple[int, str]], start: int, hours: Hours, edit: Edit | None
) -> list[bool] | None:
    """Who works in each minute of the window; None where somebody's hours are not known. Nobody's count before it."""
    whose = policy.hours.of
    if whose == "rep" and not held_by:
        return None
    found = [False] * WINDOW
    for minute in range(max(start, 0), WINDOW):
        past = [rep for since, rep in held_by if since <= minute]
        rep = past[-1] if past else held_by[0][1] if held_by else None
        valid = edit.hours if edit is not None and minute < edit.until else hours
        place = valid.of(whose, rep)
        if place is None:
            return None
        found[minute] = opened(place)[minute]
    return found


def _read(policy: SlaPolicy, told: dict[str, Any], works: list[bool] | None, at: int, basis: str) -> Expected:
    """The cycle as `timer_oracle` reads it; without hours everything goes by the calendar."""
    ladder = policy.ladder
    if works is None:
        ladder = tuple(SimpleNamespace(after=step.after, placed="calendar") for step in ladder)  # type: ignore[misc]
    timer: Any = SimpleNamespace(
        target=policy.target,
        maximum=policy.maximum,
        warnings=policy.warnings,
        ladder=ladder,
        basis=basis,
    )
    wanted, minutes = limits(timer), works or [False] * WINDOW
    runs = []
    for start, ran in told["runs"]:
        run = Run(start)
        for gone, running in enumerate(ran):
            if running:
                run.look(start + gone, minutes, wanted)
            if start + gone < at:
                run.count(start + gone, minutes, running=running)
        runs.append(run)
    cycle = Cycle(runs=runs, held=told["held"], ended=told["ended"], how=told["how"])
    return expected(cycle, timer, wanted, minutes, at)


def shown(found: ClockCycle, policy: SlaPolicy, axis: Place) -> Answer:
    """What the package says, in the same words."""

    def minute(instant: datetime | None) -> int | None:
        return None if instant is None else axis.minute(instant)

    reading: Any = found.reading
    if reading.used_business is None:
        reading = _without_business(reading)
    return Answer(
        reading=seen(reading, policy, axis),  # type: ignore[arg-type]
        cycle=found.cycle,
        owner=found.owner,
        earlier=found.earlier_owners,
        subject=found.subject,
        by=(found.started_by, found.ended_by),
        basis=found.basis,
        due=(minute(found.due_calendar), minute(found.due_business)),
        steps=[
            (
                policy.ladder.index(step.step),
                axis.minute(step.at),
                step.owner,
                step.earlier_owners,
                minute(step.done_at),
            )
            for step in found.steps
        ],
    )


def _without_business(reading: Any) -> Any:
    """Nobody works where nobody's hours are known: there the oracle counts no business minute."""
    told = {name: getattr(reading, name) for name in type(reading).__slots__}
    assert told["waited_business"] is None
    zero = told["used_calendar"] * 0
    return SimpleNamespace(**told | {"used_business": zero, "waited_business": zero})
