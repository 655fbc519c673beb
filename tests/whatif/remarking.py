"""Asking a linter of scoring about one weakness."""

from typing import Any

from leadmodel.conditions import Condition, field
from leadmodel.scoring import BehaviourRule, FitRule, GradeBand
from leadmodel.whatif import ScoringRemark, lint_scoring
from tests.building import scoring

TITLE, EMPLOYEES, COUNTRY = field("lead.title"), field("company.employees"), field("lead.country")
#: Nobody is without a source.
EVERYBODY = field("lead.source").is_known()
VP = TITLE.mentions("vp")


def fit(when: Condition, points: float = 10, id: str = "fit", **more: Any) -> FitRule:
    return FitRule(id=id, when=when, points=points, **more)


def page(points: float = 10, id: str = "page", **more: Any) -> BehaviourRule:
    return BehaviourRule(id=id, activity="page", points=points, **more)


def remarks(code: str, **changes: Any) -> list[ScoringRemark]:
    """The remarks with a code about a model with these changes."""
    return [each for each in lint_scoring(scoring(**changes)) if each.code == code]


def only(code: str, **changes: Any) -> ScoringRemark:
    found = remarks(code, **changes)
    assert len(found) == 1, found
    return found[0]


def ladder(*at_least: int) -> tuple[GradeBand, ...]:
    bands = [GradeBand(grade=chr(65 + place), at_least=least) for place, least in enumerate(at_least)]
    return (*bands, GradeBand(grade="Z"))
