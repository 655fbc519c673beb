"""Which rules and features may know the outcome beforehand.

A table of today holds what was filled in when a lead was won: the length of the call, the customer number, the field
that sales fills in at the end. A rule over such a field is brilliant in a backtest and blind in the morning. A suspect
is a question to whoever knows where the field comes from, and no verdict ("Leakage in data mining", Kaufman and others
2012, finds leaks in the same two ways: by when a value was known, and by associations that are too good).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .judged import Judged, Number, in_time_order
from .rates import Rate, rate_of, z_of
from .separation import Separation, Tied, separation_of, tally

__all__ = ["NEARLY_ALL", "SEPARATES", "SURELY", "Suspect", "leak_suspects"]

#: All that is honestly known of a lead seldom separates so well; a single thing hardly ever does.
SEPARATES = 0.9
#: What the lower end of the interval must reach for it, so that five leads cannot accuse anybody.
SURELY = 0.8
#: The share won, at the lower end of its interval, from which what matched is as good as won.
NEARLY_ALL = 0.9

Kind = Literal["rule", "feature", "filled", "score", "lead"]
Code = Literal["known_late", "scored_late", "separates", "beats_the_score", "nearly_all_won"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One suspicion: of a `rule`, of a `feature`, of its being `filled` in at all, of the `score`, of `lead` rows.

    Codes: `known_late`, the feature came to be known after the lead was scored (`late` of `leads` rows);
    `scored_late`, the lead was scored when its outcome was known already; `separates`, alone it tells won from lost
    with an AUC of 0.9 or more in one direction or the other; `beats_the_score`, alone it does so better than the whole
    score, beyond chance; `nearly_all_won`, where the rule matched at least 90% were won, beyond chance. `auc` is
    turned so that it is 0.5 or more.
    """

    code: Code
    of: Kind
    name: str
    leads: int
    says: str
    late: int | None = None
    auc: float | None = None
    auc_low: float | None = None
    auc_high: float | None = None
    won: Rate | None = None

    def __str__(self) -> str:
        return f"{self.code}: {self.says}"


def leak_suspects(outcomes: Iterable[Judged], *, confidence: float = 0.95) -> tuple[Suspect, ...]:
    """Every suspicion, by what is suspected and its name; one for each code that applies.

    >>> from datetime import datetime, timedelta
    >>> from leadmodel.whatif import Feature
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> length = Feature(name="call_seconds", value=300, known_at=nine + timedelta(seconds=300))
    >>> row = Judged(lead="L1", at=nine, score=70, won=True, features=(length,))
    >>> print(leak_suspects([row])[0])
    known_late: feature call_seconds was known only after scoring in 1 of 1 rows

    Leads that are not known yet tell nothing about separation, and all about time.
    """
    rows = in_time_order(outcomes)
    z = z_of(confidence)
    score = separation_of(tally(rows), z)
    settled = [each for each in rows if each.settled]
    found = [*_scored_late(rows), *_of_score(score), *_of_rules(settled, score, z, confidence)]
    found += _of_features(rows, score, z)
    return tuple(found)


def _scored_late(rows: Sequence[Judged]) -> Iterator[Suspect]:
    told = [each for each in rows if each.known_at is not None]
    late = sum(each.known_at is not None and each.known_at <= each.at for each in told)
    if late:
        says = f"{late} of {len(told)} rows were scored when the outcome was known already"
        yield Suspect(code="scored_late", of="lead", name="", leads=len(told), late=late, says=says)


def _of_score(score: Separation) -> Iterator[Suspect]:
    yield from _strong("score", "", score, None)


def _of_rules(settled: Sequence[Judged], score: Separation, z: float, confidence: float) -> Iterator[Suspect]:
    won = sum(each.won is True for each in settled)
    lost = len(settled) - won
    matched: dict[str, list[int]] = {}
    for each in settled:
        for rule in dict.fromkeys(each.rules):
            matched.setdefault(rule, [0, 0])[0 if each.won else 1] += 1
    for rule in sorted(matched):
        with_won, with_lost = matched[rule]
        halves = [Tied(1, with_won, with_lost, 0), Tied(0, won - with_won, lost - with_lost, 0)]
        yield from _strong("rule", rule, separation_of(halves, z), score)
        rate = rate_of(with_won, with_won + with_lost, confidence=confidence)
        if rate.low >= NEARLY_ALL and lost:
            says = f"where rule {rule} matched, {rate} were won"
            yield Suspect(code="nearly_all_won", of="rule", name=rule, leads=rate.whole, won=rate, says=says)


def _of_features(rows: Sequence[Judged], score: Separation, z: float) -> Iterator[Suspect]:
    known = [{feature.name: feature for feature in each.features} for each in rows]
    for name in sorted({name for features in known for name in features}):
        values: dict[Number, list[int]] = {}
        empty, late, dated = [0, 0], 0, 0
        for each, features in zip(rows, known, strict=True):
            feature = features.get(name)
            if feature is not None and feature.known_at is not None:
                dated += 1
                late += feature.known_at > each.at
            if each.won is None:
                continue
            place = 0 if each.won else 1
            if feature is None or feature.value is None:
                empty[place] += 1
            else:
                values.setdefault(feature.value, [0, 0])[place] += 1
        if late:
            says = f"feature {name} was known only after scoring in {late} of {dated} rows"
            yield Suspect(code="known_late", of="feature", name=name, leads=dated, late=late, says=says)
        steps = [Tied(value, values[value][0], values[value][1], 0) for value in sorted(values, reverse=True)]
        yield from _strong("feature", name, separation_of(steps, z), score)
        filled = Tied(1, sum(step.won for step in steps), sum(step.lost for step in steps), 0)
        if any(empty):
            halves = [filled, Tied(0, empty[0], empty[1], 0)]
            yield from _strong("filled", name, separation_of(halves, z), score)


def _strong(of: Kind, name: str, alone: Separation, score: Separation | None) -> Iterator[Suspect]:
    if alone.auc is None:
        return
    turned = (alone.auc, alone.auc_low, alone.auc_high)
    auc, low, high = turned if alone.auc >= 0.5 else (1 - turned[0], 1 - turned[2], 1 - turned[1])
    leads = alone.won + alone.lost
    what = {"filled": f"whether {name} is filled in", "score": "the score itself"}.get(of, f"{of} {name}")
    figure = f"with an AUC of {auc:.3f} ({low:.3f} to {high:.3f}, {leads} leads)"
    if auc >= SEPARATES and low >= SURELY:
        says = f"{what} tells won from lost alone, {figure}"
        yield Suspect(
            code="separates", of=of, name=name, leads=leads, auc=auc, auc_low=low, auc_high=high, says=says
        )
    if score is not None and score.auc is not None and low > max(score.auc_high, 1 - score.auc_low):
        says = f"{what} tells won from lost better than the whole score, {figure}, against {score.auc:.3f}"
        yield Suspect(
            code="beats_the_score",
            of=of,
            name=name,
            leads=leads,
            auc=auc,
            auc_low=low,
            auc_high=high,
            says=says,
        )
