"""What passing a lead on promises, one promise a test."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leadmodel.conditions import field
from leadmodel.errors import DefinitionError, InputError, TimeError
from leadmodel.model import LeadModel
from leadmodel.records import Account, Case, Event, EventId, EventKind, Links, RepId
from leadmodel.routing import (
    Ledger,
    OwnerAway,
    OwnerOf,
    PoolPolicy,
    Routing,
    Rule,
    StepCode,
    Stream,
    WhyNot,
    availability,
    had_by,
    open_desk,
    pass_on,
    passed_on,
    route,
)
from tests.building import (
    ANYBODY,
    HOUSE,
    MONDAY,
    assigned,
    case_of,
    desk_of,
    house,
    lead,
    nurtured,
    qualified,
    rep,
    touched,
)

HOUR = timedelta(hours=1)
TEAM = (rep("ann"), rep("bob"), rep("cid"))


def after(*owners: str) -> Case:
    """The lead after it was given to these reps, an hour apart."""
    return case_of(lead(), *(assigned(MONDAY + number * HOUR, owner) for number, owner in enumerate(owners)))


def policy(**changes: Any) -> LeadModel:
    return house(routing=Routing(when=ANYBODY, **changes))


# ------------------------------------------------------------------------------------------------------- who is next


@pytest.mark.statement("RT-06")
def test_a_lead_that_nobody_acted_on_goes_to_somebody_who_has_not_had_it() -> None:
    # Ann is first by id, and would be drawn again.
    assert route(lead(), HOUSE, desk=desk_of(*TEAM), at=MONDAY).rep == "ann"

    passed = pass_on(after("ann"), HOUSE, desk=desk_of(*TEAM), at=MONDAY + HOUR)

    assert passed.rep == "bob"
    assert {each.rep: each.why_not for each in passed.candidates} == {
        "bob": None,
        "cid": WhyNot.OUTRANKED,
        "ann": WhyNot.TRIED,
    }


def test_with_everybody_tried_it_waits_without_an_instant_to_ask_again() -> None:
    decision = pass_on(after("ann", "bob", "cid"), HOUSE, desk=desk_of(*TEAM), at=MONDAY + 3 * HOUR)

    assert (decision.rep, decision.retry_at) == (None, None)
    assert decision.says == "everybody on the desk had this lead before"


@pytest.mark.parametrize("away", OwnerAway)
def test_an_owner_rule_does_not_send_it_back_whatever_it_says_of_an_owner_who_is_away(
    away: OwnerAway,
) -> None:
    model = policy(
        rules=(
            Rule(id="account", owner=OwnerOf.ACCOUNT, away=away),
            Rule(id="rest", pool="rest"),
        ),
        pools=(PoolPolicy(name="rest"),),
    )
    links = Links(account=Account(id="A1", owner=RepId("ann")))  # type: ignore[arg-type]
    desk = desk_of(*TEAM, model=model)
    assert route(lead(), model, desk=desk, at=MONDAY, links=links).rep == "ann"

    decision = pass_on(after("ann"), model, desk=desk, at=MONDAY, links=links)

    assert (decision.rep, decision.rule) == ("bob", "rest")
    assert [step.code for step in decision.steps] == [StepCode.OWNER_TRIED, StepCode.TAKEN]


def test_an_owner_rule_that_is_the_only_one_says_that_the_owner_had_it() -> None:
    model = policy(rules=(Rule(id="before", owner=OwnerOf.LEAD, away="hold"),))  # type: ignore[arg-type]
    decision = pass_on(after("ann"), model, desk=desk_of(*TEAM, model=model), at=MONDAY)

    assert (decision.rep, decision.retry_at) == (None, None)
    assert decision.says == "ann, who owns the cycle before, had this lead before, so the next rule is asked"


def test_a_stand_in_who_had_it_does_not_stand_in_again() -> None:
    pool = PoolPolicy(name="all", nobody="stand_in", stand_in=RepId("ann"))  # type: ignore[arg-type]
    model = policy(rules=(Rule(id="all", pool="all"),), pools=(pool,))
    full = (rep("ann", capacity=0), rep("bob", capacity=0))

    assert pass_on(after("bob"), model, desk=desk_of(*full, model=model), at=MONDAY).rep == "ann"
    assert pass_on(after("bob", "ann"), model, desk=desk_of(*full, model=model), at=MONDAY).rep is None


def test_others_who_had_it_may_be_named_in_any_order() -> None:
    desk = desk_of(*TEAM)
    one = pass_on(after("ann"), HOUSE, desk=desk, at=MONDAY, tried=(RepId("cid"), RepId("bob")))
    other = pass_on(after("ann"), HOUSE, desk=desk, at=MONDAY, tried=(RepId("bob"), RepId("cid")))

    assert one.rep is None
    assert (one, one.inputs) == (other, other.inputs)
    assert one.passing is not None
    assert (one.passing.tried, one.passing.hops) == (("ann", "bob", "cid"), 2)


# ------------------------------------------------------------------------------------------------------- who had it


def test_who_had_it_are_the_owners_of_the_cycle_that_runs() -> None:
    first = (assigned(MONDAY, "ann"), nurtured(MONDAY + HOUR, "too_small_yet"))
    again = (*first, assigned(MONDAY + 2 * HOUR, "bob"), assigned(MONDAY + 3 * HOUR, "cid"))

    assert had_by(case_of(lead(), *first)) == ()
    assert had_by(case_of(lead(), *again)) == ("bob", "cid")
    assert pass_on(case_of(lead(), *again), HOUSE, desk=desk_of(*TEAM), at=MONDAY + 4 * HOUR).rep == "ann"


def test_a_cycle_that_begins_right_after_the_one_before_has_owners_of_its_own() -> None:
    ends = nurtured(MONDAY, "too_small_yet")
    case = case_of(
        lead(), assigned(MONDAY - HOUR, "ann"), ends, assigned(MONDAY + timedelta(microseconds=1), "bob")
    )

    assert had_by(case) == ("bob",)


def test_a_lead_that_came_back_by_hand_has_taken_one_hop_more() -> None:
    case = after("ann", "bob", "ann", "ann")

    assert had_by(case) == ("ann", "bob", "ann")
    passed = pass_on(case, HOUSE, desk=desk_of(*TEAM), at=MONDAY)
    assert passed.passing is not None
    assert (passed.rep, passed.passing.tried, passed.passing.hops) == ("cid", ("ann", "bob"), 2)


def test_an_assignment_that_was_refused_gave_the_lead_to_nobody() -> None:
    late = Event(id=EventId("late"), lead=lead().id, kind=EventKind.ASSIGNED, at=MONDAY, rep=RepId("cid"))
    case = replace(after("ann", "bob"), refused=(late.id,))
    case = replace(case, history=(*case.history[:1], late, *case.history[1:]))

    assert had_by(case) == ("ann", "bob")


def test_the_account_executive_who_takes_over_a_qualified_lead_had_it_and_holds_no_open_lead() -> None:
    case = case_of(
        lead(),
        assigned(MONDAY, "ann"),
        touched(MONDAY, "ann"),
        qualified(MONDAY + HOUR),
        assigned(MONDAY + 2 * HOUR, "bob"),
    )
    decision = pass_on(case, HOUSE, desk=desk_of(*TEAM, bob=1), at=MONDAY + 3 * HOUR)

    assert decision.passing is not None
    assert (decision.rep, decision.passing.holder, decision.passing.tried) == ("cid", None, ("ann", "bob"))
    desk = desk_of(*TEAM, bob=1)
    assert passed_on(desk, decision, at=MONDAY + 3 * HOUR).load == {"ann": 0, "bob": 1, "cid": 1}


# ------------------------------------------------------------------------------------------------------------- limits


def test_after_so_many_hops_no_rule_is_asked_and_the_last_owner_keeps_it() -> None:
    model = policy(most_hops=1, last_owner=RepId("cid"))
    desk = desk_of(*TEAM, rep("dan"), model=model)

    assert pass_on(after("ann"), model, desk=desk, at=MONDAY).rep == "bob"
    last = pass_on(after("ann", "bob"), model, desk=desk, at=MONDAY)
    assert (last.rep, last.rule, last.pool, last.retry_at) == ("cid", None, None, None)
    assert last.says == "was passed on 1 time of at most 1, so it goes to cid, the last owner"
    assert [step.code for step in last.steps] == [StepCode.PASSED_ENOUGH]
    assert {each.rep: each.why_not for each in last.candidates} == {
        "cid": None,
        "ann": WhyNot.TRIED,
        "bob": WhyNot.TRIED,
        "dan": WhyNot.NOT_THE_OWNER,
    }

    kept = pass_on(after("ann", "bob", "cid"), model, desk=desk, at=MONDAY)
    assert (kept.rep, kept.retry_at) == (None, None)
    assert kept.says == "was passed on 2 times of at most 1, so it waits, cid, the last owner, had it before"


def test_without_a_last_owner_it_waits() -> None:
    model = policy(most_hops=0)
    decision = pass_on(after("ann"), model, desk=desk_of(*TEAM, model=model), at=MONDAY)

    assert (decision.rep, decision.retry_at) == (None, None)
    assert (
        decision.says == "was passed on 0 times of at most 0, so it waits, nobody is named as the last owner"
    )
    assert route(lead(), model, desk=desk_of(*TEAM, model=model), at=MONDAY).rep == "ann"


@pytest.mark.parametrize("last", ["zoe", "old"])
def test_a_last_owner_who_is_not_there_or_takes_no_leads_does_not_get_it(last: str) -> None:
    model = policy(most_hops=0, last_owner=RepId(last))
    team = (*TEAM, rep("old", active_until=MONDAY))
    decision = pass_on(after("ann"), model, desk=desk_of(*team, model=model), at=MONDAY)

    assert decision.rep is None
    assert decision.says.endswith(f"so it waits, {last}, the last owner, takes no leads")
    asked = availability(lead(), model, desk=desk_of(*team, model=model), at=MONDAY)
    assert asked.first == "ann"


def test_the_last_owner_gets_it_on_leave_at_night_and_with_a_full_plate() -> None:
    model = policy(most_hops=0, last_owner=RepId("cid"))
    team = (rep("ann"), rep("cid", capacity=0, languages=("it",)))
    sunday = MONDAY - timedelta(days=1)

    assert pass_on(after("ann"), model, desk=desk_of(*team, model=model), at=sunday).rep == "cid"


def test_the_fields_are_proved() -> None:
    with pytest.raises(
        DefinitionError, match=r"\$.routing.last_owner: 'mia' gets no lead, say after how many hops"
    ):
        policy(last_owner=RepId("mia"))
    for wrong in (-1, 1.5, True, "2"):
        with pytest.raises(InputError, match="most_hops"):
            Routing(when=ANYBODY, most_hops=wrong)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="last_owner"):
        Routing(when=ANYBODY, most_hops=1, last_owner=RepId(""))


# ------------------------------------------------------------------------------------------------- the desk afterwards


def test_it_is_given_back_once_charged_once_and_no_longer_the_load_of_who_had_it() -> None:
    model = policy(prefer=("fairness",))
    desk = open_desk(TEAM, model, ledger=Ledger(name="inbound"))
    first = route(lead(), model, desk=desk, at=MONDAY)
    desk = desk.gave(RepId("ann"), at=MONDAY, decision=first)

    decision = pass_on(after("ann"), model, desk=desk, at=MONDAY + HOUR, why="no_touch")
    moved = passed_on(desk, decision, at=MONDAY + HOUR)

    assert decision.rep == "bob"
    assert moved.load == {"ann": 0, "bob": 1, "cid": 0}
    assert moved.ledger is not None
    assert {name: each.rep for name, each in moved.ledger.charges.items()} == {"L1": "bob"}
    assert moved.ledger.version == 3
    assert [moved.ledger.standing(each.id).received for each in TEAM] == [0, 1, 0]
    # Ann got it and gave it back, so it is as if the lead had been for Bob and Cid alone.
    assert [moved.ledger.lag(each.id) for each in TEAM] == [(0, 1), (-1, 2), (1, 2)]
    assert decision.effect is not None
    assert decision.effect.lag == ((1, 3), (-1, 2))


def test_where_nobody_gets_it_the_desk_stays_as_it_is() -> None:
    desk = desk_of(rep("ann"), ann=1)
    held = pass_on(after("ann"), HOUSE, desk=desk, at=MONDAY)

    assert passed_on(desk, held, at=MONDAY) is desk


def test_what_cannot_be_passed_on_is_refused() -> None:
    desk = desk_of(*TEAM)
    with pytest.raises(InputError, match=r"decision: 'L1' passes nothing on"):
        passed_on(desk, route(lead(), HOUSE, desk=desk, at=MONDAY), at=MONDAY)
    with pytest.raises(InputError, match=r"case: .* is no case"):
        pass_on(lead(), HOUSE, desk=desk, at=MONDAY)  # type: ignore[arg-type]
    with pytest.raises(TimeError, match="at"):
        pass_on(after("ann"), HOUSE, desk=desk, at=MONDAY.replace(tzinfo=None))


# ------------------------------------------------------------------------------------------------------------ returned


@pytest.mark.statement("RT-11")
def test_an_sdr_returns_what_is_for_an_account_executive_and_the_reason_is_kept_and_counted() -> None:
    model = policy(
        rules=(
            Rule(id="returned", when=field("history.passed_on_for") == "wrong_recipient", pool="executives"),
            Rule(id="missed_twice", when=field("history.passed_on") >= 2, pool="executives"),
            Rule(id="all", pool="sdrs"),
        ),
        pools=(PoolPolicy(name="sdrs"), PoolPolicy(name="executives")),
    )
    team = (
        *(rep(name, pools=("sdrs",)) for name in ("ann", "bob", "cid")),
        rep("eve", pools=("executives",)),
    )
    desk = desk_of(*team, model=model)
    case = after("ann")

    returned = pass_on(case, model, desk=desk, at=MONDAY + HOUR, why="wrong_recipient")
    missed = pass_on(case, model, desk=desk, at=MONDAY + HOUR, why="no_touch")
    assert (returned.rep, returned.rule) == ("eve", "returned")
    assert (missed.rep, missed.rule) == ("bob", "all")
    assert "   passed on after ann, wrong_recipient" in str(returned).splitlines()

    # The event keeps the reason, and the next decision counts it.
    gone = Event(
        id=EventId("e2"),
        lead=case.lead.id,
        kind=EventKind.ASSIGNED,
        at=MONDAY + HOUR,
        rep=missed.rep,
        reason=missed.passing.why if missed.passing else None,
    )
    again = pass_on(case_of(lead(), *case.history, gone), model, desk=desk, at=MONDAY + 2 * HOUR)
    assert again.passing is not None
    assert (again.passing.hops, again.rule) == (1, "missed_twice")


def test_a_new_lead_was_passed_on_no_times_and_one_without_a_case_is_unknown() -> None:
    model = policy(
        rules=(Rule(id="new", when=field("history.passed_on") == 0, pool="all"),),
        pools=(PoolPolicy(name="all"),),
    )
    desk = desk_of(*TEAM, model=model)

    assert route(case_of(lead()), model, desk=desk, at=MONDAY).rule == "new"
    assert [step.code for step in route(lead(), model, desk=desk, at=MONDAY).steps] == [StepCode.UNKNOWN]
    assert [step.code for step in pass_on(after("ann"), model, desk=desk, at=MONDAY).steps] == [
        StepCode.NO_MATCH
    ]


def test_a_stream_does_not_send_it_back_either() -> None:
    model = policy(
        rules=(Rule(id="account", owner=OwnerOf.ACCOUNT, away="hold"), Rule(id="rest", pool="rest")),  # type: ignore[arg-type]
        pools=(PoolPolicy(name="rest"),),
    )
    links = Links(account=Account(id="A1", owner=RepId("ann")))  # type: ignore[arg-type]
    stream = Stream(open_desk(TEAM, model), model, at=MONDAY)

    assert stream.route(lead(), at=MONDAY, links=links, without=(RepId("ann"),)).rep == "bob"
