"""Laws of scoring over random rules, leads, histories and instants."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.model import LeadModel
from leadmodel.records import Case, Company, Event, EventId, Lead, Raw
from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Outcome, Scorecard, Scoring, score
from tests.building import MONDAY, did, house, lead
from tests.scoring.oracle import Plain, scored

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
ACTIVITIES = ("webinar", "page_view", "unsubscribed")
WORDS = ("vp", "sales", "student", "director")

# ----------------------------------------------------------------------------------------------- drawing plain data

titles = st.lists(st.sampled_from((*WORDS, "VP", "Sales")), min_size=1, max_size=3).map(" ".join)
figures = st.integers(0, 4).map(lambda tens: tens * 10)
profiles = st.fixed_dictionaries(
    {},
    optional={
        "lead.title": titles,
        "lead.country": st.sampled_from(("CH", "US")),
        "company.employees": figures,
    },
)
comparisons = st.one_of(
    st.fixed_dictionaries(
        {
            "field": st.just("lead.title"),
            "operator": st.just("mentions"),
            "value": st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
        }
    ),
    st.fixed_dictionaries(
        {
            "field": st.just("lead.country"),
            "operator": st.just("equals"),
            "value": st.sampled_from(("ch", "US")),
        }
    ),
    st.fixed_dictionaries(
        {
            "field": st.just("company.employees"),
            "operator": st.sampled_from(("above", "at_least")),
            "value": figures,
        }
    ),
    st.fixed_dictionaries(
        {
            "field": st.sampled_from(("lead.title", "company.employees")),
            "operator": st.just("present"),
            "value": st.booleans(),
        }
    ),
)
questions: st.SearchStrategy[Plain] = st.one_of(
    comparisons,
    st.lists(comparisons, min_size=1, max_size=3).map(lambda several: {"either": several}),
    st.lists(comparisons, min_size=1, max_size=2).map(lambda several: {"not": {"either": several}}),
)
#: From more than a week before to a day after, often exactly on the edge of a window.
ages = st.one_of(
    st.integers(-1, 8).map(lambda days: days * DAY),
    st.tuples(st.integers(-1, 8), st.sampled_from((-TICK, TICK))).map(lambda near: near[0] * DAY + near[1]),
)
histories = st.lists(
    st.tuples(st.sampled_from((*ACTIVITIES, "other")), ages.map(lambda age: MONDAY - age)), max_size=8
)


@st.composite
def bands(draw: st.DrawFn, names: tuple[Any, ...]) -> list[tuple[Any, int | None]]:
    marks = draw(st.lists(st.integers(-40, 80), max_size=len(names) - 1, unique=True))
    ranked: list[int | None] = [*sorted(marks, reverse=True), None]
    return list(zip(names, ranked, strict=False))


@st.composite
def plain_models(draw: st.DrawFn) -> Plain:
    ids = count()
    worth = st.integers(-30, 30)
    fit = [
        {"id": f"f{next(ids)}", "when": when, "points": draw(worth)}
        for when in draw(st.lists(questions, max_size=4))
    ]
    behaviour = [
        {
            "id": f"b{next(ids)}",
            "activity": activity,
            "points": draw(worth),
            "at_most": draw(st.none() | st.integers(1, 3)),
            "within_days": draw(st.none() | st.integers(1, 7)),
        }
        for activity in draw(st.lists(st.sampled_from(ACTIVITIES), max_size=4))
    ]
    grades, levels = draw(bands(("A", "B", "C"))), draw(bands((1, 2, 3)))
    cells = [f"{grade}{level}" for grade, _ in grades for level, _ in levels]
    ready = draw(st.lists(st.sampled_from(cells), unique=True))
    return {"fit": fit, "behaviour": behaviour, "grades": grades, "levels": levels, "sales_ready": ready}


# ------------------------------------------------------------------------------------------- the same for the package


def condition(question: Plain) -> Condition:
    if "not" in question:
        return Condition(none_of=tuple(condition(each) for each in question["not"]["either"]))
    if "either" in question:
        return Condition(any_of=tuple(condition(each) for each in question["either"]))
    return Condition(**{"field": question["field"], question["operator"]: question["value"]})


def behaviour_rule(rule: Plain) -> BehaviourRule:
    days = rule["within_days"]
    told = {name: value for name, value in rule.items() if name != "within_days"}
    return BehaviourRule(**told, within=None if days is None else f"{days}d")


def declared(plain: Plain) -> LeadModel:
    return house(
        scoring=Scoring(
            fit=tuple(
                FitRule(id=rule["id"], when=condition(rule["when"]), points=rule["points"])
                for rule in plain["fit"]
            ),
            behaviour=tuple(behaviour_rule(rule) for rule in plain["behaviour"]),
            grades=tuple(GradeBand(grade=name, at_least=least) for name, least in plain["grades"]),
            levels=tuple(LevelBand(level=name, at_least=least) for name, least in plain["levels"]),
            sales_ready=tuple(plain["sales_ready"]),
        )
    )


def case(profile: Plain, history: list[tuple[str, datetime]]) -> Case:
    person: Lead = lead(
        title=profile.get("lead.title"),
        country=profile.get("lead.country"),
        company=Company(employees=profile.get("company.employees")),
    )
    events: list[Event] = [
        replace(did(activity, when), id=EventId(f"e{place}"))
        for place, (activity, when) in enumerate(history)
    ]
    return Case(lead=person, history=tuple(events), state=Raw(lead=person.id, since=person.captured_at))


def as_oracle(card: Scorecard) -> Plain:
    return {
        "fit": card.fit,
        "score": card.score,
        "known": card.known,
        "asked": card.asked,
        "grade": card.grade,
        "level": card.level,
        "sales_ready": card.sales_ready,
        "lines": sorted((line.rule, str(line.outcome), line.points) for line in card.lines),
    }


# ---------------------------------------------------------------------------------------------------------- the laws


@given(plain_models(), profiles, histories)
def test_a_card_is_what_counting_by_hand_gives(
    plain: Plain, profile: Plain, history: list[tuple[str, datetime]]
) -> None:
    card = score(case(profile, history), declared(plain), at=MONDAY)

    assert as_oracle(card) == scored(plain, profile, history, MONDAY)


@given(plain_models(), profiles, histories)
def test_the_lines_add_up_to_fit_and_score_exactly(
    plain: Plain, profile: Plain, history: list[tuple[str, datetime]]
) -> None:
    card = score(case(profile, history), declared(plain), at=MONDAY)

    assert sum(line.points for line in card.lines if line.part == "fit") == card.fit
    assert sum(line.points for line in card.lines if line.part == "behaviour") == card.score
    assert [line.rule for line in card.lines] == [rule["id"] for rule in plain["fit"] + plain["behaviour"]]


@given(plain_models(), profiles, histories, st.randoms(use_true_random=False))
def test_neither_the_order_of_events_nor_that_of_rules_changes_a_total(
    plain: Plain, profile: Plain, history: list[tuple[str, datetime]], chance: Any
) -> None:
    shuffled = {**plain, "fit": list(plain["fit"]), "behaviour": list(plain["behaviour"])}
    for part in (shuffled["fit"], shuffled["behaviour"]):
        chance.shuffle(part)
    moved = list(history)
    chance.shuffle(moved)

    card = score(case(profile, history), declared(plain), at=MONDAY)
    other = score(case(profile, moved), declared(shuffled), at=MONDAY)

    assert as_oracle(other) == as_oracle(card)


@given(plain_models(), profiles, histories)
def test_what_comes_later_counts_nothing(
    plain: Plain, profile: Plain, history: list[tuple[str, datetime]]
) -> None:
    by_then = [(activity, when) for activity, when in history if when <= MONDAY]

    model = declared(plain)

    assert score(case(profile, history), model, at=MONDAY) == score(case(profile, by_then), model, at=MONDAY)


@given(plain_models(), profiles, histories, st.sampled_from((2, 3, 10, 1000)))
def test_a_model_in_other_units_decides_the_same(
    plain: Plain, profile: Plain, history: list[tuple[str, datetime]], times: int
) -> None:
    def scaled(least: int | None) -> int | None:
        return None if least is None else least * times

    larger = {
        **plain,
        "fit": [{**rule, "points": rule["points"] * times} for rule in plain["fit"]],
        "behaviour": [{**rule, "points": rule["points"] * times} for rule in plain["behaviour"]],
        "grades": [(name, scaled(least)) for name, least in plain["grades"]],
        "levels": [(name, scaled(least)) for name, least in plain["levels"]],
    }

    card = score(case(profile, history), declared(plain), at=MONDAY)
    large = score(case(profile, history), declared(larger), at=MONDAY)

    assert (large.label, large.sales_ready) == (card.label, card.sales_ready)
    assert (large.fit, large.score) == (card.fit * times, card.score * times)


@given(plain_models(), profiles)
def test_of_a_bare_lead_nobody_knows_what_it_has_done_and_it_scores_as_if_it_had_done_nothing(
    plain: Plain, profile: Plain
) -> None:
    untouched = case(profile, [])
    bare, idle = (score(each, declared(plain), at=MONDAY) for each in (untouched.lead, untouched))

    assert {line.outcome for line in bare.lines if line.part == "behaviour"} <= {Outcome.UNKNOWN}
    assert {line.outcome for line in idle.lines if line.part == "behaviour"} <= {Outcome.NO_MATCH}
    assert (bare.fit, bare.score, bare.label, bare.known) == (idle.fit, idle.score, idle.label, idle.known)
