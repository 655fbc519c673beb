"""The measures that show whether it works, by rep or by source, read from the same events as everything else.

The cohort is every cycle that was assigned by `at`; a lead that came round twice counts twice ("The Measurable Lead
Model"). Leads that still wait are shown, not left out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..hours import Calendar, elapsed
from ..lifecycle import is_excepted
from ..records import Case, Cycle, FrozenMap, LeadKind, Stage, utc
from .survival import median, median_with_waiting

__all__ = ["Measures", "left_out", "measure"]

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The figures of one rep or one source.

    `picked_up` is worked or bypassed, and its rate is taken over inbound leads, because an outbound lead is assigned
    when work on it begins. `qualified_rate` is taken over worked leads: of a lead that nobody worked the quality is
    unknown. Response times are inbound, from the assignment to the first human touch, without bypassed leads;
    `response_with_waiting` counts those who still wait. A rate or a median of nothing is None.
    """

    name: str
    assigned: int
    worked: int
    bypassed: int
    waiting: int
    picked_up: int
    pick_up_rate: float | None
    qualified: int
    qualified_rate: float | None
    nurture: int
    unqualified: int
    won: int
    answered: int
    response: timedelta | None
    response_business: timedelta | None
    response_with_waiting: timedelta | None


def measure(
    cases: Iterable[Case],
    *,
    by: Literal["rep", "source", "all"],
    at: datetime,
    schedules: Mapping[str, Calendar] | None = None,
) -> tuple[Measures, ...]:
    """The measures of every rep, of every source, or of all together, sorted by name.

    A cycle belongs to the rep who picked it up, or who holds it until somebody does. `schedules` (`Desk.schedules`)
    give response times in business time; an owner who is not there has none. Exceptions are left out, and
    `left_out` counts them. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    groups: dict[str, list[tuple[Case, Cycle]]] = {}
    name_of = _namer(by)
    for case in cases:
        for cycle in case.cycles:
            if cycle.assigned_at <= at and not is_excepted(case, cycle, at=at):
                groups.setdefault(name_of(case, cycle), []).append((case, cycle.as_of(at)))
    return tuple(_measures(name, groups[name], at, schedules or {}) for name in sorted(groups))


def left_out(
    cases: Iterable[Case], *, by: Literal["rep", "source", "all"], at: datetime
) -> Mapping[str, int]:
    """How many cycles `measure` leaves out because of an exception, by the names that it would give them; sorted.

    >>> left_out([], by="rep", at=datetime.fromisoformat("2026-11-06T09:00Z"))
    FrozenMap({})

    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    name_of = _namer(by)
    counted = Counter(
        name_of(case, cycle)
        for case in cases
        for cycle in case.cycles
        if cycle.assigned_at <= at and is_excepted(case, cycle, at=at)
    )
    return FrozenMap({name: counted[name] for name in sorted(counted)})


def _namer(by: Literal["rep", "source", "all"]) -> Callable[[Case, Cycle], str]:
    if by == "rep":
        return lambda case, cycle: cycle.owner
    if by == "source":
        return lambda case, cycle: case.lead.source
    return lambda case, cycle: "all"


def _measures(
    name: str, rows: list[tuple[Case, Cycle]], at: datetime, schedules: Mapping[str, Calendar]
) -> Measures:
    worked = sum(cycle.worked_at is not None for _, cycle in rows)
    bypassed = sum(cycle.bypassed for _, cycle in rows)
    inbound = [cycle for case, cycle in rows if case.lead.kind is LeadKind.INBOUND]
    inbound_picked_up = sum(_picked_up(cycle) for cycle in inbound)
    outcomes = [cycle.outcome for _, cycle in rows]
    qualified = sum(cycle.qualified_at is not None for _, cycle in rows)
    answered = [cycle for cycle in inbound if cycle.first_touch_at is not None and not cycle.bypassed]
    waits = [_micros(at - cycle.assigned_at) for cycle in inbound if _waiting(cycle)]
    times = [_micros(cycle.first_touch_at - cycle.assigned_at) for cycle in answered if cycle.first_touch_at]
    business = [
        _micros(elapsed(schedules[cycle.owner], cycle.assigned_at, cycle.first_touch_at))
        for cycle in answered
        if cycle.first_touch_at and cycle.owner in schedules
    ]
    return Measures(
        name=name,
        assigned=len(rows),
        worked=worked,
        bypassed=bypassed,
        waiting=sum(_waiting(cycle) for _, cycle in rows),
        picked_up=worked + bypassed,
        pick_up_rate=_rate(inbound_picked_up, len(inbound)),
        qualified=qualified,
        qualified_rate=_rate(qualified, worked),
        nurture=outcomes.count(Stage.NURTURE),
        unqualified=outcomes.count(Stage.UNQUALIFIED),
        won=outcomes.count(Stage.WON),
        answered=len(times),
        response=_length(median(times)),
        response_business=_length(median(business)),
        response_with_waiting=_length(median_with_waiting(times, waits)),
    )


def _picked_up(cycle: Cycle) -> bool:
    return cycle.worked_at is not None or cycle.bypassed


def _waiting(cycle: Cycle) -> bool:
    return cycle.first_touch_at is None and not _picked_up(cycle)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _micros(length: timedelta) -> int:
    return length // MICROSECOND


def _length(micros: int | None) -> timedelta | None:
    return None if micros is None else timedelta(microseconds=micros)
