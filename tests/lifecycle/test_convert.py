"""Leads that go on as contacts, and one view of everybody: shown with the rules, and against a slow oracle."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.lifecycle import (
    Person,
    Result,
    advance,
    advance_case,
    conversion_of,
    convert,
    people,
    replay,
    strays,
)
from leadmodel.lifecycle.event_ids import derived_id
from leadmodel.metrics import measure
from leadmodel.records import (
    AccountId,
    Case,
    Contact,
    ContactId,
    Event,
    EventId,
    EventKind,
    LeadId,
    Note,
    Stage,
)

from .plain_rules import as_dict, fold
from .stories import (
    ANN,
    BOB,
    L1,
    LATER,
    MODEL,
    NINE,
    a_lead,
    assigned,
    histories,
    hour,
    nurtured,
    qualified,
    tell,
    touched,
    unqualified,
    won,
)

C1, A1 = LeadId("C1"), AccountId("A1")


def a_contact(id: str = C1, **fields: object) -> Contact:
    return replace(Contact(id=ContactId(id), created_at=hour(4)), account=A1, **fields)  # type: ignore[arg-type]


def of(record: str, *events: Event) -> list[Event]:
    return [replace(event, lead=LeadId(record)) for event in events]


def told_of(record: str, *events: Event, captured: float = 0) -> Case:
    lead = replace(a_lead(), id=LeadId(record), captured_at=hour(captured))
    return replay(lead, of(record, *events), MODEL).case


def converted_at(at: float, into: str = C1, lead: str = L1) -> Event:
    return Event(
        id=EventId(f"{lead}-into-{into}"),
        lead=LeadId(lead),
        kind=EventKind.NOTED,
        at=hour(at),
        activity="converted",
        subject=into,
    )


TWICE_ROUND = (assigned(1), touched(2), nurtured(3), assigned(5), touched(6), qualified(7))


# ------------------------------------------------------------------------------------------------------ converting


@pytest.mark.statement("TH-16")
def test_the_contact_gets_the_status_the_assigned_date_and_the_reasons_of_the_lead() -> None:
    done = convert(tell(*TWICE_ROUND).case, a_contact(), at=hour(8))

    assert done.contact.status is Stage.QUALIFIED
    assert done.contact.assigned_at == hour(5)
    assert done.contact.reasons == (LATER.code,)
    assert (done.contact.lead, done.contact.owner, done.contact.source) == (L1, ANN, "form")


@pytest.mark.statement("TH-16")
def test_the_reasons_of_a_lead_that_was_never_assigned_go_along_too_and_refused_ones_do_not() -> None:
    case = tell(nurtured(1, LATER), unqualified(2), assigned(3)).case
    assert case.refused, "nobody had touched it"

    assert convert(case, a_contact(), at=hour(4)).contact.reasons == ()


@pytest.mark.statement("ST-39")
def test_a_conversion_is_a_note_whose_subject_is_the_contact_and_moves_nothing() -> None:
    case = tell(*TWICE_ROUND).case
    event = convert(case, a_contact(), at=hour(8)).event

    assert event is not None
    assert (event.kind, event.activity, event.subject, event.at) == (
        EventKind.NOTED,
        Note.CONVERTED,
        C1,
        hour(8),
    )
    after = tell(*TWICE_ROUND, event).case
    assert (after.state, after.cycles) == (case.state, case.cycles)
    assert conversion_of(after) == event


@given(histories(), st.integers(0, 12))
def test_converting_again_gives_the_same_event_and_another_contact_is_refused(
    events: list[Event], at: int
) -> None:
    case = tell(*events).case
    first = convert(case, a_contact(), at=hour(at))
    if first.event is None:
        assert first.code == "too_early"
        assert first.contact == a_contact()
        return
    after = tell(*events, first.event).case

    assert convert(after, a_contact(), at=hour(at + 3)).event == first.event
    other = convert(after, a_contact("C2"), at=hour(at + 3))
    assert (other.event, other.code) == (None, "already_converted")
    assert other.contact == a_contact("C2")


def test_what_the_contact_knows_itself_is_kept() -> None:
    case = replace(tell().case, lead=replace(a_lead(), name="Ada", email="ada@example.com", title="VP"))
    contact = convert(case, a_contact(name="Ada L.", source="referral", owner=BOB), at=hour(1)).contact

    assert (contact.name, contact.email, contact.title) == ("Ada L.", "ada@example.com", "VP")
    assert (contact.source, contact.owner) == ("referral", BOB)


def test_a_conversion_needs_a_time_with_a_zone() -> None:
    with pytest.raises(TimeError, match="has no time zone"):
        convert(tell().case, a_contact(), at=NINE.replace(tzinfo=None))


# ----------------------------------------------------------------------------------------- a lead is a lead no more


@pytest.mark.statement("TH-16")
def test_a_converted_lead_cannot_be_a_lead_again() -> None:
    case = tell(assigned(1), touched(2), nurtured(3), converted_at(4)).case
    again = assigned(5)

    assert advance(case.state, again, MODEL).result is Result.MOVED
    step = advance_case(case, again, MODEL)
    assert (step.result, step.code, step.state) == (Result.REFUSED, "converted", case.state)
    assert step.why == "lead 'L1' went on as contact 'C1', whose next cycle it is"


def test_what_moves_nothing_is_noted_of_a_converted_lead_as_of_any_other() -> None:
    case = tell(assigned(1), touched(2), nurtured(3), converted_at(4)).case

    assert advance_case(case, touched(5), MODEL).result is Result.NOTED
    assert advance_case(case, assigned(2), MODEL).code == "too_early"
    assert advance_case(tell().case, assigned(1), MODEL).result is Result.MOVED


def test_what_happened_until_the_conversion_counts_for_the_lead_also_when_it_is_told_late() -> None:
    case = tell(assigned(1), converted_at(4)).case

    assert advance_case(case, touched(3), MODEL).result is Result.MOVED
    assert advance_case(case, touched(4), MODEL).result is Result.MOVED, "converted as it was called"
    assert advance_case(case, touched(5), MODEL).code == "converted"
    assert strays(tell(assigned(1), converted_at(4), touched(4), qualified(5), won(6)).case) == (
        qualified(5),
        won(6),
    )
    assert strays(tell(assigned(1), converted_at(4), qualified(5)).case) == (), (
        "refused, and so nothing to move"
    )


def test_what_was_told_of_a_lead_after_its_conversion_is_listed_and_counts_for_the_person() -> None:
    case = tell(assigned(1), touched(2), nurtured(3), converted_at(4), assigned(5)).case
    (person,) = people([case], MODEL, contacts=[a_contact()])

    assert strays(case) == (assigned(5),)
    assert strays(tell(assigned(5)).case) == ()
    assert [cycle.number for cycle in person.case.cycles] == [1, 2]


# ------------------------------------------------------------------------------------------------------ everybody


@pytest.mark.statement("TH-16")
@pytest.mark.statement("TH-08")
def test_the_next_cycle_runs_on_the_contact_and_the_cycles_are_numbered_on() -> None:
    as_lead = told_of(L1, assigned(1), touched(2), nurtured(3), converted_at(4))
    as_contact = told_of(C1, assigned(5), touched(6), qualified(7), won(8), captured=4)

    (person,) = people([as_lead, as_contact], MODEL, contacts=[a_contact()])

    assert (person.id, person.records, person.account) == (C1, (L1, C1), A1)
    assert [(cycle.number, cycle.outcome) for cycle in person.case.cycles] == [
        (1, Stage.NURTURE),
        (2, Stage.WON),
    ]
    assert person.case.state.stage is Stage.WON
    assert person.case.lead.source == "form", "where the person came from is where the lead came from"


@pytest.mark.statement("TH-05")
def test_after_a_conversion_every_earlier_entry_stands_under_the_contact() -> None:
    (person,) = people([told_of(L1, *TWICE_ROUND, converted_at(8))], MODEL, contacts=[a_contact()])

    assert {event.lead for event in person.case.history} == {C1}
    assert [event.id for event in person.case.history] == [
        event.id for event in (*TWICE_ROUND, converted_at(8))
    ]


def test_a_person_is_no_lead_that_was_converted_and_may_go_round_again() -> None:
    cases = [
        told_of(L1, assigned(1), touched(2), nurtured(3), converted_at(4)),
        told_of("C1", converted_at(5, "C2", "C1"), captured=4),
    ]
    (person,) = people(cases, MODEL, contacts=[a_contact("C2")])

    assert conversion_of(person.case) is None
    assert advance_case(person.case, of("C2", assigned(6))[0], MODEL).result is Result.MOVED
    assert people([person.case], MODEL, contacts=[a_contact("C2")])[0].case == person.case


def test_a_lead_that_is_converted_while_it_is_worked_goes_on_in_the_same_cycle() -> None:
    as_lead = told_of(L1, assigned(1), touched(2), converted_at(3))
    as_contact = told_of(C1, qualified(4), won(5), captured=3)
    assert as_contact.refused, "of the contact alone it makes no sense"

    (person,) = people([as_lead, as_contact], MODEL, contacts=[a_contact()])

    assert person.case.refused == ()
    assert [(cycle.number, cycle.outcome) for cycle in person.case.cycles] == [(1, Stage.WON)]


@pytest.mark.parametrize("told_by", ["note", "contact"])
def test_who_became_whom_is_told_by_the_note_or_by_the_contact(told_by: str) -> None:
    events = [assigned(1), *([converted_at(2)] if told_by == "note" else [])]
    contact = a_contact(lead=L1 if told_by == "contact" else None)

    assert [person.id for person in people([told_of(L1, *events)], MODEL, contacts=[contact])] == [C1]


def test_a_contact_of_whom_nothing_was_told_is_raw_and_a_lead_alone_is_its_own_case() -> None:
    case = told_of(L1, *TWICE_ROUND)
    everybody = people([case], MODEL, contacts=[a_contact(name="Ada")], accounts={L1: A1})

    assert [(person.id, person.case.state.stage) for person in everybody] == [
        (C1, Stage.RAW),
        (L1, Stage.QUALIFIED),
    ]
    assert everybody[0].case.lead.name == "Ada"
    assert everybody[1].case is case
    assert everybody[1].account == A1


def test_two_leads_of_one_person_and_a_contact_merged_into_another_are_one() -> None:
    cases = [
        told_of(L1, assigned(1), converted_at(2, "C1")),
        told_of("L2", replace(touched(3), id=EventId("call")), converted_at(4, "C2", "L2")),
        told_of("C1", converted_at(6, "C2", "C1")),
    ]
    everybody = people(cases, MODEL, contacts=[a_contact("C1"), a_contact("C2")])

    assert [(person.id, person.case.state.stage) for person in everybody] == [("C2", Stage.WORKING)]
    assert set(everybody[0].records) == {"L1", "L2", "C1"}


@given(histories(), st.integers(-1, 12), st.randoms())
def test_a_life_cut_in_two_at_any_instant_is_the_same_life(
    events: list[Event], cut: int, chance: object
) -> None:
    whole = told_of(C1, *events)
    first = told_of(L1, *(event for event in events if event.at < hour(cut)))
    second = told_of(C1, *(event for event in events if event.at >= hour(cut)), captured=cut)
    cases = [first, second]
    chance.shuffle(cases)  # type: ignore[attr-defined]

    (person,) = people(cases, MODEL, contacts=[a_contact(lead=L1)])

    assert person.case.history == whole.history
    if cut >= 0:
        assert (person.case.state, person.case.cycles) == (whole.state, whole.cycles)
        assert person.case.visits == whole.visits
        assert measure([person.case], by="all", at=hour(20)) == measure([whole], by="all", at=hour(20))


def by_hand(
    records: Sequence[tuple[str, Sequence[Event]]], becomes: dict[str, str]
) -> dict[str, list[Event]]:
    """Whose each event is, one by one."""
    whose: dict[str, list[Event]] = {}
    for record, events in records:
        person = record
        while person in becomes:
            person = becomes[person]
        whose.setdefault(person, []).extend(replace(event, lead=LeadId(person)) for event in events)
    return whose


@given(
    st.lists(histories(max_size=6), min_size=4, max_size=4), st.sampled_from(["", "C1", "C2"]), st.booleans()
)
def test_everybody_stands_once_with_all_that_was_told_of_them(
    lives: list[list[Event]], first_becomes: str, second_is_converted: bool
) -> None:
    names = ["L1", "L2", "C1", "C2"]
    records = [
        (name, [replace(event, id=EventId(f"{name}-{event.id}")) for event in of(name, *life)])
        for name, life in zip(names, lives, strict=True)
    ]
    becomes = {"L1": first_becomes} if first_becomes else {}
    if second_is_converted:
        becomes["L2"] = "C2"
    cases = [told_of(name, *life) for name, life in records]
    contacts = [
        a_contact(name, lead=next((lead for lead, to in becomes.items() if to == name), None))
        for name in ("C1", "C2")
    ]
    if becomes == {"L1": "C2", "L2": "C2"}:
        cases[1] = told_of("L2", *records[1][1], converted_at(11, "C2", "L2"))
        records[1] = ("L2", [*records[1][1], converted_at(11, "C2", "L2")])
    everybody = people(cases, MODEL, contacts=contacts)
    expected = by_hand(records, becomes)

    assert [person.id for person in everybody] == sorted({*names} - {*becomes})
    for person in everybody:
        state, cycles, refused, _ = fold(NINE, expected.get(person.id, []))
        assert as_dict(person.case.state) == state
        assert [cycle.number for cycle in person.case.cycles] == list(range(1, len(cycles) + 1))
        assert [cycle.assigned_at for cycle in person.case.cycles] == [
            cycle["assigned_at"] for cycle in cycles
        ]
        assert {event.id for event in person.case.history} == {
            event.id for event in expected.get(person.id, [])
        }
        assert list(person.case.refused) == [name for name, _ in refused]
    assert people(reversed(cases), MODEL, contacts=reversed(contacts)) == everybody


@pytest.mark.parametrize(
    ("cases", "contacts", "message"),
    [
        ([told_of(L1), told_of(L1)], [], "cases: 'L1' is there twice"),
        ([], [a_contact(), a_contact()], "contacts: 'C1' is there twice"),
        (
            [told_of(L1, converted_at(1, "C2"))],
            [a_contact(lead=L1)],
            "contacts: 'L1' goes on as 'C1' and 'C2', a lead becomes one contact",
        ),
        (
            [],
            [a_contact("C1", lead=LeadId("C2")), a_contact("C2", lead=LeadId("C1"))],
            "goes on as itself by way of",
        ),
        (
            [told_of("C1", converted_at(1, "C2", "C1")), told_of("C2", converted_at(1, "C1", "C2"))],
            [],
            "goes on as itself by way of",
        ),
    ],
)
def test_links_that_cannot_be_true_are_refused(
    cases: list[Case], contacts: list[Contact], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        people(cases, MODEL, contacts=contacts)


def test_a_person_may_be_measured_like_any_lead() -> None:
    everybody: tuple[Person, ...] = people([told_of(L1, *TWICE_ROUND)], MODEL, contacts=[a_contact(lead=L1)])
    (figures,) = measure([person.case for person in everybody], by="rep", at=hour(9))

    assert (figures.name, figures.assigned, figures.qualified) == (ANN, 2, 1)


# ------------------------------------------------------------------------------------------------------- derived ids


@given(
    st.lists(st.text(":%a2 35A", max_size=4), max_size=4),
    st.lists(st.text(":%a2 35A", max_size=4), max_size=4),
)
def test_an_id_of_several_parts_tells_them_apart(one: list[str], other: list[str]) -> None:
    if len(one) == len(other):
        assert (derived_id(*one) == derived_id(*other)) is (one == other)
