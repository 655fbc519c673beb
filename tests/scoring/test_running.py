"""A score kept event by event is that of the whole history, whatever the order, the doubles and the forgetting."""

import pickle
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition
from leadmodel.errors import InputError, TimeError
from leadmodel.records import Event, Lead
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, Scoring, score
from leadmodel.scoring.running import Running
from tests.building import MONDAY, counts, did, grades, happened, lead, levels, scoring, touched
from tests.conditions.kleene import leads

from .hourly import HOUR, TICK, House, case, models
from .models import histories

DAY = timedelta(days=1)
later = st.tuples(st.sampled_from([0, 0, 1, 5, 23, 24, 72, 100, 168, 400, 3000]), st.booleans()).map(
    lambda drawn: drawn[0] * HOUR + (TICK if drawn[1] else timedelta(0))
)
instants = st.integers(-200, 60).map(lambda hours: MONDAY + hours * HOUR)


def house(*behaviour: BehaviourRule, **changes: Any) -> House:
    told = {"behaviour": behaviour, "grades": grades(), "levels": levels(20), "sales_ready": ("Z1",)}
    return House(scoring(**(told | changes)))


def told(model: House, events: Sequence[Event], subject: Lead | None = None) -> Running:
    running = Running.start(subject or lead(), model)
    for event in events:
        running = running.add(event)
    return running


# ------------------------------------------------------------------------------------------------------------- laws


@given(models, leads, histories(), instants, st.randoms(use_true_random=False))
def test_in_any_order_and_with_doubles_the_card_is_that_of_the_whole_history(
    declared: Scoring, lead: Lead, history: list[Event], at: datetime, chance: Any
) -> None:
    model = House(declared)
    arriving = [*history, *history[::2]]
    chance.shuffle(arriving)

    running = told(model, arriving, lead)

    card = score(case(lead, history), model, at=at)
    assert running.card(at=at) == card
    assert running.points(at=at) == (card.fit, card.score)
    assert running.placing(at=at).label == card.label
    assert running == told(model, history, lead) == Running.start(case(lead, history), model)


@given(
    models,
    leads,
    histories(),
    st.lists(instants, min_size=1, max_size=2).map(sorted),
    later,
    st.randoms(use_true_random=False),
)
def test_what_was_forgotten_is_missed_by_no_card_from_then_on(
    declared: Scoring,
    lead: Lead,
    history: list[Event],
    horizons: list[datetime],
    after: timedelta,
    chance: Any,
) -> None:
    model = House(declared)
    running = Running.start(lead, model)
    rest = list(history)
    for horizon in horizons:
        # What is older has arrived by then, and some of what is not.
        arrived = [event for event in rest if event.at < horizon or chance.random() < 0.5]
        rest = [event for event in rest if event not in arrived]
        chance.shuffle(arrived)
        for event in arrived:
            running = running.add(event)
        running = running.forget(before=horizon)
        assert running.forget(before=horizon) == running
    running = pickle.loads(pickle.dumps(running))
    for event in [*rest, *(event for event in history if event.at >= horizons[-1])]:
        running = running.add(event)

    at = horizons[-1] + after

    assert running.card(at=at) == score(case(lead, history), model, at=at)


@given(models, histories())
def test_it_is_plain_data_that_travels(declared: Scoring, history: list[Event]) -> None:
    running = told(House(declared), history)

    copy = pickle.loads(pickle.dumps(running))

    assert copy == running
    assert copy.card(at=MONDAY) == running.card(at=MONDAY)
    assert hash(copy) == hash(running)


# ------------------------------------------------------------------------------------------------- what is forgotten


def pages(*days: float, **changes: Any) -> list[Event]:
    kind = did("page", MONDAY).kind
    return [happened(kind, MONDAY + day * DAY, activity="page", **changes) for day in days]


# Of ten pages, one a day, those of the last two days are younger than three days.
@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        # Without a limit a number is enough, and so it is where only the latest so many count.
        ({}, 0),
        ({"at_most": 2}, 0),
        ({"at_most": 1, "per": "1d"}, 0),
        ({"at_most": 1, "per_subject": True}, 0),
        # In a window until it is left.
        ({"within": "3d"}, 2),
        ({"within": "3d", "at_most": 1}, 2),
        # What fades, until nothing changes any more; but what later ones displaced is displaced for good.
        ({"decay": Decay(steps=(DecayStep(after="2d", keeps=50),))}, 1),
        ({"decay": Decay(half_life="7d")}, 10),
        ({"decay": Decay(half_life="7d"), "at_most": 4}, 4),
    ],
)
def test_ten_pages_leave_no_more_than_what_can_still_change(limits: dict[str, Any], kept: int) -> None:
    model = house(BehaviourRule(id="page", activity="page", points=5, **limits))
    running = told(model, pages(*range(-10, 0)))

    forgetful = running.forget(before=MONDAY)

    assert (running.kept, forgetful.kept) == (10, kept)
    assert forgetful.card(at=MONDAY + DAY) == running.card(at=MONDAY + DAY)


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"at_most": 2},
        {"at_most": 1, "per": "1d"},
        {"at_most": 2, "per": "1d", "per_subject": True},
        {"at_most": 2, "per_subject": True},
        {"within": "1d"},
        {"within": "2d", "at_most": 2, "per": "1d"},
    ],
)
@pytest.mark.parametrize(
    "decay", [None, Decay(half_life="1d"), Decay(steps=(DecayStep(after="30h", keeps=40),))]
)
def test_on_the_edge_of_every_window_what_was_forgotten_is_missed_by_none(
    limits: dict[str, Any], decay: Decay | None
) -> None:
    model = house(BehaviourRule(id="page", activity="page", points=5, decay=decay, **limits))
    events = [
        *pages(*(step / 24 for step in range(-96, 48, 5))),
        *pages(*(step / 24 for step in range(-94, 48, 7)), subject="pricing"),
    ]
    for hours in (-48, -30, -24, -11, 0):
        for edge in (-TICK, timedelta(0), TICK):
            horizon = MONDAY + hours * HOUR + edge
            running = told(model, [event for event in events if event.at < horizon]).forget(before=horizon)
            for event in events:
                if event.at >= horizon:
                    running = running.add(event)
            for later in (0, 1, 13, 24, 30, 100):
                at = horizon + later * HOUR
                assert running.card(at=at) == score(case(lead(), events), model, at=at)


@pytest.mark.parametrize(
    ("measure", "within", "kept"),
    [
        ("count", None, 0),
        ("amount", None, 0),
        ("subjects", None, 0),
        ("days_since", None, 1),
        ("count", "3d", 2),
        ("days_since", "3d", 1),
    ],
)
def test_a_condition_keeps_what_it_needs(measure: Any, within: str | None, kept: int) -> None:
    asked = Condition(activities=Activities(measure=measure, within=within), at_least=1)
    running = told(
        house(BehaviourRule(id="asked", points=5, when=asked)), pages(*range(-10, 0), subject="x", amount=1)
    )

    assert running.forget(before=MONDAY).kept == kept


def test_an_activity_on_the_very_instant_is_kept_so_that_its_double_is_known() -> None:
    once = Condition(activities=Activities(of=("page",)), equals=1)
    for rule in (counts("page", 5), BehaviourRule(id="once", points=5, when=once)):
        running = told(house(rule), pages(0)).forget(before=MONDAY)

        assert running.add(*pages(0)) is running
        assert running.points(at=MONDAY) == (0, 5)


# ---------------------------------------------------------------------------------------------------------- refusals


def test_what_is_before_all_that_was_forgotten_is_neither_told_nor_asked() -> None:
    running = told(house(counts("page", 5)), pages(-1)).forget(before=MONDAY)

    with pytest.raises(TimeError, match="the past is forgotten"):
        running.add(*pages(-2))
    with pytest.raises(TimeError, match="the past is forgotten"):
        running.points(at=MONDAY - TICK)
    with pytest.raises(TimeError, match="the past is forgotten"):
        running.card(at=MONDAY - TICK)
    with pytest.raises(TimeError, match="the past is forgotten"):
        running.forget(before=MONDAY - TICK)


def test_what_no_rule_asks_for_changes_nothing_however_old() -> None:
    running = told(house(counts("page", 5)), pages(-1)).forget(before=MONDAY)

    assert running.add(did("webinar", MONDAY - DAY)) is running
    assert running.add(touched(MONDAY - DAY)) is running


def test_an_event_that_contradicts_itself_or_belongs_to_another_lead_is_refused() -> None:
    (page,) = pages(0)
    running = told(house(counts("page", 5)), [page])

    with pytest.raises(InputError, match="was told before"):
        running.add(Event(id=page.id, lead=page.lead, kind=page.kind, at=page.at + TICK, activity="page"))
    with pytest.raises(InputError, match="is another lead"):
        running.add(did("page", MONDAY, to="L2"))
    with pytest.raises(TimeError, match="no time zone"):
        running.points(at=datetime(2026, 1, 1))
