"""The report on fairness: shares against expectation, how far chance would have strayed, and why somebody got fewer."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given

from leadmodel.errors import TimeError
from leadmodel.records import LeadId, RepId
from leadmodel.routing import (
    CauseCode,
    Decision,
    Entry,
    Ledger,
    Routing,
    Spread,
    WhyNot,
    allot,
    charge,
    fairness_report,
    give_back,
    ledger_from,
    open_desk,
    route,
    settle,
)
from leadmodel.routing.fairness_report import FairnessReport
from tests.building import ANYBODY, MONDAY, house, lead, leave, rep
from tests.routing.fairness_worlds import START, Stream, streams
from tests.routing.fairness_worlds import given as give_all

EMPTY = Ledger(name="inbound")
ANN, BOB = RepId("ann"), RepId("bob")
KEPT_OUT = (
    CauseCode.ON_LEAVE,
    CauseCode.LANGUAGE,
    CauseCode.NO_ROOM,
    CauseCode.OUTRANKED_BEFORE,
    CauseCode.NOT_AT_WORK,
)


def causes(report: FairnessReport, who: str) -> dict[CauseCode, int]:
    (share,) = (each for each in report.reps if each.rep == who)
    return {each.code: each.leads for each in share.causes}


@given(streams())
def test_the_report_is_the_definition_added_up(stream: Stream) -> None:
    ledger, turns = give_all(EMPTY, stream.arrivals, stream.weights)
    report = fairness_report(ledger)
    cost = sum(each.cost for each in stream.arrivals)

    assert (report.leads, report.cost) == (len(turns), cost)
    assert sum(Fraction(*each.expected_share) for each in report.reps) == 1
    assert sum(Fraction(*each.observed_share) for each in report.reps) == 1
    for each in report.reps:
        able = [arrival for arrival in stream.arrivals if each.rep in arrival.eligible]
        chances = [
            Fraction(stream.weights[each.rep], sum(stream.weights[name] for name in arrival.eligible))
            for arrival in able
        ]
        assert each.lag == ledger.lag(each.rep)
        assert each.entitled == ledger.entitled(each.rep)
        assert (each.leads, each.eligible_for) == (turns.count(each.rep), len(able))
        variance = sum(a.cost**2 * p * (1 - p) for a, p in zip(able, chances, strict=True))
        assert (each.by_chance / 1000) ** 2 <= 4 * variance + Fraction(1, 10**9)
        assert ((each.by_chance + 1) / 1000) ** 2 > 4 * variance - Fraction(len(able) + 1, 10**6)


@given(streams(same_set=True, one_cost=True))
def test_with_one_set_the_bound_is_promised_and_kept(stream: Stream) -> None:
    report = fairness_report(give_all(EMPTY, stream.arrivals, stream.weights)[0])

    assert report.promised
    assert {each.spread for each in report.reps} == {Spread.EVEN}


def test_nothing_is_promised_where_sets_change_a_hand_chose_a_lead_came_back_or_the_start_is_missing() -> (
    None
):
    same = ledger = give_all_to(EMPTY, ("ann", "bob"), 4)
    changing = give_all_to(ledger, ("ann",), 1)
    by_hand = charge(ledger, LeadId("X"), ANN, at=START, shares={"ann": 1, "bob": 1}, by="mia")
    returned = give_back(ledger, LeadId("L0"), at=START)

    assert fairness_report(same).promised
    assert not fairness_report(changing).promised
    assert not fairness_report(by_hand).promised
    assert not fairness_report(returned).promised
    assert not fairness_report(same, start=START).promised
    assert not fairness_report(settle(same, before=START + timedelta(hours=2))).promised


def give_all_to(ledger: Ledger, eligible: tuple[str, ...], count: int) -> Ledger:
    for number in range(ledger.version, ledger.version + count):
        ledger, _ = allot(ledger, LeadId(f"L{number}"), eligible, at=START + number * timedelta(hours=1))
    return ledger


@pytest.mark.parametrize(
    ("anns", "spread"),
    [(50, Spread.EVEN), (51, Spread.AS_BY_CHANCE), (60, Spread.AS_BY_CHANCE), (61, Spread.BEYOND_CHANCE)],
)
def test_a_hundred_tosses_of_a_coin_are_within_ten_in_nineteen_of_twenty_cases(
    anns: int, spread: Spread
) -> None:
    ledger = EMPTY
    for number in range(100):
        who = ANN if number < anns else BOB
        ledger = charge(ledger, LeadId(f"L{number}"), who, at=START, shares={"ann": 1, "bob": 1})
    report = fairness_report(ledger)

    assert [each.by_chance for each in report.reps] == [10_000, 10_000]
    assert {each.spread for each in report.reps} == {spread}


@pytest.mark.statement("RT-10")
def test_every_choice_by_hand_is_listed_with_who_chose_and_why() -> None:
    shares = {"ann": 1, "bob": 1}
    ledger = charge(EMPTY, LeadId("L1"), ANN, at=START, shares=shares)
    ledger = charge(ledger, LeadId("L2"), ANN, at=START, shares=shares, by="mia", why="asked for her")
    report = fairness_report(ledger)

    assert [(each.lead, each.rep, each.by, each.why) for each in report.overrides] == [
        ("L2", "ann", "mia", "asked for her")
    ]
    assert causes(report, "ann") == {CauseCode.ELIGIBLE: 2, CauseCode.BY_HAND: 1}
    assert causes(report, "bob") == {CauseCode.ELIGIBLE: 2, CauseCode.BY_HAND_TO_OTHERS: 1}
    assert str(report).splitlines() == [
        "inbound: 2 leads, 1 by hand",
        "ann received 2 of 2, entitled to 1, 1 ahead: eligible for 2 leads of 2, 1 lead received by hand",
        "bob received 0 of 2, entitled to 1, 1 owed: eligible for 2 leads of 2, 1 lead given to others by hand",
    ]


@pytest.mark.statement("RT-10")
def test_why_somebody_got_fewer_is_told_by_reason_and_number() -> None:
    """Ann is away on Monday, bob is full after three leads, and cid speaks no Italian."""
    model = house(routing=Routing(when=ANYBODY, prefer=("territory", "fairness")))
    team = (
        rep("ann", languages=("en", "it"), leave=(leave("2026-11-09", "2026-11-10"),)),
        rep("bob", languages=("en", "it"), capacity=3, territories=("GB",), weight=2),
        rep("cid"),
    )
    desk = open_desk(team, model, ledger=EMPTY)
    decisions: list[Decision] = []
    entries: list[Entry] = []
    for number in range(12):
        at = (
            MONDAY + number * timedelta(hours=1) if number < 5 else MONDAY + timedelta(days=1, minutes=number)
        )
        told = lead(
            f"L{number}", country="GB" if number == 0 else None, languages=("it",) if number == 1 else ()
        )
        decisions.append(route(told, model, desk=desk, at=at))
        who = decisions[-1].rep
        assert who is not None
        desk = desk.gave(who, at=at, decision=decisions[-1])
        assert desk.ledger is not None
        assert desk.ledger.entry is not None
        entries.append(desk.ledger.entry)
    desk = desk.gave_back(LeadId("L11"), at=MONDAY + timedelta(days=2), why="bounced")
    assert desk.ledger is not None
    assert desk.ledger.entry is not None
    entries.append(desk.ledger.entry)
    report = fairness_report(entries, decisions=decisions)

    assert ledger_from(entries) == desk.ledger
    assert causes(report, "ann")[CauseCode.ON_LEAVE] == 5
    assert causes(report, "cid")[CauseCode.LANGUAGE] == 1
    assert causes(report, "cid")[CauseCode.OUTRANKED_BEFORE] == 1
    assert causes(report, "bob")[CauseCode.NO_ROOM] == sum(
        each.why_not == "no_room"
        for decision in decisions
        for each in decision.candidates
        if each.rep == "bob"
    )
    assert causes(report, "bob")[CauseCode.NO_ROOM] > 0
    assert causes(report, "bob")[CauseCode.WEIGHT] > 0
    assert sum(causes(report, name).get(CauseCode.GIVEN_BACK, 0) for name in ("ann", "bob", "cid")) == 1
    assert "on leave for 5 leads" in str(report)
    for each in report.reps:
        kept_out = [count for code, count in causes(report, each.rep).items() if code in KEPT_OUT]
        returned = sum(each.rep in decision.shares for decision in decisions[-1:])
        assert each.eligible_for + returned + sum(kept_out) == 12


@pytest.mark.parametrize("code", [each for each in WhyNot if each is not WhyNot.OUTRANKED])
def test_whatever_keeps_somebody_out_is_counted(code: WhyNot) -> None:
    model = house(routing=Routing(when=ANYBODY, prefer=("fairness",)))
    desk = open_desk((rep("ann"), rep("bob")), model, ledger=EMPTY)
    decision = route(lead(), model, desk=desk, at=MONDAY)
    first, second = decision.candidates
    kept_out = replace(decision, candidates=(first, replace(second, eligible=False, why_not=code)))
    after = desk.gave(ANN, at=MONDAY, decision=decision).ledger
    assert after is not None
    report = fairness_report(after, decisions=[kept_out])

    assert causes(report, "bob")[CauseCode(code.value)] == 1


def test_a_span_is_half_open() -> None:
    ledger = give_all_to(EMPTY, ("ann", "bob"), 6)
    hour = timedelta(hours=1)

    assert fairness_report(ledger, start=START + hour, end=START + 3 * hour).leads == 2
    assert fairness_report(ledger, start=START + 6 * hour).leads == 0
    with pytest.raises(TimeError, match="start"):
        fairness_report(ledger, start=START.replace(tzinfo=None))


def test_an_empty_ledger_has_an_empty_report() -> None:
    assert str(fairness_report(EMPTY)) == "inbound: 0 leads, 0 by hand"
