"""What is asked of a store and what it answers: a change, a reading, and why a change was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..errors import InputError
from ..records import Event, FrozenMap, LeadId, RepId, utc
from ..routing import Entry, EntryKind

__all__ = ["Change", "Committed", "Load", "Place", "Reading", "Refused", "WhyRefused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lead is: with a rep, among those that wait, or neither (closed).

    `since` is when it began to wait; it keeps its age when it is given back. `version` counts the changes.

    >>> from datetime import UTC
    >>> Place(lead="L1", since=datetime(2026, 11, 9, 9, tzinfo=UTC), waits=True).version
    0

    Raises `TimeError` for a naive `since`, `InputError` for an empty id or a lead that waits while somebody has it.
    """

    lead: LeadId
    since: datetime
    waits: bool
    owner: RepId | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if not self.lead:
            raise InputError("lead", self.lead, "is empty, every lead needs an id of its own")
        if self.waits and self.owner is not None:
            raise InputError("waits", True, f"while {self.owner!r} has the lead, it is one or the other")
        object.__setattr__(self, "since", utc(self.since, "since"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many leads a rep holds, and how many they may hold; None is no limit.

    >>> Load(held=3, capacity=3).full
    True

    More than the capacity is possible where it was lowered afterwards. Raises `InputError` for a number below zero.
    """

    held: int = 0
    capacity: int | None = None

    def __post_init__(self) -> None:
        for name in ("held", "capacity"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise InputError(name, value, "is below zero")

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.held >= self.capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of one lead, which is written as a whole or not at all.

    With an `owner` the lead goes from waiting to that rep. Without one it is with nobody afterwards: it `waits` (again)
    or is closed, and who held it has room again. `version` is that of the place as it was read. The `entry` of the
    ledger, if the step counts there, has the number that follows the last one read; `events` are what is told of the
    lead. `key` names the request: a store answers the same key with the first answer and writes nothing.

    >>> Change(key="r1", lead="L1", version=0, owner="ann").owner
    'ann'

    Raises `InputError` for an empty key, and for a lead, an owner, an entry and events that do not fit each other.
    """

    key: str
    lead: LeadId
    version: int
    owner: RepId | None = None
    waits: bool = False
    entry: Entry | None = None
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(self.events))
        if not self.key:
            raise InputError("key", self.key, "is empty, every request needs a key of its own")
        if not self.lead:
            raise InputError("lead", self.lead, "is empty, a change is one of a lead")
        if self.version < 0:
            raise InputError("version", self.version, "is below zero")
        if self.owner is not None and (self.waits or not self.owner):
            raise InputError(
                "owner", self.owner, "is empty, or has a lead that waits: name a rep or let it wait"
            )
        for event in self.events:
            if event.lead != self.lead:
                raise InputError("events", event.lead, f"is another lead than {self.lead!r}")
        if self.entry is not None:
            self._check(self.entry)

    def _check(self, entry: Entry) -> None:
        kind = EntryKind.GIVEN_BACK if self.owner is None else EntryKind.CHARGED
        if entry.kind is not kind:
            raise InputError(
                "entry", entry.kind.value, f"does not fit, this change is one that is {kind.value!r}"
            )
        if entry.lead != self.lead:
            raise InputError("entry", entry.lead, f"is another lead than {self.lead!r}")
        if self.owner is not None and entry.rep != self.owner:
            raise InputError("entry", entry.rep, f"is another rep than {self.owner!r}")


class WhyRefused(StrEnum):
    """Why nothing was written. A store answers with the first four; the others are found before it is asked."""

    TAKEN = "taken"
    """Somebody has the lead already."""
    STALE_LEAD = "stale_lead"
    """The lead has changed since it was read."""
    STALE_LEDGER = "stale_ledger"
    """The ledger has grown since the decision was made, which might be another one now."""
    FULL = "full"
    """The rep has no room."""
    CLOSED = "closed"
    """The lead does not wait."""
    NOT_HELD = "not_held"
    """There is nothing to take back: nobody has the lead, or another rep than the one who was named."""
    NOBODY = "nobody"
    """The decision names nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was written, and nobody has lost a turn. `place` is the lead as it was found, `load` that of the rep.

    `decision` is what was decided last, where somebody decided.
    """

    why: WhyRefused
    place: Place
    load: Load | None = None
    decision: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What is written down under a key. `replayed` is whether it was before this call, and the call wrote nothing."""

    change: Change
    replayed: bool = False

    @property
    def rep(self) -> RepId | None:
        """Who got the lead; None where it was given back or closed."""
        return self.change.owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is needed to decide about one lead: where it is, the entries that are new, and what every rep holds.

    `answer` is the change that was written under the key that was asked for, if there is one.
    """

    place: Place
    entries: tuple[Entry, ...] = ()
    load: Mapping[str, Load] = field(default_factory=FrozenMap)
    answer: Change | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(self.entries))
