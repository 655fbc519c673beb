"""The response clock over random lives of leads, against a count minute by minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.records import Case
from leadmodel.routing import open_desk
from leadmodel.sla import ClockCycle, SlaPolicy, TimerState, clocks
from tests.building import LADDER, case_of, house, lead, rep
from tests.sla.telling import clock_of
from tests.stories import (
    LONGEST_WAIT,
    MINUTE,
    START,
    Life,
    Round,
    answered,
    events_of,
    instant,
    lives,
    owner_at,
)
from tests.walking import Worker

HOURS = {"ann": ("America/New_York", "office"), "bob": ("Europe/London", "lunch")}
WORKERS = {
    name: Worker(zone=zone, hours=hours, away=[], holidays=[]) for name, (zone, hours) in HOURS.items()
}
#: `cid` is not on the desk: an owner without working time.
DESK = open_desk([rep(name, zone=zone, hours=hours) for name, (zone, hours) in HOURS.items()], house())
ENOUGH = 21 * 24 * 60
TARGETS = {"15m": 15, "2h": 120, "9h": 540, "24h": 1440}


@dataclass
class Expected:
    """One cycle, by hand."""

    state: str
    stopped: datetime | None
    due: datetime
    due_business: datetime | None
    calendar: timedelta
    business: timedelta | None
    steps: list[int]
    next_step: datetime | None


def expected(each: Round, target: int, basis: str, now: int) -> Expected:
    touch = answered(each)
    stopped = touch if touch is not None and touch <= now else None
    closed = each.ended if stopped is None and each.ended is not None and each.ended <= now else None
    end = next(minute for minute in (stopped, closed, now) if minute is not None)
    owners = {owner_at(each, when) for when in (each.assigned, end)}
    known = owners <= set(WORKERS)
    through = reached(each, target, end) if known else None
    due = instant(each.assigned + target)
    if basis == "business" and through is not None:
        due = through
    if closed is not None:
        state = "cancelled" if instant(closed) <= due else "breached"
    elif stopped is not None:
        state = "met" if instant(stopped) <= due else "breached"
    else:
        state = "running" if instant(now) < due else "breached"
    waiting = stopped is None and closed is None
    rungs = [each.assigned + rung * 60 for rung in (24, 48, 72)]
    return Expected(
        state=state,
        stopped=None if stopped is None else instant(stopped),
        due=due,
        due_business=through,
        calendar=(end - each.assigned) * MINUTE,
        business=sum(works(each, when, end) for when in range(each.assigned, end)) * MINUTE
        if known
        else None,
        steps=[rung - each.assigned for rung in rungs if rung < end or (waiting and rung == end)],
        next_step=next((instant(rung) for rung in rungs if waiting and rung > end), None),
    )


def works(each: Round, when: int, end: int) -> bool:
    """Whether whoever holds the lead is at work; from the end on whoever held it then."""
    return WORKERS[owner_at(each, min(when, end))].works(instant(when))


def reached(each: Round, target: int, end: int) -> datetime:
    left = target
    for when in range(each.assigned, each.assigned + ENOUGH):
        left -= works(each, when, end)
        if not left:
            return instant(when + 1)
    raise AssertionError("nobody works for three weeks")


def seen(cycle: ClockCycle) -> Expected:
    found = cycle.reading
    assert found.due is not None
    return Expected(
        state=str(found.state),
        stopped=found.stopped_at,
        due=found.due,
        due_business=cycle.due_business,
        calendar=found.used_calendar,
        business=found.used_business,
        steps=[(step.at - found.started_at) // MINUTE for step in cycle.steps],
        next_step=None if found.next_step is None else found.next_step.at,
    )


def case(life: Life) -> Case:
    return case_of(lead(life.lead, source=life.source, kind=life.kind), *events_of(life))


@given(
    lives(),
    st.sampled_from(tuple(TARGETS)),
    st.sampled_from(("calendar", "business")),
    st.integers(0, 2 * LONGEST_WAIT),
)
def test_every_clock_is_what_counting_the_minutes_gives(
    life: Life, target: str, basis: str, now: int
) -> None:
    model = house(sla=(SlaPolicy(name="p", target=target, basis=basis, ladder=LADDER),))  # type: ignore[arg-type]
    begun = [each for each in life.rounds if each.assigned <= now]

    found = clock_of(case(life), instant(now), model, DESK.schedules).cycles

    for cycle in found:
        event(str(cycle.reading.state))
    assert [seen(cycle) for cycle in found] == [expected(each, TARGETS[target], basis, now) for each in begun]
    assert [cycle.cycle for cycle in found] == list(range(1, len(begun) + 1))
    assert [cycle.reading.started_at for cycle in found] == [instant(each.assigned) for each in begun]


@given(
    lives(), st.sampled_from(("calendar", "business")), st.lists(st.integers(0, 2 * LONGEST_WAIT), max_size=6)
)
def test_a_cycle_that_has_ended_stays_as_it_is(life: Life, basis: str, minutes: list[int]) -> None:
    model = house(sla=(SlaPolicy(name="p", target="2h", basis=basis, ladder=LADDER),))  # type: ignore[arg-type]
    final: dict[int, ClockCycle] = {}
    for now in sorted(minutes):
        for cycle in clock_of(case(life), instant(now), model, DESK.schedules).cycles:
            assert final.get(cycle.reading.number, cycle) == cycle
            if not cycle.reading.open:
                final[cycle.reading.number] = cycle


@given(lives(), st.integers(0, 2 * LONGEST_WAIT))
def test_late_is_breached_and_still_waiting(life: Life, now: int) -> None:
    (clock,) = clocks(case(life), house(), schedules=DESK.schedules, at=instant(now))
    for cycle in clock.cycles:
        found = cycle.reading
        assert cycle.late == (found.state is TimerState.BREACHED and found.open)
        assert found.used_business is None or found.used_business <= found.used_calendar
        assert all(step.at <= clock.at for step in cycle.steps)
        assert found.next_at is None or found.next_at > clock.at
        assert found.due is not None
        assert found.due >= found.started_at >= START
    assert clock.late == any(cycle.late for cycle in clock.cycles)
