"""How much of the leads a rep should get beside the others: a whole number, or one that grows with tenure.

Only the ratios count: 1, 2, 1 is the same as 50, 100, 50.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import gcd

from ..errors import InputError, UnknownNameError
from ..records import FrozenMap, duration, utc

__all__ = ["Ramp", "Weight", "next_change", "shares_of", "weight_at"]

#: Weights are kept in hundredths, so that a quarter of an odd weight is a whole number too.
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """A weight that grows in steps from `since` on: the first percentage of `full` for `every`, then the next.

    >>> from datetime import timedelta
    >>> new = Ramp(full=4, since=datetime.fromisoformat("2026-11-02T09:00Z"))
    >>> [weight_at(new, new.since + months * timedelta(days=30)) for months in (0, 1, 2, 3, 12)]
    [100, 200, 300, 400, 400]

    A step changes what a rep is entitled to from then on, and nothing of what came before. Raises `InputError` for a
    weight or a percentage that is no whole number of at least one, `TimeError` for a naive `since`.
    """

    full: int
    since: datetime
    every: str = "30d"
    percents: tuple[int, ...] = (25, 50, 75, 100)

    def __post_init__(self) -> None:
        whole(self.full, "full")
        object.__setattr__(self, "since", utc(self.since, "since"))
        object.__setattr__(self, "percents", tuple(self.percents))
        duration(self.every, "every")
        if not self.percents:
            raise InputError("percents", self.percents, "is empty, give at least one step")
        for percent in self.percents:
            whole(percent, "percents")


Weight = int | Ramp


def weight_at(weight: Weight, at: datetime) -> int:
    """A weight as of an instant, in hundredths; before its first step a ramp is at that step.

    >>> weight_at(3, datetime.fromisoformat("2026-11-02T09:00Z"))
    300
    """
    if not isinstance(weight, Ramp):
        return HUNDRED * whole(weight, "weight")
    step = max(0, (at - weight.since) // duration(weight.every))
    return weight.full * weight.percents[min(step, len(weight.percents) - 1)]


def next_change(weight: Weight, at: datetime) -> datetime | None:
    """The next instant after `at` at which a weight takes another step; None when it has taken the last."""
    if not isinstance(weight, Ramp):
        return None
    every = duration(weight.every)
    step = max(0, (at - weight.since) // every) + 1
    return weight.since + step * every if step < len(weight.percents) else None


def shares_of(
    eligible: Iterable[str], *, at: datetime, weights: Mapping[str, Weight] | None = None
) -> FrozenMap[int]:
    """Among whom a lead is divided, and in which ratio: the weights as of an instant, in lowest terms.

    >>> shares_of(("bob", "ann"), at=datetime.fromisoformat("2026-11-02T09:00Z"), weights={"ann": 100, "bob": 50})
    FrozenMap({'ann': 2, 'bob': 1})

    Without `weights` all are alike. Raises `UnknownNameError` for somebody who is eligible and has no weight,
    `InputError` for a weight below one or somebody who is named twice: who is to get nothing is not eligible.
    """
    names = sorted(eligible)
    for name, following in pairwise(names):
        if name == following:
            raise InputError("eligible", name, "is named twice")
    if weights is None:
        return FrozenMap(dict.fromkeys(names, 1))
    found: dict[str, int] = {}
    for name in names:
        if name not in weights:
            raise UnknownNameError("weight of rep", name, weights)
        found[name] = weight_at(weights[name], at)
    return lowest(found)


def lowest(weights: Mapping[str, int]) -> FrozenMap[int]:
    """The same ratios in the smallest whole numbers."""
    check_weights(weights)
    common = gcd(*weights.values())
    return FrozenMap({name: weight // common for name, weight in weights.items()})


def check_weights(weights: Mapping[str, int]) -> None:
    """Raises `InputError` for a weight that is no whole number of at least one."""
    for name, weight in weights.items():
        whole(weight, f"weight of {name!r}")


def whole(value: object, argument: str) -> int:
    """The value, if it is a whole number of at least one; raises `InputError` otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InputError(
            argument, value, "is not a whole number of at least 1, leave out who is to get nothing"
        )
    return value
