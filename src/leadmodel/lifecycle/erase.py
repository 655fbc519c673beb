"""Forgetting a person: what tells who it was goes, what was measured stays.

What stays is what the house did and when: instants, moves, its own reps, its own words. Nothing is said of the law of
any country; this is the tool with which a house keeps what it has promised.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ..errors import InputError, UnknownNameError
from ..records import (
    Case,
    Company,
    Contact,
    ContactId,
    Event,
    EventId,
    FrozenMap,
    Lead,
    LeadId,
    Note,
    Nurture,
    State,
    Unqualified,
    Visit,
)
from .enrichment import EnrichmentPoint
from .ownership import Role
from .reasons import HasReasons

__all__ = ["forget", "forget_contact"]

_KNOWN_BY = ("name", "email", "phone", "title", "company.name")
_MAY_STAY = ("country", "languages", "company.industry", "company.employees", "company.revenue")
_WORDS = frozenset(str(each) for words in (Note, Role, EnrichmentPoint) for each in words)


def forget(
    case: Case,
    model: HasReasons,
    *,
    pseudonym: str,
    words: Iterable[str] = (),
    fields: Iterable[str] = (),
    others: Mapping[str, str] | None = None,
) -> Case:
    """The case without the person: same moves, same instants, same figures, under another name.

    Gone are name, e-mail, phone, title, company, the declared fields, ids of events and of what they are about, and
    every text that is not a word of the house: reasons of the catalogue, the library's own notes, and those in `words`
    (the names of activities and notes that the model scores or counts by). What had one name before has one name after.
    `fields` keeps more of the profile, for those who measure or have clocks by it, such as `company.industry` or
    `fields.segment`. `others` gives the pseudonyms of records that events are about, such as the contact.

    >>> from datetime import datetime, UTC
    >>> from .replay import replay
    >>> class House:
    ...     reasons = ()
    >>> lead = Lead(id="ada@example.com", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", name="Ada")
    >>> case = forget(replay(lead, [], House()).case, House(), pseudonym="p-17")
    >>> case.lead.id, case.lead.name, case.lead.source, case.state.lead
    ('p-17', None, 'form', 'p-17')

    Raises `InputError` for a pseudonym that is empty or tells the name, and for a field by which a person is known;
    `UnknownNameError` for one that is none.
    """
    lead = case.lead
    _check_pseudonym(pseudonym, (lead.name, lead.email))
    kept = _WORDS | frozenset(words)
    catalogue = frozenset(reason.code for reason in model.reasons)
    ids = _numbered((event.id for event in case.history), pseudonym, "e")
    subjects = _texts((event.subject for event in case.history), kept, f"{pseudonym}.s", others or {})
    deeds = _texts((event.activity for event in case.history), kept, f"{pseudonym}.a", {})
    reasons = _texts(
        (*(event.reason for event in case.history), *(cycle.reason for cycle in case.cycles)),
        catalogue,
        f"{pseudonym}.r",
        {},
    )
    now = LeadId(pseudonym)

    def anonymous(event: Event) -> Event:
        return replace(
            event,
            id=EventId(ids[event.id]),
            lead=now,
            reason=_renamed(event.reason, reasons),
            activity=_renamed(event.activity, deeds),
            subject=_renamed(event.subject, subjects),
        )

    def visit(stay: Visit) -> Visit:
        return replace(stay, entered_by=_event_id(stay.entered_by, ids), left_by=_event_id(stay.left_by, ids))

    state: State = replace(case.state, lead=now)
    if isinstance(state, Nurture | Unqualified):
        state = replace(state, reason=reasons[state.reason])
    return Case(
        lead=_without_the_person(lead, now, tuple(fields)),
        history=tuple(anonymous(event) for event in case.history),
        state=state,
        cycles=tuple(replace(cycle, reason=_renamed(cycle.reason, reasons)) for cycle in case.cycles),
        refused=tuple(EventId(ids[each]) for each in case.refused),
        visits=tuple(visit(stay) for stay in case.visits),
    )


def forget_contact(
    contact: Contact, model: HasReasons, *, pseudonym: str, lead: str | None = None
) -> Contact:
    """A contact without the person; `lead` is the pseudonym of the lead that it was, None to cut the link.

    The account stays, as do status, assigned date and the reasons of the catalogue. Raises `InputError` for a pseudonym
    that is empty or tells the name.
    """
    _check_pseudonym(pseudonym, (contact.name, contact.email))
    catalogue = {reason.code for reason in model.reasons}
    return replace(
        contact,
        id=ContactId(pseudonym),
        name=None,
        email=None,
        title=None,
        lead=None if lead is None else LeadId(lead),
        reasons=tuple(reason for reason in contact.reasons if reason in catalogue),
    )


def _without_the_person(lead: Lead, now: LeadId, fields: tuple[str, ...]) -> Lead:
    for name in fields:
        if name in _KNOWN_BY:
            raise InputError("fields", name, "is what a person is known by, it cannot stay")
        if name not in _MAY_STAY and not name.startswith("fields."):
            raise UnknownNameError("field", name, (*_MAY_STAY, *(f"fields.{each}" for each in lead.fields)))
    company = lead.company
    return Lead(
        id=now,
        captured_at=lead.captured_at,
        source=lead.source,
        kind=lead.kind,
        zone=lead.zone,
        country=lead.country if "country" in fields else None,
        languages=lead.languages if "languages" in fields else (),
        company=Company(
            industry=company.industry if "company.industry" in fields else None,
            employees=company.employees if "company.employees" in fields else None,
            revenue=company.revenue if "company.revenue" in fields else None,
        ),
        fields=FrozenMap({name: value for name, value in lead.fields.items() if f"fields.{name}" in fields}),
    )


def _check_pseudonym(pseudonym: str, names: tuple[str | None, ...]) -> None:
    if not pseudonym:
        raise InputError("pseudonym", pseudonym, "is empty, what is left needs an id of its own")
    for name in names:
        if name and name.casefold() in pseudonym.casefold():
            raise InputError("pseudonym", pseudonym, "tells who it was, take one that means nothing")


def _numbered(texts: Iterable[str], pseudonym: str, letter: str) -> dict[str, str]:
    """A number for each text in the order in which they come; so wide that they sort as they are numbered."""
    each = list(dict.fromkeys(texts))
    width = len(str(len(each)))
    return {text: f"{pseudonym}.{letter}{number:0{width}}" for number, text in enumerate(each, 1)}


def _texts(
    texts: Iterable[str | None], kept: Collection[str], stem: str, given: Mapping[str, str]
) -> dict[str, str]:
    """What becomes of each text. The numbers follow the alphabet, so that what was sorted by a text still is."""
    every = {text for text in texts if text is not None}
    gone = sorted(every - set(kept) - set(given))
    width = len(str(len(gone)))
    numbered = {text: f"{stem}{number:0{width}}" for number, text in enumerate(gone, 1)}
    return {text: text for text in every} | numbered | {text: given[text] for text in every & set(given)}


def _renamed(text: str | None, names: Mapping[str, str]) -> str | None:
    return None if text is None else names[text]


def _event_id(event: EventId | None, ids: Mapping[str, str]) -> EventId | None:
    return None if event is None else EventId(ids[event])
