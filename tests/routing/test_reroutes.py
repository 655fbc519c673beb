"""Re-routes and choices by hand, counted: what is one, what is none, and that every count adds up."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError, TimeError
from leadmodel.lifecycle import holdings, replay
from leadmodel.records import Case, Event, EventKind, LeadId, RepId
from leadmodel.routing import (
    WRONG_RECIPIENT,
    Entry,
    EntryKind,
    Ledger,
    Rerouted,
    charge,
    give_back,
    given_by_hand,
    reroutes,
)
from tests.building import HOUSE, case_of, happened, lead, moment, nurtured, qualified, touched, won

NINE = moment("2026-11-09T09:00Z")
HOUR = timedelta(hours=1)
ROLES = {RepId("sam"): "sdr", RepId("sue"): "sdr", RepId("eve"): "ae"}


def to(rep: str, hours: float, reason: str | None = None, *, id: str = "L1") -> Event:
    return happened(EventKind.ASSIGNED, NINE + hours * HOUR, to=id, rep=RepId(rep), reason=reason)


# ------------------------------------------------------------------------------------------------------ re-routes


@pytest.mark.statement("RT-11")
def test_a_lead_that_went_to_the_sdr_and_was_for_the_ae_is_a_re_route() -> None:
    moved = case_of(lead(), to("sam", 0), to("eve", 1, WRONG_RECIPIENT))
    stayed = case_of(lead("L2"), to("sue", 0, id="L2"))
    found = reroutes([moved, stayed], roles=ROLES)

    (only,) = found.reroutes
    assert (only.lead, only.cycle, only.before, only.after, only.at) == ("L1", 1, "sam", "eve", NINE + HOUR)
    assert (found.count, found.rerouted, found.cycles, found.wrong_recipient) == (1, 1, 2, 1)
    assert found.reasons == ((WRONG_RECIPIENT, 1),)
    assert found.reps == (Rerouted(before="sam", after="eve", count=1),)
    assert found.roles == (Rerouted(before="sdr", after="ae", count=1),)
    assert str(found) == "1 re-route in 1 of 2 cycles, 1 from a wrong recipient"


@pytest.mark.statement("RT-11")
def test_a_qualified_lead_that_is_handed_over_is_none() -> None:
    """The SDR was the right recipient; also when the lead comes back after a meeting without anybody."""
    case = case_of(
        lead(),
        to("sam", 0),
        touched(NINE + HOUR, "sam"),
        qualified(NINE + 2 * HOUR),
        to("eve", 3),
        to("sam", 4),
    )

    assert reroutes([case]).count == 0


def test_passed_on_while_it_is_worked_counts_and_another_time_round_does_not() -> None:
    case = case_of(
        lead(),
        to("sam", 0),
        touched(NINE + HOUR, "sam"),
        to("sue", 2, "left"),
        nurtured(NINE + 3 * HOUR, "too_small_yet"),
        to("eve", 4),
        to("eve", 5),
        touched(NINE + 6 * HOUR, "eve"),
        qualified(NINE + 7 * HOUR),
        won(NINE + 8 * HOUR),
        to("sam", 9),
    )
    found = reroutes([case])

    assert [(each.cycle, each.before, each.after, each.reason) for each in found.reroutes] == [
        (1, "sam", "sue", "left")
    ]
    assert (found.cycles, found.rerouted, found.wrong_recipient) == (3, 1, 0)


def test_a_lead_that_goes_to_and_fro_is_told_by_its_returns_and_by_the_most_in_one_cycle() -> None:
    case = case_of(lead(), to("sam", 0), to("sue", 1), to("sam", 2, "back"), to("eve", 3), to("sue", 4))
    found = reroutes([case], roles=ROLES)

    assert [each.returned for each in found.reroutes] == [False, True, False, True]
    assert (found.returned, found.most, found.rerouted) == (2, 4, 1)
    assert found.reasons == ((None, 3), ("back", 1))
    assert [(each.before, each.after, each.count) for each in found.roles] == [
        ("sdr", "sdr", 2),
        ("ae", "sdr", 1),
        ("sdr", "ae", 1),
    ]


def test_which_reasons_mean_a_wrong_recipient_is_up_to_the_house() -> None:
    case = case_of(lead(), to("sam", 0), to("sue", 1, "not_mine"), to("eve", 2, "too_slow"))

    assert reroutes([case]).wrong_recipient == 0
    assert reroutes([case], wrong=("not_mine", "wrong_team")).wrong_recipient == 1
    assert reroutes([case]).roles == (Rerouted(before=None, after=None, count=2),)


def test_a_cycle_belongs_to_the_time_in_which_it_was_opened() -> None:
    case = case_of(lead(), to("sam", 0), to("sue", 5))

    assert reroutes([case], since=NINE, until=NINE + HOUR).count == 1
    assert reroutes([case], since=NINE + HOUR).cycles == 0
    assert reroutes([case], until=NINE).cycles == 0
    with pytest.raises(TimeError, match=r"since: .* has no time zone"):
        reroutes([case], since=datetime(2026, 11, 9))
    with pytest.raises(TimeError, match=r"until: .* has no time zone"):
        reroutes([case], until=datetime(2026, 11, 9))


@st.composite
def lives(draw: st.DrawFn) -> list[Case]:
    """Leads that are given out, passed on, worked, disposed of and given out again; some events are refused."""
    cases = []
    for number in range(draw(st.integers(0, 5))):
        name, held, worked, events = f"L{number}", None, False, []
        for step in range(draw(st.integers(0, 10))):
            at = NINE + step * HOUR
            what = draw(st.sampled_from(("to", "to", "touch", "nurture", "qualify")))
            if what == "to":
                held = draw(st.sampled_from(("sam", "sue", "eve")))
                events.append(
                    to(held, step, draw(st.sampled_from((None, "", "left", WRONG_RECIPIENT))), id=name)
                )
                worked = False
            elif what == "touch" and held:
                events.append(touched(at, held, to=name))
                worked = True
            elif what == "nurture" and held:
                events.append(nurtured(at, "too_small_yet", to=name))
                held, worked = None, False
            elif what == "qualify" and held and worked:
                events.append(qualified(at, to=name))
        cases.append(replay(lead(name), events, HOUSE).case)
    return cases


@given(lives(), st.randoms(use_true_random=False))
def test_re_routes_are_the_changes_of_holder_within_a_cycle_before_it_is_qualified(
    cases: list[Case], random: Any
) -> None:
    expected = []
    for case in cases:
        stretches = holdings(case)
        for before, after in pairwise(stretches):
            cycle = case.cycles[after.cycle - 1]
            if before.cycle == after.cycle and (
                cycle.qualified_at is None or after.since < cycle.qualified_at
            ):
                expected.append((after.since, case.lead.id, before.owner, after.owner))
    found = reroutes(random.sample(cases, len(cases)), roles=ROLES)

    assert [(each.at, each.lead, each.before, each.after) for each in found.reroutes] == sorted(expected)
    assert found == reroutes(cases, roles=ROLES)
    assert found.cycles == sum(len(case.cycles) for case in cases)
    for counts in (
        [count for _, count in found.reasons],
        [each.count for each in found.reps],
        [each.count for each in found.roles],
    ):
        assert sum(counts) == found.count
        assert counts == sorted(counts, reverse=True)


@given(lives(), st.datetimes() | st.datetimes(timezones=st.just(UTC)), st.sampled_from((None, NINE)))
def test_only_errors_of_the_package_escape(
    cases: list[Case], since: datetime, until: datetime | None
) -> None:
    with suppress(LeadModelError):
        reroutes(cases, since=since, until=until)


# -------------------------------------------------------------------------------------------------------- by hand


def by_hand_ledger() -> list[Entry]:
    """Three by hand, of which one was given back, and one by the router."""
    ledger, entries = Ledger(name="inbound"), []
    for number, (rep, by, why) in enumerate(
        (
            ("ann", "mia", "knows them"),
            ("bob", None, None),
            ("ann", "mia", None),
            ("bob", "max", "knows them"),
        )
    ):
        ledger = charge(
            ledger,
            LeadId(f"L{number}"),
            RepId(rep),
            at=NINE + number * HOUR,
            shares={"ann": 1, "bob": 1},
            by=by,
            why=why,
        )
        assert ledger.entry is not None
        entries.append(ledger.entry)
    ledger = give_back(ledger, LeadId("L0"), at=NINE + 5 * HOUR)
    assert ledger.entry is not None
    return [*entries, ledger.entry]


@pytest.mark.statement("RT-10")
def test_every_choice_by_hand_is_counted_by_who_and_why_also_when_it_was_given_back() -> None:
    found = given_by_hand(reversed(by_hand_ledger()))

    assert [(each.lead, each.rep, each.by, each.why) for each in found.overrides] == [
        ("L0", "ann", "mia", "knows them"),
        ("L2", "ann", "mia", None),
        ("L3", "bob", "max", "knows them"),
    ]
    assert (found.given, found.given_back) == (4, 1)
    assert found.who == (("mia", 2), ("max", 1))
    assert found.why == (("knows them", 2), (None, 1))
    assert str(found) == "3 of 4 leads by hand, 1 given back"


def test_an_entry_that_is_told_twice_is_one_and_one_given_back_by_the_router_is_no_choice() -> None:
    told = by_hand_ledger()
    back = Entry(
        ledger="inbound",
        number=6,
        kind=EntryKind.GIVEN_BACK,
        at=NINE + 6 * HOUR,
        rep=RepId("bob"),
        lead=LeadId("L1"),
    )
    joined = Entry(ledger="inbound", number=7, kind=EntryKind.JOINED, at=NINE + 7 * HOUR, rep=RepId("cid"))

    assert given_by_hand([*told, *told, back, joined]) == given_by_hand(told)
    assert given_by_hand([]).given == 0
