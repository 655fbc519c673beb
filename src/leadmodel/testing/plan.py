"""What is raced: how many leads, for whom, and how the workers misbehave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from ..records import Event, FrozenMap, LeadId, RepId
from ..routing import Ledger, Pick, pick
from ..stores import Load, Store

__all__ = ["START", "Plan", "RacedStore"]

START = datetime(2026, 11, 9, 9, tzinfo=UTC)


class RacedStore(Store, Protocol):
    """A store, and what the kit needs beside it: to fill it, and to read what was told. It is closed if it can be."""

    def put_leads(self, leads: Mapping[LeadId, datetime]) -> None:
        """Let leads wait, each since an instant."""

    def put_rep(self, rep: RepId, *, capacity: int | None = None) -> None:
        """Let a rep hold so many leads."""

    def events(self, lead: LeadId) -> tuple[Event, ...]:
        """What was told of a lead, in the order of writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One race, as every worker gets it; percentages are of requests."""

    leads: int
    workers: int
    reps: FrozenMap[int]
    capacity: int | None
    seed: int
    kills: int
    repeats: int
    returns: int
    window: int
    ledgers: int

    @property
    def names(self) -> tuple[str, ...]:
        """The ledgers. Several share the reps, so what one guards for itself does not guard a rep's room."""
        return tuple(f"race-{number}" for number in range(self.ledgers))

    def ledger_of(self, lead: str) -> str:
        """The ledger that a lead counts in."""
        return self.names[int(lead[1:]) % self.ledgers]

    def decide(self, ledger: Ledger, load: Mapping[str, Load], lead: LeadId) -> Pick:
        """Whose turn it is among those who have room."""
        able = [rep for rep in self.reps if not load[rep].full]
        return pick(ledger, able, at=START, weights=self.reps)
