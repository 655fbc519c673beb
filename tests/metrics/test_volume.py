"""What comes in while nobody works, and how much waiting there is to save."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.hours import always_open, is_open
from leadmodel.metrics import OffHours, off_hours, waiting_saved
from leadmodel.records import Case, LeadKind
from tests.building import NEW_YORK, assigned, case_of, lead, moment, touched

HOUR = timedelta(hours=1)
#: Ten in the morning in New York.
TEN = moment("2026-11-09T10:00-05:00")
LATER = TEN + 500 * HOUR


def came(hours_later: float, *, answered_after: float | None = None, **changes: object) -> Case:
    at = TEN + hours_later * HOUR
    name = f"L{hours_later}"
    events = [assigned(at, to=name)]
    if answered_after is not None:
        events.append(touched(at + answered_after * HOUR, to=name))
    return case_of(lead(name, captured_at=at, **changes), *events)


@pytest.mark.statement("SL-09", "MT-25")
def test_leads_that_come_at_night_and_at_the_weekend_are_counted_apart() -> None:
    by_day = [came(hour, answered_after=1) for hour in (0, 1, 2)]
    by_night = [came(12, answered_after=10)]

    found = off_hours([*by_day, *by_night], hours=NEW_YORK, at=LATER)

    assert found == OffHours(
        within=3, off=1, share=0.25, response_within=HOUR, response_off=timedelta(hours=10)
    )


@pytest.mark.statement("SL-09")
def test_if_what_comes_by_day_waits_as_long_it_is_not_the_hours() -> None:
    slow_all_day = [came(0, answered_after=10), came(12, answered_after=10)]
    slow_at_night = [came(0, answered_after=1), came(12, answered_after=10)]

    capacity = off_hours(slow_all_day, hours=NEW_YORK, at=LATER)
    volume = off_hours(slow_at_night, hours=NEW_YORK, at=LATER)

    assert capacity.response_within == capacity.response_off == volume.response_off
    assert volume.response_within == HOUR


def test_outbound_leads_and_those_to_come_are_left_out() -> None:
    cases = [came(0), came(12, kind=LeadKind.OUTBOUND), came(600)]

    found = off_hours(cases, hours=NEW_YORK, at=LATER)

    assert (found.within, found.off, found.response_within) == (1, 0, None)


def test_an_answer_that_comes_later_is_none_yet() -> None:
    found = off_hours([came(0, answered_after=3)], hours=NEW_YORK, at=TEN + 2 * HOUR)

    assert found.response_within is None


def test_nobody_came_is_no_share() -> None:
    assert off_hours([], hours=NEW_YORK, at=LATER).share is None


@given(st.lists(st.integers(0, 400), max_size=12))
def test_each_lead_is_within_the_hours_or_off_them(starts: list[int]) -> None:
    cases = [came(start) for start in starts]

    found = off_hours(cases, hours=NEW_YORK, at=LATER)

    assert found.within == sum(is_open(NEW_YORK, case.lead.captured_at) for case in cases)
    assert found.within + found.off == len(cases)
    assert off_hours(cases, hours=always_open("UTC"), at=LATER).off == 0


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match=r"^at: "):
        off_hours([], hours=NEW_YORK, at=moment("2026-11-09T09:00Z").replace(tzinfo=None))


@pytest.mark.statement("SL-25", "CF-10")
def test_a_thousand_leads_a_week_answered_an_hour_sooner_wait_52000_hours_less_a_year() -> None:
    assert waiting_saved(1_000, HOUR) == 52_000 * HOUR


def test_fewer_than_no_leads_are_refused() -> None:
    with pytest.raises(InputError, match=r"^leads_a_week: -1 is below zero"):
        waiting_saved(-1, HOUR)
