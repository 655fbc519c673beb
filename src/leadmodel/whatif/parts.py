"""A scoring model taken apart: what its rules ask, and which of them have to be looked at together.

Rules that ask about the same thing depend on each other, all others do not. So each bundle of rules is gone through on
its own, over every combination of the values that it can tell apart, and the bundles are added up.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd, prod
from typing import Literal, TypeVar

from ..conditions import Activities, Condition
from ..scoring import BehaviourRule, FitRule, Scoring
from ..scoring.points import Points, thousandths
from ..scoring.rules import groups_of
from .asking import Row, leaves_of
from .figures_of import Situation, situations_of
from .values_of import values_of
from .worth import followed, most_times, steps_of

__all__ = ["MOST_ROWS", "Bundle", "Part", "Rule", "Subject", "Taken", "group_of", "taken_apart", "united"]

Part = Literal["fit", "behaviour"]
Rule = FitRule | BehaviourRule
#: Bundles with more combinations than this are not gone through.
MOST_ROWS = 40_000
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What rules ask about: a field, or the figures of an activity. `clean` says that nothing else depends on it."""

    names: frozenset[str]
    situations: tuple[Situation, ...] | None
    clean: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Rules that ask about the same subjects, directly or through one another."""

    rules: tuple[Rule, ...]
    subjects: tuple[Subject, ...]

    @property
    def listed(self) -> bool:
        """Whether its combinations are few enough to be gone through."""
        if any(subject.situations is None for subject in self.subjects):
            return False
        return prod(len(subject.situations or ()) for subject in self.subjects) <= MOST_ROWS

    @property
    def clean(self) -> bool:
        return all(subject.clean for subject in self.subjects)

    def situations(self) -> Iterator[tuple[Row, list[Row]]]:
        """Every combination as a row, with the rows that are one step further."""
        for found in product(*(subject.situations or () for subject in self.subjects)):
            row: Row = {name: value for each in found for name, value in each.row.items()}
            yield row, [{**row, **further} for each in found for further in each.further]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The bundles; `alone` are rules over an activity that nothing else asks about, with whether that is certain."""

    bundles: tuple[Bundle, ...]
    alone: tuple[tuple[BehaviourRule, bool], ...]
    subjects: tuple[Subject, ...]
    units: dict[Part, int]
    horizon: int
    """In thousandths: what lies further from zero than this is beyond every threshold and bound."""

    def subjects_of(self, rule: Rule) -> tuple[Subject, ...]:
        """What a rule with a condition asks about."""
        names = names_read(rule)
        return tuple(subject for subject in self.subjects if subject.names & names)


def names_read(rule: Rule) -> frozenset[str]:
    """The fields and figures that a rule asks for."""
    if isinstance(rule, BehaviourRule) and rule.activity is not None:
        return frozenset({rule.figure})
    if rule.when is None:
        return frozenset()
    return rule.when.fields_read() | {str(each) for each in rule.when.activities_read()}


def group_of(scoring: Scoring, rule: Rule) -> str | None:
    """The group that bounds a rule, if there is one."""
    return rule.group if any(group.name == rule.group for group in scoring.groups) else None


def taken_apart(scoring: Scoring) -> Taken:
    """The bundles of a model, and what its points are multiples of."""
    units, horizon = _units(scoring), _horizon(scoring)
    asking: list[Rule] = [*scoring.fit, *scoring.behaviour]
    leaves = list(leaves_of(rule.when for rule in asking if rule.when is not None))
    subjects = list(_fields(leaves))
    activities, alone = _activities(scoring, leaves, units["behaviour"], horizon)
    subjects += activities
    lonely = {rule.id for rule, _ in alone}
    rules: list[Rule] = [*scoring.fit, *(rule for rule in scoring.behaviour if rule.id not in lonely)]
    place_of = {name: place for place, subject in enumerate(subjects) for name in subject.names}
    read = [frozenset(place_of[name] for name in names_read(rule)) for rule in rules]
    bundles = []
    for together in united(read):
        inside = [rule for rule, places in zip(rules, read, strict=True) if places & together]
        bundles.append(
            Bundle(rules=tuple(inside), subjects=tuple(subjects[place] for place in sorted(together)))
        )
    return Taken(
        bundles=tuple(bundles),
        alone=tuple(alone),
        subjects=tuple(subjects),
        units=units,
        horizon=horizon,
    )


def united(sets: Sequence[frozenset[T]]) -> list[frozenset[T]]:
    """The sets, those that share something drawn together, in the order of their first."""
    found: list[frozenset[T]] = []
    for each in sets:
        touching = [other for other in found if other & each]
        if not touching:
            found.append(each)
            continue
        place = found.index(touching[0])
        found[place] = each.union(*touching)
        found = [other for other in found if other not in touching[1:]]
    return found


def _fields(leaves: Sequence[Condition]) -> Iterator[Subject]:
    asked: dict[str, list[Condition]] = {}
    for leaf in leaves:
        if leaf.field is not None:
            asked.setdefault(leaf.field, []).append(leaf)
    for name, own in asked.items():
        values = values_of(name, own)
        situations = None if values is None else tuple(Situation({name: value}) for value in values)
        yield Subject(names=frozenset({name}), situations=situations)


def _activities(
    scoring: Scoring, leaves: Sequence[Condition], unit: int, horizon: int
) -> tuple[list[Subject], list[tuple[BehaviourRule, bool]]]:
    """Figures that are counted of the same activities go together; those of overlapping ones are taken as they come."""
    measures = {leaf.activities for leaf in leaves if leaf.activities is not None}
    counting = [rule for rule in scoring.behaviour if rule.activity is not None]
    alone: list[tuple[BehaviourRule, bool]] = []
    counted: list[BehaviourRule] = []
    for rule in counting:
        others = [other for other in counting if other.activity == rule.activity and other is not rule]
        shared = bool(others) or any(not each.of or rule.activity in each.of for each in measures)
        if shared and rule.counted:
            counted.append(rule)
        else:
            alone.append((rule, not shared))
    upto: dict[str, int] = {}
    for rule in counted:
        times = followed(rule, unit=unit, horizon=horizon)
        upto[rule.figure] = max(times, upto.get(rule.figure, 0))
        measures.add(Activities(of=(rule.activity or "",), within=rule.within))
    bunches: dict[tuple[str, ...], list[Activities]] = {}
    for measure in sorted(measures, key=str):
        together = measure.measure in ("count", "days_since")
        key = ("together",) if together else (str(measure),)
        bunches.setdefault((*measure.of, *key), []).append(measure)
    apart = {rule.activity for rule, certain in alone if not certain}
    found = []
    for bunch in bunches.values():
        of = bunch[0].of
        others_of = [other[0].of for other in bunches.values() if other is not bunch]
        overlaps = [not of or not other or set(of) & set(other) for other in others_of]
        clean = not any(overlaps) and not (apart if not of else apart & set(of))
        own = [leaf for leaf in leaves if leaf.activities in bunch]
        situations = situations_of(bunch, own, upto)
        names = frozenset(str(each) for each in bunch)
        found.append(Subject(names=names, situations=situations, clean=clean))
    return found, alone


def _units(scoring: Scoring) -> dict[Part, int]:
    def parts(*points: float | None) -> list[int]:
        return [thousandths(each) for each in points if each is not None]

    fit = [value for rule in scoring.fit for value in parts(rule.points, rule.otherwise)]
    fit += parts(scoring.start, scoring.fit_cap, scoring.fit_floor)
    fit += [value for group in groups_of(scoring, scoring.fit) for value in parts(group.cap, group.floor)]
    behaviour = [steps_of(rule) for rule in scoring.behaviour]
    behaviour += parts(scoring.score_cap, scoring.score_floor)
    for group in groups_of(scoring, scoring.behaviour):
        behaviour += parts(group.cap, group.floor)
    return {"fit": gcd(*fit) or 1, "behaviour": gcd(*behaviour) or 1}


def _horizon(scoring: Scoring) -> int:
    lines: list[Points | None] = [band.at_least for band in scoring.grades]
    lines += [band.at_least for band in scoring.levels]
    lines += [scoring.fit_cap, scoring.fit_floor, scoring.score_cap, scoring.score_floor, scoring.start]
    lines += [bound for group in scoring.groups for bound in (group.cap, group.floor)]
    far = max(abs(thousandths(line)) for line in lines if line is not None)
    reach = [max(abs(thousandths(rule.points)), abs(thousandths(rule.otherwise))) for rule in scoring.fit]
    for rule in scoring.behaviour:
        times = 1 if rule.activity is None else most_times(rule)
        bounded_by = [abs(thousandths(each)) for each in (rule.cap, rule.floor) if each is not None]
        reach.append(max([(times or 1) * abs(thousandths(rule.points)), *bounded_by]))
    return far + sum(reach)
