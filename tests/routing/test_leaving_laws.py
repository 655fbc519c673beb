"""What holds of every leaver: nothing is lost, nobody gets what they may not have, and turns are those of fairness."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError
from leadmodel.records import AccountId, Assigned, Case, LeadId, Qualified, RepId, Working
from leadmodel.routing import Ledger, NotPlaced, Sweep, allot, ledger_from, sweep
from tests.building import assigned, case_of, lead, qualified, touched
from tests.routing.fairness_oracle import Book, Given
from tests.routing.fairness_worlds import NAMES, START

LEAVER, *OTHERS = NAMES
LATER = START + timedelta(days=3)


@dataclass
class World:
    cases: list[Case]
    able: dict[LeadId, tuple[RepId, ...]]
    accounts: dict[LeadId, AccountId]
    costs: dict[LeadId, int]
    weights: dict[str, int]
    room: dict[str, int]
    ledger: Ledger

    def sweep(self, cases: list[Case] | None = None) -> Sweep:
        return sweep(
            LEAVER,
            self.cases if cases is None else cases,
            ledger=self.ledger,
            eligible=lambda case: self.able[case.lead.id],
            account_of=lambda case: self.accounts.get(case.lead.id),
            cost=lambda case: self.costs[case.lead.id],
            weights=self.weights,
            room=self.room,
            at=LATER,
        )

    @property
    def open(self) -> set[LeadId]:
        return {
            case.lead.id
            for case in self.cases
            if isinstance(case.state, Assigned | Working | Qualified) and case.state.owner == LEAVER
        }


@st.composite
def worlds(draw: st.DrawFn, *, roomy: bool = False) -> World:
    cases, able, accounts, costs = [], {}, {}, {}
    weights: dict[str, int] = {name: draw(st.sampled_from((1, 1, 2, 5))) for name in NAMES}
    ledger = Ledger(name="inbound")
    everybody = st.lists(st.sampled_from(NAMES), unique=True).map(tuple)
    for number in range(draw(st.integers(0, 9))):
        name = LeadId(f"L{number}")
        owner = draw(st.sampled_from((LEAVER, LEAVER, LEAVER, OTHERS[0])))
        since = START + timedelta(hours=draw(st.integers(0, 3)))
        events = [assigned(since, owner, to=name)]
        if draw(st.booleans()):
            events.append(touched(since, owner, to=name))
            if draw(st.booleans()):
                events.append(qualified(since, to=name))
        cases.append(case_of(lead(name), *events))
        able[name] = draw(everybody)
        costs[name] = draw(st.sampled_from((1, 1, 3)))
        if draw(st.booleans()):
            accounts[name] = AccountId(draw(st.sampled_from(("acme", "bolt"))))
        if draw(st.booleans()):
            shared = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
            ledger, _ = allot(ledger, name, shared, at=since, weights=weights)
    room: dict[str, int] = (
        {} if roomy else {name: draw(st.integers(0, 4)) for name in OTHERS if draw(st.booleans())}
    )
    return World(cases, able, accounts, costs, weights, room, ledger)


def oracle(world: World) -> tuple[dict[LeadId, str], list[LeadId], Book]:
    """Who gets what, lead after lead, with fairness in fractions."""
    book = Book(
        {
            name: Given(each.rep, each.at, each.cost, dict(each.shares))
            for name, each in world.ledger.charges.items()
            if name not in world.open
        }
    )
    order = {"assigned": 0, "working": 1, "qualified": 2}
    waiting: list[Case] = sorted(
        (case for case in world.cases if case.lead.id in world.open),
        key=lambda case: (order[case.state.stage], case.cycles[-1].assigned_at, case.lead.id),
    )
    room = dict(world.room)

    def free(name: LeadId, leads: int) -> set[str]:
        return {rep for rep in world.able[name] if rep != LEAVER and room.get(rep, 99) >= leads}

    moved: dict[LeadId, str] = {}
    unplaced: list[LeadId] = []
    while waiting:
        first = waiting[0].lead.id
        account = world.accounts.get(first)
        mates = [
            case.lead.id for case in waiting if account and world.accounts.get(case.lead.id) == account
        ] or [first]
        while mates:
            together: list[LeadId] = []
            common: set[str] = set()
            for name in mates:
                both = free(name, len(together) + 1) & (common if together else free(name, 1))
                if both:
                    together, common = [*together, name], both
                elif not together:
                    unplaced.append(name)
                    together, common = [], set()
                    mates = [each for each in mates if each != name]
                    break
            if not together:
                continue
            cost = sum(world.costs[name] for name in together)
            rep = book.whose_turn({each: world.weights[each] for each in common}, cost)
            shares = {name: {each: world.weights[each] for each in free(name, 1)} for name in together}
            for name in together:
                book.given[name] = Given(rep, LATER, world.costs[name], shares[name])
                moved[name] = rep
            if rep in room:
                room[rep] -= len(together)
            mates = [each for each in mates if each not in together]
        waiting = [case for case in waiting if case.lead.id not in moved and case.lead.id not in unplaced]
    return moved, unplaced, book


@given(worlds())
def test_successors_and_lags_are_those_of_the_definition(world: World) -> None:
    found = world.sweep()
    moved, unplaced, book = oracle(world)

    assert {each.lead: each.to for each in found.moved} == moved
    assert [each.lead for each in found.unplaced] == unplaced
    for rep in NAMES:
        assert Fraction(*found.ledger.lag(rep)) == book.lag(rep)
    event(f"{len(moved)} moved, {len(unplaced)} not")


@given(worlds())
def test_nothing_is_lost_and_nobody_gets_what_they_may_not_have_or_have_no_room_for(world: World) -> None:
    found = world.sweep()

    told = [each.lead for each in found.moved] + [each.lead for each in found.unplaced]
    assert sorted(told) == sorted(world.open)
    for each in found.moved:
        assert each.to in world.able[each.lead]
        assert each.to != LEAVER
        assert each.account == world.accounts.get(each.lead)
    got = {rep: len(found.to(rep)) for rep in OTHERS}
    for rep, number in world.room.items():
        assert got[RepId(rep)] <= number
    for left in found.unplaced:
        others = [rep for rep in world.able[left.lead] if rep != LEAVER]
        assert (left.code is NotPlaced.NOBODY) == (not others)
        # Once a rep is full, they stay so.
        assert all(got[rep] == world.room[rep] for rep in others)


@given(worlds(roomy=True))
def test_an_account_stays_together_whenever_somebody_may_have_all_of_it(world: World) -> None:
    found = world.sweep()

    for account in set(world.accounts.values()):
        mine = [name for name in world.open if world.accounts.get(name) == account]
        successors = {each.to for each in found.moved if each.account == account}
        everywhere = set(OTHERS).intersection(*(world.able[name] for name in mine))
        if mine and everywhere:
            assert len(successors) == 1
            assert account not in found.split
        missing = any(each.account == account for each in found.unplaced)
        assert (account in found.split) == (len(successors) > 1 or (len(successors) == 1 and missing))


@given(worlds())
def test_the_ledger_is_the_fold_of_the_entries_and_counts_each_lead_for_its_successor(world: World) -> None:
    found = world.sweep()

    assert ledger_from(found.entries, start=world.ledger) == found.ledger
    assert sum(each.lag for each in found.ledger.reps.values()) == 0
    for each in found.moved:
        standing = found.ledger.charges[each.lead]
        assert (standing.rep, standing.cost, standing.at) == (each.to, world.costs[each.lead], LATER)
        assert standing.by is None
    for left in found.unplaced:
        assert left.lead not in found.ledger.charges
    untouched = set(world.ledger.charges) - world.open
    assert all(found.ledger.charges[name] == world.ledger.charges[name] for name in untouched)
    assert found.ledger.standing(LEAVER).left_at == LATER


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_cases_does_not_matter(world: World, random: Any) -> None:
    assert world.sweep(random.sample(world.cases, len(world.cases))) == world.sweep()


@given(st.integers(1, 40), st.integers(1, 5))
def test_with_all_alike_nobody_gets_two_more_than_another(leads: int, reps: int) -> None:
    cases = [case_of(lead(f"L{number}"), assigned(START, LEAVER, to=f"L{number}")) for number in range(leads)]
    found = sweep(LEAVER, cases, ledger=Ledger(name="x"), eligible=lambda case: OTHERS[:reps], at=LATER)
    counts = [len(found.to(rep)) for rep in OTHERS[:reps]]

    assert max(counts) - min(counts) <= 1
    assert sum(counts) == leads


@given(
    st.lists(st.sampled_from(NAMES), max_size=4),
    st.integers(-1, 2),
    st.dictionaries(st.sampled_from(NAMES), st.integers(-1, 2), max_size=2),
    st.none() | st.dictionaries(st.sampled_from(NAMES), st.integers(-1, 2), max_size=3),
)
def test_only_errors_of_the_package_escape(able: Any, cost: int, room: Any, weights: Any) -> None:
    cases = [case_of(lead(name), assigned(START, LEAVER, to=name)) for name in ("L1", "L2")]
    with suppress(LeadModelError):
        sweep(
            LEAVER,
            cases,
            ledger=Ledger(name="x"),
            eligible=lambda case: able,
            cost=lambda case: cost,
            room=room,
            weights=weights,
            at=LATER,
        )
