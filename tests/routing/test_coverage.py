"""Coverage against a minute-by-minute count, over leave, holidays, ends of summer time and hours of one's own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.hours import Calendar, Schedule, TimeOff, is_open
from leadmodel.routing import Covered, Desk, Rep, coverage, open_desk
from tests.building import ALWAYS, NIGHT, OFFICE, house, leave, rep

QUARTER = timedelta(minutes=15)
#: A week with the end of summer time in Europe or in America, or neither.
STARTS = (
    datetime(2026, 10, 23, 22, tzinfo=UTC),
    datetime(2026, 10, 30, 0, tzinfo=UTC),
    datetime(2026, 11, 9, 9, 15, tzinfo=UTC),
    datetime(2026, 3, 5, 12, tzinfo=UTC),
)


@st.composite
def reps(draw: st.DrawFn, name: str) -> Rep:
    first = date(2026, 10, 24) + timedelta(days=draw(st.integers(0, 6)))
    away = draw(
        st.sampled_from(
            (
                (),
                (TimeOff(start=first, end=first + timedelta(days=2)),),
                (TimeOff(start=STARTS[0], end=STARTS[0] + timedelta(hours=30)),),
            )
        )
    )
    return rep(
        name,
        zone=draw(
            st.sampled_from(("Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"))
        ),
        hours=draw(st.sampled_from(("office", "night", "lunch", "always"))),
        languages=draw(st.sampled_from((("en",), ("it",), ("it-IT", "en")))),
        territories=draw(st.sampled_from(((), ("CH",)))),
        leave=away,
        active_from=draw(st.sampled_from((None, None, STARTS[0] + timedelta(days=1)))),
        active_until=draw(st.sampled_from((None, None, STARTS[1] + timedelta(days=3)))),
    )


HOURS: tuple[Calendar | None, ...] = (
    None,
    Schedule(week=OFFICE, zone="Europe/Zurich"),
    Schedule(week=NIGHT, zone="America/New_York"),
    Schedule(week=ALWAYS, zone="UTC"),
)


def answers(each: Rep, language: str, territory: str | None) -> bool:
    speaks = any(tag == language or tag.split("-")[0] == language for tag in each.languages)
    return speaks and (territory is None or territory in each.territories)


def counted(desk: Desk, found: Covered, since: datetime, hours: Calendar | None) -> None:
    """Every quarter of an hour: nothing here begins or ends at another."""
    able = [each for each in desk.reps if answers(each, found.language, found.territory)]
    asked = covered = timedelta()
    worst: tuple[datetime, timedelta | None] | None = None
    since_when: datetime | None = None
    at = since
    while at < since + timedelta(days=7):
        here = [each.id for each in able if each.is_active(at) and is_open(desk.schedules[each.id], at)]
        wanted = hours is None or is_open(hours, at)
        in_gap = any(gap.start <= at < gap.end for gap in found.gaps)
        alone = [one.rep for one in found.sole if one.start <= at < one.end]
        assert in_gap is (wanted and not here)
        assert alone == (here if wanted and len(here) == 1 else [])
        if here and since_when is not None:
            if worst is None or (worst[1] is not None and at - since_when > worst[1]):
                worst = since_when, at - since_when
            since_when = None
        if wanted:
            asked += QUARTER
            covered += QUARTER if here else timedelta()
            if not here and since_when is None:
                since_when = at
        at += QUARTER
    if since_when is not None:
        worst = since_when, None
    assert (found.asked, found.covered) == (asked, covered)
    assert found.reps == tuple(each.id for each in able)
    assert (found.worst_at, found.longest_wait) == (worst or (None, None))


@given(
    st.lists(st.sampled_from("abcd"), unique=True), st.sampled_from(STARTS), st.sampled_from(HOURS), st.data()
)
def test_every_quarter_of_an_hour_is_told_as_counting_finds_it(
    names: list[str], since: datetime, hours: Calendar | None, data: st.DataObject
) -> None:
    model = house()
    desk = open_desk([data.draw(reps(name)) for name in names], model)
    found = coverage(
        desk, since=since, languages=("it", "en"), territories=(None, "CH"), weeks=1, hours=hours
    )

    assert [(each.language, each.territory) for each in found] == [
        ("it", None),
        ("it", "CH"),
        ("en", None),
        ("en", "CH"),
    ]
    for each in found:
        counted(desk, each, since, hours)
        for gap, following in zip(each.gaps, each.gaps[1:], strict=False):
            assert gap.end < following.start


def test_the_only_one_who_speaks_italian_is_away_and_the_worst_friday_is_told() -> None:
    model = house()
    team = [
        rep("ida", zone="Europe/Rome", languages=("it",), leave=(leave("2026-11-13", "2026-11-18"),)),
        rep("ann", languages=("en",)),
    ]
    monday = datetime(2026, 11, 8, 23, tzinfo=UTC)
    (italian,) = coverage(
        open_desk(team, model),
        since=monday,
        languages=("it",),
        weeks=2,
        hours=Schedule(week=OFFICE, zone="Europe/Rome"),
    )

    assert str(italian) == "it: 70 % of the hours, 3 gaps, 1 rep"
    assert italian.gaps[0].start == datetime(2026, 11, 13, 8, tzinfo=UTC)
    # From Friday morning to Wednesday morning, and with nobody else all the time she works.
    assert italian.longest_wait == timedelta(days=5)
    assert {one.rep for one in italian.sole} == {"ida"}


def test_where_everything_is_covered_nothing_waits() -> None:
    model = house()
    desk = open_desk([rep("ann", hours="always", zone="UTC"), rep("bob", hours="always", zone="UTC")], model)
    (found,) = coverage(desk, since=STARTS[2], languages=("en",))

    assert (found.percent, found.gaps, found.sole, found.worst_at) == (100, (), (), None)
    assert found.asked == timedelta(weeks=4)


def test_what_cannot_be_asked_is_refused() -> None:
    desk = open_desk([rep("ann")], house())
    with pytest.raises(InputError, match="weeks"):
        coverage(desk, since=STARTS[0], languages=("en",), weeks=0)
    with pytest.raises(TimeError, match="since"):
        coverage(desk, since=datetime(2026, 11, 9), languages=("en",))
    with pytest.raises(InputError, match="languages"):
        coverage(desk, since=STARTS[0], languages=("english!",))
    with pytest.raises(InputError, match="territories"):
        coverage(desk, since=STARTS[0], languages=("en",), territories=("Italy",))
