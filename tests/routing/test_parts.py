"""What is routed by part is routed as by one: the parts are independent, and as small as they can be told to be."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.conditions import field
from leadmodel.model import LeadModel
from leadmodel.records import RepId
from leadmodel.routing import (
    Criterion,
    Desk,
    Ledger,
    Nobody,
    OwnerOf,
    PoolPolicy,
    Routing,
    Rule,
    Stream,
    open_desk,
    part_of,
    parts_of,
)
from tests.building import ANYBODY, house, lead, rep

ORDERS: tuple[tuple[Criterion, ...], ...] = (
    ("fairness",),
    ("soonest", "longest_idle"),
    ("round_robin",),
    ("fewest_open",),
)
START = datetime(2026, 11, 9, 8, tzinfo=UTC)
POOLS = ("p", "q", "r", "s")
COUNTRIES = ("CH", "US", "GB", "IT")


@st.composite
def models(draw: st.DrawFn) -> LeadModel:
    pools = []
    for name in POOLS:
        nobody = draw(st.sampled_from((Nobody.HOLD, Nobody.HOLD, Nobody.NEXT, Nobody.STAND_IN)))
        pools.append(
            PoolPolicy(
                name=name,
                nobody=nobody,
                stand_in=RepId(draw(st.sampled_from("abc"))) if nobody is Nobody.STAND_IN else None,
                ledger=draw(st.sampled_from((name, name, "shared"))),
            )
        )
    rules = [
        Rule(id=f"to {name}", when=field("lead.country") == country, pool=name)
        for name, country in zip(POOLS, COUNTRIES, strict=True)
    ]
    if draw(st.booleans()):
        rules.insert(0, Rule(id="keep", when=field("lead.title") == "student", nurture="no_budget_yet"))
    prefer = draw(
        st.sampled_from((("fairness",), ("soonest", "longest_idle"), ("round_robin",), ("fewest_open",)))
    )
    return house(routing=Routing(when=ANYBODY, prefer=prefer, rules=tuple(rules), pools=tuple(pools)))


@st.composite
def desks(draw: st.DrawFn, model: LeadModel) -> Desk:
    team = [
        rep(
            name,
            pools=tuple(sorted(draw(st.sets(st.sampled_from(POOLS), min_size=1, max_size=2)))),
            capacity=draw(st.sampled_from((None, 1, 3))),
            hours=draw(st.sampled_from(("always", "office"))),
        )
        for name in "abcdef"
    ]
    return open_desk(team, model, ledger=draw(st.none() | st.just(Ledger(name="own"))))


@given(st.data())
def test_by_part_every_lead_goes_where_it_goes_in_one_stream(data: st.DataObject) -> None:
    model = data.draw(models())
    desk = data.draw(desks(model))
    leads = [
        lead(f"L{number}", country=country, title=title)
        for number, (country, title) in enumerate(
            data.draw(
                st.lists(
                    st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(("cto", "student"))), max_size=15
                )
            )
        )
    ]
    at = [START + number * timedelta(minutes=31) for number in range(len(leads))]
    parts = parts_of(model, desk)
    one = Stream(desk, model, at=START)
    many = {part.name: Stream(part.desk(desk), model, at=START) for part in parts}

    event(f"{len(parts)} parts")
    for each, now in zip(leads, at, strict=True):
        part = part_of(each, model, parts)
        whole = one.route(each, at=now)
        if part is None:
            assert (whole.rep, whole.nurture) == (None, "no_budget_yet")
        else:
            mine = many[part.name].route(each, at=now)
            assert (mine.rep, mine.rule, mine.pool) == (whole.rep, whole.rule, whole.pool)
            assert whole.rep is None or whole.rep in part.reps


@given(st.data())
def test_parts_share_nothing_and_leave_nobody_out(data: st.DataObject) -> None:
    model = data.draw(models())
    desk = data.draw(desks(model))
    parts = parts_of(model, desk)
    ledgers = {part.name: {model.routing.pool(name).ledger for name in part.pools} for part in parts}

    assert sorted(name for part in parts for name in part.pools) == sorted(POOLS)
    assert {name for part in parts for name in part.reps} == {each.id for each in desk.reps}
    for part, other in combinations(parts, 2):
        assert not set(part.reps) & set(other.reps)
        assert not ledgers[part.name] & ledgers[other.name]


def test_an_owner_may_be_anybody_so_that_all_is_one_part() -> None:
    pools = (PoolPolicy(name="p", ledger="p"), PoolPolicy(name="q", ledger="q"))
    rules = (Rule(id="to p", when=field("lead.country") == "CH", pool="p"), Rule(id="to q", pool="q"))
    team = [rep("ann", pools=("p",)), rep("bob", pools=("q",))]
    apart = house(routing=Routing(when=ANYBODY, rules=rules, pools=pools))
    owned = Rule(id="owner", owner=OwnerOf.LEAD)
    together = house(routing=Routing(when=ANYBODY, rules=(owned, *rules), pools=pools))

    assert [part.reps for part in parts_of(apart, open_desk(team, apart))] == [("ann",), ("bob",)]
    assert [part.reps for part in parts_of(together, open_desk(team, together))] == [("ann", "bob")]
    assert part_of(lead("L1", country="CH"), apart, parts_of(apart, open_desk(team, apart))).name == "p"  # type: ignore[union-attr]
