"""Several records of one person become one: the owner stays, nothing is lost in silence."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.lifecycle import replay
from leadmodel.matching import Merged, comparable_phone, merge, same_person
from leadmodel.records import Case, Company, Event, EventId, EventKind, Lead, LeadId, RepId
from leadmodel.records.plain import as_plain

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
PROFILE = ("name", "email", "phone", "title", "country", "zone", "languages")


class House:
    reasons = ()


def case(name: str, hours: int = 0, *told: tuple[str, str | None], **profile: Any) -> Case:
    at = NINE + timedelta(hours=hours)
    lead = Lead(id=LeadId(name), captured_at=at, source="form", **profile)
    events = [
        Event(
            id=EventId(f"{name}-{place}"),
            lead=lead.id,
            kind=EventKind(kind),
            at=at + timedelta(minutes=place + 1),
            rep=None if rep is None else RepId(rep),
            activity="visited" if kind == "activity" else None,
        )
        for place, (kind, rep) in enumerate(told)
    ]
    return replay(lead, events, House()).case


@st.composite
def cases(draw: st.DrawFn) -> list[Case]:
    made = []
    for place in range(draw(st.integers(1, 4))):
        profile = {
            "title": draw(st.sampled_from([None, " ", "CEO", "CFO"])),
            "email": draw(st.sampled_from([None, "ada@acme.example", "ADA@acme.example"])),
            "phone": draw(st.sampled_from([None, "+41 44 123 45 67", "0041441234567", "n/a"])),
            "languages": draw(st.sampled_from([(), ("de",), ("fr", "de")])),
            "company": Company(
                name=draw(st.sampled_from([None, "Acme"])), employees=draw(st.sampled_from([None, 0, 40]))
            ),
            "fields": draw(
                st.dictionaries(st.sampled_from(["seats", "paid"]), st.sampled_from([0, 1, True, "a"]))
            ),
        }
        told: list[tuple[str, str | None]] = [("activity", None)] * draw(st.integers(0, 2))
        rep = draw(st.sampled_from([None, "ann", "bob"]))
        if rep is not None:
            told += [("assigned", rep), *([("touched", rep)] * draw(st.integers(0, 2)))]
        made.append(case(f"L{place}", draw(st.integers(0, 2)), *told, **profile))
    return made


def values(lead: Lead) -> dict[str, Any]:
    """What a profile says, by field; what says nothing is left out."""
    said = {name: getattr(lead, name) for name in PROFILE}
    said |= {
        f"company.{name}": getattr(lead.company, name)
        for name in ("name", "industry", "employees", "revenue")
    }
    said |= {f"fields.{name}": value for name, value in lead.fields.items()}
    return {
        name: value
        for name, value in said.items()
        if value is not None and value != () and (not isinstance(value, str) or value.strip())
    }


def compared(name: str, value: Any) -> Any:
    if name == "email":
        return same_person(value)
    return comparable_phone(value) or value if name == "phone" else (type(value), value)


@given(cases(), st.randoms(use_true_random=False))
def test_nothing_is_lost_in_silence_and_the_order_never_matters(records: list[Case], dice: Random) -> None:
    one = merge(records)
    inorder = sorted(records, key=lambda each: (each.lead.captured_at, each.lead.id))
    kept = values(one.lead)

    assert (one.lead.id, one.merged) == (inorder[0].lead.id, tuple(each.lead.id for each in inorder[1:]))
    assert (one.lead.captured_at, one.lead.source) == (inorder[0].lead.captured_at, "form")
    for place, each in enumerate(inorder):
        for name, value in values(each.lead).items():
            contradicts = compared(name, value) != compared(name, kept[name])
            listed = [
                found.dropped for found in one.conflicts if (found.field, found.of) == (name, each.lead.id)
            ]
            assert listed == ([value] if contradicts else [])
            first_told = all(name not in values(earlier.lead) for earlier in inorder[:place])
            taken = [found.value for found in one.taken if (found.field, found.of) == (name, each.lead.id)]
            assert taken == ([value] if first_told and place else [])
    assert set(kept) == {name for each in inorder for name in values(each.lead)}
    dice.shuffle(records)
    assert merge(records) == one
    assert as_plain(one)["merged"] == list(one.merged)


@given(cases())
def test_the_owner_stays_and_every_event_is_taken_or_left(records: list[Case]) -> None:
    one = merge(records)
    inorder = sorted(records, key=lambda each: (each.lead.captured_at, each.lead.id))
    owners = [(each.state.owner, each.lead.id) for each in inorder if hasattr(each.state, "owner")]

    assert (one.owner, one.owner_of) == (owners[0] if owners else (None, None))
    again = replay(one.lead, one.events, House()).case
    assert getattr(again.state, "owner", None) == one.owner
    every = {event.id for each in records for event in each.history}
    assert {event.id for event in one.events} | set(one.left) == every
    assert not {event.id for event in one.events} & set(one.left)
    assert {event.lead for event in one.events} <= {one.lead.id}
    assert [each.dropped for each in one.conflicts if each.field == "owner"] == [
        owner for owner, _ in owners if owner != one.owner
    ]


@given(cases())
def test_what_was_merged_merges_to_itself(records: list[Case]) -> None:
    one = merge(records)
    again = merge([replay(one.lead, one.events, House()).case])

    assert again == Merged(
        lead=one.lead,
        merged=(),
        owner=one.owner,
        owner_of=one.lead.id if one.owner else None,
        events=one.events,
        taken=(),
        conflicts=(),
        left=(),
    )


def test_the_owner_of_the_later_record_stays_when_the_first_has_none() -> None:
    one = merge([case("L1"), case("L2", 1, ("assigned", "bob"), ("touched", "bob"))])

    assert (one.lead.id, one.owner, one.owner_of, one.left) == ("L1", "bob", "L2", ())
    assert replay(one.lead, one.events, House()).case.state.stage == "working"


def test_two_owners_are_a_conflict_and_the_first_record_keeps_its_own() -> None:
    one = merge([case("L2", 1, ("assigned", "bob"), ("touched", "bob")), case("L1", 0, ("assigned", "ann"))])

    assert (one.owner, one.left) == ("ann", ("L2-0",))
    assert [(each.field, each.kept, each.dropped, each.of) for each in one.conflicts] == [
        ("owner", "ann", "bob", "L2")
    ]
    assert [event.id for event in one.events] == ["L1-0", "L2-1"]


def test_a_broken_call_is_refused() -> None:
    with pytest.raises(InputError, match="nobody to merge"):
        merge([])
    with pytest.raises(InputError, match="twice"):
        merge([case("L1"), case("L1", 1)])
