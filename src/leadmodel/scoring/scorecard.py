"""Scoring one lead as of an instant, with a line for every rule; the lines add up to the figures exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..conditions import compile_condition
from ..records import Case, Event, EventKind, Lead, LeadId, utc
from .rules import BehaviourRule, FitRule, HasScoring

__all__ = ["Line", "Outcome", "Scorecard", "score"]


class Outcome(StrEnum):
    """What a rule found: unknown is not no, and neither gains nor loses."""

    MATCH = "match"
    NO_MATCH = "no_match"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one rule gave: `points` is what counted in the total, after the rule's own limit."""

    rule: str
    part: str
    outcome: Outcome
    points: int
    says: str

    def __str__(self) -> str:
        return (
            f"{self.points:+d} {self.says}"
            if self.outcome is Outcome.MATCH
            else f"{self.outcome}: {self.says}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """How good a lead is, as of `at`: `fit` and `score` in points, `grade` and `level` by band, `label` from both.

    `known` of `asked` fit rules had the data to answer; a grade on two of nine is a guess and says so.
    """

    lead: LeadId
    at: datetime
    fit: int
    grade: str
    score: int
    level: int
    label: str
    sales_ready: bool
    known: int
    asked: int
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        ready = "ready for sales" if self.sales_ready else "not ready for sales"
        known = f"{self.known} of {self.asked} fit rules known"
        head = f"{self.label} ({ready}): fit {self.fit}, score {self.score}, {known}"
        return "\n".join(
            [head, *(f"  {line}" for line in self.lines if line.outcome is not Outcome.NO_MATCH)]
        )


def score(case: Case | Lead, model: HasScoring, *, at: datetime) -> Scorecard:
    """Score a lead as it stood at an instant: what it did later does not count yet.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.scoring import GradeBand, LevelBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20),),
    ...         behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=30),),
    ...         grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
    ...         levels=(LevelBand(level=1, at_least=30), LevelBand(level=2)),
    ...         sales_ready=("A1",),
    ...     )
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", title="VP Sales")
    >>> score(lead, House(), at=datetime(2026, 11, 7, tzinfo=UTC)).label
    'A2'

    A bare lead has no activities, so its score is the lowest. A threshold counts when it is met or exceeded.
    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    scoring = model.scoring
    lead, history = (case.lead, case.history) if isinstance(case, Case) else (case, ())
    lines = [_fit_line(rule, lead) for rule in scoring.fit]
    fit = sum(line.points for line in lines)
    known = sum(line.outcome is not Outcome.UNKNOWN for line in lines)
    done = [event for event in history if event.kind is EventKind.ACTIVITY and event.at <= at]
    behaviour = [_behaviour_line(rule, done, at) for rule in scoring.behaviour]
    points = sum(line.points for line in behaviour)
    grade = next(band.grade for band in scoring.grades if band.at_least is None or fit >= band.at_least)
    level = next(band.level for band in scoring.levels if band.at_least is None or points >= band.at_least)
    label = f"{grade}{level}"
    return Scorecard(
        lead=lead.id,
        at=at,
        fit=fit,
        grade=grade,
        score=points,
        level=level,
        label=label,
        sales_ready=label in scoring.sales_ready,
        known=known,
        asked=len(scoring.fit),
        lines=(*lines, *behaviour),
    )


def _fit_line(rule: FitRule, lead: Lead) -> Line:
    answer = compile_condition(rule.when)(lead, None)
    outcome = Outcome.UNKNOWN if answer is None else Outcome.MATCH if answer else Outcome.NO_MATCH
    points = rule.points if answer else 0
    return Line(rule=rule.id, part="fit", outcome=outcome, points=points, says=rule.says or str(rule.when))


def _behaviour_line(rule: BehaviourRule, done: Iterable[Event], at: datetime) -> Line:
    days = rule.within_days
    times = sum(
        event.activity == rule.activity and (days is None or (at - event.at).days < days) for event in done
    )
    counted = times if rule.at_most is None else min(times, rule.at_most)
    says = rule.says or rule.activity.replace("_", " ")
    if times:
        says += f" ({times} times)" if times > 1 else ""
        says += f", {counted} counted" if counted < times else ""
    outcome = Outcome.MATCH if counted else Outcome.NO_MATCH
    return Line(rule=rule.id, part="behaviour", outcome=outcome, points=rule.points * counted, says=says)
