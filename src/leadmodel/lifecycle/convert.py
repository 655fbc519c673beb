"""A converted lead goes on as a contact: what it takes along, and people as one list over leads and contacts.

A lead that was converted is no lead any more; its next time round runs on the contact. "The Measurable Lead Model" asks
that the contact carries the lead's status, assigned date and reasons, and that one sees both in one view.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from ..errors import InputError
from ..records import (
    AccountId,
    Case,
    Contact,
    Event,
    EventKind,
    Lead,
    LeadId,
    Note,
    iso,
    utc,
)
from .advance import Result, Step, advance
from .event_ids import derived_id
from .moves import entered_at
from .reasons import HasReasons
from .replay import replay

__all__ = ["Conversion", "Person", "advance_case", "conversion_of", "convert", "people", "strays"]

_DISPOSED = (EventKind.NURTURED, EventKind.UNQUALIFIED)
_MOVES_NOTHING = (EventKind.ACTIVITY, EventKind.NOTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """The note to record, and the contact with what it takes along; without an event, why there is none.

    Codes: `already_converted` (into another contact), `too_early` (before the lead came to its state).
    """

    contact: Contact
    event: Event | None = None
    code: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom we know as a lead, a contact, or both; `case` has the whole history and all times round.

    `id` is the contact's if there is one. The events in `case` are told of that id, whatever record they were told of;
    `records` are the ids of those, in the order in which they came.
    """

    id: LeadId
    case: Case
    records: tuple[LeadId, ...]
    contact: Contact | None = None
    account: AccountId | None = None


def convert(case: Case, contact: Contact, *, at: datetime) -> Conversion:
    """Let a lead go on as a contact.

    The contact gets status, assigned date and reasons, and what is known of the person where it knows nothing itself.
    Doing it again gives the event that is recorded already. Raises `TimeError` for a naive `at`.

    >>> from datetime import UTC
    >>> from ..records import Raw
    >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=nine, source="tradeshow", name="Ada")
    >>> case = Case(lead=lead, history=(), state=Raw(lead="L1", since=nine))
    >>> done = convert(case, Contact(id="C1", created_at=nine), at=nine)
    >>> done.event.id, done.contact.name, done.contact.source, done.contact.status.value
    ('L1:converted:C1', 'Ada', 'tradeshow', 'raw')
    """
    at = utc(at, "at")
    lead, state = case.lead, case.state
    earlier = conversion_of(case)
    if earlier is not None and earlier.subject != contact.id:
        why = f"lead {lead.id!r} went on as contact {earlier.subject!r} at {iso(earlier.at)}"
        return Conversion(contact=contact, code="already_converted", why=why)
    if earlier is None and at < entered_at(state):
        why = (
            f"converted at {iso(at)}, before the lead came to {state.stage.value} at {iso(entered_at(state))}"
        )
        return Conversion(contact=contact, code="too_early", why=why)
    event = earlier or Event(
        id=derived_id(lead.id, Note.CONVERTED, contact.id),
        lead=lead.id,
        kind=EventKind.NOTED,
        at=at,
        activity=Note.CONVERTED.value,
        subject=contact.id,
    )
    return Conversion(event=event, contact=_with_what_it_brings(contact, case))


def conversion_of(case: Case) -> Event | None:
    """The note that the lead goes on as a contact, with the contact's id as its subject; the first one counts.

    A person who is told of as that contact already (`people`) does not go on as anybody else.
    """
    return next(
        (
            event
            for event in case.history
            if _converts(event) and event.subject != case.lead.id and event.id not in case.refused
        ),
        None,
    )


def strays(case: Case) -> tuple[Event, ...]:
    """What was told of a lead after it had gone on as a contact, and should have been told of the contact.

    `people` counts it with the person; listed here so that it can be put right where it was written.
    """
    conversion = conversion_of(case)
    if conversion is None:
        return ()
    return tuple(
        event
        for event in case.history
        if event.at > conversion.at and event.id not in case.refused and _may_move(event)
    )


def advance_case(case: Case, event: Event, model: HasReasons) -> Step:
    """`advance`, for a lead that may have been converted: then it is refused with the code `converted`.

    What moves nothing is noted as ever, and so is what happened before the conversion and is told late.
    """
    step = advance(case.state, event, model)
    conversion = conversion_of(case)
    if conversion is None or event.at <= conversion.at or step.result is not Result.MOVED:
        return step
    why = f"lead {case.lead.id!r} went on as contact {conversion.subject!r}, whose next cycle it is"
    return Step(state=case.state, event=event, result=Result.REFUSED, code="converted", why=why)


def people(
    cases: Iterable[Case],
    model: HasReasons,
    *,
    contacts: Iterable[Contact],
    accounts: Mapping[str, AccountId] | None = None,
    trust: bool = False,
) -> tuple[Person, ...]:
    """Everybody once, by id: leads, contacts, and leads that went on as contacts, with their history in one piece.

    A contact's own events are told of its id, as a case like any other; a contact without events is raw. Which lead
    became which contact is read from the note of the conversion and from `Contact.lead`. `accounts` says where leads
    belong that are no contacts yet; `trust` is that of `replay`. Cycles are numbered on, and the order of
    what comes in does not matter.

    Raises `InputError` for two cases or two contacts with one id, for a lead that went on as two contacts, and for
    contacts that go round in a circle.
    """
    known = _by_id(((contact.id, contact) for contact in contacts), "contacts")
    told = _by_id(((case.lead.id, case) for case in cases), "cases")
    becomes = _successors(told, known)
    groups: dict[str, list[Case]] = {_last(contact, becomes): [] for contact in known}
    for record, case in told.items():
        groups.setdefault(_last(record, becomes), []).append(case)
    belongs = accounts or {}
    return tuple(
        _person(LeadId(name), groups[name], known.get(name), belongs, model, trust) for name in sorted(groups)
    )


def _person(
    id: LeadId,
    cases: list[Case],
    contact: Contact | None,
    accounts: Mapping[str, AccountId],
    model: HasReasons,
    trust: bool,
) -> Person:
    cases = sorted(cases, key=lambda case: (case.lead.captured_at, case.lead.id))
    records = tuple(case.lead.id for case in cases)
    if records == (id,):
        case = cases[0]
    elif contact is not None and not cases:
        case = replay(_profile(contact), (), model).case
    else:
        events = (_now_of(event, id) for case in cases for event in case.history)
        case = replay(replace(cases[0].lead, id=id), events, model, trust=trust).case
    account = contact.account if contact is not None else None
    if account is None:
        account = next((accounts[each] for each in (id, *records) if each in accounts), None)
    return Person(id=id, case=case, records=records, contact=contact, account=account)


def _now_of(event: Event, id: LeadId) -> Event:
    if event.lead == id:
        return event
    # Who is told of as a contact went on as this one, also where that one was merged into it later.
    return replace(event, lead=id, subject=id if _converts(event) else event.subject)


def _successors(told: Mapping[str, Case], known: Mapping[str, Contact]) -> dict[str, str]:
    """Which record goes on as which."""
    becomes: dict[str, str] = {}
    links = [(contact.lead, contact.id) for contact in known.values() if contact.lead is not None]
    notes = [(lead, note.subject) for lead, case in told.items() if (note := conversion_of(case))]
    for lead, contact in (*links, *notes):
        if contact is None or lead == contact:
            continue
        if becomes.setdefault(lead, contact) != contact:
            both = " and ".join(repr(each) for each in sorted({becomes[lead], contact}))
            raise InputError("contacts", lead, f"goes on as {both}, a lead becomes one contact")
    return becomes


def _last(id: str, becomes: Mapping[str, str]) -> str:
    seen = [id]
    while (after := becomes.get(seen[-1])) is not None:
        if after in seen:
            raise InputError("contacts", after, f"goes on as itself by way of {seen[-1]!r}")
        seen.append(after)
    return seen[-1]


def _with_what_it_brings(contact: Contact, case: Case) -> Contact:
    lead, state = case.lead, case.state
    told = [event for event in case.history if event.kind in _DISPOSED and event.id not in case.refused]
    return replace(
        contact,
        name=contact.name or lead.name,
        email=contact.email or lead.email,
        title=contact.title or lead.title,
        owner=contact.owner or getattr(state, "owner", None),
        source=lead.source if contact.source == "contact" else contact.source,
        lead=contact.lead or lead.id,
        status=state.stage,
        assigned_at=case.cycles[-1].assigned_at if case.cycles else None,
        reasons=tuple(event.reason for event in told if event.reason),
    )


def _profile(contact: Contact) -> Lead:
    return Lead(
        id=LeadId(contact.id),
        captured_at=contact.created_at,
        source=contact.source,
        name=contact.name,
        email=contact.email,
        title=contact.title,
    )


def _converts(event: Event) -> bool:
    return event.kind is EventKind.NOTED and event.activity == Note.CONVERTED and event.subject is not None


def _may_move(event: Event) -> bool:
    return event.kind not in _MOVES_NOTHING and not event.automatic


Value = TypeVar("Value")


def _by_id(values: Iterable[tuple[str, Value]], argument: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in values:
        if name in found:
            raise InputError(argument, name, "is there twice, everybody comes once")
        found[name] = value
    return found
