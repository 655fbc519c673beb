"""When a lead next crosses a line if nothing happens, against scoring it anew at every hour to the end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition
from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.records import Event, Lead
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, Scoring, score
from leadmodel.scoring.crossing import EndingCode, NextCrossing, next_crossing
from tests.building import MONDAY, case_of, counts, did, grades, lead, levels, scoring
from tests.conditions.kleene import leads

from .hourly import HOUR, TICK, House, case, figures, hours_since, models, scored_at, short_histories
from .test_score_changes import placed

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
Figures = tuple[int, int, str, bool]
#: A target as it is asked for, and as a question to the figures of a card.
Target = tuple[dict[str, Any], Callable[[Figures, Figures], bool]]

TARGETS: st.SearchStrategy[Target] = st.one_of(
    st.integers(-40, 80).map(lambda line: ({"score_below": line}, lambda card, _: card[1] < line)),
    st.integers(-40, 80).map(lambda line: ({"score_at_least": line}, lambda card, _: card[1] >= line)),
    st.integers(-40, 80).map(lambda line: ({"fit_below": line}, lambda card, _: card[0] < line)),
    st.integers(-40, 80).map(lambda line: ({"fit_at_least": line}, lambda card, _: card[0] >= line)),
    st.booleans().map(lambda ready: ({"sales_ready": ready}, lambda card, _: card[3] is ready)),
    st.just(({}, lambda card, now: card[2] != now[2])),
)
instants = st.tuples(st.integers(-30, 300), st.booleans()).map(
    lambda drawn: MONDAY - drawn[0] * HOUR + (TICK if drawn[1] else timedelta(0))
)


def house(*behaviour: BehaviourRule, **changes: Any) -> House:
    told = {"behaviour": behaviour, "grades": grades(), "levels": levels(20), "sales_ready": ("Z1",)}
    return House(scoring(**(told | changes)))


def fading(name: str, points: int, half_life: str = "14d", **limits: Any) -> BehaviourRule:
    return BehaviourRule(id=name, activity=name, points=points, decay=Decay(half_life=half_life), **limits)


def crossing(model: House, *events: Event, at: datetime = MONDAY, **target: Any) -> NextCrossing:
    return next_crossing(case_of(lead(), *events), model, at=at, **target)


# ------------------------------------------------------------------------------------------------------------- laws


@given(models, leads, short_histories, instants, TARGETS)
def test_the_crossing_is_the_first_that_scoring_every_hour_anew_finds(
    declared: Scoring, lead: Lead, history: list[Event], at: datetime, target: Target
) -> None:
    asked, holds = target
    known = [event for event in history if event.at <= at]
    subject = case(lead, known)

    found = next_crossing(case(lead, history), House(declared), at=at, **asked)

    scored = scored_at(subject, declared)
    now = before = scored(at)
    expected = None
    for instant in hours_since(known, at + TICK, found.settled_at + 30 * HOUR):
        after = scored(instant)
        if holds(after, now) and not holds(before, now):
            expected = (instant, before, after)
            break
        before = after
    assert found.holds_now is holds(now, now)
    assert placed(found.now) == now
    if expected is None:
        assert (found.at, found.before, found.after, found.causes) == (None, None, None, ())
    else:
        assert found.before is not None
        assert found.after is not None
        assert (found.at, placed(found.before), placed(found.after)) == expected
        assert found.causes


@given(models, leads, short_histories, instants, st.integers(0, 1000))
def test_once_it_has_settled_a_lead_stays_where_it_is_and_each_rule_where_its_ending_says(
    declared: Scoring, lead: Lead, history: list[Event], at: datetime, hours: int
) -> None:
    model = House(declared)
    subject = case(lead, [event for event in history if event.at <= at])

    found = next_crossing(subject, model, at=at, score_below=-100_000)

    assert found.at is None
    later = score(subject, model, at=found.settled_at + hours * HOUR)
    assert figures(later) == placed(found.settled)
    given_by = {line.rule: line.points for line in later.lines}
    for ending in found.endings:
        assert at <= ending.at <= found.settled_at
        assert ending.points == given_by[ending.rule]
        early = score(subject, model, at=ending.at + hours * HOUR)
        assert ending.points == {line.rule: line.points for line in early.lines}[ending.rule]


@given(models, leads, short_histories, instants)
def test_a_lead_settles_not_a_microsecond_before_its_last_rule_does(
    declared: Scoring, lead: Lead, history: list[Event], at: datetime
) -> None:
    found = next_crossing(case(lead, history), House(declared), at=at, score_below=-100_000)

    assert found.settled_at == max((ending.at for ending in found.endings), default=found.settled_at)


# ------------------------------------------------------------------------------------------------------- the figures


def test_25_points_that_halve_every_14_days_are_12_and_a_half_after_14_days() -> None:
    model = house(fading("demo", 25))

    two_weeks_on = score(case_of(lead(), did("demo", MONDAY)), model, at=MONDAY + 14 * DAY)

    assert [line.points for line in two_weeks_on.lines] == [12.5, -0.5]
    # 14 days times the logarithm to the base of 2 of 25 / 20 are 108.2 hours, of 25 / 12 they are 355.8.
    assert crossing(model, did("demo", MONDAY), score_below=20).at == MONDAY + 109 * HOUR
    assert crossing(model, did("demo", MONDAY), score_below=12).at == MONDAY + 356 * HOUR


def test_where_minus_points_fade_first_the_score_rises_and_then_falls_again() -> None:
    model = house(fading("demo", 40, "30d"), fading("unsubscribed", -30, "2d"))
    both = did("demo", MONDAY), did("unsubscribed", MONDAY)

    up = crossing(model, *both, score_at_least=20)
    assert up.at is not None
    down = crossing(model, *both, at=up.at, score_below=20)

    assert (up.holds_now, down.holds_now) == (False, False)
    assert down.at is not None
    assert MONDAY < up.at < down.at
    assert crossing(model, *both, at=down.at, score_at_least=20).at is None
    # Asked for while it already holds, it is the next time that it begins.
    again = crossing(model, *both, score_below=20)
    assert (again.holds_now, again.at) == (True, down.at)


def test_what_happens_later_is_left_out() -> None:
    model = house(counts("demo", 30, within="7d"))

    found = crossing(model, did("demo", MONDAY), did("demo", MONDAY + DAY), sales_ready=False)

    assert found.at == MONDAY + 7 * DAY


def test_a_label_may_be_left_or_become_another() -> None:
    model = house(counts("demo", 30, within="7d"))

    left = crossing(model, did("demo", MONDAY), label_leaves="Z1")
    become = crossing(model, did("demo", MONDAY), label_becomes="Z2")

    assert left.at == become.at == crossing(model, did("demo", MONDAY)).at == MONDAY + 7 * DAY
    assert (left.target, become.target) == ("label leaves Z1", "label becomes Z2")
    never = crossing(model, did("demo", MONDAY), label_becomes="Z1")
    assert (never.holds_now, never.at) == (True, None)


def test_never_says_why_rule_by_rule() -> None:
    silent = Condition(activities=Activities(measure="days_since", of=("page",)), at_least=30)
    model = house(
        counts("webinar", 8, within="10d"),
        fading("demo", 1, "1h"),
        counts("page", 3),
        counts("never_done", 5),
        BehaviourRule(id="silent", points=-2, when=silent),
    )

    found = crossing(model, *(did(name, MONDAY) for name in ("webinar", "demo", "page")), score_at_least=13)

    assert found.at is None
    assert [(each.rule, each.code, each.at - MONDAY, each.points) for each in found.endings] == [
        ("webinar", EndingCode.LEFT_WINDOW, 10 * DAY, 0),
        ("demo", EndingCode.FADED, 11 * HOUR, 0),
        ("page", EndingCode.STAYS, 0 * DAY, 3),
        ("never_done", EndingCode.NOTHING, 0 * DAY, 0),
        ("silent", EndingCode.CONDITION, 31 * DAY, -2),
    ]
    assert (found.settled_at - MONDAY, found.settled.score) == (31 * DAY, 1)
    assert str(found) == (
        "score at least 13: never, from 2026-12-10T12:00:00Z on it stays at Z2 (not ready for sales): fit 0, score 1"
    )
    assert str(found.endings[0]) == "webinar: +0 from 2026-11-19T12:00:00Z on, left window"


def test_which_comes_first_the_end_of_the_window_or_of_the_fading_is_why_it_ends() -> None:
    gone = Decay(steps=(DecayStep(after="2d", keeps=50), DecayStep(after="5d", keeps=0)))

    def ending(rule: BehaviourRule, *, hours: int = 0) -> tuple[EndingCode, timedelta, float]:
        asked = house(rule, counts("other", 1, within="90d"))
        found = crossing(
            asked, did("page", MONDAY), did("other", MONDAY), at=MONDAY + hours * HOUR, score_below=-1
        )
        return found.endings[0].code, found.endings[0].at - MONDAY, found.endings[0].points

    def page(**limits: Any) -> BehaviourRule:
        return BehaviourRule(id="page", activity="page", points=8, **limits)

    assert ending(page(decay=gone)) == (EndingCode.FADED, 5 * DAY, 0)
    assert ending(page(decay=gone, within="9d")) == (EndingCode.FADED, 5 * DAY, 0)
    assert ending(page(decay=gone, within="3d")) == (EndingCode.LEFT_WINDOW, 3 * DAY, 0)
    half = Decay(steps=(DecayStep(after="3d", keeps=50),))
    assert ending(page(decay=half, within="3d")) == (EndingCode.LEFT_WINDOW, 3 * DAY, 0)
    assert ending(page(decay=half)) == (EndingCode.STAYS, 3 * DAY, 4)
    # Asked for once it is over, it ended before, and in the last hour it still has that hour to go.
    assert ending(page(decay=gone), hours=121) == (EndingCode.FADED, 121 * HOUR, 0)
    assert ending(page(decay=gone), hours=119) == (EndingCode.FADED, 120 * HOUR, 0)


def test_a_condition_settles_when_it_can_turn_no_more_whatever_others_do() -> None:
    silent = Condition(activities=Activities(measure="days_since", of=("page",)), above=6)
    found = crossing(
        house(BehaviourRule(id="x", points=-3, when=silent), counts("other", 1, within="90d")),
        did("page", MONDAY),
        did("other", MONDAY),
        score_below=-9,
    )
    assert [(each.code, each.at - MONDAY) for each in found.endings] == [
        (EndingCode.LEFT_WINDOW, 90 * DAY),
        (EndingCode.CONDITION, 7 * DAY),
    ]


def test_in_its_last_hour_an_activity_is_still_worth_what_it_is() -> None:
    model = house(
        BehaviourRule(
            id="demo", activity="demo", points=30, decay=Decay(steps=(DecayStep(after="2h", keeps=0),))
        )
    )

    for minutes in (0, 61, 119):
        at = MONDAY + minutes * MINUTE
        assert crossing(model, did("demo", MONDAY), at=at, score_below=30).at == MONDAY + 2 * HOUR


def test_of_a_bare_lead_and_of_one_that_did_nothing_nothing_ever_changes() -> None:
    model = house(fading("demo", 25))

    for subject in (lead(), case_of(lead())):
        found = next_crossing(subject, model, at=MONDAY)

        assert (found.at, found.settled_at) == (None, MONDAY)
        assert [each.code for each in found.endings] == [EndingCode.NOTHING]


def test_beyond_the_calendar_nothing_changes_any_more() -> None:
    eve = datetime.fromisoformat("9999-12-01T00:00Z")
    model = house(counts("demo", 30, within="31d"), counts("page", 30, within="7d"))

    assert crossing(model, did("demo", eve), at=eve, sales_ready=False).at is None
    assert crossing(model, did("page", eve), at=eve, sales_ready=False).at == eve + 7 * DAY


# ------------------------------------------------------------------------------------------------------- wrong calls


def test_wrong_targets_are_refused_with_what_would_be_right() -> None:
    with pytest.raises(InputError, match="several, ask for one"):
        crossing(house(), score_below=10, sales_ready=False)
    with pytest.raises(UnknownNameError, match="'Z1'"):
        crossing(house(), label_leaves="Z11")
    with pytest.raises(InputError, match="whole points"):
        crossing(house(), score_below=True)
    with pytest.raises(InputError, match="whole points"):
        crossing(house(), fit_at_least=1.5)
    with pytest.raises(TimeError):
        crossing(house(), at=datetime(2026, 1, 1))
