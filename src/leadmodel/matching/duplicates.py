"""Is this someone we know already: one person who came in twice should be called once.

>>> same_person("Ada.Lovelace@Example.com ") == same_person("ada.lovelace@example.com")
True
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from ..errors import InputError
from ..records import Lead, LeadId

__all__ = ["Duplicate", "HasMatching", "Matching", "find_duplicates", "same_person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """By what two leads are taken for one person; `none` takes every lead for a person of its own.

    Raises `InputError` for another word.
    """

    same_person: Literal["email", "none"] = "email"

    def __post_init__(self) -> None:
        if self.same_person not in ("email", "none"):
            raise InputError("same_person", self.same_person, "is not one of email, none")


class HasMatching(Protocol):
    """Anything that carries a matching policy."""

    @property
    def matching(self) -> Matching: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A lead that is somebody we have: `of` is the one that came first and stands for both."""

    lead: LeadId
    of: LeadId
    why: str


def find_duplicates(leads: Iterable[Lead], model: HasMatching) -> tuple[Duplicate, ...]:
    """The leads that are the same person as an earlier one, by id; the first captured stands, ties by id.

    A lead without an address is never a duplicate: what is missing matches nothing.
    """
    if model.matching.same_person == "none":
        return ()
    first: dict[str, Lead] = {}
    found = []
    for lead in sorted(leads, key=lambda each: (each.captured_at, each.id)):
        key = same_person(lead.email)
        if key is None:
            continue
        standing = first.setdefault(key, lead)
        if standing is not lead:
            found.append(Duplicate(lead=lead.id, of=standing.id, why=f"same e-mail address {key}"))
    return tuple(sorted(found, key=lambda each: each.lead))


def same_person(email: str | None) -> str | None:
    """An address as it is compared: without outer blanks and letter case; None when there is none.

    Dots and `+tags` stay: only the owner of a domain knows whether they mean anything.
    """
    text = (email or "").strip().casefold()
    return text or None
