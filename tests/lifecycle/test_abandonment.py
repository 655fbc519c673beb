"""When a lead counts as abandoned, against a walk through every hour."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.lifecycle import (
    Abandonment,
    Result,
    abandoned,
    abandonment_counts,
    abandonment_due,
    advance,
    replay,
)
from leadmodel.records import Case, Event, EventKind, LeadId, RepId, Stage

from .noting import AUTO, GENEROUS, NO_RESPONSE, day, generous, long_histories, on
from .stories import ANN, BOB, MODEL, a_lead, mailed_by_machine, nurtured

RULE = Abandonment()
HOUSE = replace(GENEROUS, abandonment=RULE)
ASSIGNED, TOUCHED = EventKind.ASSIGNED, EventKind.TOUCHED
MICROSECOND = timedelta(microseconds=1)


def is_due(*events: Event, at: datetime, rule: Abandonment = RULE) -> bool:
    found = abandonment_due(generous(*events).case, rule, at=at)
    return found is not None and found.is_due


@pytest.mark.statement("RS-09", "CF-17")
def test_thirty_days_in_working_and_seven_idle_are_both_needed() -> None:
    worked, again = (on(0, ASSIGNED), on(1, TOUCHED)), on(26, TOUCHED)

    assert not is_due(*worked, at=day(31) - MICROSECOND)
    assert is_due(*worked, at=day(31))
    assert not is_due(*worked, again, at=day(31))
    assert not is_due(*worked, again, at=day(33) - MICROSECOND)
    assert is_due(*worked, again, at=day(33))
    assert (RULE.after, RULE.idle) == ("30d", "7d")


@pytest.mark.statement("ST-11", "CF-17")
def test_a_house_may_ask_for_the_thirty_days_alone() -> None:
    busy = (on(0, ASSIGNED), on(1, TOUCHED), on(30, TOUCHED))

    assert is_due(*busy, at=day(31), rule=Abandonment(idle="0d"))
    assert not is_due(*busy, at=day(31) - MICROSECOND, rule=Abandonment(idle="0d"))
    assert not is_due(*busy, at=day(31))


@pytest.mark.statement("ST-11")
def test_an_abandoned_lead_goes_to_nurture_by_an_event_that_the_caller_records_and_may_come_back() -> None:
    case = generous(on(0, ASSIGNED), on(1, TOUCHED)).case
    found = abandonment_due(case, HOUSE, at=day(33))
    assert found is not None
    event = found.event
    assert event is not None
    step = advance(case.state, event, HOUSE)

    assert (step.result, step.code, step.state.stage) == (Result.MOVED, "", Stage.NURTURE)
    assert (event.at, event.reason, event.automatic, event.rep) == (day(33), "auto_abandoned", True, None)
    assert found.why == "768 h in working, 768 h since a rep last touched it, due at 2026-12-03T09:00:00Z"
    recorded = generous(*case.history, event).case
    assert abandonment_due(recorded, HOUSE, at=day(34)) is None
    assert generous(*recorded.history, on(90, ASSIGNED)).case.state.stage is Stage.ASSIGNED


def test_asking_twice_proposes_an_event_of_the_same_id_and_before_its_time_none() -> None:
    case = generous(on(0, ASSIGNED), on(1, TOUCHED)).case
    early, due, late = (abandonment_due(case, HOUSE, at=day(number)) for number in (5, 31, 40))
    assert early is not None
    assert due is not None
    assert late is not None

    assert early.event is None
    assert early.due == due.due == late.due == day(31)
    assert due.event is not None
    assert late.event is not None
    assert due.event.id == late.event.id


@pytest.mark.statement("ST-07", "RS-09")
def test_only_what_a_person_on_our_side_does_keeps_a_lead() -> None:
    machine = mailed_by_machine(30 * 24)
    theirs = on(30, EventKind.ACTIVITY, None)
    passed_on = on(30, ASSIGNED, BOB)
    worked = (on(0, ASSIGNED), on(1, TOUCHED))

    assert is_due(*worked, machine, theirs, passed_on, at=day(31))
    assert not is_due(*worked, on(30, TOUCHED, BOB), at=day(31))


def test_whoever_holds_it_now_is_named_and_only_working_leads_are_abandoned() -> None:
    passed_on = generous(on(0, ASSIGNED), on(1, TOUCHED), on(9, ASSIGNED, BOB)).case
    found = abandonment_due(passed_on, RULE, at=day(40))
    earlier = abandonment_due(passed_on, RULE, at=day(8))

    assert found is not None
    assert earlier is not None
    assert (found.owner, earlier.owner) == (BOB, ANN)
    assert abandonment_due(generous(on(0, ASSIGNED)).case, RULE, at=day(90)) is None
    assert abandonment_due(passed_on, MODEL, at=day(90)) is None


def test_the_list_is_of_those_that_are_due_the_longest_overdue_first() -> None:
    def lead_of(name: str, *events: Event) -> Case:
        lead = replace(a_lead(), id=LeadId(name))
        return replay(lead, [replace(event, lead=lead.id) for event in events], HOUSE).case

    cases = [
        lead_of("late", on(0, ASSIGNED), on(5, TOUCHED)),
        lead_of("later", on(0, ASSIGNED), on(9, TOUCHED)),
        lead_of("first", on(0, ASSIGNED), on(5, TOUCHED)),
        lead_of("busy", on(0, ASSIGNED), on(5, TOUCHED), on(38, TOUCHED)),
    ]

    assert [each.lead for each in abandoned(cases, HOUSE, at=day(39))] == ["first", "late", "later"]


@pytest.mark.statement("RS-10", "RP-08", "RS-08")
def test_abandoned_leads_are_counted_per_rep_and_per_source_and_the_kinds_kept_apart() -> None:
    def of(rep: str, source: str, *rest: Event) -> Case:
        lead = replace(a_lead(), id=LeadId(f"{rep}-{source}-{len(rest)}"), source=source)
        told = [on(0, ASSIGNED, RepId(rep)), on(1, TOUCHED, RepId(rep)), *rest]
        return replay(lead, [replace(event, lead=lead.id) for event in told], HOUSE).case

    cases = [
        of("ann", "form", on(33, EventKind.NURTURED, None, AUTO)),
        of("ann", "fair"),
        of("bob", "form", on(20, EventKind.NURTURED, None, NO_RESPONSE)),
        of("bob", "fair", on(20, EventKind.QUALIFIED, None), on(30, EventKind.ACTIVITY, None)),
    ]
    by_rep = abandonment_counts(cases, HOUSE, by="rep", at=day(40))
    by_source = abandonment_counts(cases, HOUSE, by="source", at=day(40))

    assert [(each.name, each.worked, each.by_rep, each.auto, each.left) for each in by_rep] == [
        ("ann", 2, 0, 1, 1),
        ("bob", 2, 1, 0, 0),
    ]
    assert [each.auto_share for each in by_rep] == [1.0, 0.0]
    assert [(each.name, each.by_rep, each.auto, each.left) for each in by_source] == [
        ("fair", 0, 0, 1),
        ("form", 1, 1, 0),
    ]
    early = abandonment_counts(cases, HOUSE, by="all", at=day(25))
    assert [(each.worked, each.by_rep, each.auto, each.left) for each in early] == [(4, 1, 0, 0)]
    assert abandonment_counts(cases, HOUSE, by="rep", at=day(0)) == ()


@pytest.mark.parametrize("change", [{"after": "0d"}, {"after": "soon"}, {"idle": "-1d"}, {"idle": ""}])
def test_what_is_no_length_of_time_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(InputError, match="is not a length of time"):
        Abandonment(**change)


def test_a_naive_instant_is_refused_and_the_end_of_the_calendar_is_not_passed() -> None:
    case = generous(on(0, ASSIGNED), on(1, TOUCHED)).case
    with pytest.raises(TimeError):
        abandonment_due(case, RULE, at=day(31).replace(tzinfo=None))

    late = datetime(9999, 12, 30, tzinfo=day(0).tzinfo)
    told = [replace(on(0, ASSIGNED), at=late), replace(on(1, TOUCHED), at=late + timedelta(hours=1))]
    found = abandonment_due(generous(*told).case, RULE, at=late + timedelta(hours=2))
    assert found is not None
    assert not found.is_due


# ----------------------------------------------------------------------------------------------------------- oracle


@dataclass
class Walker:
    """Goes through every hour with a tally for the time in Working and one for the time without a touch."""

    after: int
    idle: int

    def due_hour(self, history: list[Event], until: int) -> int | None:
        """The hour at which both tallies are full as far as is known at an hour; None when it is not in Working."""
        by_hour: dict[int, list[Event]] = {}
        for event in history:
            by_hour.setdefault(round((event.at - day(0)) / timedelta(hours=1)), []).append(event)
        working, in_working, untouched = False, 0, 0
        for hour in range(100_000):
            if hour:
                in_working += 1
                untouched += 1
            for event in by_hour.get(hour, []) if hour <= until else []:
                came = replay(a_lead(), [each for each in history if each.at <= event.at], GENEROUS).case
                was, working = working, came.state.stage is Stage.WORKING
                if working and not was:
                    in_working, untouched = 0, 0
                if event.kind is TOUCHED and not event.automatic:
                    untouched = 0
            if hour >= until:
                if not working:
                    return None
                if in_working >= self.after and untouched >= self.idle:
                    # It may have been full for a while; take the time since then off again.
                    return hour - min(in_working - self.after, untouched - self.idle)
        raise AssertionError("the walk has no end")


@given(long_histories(), st.integers(0, 1600), st.integers(1, 40), st.integers(0, 10))
def test_it_is_due_when_a_walk_through_every_hour_says_so(
    told: list[Event], hours: int, after: int, idle: int
) -> None:
    at = day(hours / 24)
    rule = Abandonment(after=f"{after}d", idle=f"{idle}d")
    found = abandonment_due(generous(*told).case, rule, at=at)
    expected = Walker(after * 24, idle * 24).due_hour(list(generous(*told).case.history), hours)

    assert (None if found is None else round((found.due - day(0)) / timedelta(hours=1))) == expected
    if found is not None:
        assert expected is not None
        assert found.is_due == (expected <= hours) == (found.event is not None)


@given(st.lists(long_histories(), max_size=4), st.integers(0, 60))
def test_the_counts_add_up_and_whoever_counts_by_source_finds_as_many(
    several: list[list[Event]], days: int
) -> None:
    cases = [generous(*told).case for told in several]
    at = day(days)

    def total(by: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for each in abandonment_counts(cases, HOUSE, by=by, at=at):  # type: ignore[arg-type]
            assert each.by_rep + each.auto + each.left <= each.worked
            found.update(worked=each.worked, by_rep=each.by_rep, auto=each.auto, left=each.left)
        return found

    assert total("rep") == total("source") == total("all")
    assert total("all")["left"] == len(abandoned(cases, HOUSE, at=at))


def test_a_nurture_for_another_reason_is_not_abandoned() -> None:
    case = generous(on(0, ASSIGNED), on(1, TOUCHED), nurtured(60 * 24)).case
    (line,) = abandonment_counts([case], HOUSE, by="all", at=day(61))

    assert (line.by_rep, line.auto, line.left) == (0, 0, 0)
