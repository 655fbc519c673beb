"""Laws of the declared routing over random houses: rules, pools, owners, needs, quotas, ledgers and the clock."""

from hypothesis import event, given

from leadmodel.routing import Decision, route
from tests.routing.policy_oracle import answer
from tests.routing.policy_told import World, need_of
from tests.routing.policy_worlds import worlds


def decided(world: World, **changes: object) -> Decision:
    return route(world.case, world.model, desk=world.desk(), **world.asked(**changes))


def test_dummy() -> None: ...


@given(worlds())
def test_the_decision_is_the_one_that_brute_force_finds(world: World) -> None:
    decision = decided(world)
    expected = answer(world.house, world.question)
    outcome = expected.outcome

    event(outcome.code)
    event("somebody later" if expected.retry_at else "nobody later or somebody now")
    for why in set(expected.why_not.values()):
        event(f"somebody: {why}")
    assert decision.rep == outcome.rep
    assert (decision.rule, decision.pool) == (outcome.rule, None if outcome.pool is None else outcome.pool.name)
    assert decision.together == tuple(outcome.together)
    assert decision.relaxed == tuple(str(need_of(wish)) for wish in outcome.dropped)
    assert [each.rep for each in decision.candidates if each.eligible] == expected.order
    assert {each.rep: each.why_not for each in decision.candidates} == expected.why_not
    assert decision.shares == expected.shares
    assert decision.in_time == expected.in_time
    assert decision.retry_at == expected.retry_at
