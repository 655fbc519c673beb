"""What a lead did, by kind: the pattern that sales sees before it calls."""

from dataclasses import dataclass
from datetime import datetime

from ..records import Case, EventKind, utc

__all__ = ["ActivityPattern", "activity_pattern"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPattern:
    """How often a lead did one thing, and when first and last."""

    activity: str
    count: int
    first_at: datetime
    last_at: datetime


def activity_pattern(case: Case, *, at: datetime) -> tuple[ActivityPattern, ...]:
    """What the lead did by an instant, the latest kind first; what we did, and what the house notes, is left out.

    >>> from datetime import UTC
    >>> from leadmodel.records import Event, Lead, Raw
    >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> page = Event(id="e1", lead="L1", kind=EventKind.ACTIVITY, at=nine, activity="pricing_page_viewed")
    >>> lead = Lead(id="L1", captured_at=nine, source="form")
    >>> case = Case(lead=lead, history=(page,), state=Raw(lead="L1", since=nine))
    >>> [(each.activity, each.count) for each in activity_pattern(case, at=nine)]
    [('pricing_page_viewed', 1)]

    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    found: dict[str, list[datetime]] = {}
    for event in case.history:
        if event.kind is EventKind.ACTIVITY and event.activity and event.at <= at:
            found.setdefault(event.activity, []).append(event.at)
    patterns = [
        ActivityPattern(activity=name, count=len(times), first_at=min(times), last_at=max(times))
        for name, times in found.items()
    ]
    patterns.sort(key=lambda each: each.activity)
    return tuple(sorted(patterns, key=lambda each: each.last_at, reverse=True))
