"""A promise is proved when it is built, and again with the model that it stands in."""

import copy
import pickle
from typing import Any

import pytest

from leadmodel.conditions import Condition
from leadmodel.errors import DefinitionError, InputError, TimeError, UnknownNameError
from leadmodel.sla import (
    EarlierHours,
    HoursOf,
    LadderStep,
    Moment,
    SlaPolicy,
    StepAction,
    TimerState,
    Trigger,
    clocks,
)
from tests.building import LADDER, MONDAY, assigned, house, touched
from tests.sla.telling import HOUR, OF_ANN, policy, reading, story


@pytest.mark.parametrize("target", ["", "soon", "0h", "2", "-2h", "2h2h", "40000d"])
def test_a_promise_needs_a_length_of_time(target: str) -> None:
    with pytest.raises(InputError) as caught:
        SlaPolicy(name="p", target=target)
    assert caught.value.argument == "target"
    if target != "0h":
        with pytest.raises(InputError) as step:
            LadderStep(after=target, recipients=("rep",))
        assert step.value.argument == "after"


def test_a_step_alerts_somebody() -> None:
    with pytest.raises(InputError, match="recipients"):
        LadderStep(after="24h", recipients=())
    assert LadderStep(after="24h", action=StepAction.REASSIGN).recipients == ()


def test_a_ladder_that_goes_backwards_is_refused_and_two_steps_may_come_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        house(sla=(policy(ladder=(LADDER[1], LADDER[0])),))

    assert [str(each) for each in caught.value.findings] == [
        "$.sla[0].ladder[1].after: '24h' comes before the '48h' above it, put the steps in order"
    ]
    assert policy(ladder=(LADDER[0], LADDER[0], LADDER[1])).ladder[1] == LADDER[0]


@pytest.mark.parametrize(
    ("changes", "kind", "says"),
    [
        ({"maximum": "1h"}, InputError, "maximum: '1h' is below the target '2h'"),
        ({"warnings": ("half",)}, InputError, "warnings: 'half' is not a fraction between 0 and 1"),
        ({"warnings": "80%"}, InputError, "warnings: '80%' is not a list of names"),
        ({"basis": "busines"}, UnknownNameError, "unknown basis 'busines', did you mean 'business'?"),
        ({"of": "ower"}, UnknownNameError, "unknown of 'ower', did you mean 'owner'?"),
        ({"hours": "office"}, InputError, "hours: 'office' is not an HoursOf"),
        ({"start": ()}, InputError, "start: () is empty, say what starts the clock"),
        ({"stop": "touched"}, InputError, "stop: 'touched' is not a list of triggers"),
        ({"stop": ("touched",)}, InputError, "stop[0]: 'touched' is not a Trigger"),
        ({"ladder": "24h"}, InputError, "ladder: '24h' is not a list of steps"),
        ({"ladder": ("24h",)}, InputError, "ladder: '24h' is not a LadderStep"),
        (
            {"start": (Trigger(on=Moment.TOUCHED, count=2),)},
            InputError,
            "start[0].count: 2 counts within a running cycle only",
        ),
        (
            {"resume": (Trigger(on=Moment.CAPTURED), Trigger(on=Moment.TOUCHED, count=3))},
            InputError,
            "resume[1].count: 3 counts within a running cycle only",
        ),
        ({"target": None, "maximum": "4h"}, InputError, "maximum: '4h' hangs on a target"),
        ({"target": None, "warnings": ("1/2",)}, InputError, "warnings: ('1/2',) hangs on a target"),
        ({"target": None, "ladder": LADDER[:1]}, InputError, "hangs on a target"),
    ],
)
def test_a_promise_that_contradicts_itself_is_refused_when_it_is_built(
    changes: dict[str, Any], kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind) as caught:
        policy(**changes)

    assert says in str(caught.value)


@pytest.mark.parametrize("action", ["pause", "stop", "reset", "cancel"])
def test_what_moves_a_clock_that_runs_may_wait_for_the_so_many_th(action: str) -> None:
    third = (Trigger(on=Moment.TOUCHED, count=3),)

    assert getattr(policy(**{action: third}), action) == third


@pytest.mark.parametrize(
    ("told", "kind", "says"),
    [
        ({"on": "tuched"}, UnknownNameError, "unknown moment 'tuched', did you mean 'touched'?"),
        ({"on": "touched", "by": "ownr"}, UnknownNameError, "unknown by 'ownr', did you mean 'owner'?"),
        (
            {"on": "touched", "at": "planned"},
            UnknownNameError,
            "unknown at 'planned', did you mean 'planned_from'?",
        ),
        ({"on": "noted"}, InputError, "named: () is empty, say which notes are meant"),
        (
            {"on": "touched", "named": ("call",)},
            InputError,
            "named: ('call',) says nothing about 'touched', leave it out",
        ),
        ({"on": "noted", "named": "x"}, InputError, "named: 'x' is not a list of names"),
        ({"on": "noted", "named": ("",)}, InputError, "named: '' is not a name"),
        ({"on": "won", "by": "owner"}, InputError, "by: 'owner' is for touches, and this is 'won'"),
        ({"on": "captured", "at": "planned_until"}, InputError, "a lead that comes in has no plan"),
        ({"on": "touched", "count": 0}, InputError, "count: 0 is not a whole number above zero"),
        ({"on": "touched", "count": True}, InputError, "count: True is not a whole number above zero"),
        ({"on": "touched", "count": 2.0}, InputError, "count: 2.0 is not a whole number above zero"),
    ],
)
def test_a_trigger_that_cannot_be_is_refused(told: dict[str, Any], kind: type[Exception], says: str) -> None:
    with pytest.raises(kind) as caught:
        Trigger(**told)

    assert says in str(caught.value)


@pytest.mark.parametrize("moment", list(Moment))
def test_a_trigger_may_be_told_by_text_and_names_only_what_has_a_name(moment: Moment) -> None:
    name = ("x",) if moment is Moment.NOTED else ()

    assert Trigger(on=moment.value, named=name) == Trigger(on=moment, named=name)  # type: ignore[arg-type]
    carries = moment in (Moment.ACTIVITY, Moment.NOTED, Moment.NURTURED, Moment.UNQUALIFIED)
    if carries:
        assert Trigger(on=moment, named=["x"]).named == ("x",)  # type: ignore[arg-type]
    else:
        with pytest.raises(InputError):
            Trigger(on=moment, named=("x",))


@pytest.mark.parametrize(
    ("told", "kind", "says"),
    [
        ({"of": "teem"}, UnknownNameError, "unknown of 'teem', did you mean 'team'?"),
        ({"of": "team", "zone": "Europe/London"}, InputError, "pattern: None is missing"),
        ({"of": "lead"}, InputError, "pattern: None is missing, name the hours that a lead has"),
        ({"of": "team", "pattern": "office"}, InputError, "zone: None is missing, say where the team is"),
        ({"of": "lead", "pattern": "office", "zone": "UTC"}, InputError, "is the lead's own here"),
        ({"of": "rep", "pattern": "office"}, InputError, "pattern: 'office' is the rep's own here"),
        ({"zone": "UTC"}, InputError, "zone: 'UTC' is the rep's own here"),
        ({"holidays": "us"}, InputError, "holidays: 'us' is the rep's own here"),
        (
            {"of": "team", "pattern": "office", "zone": "Europe/Lodon"},
            TimeError,
            "'Europe/Lodon' is not a time zone, did you mean 'Europe/London'?",
        ),
    ],
)
def test_hours_of_somebody_say_all_that_it_takes_and_nothing_more(
    told: dict[str, Any], kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind) as caught:
        HoursOf(**told)

    assert says in str(caught.value)


def test_earlier_hours_need_an_instant_and_a_mapping() -> None:
    with pytest.raises(TimeError, match="no time zone"):
        EarlierHours(until=MONDAY.replace(tzinfo=None), schedules={})
    with pytest.raises(InputError, match="schedules"):
        EarlierHours(until=MONDAY, schedules=[("ann", 1)])  # type: ignore[arg-type]


def test_every_fault_of_the_promises_is_found_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        house(
            sla=(
                SlaPolicy(
                    name="a",
                    target="1h",
                    hours=HoursOf(of="lead", pattern="ofice", holidays="uk"),
                    ladder=(
                        *LADDER,
                        LadderStep(after="80h", action=StepAction.DISPOSITION),
                        LadderStep(after="90h", action=StepAction.DISPOSITION, reason="studnt"),
                    ),
                ),
                SlaPolicy(name="a", target="2h", when=Condition(field="lead.sorce", equals="chat")),
                SlaPolicy(name="", clock="", target="2h"),
                SlaPolicy(
                    name="a",
                    clock="other",
                    target="2h",
                    stop=(
                        Trigger(on=Moment.TOUCHED),
                        Trigger(on=Moment.NURTURED, named=("student", "no_budget")),
                    ),
                    cancel=(Trigger(on=Moment.UNQUALIFIED, named=("lft",)),),
                ),
            )
        )

    assert [str(each) for each in caught.value.findings] == [
        "$.sla[0].hours.pattern: unknown hours 'ofice', did you mean 'office'?",
        "$.sla[0].hours.holidays: unknown holidays 'uk'",
        "$.sla[0].ladder[3].reason: is missing, a disposition needs its reason",
        "$.sla[0].ladder[4].reason: unknown reason 'studnt', did you mean 'student'?",
        "$.sla[1].name: policy 'a' of clock 'response' is declared twice",
        "$.sla[1]: no lead reaches 'a': a policy before it takes every lead",
        "$.sla[1].when.field: unknown field 'lead.sorce', did you mean 'lead.source'?",
        "$.sla[2].name: is empty, a policy needs a name",
        "$.sla[2].clock: is empty, a clock needs a name",
        "$.sla[3].stop[1].named[1]: unknown reason 'no_budget', did you mean 'no_budget_yet'?",
        "$.sla[3].cancel[0].named[0]: unknown reason 'lft', did you mean 'left'?",
    ]


def test_policies_of_different_clocks_may_share_a_name_and_take_the_same_leads() -> None:
    assert len(house(sla=(policy(), policy(clock="other"))).sla) == 2


# ------------------------------------------------------------------------------------------------ as values

RICH = policy(
    maximum="4h",
    warnings=("1/2", "80%"),
    ladder=LADDER,
    hours=HoursOf(of="team", pattern="office", zone="Europe/London"),
    pause=(Trigger(on=Moment.NOTED, named=("waiting",)),),
    stop=(Trigger(on=Moment.TOUCHED, count=2),),
)


@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_is_the_same_value_and_the_same_clock(again: Any) -> None:
    other = again(RICH)
    case = story(assigned(MONDAY), touched(MONDAY + HOUR), touched(MONDAY + 3 * HOUR))

    assert other == RICH
    assert hash(other) == hash(RICH)
    assert repr(other) == repr(RICH)
    found = reading(case, MONDAY + 9 * HOUR, house(sla=(other,)))
    assert found == reading(case, MONDAY + 9 * HOUR, house(sla=(RICH,)))
    assert (found.state, found.stopped_at) == (TimerState.BREACHED, MONDAY + 3 * HOUR)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "q"},
        {"target": "3h"},
        {"clock": "other"},
        {"of": "owner"},
        {"stop": (Trigger(on=Moment.TOUCHED, count=3),)},
        {"hours": HoursOf()},
    ],
)
def test_policies_that_promise_something_else_are_not_equal(change: dict[str, Any]) -> None:
    told = {name: getattr(RICH, name) for name in SlaPolicy.__dataclass_fields__}

    assert SlaPolicy(**told) == RICH
    assert SlaPolicy(**(told | change)) != RICH


def test_lists_become_tuples_and_a_policy_does_not_change() -> None:
    listed = policy(start=[Trigger(on=Moment.ASSIGNED)], ladder=list(LADDER), warnings=["1/2"])

    assert listed == policy(ladder=LADDER, warnings=("1/2",))
    with pytest.raises(AttributeError):
        listed.name = "q"  # type: ignore[misc]


def test_a_policy_without_a_target_gives_its_leads_no_such_clock() -> None:
    none = policy(target=None, when=Condition(field="lead.source", equals="demo_request"))
    case = story(assigned(MONDAY))

    assert clocks(case, house(sla=(none, policy(name="q"))), schedules=OF_ANN, at=MONDAY) == ()
