"""Points that are learnt from what became of the leads, as whole numbers that anybody can add up (extra `learn`).

A logistic regression over which rules matched gives each rule a weight in log-odds; the points are those weights at one
uniform rate, so many points to the doubling of the odds, and rounded. The rate is a matter of taste and changes no
decision but by rounding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, fsum, isfinite, log, log1p

from ..errors import InputError, LeadModelError
from ..records import FrozenMap, utc
from .judged import Judged, at_least_one, in_time_order
from .rates import Rate, rate_of, z_of
from .remarks import Remark, RemarkCode
from .separation import Tied, separation_of

__all__ = ["LearnedPoints", "LearnedRule", "RoundingCost", "fit_points"]

#: Of one pattern of rules, how many leads were won and how many lost.
Patterns = dict[tuple[str, ...], list[int]]

#: Peduzzi and others (1996): with fewer events for each weight, weights are erratic.
WINS_PER_RULE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRule:
    """What one rule is worth: its weight in log-odds, the same in points, and the share won where it matched."""

    rule: str
    weight: float
    points: int
    won: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingCost:
    """What whole points cost on so many leads: AUC and log loss with the exact weights, and with the points."""

    leads: int
    auc: float | None
    auc_rounded: float | None
    log_loss: float
    log_loss_rounded: float

    def __str__(self) -> str:
        areas = "unknown" if self.auc is None else f"{self.auc:.4f}, in whole points {self.auc_rounded:.4f}"
        losses = f"{self.log_loss:.4f}, in whole points {self.log_loss_rounded:.4f}"
        return f"AUC {areas}; log loss {losses} ({self.leads} leads)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPoints:
    """A card of points: `points` by rule, to be added up, and `base` to be added for the chance of winning.

    The odds of a lead are 2 to the power of (`base` + its points) / `doubling`. `intercept` is the base in log-odds,
    not rounded. `won` of `fitted` leads taught it; `censored` were not known yet, and `too_late` not by `judge_from`.
    `cost` is measured on the leads that taught it, `cost_later` on those that came afterwards.
    """

    points: FrozenMap[int]
    base: int
    doubling: int
    intercept: float
    rules: tuple[LearnedRule, ...]
    fitted: int
    won: int
    censored: int
    too_late: int
    cost: RoundingCost
    cost_later: RoundingCost | None
    remarks: tuple[Remark, ...]

    def score(self, rules: Iterable[str]) -> int:
        """The points of a lead for which these rules matched, each counted once; others give nothing."""
        return sum(self.points.get(rule, 0) for rule in set(rules))

    def probability(self, points: int) -> float:
        """The chance of winning with so many points."""
        return _chance((self.base + points) * log(2) / self.doubling)

    def __str__(self) -> str:
        from .wording import learned_text

        return learned_text(self)


def fit_points(
    outcomes: Iterable[Judged],
    *,
    rules: Sequence[str] | None = None,
    doubling: int = 20,
    ridge: float = 1.0,
    judge_from: datetime | None = None,
    confidence: float = 0.95,
) -> LearnedPoints:
    """Learn what each rule is worth from which rules matched (`Judged.rules`) and what became of the leads.

    `rules` says which rules to weigh, by default all that matched; what else matched is passed over. `doubling` is the
    number of points that doubles the odds. `ridge` pulls the weights towards zero (half of it times the sum of their
    squares is added to the loss), which keeps them finite where a rule tells won from lost perfectly. With `judge_from`
    only leads scored before it, with an outcome known by then, teach; later ones test.

    The same leads give the same points, in whatever order they come: they are counted by pattern first, the solver is
    Newton's with no chance in it, and weights are rounded to nine places before they become points. Raises `InputError`
    where there are not both won and lost leads to learn from, `LeadModelError` if scikit-learn is not installed.
    """
    rows = in_time_order(outcomes)
    at_least_one(doubling, "doubling", "whole number of points")
    if not (isfinite(ridge) and ridge > 0):
        raise InputError(
            "ridge", ridge, "is not above zero, and without it a perfect rule has no finite weight"
        )
    since = None if judge_from is None else utc(judge_from, "judge_from")
    early = [each for each in rows if since is None or each.at < since]
    known = [each for each in early if each.settled and (since is None or each.known_by(since))]
    later = [each for each in rows if since is not None and each.at >= since and each.settled]
    names = (
        sorted({rule for each in known for rule in each.rules})
        if rules is None
        else list(dict.fromkeys(rules))
    )
    if not names:
        raise InputError("rules", names, "is empty, so there is nothing to weigh")
    patterns = _patterns(known, names)
    won, lost = (sum(counts[place] for counts in patterns.values()) for place in (0, 1))
    if not won or not lost:
        raise InputError(
            "outcomes", f"{won} won, {lost} lost", "do not show both, so there is nothing to learn"
        )
    intercept, weights = _solved(patterns, names, ridge)
    scale = doubling / log(2)
    points = {name: round(weight * scale) for name, weight in weights.items()}
    base = round(intercept * scale)
    learned = tuple(
        LearnedRule(
            rule=name, weight=weights[name], points=points[name], won=_won(patterns, name, confidence)
        )
        for name in names
    )
    exact = (intercept, weights)
    whole = (base / scale, {name: value / scale for name, value in points.items()})
    return LearnedPoints(
        points=FrozenMap(points),
        base=base,
        doubling=doubling,
        intercept=intercept,
        rules=learned,
        fitted=len(known),
        won=won,
        censored=sum(not each.settled for each in early),
        too_late=sum(each.settled for each in early) - len(known),
        cost=_cost(patterns, exact, whole),
        cost_later=_cost(_patterns(later, names), exact, whole) if later else None,
        remarks=tuple(_remarks(patterns, names, min(won, lost))),
    )


def _patterns(rows: Iterable[Judged], names: Sequence[str]) -> Patterns:
    """How often each set of matching rules was won and lost; sorted, so that the order of the leads is gone."""
    asked = frozenset(names)
    found: Patterns = {}
    for each in rows:
        matched = tuple(sorted(asked.intersection(each.rules)))
        found.setdefault(matched, [0, 0])[0 if each.won else 1] += 1
    return {matched: found[matched] for matched in sorted(found)}


def _solved(patterns: Patterns, names: Sequence[str], ridge: float) -> tuple[float, dict[str, float]]:
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise LeadModelError(
            "scikit-learn is needed to learn points: pip install 'leadmodel[learn]'"
        ) from error
    matrix: list[list[float]] = []
    ends: list[int] = []
    counts: list[int] = []
    for matched, (won, lost) in patterns.items():
        row = [float(name in matched) for name in names]
        for end, count in ((1, won), (0, lost)):
            if count:
                matrix.append(row)
                ends.append(end)
                counts.append(count)
    model = LogisticRegression(C=1 / ridge, solver="newton-cholesky", tol=1e-9, max_iter=1_000)
    model.fit(matrix, ends, sample_weight=counts)
    weights = [round(float(weight), 9) for weight in model.coef_[0]]
    return round(float(model.intercept_[0]), 9), dict(zip(names, weights, strict=True))


def _cost(
    patterns: Patterns, exact: tuple[float, dict[str, float]], whole: tuple[float, dict[str, float]]
) -> RoundingCost:
    areas: list[float | None] = []
    losses: list[float] = []
    leads = sum(sum(counts) for counts in patterns.values())
    for intercept, weights in (exact, whole):
        odds = {
            matched: round(fsum([intercept, *(weights[name] for name in matched)]), 9) for matched in patterns
        }
        ranked = sorted(patterns, key=lambda matched: -odds[matched])
        steps: list[Tied] = []
        for matched in ranked:
            won, lost = patterns[matched]
            if steps and steps[-1].score == odds[matched]:
                won, lost = won + steps[-1].won, lost + steps[-1].lost
                steps.pop()
            steps.append(Tied(odds[matched], won, lost, 0))
        areas.append(separation_of(steps, z_of(0.95)).auc)
        total = fsum(
            won * _softplus(-odds[matched]) + lost * _softplus(odds[matched])
            for matched, (won, lost) in patterns.items()
        )
        losses.append(round(total / leads, 12))
    return RoundingCost(
        leads=leads,
        auc=areas[0],
        auc_rounded=areas[1],
        log_loss=losses[0],
        log_loss_rounded=losses[1],
    )


def _remarks(patterns: Patterns, names: Sequence[str], rarer: int) -> Iterable[Remark]:
    columns: dict[tuple[bool, ...], list[str]] = {}
    for name in names:
        columns.setdefault(tuple(name in matched for matched in patterns), []).append(name)
    for column, together in columns.items():
        for name in together:
            if not any(column):
                says = f"rule {name} matched no lead that teaches, so it is worth 0"
                yield Remark(code=RemarkCode.RULE_NEVER_MATCHES, about=name, says=says)
            elif all(column):
                says = f"rule {name} matched every lead that teaches, so nothing is learnt about it"
                yield Remark(code=RemarkCode.RULE_ALWAYS_MATCHES, about=name, says=says)
        if len(together) > 1 and any(column) and not all(column):
            says = f"rules {', '.join(together)} matched the same leads, so they share one weight"
            yield Remark(code=RemarkCode.RULES_TOGETHER, about=together[0], says=says)
    if rarer < WINS_PER_RULE * len(names):
        says = f"{rarer} of the rarer outcome for {len(names)} rules, under {WINS_PER_RULE} each: weights are erratic"
        yield Remark(code=RemarkCode.FEW_WINS, says=says)


def _won(patterns: Patterns, name: str, confidence: float) -> Rate:
    counts = [counts for matched, counts in patterns.items() if name in matched]
    won = sum(won for won, _ in counts)
    return rate_of(won, won + sum(lost for _, lost in counts), confidence=confidence)


def _softplus(value: float) -> float:
    """ln(1 + e^value), without overflow."""
    return max(value, 0.0) + log1p(exp(-abs(value)))


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds)) if log_odds >= 0 else exp(log_odds) / (1 + exp(log_odds))
