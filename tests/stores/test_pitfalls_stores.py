"""Traps of several workers at once: a lead that two of them give out, and a rep with one lead too many."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from leadmodel.records import LeadId, RepId
from leadmodel.routing import Ledger, Pick, pick
from leadmodel.stores import Book, Committed, Load, Refused, WhyRefused, give_out
from tests.stores.kinds import Kept

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
WORKERS = 8
REPS = tuple(RepId(name) for name in ("ann", "bob", "cid"))


def decide(ledger: Ledger, load: Mapping[str, Load], lead: LeadId) -> Pick:
    return pick(ledger, [rep for rep in load if not load[rep].full], at=NINE)


def together(kept: Kept, leads: list[LeadId]) -> list[Committed | Refused]:
    """Each worker gives out one of the leads, all at the same time, each over a connection of its own."""

    def work(number: int) -> Committed | Refused:
        with kept.opened() as mine:
            book = Book(Ledger(name="inbound"))
            return give_out(mine, leads[number], book=book, decide=decide, key=f"job {number}", at=NINE)

    with ThreadPoolExecutor(len(leads)) as pool:
        return list(pool.map(work, range(len(leads))))


def test_pitfall_15_of_jobs_that_overlap_one_gives_the_lead_out(kept: Kept) -> None:
    lead = LeadId("L1")
    with kept.opened() as store:
        for rep in REPS:
            store.put_rep(rep)
        store.put_lead(lead, since=NINE)
    outcomes = together(kept, [lead] * WORKERS)

    assert [type(each) for each in outcomes].count(Committed) == 1
    assert {each.why for each in outcomes if isinstance(each, Refused)} == {WhyRefused.TAKEN}
    with kept.opened() as store:
        found = store.read(lead, ledger="inbound", after=0, key="none")
        assert len(found.entries) == len(store.events(lead)) == 1


def test_pitfall_16_workers_side_by_side_give_a_rep_no_fourth_lead_of_three(kept: Kept) -> None:
    leads = [LeadId(f"L{number}") for number in range(WORKERS)]
    with kept.opened() as store:
        store.put_rep(REPS[0], capacity=3)
        for number, lead in enumerate(leads):
            store.put_lead(lead, since=NINE + number * timedelta(seconds=1))
    outcomes = together(kept, leads)

    assert [type(each) for each in outcomes].count(Committed) == 3
    assert {each.why for each in outcomes if isinstance(each, Refused)} == {WhyRefused.NOBODY}
    with kept.opened() as store:
        assert len(store.waiting(limit=99)) == WORKERS - 3
        assert len(store.read(leads[0], ledger="inbound", after=0, key="none").entries) == 3
