"""When a lead next crosses a line if nothing happens: an instant, or never, and then why never."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..errors import InputError, UnknownNameError
from ..records import Case, Lead, iso, utc
from ..records.instants import from_micros, micros
from .asked import asked_of
from .causes import Cause, Placing, causes_at, placing
from .course import LAST, Course, Live
from .points import Points, in_points
from .rules import HasScoring
from .scorer import compile_scoring
from .trails import Trails, counting, trails_of

__all__ = ["Ending", "EndingCode", "NextCrossing", "next_crossing"]


class EndingCode(StrEnum):
    """Why the points of a rule change no more."""

    NOTHING = "nothing"
    """Nothing counts for it."""
    FADED = "faded"
    """All that counts has faded to nothing."""
    LEFT_WINDOW = "left_window"
    """All that counts is older than the rule looks back."""
    STAYS = "stays"
    """What counts keeps its points."""
    CONDITION = "condition"
    """No more time can turn the condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """From `at` on a rule gives these points, and nothing but a new activity can change that."""

    rule: str
    code: EndingCode
    at: datetime
    points: Points

    def __str__(self) -> str:
        return f"{self.rule}: {self.points:+} from {iso(self.at)} on, {self.code.value.replace('_', ' ')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCrossing:
    """When a `target` is next met, if nothing happens; `at` is None for never.

    A crossing is the instant at which the target begins to hold. Where it `holds_now`, it has to cease first. `now`,
    `before` and `after` are where the lead stands when it is asked, just before the crossing, and from it on; `causes`
    is what moved. From `settled_at` on the lead is `settled` for good: nothing fades, leaves a window or turns after
    that. For never, `endings` says so rule by rule.
    """

    target: str
    at: datetime | None
    holds_now: bool
    now: Placing
    before: Placing | None
    after: Placing | None
    causes: tuple[Cause, ...]
    settled_at: datetime
    settled: Placing
    endings: tuple[Ending, ...]

    def __str__(self) -> str:
        if self.at is None or self.after is None:
            return f"{self.target}: never, from {iso(self.settled_at)} on it stays at {self.settled}"
        why = "; ".join(str(cause) for cause in self.causes)
        return f"{self.target}: at {iso(self.at)}, {self.after} ({why})"


@dataclass(frozen=True, slots=True)
class _Target:
    """What is to hold of fit and score, and the scores at which it can turn."""

    says: str
    met: Callable[[int, int], bool]
    lines: tuple[int, ...]
    wanted: bool = True

    def holds(self, fit: int, score: int) -> bool:
        return self.met(fit, score) is self.wanted

    def marks(self, fit: int) -> tuple[int, ...]:
        return self.lines


def next_crossing(
    case: Case | Lead,
    model: HasScoring,
    *,
    at: datetime,
    score_below: int | None = None,
    score_at_least: int | None = None,
    fit_below: int | None = None,
    fit_at_least: int | None = None,
    label_leaves: str | None = None,
    label_becomes: str | None = None,
    sales_ready: bool | None = None,
) -> NextCrossing:
    """The first instant after `at` at which a target begins to hold, if nothing more happens.

    The target is one of the keywords; without any it is another label than now. What the history holds after `at` is
    left out. Scores are compared in whole points, as on a card.

    >>> from datetime import UTC
    >>> from leadmodel.records import Event, EventKind, Raw
    >>> from leadmodel.scoring import BehaviourRule, Decay, LevelBand, GradeBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(),
    ...         behaviour=(BehaviourRule(id="demo", activity="demo", points=25, decay=Decay(half_life="14d")),),
    ...         grades=(GradeBand(grade="A"),),
    ...         levels=(LevelBand(level=1, at_least=20), LevelBand(level=2)),
    ...         sales_ready=("A1",),
    ...     )
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=noon, source="form")
    >>> demo = Event(id="e1", lead="L1", kind=EventKind.ACTIVITY, at=noon, activity="demo")
    >>> case = Case(lead=lead, history=(demo,), state=Raw(lead="L1", since=noon))
    >>> print(next_crossing(case, House(), at=noon, sales_ready=False))
    not ready for sales: at 2026-11-11T01:00:00Z, A2 (not ready for sales): fit 0, score 19 (-0.041 demo: e1 faded)
    >>> print(next_crossing(case, House(), at=noon, score_below=0))
    score below 0: never, from 2027-06-13T01:00:00Z on it stays at A2 (not ready for sales): fit 0, score 0

    A change that the calendar has no instant for, after the year 9999, never comes. Raises `InputError` for more than
    one target, `UnknownNameError` for a label that the model does not give, and `TimeError` for a naive `at`.
    """
    start = micros(utc(at, "at"))
    trails = trails_of(case, asked_of(model.scoring), until=start)
    now = placing(trails, *trails.whole(start))
    given = {
        "score_below": score_below,
        "score_at_least": score_at_least,
        "fit_below": fit_below,
        "fit_at_least": fit_at_least,
        "label_leaves": label_leaves,
        "label_becomes": label_becomes,
        "sales_ready": sales_ready,
    }
    target = _target(trails, {name: value for name, value in given.items() if value is not None}, now)
    course = Course(trails, start)
    holds_now = target.holds(now.fit, now.score)
    found: int | None = start
    if holds_now:
        found = course.first(_Target(target.says, target.met, target.lines, False), start, LAST + 1)
    if found is not None:
        found = course.first(target, found, LAST + 1)
    return NextCrossing(
        target=target.says,
        at=None if found is None else from_micros(found),
        holds_now=holds_now,
        now=now,
        before=None if found is None else placing(trails, *trails.whole(found - 1)),
        after=None if found is None else placing(trails, *trails.whole(found)),
        causes=() if found is None else causes_at(trails, found),
        settled_at=from_micros(course.last),
        settled=placing(trails, *trails.whole(course.last)),
        endings=() if found is not None else tuple(_endings(trails, course)),
    )


def _target(trails: Trails, given: dict[str, int | str | bool], now: Placing) -> _Target:
    if len(given) > 1:
        raise InputError("target", sorted(given), "are several, ask for one crossing at a time")
    scoring = trails.asked.scoring
    cell = compile_scoring(scoring).cell
    limits = tuple(band.at_least for band in scoring.levels if band.at_least is not None)
    if not given:
        return _Target(
            f"label leaves {now.label}", lambda fit, score: cell(fit, score).label != now.label, limits
        )
    ((name, value),) = given.items()
    if name == "sales_ready":
        says = "ready for sales" if value else "not ready for sales"
        return _Target(says, lambda fit, score: cell(fit, score).sales_ready is value, limits)
    part, _, how = name.partition("_")
    if part == "label":
        if value not in scoring.labels():
            raise UnknownNameError("label", str(value), scoring.labels())
        becomes = how == "becomes"
        return _Target(
            f"label {how} {value}", lambda fit, score: (cell(fit, score).label == value) is becomes, limits
        )
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(name, value, "is no number of whole points, give one such as 50")
    line, below = value, how == "below"
    says = f"{part} {'below' if below else 'at least'} {line}"
    if part == "fit":
        return _Target(says, lambda fit, score: (fit < line) is below, ())
    return _Target(says, lambda fit, score: (score < line) is below, (line,))


def _endings(trails: Trails, course: Course) -> Iterator[Ending]:
    """What becomes of each rule that is about activities: those over one, then those with a condition."""
    for rule in trails.asked.rules:
        live = course.rules.get(rule.place)
        code, at, points = EndingCode.NOTHING, course.start, 0
        if live is not None and live.ats:
            code, ended = _ending(live)
            # What is worth nothing has faded as soon as it happens.
            at = max(ended, course.start)
            points = live.value(at)
        elif live is not None:
            points = live.value(at)
            _, counted, older = counting(rule, trails.rules[rule.place], at)
            if len(counted) + older:
                code = EndingCode.STAYS if rule.rest else EndingCode.FADED
        yield Ending(rule=rule.rule.id, code=code, at=from_micros(min(at, LAST)), points=in_points(points))
    if not trails.asked.moving:
        return
    answers, _ = trails.moving(course.last)
    for each, answer in zip(trails.asked.moving, answers, strict=True):
        read = each.rule.when.activities_read() if each.rule.when is not None else frozenset()
        turns = [
            turn
            for place, found in course.turning.items()
            if trails.asked.measures[place].measure in read
            for turn in found
        ]
        yield Ending(
            rule=each.rule.id,
            code=EndingCode.CONDITION,
            at=from_micros(max(turns, default=course.start)),
            points=in_points(each.worth(answer)),
        )


def _ending(live: Live) -> tuple[EndingCode, int]:
    rule = live.rule
    if rule.within is not None and (rule.rest or rule.faded > rule.within):
        return EndingCode.LEFT_WINDOW, live.ends
    return EndingCode.STAYS if rule.rest else EndingCode.FADED, live.ends
