"""Statements of the texts about scoring that need more than one room: who is given out, and who looked how long."""

from typing import Any

import pytest

from leadmodel.conditions import Condition, amount, field
from leadmodel.records import Event, EventId, EventKind, Lead, LeadId
from leadmodel.routing import Routing, ready_to_route
from leadmodel.scoring import BehaviourRule, score
from tests.building import MONDAY, case_of, counts, did, grades, house, lead, levels, points, scoring


def looked(page: str, seconds: int) -> Event:
    return Event(
        id=EventId(f"{page}/{seconds}"),
        lead=LeadId("L1"),
        kind=EventKind.ACTIVITY,
        at=MONDAY,
        activity="page_viewed",
        subject=page,
        amount=seconds,
    )


@pytest.mark.statement("SC-05")
@pytest.mark.parametrize(
    "rule",
    [
        BehaviourRule(id="long", points=12, activity="page_viewed", min_amount=60),
        BehaviourRule(id="long", points=12, when=amount("page_viewed", within="7d") >= 60),
    ],
    ids=["each long look", "a minute in all"],
)
def test_a_long_look_at_the_prices_scores_more_than_a_glance_at_the_homepage(rule: BehaviourRule) -> None:
    model = house(scoring=scoring(behaviour=(counts("page_viewed", 1), rule)))
    long, glance = (
        score(case_of(lead(), looked(page, seconds)), model, at=MONDAY).score
        for page, seconds in (("pricing", 240), ("home", 4))
    )

    assert (long, glance) == (13, 1)


@pytest.mark.statement("SC-28")
@pytest.mark.parametrize(
    ("asked", "given_out"),
    [
        ("card.score", {"busy"}),
        ("card.fit", {"chief"}),
    ],
)
def test_a_score_that_assigns_may_be_one_of_behaviour_or_of_demographic_data(
    asked: str, given_out: set[str]
) -> None:
    model = house(
        scoring=scoring(
            fit=(points("vp", field("lead.title").mentions("vp"), 65),),
            behaviour=(counts("demo", 65),),
            grades=grades(A=65),
            levels=levels(65),
            sales_ready=("A1",),
        ),
        routing=Routing(when=Condition(field=asked, at_least=65)),
    )
    people: dict[str, tuple[Lead, list[Any]]] = {
        "busy": (lead(title="Clerk"), [did("demo", MONDAY)]),
        "chief": (lead(title="VP"), []),
        "neither": (lead(title="Clerk"), []),
    }
    found = set()
    for name, (person, events) in people.items():
        case = case_of(person, *events)
        if ready_to_route(case, model, card=score(case, model, at=MONDAY)):
            found.add(name)

    assert found == given_out
