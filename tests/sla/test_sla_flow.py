"""The promises at work in the whole flow: who is late, who is told, who gets the lead next, who lets it go."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leadmodel.conditions import Condition, CustomField, FieldKind
from leadmodel.flow import Report, run
from leadmodel.records import Event, Lead, RepId
from leadmodel.routing import Rep, Routing, StepCode, WhyNot, route
from leadmodel.sla import LadderStep, Moment, SlaPolicy, StepAction, Trigger
from leadmodel.sla.shipped import two_hours
from tests.building import (
    HOUSE,
    MONDAY,
    assigned,
    counts,
    desk_of,
    did,
    house,
    lead,
    leave,
    nurtured,
    rep,
    scoring,
    touched,
    unqualified,
)
from tests.sla.telling import DAY, HOUR, MINUTE, noted, policy

ANN = rep("ann", manager="max", executive="eve")
BOB = rep("bob", manager="mia")
TWO_HOURS = house(sla=two_hours())


def report(
    *events: Event,
    leads: tuple[Lead, ...] | None = None,
    reps: tuple[Rep, ...] = (ANN, BOB),
    at: Any = MONDAY,
    model: Any = TWO_HOURS,
) -> Report:
    people = (lead(captured_at=MONDAY - 25 * HOUR),) if leads is None else leads
    return run(model, leads=people, reps=reps, events=events, at=at)


# ------------------------------------------------------------------------------------------------- passing on


@pytest.mark.statement("SL-10", "SL-27", "CF-21")
def test_past_24_hours_after_it_came_in_a_lead_is_passed_on_to_the_next_available_rep() -> None:
    found = report(assigned(MONDAY - 20 * HOUR))
    (step,), (decision,) = found.pending, found.reassigned

    assert (step.lead, step.clock, step.action, step.reason) == ("L1", "maximum-response", "reassign", None)
    assert (step.at, step.owner, step.earlier_owners) == (MONDAY - HOUR, "ann", ())
    assert step.tell == ("max",)
    assert (decision.lead, decision.rep) == ("L1", "bob")
    assert {each.rep: each.why_not for each in decision.candidates} == {"bob": None, "ann": WhyNot.TRIED}


@pytest.mark.statement("SL-10")
def test_a_lead_is_not_passed_on_before_24_hours_nor_after_an_answer_nor_twice() -> None:
    given = assigned(MONDAY - 20 * HOUR)
    early = report(given, at=MONDAY - HOUR - MINUTE)
    answered = report(given, touched(MONDAY - 2 * HOUR))
    passed = report(given, assigned(MONDAY - HOUR / 2, "bob"))

    for each in (early, answered, passed):
        assert (each.pending, each.reassigned) == ((), ())
    assert [(late.clock, late.owner) for late in passed.late] == [
        ("response", "bob"),
        ("maximum-response", "bob"),
    ]


@pytest.mark.statement("SL-10")
def test_whoever_had_the_lead_in_this_cycle_does_not_get_it_back_and_with_nobody_left_it_waits() -> None:
    ladder = (LadderStep(after="24h", action=StepAction.REASSIGN), LadderStep(after="25h", action="reassign"))  # type: ignore[arg-type]
    model = house(sla=(policy(ladder=ladder),))
    told = (assigned(MONDAY - 26 * HOUR), assigned(MONDAY - 25 * HOUR, "bob"))
    three, two = (
        report(*told, leads=(lead(),), reps=reps, model=model)
        for reps in ((ANN, BOB, rep("cid")), (ANN, BOB))
    )

    assert [(each.at, each.owner, each.earlier_owners) for each in three.pending] == [
        (MONDAY - 2 * HOUR, "bob", ("ann",)),
        (MONDAY - HOUR, "bob", ("ann",)),
    ]
    assert [each.rep for each in three.reassigned] == ["cid"]
    (held,) = two.reassigned
    assert (held.rep, held.retry_at) == (None, None)
    assert {each.why_not for each in held.candidates} == {WhyNot.TRIED}


@pytest.mark.statement("SL-10")
def test_after_so_many_hops_it_goes_to_the_last_owner() -> None:
    routing = Routing(when=HOUSE.routing.when, most_hops=1, last_owner=RepId("zoe"))
    model = house(
        routing=routing, sla=(policy(ladder=(LadderStep(after="24h", action=StepAction.REASSIGN),)),)
    )
    told = (assigned(MONDAY - 26 * HOUR), assigned(MONDAY - 25 * HOUR, "bob"))
    found = report(*told, leads=(lead(),), reps=(ANN, BOB, rep("cid"), rep("zoe")), model=model)

    assert [(each.rep, each.steps[-1].code) for each in found.reassigned] == [("zoe", StepCode.PASSED_ENOUGH)]


@pytest.mark.statement("SL-10", "SL-27")
def test_leads_are_passed_on_by_the_rules_of_routing_and_fill_the_desk_as_they_go() -> None:
    people = tuple(
        lead(f"L{number}", captured_at=MONDAY - (30 + number) * HOUR, country="CH") for number in (1, 2, 3)
    )
    told = [assigned(MONDAY - 20 * HOUR, "ann", to=each.id) for each in people]
    swiss = rep("bea", territories=("CH",), capacity=1)
    away = rep("dan", territories=("CH",), leave=(leave("2026-11-09", "2026-11-20"),))
    french = rep("fay", languages=("fr",))
    found = report(*told, leads=people, reps=(ANN, swiss, away, french, rep("cid")))

    assert [(each.lead, each.rep) for each in found.reassigned] == [
        ("L3", "bea"),
        ("L2", "cid"),
        ("L1", "cid"),
    ]
    assert [each.lead for each in found.pending] == ["L3", "L2", "L1"]


def test_route_leaves_out_whoever_had_the_lead_before_and_says_so() -> None:
    desk = desk_of(ANN, BOB)
    decision = route(lead(), HOUSE, desk=desk, at=MONDAY, without=(ANN.id,))
    (ann,) = (each for each in decision.candidates if each.rep == "ann")

    assert decision.rep == "bob"
    assert (ann.eligible, ann.why_not, ann.says) == (False, WhyNot.TRIED, "had this lead before")
    assert route(lead(), HOUSE, desk=desk, at=MONDAY, without=()) == route(
        lead(), HOUSE, desk=desk, at=MONDAY
    )
    nobody = route(lead(), HOUSE, desk=desk, at=MONDAY, without={ANN.id, BOB.id})
    assert (nobody.rep, nobody.retry_at) == (None, None)


# -------------------------------------------------------------------------------------------- who is told


@pytest.mark.statement("SL-11", "SL-27")
def test_the_morning_list_shows_who_is_outside_the_promise_and_the_managers_who_hear_of_it() -> None:
    ladder = (
        LadderStep(after="24h", recipients=("manager",)),
        LadderStep(after="48h", recipients=("executive",)),
    )
    model = house(sla=(policy(target="2h", maximum="24h", ladder=ladder),))
    people = tuple(lead(f"L{number}", name=f"Lead {number}") for number in (1, 2, 3))
    told = [assigned(MONDAY - gap * HOUR, to=f"L{number}") for number, gap in ((1, 50), (2, 1), (3, 25))]
    found = report(*told, leads=people, model=model)

    assert [(each.name, each.alert, each.waited) for each in found.late] == [
        ("Lead 1", ("max", "eve"), 50 * HOUR),
        ("Lead 3", ("max",), 25 * HOUR),
    ]
    assert (found.pending, found.reassigned) == ((), ())


@pytest.mark.statement("SL-28")
def test_a_follow_up_that_is_not_closed_in_time_goes_to_somebody_named_outside_sales() -> None:
    follow_up = SlaPolicy(
        name="follow-up task",
        clock="follow-up",
        of="subject",
        target="24h",
        start=(Trigger(on=Moment.NOTED, named=("task_opened",)),),
        reset=(Trigger(on=Moment.NOTED, named=("task_changed",)),),
        stop=(Trigger(on=Moment.NOTED, named=("task_closed",)),),
        ladder=(LadderStep(after="24h", recipients=("marketing@house.example", "manager")),),
    )
    opened = noted("task_opened", MONDAY - 30 * HOUR, "t1")
    told = (assigned(MONDAY - 40 * HOUR), opened)
    model = house(sla=(follow_up,))
    (late,) = report(*told, model=model, leads=(lead(),)).late

    assert late.alert == ("max", "marketing@house.example")
    for settled in ("task_changed", "task_closed"):
        done = report(*told, noted(settled, MONDAY - 10 * HOUR, "t1"), model=model, leads=(lead(),))
        assert done.late == ()


# -------------------------------------------------------------------------------------------------- by time


@pytest.mark.statement("SL-13")
def test_after_7_days_without_response_the_lead_is_to_be_closed_as_cold() -> None:
    cold = SlaPolicy(
        name="cold",
        clock="cold",
        target="7d",
        stop=(Trigger(on=Moment.ACTIVITY), Trigger(on=Moment.QUALIFIED)),
        ladder=(LadderStep(after="7d", action=StepAction.DISPOSITION, reason="no_budget_yet"),),
    )
    model = house(sla=(cold,))
    told = (assigned(MONDAY - 7 * DAY), touched(MONDAY - 6 * DAY))
    (step,) = report(*told, leads=(lead(),), model=model).pending
    gone = replace(nurtured(MONDAY, "no_budget_yet"), rep=None)

    assert (step.action, step.reason, step.owner) == ("disposition", "no_budget_yet", "ann")
    assert report(*told, leads=(lead(),), model=model).reassigned == ()
    assert report(*told, leads=(lead(),), model=model, at=MONDAY - MINUTE).pending == ()
    assert report(*told, gone, leads=(lead(),), model=model).pending == ()
    replied = did("reply", MONDAY - DAY)
    assert report(*told, replied, leads=(lead(),), model=model).pending == ()


@pytest.mark.statement("SL-13")
def test_each_touch_starts_the_7_days_anew_and_30_days_of_work_without_response_are_the_most() -> None:
    silent = (Trigger(on=Moment.ACTIVITY), Trigger(on=Moment.QUALIFIED))
    idle = SlaPolicy(
        name="idle",
        clock="idle",
        target="7d",
        start=(Trigger(on=Moment.WORKED),),
        reset=(Trigger(on=Moment.TOUCHED),),
        stop=silent,
        ladder=(LadderStep(after="7d", action=StepAction.DISPOSITION, reason="no_budget_yet"),),
    )
    most = replace(
        idle,
        name="most",
        clock="most",
        target="30d",
        reset=(),
        ladder=(LadderStep(after="30d", action=StepAction.DISPOSITION, reason="no_budget_yet"),),
    )
    model = house(sla=(idle, most))
    start = MONDAY - 30 * DAY
    told = (assigned(start), *(touched(start + day * DAY) for day in (0, 6, 12, 18, 24)))

    def due(at: timedelta) -> list[str]:
        return [each.clock for each in report(*told, leads=(lead(),), model=model, at=start + at).pending]

    assert due(30 * DAY - MINUTE) == []
    assert due(30 * DAY) == ["most"]
    assert sorted(due(31 * DAY)) == ["idle", "most"]


# ------------------------------------------------------------------------------------------------- for whom


@pytest.mark.statement("SL-17")
@pytest.mark.parametrize(("priority", "due"), [(1, 60), (2, 240), (3, None), (None, None)])
def test_a_support_desk_would_promise_by_a_priority_of_its_own(priority: int | None, due: int | None) -> None:
    model = house(
        fields=(CustomField(name="priority", kind=FieldKind.NUMBER),),
        sla=tuple(
            SlaPolicy(name=name, target=target, when=Condition(field="fields.priority", equals=number))
            for number, name, target in ((1, "priority 1", "60m"), (2, "priority 2", "4h"))
        ),
    )
    person = lead(fields={} if priority is None else {"priority": priority})
    start = MONDAY - DAY
    late = report(assigned(start), leads=(person,), model=model).late

    assert [(each.policy, each.due - start) for each in late] == (
        [] if due is None else [(f"priority {priority}", due * MINUTE)]
    )


@pytest.mark.statement("SL-18", "SL-12")
def test_only_a_lead_that_meets_the_criteria_is_passed_on_and_starts_a_promise() -> None:
    ready = Condition(field="card.sales_ready", equals=True)
    model = house(
        scoring=scoring(behaviour=(counts("webinar", 50),), sales_ready=("Z1",)),
        routing=Routing(when=ready),
        sla=(policy(when=ready),),
    )
    people = (lead("L1"), lead("L2"))
    told = [did("webinar", MONDAY - DAY, to="L1")]
    waiting = report(*told, leads=people, model=model)

    assert [each.lead for each in waiting.decisions] == ["L1"]
    assert (waiting.clock_states["response"]["not_started"], waiting.late) == (1, ())
    given = [*told, *(assigned(MONDAY - 9 * HOUR, to=each.id) for each in people)]
    assert [each.lead for each in report(*given, leads=people, model=model).late] == ["L1"]


@pytest.mark.statement("SL-12")
def test_a_hand_off_says_who_enters_who_leaves_what_an_answer_is_and_what_time_does() -> None:
    """Entrance by a condition, a measured answer, both ways out, and a rule by time: one declared policy."""
    hand_off = SlaPolicy(
        name="hand-off",
        target="2h",
        when=Condition(field="lead.source", equals="demo_request"),
        start=(Trigger(on=Moment.ASSIGNED),),
        stop=(Trigger(on=Moment.TOUCHED, by="owner"),),
        cancel=(Trigger(on=Moment.UNQUALIFIED, named=("student",)),),
        ladder=(LadderStep(after="24h", action=StepAction.REASSIGN),),
    )
    model = house(sla=(hand_off,))
    given = assigned(MONDAY - 25 * HOUR)

    def outcome(*after: Event, source: str = "demo_request") -> tuple[int, int, dict[str, int]]:
        found = report(given, *after, leads=(lead(source=source),), model=model)
        states = found.clock_states.get("response", {})
        return len(found.late), len(found.pending), {name: count for name, count in states.items() if count}

    assert outcome() == (1, 1, {"breached": 1})
    assert outcome(source="tradeshow") == (0, 0, {})
    assert outcome(touched(MONDAY - 24 * HOUR)) == (0, 0, {"met": 1})
    assert outcome(touched(MONDAY - 24 * HOUR, "bob")) == (1, 1, {"breached": 1})
    assert outcome(unqualified(MONDAY - 24 * HOUR, "student")) == (0, 0, {"cancelled": 1})
