"""The hand-off at a threshold: once a cycle, armed anew by a new one or by a fall, each crossing with its stamp."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.records import Cycle, Event, Lead, RepId, Stage
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, Scoring
from leadmodel.scoring.causes import CauseCode
from leadmodel.scoring.thresholds import CrossingCode, Handoffs, Threshold, ThresholdCrossing, handoffs
from tests.building import (
    MONDAY,
    assigned,
    case_of,
    counts,
    did,
    grades,
    lead,
    levels,
    nurtured,
    points,
    qualified,
    scoring,
    touched,
    won,
)
from tests.conditions.kleene import leads
from tests.scoring.test_scoring_policy import VICE_PRESIDENT

from .hourly import HOUR, TICK, House, case, hours_since, models, scored_at
from .models import histories

DAY = timedelta(days=1)
MQL = Threshold(at_least=65)
ONE_DAY = Decay(steps=(DecayStep(after="1d", keeps=0),))


def house(*behaviour: BehaviourRule, **changes: Any) -> House:
    told = {"behaviour": behaviour, "grades": grades(A=20), "levels": levels(65), "sales_ready": ("A1",)}
    return House(scoring(**(told | changes)))


#: Points that are gone after a day.
BRIEF = house(*(BehaviourRule(id=f"p{n}", activity=f"p{n}", points=n, decay=ONE_DAY) for n in (40, 55, 70)))


def brought(*events: Event, threshold: Threshold = MQL, model: House = BRIEF, **who: Any) -> Handoffs:
    return handoffs(case_of(lead(**who), *events), model, threshold, until=MONDAY + 60 * DAY)


def days(crossings: tuple[ThresholdCrossing, ...]) -> list[tuple[float, CrossingCode]]:
    return [((each.at - MONDAY) / DAY, each.code) for each in crossings]


# ----------------------------------------------------------------------------------------------------------- the law

thresholds = st.one_of(
    st.builds(
        lambda on, line, gap: Threshold(
            on=on, at_least=line, rearm_below=None if gap is None else line - gap
        ),
        st.sampled_from(["score", "fit", "total"]),
        st.integers(-20, 60),
        st.none() | st.integers(0, 30),
    ),
    st.just(Threshold(on="sales_ready")),
)
offsets = st.integers(-420, 60).map(lambda hours: MONDAY + hours * HOUR)


@st.composite
def cycles(draw: Any) -> tuple[Cycle, ...]:
    """Times round one after the other: assigned, perhaps qualified, perhaps decided."""
    stamps: list[datetime] = sorted(draw(st.lists(offsets, max_size=7)))
    found: list[Cycle] = []
    while stamps:
        told: dict[str, Any] = {"assigned_at": stamps.pop(0)}
        if stamps and draw(st.sampled_from([True, False])):
            told |= {"outcome": Stage.QUALIFIED, "qualified_at": stamps[0], "outcome_at": stamps.pop(0)}
        if stamps and draw(st.sampled_from([True, True, False])):
            told |= {
                "outcome": draw(st.sampled_from([Stage.NURTURE, Stage.WON])),
                "outcome_at": stamps.pop(0),
            }
        found.append(Cycle(number=len(found) + 1, owner=RepId("ann"), **told))
    return tuple(found)


def held(cycle: Cycle, at: datetime) -> bool:
    """Assigned before, and neither lost nor won nor let go before."""
    decided = cycle.outcome in (Stage.NURTURE, Stage.WON) and cycle.outcome_at is not None
    return not (decided and cycle.outcome_at is not None and cycle.outcome_at < at)


def walked(
    subject: Any, declared: Scoring, threshold: Threshold, until: datetime
) -> Iterator[tuple[datetime, int, str]]:
    scored = scored_at(subject, declared)
    captured = subject.lead.captured_at
    armed, above, cycle = True, False, 0
    for at in sorted({captured, *hours_since(subject.history, captured, until)}):
        fit, score, _, ready = scored(at)
        value = {"fit": fit, "score": score, "total": fit + score, "sales_ready": int(ready)}[threshold.on]
        line = 1 if threshold.at_least is None else threshold.at_least
        begun = [each for each in subject.cycles if each.assigned_at < at]
        if len(begun) != cycle:
            armed, cycle = True, len(begun)
        if threshold.rearm_below is not None and value < threshold.rearm_below:
            armed = True
        if value >= line and not above:
            if begun and held(begun[-1], at):
                yield at, cycle, "with_sales"
            elif armed:
                armed = False
                yield at, cycle, "handed_off"
            else:
                yield at, cycle, "not_armed"
        above = value >= line


@given(models, leads, histories(), cycles(), thresholds)
def test_hand_offs_are_what_a_walk_by_the_hour_finds_and_never_two_in_a_cycle_unless_armed_anew(
    declared: Scoring, lead: Lead, history: list[Event], rounds: tuple[Cycle, ...], threshold: Threshold
) -> None:
    started = Lead(
        **{name: getattr(lead, name) for name in Lead.__slots__} | {"captured_at": MONDAY - 410 * HOUR}
    )
    subject = case(started, history, cycles=rounds)
    until = MONDAY + 80 * HOUR

    found = handoffs(subject, House(declared), threshold, until=until)

    assert [(each.at, each.cycle, each.code.value) for each in found.crossings] == list(
        walked(subject, declared, threshold, until)
    )
    assert all(each.causes for each in found.crossings)
    if threshold.rearm_below is None:
        fired = [each.cycle for each in found.fired]
        assert len(fired) == len(set(fired))


# --------------------------------------------------------------------------------------------------------- promises


@pytest.mark.statement("SC-20", "SC-26")
def test_crossing_the_threshold_hands_off_once_in_a_cycle_at_the_moment_it_was_reached() -> None:
    ups = [did("p70", MONDAY + day * DAY) for day in (0, 3, 6)]

    found = brought(*ups)

    assert days(found.crossings) == [
        (0, CrossingCode.HANDED_OFF),
        (3, CrossingCode.NOT_ARMED),
        (6, CrossingCode.NOT_ARMED),
    ]
    (first,) = found.fired
    assert (first.at, first.after.score, first.causes[0].event) == (MONDAY, 70, ups[0].id)
    assert (found.suppressed, found.crossings[0]) == (found.crossings[1:], first)


@pytest.mark.statement("SC-20")
def test_the_next_cycle_arms_it_anew() -> None:
    found = brought(
        did("p70", MONDAY),
        assigned(MONDAY + HOUR),
        touched(MONDAY + 2 * HOUR),
        nurtured(MONDAY + 3 * HOUR),
        did("p70", MONDAY + 5 * DAY),
        did("p70", MONDAY + 10 * DAY),
        assigned(MONDAY + 11 * DAY),
        touched(MONDAY + 12 * DAY),
        nurtured(MONDAY + 13 * DAY),
        did("p70", MONDAY + 20 * DAY),
    )

    assert [(day, each.cycle) for (day, _), each in zip(days(found.fired), found.fired, strict=True)] == [
        (0, 0),
        (5, 1),
        (20, 2),
    ]
    assert days(found.suppressed) == [(10, CrossingCode.NOT_ARMED)]


def test_a_lead_that_a_rep_holds_is_not_handed_off_again_until_it_is_let_go_or_decided() -> None:
    worked = [assigned(MONDAY), touched(MONDAY + HOUR)]
    up = did("p70", MONDAY + 5 * DAY)

    def code(*then: Event) -> CrossingCode:
        (found,) = brought(*worked, *then, up).crossings
        return found.code

    assert code() is CrossingCode.WITH_SALES
    assert code(qualified(MONDAY + DAY)) is CrossingCode.WITH_SALES
    assert code(qualified(MONDAY + DAY), won(MONDAY + 2 * DAY)) is CrossingCode.HANDED_OFF
    assert code(nurtured(MONDAY + DAY)) is CrossingCode.HANDED_OFF
    # On one instant the activity comes before what is done about it.
    assert code(nurtured(up.at)) is CrossingCode.WITH_SALES
    (same,) = brought(up, assigned(up.at)).crossings
    assert (same.cycle, same.code) == (0, CrossingCode.HANDED_OFF)


def test_a_score_that_hovers_about_the_line_hands_off_again_only_after_a_fall_below_the_lower_one() -> None:
    hovering = house(
        counts("base", 55),
        *(BehaviourRule(id=f"p{n}", activity=f"p{n}", points=n, decay=ONE_DAY) for n in (10, -10)),
    )
    events = [did("base", MONDAY - DAY)]
    events += [did("p10", MONDAY + day * DAY) for day in (0, 2, 4, 8)] + [did("p-10", MONDAY + 6 * DAY)]

    def fired(low: int | None) -> list[float]:
        threshold = Threshold(at_least=65, rearm_below=low)
        return [day for day, _ in days(brought(*events, threshold=threshold, model=hovering).fired)]

    assert fired(None) == fired(45) == [0]
    assert fired(46) == [0, 8]
    assert fired(56) == fired(65) == [0, 2, 4, 8]


@pytest.mark.statement("SC-24")
def test_every_contact_adds_to_the_score_until_the_lead_is_handed_off() -> None:
    model = house(counts("form_step", 13))

    found = brought(*(did("form_step", MONDAY + step * DAY) for step in range(7)), model=model)

    (crossing,) = found.fired
    assert (crossing.at, crossing.before and crossing.before.score, crossing.after.score) == (
        MONDAY + 4 * DAY,
        52,
        65,
    )


@pytest.mark.statement("SC-19", "SC-29")
@pytest.mark.parametrize(("reached", "fires"), [(64, 0), (65, 1), (66, 1)])
def test_the_threshold_is_met_or_exceeded(reached: int, fires: int) -> None:
    assert len(brought(did("visit", MONDAY), model=house(counts("visit", reached))).fired) == fires


def test_who_the_lead_is_may_do_it_on_the_day_it_is_captured() -> None:
    model = house(counts("demo", 50), fit=(points("vp", VICE_PRESIDENT, 20),))

    (by_fit,) = brought(threshold=Threshold(on="fit", at_least=20), model=model, title="VP Sales").crossings
    (by_total,) = brought(
        did("demo", MONDAY), threshold=Threshold(on="total", at_least=70), model=model, title="VP Sales"
    ).crossings

    assert (by_fit.at, by_fit.before) == (lead().captured_at, None)
    assert [cause.code for cause in by_fit.causes] == [CauseCode.CAPTURED]
    assert (by_total.at, by_total.after.fit, by_total.after.score) == (MONDAY, 20, 50)


def test_cells_may_decide_in_place_of_a_number() -> None:
    model = house(counts("demo", 65), fit=(points("vp", VICE_PRESIDENT, 20),))
    cells = Threshold(on="sales_ready")

    assert days(brought(did("demo", MONDAY), threshold=cells, model=model, title="VP").fired) == [
        (0, CrossingCode.HANDED_OFF)
    ]
    assert brought(did("demo", MONDAY), threshold=cells, model=model).crossings == ()


def test_a_fading_of_minus_points_may_do_it_too_and_is_named() -> None:
    model = house(counts("demo", 70), BehaviourRule(id="minus", activity="minus", points=-10, decay=ONE_DAY))

    found = brought(did("minus", MONDAY), did("demo", MONDAY), model=model)

    (crossing,) = found.fired
    assert (crossing.at, [cause.code for cause in crossing.causes]) == (MONDAY + DAY, [CauseCode.FADED])
    assert str(crossing).startswith(
        "2026-11-10T12:00:00Z handed off in cycle 0: Z1 (not ready for sales): fit 0, "
    )


def test_until_is_left_out_and_a_lead_is_not_asked_about_before_it_came() -> None:
    subject, model = case_of(lead(), did("p70", MONDAY)), BRIEF

    assert handoffs(subject, model, MQL, until=MONDAY).crossings == ()
    assert len(handoffs(subject, model, MQL, until=MONDAY + TICK).crossings) == 1
    assert handoffs(subject, model, MQL, until=subject.lead.captured_at).crossings == ()
    with pytest.raises(TimeError, match="before the lead was captured"):
        handoffs(subject, model, MQL, until=subject.lead.captured_at - TICK)


def test_a_threshold_says_what_it_is_and_refuses_what_makes_no_sense() -> None:
    assert str(Threshold(at_least=65, rearm_below=50)) == "score of at least 65, armed again below 50"
    assert [str(Threshold(on="sales_ready")), str(MQL)] == ["ready for sales", "score of at least 65"]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "is missing"),
        ({"at_least": 50, "rearm_below": 51}, "above the threshold of 50"),
        ({"on": "sales_ready", "at_least": 1}, "has no place where cells decide"),
        ({"on": "sales_ready", "rearm_below": 1}, "has no place where cells decide"),
        ({"on": "grade", "at_least": 1}, "not one of score, fit, total, sales_ready"),
    ]
    for told, message in wrong:
        with pytest.raises(InputError, match=message):
            Threshold(**told)
