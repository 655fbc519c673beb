"""Where two rules count the same thing."""

from collections.abc import Iterator
from itertools import combinations

from ..scoring import BehaviourRule
from .overlap import overlaps
from .parts import Rule
from .remarked import Inspected, ScoringRemark, ScoringRemarkCode, remark, signed, together

__all__ = ["lint_overlaps"]


def lint_overlaps(found: Inspected) -> Iterator[ScoringRemark]:
    """Rules for the same leads, rules within others, and activities that count more than once."""
    for pair in overlaps(found.taken):
        # Of two that hold alike, the later one in the document is the one too many.
        narrow, wide = pair.narrow, pair.wide
        if not narrow.points or not wide.points:
            continue
        both = together(narrow.points, wide.points)
        if pair.same:
            yield remark(
                ScoringRemarkCode.SAME_CONDITION,
                f"{found.path_of(narrow)}.when",
                f"rule {narrow.id!r} ({signed(narrow.points)}) matches exactly the leads of rule {wide.id!r} "
                f"({signed(wide.points)}), {_said(narrow, wide)}",
                "make one rule of the two",
                narrow=narrow.points,
                wide=wide.points,
                together=both,
            )
        elif narrow.points * wide.points > 0:
            yield remark(
                ScoringRemarkCode.IMPLIED,
                f"{found.path_of(narrow)}.when",
                f"whoever matches rule {narrow.id!r} ({signed(narrow.points)}) matches rule {wide.id!r} "
                f"({signed(wide.points)}) too, {_said(narrow, wide)}",
                f"see that {signed(narrow.points)} is meant to come on top, or bound rule {wide.id!r} where "
                f"{narrow.id!r} begins",
                severity="note",
                narrow=narrow.points,
                wide=wide.points,
                together=both,
            )
    yield from _same_activity(found)
    yield from _counted_twice(found)


def _said(one: Rule, other: Rule) -> str:
    if isinstance(one, BehaviourRule) is isinstance(other, BehaviourRule):
        return f"{signed(together(one.points, other.points))} together"
    return "once in the fit and once in the score"


def _same_activity(found: Inspected) -> Iterator[ScoringRemark]:
    counting = [rule for rule in found.scoring.behaviour if rule.activity is not None]
    for first, second in combinations(counting, 2):
        if first.activity != second.activity:
            continue
        alike = (first.within, first.min_amount) == (second.within, second.min_amount)
        both = together(first.points, second.points)
        limits = [", ".join(rule.limits()) or "every time" for rule in (first, second)]
        yield remark(
            ScoringRemarkCode.SAME_ACTIVITY,
            f"{found.path_of(second)}.activity",
            f"{second.activity!r} counts for rule {first.id!r} ({signed(first.points)}, {limits[0]}) and for rule "
            f"{second.id!r} ({signed(second.points)}, {limits[1]}), {signed(both)} a time",
            "make one rule of the two, or set them apart by within or min_amount",
            severity="warning" if alike else "note",
            first=first.points,
            second=second.points,
            together=both,
        )


def _counted_twice(found: Inspected) -> Iterator[ScoringRemark]:
    counting = [rule for rule in found.scoring.behaviour if rule.activity is not None]
    for rule in found.rules():
        if rule.when is None or not rule.points:
            continue
        for other in counting:
            measures = [
                each for each in rule.when.activities_read() if not each.of or other.activity in each.of
            ]
            named = sorted(str(each) for each in measures if each.measure != "days_since")
            if not named or other.points * rule.points <= 0:
                continue
            yield remark(
                ScoringRemarkCode.COUNTED_TWICE,
                f"{found.path_of(rule)}.when",
                f"rule {rule.id!r} ({signed(rule.points)}) asks for {named[0]}, and rule {other.id!r} gives "
                f"{signed(other.points)} for {other.activity!r} as well",
                "see that the same activity is meant to count by number and each time",
                severity="note",
                by_number=rule.points,
                each_time=other.points,
            )
