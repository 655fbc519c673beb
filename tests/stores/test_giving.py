"""Deciding and writing as one loop: what is decided anew, what is refused, and that nothing costs a turn but a lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadmodel as lm
from leadmodel.errors import InputError, TimeError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import Ledger, Pick, allot, ledger_from, open_desk, pick, route
from leadmodel.stores import (
    Book,
    Change,
    Committed,
    Load,
    MemoryStore,
    Refused,
    WhyRefused,
    give_out,
    give_out_waiting,
    take_back,
)

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
WEIGHTS = {"ann": 2, "bob": 1}


def decide(ledger: Ledger, load: Mapping[str, Load], lead: LeadId) -> Pick:
    return pick(ledger, [rep for rep in load if not load[rep].full], at=NINE, weights=WEIGHTS)


def filled(leads: int = 4, **capacities: int) -> MemoryStore:
    store = MemoryStore()
    for rep in WEIGHTS:
        store.put_rep(RepId(rep), capacity=capacities.get(rep))
    for number in range(leads):
        store.put_lead(LeadId(f"L{number}"), since=NINE + timedelta(minutes=number))
    return store


def book() -> Book:
    return Book(Ledger(name="inbound"))


def give(store: MemoryStore, lead: str, mine: Book, key: str | None = None) -> Committed | Refused:
    return give_out(store, LeadId(lead), book=mine, decide=decide, key=key or f"give {lead}", at=NINE)


def rep_of(outcome: Committed | Refused) -> str | None:
    assert isinstance(outcome, Committed)
    return outcome.rep


class Meddled(MemoryStore):
    """Somebody else is quicker: before the first writes, others come through."""

    def __init__(self, others: Iterable[Change]) -> None:
        super().__init__()
        self.others = list(others)
        self.asked = 0

    def commit(self, change: Change) -> Committed | Refused:
        self.asked += 1
        if self.others:
            super().commit(self.others.pop(0))
        return super().commit(change)


def test_a_decision_that_has_become_stale_is_made_again() -> None:
    """Two workers have read the same ledger: both would give to ann, and the second has to think again."""
    other = filled()
    give(other, "L0", book())
    quicker = other.read(LeadId("L0"), ledger="inbound", after=0, key="give L0").answer
    assert quicker is not None
    store = Meddled([quicker])
    for rep in WEIGHTS:
        store.put_rep(RepId(rep))
    for lead in ("L0", "L1"):
        store.put_lead(LeadId(lead), since=NINE)

    assert rep_of(give(store, "L1", book())) == "bob"
    assert store.asked == 2


def test_a_lead_that_another_got_meanwhile_is_refused_and_costs_no_turn() -> None:
    quicker = Change(key="other", lead=LeadId("L0"), version=0, owner=RepId("bob"))
    store = Meddled([quicker])
    store.put_rep(RepId("ann"))
    store.put_rep(RepId("bob"))
    store.put_lead(LeadId("L0"), since=NINE)

    outcome = give(store, "L0", book())

    assert isinstance(outcome, Refused)
    assert outcome.why is WhyRefused.TAKEN
    assert outcome.place.owner == "bob"
    assert store.read(LeadId("L0"), ledger="inbound", after=0, key="").entries == ()


def test_a_rep_who_is_full_by_now_is_left_out_of_the_next_decision() -> None:
    quicker = Change(key="other", lead=LeadId("L1"), version=0, owner=RepId("ann"))
    store = Meddled([quicker])
    store.put_rep(RepId("ann"), capacity=1)
    store.put_rep(RepId("bob"))
    for lead in ("L0", "L1"):
        store.put_lead(LeadId(lead), since=NINE)

    outcome = give(store, "L0", book())

    assert isinstance(outcome, Committed)
    assert outcome.rep == "bob"
    assert outcome.change.entry is not None
    assert outcome.change.entry.shares == {"bob": 1}


def test_a_decision_for_somebody_who_is_seen_to_be_full_is_refused_at_once() -> None:
    store = filled(ann=0)

    outcome = give_out(
        store,
        LeadId("L0"),
        book=book(),
        decide=lambda ledger, load, lead: pick(ledger, ["ann"], at=NINE),
        key="r1",
        at=NINE,
    )

    assert isinstance(outcome, Refused)
    assert (outcome.why, outcome.load) == (WhyRefused.FULL, Load(capacity=0))


def test_nobody_closed_and_taken_are_values() -> None:
    store = filled(ann=1, bob=0)
    mine = book()

    assert rep_of(give(store, "L0", mine)) == "ann"
    nobody = give(store, "L1", mine)
    assert isinstance(nobody, Refused)
    assert nobody.why is WhyRefused.NOBODY
    assert isinstance(nobody.decision, Pick)
    taken = give(store, "L0", mine, "again")
    assert isinstance(taken, Refused)
    assert taken.why is WhyRefused.TAKEN
    assert isinstance(
        take_back(store, LeadId("L0"), book=mine, key="won", at=NINE, counts=True, waits=False), Committed
    )
    closed = give(store, "L0", mine, "once more")
    assert isinstance(closed, Refused)
    assert closed.why is WhyRefused.CLOSED


def test_the_same_key_gets_the_first_answer_whatever_has_happened_since() -> None:
    store, mine = filled(), book()
    first = give(store, "L0", mine)
    take_back(store, LeadId("L0"), book=mine, key="back", at=NINE)

    for each in (mine, book()):
        again = give(store, "L0", each)
        assert isinstance(first, Committed)
        assert again == Committed(change=first.change, replayed=True)
    assert [place.lead for place in store.waiting(limit=1)] == ["L0"]


def test_what_is_taken_back_is_given_back_once() -> None:
    store, mine = filled(), book()
    give(store, "L0", mine)
    lags = mine.ledger.lag("ann")

    back = take_back(store, LeadId("L0"), book=mine, key="back", at=NINE, why="no_show")
    again = take_back(store, LeadId("L0"), book=mine, key="back", at=NINE, why="no_show")
    other = take_back(store, LeadId("L0"), book=mine, key="other", at=NINE)

    assert lags == (-1, 3)
    assert mine.ledger.lag("ann") == (0, 1)
    assert isinstance(back, Committed)
    assert again == Committed(change=back.change, replayed=True)
    assert isinstance(other, Refused)
    assert other.why is WhyRefused.NOT_HELD
    assert back.change.entry is not None
    assert back.change.entry.why == "no_show"
    assert [each.activity for each in store.events(LeadId("L0"))] == [None, "lead_given_back"]


def test_a_lead_that_counts_is_closed_without_the_ledger_and_may_be_given_back_later() -> None:
    store, mine = filled(), book()
    give(store, "L0", mine)
    closed = take_back(store, LeadId("L0"), book=mine, key="won", at=NINE, counts=True, waits=False)
    late = take_back(store, LeadId("L0"), book=mine, key="fraud", at=NINE, waits=False)

    assert isinstance(closed, Committed)
    assert closed.change.entry is None
    assert isinstance(late, Committed)
    assert late.change.entry is not None
    assert mine.charges == {}
    assert store.read(LeadId("L0"), ledger="inbound", after=2, key="").load["ann"].held == 0


def test_a_lead_is_taken_from_the_rep_who_is_named_only() -> None:
    store, mine = filled(), book()
    give(store, "L0", mine)

    refused = take_back(store, LeadId("L0"), book=mine, key="r", at=NINE, rep=RepId("bob"))

    assert isinstance(refused, Refused)
    assert refused.why is WhyRefused.NOT_HELD
    assert isinstance(
        take_back(store, LeadId("L0"), book=mine, key="r", at=NINE, rep=RepId("ann")), Committed
    )


def test_what_waits_is_given_out_oldest_first_and_who_cannot_be_served_holds_up_nobody() -> None:
    store, mine = filled(leads=250, ann=2, bob=100), book()

    def only_even(ledger: Ledger, load: Mapping[str, Load], lead: LeadId) -> Pick:
        able = [rep for rep in load if not load[rep].full and int(lead[1:]) % 2 == 0]
        return pick(ledger, able, at=NINE, weights=WEIGHTS)

    outcomes = list(
        give_out_waiting(
            store, book=mine, decide=only_even, key=lambda place: f"{place.lead}/{place.version}", at=NINE
        )
    )

    given = [each.change.lead for each in outcomes if isinstance(each, Committed)]
    assert given == [f"L{number}" for number in range(0, 204, 2)]
    assert len(outcomes) == 250


def test_a_choice_by_hand_is_written_with_who_chose() -> None:
    store, mine = filled(), book()

    @dataclass(frozen=True)
    class ForBob:
        shares = lm.routing.shares_of(("ann",), at=NINE)
        rep = RepId("bob")
        cost = 1

    with pytest.raises(InputError, match="name who chose"):
        give_out(store, LeadId("L0"), book=mine, decide=lambda *_: ForBob(), key="r1", at=NINE)
    given = give_out(
        store, LeadId("L0"), book=mine, decide=lambda *_: ForBob(), key="r1", at=NINE, by="mia", why="asked"
    )

    assert isinstance(given, Committed)
    assert given.change.entry is not None
    assert (given.change.entry.by, given.change.entry.why) == ("mia", "asked")


def test_broken_calls_are_errors() -> None:
    store, mine = filled(), book()
    give(store, "L0", mine, "r1")

    with pytest.raises(InputError, match="key: 'r1' was used for the lead 'L0'"):
        give(store, "L1", mine, "r1")
    with pytest.raises(TimeError):
        give_out(store, LeadId("L1"), book=mine, decide=decide, key="r2", at=datetime(2026, 11, 9))
    with pytest.raises(InputError, match="key"):
        give_out(store, LeadId("L1"), book=mine, decide=decide, key="", at=NINE)


def test_a_whole_decision_over_a_desk_can_decide() -> None:
    class House:
        routing = lm.Routing(
            when=lm.Condition(field="lead.source", present=True), prefer=("territory", "fairness")
        )
        hours = (lm.Hours(name="office", week=lm.Week(mon=("09:00-17:00",))),)
        holidays = ()

    store, mine = filled(), book()

    def over_a_desk(ledger: Ledger, load: Mapping[str, Load], lead: LeadId) -> lm.Decision:
        team = [
            lm.Rep(
                id=RepId(rep),
                zone="UTC",
                hours="office",
                languages=("de",),
                capacity=each.capacity,
                open_leads=each.held,
            )
            for rep, each in load.items()
        ]
        profile = lm.Lead(id=lead, captured_at=NINE, source="form", languages=("de",))
        return route(profile, House(), desk=open_desk(team, House(), ledger=ledger), at=NINE)

    given = [
        give_out(store, LeadId(f"L{number}"), book=mine, decide=over_a_desk, key=f"r{number}", at=NINE)
        for number in range(4)
    ]

    assert [rep_of(each) for each in given] == ["ann", "bob", "ann", "bob"]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(("give", "back", "close", "again")), max_size=40), st.integers(1, 3))
def test_several_books_on_one_store_give_the_turns_of_one_ledger(steps: list[str], workers: int) -> None:
    """What each worker decides on its own copy is what `allot` gives on the ledger of all, step by step."""
    store = filled(leads=60)
    books = [book() for _ in range(workers)]
    alone = Ledger(name="inbound")
    given: list[str] = []
    for number, step in enumerate(steps):
        mine = books[number % workers]
        if step == "give":
            lead = store.waiting(limit=1)[0].lead
            outcome = give(store, lead, mine, f"give {number}")
            alone, rep = allot(alone, lead, WEIGHTS, at=NINE, weights=WEIGHTS)
            assert rep_of(outcome) == rep
            given.append(lead)
        elif given and step == "back":
            lead = LeadId(given.pop(0))
            take_back(store, lead, book=mine, key=f"back {number}", at=NINE)
            alone = lm.routing.give_back(alone, lead, at=NINE)
        elif given and step == "close":
            lead = LeadId(given.pop())
            take_back(store, lead, book=mine, key=f"close {number}", at=NINE, counts=True, waits=False)
    entries = store.read(LeadId("L0"), ledger="inbound", after=0, key="").entries
    if entries:
        assert ledger_from(entries) == alone
