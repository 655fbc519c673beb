"""Hours made of other hours: any of them, all of them, one without the others.

What is open is decided instant by instant, so the zones need not agree: London and New York share three hours of
their nine to five for most of the year, and four in the weeks when only one of them has changed its clocks.
"""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from ..errors import InputError
from .calendar import Calendar, known_over
from .intervals import Interval, intersect, subtract, unite
from .table import Table, empty_table
from .wall import year_start, zone_named

__all__ = ["Combined", "Operation", "difference", "intersection", "union"]


class Operation(StrEnum):
    """How hours are combined."""

    UNION = "union"
    INTERSECTION = "intersection"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined(Calendar):
    """Hours that were combined with `union`, `intersection` or `difference`; every question takes them.

    >>> from leadmodel.hours import always_open
    >>> Combined(operation=Operation.UNION, parts=[always_open("UTC")]).operation.value
    'union'

    Dates and explanations are in the zone of the first part. Raises `InputError` for an unknown operation, for no
    parts, and for a part without hours.
    """

    operation: Operation
    parts: tuple[Calendar, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.operation, Operation):
            raise InputError("operation", self.operation, f"is not one of {', '.join(Operation)}")
        parts = tuple(self.parts)
        if not parts:
            raise InputError("parts", parts, "is empty, give the hours to combine")
        for part in parts:
            if not isinstance(part, Calendar):
                raise InputError("parts", part, "has no hours, give a Schedule or what was made of some")
        object.__setattr__(self, "parts", parts)

    def _fresh(self) -> Table:
        return empty_table(_Parts(operation=self.operation, parts=self.parts, zone=zone_named("UTC")))

    def _zone(self) -> str:
        return self.parts[0]._zone()


def union(*schedules: Calendar) -> Combined:
    """Open whenever at least one of them is.

    >>> from datetime import datetime
    >>> from leadmodel.hours import Schedule, Week, elapsed
    >>> london, york = (Schedule(week=Week(thu=["09:00-17:00"]), zone=z) for z in ("Europe/London", "America/New_York"))
    >>> day = datetime.fromisoformat("2026-11-05T00:00Z"), datetime.fromisoformat("2026-11-06T00:00Z")
    >>> str(elapsed(union(london, york), *day))
    '13:00:00'

    Raises `InputError` when there is nothing to unite.
    """
    return Combined(operation=Operation.UNION, parts=schedules)


def intersection(*schedules: Calendar) -> Combined:
    """Open only while all of them are.

    >>> from datetime import datetime
    >>> from leadmodel.hours import Schedule, Week, elapsed
    >>> london, york = (Schedule(week=Week(thu=["09:00-17:00"]), zone=z) for z in ("Europe/London", "America/New_York"))
    >>> day = datetime.fromisoformat("2026-11-05T00:00Z"), datetime.fromisoformat("2026-11-06T00:00Z")
    >>> str(elapsed(intersection(london, york), *day))
    '3:00:00'

    They may share no time at all: a search then ends after ten years and says so. Raises `InputError` when there is
    nothing to intersect.
    """
    return Combined(operation=Operation.INTERSECTION, parts=schedules)


def difference(base: Calendar, *others: Calendar) -> Combined:
    """Open while the base is and none of the others.

    >>> from datetime import datetime
    >>> from leadmodel.hours import Schedule, Week, elapsed
    >>> london, york = (Schedule(week=Week(thu=["09:00-17:00"]), zone=z) for z in ("Europe/London", "America/New_York"))
    >>> day = datetime.fromisoformat("2026-11-05T00:00Z"), datetime.fromisoformat("2026-11-06T00:00Z")
    >>> str(elapsed(difference(london, york), *day))
    '5:00:00'

    Nothing may be left: a search then ends after ten years and says so.
    """
    return Combined(operation=Operation.DIFFERENCE, parts=(base, *others))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A source whose rows come from the tables of the parts."""

    operation: Operation
    parts: tuple[Calendar, ...]
    zone: ZoneInfo

    def opened(self, first_year: int, end_year: int) -> list[Interval]:
        low, high = year_start(first_year, self.zone), year_start(end_year, self.zone)
        rows, *others = (known_over(part, low, high).between(low, high) for part in self.parts)
        if self.operation is Operation.UNION:
            return unite(span for each in (rows, *others) for span in each)
        for other in others:
            rows = (
                intersect(rows, other) if self.operation is Operation.INTERSECTION else subtract(rows, other)
            )
        return rows
