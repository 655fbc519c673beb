"""Random scoring models with all that a rule can have, and random tables for them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count as numbers
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition, ValueList
from leadmodel.conditions.condition import NUMERIC, TEXTUAL
from leadmodel.records import Event, EventId, EventKind, LeadId
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, FitRule, GradeBand, Group, LevelBand, Scoring

AT = datetime(2026, 11, 9, 12, 30, tzinfo=UTC)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
ACTIVITIES = ("page", "demo", "left")
WINDOWS = ("1h", "1d", "7d")

texts = st.sampled_from(
    ("", "VP", "vp sales", "MVP", "Straße", "STRASSE", "İ", "i̇", "ﬁ", "K", "k", "a.*", "ΣΑΣ")
)
wholes = st.sampled_from((0, 1, 49, 50, 51, 2**53, 2**53 + 1, -(2**63), 2**63 - 1))
fractions = st.sampled_from((0.0, 0.5, 50.0, 2.0**53, float("inf"), float("-inf"), 1e300))
limits = st.one_of(st.sampled_from((0, 50, 50.5, 2**53 + 1, 2**70, float("inf"), float("-inf"))), wholes)
points = st.one_of(st.integers(-30, 30), st.sampled_from((0.5, -0.001, 12.345)))
bounds = st.none() | points
KINDS = {
    "lead.title": pa.string(),
    "fields.whole": pa.int64(),
    "fields.part": pa.float64(),
    "fields.yes": pa.bool_(),
}
rows = st.fixed_dictionaries(
    {
        "lead.id": st.sampled_from(("L1", "L2", "L3")),
        "lead.title": st.none() | texts,
        "fields.whole": st.none() | wholes,
        "fields.part": st.none() | fractions,
        "fields.yes": st.none() | st.booleans(),
    }
)


@st.composite
def comparisons(draw: st.DrawFn, *, activities: bool = True) -> Condition:
    subject = draw(st.sampled_from((*KINDS, "activities") if activities else tuple(KINDS)))
    told: dict[str, Any] = {"field": subject}
    if subject == "activities":
        told = {"activities": draw(measures)}
    numeric = st.dictionaries(st.sampled_from(NUMERIC), limits, min_size=1, max_size=2)
    if subject == "lead.title":
        operator = draw(st.sampled_from((*TEXTUAL, "equals", "one_of", "in_list", "present")))
    elif subject == "fields.yes":
        operator = draw(st.sampled_from(("equals", "present")))
    else:
        operator = draw(st.sampled_from(("numeric", "equals", "one_of", "in_list", "present")))
    values: Any = {"lead.title": texts, "fields.yes": st.booleans()}.get(subject, limits)
    if operator == "numeric":
        return Condition(**told | draw(numeric))
    if operator == "present":
        return Condition(**told, present=draw(st.booleans()))
    if operator == "equals":
        return Condition(**told, equals=draw(values))
    if operator == "in_list":
        # Long ones go through other code than short ones.
        more = draw(st.sampled_from(((), tuple(range(100, 400)))))
        listed = ValueList(name="own", values=(*draw(st.lists(values, min_size=1, max_size=2)), *more))
        return Condition(**told | {"in_list": listed})
    if operator in TEXTUAL:
        values = texts.filter(lambda text: any(letter.isalnum() for letter in text))
    return Condition(**told | {operator: tuple(draw(st.lists(values, min_size=1, max_size=2)))})


measures = st.builds(
    Activities,
    measure=st.sampled_from(("count", "amount", "subjects", "days_since")),
    of=st.lists(st.sampled_from(ACTIVITIES), max_size=2).map(tuple),
    within=st.none() | st.sampled_from(WINDOWS),
)


def joined(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda inside: Condition(all_of=inside)),
        several.map(lambda inside: Condition(any_of=inside)),
        several.map(lambda inside: Condition(none_of=inside)),
    )


conditions = st.recursive(comparisons(), joined, max_leaves=4)
decays = st.one_of(
    st.sampled_from(("1h", "36h", "7d")).map(lambda length: Decay(half_life=length)),
    st.just(Decay(steps=(DecayStep(after="1h", keeps=80), DecayStep(after="7d", keeps=10)))),
)


#: Of a rule or a group: zero lies within.
around_zero: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "cap": st.none() | st.integers(0, 30) | st.just(12.345),
        "floor": st.none() | st.integers(-30, 0) | st.just(-0.001),
    }
)


def ordered(cap: Any, floor: Any) -> dict[str, Any]:
    """Bounds of which the lower is the floor."""
    if cap is not None and floor is not None:
        cap, floor = max(cap, floor), min(cap, floor)
    return {"cap": cap, "floor": floor}


@st.composite
def behaviour_rules(draw: st.DrawFn, name: str, group: str | None) -> BehaviourRule:
    told: dict[str, Any] = {"id": name, "points": draw(points), "group": group}
    if draw(st.booleans()):
        return BehaviourRule(when=draw(conditions), **told)
    told |= draw(around_zero)
    most = draw(st.none() | st.integers(1, 2))
    if most is not None:
        told |= {"per": draw(st.none() | st.sampled_from(WINDOWS)), "per_subject": draw(st.booleans())}
    return BehaviourRule(
        activity=draw(st.sampled_from(ACTIVITIES)),
        at_most=most,
        within=draw(st.none() | st.sampled_from(WINDOWS)),
        min_amount=draw(st.none() | st.integers(1, 3)),
        decay=draw(st.none() | decays),
        **told,
    )


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    ids = numbers()
    groups = {part: draw(st.none() | st.just(f"group {part}")) for part in ("fit", "behaviour")}
    fit = [
        FitRule(id=f"f{next(ids)}", when=when, points=draw(points), otherwise=draw(points), group=group)
        for when, group in draw(
            st.lists(st.tuples(conditions, st.sampled_from((None, groups["fit"]))), max_size=4)
        )
    ]
    behaviour = [
        draw(behaviour_rules(f"b{next(ids)}", group))
        for group in draw(st.lists(st.sampled_from((None, groups["behaviour"])), max_size=4))
    ]
    marks = st.lists(st.integers(-40, 60), max_size=2, unique=True).map(
        lambda found: sorted(found, reverse=True)
    )
    steps, heights = [*draw(marks), None], [*draw(marks), None]
    fit_bounds, score_bounds = (ordered(draw(bounds), draw(bounds)) for _ in range(2))
    return Scoring(
        fit=tuple(fit),
        behaviour=tuple(behaviour),
        grades=tuple(
            GradeBand(grade=name, at_least=least) for name, least in zip("ABC", steps, strict=False)
        ),
        levels=tuple(LevelBand(level=place, at_least=least) for place, least in enumerate(heights, start=1)),
        sales_ready=("A1", "B1"),
        start=draw(points),
        groups=tuple(Group(name=name, **draw(around_zero)) for name in groups.values() if name is not None),
        fit_cap=fit_bounds["cap"],
        fit_floor=fit_bounds["floor"],
        score_cap=score_bounds["cap"],
        score_floor=score_bounds["floor"],
    )


#: Often exactly on the edge of an hour, a window or a step.
ages = st.tuples(
    st.sampled_from((-1, 0, 1, 2, 23, 24, 25, 36, 167, 168, 169, 1_000)),
    st.sampled_from((-TICK, 0 * TICK, TICK)),
).map(lambda near: near[0] * HOUR + near[1])
happenings = st.tuples(
    st.sampled_from(("L1", "L2", "L9")),
    st.sampled_from((*ACTIVITIES, "other")),
    ages,
    st.none() | st.sampled_from(("", "a", "b")),
    st.none() | st.integers(0, 4),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Event, ...]:
    return tuple(
        Event(
            id=EventId(f"e{place}"),
            lead=LeadId(lead),
            kind=EventKind.ACTIVITY,
            at=AT - age,
            activity=activity,
            subject=subject,
            amount=amount,
        )
        for place, (lead, activity, age, subject, amount) in enumerate(
            draw(st.lists(happenings, max_size=10))
        )
    )


def table_of(found: Sequence[dict[str, Any]]) -> pa.Table:
    kinds = {"lead.id": pa.string(), **KINDS}
    made = {name: pa.array([row[name] for row in found], kind) for name, kind in kinds.items()}
    return pa.table({"place": pa.array(range(len(found)), pa.int64()), **made})
