"""What is weak about a scoring model: thresholds out of reach, rules that do nothing, points that are given twice.

A model with weaknesses is valid and scores; it only does not do what it seems to say.
"""

from collections.abc import Iterable
from datetime import datetime

from ..errors import InputError
from ..records import Case, Lead, utc
from ..scoring import HasScoring, Scoring
from .carded import sample_of
from .lint_bands import lint_bands
from .lint_bounds import lint_bounds
from .lint_fading import lint_fading
from .lint_overlaps import lint_overlaps
from .lint_rules import lint_rules
from .lint_sample import lint_sample
from .parts import taken_apart
from .reach import reckoned, scoring_of
from .remarked import Inspected, ScoringRemark

__all__ = ["lint_scoring"]


def lint_scoring(
    model: HasScoring | Scoring,
    *,
    sample: Iterable[Case | Lead] | None = None,
    at: datetime | None = None,
) -> tuple[ScoringRemark, ...]:
    """Every weakness of a scoring model that its document shows, and of a sample what the leads show as of `at`.

    >>> from leadmodel.conditions import field
    >>> from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand
    >>> employees = field("company.employees")
    >>> scoring = Scoring(
    ...     fit=(
    ...         FitRule(id="large", when=employees >= 1000, points=20, bucket="qualification"),
    ...         FitRule(id="small", when=employees < 50, points=30),
    ...     ),
    ...     behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=25, at_most=2),),
    ...     grades=(GradeBand(grade="A", at_least=50), GradeBand(grade="B", at_least=20), GradeBand(grade="C")),
    ...     levels=(LevelBand(level=1, at_least=50), LevelBand(level=2)),
    ...     sales_ready=("A1", "B1"),
    ... )
    >>> for remark in lint_scoring(scoring):
    ...     print(remark.severity, remark.code, "-", remark.wrong)
    warning band_out_of_reach - no lead has grade A: the fit comes to 30 at most, and it starts at 50
    warning cell_out_of_reach - no lead is in A1: grade A is out of reach

    Warnings come first, and each kind of weakness is in the order of the document. What is called out of reach, dead
    or hidden is so for every lead; where a model is too entangled to be gone through, nothing is said. A path begins
    with `$.scoring`, and for a scoring alone with `$`. Raises `InputError` for a sample without `at` or with a lead
    twice, `TimeError` for a naive `at`.
    """
    scoring = scoring_of(model)
    found = Inspected(
        scoring=scoring,
        path="$" if isinstance(model, Scoring) else "$.scoring",
        taken=taken_apart(scoring),
        reckoned=reckoned(scoring),
    )
    remarks = [
        *lint_rules(found),
        *lint_overlaps(found),
        *lint_fading(found),
        *lint_bounds(found),
        *lint_bands(found),
    ]
    if sample is not None:
        if at is None:
            raise InputError("at", at, "is missing, say as of when the sample is scored")
        remarks += lint_sample(found, sample_of(sample, "sample"), utc(at, "at"))
    return tuple(sorted(remarks, key=lambda remark: remark.severity != "warning"))
