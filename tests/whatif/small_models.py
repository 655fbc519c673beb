"""Small scoring models over a few fields and activities, for laws."""

from typing import Any

from hypothesis import strategies as st

from leadmodel.conditions import Condition, ValueList, count, field
from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, Group, LevelBand, Scoring
from tests.whatif.every_lead import WORDS

NEAR = ValueList(name="near", values=("CH", "it"))
limits = st.integers(-1, 13)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True)


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    """One comparison with a field."""
    name = draw(
        st.sampled_from(
            (
                "lead.title",
                "lead.country",
                "company.employees",
                "company.employees",
                "fields.seats",
                "fields.trial",
            )
        )
    )
    asked = field(name)
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from((asked.is_known(), asked.is_missing())))
    if name == "lead.title":
        return draw(
            st.one_of(
                words.map(lambda some: asked.mentions(*some)),
                words.map(lambda some: asked.contains(*some)),
                st.just(asked == "VP"),
            )
        )
    if name == "lead.country":
        return draw(
            st.sampled_from((asked == "CH", asked == "de", asked.one_of("CH", "FR"), asked.in_list(NEAR)))
        )
    if name == "fields.trial":
        return asked == draw(st.booleans())
    low, high = draw(limits), draw(limits)
    return draw(
        st.sampled_from(
            (
                asked >= low,
                asked > low,
                asked < low,
                asked <= low,
                asked == low,
                asked.one_of(low, high),
                asked.in_list(ValueList(name="some", values=(low, high))),
                Condition(field=name, at_least=low, below=high),
                Condition(field=name, above=low, below=low + 1),
            )
        )
    )


@st.composite
def counts_of(draw: st.DrawFn, activities: tuple[str, ...]) -> Condition:
    asked = count(draw(st.sampled_from(activities)), within=draw(st.sampled_from((None, "1d", "7d"))))
    return draw(st.sampled_from((asked >= 1, asked >= 2, asked < 2, asked == 1, ~(asked >= 1))))


def conditions(*leaves: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    one = st.one_of(*leaves)
    return st.one_of(
        one,
        one,
        st.tuples(one, one).map(lambda two: two[0] & two[1]),
        st.tuples(one, one).map(lambda two: two[0] | two[1]),
        one.map(lambda each: ~each),
    )


#: Points of a model, with the bounds that its rules may have: fine ones, and some that come in steps.
PALETTES: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = (
    ((-5, -3, -2, 0, 1, 2, 3, 4, 5, 6, 2.5), (-4, 0, 2, 3.5, 7)),
    ((-3, 3, 6), (0, 3, 9)),
    ((4, 4, 8, -4), (0,)),
)


class Palette:
    """The points and bounds that one model draws from."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._points, self._bounds = draw(st.sampled_from(PALETTES))

    def points(self) -> float:
        return self._draw(st.sampled_from(self._points))

    def around_zero(self) -> dict[str, float]:
        """Bounds as a rule or a group may have them, with zero between them."""
        bounds = self.bounds()
        return {name: bound for name, bound in bounds.items() if (bound >= 0) == (name == "cap") or not bound}

    def bounds(self) -> dict[str, float]:
        """A cap, a floor, or both, which do not cross; mostly none."""
        if self._draw(st.integers(0, 2)):
            return {}
        some = self._draw(st.lists(st.sampled_from(self._bounds), min_size=1, max_size=2))
        if len(some) == 2:
            return {"cap": max(some), "floor": min(some)}
        return {self._draw(st.sampled_from(("cap", "floor"))): some[0]}


@st.composite
def small_models(
    draw: st.DrawFn,
    *,
    fit: int = 3,
    behaviour: int = 0,
    activities: tuple[str, ...] = (),
    endless: bool = True,
) -> Scoring:
    """Up to so many rules, with bounds of every kind; `endless` rules count every time."""
    palette = Palette(draw)
    groups = tuple(Group(name=name, **bounds) for name in "fs" if (bounds := palette.around_zero()))
    leaves = [comparisons()] + [counts_of(activities)] * bool(activities)
    rules = [
        FitRule(
            id=f"fit{place}",
            when=when,
            points=palette.points(),
            otherwise=draw(st.sampled_from((0, 0, palette.points()))),
            group=draw(st.sampled_from((None, "f"))),
        )
        for place, when in enumerate(draw(st.lists(conditions(*leaves), max_size=fit)))
    ]
    times = (None, 1, 2, 3) if endless else (1, 2, 3)
    acts: list[BehaviourRule] = []
    for place in range(draw(st.integers(0, behaviour))):
        told: dict[str, Any] = {"points": palette.points(), "group": draw(st.sampled_from((None, "s")))}
        if not activities or draw(st.integers(0, 3)) == 0:
            acts.append(BehaviourRule(id=f"did{place}", when=draw(conditions(*leaves)), **told))
        else:
            acts.append(
                BehaviourRule(
                    id=f"did{place}",
                    activity=draw(st.sampled_from(activities)),
                    at_most=draw(st.sampled_from(times)),
                    within=draw(st.sampled_from((None, "1d", "7d"))),
                    **told | palette.around_zero(),
                )
            )
    grades = [GradeBand(grade=name, at_least=mark) for name, mark in zip("ABC", _bands(draw), strict=False)]
    levels = [LevelBand(level=level, at_least=mark) for level, mark in enumerate(_bands(draw), start=1)]
    labels = [f"{grade.grade}{level.level}" for grade in grades for level in levels]
    used = {rule.group for rule in rules} | {rule.group for rule in acts}
    within: dict[str, Any] = {f"fit_{name}": bound for name, bound in palette.bounds().items()}
    within |= {f"score_{name}": bound for name, bound in palette.bounds().items()}
    return Scoring(
        fit=tuple(rules),
        behaviour=tuple(acts),
        grades=tuple(grades),
        levels=tuple(levels),
        sales_ready=tuple(draw(st.lists(st.sampled_from(labels), unique=True))),
        groups=tuple(group for group in groups if group.name in used),
        start=draw(st.sampled_from((0, 0, 0, palette.points()))),
        **within,
    )


def _bands(draw: st.DrawFn) -> list[int | None]:
    marks = draw(st.lists(st.integers(-6, 12), max_size=2, unique=True))
    return [*sorted(marks, reverse=True), None]


def fields_of(scoring: Scoring) -> frozenset[str]:
    """Every field that a rule asks for."""
    asked = [rule.when for rule in scoring.fit]
    asked += [rule.when for rule in scoring.behaviour if rule.when is not None]
    return frozenset().union(*(when.fields_read() for when in asked))
