"""A stream gives the leads to the same reps as routing one after the other does, and can tell later why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.conditions import field
from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.hours import TimeOff
from leadmodel.model import LeadModel
from leadmodel.records import Account, Lead, LeadId, Level, Links, RepId
from leadmodel.routing import (
    Decision,
    Desk,
    Ledger,
    Need,
    NeedKind,
    Nobody,
    OwnerAway,
    OwnerOf,
    Period,
    PoolPolicy,
    Quota,
    Ramp,
    Rep,
    Routing,
    Rule,
    Stream,
    open_desk,
    route,
)
from leadmodel.routing.account import account_of
from leadmodel.routing.asked import Asked
from tests.building import ANYBODY, MONDAY, house, lead, rep

CRITERIA = ("soonest", "territory", "skill", "tier", "fewest_open", "longest_idle", "round_robin", "scarce")
START = datetime(2026, 11, 6, 8, tzinfo=UTC)

orders = st.builds(
    lambda some, fair: (*some, "fairness") if fair or not some else tuple(some),
    st.lists(st.sampled_from(CRITERIA), unique=True, max_size=3),
    st.booleans(),
)
#: Hard, and soft in the order in which they are dropped.
NEEDS = (
    Need(of=NeedKind.LANGUAGE),
    Need(of=NeedKind.LANGUAGE, fluency=Level.B2),
    Need(of=NeedKind.SKILL, name="chess"),
    Need(of=NeedKind.TERRITORY, after="1h"),
    Need(of=NeedKind.SKILL, field="company.industry", level=2, after="2h"),
    Need(of=NeedKind.ROLE, name="sdr", after="3h"),
)
needs = st.sets(st.sampled_from(range(len(NEEDS))), max_size=3).map(
    lambda some: tuple(NEEDS[at] for at in sorted(some))
)


@st.composite
def pools(draw: st.DrawFn, name: str) -> PoolPolicy:
    nobody = draw(st.sampled_from(Nobody))
    return PoolPolicy(
        name=name,
        needs=draw(needs),
        prefer=draw(st.none() | orders),
        respond_within=draw(st.sampled_from((None, "30m", "24h"))),
        nobody=nobody,
        stand_in=RepId("a") if nobody is Nobody.STAND_IN else None,
        ledger=draw(st.sampled_from((None, None, "side"))),
        leave_notice=draw(st.sampled_from((None, None, "1d", "3d"))),
    )


@st.composite
def models(draw: st.DrawFn) -> LeadModel:
    told: dict[str, Any] = {
        "when": ANYBODY,
        "prefer": draw(orders),
        "respond_within": draw(st.sampled_from(("1h", "72h"))),
    }
    if draw(st.booleans()):
        owned = Rule(
            id="owned",
            when=field("account.target") == True,  # noqa: E712 # this makes a condition
            owner=OwnerOf.ACCOUNT,
            away=draw(st.sampled_from(OwnerAway)),
            counts_in=draw(st.sampled_from((None, "one"))),
        )
        told["pools"] = (draw(pools("one")), draw(pools("two")))
        told["rules"] = (
            *((owned,) if draw(st.booleans()) else ()),
            Rule(id="swiss", when=field("lead.country") == "CH", pool="one"),
            Rule(id="all", pool="two"),
        )
    return house(routing=Routing(**told))


@st.composite
def reps(draw: st.DrawFn, name: str) -> Rep:
    away = draw(st.sampled_from((None, None, 0, 1, 3)))
    first = date(2026, 11, 6) + timedelta(days=away or 0)
    languages = draw(st.sampled_from((("en",), ("en", "it"), ("it",), ("de", "en"))))
    return rep(
        name,
        zone=draw(st.sampled_from(("Europe/London", "America/New_York", "Asia/Kathmandu"))),
        hours=draw(st.sampled_from(("office", "always", "night"))),
        languages=languages,
        territories=draw(st.sampled_from(((), ("CH",), ("CH", "US")))),
        capacity=draw(st.sampled_from((None, None, 2, 4))),
        weight=draw(st.sampled_from((1, 2, 3, Ramp(full=4, since=START, every="6h")))),
        tier=draw(st.sampled_from((1, 1, 2))),
        levels={} if draw(st.booleans()) else {languages[0]: draw(st.sampled_from(Level))},
        skills=draw(st.sampled_from(({}, {"chess": 1}, {"chess": 3, "it": 2}))),
        role=draw(st.sampled_from((None, "sdr"))),
        pools=draw(st.sampled_from(((), (), ("one",), ("two",)))),
        quotas=draw(st.sampled_from(((), (), (Quota(leads=2),), (Quota(leads=20, per=Period.MONTH),)))),
        leave=() if away is None else (TimeOff(start=first, end=first + timedelta(days=1)),),
        active_from=draw(st.sampled_from((None, None, START + timedelta(hours=30)))),
    )


@dataclass
class World:
    model: LeadModel
    desk: Desk
    asked: list[tuple[Lead, dict[str, Any]]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    model = draw(models())
    team = [draw(reps(name)) for name in "abcde"[: draw(st.integers(1, 5))]]
    if not any(each.id == "a" for each in team):
        team.append(rep("a"))
    ledger = draw(st.sampled_from((Ledger(name="own"), Ledger(name="own"), None)))
    asked = []
    at = START
    for number in range(draw(st.integers(1, 12))):
        at += timedelta(minutes=draw(st.sampled_from((0, 0, 1, 20, 95, 600, 1500))))
        one = lead(
            f"L{number}",
            captured_at=at - timedelta(minutes=draw(st.sampled_from((0, 60, 120, 200)))),
            country=draw(st.sampled_from((None, "CH", "US"))),
            languages=draw(st.sampled_from(((), ("it-CH",), ("fr", "en")))),
        )
        more: dict[str, Any] = {"at": at}
        if draw(st.booleans()):
            owner = RepId(draw(st.sampled_from("abx")))
            more["links"] = Links(account=Account(id="A1", owner=owner, target=draw(st.booleans())))  # type: ignore[arg-type]
        if draw(st.booleans()):
            more["without"] = (RepId(draw(st.sampled_from("abc"))),)
        if draw(st.booleans()):
            more["due_at"] = at + timedelta(hours=draw(st.sampled_from((1, 20))))
        more["cost"] = draw(st.sampled_from((1, 1, 3)))
        asked.append((one, more))
    return World(model, open_desk(team, model, ledger=ledger), asked)


def one_by_one(world: World) -> tuple[list[Decision], list[Desk]]:
    desk, made, desks = world.desk, [], []
    for one, more in world.asked:
        decision = route(one, world.model, desk=desk, **more)
        made.append(decision)
        if decision.rep is not None:
            desk = desk.gave(decision.rep, at=more["at"], decision=decision)
        desks.append(desk)
    return made, desks


@given(worlds())
def test_a_stream_gives_what_routing_one_by_one_gives(world: World) -> None:
    made, desks = one_by_one(world)
    stream = Stream(world.desk, world.model, at=START)
    streamed = [stream.route(one, **more) for one, more in world.asked]

    event(f"given: {sum(each.rep is not None for each in made) * 4 // len(made)} quarters")
    assert [(each.rep, each.rule, each.pool) for each in streamed] == [
        (each.rep, each.rule, each.pool) for each in made
    ]
    assert stream.desk() == desks[-1]
    # Asked for afterwards, out of order.
    assert list(reversed(streamed)) == list(reversed(made))


@given(worlds())
def test_the_fast_pick_is_that_of_judging_everybody(world: World) -> None:
    made, desks = one_by_one(world)
    for (one, more), desk, decision in zip(world.asked, [world.desk, *desks], made, strict=False):
        asked = Asked(one, world.model, desk=desk, **more)
        candidates = account_of(asked)["candidates"]
        winner = [each.rep for each in candidates if each.why_not is None]
        event(f"steps end with {decision.steps[-1].code}")
        if decision.steps[-1].code != "stood_in":
            assert winner == ([] if decision.rep is None else [decision.rep])


def test_a_stream_refuses_what_would_lose_a_turn() -> None:
    model = house(routing=Routing(when=ANYBODY, prefer=("fairness",)))
    stream = Stream(open_desk([rep("ann"), rep("bob")], model, ledger=Ledger(name="own")), model, at=MONDAY)
    assert stream.route(lead("L1"), at=MONDAY).rep == "ann"

    with pytest.raises(InputError, match="lead: 'L1' counts for 'ann' already, give it back first"):
        stream.route(lead("L1"), at=MONDAY)
    with pytest.raises(TimeError, match="a stream goes on in the order of time"):
        stream.route(lead("L2"), at=MONDAY - timedelta(seconds=1))
    with pytest.raises(UnknownNameError, match="rep 'cid'"):
        stream.free(RepId("cid"), at=MONDAY)

    assert stream.desk().load == {"ann": 1, "bob": 0}
    assert stream.give_back(LeadId("L1"), at=MONDAY)
    assert not stream.give_back(LeadId("L1"), at=MONDAY)
    assert stream.route(lead("L1"), at=MONDAY).rep == "ann"


def test_room_that_is_freed_is_given_out_again() -> None:
    model = house(routing=Routing(when=ANYBODY))
    stream = Stream(open_desk([rep("ann", capacity=1)], model), model, at=MONDAY)
    assert stream.route(lead("L1"), at=MONDAY).rep == "ann"
    held = stream.route(lead("L2"), at=MONDAY)
    stream.free(RepId("ann"), at=MONDAY)

    assert stream.route(lead("L2"), at=MONDAY).rep == "ann"
    assert held.says == "everyone who could answer is full"
    assert stream.desk().load == {"ann": 1}
