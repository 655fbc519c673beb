"""How fair a ledger was: each rep's share against the expected one, and why somebody got fewer.

"Nailing Speed to Lead" asks that fairness can be measured, and that nobody overrides by hand without a record.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isqrt, lcm

from ..records import FrozenMap, LeadId, RepId, utc
from .decision import Decision
from .entries import Entry, EntryKind
from .ledger import Charge, Ledger, in_lowest_terms, ledger_from
from .owed import decimal

__all__ = ["Cause", "CauseCode", "FairShare", "FairnessReport", "Override", "Spread", "fairness_report"]


class CauseCode(StrEnum):
    """Why a rep received what they received. The names of `WhyNot` mean the same here."""

    ELIGIBLE = "eligible"
    TRIED = "tried"
    NOT_THE_OWNER = "not_the_owner"
    NOT_IN_POOL = "not_in_pool"
    NOT_ACTIVE = "not_active"
    LANGUAGE = "language"
    TERRITORY = "territory"
    SKILL = "skill"
    ROLE = "role"
    ON_LEAVE = "on_leave"
    ON_LEAVE_SOON = "on_leave_soon"
    NO_ROOM = "no_room"
    QUOTA = "quota"
    NOT_AT_WORK = "not_at_work"
    NOT_TOGETHER = "not_together"
    OUTRANKED_BEFORE = "outranked_before"
    """Could have had the lead, and a criterion before fairness preferred others."""
    WEIGHT = "weight"
    """Shared with others whose weights differ."""
    BY_HAND_TO_OTHERS = "by_hand_to_others"
    BY_HAND = "by_hand"
    GIVEN_BACK = "given_back"


class Spread(StrEnum):
    """How far what was received lies from the entitlement."""

    EVEN = "even"
    """By less than the dearest lead: nobody could be closer, since a lead cannot be cut in two."""
    AS_BY_CHANCE = "as_by_chance"
    """By as much as two standard deviations of a draw by lot at the same weights."""
    BEYOND_CHANCE = "beyond_chance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason with the number of leads that it holds for."""

    code: CauseCode
    leads: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FairShare:
    """One rep. Ratios are numerators and denominators in lowest terms; the shares are of the cost of all leads.

    `by_chance` is two standard deviations of a draw by lot, in thousandths of a unit of cost, rounded down: what a coin
    would make of the same leads. `spread` says in which band the lag lies.
    """

    rep: RepId
    eligible_for: int
    leads: int
    received: int
    entitled: tuple[int, int]
    lag: tuple[int, int]
    expected_share: tuple[int, int]
    observed_share: tuple[int, int]
    by_chance: int
    spread: Spread
    causes: tuple[Cause, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A lead that somebody gave out by hand."""

    lead: LeadId
    rep: RepId
    at: datetime
    by: str
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessReport:
    """A ledger over a span of time: its leads, what they cost, each rep by id, and every choice by hand in order.

    `promised` is whether it is proved that no lag comes to `dearest`, the cost of the dearest lead: the same reps were
    eligible since the first lead, and nothing was chosen by hand or given back. Otherwise the lags are what they are.
    """

    ledger: str
    leads: int
    cost: int
    dearest: int
    promised: bool
    reps: tuple[FairShare, ...]
    overrides: tuple[Override, ...]

    def __str__(self) -> str:
        return "\n".join(
            [
                f"{self.ledger}: {_leads(self.leads)}, {len(self.overrides)} by hand",
                *(each.says for each in self.reps),
            ]
        )


def fairness_report(
    told: Ledger | Iterable[Entry],
    *,
    decisions: Iterable[Decision] = (),
    start: datetime | None = None,
    end: datetime | None = None,
) -> FairnessReport:
    """What each rep was entitled to and received, from the leads that count in `[start, end)`.

    >>> from .ledger import charge
    >>> nine = datetime.fromisoformat("2026-11-09T09:00Z")
    >>> ledger = charge(Ledger(name="inbound"), "L1", "ann", at=nine, shares={"ann": 1, "bob": 1})
    >>> print(fairness_report(ledger))
    inbound: 1 lead, 0 by hand
    ann received 1 of 1, entitled to 0.5, 0.5 ahead: eligible for 1 lead of 1
    bob received 0 of 1, entitled to 0.5, 0.5 owed: eligible for 1 lead of 1

    Entries tell what was given back too, which a ledger forgets, and a settled ledger reports only the leads whose
    details it has kept. With the `decisions` that were made, each rep is told what kept them out of how many leads.
    Raises what `ledger_from` raises for entries, `TimeError` for a naive `start` or `end`.
    """
    entries = () if isinstance(told, Ledger) else tuple(told)
    ledger = told if isinstance(told, Ledger) else ledger_from(entries)
    since = None if start is None else utc(start, "start")
    until = None if end is None else utc(end, "end")

    def counts(at: datetime) -> bool:
        return (since is None or since <= at) and (until is None or at < until)

    charges = sorted(
        ((LeadId(lead), each) for lead, each in ledger.charges.items() if counts(each.at)),
        key=lambda each: (each[1].at, each[0]),
    )
    seen = _Seen(ledger, [each for _, each in charges])
    for decision in decisions:
        if counts(decision.at):
            seen.decide(decision)
    for entry in entries:
        if entry.kind is EntryKind.GIVEN_BACK and counts(entry.at):
            seen.causes[entry.rep][CauseCode.GIVEN_BACK] += 1
    return FairnessReport(
        ledger=ledger.name,
        leads=len(charges),
        cost=seen.cost,
        dearest=seen.dearest,
        promised=seen.one_division and since is None and len(ledger.charges) == ledger.version,
        reps=tuple(seen.share(RepId(rep)) for rep in sorted(seen.causes)),
        overrides=tuple(
            Override(lead=lead, rep=each.rep, at=each.at, by=each.by, why=each.why)
            for lead, each in charges
            if each.by is not None
        ),
    )


class _Division:
    """The leads that were divided in one way."""

    def __init__(self, shares: FrozenMap[int]) -> None:
        self.shares = shares
        self.total = sum(shares.values())
        self.leads = self.cost = self.squares = self.by_hand = 0


class _Seen:
    """The charges, added up by division and by rep in one pass."""

    def __init__(self, ledger: Ledger, charges: list[Charge]) -> None:
        self.leads = len(charges)
        self.cost = sum(each.cost for each in charges)
        self.dearest = max((each.cost for each in charges), default=0)
        self.received: Counter[str] = Counter()
        self.own: Counter[str] = Counter()
        self.causes: defaultdict[str, Counter[CauseCode]] = defaultdict(Counter)
        for rep in ledger.reps:
            self.causes[rep][CauseCode.ELIGIBLE] = 0
        found: dict[int, _Division] = {}
        for each in charges:
            division = found.get(id(each.shares))
            if division is None:
                division = found[id(each.shares)] = _Division(each.shares)
            division.leads += 1
            division.cost += each.cost
            division.squares += each.cost**2
            self.received[each.rep] += each.cost
            self.own[each.rep] += 1
            if each.by is not None:
                division.by_hand += 1
                self.causes[each.rep][CauseCode.BY_HAND] += 1
                if each.rep in each.shares:
                    self.causes[each.rep][CauseCode.BY_HAND_TO_OTHERS] -= 1
        self.one_division = len({each.shares for each in found.values()}) <= 1 and not any(
            each.by_hand for each in found.values()
        )
        #: Of each rep: own weight, weight of all, cost, sum of the squares of the costs.
        self.parts: defaultdict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        for division in found.values():
            for rep, weight in division.shares.items():
                told = self.causes[rep]
                told[CauseCode.ELIGIBLE] += division.leads
                told[CauseCode.BY_HAND_TO_OTHERS] += division.by_hand
                if weight * len(division.shares) != division.total:
                    told[CauseCode.WEIGHT] += division.leads
                self.parts[rep].append((weight, division.total, division.cost, division.squares))

    def decide(self, decision: Decision) -> None:
        """Note what kept each rep out of the division of a lead."""
        for each in decision.candidates:
            if each.eligible:
                if decision.shares and each.rep not in decision.shares:
                    self.causes[each.rep][CauseCode.OUTRANKED_BEFORE] += 1
            elif each.why_not is not None:
                self.causes[each.rep][CauseCode(each.why_not.value)] += 1

    def share(self, rep: RepId) -> FairShare:
        parts, received, whole = self.parts[rep], self.received[rep], self.cost or 1
        unit = lcm(*(total for _, total, _, _ in parts))
        entitled = sum(cost * weight * (unit // total) for weight, total, cost, _ in parts)
        lag = in_lowest_terms(entitled - received * unit, unit)
        # The variance of a draw by lot is weight * (total - weight) / total squared, times the square of the cost.
        by_chance = isqrt(
            sum(
                4 * 10**6 * squares * weight * (total - weight) // total**2
                for weight, total, _, squares in parts
            )
        )
        causes = tuple(
            Cause(code=code, leads=count, says=_WORDS[code].format(_leads(count), self.leads))
            for code in CauseCode
            if (count := self.causes[rep][code]) or code is CauseCode.ELIGIBLE
        )
        far = decimal(abs(lag[0]), lag[1])
        where = "even" if lag[0] == 0 else f"{far} {'owed' if lag[0] > 0 else 'ahead'}"
        head = f"{rep} received {received} of {self.cost}, entitled to {decimal(entitled, unit)}, {where}"
        return FairShare(
            rep=rep,
            eligible_for=self.causes[rep][CauseCode.ELIGIBLE],
            leads=self.own[rep],
            received=received,
            entitled=in_lowest_terms(entitled, unit),
            lag=lag,
            expected_share=in_lowest_terms(entitled, unit * whole),
            observed_share=in_lowest_terms(received, whole),
            by_chance=by_chance,
            spread=_spread(lag, self.dearest, by_chance),
            causes=causes,
            says=f"{head}: {', '.join(each.says for each in causes)}",
        )


def _spread(lag: tuple[int, int], dearest: int, by_chance: int) -> Spread:
    distance, unit = abs(lag[0]), lag[1]
    if distance < dearest * unit or distance == 0:
        return Spread.EVEN
    return Spread.AS_BY_CHANCE if 1000 * distance <= by_chance * unit else Spread.BEYOND_CHANCE


def _leads(count: int) -> str:
    return f"{count} lead{'s' * (count != 1)}"


_WORDS = {
    CauseCode.ELIGIBLE: "eligible for {0} of {1}",
    CauseCode.TRIED: "had had {0} before",
    CauseCode.NOT_THE_OWNER: "not the owner of {0}",
    CauseCode.NOT_IN_POOL: "not in the pool of {0}",
    CauseCode.NOT_ACTIVE: "not active for {0}",
    CauseCode.LANGUAGE: "does not speak the language of {0}",
    CauseCode.TERRITORY: "does not cover the country of {0}",
    CauseCode.SKILL: "has not the skill for {0}",
    CauseCode.ROLE: "has not the role for {0}",
    CauseCode.ON_LEAVE: "on leave for {0}",
    CauseCode.ON_LEAVE_SOON: "soon on leave for {0}",
    CauseCode.NO_ROOM: "full for {0}",
    CauseCode.QUOTA: "had the quota before {0}",
    CauseCode.NOT_AT_WORK: "not at work for {0}",
    CauseCode.NOT_TOGETHER: "did not go together with others for {0}",
    CauseCode.OUTRANKED_BEFORE: "behind others by an earlier criterion for {0}",
    CauseCode.WEIGHT: "weighs more or less than the average for {0}",
    CauseCode.BY_HAND_TO_OTHERS: "{0} given to others by hand",
    CauseCode.BY_HAND: "{0} received by hand",
    CauseCode.GIVEN_BACK: "gave back {0}",
}
