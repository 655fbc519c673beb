"""The order in which events count."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.records import Event, EventId, EventKind, LeadId, RepId, in_order

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
#: Written out, so that a change of the vocabulary's order is a decision and not an accident.
CAUSE_BEFORE_EFFECT = [
    "activity",
    "noted",
    "assigned",
    "touched",
    "qualified",
    "nurtured",
    "unqualified",
    "won",
]


def event(kind: EventKind, minutes: int, name: str) -> Event:
    at = NINE + timedelta(minutes=minutes)
    return Event(id=EventId(name), lead=LeadId("L1"), kind=kind, at=at, rep=RepId("ann"), activity="page")


events = st.lists(
    st.tuples(st.sampled_from(EventKind), st.integers(0, 3), st.text("abc", min_size=1, max_size=3)),
    unique_by=lambda row: row[2],
    max_size=12,
)


@given(events, st.randoms(use_true_random=False))
def test_events_count_by_instant_then_cause_before_effect_then_id(
    rows: list[tuple[EventKind, int, str]], dice: Random
) -> None:
    rows = sorted(rows, key=lambda row: (row[1], CAUSE_BEFORE_EFFECT.index(row[0].value), row[2]))
    wanted = tuple(event(*row) for row in rows)
    given_events = list(wanted)
    dice.shuffle(given_events)

    assert in_order(given_events) == wanted
    assert in_order(iter(given_events)) == wanted


def test_on_one_instant_a_lead_is_assigned_then_touched_then_dispositioned() -> None:
    reversed_causes = [event(kind, 0, f"e{place}") for place, kind in enumerate(reversed(EventKind))]

    assert [each.kind.value for each in in_order(reversed_causes)] == CAUSE_BEFORE_EFFECT


def test_a_microsecond_counts_for_more_than_cause_and_id() -> None:
    late = Event(
        id=EventId("a"),
        lead=LeadId("L1"),
        kind=EventKind.ASSIGNED,
        at=NINE + timedelta(microseconds=1),
        rep=RepId("ann"),
    )

    assert in_order([late, event(EventKind.WON, 0, "z")])[0].id == "z"
