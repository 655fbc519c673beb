"""Going on from a case, trusting what was recorded, and what today's model would say to it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError
from leadmodel.lifecycle import (
    HasReasons,
    Reason,
    Replay,
    Result,
    advance,
    as_known,
    audit,
    holdings,
    late_events,
    replay,
    resume,
    stamps,
    tracker,
)
from leadmodel.records import Case, Event, EventId, EventKind, Lead, LeadId, Raw, RepId, Stage, in_order

from .plain_replay import plain_replay
from .stories import (
    ANN,
    BOB,
    INCOMPATIBLE,
    LATER,
    MODEL,
    STUDENT,
    TOO_SMALL,
    a_lead,
    assigned,
    happened,
    histories,
    hour,
    nurtured,
    qualified,
    tell,
    touched,
    unqualified,
)


@dataclass(frozen=True)
class House:
    reasons: tuple[Reason, ...] = ()


#: A catalogue that knows `too_small` no longer, and `student` only after a touch.
STRICTER = House((LATER, INCOMPATIBLE, replace(STUDENT, without_touch=False)))


# ------------------------------------------------------------------------------------------------------ in two halves


@pytest.mark.parametrize("trust", [False, True])
@given(events=histories())
def test_an_ordered_log_in_any_two_halves_is_the_log_in_one(trust: bool, events: list[Event]) -> None:
    ordered = in_order(events)
    whole = replay(a_lead(), ordered, MODEL, trust=trust)
    for cut in range(len(ordered) + 1):
        first = replay(a_lead(), ordered[:cut], MODEL, trust=trust)

        assert resume(first, ordered[cut:], MODEL, trust=trust) == whole
        assert resume(first.case, ordered[cut:], MODEL, trust=trust).case == whole.case


@given(histories())
def test_a_log_may_come_one_by_one(events: list[Event]) -> None:
    known = replay(a_lead(), [], MODEL)
    for event in in_order(events):
        known = resume(known, [event], MODEL)

    assert known == replay(a_lead(), events, MODEL)


@given(histories(), st.data())
def test_any_two_parts_in_any_order_even_overlapping_make_the_whole(
    events: list[Event], data: st.DataObject
) -> None:
    first = data.draw(st.lists(st.sampled_from(events), unique=True)) if events else []
    rest = [event for event in events if event not in first] + first[:2]
    whole = replay(a_lead(), events, MODEL)
    known = replay(a_lead(), first, MODEL)

    assert resume(known, rest, MODEL) == whole
    assert resume(known.case, rest, MODEL).case == whole.case


@given(histories(), st.integers(0, 16))
def test_from_a_bare_case_only_the_new_events_are_spoken_of(events: list[Event], cut: int) -> None:
    ordered = in_order(events)
    known = replay(a_lead(), ordered[:cut], MODEL)
    after = resume(known.case, ordered[cut:], MODEL)
    whole = replay(a_lead(), ordered, MODEL)

    assert after.refused == whole.refused[len(known.refused) :]
    assert after.surprising == whole.surprising[len(known.surprising) :]


def test_a_late_event_is_put_in_its_place() -> None:
    known = tell(assigned(1), touched(5))
    after = resume(known.case, [touched(2, BOB)], MODEL)

    assert after == tell(assigned(1), touched(2, BOB), touched(5))
    assert after.case.cycles[0].first_touch_at == hour(2)


def test_nothing_new_gives_back_what_was_known() -> None:
    known = tell(assigned(1), touched(5))

    assert resume(known, [touched(5), assigned(1)], MODEL) is known
    assert resume(known, [], MODEL) is known


def test_an_event_that_is_told_again_as_written_down_earlier_is_known_since_then() -> None:
    late = replace(touched(2), recorded_at=hour(9))
    known = tell(assigned(1), late)

    assert resume(known, [replace(late, recorded_at=hour(3))], MODEL).case.history[1].known_at == hour(3)
    assert resume(known, [replace(late, recorded_at=hour(12))], MODEL) is known


def test_a_case_that_was_made_by_hand_is_read_anew() -> None:
    bare = Case(lead=a_lead(), history=(assigned(1),), state=Raw(lead=a_lead().id, since=hour(0)))

    assert resume(bare, [touched(2)], MODEL).case == tell(assigned(1), touched(2)).case


def test_what_contradicts_the_history_or_belongs_to_another_lead_is_refused() -> None:
    known = tell(assigned(1), touched(2))

    with pytest.raises(InputError, match="is the id of two different events"):
        resume(known, [replace(touched(2), rep=BOB)], MODEL)
    with pytest.raises(InputError, match="belongs to lead 'L2'"):
        resume(known, [replace(touched(3), lead=LeadId("L2"))], MODEL)


# ------------------------------------------------------------------------------------- what was recorded, and today


def test_a_recorded_disposition_stands_though_the_catalogue_knows_its_reason_no_longer() -> None:
    told = [assigned(1), nurtured(2, TOO_SMALL)]

    assert replay(a_lead(), told, STRICTER).refused[0].code == "reason_unknown"
    assert replay(a_lead(), told, STRICTER, trust=True).case == replay(a_lead(), told, MODEL).case


@given(histories())
def test_what_the_model_of_the_time_took_stands_under_any_later_one(events: list[Event]) -> None:
    then = replay(a_lead(), events, MODEL)
    recorded = [event for event in events if event.id not in then.case.refused]
    expected = replay(a_lead(), recorded, MODEL).case

    for model in (MODEL, STRICTER, House()):
        assert replay(a_lead(), recorded, model, trust=True).case == expected


def test_trust_takes_reasons_as_they_are_and_no_move_that_there_never_was() -> None:
    replayed = replay(
        a_lead(),
        [qualified(1), assigned(2), happened(EventKind.NURTURED, 3), unqualified(4, LATER), touched(5)],
        House(),
        trust=True,
    )

    assert [step.code for step in replayed.refused] == ["not_allowed", "reason_missing", "not_allowed"]
    assert replayed.case.state.stage is Stage.UNQUALIFIED


def test_an_audit_lists_what_the_model_of_today_would_refuse() -> None:
    model_1 = [replace(event, model="2025.1") for event in (assigned(1), nurtured(2, TOO_SMALL))]
    model_2 = [replace(event, model="2026.1") for event in (assigned(24), unqualified(25, STUDENT))]
    case = tell(*model_1, *model_2, touched(30)).case
    found = audit(case, STRICTER)

    assert [cycle.model for cycle in case.cycles] == ["2025.1", "2026.1"]
    assert [(each.step.code, each.stood, each.cycle, each.opened_under) for each in found] == [
        ("reason_unknown", True, 1, "2025.1"),
        ("reason_refused", True, 2, "2026.1"),
        ("not_allowed", False, 2, "2026.1"),
    ]
    assert [each.step.state.stage for each in found] == [Stage.ASSIGNED, Stage.ASSIGNED, Stage.UNQUALIFIED]


@pytest.mark.parametrize("trust", [False, True])
@given(events=histories(), stricter=st.booleans())
def test_an_audit_says_of_every_event_what_a_single_step_says(
    trust: bool, events: list[Event], stricter: bool
) -> None:
    model: HasReasons = STRICTER if stricter else MODEL
    case = replay(a_lead(), events, MODEL, trust=trust).case
    wanted = []
    for place, event in enumerate(case.history):
        before = replay(a_lead(), case.history[:place], MODEL, trust=trust).case
        step = advance(before.state, event, model)
        if step.result is Result.REFUSED:
            wanted.append((step, event.id not in case.refused))

    assert [(each.step, each.stood) for each in audit(case, model)] == wanted


@given(histories())
def test_the_model_that_a_case_was_made_under_objects_only_to_what_was_refused_then(
    events: list[Event],
) -> None:
    replayed = replay(a_lead(), events, MODEL)

    assert tuple(each.step for each in audit(replayed.case, MODEL)) == replayed.refused
    assert not any(each.stood for each in audit(replayed.case, MODEL))


def test_a_cycle_remembers_the_version_that_the_event_which_opened_it_names() -> None:
    told = [
        replace(assigned(1), model="2025.1"),
        replace(touched(2), model="2026.1"),
        nurtured(3),
        assigned(9),
    ]

    assert [cycle.model for cycle in tell(*told).case.cycles] == ["2025.1", None]


# ------------------------------------------------------------------------------------------- only documented errors

EDGES = [
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 11, 2, 9, tzinfo=UTC),
    datetime(2026, 11, 2, 9, 0, 0, 1, tzinfo=UTC),
]


@st.composite
def anything(draw: st.DrawFn) -> Event:
    at = draw(st.sampled_from(EDGES) | st.datetimes(timezones=st.just(UTC)))
    kind = draw(st.sampled_from(EventKind))
    later = draw(st.sampled_from([None, timedelta(), timedelta(days=3)]))
    return Event(
        id=EventId(draw(st.sampled_from(["a", "b", "c", "d", "e", "\U0001f600", " "]))),
        lead=LeadId(draw(st.sampled_from(["L1", "L1", "L1", "L1", "L1", "L1", "L1", "L2"]))),
        kind=kind,
        at=at,
        rep=RepId(draw(st.sampled_from(["ann", "bob"]))),
        reason=draw(st.sampled_from([None, "", "budget_later", "student", "nonsense"])),
        activity=draw(st.sampled_from(["page", "converted", "opportunity_created"])),
        subject=draw(st.sampled_from([None, "", "C1"])),
        automatic=draw(st.booleans()),
        recorded_at=at + later if later is not None and at <= EDGES[1] - later else None,
    )


@given(st.lists(anything(), max_size=12), st.lists(anything(), max_size=4), st.sampled_from(EDGES))
def test_only_documented_errors_escape_whatever_the_events(
    events: list[Event], more: list[Event], captured_at: datetime
) -> None:
    lead = Lead(id=LeadId("L1"), captured_at=captured_at, source="form")
    try:
        known = replay(lead, events, MODEL)
        case = resume(known, more, MODEL).case
        late_events(lead, events, MODEL)
    except LeadModelError as error:
        assert isinstance(error, InputError)
        assert "is the id of two different events" in str(error) or "belongs to lead" in str(error)
        return
    assert case == replay(lead, [*events, *more], MODEL).case
    assert known.case.state == plain_replay(lead, known.case.history, MODEL).case.state
    audit(case, House())
    holdings(case)
    stamps(case)
    assert all(row.duration is None or row.duration >= timedelta() for row in tracker(case))
    as_known(lead, events, MODEL, at=captured_at)


def test_a_history_of_thousands_of_events_is_one_of_few_again_and_again() -> None:
    told = [
        event
        for place in range(0, 6000, 3)
        for event in (assigned(place, ANN), touched(place + 1), nurtured(place + 2))
    ]
    replayed = tell(*reversed(told))

    assert len(replayed.case.cycles) == 2000
    assert len(replayed.case.visits) == 6001
    assert replayed == plain_replay(a_lead(), told, MODEL)
    assert resume(tell(*told[:-1]), told[-1:], MODEL) == replayed


def test_a_replay_is_a_value() -> None:
    replayed = tell(assigned(1), touched(2), qualified(3))

    assert hash(replayed) == hash(tell(assigned(1), touched(2), qualified(3)))
    assert replayed == Replay(case=replayed.case)
    assert type(replayed.case) is Case
    with pytest.raises(AttributeError):
        replayed.case.visits[0].left_at = None  # type: ignore[misc]
    with pytest.raises(AttributeError):
        replayed.case.cycles[0].owner = BOB  # type: ignore[misc]
