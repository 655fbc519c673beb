"""The fairness ledger: what each rep was entitled to, what they received, and the lag between the two, exactly.

Each lead is divided, by weight, among the reps who were eligible for it; a rep's lag is what they were entitled to
minus what they received. Who is not eligible (night, leave, a full plate, another language) earns nothing and owes
nothing, and keeps the lag. Whoever joins starts at zero.

A ledger is the fold of its entries. Entitlements are added up by division and worked out at the end, in whole numbers
over one denominator, so nothing is ever rounded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import gcd, lcm

from ..errors import InputError
from ..records import FrozenMap, LeadId, RepId, iso, utc
from .entries import Entry, EntryKind
from .weights import check_weights, lowest

__all__ = [
    "Charge",
    "Ledger",
    "Standing",
    "charge",
    "give_back",
    "join",
    "leave",
    "ledger_from",
    "ledgers_from",
    "settle",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One rep in a ledger: the cost of the leads received, and the lag in parts of the ledger's `unit`.

    `last_turn` is the latest lead that counts, `settled_turn` the latest of those that `settle` let go.
    """

    received: int = 0
    lag: int = 0
    last_turn: datetime | None = None
    settled_turn: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A lead that counts: who received it, what it cost, and the weights of all who were eligible for it."""

    rep: RepId
    at: datetime
    cost: int
    shares: FrozenMap[int]
    by: str | None = None
    why: str | None = None


NOBODY = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Who is owed how much. `unit` is the smallest number of parts of a lead in which every lag is a whole number.

    >>> from datetime import UTC
    >>> monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
    >>> ledger = charge(Ledger(name="inbound"), "L1", "ann", at=monday, shares={"ann": 1, "bob": 2})
    >>> ledger.unit, ledger.lag("ann"), ledger.lag("bob"), ledger.entitled("bob")
    (3, (-2, 3), (2, 3), (2, 3))

    `charges` are the leads that count, by id. `version` grows by one with each entry, so a store can compare it before
    it writes; `entry` is the one that made this version, which is what a store keeps. Two ledgers with the same
    entries are equal.
    """

    name: str
    unit: int = 1
    reps: Mapping[str, Standing] = field(default_factory=FrozenMap)
    charges: Mapping[str, Charge] = field(default_factory=FrozenMap)
    version: int = 0
    entry: Entry | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise InputError("name", self.name, "is empty, a ledger is named")
        for name in ("reps", "charges"):
            if not isinstance(getattr(self, name), FrozenMap):
                object.__setattr__(self, name, FrozenMap(getattr(self, name)))

    def standing(self, rep: str) -> Standing:
        """Where a rep stands; at zero for one of whom the ledger has never heard."""
        return self.reps.get(rep, NOBODY)

    def lag(self, rep: str) -> tuple[int, int]:
        """Entitled minus received, as numerator and denominator in lowest terms; above zero the rep is owed."""
        return in_lowest_terms(self.standing(rep).lag, self.unit)

    def entitled(self, rep: str) -> tuple[int, int]:
        """What a rep was entitled to, as numerator and denominator in lowest terms."""
        standing = self.standing(rep)
        return in_lowest_terms(standing.lag + standing.received * self.unit, self.unit)


def charge(
    ledger: Ledger,
    lead: LeadId,
    rep: RepId,
    *,
    at: datetime,
    shares: Mapping[str, int],
    cost: int = 1,
    by: str | None = None,
    why: str | None = None,
) -> Ledger:
    """The ledger after a rep received a lead; `shares` are the weights of those who were eligible (see `shares_of`).

    Charging a lead again to the rep who has it changes nothing. `by` and `why` mark a choice by hand. Raises
    `InputError` for a lead that counts for somebody else (give it back first), for somebody who has left, and for a
    pick of the router that was not eligible.
    """
    standing = ledger.charges.get(lead)
    if standing is not None and standing.rep == rep:
        return ledger
    told = Entry(
        ledger=ledger.name,
        number=ledger.version + 1,
        kind=EntryKind.CHARGED,
        at=at,
        rep=rep,
        lead=lead,
        cost=cost,
        shares=lowest(shares),
        by=by,
        why=why,
    )
    return ledger_from((told,), start=ledger)


def give_back(
    ledger: Ledger, lead: LeadId, *, at: datetime, rep: RepId | None = None, why: str | None = None
) -> Ledger:
    """The ledger without a lead: its rep is as far as before it, and nobody was entitled to a share of it.

    A lead counts once, so it is given back once: where it does not count (any more), nothing changes. With `rep` it is
    given back only if it is that rep's, for news that may come after the lead went on to somebody else.
    """
    standing = ledger.charges.get(lead)
    if standing is None or (rep is not None and standing.rep != rep):
        return ledger
    return _noted(ledger, EntryKind.GIVEN_BACK, standing.rep, at, lead, why)


def join(ledger: Ledger, rep: RepId, *, at: datetime) -> Ledger:
    """The ledger with one more rep, who starts at zero; who comes back starts where they left."""
    known = ledger.reps.get(rep)
    if known is not None and known.left_at is None:
        return ledger
    return _noted(ledger, EntryKind.JOINED, rep, at)


def leave(ledger: Ledger, rep: RepId, *, at: datetime) -> Ledger:
    """The ledger after a rep left for good: never picked again, while what they were owed stays written down."""
    if ledger.standing(rep).left_at is not None:
        return ledger
    return _noted(ledger, EntryKind.LEFT, rep, at)


def settle(ledger: Ledger, *, before: datetime) -> Ledger:
    """The ledger without the details of leads older than `before`: lags stay, but those can no longer be given back.

    It keeps a ledger small that is written with every lead. It is no entry: the version stays, and a later fold may
    start from here.
    """
    before = utc(before, "before")
    kept = {lead: each for lead, each in ledger.charges.items() if each.at >= before}
    reps = dict(ledger.reps)
    for lead, each in ledger.charges.items():
        if lead not in kept:
            was = reps[each.rep]
            if was.settled_turn is None or was.settled_turn < each.at:
                reps[each.rep] = replace(was, settled_turn=each.at)
    return Ledger(
        name=ledger.name,
        unit=ledger.unit,
        reps=reps,
        charges=kept,
        version=ledger.version,
        entry=ledger.entry,
    )


def ledgers_from(entries: Iterable[Entry]) -> FrozenMap[Ledger]:
    """The ledgers by name, from entries of several in any order. Queues that name one ledger share it."""
    by_name: dict[str, list[Entry]] = {}
    for each in entries:
        by_name.setdefault(each.ledger, []).append(each)
    return FrozenMap({name: ledger_from(told) for name, told in sorted(by_name.items())})


def ledger_from(entries: Iterable[Entry], *, start: Ledger | None = None) -> Ledger:
    """The ledger that entries make, in any order; with `start` those that it has already are passed over.

    The cost grows with the entries plus the distinct divisions, not with their product. Raises `InputError` for
    entries of more than one ledger or none at all, for a number that is missing or told in two ways, and for what
    cannot have happened: a lead that counts twice, one that is given back and was never charged, a rep who had left.
    """
    told = sorted(entries, key=lambda each: each.number)
    if start is None:
        if not told:
            raise InputError("entries", (), "is empty, and nothing names the ledger")
        start = Ledger(name=told[0].ledger)
    fold = _Fold(start)
    for each in told:
        fold.take(each)
    return fold.ledger() if fold.last is not start.entry else start


class _Fold:
    """The open state of one fold; nobody sees it before it is a ledger."""

    def __init__(self, start: Ledger) -> None:
        self.start = start
        self.last = start.entry
        self.version = start.version
        self.charges = dict(start.charges)
        self.received: dict[str, int] = {}
        self.left: dict[str, datetime | None] = {}
        self.turned: set[str] = set()
        #: By identity, because a stream has few divisions that are shared by many leads.
        self.divided: dict[int, tuple[FrozenMap[int], int]] = {}

    def take(self, entry: Entry) -> None:
        if entry.ledger != self.start.name:
            raise InputError("ledger", entry.ledger, f"is not {self.start.name!r}, fold each ledger alone")
        if self.last is not None and entry.number == self.last.number and entry != self.last:
            raise InputError("number", entry.number, "is told in two ways")
        if entry.number <= self.version:
            return
        if entry.number > self.version + 1:
            raise InputError(
                "number", entry.number, f"follows {self.version}, what is between them is missing"
            )
        if entry.kind is EntryKind.CHARGED:
            self._charge(entry)
        elif entry.kind is EntryKind.GIVEN_BACK:
            self._give_back(entry)
        else:
            self.left[entry.rep] = entry.at if entry.kind is EntryKind.LEFT else None
        self.version, self.last = entry.number, entry

    def _charge(self, entry: Entry) -> None:
        lead = entry.lead
        assert lead is not None
        if lead in self.charges:
            holder = self.charges[lead].rep
            raise InputError("lead", lead, f"counts for {holder!r} already, give it back first")
        for name in (entry.rep, *entry.shares):
            gone = self.left.get(name, self.start.standing(name).left_at)
            if gone is not None:
                raise InputError("rep", name, f"left at {iso(gone)}, let them join again first")
        if entry.by is None and entry.rep not in entry.shares:
            raise InputError("rep", entry.rep, "was not eligible, name who chose them (`by`)")
        self.charges[lead] = Charge(
            rep=entry.rep, at=entry.at, cost=entry.cost, shares=entry.shares, by=entry.by, why=entry.why
        )
        self._add(self.charges[lead], entry.cost)

    def _give_back(self, entry: Entry) -> None:
        standing = self.charges.pop(str(entry.lead), None)
        if standing is None or standing.rep != entry.rep:
            raise InputError("lead", entry.lead, f"does not count for {entry.rep!r}, it cannot be given back")
        self._add(standing, -standing.cost)

    def _add(self, standing: Charge, cost: int) -> None:
        self.received[standing.rep] = self.received.get(standing.rep, 0) + cost
        self.turned.add(standing.rep)
        shares = standing.shares
        if id(shares) not in self.divided:
            check_weights(shares)
        _, total = self.divided.get(id(shares), (shares, 0))
        self.divided[id(shares)] = shares, total + cost

    def ledger(self) -> Ledger:
        start = self.start
        totals = [(shares, cost, sum(shares.values())) for shares, cost in self.divided.values()]
        unit = lcm(start.unit, *(weight for _, _, weight in totals))
        names = {*start.reps, *self.received, *self.left, *(name for each in totals for name in each[0])}
        lags = {name: start.standing(name).lag * (unit // start.unit) for name in names}
        for shares, cost, weight in totals:
            part = cost * (unit // weight)
            for name, share in shares.items():
                lags[name] += part * share
        for name, received in self.received.items():
            lags[name] -= received * unit
        turns = self._turns()
        spare = gcd(unit, *lags.values())
        reps: dict[str, Standing] = {}
        for name in sorted(names):
            was = start.standing(name)
            now = Standing(
                received=was.received + self.received.get(name, 0),
                lag=lags[name] // spare,
                last_turn=turns.get(name, was.last_turn),
                settled_turn=was.settled_turn,
                left_at=self.left.get(name, was.left_at),
            )
            reps[name] = now
        return Ledger(
            name=start.name,
            unit=unit // spare,
            reps=reps,
            charges=self.charges,
            version=self.version,
            entry=self.last,
        )

    def _turns(self) -> dict[str, datetime | None]:
        turns: dict[str, datetime | None] = {
            name: self.start.standing(name).settled_turn for name in self.turned
        }
        for each in self.charges.values():
            if each.rep in turns:
                latest = turns[each.rep]
                turns[each.rep] = each.at if latest is None else max(latest, each.at)
        return turns


def in_lowest_terms(numerator: int, denominator: int) -> tuple[int, int]:
    """Both divided by what they share."""
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common


def _noted(
    ledger: Ledger,
    kind: EntryKind,
    rep: RepId,
    at: datetime,
    lead: LeadId | None = None,
    why: str | None = None,
) -> Ledger:
    number = ledger.version + 1
    entry = Entry(ledger=ledger.name, number=number, kind=kind, at=at, rep=rep, lead=lead, why=why)
    return ledger_from((entry,), start=ledger)
