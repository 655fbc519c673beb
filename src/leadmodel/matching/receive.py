"""The same form, sent twice: one lead, recognised by a key or by what it says.

>>> from datetime import datetime, timedelta, UTC
>>> from .duplicates import Matching
>>> class House:
...     matching = Matching(same_form_within="10m")
>>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
>>> first = Lead(id="L1", captured_at=nine, source="demo_request", email="ada@acme.example")
>>> again = Lead(id="L2", captured_at=nine + timedelta(seconds=3), source="demo_request", email="ADA@acme.example")
>>> got = receive(again, [first], House())
>>> got.lead.id, got.why.value, got.says
('L1', 'same_content', 'L2 is L1 sent again: the same content within 3 s')
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ..errors import InputError
from ..records import Lead, LeadId, duration, spell
from .duplicates import HasMatching, same_person
from .phones import comparable_phone

__all__ = ["Received", "SentAgain", "receive"]


class SentAgain(StrEnum):
    """By what a form was recognised as one that was sent before."""

    SAME_ID = "same_id"
    """The lead is known under its own id."""
    SAME_KEY = "same_key"
    """Both came with one idempotency key."""
    SAME_CONTENT = "same_content"
    """Both say the same, and lie no further apart than `same_form_within`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a form came to: `lead` is the one to go on with, the earlier one if the form was `sent` before.

    `why` is None for a new lead. `differs` names the fields in which a repeat under one id or key says something else;
    the first stands.
    """

    lead: Lead
    sent: LeadId
    why: SentAgain | None = None
    differs: tuple[str, ...] = ()
    apart: timedelta = timedelta(0)

    @property
    def is_repeat(self) -> bool:
        """Whether the lead is there already: nothing is to be stored, scored or routed again."""
        return self.why is not None

    @property
    def says(self) -> str:
        """The answer in one sentence."""
        if self.why is None:
            return f"{self.sent} is new"
        known = f"{self.sent} is {self.lead.id} sent again"
        if self.why is SentAgain.SAME_CONTENT:
            return f"{known}: the same content within {spell(self.apart)}"
        but = f", but for {', '.join(self.differs)}" if self.differs else ""
        return f"{known}: the same {'id' if self.why is SentAgain.SAME_ID else 'key'}{but}"


def receive(
    lead: Lead,
    known: Iterable[Lead],
    model: HasMatching,
    *,
    key: str | None = None,
    keys: Mapping[str, LeadId] | None = None,
) -> Received:
    """The lead that a form is about: the one that is known, if the form was sent before, else this one.

    Asked first by id, then by `key`: the idempotency key that the form brought, looked for in `keys`, where the caller
    keeps each with the lead that it came with first. Then by content: everything but id and time is the same (letter
    case of the address and the way a number is written are not looked at), within the declared `same_form_within`, to
    whichever side. A form that names neither an address nor a number is recognised by its key alone: what is missing
    matches nothing. Of several, the one captured first stands, ties by id. `known` may come in whatever order.

    What makes a repeat harmless is to go on with the lead that comes back, and with the decision that was stored for
    it. Whoever fills in another form later is a duplicate, not a repeat (`find_duplicates`).

    Raises `InputError` for an empty key, and for one in `keys` whose lead is not known.
    """
    if key is not None and not key.strip():
        raise InputError("key", key, "is empty, leave it out when the form brought none")
    inorder = sorted(known, key=lambda each: (each.captured_at, each.id))
    for each in inorder:
        if each.id == lead.id:
            return _again(lead, each, SentAgain.SAME_ID)
    if key is not None and keys is not None and key in keys:
        for each in inorder:
            if each.id == keys[key]:
                return _again(lead, each, SentAgain.SAME_KEY)
        raise InputError("keys", keys[key], f"came with key {key!r} and is not among the known leads")
    within = model.matching.same_form_within
    if within is not None and (same_person(lead.email) or comparable_phone(lead.phone)):
        window, content = duration(within), _content(lead)
        for each in inorder:
            if abs(each.captured_at - lead.captured_at) <= window and _content(each) == content:
                return _again(lead, each, SentAgain.SAME_CONTENT)
    return Received(lead=lead, sent=lead.id)


def _again(lead: Lead, first: Lead, why: SentAgain) -> Received:
    said, known = _content(lead), _content(first)
    return Received(
        lead=first,
        sent=lead.id,
        why=why,
        differs=tuple(name for name, value in said.items() if value != known[name]),
        apart=abs(first.captured_at - lead.captured_at),
    )


def _content(lead: Lead) -> dict[str, object]:
    return {
        "source": lead.source,
        "kind": lead.kind,
        "name": lead.name,
        "email": same_person(lead.email),
        "phone": comparable_phone(lead.phone) or lead.phone,
        "title": lead.title,
        "country": lead.country,
        "zone": lead.zone,
        "languages": lead.languages,
        "company": lead.company,
        "fields": lead.fields,
    }
