"""Random timers, marks and places for the clocks: around the nights on which the clocks change."""

from datetime import date, timedelta

from hypothesis import strategies as st

from leadmodel.sla.ladder import LadderStep
from leadmodel.sla.marks import Action, Mark
from leadmodel.sla.timer import Timer
from tests.sla.timer_oracle import Place

#: Days of marks, within the window of the oracle.
DAYS = 6
BEGINNINGS = (
    ("America/New_York", date(2026, 10, 30)),
    ("America/New_York", date(2026, 3, 6)),
    ("Europe/London", date(2026, 3, 27)),
    ("Europe/London", date(2026, 10, 23)),
    ("Australia/Lord_Howe", date(2026, 4, 3)),
    ("Australia/Lord_Howe", date(2026, 10, 2)),
    ("Asia/Kathmandu", date(2026, 12, 28)),
)
#: No shift begins or ends between one and three at night, so that the wall clock can be read.
SHIFTS = (
    (),
    ("09:00-17:00",),
    ("09:00-12:00", "13:00-17:00"),
    ("22:00-06:00",),
    ("00:00-24:00",),
    ("08:30-12:15", "16:00-24:00"),
    ("00:00-05:00", "18:00-21:00"),
)
FRACTIONS = ("20%", "40%", "50%", "80%")


@st.composite
def places(draw: st.DrawFn, like: Place | None = None) -> Place:
    zone, begins = draw(st.sampled_from(BEGINNINGS))
    if like is not None:
        zone, begins = like.zone, like.begins
    days = draw(st.lists(st.sampled_from(SHIFTS), min_size=5, max_size=5))
    near = st.integers(-1, DAYS + 1).map(lambda gap: begins + timedelta(gap))
    # Two weekdays always have hours, so that what comes next is not far.
    return Place(
        zone=zone,
        begins=begins,
        shifts=(("09:00-17:00",), *days, ("09:00-12:00", "13:00-17:00")),
        days_off=tuple(sorted(draw(st.sets(near, max_size=2)))),
    )


#: Some minutes are likelier, so that marks meet each other, openings, closings and limits.
moments = st.one_of(
    st.integers(0, DAYS * 24).map(lambda hour: hour * 60),
    st.sampled_from((540, 600, 720, 840, 1020, 1440, 1980, 2460, 2880)),
    st.integers(0, DAYS * 1440),
)


@st.composite
def lives(draw: st.DrawFn, place: Place, max_size: int = 9) -> tuple[Mark, ...]:
    """Marks in any order, a start among them; now and then an event comes twice, or carries two actions."""
    actions = st.sampled_from((*Action, Action.START, Action.PAUSE, Action.RESUME))
    rest = draw(st.lists(st.tuples(moments, actions), max_size=max_size))
    rows = [(draw(moments), Action.START), *rest]
    numbers = draw(st.lists(st.integers(0, 14), min_size=len(rows), max_size=len(rows)))
    return tuple(
        Mark(at=place.instant(minute), action=action, id=f"e{number}")
        for (minute, action), number in zip(rows, numbers, strict=True)
    )


@st.composite
def timers(draw: st.DrawFn, place: Place) -> Timer:
    target = draw(st.sampled_from((10, 30, 60, 120, 180, 480, 960)))
    more = draw(st.sampled_from((None, 0, 60, 480)))
    hour, early = st.integers(0, 10), st.sampled_from(("calendar", "business"))
    rungs = draw(st.lists(st.tuples(hour, early), max_size=4).map(sorted))
    return Timer(
        target=f"{target}m",
        maximum=None if more is None else f"{target + more}m",
        basis=draw(st.sampled_from(("calendar", "business"))),
        schedule=place.schedule,
        warnings=tuple(draw(st.sets(st.sampled_from(FRACTIONS)))),
        ladder=tuple(
            LadderStep(after=f"{after}h", placed=placed, recipients=(f"rep {number}",))  # type: ignore[arg-type]
            for number, (after, placed) in enumerate(rungs)
        ),
    )
