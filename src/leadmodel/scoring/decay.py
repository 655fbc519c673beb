"""Points that fade with the age of an activity, by the hour, as a table of whole thousandths.

A table, not a formula: every engine looks up the same whole number, where each would round a power in its own way.

>>> Decay(half_life="14d").thousandths(25_000, hours=14 * 24)
12500
>>> worn = Decay(steps=(DecayStep(after="30d", keeps=50), DecayStep(after="90d", keeps=0)))
>>> [worn.thousandths(10_000, hours=days * 24) for days in (0, 29, 30, 89, 90)]
[10000, 10000, 5000, 5000, 0]
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from ..conditions.ages import whole_hours
from ..errors import InputError

__all__ = ["Decay", "DecayStep", "DecayTable"]

#: Five years: with what it takes to fade away, some hundred thousand hours.
_LONGEST_HALF_LIFE = 5 * 366 * 24
#: Enough digits that a number of thousandths halved fifty times is exact.
_EXACT = Context(prec=90, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecayStep:
    """From this age on an activity keeps so many percent of its points."""

    after: str
    keeps: int


@dataclass(frozen=True, slots=True)
class DecayTable:
    """Thousandths by whole hours of age, from 0 on; whatever is older has `rest`."""

    by_hour: tuple[int, ...]
    rest: int

    def at(self, hours: int) -> int:
        return self.by_hour[hours] if hours < len(self.by_hour) else self.rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """Either a `half_life`, after each of which half is left, or `steps` that keep a percentage from an age on.

    Ages count in whole hours, and what is left is rounded to a thousandth of a point, half to even.

    Raises `InputError` for both or neither, for lengths that are no whole hours, for a half-life of more than five
    years, and for steps that do not follow one another or keep less than 0 or more than 100 percent.
    """

    half_life: str | None = None
    steps: tuple[DecayStep, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(self.steps))
        if (self.half_life is None) == (not self.steps):
            raise InputError("decay", self.half_life, "needs a half_life or steps, one of the two")
        if self.half_life is not None and whole_hours(self.half_life, "half_life") > _LONGEST_HALF_LIFE:
            raise InputError("half_life", self.half_life, "is more than five years, leave the decay out")
        before = 0
        for place, step in enumerate(self.steps):
            after = whole_hours(step.after, f"steps[{place}].after")
            if after <= before:
                raise InputError(
                    f"steps[{place}].after", step.after, "does not come after the step before it"
                )
            if not 0 <= step.keeps <= 100:
                raise InputError(f"steps[{place}].keeps", step.keeps, "is no percentage from 0 to 100")
            before = after

    def thousandths(self, full: int, *, hours: int) -> int:
        """What is left of so many thousandths at an age."""
        return self.table(full).at(hours)

    def table(self, full: int) -> DecayTable:
        """What is left of so many thousandths, hour by hour."""
        return _table(self, full)

    def __str__(self) -> str:
        if self.half_life is not None:
            return f"halves every {self.half_life}"
        return ", ".join(f"{step.keeps}% after {step.after}" for step in self.steps)


@lru_cache(maxsize=256)
def _table(decay: Decay, full: int) -> DecayTable:
    if decay.half_life is not None:
        return DecayTable(_halving(full, whole_hours(decay.half_life, "half_life")), 0)
    by_hour: list[int] = []
    keeps = 100
    for step in decay.steps:
        by_hour += [_share(full, keeps)] * (whole_hours(step.after, "after") - len(by_hour))
        keeps = step.keeps
    return DecayTable(tuple(by_hour), _share(full, keeps))


def _share(full: int, percent: int) -> int:
    return int((Decimal(full) * percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _halving(full: int, half_life: int) -> tuple[int, ...]:
    """Each hour until nothing is left, in decimal arithmetic: a power of two floating numbers differs by platform."""
    hourly = _EXACT.power(Decimal(2), _EXACT.divide(Decimal(-1), Decimal(half_life)))
    found: list[int] = []
    # From each halving on anew: there the value may lie exactly between two thousandths, and in between it never does.
    halved = Decimal(full)
    while abs(halved) > Decimal("0.5"):
        left = halved
        for _ in range(half_life):
            found.append(int(left.to_integral_value(rounding=ROUND_HALF_EVEN)))
            left = _EXACT.multiply(left, hourly)
        halved = _EXACT.divide(halved, Decimal(2))
    return tuple(found)
