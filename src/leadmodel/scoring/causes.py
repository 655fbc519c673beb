"""Where a lead stands, and why it stands elsewhere than a moment ago: what moved, as data with stable codes."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..records import EventId
from .asked import AskedRule
from .points import Points, in_points
from .trails import Trail, Trails, counting

__all__ = ["Cause", "CauseCode", "Placing", "causes_at", "placing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a lead stands: whole points of fit and score, and the cell that they lie in."""

    fit: int
    grade: str
    score: int
    level: int
    label: str
    sales_ready: bool

    def __str__(self) -> str:
        ready = "ready for sales" if self.sales_ready else "not ready for sales"
        return f"{self.label} ({ready}): fit {self.fit}, score {self.score}"


class CauseCode(StrEnum):
    """What moved points; the first four are about one activity, the others about a condition."""

    HAPPENED = "happened"
    """An activity counts from now on."""
    FADED = "faded"
    """An activity is worth less than an hour ago (or more, if the steps of a decay say so)."""
    LEFT_WINDOW = "left_window"
    """An activity is older than the rule looks back."""
    DISPLACED = "displaced"
    """A later one counts in its place, because only the latest so many do."""
    HOLDS = "holds"
    """The condition of a rule began to hold."""
    FAILS = "fails"
    """The condition of a rule no longer holds, or is known not to."""
    UNKNOWN = "unknown"
    """Whether the condition of a rule holds is no longer known."""
    CAPTURED = "captured"
    """The lead is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that moved `points` of a rule, before the bounds of the rule, its group and the whole.

    `event` is the activity, None for a condition. The capture of a lead has no rule and moves nothing.
    """

    code: CauseCode
    rule: str
    points: Points
    event: EventId | None = None

    def __str__(self) -> str:
        what = self.code.value.replace("_", " ")
        if self.code is CauseCode.CAPTURED:
            return what
        about = f" {self.event}" if self.event is not None else ""
        return f"{self.points:+} {self.rule}:{about} {what}"


def placing(trails: Trails, fit: int, score: int) -> Placing:
    """The place of whole points in the matrix."""
    cell = trails.cell(fit, score)
    return Placing(
        fit=fit,
        grade=cell.grade,
        score=score,
        level=cell.level,
        label=cell.label,
        sales_ready=cell.sales_ready,
    )


def causes_at(trails: Trails, at: int) -> tuple[Cause, ...]:
    """What moved points at an instant, against the microsecond before: activities rule by rule, then conditions."""
    return (*_activities(trails, at), *_conditions(trails, at))


def _activities(trails: Trails, at: int) -> Iterator[Cause]:
    for rule in trails.asked.rules:
        trail = trails.rules.get(rule.place)
        if trail is None:
            continue
        before, after = _worths(rule, trail, at - 1), _worths(rule, trail, at)
        for place in sorted(before.keys() | after.keys()):
            moved = after.get(place, 0) - before.get(place, 0)
            if moved:
                yield Cause(
                    code=_code(rule, trail, place, place in before, place in after, at),
                    rule=rule.rule.id,
                    points=in_points(moved),
                    event=trail.done[place].id,
                )


def _worths(rule: AskedRule, trail: Trail, at: int) -> dict[int, int]:
    _, places, _ = counting(rule, trail, at)
    return {place: rule.worth(at - trail.ats[place]) for place in places}


def _code(rule: AskedRule, trail: Trail, place: int, was: bool, now_counts: bool, at: int) -> CauseCode:
    if was and now_counts:
        return CauseCode.FADED
    if now_counts:
        return CauseCode.HAPPENED
    if rule.within is not None and place < bisect_right(trail.ats, at - rule.within):
        return CauseCode.LEFT_WINDOW
    return CauseCode.DISPLACED


def _conditions(trails: Trails, at: int) -> Iterator[Cause]:
    if not trails.asked.moving:
        return
    before, _ = trails.moving(at - 1)
    after, _ = trails.moving(at)
    for each, was, now in zip(trails.asked.moving, before, after, strict=True):
        moved = each.worth(now) - each.worth(was)
        if moved:
            yield Cause(
                code=CauseCode.UNKNOWN if now is None else CauseCode.HOLDS if now else CauseCode.FAILS,
                rule=each.rule.id,
                points=in_points(moved),
            )
