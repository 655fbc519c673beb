"""When points change: every instant against scoring the whole lead anew, hour by hour."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition
from leadmodel.errors import TimeError
from leadmodel.records import Event, Lead
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, Scoring, score
from leadmodel.scoring.causes import CauseCode, Placing
from leadmodel.scoring.changes import ScoreChange, score_changes
from tests.building import MONDAY, case_of, counts, did, grades, lead, levels, scoring
from tests.conditions.kleene import leads

from .hourly import HOUR, TICK, House, case, figures, hours_since, models, scored_at, walked
from .models import histories

DAY = timedelta(days=1)
spans = (
    st.tuples(st.sampled_from([-500, -100, -24, -1, 0, 3]), st.sampled_from([0, 1, 30, 200]), st.booleans())
    .map(
        lambda drawn: (
            MONDAY + drawn[0] * HOUR + (TICK if drawn[2] else timedelta(0)),
            MONDAY + (drawn[0] + drawn[1]) * HOUR,
        )
    )
    .filter(lambda span: span[0] <= span[1])
)


def placed(where: Placing) -> tuple[int, int, str, bool]:
    return where.fit, where.score, where.label, where.sales_ready


def house(*behaviour: BehaviourRule, **changes: object) -> House:
    told = {"behaviour": behaviour, "grades": grades(), "levels": levels(20), "sales_ready": ("Z1",)}
    return House(scoring(**(told | changes)))


def changes(model: House, *events: Event, days: int = 30) -> tuple[ScoreChange, ...]:
    return score_changes(case_of(lead(), *events), model, since=MONDAY, until=MONDAY + days * DAY)


def codes(change: ScoreChange) -> list[tuple[CauseCode, str, float]]:
    return [(cause.code, cause.rule, cause.points) for cause in change.causes]


# ------------------------------------------------------------------------------------------------------------- laws


@given(models, leads, histories(), spans)
def test_changes_are_what_scoring_at_every_hour_of_every_event_finds(
    declared: Scoring, lead: Lead, history: list[Event], span: tuple[datetime, datetime]
) -> None:
    model, subject = House(declared), case(lead, history)

    found = score_changes(subject, model, since=span[0], until=span[1])

    assert [(each.at, placed(each.before), placed(each.after)) for each in found] == list(
        walked(subject, model.scoring, *span)
    )


@given(models, leads, histories(), spans, st.integers(0, 200))
def test_changes_of_two_stretches_that_meet_are_those_of_both_together(
    declared: Scoring, lead: Lead, history: list[Event], span: tuple[datetime, datetime], hours: int
) -> None:
    model, subject = House(declared), case(lead, history)
    since, until = span
    between = min(since + hours * HOUR, until)

    parts = (
        *score_changes(subject, model, since=since, until=between),
        *score_changes(subject, model, since=between, until=until),
    )

    assert parts == score_changes(subject, model, since=since, until=until)


@given(models, leads, histories())
def test_between_the_changes_a_card_stays_as_it_is_and_at_each_something_moved(
    declared: Scoring, lead: Lead, history: list[Event]
) -> None:
    model, subject = House(declared), case(lead, history)
    since, until = MONDAY - 20 * HOUR, MONDAY + 20 * HOUR

    found = score_changes(subject, model, since=since, until=until)

    for change in found:
        assert change.causes
        assert figures(score(subject, model, at=change.at - TICK)) == placed(change.before)
        assert figures(score(subject, model, at=change.at)) == placed(change.after)
    scored = scored_at(subject, model.scoring)
    for at in hours_since(history, since, until):
        known = [change for change in found if change.at <= at]
        assert scored(at) == (placed(known[-1].after) if known else scored(since - TICK))


# ------------------------------------------------------------------------------------------------------------ causes


def test_a_new_activity_one_that_fades_and_one_that_leaves_its_window_say_so() -> None:
    week = BehaviourRule(
        id="webinar",
        activity="webinar",
        points=30,
        within="7d",
        decay=Decay(steps=(DecayStep(after="2d", keeps=50),)),
    )

    found = changes(house(week), did("webinar", MONDAY))

    assert [(each.at - MONDAY, each.after.score, codes(each)) for each in found] == [
        (0 * DAY, 30, [(CauseCode.HAPPENED, "webinar", 30)]),
        (2 * DAY, 15, [(CauseCode.FADED, "webinar", -15)]),
        (7 * DAY, 0, [(CauseCode.LEFT_WINDOW, "webinar", -15)]),
    ]
    assert [each.after.label for each in found] == ["Z1", "Z2", "Z2"]
    assert [each.after.sales_ready for each in found] == [True, False, False]
    assert found[0].causes[0].event == did("webinar", MONDAY).id


def test_a_later_activity_takes_the_place_of_an_earlier_one_where_only_the_latest_count() -> None:
    once = BehaviourRule(
        id="page",
        activity="page",
        points=10,
        at_most=1,
        decay=Decay(steps=(DecayStep(after="1d", keeps=10),)),
    )
    first, second = did("page", MONDAY), did("page", MONDAY + 3 * DAY)

    found = changes(house(once), first, second)

    assert [(cause.code, cause.event) for cause in found[2].causes] == [
        (CauseCode.DISPLACED, first.id),
        (CauseCode.HAPPENED, second.id),
    ]


def test_minus_points_that_fade_give_the_points_back_one_by_one() -> None:
    unsubscribed = BehaviourRule(
        id="unsubscribed", activity="unsubscribed", points=-3, decay=Decay(half_life="10d")
    )

    found = changes(house(unsubscribed), did("unsubscribed", MONDAY), days=400)

    # The whole points below: -2.99 is -3, and -0.001 is -1 until nothing is left.
    assert [each.after.score for each in found] == [-3, -2, -1, 0]
    assert [each.at - MONDAY for each in found[1:3]] == [141 * HOUR, 381 * HOUR]


def test_points_that_a_decay_gives_back_later_are_a_change_too() -> None:
    tired = BehaviourRule(
        id="page",
        activity="page",
        points=10,
        decay=Decay(steps=(DecayStep(after="1d", keeps=20), DecayStep(after="5d", keeps=70))),
    )

    found = changes(house(tired), did("page", MONDAY), did("page", MONDAY + 5 * TICK))

    assert [(each.at - MONDAY, each.after.score) for each in found] == [
        (timedelta(0), 10),
        (5 * TICK, 20),
        (DAY, 12),
        (DAY + 5 * TICK, 4),
        (5 * DAY, 9),
        (5 * DAY + 5 * TICK, 14),
    ]


def test_a_condition_over_the_time_since_the_last_activity_begins_to_hold_to_the_microsecond() -> None:
    silent = BehaviourRule(
        id="silent", points=-5, when=Condition(activities=Activities(measure="days_since"), at_least=10)
    )
    came = MONDAY + 90 * TICK

    found = changes(house(silent, counts("page", 7)), did("page", came), did("page", came + 12 * DAY))

    assert [(each.at - came, each.after.score, codes(each)) for each in found] == [
        (0 * DAY, 7, [(CauseCode.HAPPENED, "page", 7)]),
        (10 * DAY, 2, [(CauseCode.HOLDS, "silent", -5)]),
        (12 * DAY, 14, [(CauseCode.HAPPENED, "page", 7), (CauseCode.FAILS, "silent", 5)]),
        (22 * DAY, 9, [(CauseCode.HOLDS, "silent", -5)]),
    ]


def test_a_condition_of_which_nobody_knows_any_more_whether_it_holds_says_unknown() -> None:
    fresh = BehaviourRule(
        id="fresh",
        points=5,
        when=Condition(activities=Activities(measure="days_since", within="3d"), below=9),
    )

    *_, last = changes(house(fresh), did("page", MONDAY))

    assert (last.at, codes(last)) == (MONDAY + 3 * DAY, [(CauseCode.UNKNOWN, "fresh", -5)])


def test_the_points_of_a_cause_are_before_all_bounds() -> None:
    found = changes(house(counts("page", 30), score_cap=20), did("page", MONDAY))

    assert [(each.after.score, codes(each)) for each in found] == [(20, [(CauseCode.HAPPENED, "page", 30)])]


def test_what_moves_no_whole_point_is_no_change() -> None:
    assert (
        changes(house(BehaviourRule(id="page", activity="page", points=0.4)), did("page", MONDAY))
        == changes(house(), did("page", MONDAY))
        == ()
    )


def test_a_change_reads_as_a_sentence() -> None:
    (found,) = changes(house(counts("page", 30)), did("page", MONDAY))

    assert str(found) == (
        "2026-11-09T12:00:00Z Z2 (not ready for sales): fit 0, score 0 -> "
        f"Z1 (ready for sales): fit 0, score 30 (+30 page: {did('page', MONDAY).id} happened)"
    )


# ------------------------------------------------------------------------------------------------------------- edges


def test_of_a_bare_lead_nothing_is_known_that_could_change() -> None:
    assert score_changes(lead(), house(counts("page", 30)), since=MONDAY, until=MONDAY + DAY) == ()


def test_the_first_instant_counts_and_the_last_does_not() -> None:
    subject, model = case_of(lead(), did("page", MONDAY)), house(counts("page", 30))

    def found(since: datetime, until: datetime) -> int:
        return len(score_changes(subject, model, since=since, until=until))

    assert found(MONDAY, MONDAY + TICK) == 1
    assert found(MONDAY, MONDAY) == found(MONDAY - DAY, MONDAY) == found(MONDAY + TICK, MONDAY + DAY) == 0


def test_times_without_a_zone_or_in_the_wrong_order_are_refused() -> None:
    subject, model = case_of(lead()), house()

    with pytest.raises(TimeError, match="since"):
        score_changes(subject, model, since=datetime(2026, 1, 1), until=MONDAY)
    with pytest.raises(TimeError, match="is before since"):
        score_changes(subject, model, since=MONDAY, until=MONDAY - TICK)
