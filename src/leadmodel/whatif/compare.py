"""Two versions of a scoring model on the same leads: who moves, by which rules, and how much more sales gets to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..errors import InputError
from ..records import Case, Lead, LeadId, utc
from ..scoring import HasScoring, LineStep, Scorecard, Scoring
from ..scoring.lines import Part
from ..scoring.points import Points, in_points
from .carded import card_of, sample_of
from .changed_lines import LineChange, changed_lines
from .compare_rules import RuleKind, RulesDiff, diff_rules
from .compare_text import diff_text
from .reach import scoring_of

__all__ = ["CellMove", "LeadChange", "RuleEffect", "ScoringDiff", "Standing", "Workload", "diff_scoring"]

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a lead stands by one version."""

    label: str
    sales_ready: bool
    fit: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadChange:
    """A lead whose points or cell differ; the `lines` of a part add up to the difference of its points."""

    lead: LeadId
    before: Standing
    after: Standing
    lines: tuple[LineChange, ...]

    @property
    def moved(self) -> bool:
        """Whether it is in another cell, or in one that is treated otherwise."""
        return (self.before.label, self.before.sales_ready) != (self.after.label, self.after.sales_ready)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMove:
    """So many leads are in one cell before and in one after, which may be the same."""

    before: str
    after: str
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEffect:
    """What a rule, a bound or the rounding does differently: to how many leads, and by how many points in all.

    `kind` tells of a rule how it is declared, None for as before.
    """

    rule: str
    part: Part
    step: LineStep
    kind: RuleKind | None
    leads: int
    change: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """How many leads that are ready for sales each rep gets in a week, before and after.

    `ratio` is None where there were none. With a `capacity`, the leads that a rep can work in a week, `verdict` is
    drowning above it, starving below half of it, and fed in between.
    """

    before: float
    after: float
    ratio: float | None
    capacity: float | None = None
    verdict: Literal["drowning", "fed", "starving"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringDiff:
    """What changes from one version to another, on a sample as of `at`.

    `leads` are those whose points or cell differ, by id. `moves` is the matrix of cells, before by after, without what
    is zero. `effects` tell of each rule that is declared differently, or gives other points, how many leads it touches.
    """

    at: datetime
    sample: int
    rules: RulesDiff
    effects: tuple[RuleEffect, ...]
    leads: tuple[LeadChange, ...]
    moves: tuple[CellMove, ...]
    ready_before: int
    ready_after: int
    workload: Workload | None = None

    @property
    def same(self) -> bool:
        """Whether nothing differs, neither what is declared nor what comes of it."""
        return self.rules.same and not self.leads

    @property
    def moved(self) -> tuple[LeadChange, ...]:
        """The leads that change their cell."""
        return tuple(lead for lead in self.leads if lead.moved)

    def __str__(self) -> str:
        return diff_text(self)


def diff_scoring(
    before: HasScoring | Scoring,
    after: HasScoring | Scoring,
    cases: Iterable[Case | Lead],
    *,
    at: datetime,
    reps: int | None = None,
    period: timedelta | None = None,
    capacity: float | None = None,
) -> ScoringDiff:
    """Score the same leads by two versions as of an instant, and tell what differs.

    >>> from dataclasses import replace
    >>> from leadmodel.conditions import field
    >>> from leadmodel.scoring import FitRule, GradeBand, LevelBand
    >>> vp = FitRule(id="vp", when=field("lead.title").mentions("vp"), points=20)
    >>> old = Scoring(
    ...     fit=(vp,),
    ...     behaviour=(),
    ...     grades=(GradeBand(grade="A", at_least=30), GradeBand(grade="B")),
    ...     levels=(LevelBand(level=1),),
    ...     sales_ready=("A1",),
    ... )
    >>> noon = datetime.fromisoformat("2026-11-06T12:00Z")
    >>> leads = [Lead(id=title, captured_at=noon, source="form", title=title) for title in ("VP", "Clerk")]
    >>> diff = diff_scoring(old, replace(old, fit=(replace(vp, points=30),)), leads, at=noon)
    >>> [(move.before, move.after, move.leads) for move in diff.moves], diff.ready_before, diff.ready_after
    ([('B1', 'A1', 1), ('B1', 'B1', 1)], 0, 1)

    With the number of `reps` among whom the ready leads of the sample are divided, and the `period` from which the
    sample is, it says how many each gets in a week ("Nailing Speed to Lead": drowning or starving). The order of cases
    is of no importance. Raises `InputError` for a lead that is there twice, for reps without a period or the reverse,
    and for what is not above zero; `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    old, new = scoring_of(before), scoring_of(after)
    cards = [(card_of(case, old, at), card_of(case, new, at)) for case in sample_of(cases, "cases").values()]
    leads = tuple(_changed(cards))
    rules = diff_rules(old, new)
    moves = Counter((first.label, second.label) for first, second in cards)
    ready_before, ready_after = (sum(pair[place].sales_ready for pair in cards) for place in (0, 1))
    return ScoringDiff(
        at=at,
        sample=len(cards),
        rules=rules,
        effects=tuple(_effects(rules, leads)),
        leads=leads,
        moves=tuple(
            CellMove(before=pair[0], after=pair[1], leads=count) for pair, count in sorted(moves.items())
        ),
        ready_before=ready_before,
        ready_after=ready_after,
        workload=_workload(ready_before, ready_after, reps, period, capacity),
    )


def _changed(cards: Iterable[tuple[Scorecard, Scorecard]]) -> Iterator[LeadChange]:
    for first, second in cards:
        before, after, lines = _standing(first), _standing(second), changed_lines(first, second)
        if before != after or lines:
            yield LeadChange(lead=first.lead, before=before, after=after, lines=lines)


def _standing(card: Scorecard) -> Standing:
    return Standing(label=card.label, sales_ready=card.sales_ready, fit=card.fit, score=card.score)


def _effects(rules: RulesDiff, leads: Iterable[LeadChange]) -> Iterator[RuleEffect]:
    """Rules that are declared differently, though they may touch nobody, and then what changes with them."""
    declared: dict[tuple[Part, LineStep, str], RuleKind] = {
        (each.part, LineStep.RULE, each.rule): each.kind for each in rules.rules
    }
    touched: Counter[tuple[Part, LineStep, str]] = Counter()
    given: Counter[tuple[Part, LineStep, str]] = Counter()
    for lead in leads:
        for line in lead.lines:
            key = line.part, line.step, line.rule
            touched[key] += 1
            given[key] += line.thousandths
    steps = list(LineStep)
    for key in sorted({*declared, *touched}, key=lambda key: (key[0] != "fit", steps.index(key[1]), key[2])):
        part, step, rule = key
        yield RuleEffect(
            rule=rule,
            part=part,
            step=step,
            kind=declared.get(key),
            leads=touched[key],
            change=in_points(given[key]),
        )


def _workload(
    before: int, after: int, reps: int | None, period: timedelta | None, capacity: float | None
) -> Workload | None:
    if reps is None and period is None and capacity is None:
        return None
    if reps is None or reps < 1:
        raise InputError("reps", reps, "is no number of reps, say among how many the leads are divided")
    if period is None or period <= timedelta(0):
        raise InputError("period", period, "is no length of time, say from how long the sample is")
    if capacity is not None and capacity <= 0:
        raise InputError(
            "capacity", capacity, "is not above zero, say how many leads a rep can work in a week"
        )
    weeks = period / _WEEK
    each_before, each_after = before / reps / weeks, after / reps / weeks
    verdict: Literal["drowning", "fed", "starving"] | None = None
    if capacity is not None:
        verdict = "drowning" if each_after > capacity else "starving" if each_after < capacity / 2 else "fed"
    return Workload(
        before=each_before,
        after=each_after,
        ratio=after / before if before else None,
        capacity=capacity,
        verdict=verdict,
    )
