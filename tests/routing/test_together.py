"""Several reps for one lead: what is promised by examples, and against all combinations, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError, UnknownNameError
from leadmodel.hours import TimeOff
from leadmodel.model import LeadModel
from leadmodel.records import Lead, RepId
from leadmodel.routing import (
    Criterion,
    Decision,
    Desk,
    Ledger,
    Need,
    NeedKind,
    PoolPolicy,
    Rep,
    Routing,
    Rule,
    Share,
    Together,
    TogetherCode,
    WhyNot,
    gave_together,
    open_desk,
    route,
    route_together,
)
from tests.building import ANYBODY, MONDAY, house, lead, leave, moment, rep

HOUR = timedelta(hours=1)


def policy(*pools: PoolPolicy, **changes: Any) -> LeadModel:
    rules = tuple(Rule(id=pool.name, pool=pool.name) for pool in pools)
    return house(routing=Routing(when=ANYBODY, rules=rules, pools=pools, **changes))


BOTH = policy(
    PoolPolicy(name="sdrs", ledger="sdrs", prefer=("fairness",)),
    PoolPolicy(name="executives", ledger="executives", prefer=("tier", "fairness")),
)


def sdr(name: str, **changes: Any) -> Rep:
    return rep(name, pools=("sdrs",), **changes)


def executive(name: str, **changes: Any) -> Rep:
    return rep(name, pools=("executives",), **changes)


def asked(
    *team: Rep, model: LeadModel = BOTH, at: datetime = MONDAY, desk: Desk | None = None, **more: Any
) -> Together:
    told: dict[str, Any] = {"pools": ("sdrs", "executives")} | more
    return route_together(lead(), model, desk=desk or open_desk(team, model), at=at, **told)


# ------------------------------------------------------------------------------------------------------------ examples


def test_an_sdr_and_an_executive_get_a_lead_together() -> None:
    found = asked(sdr("ann"), sdr("bob"), executive("eve"), executive("fay", tier=2))

    assert (found.code, found.reps, found.failed) == (TogetherCode.TAKEN, ("ann", "eve"), None)
    first, second = found.decisions
    assert (first.pool, first.ledger, first.together) == ("sdrs", "sdrs", ("eve",))
    assert dict(first.shares) == {"ann": 1, "bob": 1}
    # The tier comes before fairness, so the lead is divided among those of Eve's tier.
    assert (second.pool, second.together) == ("executives", ("ann",))
    assert dict(second.shares) == {"eve": 1}
    assert str(found).startswith("L1: goes to ann of sdrs and eve of executives\nL1 goes to ann at ")


def test_they_share_a_language() -> None:
    team = (
        sdr("ann", languages=("en", "fr")),
        sdr("bob", languages=("en", "it-CH")),
        executive("eve", languages=("de", "en", "it")),
    )
    assert asked(*team, share=("language",)).reps == ("ann", "eve")

    any_language = policy(PoolPolicy(name="sdrs", needs=()), PoolPolicy(name="executives", needs=()))
    foreign = (
        sdr("ann", languages=("fr",)),
        sdr("bob", languages=("it-CH",)),
        executive("eve", languages=("de", "it")),
    )
    found = asked(*foreign, model=any_language, share=("language",))
    assert found.reps == ("bob", "eve")
    left_out = {str(each.rep): (each.why_not, each.says) for each in found.decisions[0].candidates}["ann"]
    assert left_out == (WhyNot.NOT_TOGETHER, "goes with nobody for executives")


def test_who_ranks_before_and_does_not_go_together_is_told_why() -> None:
    team = (
        sdr("ann", zone="Europe/London"),
        executive("dan", zone="Europe/Paris"),
        executive("eve", zone="Europe/London", tier=2),
    )
    found = asked(*team, share=("zone",))

    assert found.reps == ("ann", "eve")
    assert [(each.rep, each.why_not, each.says) for each in found.decisions[1].candidates][1:] == [
        ("ann", WhyNot.NOT_IN_POOL, "is in sdrs, not in executives"),
        ("dan", WhyNot.NOT_TOGETHER, "shares no zone with ann"),
    ]
    # The lead was for Eve alone, so nobody else is owed a part of it.
    assert found.decisions[1].shares == {"eve": 1}


def test_nobody_is_both() -> None:
    one = policy(PoolPolicy(name="one"), PoolPolicy(name="two"))
    found = asked(rep("ann"), rep("bob"), model=one, pools=("one", "two"))
    assert found.reps == ("ann", "bob")
    assert found.decisions[1].candidates[1].says == "has it for one already"

    alone = asked(rep("ann"), model=one, pools=("one", "two"))
    assert (alone.code, alone.failed, alone.decisions) == (TogetherCode.NOT_TOGETHER, "distinct", ())
    assert alone.says == "not enough different reps in one and two"


def test_two_of_one_pool_are_two_interviewers() -> None:
    one = policy(PoolPolicy(name="one"))

    assert asked(rep("ann"), rep("bob"), rep("cid"), model=one, pools=("one", "one")).reps == ("ann", "bob")


def test_the_constraint_that_failed_is_named_and_so_is_the_instant_to_ask_again() -> None:
    team = (
        sdr("ann", territories=("CH",)),
        executive("dan", territories=("CH",), zone="Europe/Paris"),
        executive("eve", territories=("US",)),
        executive("fay", territories=("CH",), leave=(leave("2026-11-09", "2026-11-11"),)),
    )
    found = asked(*team, share=("territory", "zone"))

    assert (found.code, found.failed) == (TogetherCode.NOT_TOGETHER, "zone")
    assert found.retry_at == moment("2026-11-11T00:00Z")
    assert (
        found.says
        == "nobody in sdrs and executives shares a zone besides territory, ask again at 2026-11-11T00:00:00Z"
    )
    assert found.retry_at is not None
    assert asked(*team, share=("territory", "zone"), at=found.retry_at).reps == ("ann", "fay")


def test_a_pool_that_has_nobody_is_named() -> None:
    found = asked(sdr("ann"), executive("eve", leave=(leave("2026-11-09", "2026-11-10"),)))

    assert (found.code, found.failed, found.retry_at) == (
        TogetherCode.NOBODY,
        "executives",
        moment("2026-11-10T00:00Z"),
    )
    assert asked(sdr("ann")).retry_at is None


def test_who_is_never_free_at_once_is_no_reason_to_ask_again() -> None:
    # Each is free half of the time, and never both within half an hour.
    day, night = sdr("ann", zone="UTC"), executive("eve", hours="night", zone="UTC")
    model = policy(PoolPolicy(name="sdrs"), PoolPolicy(name="executives"), respond_within="30m")

    assert asked(day, night, model=model).retry_at is None
    # With five hours the day is soon enough from four in the morning on, when the night is still at work.
    longer = policy(PoolPolicy(name="sdrs"), PoolPolicy(name="executives"), respond_within="5h")
    found = asked(day, night, model=longer, at=moment("2026-11-09T08:00Z"))
    assert (found.reps, found.retry_at) == ((), moment("2026-11-10T04:00Z"))


def test_soft_needs_are_dropped_as_few_as_it_takes_and_those_of_the_last_pool_first() -> None:
    chess = Need(of=NeedKind.SKILL, name="chess", after="1h")
    model = policy(PoolPolicy(name="sdrs", needs=(chess,)), PoolPolicy(name="executives", needs=(chess,)))
    team = (
        sdr("ann", skills={"chess": 1}, zone="Europe/Paris"),
        sdr("bob", zone="Europe/London"),
        executive("eve", skills={"chess": 1}, zone="Europe/London"),
        executive("fay", zone="Europe/Paris"),
    )
    fresh: dict[str, Any] = {"waiting_since": MONDAY - timedelta(minutes=30), "share": ("zone",)}
    waited: dict[str, Any] = {"waiting_since": MONDAY - HOUR, "share": ("zone",)}

    early = asked(*team, model=model, **fresh)
    assert (early.failed, early.retry_at) == ("zone", MONDAY + timedelta(minutes=30))
    found = asked(*team, model=model, **waited)
    assert found.reps == ("ann", "fay")
    assert [each.relaxed for each in found.decisions] == [(), (str(chess),)]


def test_they_are_given_the_lead_at_once_each_in_a_ledger_of_their_own() -> None:
    team = (sdr("ann"), sdr("bob"), executive("eve"), executive("fay"))
    desk = open_desk(team, BOTH)
    found = asked(desk=desk)
    after = gave_together(desk, found, at=MONDAY)

    assert after.load == {"ann": 1, "bob": 0, "eve": 1, "fay": 0}
    assert {name: each.charges["L1"].rep for name, each in after.ledgers.items()} == {
        "sdrs": "ann",
        "executives": "eve",
    }
    assert after.ledgers["sdrs"].lag("bob") == (1, 2)
    for decision, name in zip(found.decisions, ("sdrs", "executives"), strict=True):
        assert decision.effect is not None
        assert decision.effect.lag == ((0, 1), (-1, 2))
        assert after.ledgers[name].lag(str(decision.rep)) == (-1, 2)
    # Given back once, it counts in neither.
    back = after.gave_back(lead().id, at=MONDAY)
    assert [each.charges for each in back.ledgers.values()] == [{}, {}]


def test_nothing_is_half_done() -> None:
    desk = open_desk([sdr("ann"), executive("eve")], BOTH)
    found = asked(desk=desk)
    gone = replace(desk, schedules={"ann": desk.schedules["ann"]}, reps=desk.reps[:1])
    with pytest.raises(UnknownNameError, match="rep 'eve'"):
        gave_together(gone, found, at=MONDAY)
    assert gone.load == {"ann": 0, "eve": 0}
    with pytest.raises(InputError, match=r"together: 'L1' goes to nobody, nobody in executives can have it"):
        gave_together(desk, asked(sdr("ann")), at=MONDAY)


def test_two_pools_of_one_ledger_are_refused_since_it_counts_a_lead_once() -> None:
    shared = policy(PoolPolicy(name="sdrs", ledger="all"), PoolPolicy(name="executives", ledger="all"))
    own = policy(PoolPolicy(name="sdrs"), PoolPolicy(name="executives"))
    desk = open_desk([sdr("ann"), executive("eve")], own, ledger=Ledger(name="own"))

    with pytest.raises(InputError, match=r"count more than once in ledger 'all'.*name a ledger for each"):
        asked(sdr("ann"), executive("eve"), model=shared)
    with pytest.raises(InputError, match="count more than once in the desk's own ledger"):
        asked(model=own, desk=desk)
    # Where nothing is counted there is nothing to count twice.
    assert asked(sdr("ann"), executive("eve"), model=own).reps == ("ann", "eve")


def test_what_is_no_question_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown pool 'sdr', did you mean 'sdrs'"):
        asked(sdr("ann"), pools=("sdr",))
    with pytest.raises(InputError, match="pools"):
        asked(sdr("ann"), pools=())
    with pytest.raises(InputError, match="share"):
        asked(sdr("ann"), share=("hobby",))
    with pytest.raises(InputError, match="most_steps"):
        asked(sdr("ann"), most_steps=0)
    with pytest.raises(TimeError, match="at"):
        asked(sdr("ann"), at=MONDAY.replace(tzinfo=None))


def test_a_search_that_takes_too_long_is_given_up_and_says_so() -> None:
    team = [sdr(f"s{number}", territories=("CH",)) for number in range(20)]
    team += [executive(f"e{number}", territories=("US",)) for number in range(20)]
    found = asked(*team, share=("territory",), most_steps=7)

    assert (found.code, found.decisions, found.retry_at) == (TogetherCode.GAVE_UP, (), None)


def test_the_digest_tells_one_question_from_another() -> None:
    desk = open_desk([sdr("ann"), executive("eve")], BOTH)
    one, same, other = asked(desk=desk), asked(desk=desk), asked(desk=desk, share=("zone",))

    assert one.decisions[0].inputs == same.decisions[0].inputs
    assert one.decisions[0].inputs != other.decisions[0].inputs


# ----------------------------------------------------------------------------------------------------- the slow oracle


@dataclass
class World:
    model: LeadModel
    team: list[Rep]
    pools: tuple[str, ...]
    share: tuple[str, ...]
    lead: Lead
    at: datetime

    def desk(self) -> Desk:
        return open_desk(self.team, self.model)

    def ask(self, at: datetime | None = None) -> Together:
        return route_together(
            self.lead, self.model, desk=self.desk(), at=at or self.at, pools=self.pools, share=self.share
        )


def together_well(one: Rep, other: Rep, share: Sequence[str]) -> bool:
    spoken = [
        (mine, theirs)
        for mine in one.languages
        for theirs in other.languages
        if mine == theirs or mine.startswith(theirs + "-") or theirs.startswith(mine + "-")
    ]
    shared = {
        "language": bool(spoken),
        "territory": bool(set(one.territories) & set(other.territories)),
        "zone": one.zone == other.zone,
    }
    return one.id != other.id and all(shared[each] for each in share)


def rankings(world: World, at: datetime) -> list[Decision]:
    """How each pool would rank for this lead if it were asked alone."""
    found = []
    for name in world.pools:
        pool = replace(world.model.routing.pool(name), nobody="hold", stand_in=None)  # type: ignore[arg-type]
        alone = replace(
            world.model,
            routing=replace(world.model.routing, rules=(Rule(id="only", pool=name),), pools=(pool,)),
        )
        found.append(route(world.lead, alone, desk=open_desk(world.team, alone), at=at))
    return found


def first_of_all(world: World, at: datetime, share: Sequence[str]) -> tuple[str, ...] | None:
    """All combinations in the order of the rankings, until one of them will do."""
    people = {each.id: each for each in world.team}
    ranked = [[each.rep for each in one.candidates if each.eligible] for one in rankings(world, at)]
    for names in product(*ranked):
        pairs = [(a, b) for place, a in enumerate(names) for b in names[:place]]
        if all(together_well(people[a], people[b], share) for a, b in pairs):
            return names
    return None


ORDERS: tuple[tuple[Criterion, ...], ...] = (
    ("fairness",),
    ("tier", "fairness"),
    ("soonest", "territory"),
    ("round_robin",),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    names = ("one", "two", "three")[: draw(st.sampled_from((3, 2, 3, 1)))]
    pools = tuple(
        PoolPolicy(
            name=name,
            ledger=draw(st.sampled_from((name, name, None))),
            prefer=draw(st.sampled_from(ORDERS)),
            needs=draw(st.sampled_from(((), (Need(of=NeedKind.LANGUAGE),)))),
            respond_within=draw(st.sampled_from(("1h", "24h"))),
            leave_notice=draw(st.sampled_from((None, None, "1d"))),
        )
        for name in names
    )
    team = []
    for number in range(draw(st.sampled_from((8, 6, 9, 4, 2)))):
        away = draw(st.sampled_from((None, None, None, 0, 1)))
        start = date(2026, 11, 9) + timedelta(days=away or 0)
        team.append(
            rep(
                f"r{number}",
                zone=draw(st.sampled_from(("Europe/London", "Europe/Paris", "America/New_York"))),
                hours=draw(st.sampled_from(("office", "always", "night"))),
                languages=draw(st.sampled_from((("en", "it-IT"), ("en",), ("en", "it-CH"), ("it",)))),
                territories=draw(st.sampled_from((("CH",), ("US",), ("CH", "US"), ()))),
                pools=draw(st.sampled_from((names[1:], names[:1], names[2:], ()))),
                weight=draw(st.integers(1, 3)),
                tier=draw(st.sampled_from((1, 1, 2))),
                capacity=draw(st.sampled_from((None, None, None, None, 0))),
                leave=() if away is None else (TimeOff(start=start, end=start + timedelta(days=1)),),
            )
        )
    return World(
        model=policy(*pools),
        team=team,
        pools=names,
        share=tuple(
            draw(st.lists(st.sampled_from(("language", "territory", "zone")), unique=True, max_size=2))
        ),
        lead=lead(country="CH", languages=draw(st.sampled_from(((), ("it",))))),
        at=datetime(2026, 11, 9, draw(st.sampled_from((12, 9, 23))), tzinfo=UTC),
    )


@given(worlds())
def test_it_is_the_first_of_all_combinations(world: World) -> None:
    found, wanted = world.ask(), first_of_all(world, world.at, world.share)

    event(f"{found.code} of {len(world.pools)}, {found.failed}")
    assert (found.reps or None) == wanted
    if wanted is None:
        failing = [
            count
            for count in range(len(world.share) + 1)
            if first_of_all(world, world.at, world.share[:count]) is None
        ]
        empty = [one.pool for one in rankings(world, world.at) if one.rep is None]
        if empty:
            assert (found.code, found.failed) == (TogetherCode.NOBODY, empty[0])
        else:
            assert found.code == TogetherCode.NOT_TOGETHER
            assert found.failed == ("distinct", *world.share)[failing[0]]


@given(worlds())
def test_when_to_ask_again_is_the_first_hour_at_which_there_is_a_combination(world: World) -> None:
    found = world.ask()
    if found.decisions:
        assert found.retry_at is None
        return
    hours = (world.at + number * HOUR for number in range(1, 5 * 24))
    wanted = next((at for at in hours if first_of_all(world, at, world.share) is not None), None)
    event(f"again: {wanted is not None}")
    if wanted is not None or (
        found.retry_at is not None and found.retry_at < world.at + 5 * 24 * HOUR - HOUR
    ):
        assert found.retry_at == wanted
    if found.retry_at is not None:
        assert world.ask(found.retry_at).decisions


@given(worlds())
def test_all_of_it_adds_up(world: World) -> None:
    found, desk = world.ask(), world.desk()
    if not found.decisions:
        return
    people = {each.id: each for each in world.team}
    after = gave_together(desk, found, at=world.at)
    assert sum(after.load.values()) == sum(desk.load.values()) + len(world.pools)
    for number, (decision, name) in enumerate(zip(found.decisions, world.pools, strict=True)):
        # Everybody once, and the one who gets it first.
        assert decision.candidates[0].rep == decision.rep
        assert sorted(each.rep for each in decision.candidates) == sorted(people)
        assert [each.rep for each in decision.candidates if each.why_not is None] == [decision.rep]
        ledger = after.ledger_named(world.model.routing.pool(name).ledger)
        if ledger is not None:
            assert decision.rep in decision.shares
            assert ledger.charges["L1"].rep == decision.rep
            assert sum(each.lag for each in ledger.reps.values()) == 0
        # Among whom it is divided: each of them would have made a combination with those before.
        for other in decision.shares:
            rest = [
                [each.rep for each in one.candidates if each.eligible] for one in rankings(world, world.at)
            ][number + 1 :]
            before = [str(each.rep) for each in found.decisions[:number]]
            assert any(
                all(
                    together_well(people[RepId(a)], people[RepId(b)], world.share)
                    for place, a in enumerate(names)
                    for b in names[:place]
                )
                for names in ((*before, other, *more) for more in product(*rest))
            )


@given(worlds())
def test_the_order_of_the_reps_does_not_matter(world: World) -> None:
    other = replace(world, team=list(reversed(world.team)))

    assert world.ask() == other.ask()


anything = st.one_of(st.none(), st.text(max_size=3), st.integers(-2, 3), st.tuples(st.text(max_size=8)))


@given(
    st.lists(st.sampled_from(("sdrs", "executives", "x")), max_size=3),
    st.lists(st.sampled_from((*Share, "x", "")), max_size=3),
    anything,
    st.sampled_from((MONDAY, MONDAY.replace(tzinfo=None), datetime(9999, 12, 31, tzinfo=UTC))),
)
def test_only_errors_of_the_library_escape(
    pools: list[str], share: list[str], steps: Any, at: datetime
) -> None:
    try:
        asked(
            sdr("ann"),
            executive("eve", territories=("CH",)),
            pools=pools,
            share=share,
            most_steps=steps,
            at=at,
        )
    except LeadModelError as error:
        event(type(error).__name__)
