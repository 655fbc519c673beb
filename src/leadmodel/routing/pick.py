"""Whose turn it is: among those who are owed, the one whose turn would be over first.

This is "earliest eligible virtual deadline first" of I. Stoica and H. Abdel-Wahab (1995), which Linux schedules by
since 6.6. With one set of eligible reps no lag ever comes to a lead, at any weights. Where the set changes from lead
to lead no rule can promise as much (the carpool problem: Fagin and Williams 1983, Ajtai and others 1998).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import lcm

from ..records import FrozenMap, LeadId, RepId, utc
from .ledger import Ledger, charge, in_lowest_terms
from .weights import Weight, shares_of, whole

__all__ = ["Pick", "Place", "allot", "pick", "ranked"]

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One eligible rep in the order of turns. `lag` and `finish` are numerators and denominators in lowest terms.

    `owed` is whether the lag is not below zero; `finish` is (cost - lag) / weight, when the turn would be over.
    """

    rep: RepId
    weight: int
    lag: tuple[int, int]
    owed: bool
    finish: tuple[int, int]
    last_turn: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Whose turn it is, with everyone who was eligible in the order of their turns; nobody if nobody was."""

    at: datetime
    cost: int
    shares: FrozenMap[int]
    places: tuple[Place, ...]

    @property
    def rep(self) -> RepId | None:
        return self.places[0].rep if self.places else None


def pick(
    ledger: Ledger,
    eligible: Iterable[str],
    *,
    at: datetime,
    weights: Mapping[str, Weight] | None = None,
    cost: int = 1,
) -> Pick:
    """Whose turn it is among the eligible; the ledger does not change before the lead is charged.

    Those whose lag is zero or above come first, then by the smallest (cost - lag) / weight; ties go to the larger
    weight, then to whom the last turn was longest ago (never is longest), then by id. The order in which they are
    given never matters, nor does the scale of the weights. Somebody who left is not picked.

    >>> monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
    >>> ledger = charge(Ledger(name="inbound"), "L1", "ann", at=monday, shares={"ann": 1, "bob": 1})
    >>> pick(ledger, ("ann", "bob"), at=monday).rep
    'bob'

    Raises what `shares_of` raises.
    """
    at = utc(at, "at")
    whole(cost, "cost")
    able = [rep for rep in eligible if ledger.standing(rep).left_at is None]
    shares = shares_of(able, at=at, weights=weights)
    standings = {rep: ledger.standing(rep) for rep in shares}
    return ranked(
        shares,
        at=at,
        cost=cost,
        unit=ledger.unit,
        lags={rep: standing.lag for rep, standing in standings.items()},
        turns={rep: standing.last_turn for rep, standing in standings.items()},
    )


def ranked(
    shares: FrozenMap[int],
    *,
    at: datetime,
    cost: int,
    unit: int,
    lags: Mapping[str, int],
    turns: Mapping[str, datetime | None],
) -> Pick:
    """All who share a lead, in the order of their turns; lags are in parts of a lead, `unit` to one."""
    multiple = lcm(*shares.values())

    def turn(rep: str) -> tuple[object, ...]:
        finish = (cost * unit - lags[rep]) * (multiple // shares[rep])
        return lags[rep] < 0, finish, -shares[rep], turns[rep] or LONG_AGO, rep

    places = (
        Place(
            rep=RepId(rep),
            weight=shares[rep],
            lag=in_lowest_terms(lags[rep], unit),
            owed=lags[rep] >= 0,
            finish=in_lowest_terms(cost * unit - lags[rep], shares[rep] * unit),
            last_turn=turns[rep],
        )
        for rep in sorted(shares, key=turn)
    )
    return Pick(at=at, cost=cost, shares=shares, places=tuple(places))


def allot(
    ledger: Ledger,
    lead: LeadId,
    eligible: Iterable[str],
    *,
    at: datetime,
    weights: Mapping[str, Weight] | None = None,
    cost: int = 1,
) -> tuple[Ledger, RepId | None]:
    """Pick and charge in one step; a lead that counts already stays with its rep.

    >>> monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
    >>> ledger, rep = allot(Ledger(name="inbound"), "L1", ("bob", "ann"), at=monday)
    >>> rep, ledger.lag("ann")
    ('ann', (-1, 2))
    """
    standing = ledger.charges.get(lead)
    if standing is not None:
        return ledger, standing.rep
    turn = pick(ledger, eligible, at=at, weights=weights, cost=cost)
    if turn.rep is None:
        return ledger, None
    return charge(ledger, lead, turn.rep, at=at, shares=turn.shares, cost=cost), turn.rep
