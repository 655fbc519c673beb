"""What a house says about its history: whose words the statuses are, who the owners are, which fields tell it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import InputError
from ..lifecycle.vocabulary import Vocabulary
from ..records import FrozenMap, LeadId, RepId, utc

__all__ = ["HistoryPlan", "Snapshot", "full_id"]

SALESFORCE_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?")
SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPlan:
    """How to read a history: `words` say what a status means, the rest names what differs from house to house.

    `status` and `reason` are names of fields; without `status` it is the program's own, without `reason` no field tells
    why. `labels` gives the present name of a status for each former name or label, `reps` our rep for what the program
    calls an owner (its id or its name), `reasons` our code for each of its texts. An owner whose value is None in
    `reps` is nobody, such as a queue; with `reps` given, one who is not in it is nobody either.

    >>> from ..lifecycle.vocabularies import SALESFORCE
    >>> HistoryPlan(words=SALESFORCE, labels={"Open": "New"}).status_of("Open")
    'New'
    """

    words: Vocabulary
    status: str | None = None
    reason: str | None = None
    labels: Mapping[str, str] = field(default_factory=FrozenMap)
    reps: Mapping[str, str | None] = field(default_factory=FrozenMap)
    reasons: Mapping[str, str] = field(default_factory=FrozenMap)

    def __post_init__(self) -> None:
        for name in ("labels", "reps", "reasons"):
            value = getattr(self, name)
            object.__setattr__(self, name, value if isinstance(value, FrozenMap) else FrozenMap(value))
        # Ids have a short form and a long one, and a table may hold either.
        reps = {full_id(name): rep for name, rep in self.reps.items()}
        object.__setattr__(self, "reps", FrozenMap(reps))

    def status_of(self, value: str | None) -> str | None:
        """The present name of a status."""
        return None if value is None else self.labels.get(value, value)

    def rep_of(self, owner: str | None) -> RepId | None:
        """Our rep for an owner; None for nobody and for a queue."""
        if owner is None:
            return None
        if self.reps:
            rep = self.reps.get(owner)
            return None if rep is None else RepId(rep)
        # The key prefix of a queue; users have 005.
        return None if SALESFORCE_ID.fullmatch(owner) and owner.startswith("00G") else RepId(owner)

    def reason_of(self, text: str | None) -> str | None:
        """Our code for a reason that is told as text."""
        return None if text is None else self.reasons.get(text, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What an older export shows of a record, for the time before its history begins; what it does not show is None.

    Raises `TimeError` for a naive time, `InputError` when it shows nothing.
    """

    lead: LeadId
    at: datetime
    status: str | None = None
    owner: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc(self.at, "at"))
        if self.status is None and self.owner is None:
            raise InputError("status", None, "is missing, and so is the owner, a snapshot shows one of them")


def full_id(text: str) -> str:
    """The long form of a Salesforce id: 15 characters that differ by case, and 3 that say which are capitals.

    Anything else stays as it is.

    >>> full_id("0053x00000AbCdE"), full_id("ann")
    ('0053x00000AbCdEAAV', 'ann')
    """
    if len(text) != 15 or not SALESFORCE_ID.fullmatch(text) or text[0] != "0":
        return text
    parts = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(
        SUFFIX[sum(1 << place for place, letter in enumerate(part) if "A" <= letter <= "Z")] for part in parts
    )
