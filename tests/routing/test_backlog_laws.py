"""The line of those who wait, against a simulation that looks for the oldest again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import Drained, HeldCode, Waiting, backlog, drain

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
REPS = ("ann", "bob", "ida")


def waits(lead: str, hours: float, active: float | None = None, score: int | None = None) -> Waiting:
    """A lead that was captured so many hours before nine."""
    return Waiting(
        lead=LeadId(lead),
        captured_at=NINE - hours * HOUR,
        last_activity_at=None if active is None else NINE - active * HOUR,
        score=score,
    )


def line_of(*waiting: Waiting, **asked: Any) -> list[str]:
    return [each.lead for each in backlog(waiting, at=NINE, **asked).line]


# --------------------------------------------------------------------------------------------------------- the order


def test_who_has_waited_longest_comes_first() -> None:
    told = (waits("a", 3, active=1), waits("b", 2), waits("c", 2), waits("d", 9, active=0, score=1))

    assert line_of(*told) == ["b", "c", "a", "d"]
    assert line_of(*told, order="capture") == ["d", "a", "b", "c"]


def test_by_score_zero_is_a_score_and_none_comes_last() -> None:
    told = (waits("a", 9), waits("b", 1, score=0), waits("c", 2, score=-5), waits("d", 3, score=0))

    assert line_of(*told, order="score") == ["d", "b", "c", "a"]


def test_pitfall_31_an_old_lead_that_wrote_yesterday_is_not_stale_and_one_silent_since_last_week_is() -> None:
    old, silent = waits("old", 24 * 90, active=24), waits("silent", 24 * 8)
    edge = waits("edge", 24 * 7)
    told = backlog((old, silent, edge), at=NINE, stale_after="7d")

    assert [each.lead for each in told.line] == ["edge", "old"]
    assert [each.lead for each in told.stale] == ["silent"]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9), st.none() | st.integers(0, 2)), max_size=8
    )
)
def test_the_order_in_which_they_are_listed_does_not_matter(
    facts: list[tuple[int, int | None, int | None]],
) -> None:
    told = [waits(f"L{number}", *each) for number, each in enumerate(facts)]
    for order in ("activity", "capture", "score"):
        found = backlog(told, at=NINE, order=order, stale_after="5h")

        assert found == backlog(reversed(told), at=NINE, order=order, stale_after="5h")
        assert sorted(each.lead for each in (*found.line, *found.stale)) == [each.lead for each in told]
        assert all(NINE - each.active_at <= 5 * HOUR for each in found.line)
        assert all(NINE - each.active_at > 5 * HOUR for each in found.stale)


# ------------------------------------------------------------------------------------------------------- giving out


@dataclass
class Floor:
    """Reps with room, and for each lead who can take it; whoever has room comes first by id."""

    room: dict[str, int]
    able: dict[str, set[str]]

    def decide(self, lead: LeadId) -> RepId | None:
        for rep in REPS:
            if rep in self.able[lead] and self.room[rep] > 0:
                self.room[rep] -= 1
                return RepId(rep)
        return None


def oldest_first(line: list[str], floor: Floor) -> dict[str, str]:
    """The simulation: the first in line whom anybody can take, again and again, until nobody moves."""
    got: dict[str, str] = {}
    while True:
        for lead in line:
            able = [rep for rep in REPS if rep in floor.able[lead] and floor.room[rep] > 0]
            if lead not in got and able:
                got[lead] = able[0]
                floor.room[able[0]] -= 1
                break
        else:
            return got


def newest_first(line: list[str], floor: Floor) -> dict[str, str]:
    """What a router does that gives out what comes and looks at the queue later."""
    return oldest_first(line[::-1], floor)


def overtaken(line: list[str], got: dict[str, str], able: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Who still waits, and the later lead that got a rep who could have taken the one that waits."""
    return [
        (old, new)
        for place, old in enumerate(line)
        for new in line[place + 1 :]
        if old not in got and new in got and got[new] in able[old]
    ]


def test_pitfall_12_a_new_lead_does_not_overtake_a_waiting_one() -> None:
    able = {"old": {"ida"}, "new": {"ida", "bob"}}
    line = backlog((waits("new", 0), waits("old", 30)), at=NINE).line
    found = drain(line, Floor({"ann": 0, "bob": 0, "ida": 1}, able).decide)

    assert [(each.lead, each.rep) for each in found.given] == [("old", "ida")]
    assert [(each.lead, each.code) for each in found.held] == [("new", HeldCode.NOBODY)]
    worse = newest_first(["old", "new"], Floor({"ann": 0, "bob": 0, "ida": 1}, able))
    assert overtaken(["old", "new"], worse, able) == [("old", "new")]


def test_pitfall_12_when_a_rep_is_free_again_the_oldest_whom_they_can_take_goes_first() -> None:
    able = {"L1": {"ann"}, "L2": {"ida"}, "L3": {"ida"}}
    floor = Floor({"ann": 0, "bob": 9, "ida": 1}, able)
    found = drain(map(LeadId, able), floor.decide, most=1)

    assert [(each.lead, each.rep) for each in found.given] == [("L2", "ida")]
    assert [(each.lead, each.code) for each in found.held] == [
        ("L1", HeldCode.NOBODY),
        ("L3", HeldCode.ENOUGH),
    ]


def test_pitfall_14_a_decision_that_does_not_count_itself_gives_all_to_one() -> None:
    room = {"ann": 1, "bob": 1}

    def forgetful(lead: LeadId) -> RepId | None:
        return RepId(next(rep for rep in room if room[rep]))

    line = [LeadId("L1"), LeadId("L2")]
    assert {each.rep for each in drain(line, forgetful).given} == {"ann"}
    found = drain(line, Floor({**room, "ida": 0}, {"L1": {"ann", "bob"}, "L2": {"ann", "bob"}}).decide)
    assert [each.rep for each in found.given] == ["ann", "bob"]


def test_who_may_not_be_passed_stops_the_line() -> None:
    able = {"L1": {"ann"}, "L2": {"bob"}, "L3": {"ann"}, "L4": {"bob"}}
    asked: list[str] = []
    floor = Floor({"ann": 1, "bob": 0, "ida": 0}, able)

    def decide(lead: LeadId) -> RepId | None:
        asked.append(lead)
        return floor.decide(lead)

    found = drain([LeadId(lead) for lead in able], decide, when_held="stop")
    assert asked == ["L1", "L2"]
    assert [(each.lead, each.code) for each in found.held] == [
        ("L2", HeldCode.NOBODY),
        ("L3", HeldCode.STOPPED),
        ("L4", HeldCode.STOPPED),
    ]
    assert str(found).splitlines() == [
        "1 given out, 3 held",
        "L1 goes to ann",
        "L2 is held: nobody could take it",
        "L3 is held: nobody passes a lead that is held",
        "L4 is held: nobody passes a lead that is held",
    ]


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_days_of_leads_go_as_in_the_simulation_and_nobody_is_overtaken(seed: int) -> None:
    chance = Random(seed)
    able: dict[str, set[str]] = {}
    ours, theirs = (Floor(dict.fromkeys(REPS, 1), able) for _ in range(2))
    waiting: dict[str, Waiting] = {}
    for hour in range(40):
        at = NINE + hour * HOUR
        if chance.random() < 0.7:
            lead = f"L{chance.randrange(10**6)}"
            able[lead] = {rep for rep in REPS if chance.random() < 0.5}
            waiting[lead] = Waiting(lead=LeadId(lead), captured_at=at)
        for floor, rep in ((each, rep) for rep in REPS if chance.random() < 0.2 for each in (ours, theirs)):
            floor.room[rep] += 1
        line = backlog(waiting.values(), at=at).line
        names = [each.lead for each in line]
        found = drain(line, ours.decide)
        got: dict[str, str] = {each.lead: each.rep for each in found.given}

        assert got == oldest_first([*names], theirs)
        assert overtaken([*names], got, able) == []
        assert [each.lead for each in found.held] == [lead for lead in names if lead not in got]
        assert ours.room == theirs.room
        waiting = {lead: each for lead, each in waiting.items() if lead not in got}


@given(st.integers(0, 2**32), st.integers(0, 6), st.sampled_from(("go_on", "stop")))
@settings(max_examples=100, deadline=None)
def test_every_lead_is_told_once_in_the_order_of_the_line(seed: int, most: int, when_held: Any) -> None:
    chance = Random(seed)
    able = {f"L{number}": {rep for rep in REPS if chance.random() < 0.6} for number in range(8)}
    floor = Floor({rep: chance.randrange(4) for rep in REPS}, able)
    found = drain([LeadId(lead) for lead in able], floor.decide, when_held=when_held, most=most)
    given_out, held = [each.lead for each in found.given], [each.lead for each in found.held]

    assert sorted((*given_out, *held)) == sorted(able)
    assert (given_out, held) == (sorted(given_out), sorted(held))
    assert len(given_out) <= most
    if when_held == "stop":
        assert [*given_out, *held] == sorted(able)


# ---------------------------------------------------------------------------------------------------------- refused


REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: backlog((), at=datetime(2026, 11, 9)), TimeError, "at"),
    (lambda: backlog((waits("a", -1),), at=NINE), TimeError, "'a'"),
    (lambda: backlog((waits("a", 1, active=-1),), at=NINE), TimeError, "'a'"),
    (lambda: backlog((waits("a", 1), waits("a", 2)), at=NINE), InputError, "listed twice"),
    (lambda: backlog((), at=NINE, order="luck"), InputError, "order"),  # type: ignore[arg-type]
    (lambda: backlog((), at=NINE, stale_after="soon"), InputError, "stale_after"),
    (lambda: waits("a", 1, score=True), InputError, "score"),
    (lambda: Waiting(lead=LeadId("a"), captured_at=datetime(2026, 11, 9)), TimeError, "captured_at"),
    (lambda: drain([LeadId("a"), LeadId("a")], lambda lead: None), InputError, "listed twice"),
    (lambda: drain([LeadId("a")], lambda lead: 7), InputError, "neither a rep nor None"),  # type: ignore[arg-type, return-value]
    (lambda: drain([LeadId("a")], lambda lead: RepId("")), InputError, "for lead 'a'"),
    (lambda: drain([], lambda lead: None, when_held="wait"), InputError, "when_held"),  # type: ignore[arg-type]
    (lambda: drain([], lambda lead: None, most=-1), InputError, "most"),
    (lambda: drain([], lambda lead: None, most=1.5), InputError, "most"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("call", "error", "says"), REFUSED)
def test_a_broken_line_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        call()


_any = st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=2), st.booleans())


@given(st.lists(st.sampled_from(("a", "b", "c")), max_size=3), _any, _any, _any)
def test_only_errors_of_the_house_escape(leads: Any, answer: Any, policy: Any, most: Any) -> None:
    for when_held in ("go_on", policy):
        try:
            assert isinstance(drain(leads, lambda lead: answer, when_held=when_held, most=most), Drained)
        except LeadModelError:
            continue


def test_an_empty_line_is_no_trouble() -> None:
    assert backlog((), at=NINE).line == ()
    assert str(drain((), lambda lead: None)) == "0 given out, 0 held"
