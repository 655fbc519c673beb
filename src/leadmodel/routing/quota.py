"""How many leads a rep may get in a day, a week or a month; what is not used yet is carried to the days that are left.

>>> month = Quota(leads=15, per="month")
>>> [month.allowed(date(2026, 11, day)).leads for day in (1, 2, 3, 15, 30)]
[1, 1, 2, 8, 15]
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..errors import InputError
from ..records.names import named

__all__ = ["Allowed", "Period", "Quota", "given_since"]

DAY = timedelta(days=1)


class Period(StrEnum):
    """For how long a quota holds: a date, a week from Monday on, or a month, by the rep's own calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Allowed(NamedTuple):
    """How many leads a rep may have got from a date on."""

    since: date
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most so many leads in a period, spread over its days: half of them by its middle.

    A fraction of a lead is carried on, not lost: fifteen a month are one on every second day, where fifteen thirtieths
    rounded would be none for ever. The sum up to a date is rounded, half up. A new period starts at nothing, so what
    was not used in one does not flood the next. With `spread=False` all may come on the first day.

    Raises `InputError` for less than one lead, or an unknown period.
    """

    leads: int
    per: Period = Period.DAY
    spread: bool = True

    def __post_init__(self) -> None:
        if isinstance(self.leads, bool) or self.leads < 1:
            raise InputError("leads", self.leads, "is below 1, leave the quota out or give the rep no room")
        if type(self.per) is not Period:
            object.__setattr__(self, "per", named(Period, self.per, "per"))

    def allowed(self, today: date) -> Allowed:
        """From when leads count on a date, and how many there may have been by its end."""
        first, days = self._period(today)
        if not self.spread:
            return Allowed(first, self.leads)
        passed = (today - first).days + 1
        return Allowed(first, (2 * self.leads * passed + days) // (2 * days))

    def _period(self, today: date) -> tuple[date, int]:
        if self.per is Period.DAY:
            return today, 1
        if self.per is Period.WEEK:
            return today - today.weekday() * DAY, 7
        return today.replace(day=1), monthrange(today.year, today.month)[1]

    def free_from(self, given: Mapping[str, int], today: date) -> date:
        """The first date on which one more may come, if none does before it; today if it may come now."""
        day = today
        while True:
            allowed = self.allowed(day)
            if given_since(given, allowed.since) < allowed.leads:
                return day
            day += DAY


def given_since(given: Mapping[str, int], since: date) -> int:
    """How many of the leads given by date, as ISO 8601, were given on that date or later."""
    first = since.isoformat()
    return sum(count for day, count in given.items() if day >= first)
