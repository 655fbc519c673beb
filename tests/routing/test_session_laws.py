"""A session gives the turns of `pick` and `charge`, whatever changes on the way, and freezes into the same ledger."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from leadmodel.records import LeadId, RepId
from leadmodel.routing.bits import mask_of, members
from leadmodel.routing.ledger import Ledger, charge, give_back, leave, ledger_from, settle
from leadmodel.routing.pick import allot, pick
from leadmodel.routing.session import Session
from leadmodel.routing.weights import Ramp, Weight, shares_of
from tests.routing.fairness_worlds import START, costs

NAMES = tuple(RepId(name) for name in "abcdefghijkl")
#: Known to the ledger before the session and not on its roster: moved on, or left for good.
BEFORE = (*NAMES, RepId("y"), RepId("z"))
ATTRIBUTES = ("italian", "shift", "full")

names = st.sampled_from(NAMES)
groups = st.sets(names)
fixed = st.sampled_from((1, 1, 2, 3, 50)) | st.integers(1, 100)
#: For each attribute whether it is needed, refused, or neither.
pools = st.tuples(*[st.sampled_from((None, None, True, False)) for _ in ATTRIBUTES]).map(
    lambda asked: (
        {name for name, wanted in zip(ATTRIBUTES, asked, strict=True) if wanted},
        {name for name, wanted in zip(ATTRIBUTES, asked, strict=True) if wanted is False},
    )
)


class TheTwoWays(RuleBasedStateMachine):
    """Each rule does one thing to a session and to a frozen ledger."""

    @initialize(
        roster=st.sets(names, min_size=1),
        weights=st.lists(fixed, min_size=len(NAMES), max_size=len(NAMES)),
        earlier=st.lists(st.sets(st.sampled_from(BEFORE), min_size=1), max_size=6),
        settled=st.booleans(),
    )
    def begin(self, roster: set[RepId], weights: list[int], earlier: list[set[RepId]], settled: bool) -> None:
        self.roster = sorted(roster)
        self.weights: dict[str, Weight] = dict(zip(NAMES, weights, strict=True))
        self.has: dict[str, set[RepId]] = {name: set() for name in ATTRIBUTES}
        self.at = START
        self.ledger = Ledger(name="inbound")
        for number, eligible in enumerate(earlier):
            at = START - timedelta(hours=10 - number)
            self.ledger, _ = allot(self.ledger, LeadId(f"old{number}"), eligible, at=at)
        if earlier:
            self.ledger = leave(self.ledger, RepId("z"), at=START)
        if settled:
            self.ledger = settle(self.ledger, before=START - timedelta(hours=7))
        self.start = self.ledger
        self.leads = sorted(self.ledger.charges)
        self.session = Session(self.ledger, self.roster, at=self.at, weights=self.weights)

    @rule(attribute=st.sampled_from(ATTRIBUTES), group=groups)
    def mark(self, attribute: str, group: set[RepId]) -> None:
        self.has[attribute] = group & set(self.roster)
        self.session.mark(attribute, self.has[attribute])

    @rule(attribute=st.sampled_from(ATTRIBUTES), add=groups, remove=st.sets(names, max_size=1))
    def change(self, attribute: str, add: set[RepId], remove: set[RepId]) -> None:
        add, remove = add & set(self.roster), remove & set(self.roster)
        self.has[attribute] = (self.has[attribute] | add) - remove
        self.session.change(attribute, add=add, remove=remove)

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(data=st.data(), weight=fixed, ramp=st.booleans(), ago=st.integers(-20, 20))
    def weigh(self, data: st.DataObject, weight: int, ramp: bool, ago: int) -> None:
        rep = data.draw(st.sampled_from(self.roster))
        since = self.at - timedelta(minutes=ago)
        self.weights[rep] = Ramp(full=weight, since=since, every="10m") if ramp else weight
        self.session.weigh(rep, self.weights[rep], at=self.at)

    def lead(self, data: st.DataObject) -> LeadId:
        again = self.leads and data.draw(st.integers(0, 9)) == 0
        lead = LeadId(data.draw(st.sampled_from(self.leads)) if again else f"L{len(self.leads)}")
        if lead not in self.leads:
            self.leads.append(lead)
        return lead

    def eligible(self, asked: tuple[set[str], set[str]]) -> list[RepId]:
        needs, without = asked
        return [
            rep
            for rep in self.roster
            if all(rep in self.has[name] for name in needs)
            and not any(rep in self.has[name] for name in without)
        ]

    @rule(data=st.data(), asked=pools, cost=costs)
    def give(self, data: st.DataObject, asked: tuple[set[str], set[str]], cost: int) -> None:
        lead = self.lead(data)
        pool = self.session.pool(*asked[0], without=asked[1])
        eligible = self.eligible(asked)
        known = lead in self.ledger.charges
        self.before = self.ledger
        self.ledger, expected = allot(
            self.ledger, lead, eligible, at=self.at, weights=self.weights, cost=cost
        )
        if not known:
            assert self.session.pick(pool, at=self.at, cost=cost) == expected
            asked_of_the_ledger = pick(self.before, eligible, at=self.at, weights=self.weights, cost=cost)
            assert self.session.explain(pool, at=self.at, cost=cost) == asked_of_the_ledger
        assert self.session.eligible(pool) == tuple(eligible)
        assert self.session.give(lead, pool, at=self.at, cost=cost) == expected

    @rule(data=st.data(), asked=pools, cost=costs)
    def give_to(self, data: st.DataObject, asked: tuple[set[str], set[str]], cost: int) -> None:
        lead = self.lead(data)
        rep = data.draw(st.sampled_from(self.roster))
        if lead not in self.ledger.charges:
            shares = shares_of(self.eligible(asked) or [rep], at=self.at, weights=self.weights)
            self.ledger = charge(
                self.ledger, lead, rep, at=self.at, shares=shares, cost=cost, by="boss", why="asked for"
            )
        pool = self.session.pool(*asked[0], without=asked[1])
        holder = self.session.give_to(rep, lead, pool, at=self.at, cost=cost, by="boss", why="asked for")
        assert holder == self.ledger.charges[lead].rep

    @rule(data=st.data(), named=st.booleans())
    def give_back(self, data: st.DataObject, named: bool) -> None:
        if self.leads:
            lead = LeadId(data.draw(st.sampled_from(self.leads)))
            rep = data.draw(names) if named else None
            before = self.ledger
            self.ledger = give_back(self.ledger, lead, at=self.at, rep=rep, why="bounced")
            assert self.session.give_back(lead, at=self.at, rep=rep, why="bounced") == (
                self.ledger is not before
            )

    @invariant()
    def both_have_the_same_ledger(self) -> None:
        assert self.session.ledger() == self.ledger

    def teardown(self) -> None:
        if hasattr(self, "session"):
            assert ledger_from(self.session.entries(), start=self.start) == self.ledger


TestTheTwoWays = TheTwoWays.TestCase


@given(st.sets(st.integers(0, 300)))
def test_bits_and_places_are_two_ways_to_write_a_set(places: set[int]) -> None:
    mask = mask_of(places)

    assert members(mask) == sorted(places)
    assert mask == sum(1 << place for place in places)
