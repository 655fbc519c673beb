"""What a model can come to, against every lead written out one by one."""

from hypothesis import assume, given

from leadmodel.scoring import Scoring
from leadmodel.whatif.reach import reach
from tests.whatif.every_lead import leads, reached
from tests.whatif.small_models import fields_of, small_models


def agrees(scoring: Scoring, activities: dict[str, int]) -> None:
    """Nothing that somebody reaches is said to be out of reach, and what is said to be exact is."""
    read = fields_of(scoring)
    assume(len(read) <= (3 if not activities else 1))
    cells, fits, scores = reached(scoring, leads(read, activities))
    found = reach(scoring)

    assert cells <= set(found.cells)
    assert {cell[0] for cell in cells} <= set(found.grades)
    for reached_points, span in ((fits, found.fit), (scores, found.score)):
        assert span.least is None or span.least <= min(reached_points)
        assert span.most is None or span.most >= max(reached_points)
        if span.exact:
            assert span.least in (None, min(reached_points))
            assert span.most in (None, max(reached_points))
    if found.exact:
        assert cells == set(found.cells)


@given(small_models(fit=4, behaviour=2))
def test_reach_of_what_leads_are_is_that_of_every_lead(scoring: Scoring) -> None:
    agrees(scoring, {})


@given(small_models(fit=1, behaviour=3, activities=("page",)))
def test_reach_of_what_leads_do_is_that_of_every_lead(scoring: Scoring) -> None:
    agrees(scoring, {"page": 22})


@given(small_models(fit=1, behaviour=3, activities=("page", "demo"), endless=False))
def test_reach_of_several_activities_is_that_of_every_lead(scoring: Scoring) -> None:
    agrees(scoring, {"page": 6, "demo": 6})
