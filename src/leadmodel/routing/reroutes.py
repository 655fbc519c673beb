"""Leads that went to somebody else after they were given out, and leads that were given out by hand, counted.

"Nailing Speed to Lead" asks how often the one who received a lead should not have, such as an SDR whose lead was for an
account executive. A qualified lead that is handed over went the way it should, and is no re-route.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ..records import Case, EventId, LeadId, RepId, Stage, utc
from .entries import Entry, EntryKind
from .fairness_report import Override
from .origins import Assignment, assignments

__all__ = [
    "WRONG_RECIPIENT",
    "HandReport",
    "Reroute",
    "RerouteReport",
    "Rerouted",
    "given_by_hand",
    "reroutes",
]

#: The reason of an assignment that takes a lead from somebody who should not have received it.
WRONG_RECIPIENT = "wrong_recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reroute:
    """A lead that passed from one rep to another before it was qualified.

    `reason` is that of the assignment, None if none was recorded. `returned` is whether the receiver had had the lead
    before in this cycle.
    """

    lead: LeadId
    cycle: int
    at: datetime
    event: EventId
    before: RepId
    after: RepId
    reason: str | None
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerouted:
    """How often leads went from one rep to another, or from one role to another; a role that is not known is None."""

    before: str | None
    after: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RerouteReport:
    """The re-routes of the cycles that were asked about, in the order of time, and how they add up.

    `cycles` is how many there are, `rerouted` how many of them were re-routed at least once, `most` the largest number
    in one. `wrong_recipient` counts those with a reason that says so. `reasons` has None for what has no reason; pairs
    come with the most frequent first, then by name. Each way of counting adds up to all re-routes.
    """

    reroutes: tuple[Reroute, ...]
    cycles: int
    rerouted: int
    most: int
    returned: int
    wrong_recipient: int
    reasons: tuple[tuple[str | None, int], ...]
    reps: tuple[Rerouted, ...]
    roles: tuple[Rerouted, ...]

    @property
    def count(self) -> int:
        return len(self.reroutes)

    def __str__(self) -> str:
        head = f"{_counted(self.count, 're-route')} in {self.rerouted} of {_counted(self.cycles, 'cycle')}"
        return f"{head}, {self.wrong_recipient} from a wrong recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandReport:
    """What was given out by hand among all that was given out, also what was given back since.

    `who` and `why` count by the one who chose and by the reason, None for none; the most frequent first.
    """

    overrides: tuple[Override, ...]
    given: int
    given_back: int
    who: tuple[tuple[str, int], ...]
    why: tuple[tuple[str | None, int], ...]

    def __str__(self) -> str:
        return (
            f"{len(self.overrides)} of {_counted(self.given, 'lead')} by hand, {self.given_back} given back"
        )


def reroutes(
    cases: Iterable[Case],
    *,
    roles: Mapping[RepId, str] | None = None,
    wrong: Collection[str] = (WRONG_RECIPIENT,),
    since: datetime | None = None,
    until: datetime | None = None,
) -> RerouteReport:
    """How often leads were passed on from one rep to another before they were qualified, and why.

    The cycles asked about are those that were opened in `[since, until)`, with all that became of them. `roles` says
    what each rep is, such as `sdr`; `wrong` are the reasons that mean a wrong recipient.

    >>> from datetime import UTC
    >>> from leadmodel.records import Assigned, Event, EventKind, Lead, Visit
    >>> def hour(number): return datetime(2026, 11, 9, number, tzinfo=UTC)
    >>> case = Case(
    ...     lead=Lead(id="L1", captured_at=hour(9), source="form"),
    ...     history=(
    ...         Event(id="e1", lead="L1", kind=EventKind.ASSIGNED, at=hour(9), rep="sam"),
    ...         Event(id="e2", lead="L1", kind=EventKind.ASSIGNED, at=hour(10), rep="eve", reason="wrong_recipient"),
    ...     ),
    ...     state=Assigned(lead="L1", cycle=1, owner="eve", assigned_at=hour(9)),
    ...     visits=(Visit(stage=Stage.ASSIGNED, cycle=1, owner="sam", entered_at=hour(9), entered_by="e1"),),
    ... )
    >>> found = reroutes([case], roles={"sam": "sdr", "eve": "ae"})
    >>> print(found)
    1 re-route in 1 of 1 cycle, 1 from a wrong recipient
    >>> found.roles
    (Rerouted(before='sdr', after='ae', count=1),)

    Raises `TimeError` for a naive `since` or `until`.
    """
    since = None if since is None else utc(since, "since")
    until = None if until is None else utc(until, "until")
    cycles = 0
    found: list[Reroute] = []
    for case in cases:
        told: dict[int, list[Assignment]] = {}
        for each in assignments(case):
            told.setdefault(each.cycle, []).append(each)
        for each_cycle in told.values():
            opened = each_cycle[0].at
            if (since is None or since <= opened) and (until is None or opened < until):
                cycles += 1
                found += _passed_on(each_cycle)
    found.sort(key=lambda each: (each.at, each.lead, each.event))
    by_cycle = Counter((each.lead, each.cycle) for each in found)
    known = roles or {}
    return RerouteReport(
        reroutes=tuple(found),
        cycles=cycles,
        rerouted=len(by_cycle),
        most=max(by_cycle.values(), default=0),
        returned=sum(each.returned for each in found),
        wrong_recipient=sum(each.reason in wrong for each in found),
        reasons=_ranked(Counter(each.reason for each in found)),
        reps=_pairs(Counter((each.before, each.after) for each in found)),
        roles=_pairs(Counter((known.get(each.before), known.get(each.after)) for each in found)),
    )


def given_by_hand(entries: Iterable[Entry]) -> HandReport:
    """Every choice by hand that the entries of ledgers tell of, by whom and why, in the order of time.

    What a ledger forgets once it is given back is counted here too.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> told = {"kind": "charged", "at": nine, "rep": "ann", "lead": "L1", "shares": {"bob": 1}, "by": "mia"}
    >>> print(given_by_hand([Entry(ledger="inbound", number=1, **told)]))
    1 of 1 lead by hand, 0 given back
    """
    given = given_back = 0
    overrides: list[Override] = []
    open_by_hand: set[tuple[str, LeadId]] = set()
    for each in sorted(set(entries), key=lambda each: (each.ledger, each.number)):
        if each.lead is None:
            continue
        mark = each.ledger, each.lead
        if each.kind is EntryKind.GIVEN_BACK:
            given_back += mark in open_by_hand
            open_by_hand.discard(mark)
        elif each.kind is EntryKind.CHARGED:
            given += 1
            if each.by is not None:
                open_by_hand.add(mark)
                overrides.append(Override(lead=each.lead, rep=each.rep, at=each.at, by=each.by, why=each.why))
    overrides.sort(key=lambda each: (each.at, each.lead))
    return HandReport(
        overrides=tuple(overrides),
        given=given,
        given_back=given_back,
        who=_ranked(Counter(each.by for each in overrides)),
        why=_ranked(Counter(each.why for each in overrides)),
    )


def _passed_on(told: list[Assignment]) -> list[Reroute]:
    had: set[RepId] = set()
    found = []
    for each in told:
        if each.before is not None and each.stage in (Stage.ASSIGNED, Stage.WORKING):
            found.append(
                Reroute(
                    lead=each.lead,
                    cycle=each.cycle,
                    at=each.at,
                    event=each.event,
                    before=each.before,
                    after=each.rep,
                    reason=each.reason,
                    returned=each.rep in had,
                )
            )
        had.add(each.rep)
    return found


Key = TypeVar("Key", bound=str | None)


def _ranked(counts: Counter[Key]) -> tuple[tuple[Key, int], ...]:
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], *_name(each[0]))))


def _pairs(counts: Counter[tuple[Key, Key]]) -> tuple[Rerouted, ...]:
    pairs = (Rerouted(before=one, after=other, count=count) for (one, other), count in counts.items())
    return tuple(sorted(pairs, key=lambda each: (-each.count, *_name(each.before), *_name(each.after))))


def _name(key: str | None) -> tuple[bool, str]:
    return key is not None, key or ""


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
