"""Random scoring models and histories with all that a model can say, and instants on the edges of its windows."""

from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition
from leadmodel.records import Event, EventId, EventKind, LeadId, RepId
from leadmodel.scoring import (
    BehaviourRule,
    Decay,
    DecayStep,
    FitRule,
    GradeBand,
    Group,
    LevelBand,
    Scoring,
)
from tests.building import MONDAY
from tests.conditions.kleene import comparisons

ACTIVITIES = ("webinar", "page", "unsubscribed")
SUBJECTS = (None, "pricing", "home")
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)

points = st.integers(-30, 40) | st.sampled_from([0.5, -0.001, 12.345, 33.333])
bounds = st.none() | st.integers(-20, 60) | st.just(12.5)
windows = st.sampled_from(["1h", "1d", "3d", "7d", "1d12h"])
decays = st.sampled_from(
    [
        Decay(half_life="1d"),
        Decay(half_life="7d"),
        Decay(half_life="5h"),
        Decay(steps=(DecayStep(after="1d", keeps=50), DecayStep(after="3d", keeps=0))),
        Decay(steps=(DecayStep(after="2h", keeps=33),)),
    ]
)
measures = st.builds(
    Activities,
    measure=st.sampled_from(["count", "amount", "subjects", "days_since"]),
    of=st.lists(st.sampled_from(ACTIVITIES), max_size=2, unique=True),
    within=st.none() | windows,
)
measured = st.builds(
    lambda activities, operator, limit: Condition(activities=activities, **{operator: limit}),
    measures,
    st.sampled_from(["above", "below", "at_least", "at_most", "equals"]),
    st.integers(0, 4),
)
questions = st.recursive(
    comparisons.filter(lambda each: not str(each.field).startswith("card.")) | measured,
    lambda inner: st.builds(
        lambda group, members: Condition(**{group: members}),
        st.sampled_from(["all_of", "any_of", "none_of"]),
        st.lists(inner, min_size=1, max_size=2),
    ),
    max_leaves=3,
)


#: Of a rule or a group: zero lies within.
around_zero: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "cap": st.none() | st.integers(0, 60) | st.just(12.5),
        "floor": st.none() | st.integers(-20, 0) | st.just(-0.5),
    }
)


@st.composite
def limits(draw: st.DrawFn, prefix: str) -> dict[str, Any]:
    cap, floor = draw(bounds), draw(bounds)
    if cap is not None and floor is not None and cap < floor:
        cap, floor = floor, cap
    return {f"{prefix}cap": cap, f"{prefix}floor": floor}


@st.composite
def activity_rules(draw: st.DrawFn, name: str, group: str | None) -> BehaviourRule:
    at_most = draw(st.none() | st.integers(1, 3))
    return BehaviourRule(
        id=name,
        points=draw(points),
        activity=draw(st.sampled_from(ACTIVITIES)),
        at_most=at_most,
        per=None if at_most is None else draw(st.none() | st.sampled_from(["1h", "6h", "1d"])),
        per_subject=at_most is not None and draw(st.booleans()),
        within=draw(st.none() | windows),
        min_amount=draw(st.none() | st.integers(1, 4)),
        decay=draw(st.none() | decays),
        group=group,
        **draw(st.just({}) | around_zero),
    )


@st.composite
def bands(draw: st.DrawFn, names: tuple[Any, ...]) -> list[tuple[Any, int | None]]:
    marks = draw(st.lists(st.integers(-40, 80), max_size=len(names) - 1, unique=True))
    return list(zip(names, [*sorted(marks, reverse=True), None], strict=False))


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    """A model of a few rules of every kind."""
    ids = (f"r{number}" for number in count())
    grouped = st.sampled_from([None, None, "one", "two"])
    fit = tuple(
        FitRule(
            id=next(ids),
            when=when,
            points=draw(points),
            otherwise=draw(st.just(0) | points),
            group="fits" if draw(st.booleans()) else None,
        )
        for when in draw(st.lists(questions, max_size=3))
    )
    behaviour = tuple(
        draw(activity_rules(next(ids), draw(grouped)))
        if kind == "activity"
        else BehaviourRule(id=next(ids), points=draw(points), when=draw(measured), group=draw(grouped))
        for kind in draw(st.lists(st.sampled_from(["activity", "activity", "condition"]), max_size=4))
    )
    used = {rule.group for rule in fit} | {rule.group for rule in behaviour}
    groups = tuple(Group(name=name, **draw(around_zero)) for name in ("two", "fits", "one") if name in used)
    grades, levels = draw(bands(("A", "B", "C"))), draw(bands((1, 2, 3)))
    cells = [f"{grade}{level}" for grade, _ in grades for level, _ in levels]
    return Scoring(
        fit=fit,
        behaviour=behaviour,
        grades=tuple(GradeBand(grade=name, at_least=least) for name, least in grades),
        levels=tuple(LevelBand(level=name, at_least=least) for name, least in levels),
        sales_ready=tuple(draw(st.lists(st.sampled_from(cells), unique=True))),
        start=draw(st.just(0) | points),
        groups=groups,
        **draw(limits("fit_")),
        **draw(limits("score_")),
    )


#: From a day ahead to eight days back, often exactly on the edge of an hour or a window.
ages = st.tuples(
    st.sampled_from([-24, -1, 0, 1, 2, 5, 6, 23, 24, 25, 36, 71, 72, 73, 120, 167, 168, 169, 400]),
    st.sampled_from([-TICK, timedelta(0), TICK, timedelta(minutes=20)]),
).map(lambda near: near[0] * HOUR + near[1])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Activities in any order, now and then with a touch between them."""
    told = draw(
        st.lists(
            st.tuples(
                st.sampled_from((*ACTIVITIES, "other")),
                ages,
                st.sampled_from(SUBJECTS),
                st.none() | st.integers(0, 5),
                st.integers(0, 9),
            ),
            max_size=8,
        )
    )
    return [
        Event(
            id=EventId(f"e{place}"),
            lead=LeadId("L1"),
            kind=EventKind.TOUCHED if dice == 9 else EventKind.ACTIVITY,
            at=MONDAY - age,
            activity=activity,
            rep=RepId("ann"),
            subject=subject,
            amount=amount,
        )
        for place, (activity, age, subject, amount, dice) in enumerate(told)
    ]
