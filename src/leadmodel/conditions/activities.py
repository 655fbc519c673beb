"""What a lead has done, as a number that a condition can compare: how often, how much, on how much, how long ago.

>>> str(Activities(of=("page_viewed",), within="30d"))
'count(page_viewed within 30d)'
>>> str(Activities(measure="days_since"))
'days_since(anything)'

That text is also the name of the column or key under which a ready-made figure is handed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..errors import InputError
from ..records import Event, EventKind
from .ages import age_in_hours, whole_hours

__all__ = ["Activities", "measure_activities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """A measure over the activities of a lead that are not older than `within`, as of an instant.

    `count` is how often, `amount` the sum of `Event.amount`, `subjects` on how many different things (an activity
    without a subject is on none), and `days_since` the whole days of 24 hours since the last one: unknown for a lead
    that never did it. `of` names the activities, empty for any. What is exactly as old as `within` does not count any
    more. A lead whose activities nobody has recorded (a lead without a history) is unknown; one with an empty history
    has done nothing.

    Raises `InputError` for a name that is empty or holds a parenthesis, and for a window that is no whole number of
    hours.
    """

    measure: Literal["count", "amount", "subjects", "days_since"] = "count"
    of: tuple[str, ...] = ()
    within: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.of, str):
            raise InputError("of", self.of, "is one text, give a list of them")
        object.__setattr__(self, "of", tuple(sorted(set(self.of))))
        if self.measure not in ("count", "amount", "subjects", "days_since"):
            raise InputError("measure", self.measure, "is not one of count, amount, subjects, days_since")
        for name in self.of:
            if not name or set(name) & set("(),"):
                raise InputError("of", name, "is no activity, give a name such as 'page_viewed'")
        if self.within is not None:
            whole_hours(self.within, "within")

    @property
    def hours(self) -> int | None:
        """How many hours it looks back, None for ever."""
        return None if self.within is None else whole_hours(self.within, "within")

    def __str__(self) -> str:
        what = ", ".join(self.of) or "anything"
        within = "" if self.within is None else f" within {self.within}"
        return f"{self.measure}({what}{within})"


def measure_activities(asked: Activities, history: Iterable[Event], at: datetime) -> int | None:
    """The figure as of an instant; what comes after it does not count yet.

    >>> from datetime import UTC
    >>> def day(number): return datetime(2026, 11, number, tzinfo=UTC)
    >>> seen = [Event(id=f"e{n}", lead="L1", kind=EventKind.ACTIVITY, at=day(n), activity="page") for n in (1, 5, 9)]
    >>> measure_activities(Activities(of=("page",), within="4d"), seen, day(9))
    1
    >>> measure_activities(Activities(measure="days_since"), seen, day(8))
    3
    """
    hours = asked.hours
    done = [
        event
        for event in history
        if event.kind is EventKind.ACTIVITY
        and (not asked.of or event.activity in asked.of)
        and (age := age_in_hours(event.at, at)) >= 0
        and (hours is None or age < hours)
    ]
    if asked.measure == "count":
        return len(done)
    if asked.measure == "amount":
        return sum(event.amount or 0 for event in done)
    if asked.measure == "subjects":
        return len({event.subject for event in done} - {None})
    return min(age_in_hours(event.at, at) for event in done) // 24 if done else None
