"""Which figures a model asks of events, in the form in which the kernel counts them.

>>> from ..scoring import BehaviourRule, Decay, GradeBand, LevelBand, Scoring
>>> rule = BehaviourRule(id="page", activity="page_viewed", points=1, decay=Decay(half_life="1d"))
>>> grades, levels = (GradeBand(grade="A"),), (LevelBand(level=1),)
>>> model = Scoring(fit=(), behaviour=(rule,), grades=grades, levels=levels, sales_ready=())
>>> [figure.name for figure in figures_of(model)]
['earned(page)']
"""

from collections.abc import Iterator

from ..conditions import Activities, Condition
from ..conditions.ages import whole_hours
from ..scoring import BehaviourRule, Scoring
from ..scoring.points import thousandths
from .kernel import Figure, Last, Latest, Subjects, Sum

__all__ = ["conditions_of", "figures_of", "measures_of"]


def conditions_of(scoring: Scoring) -> Iterator[Condition]:
    """The conditions of all rules."""
    yield from (rule.when for rule in scoring.fit)
    yield from (rule.when for rule in scoring.behaviour if rule.when is not None)


def measures_of(scoring: Scoring) -> tuple[Activities, ...]:
    """What the conditions of a model measure of activities, in the order of their names."""
    return tuple(
        sorted({each for when in conditions_of(scoring) for each in when.activities_read()}, key=str)
    )


def figures_of(scoring: Scoring) -> tuple[Figure, ...]:
    """Every figure that the rules ask for, each once, by name."""
    found = {str(each): _measure(each) for each in measures_of(scoring)}
    for rule in scoring.behaviour:
        if rule.activity is not None:
            found[rule.figure] = _earned(rule, rule.activity)
    return tuple(found[name] for name in sorted(found))


def _measure(asked: Activities) -> Figure:
    if asked.measure == "days_since":
        return Last(name=str(asked), of=asked.of, hours=asked.hours)
    if asked.measure == "subjects":
        return Subjects(name=str(asked), of=asked.of, hours=asked.hours)
    if asked.measure == "amount":
        return Sum(name=str(asked), of=asked.of, hours=asked.hours, amounts=True)
    return _count(str(asked), asked.of, asked.hours)


def _count(name: str, of: tuple[str, ...], hours: int | None) -> Sum:
    return Sum(name=name, of=of, table=(1,) * (hours or 0), rest=1 if hours is None else 0)


def _earned(rule: BehaviourRule, activity: str) -> Figure:
    hours = None if rule.within is None else whole_hours(rule.within, "within")
    if rule.counted:
        return _count(rule.figure, (activity,), hours)
    full = thousandths(rule.points)
    by_hour, rest = ((), full) if rule.decay is None else _table(rule, full)
    if rule.at_most is None and rule.min_amount is None:
        if hours is not None:
            by_hour, rest = (*by_hour, *(rest,) * (hours - len(by_hour)))[:hours], 0
        return Sum(name=rule.figure, of=(activity,), table=by_hour, rest=rest)
    return Latest(
        name=rule.figure,
        of=(activity,),
        hours=hours,
        table=by_hour,
        rest=rest,
        most=rule.at_most,
        per=None if rule.per is None else whole_hours(rule.per, "per"),
        per_subject=rule.per_subject,
        min_amount=rule.min_amount,
    )


def _table(rule: BehaviourRule, full: int) -> tuple[tuple[int, ...], int]:
    assert rule.decay is not None
    table = rule.decay.table(full)
    return table.by_hour, table.rest
