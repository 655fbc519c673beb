"""Who holds a lead and in which role, hand-offs, no-shows, cascades, and what a rep has sourced."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.lifecycle import (
    Role,
    Sourced,
    Tenure,
    cascade,
    holdings,
    no_show,
    owners,
    people,
    replay,
    sourced,
)
from leadmodel.records import (
    Account,
    AccountId,
    Case,
    Contact,
    ContactId,
    ContactRole,
    Event,
    EventId,
    EventKind,
    LeadId,
    Note,
    Opportunity,
    OpportunityId,
    RepId,
    Stage,
)

from .plain_rules import ORDER, Plain, apply
from .stories import (
    ANN,
    BOB,
    L1,
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
    won,
)

CAT, DAN = RepId("cat"), RepId("dan")
SOLD = (assigned(1), touched(2), qualified(3), assigned(4, BOB), won(5))


def note(name: str, at: float, rep: RepId | None = None, subject: str | None = None, lead: str = L1) -> Event:
    return Event(
        id=EventId(f"{name}-{at}-{rep}-{subject}-{lead}"),
        lead=LeadId(lead),
        kind=EventKind.NOTED,
        at=hour(at),
        activity=name,
        rep=rep,
        subject=subject,
    )


def given_role(role: str, at: float, rep: RepId | None) -> Event:
    return note(Note.ROLE_GIVEN, at, rep, role)


# ------------------------------------------------------------------------------------------------------------- roles


@pytest.mark.statement("OW-01")
def test_a_hand_off_keeps_the_previous_owner_in_the_field_of_the_role_that_they_had() -> None:
    case = tell(*SOLD, given_role("customer_success", 6, CAT)).case
    story = [owners(case, at=hour(each)) for each in (1, 3, 4, 6)]

    assert [role.value for role in Role] == ["development", "opportunity", "customer_success"]
    assert [(now.holder, now.development, now.opportunity, now.customer_success) for now in story] == [
        (ANN, ANN, None, None),
        (ANN, ANN, ANN, None),
        (BOB, ANN, BOB, None),
        (CAT, ANN, BOB, CAT),
    ]
    assert (story[-1].role, story[-1].since) == (Role.CUSTOMER_SUCCESS, hour(6))


@pytest.mark.statement("OW-01")
def test_a_lead_that_goes_to_the_account_executive_before_it_is_qualified_keeps_who_developed_it() -> None:
    case = tell(assigned(1), touched(2), assigned(3, BOB), qualified(4)).case

    assert owners(case).development == BOB, "by the stage alone"
    assert owners(case, roles={BOB: Role.OPPORTUNITY}).development == ANN
    assert owners(case, roles={BOB: Role.OPPORTUNITY}).opportunity == BOB


def test_a_rep_of_whom_the_role_is_known_keeps_it_also_with_a_qualified_lead() -> None:
    found = owners(tell(*SOLD[:3]).case, roles={ANN: Role.DEVELOPMENT})

    assert (found.role, found.since, found.opportunity) == (Role.DEVELOPMENT, hour(1), None)


@pytest.mark.statement("OW-03")
def test_every_change_of_owner_and_of_a_role_field_is_an_entry_of_the_history() -> None:
    again = (nurtured(5), assigned(6, DAN), given_role("development", 7, CAT))
    found = owners(tell(*SOLD[:4], *again).case)

    assert found.tenures == (
        Tenure(rep=ANN, role=Role.DEVELOPMENT, cycle=1, since=hour(1), until=hour(3)),
        Tenure(rep=ANN, role=Role.OPPORTUNITY, cycle=1, since=hour(3), until=hour(4)),
        Tenure(rep=BOB, role=Role.OPPORTUNITY, cycle=1, since=hour(4), until=hour(5)),
        Tenure(rep=DAN, role=Role.DEVELOPMENT, cycle=2, since=hour(6)),
    )
    assert [(each.role.value, each.before, each.after, each.cycle) for each in found.changes] == [
        ("development", None, ANN, 1),
        ("opportunity", None, ANN, 1),
        ("opportunity", ANN, BOB, 1),
        ("development", ANN, DAN, 2),
        ("development", DAN, CAT, 2),
    ]
    assert found.holder == DAN, "to edit a field passes nothing on"
    assert (found.held(Role.DEVELOPMENT), found.held(Role.DEVELOPMENT, cycle=1)) == ((ANN, DAN), (ANN,))


@pytest.mark.statement("OW-03")
def test_a_recycled_lead_still_knows_who_had_it_before() -> None:
    found = owners(tell(*SOLD[:4], nurtured(5)).case)

    assert (found.holder, found.role, found.since) == (None, None, None)
    assert (found.development, found.opportunity) == (ANN, BOB)


@pytest.mark.statement("OW-07")
@pytest.mark.parametrize("team", ["marketing", "sales"])
def test_whoever_does_the_development_the_answer_is_the_same(team: str) -> None:
    rep = RepId(f"somebody in {team}")
    found = owners(tell(assigned(1, rep), touched(2, rep), qualified(3), assigned(4, BOB)).case)

    assert (found.development, found.opportunity) == (rep, BOB)


def test_a_role_may_be_taken_away_and_an_unknown_one_is_refused() -> None:
    assert owners(tell(assigned(1), given_role("development", 2, None)).case).development is None
    with pytest.raises(InputError, match="did you mean 'development'"):
        owners(tell(given_role("develpment", 2, ANN)).case)


def by_hand(case: Case) -> tuple[RepId | None, dict[str, RepId | None], list[tuple[RepId, str]]]:
    """The holder, the fields and who held it in which role, from the states of the plain oracle one by one."""
    state: Plain = {"stage": "raw", "since": case.lead.captured_at}
    fields: dict[str, RepId | None] = dict.fromkeys(["development", "opportunity", "customer_success"])
    holder: RepId | None = None
    role = ""
    held: list[tuple[RepId, str]] = []
    for event in sorted(case.history, key=lambda each: (each.at, ORDER.index(each.kind.value), each.id)):
        before = state
        state, result, _ = apply(state, event)
        if result == "refused":
            continue
        if state["stage"] == "won" and event.activity == "role_given" and event.subject == "customer_success":
            if event.rep is not None and (holder, role) != (event.rep, "customer_success"):
                holder, role = event.rep, "customer_success"
                held.append((holder, role))
            fields["customer_success"] = event.rep
            continue
        if event.activity == "role_given" and event.subject is not None:
            fields[event.subject] = event.rep
            continue
        if result != "moved":
            continue
        owner = state.get("owner")
        new_cycle = event.kind.value == "assigned" and before["stage"] in ("raw", "nurture", "won")
        if owner is None:
            holder, role = None, ""
            continue
        if new_cycle:
            role = "development"
        elif event.kind.value == "assigned":
            qualified_one_comes_back = owner == fields["development"]
            role = (
                "opportunity"
                if state["stage"] == "qualified" and not qualified_one_comes_back
                else "development"
            )
        elif event.kind.value == "qualified":
            role = "opportunity"
        else:
            continue
        holder = owner
        held.append((owner, role))
        fields[role] = owner
    return holder, fields, held


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    events = draw(histories())
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([each.value for each in Role]),
                st.integers(0, 10),
                st.sampled_from([ANN, BOB, CAT, None]),
            ),
            max_size=3,
        )
    )
    return [*events, *(replace(given_role(*row), id=EventId(f"r{place}")) for place, row in enumerate(rows))]


@given(lives())
def test_owners_are_what_the_oracle_finds_state_by_state(events: list[Event]) -> None:
    case = tell(*events).case
    found = owners(case)
    holder, fields, held = by_hand(case)

    assert found.holder == holder
    assert {role.value: getattr(found, role.value) for role in Role} == fields
    assert [(each.rep, each.role.value) for each in found.tenures] == held


@given(lives(), st.integers(-1, 12))
def test_owners_as_of_an_instant_are_those_of_what_had_happened_by_then(events: list[Event], at: int) -> None:
    then = tell(*(event for event in events if event.at <= hour(at))).case

    assert owners(tell(*events).case, at=hour(at)) == owners(then)


@given(lives())
def test_nobody_holds_a_lead_together_with_another_and_the_last_entry_of_a_field_is_the_field(
    events: list[Event],
) -> None:
    case = tell(*events).case
    found = owners(case)

    for one, other in zip(found.tenures, found.tenures[1:], strict=False):
        assert one.until is not None
        assert one.since <= one.until <= other.since
    for role in Role:
        entries = [each for each in found.changes if each.role is role]
        assert (entries[-1].after if entries else None) == getattr(found, role.value)
        assert [each.before for each in entries[1:]] == [each.after for each in entries[:-1]]
    if found.role is not Role.CUSTOMER_SUCCESS:
        assert found.holder == getattr(case.state, "owner", None)


@given(histories())
def test_without_their_roles_tenures_are_who_held_the_lead(events: list[Event]) -> None:
    case = tell(*events).case
    joined: list[tuple[RepId, int, datetime, datetime | None]] = []
    for tenure in owners(case).tenures:
        if joined and joined[-1][:2] == (tenure.rep, tenure.cycle) and joined[-1][3] == tenure.since:
            rep, cycle, since, _ = joined.pop()
            joined.append((rep, cycle, since, tenure.until))
        else:
            joined.append((tenure.rep, tenure.cycle, tenure.since, tenure.until))

    assert joined == [(each.owner, each.cycle, each.since, each.until) for each in holdings(case)]


# ----------------------------------------------------------------------------------------------------------- no-shows


@pytest.mark.statement("OW-05")
@pytest.mark.statement("HM-04")
def test_after_a_no_show_the_lead_is_back_with_who_developed_it_who_is_told_and_both_are_recorded() -> None:
    missed = note(Note.MEETING_NO_SHOW, 5, BOB, "m1")
    case = tell(*SOLD[:4], missed).case
    done = no_show(case, missed)

    assert done.to == ANN
    assert [(each.kind, each.rep, each.activity, each.subject, each.at) for each in done.events] == [
        (EventKind.NOTED, ANN, Note.OWNER_TOLD, "m1", hour(5)),
        (EventKind.ASSIGNED, ANN, None, "m1", hour(5)),
    ]
    after = tell(*case.history, *done.events).case
    assert (owners(after).holder, owners(after).role) == (ANN, Role.DEVELOPMENT)
    assert (owners(after).opportunity, after.refused) == (BOB, ())
    assert len(after.cycles) == 1, "the clock does not start over"


def test_a_no_show_that_is_told_twice_happens_once() -> None:
    missed = note(Note.MEETING_NO_SHOW, 5, BOB, "m1")
    case = tell(*SOLD[:4], missed).case
    done = no_show(case, missed)
    after = tell(*case.history, *done.events).case

    again = no_show(after, missed)
    assert again.to == ANN
    assert {event.id for event in again.events} <= {event.id for event in done.events}
    assert tell(*after.history, *again.events).case == after


def test_a_no_show_goes_back_to_who_developed_the_lead_last() -> None:
    missed = note(Note.MEETING_NO_SHOW, 6, BOB, "m1")
    case = tell(assigned(1), assigned(2, DAN), touched(3, DAN), qualified(4), assigned(5, BOB), missed).case

    assert no_show(case, missed).to == DAN


def test_who_has_the_lead_already_is_only_told() -> None:
    missed = note(Note.MEETING_NO_SHOW, 3)
    done = no_show(tell(assigned(1), touched(2), missed).case, missed)

    assert [(each.activity, each.subject) for each in done.events] == [(Note.OWNER_TOLD, missed.id)]


def test_a_no_show_of_a_lead_that_nobody_holds_moves_nobody() -> None:
    missed = note(Note.MEETING_NO_SHOW, 3)

    assert no_show(tell(missed).case, missed).code == "nobody_holds"
    executive: Mapping[RepId, Role] = {BOB: Role.OPPORTUNITY}
    done = no_show(tell(assigned(1, BOB), missed).case, missed, roles=executive)
    assert (done.events, done.code) == ((), "no_development_owner")


def test_only_a_note_on_the_same_lead_can_be_missed() -> None:
    for other in (assigned(1), note(Note.MEETING_NO_SHOW, 3, lead="L2")):
        with pytest.raises(InputError, match="is no note on lead 'L1'"):
            no_show(tell(assigned(1)).case, other)


# ----------------------------------------------------------------------------------------------------------- cascades

ACME = Account(id=AccountId("A1"), owner=ANN)


def a_deal(
    name: str, *takes_part: str, account: str = "A1", owner: RepId = ANN, done: bool = False
) -> Opportunity:
    return Opportunity(
        id=OpportunityId(name),
        account=AccountId(account),
        stage="demo",
        owner=owner,
        opened_at=NINE,
        contacts=tuple(ContactRole(contact=ContactId(each)) for each in takes_part),
        closed_at=hour(1) if done else None,
        won=True if done else None,
    )


CONTACTS = [
    Contact(id=ContactId("C1"), created_at=NINE, account=ACME.id, owner=ANN),
    Contact(id=ContactId("C2"), created_at=NINE, account=ACME.id, owner=BOB),
    Contact(id=ContactId("C3"), created_at=NINE, account=AccountId("A2"), owner=ANN),
]
DEALS = [
    a_deal("O1", "C1"),
    a_deal("O2", "C1", done=True),
    a_deal("O3", "C3", account="A2"),
    a_deal("O4", "C2", owner=BOB),
]


def told_of(record: str, *events: Event) -> Case:
    told = [replace(event, lead=LeadId(record)) for event in events]
    return replay(replace(a_lead(), id=LeadId(record)), told, MODEL).case


PERSONS = people(
    [
        told_of("C1", assigned(1), touched(2)),
        told_of("C2", assigned(1), touched(2), nurtured(3)),
        told_of("C3", assigned(1)),
    ],
    MODEL,
    contacts=CONTACTS,
)


@pytest.mark.statement("OW-04")
def test_a_new_owner_of_an_account_moves_nothing_else_by_itself() -> None:
    changes = cascade(ACME, BOB, PERSONS, CONTACTS, DEALS, at=hour(9))

    assert [(each.kind, each.id, each.before, each.after) for each in changes] == [
        ("account", "A1", ANN, BOB)
    ]


@pytest.mark.statement("OW-04")
def test_what_goes_along_with_an_account_is_asked_for_and_listed() -> None:
    changes = cascade(
        ACME, BOB, PERSONS, CONTACTS, DEALS, at=hour(9), what=["contacts", "leads", "opportunities"]
    )

    assert [(each.kind, each.id, each.before) for each in changes] == [
        ("account", "A1", ANN),
        ("contact", "C1", ANN),
        ("lead", "C1", ANN),
        ("opportunity", "O1", ANN),
    ]
    event = changes[2].event
    assert event is not None
    after = replay(PERSONS[0].case.lead, [*PERSONS[0].case.history, event], MODEL).case
    assert (after.state.stage, getattr(after.state, "owner", None), after.refused) == (Stage.WORKING, BOB, ())


@pytest.mark.statement("OW-04")
def test_with_a_contact_all_its_open_records_get_the_new_owner() -> None:
    changes = cascade(CONTACTS[0], BOB, PERSONS, CONTACTS, DEALS, at=hour(9))

    assert [(each.kind, each.id) for each in changes] == [
        ("contact", "C1"),
        ("lead", "C1"),
        ("opportunity", "O1"),
    ]
    assert [
        each.kind for each in cascade(CONTACTS[0], BOB, PERSONS, CONTACTS, DEALS, at=hour(9), what=[])
    ] == ["contact"]


@given(
    st.lists(histories(max_size=8), min_size=3, max_size=3),
    st.sets(st.sampled_from(["contacts", "leads", "opportunities"])),
    st.sampled_from([ANN, BOB, CAT]),
)
def test_a_cascade_changes_what_the_oracle_says_and_once_done_nothing(
    told: list[list[Event]], what: set[str], to: RepId
) -> None:
    cases = [told_of(str(contact.id), *life) for contact, life in zip(CONTACTS, told, strict=True)]
    persons = people(cases, MODEL, contacts=CONTACTS)
    changes = cascade(ACME, to, persons, CONTACTS, DEALS, at=hour(20), what=what)  # type: ignore[arg-type]

    expected = {("account", "A1")} if to != ANN else set()
    if "contacts" in what:
        expected |= {("contact", str(each.id)) for each in CONTACTS[:2] if each.owner != to}
    if "opportunities" in what:
        expected |= {("opportunity", name) for name, owner in (("O1", ANN), ("O4", BOB)) if owner != to}
    if "leads" in what:
        expected |= {
            ("lead", case.lead.id)
            for case in cases[:2]
            if case.state.stage.value in ("assigned", "working", "qualified")
            and getattr(case.state, "owner", None) != to
        }
    assert {(each.kind, each.id) for each in changes} == expected
    assert all((each.event is not None) is (each.kind == "lead") for each in changes)

    events = [each.event for each in changes if each.event is not None]
    after = people(
        [
            replay(
                case.lead, [*case.history, *(each for each in events if each.lead == case.lead.id)], MODEL
            ).case
            for case in cases
        ],
        MODEL,
        contacts=CONTACTS,
    )
    assert [person.case.state.stage for person in after] == [person.case.state.stage for person in persons]
    left = cascade(ACME, to, after, CONTACTS, DEALS, at=hour(20), what=what)  # type: ignore[arg-type]
    assert [each for each in left if each.kind == "lead"] == []


def test_a_cascade_asked_for_in_other_words_or_in_the_past_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'leads'"):
        cascade(ACME, BOB, at=hour(9), what=["lead"])  # type: ignore[list-item]
    with pytest.raises(TimeError, match="lies before 'C1' came to working at 2026-11-02T11:00:00Z"):
        cascade(ACME, BOB, PERSONS, at=hour(1), what=["leads"])
    with pytest.raises(TimeError, match="has no time zone"):
        cascade(ACME, BOB, at=datetime(2026, 11, 2))


# ------------------------------------------------------------------------------------------------------------ sourced


@pytest.mark.statement("OW-02")
def test_what_an_sdr_sourced_and_another_won_counts_for_the_sdr() -> None:
    cases = [told_of("a", *SOLD), told_of("b", *SOLD[:4]), told_of("c", *SOLD[:4], nurtured(6))]
    (figures,) = sourced(cases, since=hour(0), until=hour(9), at=hour(9))

    assert [owners(case).holder for case in cases] == [BOB, BOB, None]
    assert (figures.rep, figures.pipeline_created, figures.won_of_created) == (ANN, 3, 1)
    assert (figures.lost_of_created, figures.conversion) == (1, 1 / 3)


@pytest.mark.statement("OW-06")
def test_the_inputs_of_pay_are_meetings_pipeline_what_was_won_and_extras() -> None:
    meetings = (
        note(Note.MEETING_BOOKED, 2, ANN, "m1"),
        note(Note.MEETING_BOOKED, 2.5, BOB, "m1"),
        note(Note.MEETING_COMPLETED, 4.5, BOB, "m1"),
        note(Note.MEETING_BOOKED, 2.6, None, "m2"),
        note("spif", 5, BOB),
    )
    figures = sourced([tell(*SOLD, *meetings).case], since=hour(0), until=hour(9), at=hour(9), also=["spif"])

    assert figures == (
        Sourced(
            rep=ANN,
            meetings_booked=2,
            meetings_completed=1,
            pipeline_created=1,
            won_of_created=1,
            lost_of_created=0,
            closed_won=1,
            also={"spif": 0},
        ),
        Sourced(
            rep=BOB,
            meetings_booked=0,
            meetings_completed=0,
            pipeline_created=0,
            won_of_created=0,
            lost_of_created=0,
            closed_won=0,
            also={"spif": 1},
        ),
    )
    assert [each.conversion for each in figures] == [1.0, None]


@pytest.mark.statement("OW-06")
def test_conversion_is_of_what_was_created_in_the_period_and_closed_won_of_what_was_won_in_it() -> None:
    case = tell(*SOLD).case

    created = sourced([case], since=hour(3), until=hour(4), at=hour(9))[0]
    assert (created.pipeline_created, created.won_of_created, created.closed_won) == (1, 1, 0)
    closed = sourced([case], since=hour(5), until=hour(6), at=hour(9))[0]
    assert (closed.pipeline_created, closed.won_of_created, closed.closed_won) == (0, 0, 1)
    assert sourced([case], since=hour(4), until=hour(5), at=hour(9)) == (), (
        "the end is not part of the period"
    )
    still = sourced([case], since=hour(3), until=hour(4), at=hour(4))[0]
    assert (still.pipeline_created, still.won_of_created, still.conversion) == (1, 0, 0.0)


def test_a_meeting_counts_for_who_booked_it_also_when_it_takes_place() -> None:
    meeting = (note(Note.MEETING_BOOKED, 2, DAN, "m1"), note(Note.MEETING_COMPLETED, 3, BOB, "m1"))
    found = sourced([tell(assigned(1), *meeting).case], since=hour(0), until=hour(9), at=hour(9))

    assert [(each.rep, each.meetings_booked, each.meetings_completed) for each in found] == [(DAN, 1, 1)]


def test_a_lead_that_no_sdr_had_is_nobody_s_pipeline_here_even_if_one_had_it_before() -> None:
    again = (assigned(6, BOB), touched(7, BOB), qualified(8))
    case = tell(assigned(1), touched(2), nurtured(3), *again).case

    assert sourced([case], since=hour(0), until=hour(9), at=hour(9), roles={BOB: Role.OPPORTUNITY}) == ()


@given(st.lists(lives(), max_size=4), st.integers(0, 6), st.integers(0, 6), st.integers(0, 12))
def test_the_parts_add_up_to_the_pipeline_and_a_period_cut_in_two_to_the_whole(
    told: list[list[Event]], start: int, length: int, at: int
) -> None:
    cases = [told_of(f"L{place}", *life) for place, life in enumerate(told)]

    def figures(since: int, until: int) -> dict[RepId, Sourced]:
        found = sourced(cases, since=hour(since), until=hour(until), at=hour(at))
        return {each.rep: each for each in found}

    whole, first, second = (
        figures(start, start + 2 * length),
        figures(start, start + length),
        figures(start + length, start + 2 * length),
    )
    for rep, row in whole.items():
        assert row.won_of_created + row.lost_of_created <= row.pipeline_created
        for name in ("pipeline_created", "won_of_created", "lost_of_created", "closed_won"):
            parts = [getattr(half[rep], name) for half in (first, second) if rep in half]
            assert getattr(row, name) == sum(parts)
    stamps = [cycle.qualified_at for case in cases for cycle in case.cycles if cycle.qualified_at is not None]
    expected = [
        each for each in stamps if hour(start) <= each < hour(start + 2 * length) and each <= hour(at)
    ]
    assert sum(row.pipeline_created for row in whole.values()) == len(expected)
