"""Clocks over random lives of leads, against a count minute by minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.records import Case
from leadmodel.routing import open_desk
from leadmodel.sla import Clock, ClockState, SlaPolicy, clocks
from tests.building import LADDER, case_of, house, lead, rep
from tests.stories import (
    LONGEST_WAIT,
    MINUTE,
    START,
    Life,
    Round,
    answered,
    credited,
    events_of,
    instant,
    lives,
)
from tests.walking import Worker, worked_through
from tests.walking import worked as worked_minutes

HOURS = {"ann": ("America/New_York", "office"), "bob": ("Europe/London", "lunch")}
WORKERS = {
    name: Worker(zone=zone, hours=hours, away=[], holidays=[]) for name, (zone, hours) in HOURS.items()
}
#: `cid` is not on the desk: an owner without working time.
DESK = open_desk([rep(name, zone=zone, hours=hours) for name, (zone, hours) in HOURS.items()], house())
ENOUGH = timedelta(days=21)
TARGETS = {"15m": 15, "2h": 120, "9h": 540, "24h": 1440}


@dataclass
class Expected:
    """One clock, by hand."""

    state: str
    stopped: datetime | None
    due: datetime
    due_business: datetime | None
    calendar: timedelta
    business: timedelta | None
    alerts: list[int]
    next_alert: datetime | None


def expected(each: Round, target: int, basis: str, now: int) -> Expected:
    touch = answered(each)
    stopped = touch if touch is not None and touch <= now else None
    closed = each.ended if stopped is None and each.ended is not None and each.ended <= now else None
    end = next(minute for minute in (stopped, closed, now) if minute is not None)
    worker = WORKERS.get(credited(each))
    through = (
        worked_through(worker, instant(each.assigned), target * MINUTE, within=ENOUGH) if worker else None
    )
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
    rungs = [24 * 60, 48 * 60, 72 * 60]
    return Expected(
        state=state,
        stopped=None if stopped is None else instant(stopped),
        due=due,
        due_business=through,
        calendar=(end - each.assigned) * MINUTE,
        business=worked_minutes(worker, instant(each.assigned), instant(end)) if worker else None,
        alerts=[rung for rung in rungs if waiting and each.assigned + rung <= now],
        next_alert=next(
            (instant(each.assigned + rung) for rung in rungs if waiting and each.assigned + rung > now), None
        ),
    )


def seen(clock: Clock) -> Expected:
    return Expected(
        state=str(clock.state),
        stopped=clock.stopped_at,
        due=clock.due,
        due_business=clock.due_business,
        calendar=clock.elapsed_calendar,
        business=clock.elapsed_business,
        alerts=[(alert.at - clock.started_at) // MINUTE for alert in clock.alerts],
        next_alert=clock.next_alert_at,
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

    found = clocks(case(life), model, schedules=DESK.schedules, at=instant(now))

    for clock in found:
        event(str(clock.state))
    assert [seen(clock) for clock in found] == [expected(each, TARGETS[target], basis, now) for each in begun]
    assert [clock.cycle for clock in found] == list(range(1, len(begun) + 1))
    assert [clock.started_at for clock in found] == [instant(each.assigned) for each in begun]


@given(
    lives(), st.sampled_from(("calendar", "business")), st.lists(st.integers(0, 2 * LONGEST_WAIT), max_size=6)
)
def test_a_clock_that_has_stopped_stays_as_it_is(life: Life, basis: str, minutes: list[int]) -> None:
    model = house(sla=(SlaPolicy(name="p", target="2h", basis=basis, ladder=LADDER),))  # type: ignore[arg-type]
    final: dict[int, tuple[object, ...]] = {}
    for now in sorted(minutes):
        for clock in clocks(case(life), model, schedules=DESK.schedules, at=instant(now)):
            figures = (
                clock.state,
                clock.stopped_at,
                clock.due,
                clock.elapsed_calendar,
                clock.elapsed_business,
            )
            assert final.get(clock.cycle, figures) == figures
            if clock.closed_at is not None or clock.stopped_at is not None:
                final[clock.cycle] = figures


@given(lives(), st.integers(0, 2 * LONGEST_WAIT))
def test_late_is_breached_and_still_waiting(life: Life, now: int) -> None:
    for clock in clocks(case(life), house(), schedules=DESK.schedules, at=instant(now)):
        waiting = clock.stopped_at is None and clock.closed_at is None
        assert clock.late == (clock.state is ClockState.BREACHED and waiting)
        assert clock.elapsed_business is None or clock.elapsed_business <= clock.elapsed_calendar
        assert all(alert.at <= clock.at for alert in clock.alerts)
        assert clock.next_alert_at is None or clock.next_alert_at > clock.at
        assert clock.due >= clock.started_at >= START
