"""A book that catches up, against the fold of all entries from the first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import Entry, EntryKind, Ledger, charge, give_back, join, leave, ledger_from, settle
from leadmodel.stores import Book

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
REPS = tuple(RepId(name) for name in ("ann", "bob", "cid"))
LEADS = tuple(LeadId(f"L{number}") for number in range(6))


@st.composite
def histories(draw: st.DrawFn) -> list[Ledger]:
    """A ledger version by version: leads come and go, in any order of time; reps leave and return."""
    ledger = Ledger(name="inbound")
    versions = [ledger]
    for _ in range(draw(st.integers(0, 25))):
        at = NINE + timedelta(minutes=draw(st.integers(0, 5)))
        lead, rep = draw(st.sampled_from(LEADS)), draw(st.sampled_from(REPS))
        here = [each for each in REPS if ledger.standing(each).left_at is None]
        what = draw(st.sampled_from(("charge", "charge", "charge", "back", "roster")))
        if what == "charge" and rep in here and lead not in ledger.charges:
            others = draw(st.lists(st.sampled_from(here), unique=True))
            shares: dict[str, int] = {each: draw(st.integers(1, 4)) for each in sorted({rep, *others})}
            ledger = charge(ledger, lead, rep, at=at, shares=shares, cost=draw(st.integers(1, 3)))
        elif what == "back":
            ledger = give_back(ledger, lead, at=at)
        elif what == "roster":
            ledger = leave(ledger, rep, at=at) if rep in here else join(ledger, rep, at=at)
        if ledger is not versions[-1]:
            versions.append(ledger)
    return versions


def entries_of(versions: list[Ledger]) -> list[Entry]:
    return [each.entry for each in versions if each.entry is not None]


@given(histories(), st.data())
def test_a_book_is_the_fold_of_all_entries_however_they_come_in(
    versions: list[Ledger], data: st.DataObject
) -> None:
    entries = entries_of(versions)
    book = Book(versions[0])
    while book.version < len(entries):
        step = data.draw(st.integers(1, 5))
        book.take(entries[max(0, book.version - data.draw(st.integers(0, 2))) : book.version + step])

        assert book.full() == versions[book.version]
        assert book.ledger == settle(versions[book.version], before=NINE + timedelta(days=1))
    event(f"{sum(each.kind == 'given_back' for each in entries)} given back")


@given(histories(), st.data())
def test_a_book_may_start_from_any_version_and_from_a_settled_one(
    versions: list[Ledger], data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(versions))
    book = Book(start)
    book.take(entries_of(versions))

    assert book.full() == versions[-1]

    before = NINE + timedelta(minutes=data.draw(st.integers(0, 6)))
    settled = settle(start, before=before)
    try:
        wanted = ledger_from(entries_of(versions), start=settled)
    except InputError:
        event("a settled lead is given back")
        with pytest.raises(InputError):
            Book(settled).take(entries_of(versions))
    else:
        book = Book(settled)
        book.take(entries_of(versions))
        assert book.full() == wanted


@given(histories())
def test_what_cannot_have_happened_changes_nothing(versions: list[Ledger]) -> None:
    entries = entries_of(versions)
    book = Book(versions[0])
    book.take(entries)
    wrong = Entry(
        ledger="inbound",
        number=len(entries) + 1,
        kind=EntryKind.GIVEN_BACK,
        at=NINE,
        rep=RepId("ann"),
        lead=LeadId("L9"),
    )

    with pytest.raises(InputError):
        book.take([wrong])
    assert book.full() == versions[-1]
