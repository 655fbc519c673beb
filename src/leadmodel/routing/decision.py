"""The decision as data: who gets the lead, and for every other rep why not."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..records import FrozenMap, LeadId, RepId, iso

__all__ = ["Candidate", "Decision", "WhyNot", "explain_decision"]


class WhyNot(StrEnum):
    """Why a rep did not get a lead; the first that applies, in this order."""

    TRIED = "tried"
    LANGUAGE = "language"
    ON_LEAVE = "on_leave"
    NO_ROOM = "no_room"
    NOT_AT_WORK = "not_at_work"
    OUTRANKED = "outranked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One rep as the router saw them: `why_not` is None for the one who got the lead.

    `ask_again_at` is when a rep whom only time keeps away will be eligible, should nothing else change. `lag` is what
    the rep is owed by the desk's ledger, as numerator and denominator, and None where no ledger counts.
    """

    rep: RepId
    eligible: bool
    why_not: WhyNot | None
    says: str
    can_respond_at: datetime | None
    ask_again_at: datetime | None
    covers_territory: bool
    open_leads: int
    last_turn: datetime | None
    lag: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who gets a lead as of an instant. With nobody, `retry_at` says when to ask again: somebody can take it then.

    `candidates` holds every rep of the desk once: the one who got it, then those who were eligible in the order in
    which they would have, then the rest by id. Where a ledger counts, `shares` are the weights of those among whom the
    lead is divided and `cost` is what it counts, for `Desk.gave` to charge.
    """

    lead: LeadId
    at: datetime
    rep: RepId | None
    language: str
    says: str
    retry_at: datetime | None
    candidates: tuple[Candidate, ...]
    shares: FrozenMap[int] = field(default_factory=FrozenMap)
    cost: int = 1

    def __str__(self) -> str:
        return explain_decision(self)


def explain_decision(decision: Decision) -> str:
    """The decision in full, as text: a headline and a line for each rep."""
    to = f"goes to {decision.rep}" if decision.rep else "is held"
    lines = [f"{decision.lead} {to} at {iso(decision.at)}: {decision.says}"]
    for candidate in decision.candidates:
        mark = "->" if candidate.rep == decision.rep else "  "
        lines.append(f"{mark} {candidate.rep}: {candidate.says}")
    return "\n".join(lines)
