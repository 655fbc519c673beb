"""What is weak about single rules: those that never count, count for everybody, or say something odd."""

from collections.abc import Iterator

from ..conditions import Condition
from ..conditions.condition import GROUPS
from ..scoring import FitRule
from ..scoring.points import Points
from .overlap import within
from .remarked import Inspected, ScoringRemark, ScoringRemarkCode, remark, signed, together

__all__ = ["lint_rules"]

_BUCKETS = ("demographics", "behaviour", "qualification")


def lint_rules(found: Inspected) -> Iterator[ScoringRemark]:
    """Every weakness of a rule by itself, and buckets without a rule."""
    for rule in found.rules():
        path = found.path_of(rule)
        otherwise: Points = rule.otherwise if isinstance(rule, FitRule) else 0
        if not rule.points and not otherwise:
            yield remark(
                ScoringRemarkCode.ZERO_POINTS,
                f"{path}.points",
                f"rule {rule.id!r} is worth nothing",
                "give it points or leave it out",
                points=0,
            )
        if rule.when is not None:
            yield from _condition(found, rule.when, f"{path}.when", f"rule {rule.id!r}")
        if otherwise and rule.points * otherwise > 0:
            yield remark(
                ScoringRemarkCode.OTHERWISE_SAME_SIGN,
                f"{path}.otherwise",
                f"rule {rule.id!r} gives {signed(rule.points)} when it matches and {signed(otherwise)} when "
                "it does not, so whatever is known of a lead counts the same way",
                f"give {signed(together(rule.points, -otherwise))} when it matches, or the opposite sign otherwise",
                points=rule.points,
                otherwise=otherwise,
            )
    yield from _buckets(found)


def _condition(found: Inspected, condition: Condition, path: str, who: str) -> Iterator[ScoringRemark]:
    held = within(found.taken, condition)
    if held is None:
        return
    if held.never:
        yield remark(
            ScoringRemarkCode.NEVER_HOLDS,
            path,
            f"{who} can never match: no lead has {condition}",
            "take out what contradicts the rest, or leave it out",
        )
    elif held.always:
        yield remark(
            ScoringRemarkCode.ALWAYS_HOLDS,
            path,
            f"{who} matches every lead, whatever is known of it: {condition}",
            "ask for something that tells leads apart, or add the points to start",
        )
    elif held.always_if_known and not _asks_only_whether_known(condition):
        yield remark(
            ScoringRemarkCode.ALWAYS_HOLDS,
            path,
            f"{who} matches every lead of which it is known: {condition}",
            "ask whether it is known (present), or for something that tells leads apart",
            severity="note",
        )
    else:
        # Of what never or always holds as a whole, the parts are no news.
        for group in GROUPS:
            for place, child in enumerate(getattr(condition, group) or ()):
                yield from _condition(
                    found, child, f"{path}.{group}[{place}]", f"a part of {who.removeprefix('a part of ')}"
                )


def _asks_only_whether_known(condition: Condition) -> bool:
    if condition.subject is None:
        return all(_asks_only_whether_known(child) for child in condition.children())
    return all(name == "present" for name, _ in condition.operators())


def _buckets(found: Inspected) -> Iterator[ScoringRemark]:
    """Criteria are sorted into three buckets ("Lead Liaison"); each rule is in one, and an empty one is a question."""
    counts = dict.fromkeys(_BUCKETS, 0)
    for rule in found.rules():
        counts[rule.bucket if isinstance(rule, FitRule) else "behaviour"] += 1
    if not sum(counts.values()):
        return
    for bucket, number in counts.items():
        if not number:
            part = "behaviour" if bucket == "behaviour" else "fit"
            told = ", ".join(f"{count} of {name}" for name, count in counts.items() if count)
            yield remark(
                ScoringRemarkCode.BUCKET_EMPTY,
                f"{found.path}.{part}",
                f"no rule is in the bucket {bucket} ({told})",
                "see whether the model leaves out a kind of criterion on purpose",
                severity="note",
                rules=sum(counts.values()),
            )
