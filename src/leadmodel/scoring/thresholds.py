"""The line at which marketing hands a lead over: when it was crossed, what did it, and which crossings counted.

"Lead Liaison" hands off by itself when the threshold is hit or exceeded, and "Nailing Speed to Lead" stamps the moment
at which a record is scored and becomes an MQL. A score that hovers about a line would hand the lead over again and
again; a threshold therefore fires once and has to be armed anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, get_args

from ..errors import InputError, TimeError
from ..records import Case, Cycle, LeadId, Stage, iso, utc
from ..records.instants import from_micros, micros
from .asked import asked_of
from .causes import Cause, CauseCode, Placing, causes_at, placing
from .course import Turned, turns_of
from .rules import HasScoring
from .trails import Trails, trails_of

__all__ = ["CrossingCode", "Handoffs", "Threshold", "ThresholdCrossing", "handoffs"]

Measured = Literal["score", "fit", "total", "sales_ready"]


class CrossingCode(StrEnum):
    """What became of a crossing."""

    HANDED_OFF = "handed_off"
    NOT_ARMED = "not_armed"
    """The lead was handed off before, and neither has it fallen far enough since nor has a new cycle begun."""
    WITH_SALES = "with_sales"
    """A rep holds the lead already: its cycle is open, or it is qualified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Handed off is who reaches `at_least` points, met or exceeded, of the score, the fit or the total of the two.

    With `sales_ready` it is who comes into a cell that the model lists as such, and no number is given. After a
    hand-off the threshold is armed anew by the next cycle, and by fewer points than `rearm_below` where that is given.

    >>> Threshold(at_least=65, rearm_below=50).on
    'score'

    Raises `InputError` for something else to measure, for a number that is missing or has no place, and for a
    `rearm_below` above the threshold itself.
    """

    on: Measured = "score"
    at_least: int | None = None
    rearm_below: int | None = None

    def __post_init__(self) -> None:
        if self.on not in get_args(Measured):
            raise InputError("on", self.on, f"is not one of {', '.join(get_args(Measured))}")
        if self.on == "sales_ready":
            for name in ("at_least", "rearm_below"):
                if getattr(self, name) is not None:
                    raise InputError(
                        name, getattr(self, name), "has no place where cells decide, leave it out"
                    )
        elif self.at_least is None:
            raise InputError("at_least", None, "is missing, say from how many points on")
        elif self.rearm_below is not None and self.rearm_below > self.at_least:
            raise InputError(
                "rearm_below",
                self.rearm_below,
                f"is above the threshold of {self.at_least}, give no more than that",
            )

    def __str__(self) -> str:
        if self.on == "sales_ready":
            return "ready for sales"
        rearmed = "" if self.rearm_below is None else f", armed again below {self.rearm_below}"
        return f"{self.on} of at least {self.at_least}{rearmed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdCrossing:
    """The instant at which a lead came up to the threshold, stamped: what it had then, and what brought it there.

    `cycle` is the time round that it belongs to, 0 before the first. An assignment on the same instant comes after it.
    """

    at: datetime
    cycle: int
    code: CrossingCode
    before: Placing | None
    after: Placing
    causes: tuple[Cause, ...]

    @property
    def handed_off(self) -> bool:
        return self.code is CrossingCode.HANDED_OFF

    def __str__(self) -> str:
        why = "; ".join(str(cause) for cause in self.causes)
        return (
            f"{iso(self.at)} {self.code.value.replace('_', ' ')} in cycle {self.cycle}: {self.after} ({why})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoffs:
    """Every crossing of a threshold until an instant, in order, those that were let pass among them."""

    lead: LeadId
    threshold: Threshold
    until: datetime
    crossings: tuple[ThresholdCrossing, ...]

    @property
    def fired(self) -> tuple[ThresholdCrossing, ...]:
        """The hand-offs."""
        return tuple(each for each in self.crossings if each.handed_off)

    @property
    def suppressed(self) -> tuple[ThresholdCrossing, ...]:
        """The crossings that handed nothing off."""
        return tuple(each for each in self.crossings if not each.handed_off)


def handoffs(case: Case, model: HasScoring, threshold: Threshold, *, until: datetime) -> Handoffs:
    """Every time that a lead came up to a threshold, from its capture to before `until`.

    >>> from datetime import UTC, timedelta
    >>> from leadmodel.records import Event, EventKind, Lead, Raw
    >>> from leadmodel.scoring import BehaviourRule, LevelBand, GradeBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(),
    ...         behaviour=(BehaviourRule(id="webinar", activity="webinar", points=35),),
    ...         grades=(GradeBand(grade="A"),),
    ...         levels=(LevelBand(level=1),),
    ...         sales_ready=(),
    ...     )
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> seen = [
    ...     Event(id=f"e{n}", lead="L1", kind=EventKind.ACTIVITY, at=noon + timedelta(days=n), activity="webinar")
    ...     for n in range(3)
    ... ]
    >>> lead = Lead(id="L1", captured_at=noon, source="form")
    >>> case = Case(lead=lead, history=tuple(seen), state=Raw(lead="L1", since=noon))
    >>> until = noon + timedelta(days=9)
    >>> for crossing in handoffs(case, House(), Threshold(at_least=65), until=until).fired:
    ...     print(crossing)
    2026-11-07T12:00:00Z handed off in cycle 0: A1 (not ready for sales): fit 0, score 70 (+35 webinar: e1 happened)

    A lead that is above the line when it is captured crosses it then. While a rep holds it, and again until the
    threshold is armed, a crossing is listed and hands nothing off. Raises `TimeError` for a naive `until`, and for one
    before the capture.
    """
    until = utc(until, "until")
    captured = case.lead.captured_at
    if until < captured:
        raise TimeError("until", iso(until), f"is before the lead was captured at {iso(captured)}")
    trails = trails_of(case, asked_of(model.scoring))
    return Handoffs(
        lead=case.lead.id,
        threshold=threshold,
        until=until,
        crossings=tuple(_crossings(case, trails, threshold, micros(captured), micros(until))),
    )


class _Zones:
    """Where the points lie: 2 at the line or above it, 0 where they arm it again, and 1 between the two."""

    def __init__(self, trails: Trails, threshold: Threshold) -> None:
        self.cell = trails.cell
        self.on = threshold.on
        self.line = threshold.at_least or 0
        self.low = threshold.rearm_below
        self.bands = tuple(band.at_least for band in trails.asked.scoring.levels if band.at_least is not None)

    def key(self, fit: int, score: int) -> int:
        if self.on == "sales_ready":
            return 2 if self.cell(fit, score).sales_ready else 1
        points = {"score": score, "fit": fit, "total": fit + score}[self.on]
        if points >= self.line:
            return 2
        return 0 if self.low is not None and points < self.low else 1

    def marks(self, fit: int, now: tuple[int, int]) -> tuple[int, ...]:
        if self.on == "sales_ready":
            return self.bands
        if self.on == "fit":
            return ()
        less = fit if self.on == "total" else 0
        return tuple(line - less for line in (self.line, self.low) if line is not None)


def _crossings(
    case: Case, trails: Trails, threshold: Threshold, captured: int, until: int
) -> Iterator[ThresholdCrossing]:
    zones = _Zones(trails, threshold)
    assigned = [micros(cycle.assigned_at) for cycle in case.cycles]
    armed, cycle = True, 0
    for turned in _from_capture(trails, zones, captured, until):
        # An activity comes before an assignment on its instant, so that cycle is not yet under way.
        begun = sum(at < turned.at for at in assigned)
        armed = armed or begun > cycle
        cycle = begun
        zone = zones.key(*turned.after)
        armed = armed or zone == 0
        if zone < 2:
            continue
        code = CrossingCode.HANDED_OFF if armed else CrossingCode.NOT_ARMED
        if begun and _held(case.cycles[begun - 1], turned.at):
            code = CrossingCode.WITH_SALES
        new = turned.at == captured and zones.key(*turned.before) == zone
        cause = Cause(code=CauseCode.CAPTURED, rule="", points=0)
        yield ThresholdCrossing(
            at=from_micros(turned.at),
            cycle=begun,
            code=code,
            before=None if turned.at == captured else placing(trails, *turned.before),
            after=placing(trails, *turned.after),
            causes=(cause,) if new else causes_at(trails, turned.at),
        )
        armed = armed and code is not CrossingCode.HANDED_OFF


def _from_capture(trails: Trails, zones: _Zones, captured: int, until: int) -> Iterator[Turned]:
    """The lead as it is captured, and each time that it passes from one zone to another."""
    if captured < until:
        yield Turned(captured, trails.whole(captured - 1), trails.whole(captured))
        yield from turns_of(trails, zones, captured + 1, until)


def _held(cycle: Cycle, at: int) -> bool:
    """Whether a rep holds the lead just before an instant: not yet disposed of, or qualified and not yet decided."""
    return cycle.as_of(from_micros(at - 1)).outcome in (None, Stage.QUALIFIED)
