"""Before leave a rep gets no more leads of a pool: by examples, and against a clock watched by the quarter hour."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, InputError
from leadmodel.hours import TimeOff
from leadmodel.model import LeadModel
from leadmodel.routing import (
    Decision,
    OwnerOf,
    PoolPolicy,
    Rep,
    Routing,
    Rule,
    Stream,
    WhyNot,
    availability,
    open_desk,
    route,
)
from leadmodel.schema import dump_model, load_model
from tests.building import ANYBODY, MONDAY, assigned, case_of, house, lead, leave, moment, rep
from tests.walking import Worker, first

HORIZON = timedelta(days=30)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def policy(notice: str | None, **changes: object) -> LeadModel:
    pool = PoolPolicy(name="long", leave_notice=notice, **changes)  # type: ignore[arg-type]
    return house(routing=Routing(when=ANYBODY, rules=(Rule(id="all", pool="long"),), pools=(pool,)))


def asked(at: datetime, *reps: Rep, model: LeadModel) -> Decision:
    return route(lead(), model, desk=open_desk(reps, model), at=at)


# ------------------------------------------------------------------------------------------------------------ examples

AWAY = rep(
    "ann", hours="always", zone="Europe/Zurich", leave=(leave("2026-11-16", "2026-11-23", "vacation"),)
)


@pytest.mark.statement("RT-06")
def test_a_lead_that_would_lie_idle_for_a_week_from_tomorrow_goes_to_somebody_else() -> None:
    friday = moment("2026-11-13T10:00+01:00")
    stays = rep("bob", hours="always")

    assert asked(friday, AWAY, stays, model=policy(None)).rep == "ann"
    decision = asked(friday, AWAY, stays, model=policy("3d"))
    assert decision.rep == "bob"
    assert decision.candidates[1].why_not is WhyNot.ON_LEAVE_SOON
    assert decision.candidates[1].says == "on vacation from Mon 16 Nov 00:00, within 3d"


@pytest.mark.parametrize(
    ("at", "why_not"),
    [
        ("2026-11-13T23:59:59.999999+01:00", None),
        ("2026-11-14T00:00:00+01:00", "on_leave_soon"),
        ("2026-11-15T23:59:59.999999+01:00", "on_leave_soon"),
        ("2026-11-16T00:00:00+01:00", "on_leave"),
        ("2026-11-22T23:59:59.999999+01:00", "on_leave"),
        ("2026-11-23T00:00:00+01:00", None),
    ],
)
def test_pitfall_35_two_days_of_notice_are_two_whole_days_by_the_reps_own_calendar(
    at: str, why_not: str | None
) -> None:
    decision = asked(moment(at), AWAY, model=policy("2d"))

    assert {each.rep: each.why_not for each in decision.candidates} == {"ann": why_not}
    assert decision.retry_at == (None if why_not is None else moment("2026-11-23T00:00+01:00"))


def test_the_days_are_those_of_the_calendar_when_the_clock_changes() -> None:
    # The night to Sunday the 25th of October is an hour longer.
    away = replace(AWAY, leave=(leave("2026-10-26", "2026-10-28"),))
    begins = moment("2026-10-25T00:00+02:00")

    assert asked(begins - TICK, away, model=policy("1d")).rep == "ann"
    assert asked(begins, away, model=policy("1d")).rep is None
    assert asked(begins, away, model=policy("1d")).retry_at == moment("2026-10-28T00:00+01:00")


def test_two_leaves_with_less_than_the_notice_between_them_are_one_absence() -> None:
    away = replace(AWAY, leave=(leave("2026-11-16", "2026-11-18"), leave("2026-11-20", "2026-11-21")))
    at = moment("2026-11-16T10:00+01:00")

    assert asked(at, away, model=policy("1d")).retry_at == moment("2026-11-18T00:00+01:00")
    assert asked(at, away, model=policy("2d")).retry_at == moment("2026-11-21T00:00+01:00")


def test_another_pool_an_owner_and_a_pool_that_looks_past_time_give_leads_all_the_same() -> None:
    sunday = moment("2026-11-15T10:00+01:00")
    owned = house(
        routing=Routing(
            when=ANYBODY,
            rules=(Rule(id="before", owner=OwnerOf.LEAD), Rule(id="all", pool="long")),
            pools=(PoolPolicy(name="long", leave_notice="7d"),),
        )
    )
    had = case_of(lead(), assigned(MONDAY - DAY, "ann"))

    assert route(had, owned, desk=open_desk([AWAY], owned), at=sunday).rule == "before"
    assert asked(sunday, AWAY, model=policy("7d")).rep is None
    assert asked(sunday, AWAY, model=policy("7d", nobody="anyway")).rep == "ann"
    assert asked(sunday, AWAY, model=policy(None)).rep == "ann"


def test_hours_off_between_two_instants_are_no_leave_to_prepare_for() -> None:
    dentist = TimeOff(start=moment("2026-11-16T14:00Z"), end=moment("2026-11-16T16:00Z"))

    assert asked(moment("2026-11-16T10:00Z"), rep("ann", leave=(dentist,)), model=policy("2d")).rep == "ann"


def test_who_can_respond_first_is_somebody_who_stays() -> None:
    model = policy("3d")
    desk = open_desk([AWAY, rep("bob", zone="Europe/Zurich")], model)
    found = availability(lead(), model, desk=desk, at=moment("2026-11-14T10:00+01:00"))

    assert (found.now, found.first, found.first_at) == ((), "bob", moment("2026-11-16T09:00+01:00"))


@pytest.mark.parametrize("wrong", ["36h", "1d12h", "0d", "", "2", "two days"])
def test_a_notice_is_a_number_of_days(wrong: str) -> None:
    with pytest.raises(InputError, match="leave_notice"):
        PoolPolicy(name="long", leave_notice=wrong)
    assert PoolPolicy(name="long", leave_notice="24h").notice == 1


# ----------------------------------------------------------------------------------------------------- the slow oracle


@dataclass
class World:
    model: LeadModel
    workers: dict[str, Worker]
    notice: int
    patience: timedelta
    instants: list[datetime]

    def team(self) -> list[Rep]:
        return [
            rep(
                name,
                zone=each.zone,
                hours=each.hours,
                leave=tuple(TimeOff(start=start, end=end) for start, end in each.away),
            )
            for name, each in self.workers.items()
        ]

    def kept_from(self, name: str, at: datetime) -> str | None:
        """What of time keeps leads from somebody at an instant."""
        worker = self.workers[name]
        if worker.on_leave(at):
            return "on_leave"
        today = worker.wall(at).date()
        if any(start - self.notice * DAY <= today < start for start, _ in worker.away):
            return "on_leave_soon"
        works = first(at, worker.works, within=HORIZON)
        return None if works is not None and works - at <= self.patience else "not_at_work"

    def free_from(self, name: str, at: datetime) -> datetime | None:
        return first(at, lambda now: self.kept_from(name, now) is None, within=HORIZON)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    workers = {}
    for name in "abc"[: draw(st.integers(1, 3))]:
        away = []
        for _ in range(draw(st.sampled_from((1, 2, 0)))):
            start = date(2026, 10, 24) + draw(st.integers(0, 9)) * DAY
            away.append((start, start + draw(st.integers(1, 4)) * DAY))
        workers[name] = Worker(
            zone=draw(st.sampled_from(("Europe/London", "America/New_York", "Asia/Kathmandu"))),
            hours=draw(st.sampled_from(("always", "office", "night"))),
            away=away,
            holidays=[],
        )
    notice = draw(st.integers(0, 4))
    patience = draw(st.sampled_from(("30m", "24h")))
    begin = datetime(2026, 10, 20, 12, tzinfo=UTC)
    instants = draw(st.lists(st.integers(0, 13 * 96), min_size=1, max_size=5))
    return World(
        model=policy(f"{notice}d" if notice else None, respond_within=patience),
        workers=workers,
        notice=notice,
        patience=timedelta(hours=24) if patience == "24h" else timedelta(minutes=30),
        instants=[begin + quarters * timedelta(minutes=15) for quarters in sorted(instants)],
    )


@given(worlds())
def test_who_is_kept_from_a_lead_and_until_when_is_what_the_clock_on_the_wall_says(world: World) -> None:
    desk = open_desk(world.team(), world.model)
    # One desk, asked at one instant after the other, and back: what it keeps must not outlive its time.
    for at in (*world.instants, *reversed(world.instants)):
        decision = route(lead(), world.model, desk=desk, at=at)
        kept = {name: world.kept_from(name, at) for name in world.workers}
        able = sorted(name for name, why in kept.items() if why is None)
        event(f"{sorted({str(why) for why in kept.values()})}")

        assert (decision.rep is None) is (not able)
        for each in decision.candidates:
            assert each.eligible is (kept[each.rep] is None)
            if kept[each.rep] is not None:
                assert each.why_not == kept[each.rep]
                assert each.ask_again_at == world.free_from(each.rep, at)
        if not able:
            free = [world.free_from(name, at) for name in world.workers]
            assert decision.retry_at == min((each for each in free if each is not None), default=None)
        stream = Stream(desk, world.model, at=at)
        assert stream.route(lead(), at=at).rep == decision.rep


@given(worlds(), st.integers(0, 4))
def test_a_longer_notice_keeps_more_leads_away(world: World, more: int) -> None:
    longer = policy(f"{world.notice + more + 1}d", respond_within="24h")
    shorter = policy(f"{world.notice + 1}d", respond_within="24h")
    for at in world.instants:
        able = [
            {each.rep for each in asked(at, *world.team(), model=model).candidates if each.eligible}
            for model in (longer, shorter)
        ]
        assert able[0] <= able[1]


def test_a_document_may_say_it_and_is_told_where_it_is_wrong() -> None:
    document = dump_model(policy("2d"))
    assert load_model(document).routing.pools[0].leave_notice == "2d"

    document["routing"]["pools"][0]["leave_notice"] = "36h"
    with pytest.raises(DefinitionError, match=r"1 fault\n  \$.routing.pools\[0\].leave_notice: .*whole days"):
        load_model(document)
