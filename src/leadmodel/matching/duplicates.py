"""Is this someone we know already: one person who came in twice should be called once.

>>> same_person("Ada.Lovelace@Example.com ") == same_person("ada.lovelace@example.com")
True
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ..errors import InputError
from ..records import Lead, LeadId, duration
from .account_index import why_no_company_domain
from .accounts import AccountMatching
from .company_names import comparable_person
from .domains import mail_domain
from .phones import PhoneReader, comparable_phone

__all__ = ["Duplicate", "HasMatching", "Matching", "SameBy", "find_duplicates", "same_person"]

SameBy = Literal["email", "phone", "name_and_company"]

WAYS = ("email", "phone", "name_and_company")
_IN_WORDS = {
    "email": "same e-mail address {}",
    "phone": "same telephone number {}",
    "name_and_company": "same name and company domain {}",
}
#: What makes two leads one person: the way, and the text that both have.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """By what two leads are taken for one person, when one form came twice, and by what a lead belongs to an account.

    `same_person` is one way or a list of them: the same `email`, the same `phone`, or `name_and_company`, which is a
    name of two words or more together with the domain of a company; `none` takes every lead for a person of its own.
    `same_form_within` is how soon one form with one content is the same form sent again, None for never (`receive`).

    >>> Matching(same_person=["phone", "email"]).ways
    ('email', 'phone')

    Raises `InputError` for another word, an empty list, and for what is no length of time.
    """

    same_person: SameBy | Literal["none"] | tuple[SameBy, ...] = "email"
    same_form_within: str | None = None
    accounts: AccountMatching = field(default_factory=AccountMatching)

    def __post_init__(self) -> None:
        said = self.same_person
        if isinstance(said, list | tuple):
            object.__setattr__(self, "same_person", tuple(said))
            if not said:
                raise InputError(
                    "same_person", said, "is empty, say none, or by what two leads are one person"
                )
            for each in said:
                if each not in WAYS:
                    raise InputError("same_person", each, f"is not one of {', '.join(WAYS)}")
        elif said not in (*WAYS, "none"):
            raise InputError("same_person", said, f"is not one of {', '.join((*WAYS, 'none'))}")
        if self.same_form_within is not None:
            duration(self.same_form_within, "same_form_within")

    @property
    def ways(self) -> tuple[str, ...]:
        """By what two leads are one person, the surest first."""
        said = (self.same_person,) if isinstance(self.same_person, str) else self.same_person
        return tuple(each for each in WAYS if each in said)


class HasMatching(Protocol):
    """Anything that carries a matching policy."""

    @property
    def matching(self) -> Matching: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A lead that is somebody we have: `of` is the one that came first and stands for all.

    Where the two have nothing in common themselves, `why` names the lead that is between them.
    """

    lead: LeadId
    of: LeadId
    why: str


def find_duplicates(
    leads: Iterable[Lead], model: HasMatching, *, phones: PhoneReader = comparable_phone
) -> tuple[Duplicate, ...]:
    """The leads that are the same person as an earlier one, by id; the first captured stands, ties by id.

    Who is the same as the same is the same: three leads are one person when the first two share an address and the last
    two a number. What is missing matches nothing. `phones` reads telephone numbers, see `index_accounts`.
    """
    inorder = sorted(leads, key=lambda each: (each.captured_at, each.id))
    keys = [tuple(_keys(lead, model.matching, phones)) for lead in inorder]
    holders: dict[Key, list[int]] = {}
    for place, mine in enumerate(keys):
        for key in mine:
            holders.setdefault(key, []).append(place)
    found: list[Duplicate] = []
    seen: set[int] = set()
    for first, standing in enumerate(inorder):
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        # The list grows while it is read: the nearest relatives first, so that a reason takes the shortest way.
        for place in group:
            for key in keys[place]:
                for other in holders.pop(key, ()):
                    if other not in seen:
                        seen.add(other)
                        group.append(other)
                        via = "" if place == first else f" as {inorder[place].id}"
                        why = _IN_WORDS[key[0]].format(key[1]) + via
                        found.append(Duplicate(lead=inorder[other].id, of=standing.id, why=why))
    return tuple(sorted(found, key=lambda each: each.lead))


def same_person(email: str | None) -> str | None:
    """An address as it is compared: without outer blanks and letter case; None when there is none.

    Dots and `+tags` stay: only the owner of a domain knows whether they mean anything.
    """
    text = (email or "").strip().casefold()
    return text or None


def _keys(lead: Lead, matching: Matching, phones: PhoneReader) -> Iterator[Key]:
    for way in matching.ways:
        match way:
            case "email":
                key = same_person(lead.email)
            case "phone":
                key = phones(lead.phone, lead.country) if lead.phone else None
            case _:
                key = _name_and_company(lead, matching)
        if key is not None:
            yield way, key


def _name_and_company(lead: Lead, matching: Matching) -> str | None:
    name, domain = comparable_person(lead.name), mail_domain(lead.email)
    # A first name alone is shared by too many, even in one company.
    if name is None or " " not in name or why_no_company_domain(domain, matching.accounts, None, None):
        return None
    return f"{name} at {domain}"
