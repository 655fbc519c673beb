"""Points over time the slow way: score the whole lead again at every whole hour since every event, and just before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from leadmodel.records import Case, Event, Lead, Raw
from leadmodel.scoring import Decay, DecayStep, Scorecard, Scoring, compile_scoring, score

from .models import histories, scorings

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
#: Worth more after six hours than after two.
RISING = Decay(steps=(DecayStep(after="2h", keeps=20), DecayStep(after="6h", keeps=90)))


class House:
    """As much of a model as scoring needs."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring


def case(lead: Lead, history: Sequence[Event], **changes: Any) -> Case:
    told: dict[str, Any] = {"history": tuple(history), "state": Raw(lead=lead.id, since=lead.captured_at)}
    return Case(lead=lead, **(told | changes))


#: Now and then with a decay under which an activity gains again.
models = st.builds(
    lambda scoring, rises: (
        replace(
            scoring,
            behaviour=tuple(
                replace(rule, decay=RISING) if rule.decay is not None else rule for rule in scoring.behaviour
            ),
        )
        if rises
        else scoring
    ),
    scorings(),
    st.integers(0, 4).map(lambda dice: dice == 0),
)
#: Few enough that every hour of theirs can be looked at.
short_histories = histories().map(lambda events: events[:3])


def figures(card: Scorecard) -> tuple[int, int, str, bool]:
    return card.fit, card.score, card.label, card.sales_ready


def hours_since(events: Sequence[Event], first: datetime, last: datetime) -> list[datetime]:
    """Every whole hour since every event, from the first instant to before the last."""
    found = set()
    for event in events:
        passed = max(0, -(-(first - event.at) // HOUR))
        at = event.at + passed * HOUR
        while at < last:
            if at >= first:
                found.add(at)
            at += HOUR
    return sorted(found)


def scored_at(subject: Case, scoring: Scoring) -> Callable[[datetime], tuple[int, int, str, bool]]:
    """The figures of a card at any instant, without its lines, which take most of the time."""
    scorer = compile_scoring(scoring)

    def scored(at: datetime) -> tuple[int, int, str, bool]:
        fit, points = (
            each // 1000 for each in scorer.sums(subject.lead, scorer.figures(subject.history, at))
        )
        cell = scorer.cell(fit, points)
        return fit, points, cell.label, cell.sales_ready

    assert scored(subject.lead.captured_at) == figures(
        score(subject, House(scoring), at=subject.lead.captured_at)
    )
    return scored


def walked(
    subject: Case, scoring: Scoring, first: datetime, last: datetime
) -> Iterator[tuple[datetime, tuple[int, int, str, bool], tuple[int, int, str, bool]]]:
    """Each instant from the first to before the last at which a figure is another than a microsecond before."""
    scored = scored_at(subject, scoring)
    for at in hours_since(subject.history, first, last):
        before, after = scored(at - TICK), scored(at)
        if before != after:
            yield at, before, after
