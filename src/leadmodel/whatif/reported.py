"""What a backtest found, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .bands import Band
from .capacity import AtCapacity
from .cells import Cell, Inversion
from .judged import Number, Scale
from .leaks import Suspect
from .periods import Per
from .rates import Rate
from .remarks import Remark
from .separation import Separation

__all__ = ["AtThreshold", "Backtest", "Window"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtThreshold:
    """What the threshold let pass among the later leads, and what it kept out.

    `precision` is the share won of those that passed, `recall` the share of all wins that passed, `lift` the precision
    by the share won of all. `source` says whether the threshold was given or set by what the earlier leads let sales
    work. The average volume is over the periods in which leads were scored.
    """

    threshold: Number
    source: Literal["given", "capacity"]
    per: Per
    zone: str
    periods: int
    leads: int
    censored: int
    per_period: float
    busiest_on: date
    busiest: int
    precision: Rate
    recall: Rate
    lift: float | None
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One part of the later leads, so that a change over time can be seen; `passed` where there is a threshold."""

    first: datetime
    last: datetime
    leads: int
    won: Rate
    separation: Separation
    passed: Rate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How a score did: on which leads, how well it separates, by band, by cell, at the threshold, at the capacity.

    `earlier` leads set the bands and the threshold, `judged` ones came at `judge_from` or later. `won` is the share of
    the judged leads that are settled; it lies between `won_at_least` and `won_at_most`, whatever becomes of the
    `censored` ones. `str()` gives the report as text, `as_plain` as data.
    """

    scale: Scale
    judge_from: datetime
    earlier: int
    judged: int
    censored: int
    won: Rate
    won_at_least: float
    won_at_most: float
    separation: Separation
    bands: tuple[Band, ...]
    cells: tuple[Cell, ...]
    inversions: tuple[Inversion, ...]
    at_threshold: AtThreshold | None
    at_capacity: AtCapacity | None
    windows: tuple[Window, ...]
    suspects: tuple[Suspect, ...]
    remarks: tuple[Remark, ...]

    def __str__(self) -> str:
        from .wording import backtest_text

        return backtest_text(self)
