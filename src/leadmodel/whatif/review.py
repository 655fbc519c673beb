"""When a scoring model is due for a review.

"Lead Liaison" asks for one every 3 months at least, "Nailing Speed to Lead" every 3 to 6; the shorter one is the
default, and a house may say otherwise. The review of the agreement between the teams is `process.standing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ..process.lengths import date_after
from ..records import utc
from ..records.zones import zone_named

__all__ = ["OverdueReview", "ScoringReview", "overdue_reviews"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringReview:
    """A scoring model by its name or version, the day of its last review, and after how long the next is due.

    A model that was never reviewed was put to use on `reviewed_on`. `every` is a number of days or calendar months.
    Raises `InputError` for a length that is none, `TimeError` for a zone that is none.
    """

    model: str
    reviewed_on: date
    every: str = "3mo"
    zone: str = "UTC"

    def __post_init__(self) -> None:
        date_after(self.reviewed_on, self.every, "every")
        zone_named(self.zone)

    @property
    def due(self) -> date:
        """The day on which the next review is due."""
        return date_after(self.reviewed_on, self.every, "every")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueReview:
    """A model whose review is due since `due`, `late_by` days ago."""

    model: str
    reviewed_on: date
    due: date
    late_by: int


def overdue_reviews(reviews: Iterable[ScoringReview], *, at: datetime) -> tuple[OverdueReview, ...]:
    """The models whose review is late, the longest overdue first; on the due day itself none is.

    >>> ours = ScoringReview(model="2026.1", reviewed_on=date(2026, 1, 31))
    >>> ours.due
    datetime.date(2026, 4, 30)
    >>> [each.late_by for each in overdue_reviews([ours], at=datetime.fromisoformat("2026-05-02T09:00Z"))]
    [2]

    Raises `TimeError` for a naive `at`.
    """
    now = utc(at, "at")
    late = [
        OverdueReview(
            model=each.model,
            reviewed_on=each.reviewed_on,
            due=each.due,
            late_by=(now.astimezone(zone_named(each.zone)).date() - each.due).days,
        )
        for each in reviews
    ]
    return tuple(sorted((each for each in late if each.late_by > 0), key=lambda each: (each.due, each.model)))
