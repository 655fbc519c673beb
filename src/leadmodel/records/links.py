"""What a lead hangs on: the account, the contact that it becomes, the opportunity, the campaign.

>>> acme = Account(id="A1", name="Acme", domain="Acme.example", owner="ann")
>>> acme.domain
'acme.example'
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from ..errors import InputError, TimeError
from .ids import LeadId, RepId
from .instants import iso, utc
from .names import named
from .states import Stage

__all__ = [
    "Account",
    "AccountId",
    "Campaign",
    "CampaignGoal",
    "CampaignId",
    "Contact",
    "ContactId",
    "ContactRole",
    "Links",
    "Opportunity",
    "OpportunityId",
]

AccountId = NewType("AccountId", str)
ContactId = NewType("ContactId", str)
OpportunityId = NewType("OpportunityId", str)
CampaignId = NewType("CampaignId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An organisation that may buy; `target` says that it is on the list of those that one wants.

    Its owner is not the owner of what hangs on it: a new one moves nothing else (`lifecycle.cascade`). A `customer` has
    bought before, and `success_manager` looks after it. `names` are others that it goes by: the trade name, the one
    before the merger. The domain gets lower case; a phone number stays as it is written.

    Raises `InputError` for an empty id, for a domain that is none, and for a name among `names` that is blank.
    """

    id: AccountId
    name: str | None = None
    domain: str | None = None
    owner: RepId | None = None
    target: bool = False
    customer: bool = False
    success_manager: RepId | None = None
    phone: str | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _identified(self.id, "an account")
        object.__setattr__(self, "names", _several(self.names, "names"))
        for name in self.names:
            if not name.strip():
                raise InputError("names", name, "is no name, leave it out")
        if self.domain is not None:
            object.__setattr__(self, "domain", _domain(self.domain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at an account. `lead` is the lead that went on as this contact.

    `status`, `assigned_at` and `reasons` are what the lead brought along when it was converted, for whoever looks at
    contacts alone; what is true now is the fold of the events (`lifecycle.people`).

    Raises `InputError` for an empty id or source and for an unknown status, `TimeError` for a naive time.
    """

    id: ContactId
    created_at: datetime
    account: AccountId | None = None
    name: str | None = None
    email: str | None = None
    title: str | None = None
    owner: RepId | None = None
    source: str = "contact"
    lead: LeadId | None = None
    status: Stage | None = None
    assigned_at: datetime | None = None
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _identified(self.id, "a contact")
        if not self.source:
            raise InputError("source", self.source, "is empty, say where the contact came from")
        freeze = object.__setattr__
        freeze(self, "created_at", utc(self.created_at, "created_at"))
        freeze(self, "reasons", _several(self.reasons, "reasons"))
        if self.status is not None and type(self.status) is not Stage:
            freeze(self, "status", named(Stage, self.status, "status"))
        if self.assigned_at is not None:
            freeze(self, "assigned_at", utc(self.assigned_at, "assigned_at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRole:
    """The part that a contact has in an opportunity, such as `decision maker`; None is not known yet."""

    contact: ContactId
    role: str | None = None

    def __post_init__(self) -> None:
        _identified(self.contact, "a contact", "contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """A chance to sell, from when it was opened until it is won or lost.

    `stage` is the house's own name for how far it is, `amount` its size in whole units of one currency, `contacts` who
    takes part, `product` what is to be sold. `won` is None while it is open; `reason` says why it was lost.

    >>> from datetime import UTC
    >>> Opportunity(id="O1", account="A1", stage="demo", opened_at=datetime(2026, 11, 6, tzinfo=UTC)).is_open
    True

    Raises `InputError` for an empty id, account or stage, for an amount below zero, for a contact that is named twice,
    and when only one of `closed_at` and `won` is there; `TimeError` when it closes before it opens.
    """

    id: OpportunityId
    account: AccountId
    stage: str
    opened_at: datetime
    owner: RepId | None = None
    contacts: tuple[ContactRole, ...] = ()
    amount: int | None = None
    closed_at: datetime | None = None
    won: bool | None = None
    reason: str | None = None
    product: str | None = None

    def __post_init__(self) -> None:
        _identified(self.id, "an opportunity")
        _identified(self.account, "an account", "account")
        if not self.stage:
            raise InputError("stage", self.stage, "is empty, say how far the opportunity is")
        if self.amount is not None and self.amount < 0:
            raise InputError("amount", self.amount, "is below zero, give a size or leave it out")
        freeze = object.__setattr__
        freeze(self, "opened_at", utc(self.opened_at, "opened_at"))
        contacts = tuple(self.contacts)
        freeze(self, "contacts", contacts)
        names = [each.contact for each in contacts]
        for name in names:
            if names.count(name) > 1:
                raise InputError("contacts", name, "takes part twice, give it one role")
        if (self.closed_at is None) is not (self.won is None):
            raise InputError("won", self.won, "and `closed_at` go together, an open opportunity has neither")
        if self.closed_at is not None:
            freeze(self, "closed_at", utc(self.closed_at, "closed_at"))
            if self.closed_at < self.opened_at:
                why = f"lies before the opportunity was opened at {iso(self.opened_at)}"
                raise TimeError("closed_at", iso(self.closed_at), why)
        if self.reason is not None and self.won is not False:
            raise InputError("reason", self.reason, "is given, and the opportunity is not lost")

    @property
    def is_open(self) -> bool:
        """Whether nothing has come of it yet."""
        return self.won is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What a lead hangs on, as a router sees it: its account, the opportunities there, and who the lead is there.

    `Links()` says that the lead belongs to no account that we know; not to give any says that nobody has looked.

    >>> acme = Account(id="A1", target=True)
    >>> Links(account=acme).open_opportunities
    ()

    Raises `InputError` for opportunities or contacts of another account, or of none.
    """

    account: Account | None = None
    opportunities: tuple[Opportunity, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "opportunities", tuple(self.opportunities))
        object.__setattr__(self, "contacts", tuple(self.contacts))
        mine = None if self.account is None else self.account.id
        for each in self.opportunities:
            if each.account != mine:
                raise InputError(
                    "opportunities", each.id, f"belongs to account {each.account!r}, not {mine!r}"
                )
        for person in self.contacts:
            if person.account is not None and person.account != mine:
                raise InputError(
                    "contacts", person.id, f"belongs to account {person.account!r}, not {mine!r}"
                )

    @property
    def open_opportunities(self) -> tuple[Opportunity, ...]:
        """Those of which nothing has come yet; the one that was opened first stands first, ties by id."""
        waiting = [each for each in self.opportunities if each.is_open]
        return tuple(sorted(waiting, key=lambda each: (each.opened_at, each.id)))


class CampaignGoal(StrEnum):
    """What a campaign is for; it is judged against this and nothing else ("The Measurable Lead Model")."""

    AWARENESS = "awareness"
    """More people who are known."""
    READY_LEADS = "ready_leads"
    """More leads that are ready for sales."""
    ACCELERATION = "acceleration"
    """Opportunities that move faster from stage to stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Something that marketing does; `goal` is declared before it starts.

    Raises `InputError` for an empty id or name, and for an unknown goal.
    """

    id: CampaignId
    name: str
    goal: CampaignGoal

    def __post_init__(self) -> None:
        _identified(self.id, "a campaign")
        if not self.name:
            raise InputError("name", self.name, "is empty, a campaign needs a name that people know")
        if type(self.goal) is not CampaignGoal:
            object.__setattr__(self, "goal", named(CampaignGoal, self.goal, "goal"))


def _identified(value: str, what: str, argument: str = "id") -> None:
    if not value:
        raise InputError(argument, value, f"is empty, {what} needs an id of its own")


def _several(values: object, argument: str) -> tuple[str, ...]:
    # A text is a sequence of letters, and nobody means that.
    if isinstance(values, str) or not isinstance(values, list | tuple):
        raise InputError(argument, values, "is not a list of texts")
    for value in values:
        if not isinstance(value, str):
            raise InputError(argument, value, "is not a text")
    return tuple(values)


def _domain(text: str) -> str:
    name = text.strip().lower().rstrip(".")
    if not name or any(letter in name for letter in "@/: ") or not all(name.split(".")):
        raise InputError(
            "domain", text, "is not a domain such as 'acme.example', leave out what is around it"
        )
    return name
