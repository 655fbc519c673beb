"""What an alignment still lacks, and how it stands on a day: accepted, in force, due for review."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ..errors import Finding
from ..records.instants import utc
from ..records.zones import zone_named
from .alignment import Alignment
from .lengths import date_after
from .steps import Process

__all__ = ["HasAlignment", "Standing", "check_alignment", "missing_parts", "standing"]


class _Scores(Protocol):
    @property
    def fit(self) -> Sequence[object]: ...
    @property
    def behaviour(self) -> Sequence[object]: ...


class HasAlignment(Protocol):
    """Anything that declares an alignment, and beside it the parts that it takes from elsewhere."""

    @property
    def alignment(self) -> Alignment | None: ...
    @property
    def process(self) -> Process | None: ...
    @property
    def scoring(self) -> _Scores: ...
    @property
    def sla(self) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an agreement stands on a day (`on`, in its zone).

    It is in force within its term once every team has accepted it. `review_due` is None when no review can be due.
    """

    on: date
    accepted_by: tuple[str, ...]
    waiting_for: tuple[str, ...]
    begun: bool
    over: bool
    in_force: bool
    review_due: date | None
    review_late_by: int
    """Days past the due day, 0 on it and before."""


def missing_parts(model: HasAlignment) -> tuple[Finding, ...]:
    """The parts that nobody has written yet, in the order of the agreement, each with the path where it would be.

    What the model declares elsewhere is not missing: scoring rules, promises, and a process whose steps have owners.
    A model without an alignment lacks the whole.
    """
    alignment = model.alignment
    if alignment is None:
        return (Finding("$.alignment", "is missing, nothing is agreed"),)
    return tuple(_missing(alignment, model))


def check_alignment(model: HasAlignment) -> Iterator[Finding]:
    """The faults of an alignment that the model has to judge: a part is missing, although it is said to be complete."""
    if model.alignment is not None and model.alignment.complete:
        yield from missing_parts(model)


def standing(alignment: Alignment, *, at: datetime) -> Standing:
    """How an agreement stands at an instant; what is dated later has not happened yet.

    >>> from datetime import UTC
    >>> ours = Alignment(starts_on=date(2026, 1, 31), review_every="1mo")
    >>> stands = standing(ours, at=datetime(2026, 3, 5, tzinfo=UTC))
    >>> stands.review_due, stands.review_late_by, stands.waiting_for
    (datetime.date(2026, 2, 28), 5, ('marketing', 'sales'))

    Raises `TimeError` for a naive `at`.
    """
    today = utc(at, "at").astimezone(zone_named(alignment.zone)).date()
    starts, ends = alignment.starts_on, alignment.ends_on
    accepted = {each.team for each in alignment.accepted if each.on <= today}
    waiting = tuple(team for team in alignment.teams if team not in accepted)
    begun = starts is not None and starts <= today
    over = ends is not None and ends < today
    reviewed = alignment.reviewed_on
    since = reviewed if reviewed is not None and reviewed <= today else starts
    due = None
    if since is not None and alignment.review_every is not None:
        due = date_after(since, alignment.review_every)
    return Standing(
        on=today,
        accepted_by=tuple(team for team in alignment.teams if team in accepted),
        waiting_for=waiting,
        begun=begun,
        over=over,
        in_force=begun and not over and not waiting,
        review_due=due,
        review_late_by=0 if due is None or over else max((today - due).days, 0),
    )


def _missing(alignment: Alignment, model: HasAlignment) -> Iterator[Finding]:
    here = "$.alignment"
    if not alignment.purpose.strip():
        yield Finding(f"{here}.purpose", "is missing, say what the agreement is for")
    if not alignment.definitions:
        yield Finding(f"{here}.definitions", "is missing, say what the teams mean by their words")
    if not (model.scoring.fit or model.scoring.behaviour):
        yield Finding("$.scoring", "has no rule, so nothing says which leads are worth a call")
    if not model.sla:
        yield Finding("$.sla", "is missing, say how soon leads are answered")
    if not alignment.nurturing.strip():
        yield Finding(f"{here}.nurturing", "is missing, say what the nurturing program is")
    if not alignment.goals:
        yield Finding(f"{here}.goals", "is missing, set targets that the teams share")
    if not alignment.responsibilities and model.process is None:
        yield Finding(f"{here}.responsibilities", "is missing, say who does what, or declare a process")
    if alignment.review_every is None:
        yield Finding(f"{here}.review_every", "is missing, say how often the agreement is reviewed")
    if alignment.starts_on is None:
        yield Finding(f"{here}.starts_on", "is missing, say from when on the agreement holds")
    accepted = {each.team for each in alignment.accepted}
    waiting = [team for team in alignment.teams if team not in accepted]
    if waiting:
        yield Finding(f"{here}.accepted", f"is missing for {', '.join(waiting)}")
    if not alignment.source_priority:
        yield Finding(f"{here}.source_priority", "is missing, say which lead sources come first")
    if not alignment.recycling.strip():
        yield Finding(f"{here}.recycling", "is missing, say by what rule leads go back to nurturing")
    if not alignment.collateral.strip():
        yield Finding(f"{here}.collateral", "is missing, say where collateral is kept")
    if not alignment.nurture:
        yield Finding(f"{here}.nurture", "is missing, say which tracks there are and when they get in touch")
