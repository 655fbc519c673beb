"""Scoring one lead as of an instant, with a line for every rule; the lines add up to the figures exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..records import Case, Lead, LeadId, utc
from ..records.drafts import draft_of
from .lines import Line, Outcome
from .picture import as_html
from .rules import HasScoring, Scoring
from .scorer import Rated, compile_scoring
from .tally import by_activity
from .treatments import Treatment

__all__ = ["Scorecard", "lines_of", "score"]


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
    treatment: Treatment
    known: int
    asked: int
    lines: tuple[Line, ...]

    @property
    def headline(self) -> str:
        """The cell and the figures in one line."""
        ready = "ready for sales" if self.sales_ready else "not ready for sales"
        known = f"{self.known} of {self.asked} fit rules known"
        return f"{self.label} ({ready}): fit {self.fit}, score {self.score}, {known}"

    def __str__(self) -> str:
        shown = [line for line in self.lines if line.outcome is not Outcome.NO_MATCH or line.points]
        return "\n".join([self.headline, *(f"  {line}" for line in shown)])

    def _repr_html_(self) -> str:
        return as_html(self.headline, self.lines)


def score(case: Case | Lead, model: HasScoring, *, at: datetime) -> Scorecard:
    """Score a lead as it stood at an instant: what it did later does not count yet.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Scoring
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

    Of a bare lead it is unknown what it has done, so it earns nothing by it; a case with an empty history has done
    nothing. A threshold counts when it is met or exceeded. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    scoring = model.scoring
    scorer = compile_scoring(scoring)
    account = scorer.account
    if isinstance(case, Case):
        lead = case.lead
        done = by_activity(case.history, at)
        figures = scorer.figures_of(done, at)
        found = account.found_in_history(done, figures, at)
    else:
        lead, figures, found = case, {}, account.nothing_known()
    answers = scorer.answers(lead, figures)
    fit, points = scorer.sums(lead, figures)
    cell = scorer.cell(fit // 1000, points // 1000)
    asked = len(scoring.fit)
    # As in `records.drafts`: a frozen value, filled fast.
    new = _ScorecardDraft()
    new.lead = lead.id
    new.at = at
    new.fit = fit // 1000
    new.grade = cell.grade
    new.score = points // 1000
    new.level = cell.level
    new.label = cell.label
    new.sales_ready = cell.sales_ready
    new.treatment = cell.treatment
    new.known = asked - answers[:asked].count(None)
    new.asked = asked
    new.lines = account.lines(answers, found)
    new.__class__ = Scorecard
    made: Scorecard = new
    return made


def lines_of(rated: Rated) -> tuple[Line, ...]:
    """The reasons of what a row came to, rule by rule."""
    return row_lines(rated.scoring, rated.row)


def row_lines(scoring: Scoring, row: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines of a row whose figures are ready made."""
    scorer = compile_scoring(scoring)
    account = scorer.account
    return account.lines(scorer.answers_of_row(row), account.found_in_row(row))


_ScorecardDraft = draft_of(Scorecard)
