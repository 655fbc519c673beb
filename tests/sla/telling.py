"""What the tests of declared clocks have in common: one lead, its history, and the one clock or cycle that it has."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from leadmodel.hours import Calendar
from leadmodel.model import LeadModel
from leadmodel.records import Case, Event, EventId, EventKind
from leadmodel.sla import Clock, ClockCycle, SlaPolicy, TimerCycle, clocks
from tests.building import HOUSE, NEW_YORK, case_of, happened, house, lead, moment

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
FRIDAY, NINE_O_FOUR = moment("2026-10-23T15:05-04:00"), moment("2026-10-26T09:04-04:00")
OF_ANN: Mapping[str, Calendar] = {"ann": NEW_YORK}


def story(*events: Event) -> Case:
    return case_of(lead(), *events)


def promise(**changes: Any) -> LeadModel:
    """A house with one promise: two hours, unless told otherwise."""
    return house(sla=(policy(**changes),))


def policy(**changes: Any) -> SlaPolicy:
    told: dict[str, Any] = {"name": "p", "target": "2h"}
    return SlaPolicy(**(told | changes))


def noted(name: str, at: Any, subject: str | None = None, **changes: Any) -> Event:
    return happened(EventKind.NOTED, at, activity=name, subject=subject, **changes)


def called(event: Event, name: str) -> Event:
    """The event under an id that a test can point at."""
    told = {field: getattr(event, field) for field in Event.__slots__} | {"id": EventId(name)}
    return Event(**told)


def clock_of(
    case: Case, at: Any, model: LeadModel = HOUSE, schedules: Mapping[str, Calendar] | None = None
) -> Clock:
    """The one clock that a case has."""
    (clock,) = clocks(case, model, schedules=OF_ANN if schedules is None else schedules, at=at)
    return clock


def only(
    case: Case, at: Any, model: LeadModel = HOUSE, schedules: Mapping[str, Calendar] | None = None
) -> ClockCycle:
    """The one cycle of the one clock."""
    (cycle,) = clock_of(case, at, model, schedules).cycles
    return cycle


def reading(
    case: Case, at: Any, model: LeadModel = HOUSE, schedules: Mapping[str, Calendar] | None = None
) -> TimerCycle:
    """What is read of the one cycle of the one clock."""
    return only(case, at, model, schedules).reading
