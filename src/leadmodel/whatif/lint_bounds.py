"""Caps and floors that take too much, or nothing at all."""

from collections.abc import Iterator
from dataclasses import replace

from ..scoring import BehaviourRule, FitRule, Scoring
from ..scoring.points import Points, in_points, thousandths
from .parts import Part, Rule
from .reach import bounds_of, reckoned
from .remarked import Inspected, ScoringRemark, ScoringRemarkCode, remark, signed
from .sums import Account, account_of, in_units
from .totals import Bound, Totals
from .worth import worth_of

__all__ = ["lint_bounds"]

_PARTS: tuple[tuple[Part, str], ...] = (("fit", "fit"), ("behaviour", "score"))


def lint_bounds(found: Inspected) -> Iterator[ScoringRemark]:
    """Every weakness of a bound: of rules, of groups, and of the parts."""
    for rule in found.scoring.behaviour:
        yield from _of_rule(found, rule)
    for place, group in enumerate(found.scoring.groups):
        path = f"{found.path}.groups[{place}]"
        for account, totals in found.reckoned.groups.items():
            if account[1] != group.name:
                continue
            inside = [rule for rule in found.rules() if account_of(found.scoring, rule) == account]
            yield from _of_sum(
                found, f"{path}.", account, totals, (group.cap, group.floor), inside, f"group {group.name!r}"
            )
    for part, name in _PARTS:
        rules = [rule for rule in found.rules() if account_of(found.scoring, rule)[0] == part]
        totals = found.reckoned.before[part]
        bounds = bounds_of(found.scoring, part)
        yield from _of_sum(found, f"{found.path}.{name}_", (part, None), totals, bounds, rules, f"the {name}")


def _of_rule(found: Inspected, rule: BehaviourRule) -> Iterator[ScoringRemark]:
    path, cap, floor = found.path_of(rule), rule.cap, rule.floor
    if cap is not None and cap < rule.points:
        yield remark(
            ScoringRemarkCode.CAP_BELOW_POINTS,
            f"{path}.cap",
            f"rule {rule.id!r} is worth {signed(rule.points)} and gives {cap} at most, never what it says",
            f"give it {cap} points, or a cap of {rule.points} and more",
            points=rule.points,
            cap=cap,
        )
    if floor is not None and floor > rule.points:
        yield remark(
            ScoringRemarkCode.FLOOR_ABOVE_POINTS,
            f"{path}.floor",
            f"rule {rule.id!r} is worth {signed(rule.points)} and gives {floor} at least, never what it says",
            f"give it {floor} points, or a floor of {rule.points} and less",
            points=rule.points,
            floor=floor,
        )
    if rule.activity is None:
        return
    free = replace(rule, cap=None, floor=None)
    unit = found.taken.units["behaviour"]
    totals = worth_of(free, unit=unit, horizon=found.taken.horizon)
    yield from _never_reached(found, f"{path}.", "behaviour", totals, (cap, floor), f"rule {rule.id!r}")
    most = rule.at_most
    if most is None or rule.per or rule.per_subject or rule.decay:
        return
    for bound in (cap, floor):
        reached = bound is not None and rule.points and thousandths(bound) * rule.points > 0
        if bound is None or not reached:
            continue
        times = -(-abs(thousandths(bound)) // abs(thousandths(rule.points)))
        if times < most:
            yield remark(
                ScoringRemarkCode.TIMES_PAST_CAP,
                f"{path}.at_most",
                f"rule {rule.id!r} reaches its {'cap' if bound == cap else 'floor'} of {bound} at {times} times, "
                f"and the other {most - times} of {most} change nothing",
                f"leave out one of the two limits, or set at_most to {times}",
                severity="note",
                times=times,
                at_most=most,
                bound=bound,
            )


def _of_sum(
    found: Inspected,
    path: str,
    account: Account,
    totals: Totals,
    bounds: tuple[Points | None, Points | None],
    rules: list[Rule],
    what: str,
) -> Iterator[ScoringRemark]:
    """The bounds of a sum, over what it comes to without them."""
    part = account[0]
    yield from _never_reached(found, path, part, totals, bounds, what)
    cap, floor = bounds
    for rule in rules:
        # A part has a word of its own for a rule that its cap cuts: the bands that stay out of reach.
        if account[1] is not None and cap is not None and cap < rule.points:
            yield remark(
                ScoringRemarkCode.CAP_BELOW_POINTS,
                f"{path}cap",
                f"{what} gives {cap} at most, less than the {signed(rule.points)} of its rule {rule.id!r} alone",
                f"give the rule {cap} points, or a cap of {rule.points} and more",
                points=rule.points,
                cap=cap,
            )
        if account[1] is not None and floor is not None and floor > rule.points:
            yield remark(
                ScoringRemarkCode.FLOOR_ABOVE_POINTS,
                f"{path}floor",
                f"{what} gives {floor} at least, more than the {signed(rule.points)} of its rule {rule.id!r} alone",
                f"give the rule {floor} points, or a floor of {rule.points} and less",
                points=rule.points,
                floor=floor,
            )
    yield from _hidden(found, account, totals, bounds, rules, what)


def _never_reached(
    found: Inspected,
    path: str,
    part: Part,
    totals: Totals,
    bounds: tuple[Points | None, Points | None],
    what: str,
) -> Iterator[ScoringRemark]:
    cap, floor = (in_units(bound, found.taken.units[part]) for bound in bounds)
    if cap is not None and totals.most <= cap:
        most = found.points(part, totals.most)
        yield remark(
            ScoringRemarkCode.CAP_NEVER_REACHED,
            f"{path}cap",
            f"{what} comes to {most} at most, and the cap of {bounds[0]} takes nothing",
            "lower the cap or leave it out",
            severity="note",
            most=most,
            cap=bounds[0],
        )
    if floor is not None and totals.least >= floor:
        least = found.points(part, totals.least)
        yield remark(
            ScoringRemarkCode.FLOOR_NEVER_REACHED,
            f"{path}floor",
            f"{what} comes to {least} at least, and the floor of {bounds[1]} adds nothing",
            "raise the floor or leave it out",
            severity="note",
            least=least,
            floor=bounds[1],
        )


def _hidden(
    found: Inspected,
    account: Account,
    totals: Totals,
    bounds: tuple[Points | None, Points | None],
    rules: list[Rule],
    what: str,
) -> Iterator[ScoringRemark]:
    """Rules that a bound takes away whole: without them, everybody is at the bound or beyond it already."""
    cap, floor = (in_units(bound, found.taken.units[account[0]]) for bound in bounds)
    for rule in rules:
        otherwise: Points = rule.otherwise if isinstance(rule, FitRule) else 0
        if floor is not None and totals.most <= floor and rule.points < 0 and otherwise <= 0:
            most = _without(found.scoring, account, rule)[1]
            if most <= thousandths(bounds[1] or 0):
                yield remark(
                    ScoringRemarkCode.HIDDEN_BY_FLOOR,
                    found.path_of(rule),
                    f"rule {rule.id!r} ({signed(rule.points)}) takes nothing: without it {what} comes to "
                    f"{_said(most)} at most, and the floor is {bounds[1]}",
                    "lower the floor, or leave the rule out",
                    points=rule.points,
                    floor=bounds[1],
                )
        if cap is not None and totals.least >= cap and rule.points > 0 and otherwise >= 0:
            least = _without(found.scoring, account, rule)[0]
            if least >= thousandths(bounds[0] or 0):
                yield remark(
                    ScoringRemarkCode.HIDDEN_BY_CAP,
                    found.path_of(rule),
                    f"rule {rule.id!r} ({signed(rule.points)}) gives nothing: without it {what} comes to "
                    f"{_said(least)} at least, and the cap is {bounds[0]}",
                    "raise the cap, or leave the rule out",
                    points=rule.points,
                    cap=bounds[0],
                )


def _without(scoring: Scoring, account: Account, rule: Rule) -> tuple[Bound, Bound]:
    """The least and the most thousandths of an account when a rule is left out."""
    less = replace(
        scoring,
        fit=tuple(each for each in scoring.fit if each is not rule),
        behaviour=tuple(each for each in scoring.behaviour if each is not rule),
    )
    found = reckoned(less)
    part, name = account
    totals = found.before[part] if name is None else found.groups.get(account, Totals.of(0))
    return totals.least * found.units[part], totals.most * found.units[part]


def _said(total: Bound) -> Points | str:
    return "any number" if isinstance(total, float) else in_points(total)
