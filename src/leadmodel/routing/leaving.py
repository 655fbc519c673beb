"""The leads of somebody who leaves: given to others at once, by turns, and the leads of one account to one of them.

Nothing is lost: a lead that nobody can take is listed with the reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..errors import InputError
from ..records import AccountId, Assigned, Case, FrozenMap, LeadId, Qualified, RepId, Stage, Working, utc
from .account_limits import AccountOf
from .entries import Entry, EntryKind
from .ledger import Ledger, ledger_from
from .pick import pick
from .weights import Weight, shares_of, whole

__all__ = ["Moved", "NotPlaced", "Sweep", "Unplaced", "sweep"]


class NotPlaced(StrEnum):
    """Why a lead stays without a successor."""

    NOBODY = "nobody"
    """Nobody else is eligible for it."""
    NO_ROOM = "no_room"
    """Those who are eligible are full by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A lead and who has it next. `with_account` is whether others of its account go to the same successor."""

    lead: LeadId
    stage: Stage
    to: RepId
    account: AccountId | None
    with_account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A lead that nobody could be found for."""

    lead: LeadId
    stage: Stage
    account: AccountId | None
    code: NotPlaced
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Where every open lead of a leaver goes, in the order in which they were given out.

    `ledger` is the one after it, and `entries` what was written to it, for a store. Accounts in `split` could not be
    kept together. Nothing is recorded of the leads themselves: the host assigns each to its successor.
    """

    leaver: RepId
    at: datetime
    moved: tuple[Moved, ...]
    unplaced: tuple[Unplaced, ...]
    split: tuple[AccountId, ...]
    ledger: Ledger
    entries: tuple[Entry, ...]

    def to(self, rep: RepId) -> tuple[LeadId, ...]:
        """The leads that go to one rep."""
        return tuple(each.lead for each in self.moved if each.to == rep)

    def __str__(self) -> str:
        lines = [f"{self.leaver} leaves {len(self.moved) + len(self.unplaced)} open leads"]
        lines += [f"{rep} gets {', '.join(self.to(rep))}" for rep in sorted({each.to for each in self.moved})]
        lines += [f"nobody gets {each.lead}: {each.says}" for each in self.unplaced]
        return "\n".join(lines)


def sweep(
    leaver: RepId,
    cases: Iterable[Case],
    *,
    ledger: Ledger,
    eligible: Callable[[Case], Iterable[RepId]],
    at: datetime,
    account_of: AccountOf | None = None,
    weights: Mapping[str, Weight] | None = None,
    cost: Callable[[Case], int] | None = None,
    room: Mapping[str, int] = FrozenMap(),
) -> Sweep:
    """Give every open lead of a leaver to somebody else, spread by the fairness of a ledger.

    Open are the leads that the leaver holds as assigned, working or qualified; they go in that order, the longest held
    first, then by id. `eligible` says who may have a lead, `room` how many more leads a rep can hold, without limit for
    who is not in it. The leads of one account go together to somebody who may have them all, as one turn that costs as
    much as they all do; where there is nobody, they go in parts, each with those before it as long as somebody may have
    them all. The leaver leaves the ledger for good, what the leads counted there is given back, and each counts for its
    successor among those who are eligible for it and have room.

    >>> from datetime import UTC
    >>> from ..records import Lead
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> def held(id):
    ...     state = Assigned(lead=id, cycle=1, owner="ann", assigned_at=nine)
    ...     return Case(lead=Lead(id=id, captured_at=nine, source="form"), history=(), state=state)
    >>> print(sweep(
    ...     "ann", [held("L1"), held("L2"), held("L3")], ledger=Ledger(name="inbound"),
    ...     eligible=lambda case: ("bob", "cid"), account_of=lambda case: {"L1": "A1", "L3": "A1"}.get(case.lead.id),
    ...     at=nine,
    ... ))
    ann leaves 3 open leads
    bob gets L1, L3
    cid gets L2

    Raises `InputError` for a lead that is there twice, a cost below one or room below zero, and what `pick` raises;
    `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    for rep, number in room.items():
        if type(number) is not int or number < 0:
            raise InputError("room", number, f"is no number of leads that {rep!r} can hold, give 0 or more")
    burst = _Burst(ledger, at, weights, dict(room))
    account_of = account_of or _no_account
    groups: dict[object, list[_Open]] = {}
    for case in _open_leads(leaver, cases):
        account = account_of(case)
        one = _Open(
            case, account, frozenset(eligible(case)), 1 if cost is None else whole(cost(case), "cost")
        )
        groups.setdefault(("lead", one.id) if account is None else ("account", account), []).append(one)
    burst.take_from(leaver, (each for group in groups.values() for each in group))
    for group in groups.values():
        burst.place(group)
    successors: dict[AccountId, set[RepId]] = {}
    for each in burst.moved:
        if each.account is not None:
            successors.setdefault(each.account, set()).add(each.to)
    left = {each.account for each in burst.unplaced}
    return Sweep(
        leaver=leaver,
        at=at,
        moved=tuple(burst.moved),
        unplaced=tuple(burst.unplaced),
        split=tuple(sorted(each for each, reps in successors.items() if len(reps) > 1 or each in left)),
        ledger=burst.ledger,
        entries=tuple(burst.entries),
    )


class _Open:
    """One lead to be placed, with what was asked of it once."""

    __slots__ = ("able", "account", "cost", "id", "stage")

    def __init__(self, case: Case, account: AccountId | None, able: frozenset[RepId], cost: int) -> None:
        self.id = case.lead.id
        self.stage = case.state.stage
        self.account = account
        self.able = able
        self.cost = cost


class _Burst:
    """The ledger while the leads of one leaver go out; it lives for one call."""

    def __init__(
        self, ledger: Ledger, at: datetime, weights: Mapping[str, Weight] | None, room: dict[str, int]
    ) -> None:
        self.ledger = ledger
        self.at = at
        self.weights = weights
        self.room = room
        self.moved: list[Moved] = []
        self.unplaced: list[Unplaced] = []
        self.entries: list[Entry] = []

    def take_from(self, leaver: RepId, leads: Iterable[_Open]) -> None:
        """Let the leaver go, and let nothing of what they held count for anybody."""
        entries: list[Entry] = []
        if self.ledger.standing(leaver).left_at is None:
            entries.append(self._entry(EntryKind.LEFT, leaver, 1))
        for each in leads:
            held = self.ledger.charges.get(each.id)
            if held is not None:
                number = len(entries) + 1
                entries.append(self._entry(EntryKind.GIVEN_BACK, held.rep, number, each.id, why="left"))
        self._write(entries)

    def place(self, group: list[_Open]) -> None:
        """Find a successor for the first lead and for all that can go with it, then for the rest."""
        while group:
            first, *others = group
            common = self._free(first, 1)
            if not common:
                self._leave_unplaced(first)
                group = others
                continue
            block, rest = [first], []
            for each in others:
                both = common & self._free(each, len(block) + 1)
                if both:
                    common = both
                    block.append(each)
                else:
                    rest.append(each)
            self._give(block, common)
            group = rest

    def _give(self, block: list[_Open], common: frozenset[RepId]) -> None:
        cost = sum(each.cost for each in block)
        rep = pick(self.ledger, common, at=self.at, weights=self.weights, cost=cost).rep
        assert rep is not None
        entries: list[Entry] = []
        for each in block:
            shares = shares_of(self._free(each, 1), at=self.at, weights=self.weights)
            number = len(entries) + 1
            entries.append(self._entry(EntryKind.CHARGED, rep, number, each.id, shares, each.cost))
            moved = Moved(
                lead=each.id, stage=each.stage, to=rep, account=each.account, with_account=len(block) > 1
            )
            self.moved.append(moved)
        self._write(entries)
        if rep in self.room:
            self.room[rep] -= len(block)

    def _leave_unplaced(self, lead: _Open) -> None:
        full = sorted(self._staying(lead.able))
        code = NotPlaced.NO_ROOM if full else NotPlaced.NOBODY
        says = f"{', '.join(full)} can hold no more" if full else "nobody else is eligible for it"
        told = Unplaced(lead=lead.id, stage=lead.stage, account=lead.account, code=code, says=says)
        self.unplaced.append(told)

    def _free(self, lead: _Open, leads: int) -> frozenset[RepId]:
        """Who may have a lead and has room for so many."""
        return frozenset(rep for rep in self._staying(lead.able) if self.room.get(rep, leads) >= leads)

    def _staying(self, reps: frozenset[RepId]) -> frozenset[RepId]:
        return frozenset(rep for rep in reps if self.ledger.standing(rep).left_at is None)

    def _entry(
        self,
        kind: EntryKind,
        rep: RepId,
        step: int,
        lead: LeadId | None = None,
        shares: FrozenMap[int] | None = None,
        cost: int = 1,
        why: str | None = None,
    ) -> Entry:
        return Entry(
            ledger=self.ledger.name,
            number=self.ledger.version + step,
            kind=kind,
            at=self.at,
            rep=rep,
            lead=lead,
            shares=shares or FrozenMap(),
            cost=cost,
            why=why,
        )

    def _write(self, entries: list[Entry]) -> None:
        self.ledger = ledger_from(entries, start=self.ledger)
        self.entries += entries


def _open_leads(leaver: RepId, cases: Iterable[Case]) -> Iterator[Case]:
    found: dict[LeadId, tuple[tuple[int, datetime, LeadId], Case]] = {}
    for case in cases:
        state = case.state
        if case.lead.id in found:
            raise InputError("cases", case.lead.id, "is there twice")
        if isinstance(state, Assigned | Working | Qualified) and state.owner == leaver:
            place = (Assigned, Working, Qualified).index(type(state))
            found[case.lead.id] = (place, state.assigned_at, case.lead.id), case
    return (case for _, case in sorted(found.values(), key=lambda each: each[0]))


def _no_account(case: Case) -> None:
    return None
