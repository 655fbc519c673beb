"""The least and the most that any lead can come to, and the cells of the matrix that any lead can be in.

Nothing is tried out on leads: what the rules can tell apart is gone through, and the rest is added up. Where that would
be too much, what is said is at most too wide, and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import inf, isinf

from ..scoring import GradeBand, HasScoring, LevelBand, Scoring
from ..scoring.points import Points, thousandths
from .parts import Part, Taken, taken_apart
from .sums import MOST_VECTORS, Account, closed, clusters_of, in_units
from .totals import Bound, Totals, union

__all__ = ["Reach", "Reckoned", "Span", "band_edges", "bounds_of", "reach", "reckoned", "scoring_of"]

_BOTH: tuple[Part, Part] = ("fit", "behaviour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the least to the most whole points, None for no limit; `exact` says that both are reached."""

    least: int | None
    most: int | None
    exact: bool

    def __str__(self) -> str:
        least = "any number below zero" if self.least is None else str(self.least)
        most = "any number" if self.most is None else str(self.most)
        return f"{'from' if self.exact else 'within'} {least} to {most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a model can come to: what is not listed is out of reach of every lead.

    `exact` says that all that is listed is within reach. `fit` and `score` are within all bounds.
    """

    fit: Span
    score: Span
    grades: tuple[str, ...]
    levels: tuple[int, ...]
    cells: tuple[str, ...]
    exact: bool

    def __str__(self) -> str:
        return f"fit {self.fit}, score {self.score}: {', '.join(self.cells)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The same in units of `units` thousandths, and before bounds too, for those who ask why."""

    units: dict[Part, int]
    groups: dict[Account, Totals]
    before: dict[Part, Totals]
    after: dict[Part, Totals]
    bands: dict[Part, tuple[int, ...]]
    cells: frozenset[tuple[int, int]]

    @property
    def exact(self) -> bool:
        return all(self.after[part].filled for part in _BOTH)

    def span(self, part: Part) -> Span:
        """The least and the most of a part."""
        totals, unit = self.after[part], self.units[part]
        return Span(
            least=None if isinf(totals.least) else int(totals.least) * unit // 1000,
            most=None if isinf(totals.most) else int(totals.most) * unit // 1000,
            exact=totals.sharp,
        )


def scoring_of(model: HasScoring | Scoring) -> Scoring:
    """The scoring of a model, or the scoring itself."""
    return model if isinstance(model, Scoring) else model.scoring


def reach(model: HasScoring | Scoring) -> Reach:
    """What the fit and the score of any lead can come to, and the cells that any lead can be in.

    >>> from leadmodel.conditions import field
    >>> from leadmodel.scoring import BehaviourRule, FitRule
    >>> employees = field("company.employees")
    >>> scoring = Scoring(
    ...     fit=(
    ...         FitRule(id="large", when=employees >= 1000, points=20),
    ...         FitRule(id="small", when=employees < 50, points=30),
    ...     ),
    ...     behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=25, at_most=2),),
    ...     grades=(GradeBand(grade="A", at_least=50), GradeBand(grade="B", at_least=20), GradeBand(grade="C")),
    ...     levels=(LevelBand(level=1, at_least=50), LevelBand(level=2)),
    ...     sales_ready=("A1",),
    ... )
    >>> print(reach(scoring))
    fit from 0 to 30, score from 0 to 50: B1, B2, C1, C2

    Nobody is large and small, so nobody has 50. Comparisons with numbers and whole values are exact, and texts are told
    apart by what is found in them; activities are exact as long as each is asked about in one way. `exact` is False
    where different measures of one activity, or too many combinations, would have to be gone through together.
    """
    scoring = scoring_of(model)
    found = reckoned(scoring)
    levels = len(scoring.levels)
    return Reach(
        fit=found.span("fit"),
        score=found.span("behaviour"),
        grades=tuple(scoring.grades[place].grade for place in found.bands["fit"]),
        levels=tuple(scoring.levels[place].level for place in found.bands["behaviour"]),
        cells=tuple(
            label for place, label in enumerate(scoring.labels()) if divmod(place, levels) in found.cells
        ),
        exact=found.exact,
    )


def reckoned(scoring: Scoring) -> Reckoned:
    """What every group, part and cell can come to."""
    taken = taken_apart(scoring)
    units = taken.units
    groups: dict[Account, Totals] = {}
    apart: dict[Part, Totals] = {
        "fit": Totals.of(thousandths(scoring.start) // units["fit"]),
        "behaviour": Totals.of(0),
    }
    linked: list[list[tuple[Totals, Totals]]] = []
    for cluster in clusters_of(scoring, taken):
        pairs, inside = closed(scoring, cluster, units)
        groups |= inside
        if len(cluster.parts) > 1:
            linked.append(pairs)
            continue
        (part,) = cluster.parts
        place = _BOTH.index(part)
        apart[part] = apart[part].plus(union(pair[place] for pair in pairs))
    before: dict[Part, list[Totals]] = {part: [] for part in _BOTH}
    after: dict[Part, list[Totals]] = {part: [] for part in _BOTH}
    cells: set[tuple[int, int]] = set()
    for pair in _together(linked):
        landed: list[list[int]] = []
        for part, own in zip(_BOTH, pair, strict=True):
            totals = _with_gaps(scoring, taken, part, apart[part].plus(own))
            cap, floor = (in_units(each, units[part]) for each in bounds_of(scoring, part))
            within = totals.bounded(cap, floor)
            before[part].append(totals)
            after[part].append(within)
            edges = band_edges(scoring, part, units[part])
            landed.append([place for place, edge in enumerate(edges) if within.any_in(*edge)])
        cells |= set(product(landed[0], landed[1]))
    return Reckoned(
        units=units,
        groups=groups,
        before={part: union(before[part]) for part in _BOTH},
        after={part: union(after[part]) for part in _BOTH},
        bands={part: tuple(sorted({cell[place] for cell in cells})) for place, part in enumerate(_BOTH)},
        cells=frozenset(cells),
    )


def bounds_of(scoring: Scoring, part: Part) -> tuple[Points | None, Points | None]:
    """The cap and the floor of a part."""
    if part == "fit":
        return scoring.fit_cap, scoring.fit_floor
    return scoring.score_cap, scoring.score_floor


def band_edges(scoring: Scoring, part: Part, unit: int) -> list[tuple[Bound, Bound]]:
    """From which total on and below which one each band is given; fractions of a point do not count."""
    bands: Sequence[GradeBand | LevelBand] = scoring.grades if part == "fit" else scoring.levels
    edges: list[tuple[Bound, Bound]] = []
    below: Bound = inf
    for band in bands:
        # The first number of units that makes the whole points.
        least: Bound = -inf if band.at_least is None else -(-1000 * band.at_least // unit)
        edges.append((least, below))
        below = least
    return edges


def _with_gaps(scoring: Scoring, taken: Taken, part: Part, totals: Totals) -> Totals:
    """Where points go up and down for ever in steps of different widths, gaps may be left that are not seen."""
    wide = any(
        rule.at_most is None and abs(thousandths(rule.points)) != taken.units[part]
        for rule in scoring.behaviour
        if rule.activity is not None
    )
    endless = isinf(totals.least) and isinf(totals.most)
    return replace(totals, filled=False) if part == "behaviour" and wide and endless else totals


def _together(linked: Sequence[list[tuple[Totals, Totals]]]) -> Iterator[tuple[Totals, Totals]]:
    """Every sum of one pair of each; what are too many are taken as if any went with any."""
    found = [(Totals.of(0), Totals.of(0))]
    for pairs in linked:
        if len(found) * len(pairs) > MOST_VECTORS:
            pairs = [
                (union(fit for fit, _ in pairs).loosened(), union(score for _, score in pairs).loosened())
            ]
        found = [(fit.plus(own), score.plus(other)) for (fit, score), (own, other) in product(found, pairs)]
    yield from found
