"""What happens to a ledger, as events: a lead is charged or given back, a rep joins or leaves.

>>> from datetime import UTC
>>> Entry(ledger="inbound", number=1, kind=EntryKind.JOINED, at=datetime(2026, 11, 9, tzinfo=UTC), rep="ann").number
1
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..errors import InputError
from ..records import FrozenMap, LeadId, RepId, utc
from ..records.names import named
from .weights import whole

__all__ = ["Entry", "EntryKind"]


class EntryKind(StrEnum):
    """What an entry says."""

    CHARGED = "charged"
    """A rep received a lead, and everyone who was eligible for it was entitled to a share."""
    GIVEN_BACK = "given_back"
    """A lead does not count any more: rejected, bounced, not shown up, or merged."""
    JOINED = "joined"
    """A rep takes leads from now on."""
    LEFT = "left"
    """A rep takes no more leads; what they were owed or owe stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a ledger. `number` counts from one without gaps: it is the version that the entry makes.

    `shares` are the weights of all who were eligible for the lead, and `cost` is what it counts: 1, or minutes, or
    value in a unit of the house's own. `by` names who chose the rep by hand, and `why` says for what reason; an entry
    with `by` is an override. Both are None for the router's own pick.

    Raises `TimeError` for a naive `at`, `InputError` for a number or a cost below one, a missing name, or a charge
    that nobody was eligible for.
    """

    ledger: str
    number: int
    kind: EntryKind
    at: datetime
    rep: RepId
    lead: LeadId | None = None
    cost: int = 1
    shares: FrozenMap[int] = field(default_factory=FrozenMap)
    by: str | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        freeze(self, "kind", named(EntryKind, self.kind, "kind"))
        freeze(self, "at", utc(self.at, "at"))
        if not isinstance(self.shares, FrozenMap):
            freeze(self, "shares", FrozenMap(self.shares))
        for argument in ("ledger", "rep"):
            if not getattr(self, argument):
                raise InputError(argument, getattr(self, argument), "is empty, every entry names one")
        whole(self.cost, "cost")
        if self.number < 1:
            raise InputError("number", self.number, "is below 1, entries are counted from one")
        if self.kind in (EntryKind.JOINED, EntryKind.LEFT):
            return
        if not self.lead:
            raise InputError("lead", self.lead, f"is empty, {self.kind.value!r} needs the lead")
        if self.kind is EntryKind.CHARGED and not self.shares:
            raise InputError(
                "shares", dict(self.shares), "is empty, a lead is divided among those who are eligible"
            )
