"""What every store does, asked of all of them alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.records import Event, EventId, EventKind, LeadId, RepId
from leadmodel.routing import Entry, EntryKind
from leadmodel.stores import Change, Committed, Load, Place, Reading, Refused, WhyRefused
from tests.stores.kinds import AnyStore, Kept

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
ANN, BOB = RepId("ann"), RepId("bob")
L1, L2 = LeadId("L1"), LeadId("L2")


@pytest.fixture(autouse=True)
def _filled(store: AnyStore) -> None:
    store.put_rep(ANN, capacity=1)
    store.put_rep(BOB)
    store.put_lead(L1, since=NINE)
    store.put_lead(L2, since=NINE + timedelta(microseconds=1))


def charged(number: int, lead: LeadId = L1, rep: RepId = ANN) -> Entry:
    return Entry(
        ledger="inbound",
        number=number,
        kind=EntryKind.CHARGED,
        at=NINE,
        rep=rep,
        lead=lead,
        shares={"ann": 1, "bob": 2},  # type: ignore[arg-type]
    )


def given_back(number: int, lead: LeadId = L1, rep: RepId = ANN) -> Entry:
    return Entry(ledger="inbound", number=number, kind=EntryKind.GIVEN_BACK, at=NINE, rep=rep, lead=lead)


def told(name: str, lead: LeadId = L1) -> Event:
    return Event(id=EventId(name), lead=lead, kind=EventKind.ASSIGNED, at=NINE, rep=ANN)


def claim(key: str = "r1", lead: LeadId = L1, rep: RepId = ANN, version: int = 0, number: int = 1) -> Change:
    return Change(
        key=key,
        lead=lead,
        version=version,
        owner=rep,
        entry=charged(number, lead, rep),
        events=(told(key, lead),),
    )


def look(store: AnyStore, lead: LeadId = L1, *, after: int = 0, key: str = "none") -> Reading:
    return store.read(lead, ledger="inbound", after=after, key=key)


def why(outcome: Committed | Refused) -> WhyRefused:
    assert isinstance(outcome, Refused)
    return outcome.why


def waiting(store: AnyStore) -> list[str]:
    return [place.lead for place in store.waiting(limit=10)]


def everything(store: AnyStore) -> object:
    return [(look(store, lead), store.events(lead)) for lead in (L1, L2)], waiting(store)


def test_a_claim_writes_the_place_the_load_the_entry_the_event_and_the_answer(store: AnyStore) -> None:
    change = claim()

    assert store.commit(change) == Committed(change=change)
    assert look(store, key="r1") == Reading(
        place=Place(lead=L1, since=NINE, waits=False, owner=ANN, version=1),
        entries=(charged(1),),
        load={"ann": Load(held=1, capacity=1), "bob": Load()},
        answer=change,
    )
    assert store.events(L1) == (told("r1"),)
    assert waiting(store) == ["L2"]


def test_the_same_key_gets_the_first_answer_and_writes_nothing(store: AnyStore) -> None:
    first = claim()
    store.commit(first)
    before = everything(store)

    assert store.commit(claim(rep=BOB, version=1, number=2)) == Committed(change=first, replayed=True)
    assert everything(store) == before


def test_the_first_answer_stays_when_the_lead_has_gone_back(store: AnyStore) -> None:
    first = claim()
    store.commit(first)
    store.commit(Change(key="r2", lead=L1, version=1, waits=True, entry=given_back(2)))

    assert store.commit(claim(version=2, number=3)) == Committed(change=first, replayed=True)
    assert waiting(store) == ["L1", "L2"]


def test_a_key_of_another_lead_is_a_broken_call(store: AnyStore) -> None:
    store.commit(claim())
    before = everything(store)

    with pytest.raises(InputError, match="key: 'r1' was used for the lead 'L1'"):
        store.commit(claim(lead=L2, rep=BOB, number=2))
    assert everything(store) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (claim("r2", rep=BOB, version=1, number=2), WhyRefused.TAKEN),
        (claim("r2", rep=BOB, version=0, number=2), WhyRefused.TAKEN),
        (Change(key="r2", lead=L1, version=0, waits=True, entry=given_back(2)), WhyRefused.STALE_LEAD),
        (claim("r2", lead=L2, rep=BOB, number=1), WhyRefused.STALE_LEDGER),
        (claim("r2", lead=L2, rep=BOB, number=3), WhyRefused.STALE_LEDGER),
        (claim("r2", lead=L2, rep=BOB, version=1, number=2), WhyRefused.STALE_LEAD),
        (claim("r2", lead=L2, rep=ANN, number=2), WhyRefused.FULL),
    ],
)
def test_what_does_not_hold_any_more_is_refused_and_writes_nothing(
    store: AnyStore, change: Change, reason: WhyRefused
) -> None:
    store.commit(claim())
    before = everything(store)

    assert why(store.commit(change)) is reason
    assert everything(store) == before
    assert look(store, key="r2").answer is None


def test_a_refusal_shows_what_was_found(store: AnyStore) -> None:
    store.commit(claim())

    refused = store.commit(claim("r2", lead=L2, number=2))

    assert isinstance(refused, Refused)
    assert refused.place == look(store, L2).place
    assert refused.load == Load(held=1, capacity=1)


def test_a_refused_key_is_free_for_the_next_try(store: AnyStore) -> None:
    assert why(store.commit(claim(number=2))) is WhyRefused.STALE_LEDGER
    assert store.commit(claim()) == Committed(change=claim())


def test_giving_back_frees_the_rep_once_and_the_lead_is_as_old_as_before(store: AnyStore) -> None:
    store.commit(claim())
    back = Change(key="r2", lead=L1, version=1, waits=True, entry=given_back(2))

    assert store.commit(back) == Committed(change=back)
    assert store.commit(back) == Committed(change=back, replayed=True)
    assert look(store).load["ann"] == Load(held=0, capacity=1)
    assert [each.number for each in look(store).entries] == [1, 2]
    assert waiting(store) == ["L1", "L2"]
    assert look(store).place == Place(lead=L1, since=NINE, waits=True, version=2)


def test_closing_frees_the_rep_and_what_is_closed_is_not_given_out(store: AnyStore) -> None:
    store.commit(claim())
    store.commit(Change(key="r2", lead=L1, version=1))

    assert look(store).load["ann"] == Load(held=0, capacity=1)
    assert waiting(store) == ["L2"]
    assert why(store.commit(claim("r3", version=2, number=2))) is WhyRefused.CLOSED


def test_a_closed_lead_can_be_given_back_and_let_wait_again(store: AnyStore) -> None:
    store.commit(claim())
    store.commit(Change(key="r2", lead=L1, version=1))

    store.commit(Change(key="r3", lead=L1, version=2, waits=True, entry=given_back(2)))

    assert waiting(store) == ["L1", "L2"]
    assert look(store).load["ann"].held == 0


def test_a_lead_that_waits_can_be_closed_without_anybody(store: AnyStore) -> None:
    store.commit(Change(key="r1", lead=L1, version=0))

    assert waiting(store) == ["L2"]
    assert {rep: load.held for rep, load in look(store).load.items()} == {"ann": 0, "bob": 0}


def test_an_event_that_is_told_already_is_a_broken_call_and_nothing_is_written(store: AnyStore) -> None:
    store.commit(claim())
    before = everything(store)
    change = Change(key="r2", lead=L2, version=0, owner=BOB, events=(told("new", L2), told("r1", L2)))

    with pytest.raises(InputError, match="events: 'r1' is told already"):
        store.commit(change)
    assert everything(store) == before


def test_ledgers_are_counted_apart(store: AnyStore) -> None:
    store.commit(claim())
    other = Entry(
        ledger="outbound",
        number=1,
        kind=EntryKind.CHARGED,
        at=NINE,
        rep=BOB,
        lead=L2,
        shares={"bob": 1},  # type: ignore[arg-type]
    )

    store.commit(Change(key="r2", lead=L2, version=0, owner=BOB, entry=other))

    assert look(store).entries == (charged(1),)
    assert store.read(L1, ledger="outbound", after=0, key="none").entries == (other,)


def test_only_newer_entries_are_read(store: AnyStore) -> None:
    for number, lead, rep in ((1, L1, ANN), (2, L2, BOB)):
        store.commit(claim(f"r{number}", lead, rep, number=number))

    assert [[each.number for each in look(store, after=after).entries] for after in (0, 1, 2, 3)] == [
        [1, 2],
        [2],
        [],
        [],
    ]


def test_the_oldest_wait_first_page_by_page(store: AnyStore) -> None:
    ids = ["Z", "a", "ä", "b", "é", "zz", "L3", "😀"]
    for name in ids:
        store.put_lead(LeadId(name), since=NINE - timedelta(seconds=1))
    store.put_lead(LeadId("old"), since=NINE.replace(year=1))
    pages = []
    after = None
    while page := store.waiting(limit=3, after=after):
        pages.append([place.lead for place in page])
        after = page[-1].since, page[-1].lead

    assert [lead for page in pages for lead in page] == ["old", *sorted(ids), "L1", "L2"]
    assert {len(page) for page in pages[:-1]} == {3}


def test_a_lead_that_is_here_already_stays_where_it_is(store: AnyStore) -> None:
    store.commit(claim())
    before = everything(store)

    store.put_lead(L1, since=NINE - timedelta(days=1))
    store.put_leads({L2: NINE, L1: NINE})

    assert everything(store) == before


def test_a_lowered_capacity_takes_nothing_away_and_gives_nothing_more(store: AnyStore) -> None:
    store.commit(claim())
    store.put_rep(ANN, capacity=0)

    assert look(store).load["ann"] == Load(held=1, capacity=0)
    assert why(store.commit(claim("r2", L2, ANN, number=2))) is WhyRefused.FULL
    store.commit(Change(key="r3", lead=L1, version=1))
    assert look(store).load["ann"] == Load(held=0, capacity=0)


@pytest.mark.parametrize(
    ("change", "kind", "name"),
    [
        (claim(lead=LeadId("L9")), "lead", "L9"),
        (claim(rep=RepId("cid")), "rep", "cid"),
    ],
)
def test_what_is_not_there_is_named(store: AnyStore, change: Change, kind: str, name: str) -> None:
    with pytest.raises(UnknownNameError, match=f"unknown {kind} '{name}'"):
        store.commit(change)
    with pytest.raises(UnknownNameError, match="unknown lead 'L9'"):
        look(store, LeadId("L9"))


def test_text_of_any_language_comes_back_as_it_was(store: AnyStore) -> None:
    change = Change(
        key="schlüssel 🔑 ' \" %s",
        lead=L1,
        version=0,
        owner=ANN,
        entry=Entry(
            ledger="inbound",
            number=1,
            kind=EntryKind.CHARGED,
            at=NINE,
            rep=ANN,
            lead=L1,
            cost=2**70,
            shares={"ann": 2**65},  # type: ignore[arg-type]
            by="miä",
            why='she said "yes"; DROP TABLE',
        ),
        events=(
            Event(
                id=EventId("e\n1"),
                lead=L1,
                kind=EventKind.NOTED,
                at=NINE + timedelta(microseconds=123456),
                activity="übergabe",
                amount=0,
                planned_from=NINE,
                planned_until=NINE + timedelta(hours=1),
                recorded_at=NINE + timedelta(hours=1),
                model="v2",
                automatic=True,
            ),
        ),
    )
    store.commit(change)

    assert look(store, key=change.key).answer == change
    assert look(store).entries == (change.entry,)
    assert store.events(L1) == change.events


def test_what_one_has_written_another_reads(kept: Kept, store: AnyStore) -> None:
    store.commit(claim())

    with kept.opened() as other:
        assert look(other, key="r1") == look(store, key="r1")


def test_of_many_who_claim_at_once_one_gets_the_lead(kept: Kept, store: AnyStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda number: store.commit(claim(f"r{number}", rep=BOB)), range(32)))

    written = [each for each in outcomes if isinstance(each, Committed)]
    assert len(written) == 1
    assert {why(each) for each in outcomes if each not in written} == {WhyRefused.TAKEN}
    assert look(store).load["bob"].held == 1


def test_of_many_with_one_key_one_writes_and_all_get_the_same_answer(kept: Kept, store: AnyStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: store.commit(claim()), range(32)))

    assert {each.change for each in outcomes if isinstance(each, Committed)} == {claim()}
    assert sorted(each.replayed for each in outcomes if isinstance(each, Committed)) == [False, *[True] * 31]


def test_of_many_who_want_the_last_place_of_a_rep_one_gets_it(kept: Kept, store: AnyStore) -> None:
    leads = [LeadId(f"M{number}") for number in range(32)]
    for lead in leads:
        store.put_lead(lead, since=NINE)
    wishes = [Change(key=lead, lead=lead, version=0, owner=ANN) for lead in leads]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(store.commit, wishes))

    assert sum(isinstance(each, Committed) for each in outcomes) == 1
    assert look(store).load["ann"] == Load(held=1, capacity=1)
