"""A person can be forgotten while the measures stand."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.lifecycle import forget, forget_contact, holdings, owners, people, replay, stamps
from leadmodel.metrics import measure
from leadmodel.model import LeadModel
from leadmodel.records import (
    Case,
    Company,
    Contact,
    ContactId,
    Event,
    EventId,
    EventKind,
    Lead,
    LeadId,
    Nurture,
    RepId,
)
from leadmodel.records.plain import as_plain
from leadmodel.sla import clocks
from leadmodel.sla.shipped import meeting_disposition, two_step

from .stories import ANN, BOB, LATER, MODEL, NINE, SCHEDULES, histories, hour

#: Stands in every text of the person, and in no word of the house.
SECRET = "Zoë-Quax"
WORDS = ("pricing_page", "demo_request", "meeting_cancelled")
PROMISES: LeadModel = replace(MODEL, sla=(*two_step(), *meeting_disposition()))

PERSON = Lead(
    id=LeadId(f"{SECRET}@example.com"),
    captured_at=NINE,
    source="form",
    name=f"{SECRET} Example",
    email=f"{SECRET}@example.com",
    phone=f"+41 44 {SECRET}",
    title=f"Chief {SECRET} Officer",
    country="CH",
    zone="Europe/Zurich",
    languages=("de-CH",),
    company=Company(name=f"{SECRET} AG", industry="chemistry", employees=40, revenue=7),
    fields={"remark": f"plays the cello, says {SECRET}", "segment": "smb"},
)


@st.composite
def told(draw: st.DrawFn) -> list[Event]:
    """A history full of the person: in ids, in what was done, in what it was about, in reasons that are none."""
    events = [
        replace(
            event,
            id=EventId(f"{SECRET}/{draw(st.integers(0, 99))}/{event.id}"),
            lead=PERSON.id,
            activity=event.activity
            and draw(st.sampled_from([event.activity, f"wrote to {SECRET}", "demo_request"])),
            subject=draw(st.sampled_from([None, None, f"call with {SECRET}", f"{SECRET} 2"])),
            reason=draw(st.sampled_from([event.reason, event.reason, f"{SECRET} has no time"])),
        )
        for event in draw(histories())
    ]
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["meeting_booked", "meeting_completed", "meeting_no_show", "enriched", "synced"]
                ),
                st.integers(0, 10),
                st.sampled_from([f"{SECRET} 1", f"{SECRET} 2", None]),
            ),
            max_size=5,
        )
    )
    notes = [
        Event(
            id=EventId(f"{SECRET} {place}"),
            lead=PERSON.id,
            kind=EventKind.NOTED,
            at=hour(at),
            activity=name,
            subject=subject,
            planned_from=hour(at + 2) if name == "meeting_booked" else None,
            planned_until=hour(at + 3) if name == "meeting_booked" else None,
        )
        for place, (name, at, subject) in enumerate(rows)
    ]
    return [*events, *notes]


def forgotten(case: Case, **more: object) -> Case:
    return forget(case, PROMISES, pseudonym="p-17", **{"words": WORDS, **more})  # type: ignore[arg-type]


def lived(events: list[Event], *, trust: bool = False) -> Case:
    return replay(PERSON, events, PROMISES, trust=trust).case


@given(told(), st.booleans())
def test_nothing_of_the_person_s_text_is_left_anywhere(events: list[Event], trust: bool) -> None:
    case = lived(events, trust=trust)
    assert SECRET in json.dumps(as_plain(case), ensure_ascii=False)

    assert SECRET not in json.dumps(as_plain(forgotten(case)), ensure_ascii=False)
    assert SECRET not in repr(forgotten(case))


@given(told(), st.booleans(), st.integers(0, 15), st.sampled_from(["rep", "source", "all"]))
def test_the_measures_stand(events: list[Event], trust: bool, at: int, by: str) -> None:
    case = lived(events, trust=trust)

    before = measure([case], by=by, at=hour(at), schedules=SCHEDULES)  # type: ignore[arg-type]
    after = measure([forgotten(case)], by=by, at=hour(at), schedules=SCHEDULES)  # type: ignore[arg-type]
    assert after == before


@given(told(), st.booleans())
def test_cycles_visits_stamps_and_owners_stand(events: list[Event], trust: bool) -> None:
    case = lived(events, trust=trust)
    left = forgotten(case)

    listed = {reason.code for reason in MODEL.reasons}
    for one, other in zip(case.cycles, left.cycles, strict=True):
        assert other == one or (one.reason not in listed and replace(other, reason=one.reason) == one)
    assert [(each.stage, each.cycle, each.owner, each.entered_at, each.left_at) for each in left.visits] == [
        (each.stage, each.cycle, each.owner, each.entered_at, each.left_at) for each in case.visits
    ]
    assert replace(owners(left), changes=()) == replace(owners(case), changes=())
    assert [(each.owner, each.since, each.until) for each in holdings(left)] == [
        (each.owner, each.since, each.until) for each in holdings(case)
    ]
    assert as_plain(stamps(left)) == as_plain(stamps(case))
    assert left.state.stage is case.state.stage
    assert len(left.refused) == len(case.refused)


@given(told(), st.integers(0, 15))
def test_the_clocks_stand(events: list[Event], at: int) -> None:
    case = lived(events)

    def readings(case: Case) -> list[object]:
        found = clocks(case, PROMISES, schedules=SCHEDULES, at=hour(at))
        return [
            (clock.name, clock.policy, cycle.reading, cycle.owner, cycle.due_calendar, cycle.due_business)
            for clock in found
            for cycle in clock.cycles
        ]

    assert readings(forgotten(case)) == readings(case)


@given(told(), st.booleans())
def test_what_is_left_is_a_case_like_any_other_and_folds_to_itself(events: list[Event], trust: bool) -> None:
    left = forgotten(lived(events, trust=trust))

    assert replay(left.lead, left.history, PROMISES, trust=trust).case == left
    assert forgotten(left) == left, "forgetting twice is forgetting once"


def test_what_stays_is_what_the_house_did_and_when() -> None:
    left = forgotten(lived([])).lead

    assert left == Lead(id=LeadId("p-17"), captured_at=NINE, source="form", zone="Europe/Zurich")


def test_a_house_may_keep_what_it_measures_by_and_never_the_name() -> None:
    kept = [
        "country",
        "languages",
        "company.industry",
        "company.employees",
        "company.revenue",
        "fields.segment",
    ]
    left = forgotten(lived([]), fields=kept).lead

    assert (left.country, left.languages, left.fields) == ("CH", ("de-CH",), {"segment": "smb"})
    assert left.company == Company(industry="chemistry", employees=40, revenue=7)
    for name in ("name", "email", "title", "company.name"):
        with pytest.raises(InputError, match="is what a person is known by"):
            forgotten(lived([]), fields=[name])
    with pytest.raises(UnknownNameError, match="did you mean 'country'"):
        forgotten(lived([]), fields=["contry"])


@pytest.mark.parametrize("pseudonym", ["", f"p-{SECRET.lower()}@EXAMPLE.com"])
def test_a_pseudonym_says_nothing_of_the_person(pseudonym: str) -> None:
    with pytest.raises(InputError, match="pseudonym: "):
        forget(lived([]), PROMISES, pseudonym=pseudonym)


def test_words_that_nobody_vouched_for_are_gone_and_what_was_told_apart_still_is() -> None:
    deeds = [
        Event(id=EventId(str(place)), lead=PERSON.id, kind=EventKind.ACTIVITY, at=hour(1), activity=name)
        for place, name in enumerate(["b", "a", "b", "demo_request"])
    ]

    assert [event.activity for event in forgotten(lived(deeds)).history] == [
        "p-17.a2",
        "p-17.a1",
        "p-17.a2",
        "demo_request",
    ]


def test_a_reason_outside_the_catalogue_is_a_text_like_any_other() -> None:
    events = [
        Event(id=EventId("e1"), lead=PERSON.id, kind=EventKind.ASSIGNED, at=hour(1), rep=ANN),
        Event(id=EventId("e2"), lead=PERSON.id, kind=EventKind.TOUCHED, at=hour(2), rep=ANN),
        Event(id=EventId("e3"), lead=PERSON.id, kind=EventKind.NURTURED, at=hour(3), reason="married"),
    ]
    left = forgotten(lived(events, trust=True))
    assert isinstance(left.state, Nurture)
    assert (left.state.reason, left.cycles[0].reason) == ("p-17.r1", "p-17.r1")

    listed = forgotten(lived([*events[:2], replace(events[2], reason=LATER.code)]))
    assert listed.cycles[0].reason == LATER.code


def test_a_contact_is_forgotten_too_and_the_two_are_still_one_person() -> None:
    contact = Contact(
        id=ContactId(f"c-{SECRET}"),
        created_at=NINE,
        name=f"{SECRET} Example",
        email=f"{SECRET}@example.com",
        title=SECRET,
        owner=BOB,
        lead=PERSON.id,
        reasons=(LATER.code, f"{SECRET} is away"),
    )
    converted = Event(
        id=EventId("e1"),
        lead=PERSON.id,
        kind=EventKind.NOTED,
        at=hour(1),
        activity="converted",
        subject=contact.id,
    )
    case = forgotten(lived([converted]), others={contact.id: "p-18"})
    left = forget_contact(contact, PROMISES, pseudonym="p-18", lead="p-17")

    assert SECRET not in repr((case, left))
    assert (left.owner, left.reasons) == (RepId("bob"), (LATER.code,))
    (person,) = people([case], PROMISES, contacts=[left])
    assert (person.id, person.records) == ("p-18", ("p-17",))
    assert forget_contact(contact, PROMISES, pseudonym="p-18").lead is None
