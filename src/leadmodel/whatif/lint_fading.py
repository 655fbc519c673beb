"""Points that fade too fast or too slowly for the time in which they count."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from ..conditions.ages import whole_hours
from ..records import spell
from ..scoring import BehaviourRule
from ..scoring.points import in_points, thousandths
from .remarked import Inspected, ScoringRemark, ScoringRemarkCode, remark

__all__ = ["lint_fading"]

#: Of a window in which less than so many percent are lost, one cannot tell that points fade.
_HARDLY = 5
#: What is left when nobody would call it points any more, in percent.
_NEXT_TO_NOTHING = 1


def lint_fading(found: Inspected) -> Iterator[ScoringRemark]:
    """Every weakness of a decay against the window of its rule."""
    for rule in found.scoring.behaviour:
        if rule.decay is not None and rule.points:
            yield from _of(rule, found.path_of(rule))


def _of(rule: BehaviourRule, path: str) -> Iterator[ScoringRemark]:
    assert rule.decay is not None
    full = thousandths(rule.points)
    table = rule.decay.table(full)
    steps = rule.decay.steps
    for earlier, later in pairwise(enumerate(steps)):
        if later[1].keeps > earlier[1].keeps:
            yield remark(
                ScoringRemarkCode.DECAY_RISES,
                f"{path}.decay.steps[{later[0]}].keeps",
                f"rule {rule.id!r} keeps {later[1].keeps}% after {later[1].after} and only {earlier[1].keeps}% after "
                f"{earlier[1].after}, so points come back",
                "let each step keep less than the one before it",
                earlier=earlier[1].keeps,
                later=later[1].keeps,
            )
    if rule.within is None:
        return
    hours = whole_hours(rule.within, "within")
    past = [place for place, step in enumerate(steps) if whole_hours(step.after, "after") >= hours]
    for place in past:
        yield remark(
            ScoringRemarkCode.DECAY_STEP_PAST_WINDOW,
            f"{path}.decay.steps[{place}].after",
            f"rule {rule.id!r} counts what lies within {rule.within}, and the step after {steps[place].after} "
            "comes later",
            "leave the step out, or let the window be longer",
            after=whole_hours(steps[place].after, "after"),
            within=hours,
        )
    left = abs(table.at(hours - 1))
    if not past and abs(full) * (100 - _HARDLY) < left * 100:
        yield remark(
            ScoringRemarkCode.DECAY_HARDLY_SHOWS,
            f"{path}.decay",
            f"rule {rule.id!r} {rule.decay}, and at the end of its window of {rule.within} {in_points(left)} of "
            f"{in_points(abs(full))} points are left",
            "let the points fade faster, or leave the decay out",
            severity="note",
            left=in_points(left),
            points=rule.points,
        )
    gone = next(
        (age for age in range(hours) if abs(table.at(age)) * 100 < abs(full) * _NEXT_TO_NOTHING), hours
    )
    rising = any(abs(table.at(age)) * 100 >= abs(full) * _NEXT_TO_NOTHING for age in range(gone, hours))
    if gone * 2 <= hours and not rising:
        yield remark(
            ScoringRemarkCode.WINDOW_PAST_DECAY,
            f"{path}.within",
            f"rule {rule.id!r} {rule.decay}, and what is older than {spell(timedelta(hours=gone))} gives less than "
            f"{_NEXT_TO_NOTHING}% of its points: the rest of the window of {rule.within} is for nothing",
            "let the window end where the points do, or let them fade more slowly",
            severity="note",
            gone=gone,
            within=hours,
        )
