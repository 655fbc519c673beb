"""Limits of a figure, each reached or not: what "< 30", "30-120" and "> 120" say."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..errors import InputError

__all__ = ["Limits"]

#: A place between numbers: just before the number itself (0), or just after it (1).
Cut = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Whole numbers that a figure keeps between; one side, both or neither may be open.

    >>> inside = Limits(at_least=30, at_most=120)
    >>> str(inside), 30 in inside, 120 in inside, 120.5 in inside
    ('30 to 120', True, True, False)

    Raises `InputError` for two limits on one side, for what is no whole number, and for limits that nothing can keep.
    """

    at_least: int | None = None
    above: int | None = None
    at_most: int | None = None
    below: int | None = None

    def __post_init__(self) -> None:
        for name in ("at_least", "above", "at_most", "below"):
            value = getattr(self, name)
            if value is not None and type(value) is not int:
                raise InputError(name, value, "is not a whole number")
        for one, other in (("at_least", "above"), ("at_most", "below")):
            if getattr(self, one) is not None and getattr(self, other) is not None:
                raise InputError(other, getattr(self, other), f"stands beside {one!r}, give one of them")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise InputError("limits", str(self), "are kept by no number")

    @property
    def low(self) -> Cut | None:
        """Where it begins; None is without limit."""
        if self.at_least is not None:
            return self.at_least, 0
        return None if self.above is None else (self.above, 1)

    @property
    def high(self) -> Cut | None:
        """Where it ends; None is without limit."""
        if self.at_most is not None:
            return self.at_most, 1
        return None if self.below is None else (self.below, 0)

    @property
    def under(self) -> str:
        """What lies under it, in words; empty where nothing does."""
        if self.at_least is not None:
            return f"below {self.at_least}"
        return "" if self.above is None else f"at most {self.above}"

    @property
    def over(self) -> str:
        """What lies over it, in words; empty where nothing does."""
        if self.at_most is not None:
            return f"above {self.at_most}"
        return "" if self.below is None else f"at least {self.below}"

    def __contains__(self, value: int | float | Decimal) -> bool:
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    def after(self, other: "Limits") -> "Limits":
        """What is left of it once another has had its part, which lies lower."""
        if other.high is None or self.low is None or other.high <= self.low:
            return self
        number, passed = other.high
        return Limits(
            at_least=None if passed else number,
            above=number if passed else None,
            at_most=self.at_most,
            below=self.below,
        )

    def asked(self) -> dict[str, Any]:
        """The limits that there are, by the names that a condition gives them."""
        found = ((name, getattr(self, name)) for name in ("above", "below", "at_least", "at_most"))
        return {name: value for name, value in found if value is not None}

    def __str__(self) -> str:
        if self.at_least is not None and self.at_most is not None:
            return f"{self.at_least} to {self.at_most}"
        words = (("at_least", "at least"), ("above", "above"), ("at_most", "at most"), ("below", "below"))
        said = [f"{text} {getattr(self, name)}" for name, text in words if getattr(self, name) is not None]
        return " and ".join(said) or "any number"
