"""The same form sent twice gives one lead, and is recognised."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.matching import Matching, SentAgain, receive
from leadmodel.records import Company, Lead, LeadId

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    matching: Matching = field(default_factory=lambda: Matching(same_form_within="10m"))


def lead(id: str, seconds: int = 0, **profile: object) -> Lead:
    said = {"source": "demo_request", "email": "ada@acme.example"} | profile
    return Lead(id=LeadId(id), captured_at=NINE + timedelta(seconds=seconds), **said)  # type: ignore[arg-type]


def test_pitfall_17_the_same_form_submitted_twice_is_one_lead_by_key_and_by_content() -> None:
    keys: dict[str, LeadId] = {}
    stored: list[Lead] = []
    answers = []
    for form, key in (
        (lead("L1"), "k-1"),
        (lead("L2", 2), "k-1"),
        (lead("L3", 4), None),
        (lead("L4", 700), "k-2"),
    ):
        got = receive(form, stored, House(), key=key, keys=keys)
        if not got.is_repeat:
            stored.append(got.lead)
            if key is not None:
                keys[key] = got.lead.id
        answers.append((got.lead.id, got.why))

    assert answers == [
        ("L1", None),
        ("L1", SentAgain.SAME_KEY),
        ("L1", SentAgain.SAME_CONTENT),
        ("L4", None),
    ]
    assert [each.id for each in stored] == ["L1", "L4"]


@given(
    st.lists(
        st.tuples(st.integers(0, 1500), st.sampled_from(["ada@acme.example", "bob@acme.example"])), max_size=6
    ),
    st.integers(0, 1500),
    st.randoms(use_true_random=False),
)
def test_of_several_the_first_stands_and_the_order_never_matters(
    sent: list[tuple[int, str]], at: int, dice: Random
) -> None:
    known = [lead(f"L{place}", seconds, email=email) for place, (seconds, email) in enumerate(sent)]
    got = receive(lead("X", at), known, House())
    near = [
        each
        for each in known
        if each.email == "ada@acme.example"
        and abs(each.captured_at - lead("X", at).captured_at) <= timedelta(minutes=10)
    ]

    assert got.lead.id == (min(near, key=lambda each: (each.captured_at, each.id)).id if near else "X")
    assert got.is_repeat is bool(near)
    dice.shuffle(known)
    assert receive(lead("X", at), known, House()) == got


@pytest.mark.parametrize(("seconds", "again"), [(600, True), (601, False), (-600, True), (-601, False)])
def test_the_window_holds_its_ends_and_goes_both_ways(seconds: int, again: bool) -> None:
    assert receive(lead("L2", seconds), [lead("L1")], House()).is_repeat is again


@pytest.mark.parametrize(
    "other",
    [
        {"source": "ebook"},
        {"email": "bob@acme.example"},
        {"phone": "+41 44 123 45 67"},
        {"title": "CEO"},
        {"name": "Ada"},
        {"country": "CH"},
        {"zone": "Europe/Zurich"},
        {"languages": ("de",)},
        {"company": Company(name="Acme")},
        {"fields": {"seats": 4}},
        {"kind": "outbound"},
    ],
)
def test_whatever_else_a_form_says_makes_it_another_one(other: dict[str, object]) -> None:
    assert not receive(lead("L2", 2, **other), [lead("L1")], House()).is_repeat
    by_key = receive(lead("L2", 2, **other), [lead("L1")], House(), key="k", keys={"k": LeadId("L1")})
    assert (by_key.lead.id, by_key.differs) == ("L1", tuple(other))
    assert next(iter(other)) in by_key.says


def test_how_an_address_or_a_number_is_written_makes_no_other_form() -> None:
    one = lead("L1", email="ada@acme.example", phone="+41 44 123 45 67")
    two = lead("L2", email="ADA@Acme.example ", phone="0041 44 1234567")

    assert receive(two, [one], House()).why is SentAgain.SAME_CONTENT


def test_what_names_nobody_is_recognised_by_key_alone() -> None:
    one, two = lead("L1", email=None), lead("L2", 1, email=None)

    assert not receive(two, [one], House()).is_repeat
    assert receive(two, [one], House(), key="k", keys={"k": LeadId("L1")}).why is SentAgain.SAME_KEY


def test_without_a_window_content_says_nothing_and_the_id_still_does() -> None:
    house = House(Matching())

    assert not receive(lead("L2"), [lead("L1")], house).is_repeat
    got = receive(replace(lead("L1"), title="CEO"), [lead("L1")], house)
    assert (got.why, got.lead, got.differs) == (SentAgain.SAME_ID, lead("L1"), ("title",))


def test_a_broken_call_is_refused() -> None:
    with pytest.raises(InputError, match="key"):
        receive(lead("L2"), [], House(), key=" ")
    with pytest.raises(InputError, match="not among the known"):
        receive(lead("L2"), [], House(), key="k", keys={"k": LeadId("L1")})
