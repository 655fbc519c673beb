"""Fairness by its definition, lead after lead, in fractions: slow, obvious, and none of the package's code."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction


@dataclass
class Given:
    rep: str
    at: datetime
    cost: int
    weights: dict[str, int]


@dataclass
class Book:
    """The leads that count; everything else is worked out from them anew, each time."""

    given: dict[str, Given] = field(default_factory=dict)

    def lag(self, rep: str) -> Fraction:
        lag = Fraction(0)
        for each in self.given.values():
            if rep in each.weights:
                lag += Fraction(each.cost * each.weights[rep], sum(each.weights.values()))
            if rep == each.rep:
                lag -= each.cost
        return lag

    def last_turn(self, rep: str) -> datetime | None:
        return max((each.at for each in self.given.values() if each.rep == rep), default=None)

    def whose_turn(self, weights: dict[str, int], cost: int) -> str:
        owed = [rep for rep in weights if self.lag(rep) >= 0] or list(weights)
        best = owed[0]
        for rep in owed[1:]:
            if self._before(rep, best, weights, cost):
                best = rep
        return best

    def _before(self, rep: str, other: str, weights: dict[str, int], cost: int) -> bool:
        mine = (cost - self.lag(rep)) / weights[rep]
        theirs = (cost - self.lag(other)) / weights[other]
        if mine != theirs:
            return mine < theirs
        if weights[rep] != weights[other]:
            return weights[rep] > weights[other]
        turn, others_turn = self.last_turn(rep), self.last_turn(other)
        if turn != others_turn:
            return turn is None or (others_turn is not None and turn < others_turn)
        return rep < other

    def give(self, lead: str, weights: dict[str, int], at: datetime, cost: int = 1) -> str:
        rep = self.whose_turn(weights, cost)
        self.given[lead] = Given(rep, at, cost, dict(weights))
        return rep
