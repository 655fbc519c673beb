"""Remarks on a policy: each kind on the smallest policy that deserves it, and none on one that is fine."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from leadmodel.conditions import field
from leadmodel.errors import TimeError
from leadmodel.model import LeadModel
from leadmodel.records import RepId
from leadmodel.routing import (
    Need,
    NeedKind,
    Nobody,
    OwnerOf,
    Period,
    PoolPolicy,
    Quota,
    Rep,
    Routing,
    RoutingRemarkCode,
    Rule,
    lint_routing,
    open_desk,
)
from tests.building import ANYBODY, MONDAY, house, leave, rep

ALL = (Rule(id="all", pool="all"),)
SWISS = field("lead.country") == "CH"


def policy(*, rules: tuple[Rule, ...] = ALL, **told: Any) -> LeadModel:
    return house(routing=Routing(when=ANYBODY, rules=rules, pools=(PoolPolicy(name="all", **told),)))


def remarks(model: LeadModel, *team: Rep, **told: Any) -> list[str]:
    return [str(each) for each in lint_routing(model, desk=open_desk(team, model), at=MONDAY, **told)]


def test_a_policy_that_is_fine_deserves_no_remark() -> None:
    model = policy(needs=(Need(of=NeedKind.LANGUAGE), Need(of=NeedKind.SKILL, name="crm", level=2)))
    assert remarks(model, rep("ann", skills={"crm": 2}), rep("bob", skills={"crm": 3})) == []
    assert remarks(house(routing=Routing(when=ANYBODY)), rep("ann")) == []


@pytest.mark.parametrize(
    ("first", "nobody", "reached"),
    [
        (Rule(id="first", pool="all"), Nobody.HOLD, False),
        (Rule(id="first", pool="all"), Nobody.ANYWAY, False),
        (Rule(id="first", pool="all"), Nobody.NEXT, True),
        (Rule(id="first", pool="all"), Nobody.HOLD_IN_TIME, True),
        (Rule(id="first", when=SWISS, pool="all"), Nobody.HOLD, False),
        (Rule(id="first", when=field("lead.country") == "IT", pool="all"), Nobody.HOLD, True),
        (Rule(id="first", owner=OwnerOf.LEAD), Nobody.HOLD, True),
        (Rule(id="first", nurture="no_budget_yet"), Nobody.HOLD, False),
    ],
)
def test_a_rule_is_shadowed_by_one_that_lets_nothing_through(
    first: Rule, nobody: Nobody, reached: bool
) -> None:
    model = policy(rules=(first, Rule(id="swiss", when=SWISS, pool="all")), nobody=nobody)
    found = lint_routing(model, desk=open_desk([rep("ann")], model), at=MONDAY)

    assert [(each.code, each.path) for each in found] == (
        [] if reached else [(RoutingRemarkCode.SHADOWED_RULE, "$.routing.rules[1]")]
    )


def test_a_pool_without_anybody_and_a_pool_that_nobody_declared() -> None:
    assert remarks(policy(), rep("ann", pools=("al",))) == [
        "$.routing.pools[0]: nobody is in pool 'all'",
        "rep 'ann': is in pool 'al', which the model does not declare",
    ]
    assert remarks(policy(), rep("ann", active_until=MONDAY)) == [
        "$.routing.pools[0]: nobody is in pool 'all'"
    ]


def test_a_filter_that_nobody_passes_and_one_that_only_somebody_on_leave_does() -> None:
    needs = (
        Need(of=NeedKind.LANGUAGE),
        Need(of=NeedKind.SKILL, name="crm", level=3),
        Need(of=NeedKind.ROLE, name="sdr"),
    )
    away = (leave("2026-11-20", "2026-11-27"),)
    team = (
        rep("ann", languages=("it",), skills={"crm": 3}, leave=away),
        rep("bob", languages=("it",), skills={"crm": 2}),
    )

    assert remarks(policy(needs=needs), *team) == [
        "$.routing.pools[0].needs[0]: nobody in pool 'all' has the language en",
        (
            "$.routing.pools[0].needs[1]: only 'ann' has the skill crm of level 3,"
            " who is on leave from 2026-11-20 to 2026-11-27"
        ),
        "$.routing.pools[0].needs[2]: nobody in pool 'all' has the role sdr",
    ]
    later = lint_routing(policy(needs=needs), desk=open_desk(team, house()), at=MONDAY + timedelta(days=18))
    assert RoutingRemarkCode.ONE_HOLDER_AWAY not in {each.code for each in later}


def test_a_stand_in_who_is_not_there() -> None:
    model = policy(nobody=Nobody.STAND_IN, stand_in=RepId("max"))
    alone = remarks(model, rep("ann"))
    assert alone == ["$.routing.pools[0].stand_in: 'max', who stands in, takes no leads on this desk"]
    assert remarks(model, rep("ann"), rep("max")) == []


def test_quotas_and_room_below_what_is_expected() -> None:
    limited = rep("ann", quotas=(Quota(leads=30, per=Period.MONTH), Quota(leads=2)), capacity=10)

    assert remarks(policy(), limited, expected={"all": 12}) == [
        "$.routing.pools[0]: quotas allow 7 leads a week in pool 'all', 12 are expected",
        "$.routing.pools[0]: pool 'all' can hold 10 open leads, and 12 are expected in a week",
    ]
    assert remarks(policy(), limited, rep("bob"), expected={"all": 12}) == []
    assert remarks(policy(), limited, expected={"all": 7}) == []


def test_delegates_that_go_round_in_a_circle() -> None:
    ann, bob = RepId("ann"), RepId("bob")
    found = remarks(policy(), rep("ann"), rep("bob"), delegates={ann: bob, bob: ann})
    assert found == ["delegates.ann: goes round in a circle: ann, bob, ann"]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match="at"):
        lint_routing(policy(), desk=open_desk([], house()), at=datetime(2026, 11, 9))
