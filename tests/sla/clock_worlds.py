"""Random promises and random lives of leads for the declared clocks, on whole minutes around nasty nights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from leadmodel.hours import Holiday, HolidayList, Hours, Week
from leadmodel.lifecycle import replay
from leadmodel.records import Case, Event, EventId, EventKind, LeadId, RepId
from leadmodel.sla import HoursOf, LadderStep, Moment, SlaPolicy, StepAction, Trigger
from tests.building import HOUSE, lead
from tests.sla.clock_answers import Hours as OfWhom
from tests.sla.timer_oracle import WEEKDAYS, Place
from tests.sla.timer_worlds import FRACTIONS, moments

NOTES = ("hold", "go", "booked", "held", "off")
SUBJECTS = (None, "m1", "m2")
REPS = ("ann", "bob", "cid")
REASONS = ("no_budget_yet", "too_small_yet", "left", "student")


@dataclass(frozen=True)
class World:
    """A model to ask, who works when, and one lead with its life."""

    sla: tuple[SlaPolicy, ...]
    hours: tuple[Hours, ...]
    holidays: tuple[HolidayList, ...]
    of: OfWhom
    case: Case

    @property
    def schedules(self) -> dict[str, Any]:
        return {name: place.schedule for name, place in self.of.reps.items()}


# ------------------------------------------------------------------------------------------------- promises


@st.composite
def triggers(draw: st.DrawFn, action: str) -> Trigger:
    on = draw(st.sampled_from((*Moment, Moment.NOTED, Moment.NOTED, Moment.TOUCHED)))
    told: dict[str, Any] = {"on": on}
    if on is Moment.NOTED:
        told["named"] = tuple(draw(st.sets(st.sampled_from(NOTES), min_size=1, max_size=2)))
        # When a plan to cancel takes back another plan is said nowhere.
        if action != "cancel":
            told["at"] = draw(st.sampled_from(("happened", "happened", "planned_from", "planned_until")))
    elif on is Moment.ACTIVITY and draw(st.booleans()):
        told["named"] = ("demo",)
    elif on in (Moment.NURTURED, Moment.UNQUALIFIED) and draw(st.booleans()):
        told["named"] = (draw(st.sampled_from(REASONS)),)
    elif on is Moment.TOUCHED:
        told["by"] = draw(st.sampled_from(("anyone", "owner")))
    if action not in ("start", "resume"):
        told["count"] = draw(st.sampled_from((1, 1, 1, 2, 3)))
    return Trigger(**told)


#: What promises usually say; without them few random clocks would ever run, be held or be answered.
USUAL = {
    "start": (
        Trigger(on=Moment.ASSIGNED),
        Trigger(on=Moment.CAPTURED),
        Trigger(on=Moment.NOTED, named=("booked",), at="planned_from"),
    ),
    "pause": (Trigger(on=Moment.NOTED, named=("hold",)),),
    "resume": (Trigger(on=Moment.NOTED, named=("go",)),),
    "stop": (Trigger(on=Moment.TOUCHED), Trigger(on=Moment.NOTED, named=("held",))),
    "reset": (),
    "cancel": (Trigger(on=Moment.NOTED, named=("off",)), Trigger(on=Moment.UNQUALIFIED)),
}


@st.composite
def policies(draw: st.DrawFn, place: Place, clock: str = "response") -> SlaPolicy:
    target = draw(st.sampled_from((10, 60, 120, 480, 960)))
    more = draw(st.sampled_from((None, 0, 480)))
    rungs = draw(
        st.lists(st.tuples(st.integers(0, 10), st.sampled_from(("calendar", "business"))), max_size=3).map(
            sorted
        )
    )
    moved: dict[str, Any] = {}
    for action, usual in USUAL.items():
        often = [st.sampled_from(usual)] * 3 if usual else []
        one = st.one_of(*often, triggers(action))
        moved[action] = tuple(draw(st.lists(one, min_size=action == "start", max_size=2)))
    whose = draw(st.sampled_from(("rep", "rep", "team", "lead")))
    return SlaPolicy(
        name="p",
        clock=clock,
        of=draw(st.sampled_from(("lead", "owner", "subject"))),
        target=f"{target}m",
        maximum=None if more is None else f"{target + more}m",
        basis=draw(st.sampled_from(("calendar", "business"))),
        hours={
            "rep": HoursOf(),
            "team": HoursOf(of="team", pattern="team", zone=place.zone, holidays="team"),
            "lead": HoursOf(of="lead", pattern="lead", holidays="lead"),
        }[whose],
        warnings=tuple(draw(st.sets(st.sampled_from(FRACTIONS), max_size=2))),
        ladder=tuple(
            LadderStep(
                after=f"{after}h",
                placed=placed,  # type: ignore[arg-type]
                recipients=(f"step {number}",),
                action=draw(st.sampled_from(StepAction)),
            )
            for number, (after, placed) in enumerate(rungs)
        ),
        **moved,
    )


# --------------------------------------------------------------------------------------------------- lives


@st.composite
def events(draw: st.DrawFn, axis: Place, number: int) -> Event:
    kind = draw(
        st.sampled_from(
            (
                *EventKind,
                *[EventKind.NOTED] * 5,
                *[EventKind.ASSIGNED] * 3,
                *[EventKind.TOUCHED] * 3,
            )
        )
    )
    told: dict[str, Any] = {"kind": kind, "at": axis.instant(draw(moments))}
    if kind is EventKind.ACTIVITY:
        told["activity"] = draw(st.sampled_from(("demo", "page")))
    elif kind is EventKind.NOTED:
        told["activity"] = draw(st.sampled_from(NOTES))
    elif kind in (EventKind.ASSIGNED, EventKind.TOUCHED):
        told["rep"] = RepId(draw(st.sampled_from((*REPS, "ann", "bob"))))
        told["automatic"] = kind is EventKind.TOUCHED and draw(st.integers(0, 3)) == 0
    elif kind in (EventKind.NURTURED, EventKind.UNQUALIFIED):
        told["reason"] = draw(st.sampled_from(REASONS))
    if draw(st.booleans()):
        told["subject"] = draw(st.sampled_from(SUBJECTS))
    if kind is EventKind.NOTED and draw(st.booleans()):
        begins, lasts = draw(moments), draw(st.integers(0, 300))
        told["planned_from"] = axis.instant(begins)
        if draw(st.booleans()):
            told["planned_until"] = axis.instant(begins + lasts)
    return Event(id=EventId(f"e{number}"), lead=LeadId("L1"), **told)


@st.composite
def histories(draw: st.DrawFn, axis: Place, max_size: int = 12) -> list[Event]:
    """Events in any order; one in four lives begins with an assignment, or few leads would ever be given out."""
    count = draw(st.one_of(st.integers(4, max_size), st.integers(0, 3)))
    told = [draw(events(axis, number)) for number in range(count)]
    if draw(st.integers(0, 3)):
        given = Event(
            id=EventId("given"),
            lead=LeadId("L1"),
            kind=EventKind.ASSIGNED,
            at=axis.instant(draw(st.integers(0, 1500))),
            rep=RepId(draw(st.sampled_from(REPS))),
        )
        told.insert(draw(st.integers(0, len(told))), given)
    return told


#: Few, so that who works when is looked up once for each: a week, and where it is lived.
WEEKS = (
    (("09:00-17:00",),) * 5 + ((),) * 2,
    (
        *(("09:00-12:00", "13:00-17:00"), ("00:00-24:00",), ("22:00-06:00",), ()),
        *(("08:30-12:15", "16:00-24:00"), ("09:00-12:00",), ("00:00-05:00", "18:00-21:00")),
    ),
    (("22:00-06:00",),) * 5 + ((), ("09:00-17:00",)),
)
BEGIN = (date(2026, 10, 30), date(2026, 3, 27), date(2026, 4, 3))
PLACES = tuple(
    Place(zone=zone, begins=BEGIN[0], shifts=week, days_off=(date(2026, 11, 2), date(2026, 3, 31)))
    for zone in ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu")
    for week in WEEKS
)


@st.composite
def hours_of(draw: st.DrawFn, axis: Place) -> OfWhom:
    def somewhere() -> Place:
        return replace(draw(st.sampled_from(PLACES)), begins=axis.begins)

    reps = {name: somewhere() for name in REPS if name != "cid" or draw(st.integers(0, 2)) == 0}
    return OfWhom(axis=axis, reps=reps, team=somewhere(), lead=draw(st.sampled_from((None, somewhere()))))


def declared(name: str, place: Place) -> tuple[Hours, HolidayList]:
    week = Week(**dict(zip(WEEKDAYS, place.shifts, strict=True)))
    days = tuple(Holiday(date=day, name="day off") for day in place.days_off)
    return Hours(name=name, week=week), HolidayList(name=name, days=days)


def declared_hours(of: OfWhom) -> tuple[tuple[Hours, ...], tuple[HolidayList, ...]]:
    pairs = [declared("team", of.team), declared("lead", of.lead or of.team)]
    return tuple(hours for hours, _ in pairs), tuple(days for _, days in pairs)


@st.composite
def worlds(draw: st.DrawFn, several: int = 1) -> World:
    axis = replace(PLACES[0], begins=draw(st.sampled_from(BEGIN)))
    of = draw(hours_of(axis))
    sla = tuple(draw(policies(of.team, clock=f"clock {number}")) for number in range(several))
    person = lead(
        captured_at=axis.instant(draw(st.sampled_from((0, 0, 300, 1000)))),
        zone=None if of.lead is None else of.lead.zone,
    )
    told: Sequence[Event] = draw(histories(axis))
    hours, holidays = declared_hours(of)
    return World(sla=sla, hours=hours, holidays=holidays, of=of, case=replay(person, told, HOUSE).case)
