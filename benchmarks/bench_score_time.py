"""Points over time against scoring the whole lead again.

When a score next falls is told by the plain way at every whole hour since every event, one after the other, with the
compiled model and without any lines; a running score is told by it from the whole history each time.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from harness import Comparison
from leadmodel.conditions import Condition
from leadmodel.records import Case, Event, EventId, EventKind, Lead, LeadId, Raw
from leadmodel.scoring import (
    BehaviourRule,
    Decay,
    FitRule,
    GradeBand,
    LevelBand,
    Running,
    Scoring,
    compile_scoring,
    next_crossing,
    score,
)

__all__ = ["benchmarks"]

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = ("webinar", "page_viewed", "demo_requested", "email_opened", "unsubscribed")
LEAD = Lead(
    id=LeadId("L1"), captured_at=NOON - 400 * 24 * HOUR, source="form", title="VP Sales", country="CH"
)


class House:
    """Ten rules: five that ask who it is, five over activities that fade, one of them with minus points."""

    scoring = Scoring(
        fit=tuple(
            FitRule(id=f"fit {word}", when=Condition(field="lead.title", mentions=(word,)), points=10)
            for word in ("vp", "director", "sales", "marketing", "student")
        ),
        behaviour=tuple(
            BehaviourRule(id=name, activity=name, points=points, at_most=10, decay=Decay(half_life=half_life))
            for name, points, half_life in zip(
                NAMES, (15, 2, 40, 1, -30), ("14d", "7d", "30d", "7d", "60d"), strict=True
            )
        ),
        grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
        levels=(LevelBand(level=1, at_least=65), LevelBand(level=2, at_least=30), LevelBand(level=3)),
        sales_ready=("A1",),
    )


def history(count: int) -> tuple[Event, ...]:
    """So many activities in the weeks before noon, none of them on a whole hour of another."""
    return tuple(
        Event(
            id=EventId(f"e{place}"),
            lead=LeadId("L1"),
            kind=EventKind.ACTIVITY,
            at=NOON - place * timedelta(hours=19, minutes=7),
            activity=NAMES[place % len(NAMES)],
        )
        for place in range(count)
    )


def case(events: tuple[Event, ...]) -> Case:
    return Case(lead=LEAD, history=events, state=Raw(lead=LeadId("L1"), since=LEAD.captured_at))


def points_of(subject: Case, at: datetime) -> tuple[int, int]:
    """The plain way: everything anew."""
    scorer = compile_scoring(House.scoring)
    fit, points = scorer.sums(subject.lead, scorer.figures(subject.history, at))
    return fit // 1000, points // 1000


def hour_by_hour(subject: Case, below: int) -> datetime:
    hour = 0
    offsets = sorted((NOON - event.at) % HOUR for event in subject.history)
    while True:
        for offset in reversed(offsets):
            at = NOON + (hour + 1) * HOUR - offset
            if points_of(subject, at)[1] < below:
                return at
        hour += 1


def falls(below: int) -> Comparison:
    subject = case(history(20))
    house = House()

    def ours() -> datetime | None:
        return next_crossing(subject, house, at=NOON, score_below=below).at

    def reference() -> datetime | None:
        return hour_by_hour(subject, below)

    return _agreed(f"falls_below_{below}", ours, reference, "scoring at every hour of every event", 20, 1)


def running(count: int) -> Comparison:
    events = history(count)
    before = Running.start(case(events[1:]), House())
    whole = case(events)
    before.points(at=NOON)

    def ours() -> tuple[int, int]:
        return before.add(events[0]).points(at=NOON)

    def reference() -> tuple[int, int]:
        return points_of(whole, NOON)

    return _agreed(f"running_{count}", ours, reference, "scoring the whole history", 200, None)


def running_card(count: int) -> Comparison:
    events = history(count)
    before, whole, house = Running.start(case(events[1:]), House()), case(events), House()

    def ours() -> object:
        return before.add(events[0]).card(at=NOON)

    def reference() -> object:
        return score(whole, house, at=NOON)

    return _agreed(f"running_card_{count}", ours, reference, "scoring the whole history", 50, None)


def _agreed(
    name: str,
    ours: Callable[[], object],
    reference: Callable[[], object],
    reference_is: str,
    number: int,
    reference_number: int | None,
) -> Comparison:
    if ours() != reference():
        raise AssertionError(f"score_time.{name}: {ours()!r} is not {reference()!r}")
    return Comparison(
        name=f"score_time.{name}",
        ours=ours,
        reference=reference,
        reference_is=reference_is,
        number=number,
        reference_number=reference_number,
    )


def benchmarks() -> list[Comparison]:
    """When a score of 20 events falls, soon and late; a running score of 20 and of 1,000 events."""
    return [falls(60), falls(20), running(20), running(1000), running_card(20), running_card(1000)]
