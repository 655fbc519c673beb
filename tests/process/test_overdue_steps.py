"""How long a lead has been in a step, against the longest that it may take."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.lifecycle import replay
from leadmodel.process import END, OverdueStep, Process, overdue_steps
from leadmodel.records import (
    Assigned,
    Case,
    Event,
    EventId,
    EventKind,
    LeadId,
    Note,
    Nurture,
    Qualified,
    Raw,
    RepId,
    Stage,
    State,
    Unqualified,
    Won,
    Working,
)
from tests.building import HOUSE, MONDAY, lead
from tests.process.worlds import SEVEN, processes, step

L1 = LeadId("L1")
ANN = RepId("ann")
EARLY = MONDAY - timedelta(days=40)
#: A lead that came into each of the stages on Monday at noon.
STATES: dict[Stage, State] = {
    Stage.RAW: Raw(lead=L1, since=MONDAY),
    Stage.ASSIGNED: Assigned(lead=L1, cycle=1, owner=ANN, assigned_at=MONDAY),
    Stage.WORKING: Working(lead=L1, cycle=1, owner=ANN, assigned_at=EARLY, worked_at=MONDAY),
    Stage.QUALIFIED: Qualified(
        lead=L1, cycle=1, owner=ANN, assigned_at=EARLY, worked_at=EARLY, qualified_at=MONDAY
    ),
    Stage.NURTURE: Nurture(lead=L1, cycle=1, reason="no_budget_yet", since=MONDAY),
    Stage.UNQUALIFIED: Unqualified(lead=L1, cycle=1, reason="student", since=MONDAY),
    Stage.WON: Won(lead=L1, cycle=1, owner=ANN, won_at=MONDAY),
}


def noted(name: str, at: datetime, activity: str = Note.PROCESS_STEP) -> Event:
    return Event(
        id=EventId(f"{at.isoformat()} {activity} {name}"),
        lead=L1,
        kind=EventKind.NOTED,
        at=at,
        activity=activity,
        subject=name,
    )


def case_in(stage: Stage, *history: Event) -> Case:
    return Case(lead=lead(captured_at=EARLY), history=history, state=STATES[stage])


def late(case: Case, process: Process, at: datetime) -> list[str]:
    return [each.step for each in overdue_steps(case, process, at=at)]


def plainly(case: Case, process: Process, at: datetime) -> set[tuple[str, bool]]:
    """Each question asked anew of every step, in the plainest words."""
    stage = case.state.stage
    if at < MONDAY:
        return set()
    told = None
    told_at = MONDAY
    for event in sorted(case.history, key=lambda event: (event.at, event.id)):
        if event.kind != "noted" or event.activity != "process_step" or not MONDAY <= event.at <= at:
            continue
        known = event.subject == "end"
        for each in process.steps:
            if each.name == event.subject and each.stage == stage.value:
                known = True
        if known and event.subject != told:
            told, told_at = event.subject, event.at
    found = set()
    for each in process.steps:
        if each.stage != stage.value or (told is not None and told != each.name):
            continue
        if told is None and "end" in each.next:
            continue
        if each.duration.endswith("mo"):
            months = int(each.duration[:-2])
            passed = relativedelta(months=months)
        elif each.duration.endswith("d"):
            passed = relativedelta(hours=24 * int(each.duration[:-1]))
        else:
            passed = relativedelta(hours=int(each.duration[:-1]))
        if told_at + passed <= at:
            found.add((each.name, told is not None))
    return found


@given(
    processes().map(lambda each: replace(each, zone="UTC")),
    st.sampled_from(Stage),
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c d", "*bold*", "end", "nowhere"]), st.integers(-50, 20_000))
    ),
    st.integers(-100, 40_000),
)
def test_overdue_is_what_plain_arithmetic_finds(
    process: Process, stage: Stage, notes: list[tuple[str, int]], hours: int
) -> None:
    case = case_in(stage, *(noted(name, MONDAY + timedelta(hours=hour)) for name, hour in notes))
    at = MONDAY + timedelta(hours=hours)

    found = overdue_steps(case, process, at=at)
    assert {(each.step, each.noted) for each in found} == plainly(case, process, at)
    assert all(each.due <= at and each.late_by == at - each.due and each.since >= MONDAY for each in found)
    assert list(found) == sorted(found, key=lambda each: (each.due, each.step))


@pytest.mark.statement("SL-21")
@pytest.mark.parametrize(
    ("stage", "lasts"),
    [
        (Stage.ASSIGNED, timedelta(hours=24)),
        (Stage.WORKING, timedelta(days=7)),
        (Stage.QUALIFIED, datetime(2027, 5, 9, 12, tzinfo=UTC) - MONDAY),
        (Stage.NURTURE, datetime(2027, 11, 9, 12, tzinfo=UTC) - MONDAY),
    ],
)
def test_a_step_is_late_from_its_longest_duration_on_and_not_before(stage: Stage, lasts: timedelta) -> None:
    case = case_in(stage)

    assert late(case, SEVEN, MONDAY + lasts - timedelta(microseconds=1)) == []
    (found,) = overdue_steps(case, SEVEN, at=MONDAY + lasts)
    assert (found.since, found.due, found.late_by) == (MONDAY, MONDAY + lasts, timedelta())


@pytest.mark.statement("OW-08")
def test_who_is_accountable_is_told_with_the_step() -> None:
    (found,) = overdue_steps(case_in(Stage.ASSIGNED), SEVEN, at=MONDAY + timedelta(hours=30))

    assert found == OverdueStep(
        lead=L1,
        step="Sales Follow Up",
        owner="sales",
        stage=Stage.ASSIGNED,
        since=MONDAY,
        due=MONDAY + timedelta(hours=24),
        late_by=timedelta(hours=6),
        noted=False,
    )


@pytest.mark.statement("OW-07")
@given(processes(), st.sampled_from(Stage), st.integers(0, 40_000))
def test_whether_marketing_or_sales_owns_lead_development_changes_nothing_else(
    process: Process, stage: Stage, hours: int
) -> None:
    other = {"marketing": "sales", "sales": "marketing"}
    swapped = replace(
        process,
        steps=tuple(replace(each, owner=other.get(each.owner, each.owner)) for each in process.steps),
    )
    at = MONDAY + timedelta(hours=hours)

    expected = [
        replace(each, owner=other.get(each.owner, each.owner))
        for each in overdue_steps(case_in(stage), process, at=at)
    ]
    assert list(overdue_steps(case_in(stage), swapped, at=at)) == expected


def test_steps_that_share_a_stage_are_each_held_against_the_time_in_it_until_a_note_tells() -> None:
    later = MONDAY + timedelta(days=3)
    scored = noted("Lead Scoring", MONDAY + timedelta(days=3, minutes=-30))

    assert late(case_in(Stage.RAW), SEVEN, later) == ["Lead Scoring", "Inquiries"]
    assert late(case_in(Stage.RAW, scored), SEVEN, later) == []
    (found,) = overdue_steps(case_in(Stage.RAW, scored), SEVEN, at=later + timedelta(hours=1))
    assert (found.step, found.since, found.noted) == ("Lead Scoring", scored.at, True)


def test_saying_again_where_a_lead_is_does_not_give_it_its_time_again() -> None:
    first = noted("Inquiries", MONDAY + timedelta(hours=1))
    again = noted("Inquiries", MONDAY + timedelta(hours=20))

    assert late(case_in(Stage.RAW, again, first), SEVEN, MONDAY + timedelta(hours=25)) == ["Inquiries"]


@pytest.mark.parametrize(
    "note",
    [
        noted("Lead Scoring", MONDAY - timedelta(microseconds=1)),
        noted("Lead Scoring", MONDAY + timedelta(days=9)),
        noted("Sales Follow Up", MONDAY),
        noted("Lead Scorng", MONDAY),
        noted("Lead Scoring", MONDAY, activity="synced"),
    ],
    ids=["before the stage", "after the question", "of another stage", "of no step", "another note"],
)
def test_a_note_that_says_nothing_about_this_stay_counts_for_nothing(note: Event) -> None:
    at = MONDAY + timedelta(days=3)

    assert overdue_steps(case_in(Stage.RAW, note), SEVEN, at=at) == overdue_steps(
        case_in(Stage.RAW), SEVEN, at=at
    )


def test_where_the_process_may_end_a_lead_is_late_only_if_the_step_was_noted() -> None:
    years = MONDAY + timedelta(days=4000)
    begun = noted("Win/Loss/On Hold", MONDAY + timedelta(days=1))
    ended = noted(END, MONDAY + timedelta(days=2))

    assert late(case_in(Stage.WON), SEVEN, years) == []
    assert late(case_in(Stage.WON, begun), SEVEN, years) == ["Win/Loss/On Hold"]
    assert late(case_in(Stage.WON, begun, ended), SEVEN, years) == []


def test_a_stage_without_a_step_has_nothing_to_be_late() -> None:
    assert late(case_in(Stage.UNQUALIFIED), SEVEN, MONDAY + timedelta(days=4000)) == []


def test_months_are_those_of_the_zone_of_the_process() -> None:
    here = Process(start="a", steps=(step("a", "b", stage="nurture", lasts="1mo"), step("b", END)))
    there = replace(here, zone="Pacific/Auckland")
    came = datetime(2026, 2, 28, 11, 30, tzinfo=UTC)  # half past midnight on the first of March there
    case = Case(
        lead=lead(captured_at=came), history=(), state=Nurture(lead=L1, cycle=0, reason="r", since=came)
    )
    at = came + timedelta(days=40)

    assert overdue_steps(case, here, at=at)[0].due == datetime(2026, 3, 28, 11, 30, tzinfo=UTC)
    assert overdue_steps(case, there, at=at)[0].due == datetime(2026, 3, 31, 11, 30, tzinfo=UTC)


def test_a_replayed_case_is_asked_about_the_stage_that_it_was_in_at_the_time() -> None:
    given_out = MONDAY + timedelta(days=2)
    events = [
        Event(id=EventId("e1"), lead=L1, kind=EventKind.ASSIGNED, at=given_out, rep=ANN),
        Event(id=EventId("e2"), lead=L1, kind=EventKind.TOUCHED, at=given_out + timedelta(hours=40), rep=ANN),
    ]
    case = replay(lead(captured_at=MONDAY), events, HOUSE).case

    assert late(case, SEVEN, MONDAY - timedelta(seconds=1)) == []
    assert late(case, SEVEN, MONDAY + timedelta(hours=30)) == ["Lead Scoring", "Inquiries"]
    assert late(case, SEVEN, given_out) == []
    assert late(case, SEVEN, given_out + timedelta(hours=39)) == ["Sales Follow Up"]
    assert late(case, SEVEN, given_out + timedelta(hours=41)) == []


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(TimeError, match="no time zone"):
        overdue_steps(case_in(Stage.RAW), SEVEN, at=datetime(2026, 11, 9))
