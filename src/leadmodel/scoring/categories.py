"""Several scoring models side by side: prospects, customers, accounts and companies are scored each by their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..conditions import Condition, FieldKind, check_condition, compile_condition, measure_activities
from ..errors import Finding
from ..records import Case, Lead, utc
from .check import check_scoring
from .rules import Scoring
from .scorecard import Scorecard, score

__all__ = ["Category", "check_categories", "score_by_category", "scoring_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A scoring model under a name, and for whom it is: `when` says, and without it it is for everybody.

    It carries a `scoring`, so that whatever takes a model takes a category too: `score(case, category, at=…)`.
    """

    name: str
    scoring: Scoring
    when: Condition | None = None


def scoring_for(subject: Case | Lead, categories: Sequence[Category], *, at: datetime) -> Category | None:
    """The first category that a lead is in; None if it is in none.

    >>> from datetime import UTC
    >>> from leadmodel.scoring import GradeBand, LevelBand
    >>> plain = Scoring(
    ...     fit=(), behaviour=(), grades=(GradeBand(grade="A"),), levels=(LevelBand(level=1),), sales_ready=()
    ... )
    >>> categories = [
    ...     Category(name="customers", scoring=plain, when=Condition(field="fields.customer", equals=True)),
    ...     Category(name="prospects", scoring=plain),
    ... ]
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=noon, source="form", fields={"customer": True})
    >>> scoring_for(lead, categories, at=noon).name
    'customers'

    Whether a lead is in a category may be unknown, and then it is not. Raises `TimeError` for a naive `at`.
    """
    return next(_of(subject, categories, utc(at, "at")), None)


def score_by_category(
    subject: Case | Lead, categories: Sequence[Category], *, at: datetime
) -> tuple[tuple[str, Scorecard], ...]:
    """The card of every category that a lead is in, in the order of the categories.

    A customer may be a prospect for something else, and then it has two. Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    return tuple((each.name, score(subject, each, at=at)) for each in _of(subject, categories, at))


def check_categories(
    categories: Sequence[Category], path: str, profile: Mapping[str, FieldKind]
) -> Iterator[Finding]:
    """Every fault of the models and of the conditions that tell them apart; names have to differ."""
    for place, category in enumerate(categories):
        here = f"{path}[{place}]"
        if not category.name:
            yield Finding(f"{here}.name", "is empty, a category needs a name")
        elif any(category.name == earlier.name for earlier in categories[:place]):
            yield Finding(f"{here}.name", f"category {category.name!r} is declared twice")
        if category.when is not None:
            yield from check_condition(category.when, f"{here}.when", profile, activities=True)
        yield from check_scoring(category.scoring, f"{here}.scoring", profile)


def _of(subject: Case | Lead, categories: Sequence[Category], at: datetime) -> Iterator[Category]:
    return (each for each in categories if _holds(subject, each.when, at))


def _holds(subject: Case | Lead, when: Condition | None, at: datetime) -> bool:
    if when is None:
        return True
    if isinstance(subject, Lead):
        return compile_condition(when)(subject, None) is True
    figures = {str(asked): measure_activities(asked, subject.history, at) for asked in when.activities_read()}
    return compile_condition(when)(subject.lead, None, figures) is True
