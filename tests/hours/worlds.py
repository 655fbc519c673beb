"""Random schedules around the dates on which clocks do something unpleasant, and short ways to write fixed ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import assume, reject
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.hours import (
    Break,
    Calendar,
    Combined,
    DatedShift,
    Holiday,
    Operation,
    Overlay,
    Recurring,
    Schedule,
    TimeOff,
    Week,
)

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")
OFFICE = Week(**dict.fromkeys(WORKDAYS, ("09:00-17:00",)))
ALWAYS = Week(**dict.fromkeys(EVERY_DAY, ("00:00-24:00",)))
NIGHTS = Week(**dict.fromkeys(EVERY_DAY, ("22:00-06:00",)))

#: Dates around which a zone skips or repeats something: an hour, half an hour, two hours, midnight, a whole date.
CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Kwajalein", date(1993, 8, 21)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Antarctica/Troll", date(2026, 10, 25)),
    ("Asia/Gaza", date(2026, 3, 28)),
    ("Asia/Gaza", date(2026, 10, 31)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Havana", date(2026, 11, 1)),
    ("America/St_Johns", date(2006, 4, 2)),
    ("America/St_Johns", date(2006, 10, 29)),
    ("Asia/Kolkata", date(2027, 12, 31)),
    ("UTC", date(2028, 2, 29)),
)


def at(text: str) -> datetime:
    """An instant from ISO 8601 text with an offset."""
    return datetime.fromisoformat(text)


def off(*days: str) -> tuple[Holiday, ...]:
    return tuple(Holiday(date=date.fromisoformat(day), name=f"day off {day}") for day in days)


def leave(start: str, end: str, reason: str = "leave") -> TimeOff:
    return TimeOff(start=date.fromisoformat(start), end=date.fromisoformat(end), reason=reason)


def away(start: str, end: str, reason: str = "dentist") -> TimeOff:
    """An absence between two instants, each with its offset."""
    return TimeOff(start=at(start), end=at(end), reason=reason)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


#: Quarters of an hour, with the small hours more often, since that is when clocks change.
_quarters = st.one_of(st.integers(0, 16), st.integers(0, 95)).map(lambda quarter: quarter * 15)


@st.composite
def spans(draw: st.DrawFn) -> str:
    start = draw(_quarters)
    end = draw(st.one_of(_quarters, st.just(1440)).filter(lambda minutes: minutes != start))
    return f"{_clock(start)}-{_clock(end)}"


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    days = {
        day: tuple(draw(st.lists(spans(), max_size=2))) for day in ("mon", "tue", "wed", "thu", "fri", "sat")
    }
    return Week(**days, sun=tuple(draw(st.lists(spans(), min_size=1, max_size=3))))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Schedule, date]:
    """A schedule, and a date near which its zone is at its worst."""
    zone, change = draw(st.sampled_from(CHANGES))
    near = st.integers(-3, 3).map(lambda days: change + timedelta(days))
    holidays = tuple(
        Holiday(date=day, name=f"holiday {number}")
        for number, day in enumerate(draw(st.lists(near, max_size=2, unique=True)))
    )
    time_off = draw(st.lists(time_off_near(change), max_size=2))
    return Schedule(week=draw(weeks()), zone=zone, holidays=holidays, time_off=tuple(time_off)), change


@st.composite
def time_off_near(draw: st.DrawFn, change: date) -> TimeOff:
    """Some days off, or some hours between two instants that any offset may have written."""
    reason = draw(st.sampled_from(("leave", "trip")))
    if draw(st.booleans()):
        day = change + timedelta(draw(st.integers(-3, 3)))
        return TimeOff(start=day, end=day + timedelta(draw(st.integers(1, 2))), reason=reason)
    zone = timezone(timedelta(minutes=15 * draw(st.integers(-48, 56))))
    start = draw(instants(change)).astimezone(zone)
    return TimeOff(start=start, end=start + timedelta(minutes=draw(st.integers(1, 2000))), reason=reason)


@st.composite
def rules(draw: st.DrawFn, change: date, kind: str) -> Recurring:
    """A rule that falls near a date now and then, begun up to nine years before it."""
    start = change - timedelta(draw(st.integers(-2, 3300)))
    step = draw(st.integers(1, 3))
    named = ",".join(
        draw(st.lists(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1, unique=True))
    )
    until = change + timedelta(draw(st.integers(-1, 2)))
    rule = draw(
        st.sampled_from(
            (
                f"FREQ=DAILY;INTERVAL={step}",
                f"FREQ=WEEKLY;INTERVAL={step};BYDAY={named}",
                f"FREQ=WEEKLY;BYDAY={named};UNTIL={until:%Y%m%d}",
                f"FREQ=MONTHLY;INTERVAL={step};BYMONTHDAY={change.day}",
                "FREQ=MONTHLY;BYMONTHDAY=-1",
                "FREQ=YEARLY",
            )
        )
    )
    hours = draw(st.one_of(st.just(()), st.tuples(spans())))
    days = 1 if hours else draw(st.integers(1, 2))
    zone = draw(st.sampled_from((None, "Asia/Kathmandu")))
    assume("UNTIL" not in rule or until >= start + timedelta(7))
    return Recurring(rule=rule, start=start, name="rule", kind=kind, days=days, hours=hours, zone=zone)  # type: ignore[arg-type]


@st.composite
def rich_worlds(draw: st.DrawFn) -> tuple[Schedule, date]:
    """As `worlds`, with breaks, dated shifts, holidays of other zones and rules."""
    plain, change = draw(worlds())
    near = st.integers(-3, 3).map(lambda days: change + timedelta(days))
    hours = st.lists(spans(), min_size=1, max_size=2).map(tuple)
    weekly = draw(st.lists(st.tuples(hours, st.sampled_from(EVERY_DAY)), max_size=2))
    dated = draw(st.lists(st.tuples(hours, near), max_size=1))
    shifts = draw(st.lists(near, max_size=2, unique=True))
    elsewhere = draw(st.lists(st.tuples(near, st.sampled_from(CHANGES)), max_size=1))
    holidays = tuple(Holiday(date=day, name="elsewhere", zone=zone) for day, (zone, _) in elsewhere)
    breaks = (
        *(Break(hours=texts, days=(day,), name="pause") for texts, day in weekly),
        *(Break(hours=texts, date=day, name="meeting") for texts, day in dated),
    )
    replacing = tuple(
        DatedShift(date=day, hours=draw(st.one_of(hours, st.just(()))), override=draw(st.booleans()))
        for day in shifts
    )
    recurring = tuple(
        draw(rules(change, kind))
        for kind in draw(st.lists(st.sampled_from(("holiday", "time_off")), max_size=1))
    )
    try:
        rich = replace(
            plain,
            holidays=(*plain.holidays, *holidays),
            breaks=breaks,
            shifts=replacing,
            recurring=recurring,
        )
    except InputError as error:
        # A short week and a long pause: such a schedule is refused, and is no world.
        assert "leave nothing of the week" in str(error)
        reject()
    return rich, change


@st.composite
def absences(draw: st.DrawFn, change: date) -> tuple[TimeOff, ...]:
    return tuple(draw(st.lists(time_off_near(change), max_size=3)))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date]:
    """Anything that has hours: schedules, what they are combined to, and time off laid over either."""
    first, change = draw(rich_worlds())
    shape = draw(
        st.sampled_from(("schedule", "combined", "overlay", "overlay of combined", "combined of overlay"))
    )
    others = [replace(draw(worlds())[0], holidays=()) for _ in range(draw(st.integers(1, 2)))]
    operation = draw(st.sampled_from(Operation))
    if shape == "schedule":
        return first, change
    if shape == "overlay":
        return Overlay(base=first, time_off=draw(absences(change))), change
    if shape == "combined of overlay":
        laid = Overlay(base=first, time_off=draw(absences(change)), zone="Asia/Kathmandu")
        return Combined(operation=operation, parts=(laid, *others)), change
    combined = Combined(operation=operation, parts=(first, *others))
    if shape == "combined":
        return combined, change
    return Overlay(
        base=combined, time_off=draw(absences(change)), recurring=(draw(rules(change, "time_off")),)
    ), change


def instants(change: date, *, reach: int = 3) -> st.SearchStrategy[datetime]:
    """Whole minutes within some days of a date."""
    middle = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    return st.integers(-reach * 1440, reach * 1440).map(lambda minutes: middle + timedelta(minutes=minutes))


def micros_near(change: date) -> st.SearchStrategy[datetime]:
    """Any instant within some days of a date, to the microsecond."""
    middle = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    return st.timedeltas(timedelta(days=-4), timedelta(days=4)).map(lambda gap: middle + gap)
