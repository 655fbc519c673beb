"""Reading a clock against working out the same instants by hand.

By hand means: it is known beforehand what happened to the lead, so that nothing is folded, nothing is checked, and
each limit is one addition, by the calendar or by the hours of the office of `bench_hours`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bench_hours import office
from harness import Comparison
from leadmodel.hours import add, elapsed
from leadmodel.sla import Action, LadderStep, Mark, Timer, TimerCycle, read_timer

__all__ = ["benchmarks"]

MONDAY = datetime.fromisoformat("2026-10-26T09:00+00:00")
PAUSED, RESUMED = MONDAY + timedelta(minutes=20), MONDAY + timedelta(minutes=50)
TEN = MONDAY + timedelta(hours=1)
FRIDAY = MONDAY + timedelta(days=4)
HOUR = timedelta(hours=1)

CAME = Mark(at=MONDAY, action=Action.START, id="assigned")
HELD = (
    CAME,
    Mark(at=PAUSED, action=Action.PAUSE, id="asked back"),
    Mark(at=RESUMED, action=Action.RESUME, id="answered"),
)
LOOPS = 1000

#: What both sides have to say: when it is due, what is left, what was used, and each warning and step.
Answer = tuple[datetime | None, timedelta, timedelta | None, tuple[datetime | None, ...]]


def said(cycle: TimerCycle | None) -> Answer:
    assert cycle is not None
    ahead = () if cycle.next_step is None else (cycle.next_step.at,)
    used = cycle.used_calendar if cycle.used_business is None else cycle.used_business
    reached = (*(each.at for each in cycle.warnings), *(each.at for each in cycle.steps))
    return cycle.due, cycle.remaining, used, (*reached, *ahead)


def compare(
    name: str, ours: Callable[[], TimerCycle | None], by_hand: Callable[[], Answer], reference_is: str
) -> Comparison:
    """A comparison of two sides that agree; raises when they do not."""
    if said(ours()) != by_hand():
        raise AssertionError(f"timers.{name}: {said(ours())!r} is not {by_hand()!r}")
    return Comparison(
        name=f"timers.{name}", ours=ours, reference=by_hand, reference_is=reference_is, number=LOOPS
    )


def benchmarks() -> list[Comparison]:
    """A clock by the calendar, with a pause, and one with all there is, early and late."""
    schedule = office()
    plain = Timer(target="2h")
    full = Timer(
        target="4h",
        maximum="24h",
        basis="business",
        schedule=schedule,
        warnings=("1/2", "80%"),
        ladder=(
            LadderStep(after="0h", recipients=("rep",)),
            LadderStep(after="2h", recipients=("rep",), placed="business"),
            LadderStep(after="48h", recipients=("manager",)),
        ),
    )

    def running() -> Answer:
        used = TEN - MONDAY
        return MONDAY + 2 * HOUR, 2 * HOUR - used, used, ()

    def resumed() -> Answer:
        used = (PAUSED - MONDAY) + (TEN - RESUMED)
        return RESUMED + (2 * HOUR - (PAUSED - MONDAY)), 2 * HOUR - used, used, ()

    def early() -> Answer:
        used = elapsed(schedule, MONDAY, TEN)
        # The maximum and the first warning are ahead too, and no field that is compared here shows them.
        add(schedule, MONDAY, 24 * HOUR)
        add(schedule, MONDAY, 2 * HOUR)
        ahead = add(schedule, MONDAY, 2 * HOUR)
        return add(schedule, MONDAY, 4 * HOUR), 4 * HOUR - used, used, (MONDAY, ahead)

    def late() -> Answer:
        before = elapsed(schedule, MONDAY, PAUSED)
        used = before + elapsed(schedule, RESUMED, FRIDAY)
        elapsed(schedule, MONDAY, FRIDAY)
        add(schedule, RESUMED, 24 * HOUR - before)
        reached = (
            add(schedule, RESUMED, 2 * HOUR - before),
            add(schedule, RESUMED, 3.2 * HOUR - before),
            MONDAY,
            add(schedule, RESUMED, 2 * HOUR - before),
            RESUMED + (48 * HOUR - (PAUSED - MONDAY)),
        )
        return add(schedule, RESUMED, 4 * HOUR - before), 4 * HOUR - used, used, reached

    by_calendar, by_hours = "additions of datetimes", "one question to the hours for each limit"
    return [
        compare("plain", lambda: read_timer(plain, [CAME], at=TEN).current, running, by_calendar),
        compare("plain_pause", lambda: read_timer(plain, HELD, at=TEN).current, resumed, by_calendar),
        compare("full", lambda: read_timer(full, [CAME], at=TEN).current, early, by_hours),
        compare("full_late", lambda: read_timer(full, HELD, at=FRIDAY).current, late, by_hours),
    ]
