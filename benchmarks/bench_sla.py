"""Where a lead's clocks stand, one by one and for a whole book of leads.

There is no peer: no package has the clock. The reference is the calendar arithmetic that nobody can do without for such
an answer: the working time that has passed, and the instant at which the target is used up on both bases.
"""

from datetime import UTC, datetime, timedelta

from harness import Comparison
from leadmodel.hours import Calendar, HolidayList, Hours, Schedule, Week, add, elapsed
from leadmodel.lifecycle import Reason, replay
from leadmodel.records import Case, Event, EventId, EventKind, Lead, LeadId, RepId
from leadmodel.sla import Clock, LadderStep, Moment, SlaPolicy, Trigger, clocks

AT = datetime(2026, 11, 6, 16, tzinfo=UTC)
DAY = ("09:00-17:00",)
OFFICE = Schedule(week=Week(mon=DAY, tue=DAY, wed=DAY, thu=DAY, fri=DAY), zone="America/New_York")
ANN = RepId("ann")
SCHEDULES: dict[str, Calendar] = {ANN: OFFICE}
TARGET = timedelta(hours=2)


class House:
    """One promise with a ladder of three steps, and a second clock for what follows the first touch."""

    sla: tuple[SlaPolicy, ...] = (
        SlaPolicy(
            name="inbound",
            target="2h",
            ladder=(
                LadderStep(after="24h", recipients=("rep",)),
                LadderStep(after="48h", recipients=("rep", "manager")),
                LadderStep(after="72h", recipients=("rep", "manager", "executive")),
            ),
        ),
        SlaPolicy(
            clock="outcome",
            name="a week",
            target="7d",
            start=(Trigger(on=Moment.WORKED),),
            stop=(Trigger(on=Moment.QUALIFIED), Trigger(on=Moment.NURTURED), Trigger(on=Moment.UNQUALIFIED)),
            cancel=(),
        ),
    )
    hours: tuple[Hours, ...] = ()
    holidays: tuple[HolidayList, ...] = ()
    reasons: tuple[Reason, ...] = ()


class OnePromise(House):
    """The promise alone, without a ladder."""

    sla = (SlaPolicy(name="inbound", target="2h"),)


def lead(number: int) -> Case:
    """A lead that was assigned in the last month; four of five were called, after some minutes to some days."""
    came = AT - timedelta(minutes=17 * (number % 2_400) + 5)
    name = LeadId(f"L{number}")
    events = [Event(id=EventId(f"{name}a"), lead=name, kind=EventKind.ASSIGNED, at=came, rep=ANN)]
    called = came + timedelta(minutes=3 + (number * 7_919) % 4_000)
    if number % 5 and called < AT:
        events.append(Event(id=EventId(f"{name}t"), lead=name, kind=EventKind.TOUCHED, at=called, rep=ANN))
    return replay(Lead(id=name, captured_at=came, source="form"), events, House()).case


def bare(case: Case) -> tuple[timedelta, datetime, datetime]:
    """The arithmetic alone, of the response clock."""
    (cycle,) = case.cycles
    start = cycle.assigned_at
    return elapsed(OFFICE, start, cycle.first_touch_at or AT), start + TARGET, add(OFFICE, start, TARGET)


def read(case: Case, house: type[House]) -> tuple[Clock, ...]:
    return clocks(case, house(), schedules=SCHEDULES, at=AT)


def agree(case: Case) -> None:
    """Both sides have to give the same answer before they are timed."""
    cycle = read(case, House)[0].cycles[0]
    ours = (cycle.reading.used_business, cycle.due_calendar, cycle.due_business)
    if ours != bare(case):
        raise SystemExit(f"{case.lead.id}: the clock says {ours}, the arithmetic {bare(case)}")


def benchmarks() -> list[Comparison]:
    book = [lead(number) for number in range(100_000)]
    for case in book[:5_000]:
        agree(case)
    waiting = next(case for case in book if case.cycles[0].first_touch_at is None)
    bare_is = "elapsed and add by hand: the working time, and when it is due on both bases"
    return [
        Comparison(
            name="sla.status_one",
            ours=lambda: read(waiting, OnePromise),
            reference=lambda: bare(waiting),
            reference_is=bare_is,
            number=2_000,
        ),
        Comparison(
            name="sla.status_one_full",
            ours=lambda: read(waiting, House),
            reference=lambda: bare(waiting),
            reference_is=bare_is,
            number=2_000,
            note="two clocks, a ladder of three",
        ),
        Comparison(
            name="sla.status_100k",
            ours=lambda: [read(case, House) for case in book],
            reference=lambda: [bare(case) for case in book],
            reference_is=bare_is,
            note="100,000 leads a call, two clocks, a ladder of three",
        ),
    ]
