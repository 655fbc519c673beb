"""What two versions of a scoring model declare differently, without any lead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from ..conditions import Condition, ValueList
from ..scoring import BehaviourRule, FitRule, HasScoring, Scoring
from ..scoring.lines import Part
from ..scoring.points import Points
from .asking import leaves_of
from .reach import scoring_of

__all__ = ["Declared", "RuleChange", "RuleKind", "RulesDiff", "diff_rules"]

RuleKind = Literal["added", "removed", "changed"]
#: Values of a list that are shown, of those that are new or gone.
_MOST_SHOWN = 3
_BOUNDS = ("start", "fit_cap", "fit_floor", "score_cap", "score_floor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Something that is declared in one way before and in another after; None for not at all."""

    what: str
    before: Points | str | None
    after: Points | str | None

    def __str__(self) -> str:
        before, after = ("nothing" if each is None else each for each in (self.before, self.after))
        return f"{self.what} from {before} to {after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule that is new, gone, or declared differently; `changes` are those of a changed one."""

    rule: str
    part: Part
    kind: RuleKind
    changes: tuple[Declared, ...] = ()

    def __str__(self) -> str:
        what = ": " + ", ".join(map(str, self.changes)) if self.changes else ""
        return f"{self.kind} {self.part} rule {self.rule!r}{what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesDiff:
    """The rules that differ, by part and id, and what else does: start, bounds, groups, bands, and cells for sales."""

    rules: tuple[RuleChange, ...]
    other: tuple[Declared, ...]

    @property
    def same(self) -> bool:
        return not self.rules and not self.other

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.rules, *self.other))) or "no difference"


def diff_rules(before: HasScoring | Scoring, after: HasScoring | Scoring) -> RulesDiff:
    """The difference of two models as they are written; the order of rules is none, as it changes no points.

    >>> from dataclasses import replace
    >>> from leadmodel.conditions import field
    >>> from leadmodel.scoring import GradeBand, LevelBand
    >>> vp = FitRule(id="vp", when=field("lead.title").mentions("vp"), points=20)
    >>> old = Scoring(
    ...     fit=(vp,),
    ...     behaviour=(),
    ...     grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
    ...     levels=(LevelBand(level=1),),
    ...     sales_ready=("A1",),
    ... )
    >>> new = replace(old, fit=(replace(vp, points=30),), sales_ready=("A1", "B1"))
    >>> print(diff_rules(old, new))
    changed fit rule 'vp': points from 20 to 30
    B1 ready for sales from no to yes

    Rules are the same by their id; a rule that has moved from one part to the other is gone there and new here.
    """
    old, new = scoring_of(before), scoring_of(after)
    rules = [
        *_rules("fit", {rule.id: rule for rule in old.fit}, {rule.id: rule for rule in new.fit}),
        *_rules(
            "behaviour", {rule.id: rule for rule in old.behaviour}, {rule.id: rule for rule in new.behaviour}
        ),
    ]
    return RulesDiff(rules=tuple(rules), other=tuple(_other(old, new)))


def _rules(
    part: Part, old: Mapping[str, FitRule | BehaviourRule], new: Mapping[str, FitRule | BehaviourRule]
) -> Iterator[RuleChange]:
    for name in sorted({*old, *new}):
        earlier, later = old.get(name), new.get(name)
        if earlier is None or later is None:
            yield RuleChange(rule=name, part=part, kind="added" if earlier is None else "removed")
        elif earlier != later:
            lists = tuple(_lists(earlier.when, later.when))
            changes = tuple(
                Declared(what=each.name, before=_said(was), after=_said(now))
                for each in fields(earlier)
                if (was := getattr(earlier, each.name)) != (now := getattr(later, each.name))
                # A condition that reads as before names a list that has changed.
                and not (lists and _said(was) == _said(now))
            )
            yield RuleChange(rule=name, part=part, kind="changed", changes=changes + lists)


def _lists(before: Condition | None, after: Condition | None) -> Iterator[Declared]:
    """The lists that both conditions name and that have other values now."""
    old, new = _lists_of(before), _lists_of(after)
    for name in sorted(old.keys() & new.keys()):
        was, now = old[name], new[name]
        if was.wanted != now.wanted:
            yield Declared(what=f"list {name!r}", before=_beside(was, now), after=_beside(now, was))


def _lists_of(when: Condition | None) -> dict[str, ValueList]:
    leaves = leaves_of(() if when is None else (when,))
    return {leaf.listed.name: leaf.listed for leaf in leaves if isinstance(leaf.listed, ValueList)}


def _beside(listed: ValueList, other: ValueList) -> str:
    """How many values a list has, and some of those that the other one has not."""
    own = [repr(value) for value in listed.values if value not in other]
    more = [f"{len(own) - _MOST_SHOWN} more"] if len(own) > _MOST_SHOWN else []
    told = f", among them {', '.join([*own[:_MOST_SHOWN], *more])}" if own else ""
    return f"{len(listed.values)}{told}"


def _other(old: Scoring, new: Scoring) -> Iterator[Declared]:
    told: Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
        (
            "{}",
            {name: getattr(old, name) for name in _BOUNDS},
            {name: getattr(new, name) for name in _BOUNDS},
        ),
        ("group {}", _groups(old), _groups(new)),
        ("grade {}", _grades(old), _grades(new)),
        ("level {}", _levels(old), _levels(new)),
    ]
    for what, earlier, later in told:
        for name in [*earlier, *(name for name in later if name not in earlier)]:
            was, now = earlier.get(name), later.get(name)
            if was != now:
                yield Declared(what=what.format(name), before=was, after=now)
    for label in sorted({*old.sales_ready} ^ {*new.sales_ready}):
        was, now = ("yes" if label in each.sales_ready else "no" for each in (old, new))
        yield Declared(what=f"{label} ready for sales", before=was, after=now)


def _groups(scoring: Scoring) -> dict[str, str]:
    return {
        group.name: ", ".join(
            f"at {name} {bound}"
            for name, bound in (("most", group.cap), ("least", group.floor))
            if bound is not None
        )
        for group in scoring.groups
    }


def _grades(scoring: Scoring) -> dict[str, str]:
    return {band.grade: _band(band.at_least) for band in scoring.grades}


def _levels(scoring: Scoring) -> dict[str, str]:
    return {str(band.level): _band(band.at_least) for band in scoring.levels}


def _band(at_least: int | None) -> str:
    return "the rest" if at_least is None else f"{at_least} and more"


def _said(value: object) -> Points | str | None:
    """Numbers as they are, everything else in words."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    return value if isinstance(value, int | float | str) else str(value)
