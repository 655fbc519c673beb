"""Fairness inside `route`: the criterion, the desk that charges its ledger, and the words."""

from collections import Counter
from datetime import timedelta

import pytest

from leadmodel.errors import InputError
from leadmodel.flow import run
from leadmodel.model import LeadModel
from leadmodel.records import RepId
from leadmodel.routing import Criterion, Desk, Ledger, Ramp, Rep, Routing, leave, open_desk, pick, route
from leadmodel.schema import dump_model, load_model
from tests.building import ANYBODY, MONDAY, house, lead, rep
from tests.building import leave as time_off

ANN, BOB, CID = RepId("ann"), RepId("bob"), RepId("cid")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EMPTY = Ledger(name="inbound")


def fair(*before: Criterion) -> LeadModel:
    return house(routing=Routing(when=ANYBODY, prefer=(*before, "fairness")))


def desk_with(*reps: Rep, ledger: Ledger | None = EMPTY) -> Desk:
    return open_desk(reps, fair(), ledger=ledger)


def dealt(desk: Desk, count: int, model: LeadModel, start: int = 0) -> tuple[Desk, Counter[str]]:
    got: Counter[str] = Counter()
    for number in range(start, start + count):
        at = MONDAY + number * MINUTE
        decision = route(lead(f"L{number}"), model, desk=desk, at=at)
        assert decision.rep is not None
        got[decision.rep] += 1
        desk = desk.gave(decision.rep, at=at, decision=decision)
    return desk, got


def test_leads_are_dealt_by_weight_and_the_desk_keeps_the_ledger() -> None:
    desk, got = dealt(desk_with(rep("ann", weight=2), rep("bob"), rep("cid")), 12, fair())

    assert got == {"ann": 6, "bob": 3, "cid": 3}
    assert desk.ledger is not None
    assert (desk.ledger.version, desk.ledger.lag("ann")) == (12, (0, 1))


def test_the_turn_is_that_of_pick_and_the_words_say_what_is_owed() -> None:
    desk, _ = dealt(desk_with(rep("ann"), rep("bob")), 7, fair())
    decision = route(lead("L8"), fair(), desk=desk, at=MONDAY + 8 * MINUTE)

    assert desk.ledger is not None
    assert decision.rep == pick(desk.ledger, ("bob", "ann"), at=MONDAY).rep == "bob"
    assert decision.says == "is owed most: entitled to 3.5, received 3, before ann"
    assert [(each.rep, each.lag) for each in decision.candidates] == [("bob", (1, 2)), ("ann", (-1, 2))]
    assert decision.candidates[1].says.endswith(", entitled to 3.5, received 4")
    assert dict(decision.shares) == {"ann": 1, "bob": 1}


def test_at_the_start_it_is_a_turn_and_nobody_is_owed() -> None:
    decision = route(lead(), fair(), desk=desk_with(rep("ann", weight=3), rep("bob")), at=MONDAY)

    assert decision.says == "is next in turn: entitled to 0, received 0, before bob"


def test_who_is_owed_nothing_is_next_in_turn_though_all_others_are_ahead() -> None:
    german = rep("cid", languages=("de",))
    desk = desk_with(rep("ann", languages=("en", "de")), rep("bob"), german)
    first = route(lead("L1"), fair(), desk=desk, at=MONDAY)
    desk = desk.gave(ANN, at=MONDAY, decision=first)
    decision = route(lead("L2", languages=("de",)), fair(), desk=desk, at=MONDAY + MINUTE)

    assert (first.rep, decision.rep) == ("ann", "cid")
    assert [each.lag for each in decision.candidates[:2]] == [(0, 1), (-1, 2)]
    assert decision.says == "is next in turn: entitled to 0, received 0, before ann"


def test_a_lead_is_divided_among_those_whom_the_criteria_before_cannot_tell_apart() -> None:
    local = (rep("ann", territories=("GB",)), rep("bob", territories=("GB",)))
    desk = desk_with(*local, rep("cid"))
    decision = route(lead(country="GB"), fair("territory"), desk=desk, at=MONDAY)

    assert dict(decision.shares) == {"ann": 1, "bob": 1}
    assert dict(route(lead(country="GB"), fair(), desk=desk, at=MONDAY).shares) == {
        "ann": 1,
        "bob": 1,
        "cid": 1,
    }
    desk, got = dealt(desk, 30, fair("territory"))
    assert got == {"ann": 10, "bob": 10, "cid": 10}


def test_who_is_on_leave_neither_earns_nor_owes() -> None:
    away = rep("cid", leave=(time_off("2026-11-09", "2026-11-10"),))
    desk, got = dealt(desk_with(rep("ann"), rep("bob"), away), 10, fair())

    assert got == {"ann": 5, "bob": 5}
    assert desk.ledger is not None
    assert desk.ledger.lag("cid") == (0, 1)


def test_a_ledger_counts_also_where_other_criteria_decide() -> None:
    model = house(routing=Routing(when=ANYBODY, prefer=("longest_idle",)))
    decision = route(lead(), model, desk=desk_with(rep("ann"), rep("bob")), at=MONDAY)

    assert dict(decision.shares) == {"ann": 1, "bob": 1}
    assert decision.candidates[0].lag == (0, 1)


def test_without_a_ledger_turns_go_round_by_the_last_turn_and_nothing_is_charged() -> None:
    desk, got = dealt(desk_with(rep("ann"), rep("bob"), ledger=None), 4, fair())

    assert got == {"ann": 2, "bob": 2}
    assert desk.ledger is None
    assert desk.gave_back(lead("L0").id, at=MONDAY) is desk


def test_a_choice_by_hand_is_refused_without_a_name_and_stays_on_record_with_one() -> None:
    desk = desk_with(rep("ann"), rep("bob"))
    decision = route(lead(), fair(), desk=desk, at=MONDAY)

    with pytest.raises(
        InputError, match=r"rep: 'bob' is not 'ann', whom the decision names, say who chose \(`by`\)"
    ):
        desk.gave(BOB, at=MONDAY, decision=decision)
    with pytest.raises(InputError, match="decision: None is missing, the ledger has to know"):
        desk.gave(ANN, at=MONDAY)
    later = desk.gave(BOB, at=MONDAY, decision=decision, by="mia", why="knows the customer")

    assert later.ledger is not None
    assert later.ledger.charges["L1"].by == "mia"
    assert later.ledger.lag("bob") == (-1, 2)


def test_the_desk_gives_a_lead_back_to_the_ledger_once() -> None:
    desk, _ = dealt(desk_with(rep("ann"), rep("bob")), 3, fair())
    back = desk.gave_back(lead("L0").id, at=MONDAY + HOUR, why="bounced")

    assert back.ledger is not None
    assert [back.ledger.lag(each) for each in ("ann", "bob")] == [(0, 1), (0, 1)]
    assert back.gave_back(lead("L0").id, at=MONDAY + HOUR).ledger is back.ledger


def test_a_lead_that_is_held_and_then_given_by_hand_is_that_reps_alone() -> None:
    desk = desk_with(rep("ann", capacity=0))
    decision = route(lead(), fair(), desk=desk, at=MONDAY)
    later = desk.gave(ANN, at=MONDAY, decision=decision, by="mia")

    assert decision.rep is None
    assert later.ledger is not None
    assert later.ledger.lag("ann") == (0, 1)


def test_what_a_lead_costs_is_charged() -> None:
    desk = desk_with(rep("ann"), rep("bob"))
    decision = route(lead(), fair(), desk=desk, at=MONDAY, cost=30)
    later = desk.gave(ANN, at=MONDAY, decision=decision)

    assert later.ledger is not None
    assert later.ledger.lag("bob") == (15, 1)


def test_a_ramp_is_read_as_of_the_lead() -> None:
    new = rep("new", weight=Ramp(full=4, since=MONDAY, every="100m"))
    desk, first = dealt(desk_with(rep("ann", weight=4), new), 100, fair())
    _, second = dealt(desk, 100, fair(), start=100)

    assert (first["new"], second["new"]) == (20, 33)


def test_somebody_on_the_desk_who_left_the_ledger_is_an_error() -> None:
    ledger = leave(EMPTY, ANN, at=MONDAY)

    with pytest.raises(InputError, match="desk: 'ann' left the ledger at 2026-11-09T12:00:00Z"):
        route(lead(), fair(), desk=desk_with(rep("ann"), ledger=ledger), at=MONDAY)
    with pytest.raises(InputError, match="weight: 0 is not a whole number of at least 1"):
        rep("ann", weight=0)


def test_criteria_after_fairness_would_never_decide_and_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"prefer: .* has criteria after 'fairness', which leaves no ties: put it last"
    ):
        Routing(when=ANYBODY, prefer=("fairness", "longest_idle"))
    model = fair("soonest", "territory")
    assert load_model(dump_model(model)) == model


def test_a_run_deals_a_batch_fairly() -> None:
    leads = [lead(f"L{number}") for number in range(8)]
    report = run(fair(), leads=leads, reps=[rep("ann", weight=3), rep("bob")], events=[], at=MONDAY)

    assert Counter(each.rep for each in report.decisions) == {"ann": 6, "bob": 2}
