"""One person who came in twice should be called once."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.matching import Duplicate, Matching, find_duplicates, same_person
from leadmodel.records import Lead, LeadId

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
ADDRESSES = [
    None,
    "",
    " ",
    "ada@example.com",
    "ADA@Example.com",
    " ada@example.com\n",
    "a.da@example.com",
    "ada+x@example.com",
    "STRASSE@example.com",
    "straße@example.com",
]


@dataclass(frozen=True)
class House:
    matching: Matching = field(default_factory=Matching)


def lead(name: str, minutes: int, email: str | None) -> Lead:
    return Lead(id=LeadId(name), captured_at=NINE + timedelta(minutes=minutes), source="form", email=email)


people = st.lists(
    st.builds(lead, st.text("abcdef", min_size=1, max_size=3), st.integers(0, 3), st.sampled_from(ADDRESSES)),
    unique_by=lambda each: each.id,
    max_size=10,
)


def slow_duplicates(leads: list[Lead]) -> dict[str, str]:
    """Every pair: a lead is a duplicate of the earliest other one with the same address that came before it."""
    found = {}
    for one in leads:
        address = (one.email or "").strip().casefold()
        before = [
            other
            for other in leads
            if address
            and (other.email or "").strip().casefold() == address
            and (other.captured_at, other.id) < (one.captured_at, one.id)
        ]
        if before:
            found[str(one.id)] = str(min(before, key=lambda other: (other.captured_at, other.id)).id)
    return found


@given(people, st.randoms(use_true_random=False))
def test_the_first_captured_stands_for_all_in_whatever_order_they_come(
    leads: list[Lead], dice: Random
) -> None:
    found = find_duplicates(leads, House())
    assert {each.lead: each.of for each in found} == slow_duplicates(leads)
    assert [each.lead for each in found] == sorted(each.lead for each in found)

    dice.shuffle(leads)
    assert find_duplicates(iter(leads), House()) == found


@given(people)
def test_who_stands_for_another_is_nobodys_duplicate(leads: list[Lead]) -> None:
    found = find_duplicates(leads, House())

    assert not {each.of for each in found} & {each.lead for each in found}
    assert len({each.lead for each in found}) == len(found)


@given(people)
def test_without_a_matching_rule_every_lead_is_a_person_of_its_own(leads: list[Lead]) -> None:
    assert find_duplicates(leads, House(Matching(same_person="none"))) == ()


def test_leads_without_an_address_are_never_the_same_person() -> None:
    assert (
        find_duplicates(
            [lead("a", 0, None), lead("b", 1, None), lead("c", 2, " "), lead("d", 3, "")], House()
        )
        == ()
    )


def test_a_tie_in_time_is_broken_by_id() -> None:
    found = find_duplicates([lead("b", 0, "ada@example.com"), lead("a", 0, "ADA@example.com")], House())

    assert found == (Duplicate(lead=LeadId("b"), of=LeadId("a"), why="same e-mail address ada@example.com"),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada@example.com", " ADA@Example.com ", True),
        ("STRASSE@example.com", "straße@example.com", True),
        ("a.da@example.com", "ada@example.com", False),
        ("ada+news@example.com", "ada@example.com", False),
    ],
)
def test_addresses_are_compared_without_blanks_and_letter_case_and_with_all_else(
    one: str, other: str, same: bool
) -> None:
    assert (same_person(one) == same_person(other)) is same


@pytest.mark.parametrize("email", [None, "", "  ", "\n"])
def test_a_missing_address_is_nobody(email: str | None) -> None:
    assert same_person(email) is None
