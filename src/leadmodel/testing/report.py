"""What a race has found: faults as data with their evidence, and the figures of the run."""

from dataclasses import dataclass
from enum import StrEnum

from ..records import FrozenMap

__all__ = ["Fault", "FaultCode", "RaceReport"]


class FaultCode(StrEnum):
    """What a store may not do."""

    ASSIGNED_TWICE = "assigned_twice"
    """A lead was given to a rep while another had it, or after it was closed."""
    LOST = "lost"
    """A lead that is nowhere, or a change that was answered and is not there."""
    OVER_CAPACITY = "over_capacity"
    """A rep held more leads than they may."""
    GAP = "gap"
    """The entries of the ledger are not numbered from one without gaps."""
    MISCOUNTED = "miscounted"
    """The ledger counts a lead for somebody who does not have it: a turn was used by nothing."""
    WRONG_LOAD = "wrong_load"
    """What a rep is said to hold is not what they hold."""
    ANSWERED_TWICE = "answered_twice"
    """One key was given two answers, or was written twice."""
    OUT_OF_TURN = "out_of_turn"
    """A decision was written that had become stale: by the ledger before it, it was somebody else's turn."""
    UNFAIR = "unfair"
    """A lag came to a lead, although the same reps were eligible all the time."""
    UNTOLD = "untold"
    """The events do not tell what the ledger does."""
    NOT_DRAINED = "not_drained"
    """A lead waits at the end, although somebody has room."""
    CRASHED = "crashed"
    """A worker met an error that a store may not raise, or did not come to an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: what is wrong, and the lead, the rep, the numbers and keys that show it.

    >>> str(Fault(code=FaultCode.GAP, says="2 follows 0", evidence=FrozenMap({"number": 2})))
    'gap: 2 follows 0'
    """

    code: FaultCode
    says: str
    evidence: FrozenMap[object]

    def __str__(self) -> str:
        return f"{self.code.value}: {self.says}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceReport:
    """What came of a race. `counts` says how often each answer was given, by its name; `seconds` is the racing alone.

    `largest_lag` is the largest on the way, as numerator and denominator; `promised` is for how many entries from the
    first on it had to stay below a lead, because the same reps were eligible and nothing was given back.
    """

    leads: int
    workers: int
    kills: int
    entries: int
    seconds: float
    largest_lag: tuple[int, int]
    promised: int
    counts: FrozenMap[int]
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        counts = ", ".join(f"{name} {count:,}" for name, count in sorted(self.counts.items()))
        lag = self.largest_lag[0] / self.largest_lag[1]
        lines = [
            (
                f"{self.leads:,} leads, {self.workers} workers, {self.kills} killed, {self.seconds:.1f} s, "
                f"{self.leads / self.seconds:,.0f} leads/s, {self.entries:,} entries, largest lag {lag:.2f}"
            ),
            f"answers: {counts}",
            *(["no fault found"] if self.ok else [f"{len(self.faults)} faults:"]),
            *(f"  {fault}" for fault in self.faults[:20]),
        ]
        return "\n".join(lines)
