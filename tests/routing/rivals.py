"""How the field gives out leads, in its simplest form: the methods that the fairness ledger is measured against.

Each has `give(eligible, weights) -> rep`. None of them knows anything of the package.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random


class RoundRobin:
    """A position in the list of who is there: the next one gets it."""

    def __init__(self) -> None:
        self.position = -1

    def give(self, eligible: Sequence[str], weights: Mapping[str, int]) -> str:
        self.position = (self.position + 1) % len(eligible)
        return eligible[self.position]


class StartsAnew(RoundRobin):
    """Round robin inside a job that runs again and again, each time from the first."""

    def new_run(self) -> None:
        self.position = -1


class LeastLoaded:
    """Whoever has received the least for their weight; the first listed of several."""

    def __init__(self) -> None:
        self.received: dict[str, int] = {}

    def give(self, eligible: Sequence[str], weights: Mapping[str, int]) -> str:
        rep = min(eligible, key=lambda each: Fraction(self.received.get(each, 0), weights[each]))
        self.received[rep] = self.received.get(rep, 0) + 1
        return rep


class SmallestClock:
    """Start-time fair queueing: a clock for each, which runs on by 1 / weight with each lead; the smallest is next.

    Whoever was away is lifted to the smallest clock of those present.
    """

    def __init__(self) -> None:
        self.clocks: dict[str, Fraction] = {}
        self.present: set[str] = set()

    def give(self, eligible: Sequence[str], weights: Mapping[str, int]) -> str:
        staying = [self.clocks[rep] for rep in eligible if rep in self.present]
        level = min(staying, default=Fraction(0))
        for rep in eligible:
            if rep not in self.present:
                self.clocks[rep] = max(self.clocks.get(rep, level), level)
        self.present = set(eligible)
        rep = min(eligible, key=lambda each: (self.clocks[each], -weights[each], each))
        self.clocks[rep] += Fraction(1, weights[rep])
        return rep


class Shortfall:
    """Target minus received, the target being a share of all leads; a newcomer is credited by head count.

    The credit is the leads before joining over the number of those who were there: weights are not in it.
    """

    def __init__(self, reps: Sequence[str]) -> None:
        self.credit = dict.fromkeys(reps, Fraction(0))
        self.received = dict.fromkeys(reps, 0)

    def join(self, rep: str) -> None:
        self.credit[rep] = Fraction(sum(self.received.values()), len(self.received))
        self.received[rep] = 0

    def give(self, eligible: Sequence[str], weights: Mapping[str, int]) -> str:
        pot = sum(self.received.values()) + sum(self.credit.values())
        whole = sum(weights[rep] for rep in self.received)

        def short(rep: str) -> Fraction:
            return pot * Fraction(weights[rep], whole) - self.received[rep] - self.credit[rep]

        rep = max(eligible, key=lambda each: (short(each), weights[each]))
        self.received[rep] += 1
        return rep


class CoinFlip:
    """Chance, by weight."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def give(self, eligible: Sequence[str], weights: Mapping[str, int]) -> str:
        return self.chance.choices(eligible, [weights[rep] for rep in eligible])[0]


class TurnUsedUp:
    """Smooth weighted round robin that draws first and checks the cap afterwards: whoever is full loses the turn."""

    def __init__(self) -> None:
        self.score: dict[str, int] = {}

    def give(self, listed: Sequence[str], weights: Mapping[str, int], full: set[str]) -> str:
        while True:
            for rep in listed:
                self.score[rep] = self.score.get(rep, 0) + weights[rep]
            drawn = max(listed, key=lambda rep: self.score[rep])
            self.score[drawn] -= sum(weights[rep] for rep in listed)
            if drawn not in full:
                return drawn
