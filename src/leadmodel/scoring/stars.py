"""Weights in stars, and the points that they become: all at one uniform rate.

"Lead Liaison" lets the teams give out stars first, because four stars and five stars can be argued about in a meeting,
and turns them into points afterwards. At ten points a star a threshold of seven stars is one of 70 points.
"""

from dataclasses import replace

from ..errors import InputError
from .points import Points, in_points, thousandths
from .rules import Group, Scoring

__all__ = ["scaled"]


def scaled(scoring: Scoring, rate: int) -> Scoring:
    """The same model with every number of points, bound, band and start so many times as large.

    >>> from leadmodel.scoring import BehaviourRule, GradeBand, LevelBand
    >>> stars = Scoring(
    ...     fit=(),
    ...     behaviour=(BehaviourRule(id="webinar", activity="webinar", points=3, cap=6),),
    ...     grades=(GradeBand(grade="A"),),
    ...     levels=(LevelBand(level=1, at_least=7), LevelBand(level=2)),
    ...     sales_ready=("A1",),
    ... )
    >>> points = scaled(stars, 10)
    >>> points.behaviour[0].points, points.behaviour[0].cap, points.levels[0].at_least
    (30, 60, 70)

    Every lead keeps its grade, level and label. Where points fade, they are rounded to a thousandth at the new size,
    so that a lead may reach a line an hour earlier or later. How often a thing counts, how much of it there has to be,
    and lengths of time are no points and stay. Raises `InputError` for a rate that is no whole number above zero, and
    for points that become too many.
    """
    given: object = rate
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InputError("rate", rate, "is no whole number of points for a star, give one such as 10")

    def many(points: Points) -> Points:
        return in_points(thousandths(points) * rate)

    def bound(points: Points | None) -> Points | None:
        return None if points is None else many(points)

    def line(at_least: int | None) -> int | None:
        return None if at_least is None else at_least * rate

    return replace(
        scoring,
        fit=tuple(
            replace(rule, points=many(rule.points), otherwise=many(rule.otherwise)) for rule in scoring.fit
        ),
        behaviour=tuple(
            replace(rule, points=many(rule.points), cap=bound(rule.cap), floor=bound(rule.floor))
            for rule in scoring.behaviour
        ),
        groups=tuple(
            Group(name=each.name, cap=bound(each.cap), floor=bound(each.floor)) for each in scoring.groups
        ),
        grades=tuple(replace(band, at_least=line(band.at_least)) for band in scoring.grades),
        levels=tuple(replace(band, at_least=line(band.at_least)) for band in scoring.levels),
        start=many(scoring.start),
        fit_cap=bound(scoring.fit_cap),
        fit_floor=bound(scoring.fit_floor),
        score_cap=bound(scoring.score_cap),
        score_floor=bound(scoring.score_floor),
    )
