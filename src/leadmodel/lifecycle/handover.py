"""Owners that change: what a new owner of an account takes along when asked to, and a meeting to which nobody came.

A new owner of an account does not move its contacts, leads and opportunities ("The Measurable Lead Model"): each change
is one that somebody asked for, and is listed before anything is done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from ..errors import InputError, TimeError, UnknownNameError
from ..records import (
    Account,
    Assigned,
    Case,
    Contact,
    Event,
    EventKind,
    Note,
    Opportunity,
    Qualified,
    RepId,
    Working,
    iso,
    utc,
)
from .convert import Person
from .event_ids import derived_id
from .moves import entered_at
from .ownership import Role, owners

__all__ = ["NoShow", "OwnerChange", "cascade", "no_show"]

What = Literal["contacts", "leads", "opportunities"]
_ALL: tuple[What, ...] = ("contacts", "leads", "opportunities")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChange:
    """One record that gets another owner; for a lead with the event that says so."""

    kind: Literal["account", "contact", "lead", "opportunity"]
    id: str
    before: RepId | None
    after: RepId
    event: Event | None = None


def cascade(
    subject: Account | Contact,
    new_owner: RepId,
    persons: Iterable[Person] = (),
    contacts: Iterable[Contact] = (),
    opportunities: Iterable[Opportunity] = (),
    *,
    at: datetime,
    what: Iterable[What] | None = None,
) -> tuple[OwnerChange, ...]:
    """The changes that a new owner of an account or a contact means, and no other.

    An account takes along what `what` names, and by itself nothing. With a contact all its open records go to the new
    owner, unless `what` says less. Open is a lead that somebody holds (assigned, working, qualified) and an opportunity
    that is neither won nor lost: a lead in nurture has no owner, and to assign it would start its clock. What has the
    owner already is left out.

    >>> from datetime import UTC
    >>> acme = Account(id="A1", owner="ann")
    >>> at = datetime(2026, 11, 9, tzinfo=UTC)
    >>> deal = Opportunity(id="O1", account="A1", stage="demo", owner="ann", opened_at=at)
    >>> [change.id for change in cascade(acme, "bob", opportunities=[deal], at=at)]
    ['A1']
    >>> [change.id for change in cascade(acme, "bob", opportunities=[deal], at=at, what=["opportunities"])]
    ['A1', 'O1']

    Raises `UnknownNameError` for another word in `what`, `TimeError` for a naive `at` and for one that lies before a
    lead came to the state that it is in.
    """
    at = utc(at, "at")
    asked = set(what if what is not None else _ALL if isinstance(subject, Contact) else ())
    for each in sorted(asked):
        if each not in _ALL:
            raise UnknownNameError("kind of record", each, _ALL)
    kind: Literal["account", "contact"] = "account" if isinstance(subject, Account) else "contact"
    found = [OwnerChange(kind=kind, id=subject.id, before=subject.owner, after=new_owner)]
    if "contacts" in asked and isinstance(subject, Account):
        found += [
            OwnerChange(kind="contact", id=contact.id, before=contact.owner, after=new_owner)
            for contact in _by_id(contacts)
            if contact.account == subject.id
        ]
    if "leads" in asked:
        found += [
            OwnerChange(
                kind="lead",
                id=person.id,
                before=state.owner,
                after=new_owner,
                event=_passed_on(person, subject, new_owner, at),
            )
            for person in _by_id(persons)
            if _belongs(person, subject)
            and isinstance(state := person.case.state, Assigned | Working | Qualified)
            and state.owner != new_owner
        ]
    if "opportunities" in asked:
        found += [
            OwnerChange(kind="opportunity", id=each.id, before=each.owner, after=new_owner)
            for each in _by_id(opportunities)
            if each.is_open and _hangs_on(each, subject)
        ]
    return tuple(change for change in found if change.before != new_owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """What follows from a meeting to which nobody came: who has the lead again, and the events to record.

    Codes where nothing follows: `nobody_holds`, `no_development_owner`.
    """

    to: RepId | None = None
    events: tuple[Event, ...] = ()
    code: str = ""
    why: str = ""


def no_show(case: Case, missed: Event, *, roles: Mapping[RepId, Role] | None = None) -> NoShow:
    """The lead goes back to whoever developed it in this cycle, who is told; both are events.

    Who has the lead still is only told. The same meeting gives the same ids, so recording it twice is once. Raises
    `InputError` when what is given as missed is no note on this lead.
    """
    if missed.kind is not EventKind.NOTED or missed.lead != case.lead.id:
        raise InputError("missed", missed.id, f"is no note on lead {case.lead.id!r}")
    then = owners(case, roles=roles, at=missed.at)
    if then.holder is None or not then.tenures:
        return NoShow(code="nobody_holds", why=f"nobody holds a lead in {case.state.stage.value}")
    developed = then.held(Role.DEVELOPMENT, cycle=then.tenures[-1].cycle)
    if not developed:
        why = f"{then.holder!r} holds it, and nobody had it in development in this cycle"
        return NoShow(code="no_development_owner", why=why)
    back = developed[-1]
    told = Event(
        id=derived_id(missed.id, Note.OWNER_TOLD, back),
        lead=case.lead.id,
        kind=EventKind.NOTED,
        at=missed.at,
        rep=back,
        activity=Note.OWNER_TOLD.value,
        subject=missed.subject or missed.id,
    )
    if then.holder == back:
        return NoShow(to=back, events=(told,))
    passed = Event(
        id=derived_id(missed.id, EventKind.ASSIGNED, back),
        lead=case.lead.id,
        kind=EventKind.ASSIGNED,
        at=missed.at,
        rep=back,
        subject=missed.subject or missed.id,
    )
    return NoShow(to=back, events=(told, passed))


def _belongs(person: Person, subject: Account | Contact) -> bool:
    return person.account == subject.id if isinstance(subject, Account) else str(person.id) == subject.id


def _hangs_on(opportunity: Opportunity, subject: Account | Contact) -> bool:
    if isinstance(subject, Account):
        return opportunity.account == subject.id
    return any(role.contact == subject.id for role in opportunity.contacts)


def _passed_on(person: Person, subject: Account | Contact, new_owner: RepId, at: datetime) -> Event:
    entered = entered_at(person.case.state)
    if at < entered:
        why = f"lies before {person.id!r} came to {person.case.state.stage.value} at {iso(entered)}"
        raise TimeError("at", iso(at), why)
    return Event(
        id=derived_id(subject.id, EventKind.ASSIGNED, person.id, new_owner, iso(at)),
        lead=person.id,
        kind=EventKind.ASSIGNED,
        at=at,
        rep=new_owner,
    )


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Value = TypeVar("Value", bound=_Named)


def _by_id(values: Iterable[Value]) -> list[Value]:
    return sorted(values, key=lambda value: value.id)
