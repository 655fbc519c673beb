"""What a human says of a lead stands beside what the machine says, for as long as the cycle lasts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import TimeError
from leadmodel.records import Case, Event, EventKind
from leadmodel.scoring import score
from leadmodel.scoring.override import IgnoredCode, LabelStanding, label_standing
from tests.building import (
    MONDAY,
    assigned,
    case_of,
    counts,
    did,
    grades,
    happened,
    lead,
    levels,
    nurtured,
    scoring,
    touched,
)

from .hourly import TICK, House

HOUR = timedelta(hours=1)
HOME = House(
    scoring(behaviour=(counts("demo", 20),), grades=grades(A=10), levels=levels(20), sales_ready=("A1", "Z1"))
)


def said(label: str | None, at: datetime, by: str | None = "ann", **more: Any) -> Event:
    return happened(EventKind.NOTED, at, activity="label_set", subject=label, rep=by, **more)


def cleared(at: datetime) -> Event:
    return happened(EventKind.NOTED, at, activity="label_cleared", rep="ann")


def stands(*events: Event, at: datetime = MONDAY + 100 * HOUR) -> LabelStanding:
    return label_standing(case_of(lead(), *events), HOME, at=at)


def codes(found: LabelStanding) -> list[IgnoredCode]:
    return [code for _, code in found.ignored]


def test_the_machine_keeps_its_figure_and_every_line_beside_the_word_of_a_human() -> None:
    events = [did("demo", MONDAY), said("A2", MONDAY + HOUR, reason="a student")]
    subject, at = case_of(lead(), *events), MONDAY + 2 * HOUR

    found = label_standing(subject, HOME, at=at)

    assert found.machine == score(subject, HOME, at=at)
    assert (found.machine.label, found.machine.sales_ready) == ("Z1", True)
    assert (found.label, found.sales_ready) == ("A2", False)
    assert found.human is not None
    assert (found.human.by, found.human.why, found.human.at) == ("ann", "a student", MONDAY + HOUR)
    first, _, rest = str(found).partition("\n")
    assert first == "A2 (not ready for sales), set: A2 by ann at 2026-11-09T13:00:00Z: a student"
    assert rest == str(found.machine)


def test_without_a_word_the_machine_decides() -> None:
    found = stands(did("demo", MONDAY))

    assert (found.human, found.label, found.sales_ready, found.ignored) == (None, "Z1", True, ())
    assert str(found) == str(found.machine)


def test_the_latest_word_holds_and_may_be_taken_back() -> None:
    two = [said("A1", MONDAY), said("A2", MONDAY + HOUR)]

    assert (stands(*two).label, codes(stands(*two))) == ("A2", [IgnoredCode.REPLACED])
    assert stands(*two, at=MONDAY).label == "A1"
    assert stands(*two, at=MONDAY - TICK).human is None
    back = stands(*two, cleared(MONDAY + 2 * HOUR))
    assert (back.human, back.label, codes(back)) == (None, "Z2", [IgnoredCode.REPLACED] * 2)
    assert stands(cleared(MONDAY), said("A1", MONDAY + HOUR)).label == "A1"


def test_a_word_holds_in_its_own_cycle_only() -> None:
    events = [said("A1", MONDAY), assigned(MONDAY + HOUR)]

    assert stands(*events, at=MONDAY + HOUR - TICK).label == "A1"
    lapsed = stands(*events, at=MONDAY + HOUR)
    assert (lapsed.human, codes(lapsed)) == (None, [IgnoredCode.EARLIER_CYCLE])
    # On one instant the note comes before the assignment.
    assert stands(assigned(MONDAY), said("A1", MONDAY)).human is None
    working = [assigned(MONDAY), touched(MONDAY + HOUR), said("A1", MONDAY + 2 * HOUR)]
    assert stands(*working, nurtured(MONDAY + 3 * HOUR)).label == "A1"
    assert stands(*working, nurtured(MONDAY + 3 * HOUR), assigned(MONDAY + 4 * HOUR)).label == "Z2"


def test_a_word_that_says_no_label_or_that_nobody_gave_does_not_hold() -> None:
    found = stands(
        said("A1", MONDAY),
        said("A9", MONDAY + HOUR),
        said(None, MONDAY + 2 * HOUR),
        said("A2", MONDAY + 3 * HOUR, by=None),
    )

    assert found.label == "A1"
    assert codes(found) == [IgnoredCode.UNKNOWN_LABEL, IgnoredCode.UNKNOWN_LABEL, IgnoredCode.NOBODY]


def test_a_refused_note_is_left_out() -> None:
    note = said("A1", MONDAY)
    subject = case_of(lead(), note)
    refused = Case(lead=subject.lead, history=subject.history, state=subject.state, refused=(note.id,))

    assert label_standing(refused, HOME, at=MONDAY).human is None


def test_an_instant_has_a_zone() -> None:
    with pytest.raises(TimeError):
        stands(at=datetime(2026, 1, 1))


words = st.lists(
    st.tuples(st.sampled_from(["A1", "A2", "Z1", "clear", "A9"]), st.integers(0, 9), st.booleans()),
    max_size=6,
)


@given(words, st.lists(st.integers(0, 9), max_size=2), st.integers(0, 10), st.randoms(use_true_random=False))
def test_the_word_in_force_is_the_last_valid_one_since_the_last_assignment_in_whatever_order_they_came(
    spoken: list[tuple[str, int, bool]], rounds: list[int], now: int, chance: Any
) -> None:
    notes = [
        happened(
            EventKind.NOTED,
            MONDAY + hour * HOUR,
            id=f"n{place}",
            activity="label_cleared" if label == "clear" else "label_set",
            subject=None if label == "clear" else label,
            rep="ann" if named else None,
        )
        for place, (label, hour, named) in enumerate(spoken)
    ]
    begun = [assigned(MONDAY + hour * HOUR) for hour in sorted(set(rounds))]
    base = case_of(lead(), *begun) if len(begun) < 2 else case_of(lead(), begun[0])
    chance.shuffle(notes)
    subject = Case(lead=base.lead, history=(*base.history, *notes), state=base.state, cycles=base.cycles)
    at = MONDAY + now * HOUR

    found = label_standing(subject, HOME, at=at)

    start = max([cycle.assigned_at for cycle in base.cycles if cycle.assigned_at <= at], default=None)
    held = None
    for note in sorted(notes, key=lambda each: (each.at, each.id)):
        if note.at <= at and (start is None or note.at > start):
            if note.activity == "label_cleared":
                held = None
            elif note.subject != "A9" and note.rep:
                held = note
    assert (found.human and found.human.event) == (held and held.id)
    assert found.label == (held.subject if held else found.machine.label)
