"""Where the declared routing was once wrong, or what somebody on the edge of it may rely on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leadmodel.errors import InputError
from leadmodel.hours import TimeOff
from leadmodel.model import LeadModel
from leadmodel.records import Account, AccountId, FrozenMap, LeadId, Links, RepId
from leadmodel.routing import (
    Advice,
    Ledger,
    Need,
    Nobody,
    OwnerAway,
    OwnerOf,
    PoolPolicy,
    Quota,
    Ramp,
    Rep,
    Routing,
    Rule,
    WhyNot,
    availability,
    charge,
    leave,
    route,
)
from tests.building import ANYBODY, HOUSE, MONDAY, desk_of, house, lead, moment, rep
from tests.building import leave as days_off

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
ANN, BOB = RepId("ann"), RepId("bob")
SUNDAY = moment("2026-11-08T12:00Z")


def policy(*rules: Rule, pools: tuple[PoolPolicy, ...] = (), **changes: Any) -> LeadModel:
    return house(routing=Routing(when=ANYBODY, rules=rules, pools=pools, **changes))


def owned(owner: str) -> Links:
    return Links(account=Account(id=AccountId("A1"), owner=RepId(owner)))


FAIR = house(routing=Routing(when=ANYBODY, prefer=("fairness",)))


def with_ledger(*reps: Rep, ledger: Ledger | None = None, model: LeadModel = FAIR) -> Any:
    return replace(desk_of(*reps, model=model), ledger=ledger or Ledger(name="inbound"))


# ------------------------------------------------------------------------------------------------- when to ask again


def test_the_time_to_ask_again_is_that_of_the_first_pool_which_can_and_not_only_of_the_last() -> None:
    model = policy(
        Rule(id="early", pool="early"),
        Rule(id="late", pool="late"),
        pools=(PoolPolicy(name="early", nobody=Nobody.NEXT), PoolPolicy(name="late")),
        respond_within="1h",
    )
    desk = desk_of(
        rep("ann", zone="Asia/Kolkata", pools=("early",)),
        rep("bob", zone="America/New_York", pools=("late",)),
        model=model,
    )
    held = route(lead(), model, desk=desk, at=SUNDAY)

    assert (held.rep, held.retry_at) == (None, moment("2026-11-09T08:00+05:30"))
    assert route(lead(), model, desk=desk, at=moment("2026-11-09T08:00+05:30")).rep == "ann"
    assert held.says == "nobody can respond in time, ask again for ann at 2026-11-09T02:30:00Z"


def test_an_owner_who_is_back_before_the_pool_is_asked_for_again() -> None:
    model = policy(
        Rule(id="owner", owner=OwnerOf.ACCOUNT),
        Rule(id="all", pool="all"),
        pools=(PoolPolicy(name="all", needs=(Need(of="skill", name="x"),)),),  # type: ignore[arg-type]
        respond_within="1h",
    )
    desk = desk_of(rep("ann"), rep("bob", zone="America/New_York", skills={"x": 1}), model=model)

    assert route(lead(), model, desk=desk, at=SUNDAY, links=owned("ann")).retry_at == moment(
        "2026-11-09T08:00Z"
    )
    assert route(lead(), model, desk=desk, at=SUNDAY).retry_at == moment("2026-11-09T08:00-05:00")


def test_a_pool_that_looks_past_hours_takes_a_lead_as_soon_as_what_it_lacks_may_be_dropped() -> None:
    model = policy(
        Rule(id="all", pool="all"),
        pools=(PoolPolicy(name="all", needs=(Need(of="language", after="2h"),), nobody=Nobody.ANYWAY),),  # type: ignore[arg-type]
        respond_within="1h",
    )
    asked = lead(languages=("it",), captured_at=SUNDAY)
    desk = desk_of(rep("ann"), model=model)

    assert route(asked, model, desk=desk, at=SUNDAY).retry_at == SUNDAY + 2 * HOUR
    assert route(asked, model, desk=desk, at=SUNDAY + 2 * HOUR).rep == "ann"


def test_a_pool_that_looks_past_hours_waits_for_who_takes_no_leads_yet() -> None:
    model = policy(
        Rule(id="all", pool="all"), pools=(PoolPolicy(name="all", nobody=Nobody.ANYWAY),), respond_within="1h"
    )
    desk = desk_of(rep("ann", active_from=SUNDAY + HOUR), model=model)

    assert route(lead(), model, desk=desk, at=SUNDAY).retry_at == SUNDAY + HOUR
    assert route(lead(), model, desk=desk, at=SUNDAY + HOUR).rep == "ann"


def test_who_is_not_at_work_for_decades_is_not_waited_for() -> None:
    desk = desk_of(rep("ann", leave=(days_off("2026-11-01", "2050-01-01"),)))
    held = route(lead(), HOUSE, desk=desk, at=SUNDAY)

    assert (held.retry_at, held.candidates[0].ask_again_at) == (None, None)
    assert availability(lead(), HOUSE, desk=desk, at=SUNDAY).first_at is None
    owner = policy(Rule(id="owner", owner=OwnerOf.ACCOUNT, away=OwnerAway.HOLD))
    assert availability(lead(), owner, desk=desk, at=SUNDAY, links=owned("ann")).first_at is None


# ------------------------------------------------------------------------------------- what a desk keeps while asked


def test_a_quota_is_free_again_at_midnight_for_a_desk_that_was_asked_before() -> None:
    desk = desk_of(rep("ann", zone="UTC", hours="always", quotas=(Quota(leads=1),)))
    desk = replace(desk, given=FrozenMap({"ann": FrozenMap({"2026-11-09": 1})}))
    midnight = moment("2026-11-10T00:00Z")

    asked = [route(lead(), HOUSE, desk=desk, at=at).rep for at in (MONDAY, midnight - TICK, midnight, MONDAY)]
    assert asked == [None, None, "ann", None]


def test_leave_begins_at_midnight_for_a_desk_that_was_asked_before() -> None:
    model = policy(respond_within="72h")
    desk = desk_of(rep("ann", leave=(days_off("2026-11-07", "2026-11-09"),)), model=model)
    saturday = moment("2026-11-07T00:00Z")

    asked = [
        route(lead(), model, desk=desk, at=at).rep for at in (saturday - 6 * HOUR, saturday - TICK, saturday)
    ]
    assert asked == ["ann", "ann", None]


def test_a_ramp_takes_its_step_for_a_desk_that_was_asked_before() -> None:
    ramp = Ramp(full=4, since=MONDAY, every="1d", percents=(25, 100))
    desk = with_ledger(rep("ann", hours="always", weight=ramp), rep("bob", hours="always", weight=2))
    step = MONDAY + timedelta(days=1)

    asked = [route(lead(), FAIR, desk=desk, at=at).rep for at in (MONDAY, step - TICK, step, MONDAY)]
    assert asked == ["bob", "bob", "ann", "bob"]


def test_whose_turn_it_is_may_hang_on_what_the_lead_costs() -> None:
    owed = charge(Ledger(name="inbound"), LeadId("L0"), RepId("cid"), at=SUNDAY, shares={"ann": 9, "cid": 1})
    desk = with_ledger(rep("ann"), rep("bob", weight=3), rep("cid"), ledger=owed)

    asked = [route(lead(), FAIR, desk=desk, at=MONDAY, cost=cost).rep for cost in (1, 2, 1)]
    assert asked == ["ann", "bob", "ann"]


# ------------------------------------------------------------------------------------------------------------ owners


def test_an_owner_who_had_the_lead_before_cannot_respond_to_it() -> None:
    model = policy(Rule(id="owner", owner=OwnerOf.ACCOUNT, away=OwnerAway.HOLD))
    told: dict[str, Any] = {"at": MONDAY, "links": owned("ann"), "without": (ANN,), "due_at": MONDAY + HOUR}
    desk = desk_of(rep("ann"), model=model)
    found = availability(lead(), model, desk=desk, **told)
    decision = route(lead(), model, desk=desk, **told)

    assert (found.now, found.first, found.first_at, found.advice) == ((), None, None, Advice.FALL_BACK)
    assert (decision.rep, decision.in_time) == (None, False)


def test_all_but_the_owner_come_by_id_on_a_desk_that_was_made_by_hand() -> None:
    model = policy(Rule(id="owner", owner=OwnerOf.ACCOUNT))
    desk = desk_of(*(rep(name) for name in "abcd"), model=model)
    by_hand = replace(desk, reps=tuple(reversed(desk.reps)))
    decision = route(lead(), model, desk=by_hand, at=MONDAY, links=owned("c"))

    assert [each.rep for each in decision.candidates] == ["c", "a", "b", "d"]
    assert decision == route(lead(), model, desk=desk, at=MONDAY, links=owned("c"))


# ------------------------------------------------------------------------------------------------------------- pools


def test_the_one_who_stands_in_comes_first_whatever_they_lack() -> None:
    model = policy(
        Rule(id="all", pool="all"), pools=(PoolPolicy(name="all", nobody=Nobody.STAND_IN, stand_in=BOB),)
    )
    desk = desk_of(rep("ann"), rep("bob"), model=model)
    decision = route(lead(languages=("it",)), model, desk=desk, at=MONDAY)

    assert [(each.rep, each.why_not) for each in decision.candidates] == [
        ("bob", None),
        ("ann", WhyNot.LANGUAGE),
    ]
    assert str(decision).splitlines()[-2:] == [
        "-> bob: does not speak it, only en",
        "   ann: does not speak it, only en",
    ]


def test_the_one_who_stands_in_may_be_nobody_on_the_desk_and_is_not_asked_twice() -> None:
    model = policy(
        Rule(id="all", pool="all"), pools=(PoolPolicy(name="all", nobody=Nobody.STAND_IN, stand_in=BOB),)
    )
    desk = desk_of(model=model)

    assert route(lead(), model, desk=desk, at=MONDAY).rep == "bob"
    assert route(lead(), model, desk=desk, at=MONDAY).effect is None
    assert route(lead(), model, desk=desk, at=MONDAY, without=(BOB,)).rep is None


def test_without_rules_everybody_is_in_one_pool_whatever_pools_they_name() -> None:
    desk = desk_of(rep("ann", pools=("emea",)))

    assert route(lead(), HOUSE, desk=desk, at=MONDAY).rep == "ann"
    assert availability(lead(), HOUSE, desk=desk, at=MONDAY).now == ("ann",)


def test_a_desk_without_reps_holds_every_lead() -> None:
    decision = route(lead(), HOUSE, desk=desk_of(), at=MONDAY)

    assert (decision.rep, decision.retry_at, decision.candidates) == (None, None, ())
    assert availability(lead(), HOUSE, desk=desk_of(), at=MONDAY).advice is Advice.FALL_BACK


# ----------------------------------------------------------------------------------------------- what cannot be told


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"weight": 0}, "weight"),
        ({"weight": True}, "weight"),
        ({"tier": 0}, "tier"),
        ({"skills": {"x": 0}}, "level of 'x'"),
        ({"capacity": -1}, "capacity"),
        ({"pools": ("a", "a")}, "pools"),
        ({"active_from": MONDAY, "active_until": MONDAY}, "active_until"),
    ],
)
def test_a_rep_says_what_cannot_be(changes: dict[str, Any], argument: str) -> None:
    with pytest.raises(InputError) as caught:
        rep("ann", **changes)
    assert caught.value.argument == argument


def test_a_ramp_from_nothing_is_none() -> None:
    with pytest.raises(InputError) as caught:
        Ramp(full=4, since=MONDAY, percents=(0, 100))
    assert caught.value.argument == "percents"


def test_two_reps_of_one_id_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        desk_of(rep("ann"), rep("ann", zone="Europe/Zurich"))
    assert caught.value.value == "ann"


def test_leave_that_ends_before_it_begins_is_refused_and_leave_within_leave_is_not() -> None:
    with pytest.raises(InputError):
        days_off("2026-11-10", "2026-11-09")
    away = (
        days_off("2026-11-01", "2026-11-20"),
        days_off("2026-11-05", "2026-11-10"),
        TimeOff(start=MONDAY, end=MONDAY + HOUR),
    )
    held = route(lead(), HOUSE, desk=desk_of(rep("ann", leave=away)), at=MONDAY)

    assert (held.rep, held.retry_at) == (None, moment("2026-11-20T00:00Z"))


# ---------------------------------------------------------------------------------------------------------- ledgers


def test_a_decision_that_is_handed_in_twice_is_refused_and_changes_nothing() -> None:
    desk = with_ledger(rep("ann"), rep("bob"))
    decision = route(lead(), FAIR, desk=desk, at=MONDAY)
    once = desk.gave(ANN, at=MONDAY, decision=decision)

    with pytest.raises(InputError, match="decision: 'L1' was given to 'ann' already, give it back first"):
        once.gave(ANN, at=MONDAY, decision=decision)
    again = once.gave_back(lead().id, at=MONDAY).gave(ANN, at=MONDAY, decision=decision)
    assert again.ledger is not None
    assert once.ledger is not None
    assert again.ledger.reps == once.ledger.reps


def test_a_stale_decision_cannot_give_a_lead_that_counts_for_somebody_else() -> None:
    desk = with_ledger(rep("ann"), rep("bob"))
    decision = route(lead(), FAIR, desk=desk, at=MONDAY)
    taken = desk.gave(BOB, at=MONDAY, decision=decision, by="manager")

    with pytest.raises(InputError) as caught:
        taken.gave(ANN, at=MONDAY, decision=decision)
    assert caught.value.argument == "decision"


def left() -> Ledger:
    return leave(Ledger(name="inbound"), BOB, at=MONDAY - HOUR)


def test_somebody_who_has_left_the_ledger_and_may_have_the_lead_is_an_error() -> None:
    desk = with_ledger(rep("ann"), rep("bob"), ledger=left())

    with pytest.raises(InputError) as caught:
        route(lead(), FAIR, desk=desk, at=MONDAY)
    assert (caught.value.argument, caught.value.value) == ("desk", "bob")
    assert route(lead(), FAIR, desk=desk, at=MONDAY, without=(BOB,)).rep == "ann"


def test_a_lead_that_is_kept_back_can_be_explained_whoever_has_left_the_ledger() -> None:
    model = policy(Rule(id="later", nurture="no_budget_yet"))
    decision = route(
        lead(), model, desk=with_ledger(rep("ann"), rep("bob"), ledger=left(), model=model), at=MONDAY
    )

    assert decision.nurture == "no_budget_yet"
    assert str(decision).splitlines()[0].endswith("rule later keeps it back: no_budget_yet")


def test_an_owners_lead_that_counts_in_a_pool_tells_of_who_has_left_it_at_once() -> None:
    """Not only when somebody reads the decision."""
    model = policy(
        Rule(id="owner", owner=OwnerOf.ACCOUNT, counts_in="all"),
        Rule(id="all", pool="all"),
        pools=(PoolPolicy(name="all", prefer=("fairness",)),),
    )
    desk = with_ledger(rep("ann"), rep("bob"), ledger=left(), model=model)

    with pytest.raises(InputError) as caught:
        route(lead(), model, desk=desk, at=MONDAY, links=owned("ann"))
    assert (caught.value.argument, caught.value.value) == ("desk", "bob")


def test_an_owners_lead_is_divided_among_the_pool_in_which_it_counts() -> None:
    model = policy(
        Rule(id="owner", owner=OwnerOf.ACCOUNT, counts_in="all"),
        Rule(id="all", pool="all"),
        pools=(PoolPolicy(name="all", prefer=("fairness",), ledger="team"),),
    )
    desk = desk_of(rep("ann", pools=("other",)), rep("bob"), rep("cid"), model=model)
    decision = route(lead(), model, desk=desk, at=MONDAY, links=owned("ann"))
    after = desk.gave(ANN, at=MONDAY, decision=decision)

    assert decision.shares == FrozenMap({"bob": 1, "cid": 1})
    assert [after.ledgers["team"].lag(name) for name in ("ann", "bob", "cid")] == [(-1, 1), (1, 2), (1, 2)]
    assert after.ledgers["team"].charges[LeadId("L1")].by == "rule owner"
