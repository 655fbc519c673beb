"""Why a clock stands as it does: which events moved it, who held the lead, and what used the time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..hours import Calendar
from ..hours import explain as explain_hours
from ..hours.wording import wall_time
from ..records import Case, EventId, Graded, LeadId, RepId
from ..records.instants import from_micros, micros
from .account import Account, account_of
from .clock import Asked, Lap, laps_of, policies_for
from .holders import EarlierHours
from .marks import Action, reachable
from .policy import HasSla
from .signals import story_of

__all__ = ["ClockAccount", "CycleAccount", "Moved", "explain_clocks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What an event did to a clock; `event` is None for the capture of the lead, and where an owner lost it."""

    at: datetime
    action: Action
    event: EventId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleAccount:
    """One cycle: what moved it, who held the lead from when, and the account of its time since the last reset.

    `basis` is the declared one, or `calendar` where nobody knows the working hours.
    """

    account: Account
    basis: Literal["calendar", "business"]
    moved: tuple[Moved, ...]
    holders: tuple[tuple[datetime, RepId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAccount:
    """One clock of a lead, explained; as text it is for people."""

    lead: LeadId
    name: str
    policy: str
    basis: Literal["calendar", "business"]
    cycles: tuple[CycleAccount, ...]

    def __str__(self) -> str:
        lines = [f"{self.lead}: clock {self.name!r}, policy {self.policy!r}, in {self.basis} time"]
        for cycle in self.cycles:
            zone = cycle.account.zone
            lines += str(cycle.account).splitlines()
            for moved in cycle.moved:
                lines.append(f"  {wall_time(moved.at, zone)} {moved.action} by {moved.event or 'no event'}")
            for since, owner in cycle.holders:
                lines.append(f"  {wall_time(since, zone)} held by {owner}")
        return "\n".join(lines)


def explain_clocks(
    case: Case,
    model: HasSla,
    *,
    schedules: Mapping[str, Calendar],
    at: datetime,
    card: Graded | None = None,
    earlier: EarlierHours | None = None,
) -> tuple[ClockAccount, ...]:
    """The account of every clock of a case; the arguments and the errors are those of `clocks`."""
    at = reachable(at, "at")
    policies = policies_for(case, model, card)
    if not policies:
        return ()
    asked = Asked(case, story_of(case), model, schedules, earlier, micros(at))
    return tuple(
        ClockAccount(
            lead=case.lead.id,
            name=policy.clock,
            policy=policy.name,
            basis=policy.basis,
            cycles=tuple(
                _cycle(number, lap, at, business=policy.basis == "business")
                for number, lap in enumerate(laps_of(policy, asked), start=1)
            ),
        )
        for policy, _ in policies
    )


def _cycle(number: int, lap: Lap, at: datetime, *, business: bool) -> CycleAccount:
    working = lap.working
    zone = "UTC" if working is None else explain_hours(working.schedule, at, at).zone
    start, end = lap.runs[0].start, lap.runs[-1].end
    return CycleAccount(
        account=account_of(number, lap.runs[-1], working if business else None, zone),
        basis="calendar" if working is None or not business else "business",
        moved=tuple(
            Moved(at=from_micros(instant), action=action, event=EventId(name) or None)
            for instant, name, action in lap.rows
            if start <= instant <= end
        ),
        holders=tuple((from_micros(stint.since), stint.owner) for stint in lap.holders.stints),
    )
