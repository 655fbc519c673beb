"""What a rule over an activity can come to, against histories that are tried out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.records import Case, Event, EventId, EventKind, Raw
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, Scoring, score
from leadmodel.whatif import reach
from tests.building import MONDAY, grades, house, lead, levels, scoring

HOUR = timedelta(hours=1)
SLOW = Decay(half_life="30h")
STEPS = Decay(steps=(DecayStep(after="10h", keeps=50), DecayStep(after="30h", keeps=0)))
LASTING = Decay(steps=(DecayStep(after="10h", keeps=20),))


def with_rule(rule: BehaviourRule) -> Scoring:
    return scoring(behaviour=(rule,), grades=grades(), levels=levels(), sales_ready=())


def case(done: Sequence[tuple[int, str | None]], at: datetime) -> Case:
    """A page for each age in hours, about a thing."""
    person = lead()
    history = tuple(
        Event(
            id=EventId(f"e{place}"),
            lead=person.id,
            kind=EventKind.ACTIVITY,
            at=at - age * HOUR,
            activity="page",
            subject=subject,
        )
        for place, (age, subject) in enumerate(done)
    )
    return Case(lead=person, history=history, state=Raw(lead=person.id, since=person.captured_at))


rules = st.builds(
    BehaviourRule,
    id=st.just("page"),
    activity=st.just("page"),
    points=st.sampled_from((-7, 3, 10, 2.5)),
    at_most=st.integers(1, 2),
    within=st.sampled_from((None, "12h", "2d")),
    per=st.sampled_from((None, "12h", "1d")),
    decay=st.sampled_from((None, SLOW, STEPS, LASTING)),
)
#: Some on the edge of a day in UTC, which is where windows begin.
instants = st.sampled_from((MONDAY, MONDAY.replace(hour=0), MONDAY.replace(hour=23)))


@given(rules, st.lists(st.integers(0, 60), max_size=6), instants)
def test_no_history_comes_to_more_than_is_said(rule: BehaviourRule, ages: list[int], at: datetime) -> None:
    model = house(scoring=with_rule(rule))
    points, span = score(case([(age, None) for age in ages], at), model, at=at).score, reach(model).score

    assert span.least is None or points >= span.least
    assert span.most is None or points <= span.most


@pytest.mark.parametrize("decay", [None, SLOW, STEPS, LASTING], ids=["never", "halves", "steps", "lasting"])
@pytest.mark.parametrize("per", [None, "12h", "1d"])
@pytest.mark.parametrize("within", ["12h", "26h", "2d"])
def test_the_most_that_is_said_is_what_the_best_history_comes_to(
    within: str, per: str | None, decay: Decay | None
) -> None:
    """At the beginning of a window, with one each time at its end and one now: the rule counts one in each window."""
    rule = BehaviourRule(
        id="page", activity="page", points=1000, at_most=1, within=within, per=per, decay=decay
    )
    model, at = house(scoring=with_rule(rule)), MONDAY.replace(hour=0)
    minute = timedelta(minutes=1)
    found = []
    for shift in (timedelta(0), minute):
        events = [
            Event(
                id=EventId(f"e{age}"),
                lead=lead().id,
                kind=EventKind.ACTIVITY,
                at=at - age * HOUR - shift,
                activity="page",
            )
            for age in range(60)
        ]
        now = Event(id=EventId("now"), lead=lead().id, kind=EventKind.ACTIVITY, at=at, activity="page")
        whole = Case(lead=lead(), history=(now, *events), state=Raw(lead=lead().id, since=MONDAY))
        found.append(score(whole, model, at=at).score)

    assert reach(model).score.most == max(found)
    assert reach(model).score.exact


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        ({}, None),
        ({"at_most": 3}, 30),
        ({"at_most": 1, "per": "1d"}, None),
        ({"at_most": 1, "per": "1d", "within": "7d"}, 80),
        ({"at_most": 1, "per_subject": True}, None),
        ({"at_most": 2, "per": "1d", "decay": STEPS}, 50),
        ({"decay": SLOW}, None),
        ({"cap": 25}, 25),
        ({"at_most": 1, "min_amount": 60}, 10),
    ],
    ids=str,
)
def test_a_limit_that_starts_again_is_a_limit_only_within_a_window(
    limits: dict[str, Any], most: int | None
) -> None:
    """Two a day, of which those of this hour, of the hour before midnight and of a day and an hour ago count."""
    found = reach(with_rule(BehaviourRule(id="page", activity="page", points=10, **limits)))

    assert (found.score.least, found.score.most) == (0, most)


def test_steps_that_are_few_are_added_up_exactly() -> None:
    rule = BehaviourRule(id="page", activity="page", points=4, at_most=2, decay=STEPS)
    reached = {
        score(case([(age, None) for age in ages], MONDAY), house(scoring=with_rule(rule)), at=MONDAY).score
        for size in range(3)
        for ages in combinations_with_replacement((0, 9, 10, 29, 30), size)
    }
    for number in range(10):
        bands = scoring(behaviour=(rule,), grades=grades(), levels=levels(number + 1, number), sales_ready=())
        assert (2 in reach(bands).levels) is (number in reached)
