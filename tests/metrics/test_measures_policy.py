"""What the measures promise, one promise a test."""

from datetime import datetime, timedelta

import pytest

from leadmodel.errors import TimeError
from leadmodel.metrics import Measures, measure, median, median_with_waiting
from leadmodel.records import Case, Event, LeadKind
from tests.building import (
    MONDAY,
    NEW_YORK,
    assigned,
    case_of,
    lead,
    moment,
    nurtured,
    qualified,
    touched,
    unqualified,
    won,
)

HOUR = timedelta(hours=1)
LATER = MONDAY + 500 * HOUR
OF_ANN = {"ann": NEW_YORK}


def whole(*cases: Case, at: datetime = LATER) -> Measures:
    (measures,) = measure(cases, by="all", at=at, schedules=OF_ANN)
    return measures


def story(name: str, *events: Event, **changes: object) -> Case:
    return case_of(lead(name, **changes), *events)


def untouched(name: str, owner: str = "ann", **changes: object) -> Case:
    return story(name, assigned(MONDAY, owner, to=name), **changes)


def answered(name: str, after: timedelta, by: str = "ann", **changes: object) -> Case:
    return story(name, assigned(MONDAY, by, to=name), touched(MONDAY + after, by, to=name), **changes)


def bypassed(name: str, **changes: object) -> Case:
    return story(name, assigned(MONDAY, to=name), unqualified(MONDAY + HOUR, to=name), **changes)


def found_good(name: str, **changes: object) -> Case:
    return story(
        name,
        assigned(MONDAY, to=name),
        touched(MONDAY + HOUR, to=name),
        qualified(MONDAY + 2 * HOUR, to=name),
        **changes,
    )


def found_bad(name: str) -> Case:
    return story(
        name,
        assigned(MONDAY, to=name),
        touched(MONDAY + HOUR, to=name),
        unqualified(MONDAY + 2 * HOUR, "left", to=name),
    )


@pytest.mark.statement("MT-03")
def test_response_is_from_the_assignment_to_the_first_human_touch() -> None:
    mailed_first = story(
        "L1", assigned(MONDAY), touched(MONDAY + HOUR, automatic=True), touched(MONDAY + 4 * HOUR)
    )

    assert whole(mailed_first).response == 4 * HOUR


@pytest.mark.statement("MT-03")
def test_response_leaves_out_bypassed_and_outbound_leads() -> None:
    answered_by_bob = story(
        "L2",
        assigned(MONDAY, to="L2"),
        touched(MONDAY + HOUR, "bob", to="L2"),
        unqualified(MONDAY + 2 * HOUR, to="L2"),
    )
    ours = answered("L3", 9 * HOUR, kind=LeadKind.OUTBOUND)
    measures = whole(answered("L1", 4 * HOUR), answered_by_bob, bypassed("L4"), ours)

    assert (measures.response, measures.answered) == (4 * HOUR, 1)
    assert (measures.assigned, measures.bypassed, measures.worked) == (4, 2, 2)


def test_the_touch_of_a_colleague_is_a_response_although_nobody_worked_the_lead() -> None:
    measures = whole(story("L1", assigned(MONDAY), touched(MONDAY + HOUR, "bob")))

    assert (measures.response, measures.answered, measures.worked, measures.waiting) == (HOUR, 1, 0, 0)
    assert measures.pick_up_rate == 0.0


@pytest.mark.statement("MT-04")
def test_pick_up_rate_is_worked_by_assigned_and_a_bypassed_lead_is_picked_up() -> None:
    measures = whole(answered("L1", HOUR), bypassed("L2"), untouched("L3"), untouched("L4"))

    assert (measures.worked, measures.bypassed, measures.picked_up) == (1, 1, 2)
    assert measures.pick_up_rate == 0.5


@pytest.mark.statement("MT-04")
def test_pick_up_rate_does_not_apply_to_outbound() -> None:
    ours = [untouched(f"O{number}", kind=LeadKind.OUTBOUND) for number in range(3)]

    assert whole(*ours).pick_up_rate is None
    assert whole(answered("L1", HOUR), *ours).pick_up_rate == 1.0
    assert whole(*ours).response_with_waiting is None


@pytest.mark.statement("MT-05", "MT-06")
def test_qualified_rate_is_taken_over_worked_leads_those_found_unqualified_included() -> None:
    measures = whole(found_good("L1"), found_bad("L2"), *(untouched(f"U{number}") for number in range(8)))

    assert (measures.assigned, measures.worked, measures.qualified, measures.unqualified) == (10, 2, 1, 1)
    assert measures.qualified_rate == 0.5


@pytest.mark.statement("CF-18")
def test_a_bypassed_lead_counts_in_pick_up_and_not_in_the_denominator_of_the_qualified_rate() -> None:
    measures = whole(found_good("L1"), bypassed("L2"), bypassed("L3"))

    assert (measures.qualified_rate, measures.pick_up_rate) == (1.0, 1.0)
    assert (measures.worked, measures.bypassed) == (1, 2)


@pytest.mark.statement("ST-13")
def test_a_bypass_counts_as_picked_up_stays_out_of_response_and_its_reason_and_share_can_be_read() -> None:
    case = bypassed("L1")
    measures = whole(case, answered("L2", HOUR))

    assert measures.pick_up_rate == 1.0
    assert (measures.answered, measures.response, measures.response_with_waiting) == (1, HOUR, HOUR)
    assert measures.bypassed / measures.assigned == 0.5
    assert (case.cycles[0].bypassed, case.cycles[0].reason) == (True, "student")


@pytest.mark.statement("CF-08")
def test_the_cohort_is_what_was_assigned_by_then_worked_so_far_and_who_still_waits_is_shown() -> None:
    early, late = answered("L1", HOUR), untouched("L2")
    future = story("L3", assigned(LATER + HOUR, to="L3"))
    measures = whole(early, late, future)

    assert (measures.assigned, measures.worked, measures.waiting) == (2, 1, 1)
    assert measures.pick_up_rate == 0.5


def test_an_assignment_counts_from_its_own_instant_on() -> None:
    case = untouched("L1")

    assert whole(case, at=MONDAY).assigned == 1
    assert measure([case], by="all", at=MONDAY - timedelta(microseconds=1)) == ()


def test_a_lead_that_came_round_twice_counts_twice() -> None:
    case = story(
        "L1",
        assigned(MONDAY),
        touched(MONDAY + HOUR),
        nurtured(MONDAY + 2 * HOUR),
        assigned(MONDAY + 99 * HOUR, "bob"),
    )
    by_rep = {each.name: each for each in measure([case], by="rep", at=LATER)}

    assert whole(case).assigned == 2
    assert (by_rep["ann"].worked, by_rep["ann"].nurture, by_rep["bob"].waiting) == (1, 1, 1)


def test_a_lost_opportunity_was_qualified_and_is_now_in_nurture_and_a_won_one_was_qualified_too() -> None:
    def then(name: str, last: Event) -> Case:
        return case_of(lead(name), *found_good(name).history, last)

    measures = whole(
        then("L1", nurtured(MONDAY + 9 * HOUR, to="L1")), then("L2", won(MONDAY + 9 * HOUR, to="L2"))
    )

    assert (measures.qualified, measures.nurture, measures.won) == (2, 1, 1)
    assert measures.qualified_rate == 1.0


@pytest.mark.statement("MT-19")
def test_every_rep_has_a_line_of_their_own_and_the_laggard_shows_to_the_second() -> None:
    second = timedelta(seconds=1)
    cases = [answered("L1", HOUR), answered("L2", HOUR + second, "bob"), answered("L3", 9 * HOUR, "cid")]
    lines = measure(cases, by="rep", at=LATER)

    assert [(each.name, each.response) for each in lines] == [
        ("ann", HOUR),
        ("bob", HOUR + second),
        ("cid", 9 * HOUR),
    ]


def test_sources_have_lines_of_their_own_sorted_by_name() -> None:
    cases = [
        found_good("L1", source="webinar"),
        bypassed("L2", source="tradeshow"),
        bypassed("L3", source="tradeshow"),
    ]
    lines = measure(cases, by="source", at=LATER)

    assert [(each.name, each.assigned, each.bypassed, each.qualified_rate) for each in lines] == [
        ("tradeshow", 2, 2, None),
        ("webinar", 1, 0, 1.0),
    ]


def test_a_lead_that_was_passed_on_belongs_to_who_holds_it_until_somebody_picks_it_up() -> None:
    waiting = story("L1", assigned(MONDAY), assigned(MONDAY + HOUR, "bob"))
    picked_up = story("L1", assigned(MONDAY), touched(MONDAY + HOUR), assigned(MONDAY + 2 * HOUR, "bob"))

    assert [each.name for each in measure([waiting], by="rep", at=LATER)] == ["bob"]
    assert [each.name for each in measure([picked_up], by="rep", at=LATER)] == ["ann"]


def test_business_time_is_known_for_those_whose_hours_are() -> None:
    friday = moment("2026-10-23T15:05-04:00")
    events = (assigned(friday), touched(moment("2026-10-26T09:04-04:00")))
    measures = whole(story("L1", *events), answered("L2", HOUR, "bob"))

    assert measures.response_business == timedelta(minutes=119)
    assert measures.response == (HOUR + 65 * HOUR + timedelta(minutes=59)) / 2


@pytest.mark.statement("CF-02")
def test_response_is_measured_on_both_clocks() -> None:
    friday = moment("2026-10-23T15:05-04:00")
    measures = whole(story("L1", assigned(friday), touched(moment("2026-10-26T09:04-04:00"))))

    assert measures.response == timedelta(hours=65, minutes=59)
    assert measures.response_business == timedelta(minutes=119)


def test_leaving_out_those_who_wait_flatters() -> None:
    quick = [answered(f"L{number}", number * HOUR) for number in (1, 2, 3)]
    waiting = [untouched(f"W{number}") for number in range(2)]
    measures = whole(*quick, *waiting)

    assert (measures.response, measures.response_with_waiting) == (2 * HOUR, 3 * HOUR)
    assert whole(*quick, *waiting, untouched("W9"), untouched("W8")).response_with_waiting is None


def test_nothing_assigned_has_no_measures_and_a_rate_of_nothing_is_none() -> None:
    measures = whole(untouched("L1"))

    assert measure([], by="all", at=LATER) == ()
    assert measure([story("L1")], by="rep", at=LATER) == ()
    assert (measures.qualified_rate, measures.response, measures.response_business) == (None, None, None)
    assert (measures.response_with_waiting, measures.pick_up_rate) == (None, 0.0)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match="no time zone"):
        measure([], by="all", at=datetime(2026, 11, 9))


def test_a_median_of_nothing_is_none_and_two_in_the_middle_are_averaged() -> None:
    assert (median([]), median([7]), median([1, 4]), median([9, 1, 4])) == (None, 7, 2, 4)
    assert (median_with_waiting([], []), median_with_waiting([], [5])) == (None, None)


def test_an_answer_at_the_very_time_at_which_another_still_waits_comes_first() -> None:
    assert median_with_waiting([5], [5]) == 5
