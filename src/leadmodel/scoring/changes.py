"""Every change of a lead's points between two instants, with what moved them: a score is a function of time.

Activities are added, fade, leave their windows, and make conditions turn. Figures are the whole points of a card.
"""

from dataclasses import dataclass
from datetime import datetime

from ..errors import TimeError
from ..records import Case, Lead, iso, utc
from ..records.instants import from_micros, micros
from .asked import asked_of
from .causes import Cause, Placing, causes_at, placing
from .course import turns_of
from .rules import HasScoring
from .trails import trails_of

__all__ = ["ScoreChange", "score_changes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """At `at` a lead stands elsewhere than just before; the `causes` moved its points at that instant.

    Where a bound holds a rule, a group or the whole, the points of the causes may be more than the change.
    """

    at: datetime
    before: Placing
    after: Placing
    causes: tuple[Cause, ...]

    def __str__(self) -> str:
        why = "; ".join(str(cause) for cause in self.causes)
        return f"{iso(self.at)} {self.before} -> {self.after} ({why})"


class _Points:
    """Every other number of whole points is a change."""

    @staticmethod
    def key(fit: int, score: int) -> object:
        return fit, score

    @staticmethod
    def marks(fit: int, now: tuple[int, int]) -> tuple[int, ...]:
        # That there are fewer is seen at the least that a stretch can have.
        return (now[1] + 1,)


def score_changes(
    case: Case | Lead, model: HasScoring, *, since: datetime, until: datetime
) -> tuple[ScoreChange, ...]:
    """Every instant from `since` to before `until` at which fit, score, label or readiness changes, in order.

    >>> from datetime import UTC, timedelta
    >>> from leadmodel.records import Event, EventKind, Raw
    >>> from leadmodel.scoring import BehaviourRule, Decay, LevelBand, GradeBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(),
    ...         behaviour=(BehaviourRule(id="demo", activity="demo", points=2, decay=Decay(half_life="1d")),),
    ...         grades=(GradeBand(grade="A"),),
    ...         levels=(LevelBand(level=1, at_least=2), LevelBand(level=2)),
    ...         sales_ready=("A1",),
    ...     )
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=noon, source="form")
    >>> demo = Event(id="e1", lead="L1", kind=EventKind.ACTIVITY, at=noon, activity="demo")
    >>> case = Case(lead=lead, history=(demo,), state=Raw(lead="L1", since=noon))
    >>> for change in score_changes(case, House(), since=noon, until=noon + timedelta(days=2)):
    ...     print(change.at, change.before.score, change.after.score, *change.causes)
    2026-11-06 12:00:00+00:00 0 2 +2 demo: e1 happened
    2026-11-06 13:00:00+00:00 2 1 -0.057 demo: e1 faded
    2026-11-07 13:00:00+00:00 1 0 -0.028 demo: e1 faded

    The changes of two stretches that meet are those of both together. A change of `since` itself counts, one of `until`
    does not. Of a bare lead nothing is known that could change. Raises `TimeError` for a naive time, and when `until`
    is before `since`.
    """
    since, until = utc(since, "since"), utc(until, "until")
    if until < since:
        raise TimeError("until", iso(until), f"is before since, {iso(since)}")
    trails = trails_of(case, asked_of(model.scoring))
    return tuple(
        ScoreChange(
            at=from_micros(turned.at),
            before=placing(trails, *turned.before),
            after=placing(trails, *turned.after),
            causes=causes_at(trails, turned.at),
        )
        for turned in turns_of(trails, _Points(), micros(since), micros(until))
    )
