"""Events that were written down late, twice, or differently: by which rule they count, and where they are listed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.flow import run
from leadmodel.interop import read_events
from leadmodel.lifecycle import as_known, contradictions, late_events, repeats, replay
from leadmodel.records import Event, LeadId, Stage, first_told, in_order

from .stories import (
    ANN,
    BOB,
    MODEL,
    NINE,
    a_lead,
    assigned,
    histories,
    hour,
    nurtured,
    qualified,
    tell,
    touched,
)


def written(event: Event, at: float) -> Event:
    return replace(event, recorded_at=hour(at))


@st.composite
def written_histories(draw: st.DrawFn) -> list[Event]:
    """Random events, some of them written down hours after they happened."""
    delays = st.sampled_from([None, None, 0, 1, 3, 9])
    told = draw(histories(max_size=10))
    return [
        event if delay is None else replace(event, recorded_at=event.at + timedelta(hours=delay))
        for event, delay in ((event, draw(delays)) for event in told)
    ]


# ------------------------------------------------------------------------------------------------- written down when


def test_an_event_is_known_since_it_was_written_down_or_since_it_happened() -> None:
    assert touched(2).known_at == hour(2)
    assert written(touched(2), 5).known_at == hour(5)
    assert written(touched(2), 2).known_at == hour(2)


def test_an_event_cannot_be_written_down_before_it_happened() -> None:
    with pytest.raises(InputError, match=r"^recorded_at: .* is before it happened at .* as a plan") as caught:
        written(touched(2), 1)

    assert caught.value.argument == "recorded_at"


def test_an_event_written_down_at_no_known_instant_is_refused() -> None:
    with pytest.raises(TimeError, match=r"^recorded_at: "):
        replace(touched(2), recorded_at=datetime(2026, 11, 6))


@given(written_histories(), st.integers(-2, 20))
def test_what_was_known_is_the_replay_of_what_had_been_written_down(events: list[Event], at: int) -> None:
    told = [event for event in events if (event.recorded_at or event.at) <= hour(at)]

    assert as_known(a_lead(), events, MODEL, at=hour(at)) == replay(a_lead(), told, MODEL)


@given(written_histories())
def test_in_the_end_everything_is_known_and_when_it_was_written_down_changes_nothing(
    events: list[Event],
) -> None:
    bare = [replace(event, recorded_at=None) for event in events]
    whole = replay(a_lead(), events, MODEL).case
    plain = replay(a_lead(), bare, MODEL).case

    assert as_known(a_lead(), events, MODEL, at=datetime.max.replace(tzinfo=UTC)).case == whole
    assert (whole.state, whole.cycles, whole.visits, whole.refused) == (
        plain.state,
        plain.cycles,
        plain.visits,
        plain.refused,
    )


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match=r"^at: "):
        as_known(a_lead(), [], MODEL, at=datetime(2026, 11, 6))


# ------------------------------------------------------------------------------------------------------------ late


@given(written_histories())
def test_late_is_whatever_was_written_down_after_a_later_event(events: list[Event]) -> None:
    ordered = in_order(events)
    late = [
        event
        for place, event in enumerate(ordered)
        if any(other.known_at < event.known_at for other in ordered[place + 1 :])
    ]

    assert [each.event for each in late_events(a_lead(), events, MODEL)] == late


@given(written_histories())
def test_a_late_event_is_shown_with_the_case_as_known_without_it_and_with_it(events: list[Event]) -> None:
    for each in late_events(a_lead(), events, MODEL):
        by_then = [event for event in events if event.known_at <= each.event.known_at]
        rest = [event for event in by_then if event.id != each.event.id]

        assert each.known == replay(a_lead(), by_then, MODEL).case
        assert each.without == replay(a_lead(), rest, MODEL).case
        assert each.late_by == each.event.known_at - each.event.at


def test_a_call_that_is_entered_in_the_evening_changes_what_the_afternoon_rested_on() -> None:
    told = [assigned(1), written(touched(2), 9), written(touched(4, BOB), 4)]
    (late,) = late_events(a_lead(), told, MODEL)

    assert (late.event.id, late.late_by, late.changed) == (touched(2).id, timedelta(hours=7), True)
    assert (late.without.state.stage, late.known.state.stage) == (Stage.ASSIGNED, Stage.WORKING)
    assert (late.without.cycles[0].first_touch_at, late.known.cycles[0].first_touch_at) == (hour(4), hour(2))
    assert as_known(a_lead(), told, MODEL, at=hour(8)).case == late.without


def test_a_second_call_that_is_entered_late_changes_nothing_and_is_listed() -> None:
    (late,) = late_events(a_lead(), [assigned(1), touched(2), written(touched(3), 9), touched(4)], MODEL)

    assert not late.changed


def test_a_late_event_may_make_another_one_impossible() -> None:
    told = [assigned(1), touched(2), qualified(4), written(nurtured(3), 5)]
    (late,) = late_events(a_lead(), told, MODEL)

    assert late.changed
    assert (late.without.refused, late.known.refused) == ((), (qualified(4).id,))


def test_what_is_written_down_on_one_instant_is_not_late() -> None:
    assert late_events(a_lead(), [written(assigned(1), 9), written(touched(2), 9)], MODEL) == ()


# -------------------------------------------------------------------------------------- twice, and contradictory


def test_the_same_event_told_again_counts_once_and_is_listed_with_how_often() -> None:
    told = [assigned(1), touched(2), touched(2), written(touched(2), 7), assigned(1)]

    assert [(each.event, each.times) for each in repeats(told)] == [(assigned(1), 2), (touched(2), 3)]
    assert contradictions(told) == ()
    assert tell(*told) == tell(assigned(1), touched(2))


@given(st.permutations([None, 2, 5, 9, 5]))
def test_an_event_told_again_is_known_since_it_was_first_written_down(times: list[int | None]) -> None:
    told = [touched(2) if at is None else written(touched(2), at) for at in times]

    assert tell(*told).case.history == (touched(2),)
    assert repeats(told)[0].event == touched(2)
    late_only = [event for event in told if event.recorded_at not in (None, hour(2))]
    assert tell(*late_only).case.history == (written(touched(2), 5),)


def test_one_id_for_different_things_stops_a_replay_and_all_of_them_are_listed_with_every_version() -> None:
    other_rep = replace(touched(2), rep=BOB)
    elsewhere = replace(nurtured(3), at=hour(4))
    told = [assigned(1), other_rep, touched(2), touched(2), written(touched(2), 8), nurtured(3), elsewhere]

    with pytest.raises(InputError, match="is the id of two different events"):
        tell(*told)
    found = contradictions(told)

    assert [(each.id, set(each.versions), len(each.versions)) for each in found] == [
        (touched(2).id, {touched(2), other_rep}, 2),
        (nurtured(3).id, {nurtured(3), elsewhere}, 2),
    ]
    assert repeats(told) == ()


@given(histories(max_size=8), st.randoms(use_true_random=False), st.data())
def test_what_is_listed_does_not_depend_on_the_order_in_which_events_come(
    events: list[Event], dice: Random, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(events), max_size=4)) if events else []
    wrong = [replace(event, subject=f"s{place}") for place, event in enumerate(again[:2])]
    told = [*events, *again, *wrong]
    wanted = repeats(told), contradictions(told)
    dice.shuffle(told)

    assert (repeats(told), contradictions(told)) == wanted
    assert {each.id for each in contradictions(told)} == {event.id for event in wrong}
    assert all(each.times == sum(event == each.event for event in told) for each in repeats(told))


def test_events_of_many_leads_may_be_checked_together() -> None:
    stray = replace(touched(2), lead=LeadId("L9"))

    assert [each.id for each in contradictions([touched(2), stray])] == [touched(2).id]


def test_what_is_no_event_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="is not an Event"):
        repeats(["e1"])  # type: ignore[list-item]


@pytest.mark.parametrize("swap", [False, True])
def test_two_tellings_agree_when_only_the_writing_down_differs(swap: bool) -> None:
    early, late = written(touched(2), 3), written(touched(2), 4)
    pair = (late, early) if swap else (early, late)

    assert first_told(*pair) == early
    assert first_told(touched(2), written(touched(2), 2)) == touched(2)
    assert first_told(written(touched(2), 2), touched(2)) == touched(2)
    assert first_told(touched(2, ANN), replace(touched(2, ANN), rep=BOB)) is None
    assert first_told(touched(2), replace(touched(2), at=NINE)) is None


# --------------------------------------------------------------------------------------------- in files and reports

FILE = """id,lead,kind,occurred_at,rep,recorded_at,model
e1,L1,assigned,2026-11-02T10:00Z,ann,,2026.1
e2,L1,touched,2026-11-02T11:00Z,ann,2026-11-02T19:00Z,
e2,L1,touched,2026-11-02T11:00Z,ann,2026-11-02T15:00+01:00,
e2,L1,touched,2026-11-02T11:00Z,ann,2026-11-03T09:00Z,
"""


def test_a_file_says_when_events_were_written_down_and_may_tell_them_again() -> None:
    table = read_events(FILE, format="csv")

    assert table.repeated == 2
    assert [(event.id, event.recorded_at, event.model) for event in table.rows] == [
        ("e1", None, "2026.1"),
        ("e2", hour(5), None),
    ]


def test_a_file_that_contradicts_itself_or_writes_down_the_future_is_refused() -> None:
    with pytest.raises(LeadModelError, match="'e2' is the id of another event in line 3"):
        read_events(FILE + "e2,L1,touched,2026-11-02T11:00Z,bob,,\n", format="csv")
    with pytest.raises(LeadModelError, match="is before it happened"):
        read_events(FILE + "e3,L1,touched,2026-11-02T11:00Z,bob,2026-11-02T10:59Z,\n", format="csv")


@given(st.permutations([2, 5, 9]))
def test_a_report_counts_what_is_told_again_once_and_as_first_written_down(times: list[int]) -> None:
    told = [written(touched(2), at) for at in times]
    report = run(MODEL, leads=[a_lead()], reps=[], events=[assigned(1), *told], at=hour(20))

    assert report.cases[0].history == (assigned(1), written(touched(2), 2))
    with pytest.raises(InputError, match="is the id of two different events"):
        run(MODEL, leads=[a_lead()], reps=[], events=[replace(touched(2), rep=BOB), *told], at=hour(20))
