"""Fairness within a decision: whose turn it is, among whom a lead is divided, and what is charged for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ..errors import InputError
from ..records import FrozenMap, RepId, iso
from .decision import Decision
from .ledger import Ledger, Standing, charge
from .pick import pick
from .pools import PoolPolicy
from .weights import Weight

__all__ = ["Turns", "charged", "decimal", "ledger_of", "shares_charged", "told"]


class _Desk(Protocol):
    def ledger_named(self, name: str | None, /) -> Ledger | None: ...
    @property
    def last_turn(self) -> Mapping[str, datetime]: ...


def ledger_of(desk: _Desk, pool: PoolPolicy) -> Ledger:
    """The ledger of a pool; without one everybody is at zero, and the last turns are those of the desk."""
    ledger = desk.ledger_named(pool.ledger)
    if ledger is not None:
        return ledger
    turns = {rep: Standing(last_turn=at, settled_turn=at) for rep, at in desk.last_turn.items()}
    return Ledger(name="desk", reps=turns)


class Turns:
    """The order of the eligible by fairness, worked out once for a decision."""

    def __init__(
        self, ledger: Ledger, reps: Sequence[RepId], *, at: datetime, weights: Mapping[str, Weight], cost: int
    ) -> None:
        for rep in reps:
            gone = ledger.standing(rep).left_at
            if gone is not None:
                raise InputError(
                    "desk", rep, f"left the ledger at {iso(gone)}, let them join again or take them off"
                )
        places = pick(ledger, reps, at=at, weights=weights, cost=cost).places
        self._ledger = ledger
        self._rank = {place.rep: rank for rank, place in enumerate(places)}

    def rank(self, rep: RepId) -> int:
        """Zero for whose turn it is; nobody shares a rank."""
        return self._rank[rep]

    def because(self, rep: RepId, others: Sequence[RepId]) -> str:
        """Why it is this rep's turn rather than that of the others among whom the lead is divided."""
        lag = self._ledger.standing(rep).lag
        most = lag > 0 and all(lag > self._ledger.standing(other).lag for other in others)
        return f"{'is owed most' if most else 'is next in turn'}: {told(self._ledger, rep)}"


def shares_charged(shares: FrozenMap[int], rep: RepId, rule: str | None) -> tuple[FrozenMap[int], str | None]:
    """Among whom a lead is divided that a rep gets, and by whom it was chosen if it was not the rep's turn.

    A lead that goes to its owner is divided among nobody else, or among the pool in which it counts.
    """
    if not shares:
        return FrozenMap({rep: 1}), None
    return shares, None if rep in shares else f"rule {rule}"


def told(ledger: Ledger, rep: RepId) -> str:
    """Such as `entitled to 3.5, received 3`."""
    return f"entitled to {decimal(*ledger.entitled(rep))}, received {ledger.standing(rep).received}"


def decimal(numerator: int, denominator: int) -> str:
    """A ratio for people, to two places: exact when that is enough, else the nearest, half away from zero.

    >>> decimal(7, 2), decimal(10, 3), decimal(-2, 3), decimal(4, 1)
    ('3.5', '3.33', '-0.67', '4')
    """
    hundredths = (200 * abs(numerator) + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and hundredths else ""
    whole, rest = divmod(hundredths, 100)
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def charged(
    ledger: Ledger, rep: RepId, decision: Decision | None, *, at: datetime, by: str | None, why: str | None
) -> Ledger:
    """The ledger after a rep got the lead of a decision."""
    if decision is None:
        raise InputError(
            "decision", None, "is missing, the ledger has to know among whom the lead is divided"
        )
    if rep != decision.rep and not by:
        raise InputError(
            "rep", rep, f"is not {decision.rep!r}, whom the decision names, say who chose (`by`)"
        )
    shares, rule = shares_charged(decision.shares, rep, decision.rule)
    by = by or rule
    return charge(ledger, decision.lead, rep, at=at, shares=shares, cost=decision.cost, by=by, why=why)
