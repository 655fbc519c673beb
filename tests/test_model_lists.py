"""Named lists of a model: bound to every condition that asks for them, proved, and the same as values written out."""

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from leadmodel.conditions import Condition, ValueList, count, days_since, field
from leadmodel.errors import DefinitionError
from leadmodel.model import LeadModel
from leadmodel.records import Company
from leadmodel.routing import Routing, ready_to_route
from leadmodel.schema import dump_model, load_model, model_schema, parse_model
from leadmodel.scoring import BehaviourRule, Category, missing_for, score, scoring_for
from leadmodel.scoring.asked import asked_of
from leadmodel.sla import SlaPolicy
from leadmodel.sla.clock import policies_for
from leadmodel.whatif import diff_rules, lint_scoring
from tests.building import ANYBODY, MONDAY, case_of, counts, house, lead, points, scoring

VALUES = ("Acme", "Globex", "Straße AG", "Initech")
TARGETS = ValueList(name="targets", values=VALUES)
SIZES = ValueList(name="sizes", values=(5, 10, 2.5, 40))
NAME, HEADS = field("company.name"), field("company.employees")
ON_LIST = lead(company=Company(name="ACME", employees=10))
OFF_LIST = lead(company=Company(name="Hooli", employees=11))
STRANGER = lead()


def wanted(among: Callable[[Any, ValueList], Condition]) -> LeadModel:
    """A model in which every room asks for a list, in the way that `among` says."""
    target, sized = among(NAME, TARGETS), among(HEADS, SIZES)
    plain = scoring(fit=(points("one", target, 30),))
    return house(
        lists=(TARGETS, SIZES),
        scoring=scoring(
            fit=(
                points("target", target, 20),
                points("not_sized", ~sized, 2),
                points("either", target | (HEADS > 40), 3),
                points("title", field("lead.title").mentions("vp") & among(NAME, TARGETS), 4),
                points("never", target & (NAME == "Hooli"), 9),
            ),
            behaviour=(
                counts("page", 2),
                BehaviourRule(id="visits", when=among(count("page", within="7d"), SIZES), points=5),
                BehaviourRule(id="silent", when=among(days_since("page"), SIZES), points=-5),
            ),
        ),
        routing=Routing(when=target | sized),
        sla=(
            SlaPolicy(name="targets", target="1h", when=target),
            SlaPolicy(name="others", target="4h"),
        ),
        categories=(
            Category(name="targets", scoring=plain, when=target),
            Category(name="rest", scoring=plain),
        ),
    )


MODEL = wanted(lambda subject, listed: subject.in_list(listed.name))
WRITTEN = wanted(lambda subject, listed: subject.one_of(*listed.values))


def faults(**changes: Any) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        house(**changes)
    return [str(each) for each in caught.value.findings]


# ------------------------------------------------------------------------------------------------------ in every room


@pytest.mark.statement("SC-08", "AB-07")
def test_an_enriched_company_that_is_on_the_list_of_target_accounts_has_a_higher_grade() -> None:
    model = house(lists=(TARGETS,), scoring=scoring(fit=(points("target", NAME.in_list("targets"), 20),)))
    enriched = replace(STRANGER, company=Company(name="acme"))

    assert [score(each, model, at=MONDAY).grade for each in (STRANGER, enriched, OFF_LIST)] == ["Z", "B", "Z"]
    assert [line.says for line in score(enriched, model, at=MONDAY).lines] == [
        "company.name is in list 'targets'"
    ]


def test_every_room_answers_as_if_the_values_were_written_out() -> None:
    for each in (
        ON_LIST,
        OFF_LIST,
        STRANGER,
        lead(company=Company(employees=5)),
        lead(company=Company(name="")),
    ):
        one, other = (score(each, model, at=MONDAY) for model in (MODEL, WRITTEN))
        assert [line.points for line in one.lines] == [line.points for line in other.lines]
        assert (one.fit, one.score, one.label, one.known) == (
            other.fit,
            other.score,
            other.label,
            other.known,
        )
        assert ready_to_route(each, MODEL) is ready_to_route(each, WRITTEN)
        own, written = (policies_for(case_of(each), model, None) for model in (MODEL, WRITTEN))
        assert [policy.name for policy, _ in own] == [policy.name for policy, _ in written]
        found, same = (scoring_for(each, model.categories, at=MONDAY) for model in (MODEL, WRITTEN))
        assert found is not None
        assert same is not None
        assert found.name == same.name
    assert [ready_to_route(each, MODEL) for each in (ON_LIST, OFF_LIST, STRANGER)] == [True, False, None]
    assert asked_of(MODEL.scoring).measures == asked_of(WRITTEN.scoring).measures


def test_what_is_missing_and_what_is_wrong_with_a_model_are_the_same_too() -> None:
    for each in (ON_LIST, OFF_LIST, STRANGER):
        lacks, same = (missing_for(each, model, label="A2", at=MONDAY) for model in (MODEL, WRITTEN))
        assert without_sentences(lacks) == without_sentences(same)
    one, other = (lint_scoring(model) for model in (MODEL, WRITTEN))
    assert [(each.code, each.path) for each in one] == [(each.code, each.path) for each in other]
    assert "$.scoring.fit[4]" in {each.path.removesuffix(".when") for each in one}


# ------------------------------------------------------------------------------------------------------ in and out


def test_a_model_with_lists_goes_out_as_it_came_in() -> None:
    dumped = dump_model(MODEL)

    assert dumped["lists"] == [
        {"name": "targets", "values": list(VALUES)},
        {"name": "sizes", "values": [5, 10, 2.5, 40]},
    ]
    assert dumped["scoring"]["fit"][0]["when"] == {"field": "company.name", "in_list": "targets"}
    assert json.dumps(dumped).count("Globex") == 1
    jsonschema.validate(dumped, model_schema())
    for same in (
        load_model(dumped),
        parse_model(json.dumps(dumped), format="json"),
        pickle.loads(pickle.dumps(MODEL)),
    ):
        assert same == MODEL
        assert score(ON_LIST, same, at=MONDAY) == score(ON_LIST, MODEL, at=MONDAY)


def test_a_changed_list_is_bound_wherever_it_is_asked_for() -> None:
    changed = replace(MODEL, lists=(ValueList(name="targets", values=("Hooli",)), SIZES))

    assert ready_to_route(OFF_LIST, changed) is True
    assert changed.scoring != MODEL.scoring
    assert replace(changed, lists=MODEL.lists) == MODEL
    assert replace(MODEL, lists=(replace(TARGETS, values=VALUES[::-1]), SIZES)).scoring == MODEL.scoring


def test_a_difference_of_models_says_what_a_list_has_gained_and_lost() -> None:
    more = ("acme", "b", "Hooli", "c", "d")
    changed = replace(MODEL, lists=(replace(TARGETS, values=more), SIZES))
    was, now = "4, among them 'Globex', 'Straße AG', 'Initech'", "5, among them 'b', 'Hooli', 'c', 1 more"

    assert str(diff_rules(MODEL, changed)).splitlines() == [
        f"changed fit rule {name!r}: list 'targets' from {was} to {now}"
        for name in ("either", "never", "target", "title")
    ]
    assert diff_rules(MODEL, replace(MODEL, version="2")).same
    one, two = (
        house(lists=(TARGETS, replace(TARGETS, name="others")), scoring=scoring(fit=(points("a", when, 1),)))
        for when in (NAME.in_list("targets"), NAME.in_list("others"))
    )
    assert str(diff_rules(one, two)) == (
        "changed fit rule 'a': when from company.name is in list 'targets' to company.name is in list 'others'"
    )


# --------------------------------------------------------------------------------------------------------------- proof


def test_every_fault_of_a_list_and_of_those_who_ask_for_it_is_told_at_once() -> None:
    asked = points("a", ~(NAME.in_list("target") & HEADS.in_list("targets")), 1)
    assert faults(
        lists=(TARGETS, ValueList(name="", values=()), ValueList(name="targets", values=(1, "x"))),
        scoring=scoring(fit=(asked,)),
        routing=Routing(when=NAME.in_list("q")),
        sla=(SlaPolicy(name="a", target="1h", when=field("card.level").in_list("targets")),),
    ) == [
        "$.lists[1].name: is empty, a list needs a name",
        "$.lists[2].name: list 'targets' is declared twice",
        "$.lists[1].values: is empty, give at least one",
        "$.lists[2].values[1]: 'x' is no number, as the values before it are",
        "$.scoring.fit[0].when.none_of[0].all_of[0].in_list: unknown list 'target', did you mean 'targets'?",
        "$.routing.when.in_list: unknown list 'q', expected one of targets",
        (
            "$.scoring.fit[0].when.none_of[0].all_of[1].in_list: "
            "'company.employees' holds numbers, and list 'targets' holds text"
        ),
        "$.sla[0].when.in_list: 'card.level' holds numbers, and list 'targets' holds text",
    ]


def test_a_list_that_is_bound_already_has_to_be_declared_all_the_same() -> None:
    assert faults(routing=Routing(when=NAME.in_list(TARGETS))) == [
        "$.routing.when.in_list: unknown list 'targets'"
    ]
    other = ValueList(name="targets", values=("Hooli",))
    assert house(lists=(other,), routing=Routing(when=NAME.in_list(TARGETS))).routing.when == NAME.in_list(
        other
    )


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        ({"name": "targets", "values": "Acme"}, "$.lists[0].values: 'Acme' is not a list"),
        ({"name": "targets"}, "$.lists[0].values: is missing, expected a list"),
        ({"name": 5, "values": ["Acme"]}, "$.lists[0].name: 5 is not text"),
        (
            {"name": "targets", "value": ["a"], "values": ["b"]},
            "$.lists[0].value: unknown key 'value', did you mean 'values'?",
        ),
        (
            {"name": "targets", "values": [["a"]]},
            "$.lists[0].values[0]: is a list, expected text or a number or true or false",
        ),
    ],
)
def test_a_document_is_told_what_is_wrong_with_its_list(listed: dict[str, Any], says: str) -> None:
    plain = {**dump_model(house(routing=Routing(when=ANYBODY))), "lists": [listed]}

    with pytest.raises(DefinitionError) as caught:
        load_model(plain)

    assert [str(each) for each in caught.value.findings] == [says]


@pytest.mark.parametrize("named", [5, ["targets"], {"name": "targets", "values": ["Acme"]}])
def test_a_condition_names_its_list_and_does_not_write_it_out(named: object) -> None:
    plain = {**dump_model(house(lists=(TARGETS,)))}
    plain["routing"] = {"when": {"field": "company.name", "in_list": named}}

    with pytest.raises(DefinitionError) as caught:
        load_model(plain)

    assert [each.path for each in caught.value.findings] == ["$.routing.when.in_list"]


def without_sentences(value: Any) -> str:
    said = str(value)
    for listed, written in ((TARGETS, NAME.one_of(*VALUES)), (SIZES, HEADS.one_of(*SIZES.values))):
        told = str(written).partition(" is one of ")[2]
        said = said.replace(f"is one of {told}", f"is in list {listed.name!r}")
    return said
