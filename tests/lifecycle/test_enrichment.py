"""When data was added, how often a lead was copied before somebody had it, and what was done in the wrong order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.lifecycle import (
    EnrichmentPoint,
    enrichments,
    out_of_order,
    renewal_due,
    replay,
    sync_measure,
    syncs_before_routing,
)
from leadmodel.records import Case, Event, EventId, EventKind, Lead, LeadId

from .stories import L1, MODEL, NINE, assigned, hour, tell, touched


def note(name: str, at: float, subject: str | None = None) -> Event:
    return Event(
        id=EventId(f"{name}-{at}-{subject}"),
        lead=L1,
        kind=EventKind.NOTED,
        at=hour(at),
        activity=name,
        subject=subject,
    )


@pytest.mark.statement("TH-13")
def test_there_are_four_points_of_enrichment_and_each_time_is_kept() -> None:
    points = ["pre_form", "submission", "crm_creation", "renewal"]
    assert [each.value for each in EnrichmentPoint] == points

    case = tell(*(note("enriched", at, point) for at, point in enumerate(points)), note("enriched", 9)).case
    assert [(each.point, each.at) for each in enrichments(case)] == [
        *((EnrichmentPoint(point), hour(at)) for at, point in enumerate(points)),
        (None, hour(9)),
    ]


def test_a_point_that_nobody_knows_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(InputError, match="did you mean 'submission'"):
        enrichments(tell(note("enriched", 1, "submision")).case)


def enriched_on(*days: datetime) -> Case:
    lead = Lead(id=L1, captured_at=datetime(2025, 1, 1, tzinfo=UTC), source="form")
    events = [
        Event(id=EventId(str(day)), lead=L1, kind=EventKind.NOTED, at=day, activity="enriched")
        for day in days
    ]
    return replay(lead, events, MODEL).case


@pytest.mark.statement("TH-13")
@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        ("week", "2026-10-23T09:00Z", "2026-10-30T09:00Z"),
        ("month", "2026-10-23T09:00Z", "2026-11-23T09:00Z"),
        ("month", "2026-12-31T09:00Z", "2027-01-31T09:00Z"),
        ("month", "2027-01-31T09:00Z", "2027-02-28T09:00Z"),
        ("month", "2028-01-31T09:00Z", "2028-02-29T09:00Z"),
        (timedelta(days=2), "2026-10-23T09:00Z", "2026-10-25T09:00Z"),
    ],
)
def test_data_is_renewed_a_week_or_a_month_after_the_last_time(every: object, last: str, due: str) -> None:
    case = enriched_on(datetime(2026, 1, 5, tzinfo=UTC), datetime.fromisoformat(last))
    when = datetime.fromisoformat(due)

    for at, is_due in ((when - timedelta(microseconds=1), False), (when, True)):
        found = renewal_due(case, every=every, at=at)  # type: ignore[arg-type]
        assert (found.last, found.due, found.is_due) == (datetime.fromisoformat(last), when, is_due)


def test_a_lead_that_was_never_enriched_is_due_at_once_and_what_comes_later_does_not_count_yet() -> None:
    assert renewal_due(enriched_on(), every="week", at=hour(0)).is_due
    found = renewal_due(enriched_on(hour(5)), every="week", at=hour(4))
    assert (found.last, found.is_due) == (None, True)


def test_another_rhythm_and_a_time_without_a_zone_are_refused() -> None:
    with pytest.raises(InputError, match="every: 'daily' is not one of week, month"):
        renewal_due(enriched_on(hour(1)), every="daily", at=hour(2))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="is not a length of time above zero"):
        renewal_due(enriched_on(hour(1)), every=timedelta(0), at=hour(2))
    with pytest.raises(TimeError, match="has no time zone"):
        renewal_due(enriched_on(), every="week", at=NINE.replace(tzinfo=None))


@pytest.mark.statement("TH-14")
@pytest.mark.parametrize(("syncs", "too_many"), [(0, False), (1, False), (2, True), (3, True)])
def test_one_sync_between_submission_and_routing_is_right_and_three_are_flagged(
    syncs: int, too_many: bool
) -> None:
    case = tell(*(note("synced", at / 10) for at in range(syncs)), assigned(1), note("synced", 2)).case
    found = syncs_before_routing(case, at=hour(9))

    assert (found.count, found.too_many) == (syncs, too_many)
    assert (found.submitted_at, found.routed_at) == (NINE, hour(1))


def test_a_sync_on_the_instant_of_the_assignment_comes_before_it() -> None:
    assert syncs_before_routing(tell(note("synced", 1), assigned(1)).case, at=hour(9)).count == 1


def test_while_nobody_has_the_lead_the_syncs_so_far_count() -> None:
    case = tell(note("synced", 1), note("synced", 2), assigned(5)).case

    assert [syncs_before_routing(case, at=hour(at)).count for at in (0, 1, 2, 6)] == [0, 1, 2, 2]
    assert syncs_before_routing(case, at=hour(4)).routed_at is None
    assert syncs_before_routing(case, at=hour(4), most=2).too_many is False


@pytest.mark.statement("TH-14")
def test_the_measure_counts_routed_leads_by_their_syncs_and_names_those_with_too_many() -> None:
    cases = [
        tell(note("synced", 0), assigned(1)).case,
        tell(note("synced", 0), note("synced", 0.2), note("synced", 0.4), assigned(1)).case,
        tell(note("synced", 0)).case,
    ]
    found = sync_measure(cases, at=hour(9))

    assert (found.leads, found.by_count, found.too_many) == (2, ((1, 1), (3, 1)), (L1,))


notes = st.lists(
    st.tuples(st.sampled_from(["enriched", "scored", "synced"]), st.integers(-1, 8)), max_size=8, unique=True
)


@given(notes, st.integers(0, 8), st.integers(0, 9))
def test_syncs_are_those_that_the_oracle_counts_one_by_one(
    told: list[tuple[str, int]], routed: int, at: int
) -> None:
    case = tell(*(note(*each) for each in told), assigned(routed), touched(routed)).case
    last = min(routed, at)
    expected = [each for each in told if each[0] == "synced" and 0 <= each[1] <= last]

    assert syncs_before_routing(case, at=hour(at)).count == len(expected)


@pytest.mark.statement("SC-27")
def test_a_score_without_enrichment_and_a_sync_without_a_score_can_be_seen() -> None:
    right = tell(note("enriched", 1), note("scored", 2), note("synced", 3)).case
    wrong = tell(note("synced", 1), note("scored", 2), note("enriched", 3), note("scored", 4)).case

    assert out_of_order(right) == ()
    assert [(each.at, each.code, each.why) for each in out_of_order(wrong)] == [
        (hour(1), "synced_unscored", "synced and not scored until 2026-11-02T11:00:00Z"),
        (hour(2), "scored_unenriched", "scored and not enriched until 2026-11-02T12:00:00Z"),
    ]
    assert [each.why for each in out_of_order(tell(note("scored", 2)).case)] == [
        "scored and not enriched at all"
    ]


@given(notes)
def test_out_of_order_is_what_the_oracle_finds_by_looking_back_from_each(told: list[tuple[str, int]]) -> None:
    case = tell(*(note(*each) for each in told)).case
    before = {"scored": "enriched", "synced": "scored"}
    valid = [(name, at) for name, at in told if at >= 0]
    expected = {
        (f"{name}-{at}-None")
        for name, at in valid
        if name in before and not any(each == before[name] and then <= at for each, then in valid)
    }

    assert {each.event for each in out_of_order(case)} == expected
    assert LeadId(case.lead.id) == L1
