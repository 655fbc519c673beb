"""Several records of one person become one: who keeps it, what is taken along, what contradicts.

>>> from datetime import datetime, UTC
>>> from ..records import Raw
>>> def case(name, hour, **profile):
...     at = datetime(2026, 11, 6, hour, tzinfo=UTC)
...     lead = Lead(id=name, captured_at=at, source="form", email="ada@acme.example", **profile)
...     return Case(lead=lead, history=(), state=Raw(lead=lead.id, since=at))
>>> one = merge([case("L2", 10, title="CFO", phone="+41 44 123 45 67"), case("L1", 9, title="CEO")])
>>> one.lead.id, one.lead.title, one.lead.phone
('L1', 'CEO', '+41 44 123 45 67')
>>> [(each.field, each.value, each.of) for each in one.taken]
[('phone', '+41 44 123 45 67', 'L2')]
>>> [(each.field, each.kept, each.dropped, each.of) for each in one.conflicts]
[('title', 'CEO', 'CFO', 'L2')]
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ..errors import InputError
from ..records import Case, Company, Event, EventId, EventKind, FrozenMap, Lead, LeadId, RepId, in_order
from .duplicates import same_person
from .phones import comparable_phone

__all__ = ["Conflict", "Merged", "Taken", "merge"]

#: These say how a record came to be, not who the person is; those of the first record stand.
_OF_THE_RECORD = frozenset(("id", "captured_at", "source", "kind"))
#: What moves a lead; two records cannot both have been moved.
_MOVES = frozenset(
    (EventKind.ASSIGNED, EventKind.QUALIFIED, EventKind.NURTURED, EventKind.UNQUALIFIED, EventKind.WON)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A value that the standing record did not have; `of` is the record that brought it."""

    field: str
    value: object
    of: LeadId


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two records say different things: `kept` stays, `dropped` is what `of` says."""

    field: str
    kept: object
    dropped: object
    of: LeadId


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One person out of several records.

    `lead` is the profile, under the id of the record that came first, and `merged` are the others. `owner` is who keeps
    the person, and `owner_of` the record where they held them. `events` are told of `lead`, ready to be replayed;
    `left` are the ids of those that stay behind. `conflicts` are for a person to look at.
    """

    lead: Lead
    merged: tuple[LeadId, ...]
    owner: RepId | None
    owner_of: LeadId | None
    events: tuple[Event, ...]
    taken: tuple[Taken, ...]
    conflicts: tuple[Conflict, ...]
    left: tuple[EventId, ...]


def merge(cases: Iterable[Case]) -> Merged:
    """One record out of several of one person, such as `find_duplicates` found; their order never matters.

    The record that was captured first stands, ties by id. What it does not say is taken from the others, the earlier
    first; what it says otherwise stays and is listed in `conflicts`. An address in other letter case, or a number that
    is written otherwise, is no conflict.

    The owner stays: that of the standing record, or else of the first record that has one. Moves are taken from that
    record alone, or the person would pass from one rep to the other by being tidied up; of the others the activities,
    notes and touches come along, and their moves are left. An event that two records have is one event.

    Raises `InputError` when there are no cases, and when two of them are of one lead.
    """
    inorder = sorted(cases, key=lambda each: (each.lead.captured_at, each.lead.id))
    if not inorder:
        raise InputError("cases", inorder, "is empty, there is nobody to merge")
    ids = [each.lead.id for each in inorder]
    for each in ids:
        if ids.count(each) > 1:
            raise InputError("cases", each, "stands there twice, a lead has one case")
    first, *others = inorder
    profile, company, own = _said(first.lead), _said(first.lead.company), dict(first.lead.fields)
    taken: list[Taken] = []
    conflicts: list[Conflict] = []
    for other in others:
        of = other.lead.id
        for stem, mine, theirs in (
            ("", profile, _said(other.lead)),
            ("company.", company, _said(other.lead.company)),
            ("fields.", own, dict(other.lead.fields)),
        ):
            for name, value in theirs.items():
                if name not in mine:
                    mine[name] = value
                    taken.append(Taken(field=stem + name, value=value, of=of))
                elif _compared(stem + name, value) != _compared(stem + name, mine[name]):
                    conflicts.append(Conflict(field=stem + name, kept=mine[name], dropped=value, of=of))
    keeper = next((each for each in inorder if _owner(each) is not None), None)
    owner = None if keeper is None else _owner(keeper)
    conflicts += [
        Conflict(field="owner", kept=owner, dropped=_owner(each), of=each.lead.id)
        for each in inorder
        if _owner(each) not in (None, owner)
    ]
    events, left = _told_together(inorder, keeper or first)
    return Merged(
        lead=replace(first.lead, **profile, company=Company(**company), fields=FrozenMap(own)),
        merged=tuple(each.lead.id for each in others),
        owner=owner,
        owner_of=None if keeper is None else keeper.lead.id,
        events=events,
        taken=tuple(taken),
        conflicts=tuple(conflicts),
        left=left,
    )


def _said(record: Lead | Company) -> dict[str, Any]:
    """What a record says of the person or the company; None, blanks and empty lists say nothing."""
    said = {each.name: getattr(record, each.name) for each in fields(record)}
    return {
        name: value
        for name, value in said.items()
        if name not in _OF_THE_RECORD
        and not isinstance(value, Company | Mapping)
        and value not in (None, ())
        and not (isinstance(value, str) and not value.strip())
    }


def _compared(name: str, value: object) -> object:
    if name == "email":
        return same_person(str(value))
    # True is 1 in Python, and not to people.
    return comparable_phone(str(value)) or value if name == "phone" else (type(value), value)


def _owner(case: Case) -> RepId | None:
    owner: RepId | None = getattr(case.state, "owner", None)
    return owner


def _told_together(cases: list[Case], keeper: Case) -> tuple[tuple[Event, ...], tuple[EventId, ...]]:
    lead = cases[0].lead.id
    kept: dict[EventId, Event] = {event.id: replace(event, lead=lead) for event in keeper.history}
    left: list[EventId] = []
    for case in cases:
        for event in case.history:
            if event.id in kept:
                continue
            if event.kind in _MOVES:
                left.append(event.id)
            else:
                kept[event.id] = replace(event, lead=lead)
    return in_order(kept.values()), tuple(sorted(set(left)))
