"""What can be asked about its open time, and where its table is kept."""

from abc import ABC, abstractmethod

from ..errors import TimeError
from ..records.instants import from_micros
from .table import Table
from .wall import FIRST_INSTANT, FIRST_YEAR, LAST_INSTANT, LAST_YEAR

__all__ = ["Calendar", "keep", "known_over", "table_over"]


class Calendar(ABC):
    """Anything with open time: a `Schedule`, schedules that were combined, or one with time off laid over it.

    Every question of this room takes any of them. The table stands beside the fields and is no part of the value:
    it is not compared, shown, copied or pickled.
    """

    __slots__ = ("_table",)

    _table: Table

    @abstractmethod
    def _fresh(self) -> Table:
        """A table that covers nothing yet."""

    @abstractmethod
    def _zone(self) -> str:
        """The zone whose dates and clocks its answers are shown in."""


def table_over(hours: Calendar, low: int, high: int, low_is: str = "at", high_is: str = "at") -> Table:
    """The table of these hours, which covers the instants from `low` to `high`, both included.

    Raises `TimeError` for an instant outside the years that can be asked about, by the name of its argument.
    """
    try:
        table = hours._table
    except AttributeError:
        table = hours._fresh()
    # A table may cover some hours more, since years are local.
    if table.low <= low and high < table.high and low >= FIRST_INSTANT and high <= LAST_INSTANT:
        return table
    for argument, value in ((low_is, low), (high_is, high)):
        if not FIRST_INSTANT <= value <= LAST_INSTANT:
            raise _outside(argument, value)
    return keep(hours, table.covering(low, high))


def known_over(hours: Calendar, low: int, high: int) -> Table:
    """`table_over` for the seams of years, which may lie a year beyond what can be asked about."""
    try:
        table = hours._table
    except AttributeError:
        table = hours._fresh()
    wider = table.covering(low, high)
    return table if wider is table else keep(hours, wider)


def keep(hours: Calendar, table: Table) -> Table:
    """Keep a wider table with its hours, for the next question.

    One reference is replaced, so a thread that asks meanwhile finds the old table or the new one; both are right.
    """
    object.__setattr__(hours, "_table", table)
    return table


def _outside(argument: str, value: int) -> TimeError:
    """The error for an instant that no table may reach."""
    try:
        shown: object = from_micros(value).isoformat()
    except (OverflowError, TypeError):
        shown = value
    return TimeError(argument, shown, f"is outside the years {FIRST_YEAR} to {LAST_YEAR}")
