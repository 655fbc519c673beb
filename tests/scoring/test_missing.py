"""What is missing for a cell: the fewest changes that bring a lead there, against trying all of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations, combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition
from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.records import Company, Event, EventId, EventKind, Lead
from leadmodel.scoring import BehaviourRule, Decay, DecayStep, FitRule, Group, Outcome, Scoring
from leadmodel.scoring.missing import ChangeKind, Missing, MissingCode, MissingSet, missing_for
from tests.building import MONDAY, case_of, counts, did, grades, lead, levels, points, scoring
from tests.conditions.kleene import leads

from .hourly import House, case, models
from .models import histories
from .plain_scoring import milli, plain_card, total

DAY = timedelta(days=1)
VP = Condition(field="lead.title", mentions=("vp",))
LARGE = Condition(field="company.employees", above=1000)
SWISS = Condition(field="lead.country", equals="CH")
MOST, WITHIN = 3, 3


def house(*behaviour: BehaviourRule, fit: tuple[FitRule, ...] = (), **changes: Any) -> House:
    told = {
        "behaviour": behaviour,
        "fit": fit,
        "grades": grades(A=20),
        "levels": levels(40),
        "sales_ready": ("A1",),
    }
    return House(scoring(**(told | changes)))


def missing(model: House, *events: Event, label: str = "A1", **more: Any) -> Missing:
    who = {name: more.pop(name) for name in ("title", "country", "company") if name in more}
    return missing_for(case_of(lead(**who), *events), model, label, at=MONDAY, **more)


def shown(found: MissingSet) -> list[str]:
    return [str(change) for change in found.changes]


# ------------------------------------------------------------------------------------------------ all there is to try


def fresh(activity: str, number: int, amount: int) -> Event:
    name = f"{activity} {number}"
    return Event(
        id=EventId(name),
        lead=lead().id,
        kind=EventKind.ACTIVITY,
        at=MONDAY,
        activity=activity,
        subject=name,
        amount=amount,
    )


def tried(declared: Scoring, lead: Lead, history: Sequence[Event], label: str) -> Iterator[tuple[Any, ...]]:
    """Every choice of up to three changes that reaches the cell, as it would be ranked."""
    order = declared.labels().index(label)
    width = len(declared.levels)
    now = plain_card(declared, lead, history, MONDAY)["rules"]
    asked = [rule for rule in declared.fit if not rule.when.activities_read()]
    names = sorted(
        {str(rule.activity) for rule in declared.behaviour if rule.activity}
        | {
            name
            for when in [*(rule.when for rule in declared.fit), *(rule.when for rule in declared.behaviour)]
            if when is not None
            for measure in when.activities_read()
            for name in measure.of
        }
    )
    for times in range(WITHIN + 1):
        for doing in combinations_with_replacement(names, times):
            amounts = {
                name: max(
                    [rule.min_amount or 0 for rule in declared.behaviour if rule.activity == name] or [0]
                )
                for name in doing
            }
            more = [fresh(name, number, amounts[name]) for number, name in enumerate(doing)]
            then = plain_card(declared, lead, [*history, *more], MONDAY)
            behaviour = [(rule.group, then["rules"][rule.id][1]) for rule in declared.behaviour]
            score = total(behaviour, declared, 0, declared.score_cap, declared.score_floor)
            for answers in range(WITHIN - times + 1):
                for chosen in combinations(asked, answers):
                    worth = {rule.id: then["rules"][rule.id][1] for rule in declared.fit}
                    known = 0
                    for rule in chosen:
                        answer = now[rule.id][0]
                        gains = [milli(rule.points)] + ([milli(rule.otherwise)] if answer is None else [])
                        better = max(gain or 0 for gain in gains)
                        if answer is True or better <= worth[rule.id]:
                            break
                        worth[rule.id] = better
                        known += answer is False
                    else:
                        fit = total(
                            [(rule.group, worth[rule.id]) for rule in declared.fit],
                            declared,
                            milli(declared.start) or 0,
                            declared.fit_cap,
                            declared.fit_floor,
                        )
                        grade = [
                            each.at_least is None or fit >= each.at_least * 1000 for each in declared.grades
                        ].index(True)
                        level = [
                            each.at_least is None or score >= each.at_least * 1000 for each in declared.levels
                        ].index(True)
                        if grade <= order // width and level <= order % width:
                            yield (
                                times + answers,
                                known,
                                -(fit + score),
                                [rule.id for rule in chosen],
                                list(doing),
                                declared.labels()[grade * width + level],
                            )


@given(models, leads, histories().map(lambda events: events[:4]), st.integers(0, 8))
def test_the_sets_are_the_best_of_the_smallest_that_trying_everything_finds(
    declared: Scoring, lead: Lead, history: list[Event], place: int
) -> None:
    label = declared.labels()[place % len(declared.labels())]
    order = {rule.id: place for place, rule in enumerate(declared.fit)}

    found = missing_for(case(lead, history), House(declared), label, at=MONDAY, most=MOST, within=WITHIN)

    choices = list(tried(declared, lead, history, label))
    fewest = min((choice[0] for choice in choices), default=None)
    ranked = sorted(
        (choice for choice in choices if choice[0] == fewest),
        key=lambda choice: (*choice[1:3], [order[each] for each in choice[3]], choice[4]),
    )
    if fewest is None:
        assert found.code in (MissingCode.CAPPED, MissingCode.OUT_OF_REACH, MissingCode.TOO_FAR)
        assert found.sets == ()
    elif fewest == 0:
        assert (found.code, found.sets) == (MissingCode.THERE, ())
    else:
        assert found.code is MissingCode.REACHABLE
        assert [each.size for each in found.sets] == [fewest] * min(len(ranked), MOST)
        assert [
            (
                [change.what for change in each.changes if change.kind is not ChangeKind.DO],
                [
                    change.what
                    for change in each.changes
                    if change.kind is ChangeKind.DO
                    for _ in range(change.times)
                ],
                each.reaches.label,
            )
            for each in found.sets
        ] == [choice[3:] for choice in ranked[:MOST]]


@given(models, leads, histories(), st.integers(0, 8))
def test_what_is_called_out_of_reach_is_not_reached_by_all_rules_together(
    declared: Scoring, lead: Lead, history: list[Event], place: int
) -> None:
    label = declared.labels()[place % len(declared.labels())]

    found = missing_for(case(lead, history), House(declared), label, at=MONDAY, within=1)

    for obstacle in found.obstacles:
        now = found.now.fit if obstacle.part == "fit" else found.now.score
        assert now <= obstacle.at_most < obstacle.needed
    if found.obstacles:
        assert not list(tried(declared, lead, history[:3], label)) or history[3:]


# ---------------------------------------------------------------------------------------------------------- promises


def test_what_is_unknown_comes_first_because_it_can_be_asked_for() -> None:
    model = house(fit=(points("large", LARGE, 25), points("vp", VP, 20)), levels=levels())

    found = missing(model, company=Company(employees=10))

    assert [shown(each) for each in found.sets] == [["+20 ask for vp"], ["+25 would have to be: large"]]
    assert [each.changes[0].answer for each in found.sets] == [Outcome.MATCH, Outcome.MATCH]


def test_of_as_few_changes_the_one_with_the_most_points_comes_first() -> None:
    model = house(counts("demo", 40), counts("webinar", 60), grades=grades())

    found = missing(model, label="Z1")

    assert [shown(each) for each in found.sets] == [["+60 webinar 1 times more"], ["+40 demo 1 times more"]]
    assert [each.reaches.score for each in found.sets] == [60, 40]
    # Also where fewer sets are asked for than there are, and the better one is looked at later.
    assert missing(model, label="Z1", most=1).sets == found.sets[:1]


def test_an_answer_that_can_be_asked_for_goes_before_any_points() -> None:
    model = house(
        counts("demo", 40),
        counts("webinar", 60),
        fit=(points("large", LARGE, 90), points("vp", VP, 20), points("swiss", SWISS, 30)),
    )

    found = missing(model, company=Company(employees=10), most=5)

    assert [[change.what for change in each.changes] for each in found.sets] == [
        ["swiss", "webinar"],
        ["vp", "webinar"],
        ["swiss", "demo"],
        ["vp", "demo"],
        ["large", "webinar"],
    ]


def test_what_a_lead_does_may_change_its_fit_and_that_is_reckoned_with() -> None:
    def seen(activity: str) -> Condition:
        return Condition(activities=Activities(of=(activity,)), at_least=1)

    model = house(counts("demo", 50), counts("page", 45), fit=(points("reader", seen("page"), 20),))
    apart = house(counts("demo", 50), fit=(points("caller", seen("call"), 20),))

    # A demo gives more points, and only who reads a page has the grade.
    (found,) = missing(model, most=1).sets
    (both,) = missing(apart).sets

    assert shown(found) == ["+45 page 1 times more"]
    assert (found.reaches.label, found.reaches.fit) == ("A1", 20)
    assert shown(both) == ["+0 call 1 times more", "+50 demo 1 times more"]


def test_an_answer_of_no_may_be_what_is_missing() -> None:
    model = house(fit=(FitRule(id="student", when=VP, points=-50, otherwise=20),), levels=levels())

    (found,) = missing(model).sets

    assert shown(found) == ["+20 ask for not student"]
    assert missing(model, title="VP").code is MissingCode.OUT_OF_REACH


def test_limits_caps_and_what_has_faded_are_reckoned_with() -> None:
    half = Decay(steps=(DecayStep(after="5d", keeps=50),))
    model = house(
        BehaviourRule(id="demo", activity="demo", points=30, at_most=1, decay=half),
        BehaviourRule(id="page", activity="page", points=10, cap=20),
        grades=grades(),
        levels=levels(50),
    )
    earlier = did("demo", MONDAY - 6 * DAY)

    (found,) = missing(model, earlier, label="Z1").sets

    # A fresh demo takes the place of the one that has faded to 15, and a third page would gain nothing.
    assert shown(found) == ["+15 demo 1 times more", "+20 page 2 times more"]
    assert found.reaches.score == 50
    twice = house(counts("demo", 20, at_most=2), grades=grades())
    assert [shown(each) for each in missing(twice, label="Z1").sets] == [["+40 demo 2 times more"]]


def test_a_group_that_is_full_sends_to_another_one() -> None:
    model = house(
        BehaviourRule(id="page", activity="page", points=20, group="web"),
        BehaviourRule(id="call", activity="call", points=10),
        groups=(Group(name="web", cap=30),),
        grades=grades(),
    )

    found = missing(model, did("page", MONDAY), label="Z1")

    # Two pages more would be 60 points, of which the group gives 30.
    assert [shown(each) for each in found.sets] == [
        ["+20 call 2 times more"],
        ["+10 call 1 times more", "+20 page 1 times more"],
    ]


def test_a_condition_that_is_met_by_doing_counts_too() -> None:
    often = Condition(activities=Activities(of=("visit",), within="7d"), at_least=3)
    silent = Condition(activities=Activities(measure="days_since"), at_least=10)
    model = house(
        BehaviourRule(id="often", points=50, when=often),
        BehaviourRule(id="silent", points=-20, when=silent),
        grades=grades(),
    )

    (found,) = missing(model, did("visit", MONDAY - 20 * DAY), label="Z1").sets

    assert [(change.what, change.times) for change in found.changes] == [("visit", 3)]
    assert (found.size, found.reaches.score) == (3, 50)


def test_another_way_is_found_without_the_first() -> None:
    model = house(
        counts("demo", 40), counts("page", 10), fit=(points("vp", VP, 20), points("swiss", SWISS, 20))
    )

    ways = [missing(model, without=without, most=1).sets for without in ((), ("demo", "vp"))]

    assert [shown(way[0]) for way in ways] == [
        ["+20 ask for vp", "+40 demo 1 times more"],
        ["+20 ask for swiss", "+40 page 4 times more"],
    ]


def test_a_lead_that_is_there_or_better_lacks_nothing() -> None:
    model = house(counts("demo", 40), fit=(points("vp", VP, 20),))

    for label in ("A1", "A2", "Z1", "Z2"):
        found = missing(model, did("demo", MONDAY), label=label, title="VP")
        assert (found.code, found.sets, found.now.label) == (MissingCode.THERE, (), "A1")


def test_an_obstacle_says_whether_a_cap_or_the_rules_stand_in_the_way() -> None:
    few = missing(house(counts("demo", 30, at_most=1)))
    capped = missing(house(counts("demo", 30), score_cap=39, grades=grades()), label="Z1")

    assert [(each.part, each.code, str(each)) for each in few.obstacles] == [
        ("fit", MissingCode.OUT_OF_REACH, "the fit can come to 0 at most, and 20 are needed"),
        ("score", MissingCode.OUT_OF_REACH, "the score can come to 30 at most, and 40 are needed"),
    ]
    assert [(each.part, each.code, each.at_most) for each in capped.obstacles] == [
        ("score", MissingCode.CAPPED, 39)
    ]
    # A cap at the very line does not stand in the way, and of a cap of a rule what is left of it counts.
    rule = BehaviourRule(id="page", activity="page", points=10, cap=25)
    spent = missing(house(rule, score_cap=40, grades=grades()), did("page", MONDAY), label="Z1")
    assert [(each.code, each.at_most) for each in spent.obstacles] == [(MissingCode.OUT_OF_REACH, 25)]
    assert (few.code, few.sets, capped.code) == (MissingCode.OUT_OF_REACH, (), MissingCode.CAPPED)


def test_more_changes_than_allowed_are_too_far() -> None:
    model = house(counts("page", 2), grades=grades())

    assert missing(model, label="Z1").sets[0].size == 20
    far = missing(model, label="Z1", within=19)
    assert (far.code, far.sets, far.obstacles) == (MissingCode.TOO_FAR, (), ())


def test_many_ways_that_are_as_good_are_not_all_walked() -> None:
    model = house(*(counts(f"page_{n:02}", 2) for n in range(30)), grades=grades())

    found = missing(model, label="Z1", most=2)

    assert [shown(each) for each in found.sets] == [
        ["+40 page_00 20 times more"],
        ["+38 page_00 19 times more", "+2 page_01 1 times more"],
    ]


def test_of_a_bare_lead_it_is_taken_that_it_has_done_nothing() -> None:
    model = house(counts("demo", 40), grades=grades())

    assert missing_for(lead(), model, "Z1", at=MONDAY) == missing(model, label="Z1")


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="'A1'"):
        missing(house(), label="A11")
    with pytest.raises(InputError, match="one set at least"):
        missing(house(), most=0)
    with pytest.raises(InputError, match="below 0"):
        missing(house(), within=-1)
    with pytest.raises(TimeError):
        missing_for(lead(), house(), "A1", at=datetime(2026, 1, 1))
