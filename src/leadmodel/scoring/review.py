"""How a scoring model came about, who agreed to it, and when it has to be looked at again.

"Lead Liaison" builds a model in five steps and reviews it every three months at least, "Nailing Speed to Lead" every
three to six. What a marketing qualified lead is has to be agreed by both teams.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ..errors import Finding, InputError
from ..records import utc
from ..records.months import DAY, date_after, months_of
from ..records.zones import zone_named
from .rules import BehaviourRule, FitRule, Scoring

__all__ = [
    "Agreed",
    "BuildingStep",
    "ReviewStanding",
    "ScoringReview",
    "StepStanding",
    "building_steps",
    "check_review",
    "overdue_review",
]

#: Every three months as the minimum, by "Lead Liaison".
QUARTERLY = "3mo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Somebody agreed to the model for a team on a day."""

    team: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringReview:
    """The record of a scoring model: who agreed when, when it was built, tested and reviewed, how often it is to be.

    `aligned_on` is the day of the meeting at which the teams set out, `tested_on` that on which recent leads were last
    put through the model. Days are those of `zone`.

    Raises `InputError` for a rhythm that is no number of days or months, `TimeError` for a zone that is none.
    """

    teams: tuple[str, ...] = ("marketing", "sales")
    agreed: tuple[Agreed, ...] = ()
    aligned_on: date | None = None
    tested_on: date | None = None
    reviewed_on: date | None = None
    review_every: str = QUARTERLY
    zone: str = "UTC"

    def __post_init__(self) -> None:
        for name in ("teams", "agreed"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        length = months_of(self.review_every, "review_every")
        if not isinstance(length, int) and length % DAY:
            raise InputError(
                "review_every", self.review_every, "is not a number of days or months, such as '90d' or '3mo'"
            )
        zone_named(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStanding:
    """How the record stands on a day (`on`, in its zone).

    `since` is the day that the review is reckoned from: the last review, or the day on which the last team agreed. It
    is None, and nothing can be due, as long as there is neither. `late_by` are whole days past the due day.
    """

    on: date
    agreed_by: tuple[str, ...]
    waiting_for: tuple[str, ...]
    since: date | None
    due: date | None
    late_by: int

    @property
    def agreed(self) -> bool:
        """Whether every team has agreed."""
        return not self.waiting_for

    @property
    def overdue(self) -> bool:
        return self.late_by > 0


def overdue_review(review: ScoringReview, *, at: datetime) -> ReviewStanding:
    """Who has agreed as of an instant, and whether the review is overdue; what is dated later has not happened yet.

    >>> from datetime import UTC
    >>> ours = ScoringReview(reviewed_on=date(2026, 8, 31))
    >>> stands = overdue_review(ours, at=datetime(2026, 12, 2, tzinfo=UTC))
    >>> stands.due, stands.late_by, stands.waiting_for
    (datetime.date(2026, 11, 30), 2, ('marketing', 'sales'))

    On the due day a review is not overdue yet. Raises `TimeError` for a naive `at`.
    """
    today = utc(at, "at").astimezone(zone_named(review.zone)).date()
    days = {
        team: max((each.on for each in review.agreed if each.team == team and each.on <= today), default=None)
        for team in review.teams
    }
    waiting = tuple(team for team, day in days.items() if day is None)
    since = review.reviewed_on if review.reviewed_on is not None and review.reviewed_on <= today else None
    if since is None and not waiting:
        since = max((day for day in days.values() if day is not None), default=None)
    due = None if since is None else date_after(since, review.review_every, "review_every")
    return ReviewStanding(
        on=today,
        agreed_by=tuple(team for team, day in days.items() if day is not None),
        waiting_for=waiting,
        since=since,
        due=due,
        late_by=0 if due is None else max((today - due).days, 0),
    )


class BuildingStep(StrEnum):
    """The five steps in which "Lead Liaison" builds a scoring model, in their order."""

    ALIGNMENT_MEETING = "alignment_meeting"
    BUCKETS = "buckets"
    """Sort what counts into demographics, behaviour and qualification."""
    THRESHOLD = "threshold"
    """Define from where on a lead goes to sales."""
    WEIGHTS = "weights"
    """Give every criterion a weight."""
    POINTS_AND_TEST = "points_and_test"
    """Turn weights into points, and put recent leads through the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStanding:
    """Whether a step is done, and what is missing if it is not."""

    step: BuildingStep
    done: bool
    missing: tuple[str, ...]


def building_steps(
    scoring: Scoring, review: ScoringReview | None = None, *, at: datetime
) -> tuple[StepStanding, ...]:
    """The five steps of building a model as a checklist: what is declared, and what the record says, as of an instant.

    >>> from datetime import UTC
    >>> empty = Scoring(fit=(), behaviour=(), grades=(), levels=(), sales_ready=())
    >>> [step.missing for step in building_steps(empty, at=datetime(2026, 11, 6, tzinfo=UTC))][2]
    ('no cell of the matrix is ready for sales',)

    A bucket is missing when no rule is in it. Raises `TimeError` for a naive `at`.
    """
    today = utc(at, "at").astimezone(zone_named("UTC" if review is None else review.zone)).date()
    missing = dict(_missing(scoring, review, today))
    return tuple(
        StepStanding(step=step, done=not missing.get(step), missing=missing.get(step, ()))
        for step in BuildingStep
    )


def check_review(review: ScoringReview, path: str) -> Iterator[Finding]:
    """Every fault of a record: teams that are named twice or not at all, and agreement by somebody who is none."""
    if not review.teams:
        yield Finding(f"{path}.teams", "is empty, an agreement is between teams")
    for place, team in enumerate(review.teams):
        if not team.strip():
            yield Finding(f"{path}.teams[{place}]", "is empty, a team needs a name")
        elif team in review.teams[:place]:
            yield Finding(f"{path}.teams[{place}]", f"team {team!r} is named twice")
    for place, agreed in enumerate(review.agreed):
        if agreed.team not in review.teams:
            yield Finding(f"{path}.agreed[{place}].team", f"unknown team {agreed.team!r}")
        if not agreed.by.strip():
            yield Finding(f"{path}.agreed[{place}].by", "is empty, say who has agreed")


def _missing(
    scoring: Scoring, review: ScoringReview | None, today: date
) -> Iterator[tuple[BuildingStep, tuple[str, ...]]]:
    met = review is not None and review.aligned_on is not None and review.aligned_on <= today
    if not met:
        yield BuildingStep.ALIGNMENT_MEETING, ("no meeting of the teams is on record",)
    used = {rule.bucket for rule in scoring.fit} | ({"behaviour"} if scoring.behaviour else set())
    buckets = ("demographics", "behaviour", "qualification")
    yield BuildingStep.BUCKETS, tuple(f"no rule is about {each}" for each in buckets if each not in used)
    yield BuildingStep.THRESHOLD, () if scoring.sales_ready else ("no cell of the matrix is ready for sales",)
    rules: list[FitRule | BehaviourRule] = [*scoring.fit, *scoring.behaviour]
    weightless = tuple(
        f"rule {rule.id!r} gives no points"
        for rule in rules
        if not rule.points and not (isinstance(rule, FitRule) and rule.otherwise)
    )
    yield BuildingStep.WEIGHTS, weightless if rules else ("there is no rule",)
    tested = review is not None and review.tested_on is not None and review.tested_on <= today
    if not tested:
        yield BuildingStep.POINTS_AND_TEST, ("no test with recent leads is on record",)
